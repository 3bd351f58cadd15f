"""`make lecture`: its start, one idea a screen in every notebook, and every explorer whole on its screen."""

import lecture
import nbformat
import pytest
from course import ROOT, write
from playwright.sync_api import expect
from podium import EVERY_STEP, LOOK, NAMES, asked, assert_one_idea_a_screen, look, open_notebook, place, white

from helpers import explore


@pytest.fixture(scope="module")
def opening(lecture_folder):
    """A notebook that opens as the course's do: a title, its picture, a few words, what one can do afterwards."""
    markdown, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    picture = "from helpers.draw import draw_output_size\n\ndraw_output_size(7, 3, stride=2)"
    able = "After this notebook you can\n\n1. count,\n2. tell what does not fit."
    cells = [
        markdown("# Count the places\n\nA filter of three cells on seven. How often does it fit, and what is left?"),
        code(picture, metadata={"jupyter": {"source_hidden": True}}),
        markdown(f"You need notebook 01. Begin with *Run*, *Run All Cells*.\n\n{able}"),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, lecture_folder / "opening.ipynb")
    return "opening.ipynb"


# From the first frame on: what is painted at five places that is neither the empty page nor the cover.
PAINTED = """
window.painted = [];
(function look() {
  if (document.querySelector(".lecture-ready")) return;
  for (const [x, y] of [[60, 12], [640, 60], [20, 300], [640, 360], [1200, 700]]) {
    const top = document.elementFromPoint(x, y);
    if (top && !top.matches("html, body, #lecture-cover")) painted.push(top.className || top.id);
  }
  const cover = document.querySelector("#lecture-cover");
  if (cover) window.covered = [cover.innerText, getComputedStyle(cover).backgroundColor];
  requestAnimationFrame(look);
})();
"""


def test_a_dark_start_shows_nothing_but_the_name_and_then_the_title_with_its_picture(
    stage, chromium, lecture_folder, opening
):
    lecture.write_settings(lecture_folder / ".jupyter", "dark")
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    try:
        page.add_init_script(PAINTED)
        open_notebook(page, stage, opening)
        assert page.evaluate("window.painted") == []
        assert page.evaluate("window.covered") == ["opening", "rgb(17, 17, 17)"]
        assert page.locator("#lecture-cover").count() == 0
        assert page.evaluate("document.body.dataset.jpThemeLight") == "false"
        page.locator(".lecture-run").wait_for()
        picture = page.locator(".jp-RenderedSVG img").bounding_box()
        title = page.locator("h1").bounding_box()
        assert title["y"] >= 0 and picture["y"] + picture["height"] <= 720 - 32 and picture["x"] >= 12
        assert picture["height"] > 400 and place(page) == (1, 2)
        assert page.evaluate(LOOK)["corner"] == []
        page.keyboard.press("PageDown")
        expect(page.locator("li").locator("visible=true")).to_have_count(2)
        assert "Run All" not in page.locator(".jp-Notebook").inner_text()
    finally:
        page.close()
        stage.shut_down(opening)
        lecture.write_settings(lecture_folder / ".jupyter")


TITLES = [name.removesuffix(".ipynb").replace("_", " ") for name in NAMES]


def test_one_idea_a_screen_in_every_notebook_and_the_keys_that_change_it(projector, stage, lecture_folder):
    page = projector
    open_notebook(page, stage, NAMES[0])
    corner = page.locator("#lecture-place")
    for name, title in zip(NAMES, TITLES, strict=True):
        expect(corner).to_contain_text(f"{title} · 1 of", timeout=120_000)
        assert_one_idea_a_screen(name, look(page)["blocks"])
        page.keyboard.press("n")
    expect(corner).to_contain_text(f"{TITLES[-1]} · 1 of")  # the last one stays
    page.keyboard.press("p")
    expect(corner).to_contain_text(f"{TITLES[-2]} · 1 of", timeout=120_000)
    assert page.locator(".jp-Dialog").count() == 0  # nothing asks to be saved
    stage.wait_for_kernel(NAMES[-2])
    assert stage.sessions(NAMES[-1]) == [] and len(stage.sessions(NAMES[-2])) == 1  # one kernel at a time
    for name in NAMES:
        assert (lecture_folder / name).read_bytes() == (ROOT / "notebooks" / name).read_bytes()


def assert_every_explorer_is_whole(page):
    """From one to the next by key: whole, at every step, with its questions below it; how many there were."""
    wanted, here, count = page.evaluate(LOOK)["screen"], 0, 0
    while wanted != here:  # until there is no further one
        here = wanted
        page.keyboard.press("e")
        page.locator(".cnn-picture svg").locator("visible=true").wait_for()
        page.wait_for_timeout(200)  # its sizes come to rest
        seen = look(page)
        wanted = seen["screen"]
        if wanted == here:
            return count
        count += 1
        assert page.evaluate(EVERY_STEP) == [], "words at some step have no room"
        while "more" in page.locator("#lecture-place").text_content():
            page.keyboard.press("PageDown")
            question = look(page)
            assert asked(question) and len(question["words"]) > 1, "a question, and what the picture says"
            assert question["pictures"] == seen["pictures"], "the picture stays as it is"
    return count


TRY = "*Try.* Ask the room.\n\n1. What is the smallest number that you can reach with {}, and why?\n2. The largest?"


def test_every_explorer_is_whole_on_its_screen(projector, stage, lecture_folder):
    """All of them in one notebook; at night those of the course, as its notebooks open them."""
    cells = [("markdown", "# All of them", []), ("code", "from helpers.explore import *", [])]
    for name in explore.__all__:
        cells += [("code", f"{name}()", []), ("markdown", TRY.format(name), [])]
    write(lecture_folder / "explorers.ipynb", cells)
    open_notebook(projector, stage, "explorers.ipynb")
    projector.locator(".lecture-run").wait_for(timeout=300_000)
    assert assert_every_explorer_is_whole(projector) == len(explore.__all__)
    stage.shut_down("explorers.ipynb")
    (lecture_folder / "explorers.ipynb").unlink()


@pytest.mark.nightly
@pytest.mark.parametrize("name", NAMES)
def test_every_explorer_of_a_notebook_is_whole_on_its_screen(projector, stage, name):
    open_notebook(projector, stage, name)
    projector.locator(".lecture-run").wait_for(timeout=300_000)
    assert assert_every_explorer_is_whole(projector) > 0
    assert white(projector, name) == []
    stage.shut_down(name)
