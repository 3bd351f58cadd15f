"""Filters with a name, and small inputs to try them on: whole numbers, so that every sum can be checked by hand."""

from typing import NamedTuple

import numpy as np

from helpers.arguments import one_of, whole


class Filter(NamedTuple):
    """Whole-number ``weights`` (F, F) and the ``divisor`` that is applied to their sum of products, last."""

    weights: np.ndarray
    divisor: int = 1

    @property
    def keeps_brightness(self):
        """True when the weights add up to the divisor: a flat grey area stays as it is."""
        return int(self.weights.sum()) == self.divisor


def _filter(*rows, divisor=1):
    weights = np.array(rows)
    weights.flags.writeable = False
    return Filter(weights, divisor)


# Gonzalez & Woods, "Digital Image Processing", chapter 3; the Gaussian's rows are those of Pascal's triangle.
FILTERS = {
    "identity": _filter([0, 0, 0], [0, 1, 0], [0, 0, 0]),
    "box": _filter([1, 1, 1], [1, 1, 1], [1, 1, 1], divisor=9),
    "Gaussian": _filter([1, 2, 1], [2, 4, 2], [1, 2, 1], divisor=16),
    "sharpen": _filter([0, -1, 0], [-1, 5, -1], [0, -1, 0]),
    "Sobel x": _filter([-1, 0, 1], [-2, 0, 2], [-1, 0, 1]),
    "Sobel y": _filter([-1, -2, -1], [0, 0, 0], [1, 2, 1]),
    "Laplacian": _filter([0, 1, 0], [1, -4, 1], [0, 1, 0]),
    "emboss": _filter([-2, -1, 0], [-1, 1, 1], [0, 1, 2]),
    "box 5 x 5": _filter(*[[1] * 5] * 5, divisor=25),
}

SMALL_INPUTS = ("edge", "corner", "digits", "counting", "dot")
SMALL_FILTERS = ("vertical edge", "diagonal edge", "counting", "dot", "ones")
SMALL_ERRORS = ("mixed", "one error", "ones")


def small_input(name, n):
    """An n x n input of one-digit numbers, by its name in ``SMALL_INPUTS``.

    Errors: ``ValueError`` for an unknown name or ``n`` below 1.

    >>> small_input("edge", 4)
    array([[0, 0, 9, 9],
           [0, 0, 9, 9],
           [0, 0, 9, 9],
           [0, 0, 9, 9]])
    """
    n = whole("n", n, 1)
    i, j = np.indices((n, n), np.int64)
    inputs = {
        "edge": 9 * (j >= n // 2),
        "corner": 9 * ((j >= n // 2) & (i >= n // 2)),
        "digits": (3 * i * i + 5 * j + i * j) % 10,  # looks irregular, is the same every time
        "counting": (n * i + j) % 10,
        "dot": 9 * ((i == n // 2) & (j == n // 2)),
    }
    return inputs[one_of("name", name, inputs)].astype(np.int64)


def small_filter(name, f):
    """An f x f filter of one-digit weights, by its name in ``SMALL_FILTERS``.

    Errors: ``ValueError`` for an unknown name or ``f`` below 1.

    >>> small_filter("vertical edge", 3)
    array([[-1,  0,  1],
           [-1,  0,  1],
           [-1,  0,  1]])
    """
    f = whole("f", f, 1)
    i, j = np.indices((f, f), np.int64)
    middle = (f - 1) / 2
    filters = {
        "vertical edge": np.sign(j - middle),
        "diagonal edge": np.sign(i + j - 2 * middle),
        "counting": (f * i + j + 1) % 10,
        "dot": (i == f // 2) & (j == f // 2),
        "ones": np.ones((f, f)),
    }
    return filters[one_of("name", name, filters)].astype(np.int64)


def small_errors(name, m):
    """An m x m table of small errors with signs, or of ones, or with a single one, by its name in ``SMALL_ERRORS``.

    Errors: ``ValueError`` for an unknown name or ``m`` below 1.

    >>> small_errors("mixed", 3)
    array([[ 1, -2,  3],
           [-1,  2, -3],
           [ 4,  1, -2]])
    """
    m = whole("m", m, 1)
    i, j = np.indices((m, m), np.int64)
    errors = {
        # both signs, and each differs from those around it
        "mixed": np.array([1, -2, 3, -1, 2, -3, 4])[(3 * i + j) % 7],
        "one error": (i == m // 2) & (j == m // 2),
        "ones": np.ones((m, m)),
    }
    return errors[one_of("name", name, errors)].astype(np.int64)


def small_volume(channels=3):
    """A 5 x 5 x 3 input of one-digit numbers: a red diagonal, a green edge, a blue frame with a dot.

    With 4 ``channels`` the last one is a staircase. Errors: ``ValueError`` for other numbers of channels.

    >>> small_volume()[..., 0]
    array([[0, 0, 1, 2, 2],
           [0, 1, 2, 2, 1],
           [1, 2, 2, 1, 0],
           [2, 2, 1, 0, 0],
           [2, 1, 0, 0, 1]])
    """
    rows = (
        ("00122", "01221", "12210", "22100", "21001"),
        ("00133", "00133", "00133", "01333", "13331"),
        ("22222", "20002", "20302", "20002", "22222"),
        ("30000", "33000", "03300", "00330", "00033"),
    )
    if channels not in (3, 4):
        raise ValueError(f"channels must be 3 or 4 here, got {channels}")
    return np.stack([[[int(digit) for digit in row] for row in rows[c]] for c in range(channels)], axis=-1)


def small_bank(k, f, channels=3):
    """K filters of f x f x ``channels`` weights -1, 0 and 1, and their K biases: (k, f, f, channels) and (k,).

    Errors: ``ValueError`` for ``k`` outside 1..4 and for ``f`` or ``channels`` below 1.

    >>> filters, biases = small_bank(2, 3)
    >>> filters[0, ..., 0], biases
    (array([[-1,  0,  1],
           [ 0,  1, -1],
           [ 1, -1,  0]]), array([ 1, -1]))
    """
    biases = np.array([1, -1, 2, 0])
    k, f, channels = whole("k", k, 1, len(biases)), whole("f", f, 1), whole("channels", channels, 1)
    filters, i, j, c = np.indices((k, f, f, channels), np.int64)
    # Looks irregular and is the same every time; the four filters differ, and their sums have both signs.
    weights = (i * (filters + 1) + j * (c + 1) + 3 * c + 2 * filters + i * j * (filters + c)) % 7 % 3 - 1
    return np.where((c + filters) % 2, -weights, weights), biases[:k]
