"""A filter on a photograph: the whole result, and what the windows of one row of pixels read."""

from dataclasses import dataclass

import numpy as np

from helpers.arguments import real, whole
from helpers.layers import correlate2d
from helpers.layers.arrays import GREY, grey_levels
from helpers.shapes import same_padding
from helpers.trace.windows import square, strongest


@dataclass(frozen=True, eq=False)
class Filtered:
    """A ``photo`` (H, W) under a filter that keeps its size, with zeros around it.

    ``taps`` (F, F) are the weights as they lie on the photograph, turned where ``flip`` is true; ``result`` (H, W) is
    divided by ``divisor``. For every pixel of a ``row``: ``seen`` (W, F, F) is what its window reads, ``outside``
    which of it are the zeros around the photograph, ``products`` what the taps make of it, ``sums`` (W,) their sums.
    """

    photo: np.ndarray
    taps: np.ndarray
    divisor: int
    row: int
    flip: bool
    result: np.ndarray
    seen: np.ndarray
    outside: np.ndarray
    products: np.ndarray
    sums: np.ndarray

    @property
    def keeps_brightness(self):
        """Whether a flat grey area stays as it is: nine times 1/9 is 1, whatever the last bit says."""
        return bool(np.isclose(self.taps.sum(), self.divisor, rtol=1e-9, atol=0))

    @property
    def inner(self):
        """(rows, columns), two slices: the results that no zero went into; all of a side where there are none."""
        padding = len(self.taps) // 2
        down, across = (padding if 2 * padding < side else 0 for side in self.result.shape)
        height, width = self.result.shape
        return slice(down, height - down), slice(across, width - across)

    def strongest(self, row=None):
        """(row, column) of the strongest answer, in ``row`` or anywhere; where there is room, away from the zeros."""
        rows, columns = self.inner
        if row is not None:
            rows = slice(row, row + 1)
        inner = self.result[rows, columns]
        i, j = divmod(strongest(inner), inner.shape[1])
        return rows.start + i, columns.start + j


def filtered(photo, weights, divisor=1, row=0, flip=False):
    """``weights`` (F, F) on a ``photo`` (H, W): the arguments are those of ``draw_kernels``.

    Errors: ``ValueError`` as there.

    >>> shadow = filtered([[0, 0, 8], [0, 0, 8]], [[0, 0, 0], [-1, 0, 1], [0, 0, 0]], divisor=2)
    >>> shadow.result.tolist(), shadow.sums.tolist(), shadow.strongest()
    ([[0.0, 4.0, 0.0], [0.0, 4.0, 0.0]], [0, 8, 0], (0, 1))
    """
    photo, weights = grey_levels("photo", photo, GREY), square("weights", weights)
    if len(weights) % 2 == 0:
        raise ValueError(f"weights must have an odd number of rows, so that one is the middle, got {weights.shape}")
    row = whole("row", row)
    if not 0 <= row < len(photo):
        raise ValueError(f"row must be 0..{len(photo) - 1}, got {row}")
    if not real("divisor", divisor):
        raise ValueError("divisor must not be 0")
    taps, f = weights[::-1, ::-1] if flip else weights, len(weights)
    padding = same_padding(f)
    padded = np.pad(photo, padding)
    result = correlate2d(padded, taps)
    if divisor != 1:
        result = result / divisor
    seen = _windows_of(padded, row, f)
    outside = _windows_of(np.pad(np.zeros(photo.shape, bool), padding, constant_values=True), row, f)
    products = seen * taps
    return Filtered(photo, taps, divisor, row, flip, result, seen, outside, products, products.sum(axis=(1, 2)))


def _windows_of(padded, row, f):
    """What the windows of a row read (W, F, F)."""
    return np.lib.stride_tricks.sliding_window_view(padded[row : row + f], (f, f))[0]
