"""Winograd's convolution against the plain one, and where it is taken."""

import numpy as np
import pytest
from memory import scratch

from helpers.layers import conv2d, products, winograd
from helpers.layers.convolution import windows_of

RNG = np.random.default_rng(4)


def normal(*shape, dtype="float32"):
    return RNG.standard_normal(shape).astype(dtype)


@pytest.fixture
def no_blas(monkeypatch):
    monkeypatch.setattr(products, "BLAS", False)


@pytest.fixture
def always(monkeypatch):
    """Winograd's way for every layer that it can compute, however small; what it said of each is kept."""
    said, slide = [], winograd.slide
    monkeypatch.setattr(winograd, "pays", lambda x, filters, windows: True)
    monkeypatch.setattr(winograd, "slide", lambda *arguments: said.append(slide(*arguments)) or said[-1])
    return said


def plain(x, filters, padding):
    """Nine products of what lies under each place of the filter, summed in float64."""
    p = np.pad(x.astype(np.float64), [(0, 0)] * (x.ndim - 3) + [(padding, padding)] * 2 + [(0, 0)])
    height, width = p.shape[-3] - 2, p.shape[-2] - 2
    return sum(
        p[..., i : i + height, j : j + width, :] @ filters[:, i, j].T.astype(np.float64)
        for i in range(3)
        for j in range(3)
    )


@pytest.mark.parametrize("blas", [True, False])
@pytest.mark.parametrize("shape", [(3, 3, 1), (4, 5, 3), (8, 8, 16), (13, 6, 40), (2, 7, 9, 5), (3, 10, 4, 2)])
@pytest.mark.parametrize("count, padding", [(1, 0), (7, 1), (33, 2)])
@pytest.mark.parametrize("budget", [1, 20_000, 2**22])
def test_it_agrees_with_nine_products_for_all_sizes_and_budgets(
    shape, count, padding, budget, blas, always, monkeypatch
):
    monkeypatch.setattr(products, "BLAS", blas)
    monkeypatch.setattr("helpers.layers.convolution.SCRATCH", budget)
    for dtype, within in (("float32", 2e-6), ("float64", 1e-14)):
        x, filters = normal(*shape, dtype=dtype), normal(count, 3, 3, shape[-1], dtype=dtype)
        expected = plain(x, filters, padding)
        result = conv2d(x, filters, padding=padding)
        assert result.dtype == dtype
        assert np.abs(result - expected).max() <= within * plain(np.abs(x), np.abs(filters), padding).max()
    assert always and all(always)


def test_groups_a_bias_and_views_go_through_it(always, no_blas):
    x, filters, bias = normal(6, 14, 12)[::-1].transpose(1, 0, 2), normal(8, 3, 3, 6)[:, ::-1], normal(8)
    expected = np.concatenate([plain(x[..., :6], filters[:4], 1), plain(x[..., 6:], filters[4:], 1)], axis=-1) + bias
    np.testing.assert_allclose(conv2d(x, filters, bias, padding=1, groups=2), expected, atol=1e-4)
    assert always == [True, True]


def test_it_takes_16_products_for_4_outputs_where_the_plain_way_takes_36(no_blas, monkeypatch):
    counted = []
    for module in ("winograd", "convolution"):
        monkeypatch.setattr(
            f"helpers.layers.{module}.product",
            lambda a, b, out=None: counted.append(a.size * b.shape[1]) or products.product(a, b, out),
        )
    x, filters = normal(16, 16, 64), normal(64, 3, 3, 64)
    conv2d(x, filters, padding=1)
    fewer = sum(counted)
    counted.clear()
    monkeypatch.setattr(winograd, "pays", lambda *_: False)
    conv2d(x, filters, padding=1)
    assert fewer / sum(counted) == 16 / 36


TAKEN = {"n": 16, "channels": 64, "count": 64}


@pytest.mark.parametrize(
    "change, pays",
    [
        ({}, True),
        ({"dtype": "float64"}, True),
        ({"blas": True}, False),
        ({"dtype": "int64"}, False),
        ({"whole": True}, False),
        ({"f": 5}, False),
        ({"f": 1}, False),
        ({"stride": 2, "n": 33, "padding": 1}, False),
        ({"dilation": 2}, False),
        ({"dilation": (1, 2)}, False),
        ({"channels": 16, "count": 512}, False),
        ({"channels": 512, "count": 16}, False),
        ({"n": 6, "channels": 512, "count": 512}, False),  # 9 tiles
        ({"n": 8}, False),  # 2.4 million products
        ({"n": 8, "channels": 512, "count": 512}, True),
    ],
)
def test_it_is_taken_where_it_pays(change, pays, monkeypatch):
    options = TAKEN | change
    monkeypatch.setattr(products, "BLAS", options.pop("blas", False))
    n, channels, count, f = (options.pop(name, 3) for name in ("n", "channels", "count", "f"))
    dtype, whole = options.pop("dtype", "float32"), options.pop("whole", False)
    x, filters = 9 * normal(n, n, channels), normal(count, f, f, channels)
    x = (x.round() if whole else x).astype(dtype)
    options = {"stride": 1, "padding": 1, "dilation": 1, "rounding": "floor"} | options
    windows = windows_of(x, filters, *(options[name] for name in ("stride", "padding", "dilation", "rounding")))
    assert winograd.pays(x, filters, windows) is pays
    taken = []
    monkeypatch.setattr(winograd, "slide", lambda *_: taken.append(True))
    result = conv2d(x, filters, **options)
    assert bool(taken) is pays
    assert np.isfinite(result).all()  # what the slide above did not write, the plain way wrote


def test_whole_numbers_in_floats_stay_exact(no_blas):
    generator = np.random.default_rng(0)
    x, filters = generator.integers(0, 256, (16, 16, 64)), generator.integers(0, 200, (64, 3, 3, 64))
    exact = conv2d(x, filters, padding=1)
    assert 2**22 < exact.max() < 2**24  # a float32 holds them, but not all quarters on the way
    result = conv2d(x.astype(np.float32), filters.astype(np.float32), padding=1)
    np.testing.assert_array_equal(result, exact)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("where", ["x", "filters"])
def test_what_is_not_finite_comes_out_as_the_plain_way_has_it(bad, where, no_blas, monkeypatch):
    x, filters = np.abs(normal(16, 16, 64)) + 0.1, np.abs(normal(64, 3, 3, 64)) + 0.1
    (x if where == "x" else filters)[2, 1, 2] = bad
    asked = []
    slide = winograd.slide
    monkeypatch.setattr(winograd, "slide", lambda *arguments: asked.append(slide(*arguments)) or asked[-1])
    result = conv2d(x, filters, padding=1)
    assert asked == [False]
    monkeypatch.setattr(winograd, "pays", lambda *_: False)
    np.testing.assert_array_equal(result, conv2d(x, filters, padding=1))
    assert (np.isnan(result) if np.isnan(bad) else result == bad).any()
    assert np.isfinite(result).any()


def test_numbers_near_the_largest_are_summed_the_plain_way(no_blas):
    x, filters = np.full((16, 16, 64), 2.5e38, np.float32), np.full((64, 3, 3, 64), 1e-3, np.float32)
    x[::2, ::2] = 0.5
    assert np.isfinite(conv2d(x, filters)).all()


def test_a_window_of_zeros_gives_zero_beside_others(no_blas):
    x = normal(16, 16, 64)
    x[:, 5:] = 0
    filters = normal(64, 3, 3, 64)
    assert winograd.pays(x, filters, windows_of(x, filters, 1, 1, 1, "exact"))
    result = conv2d(x, filters, padding=1)
    assert not result[:, 6:].any()
    assert result[:, :6].all()


def test_what_is_made_at_a_time_keeps_to_the_budget(no_blas):
    for n, channels, count in ((64, 64, 64), (16, 256, 256), (8, 512, 512)):
        volumes, filters = normal(1, n + 2, n + 2, channels), normal(count, 3, 3, channels)
        out = np.empty((1, n, n, count), np.float32)
        assert scratch(lambda: winograd.slide(volumes, filters, out, 2**22) and out[:0]) <= 1.3 * 2**22  # noqa: B023
