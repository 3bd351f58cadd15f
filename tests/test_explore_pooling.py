"""Pooling against brute force, and its explorer against plain counting."""

import itertools
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legible import assert_legible
from scipy.ndimage import maximum_filter, uniform_filter

from helpers.draw import draw_pooling
from helpers.explore import explore_pooling
from helpers.layers import avg_pool2d, max_pool2d

SLIDE = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])
RANGES = {"n": range(2, 9), "size": range(1, 5), "stride": range(1, 5), "padding": range(3)}


def starts(n, f, s, p, rounding="floor"):
    """Every window by trying every cell, in input coordinates; with "ceil" also one that only starts inside."""
    last = n - 1 if rounding == "ceil" else n + p - f
    found = [x for x in range(-p, n + p) if (x + p) % s == 0 and x <= max(last, n + p - f)]
    inside = [x for x in found if x + f <= n + p]
    if rounding == "ceil" and (not inside or inside[-1] + f < n + p):
        inside += [x for x in found if x not in inside][:1]
    return inside


def brute(x, size, stride, padding, reduce, rounding="floor", count_padding=False):
    """Loops over windows and cells; ``reduce`` gets the values of the input that a window sees, and its cells."""
    (f1, f2), (s1, s2), (p1, p2) = size, stride, padding
    height, width, channels = x.shape
    tops, lefts = starts(height, f1, s1, p1, rounding), starts(width, f2, s2, p2, rounding)
    out = np.empty((len(tops), len(lefts), channels))
    for (a, top), (b, left), c in itertools.product(enumerate(tops), enumerate(lefts), range(channels)):
        cells = [(i, j) for i in range(top, top + f1) for j in range(left, left + f2)]
        values = [x[i, j, c] for i, j in cells if 0 <= i < height and 0 <= j < width]
        counted = [1 for i, j in cells if i < height + p1 and j < width + p2] if count_padding else values
        out[a, b, c] = reduce(values, len(counted))
    return out


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


def test_every_combination_of_sliders_draws_and_explains():
    explorer = explore_pooling(image="digits")
    for values in itertools.product(*RANGES.values(), ("max", "average")):
        state = dict(zip([*RANGES, "kind"], values, strict=True))
        with explorer.controls["step"].hold_sync():
            for name, value in state.items():
                explorer.controls[name].value = value
        n, size, stride, padding, kind = state.values()
        x = explorer.controls["image"].matrix(n)[..., None]
        picture, verdict = explorer.picture, explorer.verdict
        ET.fromstring(picture.svg)
        if 2 * padding > size:
            assert len(picture.alts) == 1 and "more than half" in verdict
            continue
        tops = starts(n, size, stride, padding)
        assert len(picture.alts) == max(1, len(tops) ** 2)
        if not tops:
            assert "is larger than the" in verdict
            continue
        reduce = (lambda v, _: max(v)) if kind == "max" else (lambda v, _: sum(v) / len(v))
        expected = brute(x, (size,) * 2, (stride,) * 2, (padding,) * 2, reduce)[..., 0]
        for k, (i, j) in ((0, (0, 0)), (len(tops) ** 2 - 1, (len(tops) - 1,) * 2)):
            assert f"output row {i}, column {j} is" in picture.alts[k]
            (said,) = re.findall(r"column \d+ is (-?[\d.]+),", picture.alts[k])
            assert float(said) == pytest.approx(expected[i, j], abs=0.051)
        left_over = n + padding - (tops[-1] + size)
        assert (
            ("left over" in verdict and "PyTorch" in verdict) if left_over else f"become {len(tops) ** 2}" in verdict
        )


@pytest.mark.parametrize(
    "n, size, stride, padding, kind, shift",
    [(4, 2, 2, 0, "max", 0), (8, 4, 1, 2, "average", 3), (5, 2, 2, 0, "max", 0), (8, 1, 1, 0, "max", 1),
     (2, 4, 1, 0, "max", 0), (7, 3, 2, 0, "average", 2), (8, 2, 3, 1, "max", 3), (4, 2, 2, 2, "max", 0)],
)  # fmt: skip
def test_every_picture_is_legible_and_within_its_budget(n, size, stride, padding, kind, shift):
    image = np.random.default_rng(1).integers(-9, 10, (n, n))
    picture = draw_pooling(image, size, stride, padding, kind, shift, editable=True)
    assert len(picture.svg.encode()) <= 300_000
    for k in {0, len(picture.alts) - 1}:
        assert len(picture.at(k).encode()) <= 40_000
        assert_legible(picture, k)


def test_a_shift_that_changes_nothing_is_told_from_one_that_does():
    explorer = explore_pooling(image="dot")  # the 9 stands in row 2, column 2
    said = []
    for shift in (1, 2):
        explorer.controls["shift"].value = shift
        said.append(re.findall(r"(\d+) of the 4 outputs changed", explorer.verdict))
    assert said == [["0"], ["1"]]


def test_a_typed_cell_moves_with_the_shift_and_zeros_that_came_in_are_refused():
    explorer = explore_pooling(shift=1)
    explorer.controls["step"]._handle_custom_msg({"grid": "image", "row": 0, "column": 2, "value": "9"}, [])
    assert explorer.controls["image"].matrix(4)[0, 1] == 9
    explorer.controls["step"]._handle_custom_msg({"grid": "image", "row": 0, "column": 0, "value": "9"}, [])
    assert "Nothing has changed" in explorer.verdict and explorer.controls["image"].matrix(4)[0, 0] == 1


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"n": 9}, "n must be at most 8 here, got 9"),
        ({"kind": "sum"}, "kind must be one of 'max', 'average', got 'sum'"),
        ({"image": "horse"}, "image must be one of"),
        ({"shift": 4}, "shift must be at most 3 here, got 4"),
    ],
)
def test_bad_arguments_are_named_with_their_numbers(arguments, message):
    with pytest.raises(ValueError, match=message):
        explore_pooling(**arguments)
    with pytest.raises(ValueError, match=r"image must be square, \(N, N\), got shape \(2, 3\)"):
        draw_pooling(np.zeros((2, 3)))
