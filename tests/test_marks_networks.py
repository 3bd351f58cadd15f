"""Every picture of a network marks the layer that it speaks of, and its bars are as long as its numbers."""

import re

import numpy as np
import pytest
from legible import texts, written
from marks import cells, marks, sheets

from helpers.data import load_digits, load_lenet_weights
from helpers.digits import digit_volume
from helpers.draw import draw_lenet, draw_memory, draw_network, draw_pattern, draw_vgg_columns, draw_vgg_table
from helpers.networks import Network, Pool, alexnet, lenet5, pattern, step_memory, vgg

NETWORK, WEIGHTS = lenet5(), load_lenet_weights()
EIGHT = digit_volume(load_digits()[0][8])
COSTS = ("parameters", "values", "macs")
BYTES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}


# --- LeNet


def passed(layer):
    """(name of the layer below, its values, the layer's own values before ReLU) of the digit."""
    rows = [(row.name, values) for row, values in NETWORK.forward(EIGHT.astype(float), WEIGHTS, detail=True)]
    place = [name for name, _ in rows].index(layer)
    return rows[place - 1][1], rows[place][1]


@pytest.mark.parametrize("layer, row, map", [("C1", 4, 2), ("S2", 13, 5), ("C3", 0, 15), ("S4", 3, 0), ("S2", 6, 1)])
def test_the_frames_of_a_lenet_are_the_value_its_map_and_what_it_sees_of_the_digit(layer, row, map):
    field, step = 1, 1
    for name, f, stride in (("C1", 5, 1), ("S2", 2, 2), ("C3", 5, 1), ("S4", 2, 2)):
        field, step = field + (f - 1) * step, step * stride
        if name == layer:
            break
    picture = draw_lenet(NETWORK, EIGHT, WEIGHTS, layer, map, row)
    for k in range(len(picture.alts)):
        digit, *others = sheets(picture, k, "image")
        large = max(others, key=lambda sheet: sheet.right - sheet.left)
        small = [sheet for sheet in others if sheet.left >= large.left and sheet is not large]  # not the channels
        assert (digit.rows, large.rows, len(small)) == (32, len(picture.alts), passed(layer)[1].shape[2])
        red = marks(picture, k, "frame", "mark", "image")
        assert [mark.cells for mark in red if mark.sheet is digit] == [(step * row, step * k, field, field)]
        assert [mark.cells for mark in red if mark.sheet is large] == [(row, k, 1, 1)]
        assert [small.index(mark.sheet) for mark in red if mark.sheet in small] == [map]


@pytest.mark.parametrize("layer, map", [("S2", 3), ("S4", 9)])
def test_the_winner_of_a_lenets_pool_is_the_largest_cell_of_its_window(layer, map):
    row = 2
    picture, below = draw_lenet(NETWORK, EIGHT, WEIGHTS, layer, map, row), passed(layer)[0]
    for k in range(len(picture.alts)):
        window = below[2 * row : 2 * row + 2, 2 * k : 2 * k + 2, map]
        winner = (*divmod(int(window.argmax()), 2), 1, 1)
        assert (
            cells(picture, k, "triangle", "mark", "input") == cells(picture, k, "frame", "mark", "input") == [winner]
        )


@pytest.mark.parametrize("layer, across", [("C5", 12), ("F6", 12), ("output", 1)])
def test_a_dense_value_of_a_lenet_is_framed_and_sees_all_of_the_digit(layer, across):
    picture = draw_lenet(NETWORK, EIGHT, WEIGHTS, layer)
    for k in (0, 5, len(picture.alts) - 1):
        digit = sheets(picture, k, "image")[0]
        assert [m.cells for m in marks(picture, k, "frame", "mark") if m.sheet is digit] == [(0, 0, 32, 32)]
        assert cells(picture, k, "frame", "mark", "values") == [(k // across, k % across, 1, 1)]


def test_the_bars_of_the_answer_are_as_long_as_its_probabilities():
    scores = passed("output")[1].ravel().astype(float)
    shares = np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum()
    picture = draw_lenet(NETWORK, EIGHT, WEIGHTS)
    whole = [mark.size[0] for mark in marks(picture, 0, "tint", "line")]
    bars = [mark.size[0] for mark in marks(picture, 0, "tint", "output") if mark.opacity == 1]
    assert len(whole) == 10 and len(set(whole)) == 1
    assert np.allclose(bars, np.maximum(shares * whole[0], 0.5), atol=0.06)
    assert np.argmax(bars) == 8


# --- networks


@pytest.mark.parametrize("network", [lenet5(), alexnet(), vgg("D")], ids=lambda network: network.name)
def test_the_bars_of_a_network_are_as_high_as_its_costs_and_the_chosen_layer_is_framed(network):
    rows, picture = network.rows(), draw_network(network)
    for k in (0, 1, len(rows) // 2, len(rows) - 1):
        bars = [mark for mark in marks(picture, k, "tint", on="layers") if mark.opacity == 0.75]
        floors = sorted({mark.box[3] for mark in bars})
        assert len(floors) == 3
        for cost, floor in zip(COSTS, floors, strict=True):
            counts, heights = np.array([getattr(row, cost) for row in rows]), np.zeros(len(rows))
            for mark in bars:
                if mark.box[3] == floor:
                    heights[int(mark.centre[1])] = mark.size[1]
            expected = np.where(counts, np.maximum(heights.max() * counts / counts.max(), 0.8), 0)
            assert np.allclose(heights, expected, atol=0.11), cost
        chosen = [mark for mark in marks(picture, k, "frame", "mark", "layers") if mark.box[1] < floors[-1]]
        assert [mark.cells[1::2] for mark in chosen] == [(k, 1)] * 2
        (field,) = (mark for mark in marks(picture, k, "tint", "mark") if mark.box[1] > floors[-1])
        (whole,) = (mark for mark in marks(picture, k, "tint", "input") if mark.box[1] > floors[-1])
        side = network.input_shape[0]
        share = min(rows[k].receptive_field, side) / side
        assert field.size == pytest.approx([max(3, share * length) for length in whole.size], abs=0.2)
        middles = [np.add(mark.box[:2], mark.box[2:]) / 2 for mark in (field, whole)]
        assert np.allclose(*middles, atol=1.6)  # at least 3 px are drawn


def test_a_cost_that_no_layer_has_is_none_beside_its_name():
    pools = Network("pools", (8, 8, 3), [Pool("pool1", 2), Pool("pool2", 2)])
    placed = [(words, x, y) for x, y, _, _, words in written(draw_network(pools).at(0))]
    names = [y for words, x, y in placed if words in ("parameters", "MACs") and x == 0][:2]
    beside = [y for words, _, y in placed if words == "none"]  # the third name heads the numbers below
    assert np.subtract(beside, names).tolist() == [4, 4]  # in smaller letters, on the same line


@pytest.mark.parametrize("n, m, k", [((2, 2, 3), 3, 1), (1, 2, 0)])
def test_a_pattern_frames_its_layer_and_its_block_and_shades_the_shares(n, m, k):
    network = pattern(n, m, k, width=16, side=64)
    rows, picture = network.rows(), draw_pattern(n, m, k, width=16, side=64)
    names = ["input"] + ["FC" if row.kind == "dense" else re.search(r"\d", row.name)[0] for row in rows[1:]]
    blocks = list(dict.fromkeys(names))
    for step in range(len(rows)):
        assert [c[1::2] for c in cells(picture, step, "frame", "mark", "layers")] == [(step, 1)]
        (line,) = (mark for mark in marks(picture, step, "frame", "mark") if mark.sheet is None)
        low, high = line.box[1], line.box[3]
        inside = [words for x, y, _, _, words in written(picture.at(step)) if low < y < high and x < 50]
        assert inside == [names[step]]
        shades = [mark for mark in marks(picture, step, "tint", "input") if mark.opacity == 0.85 and not mark.sheet]
        ends = sorted({mark.box[2] for mark in shades})
        assert len(ends) == 3
        for cost, end in zip(("values", "parameters", "macs"), ends, strict=True):
            sums = [
                sum(getattr(row, cost) for row, name in zip(rows, names, strict=True) if name == block)
                for block in blocks
            ]
            lengths = [mark.size[0] for mark in shades if mark.box[2] == end]
            counted = [count / sum(sums) for count in sums if count]
            assert np.allclose(lengths, np.multiply(counted, 78), atol=0.11), cost


# --- memory


@pytest.mark.parametrize("network, batch", [(alexnet(), 1), (vgg("D"), 64)], ids=["AlexNet", "VGG-D"])
@pytest.mark.parametrize("mode", ["forward", "training"])
def test_the_lines_of_a_memory_stand_where_the_axes_say(network, batch, mode):
    totals, picture = network.totals(), draw_memory(network, batch, 4, mode)
    found = written(picture.at(0))
    lines = [mark.box for mark in marks(picture, 0, "line", "line") if mark.size[1] == 0]
    heights = sorted({top for _, top, _, _ in lines if top > 240})  # below the time line
    axis = {}  # decades, by the height of the line beside which they are written
    for _, y, _, anchor, words in found:
        label = re.fullmatch(r"(\d+) (B|KB|MB|GB|TB)", words)
        if label and anchor == "end" and y > 240:
            axis[min(heights, key=lambda line: abs(line + 5 - y))] = np.log10(int(label[1]) * BYTES[label[2]])
    columns = {x: int(words) for x, y, _, anchor, words in found if anchor == "middle" and y > 380}
    assert len(axis) >= 2 and list(columns.values()) == [2**i for i in range(9)]

    def size(y):
        (slope, start) = np.polyfit(list(axis), list(axis.values()), 1)
        return 10 ** (slope * y + start)

    def images(x):
        return 2 ** np.interp(x, list(columns), np.log2(list(columns.values())))

    fixed = 4 * totals.parameters * (3 if mode == "training" else 1)
    image = 4 * totals.values * (2 if mode == "training" else 1)
    (stays,), (grows,) = marks(picture, 0, "line", "output"), marks(picture, 0, "line", "input")
    assert [size(y) for _, y in stays.points] == pytest.approx([fixed] * 2, rel=0.02)
    assert [size(y) for _, y in grows.points] == pytest.approx([image, 256 * image], rel=0.02)
    (here,) = [mark for mark in marks(picture, 0, "line", "mark") if mark.box[1] > 240]
    assert [images(x) for x, _ in here.points] == pytest.approx([batch] * 2, rel=0.01)
    circles = [np.add(mark.box[:2], mark.box[2:]) / 2 for mark in marks(picture, 0, "circle")]
    crossing, *dots = [(images(x), size(y)) for x, y in circles]
    assert crossing == pytest.approx((fixed / image, fixed), rel=0.02)
    assert np.allclose(dots, [(batch, batch * image), (batch, fixed)], rtol=0.02)


@pytest.mark.parametrize("batch, mode", [(1, "forward"), (64, "training"), (200, "training")])
def test_a_gauge_is_as_full_as_its_card(batch, mode):
    picture, total = draw_memory(vgg("D"), batch, 4, mode), step_memory("VGG-D", batch, 4, mode).peak
    cards = [int(size) for size in re.findall(r", (\d+) GiB \(", " ".join(texts(picture)))]
    wholes = [mark for mark in marks(picture, 0, "frame", "line") if mark.box[1] > 240]
    bars = [mark for mark in marks(picture, 0, "tint") if mark.opacity == 0.7]
    assert len(cards) == len(wholes) == len(bars) == 5
    for card, whole, bar in zip(cards, wholes, bars, strict=True):
        share = total / (card * 2**30)
        assert bar.box[0] == whole.box[0] and bar.colour == ("mark" if share > 1 else "input")
        assert bar.size[0] == pytest.approx(max(1, whole.size[0] * min(share, 1)), abs=0.11)


# --- VGG


def test_a_layer_of_two_columns_is_framed_and_its_part_of_the_bars_is_its_own():
    picture, rows = draw_vgg_columns("A", "D"), [vgg(column).rows() for column in "AD"]
    names = [alt.partition(":")[0] for alt in picture.alts]
    for k, name in enumerate(names):
        assert cells(picture, k, "frame", "mark", "layers") == [(k, 0, 1, 1)]
        wholes = [mark.size[0] for mark in marks(picture, k, "frame", "line")]
        red = [mark for mark in marks(picture, k, "tint", "mark")]
        own = [next((row for row in column if row.name == name), None) for column in rows]
        expected = [
            max(2, wholes[3 * side + i] * getattr(row, cost) / sum(getattr(r, cost) for r in rows[side]))
            for side, row in enumerate(own)
            for i, cost in enumerate(COSTS)
            if row and getattr(row, cost)
        ]
        assert [mark.size[0] for mark in red] == pytest.approx(expected, abs=0.11)
        for mark in red:  # what is done ends where the layer's own part begins; where both are thin, 2 px are drawn
            before = [other for other in marks(picture, k, "tint", "input") if other.box[1] == mark.box[1]]
            done = [other.box[2] for other in before if other.box[0] <= mark.box[0] < other.box[0] + 270]
            assert mark.box[0] == pytest.approx(done[0], abs=2.1) if done else mark.box[0] in (410, 692)


def test_the_frames_of_the_table_are_around_what_is_new_and_around_nothing_else():
    picture = draw_vgg_table()
    frames = [mark.box for mark in marks(picture, 0, "frame", "mark")]
    held = []
    for x, y, _, _, words in written(picture.at(0)):
        around = [box for box in frames if box[0] < x < box[2] and box[1] < y < box[3]]
        assert len(around) == bool(re.match(r"\+ (conv|LRN)", words)), words
        held += around
    assert sorted(held) == sorted(frames) and len(frames) == 12
