"""The product of two matrices, with BLAS and without, as in the browser."""

import importlib

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from helpers.layers import conv2d, dense, products
from helpers.layers.products import product

SHAPES = [((1, 1), 1), ((7, 5), 3), ((40, 27), 64), ((3, 600), 50), ((300, 9), 1), ((5,), 3), ((300,), 7)]
LAID = {"C order": np.ascontiguousarray, "Fortran order": np.asfortranarray, "backwards": lambda a: a[..., ::-1]}


@pytest.mark.parametrize("shape, columns", SHAPES)
@pytest.mark.parametrize("dtype", ["float32", "float64", "int64"])
@pytest.mark.parametrize("a_laid", LAID.values(), ids=LAID)
@pytest.mark.parametrize("b_laid", LAID.values(), ids=LAID)
def test_it_is_the_product_in_either_way_and_order(both_products, shape, columns, dtype, a_laid, b_laid):
    generator = np.random.default_rng(len(shape) + columns)
    a, b = (
        a_laid(generator.normal(0, 99, shape).astype(dtype)),
        b_laid(generator.normal(0, 99, (shape[-1], columns)).astype(dtype)),
    )
    exact = np.dot(a.astype(np.float64), b.astype(np.float64))
    within = {"float32": 2e-6, "float64": 1e-14, "int64": 0}[dtype] * np.abs(exact).max()
    out = np.full((2, *exact.shape), 9, dtype)
    for result in (product(a, b), product(a, b, out=out[1]) if a.ndim == 2 else product(a, b)):
        assert result.dtype == dtype
        assert result.shape == exact.shape
        assert result.flags.c_contiguous
        assert np.abs(result - exact).max() <= within
    assert np.shares_memory(result, out) == (a.ndim == 2)
    assert (out[0] == 9).all()


def test_it_writes_into_some_columns_of_more(both_products):
    a, b = np.arange(12.0).reshape(4, 3), np.arange(6.0).reshape(3, 2)
    out = np.zeros((4, 5))
    product(a, b, out=out[:, 1:3])
    np.testing.assert_array_equal(out[:, 1:3], [[10, 13], [28, 40], [46, 67], [64, 94]])
    assert not out[:, [0, 3, 4]].any()


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_stays_in_its_row(both_products, bad):
    a = np.ones((40, 30), np.float32)
    a[7, 11] = bad
    with np.errstate(invalid="ignore"):  # BLAS warns of an infinity
        result = product(a, np.ones((30, 20), np.float32))
    assert (result[7] == bad).all() or (np.isnan(result[7]).all() and np.isnan(bad))
    assert (np.delete(result, 7, axis=0) == 30).all()


def test_blas_is_taken_for_floats_where_numpy_has_one_and_einsum_else(monkeypatch):
    taken = set()
    for name in ("matmul", "dot", "einsum"):
        real = getattr(np, name)
        monkeypatch.setattr(np, name, lambda *a, name=name, real=real, **k: taken.add(name) or real(*a, **k))
    for there, dtype in ((True, "float32"), (True, "int64"), (False, "float32")):
        monkeypatch.setattr(products, "BLAS", there)
        x, filters = np.ones((6, 6, 2), dtype), np.ones((3, 3, 3, 2), dtype)
        for layer, way in ((lambda: conv2d(x, filters), "matmul"), (lambda: dense(x[0, 0], x[0]), "dot")):  # noqa: B023
            taken.clear()
            layer()
            assert taken == {way if there and dtype == "float32" else "einsum"}


def test_whether_there_is_a_blas_is_what_numpy_was_built_with(monkeypatch):
    importlib.reload(products)
    assert not threadpool_info() or any(i["user_api"] == "blas" for i in threadpool_info()) == products.BLAS
    for blas, there in (({"name": "auto"}, False), ({"name": "scipy-openblas", "found": True}, True)):
        with monkeypatch.context() as patch:  # the first is Pyodide's answer, the second that of NumPy's wheels
            patch.setattr(np, "show_config", lambda mode, blas=blas: {"Build Dependencies": {"blas": blas}})
            assert importlib.reload(products).BLAS is there
    importlib.reload(products)
