"""Twelve questions for before and after the course: one a concept, in two forms with other numbers.

None has the numbers of a question of the course, nor of one that comes back, so that nobody answers from memory.
Each is a function of its numbers, and the mistakes are computed as the answers are: both forms have the same ones.
"""

from functools import partial

import numpy as np

from helpers.layers import conv2d, correlate2d, max_pool2d
from helpers.layers.backward import max_pool2d_backward
from helpers.networks import Conv, Network
from helpers.predict import predict_choice, predict_number
from helpers.shapes import output_size, receptive_field, same_padding
from helpers.words import times


def places(n, f):
    return predict_number(
        f"A filter {f} cells wide slides along {n} cells, one at a time, and stays inside. "
        "How many places does it take?",
        lambda: output_size(n, f),
        {n: "From the last places it would stick out.", n - f: "Those are the steps. There is one place more."},
        why=f"({n} - {f})/1 + 1.",
    )


def flat_sum(total, grey):
    return predict_number(
        f"The nine weights of a filter add up to {total}. It lies where all nine pixels are {grey}. "
        "What is the sum of the nine products?",
        lambda: correlate2d(np.full((3, 3), grey), [[0, 0, 0], [0, total, 0], [0, 0, 0]]).item(),
        {
            9 * grey: "That is the sum of the pixels, without the weights.",
            9 * total * grey: f"Each pixel has its own weight, and only all nine together are {total}.",
            grey: "That would be so if the weights added up to 1.",
        },
        why=f"Every product is {grey} times a weight, so the sum is {grey} times the sum of the weights.",
    )


def with_stride(n, f, stride):
    return predict_number(
        f"A filter of {f} cells on a row of {n}, stride {stride}, no padding. How many values has the output?",
        lambda: output_size(n, f, stride),
        {
            (n - f) // stride: "Those are the steps. There is one window more than steps.",
            n - f + 1: "That is stride 1.",
            f"{n - f + 1}/{stride}": "The windows of stride 1, divided: count where they start.",
        },
        why=f"({n} - {f})/{stride} + 1.",
    )


def keeps_size(f):
    return predict_number(
        f"Stride 1, filters of {f} x {f}. How many rows of zeros on each side keep the size of the picture?",
        lambda: same_padding(f),
        {f - 1: "That is both sides together.", f: "That makes the picture larger."},
        why=f"({f} - 1)/2 on each side.",
    )


def maps(k, f):
    return predict_number(
        f"A layer has {k} filters of {f} x {f}, on a picture with 3 colours. How many maps come out?",
        lambda: conv2d(np.ones((f, f, 3)), np.ones((k, f, f, 3))).shape[-1],
        {
            3 * k: "The colours are added up inside each filter.",
            3: "Those are the channels of the input.",
            1: "Each filter keeps a map of its own.",
        },
        why="One map for each filter.",
    )


def parameters(k, f, c):
    return predict_number(
        f"A convolution layer has {k} filters of {f} x {f}, on an input with {c} channels. "
        "How many parameters has it, weights and biases?",
        lambda: _layer(c, k, f).parameters,
        {
            k * (f * f + 1): "Each filter reaches through all channels.",
            k * f * f * c: "Each filter has a bias, too.",
            k * f * f * c + 1: "Each filter has a bias of its own.",
            k * (f * f + 1) * c: "The channels are added before the bias: one for each filter.",
        },
        why=f"{k} · ({f} · {f} · {c} + 1).",
    )


def larger_picture(words, wrong):
    return predict_choice(
        f"A convolution layer is used on a picture {words}. Its number of parameters",
        ["stays", f"is {wrong[0]}", f"is {wrong[1]}"],
        lambda: "stays" if _layer(3, 4, 3, side=16).parameters == _layer(3, 4, 3, side=32).parameters else "?",
        {f"is {word}": "The filters are the same ones; they only take other places." for word in wrong},
        why="The filters do not know how large the picture is.",
    )


def multiply_adds(side, k, f, c):
    padding = same_padding(f)
    return predict_number(
        f"{k} filters of {f} x {f} on {side}x{side}x{c}, stride 1, padding {padding}. "
        "How many multiply-adds does the layer take?",
        lambda: _layer(c, k, f, side).macs,
        {
            k * f * f * c: "Those are the weights. Each is used once at every place.",
            side * side * f * f * k: "Each filter reaches through all channels.",
            (side - f + 1) ** 2 * f * f * c * k: "With this padding there is a place for each pixel.",
            side * side * f * f * c: "That is one filter.",
        },
        why=f"{side} · {side} places, {f} · {f} · {c} products at each, {k} filters.",
    )


def one_by_one(side, c, k):
    return predict_choice(
        f"{k} filters of 1 x 1 on a volume of {side}x{side}x{c}, stride 1. What comes out?",
        [shape(side, side, k), shape(side, side, c), shape(1, 1, k)],
        lambda: shape(*conv2d(np.ones((side, side, c)), np.ones((k, 1, 1, c))).shape),
        {
            shape(side, side, c): "There are as many maps as filters.",
            shape(1, 1, k): "A filter of 1 x 1 fits at every pixel.",
        },
        why="Height and width stay, and each filter mixes the channels of a pixel to one number.",
    )


def pooled(side, c):
    half = side // 2
    return predict_choice(
        f"Max pooling of 2 x 2, stride 2, on {side}x{side}x{c}. What comes out?",
        [shape(half, half, c), shape(half, half, c // 2), shape(side, side, c // 2)],
        lambda: shape(*max_pool2d(np.ones((side, side, c)), 2).shape),
        {
            shape(half, half, c // 2): "The maps are pooled one by one, so their number stays.",
            shape(side, side, c // 2): "It is the maps that get smaller, not their number.",
        },
        why=f"({side} - 2)/2 + 1 = {half}, and each map is pooled by itself.",
    )


def field(count, f):
    return predict_number(
        f"{count} convolutions of {f} x {f}, stride 1, one after the other. "
        "How many cells of the input, along one side, does one output see?",
        lambda: receptive_field([(f, 1)] * count)[-1][0],
        {
            count * f: "The fields of neighbours overlap.",
            f: "That is one layer.",
            f**count: "Neighbours see nearly the same cells: each layer adds the same few.",
        },
        why=f"{f}, and {f - 1} more with each further layer.",
    )


def hears(window, error):
    """``window`` is two rows of two cells; the first is not the largest."""

    def told(rows):
        return " / ".join(", ".join(f"{cell:g}" for cell in row) for row in rows)

    def way_back():
        return told(max_pool2d_backward([[[error]]], np.array(window)[..., None], 2)[..., 0])

    largest = np.array(window) == np.max(window)
    everybody, share = told(np.full((2, 2), error)), told(np.full((2, 2), error / 4))
    return predict_choice(
        f"Training: a max pool reads the window {told(window)}, and its output has the error {error}. "
        "What is handed back to the four cells?",
        [told(error * largest), share, everybody],
        way_back,
        {
            share: "That is an average pool.",
            everybody: "Three of the cells had no part in the output.",
        },
        why="Only the cell that won is told.",
    )


def shape(*sizes):
    return times(sizes, "x")


def _layer(c, k, f, side=16):
    """The row of a convolution layer that keeps its size."""
    return Network("one layer", (side, side, c), (Conv("conv", k, f, padding=f // 2),)).row("conv")


# The concept, where the course teaches it, and the question in its two forms.
TWELVE = (
    ("places of a filter", "01", partial(places, 11, 6), partial(places, 14, 7)),
    ("sum of products", "01", partial(flat_sum, 6, 20), partial(flat_sum, 7, 30)),
    ("stride", "02", partial(with_stride, 12, 6, 2), partial(with_stride, 17, 7, 2)),
    ("padding", "02", partial(keeps_size, 15), partial(keeps_size, 17)),
    ("maps and filters", "03", partial(maps, 8, 4), partial(maps, 12, 6)),
    ("parameters", "03", partial(parameters, 8, 3, 2), partial(parameters, 6, 5, 2)),
    (
        "size of the picture",
        "03",
        partial(larger_picture, "twice as wide and twice as high", ("twice as large", "4 times as large")),
        partial(larger_picture, "half as wide and half as high", ("half as large", "a quarter of what it was")),
    ),
    ("multiply-adds", "03", partial(multiply_adds, 8, 6, 3, 2), partial(multiply_adds, 10, 4, 5, 3)),
    ("1 x 1 filters", "03", partial(one_by_one, 14, 64, 16), partial(one_by_one, 20, 8, 32)),
    ("pooling", "04", partial(pooled, 20, 32), partial(pooled, 16, 24)),
    ("receptive field", "04", partial(field, 3, 9), partial(field, 3, 11)),
    ("the way back", "05", partial(hears, [[3, 9], [4, 1]], 8), partial(hears, [[2, 5], [7, 6]], 12)),
)


def forms():
    """The two forms: pairs of a letter and its twelve questions."""
    return [("A", [row[2]() for row in TWELVE]), ("B", [row[3]() for row in TWELVE])]
