"""`make lecture` in a real JupyterLab: notebook 02 by keyboard alone, and what each key does."""

import re
from itertools import chain, groupby

import nbformat
import pytest
from course import ROOT
from playwright.sync_api import expect
from podium import NOTE, asked, go_to, is_left_out, look, open_notebook, place, tab_into, white

LECTURE_02 = "02_stride_and_padding.ipynb"


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


def test_all_of_02_by_keyboard_alone(page):
    cells = nbformat.read(ROOT / "notebooks" / LECTURE_02, 4).cells
    first_seen, top_seen, bottom_seen, screens, live, questions = {}, set(), set(), [], set(), []
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
        if seen["explorers"] and seen["screen"] not in live:
            live.add(seen["screen"])
            move_a_slider_and_leave(page)
        elif seen["explorers"]:
            questions.append(asked(seen))
        if seen["screen"] == seen["count"] and bottom_seen >= {len(blocks) - 1}:
            break
        page.keyboard.press("PageDown")
    ideas = [
        i
        for i, b in enumerate(blocks)
        if (cells[b["cell"]].outputs if b["code"] else not NOTE.search(b["words"]))
        and not b["ask"]
        and not is_left_out(cells[b["cell"]])
    ]
    assert len(live) == 7  # with the picture of the title
    tries = [re.findall(r"(?m)^\d\. (.+)", cell.source) for cell in cells if cell.source.startswith("*Try.*")]
    plain = [re.sub(r"[*`]", "", question) for question in chain(*tries)]
    assert questions == plain and len(plain) == 10, "every question, with its picture"
    assert list(first_seen) == ideas, "every idea, in order"
    assert top_seen == bottom_seen == set(first_seen), "each block is seen whole, or scrolled through"
    assert [k for k, _ in groupby(screens)] == list(range(1, seen["count"] + 1))
    after_a_question = False
    for i, block in enumerate(blocks):
        tags = set(cells[block["cell"]].metadata.get("tags", [])) if block["code"] else set()
        before = blocks[i - 1]
        if "predict" in tags:
            after_a_question = True
        elif block["code"] and i in first_seen and "solution" not in tags:
            if block["screen"] == before["screen"] and not after_a_question:
                assert first_seen[i] > first_seen[i - 1], f"the output of cell {block['cell']} came with its lead"
            after_a_question = False
        if i and "predict" in set(cells[before["cell"]].metadata.get("tags", [])) and before["code"]:
            assert first_seen[i] > first_seen[i - 1], f"cell {block['cell']} answers the question, and came with it"
    for expected in range(seen["count"] - 1, 0, -1):
        page.keyboard.press("PageUp")
        assert place(page)[0] == expected
    assert white(page, LECTURE_02) == []
    assert page.errors == []


def move_a_slider_and_leave(page):
    """By keys alone: into the explorer, one step of its first slider, and out; the screen stays."""
    here, picture = place(page), page.locator(".cnn-picture").locator("visible=true")
    before = picture.inner_html()
    tab_into(page, ".noUi-handle, .cnn-bar input")  # the picture of the title has its steps only
    value = "e => e.getAttribute('aria-valuenow') ?? e.value"
    handle, was = page.locator(":focus"), page.locator(":focus").evaluate(value)
    page.keyboard.press("ArrowRight")
    if was == handle.get_attribute("aria-valuemax"):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function(f"(was) => ({value})(document.activeElement) !== was", arg=was)
    page.wait_for_function(
        "(before) => [...document.querySelectorAll('.cnn-picture')].every((p) => p.innerHTML !== before)", arg=before
    )
    assert place(page) == here
    look(page)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('.cnn-explorer')") is None


def test_code_is_one_key_away_and_folds_again(page):
    code = page.locator(".cm-content").locator("visible=true")
    page.keyboard.press("s")
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
    assert_help_is_painted(page)
    page.keyboard.press("Escape")
    expect(page.locator("#lecture-help")).to_be_hidden()
    page.keyboard.press("End")
    assert place(page)[0] == place(page)[1]
    page.keyboard.press("Home")
    assert place(page)[0] == 1


def assert_help_is_painted(page):
    box = page.locator("#lecture-help").bounding_box()
    window = page.viewport_size
    assert box["x"] >= 0 and box["x"] + box["width"] <= window["width"], box
    assert box["y"] >= 0 and box["y"] + box["height"] <= window["height"], box
    for row in page.locator("#lecture-help p").all():
        assert row.evaluate(
            """(row) => {
              const { left, right, top, bottom } = row.getBoundingClientRect();
              return row.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
            }"""
        ), row.inner_text()


def test_help_and_corner_are_painted_on_a_picture_too(page):
    page.keyboard.press("e")
    page.keyboard.press("h")
    assert_help_is_painted(page)
    page.keyboard.press("h")
    look(page)


def test_d_is_dark_and_light_again(page):
    page.keyboard.press("e")
    page.keyboard.press("e")  # the first one with questions
    page.keyboard.press("PageDown")
    page.keyboard.press("h")
    for light in ("false", "true"):
        page.keyboard.press("d")  # which closes the list of keys
        page.locator(f'body[data-jp-theme-light="{light}"]').wait_for(state="attached")
        page.keyboard.press("h")
        for _ in range(50):  # the theme's style sheet comes a little behind its name, and for some parts later
            paper = dict(zip(OURS, page.evaluate(COLOURS, OURS), strict=True))
            hard = {
                name: (ink, ground)
                for name, (ink, ground) in paper.items()
                if is_light(ground) != (light == "true") or contrast(ink, ground) < 4.5
            }
            if not hard:
                break
            page.wait_for_timeout(200)
        assert hard == {}, "not yet in this theme, or hard to read"
        look(page)


OURS = [".jp-WindowedPanel-outer", "#lecture-place", "#lecture-ask", "#lecture-ask b", "#lecture-help"]
COLOURS = """(names) => names.map((name) => { // of the letters, and of what is behind them
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const node = document.querySelector(`.lecture-ready ${name}, body > ${name}`);
  let behind = node;
  const clear = (e) => (rgb(getComputedStyle(e).backgroundColor)[3] ?? 1) < 1;
  while (behind.parentElement && clear(behind)) behind = behind.parentElement;
  if (behind === document.documentElement) behind = document.querySelector(".lecture-ready");
  return [rgb(getComputedStyle(node).color), rgb(getComputedStyle(behind).backgroundColor)];
})"""


def brightness(rgb):
    linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in rgb[:3])]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def is_light(rgb):
    return brightness(rgb) > 0.5


def contrast(one, other):
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


def test_code_that_is_shown_can_be_changed_and_run(page):
    page.keyboard.press("s")
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


def test_mouse_and_slider_hit_where_they_should_on_a_larger_screen(page):
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.keyboard.press("e")
    page.keyboard.press("e")  # the one with a stride, on 7 by 7 cells
    box = page.locator(".cnn-explorer").locator("visible=true").bounding_box()
    assert box["x"] + box["width"] <= 1920 and box["y"] + box["height"] <= 1080 and box["width"] > 1850
    grid = page.locator('.cnn-grid[data-grid="image"]').locator("visible=true")
    at = grid.bounding_box()
    page.mouse.click(at["x"] + at["width"] * 4.5 / 7, at["y"] + at["height"] * 2.5 / 7)
    expect(grid).to_have_attribute("data-now", "row 2, column 4: 9")
    page.locator(".noUi-handle").locator("visible=true").focus()
    page.keyboard.press("Home")
    verdict, count = (page.locator(name).locator("visible=true") for name in (".cnn-verdict", ".cnn-count"))
    expect(verdict).to_contain_text("so the output is 5 × 5")
    bar = page.locator(".cnn-bar input").locator("visible=true").bounding_box()
    page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    expect(count).to_have_text("13 of 25")


def test_a_still_picture_has_its_words(page):
    cells = nbformat.read(ROOT / "notebooks" / LECTURE_02, 4).cells
    stills = [cell.outputs[0].data["text/plain"] for cell in cells if cell.source.startswith("draw_")]
    words = page.evaluate("[...document.querySelectorAll('.jp-RenderedSVG img')].map((image) => image.alt)")
    assert words == stills and len(stills) == 2
