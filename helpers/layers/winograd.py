"""The 3x3 convolution with 16 products for 4 outputs in place of 36: Winograd's, where products are dear.

A filter's row g over the cells d gives y0 = d0 g0 + d1 g1 + d2 g2, and its neighbour y1 = d1 g0 + d2 g1 + d3 g2: six
products. But with

    m0 = (d0 - d2) g0                m1 = (d1 + d2) (g0 + g1 + g2) / 2
    m3 = (d1 - d3) g2                m2 = (d2 - d1) (g0 - g1 + g2) / 2

y0 = m0 + m1 + m2 and y1 = m1 - m2 - m3: four. Down the rows and along the columns that is 4*4 products for 2*2
outputs. What is added is added once for each channel or filter, and not for each pair of them.

Source: Lavin & Gray, *Fast Algorithms for Convolutional Neural Networks*, arXiv:1509.09308, section 4.1: F(2x2, 3x3).
"""

import numpy as np

from helpers.layers.products import has_blas, product


def pays(x, filters, windows):
    """True where ``slide`` takes less time than the plain way (measured in Pyodide), and loses no whole number.

    That is: no BLAS, 3x3 at stride 1 without dilation, and enough of all: 32 channels, 32 filters, 16 tiles of 2x2
    outputs, 5 million products. And floats, with a fraction among the cells: of whole numbers, sums of their quarters
    round where their own would not.
    """
    three = [(w.f, w.stride, w.dilation) for w in windows] == [(3, 1, 1)] * 2
    outputs, channels = windows[0].size * windows[1].size, filters.shape[-1]
    enough = min(len(filters), channels) >= 32 and outputs >= 4 * 16 and outputs * filters.size >= 5_000_000
    return three and enough and not has_blas(x) and x.dtype.kind == "f" and any((np.rint(a) != a).any() for a in x)


def slide(volumes, filters, out, budget):
    """Write the correlation of padded ``volumes`` (N, H, W, C) with ``filters`` (K, 3, 3, C) into ``out``.

    Some rows of tiles go at a time, with some filters, so that what is made takes about ``budget`` bytes.

    False where a sum is not finite, so that the plain way must be gone: infinities taken from each other leave NaN.
    Nothing spreads further than that, for y0 has no d3 in it and y1 no d0.
    """
    images, height, width, count = out.shape
    channels, down, across = volumes.shape[-1], -(-height // 2), -(-width // 2)  # tiles of 2x2 outputs
    if height % 2 or width % 2:
        volumes = np.pad(volumes, ((0, 0), (0, height % 2), (0, width % 2), (0, 0)))
    each = 16 * volumes.itemsize  # bytes of a tile for each channel and each filter
    lines = max(1, budget // 2 // (each * images * across * channels))
    some = max(1, budget // 2 // (each * (channels + images * min(lines, down) * across)))
    with np.errstate(invalid="ignore", over="ignore"):
        for top in range(0, down, lines):
            cells = _of_cells(volumes[:, 2 * top : 2 * (top + lines) + 2])
            sums = out[:, 2 * top : 2 * (top + lines)]
            for chosen in (slice(first, first + some) for first in range(0, count, some)):
                _add_up(cells, _of_weights(filters[chosen]), out=sums[..., chosen])
    return bool(np.isfinite(out).all())


def _of_cells(volumes):
    """The 4x4 sums of each tile's 4x4 cells: 16 arrays (N, H'/2, W'/2, C)."""
    return [[*_from_cells(row, 2)] for row in _from_cells(volumes, 1)]


def _from_cells(volumes, axis):
    """m's first factors, in which d0 to d3 are every second row or column, from the first, second, third, fourth."""
    n = volumes.shape[axis] - 2
    d = [volumes[(slice(None),) * axis + (slice(first, first + n, 2),)] for first in range(4)]
    yield d[0] - d[2]
    yield d[1] + d[2]
    yield d[2] - d[1]
    yield d[1] - d[3]


def _of_weights(filters):
    """The 4x4 sums of each filter's 3x3 weights: 16 arrays (K, C)."""
    return [[*_from_weights(np.moveaxis(row, 1, 0))] for row in _from_weights(np.moveaxis(filters, 1, 0))]


def _from_weights(g):
    """m's second factors."""
    ends, middle = (g[0] + g[2]) / 2, g[1] / 2
    yield g[0]
    yield ends + middle
    yield ends - middle
    yield g[2]


def _add_up(cells, weights, out):
    """The products of all channels' ``cells`` with ``weights``, and of them the outputs of each tile."""
    shape = (*cells[0][0].shape[:-1], out.shape[-1])
    by_rows = [
        [*_outputs([product(c.reshape(-1, c.shape[-1]), w.T).reshape(shape) for c, w in zip(*row, strict=True)])]
        for row in zip(cells, weights, strict=True)
    ]
    for column, m in enumerate(zip(*by_rows, strict=True)):
        for row, sums in enumerate(_outputs(m)):
            place = out[:, row::2, column::2]
            place[...] = sums[:, : place.shape[1], : place.shape[2]]


def _outputs(m):
    """y0 and y1."""
    yield m[0] + m[1] + m[2]
    yield m[1] - m[2] - m[3]
