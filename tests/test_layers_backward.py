"""The way back through every layer, against nudging each number, and every kind of bad input."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loops import nudged, starts
from memory import scratch

from helpers.layers import (
    avg_pool2d,
    avg_pool2d_backward,
    conv2d,
    conv2d_backward,
    convolve2d,
    correlate2d,
    dense,
    dense_backward,
    max_pool2d,
    max_pool2d_backward,
    relu,
    relu_backward,
    softmax,
    softmax_cross_entropy,
)
from helpers.layers.backward import SCRATCH

pytestmark = pytest.mark.usefixtures("both_products")

RNG = np.random.default_rng(16)


def assert_goes_back(forward, backward, *arrays):
    """``backward(errors, *arrays)`` are the slopes of ``sum(errors * forward(*arrays))`` for each of the arrays."""
    errors = RNG.normal(size=forward(*arrays).shape)
    for k, (array, slopes) in enumerate(zip(arrays, backward(errors, *arrays), strict=True)):

        def loss(one, k=k):
            return (forward(*arrays[:k], one, *arrays[k + 1 :]) * errors).sum()

        assert slopes.shape == array.shape and slopes.dtype == array.dtype
        np.testing.assert_allclose(slopes, nudged(loss, array), rtol=1e-6, atol=1e-8)


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.data())
def test_a_convolution_goes_back_as_nudging_says(data):
    draw, two = data.draw, lambda least, most: st.tuples(*[st.integers(least, most)] * 2)
    groups, size, dilation = draw(st.integers(1, 2)), draw(two(1, 3)), draw(two(1, 2))
    options = {"stride": draw(two(1, 3)), "padding": draw(two(0, 2)), "dilation": dilation, "groups": groups}
    options["rounding"] = draw(st.sampled_from(["floor", "ceil"]))
    rows, columns = ((f - 1) * d + draw(st.integers(1, 3)) for f, d in zip(size, dilation, strict=True))
    batch = draw(st.sampled_from([(), (2,)]))
    x = RNG.normal(size=(*batch, rows, columns, 2 * groups))
    filters, bias = RNG.normal(size=(3 * groups, *size, 2)), RNG.normal(size=3 * groups)
    assert_goes_back(
        lambda x, filters, bias: conv2d(x, filters, bias, **options),
        lambda errors, x, filters, bias: conv2d_backward(errors, x, filters, **options),
        x,
        filters,
        bias,
    )


def test_what_correlates_forward_convolves_backward():
    x, a, errors = RNG.normal(size=(7, 7)), RNG.normal(size=(3, 3)), RNG.normal(size=(5, 5))
    of_x, of_filter, of_bias = conv2d_backward(errors[..., None], x[..., None], a[None, ..., None])
    np.testing.assert_allclose(of_x[..., 0], convolve2d(errors, a, mode="full"))
    assert not np.allclose(of_x[..., 0], convolve2d(errors, a[::-1, ::-1], mode="full"))
    np.testing.assert_allclose(of_filter[0, ..., 0], correlate2d(x, errors))
    np.testing.assert_allclose(of_bias, [errors.sum()])


def test_cells_that_no_window_reads_hear_nothing():
    ones = np.ones((7, 7, 1))
    of_x, _, _ = conv2d_backward(np.ones((2, 2, 1)), ones, np.ones((1, 3, 3, 1)), stride=3, rounding="floor")
    assert (of_x == 0).sum() == 13 and (of_x[6] == 0).all() and (of_x[:, 6] == 0).all()


@pytest.mark.parametrize("lines", [1, 3, 7, 14, 27])  # 7 are an image, 14 two of the five, 27 more than three
def test_how_much_is_done_at_a_time_changes_nothing(lines, monkeypatch):
    x, filters = RNG.normal(size=(5, 9, 8, 2)), RNG.normal(size=(3, 3, 3, 2))
    errors = RNG.normal(size=(5, 7, 6, 3))
    whole = conv2d_backward(errors, x, filters)
    monkeypatch.setattr("helpers.layers.backward.SCRATCH", lines * 6 * (18 + 3) * 8)
    for one, other in zip(whole, conv2d_backward(errors, x, filters), strict=True):
        np.testing.assert_allclose(one, other)


@pytest.mark.parametrize(
    "shape, kernels, f, options",
    [
        ((224, 224, 3), 64, 3, {"padding": 1}),  # VGG's first layer, and wider ones
        ((56, 56, 256), 256, 3, {"padding": 1}),
        ((14, 14, 512), 512, 3, {"padding": 1}),
        ((227, 227, 3), 96, 11, {"stride": 4}),  # AlexNet CONV1
        ((27, 27, 96), 256, 5, {"padding": 2, "groups": 2}),  # AlexNet CONV2
        ((56, 56, 256), 256, 1, {}),  # VGG-C's 1x1
        ((3, 112, 112, 64), 64, 3, {"padding": 1}),  # a batch takes no more than one image
        ((256, 32, 32, 1), 6, 5, {}),  # LeNet's C1, and C3: small images go together, as many as SCRATCH holds
        ((512, 14, 14, 6), 16, 5, {}),
    ],
)
def test_scratch_memory_is_within_two_padded_inputs_the_copied_windows_and_the_filters(shape, kernels, f, options):
    x = np.zeros(shape, np.float32)
    filters = np.zeros((kernels, f, f, shape[-1] // options.get("groups", 1)), np.float32)
    errors = np.zeros_like(conv2d(x, filters, **options))
    one = (shape[-3] + 2 * options.get("padding", 0)) ** 2 * shape[-1] * x.itemsize
    together = max(1, SCRATCH // (errors[..., 0].size // len(x) * filters[0].nbytes)) if x.ndim == 4 else 1
    copied = errors.nbytes if "groups" in options else 0  # the errors of a group's filters lie between the others'
    allowed = 2 * together * one + SCRATCH + filters.nbytes + copied
    assert scratch(lambda: conv2d_backward(errors, x, filters, **options)) <= 1.02 * allowed


def test_whole_numbers_stay_whole_and_float32_stays_float32():
    x, filters, errors = np.ones((4, 4, 1), np.uint8), np.ones((1, 3, 3, 1), np.int8), np.ones((2, 2, 1), int)
    assert [slopes.dtype for slopes in conv2d_backward(200 * errors, x, filters)] == [np.int64] * 3
    assert conv2d_backward(200 * errors, x, filters)[0].max() == 800
    single = [a.astype(np.float32) for a in (errors, x, filters)]
    assert [slopes.dtype for slopes in conv2d_backward(*single)] == [np.float32] * 3


# --- pooling


@settings(deadline=None, max_examples=80, derandomize=True)
@given(st.data())
def test_pooling_goes_back_as_nudging_says(data):
    draw, two = data.draw, lambda least, most: st.tuples(*[st.integers(least, most)] * 2)
    size = draw(two(1, 3))
    options = {"stride": draw(two(1, 3)), "padding": tuple(draw(st.integers(0, f // 2)) for f in size)}
    options["rounding"] = draw(st.sampled_from(["floor", "ceil"]))
    shape = (*draw(st.sampled_from([(), (2,)])), *draw(two(3, 6)), 2)
    x = RNG.permutation(np.prod(shape)).reshape(shape) / 10  # no two are alike
    assert_goes_back(
        lambda x: max_pool2d(x, size, **options),
        lambda errors, x: [max_pool2d_backward(errors, x, size, **options)],
        x,
    )
    for counted in (False, True):
        options["count_padding"] = counted
        assert_goes_back(
            lambda x: avg_pool2d(x, size, **options),
            lambda errors, x: [avg_pool2d_backward(errors, x, size, **options)],
            x,
        )


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.data())
def test_where_several_are_largest_the_first_one_hears(data):
    draw = data.draw
    n, f, s = draw(st.integers(4, 7)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    p = draw(st.integers(0, f // 2))
    x = RNG.integers(0, 3, (n, n, 1)).astype(draw(st.sampled_from([int, float])))
    x = np.where(x == 0, -np.inf, x) if x.dtype == float else x  # the padding is no cell, though it is as small
    places = starts(n, f, s, p)
    errors = RNG.integers(1, 100, (len(places), len(places), 1))
    heard = np.zeros(x.shape, x.dtype)
    for i, top in enumerate(places):
        for j, left in enumerate(places):
            cells = [
                (r, c) for r in range(top, top + f) for c in range(left, left + f) if 0 <= min(r, c) <= max(r, c) < n
            ]
            heard[max(cells, key=lambda cell: x[(*cell, 0)])] += errors[i, j]
    assert np.array_equal(max_pool2d_backward(errors, x, f, s, p, rounding="floor"), heard)


def test_a_nan_that_won_hears():
    x = np.array([[1, np.nan], [np.nan, 4]])[..., None]
    assert max_pool2d_backward([[[5]]], x, 2)[..., 0].tolist() == [[0, 5], [0, 0]]


# --- what stands between and behind


def test_relu_dense_and_loss_go_back_as_nudging_says():
    x = RNG.normal(size=(3, 4))
    assert_goes_back(relu, lambda errors, x: [relu_backward(errors, x)], x)
    weights, bias = RNG.normal(size=(2, 4)), RNG.normal(size=2)
    for rows in (x, x[0]):
        assert_goes_back(
            dense, lambda errors, rows, weights, bias: dense_backward(errors, rows, weights), rows, weights, bias
        )
    for scores, labels in ((x, [3, 0, 1]), (x[0], 2)):
        loss, slopes = softmax_cross_entropy(scores, labels)
        np.testing.assert_allclose(
            loss, -np.log(softmax(scores).reshape(-1, 4)[np.arange(np.size(labels)), labels]).mean()
        )
        np.testing.assert_allclose(
            slopes, nudged(lambda s, at=labels: softmax_cross_entropy(s, at)[0], scores), atol=1e-9
        )


def test_what_a_closed_relu_hears_is_0_whatever_it_is():
    errors = np.array([np.inf, -np.inf, np.nan, -3, -3, np.nan], np.float32)
    heard = relu_backward(errors, np.array([-1, 0, -2, -1, 1, 2], np.float32))
    np.testing.assert_array_equal(heard, np.array([0, 0, 0, 0, -3, np.nan], np.float32))
    assert not np.signbit(heard[:4]).any()


def test_a_share_too_small_to_write_has_a_loss_all_the_same():
    loss, slopes = softmax_cross_entropy([0, -2000], 1)
    assert loss == 2000 and slopes.tolist() == [1, -1]


def test_probability_minus_one_at_the_right_class():
    _, slopes = softmax_cross_entropy(np.zeros((2, 4), np.float32), np.array([0, 3], np.uint8))
    assert slopes.dtype == np.float32
    assert (2 * slopes).tolist() == [[-0.75, 0.25, 0.25, 0.25], [0.25, 0.25, 0.25, -0.75]]


# --- PyTorch

TORCH = json.loads(Path(__file__).with_name("autograd.json").read_text("utf-8"))


@pytest.mark.parametrize("case", TORCH["cases"], ids=lambda case: f"{case['layer']}-{case.get('options')}")
def test_the_slopes_are_those_of_pytorchs_autograd(case):
    """Asked once, by the script that the file names, on numbers many of which are equal."""
    x, errors, options = np.array(case["x"], float), np.array(case["errors"], float), case.get("options", {})
    more = [np.array(case[name], float) for name in ("filters", "weights") if name in case]
    if case["layer"] == "softmax_cross_entropy":
        loss, *slopes = softmax_cross_entropy(x, case["labels"])
        np.testing.assert_allclose(loss, case["loss"])
    elif case["layer"] == "conv2d":
        slopes = conv2d_backward(errors, x, *more, **options, rounding="floor")
    else:
        backward = {"max_pool2d": max_pool2d_backward, "avg_pool2d": avg_pool2d_backward}
        backward |= {"relu": relu_backward, "dense": dense_backward}
        slopes = backward[case["layer"]](errors, x, *more, **options)
    slopes = [slopes] if isinstance(slopes, np.ndarray) else slopes
    assert len(slopes) == len(case["slopes"])
    for ours, theirs in zip(slopes, case["slopes"].values(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)


# --- bad input

X, FILTERS = np.ones((7, 7, 1)), np.ones((2, 3, 3, 1))
SHAPE = r"errors \({}\) must have the shape of the output, \({}\)"


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda: conv2d_backward(np.ones((5, 5, 1)), X, FILTERS), ValueError, SHAPE.format("5, 5, 1", "5, 5, 2")),
        (lambda: conv2d_backward(np.ones((5, 5, 2)), X, FILTERS, stride=3), ValueError, "stride 3"),
        (lambda: conv2d_backward("e", X, FILTERS), TypeError, "errors must hold real numbers"),
        (lambda: conv2d_backward(np.ones((5, 5, 2)), X, FILTERS, groups=2), ValueError, "groups = 2 must divide"),
        (lambda: max_pool2d_backward(np.ones((2, 2, 1)), X, 3, 2), ValueError, SHAPE.format("2, 2, 1", "3, 3, 1")),
        (lambda: avg_pool2d_backward(np.ones((2, 2, 1)), X, 3, 2), ValueError, SHAPE.format("2, 2, 1", "3, 3, 1")),
        (lambda: avg_pool2d_backward(np.ones((2, 2, 1)), X, 2), ValueError, "left over"),
        (lambda: relu_backward([1, 2], [1]), ValueError, SHAPE.format("2,", "1,")),
        (lambda: dense_backward([1], [1, 2], [[1, 2, 3]]), ValueError, r"take 3 inputs, x \(2,\) has 2"),
        (lambda: dense_backward([1, 2], [1, 2], [[1, 2]]), ValueError, SHAPE.format("2,", "1,")),
        (lambda: softmax_cross_entropy([1, 2], 2), ValueError, "labels must be classes from 0 to 1, got 2"),
        (lambda: softmax_cross_entropy([1, 2], -1), ValueError, "labels must be classes from 0 to 1, got -1"),
        (lambda: softmax_cross_entropy([[1, 2]], 1), ValueError, r"labels \(\) must be \(1,\)"),
        (lambda: softmax_cross_entropy([[1, np.inf]], [0]), ValueError, "scores must have a largest one .* got inf"),
        (lambda: softmax_cross_entropy([[1, 2]], [[0], [0, 1]]), ValueError, "labels is not an array of numbers"),
        (lambda: softmax_cross_entropy([1, 2], 1.0), TypeError, "labels must be whole numbers, got dtype float64"),
        (lambda: softmax_cross_entropy(3, 0), ValueError, r"scores must be \(K,\) or \(N, K\)"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_its_numbers(call, error, words):
    with pytest.raises(error, match=words):
        call()
