"""Windows laid down one after the other and what each sees, by loops; slopes by nudging. Oracles of several files."""

import itertools

import numpy as np


def starts(n, f, s, p, rounding="floor"):
    """Every window by trying every cell, in input coordinates; with "ceil" also one that only starts inside."""
    last = n - 1 if rounding == "ceil" else n + p - f
    found = [x for x in range(-p, n + p) if (x + p) % s == 0 and x <= max(last, n + p - f)]
    inside = [x for x in found if x + f <= n + p]
    if rounding == "ceil" and (not inside or inside[-1] + f < n + p):
        inside += [x for x in found if x not in inside][:1]
    return inside


def brute(x, size, stride, padding, reduce, rounding="floor", count_padding=False):
    """Loops over windows and cells; ``reduce`` gets the values of the input that a window sees, and its cells."""
    (f1, f2), (s1, s2), (p1, p2) = size, stride, padding
    height, width, channels = x.shape
    tops, lefts = starts(height, f1, s1, p1, rounding), starts(width, f2, s2, p2, rounding)
    out = np.empty((len(tops), len(lefts), channels))
    for (a, top), (b, left), c in itertools.product(enumerate(tops), enumerate(lefts), range(channels)):
        cells = [(i, j) for i in range(top, top + f1) for j in range(left, left + f2)]
        values = [x[i, j, c] for i, j in cells if 0 <= i < height and 0 <= j < width]
        counted = [1 for i, j in cells if i < height + p1 and j < width + p2] if count_padding else values
        out[a, b, c] = reduce(values, len(counted))
    return out


def laid_down(n, f, stride, padding, dilation, rounding):
    """The windows, each a list of padded cells, by laying them down one after the other: the oracle."""
    length, windows, start = n + 2 * padding, [], 0
    while True:
        cells = [start + dilation * tap for tap in range(f)]
        inside = cells[-1] < length
        if not inside:
            short = start < n + padding and start - stride + dilation * (f - 1) + 1 < length
            if rounding == "ceil" and short:
                windows.append(cells)
            return windows
        windows.append(cells)
        start += stride


def slope_at(loss, array, place, by=1e-5):
    """How much ``loss(array)`` grows with the number at ``place``: tried a little lower and a little higher."""
    nudge = np.zeros(np.shape(array))
    nudge[place] = by
    return (loss(array + nudge) - loss(array - nudge)) / (2 * by)


def nudged(loss, array, by=1e-5):
    """The slopes of ``loss`` in all numbers of ``array``, which may be a single one."""
    slopes = np.zeros(np.shape(array))
    for place in np.ndindex(slopes.shape):
        slopes[place] = slope_at(loss, array, place, by)
    return slopes[()]
