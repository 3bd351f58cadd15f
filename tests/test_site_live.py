"""What the live course is built from: its locks, its list of packages, and the line above JupyterLab."""

import hashlib
import json
import re
import zipfile
from html import unescape
from pathlib import Path

import live
import pytest
from chain import NOTEBOOKS

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
