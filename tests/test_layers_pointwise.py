"""ReLU, softmax and the dense layer against scipy, plain loops and hand computations."""

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from helpers.layers import conv2d, dense, relu, softmax

pytestmark = pytest.mark.usefixtures("both_products")

CALM = settings(deadline=None, derandomize=True, max_examples=60)
SHAPES = hnp.array_shapes(min_dims=1, max_dims=4, max_side=4)
FLOATS = st.floats(-1e6, 1e6, width=32)
DTYPES = {"uint8": "int64", "int32": "int64", "bool": "int64", "float16": "float32", "float32": "float32"}
DTYPES |= {"float64": "float64"}


@CALM
@given(hnp.arrays(np.int64, SHAPES, elements=st.integers(-99, 99)))
def test_relu_is_the_larger_of_zero_and_each_number(x):
    assert relu(x).shape == x.shape
    assert relu(x).ravel().tolist() == [v if v > 0 else 0 for v in x.ravel().tolist()]


def test_relu_leaves_its_argument_alone():
    x = np.array([-1.0, 2.0])
    relu(x)
    assert x.tolist() == [-1, 2]


@CALM
@given(hnp.arrays(np.float64, SHAPES, elements=FLOATS), st.data())
def test_softmax_agrees_with_scipy_on_every_axis(x, data):
    axis = data.draw(st.integers(-x.ndim, x.ndim - 1))
    shares = softmax(x, axis=axis)
    np.testing.assert_allclose(shares, scipy.special.softmax(x, axis=axis), atol=1e-12)
    np.testing.assert_allclose(shares.sum(axis=axis), 1)


def test_softmax_by_hand():
    e = 2.718281828459045
    assert softmax([1, 0]).tolist() == pytest.approx([e / (e + 1), 1 / (e + 1)])
    assert softmax([[3, 3], [0, 0]], axis=0)[0].tolist() == pytest.approx([e**3 / (e**3 + 1)] * 2)


@pytest.mark.parametrize("shift", [1e3, -1e3, 1e6, 1e300])
def test_softmax_does_not_overflow(shift):
    assert softmax(np.array([shift, shift])).tolist() == [0.5, 0.5]
    assert softmax([shift, -shift]).tolist() == ([1, 0] if shift > 0 else [0, 1])


@CALM
@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 3), st.booleans(), st.integers(0, 999))
def test_dense_is_a_weighted_sum_for_each_output(inputs, outputs, batch, with_bias, seed):
    rng = np.random.default_rng(seed)
    x = rng.integers(-9, 10, (batch, inputs) if batch else inputs)
    weights, bias = rng.integers(-9, 10, (outputs, inputs)), rng.integers(-9, 10, outputs) if with_bias else None
    rows = [
        [sum(row[i] * w[i] for i in range(inputs)) + (bias[o] if with_bias else 0) for o, w in enumerate(weights)]
        for row in x.reshape(-1, inputs)
    ]
    assert np.array_equal(dense(x, weights, bias), rows if batch else rows[0])


@pytest.mark.parametrize("h, w, c, k", [(4, 4, 3, 5), (2, 3, 4, 1), (1, 1, 7, 2), (7, 7, 2, 3)])
def test_a_dense_layer_is_a_convolution_as_large_as_its_input(h, w, c, k):
    rng = np.random.default_rng(h + 10 * w)
    volume, weights = rng.integers(-5, 6, (h, w, c)), rng.integers(-5, 6, (k, h * w * c))
    loops = [
        sum(volume[i, j, d] * weights[o, (i * w + j) * c + d] for i in range(h) for j in range(w) for d in range(c))
        for o in range(k)
    ]
    assert dense(volume.reshape(-1), weights).tolist() == loops
    if h == w:
        assert conv2d(volume, weights.reshape(k, h, w, c)).reshape(-1).tolist() == loops


@pytest.mark.parametrize("given_dtype, wanted", DTYPES.items())
def test_dtypes_are_kept_as_in_every_layer(given_dtype, wanted):
    x = np.ones((2, 3), given_dtype)
    assert relu(x).dtype == wanted
    assert softmax(x).dtype == (np.float64 if wanted == "int64" else wanted)
    assert dense(x, np.ones((4, 3), given_dtype), np.ones(4, given_dtype)).dtype == wanted


def test_bytes_do_not_overflow():
    assert dense(np.full(3, 255, np.uint8), np.full((1, 3), 255, np.uint8)).tolist() == [3 * 255 * 255]


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda: relu([]), ValueError, r"x is empty: its shape is \(0,\)"),
        (lambda: relu(["a"]), TypeError, "x must hold real numbers"),
        (lambda: relu([[1, 2], [3]]), ValueError, "x is not an array of numbers"),
        (lambda: softmax([1j]), TypeError, "x must hold real numbers, got dtype complex128"),
        (lambda: softmax([]), ValueError, "x is empty"),
        (lambda: softmax([1, 2], axis=1), ValueError, r"axis must be one of the 1 axes of x \(2,\), got 1"),
        (lambda: softmax(3), ValueError, r"axis must be one of the 0 axes of x \(\), got -1"),
        (lambda: softmax([1, 2], axis=0.0), TypeError, "axis must be a whole number, got 0.0"),
        (lambda: dense(3, [[1]]), ValueError, r"x must be \(in,\) or \(N, in\), got shape \(\)"),
        (lambda: dense(np.ones((2, 2, 3)), np.ones((4, 12))), ValueError, r"x must be .* got shape \(2, 2, 3\)"),
        (lambda: dense([1, 2], [1, 2]), ValueError, r"weights must be \(out, in\), got shape \(2,\)"),
        (lambda: dense([1, 2], [[1, 2, 3]]), ValueError, r"weights \(1, 3\) take 3 inputs, x \(2,\) has 2"),
        (lambda: dense([1, 2], [[1, 2]], [1, 2]), ValueError, r"bias \(2,\) must be \(1,\)"),
        (lambda: dense([1, 2], [["a", "b"]]), TypeError, "weights must hold real numbers"),
    ],
)
def test_bad_arguments_are_named_with_their_numbers(call, error, words):
    with pytest.raises(error, match=words):
        call()
