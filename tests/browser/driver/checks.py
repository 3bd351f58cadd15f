"""What every explorer must keep to, as checks that say what they found."""

import io
from itertools import pairwise
from math import ceil

import numpy as np
from announced import begins, heard, listen_now
from app import DRAW_STATES
from axe_playwright_python.sync_playwright import Axe
from named import assert_own_names
from PIL import Image

WIDEST, HIGHEST = 1000, 600  # px of a whole explorer, for a projector
CHROME = 120  # px of JupyterLab's own bars above and below a notebook
SMALLEST = 12  # px of a text on the screen, however the picture is scaled
ROUNDED = 0.05  # px
CONTRAST = 4.5  # of a text to what lies behind it: WCAG 2.2, level AA
HATCH = 8  # px between the lines of a hatch: over that width the eye takes it for one shade
NO_INK = "svg text, svg tspan { fill-opacity: 0 !important } "
NO_INK += ".cnn-explorer, .cnn-explorer * { -webkit-text-fill-color: transparent !important }"


def assert_fits(app):
    """It fits a projector's 1000 x 600 px, and a larger screen whole."""
    box, screen = app.root.bounding_box(), app.page.viewport_size
    highest = max(HIGHEST, screen["height"] - CHROME)
    assert box["width"] <= max(WIDEST, screen["width"]) and box["height"] <= highest, box


def assert_seen(app):
    """What a reader needs is painted, whole and in its place; tracks are long enough; nothing scrolls."""
    found = {
        "scroll bars": app.look("bars"),
        "tracks too short": app.look("tracks"),
        "knobs over a text": app.look("knobs"),
        "texts that break or leave their button": app.look("broken"),
        "not to be seen": app.look("missed"),
    }
    assert not any(found.values()), {what: names for what, names in found.items() if names}


def assert_clean(page):
    """The outputs of a whole notebook: no scroll bar, every still whole and with letters to read, tracks, buttons."""
    found = page.evaluate("least => look.clean(least)", SMALLEST - ROUNDED)
    assert not found, found


def assert_readable(app, smallest=SMALLEST, scrolled=False):
    """No text is small, overlaps another one, leaves the picture, or is cut off; a picture may be ``scrolled``."""
    drawn, edges = app.root.evaluate(  # both at one moment: the page may still be scrolling
        "e => [look.drawn(e), e.querySelector('.cnn-picture svg').getBoundingClientRect().toJSON()]"
    )
    around = app.look("written")
    small = [text["words"] for text in [*drawn, *around] if text["size"] < smallest - ROUNDED]
    assert not small, f"smaller than {smallest} px: {small}"
    outside = [
        text["words"]
        for text in drawn
        if text["left"] < edges["left"] - 1
        or text["right"] > edges["right"] + 1
        or text["top"] < edges["top"] - 1
        or text["bottom"] > edges["bottom"] + 1
    ]
    assert not outside, f"outside of the picture: {outside}"
    touching = overlaps(drawn) + overlaps(around)
    assert not touching, f"overlapping: {touching}"
    cut = [what for what in app.look("cut") if not (scrolled and what.startswith("cnn-scroll "))]
    assert not cut, f"cut off: {cut}"


def overlaps(texts, slack=0.7):
    """The pairs of texts whose ink overlaps by more than ``slack`` px."""
    left, right, top, bottom = (
        np.array([[text[side] for side in ("left", "right", "top", "bottom")] for text in texts]).reshape(-1, 4).T
    )
    across = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    along = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    touching = np.triu((across > slack) & (along > slack), 1)
    return [(texts[i]["words"], texts[j]["words"]) for i, j in np.argwhere(touching)]


def assert_contrast(app):
    """Every text stands out from what is really behind it: the page is photographed without its texts."""
    app.root.scroll_into_view_if_needed()
    pale = weak(app.page, [text for text in app.look("drawn") + app.look("written") if not text.get("idle")])
    assert not pale, f"contrast below {CONTRAST}: {pale}"


def weak(page, texts):
    """Those of ``texts`` that do not stand out, as (words, contrast)."""
    style = page.add_style_tag(content=NO_INK)
    behind = np.asarray(Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB"))
    style.evaluate("element => element.remove()")
    found = []
    for text in texts:
        rows = slice(max(0, ceil(text["top"])), max(int(text["bottom"]), ceil(text["top"]) + 1))
        columns = slice(max(0, ceil(text["left"])), int(text["right"]))
        ground = behind[rows, columns]
        if ground.size:
            *colour, opacity = text["ink"]
            parts = np.array_split(ground, max(1, ground.shape[1] // HATCH), axis=1)
            grounds = np.array([part.mean(axis=(0, 1)) for part in parts])
            worst = contrast(opacity * np.array(colour) + (1 - opacity) * grounds, grounds).min()
            if worst < CONTRAST:
                found.append((text["words"][:40], round(float(worst), 2)))
    return found


def contrast(one, other):
    """The contrast of two arrays of colours, 0..255, as WCAG defines it."""
    light = [luminance(np.asarray(colours, float)) + 0.05 for colours in (one, other)]
    return np.maximum(*light) / np.minimum(*light)


def luminance(colours):
    part = colours / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def assert_named(app):
    """Everything that the keyboard reaches has a name, its own; the picture is an image with words."""
    nameless = app.look("nameless")
    assert not nameless, f"without a name: {nameless}"
    assert_own_names(app.root)
    role, name, described, words = app.root.locator(".cnn-picture").evaluate(
        """e => [e.computedRole, e.computedName,
          document.getElementById(e.getAttribute("aria-describedby"))?.textContent,
          e.closest(".cnn-canvas").querySelector(".cnn-words").textContent]"""
    )
    assert role in ("img", "image") and name.startswith("picture"), (role, name)
    assert described == words and len(words) > 10, (described, words)


def assert_order(app):
    """The Tab key goes through the explorer as one reads: along a row, then down."""
    controls = app.look("reachable")
    for before, after in pairwise(controls):
        lower, right = after["top"] >= before["bottom"] - 2, after["left"] >= before["left"]
        same_row = after["bottom"] > before["top"] + 2
        assert lower or (same_row and right), f"{before['html'][:60]} comes before {after['html'][:60]}"
    app.look("focus", 0)
    for k in range(1, len(controls)):
        app.page.keyboard.press("Tab")
        focused = app.page.evaluate("document.activeElement.outerHTML.slice(0, 160)")
        assert app.look("focused") == k, f"Tab went to {focused} and not to {controls[k]['html']}"


def assert_nothing_heavy(app):
    """axe finds nothing serious in the explorer."""
    assert_axe(app.page, ".cnn-explorer")


def assert_axe(page, context, known=()):
    """axe finds nothing serious in ``context``; ``known`` are the rules that are JupyterLab's own business there."""
    found = Axe().run(page, context=context).response
    serious = [rule for rule in found["violations"] if rule["impact"] in ("serious", "critical")]
    serious += [rule for rule in found["incomplete"] if rule["id"].startswith("duplicate-id")]  # axe leaves it to us
    ours = [(rule["id"], node["html"][:200]) for rule in serious if rule["id"] not in known for node in rule["nodes"]]
    assert not ours, ours
    assert found["passes"]


def assert_drag_ends_on_the_last(app, control):
    """While a slider is dragged the page shows the states of its values in their order, at one height, to the last.

    Each frame is what the kernel draws for the values that the page says it is of.
    """
    place = list(app.controls()).index(control.name)
    app.look("watch", control.label)
    control.drag()
    before = None
    while before != (before := control.now()):  # the kernel has caught up when its value rests
        app.page.wait_for_timeout(250)
    app.assert_agrees()
    app.page.wait_for_timeout(400)
    taken, (first, *frames) = app.look("seen")
    states = list(dict.fromkeys((tuple(frame["shown"]), frame["step"]) for frame in frames))
    drawn = app.ask(f"[_drawn(*state) for state in {states!r}]", DRAW_STATES)
    pictures = app.rewritten([svg for svg, *_ in drawn])
    told = {state: [picture, *words] for state, picture, (_, *words) in zip(states, pictures, drawn, strict=True)}
    at = 0
    for number, frame in enumerate(frames, 1):
        value, state = frame["shown"][place], (tuple(frame["shown"]), frame["step"])
        older = f"frame {number} of {len(frames)} is of an older state: {control.name} {value}, of {taken[at:]}"
        assert value in taken[at:], older
        assert [frame["picture"], frame["verdict"], frame["words"]] == told[state], older
        at += taken[at:].index(value)
    assert frames and value == before == taken[-1], f"the page rests on {value}, and the slider on {taken[-1]}"
    heights = {frame["height"] for frame in [first, *frames]}
    assert max(heights) - min(heights) < 1, f"its height changes: {heights}"


KEYS = [*"ddxabmyrcvzii00", "Enter", "Shift+Enter", "Control+Enter"]
CELLS = """[...document.querySelectorAll(".jp-Notebook .jp-Cell")].map((cell) => [
  cell.className.match(/jp-(Code|Markdown|Raw)Cell/)[0], cell.querySelector(".jp-InputPrompt").textContent,
  cell.querySelector(".cm-content")?.textContent])"""


def assert_keys_stay(app):
    """What is pressed on a control reaches no cell: JupyterLab takes single keys as commands."""
    before = app.page.evaluate(CELLS)
    kinds = {}
    for k, control in enumerate(app.look("reachable")):
        kinds.setdefault(control["kind"], (k, control))
    for k, control in kinds.values():
        for key in KEYS:
            if app.look("focus", k):
                own = "document.activeElement.hasAttribute('data-lm-suppress-shortcuts')"
                assert app.page.evaluate(own), f"Notebook 7 would take the keys of {control['html']}"
                app.page.keyboard.press(key)
        app.page.keyboard.press("Escape")
        now = app.page.evaluate(CELLS)
        assert now == before and not app.page.locator(".jp-Dialog").count(), f"keys left {control['html']}: {now}"


def assert_played_to_the_end(app):
    """Play goes on to the last step and stops there; nothing is announced before it stops, and then the last step."""
    steps = app.state().steps
    if steps == 1:
        return
    app.set(step=max(0, steps - 3))
    page = app.page
    app.root.get_by_label("speed").select_option("slow")  # a step takes longer than the rest that is announced
    page.wait_for_timeout(1000)
    listen_now(page)
    app.root.get_by_role("button", name="play", exact=True).click()
    app.until(lambda: app.root.get_by_role("button", name="pause", exact=True).count(), "play did not start")
    if steps > 2:  # the first frame of two is 0.8 s old then: a rest would have been read aloud
        page.wait_for_timeout(2000)
    playing = heard(page, "cnn-spoken")
    app.until(lambda: app.root.get_by_role("button", name="play", exact=True).count(), "play did not stop")
    assert app.root.locator(".cnn-count").inner_text() == f"{steps} of {steps}"
    assert not playing, "a frame was announced while playing"
    app.until(lambda: app.state().step == steps - 1, "the kernel was not told of the last step")
    state = app.assert_agrees()
    said = app.until(lambda: heard(page, "cnn-spoken"), "the last step was never announced")
    assert [begins(text, state.words) and "This is the last step." in text for text in said] == [True], said


def assert_announced_at_rest(app):
    """Ten steps in one breath are announced once, politely."""
    steps = min(app.state().steps, 10)
    announced = app.look("stepped", steps)
    assert announced["live"] == "polite"
    assert len(announced["texts"]) <= 1 and not announced["during"], announced
