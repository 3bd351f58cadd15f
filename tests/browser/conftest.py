"""A real Chromium for all tests here: with a page of nothing else (bare/), with a JupyterLab, or with the site."""

import contextlib
import fcntl
import os
import tempfile
from pathlib import Path

import lab as jupyter
import lecture
import pytest
from course import PAGES, PYODIDE, ROOT, Desk, copy_course
from landed import LIVE
from live import build_live
from playwright.sync_api import expect
from readable import build_landing, build_pages
from reading import visits
from static import serve

expect.set_options(timeout=60_000)  # a busy machine is slow, not wrong
RESULTS = ROOT / "test-results"


# Of two processes (pytest -n 2 --dist loadfile) none should be left with a long file when the other one is done.
LONGEST = ["test_explorers", "test_pages", "test_chain", "test_lecture_screens", "test_course", "test_pictures"]


def pytest_collection_modifyitems(items):
    """Without a browser these tests say so and are skipped; where REQUIRE_BROWSER is set they fail instead."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))
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


@pytest.fixture(scope="session")
def chromium():
    with jupyter.chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def pages(request):
    """The open pages that a failed test takes pictures of."""
    return request.config.stash.setdefault(PAGES, [])


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The root of the JupyterLab."""
    folder = tmp_path_factory.mktemp("lab")
    copy_course(folder)
    return folder


@pytest.fixture(scope="session")
def lab(folder):
    """A JupyterLab for all tests of this process."""
    with jupyter.jupyter_lab(folder) as lab:
        yield lab


@pytest.fixture(scope="module")
def desk_of_module(lab, chromium, folder, pages):
    """A desk for what the tests of a module share."""
    desk = Desk(lab, chromium, folder, pages)
    yield desk
    desk.close()


@pytest.fixture
def desk(lab, chromium, folder, pages):
    desk = Desk(lab, chromium, folder, pages)
    yield desk
    desk.close()


@pytest.fixture(scope="session")
def lecture_folder(tmp_path_factory):
    """The root of the JupyterLab in lecture mode."""
    folder = tmp_path_factory.mktemp("lecture")
    copy_course(folder)
    lecture.write_settings(folder / ".jupyter")
    return folder


@pytest.fixture(scope="session")
def stage(lecture_folder):
    """The JupyterLab in lecture mode."""
    with jupyter.jupyter_lab(lecture_folder, *lecture.ARGUMENTS) as lab:
        yield lab


@pytest.fixture(scope="module")
def projector(stage, chromium, pages):
    """One page for all tests of a file: to open and run a notebook anew for each would take minutes."""
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    page.lab, page.errors = stage, []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.set_default_timeout(60_000)
    pages.append(page)
    yield page
    pages.remove(page)
    page.close()


def built_once(tmp_path_factory, name, build):
    """The folder that ``build`` fills: once for all processes of a run (pytest -n 2)."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            fresh = Path(tempfile.mkdtemp(dir=folder.parent))
            build(fresh)
            fresh.rename(folder)  # whole, or not there
    return folder


@pytest.fixture(scope="session")
def site_pages(tmp_path_factory):
    """(the folder of the readable pages, their address)"""
    folder = built_once(tmp_path_factory, "pages", build_pages)
    with serve(folder) as address:
        yield folder, f"{address}/"


@pytest.fixture
def visit(site_pages, chromium):
    """``visit(name, **context)``: a readable page."""
    with visits(chromium, site_pages[1]) as visit:
        yield visit


@pytest.fixture(scope="session")
def landing(tmp_path_factory):
    """(the folder of the landing page and what it needs, its address)"""
    folder = tmp_path_factory.mktemp("landing")
    build_landing(folder)
    with serve(folder) as address:
        yield folder, f"{address}/"


@pytest.fixture
def land(landing, chromium):
    """``land(**context)``: the landing page, when both things on it are live."""
    with visits(chromium, landing[1]) as visit:

        def land(scheme="light", **options):
            page = visit("index.html", scheme, **options)
            if options.get("java_script_enabled", True):
                page.locator("#draw").scroll_into_view_if_needed()
                page.locator(LIVE).wait_for()
                page.evaluate("scrollTo(0, 0)")
            return page

        yield land


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The folder of the live course, Pyodide in it."""
    return built_once(tmp_path_factory, "live-course", lambda folder: build_live(folder, PYODIDE))


@pytest.fixture(scope="session")
def site(built):
    """The address of a server with the live course."""
    with serve(built) as address:
        yield address
