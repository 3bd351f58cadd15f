"""A JupyterLab for all browser tests, in a folder of its own, and its notebooks in a real Chromium."""

import contextlib
import os
import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path

import lab as jupyter
import live_lab
import nbformat
import pytest
from app import App
from live import build_live
from playwright.sync_api import expect
from reading import site_pages, visit  # noqa: F401  the fixtures of the readable pages

expect.set_options(timeout=60_000)  # a busy machine is slow, not wrong
ROOT = Path(__file__).parents[2]
PYODIDE = ROOT.parent / "shared" / "pyodide"
RESULTS = ROOT / "test-results"
PAGES = pytest.StashKey()


def pytest_collection_modifyitems(items):
    """Without a browser these tests say so and are skipped; where REQUIRE_BROWSER is set they fail instead."""
    if jupyter.browser_path() is None and not os.environ.get("REQUIRE_BROWSER"):
        reason = "no Chromium here: install one (Debian: apt-get install chromium) to run the browser tests"
        for item in items:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Of a failed test, keep what each page showed, and what its kernel says."""
    report = yield
    if report.failed:
        RESULTS.mkdir(exist_ok=True)
        for number, page in enumerate(item.session.config.stash.get(PAGES, [])):
            picture = RESULTS / f"{item.name[:80].replace('/', '-')}-{number}.png"
            told = [f"screenshot: {picture}", f"console: {page.errors}"]
            with contextlib.suppress(Exception):  # a report never hides the failure that it is about
                page.screenshot(path=picture)
                told += [
                    f"page: {text}" for text in page.locator(".cnn-count, .cnn-words, .cnn-verdict").all_inner_texts()
                ]
                told += [f"kernel: {page.lab.ask(page.notebook, STATE, timeout=5)}"]
            report.sections.append((f"page {number}", "\n".join(told)))
    return report


STATE = """
import gc
for _found in gc.get_objects():
    if type(_found).__name__ == "Explorer":  # also in a notebook that keeps it under no name
        print({name: control.value for name, control in _found.controls.items()}, _found.verdict)
"""


def copy_course(folder):
    """Copy the course's notebooks into ``folder``, the root of a JupyterLab, trusted as `make lab` trusts them."""
    copies = [shutil.copy(path, folder) for path in sorted((ROOT / "notebooks").iterdir()) if path.is_file()]
    notebooks = [copy for copy in copies if str(copy).endswith(".ipynb")]
    subprocess.run(
        [sys.executable, "-m", "jupyter", "trust", *notebooks], env=jupyter.settings_of(folder), check=True
    )


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The root of the JupyterLab."""
    folder = tmp_path_factory.mktemp("lab")
    copy_course(folder)
    return folder


@pytest.fixture(scope="session")
def lab(folder):
    with jupyter.jupyter_lab(folder) as lab:
        yield lab


@pytest.fixture(scope="session")
def chromium():
    with jupyter.chromium() as browser:
        yield browser


class Desk:
    """What a test has open: pages with notebooks, and the explorers in them. All of it is closed with the test."""

    numbers = count(1)

    def __init__(self, lab, chromium, folder, pages):
        self.lab, self.chromium, self.folder, self.pages, self.opened = lab, chromium, folder, pages, []

    def open(self, name, theme="light", run=True, **size):
        """A page with the notebook of this name, all of its cells run."""
        page = self.lab.open(self.chromium, name, theme, **size)
        self.pages.append(page)
        self.opened.append(page)
        if run:
            jupyter.run_all(page)
        return page

    def scratch(self, *cells, **options):
        """(page, name) of a new notebook with these code cells, all of them run."""
        name = f"scratch-{next(self.numbers)}.ipynb"
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, self.folder / name)
        return self.open(name, **options), name

    def app(self, call, *cells, before="", patience=60, **options):
        """The explorer that ``call`` makes, for example "explore_pooling(n=5)"; more cells may follow it."""
        imports = f"from helpers.explore import {call.split('(')[0]}"
        page, name = self.scratch(f"{imports}\nexplorer = {call}\n{before}\nexplorer", *cells, **options)
        return App(page, self.lab, self.folder, name, patience)

    def close(self):
        while self.opened:
            page = self.opened.pop()
            self.pages.remove(page)
            page.close()
            self.lab.shut_down(page.notebook)


@pytest.fixture(scope="module")
def desk_of_module(lab, chromium, folder, request):
    """A desk for what the tests of a module share."""
    desk = Desk(lab, chromium, folder, request.config.stash.setdefault(PAGES, []))
    yield desk
    desk.close()


@pytest.fixture
def desk(lab, chromium, folder, request):
    desk = Desk(lab, chromium, folder, request.config.stash.setdefault(PAGES, []))
    yield desk
    desk.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The folder of the live course, Pyodide in it."""
    folder = tmp_path_factory.mktemp("site")
    build_live(folder, PYODIDE)
    return folder


@pytest.fixture(scope="session")
def site(built):
    """The address of a server with the live course."""
    with live_lab.serve(built) as address:
        yield address
