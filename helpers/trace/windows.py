"""What the windows of a filter read: which cells, how often, and with which values."""

import numpy as np

from helpers.layers.arrays import finite
from helpers.shapes import Windows


def square(name, array):
    """``array`` as a square matrix (N, N).

    Errors: ``ValueError`` for another shape, which it gives, and for numbers that are not finite.

    >>> square("image", [[1, 2], [3, 4]]).shape
    (2, 2)
    """
    array = finite(name, array)
    if array.ndim != 2 or array.shape[0] != array.shape[1] or not array.size:
        raise ValueError(f"{name} must be square, (N, N), got shape {array.shape}")
    return array


def visits(windows: Windows):
    """How many windows read each cell of the padded axis: an array (n + 2*padding,).

    >>> visits(Windows(7, 3))
    array([1, 2, 3, 3, 3, 2, 1])
    >>> visits(Windows(5, 3, stride=2, padding=1))
    array([1, 1, 2, 1, 2, 1, 1])
    """
    counts = np.zeros(windows.length, int)
    for start in windows.starts:
        counts[start : start + windows.span : windows.dilation] += 1
    return counts


def unread(windows: Windows):
    """Which cells of the padded square no window reads: booleans (L, L), none where there is no window at all.

    >>> unread(Windows(4, 2, stride=3))[0].tolist()
    [False, False, True, True]
    """
    read = visits(windows) > 0
    return ~np.logical_and.outer(read, read) & bool(windows.starts)


def gather(padded, windows: Windows):
    """What every window reads of ``padded`` (L, L, ...), row by row: (M*M, F, F, ...); M may be 0.

    >>> gather(np.arange(9).reshape(3, 3), Windows(3, 2))[0].tolist()
    [[0, 1], [3, 4]]
    """
    cells = np.array(windows.starts, int)[:, None] + windows.dilation * np.arange(windows.f)
    seen = padded[cells[:, None, :, None], cells[None, :, None, :]]
    return seen.reshape(-1, windows.f, windows.f, *padded.shape[2:])


def strongest(values):
    """The step of the value furthest from 0 in a table (rows, columns): of several, the one nearest to the middle.

    It is 0 for an empty table.

    >>> strongest(np.array([[0, 27, 27], [0, 27, -5], [0, 0, 0]]))
    4
    """
    if not values.size:
        return 0
    strength = np.abs(values)
    places = np.argwhere(strength == strength.max())
    away = np.abs(2 * places - np.array(values.shape) + 1).sum(axis=1)
    row, column = places[away.argmin()].tolist()
    return row * values.shape[1] + column
