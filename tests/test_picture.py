"""A picture is text, and each of its steps is a choice of its lines."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from helpers.draw import Picture, draw_convolution, draw_kernels
from helpers.draw.images import png
from helpers.draw.picture import Grid, assemble, at, font_size, number, since, text, text_width
from helpers.filters import FILTERS, small_filter, small_input

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


def test_the_live_text_leaves_the_colours_to_the_theme():
    assert "var(--cnn-ink, #1a1a1a)" in SLIDING.svg and "<style" not in SLIDING.svg


def test_the_same_state_gives_the_same_text_and_another_state_other_ids():
    again = draw_convolution(small_input("digits", 5), small_filter("counting", 3))
    other = draw_convolution(small_input("digits", 5), small_filter("counting", 3), padding=1)
    assert again.svg == SLIDING.svg
    ids = [set(re.findall(r' id="([^"]+)"', picture.svg)) for picture in (SLIDING, other)]
    assert ids[0] and ids[1] and not ids[0] & ids[1]
    assert set(re.findall(r"url\(#([^)]+)\)", other.svg)) <= ids[1]


def test_an_animation_shows_every_step_in_turn(three):
    root = ET.fromstring(three.animated(0.5))
    turns = {}
    for group in root.iter("{http://www.w3.org/2000/svg}g"):
        animate, shown = group[0], group[1].text
        assert animate.get("dur") == "1.5s" and animate.get("repeatCount") == "indefinite"
        turns[shown] = [v == "inline" for v in animate.get("values").split(";")]
    assert turns["first"] == [True, False, False] and turns["from one on"] == [False, True, True]
    with pytest.raises(ValueError, match="seconds must be above 0, got 0"):
        three.animated(0)


def test_a_notebook_stores_the_first_step_and_its_words():
    assert SLIDING._repr_mimebundle_() == {"image/svg+xml": SLIDING.at(0), "text/plain": SLIDING.alts[0]}


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
        size = font_size(texts, width, height)
        assert size >= 12 and text_width(texts[0], size) <= width
    assert font_size(["12345"], 30, 30) is None


def test_a_stored_png_is_read_back_pixel_by_pixel():
    from io import BytesIO

    from PIL import Image

    grey = np.arange(300 * 250, dtype=np.uint32).reshape(300, 250).astype(np.uint8)  # more than one stored block
    assert np.array_equal(np.array(Image.open(BytesIO(png(grey)))), grey)
    with pytest.raises(ValueError, match="uint8"):
        png(grey.astype(float))


@pytest.mark.parametrize("name", FILTERS)
def test_drawing_does_not_change_its_arguments(name):
    photo, weights = np.arange(64).reshape(8, 8), FILTERS[name].weights.copy()
    before = photo.copy()
    draw_kernels(photo, weights, FILTERS[name].divisor, row=3)
    assert np.array_equal(photo, before) and np.array_equal(weights, FILTERS[name].weights)


def test_the_moving_picture_of_the_readme_is_what_the_code_draws():
    from moving_picture import PATH, moving_picture

    assert PATH.read_text(encoding="utf-8") == moving_picture()
