"""What students write for each exercise: right answers in several forms pass, and common mistakes hear what is wrong.

``EXERCISES`` holds them all, notebook by notebook: ``{check: (right answers, [(wrong answer, words it hears)])}``.
"""

import copy
import itertools
import json
from math import ceil, log2, prod

import numpy as np
import pytest
from scipy import signal

from helpers import check
from helpers.check import (
    check_as_filters,
    check_branch_macs,
    check_can_be_halved,
    check_compose,
    check_correlate,
    check_count_parameters,
    check_count_values,
    check_crossing,
    check_design,
    check_field,
    check_first_fc,
    check_fitting_strides,
    check_flip,
    check_grouped_parameters,
    check_halving,
    check_max_pool,
    check_most_blocks,
    check_multiply_adds,
    check_no_pair,
    check_normalised,
    check_one_by_one,
    check_output_size,
    check_per_block,
    check_shift,
    check_slope,
    check_stroke_filter,
    check_top_k,
    check_turn,
    check_winner,
)
from helpers.digits import shifted
from helpers.networks import Conv, Dense, Network, Pool, lenet5, pattern, vgg

EXERCISES = {}
OTHERS = {"check_choice", "check_number", "check_environment"}  # they judge no exercise

# --- notebook 01


def loops(image, kernel, turned=False, size=lambda n, f: n - f + 1, swap=False):
    kernel = kernel[::-1, ::-1] if turned else kernel
    kernel = kernel.T if swap else kernel
    rows, columns = (size(n, f) for n, f in zip(image.shape, kernel.shape, strict=True))
    output = np.zeros((rows, columns), int)
    for x, y in np.ndindex(rows, columns):
        window = image[x : x + kernel.shape[0], y : y + kernel.shape[1]]
        output[x, y] = (window * kernel[: window.shape[0], : window.shape[1]]).sum()
    return output


EXERCISES |= {
    check_turn: (
        [lambda k: np.rot90(k, 2), lambda k: [row[::-1] for row in k.tolist()[::-1]]],
        [
            (lambda k: np.rot90(k), "should give"),
            (lambda k: k[::-1], "should give"),
            (lambda k: k[:, ::-1], "should give"),
            (lambda k: k.T, "should give"),
            (lambda k: k, "should give [[9, 8, 7], [6, 5, 4], [3, 2, 1]], got [[1, 2, 3], [4, 5, 6], [7, 8, 9]]"),
        ],
    ),
    check_correlate: (
        [loops],
        [
            (lambda i, k: loops(i, k, turned=True), "should give"),
            (lambda i, k: loops(i, k, size=lambda n, f: n - f), "should have shape (2, 2), got (1, 1)"),
            (lambda i, k: loops(i, k, size=lambda n, f: n), "should have shape"),
            (lambda i, k: loops(i, k, swap=True), "should"),
            (lambda i, k: float(loops(i, k).sum()), "should have shape (2, 2), got ()"),
        ],
    ),
    check_shift: (
        [lambda: np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0]])],
        [
            (lambda: [[0, 0, 0], [0, 0, 1], [0, 0, 0]], "should become"),
            (lambda: [[0, 0, 0], [0, 1, 0], [0, 0, 0]], "should become"),
            (lambda: [[0, 1, 0], [0, 0, 0], [0, 0, 0]], "should become"),
            (lambda: [1, 0, 0], "got shape (3,)"),
        ],
    ),
    check_multiply_adds: (
        [lambda n, f: sum(f * f for _ in range((n - f + 1) ** 2))],
        [
            (lambda n, f: n * n * f * f, "multiply_adds(5, 3)"),
            (lambda n, f: (n - f) ** 2 * f * f, "should give 81, got 36"),
            (lambda n, f: (n - f + 1) ** 2 * f, "got 27"),
            (lambda n, f: (n - f + 1) ** 2, "got 9"),
        ],
    ),
}

# --- notebook 02

EXERCISES |= {
    check_output_size: (
        [lambda n, f, s, p: len(range(0, n + 2 * p - f + 1, s))],
        [
            (lambda n, f, s, p: (n + 2 * p - f) // s, "should give"),  # steps, not windows
            (lambda n, f, s, p: max(0, (n + p - f) // s + 1), "should give"),  # P in all
            (lambda n, f, s, p: max(0, (n + 2 * p - f) / s + 1), "should give"),  # not rounded
            (lambda n, f, s, p: max(0, round((n + 2 * p - f) / s + 1)), "should give"),
            (lambda n, f, s, p: max(0, -(-(n + 2 * p - f) // s) + 1), "should give"),  # rounded up
            (lambda n, f, s, p: (n + 2 * p - f) // s + 1, "should give 0"),  # a filter that is too large
            (lambda n, f, s, p: int((n + 2 * p - f) / s + 1), "should give 0, got"),
            (lambda n, f, s, p: [n, n], "should have shape ()"),
        ],
    ),
    check_fitting_strides: (
        [lambda n, f: np.flatnonzero((n - f) % np.arange(1, n) == 0) + 1],
        [
            (lambda n, f: [s for s in range(1, n) if n % s == 0], "should"),  # divides N
            (lambda n, f: [s for s in range(1, n - f) if (n - f) % s == 0], "should"),  # forgets N - F
            (lambda n, f: [s for s in range(2, n) if (n - f) % s == 0], "should"),  # forgets 1
            (lambda n, f: [s for s in range(1, n) if (n - f + 1) % s == 0], "should"),  # off by one
            (lambda n, f: len([s for s in range(1, n) if (n - f) % s == 0]), "should have shape"),
        ],
    ),
    check_halving: (
        [lambda: [1, 2], lambda: np.array([1, 2])],
        [
            (lambda: (0, 2), "15 windows, and 16 are asked for"),
            (lambda: (2, 2), "17 windows"),
            (lambda: (1, 1), "31 windows"),
            (lambda: (0, 3), "not whole, 1 left over"),
            (lambda: (16, 4), "see nothing but zeros"),
            (lambda: (2, 1), "33 windows"),  # the pair the wrong way round
            (lambda: (1, 0), "stride must be at least 1"),
            (lambda: (1.5, 2), "padding must be a whole number"),
            (lambda: 1, "A pair"),
            (lambda: (1, 2, 3), "A pair"),
        ],
    ),
}

# --- notebook 03

EXERCISES |= {
    check_count_parameters: (
        [lambda f, c, k: sum(f * f * c + 1 for _ in range(k))],
        [
            (lambda f, c, k: k * f * f * c, "count_parameters(3, 1, 2) should give 20, got 18"),
            (lambda f, c, k: k * (f * f + 1), "count_parameters(1, 4, 6) should give 30"),
            (lambda f, c, k: k * f * f * c + 1, "should give 20, got 19"),
            (lambda f, c, k: k * c * (f * f + 1), "should give 30, got 48"),
            (lambda f, c, k: f * f * c + 1, "should give 20, got 10"),
        ],
    ),
    check_one_by_one: (
        [
            lambda x, weights: np.tensordot(x, weights, axes=([2], [1])),
            lambda x, weights: (x[..., None, :] * weights).sum(axis=-1),
        ],
        [
            (lambda x, weights: x @ weights, "should give"),
            (lambda x, weights: x * weights[0], "should give"),
            (lambda x, weights: (x @ weights.T).sum(axis=-1), "should have shape (2, 3, 2), got (2, 3)"),
            (lambda x, weights: np.maximum(x @ weights.T, 0), "should give"),
        ],
    ),
    check_as_filters: (
        [lambda w, h, wide, c: np.array([row.reshape(h, wide, c) for row in w])],
        [
            (lambda w, h, wide, c: w.reshape(-1, wide, h, c), "should have shape (1, 2, 3, 1)"),
            (lambda w, h, wide, c: w.reshape(-1, c, h, wide).transpose(0, 2, 3, 1), "should give"),
            (lambda w, h, wide, c: w.reshape(h, wide, c, -1).transpose(3, 0, 1, 2), "should give"),
            (lambda w, h, wide, c: w, "should have shape (1, 2, 3, 1), got (1, 6)"),
        ],
    ),
}

# --- notebook 04


def pooled(image, size, reduce=np.max):
    corners = [range(0, n, size) for n in image.shape]
    return [[reduce(image[i : i + size, j : j + size]) for j in corners[1]] for i in corners[0]]


def first_largest(window):
    return divmod(int(window.argmax()), window.shape[1])


def field(layers):
    """From the last layer back to the input: how many cells one output, and then its field, needs."""
    cells = 1
    for f, stride in reversed(layers):
        cells = (cells - 1) * stride + f
    return cells


EXERCISES |= {
    check_max_pool: (
        [pooled],
        [
            (lambda image, size: image[::size, ::size], "should give"),
            (lambda image, size: image.max(), "should have shape (2, 3), got ()"),
            (lambda image, size: pooled(image, size, np.mean), "should give"),
            (lambda image, size: np.maximum(0, pooled(image, size)), "should give"),
        ],
    ),
    check_winner: (
        [first_largest],
        [
            (lambda window: divmod(int(window.argmax()), window.shape[0]), "should give"),
            (lambda window: first_largest(window)[::-1], "should give (1, 0), got (0, 1)"),
            (lambda window: first_largest(abs(window)), "should give"),
            (lambda window: tuple(int(a[-1]) for a in np.nonzero(window == window.max())), "should give"),  # the last
        ],
    ),
    check_can_be_halved: (
        [lambda n, times: n % 2**times == 0],
        [
            (lambda n, times: n % 2 == 0, "should give False, got True"),
            (lambda n, times: n % (2 * times) == 0, "should give"),
            (lambda n, times: True, "should give False, got True"),
        ],
    ),
    check_field: (
        [field],
        [
            (lambda layers: 1 + sum(f - 1 for f, _ in layers), "should give"),
            (lambda layers: sum(f for f, _ in layers), "should give 5, got 6"),
            (lambda layers: prod(f for f, _ in layers), "should give 5, got 9"),
        ],
    ),
}

# --- notebook 05

ORDER = ((-1, 0), (1, 0), (0, -1), (0, 1))


def slopes(image, error, factor=2, mean=True, turned=False):
    """Loops over the weights."""
    f = [n - e + 1 for n, e in zip(image.shape, error.shape, strict=True)]
    result = np.zeros(f)
    for i, j in np.ndindex(*f):
        products = error * image[i : i + error.shape[0], j : j + error.shape[1]]
        result[i, j] = factor * (products.mean() if mean else products.sum())
    return result[::-1, ::-1] if turned else result


def top_k(scores, labels, k, largest=True):
    order = np.argsort(-scores if largest else scores, axis=1)[:, :k]
    return sum(label in row for label, row in zip(labels, order, strict=True)) / len(labels)


def flip(answer, digit, order=ORDER):
    return next((move for move in order if answer(shifted(digit, *move)) != answer(digit)), (0, 0))


EXERCISES |= {
    check_slope: (
        [slopes],
        [
            (lambda i, e: slopes(i, e, factor=1), "should give"),
            (lambda i, e: slopes(i, e, mean=False), "should give"),
            (lambda i, e: slopes(i, e, turned=True), "should give"),
            (lambda i, e: slopes(i, e).sum(), "should have shape (3, 3), got ()"),
        ],
    ),
    check_stroke_filter: (
        [
            lambda left, middle, right: [[right / 3, middle / 3, left / 3]] * 3,
            lambda left, middle, right: np.array([[right, middle, left], [7, -1, 0], [-7, 1, 0]]),
        ],
        [
            (lambda a, b, c: [[0] * 3, [a, b, c], [0] * 3], "(1, 2, -6) should give [[1, 2, -6], [1, 2"),
            (lambda a, b, c: [[c, b, a]] * 3, "got [[3, 6, -18], [3, 6, -18], [3, 6, -18]]"),
            (lambda a, b, c: [[0, c, 0], [0, b, 0], [0, a, 0]], "should give"),
            (lambda a, b, c: [[-1, 0, 1]] * 3, "got [[3, 0, -3]"),
            (lambda a, b, c: [[c, b, a]], "should have shape (3, 3), got (5, 3)"),
        ],
    ),
    check_top_k: (
        [top_k],
        [
            (lambda s, y, k: top_k(s, y, 1), "should give"),
            (lambda s, y, k: top_k(s, y, k, largest=False), "should give"),
            (lambda s, y, k: round(top_k(s, y, k) * len(y)), "should give"),
            (lambda s, y, k: 1 - top_k(s, y, k), "should give"),
        ],
    ),
    check_flip: (
        [flip],
        [
            (lambda answer, digit: (0, 0), "<1 for ink above row 9>, an array of shape (28, 28)"),
            (lambda answer, digit: flip(answer, digit, ORDER[::-1]), "should give (-1, 0)"),
            (lambda answer, digit: flip(answer, digit)[::-1], "should give"),
            (lambda answer, digit: flip(lambda d: answer(np.roll(d, 1)), digit), "should give"),
            (lambda answer, digit: flip(answer, digit, ORDER[:2]), "should give"),
        ],
    ),
}

# --- notebook 06


def parameters(c, k, f, groups, depth=lambda c, groups: c // groups, bias=1):
    return sum(sum(1 for _ in range(f * f * depth(c, groups))) + bias for _ in range(k))


def first_fc(n, padding, divide=lambda a, b: a // b, sides=1, pools=3, maps=256):
    side = divide(n + (1 + sides) * padding - 11, 4) + 1
    for _ in range(pools):
        side = divide(side - 3, 2) + 1
    return maps * side * side


def lrn(a, i, alpha=1e-4, reach=2, own=True, power=0.75, k=2):
    squares = [v * v for j, v in enumerate(a) if abs(i - j) <= reach and (own or j != i)]
    return a[i] / (k + alpha * sum(squares)) ** power


EXERCISES |= {
    check_grouped_parameters: (
        [parameters],
        [
            (lambda c, k, f, g: parameters(c, k, f, 1), "should give"),
            (lambda c, k, f, g: parameters(c, k, f, g, bias=0), "should give"),
            (lambda c, k, f, g: parameters(c, k // g, f, g), "should give"),
            (lambda c, k, f, g: g * parameters(c, k, f, g), "should give"),
        ],
    ),
    check_first_fc: (
        [first_fc, lambda n, p: first_fc(n, p, divide=lambda a, b: int(a / b))],
        [
            (lambda n, p: 9216, "first_fc(224, 0) should give 6400, got 9216"),
            (lambda n, p: first_fc(n, p, divide=lambda a, b: ceil(a / b)), "should give"),
            (lambda n, p: first_fc(n, p, sides=0), "should give"),
            (lambda n, p: first_fc(n, p, pools=2), "should give"),
            (lambda n, p: first_fc(n, p, maps=1), "should give"),
        ],
    ),
    check_normalised: (
        [lrn],
        [
            (lambda a, i: lrn(a, i, alpha=1e-4 / 5), "should give"),  # PyTorch's form
            (lambda a, i: lrn(a, i, reach=5), "should give"),
            (lambda a, i: lrn(a, i, own=False), "should give"),
            (lambda a, i: lrn(a, i, power=1), "should give"),
            (lambda a, i: lrn(a, i, k=1), "should give"),
        ],
    ),
}

# --- notebook 07


def values(blocks, side, image=True, pools=True, lrn=True, dense=True, halved_first=False):
    """The lecture's sum, written with a list of volumes."""
    volumes, depth = [side * side * 3] * image, 3
    for block in blocks.split("|"):
        side = side // 2 if halved_first else side
        for word in block.split():
            if word != "LRN":
                depth = int(word.partition("-")[2] or word)
            if word != "LRN" or lrn:
                volumes.append(side * side * depth)
        side = side if halved_first else side // 2
        volumes += [side * side * depth] * pools
    return sum(volumes) + 9192 * dense


def small(corner):
    """A 5 x 5 filter that is zero but for its upper left corner."""
    corner = np.array(corner)
    return np.pad(corner, [(0, 5 - n) for n in corner.shape]).astype(float)


# Why no pair makes these is said in test_these_filters_have_no_pair.
NONE_MAKES = [
    small([[1, 0, 0, 0, 1], [1, 0, 0, 0, 0]]),
    small([[1, 0, 0, 0, 1], [1, 0, 0, 0, 0]]).T,
    100 * small([[0, 0, 3, 0, 0], [2, 0, 5, 0, -2]]),
    small([[0, 1, 1, 1, 1], [0, 0, 0, 0, 1]])[::-1],
]

EXERCISES |= {
    check_count_values: (
        [values],
        [
            (lambda blocks, side: values(blocks, side, image=False), "should give"),
            (lambda blocks, side: values(blocks, side, pools=False), "should give"),
            (lambda blocks, side: values(blocks, side, dense=False), "should give"),
            (lambda blocks, side: values(blocks, side, lrn=False), "64 LRN"),
            (lambda blocks, side: values(blocks, side, halved_first=True), "should give"),
            (lambda blocks, side: values(blocks, 224), "8 | 1x1-4 6, 16"),
        ],
    ),
    check_compose: (
        [
            signal.convolve2d,
            lambda a, b: signal.correlate2d(a, b[::-1, ::-1]).tolist(),
            lambda a, b: signal.convolve2d(b, a),
        ],
        [
            (lambda a, b: a * b, "should have shape (5, 5), got (3, 3)"),
            (lambda a, b: signal.correlate2d(a, b), "should give"),
            (lambda a, b: signal.convolve2d(a, b, mode="same"), "should have shape (5, 5), got (3, 3)"),
            (lambda a, b: signal.convolve2d(a, b)[::-1, ::-1], "should give"),
            (lambda a, b: signal.convolve2d(a, b).ravel(), "should have shape"),
        ],
    ),
    check_no_pair: (
        [lambda: NONE_MAKES[0].astype(int).tolist(), *(lambda one=one: one for one in NONE_MAKES[1:])],
        [
            (lambda: np.ones((5, 5)), "A pair makes it"),
            (lambda: np.eye(5), "A pair makes it"),
            (lambda: np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]), "A pair makes it"),
            (lambda: np.outer([1, 2, 0, -2, -1], [1, 4, 6, 4, 1]), "A pair makes it"),
            (lambda: small([[7]]), "A pair makes it"),
            (lambda: np.roll(small([[1]]), (2, 2), (0, 1)), "A pair makes it"),
            (lambda: small([[1] * 5]), "A pair makes it"),
            (lambda: small(np.arange(9).reshape(3, 3)), "A pair makes it"),
            (lambda: np.zeros((5, 5)), "All zeros"),
            (lambda: np.ones((3, 3)), "should have shape (5, 5), got (3, 3)"),
            (lambda: np.full((5, 5), np.nan), "should be a number"),
        ],
    ),
    check_crossing: (
        [lambda p, v: int(p / v) + 1, lambda p, v: next(n for n in itertools.count(1) if n * v > p)],
        [
            (lambda parameters, values: parameters // values, "should give"),
            (lambda parameters, values: -(-parameters // values), "should give 4, got 3"),
            (lambda parameters, values: parameters / values, "should give"),
            (lambda parameters, values: values // parameters + 1, "should give"),
        ],
    ),
}

# --- notebook 08


def halvings(side):
    return 0 if side % 2 else 1 + halvings(side // 2)


def an_own_design():
    layers = [
        layer
        for b, k in enumerate((10, 20, 40, 80, 100), 1)
        for layer in (Conv(f"a{b}", k, 3, padding=1), Conv(f"b{b}", k, 3, padding=1), Pool(f"p{b}", 2))
    ]
    end = Pool("gap", 7, average=True), Dense("fc", 1000, relu=False)
    return Network("own", (224, 224, 3), (*layers, *end))


EXERCISES |= {
    check_per_block: (
        [lambda letters: [block.count("C") for block in letters.split("P")][:-1]],
        [
            (lambda letters: letters.split("P"), "stops with"),  # texts, not their lengths
            (lambda letters: [len(block) for block in letters.split("P")], "should have shape (2,), got (3,)"),
            (lambda letters: [letters.count("C") // letters.count("P")] * letters.count("P"), "should give"),
            (lambda letters: letters.count("C"), "should have shape (2,), got ()"),
            (lambda letters: [letters.split("P")[0].count("C")], "should have shape (2,), got (1,)"),
        ],
    ),
    check_most_blocks: (
        [halvings],
        [
            (lambda side: int(log2(side)), "should give"),
            (lambda side: side // 2, "should give 5, got 16"),
            (lambda side: 5, "should give 0, got 5"),
            (lambda side: 0 if side % 2 else 1, "should give 5, got 1"),
        ],
    ),
    check_branch_macs: (
        [lambda side, c, reduced, k, f: sum(c * reduced + f * f * reduced * k for _ in range(side * side))],
        [
            (lambda side, c, reduced, k, f: side * side * f * f * c * k, "should give"),  # no bottleneck
            (lambda side, c, reduced, k, f: side * side * f * f * reduced * k, "should give"),  # no 1 x 1
            (lambda side, c, reduced, k, f: side * side * (c + f * f * k) * reduced + k, "should give"),  # biases
            (lambda side, c, reduced, k, f: c * reduced + f * f * reduced * k, "should give"),  # weights
            (lambda side, c, reduced, k, f: side * side * (c * reduced + f * reduced * k), "should give"),  # f once
        ],
    ),
    check_design: (
        [*(lambda width=width: pattern(2, 5, 0, width=width) for width in (8, 9, 10)), an_own_design],
        [
            (lambda: pattern(2, 5, 0, width=11), "MACs 347"),
            (lambda: pattern(2, 5, 0, width=7), "Maps at the end 56, at least 64: missed."),
            (lambda: pattern(1, 5, 0, width=8), "Receptive field 94, at least 128: missed."),
            (lambda: pattern(2, 5, 1, width=8), "Parameters"),
            (lambda: vgg("B"), "2 of 5 demands are met."),
            (lambda: pattern(2, 6, 0), "ValueError: pool6 of the pattern does not fit its input, 7x7x512"),
            (lambda: lenet5(), "to a dense layer of 1000, yours from 32x32x1 to output, 1x1x10."),
            (lambda: vgg("B").until("pool5"), "yours from 224x224x3 to pool5, 7x7x512."),
            (lambda: (2, 5, 0), "design() should give a network, as pattern(...) does, got (2, 5, 0)."),
        ],
    ),
}

# --- all of them

TAKE_ARRAYS = (
    *(check_turn, check_correlate, check_one_by_one, check_as_filters, check_max_pool, check_winner, check_slope),
    *(check_top_k, check_flip, check_compose),
)
OWN_WORDS = (check_shift, check_halving, check_no_pair, check_design)  # they say what is wrong, not all with a hint


def name(checked):
    return checked.__name__.removeprefix("check_")


def answers(kind):
    """A parameter for each right (kind 0) or wrong (kind 1) answer, named by its exercise and its place."""
    for checked, both in EXERCISES.items():
        for place, answer in enumerate(both[kind], 1):
            yield pytest.param(checked, answer, id=f"{name(checked)}-{place}")


every_exercise = pytest.mark.parametrize("checked", EXERCISES, ids=name)


def test_every_check_of_an_exercise_is_in_the_table_with_three_mistakes_at_least():
    assert {checked.__name__ for checked in EXERCISES} == {n for n in check.__all__ if n[:6] == "check_"} - OTHERS
    assert {name(checked): len(wrongs) for checked, (_, wrongs) in EXERCISES.items() if len(wrongs) < 3} == {}


@pytest.mark.parametrize("checked, right", [*answers(0)])
def test_a_right_answer_passes(checked, right):
    verdict = checked(right)
    assert verdict.ok and repr(verdict).startswith("Right: "), verdict


@pytest.mark.parametrize("checked, mistake", [*answers(1)])
def test_a_common_mistake_is_refused_with_what_was_expected_and_a_hint(checked, mistake):
    wrong, words = mistake
    wrong.__name__ = name(checked)
    verdict = checked(wrong)
    assert not verdict.ok and verdict.words.startswith("Not yet.") and words in verdict.words, verdict
    assert "Hint: " in verdict.words or "stops with" in words or checked in OWN_WORDS


@every_exercise
@pytest.mark.parametrize("nothing", [None, ...])
def test_a_stub_is_not_written_yet(checked, nothing):
    def stub(*_):
        return nothing

    verdict = checked(stub)
    assert not verdict.ok and verdict.words == "stub is not written yet."


@every_exercise
def test_a_function_that_stops_is_named_with_its_error(checked):
    def broken(*_):
        raise KeyError("nothing here")

    verdict = checked(broken)
    assert not verdict.ok and "broken(" in verdict.words and "stops with KeyError: 'nothing here'" in verdict.words


@every_exercise
@pytest.mark.parametrize("answer", ["text", [[1], [1, 2]], {"a": 1}])
def test_what_is_no_table_of_numbers_is_refused(checked, answer):
    assert not checked(lambda *_: answer).ok


@every_exercise
def test_a_verdict_on_a_wrong_answer_can_be_read(checked):
    assert len(checked(lambda *_: 10**6).words) < 700


@pytest.mark.parametrize("checked", TAKE_ARRAYS, ids=name)
def test_a_function_that_writes_into_its_arguments_spoils_no_later_try(checked):
    right, emptied = EXERCISES[checked][0][0], []

    def careless(*arguments):
        answer = right(*copy.deepcopy(arguments))
        for array in arguments:
            if isinstance(array, np.ndarray):
                array[:] = 0
                emptied.append(array)
        return answer

    assert checked(careless).ok and emptied


def test_a_function_that_writes_into_its_argument_is_compared_with_the_original():
    def in_place(kernel):
        kernel[:] = 0
        return kernel

    assert not check_turn(in_place).ok


# --- the filters that no pair makes


@pytest.mark.parametrize("one", NONE_MAKES)
def test_these_filters_have_no_pair(one):
    """Two neighbouring rows, so one of the pair has one row ``u``, and both rows are ``u`` composed with another row.

    Where one of the two is a single number, ``u`` is a single number, and the other row reaches over 3 cells at most.
    """
    both = [(rows, np.flatnonzero(rows.any(axis=1))) for rows in (one, one.T)]
    rows, places = next((rows, places) for rows, places in both if len(places) == 2 and np.ptp(places) == 1)
    columns = sorted((np.flatnonzero(rows[place]) for place in places), key=len)
    assert len(columns[0]) == 1 and np.ptp(columns[1]) + 1 > 3


@pytest.mark.parametrize("seed", range(25))
def test_whatever_a_pair_makes_is_recognised(seed):
    rng = np.random.default_rng(seed)
    a, b = rng.integers(-3, 4, (2, 3, 3))
    made = signal.convolve2d(a, b)
    verdict = check_no_pair(lambda: made)
    assert not verdict.ok
    if made.any():
        pair = verdict.words.split("it: a = ")[1].split(", both")[0].split(" and b = ")
        again = signal.convolve2d(*map(json.loads, pair))
        assert np.abs(again - made).max() < 0.05 * np.abs(made).max() + 0.1
