"""The exercises of notebook 05."""

from collections.abc import Callable

import numpy as np

from helpers.check.verdict import Rng, Verdict, agrees, drawn, sides, whole
from helpers.layers import convolve2d, correlate2d, relu


def check_backward(backward: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``backward(errors, image, weights)``: back through one filter, (slopes of image, of weights).

    >>> check_backward(lambda e, image, a: (convolve2d(e, a, mode="full"), correlate2d(image, e))).ok
    True
    >>> check_backward(lambda e, image, a: (convolve2d(e, a[::-1, ::-1], mode="full"), correlate2d(image, e))).ok
    False
    """

    def draw(rng, shape=None, f=None):
        f = f or sides(rng, 3, 3)
        shape = shape or [side + whole(rng, 0, 3) for side in f]
        image, weights = rng.integers(-4, 5, shape), rng.integers(-4, 5, f)
        return rng.integers(-4, 5, [n - side + 1 for n, side in zip(shape, f, strict=True)]), image, weights

    fixed = np.random.default_rng(8)
    shapes = ((3, 3), (2, 2)), ((4, 3), (2, 3)), ((2, 4), (1, 2)), ((5, 5), (3, 3))
    inputs = [draw(fixed, *both) for both in shapes] + drawn(rng, draw)
    cases = [((e, image, a), (convolve2d(e, a, mode="full"), correlate2d(image, e))) for e, image, a in inputs]
    hint = (
        "output (i, j) read image[i : i + F1, j : j + F2]. Each of these cells hears its error times the weight that "
        "lay on the cell, and each weight its error times the cell."
    )
    return agrees("backward", backward, cases, hint, ("the slopes of image", "the slopes of weights"))


def check_mended(mended: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``mended(picture, a, b, wanted)``: back through two filters and a ReLU, (slopes of a, of b).

    >>> def right(picture, a, b, wanted):
    ...     h = correlate2d(picture, a)
    ...     errors = 2 * (correlate2d(relu(h), b) - wanted) / wanted.size
    ...     return correlate2d(picture, convolve2d(errors, b, mode="full") * (h > 0)), correlate2d(relu(h), errors)
    >>> check_mended(right).ok, check_mended(lambda *given: right(*given)[::-1]).ok
    (True, False)
    """

    def draw(rng, n=None, f=None, g=None):
        n, f, g = (n, f, g) if n else (whole(rng, 5, 7), *sides(rng, 3, 3))
        picture, a, b = (rng.normal(size=(side, side)).round(1) for side in (n, f, g))
        return picture, a, b, rng.normal(size=[n - f - g + 2] * 2).round(1)

    def clear_of_the_kink(rng):  # so that nudging, too, gives the right slopes
        while abs(correlate2d(*(given := draw(rng))[:2])).min() < 0.01:
            pass
        return given

    fixed, cases = np.random.default_rng(9), []
    inputs = [draw(fixed, *sizes) for sizes in ((4, 2, 2), (5, 2, 3), (6, 3, 2))]
    for picture, a, b, wanted in inputs + drawn(rng, clear_of_the_kink):
        h = correlate2d(picture, a)
        output = correlate2d(relu(h), b)
        errors = 2 * (output - wanted) / output.size
        slopes = correlate2d(picture, convolve2d(errors, b, mode="full") * (h > 0)), correlate2d(relu(h), errors)
        cases.append(((picture, a, b, wanted), slopes))
    hint = (
        "nudge b, h and a one after the other, from the end to the beginning. The first slopes that do not agree "
        "with nudging come out of the wrong line."
    )
    return agrees("mended", mended, cases, hint, ("the slopes of a", "the slopes of b"))


def check_slope(slope: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``slope(image, difference)``: how the mean of the squares changes with each weight, (F, F).

    >>> check_slope(lambda image, difference: 2 * correlate2d(image, difference) / difference.size).ok
    True
    >>> check_slope(lambda image, difference: correlate2d(image, difference)).ok
    False
    """
    fixed, cases = np.random.default_rng(5), []
    pairs = [(fixed, fixed.integers(-4, 5, shape), f) for shape, f in (((4, 5), 3), ((6, 6), 2), ((5, 4), 1))]
    pairs += drawn(rng, lambda rng: (rng, rng.integers(-4, 5, 3 + np.array(sides(rng, 3, 3))), whole(rng, 1, 3)))
    for source, image, f in pairs:
        difference = source.integers(-4, 5, (image.shape[0] - f + 1, image.shape[1] - f + 1))
        cases.append(((image, difference), 2 * correlate2d(image, difference) / difference.size))
    hint = "weight (i, j) meets x = image[i : i + H - F + 1, j : j + W - F + 1]; take the mean of 2 * difference * x."
    return agrees("slope", slope, cases, hint)
