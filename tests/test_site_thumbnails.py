"""The small pictures of the notebooks: one for each, light, in both themes, and no number that nobody computed."""

import gzip
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from chain import chain
from scipy.signal import correlate2d
from thumbnails import HEIGHT, LEAST, WIDTH, thumbnails

from helpers.filters import small_filter, small_input
from helpers.palette import THEMES

SMALL = thumbnails()
SVG = "{http://www.w3.org/2000/svg}"


def test_each_notebook_has_one():
    assert list(SMALL) == [link.number for link in chain()]


@pytest.mark.parametrize("number", SMALL)
def test_it_is_light_and_needs_nothing_from_elsewhere(number):
    for svg in (SMALL[number].moving, SMALL[number].resting):
        assert len(gzip.compress(svg.encode())) <= 15_000
        assert not re.search(r'(?:href|src)="(?!#|data:)|<script|url\((?!#)', svg)
        root = ET.fromstring(svg)
        assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}" and root.get("role") == "img"
        assert 20 < len(root.get("aria-label")) < 120


@pytest.mark.parametrize("number", SMALL)
def test_it_moves_and_one_step_of_it_stands_still(number):
    small = SMALL[number]
    assert small.steps > 1 and 2 <= small.steps * small.seconds <= 10
    durations = {e.get("dur") for e in ET.fromstring(small.moving).iter(f"{SVG}animate")}
    assert durations == {f"{small.steps * small.seconds:g}s"}
    assert "<animate" not in small.resting and "display=" not in small.resting


@pytest.mark.parametrize("number", SMALL)
def test_every_colour_is_set_in_both_themes(number):
    svg = SMALL[number].moving
    style = ET.fromstring(svg).find(f"{SVG}style").text
    light, dark = style.split("@media (prefers-color-scheme: dark)")
    for name in set(re.findall(r"var\(--cnn-(\w+),", svg)):
        assert f"--cnn-{name}: {THEMES['light'][name]};" in light and f"--cnn-{name}: {THEMES['dark'][name]};" in dark


@pytest.mark.parametrize("number", SMALL)
def test_its_parts_lie_inside_and_apart_and_its_letters_can_be_read(number):
    boxes = []
    for piece in ET.fromstring(SMALL[number].resting).findall(f"{SVG}svg"):
        x, y, width, height = (float(piece.get(name)) for name in ("x", "y", "width", "height"))
        assert x >= 0 and y >= 0 and x + width <= WIDTH and y + height <= HEIGHT + 0.5
        assert all(x >= r or y >= b or x + width <= l or y + height <= t for l, t, r, b in boxes)  # noqa: E741
        boxes.append((x, y, x + width, y + height))
        scale = width / float(piece.get("viewBox").split()[2])
        sizes = [int(e.get("font-size")) for e in piece.iter(f"{SVG}text") if e.get("font-size")]
        assert all(size * scale >= LEAST for size in sizes)
    assert boxes


def numbers(piece):
    """The numbers that a piece shows, in the order of drawing."""
    written = (e for e in piece.iter() if e.tag == f"{SVG}tspan" or (e.tag == f"{SVG}text" and not len(e)))
    words = ("".join(e.itertext()) for e in written)
    return [int(word) for word in words if re.fullmatch(r"-?\d+", word)]


@pytest.mark.parametrize("number, n, stride", [("01", 5, 1), ("02", 7, 2)])
def test_the_numbers_of_a_filled_output_are_scipys(number, n, stride):
    image = small_input("edge", n)
    shown, output = map(numbers, ET.fromstring(SMALL[number].resting).findall(f"{SVG}svg"))
    assert shown == image.ravel().tolist()
    expected = correlate2d(image, small_filter("vertical edge", 3), mode="valid")[::stride, ::stride]
    assert output == expected.ravel().tolist()


def test_the_largest_of_each_four_is_kept():
    image = small_input("digits", 4)
    shown, output = map(numbers, ET.fromstring(SMALL["04"].resting).findall(f"{SVG}svg"))
    assert shown == image.ravel().tolist()
    assert output == np.max([image[i::2, j::2] for i in (0, 1) for j in (0, 1)], axis=0).ravel().tolist()
