"""Every notebook in a real JupyterLab: run whole, and looked at; at night run twice, and its explorers backwards."""

import ast

import nbformat
import pytest
from app import LOOK
from checks import assert_axe, assert_clean
from course import NOTEBOOKS
from covers import covers
from lab import run_all, set_theme
from playwright.sync_api import expect

SCREENS = ((1366, 768), (1920, 1080), (1280, 720))
OUTPUTS = ".jp-Cell-outputArea"
# What axe finds in an output that JupyterLab alone decides: it gives a wide output a scroll bar that no key reaches.
JUPYTERLABS = ("scrollable-region-focusable",)

# The outputs of all cells but the names of their widgets, which are new with every run.
TOLD = """() => [...jupyterapp.shell.currentWidget.content.model.cells].filter((cell) => cell.type === "code")
  .map((cell) => cell.sharedModel.toJSON().outputs.map(({ data = {}, output_type, name, text, evalue }) => ({
    kind: output_type, name, text: [text ?? evalue ?? data["text/plain"]].flat().join(""),
    picture: [data["image/svg+xml"]].flat().join("") })))"""
BACKWARDS = """async () => {
  const notebook = jupyterapp.shell.currentWidget.content;
  for (let k = notebook.widgets.length - 1; k >= 0; k--) {
    const { type, sharedModel } = notebook.widgets[k].model;
    if (type !== "code" || !/^explore_/m.test(sharedModel.source)) continue;
    notebook.activeCellIndex = k;
    await jupyterapp.commands.execute("notebook:run-cell");
  }
}"""


def ends_in(cell, verb):
    """Whether a cell's last line calls a function of this verb."""
    body = ast.parse(cell.source).body if cell.cell_type == "code" else []
    call = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    return isinstance(call, ast.Call) and getattr(call.func, "id", "").startswith(f"{verb}_")


def settled(page):
    """The outputs, once they no longer change: those of the last cell may come after its number."""
    before, now = None, page.evaluate(TOLD)
    while now != before:
        page.wait_for_timeout(300)
        before, now = now, page.evaluate(TOLD)
    return now


def assert_no_error(page):
    told = settled(page)
    wrong = [output for cell in told for output in cell if output["kind"] == "error" or output["name"] == "stderr"]
    assert wrong == []
    assert [error for error in page.errors if "favicon" not in error] == []
    return told


def assert_alive(page, cells):
    """Every explorer and every question is live, where its stored picture or words were."""
    for k, cell in enumerate(cells):
        for verb, alive in (("explore", ".cnn-explorer .cnn-picture svg"), ("predict", ".cnn-predict form")):
            if ends_in(cell, verb):
                shown = page.locator(".jp-Notebook .jp-Cell").nth(k)
                expect(shown.locator(alive)).to_have_count(1)
                expect(shown.locator(f"{OUTPUTS} img")).to_have_count(0)


# What is covered: the code cells whose outputs are, and for each covered paragraph the cell that it is in.
COVERED = """() => ["cnn-cover", "jp-RenderedMarkdown > .cnn-covered"].map((part) =>
  [...document.querySelectorAll(`.${part}`)].map((e) => Number(e.closest(".jp-Cell").dataset.windowedListIndex)))"""


# For each picture that stands as an <img>: its cell and its words; and what a screen reader is told of all cells.
SAID = """() => [...document.querySelectorAll(".jp-Cell-outputArea img")].map((img) =>
  [Number(img.closest(".jp-Cell").dataset.windowedListIndex), img.getAttribute("alt")])"""


def words_of_pictures(cells, alive):
    """(cell, words) for each picture: a chart's are in its metadata, a still's beside it; live ones are no <img>."""
    for k, cell in enumerate(cells):
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                yield k, cell.metadata.alt
            elif "image/svg+xml" in output.get("data", {}) and not (alive and ends_in(cell, "explore")):
                yield k, output.data["text/plain"]


def assert_described(page, cells, alive=True):
    wanted = list(words_of_pictures(cells, alive))
    assert [tuple(one) for one in page.evaluate(SAID)] == wanted
    told = page.locator(".jp-Notebook").aria_snapshot()
    assert [words for _, words in wanted if words not in told.replace('\\"', '"')] == []


def assert_covered(page, notebook):
    """What tests/covers.py says is covered, and nothing else; then the switch shows all of it."""
    found = covers(notebook)
    outputs = [k for cover in found for k in cover.outputs if notebook.cells[k].outputs]
    assert page.evaluate(COVERED) == [outputs, [k for cover in found for k, _ in cover.readings]]
    told = page.locator(".jp-Notebook").aria_snapshot()
    assert [k for k, words in words_of_pictures(notebook.cells, True) if k in outputs and words in told] == []
    page.locator(".cnn-answers").click()
    assert page.evaluate(COVERED) == [[], []]


def test_the_chain_is_there():
    assert len(NOTEBOOKS) >= 9
    assert sum(ends_in(cell, "explore") for cell in nbformat.read(NOTEBOOKS[1], as_version=4).cells) == 4


@pytest.fixture(scope="module")
def reader(desk_of_module):
    """``reader(path)``: the one page of these tests, with a notebook of the course open in it and not yet run."""
    page = None

    def turn_to(path):
        nonlocal page
        if page is None:
            page = desk_of_module.open(path.name, run=False, windowing="none")
        desk_of_module.lab.turn_to(page, path.name)
        page.errors.clear()
        return page

    return turn_to


PIXEL = """async (img) => {
  await img.decode();
  const c = document.createElement("canvas");
  [c.width, c.height] = [img.naturalWidth, img.naturalHeight];
  const g = c.getContext("2d");
  g.drawImage(img, 0, 0);
  return [...g.getImageData(c.width - 5, c.height - 5, 1, 1).data];
}"""


def test_a_stored_picture_can_be_read_before_anything_runs(reader):
    page = reader(NOTEBOOKS[0])
    image = page.locator(".jp-OutputArea-output img").first
    assert image.evaluate(PIXEL) == [255, 255, 255, 255]  # its own opaque background
    assert_described(page, nbformat.read(NOTEBOOKS[0], as_version=4).cells, alive=False)
    source = image.get_attribute("src")
    set_theme(page, "dark")
    expect(image).not_to_have_attribute("src", source)
    assert image.evaluate(PIXEL) == [17, 17, 17, 255]
    set_theme(page, "light")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_lives_in_a_browser(reader, path):
    notebook = nbformat.read(path, as_version=4)
    page = reader(path)
    run_all(page)
    assert_no_error(page)
    assert_covered(page, notebook)
    assert_alive(page, notebook.cells)
    assert_described(page, notebook.cells)
    page.evaluate(LOOK)
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        assert_clean(page)
    assert_axe(page, OUTPUTS, JUPYTERLABS)


@pytest.mark.nightly
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_run_twice_and_its_explorers_backwards_in_the_dark(reader, path):
    page = reader(path)
    run_all(page)
    told = assert_no_error(page)
    set_theme(page, "dark")
    for switch in page.locator(".cnn-answers[aria-pressed=false]").all():
        switch.click()
    assert_axe(page, OUTPUTS, JUPYTERLABS)
    set_theme(page, "light")
    run_all(page)
    assert assert_no_error(page) == told
    page.evaluate(BACKWARDS)
    assert_no_error(page)
    assert_alive(page, nbformat.read(path, as_version=4).cells)
