"""The live course, from a static server and with every other address blocked: every notebook gives its stored outputs
in the reader's browser, every explorer answers there as it does on the desktop, and what is missing is said."""

import json
import time
from pathlib import Path

import ipywidgets as widgets
import live_lab
import nbformat
import pytest
from conftest import PAGES
from live import build_live
from playwright.sync_api import expect
from run_notebooks import canonical

import helpers.explore

ROOT = Path(__file__).parents[2]
PYODIDE = ROOT.parent / "shared" / "pyodide"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
COMPARED = ("text/plain", "image/svg+xml")
pytestmark = pytest.mark.skipif(
    not PYODIDE.is_dir(), reason="no ../shared/pyodide beside this checkout, and nothing is taken from the network"
)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The address of a server with the live course."""
    folder = tmp_path_factory.mktemp("site")
    build_live(folder, PYODIDE)
    with live_lab.serve(folder) as address:
        yield address


@pytest.fixture(scope="module")
def page(site, chromium, request):
    """One page for all tests that only read: what it has fetched once is not fetched again."""
    page = live_lab.new_page(chromium, site)
    pages = request.config.stash.setdefault(PAGES, [])
    pages.append(page)
    yield page
    pages.remove(page)
    page.context.close()


@pytest.fixture
def fresh(site, chromium):
    """``fresh(*patterns)``: a page with a storage of its own, where what matches a pattern does not arrive."""
    opened = []

    def make(*blocked):
        opened.append(live_lab.new_page(chromium, site, blocked))
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
    assert page.errors == []
    assert page.elsewhere == []


# The picture as Python drew it, against the one that shows: without the marks of the view and of the step.
SAME_PICTURE = """([index, svg, words, verdict]) => {
  const explorer = document.querySelectorAll(".jp-Cell")[index].querySelector(".cnn-explorer");
  const bare = (picture) => {
    for (const part of picture.querySelectorAll("[data-at], [data-from]")) part.removeAttribute("display");
    return picture.innerHTML.replace(/( id="|url\\(#|href="#)(cnn\\d+-)?/g, "$1");
  };
  const drawn = document.createElement("div");
  drawn.innerHTML = svg;
  return explorer.querySelector(".cnn-verdict").textContent === verdict
    && explorer.querySelector(".cnn-words").textContent === words
    && bare(explorer.querySelector(".cnn-picture").cloneNode(true)) === bare(drawn);
}"""


def press(page, shown, control):
    """Move a control with the keyboard, from where it is."""
    if isinstance(control, widgets.IntSlider):
        shown.locator(".noUi-handle").press("ArrowRight" if control.value < control.max else "ArrowLeft")
    elif isinstance(control, widgets.Dropdown):
        shown.locator("select").press("ArrowDown" if control.index < len(control.options) - 1 else "ArrowUp")
    elif isinstance(control, widgets.ToggleButtons):
        shown.locator("button:not(.mod-active)").first.press("Enter")
    elif isinstance(control, widgets.Checkbox):
        shown.locator("input").press("Space")
    elif isinstance(control, widgets.Text):
        shown.locator("input").press("End")
        page.keyboard.type("1")
    else:
        raise NotImplementedError(f"a {type(control).__name__} is moved by which key?")


@pytest.fixture(scope="module")
def explorers(site, page):
    """A notebook with every explorer as it opens, run: cell k shows ``explorers[k]``."""
    code = "import json\nfrom helpers import explore\nexplorers = {}"
    cells = [f"explorers[{name!r}] = explore.{name}()\nexplorers[{name!r}]" for name in helpers.explore.__all__]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in [code, *cells]])
    notebook.metadata.kernelspec = {"name": "python", "display_name": "Python", "language": "python"}
    page.goto(f"{site}/live/lab/index.html")
    page.wait_for_function("window.jupyterapp?.serviceManager?.isReady", timeout=5 * live_lab.MINUTES)
    page.evaluate(
        """(content) => jupyterapp.serviceManager.contents.save(
          "try.ipynb", { type: "notebook", format: "json", content }
        )""",
        notebook,
    )
    live_lab.open_notebook(page, site, "try.ipynb")
    live_lab.run_all(page)
    return page


@pytest.mark.parametrize("name", helpers.explore.__all__)
def test_an_explorer_answers_in_the_browser_as_on_the_desktop(explorers, name):
    page, index = explorers, helpers.explore.__all__.index(name) + 1
    desktop = getattr(helpers.explore, name)()
    page.evaluate(f"(index) => {live_lab.APP}.content.scrollToItem(index, 'start')", index)
    explorer = page.locator(f'.jp-Cell[data-windowed-list-index="{index}"] .cnn-explorer')
    expect(explorer.locator(".cnn-picture svg")).to_be_visible()
    shown = [widget for row in desktop.children[:-1] for widget in row.children]

    def compare_after(what, key):
        before, patience = state[key], time.monotonic() + 30
        while state[key] == before and time.monotonic() < patience:  # its message may come after our question
            state.update(json.loads(live_lab.ask(page, ASK.format(name=name))))
        assert state[key] != before, f"{what} did not hear its key"
        desktop.at_once(**state)
        told = [desktop.picture.svg, desktop.picture.alts[state["step"]], desktop.verdict]
        page.wait_for_function(SAME_PICTURE, arg=[index, *told], timeout=live_lab.MINUTES)

    state = json.loads(live_lab.ask(page, ASK.format(name=name)))
    for key, control in desktop.controls.items():
        if key in shown_names(desktop, shown):
            press(page, explorer.locator(".cnn-controls > *").nth(shown.index(control)), control)
            compare_after(f"{name}'s {key}", key)
    if len(desktop.picture.alts) > 1:
        last = state["step"] == len(desktop.picture.alts) - 1
        explorer.locator(".cnn-bar input").press("ArrowLeft" if last else "ArrowRight")
        compare_after(f"{name}'s step", "step")


ASK = "print(json.dumps({{key: control.value for key, control in explorers[{name!r}].controls.items()}}))"


def shown_names(explorer, shown):
    return [key for key, control in explorer.controls.items() if control in shown]


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


def test_a_part_of_the_page_that_does_not_arrive_is_named(site, fresh):
    page = fresh(f"{site}/live/build/lab/bundle.js*")
    page.goto(f"{site}/live/lab/index.html?path=00_start_here.ipynb")
    expect(page.locator("#course-line [role=alert]")).to_contain_text("A part of this page did not arrive: bundle.js")


def test_a_browser_that_keeps_nothing_says_so(site, fresh):
    page = fresh()
    page.add_init_script("Object.defineProperty(globalThis, 'indexedDB', { get() { throw new Error('private'); } })")
    page.goto(f"{site}/live/lab/index.html?path=00_start_here.ipynb")
    expect(page.locator("#course-line [role=alert]")).to_contain_text("keeps nothing between visits")


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
