"""Tables that several pictures have: maps that are compared, the values of a dense layer, a network's answers."""

import numpy as np

from helpers.draw.svg import numbers
from helpers.draw.table import Table, named
from helpers.words import share

ACROSS = 12  # values of a dense layer in a row, as in the pictures


def compared(caption, maps):
    """The Table of ``maps`` (rows, columns, K) beside each other: the largest value of each and where it stands,
    the mean, and how much of it is 0.

    >>> print(compared("2 maps", np.stack([np.eye(2), np.zeros((2, 2))], axis=2)).text)
    2 maps
           largest value               at  mean  zeros
    map 0              1  row 0, column 0   0.5   50 %
    map 1              0       everywhere   0.0  100 %
    """
    count, across = maps.shape[2], maps.shape[1]
    places = maps.reshape(-1, count).argmax(axis=0).tolist()
    alike = (maps.max(axis=(0, 1)) == maps.min(axis=(0, 1))).tolist()
    where = [
        "everywhere" if same else "row {}, column {}".format(*divmod(place, across))
        for place, same in zip(places, alike, strict=True)
    ]
    zeros = [share(found, maps[..., 0].size) for found in (maps == 0).sum(axis=(0, 1)).tolist()]
    columns = numbers(maps.max(axis=(0, 1))), where, numbers(maps.mean(axis=(0, 1))), zeros
    cells = list(map(list, zip(*columns, strict=True)))
    return Table(caption, ["largest value", "at", "mean", "zeros"], named("map", count), cells)


def listed(caption, values):
    """The Table of the ``values`` (N,) of a dense layer, 12 in a row."""
    count = len(values)
    starts = range(0, count, ACROSS)
    rows = [f"values {start} to {min(start + ACROSS, count) - 1}" for start in starts]
    texts = numbers(values) + [""] * (-count % ACROSS)
    return Table(caption, named("column", ACROSS), rows, [texts[start : start + ACROSS] for start in starts])


def by_digit(caption, what, values):
    """The Table of the ``values`` (N,) of all answers, ``what`` says of which kind they are."""
    return Table(caption, named("digit", len(values)), [what], [numbers(np.asarray(values, float))])


def answers(shares):
    """The Table of the probabilities (N,) of all answers."""
    return by_digit(f"answer {shares.argmax()}", "probability", shares)
