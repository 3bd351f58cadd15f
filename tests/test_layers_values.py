"""Choices value by value: without BLAS, as in the browser, they are those of the plain forms to the last bit."""

import numpy as np
import pytest

from helpers.layers import max_pool2d, max_pool2d_backward, products, relu, relu_backward, values

KINDS = {
    "anything": [0, -0.0, np.nan, -np.nan, np.inf, -np.inf, 1, -1, 0.5],
    "no sign": [0, np.nan, np.inf, 1, 0.5],
    "what a ReLU leaves": [0, np.inf, 1, 0.5, 1e-40],
}


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64"])
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize(
    "layer",
    [
        relu,
        lambda x: max_pool2d(x, 2),
        lambda x: max_pool2d(x[:, 1:, ::-1][:, :, 1:], 3, 2),
        lambda x: max_pool2d(x, 3, 1, 1),
        lambda x: relu_backward(x[::-1], x),
        lambda x: max_pool2d_backward(x[::-1, :4, :4], x, 2),
    ],
)
def test_they_are_the_same_without_blas(monkeypatch, layer, kind, dtype):
    if dtype == "int64":
        kind = [-3, -1, 0, 2, 7]
    x = np.random.default_rng(0).choice(np.array(kind, dtype), (2, 8, 8, 3))
    found = []
    for there in (True, False):
        monkeypatch.setattr(products, "BLAS", there)
        found.append(layer(x.copy()))
    plain, other = found
    assert plain.dtype == other.dtype == dtype
    assert plain.tobytes() == other.tobytes()


@pytest.mark.parametrize("x, whole", [([0, 1, np.inf], True), ([-0.0, 1, 2], False), ([np.nan, 1, 2], False)])
def test_bits_are_compared_where_their_order_is_that_of_the_values(monkeypatch, x, whole):
    monkeypatch.setattr(products, "BLAS", False)
    assert (values.ordered_bits(np.array(x, np.float32)).dtype == np.uint32) == whole
    monkeypatch.setattr(products, "BLAS", True)
    assert values.ordered_bits(np.array(x)).dtype == np.float64
