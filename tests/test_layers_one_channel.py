"""The correlation of one image with one filter as the browser does it, beside the plain way and SciPy."""

import numpy as np
import pytest
from memory import scratch
from scipy import signal

from helpers.layers import convolve2d, correlate2d, products
from helpers.layers.one_channel import COPIED, LONG, correlation

SIZES = [((1, 1), (1, 1)), ((5, 7), (2, 3)), ((9, 40), (4, LONG - 1)), ((9, 40), (4, LONG)), ((64, 64), (62, 62))]
LAID = {"C order": np.ascontiguousarray, "Fortran order": np.asfortranarray, "turned": lambda a: a[::-1, ::-1]}
WITHIN = {"float32": 2e-5, "float64": 1e-12, "int64": 0}  # relative to the largest output


def arrays(sizes, dtype):
    generator = np.random.default_rng(sum(sizes[1]))
    return (generator.normal(0, 9, size).astype(dtype) for size in sizes)


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("dtype", WITHIN)
@pytest.mark.parametrize("laid", LAID.values(), ids=LAID)
def test_it_agrees_with_scipy_in_every_order(sizes, dtype, laid):
    image, kernel = (laid(array) for array in arrays(sizes, dtype))
    result = correlation(image, kernel)
    exact = signal.correlate2d(image.astype(np.float64), kernel.astype(np.float64), mode="valid")
    assert result.dtype == dtype
    assert np.abs(result - exact).max() <= WITHIN[dtype] * np.abs(exact).max()


def test_it_leaves_its_arguments_and_what_lies_around_them_alone():
    image, kernel = arrays(SIZES[1], "float64")
    around, before = np.pad(image, 3), (np.pad(image, 3), kernel.copy())
    np.testing.assert_array_equal(correlation(around[3:-3, 3:-3], kernel), correlation(image, kernel))
    np.testing.assert_array_equal(around, before[0])
    np.testing.assert_array_equal(kernel, before[1])


@pytest.mark.parametrize("there", [True, False], ids=["BLAS", "no BLAS"])
@pytest.mark.parametrize("dtype", WITHIN)
def test_it_is_taken_where_no_blas_is(monkeypatch, there, dtype):
    taken = []
    monkeypatch.setattr(products, "BLAS", there)
    monkeypatch.setattr("helpers.layers.convolution.correlation", lambda *a: taken.append(a) or correlation(*a))
    image, kernel = arrays(SIZES[1], dtype)
    for way, oracle in ((correlate2d, signal.correlate2d), (convolve2d, signal.convolve2d)):
        exact = oracle(image.astype(np.float64), kernel.astype(np.float64), mode="valid")
        np.testing.assert_allclose(way(image, kernel), exact, rtol=0, atol=1e-5 * np.abs(exact).max())
    assert len(taken) == (0 if there and dtype != "int64" else 2)


@pytest.mark.parametrize("size", [(2, 2), (2, LONG)])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_is_in_the_outputs_that_see_it_and_in_no_other(size, bad):
    image = np.ones((6, 30))
    image[2, 3] = bad
    sees = signal.correlate2d((~np.isfinite(image)).astype(int), np.ones(size, int), mode="valid") > 0
    np.testing.assert_array_equal(~np.isfinite(correlation(image, np.ones(size))), sees)


def test_it_needs_less_memory_than_the_windows_hold():
    image, kernel = np.zeros((640, 640)), np.zeros((3, 3))
    assert scratch(lambda: correlation(image, kernel)) < image.nbytes + 1.1 * COPIED


@pytest.mark.parametrize("lines", [1, 2, 3, 8])
def test_lines_that_are_copied_together_change_no_output(monkeypatch, lines):
    image, kernel = arrays(SIZES[2], "float32")
    whole = correlation(image, kernel)
    monkeypatch.setattr("helpers.layers.one_channel.COPIED", lines * kernel.size * whole.shape[1] * image.itemsize)
    np.testing.assert_array_equal(correlation(image, kernel), whole)
