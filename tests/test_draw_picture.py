"""A picture is text, and each of its steps is a choice of its lines."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from helpers.draw import Picture, draw_convolution, draw_kernels
from helpers.draw.picture import assemble, joined
from helpers.draw.raster import stored_png
from helpers.draw.steps import at, since
from helpers.draw.svg import Grid, pattern, text, text_width
from helpers.explore.explorer import Canvas
from helpers.filters import FILTERS, small_filter, small_input
from helpers.palette import DARK, LIGHT, css
from helpers.predict import Prediction
from helpers.words import number

ROOT = Path(__file__).parents[1]
SLIDING = draw_convolution(small_input("digits", 5), small_filter("counting", 3))


def words(svg):
    return [element.text for element in ET.fromstring(svg).iter() if element.text and element.text.strip()]


@pytest.fixture
def three():
    lines = [text(0, 10, "always"), at(0, "<text>first</text>"), at(1, "<text>second</text>")]
    lines += [since(1, "<text>from one on</text>"), at(2, "<text>third</text>")]
    return assemble(50, 40, lines, ["one", "two", "three"])


@pytest.mark.parametrize(
    "k, shown",
    [(0, ["always", "first"]), (1, ["always", "second", "from one on"]), (2, ["always", "from one on", "third"])],
)
def test_a_step_shows_its_own_lines_and_those_from_before(three, k, shown):
    assert words(three.at(k)) == shown
    assert words(three.still(k).at(0)) == shown


def test_what_interprets_no_steps_sees_step_0(three):
    hidden = re.findall(r'<g data-(?:at|from)="(\d+)" display="none">', three.svg)
    assert hidden == ["1", "1", "2"]
    assert re.findall(r'<g data-at="0">', three.svg) == ['<g data-at="0">']


@pytest.mark.parametrize("k", [-1, 3])
def test_a_step_that_is_not_there_is_refused_with_the_numbers(three, k):
    with pytest.raises(ValueError, match=rf"step {k} is not in 0\.\.2"):
        three.at(k)
    with pytest.raises(ValueError, match=rf"step {k} is not in 0\.\.2"):
        three.still(k)


def test_a_picture_has_at_least_one_step():
    with pytest.raises(ValueError, match="at least one step"):
        Picture("<svg></svg>", [])


def test_a_standalone_step_brings_its_background_and_literal_colours():
    svg = SLIDING.at(4)
    assert "var(" not in svg and "style" not in svg and "display" not in svg
    root = ET.fromstring(svg)
    assert root.get("role") == "img" and root.get("aria-label") == SLIDING.alts[4]
    assert (root[0].get("width"), root[0].get("fill")) == ("100%", "#ffffff")


def test_the_dark_theme_has_its_own_colours_and_every_name_of_the_light_one():
    assert list(LIGHT) == list(DARK) and not set(LIGHT.values()) & set(DARK.values())
    svg = SLIDING.at(4, "dark")
    used = set(re.findall("#[0-9a-f]{6}", svg))
    assert "var(" not in svg and {"#111111", "#f2f2f2", "#ff8a73"} <= used <= set(DARK.values())


def test_the_style_sheets_take_their_colours_from_the_palette():
    """They stood in three files once."""
    for sheet in (ROOT / "helpers").rglob("*.css"):
        assert not re.search(r"--cnn-\w+:|#[0-9a-f]{6}", sheet.read_text("utf-8")), f"{sheet}: use palette.css"
    for widget, selector in ((Canvas, ":is(.cnn-explorer, .cnn-canvas)"), (Prediction, ".cnn-predict")):
        assert str(widget._css).startswith(css(selector)) and "--cnn-mark: #ff8a73" in str(widget._css)


def test_the_live_text_leaves_the_colours_to_the_theme():
    assert "var(--cnn-ink, #1a1a1a)" in SLIDING.svg and "<style" not in SLIDING.svg


def test_the_same_state_gives_the_same_text_and_another_state_other_ids():
    again = draw_convolution(small_input("digits", 5), small_filter("counting", 3))
    other = draw_convolution(small_input("digits", 5), small_filter("counting", 3), padding=1)
    assert again.svg == SLIDING.svg
    ids = [set(re.findall(r' id="([^"]+)"', picture.svg)) for picture in (SLIDING, other)]
    assert ids[0] and ids[1] and not ids[0] & ids[1]
    assert set(re.findall(r"url\(#([^)]+)\)", other.svg)) <= ids[1]


def turns(svg, count):
    """What an animation shows at each of its ``count`` turns, read as a browser reads it: {text: [shown or not]}."""
    found = {}
    for group in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}g"):
        animate, shown = group[0], group[1].text
        assert animate.get("calcMode") == "discrete" and animate.get("repeatCount") == "indefinite"
        times = [float(time) for time in animate.get("keyTimes").split(";")]
        values = animate.get("values").split(";")
        middles = [(turn + 0.5) / count for turn in range(count)]
        last = [sum(time <= middle for time in times) - 1 for middle in middles]
        found[shown] = [values[place] == "inline" for place in last]
        assert (group.get("display") is None) == found[shown][0], "what moves nothing sees the first turn"
        found["seconds"] = animate.get("dur")
    return found


def test_an_animation_shows_every_step_in_turn(three):
    assert turns(three.animated(0.5), 3) == {
        "first": [True, False, False],
        "second": [False, True, False],
        "from one on": [False, True, True],
        "third": [False, False, True],
        "seconds": "1.5s",
    }


def test_an_animation_shows_chosen_steps_in_their_order(three):
    shown = turns(three.animated(1, steps=[2, 0]), 2)
    assert shown == {
        "first": [False, True],
        "second": [False, False],
        "from one on": [True, False],
        "third": [True, False],
        "seconds": "2s",
    }
    assert 'aria-label="three"' in three.animated(1, steps=[2, 0])


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"seconds": 0}, r"seconds must be in 0\.02\.\.60, got 0"),
        ({"steps": [0, 3]}, r"step 3 is not in 0\.\.2"),
        ({"steps": []}, "shows 1 to 200 steps, got 0$"),
        ({"steps": [0] * 450}, r"got 450: choose some, for example range\(0, 450, 3\)"),
        ({"theme": "blue"}, "theme must be one of 'light', 'dark', got 'blue'"),
    ],
)
def test_an_animation_that_cannot_be_is_refused(three, wrong, words):
    with pytest.raises(ValueError, match=words):
        three.animated(**wrong)


def test_pictures_join_to_one_whose_steps_they_are(three):
    wide = assemble(80, 30, [text(0, 10, "wide"), pattern("h", "/"), at(1, "<text>later</text>")], ["w", "l"])
    both = joined([three.still(1), wide, wide])
    assert both.alts == ("two", "w", "w")
    assert [words(both.at(k)) for k in range(3)] == [["always", "second", "from one on"], ["wide"], ["wide"]]
    assert 'viewBox="0 0 80 40" width="80" height="40"' in both.svg


def test_a_notebook_stores_the_step_that_tells_most_and_its_words():
    assert SLIDING.opening == 6  # 275, the largest of the nine sums
    assert SLIDING._repr_mimebundle_() == {"image/svg+xml": SLIDING.at(6), "text/plain": SLIDING.alts[6]}


@pytest.mark.parametrize(
    "value, decimals, written", [(-0.04, 1, "0.0"), (-0.0, 0, "0"), (7, 0, "7"), (-2.5, 1, "-2.5")]
)
def test_numbers_have_fixed_decimals_and_no_minus_zero(value, decimals, written):
    assert number(value, decimals) == written


def test_what_a_student_types_cannot_become_markup():
    assert "<script>" not in text(0, 0, "<script>alert(1)</script>")
    assert '"><' not in Grid(0, 0, 1, 1, 1, 1).cells("x", '"><script>')


def test_a_font_size_fits_its_cell_or_there_is_none():
    for texts, width, height in ((["7"], 18, 18), (["-12"], 40, 30), (["123"], 26, 20)):
        size = Grid(0, 0, width, height, 1, 1).font_size(texts)
        assert size >= 12 and text_width(texts[0], size) <= width
    assert Grid(0, 0, 30, 30, 1, 1).font_size(["12345"]) is None


def test_a_stored_png_is_read_back_pixel_by_pixel():
    from io import BytesIO

    from PIL import Image

    grey = np.arange(300 * 250, dtype=np.uint32).reshape(300, 250).astype(np.uint8)  # more than one stored block
    assert np.array_equal(np.array(Image.open(BytesIO(stored_png(grey)))), grey)
    with pytest.raises(ValueError, match="uint8"):
        stored_png(grey.astype(float))
    coloured = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    assert np.array_equal(np.array(Image.open(BytesIO(stored_png(coloured)))), coloured)


@pytest.mark.parametrize("name", FILTERS)
def test_drawing_does_not_change_its_arguments(name):
    photo, weights = np.arange(64).reshape(8, 8), FILTERS[name].weights.copy()
    before = photo.copy()
    draw_kernels(photo, weights, FILTERS[name].divisor, row=3)
    assert np.array_equal(photo, before) and np.array_equal(weights, FILTERS[name].weights)
