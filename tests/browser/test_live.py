"""The live course, from a static server and with every other address blocked: every notebook gives its stored outputs
in the reader's browser, every explorer answers there as it does on the desktop, and what is missing is said."""

import json
import re

import live_lab
import nbformat
import pytest
from app import ASK, App, Control
from course import NOTEBOOKS, PYODIDE
from live import kernels_own_pyodide
from playwright.sync_api import expect
from run_notebooks import canonical
from static import new_page

from helpers import explore

COMPARED = ("text/plain", "image/svg+xml")
MISSING = "no ../shared/pyodide beside this checkout, and nothing is taken from the network"
pytestmark = [pytest.mark.nightly, pytest.mark.skipif(not PYODIDE.is_dir(), reason=MISSING)]


@pytest.fixture(scope="module")
def page(site, chromium, pages):
    """One page for all tests that only read: what it has fetched once is not fetched again."""
    page = new_page(chromium, site)
    pages.append(page)
    yield page
    pages.remove(page)
    page.context.close()


@pytest.fixture
def fresh(site, chromium):
    """``fresh(*patterns)``: a page with a storage of its own, where what matches a pattern does not arrive."""
    opened = []

    def make(*blocked):
        opened.append(new_page(chromium, site, blocked))
        return opened[-1]

    yield make
    for page in opened:
        page.context.close()


def comparable(outputs):
    """What a cell says in words and in SVG, in order; errors too, and of other pictures that they are there."""
    result = []
    for output in outputs:
        if output.output_type == "stream":
            result.append((output.name, output.text))
        elif output.output_type == "error":
            result.append(("error", "\n".join(output.traceback)))
        else:
            result.append({kind: data if kind in COMPARED else "" for kind, data in output.data.items()})
    return result


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_gives_its_stored_outputs(site, page, path):
    live_lab.open_notebook(page, site, path.name)
    live_lab.run_all(page)
    stored = nbformat.read(path, as_version=4)
    shown = canonical(nbformat.from_dict(live_lab.notebook_of(page)))
    differing = [
        (number, comparable(old.outputs), comparable(new.outputs))
        for number, (old, new) in enumerate(zip(stored.cells, shown.cells, strict=True), 1)
        if old.cell_type == "code" and comparable(old.outputs) != comparable(new.outputs)
    ]
    assert not differing, (
        f"cells {[number for number, _, _ in differing]}; the first, stored and shown: {differing[0]}"
    )
    assert (page.errors, page.elsewhere, page.missing) == ([], [], [])


class LiveApp(App):
    """The explorer called ``explorer`` in the page's own kernel, which no other process reaches."""

    def __init__(self, page, folder):
        super().__init__(page, None, folder, None)

    def ask(self, value, before=""):
        code = ASK.format(before=before, file="told.json", value=value)
        said = live_lab.ask(self.page, f"{code}print(pathlib.Path('told.json').read_text())")
        return json.loads(said)


@pytest.fixture(scope="module")
def scratch(site, page):
    """The page with a notebook of one empty cell, which each test fills."""
    live_lab.open_scratch(page, site)
    return page


@pytest.mark.parametrize("name", explore.__all__)
def test_every_control_answers_to_the_keyboard_as_on_the_desktop(scratch, tmp_path, name):
    live_lab.run_cell(scratch, f"from helpers.explore import {name}\nexplorer = {name}()\nexplorer")
    app, desktop = LiveApp(scratch, tmp_path), getattr(explore, name)()
    values = "{name: control.value for name, control in explorer.controls.items()}"

    def assert_as_on_the_desktop():
        shown = app.assert_agrees()
        desktop.at_once(**app.ask(values))
        still = desktop.picture.still(desktop.controls["step"].value).svg
        words = desktop.picture.alts[desktop.controls["step"].value]
        assert (shown.svg, shown.words, shown.verdict) == (still, words, desktop.verdict)

    for control in app.controls().values():
        control.move(Control.press)
        assert_as_on_the_desktop()
    before = app.state()
    if before.steps > 1:
        app.root.get_by_role("slider", name="step", exact=True).press("ArrowLeft" if before.step else "ArrowRight")
        app.until(lambda: app.state().step != before.step, f"{name}'s step did not hear its key")
        assert_as_on_the_desktop()


QUESTION = """from helpers.predict import predict_choice
predict_choice("Which is more?", ["one", "two"], lambda: "two", why="Two is one more.")"""


def test_a_question_is_answered_by_keyboard(scratch):
    live_lab.run_cell(scratch, QUESTION)
    one, two = (scratch.get_by_role("radio", name=name) for name in ("one", "two"))
    one.press("Space")
    one.press("ArrowDown")
    expect(two).to_be_checked()
    for key in ("d", "d", "Enter"):
        two.press(key)
    expect(scratch.locator(".jp-OutputArea")).to_contain_text("Two is one more.")
    assert scratch.evaluate(f"{live_lab.APP}.content.model.cells.length") == 1


BARE = """import importlib.util, os, sys
files = {getattr(module, "__file__", None) or "" for module in sys.modules.values()}
sources = [path for path in files if path.startswith("/lib/python3.12/site-packages/") and path.endswith(".py")]
print(len(sources), [path for path in sources if not os.path.exists(importlib.util.cache_from_source(path))])
"""


def test_what_a_cell_imports_has_its_bytecode(scratch):
    """Nothing writes it down here: it came with the site. Before matplotlib looks, its list of fonts is its own."""
    listed = live_lab.ask(
        scratch,
        "import json, matplotlib, pathlib\n"
        "print(json.loads(pathlib.Path(matplotlib.__file__).with_name('fontlist.json').read_text())['_version'])",
    )
    live_lab.ask(scratch, "from helpers.explore import explore_lenet\nimport matplotlib.pyplot as plt\nplt.figure()")
    count, bare = live_lab.ask(scratch, BARE).split(" ", 1)
    assert int(count) > 400
    assert bare == "[]"
    asked = "from matplotlib.font_manager import FontManager\nprint(FontManager.__version__)"
    assert live_lab.ask(scratch, asked) == listed


def test_a_chart_is_saved_as_pdf(scratch):
    saved = (
        "import matplotlib.pyplot as plt\nplt.figure().savefig('chart.pdf')\nprint(open('chart.pdf', 'rb').read(5))"
    )
    assert live_lab.ask(scratch, saved) == "b'%PDF-'"


def test_a_cell_that_takes_its_time_says_for_how_long(scratch):
    line = scratch.locator("#course-line")
    live_lab.run_cell(scratch, "import time\ntime.sleep(6)", wait=False)
    expect(line).to_contain_text(re.compile(r"Code cell 1 of 1 runs, for [1-9]\d* s\."))
    expect(line).not_to_contain_text("runs, for")


def test_the_tab_key_completes(scratch):
    live_lab.ask(scratch, "import numpy; image = numpy.zeros(3)")
    kernel = f"{live_lab.APP}.sessionContext.session.kernel"
    answer = scratch.evaluate(f"() => {kernel}.requestComplete({{ code: 'image.sha', cursor_pos: 9 }})")
    assert answer["content"]["matches"] == ["image.shape"]


def test_a_kernel_that_is_restarted_has_python_again(scratch):
    live_lab.ask(scratch, "before = 1")
    scratch.evaluate(f"() => {live_lab.APP}.sessionContext.session.kernel.restart()")
    assert live_lab.ask(scratch, "import helpers; print('before' in globals())") == "False"
    expect(scratch.locator("#course-line [role=status]")).to_have_text("Python is here.")


def test_without_webassembly_a_sentence_says_so(site, fresh):
    page = fresh()
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(f"{site}/live/lab/index.html?path=00_start_here.ipynb")
    expect(page.locator("#course-line [role=alert]")).to_contain_text("This browser has no WebAssembly")


@pytest.mark.parametrize("file", ["pyodide/pyodide.asm.wasm", "pyodide/numpy*.whl", "course/course.json"])
def test_a_file_that_does_not_arrive_is_named(site, fresh, file):
    page = fresh(f"{site}/live/{file}")
    page.goto(f"{site}/live/lab/index.html?path=00_start_here.ipynb")
    said = page.locator("#course-line [role=alert]")
    expect(said).to_contain_text("Python cannot start: ", timeout=5 * live_lab.MINUTES)
    expect(said).to_contain_text(file.split("/")[1].split("*")[0])
    expect(said).to_contain_text("did not arrive")
    expect(page.locator("#course-line [role=status]")).to_have_text("Python did not start.")


def test_a_package_that_only_a_cell_needs_is_named_when_it_does_not_arrive(site, fresh):
    page = fresh(f"{site}/live/pyodide/matplotlib-*.whl")
    live_lab.open_scratch(page, site)
    said, line = page.locator("#course-line [role=alert]"), page.locator("#course-line [role=status]")
    assert live_lab.ask(page, "import helpers; print(1)") == "1"
    expect(said).to_be_empty()
    live_lab.run_cell(page, "import matplotlib", wait=False)
    expect(said).to_contain_text(re.compile(r"matplotlib\S+ did not arrive \(.+\), and a cell needs it"))
    expect(line).to_have_text("Python is here.")


def test_python_starts_without_the_worker_that_would_have_been_early(site, fresh):
    page = fresh(f"{site}/live/course/early.js")
    live_lab.open_scratch(page, site)
    assert live_lab.ask(page, "import helpers; print(1)") == "1"


def test_a_part_of_the_page_that_does_not_arrive_is_named(site, fresh):
    page = fresh(f"{site}/live/build/lab/bundle.js*")
    page.goto(f"{site}/live/lab/index.html?path=00_start_here.ipynb")
    expect(page.locator("#course-line [role=alert]")).to_contain_text("A part of this page did not arrive: bundle.js")


def test_a_browser_that_keeps_nothing_says_so(site, fresh):
    page = fresh()
    page.add_init_script("Object.defineProperty(globalThis, 'indexedDB', { get() { throw new Error('private'); } })")
    page.goto(f"{site}/live/lab/index.html?path=00_start_here.ipynb")
    expect(page.locator("#course-line [role=alert]")).to_contain_text("keeps nothing between visits")


def test_where_no_pyodide_is_given_python_comes_from_the_kernels_own_address(built, site, fresh):
    """As far as it goes with no network: the files of our own folder stand in for what would come from there."""
    address, page = kernels_own_pyodide(built / "live"), fresh()
    assert re.fullmatch(r"https://[\w./]+/pyodide/v0\.27\.\d+/full/", address)
    course = json.loads((built / "live/course/course.json").read_text("utf-8"))
    page.context.route("**/course.json", lambda route: route.fulfill(json={**course, "pyodide": address}))
    asked = []

    def stand_in(route):
        asked.append(route.request.url.removeprefix(address))
        route.fulfill(path=PYODIDE / asked[-1], headers={"Access-Control-Allow-Origin": "*"})

    page.context.route(f"{address}*", stand_in)
    live_lab.open_notebook(page, site, "00_start_here.ipynb")
    assert live_lab.ask(page, "import numpy, helpers; print(numpy.arange(7).sum())") == "21"
    assert {"pyodide.js", "pyodide-lock.json", "pyodide.asm.wasm"} <= set(asked)
    assert page.elsewhere == []


@pytest.mark.parametrize("name", ["lab/index.html", "reset.html"])
def test_a_page_has_an_icon_for_its_tab(site, fresh, name):
    page = fresh(f"{site}/live/build/*")  # a headless browser draws no tabs, and does not ask for icons by itself
    page.goto(f"{site}/live/{name}")
    assert page.evaluate("fetch(document.querySelector('link[rel=icon]').href).then((icon) => icon.ok)")


def test_changes_are_kept_and_can_be_put_back(site, fresh):
    page, name = fresh(f"{site}/live/pyodide/*"), "00_start_here.ipynb"
    page.goto(f"{site}/live/reset.html")
    expect(page.locator("#state")).to_have_text("There are no changes of yours: every notebook is the original.")
    for visit in ("changed", "kept"):
        live_lab.open_notebook(page, site, name)
        first = page.evaluate(f"() => {live_lab.APP}.content.model.cells.get(0).sharedModel.getSource()")
        assert first.startswith("# Mine") == (visit == "kept")
        page.evaluate(
            f"""async () => {{
              {live_lab.APP}.content.model.cells.get(0).sharedModel.setSource("# Mine");
              await {live_lab.APP}.context.save();
            }}"""
        )
    page.goto(f"{site}/live/reset.html")
    page.get_by_role("button", name=f"Put {name} back").click()
    expect(page.locator("#state")).to_have_text("There are no changes of yours: every notebook is the original.")
    live_lab.open_notebook(page, site, name)
    first = page.evaluate(f"() => {live_lab.APP}.content.model.cells.get(0).sharedModel.getSource()")
    assert not first.startswith("# Mine")


def test_an_old_address_opens_the_notebook_by_its_new_name_and_what_was_kept_under_the_old_one_is_in_the_list(
    site, fresh
):
    page = fresh(f"{site}/live/pyodide/*")
    page.goto(f"{site}/live/lab/index.html")
    page.wait_for_function("window.jupyterapp?.serviceManager?.isReady", timeout=5 * live_lab.MINUTES)
    page.evaluate(
        """async () => {
          const { contents } = jupyterapp.serviceManager, old = await contents.get("06_lenet.ipynb");
          await contents.save("05_lenet.ipynb", { type: "notebook", format: "json", content: old.content });
        }"""
    )
    page.goto(f"{site}/live/lab/index.html?path=05_lenet.ipynb")
    page.wait_for_function(f"{live_lab.APP}?.context?.path === '06_lenet.ipynb'", timeout=5 * live_lab.MINUTES)
    expect(page.locator("#course-line")).to_contain_text("05_lenet.ipynb is now 06_lenet.ipynb.")
    expect(page.locator(".jp-DirListing-item", has_text="05_lenet.ipynb")).to_be_visible()
