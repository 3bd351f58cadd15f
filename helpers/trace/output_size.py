"""What of an axis can be set, how far, and which filters and strides fit it."""

import numpy as np

from helpers.arguments import whole
from helpers.shapes import Windows
from helpers.words import amount, plural

# The least and the most of each number that a picture of the axis has room for.
LIMITS = {"n": (1, 32), "f": (1, 11), "stride": (1, 8), "padding": (0, 5), "dilation": (1, 3)}


def axis(rounding="exact", **numbers):
    """The ``Windows`` along an axis of numbers within ``LIMITS``.

    Errors: ``ValueError`` for a number outside them or an unknown rounding, ``TypeError`` for no number.

    >>> axis("ceil", n=7, f=3, stride=3, padding=0, dilation=1).starts
    (0, 3, 6)
    """
    checked = {name: whole(name, numbers[name], *limits) for name, limits in LIMITS.items()}
    return Windows(**checked, rounding=rounding)


def sizes(windows):
    """The outputs of every filter F (rows, from 1) and stride S (columns, from 1) in ``LIMITS`` along the same axis.

    0 stands where cells are left over, -1 where no window fits.

    >>> sizes(Windows(7, 3))[2].tolist(), sizes(Windows(7, 3))[8].tolist()
    ([5, 3, 0, 2, 0, 0, 0, 0], [-1, -1, -1, -1, -1, -1, -1, -1])
    """
    filters, strides = (np.arange(1, LIMITS[name][1] + 1) for name in ("f", "stride"))
    room = windows.length - 1 - windows.dilation * (filters[:, None] - 1)
    return np.where(room < 0, -1, np.where(room % strides == 0, room // strides + 1, 0))


def read(windows, taps):
    """The cells of one window in words: input cells by number, padding and what lies behind it by count.

    >>> padded = Windows(7, 3, padding=1)
    >>> read(padded, padded.taps[0]), read(padded, padded.taps[1])
    ('1 zero of the padding and input cells 0 and 1', 'input cells 0, 1 and 2')
    """
    inside = [tap - windows.padding for tap in taps if 0 <= tap - windows.padding < windows.n]
    past = sum(tap >= windows.length for tap in taps)
    zeros = len(taps) - len(inside) - past
    parts = [f"{amount(zeros, 'zero')} of the padding"] if zeros else []
    if inside:
        listed = inside if len(inside) <= 4 or windows.dilation > 1 else None
        named = _and(map(str, listed)) if listed else f"{inside[0]} to {inside[-1]}"
        parts.append(f"input {plural(len(inside), 'cell')} {named}")
    if past:
        parts.append(f"{past} past the end")
    return " and ".join(parts) if len(parts) < 3 else f"{parts[0]}, {parts[1]} and {parts[2]}"


def _and(words):
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
