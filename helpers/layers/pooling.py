"""Pooling: a window that keeps the largest value of a map, or the mean."""

import numpy as np

from helpers.arguments import pair
from helpers.layers.arrays import Array, Pair, allowed, rank, real_arrays
from helpers.layers.values import ordered_bits
from helpers.shapes import Windows


def max_pool2d(
    x: Array, size: Pair, stride: Pair | None = None, padding: Pair = 0, *, rounding: str = "exact"
) -> np.ndarray:
    """The largest value in every window, of each channel on its own.

    ``x`` is (H, W, C) or (N, H, W, C), the result (H', W', C) or (N, H', W', C) with H', W' from
    ``output_size``. ``size``, ``stride`` (None: the size) and ``padding`` take one number or a pair (rows,
    columns). Padding never wins. A window that sees a NaN gives NaN; whole numbers stay int64.

    Errors: ``ValueError`` where the windows do not fit, with the numbers, or padding is more than half the
    window; ``TypeError`` for an array that does not hold real numbers.

    >>> max_pool2d([[[1], [1], [2], [4]], [[5], [6], [7], [8]]], 2)[..., 0]
    array([[6, 8]])
    >>> max_pool2d(np.zeros((224, 224, 64)), 2).shape      # the first pool of VGG
    (112, 112, 64)

    Source: Krizhevsky et al., NIPS 2012, section 3.4; for the rounding, PyTorch's ``max_pool2d``.
    """
    return largest(*pool_arguments(x, size, stride, padding, rounding))


def avg_pool2d(
    x: Array,
    size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    *,
    count_padding: bool = False,
    rounding: str = "exact",
) -> np.ndarray:
    """The mean of every window, of each channel on its own; float64 for whole numbers.

    As ``max_pool2d``. The mean is taken over the cells of the input alone; with ``count_padding``, the zeros of
    the padding count too, as PyTorch's default has it (what "ceil" adds behind the padding never counts).

    >>> avg_pool2d([[[1], [1], [2], [4]], [[5], [6], [7], [8]]], 2)[..., 0]
    array([[3.25, 5.25]])

    Source: PyTorch's ``avg_pool2d``.
    """
    x, windows = pool_arguments(x, size, stride, padding, rounding)
    if x.dtype.kind != "f":
        x = x.astype(np.float64)
    rows, columns = (cells_of(w, count_padding) for w in windows)
    cells = np.multiply.outer(rows, columns)[..., None].astype(x.dtype)
    return _slide(np.add, x, windows, 0) / cells


def pool_arguments(x, size, stride, padding, rounding) -> tuple[np.ndarray, list[Windows]]:
    """``x`` as an array, and the windows along its rows and columns."""
    (x,) = real_arrays(x=x)
    rank("x", x, {3: "(H, W, C)", 4: "(N, H, W, C)"})
    size, padding = pair("size", size, 1), pair("padding", padding, 0)
    stride = size if stride is None else pair("stride", stride, 1)
    windows = []
    for axis, n, f, s, p in zip(("rows", "columns"), x.shape[-3:-1], size, stride, padding, strict=True):
        windows.append(allowed(axis, Windows(n, f, s, p, rounding=rounding, pooling=True)))
    return x, windows


def largest(x, windows):
    """The largest value in each of the ``windows`` on the array ``x``."""
    values = ordered_bits(x)
    lowest = -np.inf if values.dtype.kind == "f" else np.iinfo(values.dtype).min
    return _slide(np.maximum, values, windows, lowest).view(x.dtype)


def _slide(combine, x, windows, fill):
    """``combine`` all values of each window: first those of a column, then what the columns gave."""
    for axis, w in zip((-3, -2), windows, strict=True):
        behind = w.padding + w.past_end
        if behind:
            sides = [(0, 0)] * x.ndim
            sides[axis] = w.padding, behind
            x = np.pad(x, sides, constant_values=fill)
        reach = w.starts[-1] + 1
        places = [
            x[..., first : first + reach : w.stride, *[slice(None)] * (-1 - axis)] for first in range(w.f)
        ]  # of all windows at once: what lies first in each, then what lies second
        result = combine(*places[:2]) if w.f > 1 else places[0].copy()
        for place in places[2:]:
            combine(result, place, out=result)
        x = result
    return np.ascontiguousarray(x)


def cells_of(windows, count_padding):
    """How many cells along one axis each window takes the mean of."""
    p, n = windows.padding, windows.n
    first, end = (0, n + 2 * p) if count_padding else (p, p + n)
    starts = np.array(windows.starts)
    return np.minimum(starts + windows.f, end) - np.maximum(starts, first)
