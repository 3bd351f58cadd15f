"""The exercises of notebook 08."""

from collections.abc import Callable

import numpy as np

from helpers.check.verdict import Rng, Verdict, agrees, called, drawn, sides, whole
from helpers.check.wording import described, named, numbers, placed, written
from helpers.layers import convolve2d
from helpers.networks import VGG, Conv, Dense, Network, Pool, alexnet, lenet5, vgg

STARTS, ROUNDS = 80, 120  # of the search for a pair; with them, 2,000 random pairs of small numbers were all found
EYE = np.eye(18)
# Where in the matrix of ``_places`` the nine weights stand: a row for each place (i, j) of the 3 x 3 filter.
PLACES = np.array([[(5 * (i + u) + j + v) * 9 + 3 * i + j for u, v in np.ndindex(3, 3)] for i, j in np.ndindex(3, 3)])
NEAR = 1e-3  # a pair whose filter is as near as this, relative to the target's length, counts as found


def check_count_values(count_values: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``count_values(blocks, side)``: the values of all rows of a column of VGG, given as text.

    >>> check_count_values(lambda blocks, side: 15_237_608).ok
    False
    """
    narrow = Network(
        "narrow",
        (16, 16, 3),
        (
            *(Conv("a", 8, 3, padding=1), Pool("b", 2), Conv("c", 4, 1), Conv("d", 6, 3, padding=1), Pool("e", 2)),
            *(Dense(f"fc{i}", outputs) for i, outputs in enumerate((4096, 4096, 1000))),
        ),
    )
    cases = [
        (("64 64 | 128 128 | 256 256 | 512 512 | 512 512", 224), vgg("B").totals().values),
        (("8 | 1x1-4 6", 16), narrow.totals().values),
        (("64 LRN | 128 | 256 256 | 512 512 | 512 512", 160), vgg("A-LRN").resized(160).totals().values),
    ]
    for column, side in drawn(rng, lambda rng: (str(rng.choice(list(VGG))), 32 * whole(rng, 1, 12))):
        cases.append(((VGG[column], side), vgg(column).resized(side).totals().values))
    hint = "side * side * channels for the input, each convolution, each LRN and each pool; a pool halves the side."
    return agrees("count_values", count_values, cases, hint)


def check_compose(compose: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``compose(a, b)``: the one filter that does what two in a row do, (H + K - 1, W + L - 1).

    >>> check_compose(lambda a, b: convolve2d(a, b, mode="full")).ok
    True
    >>> check_compose(lambda a, b: a * b).ok
    False
    """
    fixed = np.random.default_rng(7)
    shapes = [((3, 3), (3, 3)), ((2, 3), (3, 1)), ((1, 1), (2, 2)), ((5, 5), (3, 3))]
    pairs = [tuple(fixed.integers(-4, 5, shape) for shape in both) for both in shapes]
    pairs += drawn(rng, lambda rng: tuple(rng.integers(-4, 5, sides(rng, 4, 4)) for _ in "ab"))
    cases = [((a, b), convolve2d(a, b, mode="full")) for a, b in pairs]
    hint = "a[m, n] * b[k, l] belongs to place (m + k, n + l); add up all that meet there. Nothing is turned."
    return agrees("compose", compose, cases, hint)


def check_no_pair(no_pair: Callable) -> Verdict:
    """The exercise ``no_pair()``: a 5 x 5 filter that no two filters of 3 x 3 in a row make, without ReLU.

    The check looks for a pair. Where it finds one, it names it.

    >>> check_no_pair(lambda: np.ones((5, 5))).ok
    False
    """
    got, problem = called("no_pair", no_pair, like=np.zeros((5, 5)))
    if problem:
        return problem
    if np.shape(got) != (5, 5):
        name = named(no_pair, "no_pair")
        return Verdict(False, f"Not yet. {name}() should give a 5 x 5 filter, got{described(got, '.')}")
    target = numbers(got).astype(float)
    if not np.isfinite(target).all():
        return Verdict(False, "Not yet. Every weight of the filter should be a number.")
    if not target.any():
        return Verdict(False, "Not yet. All zeros is what a pair makes if one of the two filters is all zeros.")
    distance, a, b = _block_pair(target) or _nearest_pair(target)
    if distance < NEAR:
        rounded = "both rounded. " if distance else ""
        a, b = (np.round(filter_, 2) + 0.0 if distance else filter_ for filter_ in (a, b))  # + 0.0: no -0
        both = f"a ={placed(written(a))}and b ={placed(written(b))}"
        hint = "think of a filter of which only two rows are not zero."
        return Verdict(False, f"Not yet. A pair makes it: {both}{rounded}Hint: {hint}")
    return Verdict(True, f"Right: {STARTS} searches found no pair that makes it.")


def check_crossing(crossing: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``crossing(parameters, values)``: the smallest batch whose activations outweigh the weights.

    >>> check_crossing(lambda parameters, values: parameters // values + 1).ok
    True
    >>> check_crossing(lambda parameters, values: parameters // values).ok
    False
    """
    totals = [network.totals() for network in (lenet5(), alexnet(), vgg("C"))]
    pairs = [(totals_.parameters, totals_.values) for totals_ in totals] + [(600, 200), (5, 1000)]
    pairs += drawn(rng, lambda rng: (whole(rng, 1, 10) * 1000, 100 * whole(rng, 1, 20)))
    cases = []
    for parameters, values in pairs:
        batch = 1
        while batch * values <= parameters:
            batch += 1
        cases.append(((parameters, values), batch))
    hint = "more, not as much: with 600 parameters and 200 values a batch of 3 is even, and 4 is the answer."
    return agrees("crossing", crossing, cases, hint)


def check_overtaken(overtaken: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``overtaken(macs, milliseconds)``: for each layer, how many have fewer MACs and take longer.

    >>> def right(macs, ms):
    ...     return [sum(m < macs[i] and t > ms[i] for m, t in zip(macs, ms)) for i in range(len(macs))]
    >>> check_overtaken(right).ok
    True
    >>> check_overtaken(lambda macs, ms: [0] * len(macs)).ok
    False
    """
    inputs = [
        ([20, 5, 30, 0, 10], [4.0, 1.5, 2.0, 3.0, 0.5]),
        ([7, 7, 7, 1], [3.0, 2.0, 1.0, 2.5]),
        ([1, 2, 3, 4], [0.1, 0.2, 0.3, 0.4]),
        ([105, 0, 0, 224, 0], [1.13, 1.34, 0.14, 0.61, 0.91]),
    ]
    cases = []
    for macs, milliseconds in [*inputs, *drawn(rng, _timed)]:
        layers = list(zip(macs, milliseconds, strict=True))
        expected = [sum(less < count and more > taken for less, more in layers) for count, taken in layers]
        cases.append(((macs, milliseconds), expected))
    hint = "compare every layer with all others, before and behind it: fewer multiply-adds, and a longer time."
    return agrees("overtaken", overtaken, cases, hint)


def _timed(rng):
    """MACs and milliseconds of some layers; a few have as many or take as long as another."""
    n = whole(rng, 3, 8)
    return [whole(rng, 0, 9) for _ in range(n)], [whole(rng, 1, 12) / 4 for _ in range(n)]


def _block_pair(target):
    """(0, a, b) of a pair with one 1 in ``a``, which moves the block ``b``; None where the block is over 3 x 3.

    >>> _, a, b = _block_pair(np.eye(5) * [0, 0, 0, 0, 7])
    >>> a.tolist(), b.tolist()
    ([[0, 0, 0], [0, 0, 0], [0, 0, 1]], [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 7.0]])
    """
    rows, columns = (np.flatnonzero(target.any(axis=axis)) for axis in (1, 0))
    if np.ptp(rows) > 2 or np.ptp(columns) > 2:
        return None
    i, j = min(rows[0], 2), min(columns[0], 2)
    a = np.zeros((3, 3), int)
    a[i, j] = 1
    return 0, a, target[i : i + 3, j : j + 3]


def _nearest_pair(target):
    """(distance, a, b) of the 3 x 3 pair whose full convolution is nearest to ``target``, relative to its length.

    Levenberg and Marquardt's method from random starts: 25 equations for 18 numbers.
    """
    rng, length = np.random.default_rng(0), np.linalg.norm(target)
    best = np.inf, None, None
    for start in range(STARTS):
        x, damping = rng.standard_normal(18), 1.0
        if start % 2:
            x *= rng.random(18) < 0.5  # many filters that people write have zeros
        gap, moved = _gap(x, target / length), True
        for _ in range(ROUNDS):
            if moved:
                slopes = np.hstack([_places(x[9:]), _places(x[:9])])
                squares, downhill = slopes.T @ slopes, -slopes.T @ gap
            step = np.linalg.solve(squares + damping * EYE, downhill)
            ahead = _gap(x + step, target / length)
            moved = ahead @ ahead < gap @ gap
            if moved:
                x, gap, damping = x + step, ahead, max(damping / 3, 1e-9)
            else:
                damping = min(4 * damping, 1e9)
            if gap @ gap < (NEAR / 10) ** 2:
                break
        distance = np.sqrt(gap @ gap)
        if distance < best[0]:
            best = distance, x[:9].reshape(3, 3) * length, x[9:].reshape(3, 3)
        if best[0] < NEAR:
            break
    return best


def _gap(x, target):
    return _places(x[9:]) @ x[:9] - target.ravel()


def _places(weights):
    """The matrix (25, 9) that composes a 3 x 3 filter, as 9 numbers, with ``weights``."""
    result = np.zeros(25 * 9)
    result[PLACES] = weights
    return result.reshape(25, 9)
