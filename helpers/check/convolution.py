"""The exercises of notebook 01."""

from collections.abc import Callable

import numpy as np

from helpers.arguments import one_of
from helpers.check.verdict import Rng, Verdict, agrees, called, drawn, sides, whole
from helpers.check.wording import described, named, numbers, placed, written
from helpers.layers import convolve2d, correlate2d
from helpers.shapes import output_size


def check_turn(turn: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``turn(kernel)``: the kernel (F1, F2) turned by 180 degrees.

    >>> check_turn(lambda kernel: kernel[::-1, ::-1]).ok
    True
    >>> check_turn(lambda kernel: kernel.T).ok
    False
    """
    kernels = [np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), np.arange(10).reshape(2, 5), np.array([[4], [0], [-1]])]
    kernels += drawn(rng, lambda rng: rng.integers(-9, 10, sides(rng, 5, 5)))
    hint = "the first row becomes the last, and each row is read from right to left."
    return agrees("turn", turn, [((k,), np.rot90(k, 2)) for k in kernels], hint)


def check_correlate(correlate: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``correlate(image, kernel)``: "valid" correlation, (H - F1 + 1, W - F2 + 1).

    >>> from helpers.layers import convolve2d
    >>> check_correlate(correlate2d).ok, check_correlate(convolve2d).ok
    (True, False)
    """
    fixed = np.random.default_rng(7)
    cases = [
        (fixed.integers(-5, 6, image), fixed.integers(-5, 6, kernel))
        for image, kernel in (((3, 3), (2, 2)), ((4, 6), (3, 2)), ((5, 4), (1, 3)), ((3, 3), (3, 3)))
    ]

    def draw(rng):
        f1, f2 = sides(rng, 3, 3)
        image = f1 + whole(rng, 0, 4), f2 + whole(rng, 0, 4)
        return rng.integers(-9, 10, image), rng.integers(-9, 10, (f1, f2))

    cases += drawn(rng, draw)
    hint = "the kernel is used as it is: its weight [i, j] meets the pixel [x + i, y + j]."
    return agrees("correlate", correlate, [(pair, correlate2d(*pair)) for pair in cases], hint)


# (down, right), as an exercise says it, and the pixel that each output pixel copies then
MOVES = {
    "to the right": ((0, 1), "the pixel to its left"),
    "to the left": ((0, -1), "the pixel to its right"),
    "up": ((-1, 0), "the pixel below it"),
    "down": ((1, 0), "the pixel above it"),
}


def check_shift(shift_right: Callable, where: str = "to the right") -> Verdict:
    """The exercise ``shift_right()``: a 3 x 3 filter whose correlation moves a picture one pixel to the right.

    A class edition may ask for another of ``MOVES``.

    >>> check_shift(lambda: [[0, 0, 0], [1, 0, 0], [0, 0, 0]]).ok
    True
    >>> check_shift(lambda: [[0, 0, 0], [0, 0, 0], [0, 1, 0]], "up").ok
    True
    """
    (down, right), source = MOVES[one_of("where", where, MOVES)]
    kernel, problem = called(f"shift_{where.split()[-1]}", shift_right, like=np.zeros((3, 3)))
    if problem:
        return problem
    if np.shape(kernel) != (3, 3):
        name = named(shift_right, f"shift_{where.split()[-1]}")
        return Verdict(False, f"Not yet. {name}() should give a 3 x 3 filter, got{described(kernel, '.')}")
    image = np.zeros((5, 5), int)
    image[2, 2], image[3, 1] = 7, 4
    expected = np.roll(image, (down, right), (0, 1))[1:-1, 1:-1]
    got = correlate2d(image, numbers(kernel))
    if np.array_equal(got, expected):
        return Verdict(True, f"Right: the picture moves one pixel {where}.")
    hint = f"each output pixel should copy {source}."
    before, wanted, after = placed(written(image)), placed(written(expected)), placed(written(got))
    return Verdict(False, f"Not yet.{before}should become{wanted}got{after}Hint: {hint}")


def check_multiply_adds(multiply_adds: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``multiply_adds(n, f)``: how many multiply-adds an f x f filter takes on n x n cells.

    >>> check_multiply_adds(lambda n, f: (n - f + 1) ** 2 * f**2).ok
    True
    """
    inputs = [(5, 3), (6, 1), (9, 4), (28, 5), *drawn(rng, lambda rng: (whole(rng, 10, 99), whole(rng, 1, 10)))]
    cases = [((n, f), output_size(n, f) ** 2 * f**2) for n, f in inputs]
    return agrees("multiply_adds", multiply_adds, cases, "count the windows first, then the products in one window.")


def check_weights_used(weights_used: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``weights_used(program, kernel)``: the weights (3, 3) as the program lays them on the pixels.

    ``program(image, kernel)`` gives the "valid" output of some filtering.

    >>> def weights_used(program, kernel):
    ...     return program([[0, 0, 0, 0, 0]] * 2 + [[0, 0, 1, 0, 0]] + [[0, 0, 0, 0, 0]] * 2, kernel)[::-1, ::-1]
    >>> check_weights_used(weights_used).ok, check_weights_used(lambda program, kernel: kernel).ok
    (True, False)
    """

    def upside_down(image, kernel):
        return correlate2d(image, np.flipud(kernel))

    def left_to_right(image, kernel):
        return correlate2d(image, np.fliplr(kernel))

    kernels = [np.array([[5, 1, 8], [2, 9, 4], [7, 3, 6]])]
    kernels += drawn(rng, lambda rng: 1 + rng.permutation(99)[:9].reshape(3, 3), 2)
    turned: dict[Callable, Callable] = {correlate2d: np.asarray, convolve2d: lambda kernel: np.rot90(kernel, 2)}
    turned |= {upside_down: np.flipud, left_to_right: np.fliplr}
    cases = [((program, kernel), used(kernel)) for kernel in kernels for program, used in turned.items()]
    hint = "in a picture of one 1 among zeros, each output has one product: which weight lay on the 1?"
    return agrees("weights_used", weights_used, cases, hint)
