"""The exercises of notebook 05."""

from collections.abc import Callable

import numpy as np

from helpers.check.verdict import Verdict, agrees
from helpers.layers import convolve2d, correlate2d, relu


def check_backward(backward: Callable) -> Verdict:
    """The exercise ``backward(errors, image, weights)``: back through one filter, (slopes of image, of weights).

    >>> check_backward(lambda e, image, a: (convolve2d(e, a, mode="full"), correlate2d(image, e))).ok
    True
    >>> check_backward(lambda e, image, a: (convolve2d(e, a[::-1, ::-1], mode="full"), correlate2d(image, e))).ok
    False
    """
    rng = np.random.default_rng(8)
    cases = []
    for shape, f in (((3, 3), (2, 2)), ((4, 3), (2, 3)), ((2, 4), (1, 2)), ((5, 5), (3, 3))):
        image, weights = rng.integers(-4, 5, shape), rng.integers(-4, 5, f)
        errors = rng.integers(-4, 5, [n - side + 1 for n, side in zip(shape, f, strict=True)])
        slopes = convolve2d(errors, weights, mode="full"), correlate2d(image, errors)
        cases.append(((errors, image, weights), slopes))
    hint = (
        "output (i, j) read image[i : i + F1, j : j + F2]. Each of these cells hears its error times the weight that "
        "lay on the cell, and each weight its error times the cell."
    )
    return agrees("backward", backward, cases, hint, ("the slopes of image", "the slopes of weights"))


def check_mended(mended: Callable) -> Verdict:
    """The exercise ``mended(picture, a, b, wanted)``: back through two filters and a ReLU, (slopes of a, of b).

    >>> def right(picture, a, b, wanted):
    ...     h = correlate2d(picture, a)
    ...     errors = 2 * (correlate2d(relu(h), b) - wanted) / wanted.size
    ...     return correlate2d(picture, convolve2d(errors, b, mode="full") * (h > 0)), correlate2d(relu(h), errors)
    >>> check_mended(right).ok, check_mended(lambda *given: right(*given)[::-1]).ok
    (True, False)
    """
    rng = np.random.default_rng(9)
    cases = []
    for n, f, g in ((4, 2, 2), (5, 2, 3), (6, 3, 2)):
        picture, a, b = (rng.normal(size=(side, side)).round(1) for side in (n, f, g))
        h = correlate2d(picture, a)
        output = correlate2d(relu(h), b)
        wanted = rng.normal(size=output.shape).round(1)
        errors = 2 * (output - wanted) / output.size
        slopes = correlate2d(picture, convolve2d(errors, b, mode="full") * (h > 0)), correlate2d(relu(h), errors)
        cases.append(((picture, a, b, wanted), slopes))
    hint = (
        "nudge b, h and a one after the other, from the end to the beginning. The first slopes that do not agree "
        "with nudging come out of the wrong line."
    )
    return agrees("mended", mended, cases, hint, ("the slopes of a", "the slopes of b"))


def check_slope(slope: Callable) -> Verdict:
    """The exercise ``slope(image, difference)``: how the mean of the squares changes with each weight, (F, F).

    >>> check_slope(lambda image, difference: 2 * correlate2d(image, difference) / difference.size).ok
    True
    >>> check_slope(lambda image, difference: correlate2d(image, difference)).ok
    False
    """
    rng = np.random.default_rng(5)
    pairs = [(rng.integers(-4, 5, shape), f) for shape, f in (((4, 5), 3), ((6, 6), 2), ((5, 4), 1))]
    cases = []
    for image, f in pairs:
        difference = rng.integers(-4, 5, (image.shape[0] - f + 1, image.shape[1] - f + 1))
        cases.append(((image, difference), 2 * correlate2d(image, difference) / difference.size))
    hint = "weight (i, j) meets x = image[i : i + H - F + 1, j : j + W - F + 1]; take the mean of 2 * difference * x."
    return agrees("slope", slope, cases, hint)
