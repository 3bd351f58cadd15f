"""The way back through a convolution, a pool or a ReLU on a small input: who hears of which error, and how loudly."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from helpers.arguments import one_of
from helpers.layers import (
    avg_pool2d,
    avg_pool2d_backward,
    conv2d,
    conv2d_backward,
    max_pool2d,
    max_pool2d_backward,
    relu,
    relu_backward,
)
from helpers.layers.arrays import finite
from helpers.shapes import Windows
from helpers.trace.windows import gather, square

OPERATIONS = ("convolution", "ReLU", "max pool", "average pool")
POOLS = {"max pool": (max_pool2d, max_pool2d_backward), "average pool": (avg_pool2d, avg_pool2d_backward)}


@dataclass(frozen=True, eq=False)
class Backward:
    """Through one operation from an ``image`` (N, N) to ``outputs`` (M, M), and back with their ``errors``.

    ``seen`` (M*M, F, F) is what each window reads, and ``inside`` says which of it is no padding. ``local``, of the
    same shape, is the slope of each output for each cell of its window: a convolution's weights, 1 for a maximum's
    winner, the equal parts of a mean, 1 where a ReLU's input is above 0. ``of_input`` (N, N) and ``of_weights``
    (F, F) are the slopes of the loss; ``of_weights`` and ``weights`` are None where the operation has none.
    ``reached`` (M*M, F, F) says which cells of its window an error can reach, ``hears`` (N, N) which input cells
    any error can. M may be 0.
    """

    operation: str
    windows: Windows
    image: np.ndarray
    weights: np.ndarray | None
    outputs: np.ndarray
    errors: np.ndarray
    seen: np.ndarray
    inside: np.ndarray
    local: np.ndarray
    of_input: np.ndarray
    of_weights: np.ndarray | None
    reached: np.ndarray
    hears: np.ndarray

    @property
    def to_inputs(self):
        """What each error hands to each cell of its window: (M*M, F, F)."""
        return self.errors.reshape(-1, 1, 1) * self.local

    @property
    def to_weights(self):
        """What each error hands to each weight: (M*M, F, F)."""
        return self.errors.reshape(-1, 1, 1) * self.seen


@dataclass(frozen=True, eq=False)
class Sums:
    """What comes back to each cell of a matrix: one sum of products a cell, (steps, Q, Q).

    ``told`` are errors, ``factors`` what each is multiplied by, ``there`` where there is an error at all; ``totals``
    (steps,) are the sums. ``first`` (steps, 2) is the output, row and column, in the upper left corner of the table.
    """

    told: np.ndarray
    factors: np.ndarray
    there: np.ndarray
    totals: np.ndarray
    first: np.ndarray

    @property
    def products(self):
        return np.where(self.there, self.told * self.factors, 0)


def windows_for(operation, n, f, stride=1, padding=0):
    """The ``Windows`` of an operation along one axis; a ReLU has one for each cell, whatever the others are.

    Errors: ``ValueError`` for another operation; as ``Windows``.

    >>> windows_for("convolution", 7, 3, stride=2).count, windows_for("ReLU", 7, 3, stride=2).count
    (3, 7)
    """
    if one_of("operation", operation, OPERATIONS) == "ReLU":
        return Windows(n, 1)
    return Windows(n, f, stride, padding, pooling=operation in POOLS)


def go_back(image, kernel, errors, operation="convolution", stride=1, padding=0):
    """The ``Backward`` of ``errors`` (M, M): the arguments are those of ``draw_backward``.

    Errors: ``ValueError`` where image or kernel is not square, ``errors`` has not the shape of the output, or for
    another operation; ``TypeError`` and ``ValueError`` as in ``Windows``.

    >>> trace = go_back([[1, 2], [3, 4]], [[5]], [[1, 0], [0, 2]])
    >>> trace.of_input.tolist(), trace.of_weights.tolist()
    ([[5, 0], [0, 10]], [[9]])
    """
    image, kernel = square("image", image), square("kernel", kernel)
    windows = windows_for(operation, len(image), len(kernel), stride, padding)
    m, f, p = len(windows.starts), windows.f, windows.padding
    errors = finite("errors", errors) if m else np.zeros((0, 0), int)
    if errors.shape != (m, m):
        raise ValueError(f"errors must have the shape of the output, {(m, m)}, got {errors.shape}")
    seen, inside = (gather(np.pad(x, p), windows) for x in (image, np.ones(image.shape, bool)))
    local = _local(operation, seen, inside, kernel)
    outputs, of_input, of_weights = errors, np.zeros(image.shape, int), np.zeros(kernel.shape, int)
    if m:
        outputs, of_input, of_weights = _both_ways(operation, image, kernel, errors, windows)
    reached = inside if operation in ("convolution", "average pool") else inside & (local > 0)
    hears = np.zeros((windows.length,) * 2, bool)
    for (top, left), cells in zip(product(windows.starts, repeat=2), reached, strict=True):
        hears[top : top + f, left : left + f] |= cells
    weights, of_weights = (kernel, of_weights) if operation == "convolution" else (None, None)
    arrays = image, weights, outputs, errors, seen, inside, local, of_input, of_weights, reached
    return Backward(operation, windows, *arrays, hears[p : p + windows.n, p : p + windows.n])


def _local(operation, seen, inside, kernel):
    """The slope of each output for each cell of its window: (M*M, F, F)."""
    if operation == "convolution":
        return np.broadcast_to(kernel, seen.shape)
    if operation == "ReLU":
        return (seen > 0).astype(int)
    if operation == "average pool":
        return inside / np.maximum(inside.sum(axis=(1, 2), keepdims=True), 1)
    cells = seen.shape[1] * seen.shape[2]
    values = np.where(inside, seen, -np.inf).reshape(-1, cells)
    return (np.arange(cells) == values.argmax(axis=1)[:, None]).reshape(seen.shape).astype(int)


def _both_ways(operation, image, kernel, errors, windows):
    """The outputs, and the slopes of input and weights, by the layers' own functions."""
    x, e = image[..., None], errors[..., None]
    if operation == "ReLU":
        return relu(image), relu_backward(errors, image), None
    if operation == "convolution":
        bank, options = kernel[None, ..., None], {"stride": windows.stride, "padding": windows.padding}
        outputs = conv2d(x, bank, **options, rounding="floor")[..., 0]
        of_input, of_weights, _ = conv2d_backward(e, x, bank, **options, rounding="floor")
        return outputs, of_input[..., 0], of_weights[0, ..., 0]
    forward, back = POOLS[operation]
    options = windows.f, windows.stride, windows.padding
    return forward(x, *options, rounding="floor")[..., 0], back(e, x, *options, rounding="floor")[..., 0], None


def back_to_inputs(trace):
    """The ``Sums`` of all input cells, row by row: the error of each output that reads it, times the local slope.

    The errors lie as they do in the output. A table has room for as many outputs as read a cell at most.

    >>> sums = back_to_inputs(go_back(np.eye(3, dtype=int), [[1, 2], [3, 4]], [[1, 0], [0, 10]]))
    >>> sums.told[4].tolist(), sums.factors[4].tolist(), sums.totals[4].item()
    ([[1, 0], [0, 10]], [[4, 3], [2, 1]], 14)
    """
    w = trace.windows
    m, f, q = len(w.starts), w.f, -(-w.f // w.stride)
    cells = np.arange(w.n) + w.padding
    first = cells // w.stride - q + 1
    outputs = first[:, None] + np.arange(q)
    taps = cells[:, None] - outputs * w.stride
    there = (outputs >= 0) & (outputs < m) & (taps < f)
    rows, columns = np.s_[:, None, :, None], np.s_[None, :, None, :]
    o, u = np.where(there, outputs, 0), np.where(there, taps, 0)
    both = (there[rows] & there[columns]).reshape(-1, q, q)
    told = np.where(both, trace.errors[o[rows], o[columns]].reshape(-1, q, q), 0)
    factors = trace.local.reshape(m, m, f, f)[o[rows], o[columns], u[rows], u[columns]].reshape(-1, q, q)
    corners = np.array(list(product(first.tolist(), repeat=2)))
    return Sums(told, np.where(both, factors, 0), both, trace.of_input.ravel(), corners)


def spread(trace):
    """The errors, apart by the stride, with F - 1 zeros around: a square, and where in it an error stands.

    >>> errors, there = spread(go_back(np.eye(4, dtype=int), [[1, 2], [3, 4]], [[1, 2], [3, 4]], stride=2))
    >>> errors[1].tolist(), int(there.sum())
    ([0, 1, 0, 2, 0], 4)
    """
    w = trace.windows
    side = w.reach + w.f - 1
    errors, there = np.zeros((side, side), trace.errors.dtype), np.zeros((side, side), bool)
    places = np.array(w.starts) + w.f - 1
    errors[np.ix_(places, places)] = trace.errors
    there[np.ix_(places, places)] = True
    return errors, there


def turned_over(trace):
    """The ``Sums`` of all input cells by the turned filter that slides over the ``spread`` errors.

    ``first`` is the turned filter's first cell among the spread errors. Cells behind the last window hear nothing.

    >>> trace = go_back(np.eye(3, dtype=int), [[1, 2], [3, 4]], [[1, 0], [0, 10]])
    >>> turned_over(trace).factors[0].tolist(), turned_over(trace).told[0].tolist()
    ([[4, 3], [2, 1]], [[0, 0], [0, 1]])
    """
    w = trace.windows
    errors, _ = spread(trace)
    outside = max(0, w.padding + w.n - w.reach)
    cells = np.arange(w.n) + w.padding
    told = gather(np.pad(errors, (0, outside)), Windows(len(errors) + outside, w.f))
    side = len(errors) + outside - w.f + 1
    told = told.reshape(side, side, w.f, w.f)[np.ix_(cells, cells)].reshape(-1, w.f, w.f)
    turned = np.broadcast_to(trace.weights[::-1, ::-1], told.shape)
    reached = cells < w.reach
    there = np.broadcast_to(np.logical_and.outer(reached, reached).reshape(-1, 1, 1), told.shape)
    corners = np.array(list(product(cells.tolist(), repeat=2)))
    return Sums(told, turned, there, trace.of_input.ravel(), corners)


def back_to_weights(trace):
    """The ``Sums`` of all weights of a convolution, row by row: each error times the input that the weight met.

    >>> trace = go_back([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 2], [3, 4]], [[1, 0], [0, 10]])
    >>> sums = back_to_weights(trace)
    >>> sums.factors[1].tolist(), sums.totals.tolist()
    ([[2, 3], [5, 6]], [51, 62, 84, 95])
    """
    m, f = len(trace.errors), trace.windows.f
    met = trace.seen.reshape(m, m, f * f).transpose(2, 0, 1)
    told = np.broadcast_to(trace.errors, met.shape)
    return Sums(told, met, np.ones(met.shape, bool), trace.of_weights.ravel(), np.zeros((f * f, 2), int))
