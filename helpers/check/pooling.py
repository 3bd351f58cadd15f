"""The exercises of notebook 04."""

from collections.abc import Callable

import numpy as np

from helpers.check.verdict import Rng, Verdict, agrees, drawn, sides, whole
from helpers.layers import max_pool2d
from helpers.shapes import receptive_field

# of each fixed picture: its least number, the first that is too large, its shape, and the size of the windows
POOLED = (-9, 10, (4, 6), 2), (-9, 0, (6, 3), 3), (0, 10, (4, 8), 4)


def check_max_pool(max_pool: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``max_pool(image, size)``: the largest value of windows that do not overlap, (H/size, W/size).

    >>> check_max_pool(lambda image, size: max_pool2d(image[..., None], size)[..., 0]).ok
    True
    >>> check_max_pool(lambda image, size: image[::size, ::size]).ok
    False
    """
    fixed = np.random.default_rng(4)
    images = [(fixed.integers(least, end, shape), size) for least, end, shape, size in POOLED]

    def draw(rng):
        size, (rows, columns) = whole(rng, 1, 4), sides(rng, 3, 3)
        return rng.integers(-30, whole(rng, 0, 30), (size * rows, size * columns)), size

    images += drawn(rng, draw)
    cases = [((image, size), max_pool2d(image[..., None], size)[..., 0]) for image, size in images]
    hint = "output row i, column j is the largest of image[i*size : (i+1)*size, j*size : (j+1)*size]."
    return agrees("max_pool", max_pool, cases, hint)


def check_winner(winner: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``winner(window)``: (row, column) of the largest value, of the first one where several tie.

    >>> check_winner(lambda window: divmod(window.argmax(), window.shape[1])).ok
    True
    >>> check_winner(lambda window: window.argmax()).ok
    False
    """
    windows = [[[3, 1], [7, 2]], [[-5, -2], [-9, -4]], [[1, 8, 8], [8, 0, 2]], [[0, 1], [2, 3], [4, 9]]]
    windows += drawn(rng, lambda rng: rng.integers(-4, 0, sides(rng, 4, 4)).tolist())
    cases = [((np.array(window),), _first_largest(window)) for window in windows]
    hint = "go through the window row by row, and remember where you saw the largest value so far."
    return agrees("winner", winner, cases, hint)


def _first_largest(window):
    places = [(i, j) for i, row in enumerate(window) for j in range(len(row))]
    return max(places, key=lambda place: window[place[0]][place[1]])  # max keeps the first of several


def check_can_be_halved(can_be_halved: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``can_be_halved(n, times)``: do ``times`` poolings of 2 with stride 2 fit n cells exactly?

    >>> check_can_be_halved(lambda n, times: n % 2**times == 0).ok
    True
    >>> check_can_be_halved(lambda n, times: n % (2 * times) == 0).ok
    False
    """
    cases = [((224, 5), True), ((12, 3), False), ((227, 1), False), ((8, 3), True), ((4, 3), False), ((36, 2), True)]
    pairs = drawn(rng, lambda rng: (whole(rng, 1, 9) * 2 ** whole(rng, 1, 5), whole(rng, 1, 5)), 12)
    cases += [((n, times), n % 2**times == 0) for n, times in pairs]
    hint = "after each pooling the size is half, and it must be even again for the next one."
    return agrees("can_be_halved", can_be_halved, cases, hint)


def check_field(field_of: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``field_of(layers)``: the receptive field of the last of ``layers``, pairs (size, stride).

    >>> check_field(lambda layers: receptive_field(layers)[-1][0]).ok
    True
    >>> check_field(lambda layers: 1 + sum(f - 1 for f, _ in layers)).ok
    False
    """
    stacks = [[(5, 1)], [(3, 1), (3, 1)], [(2, 2), (3, 1)], [(11, 4), (3, 2), (5, 1)], [(3, 2), (3, 2), (2, 2)]]

    def draw(rng):  # no stride is larger than its window: every cell between the first and the last is seen
        return [(f, whole(rng, 1, min(f, 3))) for f in sides(rng, *[7] * whole(rng, 2, 6))]

    stacks += drawn(rng, draw)
    cases = [((layers,), receptive_field(layers)[-1][0]) for layers in stacks]
    hint = "carry two numbers: field += (f - 1) * step comes first, then step *= s."
    return agrees("field_of", field_of, cases, hint)
