"""The way back through each layer, backpropagation: from the slopes of its output to those of its input and weights.

A slope says how fast the loss grows with one number; the slopes of a whole array are the gradient of the loss for it.
``errors`` is the gradient for the output of a layer. Each function takes the shapes and the options of its layer, and
gives slopes in the shapes of what they belong to.
"""

import numpy as np

from helpers.arguments import whole
from helpers.layers.arrays import Array, Pair, rank, real_arrays
from helpers.layers.convolution import (
    SCRATCH,
    conv2d_arguments,
    groups_of,
    rows_of,
    seen_by,
    windows_of,
    with_zeros,
)
from helpers.layers.pointwise import check_dense
from helpers.layers.pooling import cells_of, largest, pool_arguments
from helpers.layers.products import for_products, product
from helpers.layers.values import passed

Slopes = tuple[np.ndarray, np.ndarray, np.ndarray]


def conv2d_backward(
    errors: Array,
    x: Array,
    filters: Array,
    *,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
    rounding: str = "exact",
) -> Slopes:
    """Back through ``conv2d``: the slopes of ``x``, of ``filters`` and of the bias, each in the shape of its own.

    ``errors`` has the shape of the output. An output is a sum of products, so its error goes to each input cell times
    the weight that met it, and to each weight times the cell that it met. For one channel at stride 1 that is
    ``convolve2d(errors, filter, mode="full")`` for ``x`` and ``correlate2d(x, errors)`` for the filter. What a layer
    correlates on its way forward it convolves on its way back. Cells that no window reads hear nothing.

    Errors: as ``conv2d``; ``ValueError`` where ``errors`` has another shape than the output.

    >>> from helpers.layers import convolve2d, correlate2d
    >>> x, a, e = np.arange(16).reshape(4, 4), np.array([[1, 2], [3, 5]]), np.array([[1, 0, 0], [0, 0, 2], [0, 0, 0]])
    >>> of_x, of_filters, of_bias = conv2d_backward(e[..., None], x[..., None], a[None, ..., None])
    >>> np.array_equal(of_x[..., 0], convolve2d(e, a, mode="full"))
    True
    >>> np.array_equal(of_filters[0, ..., 0], correlate2d(x, e)), of_bias
    (True, array([3]))

    Source: Goodfellow, Bengio & Courville, *Deep Learning*, equations 9.11 and 9.13; Dumoulin & Visin,
    arXiv:1603.07285, chapter 4.
    """
    groups = whole("groups", groups, 1)
    x, filters, _ = conv2d_arguments(x, filters, None, groups)
    windows = windows_of(x, filters, stride, padding, dilation, rounding)
    errors, x, filters = real_arrays(errors=errors, x=x, filters=filters)
    _same_shape(errors, (*x.shape[:-3], *(w.size for w in windows), len(filters)))
    of_x, of_filters = np.empty_like(x), np.zeros_like(filters)
    batch, told, result = (a if a.ndim == 4 else a[None] for a in (x, errors, of_x))
    rows, columns = windows
    held = columns.size * (filters[0].size + len(filters)) * x.itemsize  # by the windows of a line, and their errors
    lines = max(1, SCRATCH // held)  # of the output, at a time
    images = max(1, lines // rows.size)  # small ones go together: a call takes its time however small the arrays are
    for some in (slice(first, first + images) for first in range(0, len(batch), images)):
        result[some] = _back(batch[some], told[some], filters, windows, groups, lines, of_filters)
    told = told.reshape(-1, len(filters))
    return (
        of_x,
        of_filters,
        product(np.ones(len(told), told.dtype), told),
    )  # a bias is a weight that meets a 1 everywhere


def _back(images, errors, filters, windows, groups, lines, of_filters):
    """The slopes of ``images`` (N, H, W, C), of which so many ``lines`` go at a time; adds to ``of_filters``."""
    padded = with_zeros(images, windows)
    heard = np.moveaxis(np.zeros((padded.shape[-1], *padded.shape[:-1]), padded.dtype), 0, -1)  # map by map in memory
    for own, channels in groups_of(filters, groups):
        cells = seen_by(padded[..., channels], windows)
        hearers = seen_by(heard[..., channels], windows, writeable=True).transpose(3, 4, 5, 0, 1, 2)
        for part in (slice(top, top + lines) for top in range(0, errors.shape[1], lines)):
            _back_lines(errors[:, part, :, own], cells[:, part], filters[own], hearers[..., part, :], of_filters[own])
    rows, columns = (slice(w.padding, w.padding + w.n) for w in windows)
    return heard[:, rows, columns]


def _back_lines(errors, cells, filters, hearers, of_filters):
    """Of some lines of the output, with ``errors`` (N, H', W', K): adds to all that hear them.

    ``cells`` (N, H', W', F1, F2, C) are what the windows saw, ``hearers`` (F1, F2, C, N, H', W') a view of the slopes
    of the same cells. They hear the error times the weights: one product of matrices, added for one place in the
    window at a time, for there each window has a cell of its own. The weights hear the error times the cells: one
    more product, in which every window becomes a row, as in conv2d.
    """
    told = for_products(errors.reshape(-1, len(filters)).T)
    heard = product(filters.reshape(len(filters), -1).T, told).reshape(hearers.shape)
    for place in np.ndindex(hearers.shape[:2]):
        there = hearers[place]
        there += heard[place]
    del heard
    of_filters += product(told, rows_of(cells)).reshape(of_filters.shape)


def max_pool2d_backward(
    errors: Array, x: Array, size: Pair, stride: Pair | None = None, padding: Pair = 0, *, rounding: str = "exact"
) -> np.ndarray:
    """Back through ``max_pool2d``: the slopes of ``x``. Each window hands its error to the cell that won in it.

    Where several cells of a window are largest, the first of them hears, by rows and then by columns. A cell that
    wins in several windows hears the sum, every other one nothing.

    Errors: as ``max_pool2d``; ``ValueError`` where ``errors`` has another shape than the output.

    >>> max_pool2d_backward([[[5], [7]]], [[[1], [1], [2], [4]], [[5], [6], [8], [8]]], 2)[..., 0]
    array([[0, 0, 0, 0],
           [0, 5, 7, 0]])

    Source: PyTorch's ``max_pool2d``, for the first of several.
    """
    x, windows = pool_arguments(x, size, stride, padding, rounding)
    errors, x = real_arrays(errors=errors, x=x)
    best = largest(x, windows)
    _same_shape(errors, best.shape)
    heard, waiting, some_nan = np.zeros_like(x), np.ones(best.shape, bool), np.isnan(best).any()
    for cells, outputs in _meetings(windows):
        won = x[cells] == best[outputs]
        if some_nan:  # which no value equals, nor itself
            won |= np.isnan(x[cells])
        won &= waiting[outputs]
        waiting[outputs] ^= won
        heard[cells] += passed(errors[outputs], won)
    return heard


def avg_pool2d_backward(
    errors: Array,
    x: Array,
    size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    *,
    count_padding: bool = False,
    rounding: str = "exact",
) -> np.ndarray:
    """Back through ``avg_pool2d``: the slopes of ``x``. Each window hands its error on in equal parts.

    Of ``x`` only the shape counts. The parts are as many as the cells that the mean was taken over, so with
    ``count_padding`` some of them go to the padding, where nobody hears them.

    Errors: as ``avg_pool2d``; ``ValueError`` where ``errors`` has another shape than the output.

    >>> avg_pool2d_backward([[[4], [8]]], [[[1], [1], [2], [4]], [[5], [6], [7], [8]]], 2)[..., 0]
    array([[1., 1., 2., 2.],
           [1., 1., 2., 2.]])

    Source: PyTorch's ``avg_pool2d``.
    """
    x, windows = pool_arguments(x, size, stride, padding, rounding)
    errors, x = real_arrays(errors=errors, x=x)
    _same_shape(errors, (*x.shape[:-3], *(w.size for w in windows), x.shape[-1]))
    rows, columns = (cells_of(w, count_padding) for w in windows)
    parts = errors / np.multiply.outer(rows, columns)[..., None]
    heard = np.zeros(x.shape, errors.dtype if errors.dtype.kind == "f" else np.float64)
    for cells, outputs in _meetings(windows):
        heard[cells] += parts[outputs]
    return heard


def _meetings(windows):
    """For each place in a window, by rows: which cells of ``x`` lie there, and in which outputs' windows."""
    for i, j in np.ndindex(*(w.f for w in windows)):
        cells, outputs = [], []
        for w, k in zip(windows, (i, j), strict=True):
            inside = [n for n, start in enumerate(w.starts) if 0 <= start + k - w.padding < w.n]
            first = w.starts[inside[0]] + k - w.padding if inside else 0
            cells.append(slice(first, first + w.stride * (len(inside) - 1) + 1, w.stride) if inside else slice(0, 0))
            outputs.append(slice(inside[0], inside[-1] + 1) if inside else slice(0, 0))
        yield (..., *cells, slice(None)), (..., *outputs, slice(None))


def relu_backward(errors: Array, x: Array) -> np.ndarray:
    """Back through ``relu``: an error passes where ``x``, the input of the ReLU, is above 0, and ends elsewhere.

    Errors: ``ValueError`` where the shapes differ; ``TypeError`` for arrays that do not hold real numbers.

    >>> relu_backward([10, 20, 30], [-3, 0, 5])
    array([ 0,  0, 30])

    Source: Goodfellow, Bengio & Courville, *Deep Learning*, section 6.3.1; 0 at 0, as PyTorch's autograd has it.
    """
    errors, x = real_arrays(errors=errors, x=x)
    _same_shape(errors, x.shape)
    return passed(errors, x > 0)


def dense_backward(errors: Array, x: Array, weights: Array) -> Slopes:
    """Back through ``dense``: the slopes of ``x``, of ``weights`` and of the bias, each in the shape of its own.

    ``errors`` is (out,) or (N, out), as the output; for a batch the slopes of weights and bias are sums over it.

    Errors: as ``dense``; ``ValueError`` where ``errors`` has another shape than the output.

    >>> of_x, of_weights, of_bias = dense_backward([10, 1], [1, 2, 3], [[1, 0, -1], [1, 1, 1]])
    >>> of_x, of_bias
    (array([11,  1, -9]), array([10,  1]))
    >>> of_weights
    array([[10, 20, 30],
           [ 1,  2,  3]])

    Source: Goodfellow, Bengio & Courville, *Deep Learning*, algorithm 6.4.
    """
    errors, x, weights = real_arrays(errors=errors, x=x, weights=weights)
    check_dense(x, weights)
    _same_shape(errors, (*x.shape[:-1], len(weights)))
    rows = errors.reshape(-1, len(weights))
    of_weights = product(for_products(rows.T), x.reshape(-1, x.shape[-1]))
    return product(errors, weights), of_weights, rows.sum(axis=0)


def softmax_cross_entropy(scores: Array, labels: Array) -> tuple[float, np.ndarray]:
    """The mean loss of a batch, and the slopes of its scores: the shares of a softmax, minus 1 at the right class.

    ``scores`` is (K,) or (N, K), ``labels`` the right class, 0 to K - 1, for each row. The loss of a row is minus the
    natural logarithm of the share of its right class. The slopes are divided by N, for the loss is a mean.

    Errors: ``ValueError`` where there is not one label for each row, a label is no class, or the largest score of a
    row is infinite; ``TypeError`` for scores that are no real numbers, and for labels that are not whole.

    >>> loss, slopes = softmax_cross_entropy([2, 1, 0], 1)
    >>> round(loss, 3), slopes.round(3)
    (1.408, array([ 0.665, -0.755,  0.09 ]))

    Source: Goodfellow, Bengio & Courville, *Deep Learning*, section 6.2.2.3.
    """
    (scores,) = real_arrays(scores=scores)
    rank("scores", scores, {1: "(K,)", 2: "(N, K)"})
    right = _classes(labels, scores)
    rows = scores.reshape(-1, scores.shape[-1])
    rows = rows if rows.dtype.kind == "f" else rows.astype(np.float64)
    most, places = rows.max(axis=1), (np.arange(len(rows)), right)
    if np.isinf(most).any():
        raise ValueError(f"scores must have a largest one that is finite in each row, got {most.max()}")
    powers = np.exp(rows - most[:, None])
    sums = powers.sum(axis=1)
    losses = np.log(sums) + most - rows[places]  # of no share, which may be too small to write
    slopes = powers / sums[:, None]
    slopes[places] -= 1
    return float(losses.mean()), (slopes / len(rows)).reshape(scores.shape)


def _classes(labels, scores):
    """``labels`` as whole numbers, one for each row of ``scores``, each of them a class."""
    count = scores.shape[-1]
    try:
        labels = np.asarray(labels)
    except ValueError as error:  # rows of unequal length
        raise ValueError(f"labels is not an array of numbers: {error}") from None
    if labels.dtype.kind not in "iu":
        raise TypeError(f"labels must be whole numbers, got dtype {labels.dtype}")
    if labels.shape != scores.shape[:-1]:
        raise ValueError(
            f"labels {labels.shape} must be {scores.shape[:-1]}: one for each row of scores {scores.shape}"
        )
    for label in labels.reshape(-1):
        if not 0 <= label < count:
            raise ValueError(f"labels must be classes from 0 to {count - 1}, got {label}")
    return labels.reshape(-1)


def _same_shape(errors, shape):
    if errors.shape != shape:
        raise ValueError(f"errors {errors.shape} must have the shape of the output, {shape}")
