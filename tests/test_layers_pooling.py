"""Pooling against loops and scipy, and every kind of bad input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loops import brute
from scipy.ndimage import maximum_filter, uniform_filter

from helpers.layers import avg_pool2d, max_pool2d


@settings(deadline=None, max_examples=150, derandomize=True)
@given(st.data())
def test_pooling_agrees_with_loops(data):
    draw = data.draw
    size = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    stride = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    padding = tuple(draw(st.integers(0, f // 2)) for f in size)
    shape = draw(st.tuples(st.integers(4, 9), st.integers(4, 9), st.integers(1, 3)))
    rounding = draw(st.sampled_from(["floor", "ceil"]))
    dtype = draw(st.sampled_from([np.float32, np.float64, np.int64, np.uint8]))
    x = np.random.default_rng(draw(st.integers(0, 99))).integers(0, 200, shape).astype(dtype) - dtype(
        50 * (dtype != np.uint8)
    )
    options = {"stride": stride, "padding": padding, "rounding": rounding}
    largest = max_pool2d(x, size, **options)
    assert largest.dtype == (np.int64 if np.dtype(dtype).kind in "iu" else dtype)
    assert np.array_equal(largest, brute(x, size, stride, padding, lambda v, _: max(v), rounding))
    for counted in (False, True):
        mean = avg_pool2d(x, size, **options, count_padding=counted)
        expected = brute(x, size, stride, padding, lambda v, cells: sum(map(float, v)) / cells, rounding, counted)
        assert mean.dtype == (np.float64 if np.dtype(dtype).kind in "iu" else dtype)
        np.testing.assert_allclose(mean, expected, rtol=1e-5, atol=1e-4)


def test_pooling_agrees_with_scipy():
    x = np.random.default_rng(0).normal(size=(13, 13, 2))
    assert np.array_equal(max_pool2d(x, 3, 2), maximum_filter(x, (3, 3, 1))[1:-1:2, 1:-1:2])
    np.testing.assert_allclose(avg_pool2d(x, 3, 2), uniform_filter(x, (3, 3, 1))[1:-1:2, 1:-1:2])


def test_published_shapes():
    assert max_pool2d(np.zeros((224, 224, 64), np.float32), 2).shape == (112, 112, 64)
    for n, out in ((55, 27), (27, 13), (13, 6)):  # AlexNet
        assert max_pool2d(np.zeros((2, n, n, 1)), 3, 2).shape == (2, out, out, 1)
        with pytest.raises(ValueError, match=f"{n} cells at stride 2 .*= {n / 2:.2f}, and 1 cell is left over"):
            max_pool2d(np.zeros((n, n, 1)), 2)


def test_padding_never_wins_and_nan_stays_where_it_is_seen():
    cold = np.full((4, 4, 1), -5)
    assert (max_pool2d(cold, 2, padding=1) == -5).all() and (avg_pool2d(cold, 2, padding=1) == -5).all()
    assert avg_pool2d(cold, 2, padding=1, count_padding=True)[0, 0, 0] == -1.25
    x = np.zeros((4, 4, 2))
    x[1, 1, 0] = np.nan
    for pool in (max_pool2d, avg_pool2d):
        assert np.isnan(pool(x, 2)).tolist() == [[[True, False], [False, False]], [[False] * 2] * 2]


def test_the_input_is_left_alone_and_views_are_read_right():
    x = np.arange(48.0).reshape(4, 6, 2)
    before = x.copy()
    views = (x[::-1, ::-1], np.asfortranarray(x), x.transpose(1, 0, 2))
    for view in views:
        assert np.array_equal(max_pool2d(view, 2), max_pool2d(view.copy(), 2))
    assert np.array_equal(x, before)


@pytest.mark.parametrize(
    "arguments, error, message",
    [
        ((np.zeros((4, 4)), 2), ValueError, r"x must be \(H, W, C\) or \(N, H, W, C\), got shape \(4, 4\)"),
        ((np.zeros((4, 4, 1)), 0), ValueError, "size .*must be at least 1, got 0"),
        ((np.zeros((4, 4, 1)), 2, 0), ValueError, "stride .*must be at least 1, got 0"),
        (
            (np.zeros((4, 4, 1)), 3, 1, 2),
            ValueError,
            "padding must be at most half of the window, 1 for 3 cells, got 2",
        ),
        ((np.zeros((4, 4, 1)), 5), ValueError, "rows: a window of 5 cells is larger than the input"),
        ((np.zeros((0, 4, 1)), 2), ValueError, r"x is empty: its shape is \(0, 4, 1\)"),
        ((np.full((4, 4, 1), "a"), 2), TypeError, "x must hold real numbers"),
        ((np.zeros((4, 4, 1)), 2.5), TypeError, "size .*whole number, got 2.5"),
    ],
)
def test_bad_input_is_named_with_its_numbers(arguments, error, message):
    for pool in (max_pool2d, avg_pool2d):
        with pytest.raises(error, match=message):
            pool(*arguments)
    with pytest.raises(ValueError, match="rounding must be one of 'exact', 'floor', 'ceil', got 'up'"):
        max_pool2d(np.zeros((4, 4, 1)), 2, rounding="up")
