"""`make notebooks`, tried on small folders made here."""

import copy
import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
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


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A folder of two notebooks, one of which fails, after `make notebooks`; and the good one run once more.

    Kernels take seconds to start: these three are all that the tests below need.
    """
    folder = tmp_path_factory.mktemp("ran")
    good, bad = folder / "00_good.ipynb", folder / "01_bad.ipynb"
    streams = "print('Größe 中文')\nprint('x', file=sys.stderr)\nprint('y')\nipywidgets.IntSlider()"
    noise = 'PIL.Image.frombytes("L", (4, 4), os.urandom(16))'
    cells = [
        new_markdown_cell("# T", id="t"),
        new_code_cell(f"import os, sys\nimport ipywidgets, PIL.Image\n{streams}", id="c"),
        new_code_cell("print(sys.executable)", id="d"),
        new_code_cell(noise, id="e", metadata={"tags": ["timing"]}),
    ]
    nbformat.write(new_notebook(cells=cells), good)
    failing = new_code_cell("wrong = 1\nwrong / 0", metadata={"tags": ["raises-exception"]})
    nbformat.write(new_notebook(cells=[new_markdown_cell("# T"), new_code_cell("1"), failing]), bad)
    before, out, err = bad.read_bytes(), io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(out), redirect_stderr(err):
        patched.setattr(run_notebooks, "NOTEBOOKS", folder)
        code = run_notebooks.main([])
        first, stamp = good.read_bytes(), good.stat().st_mtime_ns
        again = run_notebooks.run(good)
    return SimpleNamespace(**locals())


def test_running_a_notebook_twice_gives_the_same_bytes_with_a_chart_of_times_too(ran):
    assert "00_good.ipynb: written" in ran.out.getvalue() and ran.again is False
    assert ran.good.read_bytes() == ran.first and ran.good.stat().st_mtime_ns == ran.stamp
    notebook = nbformat.read(ran.good, as_version=4)
    assert notebook == canonical(notebook)
    assert [cell.execution_count for cell in notebook.cells[1:]] == [1, 2, 3]
    assert "image/png" in notebook.cells[3].outputs[0].data
    text = ran.first.decode()
    assert "Größe 中文" in text and text.endswith("}\n") and text.startswith('{\n "cells"')
    assert WIDGET not in text and "iopub" not in text
    assert {file.name for file in ran.folder.iterdir()} == {ran.good.name, ran.bad.name}


def test_the_kernel_is_the_environments_own(ran):
    notebook = nbformat.read(ran.good, as_version=4)
    assert notebook.cells[2].outputs[0].text.strip() == sys.executable


def test_a_failing_cell_is_named_whatever_its_tags_and_nothing_is_written(ran):
    assert ran.code == 1 and ran.bad.read_bytes() == ran.before
    said = ran.err.getvalue()
    assert "01_bad.ipynb, cell 3 of 3 failed" in said and "ZeroDivisionError" in said
    assert "wrong / 0" in said and "\x1b" not in said


def chart(png, tags=("timing",), words="a chart", source="plot()", id="a"):
    output = new_output("display_data", {"image/png": png, "text/plain": words})
    return new_notebook(cells=[new_code_cell(source, id=id, metadata={"tags": list(tags)}, outputs=[output])])


@pytest.mark.parametrize(
    "before, kept",
    [
        (chart("old"), True),
        (chart("old", tags=["figure"]), False),
        (chart("old", words="another chart"), False),
        (chart("old", source="draw()"), False),
        (chart("old", id="b"), False),
    ],
)
def test_a_chart_of_times_is_stored_once(before, kept):
    after = chart("new")
    run_notebooks.keep_timings(before, after)
    assert after.cells[0].outputs[0].data["image/png"] == ("old" if kept else "new")


def test_a_notebook_that_is_not_there_is_named(ran, monkeypatch):
    monkeypatch.setattr(run_notebooks, "NOTEBOOKS", ran.folder)
    with pytest.raises(SystemExit, match=r"no notebook '07'.*00_good, 01_bad"):
        run_notebooks.main(["07"])
