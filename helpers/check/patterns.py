"""The exercises of notebook 09."""

from collections.abc import Callable

import numpy as np

from helpers.check.verdict import Rng, Verdict, agrees, called, drawn, sides, whole
from helpers.check.wording import named, placed, written
from helpers.networks import PHONE, Conv, Network, pattern_layers
from helpers.words import is_or_are, times

LETTERS = {"conv": "C", "pool": "P", "dense": "F"}
INPUT, CLASSES = (224, 224, 3), 1000


def check_per_block(per_block: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``per_block(letters)``: how many convolutions each block has, for a text like "CCPCPFFF".

    >>> check_per_block(lambda letters: [len(block) for block in letters.split("P")[:-1]]).ok
    True
    >>> check_per_block(lambda letters: letters.count("C")).ok
    False
    """
    cases, inputs = [], [((3, 1), 0), ((1, 2, 4, 2), 2), ((5,), 1), ((2, 2, 2, 2, 2, 2), 3)]
    for n, k in [*inputs, *drawn(rng, lambda rng: (sides(rng, *[5] * whole(rng, 1, 6)), whole(rng, 0, 3)))]:
        layers = pattern_layers(n, len(n), k, True, 8, 16, 10)
        cases.append((("".join(LETTERS[layer.kind] for layer in layers),), list(n)))
    hint = "every block ends in a P, and behind the last P there are only F; letters.split('P') gives the pieces."
    return agrees("per_block", per_block, cases, hint)


def check_most_blocks(most_blocks: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``most_blocks(side)``: the largest M whose 2 x 2 pools all fit, nothing left over.

    >>> def right(side):
    ...     return 0 if side % 2 else 1 + right(side // 2)
    >>> check_most_blocks(right).ok
    True
    >>> from math import log2
    >>> check_most_blocks(lambda side: int(log2(side))).ok
    False
    """
    inputs = [32, 227, 100, 1, 384, 56, *drawn(rng, lambda rng: whole(rng, 1, 15) * 2 ** whole(rng, 0, 6))]
    cases = [((side,), (side & -side).bit_length() - 1) for side in inputs]
    hint = "halve the side as long as it is even, and count: 224, 112, 56, 28, 14, 7 is five times."
    return agrees("most_blocks", most_blocks, cases, hint)


def check_branch_macs(branch_macs: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``branch_macs(side, c, reduced, k, f)``: a 1 x 1 to ``reduced`` maps, then f x f to ``k``.

    >>> check_branch_macs(lambda side, c, r, k, f: side * side * (c * r + f * f * r * k)).ok
    True
    >>> check_branch_macs(lambda side, c, r, k, f: side * side * f * f * c * k).ok
    False
    """
    cases, inputs = [], [(14, 480, 16, 48, 5), (7, 832, 192, 384, 3), (5, 6, 2, 4, 7)]
    inputs += drawn(rng, lambda rng: (whole(rng, 7, 60), *sides(rng, 99, 99, 99), 1 + 2 * whole(rng, 1, 3)))
    for side, c, reduced, k, f in inputs:
        layers = (Conv("reduce", reduced, 1), Conv("branch", k, f, padding=f // 2))
        network = Network("a branch", (side, side, c), layers, softmax=False)
        cases.append(((side, c, reduced, k, f), network.totals().macs))
    hint = "every one of side * side places needs c * reduced products for the 1 x 1, and f * f * reduced * k more."
    return agrees("branch_macs", branch_macs, cases, hint)


def check_chosen(chosen: Callable, rng: Rng = None) -> Verdict:
    """The exercise ``chosen(parameters, right, limit, apart)``: the best network that is small enough, and its likes.

    Network i has ``parameters[i]`` and ``right[i]`` percent right. The result is a list of places: first the one with
    most right answers among those of at most ``limit`` parameters, then the others of these, in their order, that
    have less than ``apart`` points fewer.

    >>> def right_one(parameters, right, limit, apart):
    ...     small = [i for i, count in enumerate(parameters) if count <= limit]
    ...     best = max(small, key=lambda i: right[i])
    ...     return [best, *(i for i in small if i != best and right[best] - right[i] < apart)]
    >>> check_chosen(right_one).ok
    True
    >>> check_chosen(lambda *given: right_one(*given)[:1]).ok
    False
    """
    inputs = [
        ([9_000, 20_000, 50_000, 90_000], [90.0, 91.5, 91.0, 93.0], 50_000, 1.0),
        ([70_000, 4_000, 30_000, 31_000], [92.5, 88.0, 90.25, 89.5], 40_000, 0.75),
        ([8_000, 9_900, 9_500, 9_000], [87.5, 90.5, 91.0, 90.75], 10_000, 2.0),
        ([12_000, 11_000, 13_000], [90.0, 88.0, 89.25], 20_000, 1.5),
    ]
    cases = []
    for parameters, right, limit, apart in [*inputs, *drawn(rng, _trained)]:
        small = [place for place, count in enumerate(parameters) if count <= limit]
        best = max(small, key=lambda place: right[place])
        likes = [place for place in small if place != best and right[best] - right[place] < apart]
        cases.append(((parameters, right, limit, apart), [best, *likes]))
    hint = (
        "keep the places with at most limit parameters; the best of these comes first; of each other one of these "
        "take the difference of its right answers to the best one's, and keep it where that is less than apart."
    )
    return agrees("chosen", chosen, cases, hint)


def _trained(rng):
    """Parameters and percent right of some networks, no two of them equal, a limit that one keeps, and points."""
    n = whole(rng, 3, 7)
    parameters = [1000 * int(count) for count in rng.choice(np.arange(2, 100), n, replace=False)]
    right = [85 + int(quarters) / 4 for quarters in rng.choice(40, n, replace=False)]  # exact in binary
    return parameters, right, parameters[whole(rng, 0, n - 1)], whole(rng, 1, 16) / 4


def check_design(design: Callable) -> Verdict:
    """The exercise ``design()``: a network for 1000 classes on 224 x 224 x 3 that keeps to the budget ``PHONE``.

    >>> from helpers.networks import pattern, vgg
    >>> check_design(lambda: pattern(2, 5, 0, width=8)).ok
    True
    >>> print(check_design(lambda: pattern(1, 5, 0, width=8)))
    Not yet. 4 of 5 demands are met. Receptive field 94, at least 128: missed.
    """
    network, problem = called("design", design)
    if problem:
        return problem
    if not isinstance(network, Network):
        words = f"{named(design, 'design')}() should give a network, as pattern(...) does, got"
        return Verdict(False, f"Not yet. {words}{placed(written(network), end='.')}")
    last = network.rows()[-1]
    if network.input_shape != INPUT or last.kind != "dense" or last.output_shape[2] != CLASSES:
        ends = f"{times(network.input_shape, 'x')} to {last.name}, {times(last.output_shape, 'x')}"
        return Verdict(False, f"Not yet. It should go from 224x224x3 to a dense layer of 1000, yours from {ends}.")
    lines = PHONE.lines(network.rows())
    missed = [line for line in lines if not line.met]
    if missed:
        words, met = " ".join(map(str, missed)), len(lines) - len(missed)
        return Verdict(False, f"Not yet. {met} of {len(lines)} demands {is_or_are(met)} met. {words}")
    return Verdict(True, f"Right: all {len(lines)} demands are met. {' '.join(map(str, lines[:3]))}")
