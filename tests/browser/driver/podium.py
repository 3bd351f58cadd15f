"""Lecture mode as its tests look at it: what is on the screen, where one stands, what a room must be able to read."""

import re
from itertools import groupby, pairwise
from pathlib import Path

import nbformat
from course import NOTEBOOKS, ROOT

NAMES = [path.name for path in NOTEBOOKS if path.name[0].isdigit()]  # an appendix has no screen before it
NOTE = re.compile(r"^(For a lecture\.|Do this first)|Run All Cells|If it stands still")  # on no screen
LOOK = (Path(__file__).parent / "lecture.js").read_text("utf-8")


def open_notebook(page, stage, name):
    page.notebook = name
    page.goto(f"{stage.address}/doc/tree/{name}?token={stage.token}")
    page.locator(".lecture-ready").wait_for(timeout=120_000)


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


def kind_of(cells, block):
    """ "explorer", "predict", "solution", "code", or "text"."""
    if not block["code"]:
        return "text"
    cell = cells[block["cell"]]
    last = cell.source.splitlines()[-1]
    if last.startswith("explore_") and "picture" not in last:
        return "explorer"
    return next((tag for tag in ("predict", "solution") if tag in cell.metadata.get("tags", [])), "code")


def is_left_out(cell):
    """Has this cell the answers of a *Try*, which the room finds itself, or questions to one reader?"""
    return bool({"seen", "recall"} & set(cell.metadata.get("tags", [])))


def assert_one_idea_a_screen(name, blocks):
    cells = nbformat.read(ROOT / "notebooks" / name, 4).cells
    notes = [block for block in blocks if block["screen"] is None]
    assert all(NOTE.search(note["words"]) or is_left_out(cells[note["cell"]]) for note in notes), name
    on = [block for block in blocks if block not in notes and not block["ask"]]
    assert not any(NOTE.search(block["words"]) or is_left_out(cells[block["cell"]]) for block in on)
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
