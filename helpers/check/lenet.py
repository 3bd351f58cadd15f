"""The exercises of notebook 06."""

from collections.abc import Callable

import numpy as np

from helpers.check.verdict import Rng, Verdict, agrees, called, drawn, whole
from helpers.check.wording import called_with, described, named, numbers, placed, written
from helpers.layers import correlate2d


def check_stroke_filter(stroke_filter: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``stroke_filter(left, middle, right)``: a 3 x 3 filter whose map of a stroke has these rows.

    The stroke is column 2 of a 5 x 5 input; any filter whose map has the three numbers in each of its rows is right.

    >>> check_stroke_filter(lambda left, middle, right: [[0, 0, 0], [right, middle, left], [0, 0, 0]]).ok
    True
    >>> check_stroke_filter(lambda left, middle, right: [[0, 0, 0], [left, middle, right], [0, 0, 0]]).ok
    False
    """
    stroke = np.zeros((5, 5), int)
    stroke[:, 2] = 1
    rows = [(1, 2, -6), (0, 0, 5), (-3, 0, 9), (4, 4, 4)]
    rows += drawn(rng, lambda rng: tuple(rng.integers(-9, 10, 3).tolist()))
    hint = "for the first output the filter lies on columns 0 to 2: its last column lies on the stroke."
    for row in rows:
        given, problem = called("stroke_filter", stroke_filter, row, np.zeros((3, 3)), rows)
        if problem:
            return problem
        call = called_with(named(stroke_filter, "stroke_filter"), row)
        if np.shape(given) != (3, 3):
            words = f"{call} should give a 3 x 3 filter, got{described(given, '. ')}"
            return Verdict(False, f"Not yet. {words}Hint: {hint}")
        got = correlate2d(stroke, numbers(given))
        if not np.allclose(got, row):
            words = f"The rows of its map should be {written(list(row))}, they are {written(got[0])}."
            return Verdict(False, f"Not yet. {call} gives{placed(written(given), end='. ')}{words} Hint: {hint}")
    return Verdict(True, f"Right: {len(rows)} of {len(rows)} tries agree.")


def check_top_k(top_k: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``top_k(scores, labels, k)``: the share of rows whose label is among their k largest scores.

    >>> def right(scores, labels, k):
    ...     return (np.argsort(-scores)[:, :k] == labels[:, None]).any(axis=1).mean()
    >>> check_top_k(right).ok
    True
    >>> check_top_k(lambda scores, labels, k: (scores.argmax(axis=1) == labels).mean()).ok
    False
    """
    fixed, cases = np.random.default_rng(6), []
    sizes = [(fixed, 4, 3, 1), (fixed, 8, 5, 2), (fixed, 5, 6, 5)]
    sizes += drawn(rng, lambda rng: (rng, whole(rng, 4, 9), whole(rng, 4, 8), whole(rng, 1, 3)))
    for source, n, classes, k in sizes:
        scores = np.stack([source.permutation(classes) - 2 for _ in range(n)])
        labels = source.integers(0, classes, n)
        ranks = [sum(row > row[label]) for row, label in zip(scores, labels, strict=True)]
        cases.append(((scores, labels, k), sum(rank < k for rank in ranks) / n))
    hint = "a label is among the k largest if fewer than k scores of its row are larger than its own."
    return agrees("top_k", top_k, cases, hint)


def check_flip(flip: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``flip(answer, digit)``: the first shift by one pixel that changes ``answer``, else (0, 0).

    >>> from helpers.digits import shifted
    >>> def right(answer, digit):
    ...     shifts = ((-1, 0), (1, 0), (0, -1), (0, 1))
    ...     return next((s for s in shifts if answer(shifted(digit, *s)) != answer(digit)), (0, 0))
    >>> check_flip(right).ok
    True
    >>> check_flip(lambda answer, digit: (0, 0)).ok
    False
    """
    places = [(9, 14), *drawn(rng, lambda rng: (whole(rng, 2, 25), whole(rng, 2, 25)), 2)]
    cases = [case for place in places for case in _flips(*place)]
    where = "at row 9, column 14" + (", or in a later try elsewhere" if rng else "")
    hint = (
        f"the digit is one pixel of ink, {where}, and the answer is 1 for ink where its name says. "
        "Compare answer(shifted(digit, down, right)) with answer(digit), for the four shifts in their order."
    )
    return agrees("flip", flip, cases, hint)


def _flips(row, column):
    """(arguments, expected) for a digit of one pixel; each ``answer`` looks at the ink of one part of the digit."""
    spot = np.zeros((28, 28), int)
    spot[row, column] = 200
    answers = {
        f"ink above row {row}": (lambda digit: int(digit[:row].any()), (-1, 0)),
        f"ink below row {row}": (lambda digit: int(digit[row + 1 :].any()), (1, 0)),
        f"ink left of column {column}": (lambda digit: int(digit[:, :column].any()), (0, -1)),
        f"ink right of column {column}": (lambda digit: int(digit[:, column + 1 :].any()), (0, 1)),
        "ink anywhere": (lambda digit: int(digit.any()), (0, 0)),
        f"ink in row {row}": (lambda digit: int(digit[row].any()), (-1, 0)),
    }
    for name, (answer, expected) in answers.items():
        answer.__name__ = name.replace(" ", "_")
        yield (answer, spot), expected
