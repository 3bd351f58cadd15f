"""`make lecture` in a real JupyterLab: one idea a screen, by keyboard alone, for the last row of the room."""

import re
from itertools import groupby, pairwise
from pathlib import Path

import lab as jupyter
import lecture
import nbformat
import pytest
from conftest import PAGES, ROOT, copy_course
from playwright.sync_api import expect

CHAIN = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
LECTURE_02 = "02_stride_and_padding.ipynb"
LOOK = (Path(__file__).parent / "lecture.js").read_text("utf-8")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lecture")
    copy_course(folder)
    lecture.write_settings(folder / ".jupyter")
    return folder


@pytest.fixture(scope="module")
def stage(course):
    with jupyter.jupyter_lab(course, *lecture.ARGUMENTS) as lab:
        yield lab


@pytest.fixture(scope="module")
def projector(stage, chromium, request):
    """One page for all tests of this file: to open and run a notebook anew for each would take minutes."""
    page = chromium.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.set_default_timeout(60_000)
    pages = request.config.stash.setdefault(PAGES, [])
    pages.append(page)
    yield page
    pages.remove(page)
    page.close()


def open_notebook(page, stage, name):
    page.goto(f"{stage.address}/doc/tree/{name}?token={stage.token}")
    page.locator(".lecture-ready").wait_for(timeout=120_000)


@pytest.fixture
def page(projector, stage):
    """Notebook 02 in lecture mode, all of it run, its first screen on."""
    projector.set_viewport_size({"width": 1280, "height": 720})
    if LECTURE_02 not in projector.url:
        open_notebook(projector, stage, LECTURE_02)
    projector.locator(".lecture-run").wait_for(timeout=300_000)
    projector.keyboard.press("Escape")
    projector.keyboard.press("Home")
    return projector


def place(page):
    """(number of this screen, how many there are)."""
    return tuple(map(int, re.search(r"(\d+) of (\d+)", page.locator("#lecture-place").text_content()).groups()))


def look(page):
    """What is on the screen; whatever it is, it can be read in the last row, and an explorer is whole."""
    seen = page.evaluate(LOOK)
    assert seen["small"] == []
    for box in seen["explorers"]:
        assert box["left"] >= 0 and box["right"] <= 1280 and box["top"] >= 0 and box["bottom"] <= 720, box
    return seen


def go_to(page, wanted):
    """Press Page Down until ``wanted`` (a selector) is on the screen."""
    for _ in range(300):
        if page.locator(wanted).locator("visible=true").count():
            return
        page.keyboard.press("PageDown")
    raise AssertionError(f"{wanted} never came")


def tab_into(page, selector):
    """Press Tab until the focus is on or in ``selector``; a few presses must do."""
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement.closest(s) !== null", selector):
            return
    raise AssertionError(f"Tab does not lead into {selector}")


def test_all_of_02_by_keyboard_alone(page):
    cells = nbformat.read(ROOT / "notebooks" / LECTURE_02, 4).cells
    first_seen, top_seen, bottom_seen, screens, live = {}, set(), set(), [], 0
    for press in range(300):
        seen = look(page)
        blocks = seen["blocks"]
        screens.append(seen["screen"])
        for i, block in enumerate(blocks):
            if block["on"]:
                first_seen.setdefault(i, press)
                top_seen |= {i} if 0 <= block["top"] <= 720 else set()
                bottom_seen |= {i} if 0 <= block["bottom"] <= 721 else set()
        assert seen["code"] == []
        if seen["explorers"]:
            live += 1
            move_a_slider_and_leave(page)
        if seen["screen"] == seen["count"] and bottom_seen >= {len(blocks) - 1}:
            break
        page.keyboard.press("PageDown")
    note = "For a lecture."
    ideas = [
        i
        for i, b in enumerate(blocks)
        if (cells[b["cell"]].outputs if b["code"] else not b["words"].startswith(note))
    ]
    assert live == 5
    assert list(first_seen) == ideas, "every idea, in order"
    assert top_seen == bottom_seen == set(first_seen), "each block is seen whole, or scrolled through"
    assert [k for k, _ in groupby(screens)] == list(range(1, seen["count"] + 1))
    for i, block in enumerate(blocks):
        plain = block["code"] and not {"predict", "solution"} & set(cells[block["cell"]].metadata.get("tags", []))
        before = blocks[i - 1]
        if plain and i in first_seen and block["screen"] == before["screen"] and not before["code"]:
            assert first_seen[i] > first_seen[i - 1], f"the output of cell {block['cell']} came with its question"
    for expected in range(seen["count"] - 1, 0, -1):
        page.keyboard.press("PageUp")
        assert place(page)[0] == expected
    assert page.errors == []


def move_a_slider_and_leave(page):
    """By keys alone: into the explorer, one step of its first slider, and out; the screen stays."""
    here, picture = place(page), page.locator(".cnn-picture").locator("visible=true")
    before = picture.inner_html()
    tab_into(page, ".noUi-handle")
    handle = page.locator(":focus")
    value = handle.get_attribute("aria-valuenow")
    page.keyboard.press("ArrowRight")
    if value == handle.get_attribute("aria-valuemax"):
        page.keyboard.press("ArrowLeft")
    expect(handle).not_to_have_attribute("aria-valuenow", value)
    page.wait_for_function(
        "(before) => [...document.querySelectorAll('.cnn-picture')].every((p) => p.innerHTML !== before)", arg=before
    )
    assert place(page) == here
    look(page)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('.cnn-explorer')") is None


def test_code_is_one_key_away_and_folds_again(page):
    code = page.locator(".cm-content").locator("visible=true")
    page.keyboard.press("PageDown")
    expect(page.locator("h2").locator("visible=true")).to_contain_text("1. Count along one axis")
    page.keyboard.press("c")
    expect(code).to_contain_text("starts = [s for s in range(n)")
    look(page)
    page.keyboard.press("c")
    expect(code).to_have_count(0)
    page.keyboard.press("c")
    here = place(page)
    while place(page) == here:
        page.keyboard.press("PageDown")
    expect(code).to_have_count(0)


def test_a_question_shows_no_answer_before_the_room_has_given_one(page):
    go_to(page, ".cnn-predict")
    here = place(page)
    page.keyboard.press("c")
    assert page.locator(".cm-content").locator("visible=true").count() == 0  # the code computes the answer
    assert "[0, 2, 4]" not in page.locator(".jp-Notebook").inner_text()
    tab_into(page, ".cnn-predict input")
    page.keyboard.type("2 p")  # keys of the mode are letters here
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(page.locator(".cnn-said").locator("visible=true")).to_contain_text("Those are the steps")
    assert place(page) == here
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    assert place(page)[0] == here[0] + 1
    page.keyboard.press("ArrowRight")
    expect(page.locator(".jp-OutputArea").locator("visible=true")).to_contain_text("[0, 2, 4]")


def test_single_keys_neither_change_a_cell_nor_move_on(page):
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    here = place(page)
    for key in ("d", "d", "x", "a", "b", "m", "y", "0", "0", "Enter", "z"):
        page.keyboard.press(key)
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells and place(page) == here
    page.keyboard.press("h")
    expect(page.locator("#lecture-help")).to_contain_text("next notebook, previous notebook")
    look(page)
    page.keyboard.press("Escape")
    expect(page.locator("#lecture-help")).to_be_hidden()
    page.keyboard.press("End")
    assert place(page)[0] == place(page)[1]
    page.keyboard.press("Home")
    assert place(page)[0] == 1


def test_code_that_is_shown_can_be_changed_and_run(page):
    page.keyboard.press("PageDown")
    page.keyboard.press("c")
    page.keyboard.press("Enter")
    assert page.evaluate("Boolean(document.activeElement.closest('.cm-editor'))")
    page.keyboard.press("Control+End")
    page.keyboard.type("\nprint(6 * 7)  # n c")  # keys of the mode are letters here
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".jp-OutputArea").locator("visible=true")).to_contain_text("42")
    page.keyboard.press("Escape")
    here = place(page)
    for _ in range(5):  # to the end of what has become longer, and on
        if place(page) == here:
            page.keyboard.press("PageDown")
    assert place(page)[0] == here[0] + 1
    expect(page.locator(".cm-content").locator("visible=true")).to_have_count(0)


def test_one_idea_a_screen_in_every_notebook_and_the_keys_that_change_it(projector, stage, course):
    page = projector
    open_notebook(page, stage, CHAIN[0])
    titles = [name.removesuffix(".ipynb").replace("_", " ") for name in CHAIN]
    corner = page.locator("#lecture-place")
    for name, title in zip(CHAIN, titles, strict=True):
        expect(corner).to_contain_text(f"{title} · 1 of", timeout=120_000)
        assert_one_idea_a_screen(name, look(page)["blocks"])
        page.keyboard.press("n")
    expect(corner).to_contain_text(f"{titles[-1]} · 1 of")  # the last one stays
    page.keyboard.press("p")
    expect(corner).to_contain_text(f"{titles[-2]} · 1 of", timeout=120_000)
    assert page.locator(".jp-Dialog").count() == 0  # nothing asks to be saved
    stage._wait_for_kernel(CHAIN[-2])
    assert stage._sessions(CHAIN[-1]) == [] and len(stage._sessions(CHAIN[-2])) == 1  # one kernel at a time
    for name in CHAIN:
        assert (course / name).read_bytes() == (ROOT / "notebooks" / name).read_bytes()


def test_every_explorer_is_whole_on_its_screen(projector, stage):
    page = projector
    page.set_viewport_size({"width": 1280, "height": 720})
    for name in CHAIN:
        open_notebook(page, stage, name)
        page.locator(".lecture-run").wait_for(timeout=300_000)
        wanted, here = page.evaluate(LOOK)["screen"], 0
        while wanted != here:  # until there is no further one
            here = wanted
            page.keyboard.press("e")
            page.locator(".cnn-explorer .cnn-verdict").locator("visible=true").wait_for()
            page.wait_for_timeout(300)  # its sizes come to rest
            wanted = look(page)["screen"]
        assert here > 1
        stage.shut_down(name)


def assert_one_idea_a_screen(name, blocks):
    cells = nbformat.read(ROOT / "notebooks" / name, 4).cells
    notes = [block for block in blocks if block["screen"] is None]
    assert all(note["words"].startswith("For a lecture.") for note in notes), name
    on = [block for block in blocks if block not in notes]
    assert not any(block["words"].startswith("For a lecture.") for block in on)
    numbers = [int(block["screen"]) for block in on]
    assert [k for k, _ in groupby(numbers)] == list(range(max(numbers) + 1)), name
    for _, screen in groupby(on, lambda block: block["screen"]):
        screen = list(screen)
        where = f"{name}, cell {screen[0]['cell']}"
        code = [block for block in screen if block["code"]]
        assert len(code) <= 1, where
        titles = [block["tag"][0] == "H" and block["tag"] != "HR" for block in screen]
        assert titles == sorted(titles, reverse=True), f"{where}: a heading begins a screen"
        assert (
            sum(block["words"].startswith("Try.") for block in screen)
            + sum(block["tag"] == "BLOCKQUOTE" for block in screen)
            <= 1
        ), where
        for block in code:
            cell = cells[block["cell"]]
            if cell.source.splitlines()[-1].startswith("explore_") and "picture" not in cell.source.splitlines()[-1]:
                assert screen == [block], f"{where}: an explorer has its screen to itself"
            if "predict" in cell.metadata.get("tags", []):
                assert screen[-1] is block, f"{where}: nothing follows a question on its screen"
            if "solution" in cell.metadata.get("tags", []):
                assert screen[0] is block, f"{where}: a solution is not on the screen of its exercise"
    for before, block in pairwise(on):
        explorer = before["code"] and cells[before["cell"]].source.splitlines()[-1].startswith("explore_")
        if block["words"].startswith("Read it.") and before["code"] and not explorer:
            assert block["screen"] == before["screen"], f"{name}, cell {block['cell']}: read away from its output"


def test_mouse_and_slider_hit_where_they_should_on_a_larger_screen(page):
    page.set_viewport_size({"width": 1920, "height": 1080})
    go_to(page, ".cnn-explorer")
    box = page.locator(".cnn-explorer").locator("visible=true").bounding_box()
    assert box["x"] + box["width"] <= 1920 and box["y"] + box["height"] <= 1080 and box["width"] > 1900
    grid = page.locator('.cnn-grid[data-grid="image"]').locator("visible=true")
    at = grid.bounding_box()
    page.mouse.click(at["x"] + at["width"] * 4.5 / 7, at["y"] + at["height"] * 2.5 / 7)
    expect(grid).to_have_attribute("aria-label", re.compile("row 2, column 4: 9$"))
    page.locator(".noUi-handle").locator("visible=true").focus()
    page.keyboard.press("Home")
    verdict, count = (page.locator(name).locator("visible=true") for name in (".cnn-verdict", ".cnn-count"))
    expect(verdict).to_contain_text("so the output is 5 × 5")
    bar = page.locator(".cnn-bar input").locator("visible=true").bounding_box()
    page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    expect(count).to_have_text("13 of 25")
