"""What the live course is built from: its locks, its list of packages, and the line above JupyterLab."""

import hashlib
import io
import json
import re
import zipfile
from html import unescape
from pathlib import Path

import alike
import live
import matplotlib.pyplot as plt
import numpy as np
import pytest
from chain import NOTEBOOKS
from IPython.core.pylabtools import print_figure
from matplotlib.axes import Axes
from PIL import Image

SITE = Path(live.__file__).parent
PYODIDE = live.ROOT.parent / "shared" / "pyodide"
MISSING = "no ../shared/pyodide beside this checkout"
LOCKS = {name: (SITE / name).read_text("utf-8") for name in ("requirements.txt", "wheels.txt")}


def versions(lock):
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", lock, re.M))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_hashes_and_names_no_index(name):
    assert not re.search(r"index-url|find-links|trusted-host|://", LOCKS[name])
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=[a-z0-9-]+==)", LOCKS[name]))


def test_the_browser_has_the_versions_that_the_page_has():
    in_page = versions(LOCKS["requirements.txt"])
    for package, version in versions(LOCKS["wheels.txt"]).items():
        assert in_page[package] == version


def test_a_wheel_is_listed_with_its_modules_and_its_address(tmp_path):
    wheel = tmp_path / "kernel" / "two_words-1.2-py3-none-any.whl"
    wheel.parent.mkdir()
    with zipfile.ZipFile(wheel, "w") as archive:
        for path in ("two/__init__.py", "words.py", "two_words-1.2.dist-info/METADATA"):
            archive.writestr(path, "")
    entry = live.locked(wheel, tmp_path / "course")
    assert (entry["name"], entry["version"], entry["imports"]) == ("two-words", "1.2", ["two", "words"])
    assert entry["file_name"] == "../kernel/two_words-1.2-py3-none-any.whl"


def test_a_folder_without_pyodide_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(
        FileNotFoundError, match=r"pyodide must be a folder with pyodide-lock.json in it, got .*nowhere"
    ):
        live.build_live(tmp_path, tmp_path / "nowhere")
    assert not list(tmp_path.iterdir())


def test_pyodide_comes_from_where_the_kernel_takes_it(tmp_path):
    scripts = tmp_path / live.KERNEL
    scripts.mkdir(parents=True)
    (scripts / "1.js").write_text('const url = "https://cdn.example/v1/full/pyodide.js";')
    assert live.kernels_own_pyodide(tmp_path) == "https://cdn.example/v1/full/"
    (scripts / "2.js").write_text('const url = "https://cdn.example/v2/full/pyodide.js";')
    with pytest.raises(RuntimeError, match="2 addresses"):
        live.kernels_own_pyodide(tmp_path)


def test_the_page_of_jupyterlab_gets_our_line_which_is_told_the_old_names_of_notebooks(tmp_path):
    page = tmp_path / "index.html"
    page.write_text('<head><meta charset="utf-8" /><title>JupyterLite</title>')
    live.add_our_line(page)
    (told,) = re.findall(r'<script src="../course/start.js" data-renamed="([^"]+)">', page.read_text())
    names = json.loads(unescape(told))
    assert names["05_lenet.ipynb"] == "06_lenet.ipynb"
    assert all((NOTEBOOKS / new).is_file() and not (NOTEBOOKS / old).exists() for old, new in names.items())
    page.write_text("<head>")
    with pytest.raises(RuntimeError, match="another shape"):
        live.add_our_line(page)


def test_bytecode_comes_with_the_package_that_needs_it(tmp_path):
    for name in live.BYTECODE:
        (tmp_path / f"{name}.zip").write_bytes(name.encode())
    told = live.with_bytecode(tmp_path, {"load": ["helpers"], "packages": {"helpers": {}}})
    assert told["load"] == ["helpers"]
    assert set(told["packages"]) == {"helpers", *live.BYTECODE}
    for name, package in told["also"].items():
        entry = told["packages"][name]
        assert (entry["file_name"], entry["depends"]) == (f"{name}.zip", [])
        assert entry["sha256"] == hashlib.sha256(name.encode()).hexdigest()
        assert package in {*live.DEPENDS, *live.WITHOUT}


def test_what_a_package_goes_without_is_what_it_would_bring():
    """Of what Pyodide's list says: a name that is not there would be left out in vain."""
    if not PYODIDE.is_dir():
        pytest.skip(MISSING)
    listed = json.loads((PYODIDE / "pyodide-lock.json").read_text("utf-8"))["packages"]
    for package, left in live.WITHOUT.items():
        assert set(left) < set(listed[package]["depends"])


def images():
    figure, all_axes = plt.subplots(2, 3, figsize=(6, 3), layout="constrained")
    for axes in all_axes.flat:
        axes.imshow(np.eye(7), cmap="gray")
        axes.set(title="maximum 7 x 7", xticks=[], yticks=[])
    return figure


def bars():
    figure, axes = plt.subplots(figsize=(6, 2.4), layout="constrained")
    axes.bar(range(20), range(20), label="paths")
    axes.set(xlabel="input cell", ylabel="share")
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def white_paper():
    figure, all_axes = plt.subplots(1, 2, figsize=(6, 3), layout="constrained")
    for axes in all_axes:
        axes.set_axis_off()
        axes.imshow(np.pad(np.eye(3), 12), cmap="gray_r")
    return figure


@pytest.fixture
def chart(request):
    with plt.rc_context({"figure.dpi": 100}):
        yield request.param()
    plt.close("all")


@pytest.mark.parametrize("chart", [images, bars, white_paper], indirect=True)
def test_a_chart_that_is_drawn_once_is_as_large_as_ipythons_and_has_the_same_on_it(chart):
    taken = []
    ours, theirs = (
        Image.open(io.BytesIO(way(chart)))
        for way in (alike.drawn_once(lambda *a, **more: taken.append(a)), print_figure)
    )
    assert not taken
    assert np.abs(np.subtract(ours.size, theirs.size)).max() <= 6  # of 600 and more
    ink = [(np.asarray(image) != 255).any(axis=2) for image in (ours, theirs)]
    sides = [[np.ptp(np.flatnonzero(i.any(axis=axis))) for axis in (0, 1)] for i in ink]
    assert np.abs(np.subtract(*sides)).max() <= 1
    assert abs(ink[0].sum() / ink[1].sum() - 1) < 0.03
    assert alike.drawn_once(print_figure)(chart, base64=True).startswith("iVBORw0KGgo")


@pytest.mark.parametrize("chart", [images], indirect=True)
def test_a_chart_is_drawn_once_where_ipythons_way_draws_it_twice(chart, monkeypatch):
    drawn, draw = [], Axes.draw
    monkeypatch.setattr(Axes, "draw", lambda axes, renderer: drawn.append(axes) or draw(axes, renderer))
    for way, times in ((print_figure, 2), (alike.drawn_once(print_figure), 1)):
        drawn.clear()
        way(chart)
        assert len(drawn) == times * len(chart.axes)


def unlaid():
    return plt.plot([1, 2])[0].figure


def beside():
    figure = images()
    figure.text(1.2, 0.5, "beside the paper")
    return figure


@pytest.mark.parametrize(
    "chart, options",
    [(unlaid, {}), (beside, {}), (images, {"fmt": "svg"}), (images, {"bbox_inches": None}), (plt.figure, {})],
    indirect=["chart"],
)
def test_every_other_chart_is_left_to_ipython(chart, options):
    def left(figure, fmt, bbox_inches, base64, **more):
        return "left", figure, fmt, bbox_inches, base64, more

    told = {"fmt": "png", "bbox_inches": "tight"} | options
    assert alike.drawn_once(left)(chart, **options) == ("left", chart, *told.values(), False, {})
