"""The kinds of questions that come back from the notebooks of single operations: 00 to 04."""

from helpers.recall.kinds import ask, conv_row, kind
from helpers.shapes import output_size, receptive_field, same_padding

# --- 00 Start here


@kind("00", "00-11", "00-16")
def _values_of_a_batch(rng):
    count, rows, columns = rng.randint(2, 9), 4 * rng.randint(4, 12), 4 * rng.randint(4, 12)
    return ask(
        f"{count} colour pictures of {rows} x {columns} pixels in one array. How many numbers is that?",
        count * rows * columns * 3,
        [
            (count * rows * columns, "That is one number for each pixel. Each has three: red, green, blue."),
            (rows * columns * 3, f"That is one picture. There are {count}."),
        ],
        f"{count} · {rows} · {columns} · 3.",
    )


# --- 01 Convolution


@kind("01", "01-13", "ca88d3fd")
def _flat_area(rng):
    total, value = rng.choice([0, 2, 3, 4, 5]), 10 * rng.randint(3, 20)
    return ask(
        f"A filter's nine weights add up to {total}. It lies where all nine pixels are {value}. What is the sum of "
        "the products?",
        total * value,
        [
            (value, "That would be so if the weights added up to 1."),
            (9 * value, "That is the sum of the pixels, without the weights."),
            (9 * total * value, "Only all nine weights together add up to that much, not each of them."),
        ],
        "Every pixel is the same, so the sum is that pixel times the sum of the weights.",
    )


@kind("01", "01-18")
def _places(rng):
    size, cells = rng.choice([3, 4, 5]), rng.randint(8, 20)
    return ask(
        f"A filter {size} cells wide slides along {cells} columns, one at a time, and stays inside. How many places "
        "does it take?",
        output_size(cells, size),
        [
            (cells - size, "Those are the steps. It also has a place before the first step."),
            (cells, "The last ones would stick out at the end."),
            (cells // size, "It may overlap with where it was: it moves by one column."),
        ],
        f"{cells} - {size} + 1.",
    )


@kind("01", "01-89")
def _multiply_adds(rng):
    size, side = rng.choice([3, 5]), 10 * rng.randint(2, 10) + rng.choice([2, 4])
    out = output_size(side, size)
    return ask(
        f"A grey picture of {side} x {side}, one filter of {size} x {size} that stays inside. How many "
        "multiply-adds?",
        conv_row(side, 1, filters=1, f=size).macs,
        [
            (side**2 * size**2, f"That is a window for each pixel. The filter takes {out} places along a side."),
            (out**2, f"That is the number of windows. Each takes {size**2}."),
            (side**2, "That is the number of pixels."),
        ],
        f"{out} · {out} windows of {size**2} products.",
    )


# --- 02 Stride and padding


@kind("02", "02-05", "02-33")
def _strides(rng):
    size, stride, steps = rng.choice([2, 3, 4, 5]), rng.choice([2, 3]), rng.randint(3, 9)
    cells = size + stride * steps
    return ask(
        f"N = {cells} cells, F = {size}, stride {stride}, no padding. How many windows are there?",
        output_size(cells, size, stride),
        [
            (steps, "Those are the steps. There is one window more than steps."),
            (cells - size + 1, "That is for stride 1."),
            (cells // stride, "Take F away before you divide, and add the first window."),
        ],
        f"({cells} - {size})/{stride} + 1.",
    )


@kind("02", "02-40")
def _padded_side(rng):
    size, padding, side = rng.choice([3, 5, 7]), rng.choice([1, 2, 3]), rng.randint(8, 40)
    return ask(
        f"N = {side}, F = {size}, padding P = {padding}, stride 1. How large is the output along one side?",
        output_size(side, size, padding=padding),
        [
            (side - size + 1, "That is without padding."),
            (side + padding - size + 1, "P counts the zeros on each side: add it twice."),
            (side + 2 * padding - size, "There is one window more than steps."),
        ],
        f"{side} + 2 · {padding} - {size} + 1.",
    )


@kind("02", "02-67", "a8c5b709")
def _keeps_its_size(rng):
    size = rng.choice([3, 5, 7, 9, 11, 13])
    return ask(
        f"Stride 1. Which padding on each side keeps a picture's size under a filter of {size} x {size}?",
        same_padding(size),
        [
            (size - 1, "That is what both sides need together."),
            (size // 2 + 1, "The output would be larger than the input by 2."),
            (size, "That is the filter. Count the places that are lost, on both sides."),
        ],
        f"Without padding {size - 1} places are lost, half of them on each side.",
    )


@kind("02", "02-76")
def _what_is_left(rng):
    size, layers, left = rng.choice([3, 5, 7]), rng.randint(2, 6), rng.randint(3, 20)
    side = left + layers * (size - 1)
    return ask(
        f"{layers} layers of {size} x {size}, stride 1, without padding, on {side} x {side}. What side is left?",
        receptive_left(side, size, layers),
        [
            (side - layers * size, "Each layer takes F - 1 away, not F."),
            (side - (size - 1), "That is behind the first layer."),
            (side, "Without padding each layer takes some away."),
        ],
        f"{side} - {layers} · {size - 1}.",
    )


def receptive_left(side, size, layers):
    """The side behind some layers without padding.

    >>> receptive_left(32, 5, 2)
    24
    """
    for _ in range(layers):
        side = output_size(side, size)
    return side


# --- 03 The convolution layer


@kind("03", "03-23", "a771529f")
def _weights_of_a_filter(rng):
    size, channels = rng.choice([3, 5, 7]), rng.choice([3, 6, 8, 16, 32])
    return ask(
        f"A filter of {size} x {size} in a layer whose input has {channels} channels. How many weights has "
        "it, without "
        "its bias?",
        conv_row(16, channels, filters=1, f=size).weights,
        [
            (size**2, "A filter reaches through all channels."),
            (size**2 * channels + 1, "That counts the bias, too."),
        ],
        f"{size} · {size} · {channels}.",
    )


@kind("03", "03-29")
def _parameters_of_a_layer(rng):
    size, channels, filters = rng.choice([1, 3, 5]), rng.choice([3, 4, 6, 8]), rng.randint(5, 20)
    weights = filters * size**2 * channels
    return ask(
        f"{filters} filters of {size} x {size} on an input of {channels} channels. How many parameters has "
        "the layer?",
        conv_row(16, channels, filters=filters, f=size).parameters,
        [
            (weights, "Those are the weights. Each filter has a bias, too."),
            (filters * (size**2 + 1), "Each filter reaches through all channels."),
            (weights + 1, "Each filter has a bias of its own."),
        ],
        f"{filters} · ({size} · {size} · {channels} + 1).",
    )


@kind("03", "03-35", "03-91")
def _work_of_a_layer(rng):
    size, channels, filters, side = (
        rng.choice([3, 5]),
        rng.choice([3, 4, 8]),
        rng.choice([2, 5, 10]),
        rng.randint(6, 15),
    )
    places, each = side**2, size**2 * channels
    return ask(
        f"{filters} filters of {size} x {size} x {channels} give maps of {side} x {side}. How many "
        "multiply-adds is that?",
        conv_row(side, channels, filters=filters, f=size, padding=same_padding(size)).macs,
        [
            (places * each, f"That is one map. There are {filters}."),
            (places * filters * size**2, "Each value is a sum over all channels."),
            (filters * each, "Those are the weights. Each works at every place."),
        ],
        f"{places} places · {filters} filters · {each} products.",
    )


# --- 04 Pooling


@kind("04", "04-07", "04-20", "04-24")
def _pooled_values(rng):
    side, channels = 4 * rng.randint(2, 14), rng.choice([3, 8, 16, 64])
    half = output_size(side, 2, 2)
    return ask(
        f"Pool {side}x{side}x{channels} with 2 x 2, stride 2. How many numbers come out?",
        half**2 * channels,
        [
            (side**2 * channels // 2, "Both sides are halved: one number out of four is kept."),
            (half**2, "Each channel is pooled by itself, and none is lost."),
            (half**2 * channels // 2, "The number of channels stays."),
        ],
        f"{half} · {half} · {channels}.",
    )


@kind("04", "04-43")
def _overlapping_pool(rng):
    windows = rng.randint(4, 30)
    side = 2 * windows + 1
    return ask(
        f"{side} x {side}, pooled in windows of 3 x 3, stride 2. How many windows are there along each side?",
        output_size(side, 3, 2),
        [
            (windows - 1, "Those are the steps. There is one window more."),
            (side // 3, "The windows overlap: they move by 2, not by 3."),
            (side - 2, "That is for stride 1."),
        ],
        f"({side} - 3)/2 + 1.",
    )


@kind("04", "04-84", "23409d15")
def _field(rng):
    size, layers = rng.choice([3, 5, 7]), rng.randint(2, 6)
    return ask(
        f"{layers} convolutions of size {size}, stride 1, one on the other. How many input cells along one "
        "side does one "
        "output see?",
        receptive_field([(size, 1)] * layers)[-1][0],
        [
            (layers * size, "Neighbouring windows share cells: each further layer adds F - 1."),
            (size, "That is what one layer sees."),
            (size**layers, "Windows overlap. Fields add up; they are not multiplied."),
        ],
        f"1 + {layers} · {size - 1}.",
    )


@kind("04", "04-88")
def _field_behind_a_pool(rng):
    size, last = rng.choice([3, 5, 7]), rng.choice([3, 5])
    return ask(
        f"A convolution of {size}, then a pool of 2 with stride 2, then a convolution of {last}. How many "
        "input cells along "
        "one side does one output see?",
        receptive_field([(size, 1), (2, 2), (last, 1)])[-1][0],
        [
            (size + 1 + last - 1, "Behind the pool one cell further is two cells of the input further."),
            (size + 1, "That is what one value of the pool sees."),
            (2 * size * last, "Fields add up; they are not multiplied."),
        ],
        f"{size} + 1 behind the pool, and then 2 · {last - 1} more.",
    )
