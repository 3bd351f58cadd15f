"""What Python gives the landing page: two pictures as they stand at first, and the weights for its script."""

import base64
import doctest
import json
import re
from io import BytesIO

import landing
import numpy as np
import pytest
from landing import OPENING, PRESETS, digit_parts, flat_area, landing_assets, lenet_script, photo_parts
from PIL import Image
from readable import build_landing

from helpers.data import load_digits, load_lenet_weights, load_photograph
from helpers.filters import FILTERS
from helpers.layers import correlate2d


def unpacked(array, kind):
    return np.frombuffer(base64.b64decode(array["values"]), kind).reshape(array["shape"])


def test_the_weights_and_ten_digits_arrive_as_they_are():
    told = json.loads(re.fullmatch(r"cnnLenet\((.*)\);\n", lenet_script())[1])
    weights, size = load_lenet_weights(), 0
    assert list(told["weights"]) == list(weights)
    for name, pair in weights.items():
        for part, given in zip(pair, told["weights"][name], strict=True):
            assert np.array_equal(unpacked(given, "<f4"), part)
            size += len(base64.b64decode(given["values"]))
    assert f"{size:,} bytes" in lenet_script.__doc__
    assert np.array_equal(unpacked(told["digits"], np.uint8), load_digits()[0][:10])


def test_the_photograph_and_the_presets_are_those_of_the_course():
    parts = photo_parts()
    state, photo = json.loads(parts["state"]), load_photograph("cat", grey=True)
    png = base64.b64decode(parts["photo"].partition(",")[2])
    with Image.open(BytesIO(png)) as picture:
        assert np.array_equal(np.array(picture), photo)
    height, width = state["shape"]
    lines = np.frombuffer(png, np.uint8, height * (width + 1), state["begins"]).reshape(height, width + 1)
    assert np.array_equal(lines[:, 1:], photo), "the script reads the pixels there"
    assert list(state["presets"]) == list(PRESETS) and state["opening"] == OPENING
    for name, course in PRESETS.items():
        assert np.array_equal(state["presets"][name]["weights"], FILTERS[course].weights)
        assert state["presets"][name]["divisor"] == FILTERS[course].divisor


def test_the_still_result_is_the_photograph_under_the_opening_filter():
    parts, (weights, divisor) = photo_parts(), FILTERS[PRESETS[OPENING]]
    with Image.open(BytesIO(base64.b64decode(re.search(r"base64,([^\"]+)", parts["result"])[1]))) as picture:
        red, _, blue = np.moveaxis(np.array(picture.convert("RGB")).astype(int), 2, 0)
    result = correlate2d(np.pad(load_photograph("cat", grey=True), 1), weights) / divisor
    most = abs(result[1:-1, 1:-1]).max()
    assert (blue > red)[result < -most / 20].all() and (red > blue)[result > most / 20].all()
    assert parts["scale"] == f"above 0 orange, below 0 purple, to ±{most:.0f}"


@pytest.mark.parametrize("name", FILTERS)
def test_the_words_say_what_a_flat_area_becomes(name):
    weights, divisor = FILTERS[name]
    flat = correlate2d(np.full(weights.shape, 100), weights).item() / divisor
    said = flat_area(weights, divisor)
    assert ("stays 100." if flat == 100 else f"becomes {flat:.0f}") in said
    assert ("only differences" in said) == (flat == 0)


def test_the_picture_has_a_place_for_all_that_the_script_paints():
    svg = digit_parts()["svg"]
    parts = re.findall(r'data-part="([^"]+)"', svg)
    maps = [f"{layer} {k}" for layer, count in {"C1": 6, "S2": 6, "C3": 16, "S4": 16}.items() for k in range(count)]
    bars = [f"{kind} {digit}" for kind in ("output", "answer") for digit in range(10)]
    assert sorted(parts) == sorted(["input", *maps, "C5", "F6", *bars])
    assert 'data-grid="digit"' in svg and "data-paint" in svg
    for vector in ("C5", "F6"):
        assert re.search(rf'data-grid="{vector}"[^>]* data-rows="\d+" data-columns="\d+"', svg)


def test_the_page_links_to_every_notebook_and_speaks_of_no_chain(tmp_path):
    build_landing(tmp_path)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert "chain" not in re.sub(r"(?s:<svg.*?</svg>|<script.*?</script>)", "", page)
    assert ">Ten notebooks</h2>" in page and page.count('<h3><a href="') == page.count("-moving.svg") == 10
    for name in landing_assets():
        assert f"assets/{name}" in page and (tmp_path / "assets" / name).stat().st_size > 0


def test_the_examples_of_its_functions_hold():
    assert doctest.testmod(landing).failed == 0 < doctest.testmod(landing).attempted
