"""What students write for each exercise: right answers in several forms pass, and common mistakes hear what is wrong.

``EXERCISES`` holds them all, notebook by notebook: ``{check: (right answers, [(wrong answer, words it hears)])}``.
"""

import copy
import itertools
import json
import re
from fractions import Fraction
from math import ceil, floor, gcd, log2, prod

import numpy as np
import pytest
from loops import nudged
from numpy.lib.stride_tricks import sliding_window_view
from scipy import signal

from helpers import check
from helpers.check import (
    check_as_filters,
    check_backward,
    check_branch_macs,
    check_can_be_halved,
    check_chosen,
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
    check_mended,
    check_most_blocks,
    check_multiply_adds,
    check_no_pair,
    check_normalised,
    check_one_by_one,
    check_output_size,
    check_overtaken,
    check_per_block,
    check_shift,
    check_slope,
    check_stroke_filter,
    check_top_k,
    check_turn,
    check_weights_used,
    check_winner,
)
from helpers.digits import shifted
from helpers.layers import local_response_norm
from helpers.networks import Conv, Dense, Network, Pool, lenet5, pattern, vgg

EXERCISES = {}
OTHERS = {"check_choice", "check_number", "check_environment"}  # they judge no exercise

# --- notebook 01


def loops(image, kernel, turned=False, size=lambda n, f: n - f + 1, swap=False, kind=int):
    kernel = kernel[::-1, ::-1] if turned else kernel
    kernel = kernel.T if swap else kernel
    rows, columns = (size(n, f) for n, f in zip(image.shape, kernel.shape, strict=True))
    output = np.zeros((rows, columns), kind)
    for x, y in np.ndindex(rows, columns):
        window = image[x : x + kernel.shape[0], y : y + kernel.shape[1]]
        output[x, y] = (window * kernel[: window.shape[0], : window.shape[1]]).sum()
    return output


def shifted_sums(image, kernel):
    """The whole picture, once for each weight."""
    rows, columns = (n - f + 1 for n, f in zip(image.shape, kernel.shape, strict=True))
    return sum(kernel[i, j] * image[i : i + rows, j : j + columns] for i, j in np.ndindex(kernel.shape))


EXERCISES |= {
    check_turn: (
        [
            lambda k: np.rot90(k, 2),
            lambda k: [row[::-1] for row in k.tolist()[::-1]],
            lambda k: np.flip(k),
            lambda k: tuple(map(tuple, k[::-1, ::-1])),
            lambda k: k.ravel()[::-1].reshape(k.shape).astype(np.float32),
        ],
        [
            (lambda k: np.rot90(k), "should give"),
            (lambda k: k[::-1], "should give"),
            (lambda k: k[:, ::-1], "should give"),
            (lambda k: k.T, "should give"),
            (lambda k: k, "should give [[9, 8, 7], [6, 5, 4], [3, 2, 1]] got [[1, 2, 3], [4, 5, 6], [7, 8, 9]]"),
        ],
    ),
    check_correlate: (
        [
            loops,
            lambda i, k: np.einsum("xyij,ij", sliding_window_view(i, k.shape), k),
            lambda i, k: shifted_sums(i, k).tolist(),
            lambda i, k: signal.convolve2d(i, k[::-1, ::-1], "valid"),
        ],
        [
            (lambda i, k: loops(i, k, turned=True), "should give"),
            (lambda i, k: loops(i, k, size=lambda n, f: n - f), "got [[9]], shape (1, 1)"),
            (lambda i, k: loops(i, k, size=lambda n, f: n), "got shape (3, 3): [["),
            (lambda i, k: loops(i, k, swap=True), "should"),
            (lambda i, k: float(loops(i, k).sum()), "should give shape (2, 2): [["),
            (lambda i, k: (loops(i, k), 36), "a tuple of an array and a number; one table of numbers is asked for."),
        ],
    ),
    check_shift: (
        [
            lambda: np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0]]),
            lambda: ((0, 0, 0), (1.0, 0, 0), (0, 0, 0)),
            lambda: np.eye(9)[3].reshape(3, 3),
            lambda: [[Fraction(int((i, j) == (1, 0))) for j in range(3)] for i in range(3)],
        ],
        [
            (lambda: [[0, 0, 0], [0, 0, 1], [0, 0, 0]], "should become"),
            (lambda: [[0, 0, 0], [0, 1, 0], [0, 0, 0]], "should become"),
            (lambda: [[0, 1, 0], [0, 0, 0], [0, 0, 0]], "should become"),
            (lambda: [1, 0, 0], "should give a 3 x 3 filter, got [1, 0, 0], a list of 3 numbers."),
        ],
    ),
    check_multiply_adds: (
        [
            lambda n, f: sum(f * f for _ in range((n - f + 1) ** 2)),
            lambda n, f: float((n - f + 1) ** 2 * f**2),
            lambda n, f: np.int64(n - f + 1) ** 2 * f**2,
            lambda n, f: np.array((f * (n - f + 1)) ** 2),
        ],
        [
            (lambda n, f: n * n * f * f, "multiply_adds(5, 3)"),
            (lambda n, f: (n - f) ** 2 * f * f, "should give 81, got 36"),
            (lambda n, f: (n - f + 1) ** 2 * f, "got 27"),
            (lambda n, f: (n - f + 1) ** 2, "got 9"),
        ],
    ),
}


def answer_to_a_one(program, kernel, side=5, at=2):
    image = np.zeros((side, side), int)
    image[at, at] = 1
    return program(image, kernel)


def one_by_one(program, kernel):
    """A picture of 3 x 3 for each weight: its output is one product."""
    pictures = np.eye(9, dtype=int).reshape(9, 3, 3)
    return [[program(picture, kernel).item() for picture in pictures[i : i + 3]] for i in (0, 3, 6)]


EXERCISES |= {
    check_weights_used: (
        [
            lambda program, kernel: np.rot90(answer_to_a_one(program, kernel), 2),
            lambda program, kernel: answer_to_a_one(program, kernel, 7, 3)[1:4, 1:4][::-1, ::-1].tolist(),
            one_by_one,
        ],
        [
            (answer_to_a_one, "should give [[5, 1, 8], [2, 9, 4], [7, 3, 6]] got [[6, 3, 7], [4, 9, 2], [8, 1, 5]]"),
            (
                lambda program, kernel: kernel,
                "weights_used( convolve2d, [[5, 1, 8], [2, 9, 4], [7, 3, 6]] ) should",
            ),
            (lambda program, kernel: kernel[::-1, ::-1], "weights_used( correlate2d, "),
            (lambda program, kernel: answer_to_a_one(program, kernel, 3, 1), "got [[9]], shape (1, 1)"),
            (lambda program, kernel: answer_to_a_one(program, kernel, 5, 0), "should give"),
            (lambda program, kernel: program(kernel, kernel), "should give"),
            (lambda program, kernel: program, "a function"),
        ],
    ),
}

# --- notebook 02


def steps(length, f, stride):
    """By recursion: a window, and those in what is left behind its first cells."""
    return 0 if f > length else 1 + steps(length - stride, f, stride)


EXERCISES |= {
    check_output_size: (
        [
            lambda n, f, s, p: len(range(0, n + 2 * p - f + 1, s)),
            lambda n, f, s, p: max(0, floor((n + 2 * p - f) / s) + 1) if f <= n + 2 * p else 0,
            lambda n, f, s, p: sum(start % s == 0 for start in range(n + 2 * p - f + 1)),
            lambda n, f, s, p: steps(n + 2 * p, f, s),
            lambda n, f, s, p: np.arange(0, max(0, n + 2 * p - f + 1), s).size,
        ],
        [
            (lambda n, f, s, p: (n + 2 * p - f) // s, "should give"),  # steps, not windows
            (lambda n, f, s, p: max(0, (n + p - f) // s + 1), "should give"),  # P in all
            (lambda n, f, s, p: max(0, (n + 2 * p - f) / s + 1), "should give"),  # not rounded
            (lambda n, f, s, p: max(0, round((n + 2 * p - f) / s + 1)), "should give"),
            (lambda n, f, s, p: max(0, -(-(n + 2 * p - f) // s) + 1), "should give"),  # rounded up
            (lambda n, f, s, p: (n + 2 * p - f) // s + 1, "should give 0"),  # a filter that is too large
            (lambda n, f, s, p: int((n + 2 * p - f) / s + 1), "should give 0, got"),
            (lambda n, f, s, p: [n, n], "should give 7, one number, got [9, 9], a list of 2 numbers."),
            (lambda n, f, s, p: f"{n}", "gives a text, '9'; one number is asked for."),
            (
                lambda n, f, s, p: (n + 2 * p - f) // s + 1 if n + 2 * p >= f else None,
                "output_size(3, 5, 1, 0) gives nothing back (None), and output_size(9, 3, 1, 0) gives 7. Does one",
            ),
        ],
    ),
    check_fitting_strides: (
        [
            lambda n, f: np.flatnonzero((n - f) % np.arange(1, n) == 0) + 1,
            lambda n, f: sorted({d for s in range(1, n) if (n - f) % s == 0 for d in (s, (n - f) // s)}),
            lambda n, f: tuple(filter(lambda s: (n - f) % s == 0, range(1, n - f + 1))),
            lambda n, f: [float(s) for s in range(1, n) if (n - f) / s == (n - f) // s],
        ],
        [
            (lambda n, f: [s for s in range(1, n) if n % s == 0], "should"),  # divides N
            (
                lambda n, f: [s for s in range(1, n - f) if (n - f) % s == 0],  # forgets N - F
                "should give [1, 2, 3, 6], a list of 4 numbers, got [1, 2, 3], a list of 3 numbers.",
            ),
            (lambda n, f: {s for s in range(1, n) if (n - f) % s == 0}, "gives a set; a list of numbers is asked"),
            (lambda n, f: (s for s in range(1, n) if (n - f) % s == 0), "gives a generator; a list of numbers"),
            (lambda n, f: filter(lambda s: (n - f) % s == 0, range(1, n)), "gives a filter object; a list of"),
            (lambda n, f: [s if (n - f) % s == 0 else None for s in range(1, n)], "gives a list with None in it"),
            (lambda n, f: list(np.arange(2, n - f + 1)), "got [2, 3, 4, 5, 6], a list of 5 numbers."),
            (lambda n, f: [s for s in range(2, n) if (n - f) % s == 0], "should"),  # forgets 1
            (lambda n, f: [s for s in range(1, n) if (n - f + 1) % s == 0], "should"),  # off by one
            (lambda n, f: len([s for s in range(1, n) if (n - f) % s == 0]), "got 4, one number"),
        ],
    ),
    check_halving: (
        [lambda: [1, 2], lambda: np.array([1, 2]), lambda: divmod(5, 3), lambda: (1, 32 / 16)],
        [
            (lambda: (0, 2), "15 windows, and 16 are asked for"),
            (lambda: (2, 2), "17 windows"),
            (lambda: (1, 1), "31 windows"),
            (lambda: (0, 3), "not whole, 1 left over"),
            (lambda: (16, 4), "see nothing but zeros"),
            (lambda: (2, 1), "33 windows"),  # the pair the wrong way round
            (lambda: (1, 0), "stride must be at least 1"),
            (lambda: (1.5, 2), "padding must be a whole number"),
            (lambda: np.array([1.5, 2]), "padding must be a whole number, got 1.5"),
            (lambda: 1, "should give a pair (padding, stride), got 1, one number."),
            (lambda: (1, 2, 3), "should give a pair (padding, stride), got (1, 2, 3), a tuple of 3 numbers."),
            (lambda: {1, 2}, "gives a set; a pair of numbers is asked for."),
            (lambda: {"padding": 1, "stride": 2}, "gives a dict; a pair of numbers is asked for."),
            (lambda: "1, 2", "gives a text, '1, 2'; a pair of numbers is asked for."),
        ],
    ),
}

# --- notebook 03

EXERCISES |= {
    check_count_parameters: (
        [lambda f, c, k: sum(f * f * c + 1 for _ in range(k)), lambda f, c, k: np.zeros((k, f, f, c)).size + k],
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
            lambda x, weights: [[[sum(pixel * w) for w in weights] for pixel in row] for row in x],
            lambda x, weights: (x.reshape(-1, x.shape[2]) @ weights.T).reshape(*x.shape[:2], -1).astype(float),
        ],
        [
            (lambda x, weights: x @ weights, "should give"),
            (lambda x, weights: x * weights[0], "got [[["),
            (lambda x, weights: (x @ weights.T).sum(axis=-1), "should give shape (2, 3, 2): [[["),
            (lambda x, weights: np.maximum(x @ weights.T, 0), "should give"),
        ],
    ),
    check_as_filters: (
        [
            lambda w, h, wide, c: np.array([row.reshape(h, wide, c) for row in w]),
            lambda w, h, wide, c: np.reshape(w.tolist(), (len(w), h, wide, c)).tolist(),
            lambda w, h, wide, c: np.moveaxis(w.T.reshape(h, wide, c, -1), -1, 0),
        ],
        [
            (lambda w, h, wide, c: w.reshape(-1, wide, h, c), "should give shape (1, 2, 3, 1): [[[["),
            (lambda w, h, wide, c: w.reshape(-1, c, h, wide).transpose(0, 2, 3, 1), "should give"),
            (lambda w, h, wide, c: w.reshape(h, wide, c, -1).transpose(3, 0, 1, 2), "should give"),
            (lambda w, h, wide, c: w, "got [[0, 1, 2, 3, 4, 5]], shape (1, 6)."),
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


def seen(layers):
    """The input cells that output 0 of the last layer sees."""
    cells = {0}
    for f, stride in reversed(layers):
        cells = {cell * stride + i for cell in cells for i in range(f)}
    return cells


def emptied_from_the_end(layers):
    cells = 1
    while layers:
        f, stride = layers.pop()
        cells = (cells - 1) * stride + f
    return cells


def halved(n, times):
    return times == 0 or (n % 2 == 0 and halved(n // 2, times - 1))


EXERCISES |= {
    check_max_pool: (
        [
            pooled,
            lambda i, s: i.reshape(len(i) // s, s, -1, s).max(axis=(1, 3)),
            lambda i, s: np.maximum.reduceat(
                np.maximum.reduceat(i, range(0, len(i), s)), range(0, i.shape[1], s), axis=1
            ),
            lambda i, s: sliding_window_view(i, (s, s))[::s, ::s].max(axis=(2, 3)),
        ],
        [
            (lambda image, size: image[::size, ::size], "should give"),
            (lambda image, size: image.max(), "got 9, one number."),
            (lambda image, size: pooled(image, size, np.mean), "should give"),
            (lambda image, size: np.maximum(0, pooled(image, size)), "should give"),
        ],
    ),
    check_winner: (
        [
            first_largest,
            lambda window: np.unravel_index(window.argmax(), window.shape),
            lambda window: np.argwhere(window == window.max())[0],
            lambda window: list(min(np.ndindex(*window.shape), key=lambda place: -window[place])),
        ],
        [
            (lambda window: divmod(int(window.argmax()), window.shape[0]), "should give"),
            (lambda window: first_largest(window)[::-1], "should give (1, 0), got (0, 1)"),
            (lambda window: np.unravel_index(window.argmin(), window.shape), "should give (1, 0), got (0, 1)."),
            (lambda window: window.argmax(), "should give (1, 0), a tuple of 2 numbers, got 2, one number."),
            (lambda window: first_largest(abs(window)), "should give"),
            (lambda window: tuple(int(a[-1]) for a in np.nonzero(window == window.max())), "should give"),  # the last
        ],
    ),
    check_can_be_halved: (
        [
            lambda n, times: n % 2**times == 0,
            lambda n, times: np.bool_(n % 2**times == 0),
            lambda n, times: int(n % 2**times == 0),
            lambda n, times: times == 0 or (n % 2 == 0 and halved(n // 2, times - 1)),
        ],
        [
            (lambda n, times: n % 2 == 0, "should give False, got True"),
            (lambda n, times: n % (2 * times) == 0, "should give"),
            (lambda n, times: True, "should give False, got True"),
            (lambda n, times: np.bool_(True), "should give False, got True"),
            (
                lambda n, times: n % 2**times == 0 or None,
                "can_be_halved(12, 3) gives nothing back (None), and can_be_halved(224, 5) gives True. Does",
            ),
            (
                lambda n, times: None if n % 2**times == 0 else False,
                "can_be_halved(224, 5) gives nothing back (None), and can_be_halved(12, 3) gives False.",
            ),
            (lambda n, times: str(n % 2**times == 0), "gives a text, 'True'; True or False is asked for."),
        ],
    ),
    check_field: (
        [field, lambda layers: len(seen(layers)), emptied_from_the_end],
        [
            (lambda layers: 1 + sum(f - 1 for f, _ in layers), "should give"),
            (lambda layers: sum(f for f, _ in layers), "should give 5, got 6"),
            (lambda layers: prod(f for f, _ in layers), "should give 5, got 9"),
            (lambda layers: layers.pop(0)[0], "(3, 1)]) should give 5, got 3. It also changes what it is given"),
        ],
    ),
}

# --- notebook 05


def slopes(image, error, factor=2, mean=True, turned=False):
    """Loops over the weights."""
    f = [n - e + 1 for n, e in zip(image.shape, error.shape, strict=True)]
    result = np.zeros(f)
    for i, j in np.ndindex(*f):
        products = error * image[i : i + error.shape[0], j : j + error.shape[1]]
        result[i, j] = factor * (products.mean() if mean else products.sum())
    return result[::-1, ::-1] if turned else result


def slopes_tried(image, error):
    """By nudging weights of 0, with outputs that begin at ``error``."""
    weights = np.zeros([n - e + 1 for n, e in zip(image.shape, error.shape, strict=True)])
    return nudged(lambda w: ((error + loops(1.0 * image, w, kind=float)) ** 2).mean(), weights)


def told(errors, image, weights, turned=False):
    """Loops over the outputs: each tells the cells of its window and the weights."""
    a = weights[::-1, ::-1] if turned else weights
    of_image, of_weights = (np.zeros(np.shape(one), float) for one in (image, weights))
    rows, columns = weights.shape
    for i, j in np.ndindex(errors.shape):
        of_image[i : i + rows, j : j + columns] += errors[i, j] * a
        of_weights += errors[i, j] * image[i : i + rows, j : j + columns]
    return of_image, of_weights


def tried(errors, image, weights):
    return (
        nudged(lambda cells: (errors * loops(cells, weights, kind=float)).sum(), image),
        nudged(lambda w: (errors * loops(image, w, kind=float)).sum(), weights),
    )


def last_one_wins(errors, image, weights):
    of_image, of_weights = told(errors, image, weights)
    rows, columns = weights.shape
    for i, j in np.ndindex(errors.shape):
        of_image[i : i + rows, j : j + columns] = errors[i, j] * weights
    return of_image, of_weights


def two_layers(picture, a, b, wanted, let=lambda h: h > 0, turned=False, factor=2, seen=lambda h: np.maximum(h, 0)):
    """The way back through ``a``, ReLU and ``b``, with loops, and what can be wrong in it."""
    h = loops(picture, a, kind=float)
    passed = np.maximum(h, 0)
    errors = factor * (loops(passed, b, kind=float) - wanted) / wanted.size
    of_b = told(errors, seen(h), b)[1]
    back = told(errors, passed, b, turned=turned)[0] * let(h)
    return told(back, picture, a)[1], of_b


def two_tried(picture, a, b, wanted):
    def loss(a, b):
        return (
            (signal.correlate2d(np.maximum(signal.correlate2d(picture, a, "valid"), 0), b, "valid") - wanted) ** 2
        ).mean()

    return nudged(lambda one: loss(one, b), a), nudged(lambda one: loss(a, one), b)


OTHER_ORDER = "gives the two in the other order: the slopes of"

EXERCISES |= {
    check_backward: (
        [
            told,
            tried,
            lambda e, image, a: (signal.convolve2d(e, a), signal.correlate2d(image, e, "valid")),
            lambda e, image, a: [one.tolist() for one in told(e, image, a)],
        ],
        [
            (lambda e, image, a: told(e, image, a)[::-1], f"{OTHER_ORDER} image first, then the slopes of weights."),
            (
                lambda e, image, a: told(e, image, a, turned=True),
                "The second is right: the slopes of weights. As the",
            ),
            (last_one_wins, "The second is right: the slopes of weights. As the slopes of image"),
            (lambda e, image, a: (told(e, image, a)[0], told(e, image, a)[1][::-1, ::-1]), "The first is right: the"),
            (lambda e, image, a: (told(e, image, a)[0], told(e, image, a)[1] / e.size), "As the slopes of weights"),
            (lambda e, image, a: (signal.convolve2d(e, a, "same"), told(e, image, a)[1]), "should give shape (3, 3)"),
            (
                lambda e, image, a: told(e, image, a)[0],
                "gives an array; a pair of tables is asked for. They are the",
            ),
        ],
    ),
    check_mended: (
        [two_layers, two_tried, lambda *given: [one.tolist() for one in two_layers(*given)]],
        [
            (lambda *given: two_layers(*given)[::-1], f"{OTHER_ORDER} a first, then the slopes of b."),
            (
                lambda *given: two_layers(*given, let=lambda h: np.maximum(h, 0)),
                "The second is right: the slopes of b.",
            ),
            (
                lambda *given: two_layers(*given, let=lambda h: 1),
                "The second is right: the slopes of b. As the slopes",
            ),
            (
                lambda *given: two_layers(*given, turned=True),
                "The second is right: the slopes of b. As the slopes of a",
            ),
            (
                lambda *given: two_layers(*given, seen=lambda h: h),
                "The first is right: the slopes of a. As the slopes",
            ),
            (lambda *given: two_layers(*given, factor=1), "As the slopes of a"),
        ],
    ),
    check_slope: (
        [
            slopes,
            slopes_tried,
            lambda image, error: 2 * signal.correlate2d(image, error, "valid") / error.size,
            lambda image, error: (2 * slopes(image, error, factor=1)).tolist(),
        ],
        [
            (lambda i, e: slopes(i, e, factor=1), "should give"),
            (lambda i, e: slopes(i, e, mean=False), "should give"),
            (lambda i, e: slopes(i, e, turned=True), "should give"),
            (lambda i, e: slopes(i, e).sum(), "should give shape (3, 3): [["),
        ],
    ),
}


# --- notebook 06

ORDER = ((-1, 0), (1, 0), (0, -1), (0, 1))


def top_k(scores, labels, k, largest=True):
    order = np.argsort(-scores if largest else scores, axis=1)[:, :k]
    return sum(label in row for label, row in zip(labels, order, strict=True)) / len(labels)


def flip(answer, digit, order=ORDER):
    return next((move for move in order if answer(shifted(digit, *move)) != answer(digit)), (0, 0))


EXERCISES |= {
    check_stroke_filter: (
        [
            lambda left, middle, right: [[right / 3, middle / 3, left / 3]] * 3,
            lambda left, middle, right: np.array([[right, middle, left], [7, -1, 0], [-7, 1, 0]]),
            lambda left, middle, right: np.outer(np.array([1, 1, 1], np.float32) / 3, [right, middle, left]),
            lambda left, middle, right: [[Fraction(w, 3) for w in (right, middle, left)]] * 3,
        ],
        [
            (lambda a, b, c: [[0] * 3, [a, b, c], [0] * 3], "should be [1, 2, -6], they are [-6, 2, 1]."),
            (lambda a, b, c: [[c, b, a]] * 3, "they are [3, 6, -18]"),
            (lambda a, b, c: [[0, c, 0], [0, b, 0], [0, a, 0]], "they are [0, -3, 0]"),
            (lambda a, b, c: [[-1, 0, 1]] * 3, "they are [3, 0, -3]"),
            (lambda a, b, c: [[c, b, a]], "(1, 2, -6) should give a 3 x 3 filter, got [[-6, 2, 1]], shape (1, 3)."),
            (lambda a, b, c: [[0], [c, b, a], [0]], "gives a list of lists that are not equally long; one table"),
        ],
    ),
    check_top_k: (
        [
            top_k,
            lambda s, y, k: (np.argpartition(-s, k - 1)[:, :k] == y[:, None]).sum() / y.size,
            lambda s, y, k: ((s > s[range(len(y)), y][:, None]).sum(axis=1) < k).mean(),
            lambda s, y, k: Fraction(round(top_k(s, y, k) * len(y)), len(y)),
        ],
        [
            (lambda s, y, k: top_k(s, y, 1), "should give"),
            (lambda s, y, k: top_k(s, y, k, largest=False), "should give"),
            (lambda s, y, k: round(top_k(s, y, k) * len(y)), "should give"),
            (lambda s, y, k: 1 - top_k(s, y, k), "should give"),
            (lambda s, y, k: 100 * top_k(s, y, k), "should give"),
            (lambda s, y, k: f"{top_k(s, y, k):.0%}", "gives a text, '"),
        ],
    ),
    check_flip: (
        [
            flip,
            lambda answer, digit: [*flip(answer, digit)],
            lambda answer, digit: np.array(flip(answer, digit)),
            lambda answer, digit: next(filter(lambda m: answer(shifted(digit, *m)) != answer(digit), ORDER), (0, 0)),
        ],
        [
            (lambda answer, digit: (0, 0), "flip(ink_above_row_9, an array of shape (28, 28)) should give (-1, 0)"),
            (lambda answer, digit: flip(answer, digit, ORDER[::-1]), "should give (-1, 0)"),
            (lambda answer, digit: flip(answer, digit)[::-1], "should give"),
            (lambda answer, digit: flip(lambda d: answer(np.roll(d, 1)), digit), "should give"),
            (lambda answer, digit: flip(answer, digit, ORDER[:2]), "should give"),
            (
                lambda answer, digit: next((m for m in ORDER if answer(shifted(digit, *m)) != answer(digit)), None),
                "(ink_anywhere, an array of shape (28, 28)) gives nothing back (None)",
            ),
        ],
    ),
}

# --- notebook 07


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
        [
            parameters,
            lambda c, k, f, g: k * (f**2 * c / g + 1),
            lambda c, k, f, g: g * ((k // g) * (c // g) * f * f + k // g),
            lambda c, k, f, g: Conv("conv", k, f, groups=g) and np.ones((k, f, f, c // g)).size + k,
        ],
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
        [
            lrn,
            lambda a, i: a[i] / (2 + 1e-4 * np.square(a[max(i - 2, 0) : i + 3]).sum()) ** (3 / 4),
            lambda a, i: local_response_norm([[[float(value) for value in a]]])[0, 0, i],
        ],
        [
            (lambda a, i: lrn(a, i, alpha=1e-4 / 5), "should give"),  # PyTorch's form
            (lambda a, i: lrn(a, i, reach=5), "should give"),
            (lambda a, i: lrn(a, i, own=False), "should give"),
            (lambda a, i: lrn(a, i, power=1), "should give"),
            (lambda a, i: lrn(a, i, k=1), "should give"),
            (
                lambda a, i: lrn(a[i - 2 : i + 3], 2),
                "50, 40, 30, 20], 0) stops with IndexError",
            ),
            (lambda a, i: lrn([a.pop(), *a], i), "It also changes what it is given: let it work on a copy."),
            (lambda a, i: [lrn(a, j) for j in range(len(a))], "one number, got ["),
        ],
    ),
}

# --- notebook 08


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


def by_regex(blocks, side):
    """Every number that ends a word is a depth; an LRN has the depth before it."""
    count, depth = 3 * side**2 + 9192, 3
    for block in blocks.split("|"):
        depths = re.findall(r"(?:1x1-)?(\d+|LRN)\b", block)
        for one in depths:
            depth = depth if one == "LRN" else int(one)
            count += side**2 * depth
        side //= 2
        count += side**2 * depth
    return count


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

ONE = [[1, 0, 0], [0, 0, 0], [0, 0, 0]]


def overtaken(macs, milliseconds, wins=lambda less, count, longer, ms: less < count and longer > ms):
    """For each layer, how many others win against it."""
    layers = list(zip(macs, milliseconds, strict=True))
    return [sum(wins(less, count, longer, ms) for less, longer in layers) for count, ms in layers]


def in_pairs(macs, milliseconds):
    """The same, over all pairs of layers."""
    counts = [0] * len(macs)
    for i, j in itertools.permutations(range(len(macs)), 2):
        counts[i] += macs[j] < macs[i] and milliseconds[j] > milliseconds[i]
    return counts


def moved(macs, milliseconds):
    """How many places each layer moves from one order to the other: something else."""
    places = [np.argsort(np.argsort(np.array(numbers))) for numbers in (macs, milliseconds)]
    return abs(places[0] - places[1])


EXERCISES |= {
    check_overtaken: (
        [overtaken, in_pairs, lambda macs, ms: np.array(overtaken(macs, ms)), lambda m, t: tuple(overtaken(m, t))],
        [
            (lambda m, t: overtaken(m, t, lambda less, c, longer, ms: less > c and longer < ms), "should give"),
            (lambda m, t: overtaken(m, t, lambda less, c, longer, ms: less <= c and longer > ms), "([7, 7, 7, 1], ["),
            (lambda m, t: overtaken(m, t, lambda less, c, longer, ms: less < c), "should give"),
            (lambda m, t: sum(overtaken(m, t)), "a list of 5 numbers, got 5, one number."),
            (moved, "should give [0, 1, 2, 0, 2], got [1, 0, 2, 3, 2]"),
            (
                lambda m, t: [
                    sum(a < m[i] and b > t[i] for a, b in zip(m[i:], t[i:], strict=True)) for i in range(len(m))
                ],
                "before",
            ),
            (lambda m, t: [i for i, count in enumerate(overtaken(m, t)) if count], "got [1, 2, 4]"),
        ],
    ),
    check_count_values: (
        [values, lambda blocks, side: np.float64(values(blocks, side)), lambda blocks, side: by_regex(blocks, side)],
        [
            (lambda blocks, side: values(blocks, side, image=False), "should give"),
            (lambda blocks, side: values(blocks, side, pools=False), "should give"),
            (lambda blocks, side: values(blocks, side, dense=False), "should give"),
            (lambda blocks, side: values(blocks, side, lrn=False), "64 LRN"),
            (lambda blocks, side: values(blocks, side, halved_first=True), "should give"),
            (lambda blocks, side: values(blocks, 224), "('8 | 1x1-4 6', 16) should give"),
        ],
    ),
    check_compose: (
        [
            signal.convolve2d,
            lambda a, b: signal.correlate2d(a, b[::-1, ::-1]).tolist(),
            lambda a, b: signal.convolve2d(b, a),
        ],
        [
            (lambda a, b: a * b, "should give shape (5, 5): [["),
            (lambda a, b: signal.correlate2d(a, b), "should give"),
            (lambda a, b: signal.convolve2d(a, b, mode="same"), "got shape (3, 3): [["),
            (lambda a, b: signal.convolve2d(a, b)[::-1, ::-1], "should give"),
            (lambda a, b: signal.convolve2d(a, b).ravel(), "an array of 25 numbers."),
            (lambda a, b: np.zeros((50, 50)), "got an array of shape (50, 50). Hint: "),
            (lambda a, b: np.zeros(2500), "got an array of shape (2500,). Hint: "),
        ],
    ),
    check_no_pair: (
        [lambda: NONE_MAKES[0].astype(int).tolist(), *(lambda one=one: one for one in NONE_MAKES[1:])],
        [
            (lambda: np.ones((5, 5)), "A pair makes it"),
            (lambda: np.eye(5), "A pair makes it"),
            (lambda: np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]), "A pair makes it"),
            (lambda: np.outer([1, 2, 0, -2, -1], [1, 4, 6, 4, 1]), "A pair makes it"),
            (lambda: small([[7]]), f"a = {ONE} and b = [[7, 0, 0], [0, 0, 0], [0, 0, 0]] Hint: "),
            (lambda: small([[1]])[::-1], f"a = {ONE[::-1]} and b = {ONE[::-1]} Hint: "),
            (lambda: small([[1] * 5]), "A pair makes it"),
            (lambda: small(np.arange(9).reshape(3, 3)), "and b = [[0, 1, 2], [3, 4, 5], [6, 7, 8]]"),
            (lambda: np.zeros((5, 5)), "All zeros"),
            (lambda: np.ones((3, 3)), "should give a 5 x 5 filter, got shape (3, 3): [[1, 1, 1], "),
            (lambda: np.full((5, 5), np.nan), "should be a number"),
        ],
    ),
    check_crossing: (
        [
            lambda p, v: int(p / v) + 1,
            lambda p, v: next(n for n in itertools.count(1) if n * v > p),
            lambda p, v: np.floor(p / v) + 1,
            lambda p, v: -(-(p + 1) // v),
        ],
        [
            (lambda parameters, values: parameters // values, "should give"),
            (lambda parameters, values: -(-parameters // values), "should give 4, got 3"),
            (lambda parameters, values: parameters / values, "should give"),
            (lambda parameters, values: values // parameters + 1, "should give"),
        ],
    ),
}

# --- notebook 09


def at(letter, letters):
    return [place for place, one in enumerate(letters) if one == letter]


def halvings(side):
    return 0 if side % 2 else 1 + halvings(side // 2)


def chosen_by_loops(parameters, right, limit, apart):
    best = None
    for i in range(len(right)):
        if parameters[i] <= limit and (best is None or right[i] > right[best]):
            best = i
    places = [best]
    for i in range(len(right)):
        if i != best and parameters[i] <= limit and right[i] > right[best] - apart:
            places.append(i)
    return places


def chosen_by_sorting(parameters, right, limit, apart):
    small = [i for i in range(len(right)) if parameters[i] <= limit]
    first, *rest = sorted(small, key=right.__getitem__, reverse=True)
    return [first, *sorted(i for i in rest if right[first] - right[i] < apart)]


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
        [
            lambda letters: [block.count("C") for block in letters.split("P")][:-1],
            lambda letters: tuple(map(len, re.findall("(C+)P", letters))),
            lambda letters: np.diff([0, *(i - n for n, i in enumerate(at("P", letters)))]),
        ],
        [
            (lambda letters: letters.split("P"), "a list with a text in it; a list of numbers is asked for."),
            (lambda letters: list(map(len, letters.split("P"))), "got [3, 1, 1], a list of 3 numbers."),
            (lambda letters: [letters.count("C") // letters.count("P")] * letters.count("P"), "should give"),
            (lambda letters: letters.count("C"), "got 4, one number."),
            (lambda letters: map(len, letters.split("P")[:-1]), "gives a map object; a list"),
            (lambda letters: {block: len(block) for block in letters.split("P")[:-1]}, "gives a dict; a list"),
            (lambda letters: [letters.split("P")[0].count("C")], "got [3], a list of 1 number."),
        ],
    ),
    check_most_blocks: (
        [
            halvings,
            lambda side: (side & -side).bit_length() - 1,
            lambda side: max(m for m in range(20) if side % 2**m == 0),
            lambda side: log2(gcd(side, 2**30)),
        ],
        [
            (lambda side: int(log2(side)), "should give"),
            (lambda side: side // 2, "should give 5, got 16"),
            (lambda side: 5, "should give 0, got 5"),
            (lambda side: 0 if side % 2 else 1, "should give 5, got 1"),
            (
                lambda side: None if side % 2 else halvings(side),
                "(227) gives nothing back (None), and most_blocks(32)",
            ),
            (lambda side: halvings, "one number is asked for. Are the parentheses of a call missing?"),
        ],
    ),
    check_branch_macs: (
        [
            lambda side, c, reduced, k, f: sum(c * reduced + f * f * reduced * k for _ in range(side * side)),
            lambda side, c, reduced, k, f: side**2 * reduced * (c + f**2 * k),
            lambda side, c, r, k, f: np.prod([side, side, c, r]) + np.prod([side, side, f, f, r, k]),
        ],
        [
            (lambda side, c, reduced, k, f: side * side * f * f * c * k, "should give"),  # no bottleneck
            (lambda side, c, reduced, k, f: side * side * f * f * reduced * k, "should give"),  # no 1 x 1
            (lambda side, c, reduced, k, f: side * side * (c + f * f * k) * reduced + k, "should give"),  # biases
            (lambda side, c, reduced, k, f: c * reduced + f * f * reduced * k, "should give"),  # weights
            (lambda side, c, reduced, k, f: side * side * (c * reduced + f * reduced * k), "should give"),  # f once
        ],
    ),
    check_chosen: (
        [chosen_by_loops, chosen_by_sorting],
        [
            (lambda *given: chosen_by_loops(*given)[:1], "should give"),  # the best alone
            (lambda *given: sorted(chosen_by_loops(*given)), "should give"),  # the best not first
            (lambda p, r, limit, apart: chosen_by_loops(p, r, max(p), apart), "should give"),  # without the limit
            (lambda p, r, limit, apart: chosen_by_loops(p, r, limit - 1, apart), "should give"),  # below the limit
            (lambda p, r, limit, apart: chosen_by_loops(p, r, limit, apart + 0.01), "should give"),  # apart too
            (lambda p, r, limit, apart: chosen_by_loops(p, [-n for n in p], limit, apart), "should give"),  # smallest
            (lambda p, r, limit, apart: [r[i] for i in chosen_by_loops(p, r, limit, apart)], "should give"),
            (lambda p, r, limit, apart: max(r), "a list"),
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
            (lambda: pattern, "should give a network, as pattern(...) does, got pattern."),
            (lambda: [pattern(2, 5, 0, width=8)], "should give a network, as pattern(...) does, got ["),
            (lambda: (2, 5, 0), "design() should give a network, as pattern(...) does, got (2, 5, 0)."),
        ],
    ),
}

# --- all of them

TAKE_LISTS_OR_ARRAYS = (
    *(check_turn, check_correlate, check_one_by_one, check_as_filters, check_max_pool, check_winner, check_slope),
    *(check_top_k, check_flip, check_compose, check_field, check_normalised, check_backward, check_mended),
)
OWN_WORDS = (check_shift, check_halving, check_no_pair, check_design)  # they say what is wrong, not all with a hint
NO_ARGUMENTS = OWN_WORDS
WITHOUT_HINT = ("stops with", "gives nothing back", "is asked for")


def name(checked):
    """The exercise's function, as the notebook names it."""
    return re.search(r"The exercise ``(\w+)\(", checked.__doc__)[1]


def flat(verdict):
    """A verdict's words in one line: a table stands in several, its numbers right below each other."""
    return re.sub(r"\[ ", "[", " ".join(verdict.words.split()))


def answers(kind):
    """A parameter for each right (kind 0) or wrong (kind 1) answer, named by its exercise and its place."""
    for checked, both in EXERCISES.items():
        for place, answer in enumerate(both[kind], 1):
            yield pytest.param(checked, answer, id=f"{name(checked)}-{place}")


every_exercise = pytest.mark.parametrize("checked", EXERCISES, ids=name)
every_exercise_with_arguments = pytest.mark.parametrize(
    "checked", [checked for checked in EXERCISES if checked not in NO_ARGUMENTS], ids=name
)
every_exercise_in_numbers = pytest.mark.parametrize(
    "checked", [checked for checked in EXERCISES if checked is not check_design], ids=name
)


def test_every_check_of_an_exercise_is_in_the_table_with_three_mistakes_and_another_way_at_least():
    assert {checked.__name__ for checked in EXERCISES} == {n for n in check.__all__ if n[:6] == "check_"} - OTHERS
    assert {name(checked): len(wrongs) for checked, (_, wrongs) in EXERCISES.items() if len(wrongs) < 3} == {}
    assert {name(checked): len(rights) for checked, (rights, _) in EXERCISES.items() if len(rights) < 2} == {}


@pytest.mark.parametrize("checked, right", [*answers(0)])
def test_a_right_answer_passes(checked, right):
    verdict = checked(right)
    assert verdict.ok and repr(verdict).startswith("Right: "), verdict


@pytest.mark.parametrize("checked, mistake", [*answers(1)])
def test_a_common_mistake_is_refused_with_what_was_expected_and_a_hint(checked, mistake):
    wrong, words = mistake
    verdict = checked(wrong)
    assert not verdict.ok and verdict.words.startswith("Not yet.") and words in flat(verdict), verdict
    assert "Hint: " in verdict.words or any(part in verdict.words for part in WITHOUT_HINT) or checked in OWN_WORDS
    assert not re.search(r"np\.|<lambda>|\d\.\d{7}", verdict.words), verdict


def stub(*_): ...


def passing(*_):
    pass


def documented(*_):
    """What it will give."""


def all_of_it(*_):
    """What it will give."""
    ...
    pass


@every_exercise
@pytest.mark.parametrize("untouched", [stub, passing, documented, all_of_it, lambda *_: ...])
def test_a_stub_is_not_written_yet(checked, untouched):
    verdict = checked(untouched)
    given = name(checked) if "lambda" in untouched.__name__ else untouched.__name__
    assert not verdict.ok and verdict.words == f"{given} is not written yet."


@every_exercise
def test_a_forgotten_return_is_named_with_the_call(checked):
    def forgot(*arguments):
        result = EXERCISES[checked][0][0](*arguments)  # noqa: F841

    verdict = checked(forgot)
    branch = "" if checked in NO_ARGUMENTS else ", or does one branch end without one"
    assert not verdict.ok and verdict.words.startswith("Not yet. forgot(")
    assert verdict.words.endswith(f") gives nothing back (None). Is a `return` missing{branch}?")


@every_exercise
def test_print_in_place_of_return_is_named_and_what_it_prints_is_shown(checked, capsys):
    def prints(*_):
        print(3)

    verdict = checked(prints)
    words = "printed 3, and gives nothing back (None). `print` only shows a value, `return` gives it back."
    assert not verdict.ok and verdict.words.endswith(f") {words}") and capsys.readouterr().out == "3\n"


@every_exercise_with_arguments
def test_a_branch_without_return_is_named_with_a_call_that_gives_something(checked):
    first = []

    def branch(*arguments):
        first.append(repr(arguments)) if not first else None
        return None if repr(arguments) == first[0] else 10**6

    words = flat(checked(branch))
    assert words.startswith("Not yet. branch(") and words.count("branch(") == 2
    assert ") gives nothing back (None), and branch(" in words
    assert words.endswith(" gives 1000000. Does one branch end without a `return`?")


@every_exercise
def test_a_function_that_stops_is_named_with_its_error(checked):
    def broken(*_):
        raise KeyError("nothing here")

    verdict = checked(broken)
    assert not verdict.ok and "broken(" in verdict.words and "stops with KeyError: 'nothing here'" in verdict.words


@every_exercise
@pytest.mark.parametrize("result, words", [(7, "a number"), (None, "None"), (np.ones((2, 2)), "an array")])
def test_a_call_in_place_of_the_function_is_told_apart(checked, result, words):
    verdict = checked(result)
    words = f"The check got {words}, not a function: give it the function itself, without parentheses."
    assert not verdict.ok and verdict.words == f"Not yet. {words}"


@every_exercise
def test_a_function_of_other_arguments_does_not_stop(checked):
    words = checked(lambda a, b, c, d, e, f, g: 0).words
    assert flat(checked(lambda a, b, c, d, e, f, g: 0)).startswith(f"Not yet. The check calls {name(checked)}(")
    assert words.endswith("which does not fit the function's arguments: missing a required argument: 'a'.") or (
        "missing a required argument: " in words and checked not in NO_ARGUMENTS
    )


OTHER_KINDS = {
    "a text": lambda: "seven",
    "a dict": lambda: {"a": 1},
    "a set": lambda: {1, 2},
    "a generator": lambda: (n for n in (1, 2)),
    "a filter object": lambda: filter(None, [1, 2]),
    "a function": lambda: len,
    "a complex number": lambda: 1j,
    "`...`": lambda: [...][0],
    "a list with None in it": lambda: [[1, 2], [3, None]],
    "a list with a text in it": lambda: ["1", "2"],
    "an array with a text in it": lambda: np.array(["1", "2"]),
    "a list of lists that are not equally long": lambda: [[1], [1, 2]],
    "a tuple of an array and a number": lambda: (np.ones((2, 2)), 3),
}


@every_exercise_in_numbers
@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_what_is_no_table_of_numbers_is_named_with_what_is_asked_for(checked, kind):
    verdict = checked(lambda *_: OTHER_KINDS[kind]())
    assert not verdict.ok and f") gives {kind}" in verdict.words and "is asked for." in verdict.words, verdict
    assert "stops with" not in verdict.words


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_what_is_no_network_is_no_design(kind):
    verdict = check_design(lambda: OTHER_KINDS[kind]())
    assert not verdict.ok and "should give a network, as pattern(...) does, got" in verdict.words


@every_exercise
@pytest.mark.parametrize(
    "answer", [10**6, [[10**6] * 3] * 3, np.full((5, 5), 1 / 3), list(range(10**4)), "7" * 10**4]
)
def test_a_verdict_on_a_wrong_answer_can_be_read(checked, answer):
    assert len(flat(checked(lambda *_: answer))) < 700


@pytest.mark.parametrize("checked", TAKE_LISTS_OR_ARRAYS, ids=name)
def test_a_function_that_writes_into_its_arguments_spoils_no_later_try(checked):
    right, emptied = EXERCISES[checked][0][0], []

    def careless(*arguments):
        answer = right(*copy.deepcopy(arguments))
        for argument in arguments:
            if isinstance(argument, np.ndarray):
                argument[:] = 0
                emptied.append(argument)
            elif isinstance(argument, list):
                argument.clear()
                emptied.append(argument)
        return answer

    assert checked(careless).ok and emptied


@pytest.mark.parametrize("checked", TAKE_LISTS_OR_ARRAYS, ids=name)
def test_a_wrong_answer_is_shown_with_the_arguments_as_they_were(checked):
    def spoiling(*arguments):
        for argument in arguments:
            if isinstance(argument, np.ndarray):
                argument[:] = 77
            elif isinstance(argument, list):
                argument[:] = [77]
        return 10**6

    spoilt, plain = flat(checked(spoiling)), flat(checked(lambda *_: 10**6))
    assert spoilt.replace("spoiling(", f"{name(checked)}(") == plain.replace(
        " Hint: ", " It also changes what it is given: let it work on a copy. Hint: "
    )


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
        pair = flat(verdict).split("it: a = ")[1].split(" both")[0].split(" Hint")[0].split(" and b = ")
        again = signal.convolve2d(*map(json.loads, pair))
        assert np.abs(again - made).max() < 0.05 * np.abs(made).max() + 0.1
