"""The tables of each picture, step by step: arrays that loops compute, and the texts that the picture shows."""

import re
from itertools import product

import numpy as np
import pytest
from legible import texts
from loops import brute, laid_down, nudged, starts
from tables import assert_shown, named, values

from helpers.draw import (
    draw_backward,
    draw_conv_layer,
    draw_convolution,
    draw_kernels,
    draw_one_by_one,
    draw_output_size,
    draw_pooling,
    draw_visits,
)
from helpers.draw.table import coarse

RNG = np.random.default_rng(22)


def whole(low, high, *shape):
    return RNG.integers(low, high, shape)


def padded_by(image, p):
    """Zeros around, cell by cell."""
    side = len(image) + 2 * p
    found = np.zeros((side, side, *image.shape[2:]))
    for i, j in product(range(len(image)), repeat=2):
        found[i + p, j + p] = image[i, j]
    return found


def names(what, cells, n, p, outside="padding"):
    return [f"{what} {cell - p}" if p <= cell < p + n else outside for cell in cells]


@pytest.mark.parametrize("n, f, stride, p", [(7, 3, 3, 0), (7, 3, 4, 0), (6, 2, 3, 1)])
def test_where_a_window_misses_cells_a_table_counts_the_windows_of_each(n, f, stride, p):
    starts = [start for start in range(0, n + 2 * p, stride) if start + f <= n + 2 * p]
    counts = np.zeros((n + 2 * p, n + 2 * p))
    for top, left, i, j in product(starts, starts, range(f), range(f)):
        counts[top + i, left + j] += 1
    picture = draw_convolution(whole(0, 9, n, n), whole(-1, 2, f, f), stride=stride, padding=p)
    assert np.array_equal(values(named(picture.numbers(0), "windows that see each cell")), counts)
    assert not any(
        "see each" in table.caption
        for table in draw_convolution(np.eye(5, dtype=int), np.eye(3, dtype=int)).numbers(0)
    )


@pytest.mark.parametrize("flip, divisor", [(False, 1), (True, 4)])
def test_a_photograph_has_both_ends_of_it_and_the_products_of_every_pixel(flip, divisor):
    photo, weights, row = whole(0, 256, 22, 24), whole(-2, 3, 3, 3), 21
    picture = draw_kernels(photo, weights, divisor, row, flip)
    taps = [[weights[2 - i, 2 - j] if flip else weights[i, j] for j in range(3)] for i in range(3)]
    result = np.zeros(photo.shape)
    for i, j in np.ndindex(photo.shape):
        around = [(a, b) for a in range(3) for b in range(3) if 0 <= i + a - 1 < 22 and 0 <= j + b - 1 < 24]
        result[i, j] = sum(int(photo[i + a - 1, j + b - 1]) * int(taps[a][b]) for a, b in around) / divisor
    for k in range(24):
        tables = picture.numbers(k)
        assert named(tables, "photograph") == coarse("photograph 22 × 24", photo)
        assert np.array_equal(values(named(tables, "result")), values(coarse("result 22 × 24", result)))
        assert np.array_equal(values(named(tables, "filter")), taps)
        window = named(tables, f"pixels around row 21, column {k} × filter")
        assert window.rows == ["row 20", "row 21", "outside"]
        assert window.columns == [f"column {j}" if 0 <= j < 24 else "outside" for j in (k - 1, k, k + 1)]
        found = re.search(r"the sum is (-?\d+)(?:, divided by 4: (-?[\d.]+))?$", window.caption)
        assert int(found[1]) == values(window).sum() == round(result[21, k] * divisor)
        assert divisor == 1 or abs(float(found[2]) - result[21, k]) <= 0.0501
        assert_shown([window], texts(picture, k))


LAYERS = [
    {"padding": 1, "relu": True},
    {"stride": 2, "summed": False},
    {"groups": 2, "channels": 4},
]


@pytest.mark.parametrize("state", LAYERS)
def test_a_layer_has_input_filter_products_sums_and_the_maps_so_far(state):
    channels, p, s, summed = (
        state.get(name, default)
        for name, default in (("channels", 3), ("padding", 0), ("stride", 1), ("summed", True))
    )
    groups, relu = state.get("groups", 1), state.get("relu", False)
    volume, bias = whole(0, 4, 5, 5, channels), whole(-2, 3, 2)
    filters = whole(-1, 2, 2, 3, 3, channels // groups)
    picture = draw_conv_layer(volume, filters, bias, stride=s, padding=p, groups=groups, relu=relu, summed=summed)
    called = ["red", "green", "blue"] if channels == 3 else [f"channel {c + 1}" for c in range(channels)]
    padded, windows = padded_by(volume, p), laid_down(5, 3, s, p, 1, "floor")
    k, so_far = 0, {}
    for i in range(2):
        own = [c for c in range(channels) if c * groups // channels == i * groups // 2]
        for rows, columns in product(windows, repeat=2):
            tables = picture.numbers(k)
            for c in range(channels):
                (table,) = [t for t in tables if t.caption.startswith("input") and t.caption.endswith(called[c])]
                assert np.array_equal(values(table), padded[..., c])
            weights, window = named(tables, f"filter {i + 1} of 2, bias {bias[i]}"), named(tables, "window")
            assert len([t for t in tables if t.caption.startswith("filter") and "bias" in t.caption]) == 1
            sums = {}
            for place, c in enumerate(own):
                part, taps = slice(3 * place, 3 * place + 3), filters[i, ..., place]
                seen = np.array([[padded[a, b, c] for b in columns] for a in rows])
                assert np.array_equal(values(weights)[part], taps)
                assert np.array_equal(values(window)[part], seen * taps)
                assert window.rows[part] == [f"{called[c]}, {name}" for name in names("row", rows, 5, p)]
                sums[called[c]] = (seen * taps).sum()
            assert window.columns == names("column", columns, 5, p)
            line = named(tables, "sums of window")
            total = sum(sums.values()) + bias[i]
            more = {"bias": bias[i], "total": total} if summed else {}
            more |= {"after ReLU": max(total, 0)} if relu else {}
            assert dict(zip(line.columns, values(line)[0], strict=True)) == sums | more
            told = {f"filter {i + 1}, {name} alone": value for name, value in sums.items()}
            told = {f"map {i + 1} of": max(total, 0) if relu else total} if summed else told
            for name, value in told.items():
                so_far.setdefault(name, []).append(value)
            for name, expected in so_far.items():
                shown = [float(text) for row in named(tables, name).cells for text in row if text]
                assert shown == expected
            assert_shown([window], texts(picture, k))
            k += 1
    assert k == len(picture.alts)


def test_a_bank_of_1x1_filters_has_every_pixel_of_its_row():
    maps, weights, row = whole(0, 100, 22, 21, 2), np.array([[2, -1], [1, 1]]), 3
    picture = draw_one_by_one(maps, weights, [1, 2], row, names=("a", "b"))
    for k in range(21):
        tables = picture.numbers(k)
        assert named(tables, "a 22 × 21") == coarse("a 22 × 21", maps[..., 0])
        assert named(tables, "b 22 × 21") == coarse("b 22 × 21", maps[..., 1])
        bank, pixel = named(tables, "2 filters 1 × 1 × 2"), named(tables, f"pixel row 3, column {k} × filter")
        assert (bank.rows, bank.cells) == (["a", "b", "divided by"], [["2", "1"], ["-1", "1"], ["1", "2"]])
        a, b = maps[3, k].tolist()
        assert pixel.columns == ["map 1", "map 2"] and pixel.rows == ["a", "b", "sum", "divided"]
        assert np.array_equal(values(pixel), [[2 * a, a], [-b, b], [2 * a - b, a + b], [2 * a - b, (a + b) / 2]])
        seconds = np.array([[(x + y) / 2 for x, y in line] for line in maps.tolist()])
        assert named(tables, "map 2") == coarse("map 2 22 × 21", seconds)
        assert [text.split(" = ")[-1] in texts(picture, k) for text in pixel.cells[0] + pixel.cells[2]] == [True] * 4


@pytest.mark.parametrize("kind, padding, stride", [("max", 0, 2), ("max", 1, 1), ("average", 1, 2)])
def test_pooling_has_every_window_and_how_many_see_a_cell(kind, padding, stride):
    image = whole(0, 10, 6, 6)
    picture = draw_pooling(image, 3, stride, padding, kind)
    reduce = (lambda seen, _: max(seen)) if kind == "max" else (lambda seen, count: sum(seen) / count)
    outputs = brute(image[..., None], (3, 3), (stride,) * 2, (padding,) * 2, reduce)[..., 0].ravel()
    tops = starts(6, 3, stride, padding)
    counts = np.zeros((6, 6))
    for top, left, i, j in product(tops, tops, range(3), range(3)):
        if 0 <= top + i < 6 and 0 <= left + j < 6:
            counts[top + i, left + j] += 1
    for k, (top, left) in enumerate(product(tops, repeat=2)):
        tables = picture.numbers(k)
        assert np.array_equal(values(named(tables, "input 6 × 6")), image)
        assert np.array_equal(values(named(tables, "windows that see each cell")), counts)
        window = named(tables, f"window {k + 1}: {'largest' if kind == 'max' else 'mean'}")
        inside = {(i, j): 0 <= top + i < 6 and 0 <= left + j < 6 for i, j in product(range(3), repeat=2)}
        expected = [str(image[top + i, left + j]) if here else "padding" for (i, j), here in inside.items()]
        assert [text for row in window.cells for text in row] == expected
        assert window.rows == [f"row {top + i}" if 0 <= top + i < 6 else "padding" for i in range(3)]
        assert abs(float(re.search(r": \w+ ([\d.]+)", window.caption)[1]) - outputs[k]) <= 0.00501
        if kind == "max":
            row, column = map(int, re.findall(r"row (\d+), column (\d+)$", window.caption)[0])
            assert image[row, column] == outputs[k] and inside[row - top, column - left]
        output = [text for row in named(tables, "output").cells for text in row if text]
        np.testing.assert_allclose([float(text) for text in output], outputs[: k + 1], atol=0.00501)


def test_pooling_says_which_outputs_a_shift_has_changed():
    image = whole(0, 10, 6, 6)
    moved = np.array([[0, *row[:-1]] for row in image.tolist()])
    (output,) = [t for t in draw_pooling(image, shift=1).numbers(8) if t.caption.startswith("output")]
    for i, j in product(range(3), repeat=2):
        before, after = (x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max() for x in (image, moved))
        assert output.cells[i][j] == (f"{after}" if before == after else f"{after}, changed")


@pytest.mark.parametrize("choose, flip", [("output", False), ("input", False), ("input", True), ("weight", False)])
def test_the_way_back_has_the_products_whose_sums_are_the_slopes(choose, flip):
    image, kernel, errors = (whole(-4, 5, side, side) for side in (5, 3, 3))
    picture = draw_backward(image, kernel, errors, stride=2, padding=1, choose=choose, flip=flip)

    def loss(x, w):
        padded = padded_by(x, 1)
        places = product(range(3), range(3), range(3), range(3))
        return sum(errors[i, j] * padded[2 * i + a, 2 * j + b] * w[a, b] for i, j, a, b in places)

    of_input = nudged(lambda x: loss(x, kernel), image.astype(float)).round(6)
    of_weights = nudged(lambda w: loss(image, w), kernel.astype(float)).round(6)
    turn = -1 if flip else 1
    for k in range(len(picture.alts)):
        tables = picture.numbers(k)
        assert np.array_equal(values(named(tables, "input 5 × 5")), padded_by(image, 1))
        assert np.array_equal(values(named(tables, "filter 3 × 3")), kernel[::turn, ::turn])
        assert np.array_equal(values(named(tables, "errors of the output")), errors)
        assert np.array_equal(values(named(tables, "slopes of the input")), of_input)
        assert np.array_equal(values(named(tables, "slopes of the filter")), of_weights[::turn, ::turn])
        if choose == "output":
            error = errors.flat[k]
            inputs, weights = (
                t for t in tables if t.caption.startswith(f"what the error {error} of output row {k // 3}")
            )
            rows, columns = ([2 * at + a for a in range(3)] for at in divmod(k, 3))
            assert (inputs.rows, inputs.columns) == (names("row", rows, 5, 1), names("column", columns, 5, 1))
            assert np.array_equal(values(inputs), error * kernel)
            seen = np.array([[padded_by(image, 1)[i, j] for j in columns] for i in rows])
            assert np.array_equal(values(weights), error * seen)
            continue
        side, slopes = (5, of_input) if choose == "input" else (3, of_weights)
        table = named(tables, f"{choose} row {k // side}, column {k % side}: the sum is {slopes.flat[k]:.0f}")
        heard = [text for row in table.cells for text in row if text != "no error"]
        assert sum(float(text.split(" = ")[1]) for text in heard) == slopes.flat[k]
        for text in heard:
            error, factor, result = map(float, re.fullmatch(r"(\S+)·\(?(\S+?)\)? = (\S+)", text).groups())
            assert error * factor == result
        assert len(heard) == (9 if flip or choose == "weight" else len(heard))


def test_cells_that_hear_nothing_say_so():
    image, errors = np.arange(16).reshape(4, 4), np.array([[3, -1], [2, 4]])
    picture = draw_backward(image, np.ones((2, 2)), errors, operation="max pool", stride=2)
    slopes = named(picture.numbers(0), "slopes of the input").cells
    expected = np.full((4, 4), "hears nothing", object)
    expected[1::2, 1::2] = [["3", "-1"], ["2", "4"]]
    assert slopes == expected.tolist()


@pytest.mark.parametrize("n, f, stride, padding", [(7, 3, 1, 0), (9, 2, 3, 1), (4, 6, 1, 0)])
def test_an_axis_has_its_windows_and_what_else_would_fit(n, f, stride, padding):
    picture = draw_output_size(n, f, stride, padding)
    tables = picture.numbers(0)
    windows = laid_down(n, f, stride, padding, 1, "floor")
    assert len(tables) == 1 + bool(windows)
    if windows:
        table = named(tables, "windows")
        assert [int(row[0]) for row in table.cells] == [cells[0] for cells in windows]
        assert [row[1] in alt for row, alt in zip(table.cells, picture.alts, strict=True)] == [True] * len(windows)
    table = named(tables, f"outputs for N = {n}, P = {padding}")
    for i, j in product(range(len(table.rows)), range(len(table.columns))):
        found = laid_down(n, i + 1, j + 1, padding, 1, "floor")
        fits = found and found[-1][-1] == n + 2 * padding - 1
        assert table.cells[i][j] == (str(len(found)) if fits else "left over" if found else "no window")
    assert (table.rows[0], table.columns[-1]) == ("F = 1", "S = 8")


def test_visits_are_counted_with_and_without_padding():
    without, padded = draw_visits(6, 3, stride=2, padding=1).numbers(0)
    for table, p in ((without, 0), (padded, 1)):
        counts = np.zeros((6 + 2 * p,) * 2)
        for rows, columns in product(laid_down(6, 3, 2, p, 1, "floor"), repeat=2):
            counts[np.ix_(rows, columns)] += 1
        assert np.array_equal(values(table), counts[p : p + 6, p : p + 6])
