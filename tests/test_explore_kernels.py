"""Filters on a photograph: what the picture says of a pixel against scipy, and what never leaves the computer."""

import io
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from legible import assert_legible, texts
from marks import covered, sheets
from PIL import Image
from scipy.signal import convolve2d as scipy_convolve2d
from scipy.signal import correlate2d as scipy_correlate2d

from helpers.data import PHOTOGRAPHS, load_photograph
from helpers.draw import draw_kernels
from helpers.draw.raster import Scale
from helpers.explore import explore_kernels
from helpers.explore.upload import Upload
from helpers.filters import FILTERS

PHOTO = load_photograph("cat", grey=True)


def said_value(picture, k):
    """The last number of the sum as the picture writes it at step k."""
    (found,) = re.findall(r">sum ([^<]+)<", picture.at(k))
    return float(found.split("=")[-1])


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("row", [0, 57, 111])
def test_every_pixel_of_a_row_agrees_with_scipy(name, flip, row):
    weights, divisor = FILTERS[name]
    oracle = scipy_convolve2d if flip else scipy_correlate2d
    expected = oracle(PHOTO, weights, mode="same")[row] / divisor
    picture = draw_kernels(PHOTO, weights, divisor, row, flip=flip)
    assert len(picture.alts) == 112
    for k in (0, 1, 50, 110, 111):
        assert said_value(picture, k) == pytest.approx(expected[k], abs=0.051)
        assert f"Pixel row {row}, column {k} is {PHOTO[row, k]};" in picture.alts[k]
        border = not (
            len(weights) // 2 <= row < 112 - len(weights) // 2 and len(weights) // 2 <= k < 112 - len(weights) // 2
        )
        assert ("Outside stand zeros" in picture.alts[k]) == border


def test_pixels_outside_the_photograph_are_marked_by_pattern():
    picture = draw_kernels(PHOTO, FILTERS["Sobel x"].weights, row=0)
    counts = [covered(picture, k, "hatch", "zero", sheets(picture, k, "input")[0]).sum() for k in (0, 1, 111)]
    assert counts == [5, 3, 5]


@pytest.mark.parametrize(
    "name, black, white", [("Gaussian", 0, 255), ("sharpen", 0, 255), ("emboss", 0, 255), ("Sobel x", -435, 435)]
)
def test_the_scale_is_the_photographs_or_centred_on_zero(name, black, white):
    weights, divisor = FILTERS[name]
    result = scipy_correlate2d(PHOTO, weights, mode="same") / divisor
    inside = scipy_correlate2d(PHOTO, weights, mode="valid") / divisor
    scale = Scale.of(inside, FILTERS[name].keeps_brightness)
    assert (scale.black, scale.white) == (black, white)
    said = texts(draw_kernels(PHOTO, weights, divisor))
    assert ("darkest ±435, striped below 0" if black else "black 0, white 255") in said
    assert f"values {result.min():.0f} to {result.max():.0f}" in said
    outside = ((result < black) | (result > white)).sum()
    pixels = "1 pixel" if outside == 1 else f"{outside} pixels"
    assert (f"{pixels} outside" in said) == bool(outside)
    grey = scale.grey(np.array([black, (black + white) / 2, white, white + 50, black - 50]))
    assert grey[[0, 2, 3, 4]].tolist() == [0, 255, 255, 0] and grey[1] in (127, 128)


@pytest.mark.parametrize("shape", [(1, 1), (2, 2)])
def test_a_photograph_without_an_inside_has_the_scale_of_all_its_results(shape):
    photo = np.full(shape, 200)
    result = scipy_correlate2d(photo, FILTERS["Laplacian"].weights, mode="same")
    most = abs(result).max()
    said = texts(draw_kernels(photo, FILTERS["Laplacian"].weights))
    assert f"darkest ±{most}, striped below 0" in said
    assert not any("outside" in text for text in said)


def strong_edges():
    """A picture of the strongest edges that there are: a corner, stripes both ways, a chessboard."""
    picture = np.zeros((112, 112), int)
    picture[8:40, 8:40] = 255
    picture[60:, :56:2] = picture[:56:2, 60:] = 255
    picture[60:, 60:] = 255 * (np.indices((52, 52)).sum(axis=0) % 2)
    return picture


@pytest.mark.parametrize("name", [*FILTERS, "large weights"])
@pytest.mark.parametrize("flip", [False, True])
def test_no_two_texts_meet_at_the_widest_ranges(name, flip):
    weights, divisor = FILTERS.get(name, (np.full((3, 3), 99) * np.array([1, -1, 1])[:, None], 99))
    assert_legible(draw_kernels(strong_edges(), weights, divisor, row=20, flip=flip), 30)
    assert_legible(draw_kernels(strong_edges(), weights, int(np.sum(weights)) or 1, row=20, flip=flip), 30)


def test_the_result_that_is_drawn_is_the_result():
    import base64

    weights = FILTERS["Sobel y"].weights
    svg = draw_kernels(PHOTO, weights).at(0)
    _, drawn = re.findall(r'href="data:image/png;base64,([^"]+)"', svg)
    image = Image.open(io.BytesIO(base64.b64decode(drawn)))
    result = scipy_correlate2d(PHOTO, weights, mode="same")
    most = np.abs(scipy_correlate2d(PHOTO, weights, mode="valid")).max()
    share = np.clip(result / most, -1, 1)
    assert image.mode == "P" and np.abs(np.array(image) - (share + 1) * 127).max() <= 0.51
    red, _, blue = np.array(image.convert("RGB"), int).transpose(2, 0, 1)
    assert (blue > red)[share < -0.01].all() and (red > blue)[share > 0.01].all(), "purple below 0, orange above"


@pytest.mark.parametrize("name", ["Sobel x", "box 5 x 5"])
def test_a_picture_keeps_within_its_budget(name):
    picture = draw_kernels(PHOTO, *FILTERS[name], row=56, editable=True)
    assert len(picture.svg.encode()) <= (300_000 if name == "Sobel x" else 1_000_000)
    assert len(picture.at(56).encode()) <= 200_000
    assert min(int(e.get("font-size", 12)) for e in ET.fromstring(picture.svg).iter()) >= 12


@pytest.mark.parametrize("photo", PHOTOGRAPHS)
@pytest.mark.parametrize("kernel", FILTERS)
def test_every_choice_draws_and_explains(photo, kernel):
    explorer = explore_kernels(photo, kernel)
    weights, divisor = FILTERS[kernel]
    for flip, row in ((False, 0), (True, 111)):
        explorer.controls["flip"].value, explorer.controls["row"].value = flip, row
        total = int(weights.sum())
        kept = {divisor: "stays as it is", 0: "gives 0"}[total]
        assert f"add up to {total}" in explorer.verdict and kept in explorer.verdict
        assert ("Convolution" in explorer.verdict) == flip
        assert f"Pixel row {row}, column 56" in explorer.picture.alts[56]


def test_a_typed_weight_changes_the_result_and_the_verdict():
    explorer = explore_kernels(kernel="identity", row=56)
    explorer.type("kernel", 1, 2, "4")
    assert explorer.controls["kernel"].value == "your own"
    assert "multiplied by 5.00" in explorer.verdict
    assert said_value(explorer.picture, 30) == PHOTO[56, 30] + 4 * PHOTO[56, 31]
    explorer.type("kernel", 0, 0, "nine")
    assert "Nothing has changed" in explorer.verdict and said_value(explorer.picture, 30) > 0


def test_a_typed_weight_of_a_turned_filter_lands_where_it_is_seen():
    explorer = explore_kernels(kernel="identity", flip=True, row=56)
    explorer.controls["step"]._handle_custom_msg({"grid": "kernel", "row": 1, "column": 2, "value": "4"}, [])
    assert explorer.controls["kernel"].matrix(3)[1].tolist() == [4, 1, 0]
    assert said_value(explorer.picture, 30) == PHOTO[56, 30] + 4 * PHOTO[56, 31], "it weighs the pixel to the right"
    spans = re.findall(r'font-size="17" text-anchor="middle" fill="[^"]+">(.*?)</text>', explorer.picture.at(30))
    assert ["0", "1", "4"] in [re.findall(r">(-?\d+)<", row) for row in spans], (
        "and shows there, in the filter's middle row"
    )


def test_a_choice_of_a_pixel_is_one_message():
    explorer, sent = explore_kernels(step=56), []
    explorer.controls["step"].send_state = lambda key: sent.append(set(key) if isinstance(key, set) else {key})
    explorer.controls["step"]._handle_custom_msg({"grid": "photo", "row": 30, "column": 20}, [])
    assert (explorer.controls["row"].value, explorer.controls["step"].value) == (30, 20)
    assert sent == [{"alts", "shown", "value", "svg"}]


def upload(explorer, data):
    (box,) = [child for row in explorer.children[:-1] for child in row.children if isinstance(child, Upload)]
    box._handle_custom_msg({"name": "mine.png"}, [memoryview(data)])


def picture_file(colour):
    data = io.BytesIO()
    Image.new("RGB", (256, 300), colour).save(data, "PNG")
    return data.getvalue()


def test_the_readers_own_picture_is_drawn_and_not_stored():
    explorer = explore_kernels(row=56)
    upload(explorer, picture_file((10, 10, 10)))
    assert explorer.controls["photo"].value == "your picture"
    assert "Pixel row 56, column 56 is 10;" in explorer.picture.alts[56]
    assert "image/svg+xml" not in explorer._repr_mimebundle_()
    upload(explorer, picture_file((20, 20, 20)))  # a second one takes its place
    assert "Pixel row 56, column 56 is 20;" in explorer.picture.alts[56]
    explorer.controls["photo"].value = "coffee"
    assert "image/svg+xml" in explorer._repr_mimebundle_()


def test_a_refusal_of_the_browser_or_of_python_stands_over_the_picture_until_the_next_one():
    explorer = explore_kernels()
    canvas, (box,) = explorer.controls["step"], [w for w in explorer.children[0].children if isinstance(w, Upload)]
    upload(explorer, picture_file((10, 10, 10)))
    before = canvas.svg
    data = io.BytesIO()
    Image.new("RGB", (3, 2)).save(data, "PNG")
    upload(explorer, data.getvalue())
    assert canvas.refusal == canvas.verdict == explorer.verdict and "3 x 2" in canvas.refusal
    box._handle_custom_msg({"refused": "x.txt is no picture. Nothing has changed."}, [])
    assert canvas.refusal == canvas.verdict == explorer.verdict == "x.txt is no picture. Nothing has changed."
    assert (canvas.svg, box.name) == (before, "mine.png")
    explorer.controls["row"].value = 3
    assert canvas.refusal == "" and "Nothing has changed" not in canvas.verdict


def test_a_file_that_is_no_picture_is_refused_and_changes_nothing():
    explorer = explore_kernels()
    before = explorer.picture
    upload(explorer, b"GIF89a, but not really")
    assert explorer.verdict.endswith("Nothing has changed.") and explorer.picture is before
    assert explorer.controls["photo"].value == "cat"


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"photo": "dog"}, "photo must be one of 'cat'"),
        ({"kernel": "blur"}, "kernel must be one of 'identity'"),
        ({"row": 112}, "row must be at most 111 here, got 112"),
        ({"photo": np.ones((5, 5, 3))}, r"photo must be grey, \(H, W\), got shape \(5, 5, 3\)"),
        ({"kernel": np.ones((2, 2))}, "kernel must have an odd number of rows, .* got 2"),
        ({"kernel": np.ones((3, 3)), "divisor": 0}, "divisor must not be 0"),
    ],
)
def test_bad_arguments_are_named_with_their_numbers(arguments, message):
    with pytest.raises(ValueError, match=message):
        explore_kernels(**arguments)
