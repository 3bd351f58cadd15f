"""Move the controls of explore_one_by_one; compare what it says with sums over the photograph's colours."""

import itertools
import re
import xml.etree.ElementTree as ET
from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legible import assert_legible, texts
from PIL import Image

from helpers.data import load_photograph
from helpers.draw import draw_one_by_one
from helpers.explore import explore_one_by_one
from helpers.explore.one_by_one import COLOURED, MIXES
from helpers.filters import small_volume

VOLUME = small_volume()


def mixed(photo, weights, divisors, row, column):
    """The K results at a pixel of the colours, by plain sums."""
    colours = load_photograph(photo)[row, column].tolist()
    sums = [sum(w * v for w, v in zip(line, colours, strict=True)) for line in weights]
    return sums, [s / d for s, d in zip(sums, divisors, strict=True)]


def check_one_by_one(explorer, photo, channels, k, bank, row):
    order = (list(MIXES) * 2)[list(MIXES).index(bank) :][:k]
    weights, divisors = zip(*(MIXES[name] for name in order), strict=True)
    picture, verdict = explorer.picture, explorer.verdict
    assert len(picture.alts) == 112 and len(picture.svg) < 1e6
    for step in (0, 50, 111):
        sums, results = mixed(photo, weights, divisors, row, step)
        words = picture.alts[step]
        red, green, blue = load_photograph(photo)[row, step]
        assert words.startswith(f"Pixel row {row}, column {step}: red {red}, green {green}, blue {blue}")
        for m in range(k):
            found = re.search(rf"Map {m + 1}: (?:[^M]* = )?(-?\d+)(?: / (\d+) = (-?[\d.]+))?\.(?: |$)", words)
            assert int(found[1]) == sums[m], words
            if divisors[m] != 1:
                assert int(found[2]) == divisors[m] and float(found[3]) == pytest.approx(results[m], abs=0.051)
    svg = picture.at(111)
    assert len(svg.encode()) <= 225_000 and ET.fromstring(svg) is not None
    for total in mixed(photo, weights, divisors, row, 111)[0]:
        assert str(total) in texts(picture, 111)
    assert f"112 × 112 × {channels} becomes 112 × 112 × {k}" in verdict
    assert ("fewer", "as many", "more")[(k >= channels) + (k > channels)] + " maps" in verdict
    assert f"= {k * channels}, and no biases" in verdict and verdict.endswith(f"= {112 * 112 * k * channels}.")


def test_every_bank_and_size_mixes_the_colours():
    """All 3 * 4 * 4 * 3 of them."""
    explorer = explore_one_by_one()
    states = itertools.product(COLOURED, MIXES, range(1, 5), range(3, 6))
    for count, (photo, bank, k, channels) in enumerate(states):
        row = count * 37 % 112
        explorer.at_once(photo=photo, bank=bank, k=k, channels=channels, row=row)
        check_one_by_one(explorer, photo, channels, k, bank, row)


@settings(deadline=None, derandomize=True, max_examples=30)
@given(st.data(), st.integers(1, 4), st.integers(3, 5), st.integers(0, 111), st.integers(0, 111))
def test_any_typed_bank_is_summed_and_legible(data, k, channels, row, column):
    weights = data.draw(st.lists(st.integers(-9, 9), min_size=k * channels, max_size=k * channels))
    weights = np.array(weights).reshape(k, channels)
    explorer = explore_one_by_one(bank=weights, row=row, step=column)
    said = texts(explorer.picture, column)
    values = [
        int(v) for v in re.findall(r"(?:red|green|blue|edges x|edges y) (-?\d+)", explorer.picture.alts[column])
    ]
    assert len(values) == channels
    for line in weights.tolist():
        assert str(sum(w * v for w, v in zip(line, values, strict=True))) in said
    assert_legible(explorer.picture, column)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("k, channels", list(itertools.product(range(1, 5), range(3, 6))))
def test_the_largest_sums_are_legible(k, channels, sign):
    explorer = explore_one_by_one(k=k, channels=channels)
    for m, c in np.ndindex(k, channels):
        explorer.controls["bank"].type(m, c, str(9 * sign))
    explorer.redraw()
    assert_legible(explorer.picture, 56)
    assert len(explorer.picture.at(56).encode()) <= 225_000


def test_the_results_scale_says_what_its_colours_mean():
    maps = np.dstack([np.full((4, 4), 10), np.full((4, 4), 20), np.arange(16).reshape(4, 4)])
    plain = texts(draw_one_by_one(maps, [[1, 0, 0]]))
    assert "black 0, white 255" in plain
    negative = texts(draw_one_by_one(maps, [[-1, 0, 1]]))
    assert "-10 to 5" in negative and "darkest ±10, striped below 0" in negative


def images(picture):
    """The images of its first step, as colours (H, W, 3), in the order of drawing."""
    found = re.findall(r'href="data:image/png;base64,([^"]+)"', picture.at(0))
    return [np.array(Image.open(BytesIO(b64decode(data))).convert("RGB"), int) for data in found]


@pytest.mark.parametrize("channels", [3, 4, 5])
@pytest.mark.parametrize("name", COLOURED)
def test_the_channels_have_their_colour_and_the_photograph_stands_before_them(name, channels):
    colours = load_photograph(name)
    photo, *maps = images(explore_one_by_one(photo=name, channels=channels).picture)
    assert np.abs(photo - colours).max() <= 16 and np.abs(photo - colours).mean() < 3
    for c, drawn in enumerate(maps[:3]):
        assert np.abs(drawn[..., c] - colours[..., c]).max() <= 32, "its own light is nearly the value"
        assert (drawn[..., c] >= drawn.max(axis=-1)).all() and (drawn[..., c] > drawn.min(axis=-1))[
            colours[..., c] > 9
        ].all()
        rising = drawn[..., c].ravel()[np.argsort(colours[..., c].ravel(), kind="stable")]
        assert (np.diff(rising) >= 0).all()


def test_no_photograph_is_made_of_maps_that_are_no_colours():
    values = np.dstack([np.full((4, 4), 300), np.zeros((4, 4)), np.arange(16).reshape(4, 4)])
    assert len(images(draw_one_by_one(values, [[1, 0, 0]]))) == 4, "300 is no byte"
    assert len(images(draw_one_by_one(values % 256, [[1, 0, 0]]))) == 5
    assert len(images(draw_one_by_one(values % 256, [[1, 0, 0]], names=("one", "two", "three")))) == 4


def test_a_typed_weight_makes_the_bank_the_readers_own():
    explorer = explore_one_by_one(k=2)
    canvas = explorer.controls["step"]
    canvas._handle_custom_msg({"grid": "bank", "row": 2, "column": 1, "value": "-7"}, [])
    assert explorer.controls["bank"].value == "your own"
    red, _, blue = load_photograph("coffee")[56, 56]
    assert f"Map 2: {red - 7 * blue}." in explorer.picture.alts[56]
    assert "Map 1: 2423 / 10 = 242.3." in explorer.picture.alts[56]
    before = explorer.picture
    canvas._handle_custom_msg({"grid": "bank", "row": 0, "column": 0, "value": "12"}, [])
    assert "from -9 to 9" in explorer.verdict and explorer.picture is before


def test_a_pixel_is_chosen_on_any_map():
    explorer = explore_one_by_one(k=4, channels=5)
    for grid in ("in0", "in4", "out0", "out3"):
        explorer.controls["step"]._handle_custom_msg({"grid": grid, "row": 7, "column": 9}, [])
        assert (explorer.controls["row"].value, explorer.controls["step"].value) == (7, 9)
        explorer.at_once(row=50, step=50)


def test_the_lectures_example_stays_small():
    picture = explore_one_by_one().picture
    assert len(picture.svg.encode()) <= 300_000 and ET.fromstring(picture.svg) is not None


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: draw_one_by_one(VOLUME[..., 0], [[1]]), r"maps must be \(H, W, C\) .* got shape \(5, 5\)"),
        (lambda: draw_one_by_one(np.ones((2, 2, 6)), np.ones((1, 6))), r"C up to 5, got shape \(2, 2, 6\)"),
        (lambda: draw_one_by_one(VOLUME, [[1, 2]]), r"weights must be \(K, 3\) .* got shape \(1, 2\)"),
        (lambda: draw_one_by_one(VOLUME, np.ones((5, 3))), r"K from 1 to 4, got shape \(5, 3\)"),
        (lambda: draw_one_by_one(VOLUME, [[1, 2, 3]], [0]), r"divisors must be 1 numbers other than 0, got \[0\]"),
        (lambda: draw_one_by_one(VOLUME, [[1, 2, 3]], row=5), r"row must be 0..4, got 5"),
        (lambda: explore_one_by_one(photo="camera"), "photo must be one of 'cat', .* got 'camera'"),
        (lambda: explore_one_by_one(photo=np.ones((3, 3))), r"photo must be \(H, W, 3\)"),
        (lambda: explore_one_by_one(channels=2), "channels must be at least 3, got 2"),
        (lambda: explore_one_by_one(bank="gray"), "bank must be one of 'grey'"),
        (lambda: explore_one_by_one(bank=[1, 2, 3]), r"bank must be \(K, C\) .* got shape \(3,\)"),
        (lambda: explore_one_by_one(row=112), "row must be at most 111 here, got 112"),
    ],
)
def test_bad_arguments_are_named_with_their_numbers(call, words):
    with pytest.raises(ValueError, match=words):
        call()
