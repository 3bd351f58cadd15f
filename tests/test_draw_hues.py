"""Signs and channels have their colours in every picture that is looked at: read from what is drawn."""

import re
import sys
from base64 import b64decode
from functools import cache
from io import BytesIO
from itertools import pairwise

import numpy as np
import pytest
from golden import CALLS, shown
from legible import written
from marks import marks, sheets
from PIL import Image
from test_draw_signs import in_grey

from helpers.data import load_lenet_weights
from helpers.draw import lenet_sums, raster
from helpers.explore import explore_kernels, explore_lenet
from helpers.palette import LIGHTS, SIGNED

WALK = [np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in SIGNED])]
WALK += [np.array([(0, 0, 0), light]) for light in LIGHTS.values()]


@cache
def picture_of(name):
    return shown(CALLS[name])[0]


def steps(picture):
    """The one that shows first, and the ends."""
    return sorted({0, picture.opening, len(picture.alts) - 1})


def images(svg):
    """Every image of a step as colours (N, 3), and whether it is a photograph: what comes first under that title."""
    parts = re.findall(r'>([^<>]+)</text>|href="data:image/png;base64,([^"]+)"', svg)
    title = ""
    for words, data in parts:
        title = words or title
        if data:
            pixels = np.array(Image.open(BytesIO(b64decode(data))).convert("RGB"), int).reshape(-1, 3)
            yield title == "photograph", np.unique(pixels, axis=0)


def off(colours, corners):
    """How far each colour lies from the line through ``corners``, in bytes."""
    nearest = np.full(len(colours), np.inf)
    for start, end in pairwise(corners):
        along = np.clip((colours - start) @ (end - start) / ((end - start) @ (end - start)), 0, 1)
        there = start + along[:, None] * (end - start)
        nearest = np.minimum(nearest, np.abs(colours - there).max(axis=1))
    return nearest.max()


@pytest.mark.parametrize("name", CALLS)
def test_an_image_is_grey_or_has_the_hues_of_signs_or_those_of_channels(name):
    picture = picture_of(name)
    for k in steps(picture):
        for photo, colours in images(picture.at(k)):
            grey = (colours == colours[:, :1]).all()
            assert grey or photo or min(off(colours, corners) for corners in WALK) <= 1.5


@pytest.mark.parametrize("name", CALLS)
def test_nothing_below_0_is_drawn_in_greys(name, monkeypatch):
    """But where the greys are those of a photograph, 0 to 255, and what lies outside is counted."""
    inked, ink, grey = [], lenet_sums.ink, raster.Scale.grey

    def watched(values, most):
        inked.append(np.min(values))
        return ink(values, most)

    def watched_grey(self, values):
        inked.append(0 if (self.black, self.white) == (0, 255) else np.min(values))
        return grey(self, values)

    for called, module in list(sys.modules.items()):
        if called.startswith("helpers.draw.") and getattr(module, "ink", None) is ink:
            monkeypatch.setattr(module, "ink", watched)
    monkeypatch.setattr(raster.Scale, "grey", watched_grey)
    shown(CALLS[name])
    assert not inked or min(inked) >= 0
    assert inked or name not in ("kernels-default", "one-by-one-default", "lenet-default", "training-default")


def number_of(word):
    return float(word) if re.fullmatch(r"-?\d+(\.\d+)?", word) else None


def tinted(picture, k, x, y):
    """The tints of signs under a place."""
    found = [m for m in marks(picture, k, "tint") if m.colour in ("minus_tint", "plus_tint")]
    return {m.colour for m in found if m.box[0] < x < m.box[2] and m.box[1] < y < m.box[3]}


def signed_numbers(picture, k):
    """(value, what is tinted under it) of every number in a filter, and of every slope and error below a value."""
    pairs = "below: slope" in picture.at(k)
    known = sheets(picture, k)
    for x, y, size, _, word in written(picture.at(k)):
        middle, value = y - 0.36 * size, number_of(word)
        for sheet in known:
            if value is None or not (sheet.left < x < sheet.right and sheet.top < middle < sheet.bottom):
                continue
            lower = sheet.down(middle) % 1 > 0.5
            if "filter" in sheet.names or (pairs and lower and sheet.names & {"input", "output"}):
                yield value, tinted(picture, k, x, middle)


@pytest.mark.parametrize("name", CALLS)
def test_a_number_of_a_filter_a_slope_and_an_error_have_the_tint_of_their_sign(name):
    picture, expected = picture_of(name), {-1: {"minus_tint"}, 0: set(), 1: {"plus_tint"}}
    for k in steps(picture):
        for value, found in signed_numbers(picture, k):
            rounded = value == 0 and found  # a weight of 0.001 reads 0.00
            assert found == expected[np.sign(value)] or rounded, (k, value)


@pytest.mark.parametrize("name, least", [("backward-default", 49 + 18 + 25), ("conv-layer-default", 27)])
def test_the_numbers_that_have_a_sign_are_found(name, least):
    picture = picture_of(name)
    assert len(list(signed_numbers(picture, picture.opening))) >= least


def test_scores_have_bars_on_the_side_of_their_sign():
    picture = explore_lenet(digit=3, layer="output").picture
    bars = [m for m in marks(picture, 0, "tint") if m.colour in ("minus", "plus")]
    scores = [number_of(word) for x, _, _, anchor, word in written(picture.at(0)) if x == 748 and anchor == "end"]
    assert len(bars) == len(scores) == 10 and min(scores) < 0 < max(scores)
    lengths = [m.size[0] if m.colour == "plus" else -m.size[0] for m in bars]
    assert np.sign(lengths).tolist() == np.sign(scores).tolist()
    share = np.array(lengths) / np.array(scores)
    assert share[np.abs(scores) > 0.1].std() < 0.5
    zeros = {m.box[0] if m.colour == "plus" else m.box[2] for m in bars}
    assert max(zeros) - min(zeros) < 0.2, "all begin at one line"


def test_what_is_far_below_0_on_a_photograph_is_striped_in_grey_and_nothing_above_is():
    picture = explore_kernels().picture
    grey = in_grey(picture.at(0, width=960 * 4))
    result = picture.trace.result
    most = np.abs(result[1:-1, 1:-1]).max()
    found = {True: [], False: []}
    for i in range(1, 112, 2):  # the rows that have stripes
        for j in range(112):
            if abs(result[i, j]) < most / 10 or i == picture.trace.row or j == 0:
                continue
            top, left = int(4 * (28 + 3 * i)), int(4 * (622 + 3 * (j + 0.5)))
            cell = grey[top : top + 12, left] + 0.05
            found[bool(result[i, j] < 0)].append(cell.max() / cell.min())
    assert len(found[True]) > 500 < len(found[False])
    assert np.mean(np.array(found[True]) >= 2) > 0.98 and np.mean(np.array(found[False]) < 1.1) > 0.98


def test_a_filter_of_c1_has_the_tints_of_its_signs():
    weights = load_lenet_weights()["C1"][0][0, ..., 0]
    picture = explore_lenet().picture
    found = [m.colour for m in marks(picture, 0, "tint") if m.colour in ("minus_tint", "plus_tint")]
    assert found.count("minus_tint") == (weights < 0).sum() and found.count("plus_tint") == (weights > 0).sum()
