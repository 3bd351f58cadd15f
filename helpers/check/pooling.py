"""The exercises of notebook 04."""

from collections.abc import Callable

import numpy as np

from helpers.check.verdict import Verdict, agrees
from helpers.layers import max_pool2d
from helpers.shapes import receptive_field


def check_max_pool(max_pool: Callable) -> Verdict:
    """The exercise ``max_pool(image, size)``: the largest value of windows that do not overlap, (H/size, W/size).

    >>> check_max_pool(lambda image, size: max_pool2d(image[..., None], size)[..., 0]).ok
    True
    >>> check_max_pool(lambda image, size: image[::size, ::size]).ok
    False
    """
    rng = np.random.default_rng(4)
    images = [(rng.integers(-9, 10, (4, 6)), 2), (rng.integers(-9, 0, (6, 3)), 3), (rng.integers(0, 10, (4, 8)), 4)]
    cases = [((image, size), max_pool2d(image[..., None], size)[..., 0]) for image, size in images]
    hint = "output row i, column j is the largest of image[i*size : (i+1)*size, j*size : (j+1)*size]."
    return agrees("max_pool", max_pool, cases, hint)


def check_winner(winner: Callable) -> Verdict:
    """The exercise ``winner(window)``: (row, column) of the largest value, of the first one where several tie.

    >>> check_winner(lambda window: divmod(window.argmax(), window.shape[1])).ok
    True
    >>> check_winner(lambda window: window.argmax()).ok
    False
    """
    windows = [[[3, 1], [7, 2]], [[-5, -2], [-9, -4]], [[1, 8, 8], [8, 0, 2]], [[0, 1], [2, 3], [4, 9]]]
    cases = [((np.array(window),), _first_largest(window)) for window in windows]
    hint = "go through the window row by row, and remember where you saw the largest value so far."
    return agrees("winner", winner, cases, hint)


def _first_largest(window):
    places = [(i, j) for i, row in enumerate(window) for j in range(len(row))]
    return max(places, key=lambda place: window[place[0]][place[1]])  # max keeps the first of several


def check_can_be_halved(can_be_halved: Callable) -> Verdict:
    """The exercise ``can_be_halved(n, times)``: do ``times`` poolings of 2 with stride 2 fit n cells exactly?

    >>> check_can_be_halved(lambda n, times: n % 2**times == 0).ok
    True
    >>> check_can_be_halved(lambda n, times: n % (2 * times) == 0).ok
    False
    """
    cases = [((224, 5), True), ((12, 3), False), ((227, 1), False), ((8, 3), True), ((4, 3), False), ((36, 2), True)]
    hint = "after each pooling the size is half, and it must be even again for the next one."
    return agrees("can_be_halved", can_be_halved, cases, hint)


def check_field(field_of: Callable) -> Verdict:
    """The exercise ``field_of(layers)``: the receptive field of the last of ``layers``, pairs (size, stride).

    >>> check_field(lambda layers: receptive_field(layers)[-1][0]).ok
    True
    >>> check_field(lambda layers: 1 + sum(f - 1 for f, _ in layers)).ok
    False
    """
    stacks = [[(5, 1)], [(3, 1), (3, 1)], [(2, 2), (3, 1)], [(11, 4), (3, 2), (5, 1)], [(3, 2), (3, 2), (2, 2)]]
    cases = [((layers,), receptive_field(layers)[-1][0]) for layers in stacks]
    hint = "carry two numbers: field += (f - 1) * step comes first, then step *= s."
    return agrees("field_of", field_of, cases, hint)
