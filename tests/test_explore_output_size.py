"""Where a filter fits: explore_output_size and its picture against windows laid down one after the other."""

import re
import xml.etree.ElementTree as ElementTree
from functools import lru_cache
from itertools import product
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legible import texts, written
from loops import laid_down
from marks import marks

from helpers.draw import draw_output_size
from helpers.draw.output_size import HEIGHT
from helpers.explore import explore_output_size
from helpers.trace.output_size import LIMITS

NUMBERS = ("n", "f", "stride", "padding", "dilation")
SETTINGS = settings(max_examples=60, deadline=None, derandomize=True)
STATES = st.fixed_dictionaries(
    {name: st.integers(*LIMITS[name]) for name in NUMBERS} | {"rounding": st.sampled_from(["exact", "floor", "ceil"])}
)


@lru_cache(4)
def parsed(picture, k):
    return ElementTree.fromstring(picture.at(k))


def elements(picture, k):
    for element in parsed(picture, k).iter():
        yield element.tag.split("}")[1], element.attrib, element.text or ""


def cells_in(words, padding, n):
    """The padded cells that a sentence of a step names."""
    zeros = int(m[1]) if (m := re.search(r"(\d+) zeros? of the padding", words)) else 0
    past = int(m[1]) if (m := re.search(r"(\d+) past the end", words)) else 0
    inside = []
    if m := re.search(r"input cells? ([\d, and]*\d+) to (\d+)", words):
        inside = list(range(int(m[1]), int(m[2]) + 1))
    elif m := re.search(r"input cells? (\d+(?:(?:, | and )\d+(?! past))*)", words):
        inside = [int(number) for number in re.findall(r"\d+", m[1])]
    return zeros, [cell + padding for cell in inside], past


def assert_says_what_is_true(explorer, state):
    """Everything that picture and verdict say, against windows laid down one after the other."""
    n, f, stride, padding, dilation = (state[name] for name in NUMBERS)
    length, span = n + 2 * padding, dilation * (f - 1) + 1
    windows = laid_down(**state)
    inside = laid_down(**{**state, "rounding": "floor"})
    steps, picture, verdict = (length - span) / stride, explorer.picture, explorer.verdict
    fits = length >= span and (length - span) % stride == 0

    assert len(picture.alts) == max(1, len(windows))
    for k, words in enumerate(picture.alts):
        if windows:
            zeros, cells, past = cells_in(words, padding, n)
            assert words.startswith(f"Window {k} ({k + 1} of {len(windows)}) reads")
            assert cells == [c for c in windows[k] if padding <= c < padding + n]
            assert past == sum(c >= length for c in windows[k])
            assert zeros + len(cells) + past == f
    first, last = texts(picture, 0), texts(picture, len(picture.alts) - 1)
    begin = next(i for i, words in enumerate(first) if words.startswith("(N + 2P"))
    formula = " ".join(first[begin : begin + 2])
    assert "/S + 1 = (" in formula
    value = float(re.search(r"\+ 1 = (-?[\d.]+)", formula.split("+ 1 =", 1)[1])[1])
    assert value == pytest.approx(steps + 1, abs=0.005)
    assert f"({n} + 2*{padding} - {span})/{stride} + 1" in formula

    covered = max((cells[-1] + 1 for cells in windows), default=0)
    shown = " ".join(last)
    if fits:
        assert verdict.startswith("It fits") and f"= {len(windows)} window" in verdict
        assert "left over:" not in shown and "past the end:" not in shown
        skipped = (len(windows) - 1) * max(0, stride - span)
        assert (f"{skipped} cell" in verdict) if skipped else "Between" not in verdict
    elif not inside:
        assert f"spans {span} cells" in verdict and f"only {length} cell" in verdict
        assert ("No window fits" in verdict) == (not windows) == ("no window fits:" in shown)
        assert ("Only rounding up" in verdict) == (not windows and steps + 1 > 0)
    elif state["rounding"] == "exact":
        assert verdict.startswith("Refused") and ": refused" in formula
        floor_, ceil_ = map(int, re.search(r"floor would give (\d+), ceil (\d+)", verdict).groups())
        assert floor_ == len(inside) == floor(steps) + 1
        assert ceil_ == len(laid_down(**{**state, "rounding": "ceil"}))
    else:
        assert f"{state['rounding']}: {len(windows)}" in formula
        assert re.search(rf"\b{len(windows)} windows?\b", verdict)
        assert len(windows) in (floor(steps) + 1, ceil(steps) + 1)
    if windows and not fits:
        left, past = max(0, length - covered), max(0, covered - length)
        assert (f"left over: {left}" in shown) == bool(left)
        assert (f"past the end: {past}" in shown) == bool(past)
        if left:
            said, inputs = left_over_in(verdict)
            assert said == left and inputs == max(0, left - padding)
    assert_fixes_fit(explorer, state, fits)
    assert_map(picture, state)


def left_over_in(verdict):
    """How many cells are left over by the verdict, and how many of them are input cells."""
    if m := re.search(r"(\d+) input cells? (?:is|are) left over", verdict):
        return int(m[1]), int(m[1])
    m = re.search(r"(\d+) cells? (?:is|are) left over, (none|\d+) of them input", verdict)
    return int(m[1]), 0 if m[2] == "none" else int(m[2])


def assert_fixes_fit(explorer, state, fits):
    shown = [b.description for b in explorer.fixes if b.layout.display != "none"]
    assert bool(shown) != fits
    for words in shown:
        name, value = words.split()
        changed = {**state, {"input": "n", "filter": "f"}.get(name, name): int(value)}
        spare = changed["n"] + 2 * changed["padding"] - changed["dilation"] * (changed["f"] - 1) - 1
        assert spare >= 0 and spare % changed["stride"] == 0, (words, state)


def assert_map(picture, state):
    """The numbers of the map, each at its place, and the mark at the current one."""
    grid = next(a for tag, a, _ in elements(picture, 0) if a.get("data-grid") == "map")
    left, top, width, height = map(float, grid["data-box"].split())
    rows, columns = int(grid["data-rows"]), int(grid["data-columns"])
    said = {}
    for line in parsed(picture, 0).iter("{http://www.w3.org/2000/svg}text"):
        for span in line:
            column, row = (float(span.attrib["x"]) - left) / (width / columns), (float(line.attrib["y"]) - top)
            if 0 <= column < columns and 0 <= row <= height:
                said[int(row / (height / rows)) + 1, int(column) + 1] = int(span.text)
    length = state["n"] + 2 * state["padding"]
    expected = {}
    for f, stride in product(range(1, rows + 1), range(1, columns + 1)):
        spare = length - state["dilation"] * (f - 1) - 1
        if spare >= 0 and spare % stride == 0:
            expected[f, stride] = spare // stride + 1
    assert said == expected
    assert grid["data-chosen"] == f"{state['f'] - 1} {state['stride'] - 1}"
    x, y = left + (state["stride"] - 1) * width / columns, top + (state["f"] - 1) * height / rows
    marks = [a for tag, a, _ in elements(picture, 0) if tag == "rect" and a.get("stroke-width") == "3"]
    assert any((float(a["x"]), float(a["y"])) == pytest.approx((x, y), abs=0.06) for a in marks)


def assert_well_made(picture, height):
    ElementTree.fromstring(picture.svg)
    assert len(picture.svg) < 1_000_000 and f'height="{height}"' in picture.svg.splitlines()[0]
    for k in {0, len(picture.alts) - 1}:
        assert len(picture.at(k)) <= 40_000
        ElementTree.fromstring(picture.at(k))
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', picture.svg)]
    assert min(sizes) >= 12
    assert "nan" not in picture.svg and "-0 " not in picture.svg


# --- the explorer


def test_it_opens_on_the_lectures_example():
    explorer = explore_output_size()
    assert explorer.verdict == "It fits: (7 + 2*0 - 3)/1 + 1 = 5 windows, and no cell is left over."
    assert len(explorer.picture.alts) == 5
    assert len(explorer.picture.svg) < 300_000
    assert [b.layout.display for b in explorer.fixes] == ["none"] * 8


@pytest.mark.parametrize("rounding", ["exact", "floor", "ceil"])
def test_every_combination_of_small_numbers_is_drawn_and_explained(rounding):
    explorer = explore_output_size(rounding=rounding)
    small = {"n": range(1, 8), "f": (1, 2, 3, 5), "stride": (1, 2, 3), "padding": (0, 1, 2), "dilation": (1, 2)}
    for numbers in product(*small.values()):
        state = dict(zip(small, numbers, strict=True))
        explorer.at_once(**state)
        assert_says_what_is_true(explorer, {**state, "rounding": rounding})


@SETTINGS
@given(STATES)
def test_any_combination_is_drawn_and_explained(state):
    explorer = explore_output_size()
    explorer.at_once(**state)
    assert_says_what_is_true(explorer, state)
    assert_well_made(explorer.picture, HEIGHT)


@pytest.mark.parametrize(
    "numbers, found, words",
    [
        ((10, 3, 2, 0), 4, "4.50"),  # cs231n
        ((4, 3, 2, 1), 2, "2.50"),  # CNN Explainer's issue 59
        ((7, 3, 3, 0), 2, "2.33"),  # the lecture
        ((32, 5, 1, 2), 32, "= 32 windows"),  # the lecture
        ((32, 4, 2, 1), 16, "= 16 windows"),
    ],
)
def test_published_examples(numbers, found, words):
    explorer = explore_output_size(**dict(zip(NUMBERS, numbers, strict=False)))
    assert words in explorer.verdict and len(explorer.picture.alts) == found


def test_no_window_is_told_from_cells_left_over():
    none, over = explore_output_size(4, 5), explore_output_size(7, 3, 3)
    assert "No window fits at all" in none.verdict and "left over" not in none.verdict
    assert "1 input cell is left over" in over.verdict and "No window" not in over.verdict
    assert "Only rounding up (ceil) makes one" in explore_output_size(4, 5, 2).verdict
    assert "rounded up to 1 window, which reaches 1 past" in explore_output_size(4, 5, 2, rounding="ceil").verdict


def test_a_window_that_would_start_behind_the_input_is_dropped():
    explorer = explore_output_size(n=2, f=1, stride=3, padding=2, rounding="ceil")
    assert len(explorer.picture.alts) == 2 and "so PyTorch drops it" in explorer.verdict


def test_a_fix_sets_its_slider_and_the_buttons_are_hidden_when_all_fits():
    explorer = explore_output_size(stride=3)
    button = next(b for b in explorer.fixes if b.description == "stride 2")
    button.click()
    assert explorer.controls["stride"].value == 2 and explorer.verdict.startswith("It fits")
    assert {b.layout.display for b in explorer.fixes} == {"none"}
    explorer.controls["stride"].value = 3
    next(b for b in explorer.fixes if b.description == "padding 1").click()
    assert (explorer.controls["stride"].value, explorer.controls["padding"].value) == (3, 1)


def test_only_what_shows_is_offered_as_a_fix():
    explorer = explore_output_size(stride=3, show=("n", "stride"))
    shown = [b.description for b in explorer.fixes if b.layout.display != "none"]
    assert shown == ["stride 2", "stride 4", "input 6"]
    assert explore_output_size(stride=3, show=("rounding",)).fixes == []


@pytest.mark.parametrize("state", [{"n": 7}, {"n": 32, "f": 5, "padding": 2}])
def test_the_heading_of_the_windows_numbers_is_not_in_the_line_of_the_cells_numbers(state):
    places = written(draw_output_size(**state).at(0))
    ((heading, height),) = [(y, size) for _, y, size, _, word in places if word == "window"]
    numbers = [y for x, y, _, _, word in places if word.isdigit() and x < 700 and y < 75]
    assert numbers and heading - height > max(numbers)


def test_a_cell_of_the_map_sets_filter_and_stride():
    explorer = explore_output_size()
    message = {"grid": "map", "row": 3, "column": 2}
    explorer.controls["step"]._handle_custom_msg(message, [])
    assert (explorer.controls["f"].value, explorer.controls["stride"].value) == (4, 3)
    assert "(7 + 2*0 - 4)/3 + 1 = 2 windows" in explorer.verdict


@pytest.mark.parametrize("name", NUMBERS)
def test_an_argument_out_of_range_is_named_with_its_numbers(name):
    least, most = LIMITS[name]
    for function in (explore_output_size, draw_output_size):
        with pytest.raises(ValueError, match=rf"{name} must be at most {most} here, got {most + 1}"):
            function(**{name: most + 1})
        with pytest.raises(ValueError, match=rf"{name} must be at least {least}, got {least - 1}"):
            function(**{name: least - 1})
        with pytest.raises(TypeError, match=f"{name} must be a whole number, got 1.5"):
            function(**{name: 1.5})


def test_an_unknown_rounding_or_control_is_named():
    for function in (explore_output_size, draw_output_size):
        with pytest.raises(ValueError, match="rounding must be one of 'exact', 'floor', 'ceil', got 'round'"):
            function(rounding="round")
    with pytest.raises(ValueError, match="rounding must be one of"):
        draw_output_size(7, 3, 3, rounding="up")
    with pytest.raises(ValueError, match="show has 'speed'"):
        explore_output_size(show=("speed",))


# --- the picture


@SETTINGS
@given(STATES)
def test_the_bars_stand_under_the_cells_that_they_read(state):
    picture = draw_output_size(**state)
    windows = laid_down(**state)
    length, reach = state["n"] + 2 * state["padding"], max((w[-1] + 1 for w in windows), default=0)
    cell = min(80, 634 / max(length, reach)) if windows else None
    for k in {0, len(windows) - 1} if windows else ():
        bars = [mark.box for mark in marks(picture, k, "tint", "mark") if mark.opacity == 1]
        covered = [c for left, _, right, _ in bars for c in range(*(round((x - 58) / cell) for x in (left, right)))]
        assert covered == windows[k]


@SETTINGS
@given(STATES)
def test_no_text_leaves_the_picture_or_meets_another(state):
    picture = draw_output_size(**state)
    boxes = []
    root = parsed(picture, len(picture.alts) - 1)
    for line in root.iter("{http://www.w3.org/2000/svg}text"):
        size, y = float(line.attrib["font-size"]), float(line.attrib["y"])
        for part in list(line) or [line]:
            x, anchor = float(part.attrib.get("x", 0)), line.attrib["text-anchor"]
            width = 0.64 * size * len(part.text or "")
            left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
            boxes.append((left, y - 0.72 * size, left + width, y, part.text))
    for a in boxes:
        assert a[0] >= -1 and a[2] <= 961 and a[1] >= 0 and a[3] <= HEIGHT, a
        for b in boxes:
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert a is b or apart, (a, b)
