"""What stands between and behind the convolutions: ReLU, the dense layer, softmax."""

import numpy as np

from helpers.arguments import whole
from helpers.layers.arrays import Array, rank, real_arrays
from helpers.layers.products import product
from helpers.layers.values import not_below_zero


def relu(x: Array) -> np.ndarray:
    """``max(0, x)``, value by value: what is negative becomes 0. Any shape, kept.

    Errors: ``ValueError`` for an empty array; ``TypeError`` where it does not hold real numbers.

    >>> relu([[-3, 0, 5]])
    array([[0, 0, 5]])

    Source: Nair & Hinton, ICML 2010.
    """
    (x,) = real_arrays(x=x)
    return not_below_zero(x)


def softmax(x: Array, axis: int = -1) -> np.ndarray:
    """Scores become shares: ``exp(x)`` divided by its sum along ``axis``. Same shape, every sum along it is 1.

    The largest score is taken away first, which changes no share and keeps ``exp`` from overflowing.

    A score of minus infinity gets the share 0.

    Errors: ``ValueError`` for an empty array, an axis that ``x`` does not have, and where the largest score is
    infinite; ``TypeError`` where ``x`` does not hold real numbers or ``axis`` is not a whole number.

    >>> softmax([2, 1, 0]).round(3)
    array([0.665, 0.245, 0.09 ])
    >>> softmax([1002, 1001, 1000]).round(3)
    array([0.665, 0.245, 0.09 ])

    Source: Goodfellow, Bengio & Courville, *Deep Learning*, equation 6.29.
    """
    (x,) = real_arrays(x=x)
    axis = whole("axis", axis)
    if not -x.ndim <= axis < x.ndim:
        raise ValueError(f"axis must be one of the {x.ndim} axes of x {x.shape}, got {axis}")
    if x.dtype.kind == "i":
        x = x.astype(np.float64)
    largest = x.max(axis=axis, keepdims=True)
    if np.isinf(largest).any():
        raise ValueError(f"x must have a largest score that is finite along axis {axis}, got {largest.max()}")
    powers = np.exp(x - largest)
    return powers / powers.sum(axis=axis, keepdims=True)


def dense(x: Array, weights: Array, bias: Array | None = None) -> np.ndarray:
    """A dense (fully connected) layer: each of the ``out`` values is a weighted sum of all ``in`` inputs.

    ``x`` is (in,) or (N, in), ``weights`` (out, in), ``bias`` (out,); the result is (out,) or (N, out). A volume
    is flattened first: ``x.reshape(-1)``, rows, then columns, then channels.

    Errors: ``ValueError`` where shapes do not match, with the shapes; ``TypeError`` for arrays that do not hold
    real numbers.

    >>> dense([1, 2, 3], [[1, 0, -1], [1, 1, 1]], bias=[10, 0])
    array([8, 6])

    Source: Goodfellow, Bengio & Courville, *Deep Learning*, equation 6.36.
    """
    if bias is None:
        x, weights = real_arrays(x=x, weights=weights)
    else:
        x, weights, bias = real_arrays(x=x, weights=weights, bias=bias)
    check_dense(x, weights)
    outputs = len(weights)
    if bias is not None and bias.shape != (outputs,):
        raise ValueError(f"bias {bias.shape} must be ({outputs},): one number for each of the {outputs} outputs")
    out = product(x, weights.T)
    return out if bias is None else out + bias


def check_dense(x, weights):
    """An error with the shapes, unless a dense layer of these ``weights`` can read ``x``: two arrays."""
    rank("x", x, {1: "(in,)", 2: "(N, in)"})
    rank("weights", weights, {2: "(out, in)"})
    inputs = weights.shape[1]
    if x.shape[-1] != inputs:
        raise ValueError(f"weights {weights.shape} take {inputs} inputs, x {x.shape} has {x.shape[-1]}")
