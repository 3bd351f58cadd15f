"""`make lecture` in a real JupyterLab: one idea a screen, by keyboard alone, for the last row of the room."""

import re
from itertools import chain, groupby, pairwise
from pathlib import Path

import lab as jupyter
import lecture
import nbformat
import pytest
from conftest import PAGES, ROOT, copy_course
from playwright.sync_api import expect

CHAIN = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
LECTURE_02 = "02_stride_and_padding.ipynb"
NOTE = re.compile(r"^(For a lecture\.|Do this first)|Run All Cells|If it stands still")  # on no screen
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
    assert seen["corner"] == []
    for box in seen["explorers"]:
        assert box["left"] >= 12 and box["right"] <= 1268 and box["top"] >= 0 and box["bottom"] <= 720, box
    assert bool(seen["words"]) == bool(seen["pictures"])
    for words in seen["words"]:
        assert words["size"] >= 24 and words["left"] >= 12 and words["right"] <= 1268 and words["bottom"] <= 720, (
            words
        )
        assert words["top"] >= seen["pictures"][0]["bottom"] - 1, words
    for above, below in pairwise(sorted(seen["words"], key=lambda words: words["top"])):
        assert above["bottom"] <= below["top"] + 1, (above, below)
    return seen


def asked(seen):
    """The question to the room that is on the screen, without "Try 1 of 3"."""
    texts = [words["text"] for words in seen["words"] if words["name"] == "lecture-question"]
    return re.sub(r"^Try \d+ of \d+ (Try\. )?", "", texts[0]).strip() if texts else None


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
        if (cells[b["cell"]].outputs if b["code"] else not NOTE.search(b["words"])) and not b["ask"]
    ]
    assert len(live) == 6  # with the picture of the title
    tries = [re.findall(r"(?m)^\d\. (.+)", cell.source) for cell in cells if cell.source.startswith("*Try.*")]
    plain = [re.sub(r"[*`]", "", question) for question in chain(*tries)]
    assert questions == plain and len(plain) == 17, "every question, with its picture"
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


@pytest.fixture(scope="module")
def opening(course):
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
    nbformat.write(notebook, course / "opening.ipynb")
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
    stage, chromium, course, opening
):
    lecture.write_settings(course / ".jupyter", "dark")
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
        lecture.write_settings(course / ".jupyter")


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
            if all(is_light(ground) == (light == "true") for _, ground in page.evaluate(COLOURS, OURS)):
                break
            page.wait_for_timeout(200)
        paper = dict(zip(OURS, page.evaluate(COLOURS, OURS), strict=True))
        for name, (ink, ground) in paper.items():
            assert (brightness(ground) > brightness(ink)) == (light == "true"), (name, ink, ground)
            assert contrast(ink, ground) >= 4.5, (name, ink, ground)
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
            page.locator(".cnn-picture svg").locator("visible=true").wait_for()
            page.wait_for_timeout(300)  # its sizes come to rest
            seen = look(page)
            wanted = seen["screen"]
            if wanted == here:
                break
            assert page.evaluate(EVERY_STEP) == [], "words at some step have no room"
            while "more" in page.locator("#lecture-place").text_content():
                page.keyboard.press("PageDown")
                question = look(page)
                assert asked(question) and len(question["words"]) > 1, "a question, and what the picture says"
                assert question["pictures"] == seen["pictures"], "the picture stays as it is"
        assert here > 1
        assert white(page, name) == []
        stage.shut_down(name)


# Goes through the steps of the picture that is on; what stands there beyond the window, or nowhere.
EVERY_STEP = """async () => {
  const seen = (e) => e.textContent && e.checkVisibility() && e.getBoundingClientRect().height > 0;
  const explorer = [...document.querySelectorAll(".cnn-explorer")].find((e) => e.getBoundingClientRect().height);
  const slider = explorer.querySelector(".cnn-bar input"), at = slider.value, faults = [];
  const go = async (step) => {
    slider.value = step;
    slider.dispatchEvent(new Event("input"));
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  };
  for (let step = 0; step <= slider.max; step += Math.ceil(slider.max / 12) || 1) {
    await go(step);
    const words = [...explorer.querySelectorAll(".cnn-words, .cnn-verdict")].filter(seen);
    const end = Math.max(...words.map((e) => e.getBoundingClientRect().bottom));
    if (!words.length || end > innerHeight || !seen(explorer.querySelector(".cnn-words"))) faults.push([step, end]);
  }
  await go(at);
  return faults;
}"""


def white(page, name):
    """The screens that hold less than 15 % of the height though the next one belongs to them and would fit there.

    What begins with a heading is another idea; an explorer and a solution have their screens to themselves.
    """
    heights = page.evaluate(HEIGHTS)
    cells = nbformat.read(ROOT / "notebooks" / name, 4).cells
    blocks = [
        {**block, "height": height} for block, height in zip(page.evaluate(LOOK)["blocks"], heights, strict=True)
    ]
    on = [block for block in blocks if block["screen"] is not None and not block["ask"]]
    screens = [list(screen) for _, screen in groupby(on, lambda block: block["screen"])]
    found = []
    for above, below in pairwise(screens):
        alone = any(kind_of(cells, block) in ("explorer", "solution") for block in above + below)
        if alone or re.fullmatch("H[1-6]", below[0]["tag"]):
            continue
        high, more = (sum(block["height"] for block in screen) for screen in (above, below))
        if high < 0.15 * 720 and high + more < 720 - 32 - 44:
            found.append((above[0]["cell"], above[0]["words"][:60], round(high), round(more)))
    return found


# Of each block, its height with what stands around it, all of them shown for once.
HEIGHTS = """() => {
  const style = document.head.appendChild(document.createElement("style"));
  style.textContent = ".lecture .jp-Notebook .lecture-off { display: revert !important; }" +
    ".lecture .lecture-waits .jp-Cell-outputWrapper { display: block; }";
  const nodes = [...document.querySelectorAll(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")].flatMap((cell) =>
    cell.matches(".jp-CodeCell") ? [cell] : [...cell.querySelectorAll(".jp-RenderedMarkdown > *")]);
  const heights = nodes.map((node) => {
    const { marginTop, marginBottom } = getComputedStyle(node);
    return node.getBoundingClientRect().height + parseFloat(marginTop) + parseFloat(marginBottom);
  });
  style.remove();
  return heights;
}"""


def kind_of(cells, block):
    """ "explorer", "predict", "solution", "code", or "text"."""
    if not block["code"]:
        return "text"
    cell = cells[block["cell"]]
    last = cell.source.splitlines()[-1]
    if last.startswith("explore_") and "picture" not in last:
        return "explorer"
    return next((tag for tag in ("predict", "solution") if tag in cell.metadata.get("tags", [])), "code")


def assert_one_idea_a_screen(name, blocks):
    cells = nbformat.read(ROOT / "notebooks" / name, 4).cells
    notes = [block for block in blocks if block["screen"] is None]
    assert all(NOTE.search(note["words"]) for note in notes), name
    on = [block for block in blocks if block not in notes and not block["ask"]]
    assert not any(NOTE.search(block["words"]) for block in on)
    numbers = [int(block["screen"]) for block in on]
    assert [k for k, _ in groupby(numbers)] == list(range(max(numbers) + 1)), name
    for _, screen in groupby(on, lambda block: block["screen"]):
        screen = list(screen)
        where = f"{name}, cell {screen[0]['cell']}"
        titles = [block["tag"][0] == "H" and block["tag"] != "HR" for block in screen]
        assert titles == sorted(titles, reverse=True), f"{where}: a heading begins a screen"
        assert sum(block["tag"] == "BLOCKQUOTE" for block in screen) <= 1, where
        assert not any(block["words"].startswith("Try.") for block in screen), f"{where}: asked without its picture"
        for block in screen:
            kind = kind_of(cells, block)
            if kind == "explorer":
                assert screen == [block], f"{where}: an explorer has its screen to itself"
            if kind == "solution":
                assert screen[0] is block, f"{where}: a solution is not on the screen of its exercise"
        assert sum(kind_of(cells, block) == "predict" for block in screen) <= 1, where
    for before, block in pairwise(on):
        if block["words"].startswith("Read it.") and before["code"] and kind_of(cells, before) != "explorer":
            assert block["screen"] == before["screen"], f"{name}, cell {block['cell']}: read away from its output"


def test_mouse_and_slider_hit_where_they_should_on_a_larger_screen(page):
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.keyboard.press("e")
    page.keyboard.press("e")  # the one with a stride, on 7 by 7 cells
    box = page.locator(".cnn-explorer").locator("visible=true").bounding_box()
    assert box["x"] + box["width"] <= 1920 and box["y"] + box["height"] <= 1080 and box["width"] > 1850
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
