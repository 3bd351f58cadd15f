"""A JupyterLab for all browser tests, in a folder of its own, and its notebooks in a real Chromium."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import lab as jupyter
import nbformat
import pytest
from playwright.sync_api import expect

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "test-results"


def pytest_collection_modifyitems(items):
    """Without a browser these tests say so and are skipped; where REQUIRE_BROWSER is set they fail instead."""
    if jupyter.browser_path() is None and not os.environ.get("REQUIRE_BROWSER"):
        reason = "no Chromium here: install one (Debian: apt-get install chromium) to run the browser tests"
        for item in items:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Of a failed test, keep what the page showed."""
    report = yield
    if report.failed:
        RESULTS.mkdir(exist_ok=True)
        for page in item.session.config.stash.get(PAGES, []):
            if not page.is_closed():
                picture = RESULTS / f"{item.name[:80].replace('/', '-')}.png"
                page.screenshot(path=picture)
                report.sections.append(("page", f"screenshot: {picture}\nconsole: {page.errors}"))
    return report


PAGES = pytest.StashKey()


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


@pytest.fixture
def open_notebook(lab, chromium, request):
    """``open_notebook(name, theme="light", run=True)``: a page with that notebook, all of its cells run."""
    pages = request.config.stash.setdefault(PAGES, [])
    opened = []

    def open_it(name, theme="light", run=True, **size):
        page = lab.open(chromium, name, theme, **size)
        pages.append(page)
        opened.append((name, page))
        if run:
            jupyter.run_all(page)
        return page

    yield open_it
    for name, page in opened:
        pages.remove(page)
        page.close()
        lab.shut_down(name)


@pytest.fixture
def scratch(folder, open_notebook, request):
    """``scratch(*cells, theme="light")``: (page, name) of a new notebook with these code cells, all of them run."""

    def make(*cells, **options):
        name = f"{request.node.name[:40].replace('[', '-').replace(']', '')}-{len(list(folder.iterdir()))}.ipynb"
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, folder / name)
        return open_notebook(name, **options), name

    return make
