"""What LeNet reads on a page, in words: a digit that it never saw, or a reader's drawing."""

import numpy as np

from helpers.digits import SIDE
from helpers.words import number

LIKELIEST = 3  # answers that are said


def answer(page, shares, label):
    """What LeNet reads, how surely, what else is likely, and whether it is right; of a drawing, where its ink is."""
    best, *others = shares.argsort(kind="stable")[::-1][:LIKELIEST].tolist()
    said = f"read as {best}, with probability {number(shares[best], 3)}"
    others = _next([(digit, number(shares[digit], 3)) for digit in others])
    if label is not None:
        right = "Right" if best == label else "Wrong"
        return f"A digit that LeNet never saw, meant as {label}: {said}. {right}. {others}"
    if not page.any():
        return f"An empty page: {said}. It has no answer for “nothing”. Draw on the dashed square. {others}"
    down, right = (np.indices(page.shape) * page).sum(axis=(1, 2)) / page.sum() - (SIDE - 1) / 2
    height, side = _apart(down, "below", "above"), _apart(right, "right of", "left of")
    rows, columns = (_span(what, page.any(axis=axis)) for what, axis in (("row", 1), ("column", 0)))
    ink = f"Ink is in {rows}, {columns} of the dashed square."
    return f"Your drawing: {said}. {others} {ink} Its middle is {height} and {side} the page's."


def inside(layer, shape, map, row):
    """The map and the row of a ``layer`` of this ``shape`` (H, W, C) that show, and a sentence where others were
    asked for, which it does not have.

    >>> inside("S4", (5, 5, 16), 3, 7)
    (3, 4, ' S4 has maps 0 to 15 and rows 0 to 4: map 3, row 4 shows.')
    """
    side, _, maps = shape
    shown = min(map, maps - 1), min(row, side - 1)
    if side == 1 or (map, row) == shown:
        return *shown, ""
    said = f" {layer} has maps 0 to {maps - 1} and rows 0 to {side - 1}: map {shown[0]}, row {shown[1]} shows."
    return *shown, said


def _next(likely):
    """The next likeliest digits, with their probabilities as the bars have them; on one line in a lecture."""
    if len({share for _, share in likely}) == 1:
        return f"Then {' and '.join(str(digit) for digit, _ in likely)} ({likely[0][1]})."
    return f"Then {' and '.join(f'{digit} ({share})' for digit, share in likely)}."


def _span(what, inked):
    """The first and the last of the rows or columns that have ink: booleans, at least one of them true."""
    places = inked.nonzero()[0].tolist()
    return f"{what} {places[0]}" if len(places) == 1 else f"{what}s {places[0]} to {places[-1]}"


def _apart(cells, more, less):
    return f"{number(abs(cells), 1)} cells {more if cells >= 0 else less}"
