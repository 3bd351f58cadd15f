"""The exercises of notebook 03."""

from collections.abc import Callable

import numpy as np

from helpers.check.verdict import Rng, Verdict, agrees, drawn, sides
from helpers.layers import dense


def check_count_parameters(count_parameters: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``count_parameters(f, c, k)``: weights and biases of K filters of F x F on C channels.

    >>> check_count_parameters(lambda f, c, k: k * (f * f * c + 1)).ok
    True
    >>> check_count_parameters(lambda f, c, k: k * f * f * c).ok
    False
    """
    inputs = [(3, 1, 2), (1, 4, 6), (3, 64, 128), (7, 3, 64), *drawn(rng, lambda rng: sides(rng, 11, 99, 99))]
    cases = [((f, c, k), k * f * f * c + k) for f, c, k in inputs]
    return agrees(
        "count_parameters",
        count_parameters,
        cases,
        "count one filter first: f · f weights for each channel, and one bias.",
    )


def check_one_by_one(one_by_one: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``one_by_one(x, weights)``: (H, W, C) and (K, C) give (H, W, K), at every pixel a matrix product.

    >>> check_one_by_one(lambda x, weights: x @ weights.T).ok
    True
    >>> check_one_by_one(lambda x, weights: x @ weights).ok
    False
    """

    def draw(rng, shape=None):
        height, width, channels, kernels = shape or sides(rng, 4, 4, 5, 5)
        return rng.integers(0, 6, (height, width, channels)), rng.integers(-4, 5, (kernels, channels))

    fixed = np.random.default_rng(11)
    inputs = [draw(fixed, shape) for shape in ((2, 3, 2, 2), (3, 2, 4, 1), (1, 2, 2, 5))] + drawn(rng, draw)
    cases = [((x, weights), np.einsum("hwc,kc->hwk", x, weights)) for x, weights in inputs]
    return agrees(
        "one_by_one", one_by_one, cases, "at each pixel, output k is the sum over c of x[..., c] times weights[k, c]."
    )


def check_as_filters(as_filters: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``as_filters(weights, h, w, c)``: dense weights (K, h*w*c) as filters (K, h, w, c).

    >>> check_as_filters(lambda weights, h, w, c: weights.reshape(-1, h, w, c)).ok
    True
    >>> check_as_filters(lambda weights, h, w, c: weights.reshape(-1, w, h, c)).ok
    False
    """
    cases = []
    shapes = [(1, 2, 3, 1), (2, 2, 2, 2), (3, 1, 2, 4), *drawn(rng, lambda rng: sides(rng, 4, 4, 4, 4))]
    for kernels, h, w, c in shapes:
        weights = np.arange(kernels * h * w * c).reshape(kernels, -1)
        if rng:
            weights = rng.permuted(weights)
        # A volume with a single 1 is flattened to a single 1, and a dense layer answers with one column of weights.
        ones = np.eye(h * w * c, dtype=int)
        filters = np.stack([dense(flat, weights) for flat in ones], axis=-1).reshape(kernels, h, w, c)
        cases.append(((weights, h, w, c), filters))
    return agrees(
        "as_filters",
        as_filters,
        cases,
        "a volume is flattened row by row, and the channels of a pixel stay together.",
    )
