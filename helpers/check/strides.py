"""The exercises of notebook 02."""

from collections.abc import Callable

import numpy as np

from helpers.check.verdict import Rng, Verdict, agrees, called, drawn, whole
from helpers.check.wording import described, named, numbers
from helpers.shapes import Windows
from helpers.words import amount


def check_output_size(output_size: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``output_size(n, f, stride, padding)``: how many windows lie inside; 0 where none does.

    >>> check_output_size(lambda n, f, stride, padding: max(0, (n + 2 * padding - f) // stride + 1)).ok
    True
    >>> check_output_size(lambda n, f, stride, padding: (n + padding - f) // stride + 1).ok
    False
    """
    inputs = [
        (9, 3, 1, 0),
        (9, 3, 2, 0),
        (10, 4, 3, 1),
        (12, 5, 2, 2),
        (15, 6, 5, 0),
        (3, 5, 1, 0),
        (4, 5, 2, 0),
        (4, 5, 1, 1),
    ]
    inputs += drawn(rng, lambda rng: (whole(rng, 3, 60), whole(rng, 1, 11), whole(rng, 1, 5), whole(rng, 0, 4)))
    cases = [(numbers, len(Windows(*numbers).starts)) for numbers in inputs]
    hint = "there are N + 2P - F cells to move through; count whole steps, then the start; none where F is too large."
    return agrees("output_size", output_size, cases, hint)


def check_fitting_strides(fitting_strides: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``fitting_strides(n, f)``: every stride that fits without padding, in order, for n > f.

    >>> check_fitting_strides(lambda n, f: [s for s in range(1, n) if (n - f) % s == 0]).ok
    True
    """
    inputs = [
        (9, 3),
        (6, 5),
        (15, 3),
        (33, 9),
        (10, 3),
        *drawn(rng, lambda rng: (whole(rng, 12, 80), whole(rng, 1, 11))),
    ]
    cases = [((n, f), [s for s in range(1, n) if Windows(n, f, s).fits]) for n, f in inputs]
    hint = "a stride fits when it divides N - F without a remainder; 1 always does, and N - F too."
    return agrees("fitting_strides", fitting_strides, cases, hint)


def check_halving(halving: Callable, n: int = 32, f: int = 4) -> Verdict:
    """The exercise ``halving()``: a pair (padding, stride) that takes 32 cells to 16 with a filter of 4.

    A class edition may ask it of other even ``n`` and ``f``.

    >>> check_halving(lambda: (1, 2)).ok
    True
    >>> check_halving(lambda: (0, 2))
    Not yet. (32 + 2*0 - 4)/2 + 1 = 15: 15 windows, and 16 are asked for. Hint: start with the stride that halves.
    >>> check_halving(lambda: (2, 2), n=40, f=6)
    Right: (40 + 2*2 - 6)/2 + 1 = 20.
    """
    given, problem = called("halving", halving, like=(1, 2))
    if problem:
        return problem
    if np.shape(given) != (2,):
        name = named(halving, "halving")
        return Verdict(False, f"Not yet. {name}() should give a pair (padding, stride), got{described(given, '.')}")
    padding, stride = (int(n) if float(n).is_integer() else n for n in numbers(given).tolist())
    try:
        windows = Windows(n, f, stride, padding)
    except (TypeError, ValueError) as error:
        return Verdict(False, f"Not yet. A pair (padding, stride) of whole numbers is asked for: {error}.")
    if not windows.fits:
        return Verdict(False, f"Not yet. {windows.formula}: that is not whole, {windows.left_over} left over.")
    count = len(windows.starts)
    if count != n // 2:
        words = f"{windows.formula}: {amount(count, 'window')}, and {n // 2} are asked for"
        return Verdict(False, f"Not yet. {words}. Hint: start with the stride that halves.")
    if padding >= f:
        words = f"{windows.formula} is {n // 2}, but with padding {padding} some windows see nothing but zeros"
        return Verdict(False, f"Not yet. {words}. Hint: a smaller padding does it too.")
    return Verdict(True, f"Right: {windows.formula}.")
