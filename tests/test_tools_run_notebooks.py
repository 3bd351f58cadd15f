"""`make notebooks`, tried on small folders made here."""

import copy
import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
import run_notebooks
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from run_notebooks import WIDGET, canonical


def worn():
    """A notebook as JupyterLab saves it: times, a patch version, widgets, split streams."""
    view = {WIDGET: {"model_id": "abc", "version_major": 2}, "text/plain": "3 windows"}
    outputs = [
        new_output("stream", name="stdout", text="one\n"),
        new_output("display_data", data={WIDGET: {"model_id": "abc"}}),
        new_output("stream", name="stdout", text="two\n"),
        new_output("stream", name="stderr", text="three\n"),
        new_output("execute_result", data=view, execution_count=1),
    ]
    cell = new_code_cell("explorer", id="explorer", execution_count=1, outputs=outputs)
    cell.metadata = nbformat.from_dict(
        {"tags": ["keep"], "execution": {"iopub.execute_input": "now"}, "scrolled": True}
    )
    notebook = new_notebook(cells=[new_markdown_cell("# Title", id="title"), cell])
    notebook.metadata = nbformat.from_dict(
        {
            "widgets": {"x": 1},
            "language_info": {"name": "python", "version": "3.11.7"},
            "kernelspec": {"name": "mine"},
        }
    )
    return notebook


def test_canonical_leaves_out_what_changes_from_run_to_run():
    notebook = worn()
    untouched = copy.deepcopy(notebook)
    got = canonical(notebook)
    assert notebook == untouched, "the argument is left alone"
    assert got.metadata == run_notebooks.METADATA
    assert "3.11" not in nbformat.writes(got) and WIDGET not in nbformat.writes(got)
    cell = got.cells[1]
    assert cell.metadata == {"tags": ["keep"]}
    assert [output.output_type for output in cell.outputs] == ["stream", "stream", "execute_result"]
    assert [output.text for output in cell.outputs[:2]] == ["one\ntwo\n", "three\n"]
    assert cell.outputs[2].data == {"text/plain": "3 windows"}
    assert [cell.id for cell in got.cells] == ["title", "explorer"]


def test_canonical_twice_is_canonical_once():
    once = canonical(worn())
    assert canonical(once) == once


EDITORS = {  # what they write into a cell's metadata
    "VS Code": {"vscode": {"languageId": "python"}},
    "Colab": {"id": "a1", "outputId": "b2", "colab": {"base_uri": "https://localhost:8080/"}, "cellView": "form"},
    "nbgrader": {"nbgrader": {"grade": True, "points": 2}, "deletable": False, "editable": False},
    "RISE": {"slideshow": {"slide_type": "slide"}, "hideCode": True},
    "JupyterLab": {"ExecuteTime": {}, "collapsed": True, "scrolled": "auto", "jupyter": {"outputs_hidden": True}},
    "PyCharm": {"pycharm": {"name": "#%%"}, "tags": []},
}


@pytest.mark.parametrize("written", EDITORS.values(), ids=EDITORS)
def test_what_an_editor_writes_into_a_cell_is_not_kept(written):
    notebook = worn()
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict(written)
    assert [cell.metadata for cell in canonical(notebook).cells] == [{}, {}]


def test_what_the_course_says_of_a_cell_is_kept():
    ours = {
        "tags": ["predict"],
        "jupyter": {"source_hidden": True},
        "jp-MarkdownHeadingCollapsed": True,
        "alt": "Bars.",
    }
    notebook = worn()
    notebook.cells[0].metadata = nbformat.from_dict(
        {**ours, "vscode": {}, "jupyter": {"source_hidden": True, "x": 1}}
    )
    assert canonical(notebook).cells[0].metadata == ours


GOOD = nbformat.writes(canonical(worn())).encode()
DAMAGED = {
    "conflict": (GOOD.replace(b"{", b"{\n<<<<<<< HEAD", 1), "a merge has left its marks in line 2"),
    "empty": (b"", "it is empty"),
    "blank": (b" \n", "it is empty"),
    "mark": (b"\xef\xbb\xbf" + GOOD, "it begins with a byte order mark"),
    "list": (b"[]", "it holds no notebook"),
    "old": (b'{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}', "its nbformat is 3"),
    "cut": (GOOD[: len(GOOD) // 2], "it is not JSON"),
    "latin": (GOOD.replace(b"Title", b"Gr\xf6\xdfe"), "it is not UTF-8"),
    "no cells": (b'{"nbformat": 4, "metadata": {}}', "it has no list of cells"),
    "no metadata": (b'{"nbformat": 4, "cells": []}', "it has no list of cells, or no metadata"),
    "a number": (b'{"nbformat": 4, "metadata": {}, "cells": [5]}', "cell 1 is none"),
    "half a cell": (GOOD.replace(b'"source"', b'"sauce"', 1), "cell 1 is none"),
    "no outputs": (GOOD.replace(b'"outputs"', b'"inputs"', 1), "cell 2 is none"),
    "deep": (b"[" * 100_000, "it is not JSON"),
}


@pytest.mark.parametrize("data, words", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_notebook_is_named_with_what_is_wrong_and_stays_as_it_was(
    data, words, tmp_path, monkeypatch, capsys
):
    path = tmp_path / "03_broken.ipynb"
    path.write_bytes(data)
    monkeypatch.setattr(run_notebooks, "NOTEBOOKS", tmp_path)
    assert run_notebooks.main([]) == 1
    said = capsys.readouterr().err
    assert said.startswith("03_broken.ipynb cannot be used: ") and words in said and "Traceback" not in said
    assert path.read_bytes() == data and not run_notebooks.damage(GOOD)


def test_missing_and_repeated_ids_become_the_same_ones_every_time(tmp_path):
    cells = [{"cell_type": "markdown", "metadata": {}, "source": ["same"]} for _ in range(3)]
    cells += [{"cell_type": "markdown", "metadata": {}, "source": "x", "id": "mine"} for _ in range(2)]
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}))
    first, second = (run_notebooks.read(path) for _ in range(2))
    ids = [cell.id for cell in first.cells]
    assert ids == [cell.id for cell in second.cells]
    assert len(set(ids)) == 5 and ids[3] == "mine"
    nbformat.validate(canonical(first))


def personal(folder):
    """Environment variables of somebody with habits: a profile of IPython, a matplotlibrc, no home."""
    profile, matplotlib = folder / "ipython" / "profile_default", folder / "matplotlib"
    (profile / "startup").mkdir(parents=True)
    matplotlib.mkdir()
    (profile / "ipython_config.py").write_text('c = get_config()\nc.InlineBackend.figure_formats = {"svg"}\n')
    (profile / "startup" / "00.py").write_text("habit = 1\n")
    (folder / "startup.py").write_text("another = 1\n")
    (matplotlib / "matplotlibrc").write_text("figure.dpi: 200\n")
    nowhere = str(folder / "startup.py" / "home")
    return {
        "IPYTHONDIR": str(folder / "ipython"),
        "MPLCONFIGDIR": str(matplotlib),
        "MATPLOTLIBRC": str(matplotlib),
        "MPLBACKEND": "Agg",
        "PYTHONSTARTUP": str(folder / "startup.py"),
        "HOME": nowhere,
        "USERPROFILE": nowhere,
    }


HABITS = """import matplotlib.pyplot as plt
print("dpi", plt.rcParams["figure.dpi"], plt.get_backend(), sorted({"habit", "another"} & set(globals())))
plt.plot([1, 2])
plt.show()"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A folder of two notebooks, one of which fails, after `make notebooks`; and the good one run once more.

    Kernels take seconds to start: these three are all that the tests below need.
    """
    folder = tmp_path_factory.mktemp("ran")
    good, bad = folder / "00_good.ipynb", folder / "01_bad.ipynb"
    streams = "print('Größe 中文')\nprint('x', file=sys.stderr)\nprint('y')\nipywidgets.IntSlider()"
    chart = 'PIL.Image.new("L", (4, 4))'
    cells = [
        new_markdown_cell("# T", id="t"),
        new_code_cell(f"import sys\nimport ipywidgets, PIL.Image\n{streams}", id="c"),
        new_code_cell("print(sys.executable)", id="d"),
        new_code_cell(chart, id="e"),
        new_code_cell(HABITS, id="f"),
    ]
    nbformat.write(new_notebook(cells=cells), good)
    failing = new_code_cell("wrong = 1\nwrong / 0", metadata={"tags": ["raises-exception"]})
    nbformat.write(new_notebook(cells=[new_markdown_cell("# T"), new_code_cell("1"), failing]), bad)
    before, out, err = bad.read_bytes(), io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(out), redirect_stderr(err):
        patched.setattr(run_notebooks, "NOTEBOOKS", folder)
        for name, value in personal(tmp_path_factory.mktemp("personal")).items():
            patched.setenv(name, value)
        code = run_notebooks.main([])
        first, stamp = good.read_bytes(), good.stat().st_mtime_ns
        again = run_notebooks.run(good)
    return SimpleNamespace(**locals())


def test_running_a_notebook_twice_gives_the_same_bytes(ran):
    assert "00_good.ipynb: written" in ran.out.getvalue() and ran.again is False
    assert ran.good.read_bytes() == ran.first and ran.good.stat().st_mtime_ns == ran.stamp
    notebook = nbformat.read(ran.good, as_version=4)
    assert notebook == canonical(notebook)
    assert [cell.execution_count for cell in notebook.cells[1:]] == [1, 2, 3, 4]
    assert "image/png" in notebook.cells[3].outputs[0].data
    text = ran.first.decode()
    assert "Größe 中文" in text and text.endswith("}\n") and text.startswith('{\n "cells"')
    assert WIDGET not in text and "iopub" not in text
    assert {file.name for file in ran.folder.iterdir()} == {ran.good.name, ran.bad.name}


def test_the_kernel_is_the_environments_own(ran):
    notebook = nbformat.read(ran.good, as_version=4)
    assert notebook.cells[2].outputs[0].text.strip() == sys.executable


def test_the_settings_of_whoever_runs_it_are_not_stored(ran):
    printed, figure = nbformat.read(ran.good, as_version=4).cells[4].outputs
    assert printed.name == "stdout" and printed.text.startswith("dpi 100.0 ") and printed.text.endswith("inline []\n")
    assert set(figure.data) == {"image/png", "text/plain"}


def test_nor_do_they_reach_nbval(tmp_path):
    path = tmp_path / "habits.ipynb"
    output = new_output("stream", name="stdout", text="dpi 100.0 inline []\n")
    source = HABITS.partition("plt.plot")[0].replace("plt.get_backend()", "'inline'")
    nbformat.write(new_notebook(cells=[new_code_cell(source, outputs=[output], execution_count=1)]), path)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "own_settings",
        "-p",
        "no:playwright",
        "--nbval",
        str(path),
    ]
    tools = {"PYTHONPATH": str(Path(run_notebooks.__file__).parent)}
    environment = {**os.environ, **personal(tmp_path / "personal"), **tools}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    root = Path(run_notebooks.__file__).parents[1]
    assert 'pytest_plugins = ["own_settings"]' in (root / "conftest.py").read_text("utf-8")


def test_a_failing_cell_is_named_whatever_its_tags_and_nothing_is_written(ran):
    assert ran.code == 1 and ran.bad.read_bytes() == ran.before
    said = ran.err.getvalue()
    assert "01_bad.ipynb, cell 3 of 3 failed" in said and "ZeroDivisionError" in said
    assert "wrong / 0" in said and "\x1b" not in said


def test_a_notebook_that_is_not_there_is_named(ran, monkeypatch):
    monkeypatch.setattr(run_notebooks, "NOTEBOOKS", ran.folder)
    with pytest.raises(SystemExit, match=r"no notebook '07'.*00_good, 01_bad"):
        run_notebooks.main(["07"])
