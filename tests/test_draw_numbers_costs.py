"""The tables of layers and what they cost: counted another way, of arrays, sets of cells and the paper's columns."""

import re
from itertools import zip_longest

import numpy as np
import pytest
from legible import texts
from tables import named

from helpers.data import load_lenet_weights
from helpers.draw import (
    draw_memory,
    draw_network,
    draw_pattern,
    draw_receptive_field,
    draw_vgg_columns,
    draw_vgg_table,
)
from helpers.networks import lenet5, step_memory

SIZES = {"conv 3": (3, 1), "conv 5": (5, 1), "conv 3, stride 2": (3, 2), "pool 2, stride 2": (2, 2)}
VGG = {  # the paper's columns: filters of each block, "p" for its pool; 1 behind a number: 1 x 1; L: LRN
    "A": "64 p 128 p 256 256 p 512 512 p 512 512 p",
    "A-LRN": "64 L p 128 p 256 256 p 512 512 p 512 512 p",
    "C": "64 64 p 128 128 p 256 256 256/1 p 512 512 512/1 p 512 512 512/1 p",
    "D": "64 64 p 128 128 p 256 256 256 p 512 512 512 p 512 512 512 p",
}


def whole(text):
    """The number that a text begins with."""
    return int(re.match(r"-?[\d,]+", text)[0].replace(",", ""))


def assert_share(text, part, total):
    """The share at the end of a text."""
    found = re.search(r"(under |over )?([\d.]+) %", text)
    slack = 0.1 if found[1] else 0.0501
    assert float(found[2]) == pytest.approx(100 * part / total if total else 0, abs=slack), text


def vgg_by_hand(column):
    """[(block, word, output side, output channels, parameters, values, macs)] of a column, by the paper's words."""
    side, channels, block, rows = 224, 3, 1, [("input", "input", 224, 3, 0, 224 * 224 * 3, 0)]
    for word in VGG[column].split():
        if word == "p":
            side //= 2
            rows.append((block, "maxpool", side, channels, 0, side * side * channels, 0))
            block += 1
        elif word == "L":
            rows.append((block, "LRN", side, channels, 0, side * side * channels, 0))
        else:
            filters, _, f = word.partition("/")
            filters, f = int(filters), int(f or 3)
            weights = f * f * channels * filters
            values, macs = side * side * filters, side * side * weights
            rows.append((block, f"conv{f}-{filters}", side, filters, weights + filters, values, macs))
            channels = filters
    inputs = side * side * channels
    for outputs in (4096, 4096, 1000):
        rows.append(("dense", f"FC-{outputs}", 1, outputs, (inputs + 1) * outputs, outputs, inputs * outputs))
        inputs = outputs
    return rows


@pytest.mark.parametrize("layers", [(), ("conv 5",), ("conv 3", "pool 2, stride 2", "conv 3, stride 2")])
def test_a_stack_has_the_cells_that_each_output_reaches(layers):
    picture = draw_receptive_field(layers)
    heads = ["input", *(f"layer {i}: {name}" for i, name in enumerate(layers, 1))]

    def reached(k):
        """The cells of every row that an output reaches, from the input up, by going through all windows."""
        rows = [{k}]
        for f, s in (SIZES[name] for name in reversed(layers)):
            rows.append({s * cell + tap for cell in rows[-1] for tap in range(f)})
        return rows[::-1]

    for k in range(5):
        assert len(picture.numbers(k)) == 2
        stack, cells = (
            named(picture.numbers(k), "layers over"),
            named(picture.numbers(k), f"cells that output {k} sees"),
        )
        assert stack.rows == cells.rows == heads
        for i, (above, beside) in enumerate(zip(reached(k), reached(k + 1 if k < 4 else 3), strict=True)):
            found = [f"{min(there)} to {max(there)}" if len(there) > 1 else str(*there) for there in (above, beside)]
            assert cells.cells[i] == found
            length, field, stride = stack.cells[i]
            assert int(length) == max(max(reached(j)[i]) for j in range(5)) + 1
            if i == 0:
                assert (field, stride) == ("1", "1")
                continue
            below = [sorted(reached_by(SIZES, layers[:i], cell)) for cell in (0, 1)]
            assert int(field.split(" = ")[-1]) == len(below[0])
            assert int(stride.split(" = ")[-1]) == below[1][0] - below[0][0]
            assert f"field {field}" in texts(picture, k) and f"effective stride {stride}" in texts(picture, k)
            terms = field.partition(" = ")[0].replace("·", "*")
            assert eval(terms) == len(below[0]) and re.fullmatch(r"\d+ \+ \(\d+ - 1\)\*\d+", terms)


def reached_by(sizes, layers, cell):
    """The input cells that a cell of the topmost of ``layers`` reaches."""
    there = {cell}
    for f, s in (sizes[name] for name in reversed(layers)):
        there = {s * c + tap for c in there for tap in range(f)}
    return there


def test_a_network_has_its_layers_counted_from_arrays():
    weights, picture = load_lenet_weights(), draw_network("LeNet-5")
    arrays = {row.name: array for row, array in lenet5().forward(np.zeros((32, 32, 1)), weights)}
    costs = {}
    for name, array in arrays.items():
        pair = weights.get(name, ())
        places = array.shape[0] * array.shape[1]
        costs[name] = [sum(a.size for a in pair), array.size, pair[0].size * places if len(pair) else 0]
    sums = np.sum(list(costs.values()), axis=0).tolist()
    for k, (name, array) in enumerate(arrays.items()):
        assert len(picture.numbers(k)) == 2
        layers = named(picture.numbers(k), "layers of LeNet-5")
        assert layers.rows == [*arrays, "together"]
        assert layers.cells[k][0] == "×".join(map(str, array.shape))
        assert [whole(text) for text in layers.cells[k][1:4]] == costs[name]
        assert [whole(text) for text in layers.cells[-1][1:4]] == sums
        chosen = named(picture.numbers(k), f"{name}: ")
        lines = dict(zip(chosen.rows, chosen.cells, strict=True))
        for what, cost, total in zip(("weights", "values", "MACs"), costs[name], sums, strict=True):
            formula, part = lines[what]
            if part:
                assert_share(part, cost, total)
            if "=" in formula:
                product, _, result = formula.partition(" = ")
                assert eval(product) == whole(result)
        assert whole(lines["values"][0].split(" = ")[-1]) == array.size
        assert all(text in texts(picture, k) for row in chosen.cells for text in row if text)
    fields = {name: row[4:] for name, row in zip(layers.rows, layers.cells, strict=True)}
    assert fields["C1"] == ["5", "1"] and fields["S4"] == ["16", "4"] and fields["C5"] == ["32", "4"]


def in_bytes(words):
    number, unit = words.split()
    return float(number.replace(",", "")) * {"bytes": 1, "KB": 1e3, "MB": 1e6, "GB": 1e9}[unit]


@pytest.mark.parametrize("mode, batch, size", [("forward", 3, 2), ("training", 64, 4)])
def test_memory_has_parts_that_are_products_and_add_up(mode, batch, size):
    weights, picture = load_lenet_weights(), draw_memory("LeNet-5", batch, size, mode)
    parameters = sum(array.size for pair in weights.values() for array in pair)
    values = sum(array.size for _, array in lenet5().forward(np.zeros((32, 32, 1)), weights))
    grows, stays = values * batch * size, parameters * size
    expected = {"weights": stays, "activations": grows}
    if mode == "training":
        expected |= {"their gradients": grows, "the weights' gradients": stays, "momentum": stays}
    total, step = sum(expected.values()), step_memory("LeNet-5", batch, size, mode)
    beside = ["places, LRN, dropout", "the library's own"]  # no room: its convolutions read 1 and 6 channels
    for k in range(len(picture.alts)):
        parts, moments, growth, cards = picture.numbers(k)
        assert parts.rows == [*expected, *beside, "together"]
        for row, (made, part, _, _) in zip(parts.rows, parts.cells, strict=True):
            if row in expected:
                product, _, result = made.partition(" = ")
                assert np.prod([whole(text) for text in product.split(" × ")]) == whole(result) == expected[row]
                assert_share(part, expected[row], total)
            elif row in beside:
                assert (made, part) == ("not counted", "0 %")
        *held, peak = [whole(cells[2]) for cells in parts.cells]
        assert whole(parts.cells[-1][0]) == total and peak == sum(held) == step.peak
        for count, cells in zip(held, parts.cells, strict=False):
            assert_share(cells[3], count, peak)
        assert (moments.caption, moments.columns) == ("one step, simulated", ["at most"])
        assert max(in_bytes(text) for (text,) in moments.cells) == pytest.approx(step.peak, rel=0.006)
        assert growth.rows == [f"batch {count}" for count in (1, 2, 4, 8, 16, 32, 64, 128, 256)]
        times = (2, 3) if mode == "training" else (1, 1)
        for head, cells in zip(growth.rows, growth.cells, strict=True):
            for text, count in zip(
                cells, (times[0] * values * whole(head[6:]) * size, times[1] * stays), strict=True
            ):
                number, unit = text.split()
                thousand = {"KB": 1e3, "MB": 1e6}[unit]
                assert float(number) == pytest.approx(count / thousand, abs=0.0051)
        for card, (full, holds) in zip(cards.rows, cards.cells, strict=True):
            capacity = int(re.search(r"(\d+) GiB", card)[1]) * 2**30
            assert_share(full, step.peak, capacity)
            most = whole(holds.removeprefix("batch ≤ "))
            room = [step_memory("LeNet-5", count, size, mode).peak <= capacity for count in (most, most + 1)]
            assert room == [True, False]


@pytest.mark.parametrize("columns", [("A", "D"), ("A-LRN", "C"), ("C", "C")])
def test_two_columns_have_their_layers_and_sums_counted_by_hand(columns):
    picture, both = draw_vgg_columns(*columns), list(map(vgg_by_hand, columns))
    layers = named(picture.numbers(0), "layers")
    for side, rows in enumerate(both):
        assert [cells[side] for cells in layers.cells if cells[side] != "–"] == [word for _, word, *_ in rows]
    so_far, at = [[0, 0, 0], [0, 0, 0]], [0, 0]
    totals = [[sum(row[cost] for row in rows) for cost in (4, 5, 6)] for rows in both]
    for k, name in enumerate(layers.rows):
        assert len(picture.numbers(k)) == 2
        step = named(picture.numbers(k), f"{name}; shares")
        for side, rows in enumerate(both):
            told = {label: cells[side] for label, cells in zip(step.rows, step.cells, strict=True)}
            own = [0, 0, 0]
            if layers.cells[k][side] != "–":
                _, word, length, channels, *own = rows[at[side]]
                at[side] += 1
                assert (told["layer"], told["output"]) == (word, f"{length}×{length}×{channels}")
            so_far[side] = [before + cost for before, cost in zip(so_far[side], own, strict=True)]
            for i, label in enumerate(("parameters", "values", "MACs")):
                assert whole(told[label]) == own[i] and whole(told[f"{label}, so far"]) == so_far[side][i]
                assert_share(told[f"{label}, so far"], so_far[side][i], totals[side][i])
                if own[i]:
                    assert_share(told[label], own[i], totals[side][i])
                assert told[label] in texts(picture, k) and told[f"{label}, so far"] in texts(picture, k)
    assert so_far == totals


def test_table_1_has_the_papers_columns():
    (table,) = draw_vgg_table().numbers(0)
    lines = dict(zip(table.rows, table.cells, strict=True))
    for column in VGG:
        place, rows = table.columns.index(f"column {column}"), vgg_by_hand(column)
        for block in range(1, 6):
            words = [word for where, word, *_ in rows if where == block]
            told = [
                cells[place].removeprefix("+ ") for name, cells in lines.items() if name.startswith(f"block {block}")
            ]
            assert [word for word in told if word != "–"] == words
        assert whole(lines["parameters"][place]) == sum(row[4] for row in rows)
        assert lines["weight layers"][place] == str(sum(row[4] > 0 for row in rows))
    assert [name for name, cells in lines.items() if cells[table.columns.index("column A-LRN")].startswith("+ ")] == [
        "block 1, layer 2"
    ]
    assert "+ conv1-256" in lines["block 3, layer 3"]


@pytest.mark.parametrize("batch", [1, 16])
def test_a_pattern_has_its_blocks_and_the_formulas_of_every_layer(batch):
    picture, rows = draw_pattern((2, 2, 3, 3, 3), 5, 2, batch=batch), vgg_by_hand("D")
    sums = {}
    for block, _, side, channels, *costs in rows:
        sums.setdefault(block, [0, 0, 0, None])
        sums[block] = [*(a + b for a, b in zip(sums[block], costs, strict=False)), f"{side}×{side}×{channels}"]
    totals = np.sum([row[4:] for row in rows], axis=0).tolist()
    for k, (_, _, side, channels, parameters, values, macs) in enumerate(rows):
        given, blocks, chosen = picture.numbers(k)
        assert given.cells == [["2 2 3 3 3", "5", "2", "yes", "64", "224", str(batch)]]
        assert blocks.rows == ["input", *(f"block {b}" for b in range(1, 6)), "FC", "sum"]
        for cells, (p, v, m, shape) in zip_longest(blocks.cells[:-1], sums.values()):
            assert cells[1] == shape
            for text, count, total, images in zip(
                cells[2:], (v, p, m), (totals[1], totals[0], totals[2]), (batch, 1, batch), strict=True
            ):
                assert whole(text) == count * images
                assert_share(text, count, total)
        assert [whole(text) for text in blocks.cells[-1][2:]] == [totals[1] * batch, totals[0], totals[2] * batch]
        lines = {label: cells[0] for label, cells in zip(chosen.rows, chosen.cells, strict=True)}
        assert all(text in texts(picture, k) for text in lines.values())
        assert whole(lines["values"].split(" = ")[-1]) == values == side * side * channels
        weights = whole(lines["weights"].split(" = ")[-1])
        assert weights + whole(lines["biases"]) == parameters
        assert whole(lines["MACs"].split(" = ")[-1]) == macs
        assert (lines.get("values, all images", "").split(" = ")[-1] == f"{values * batch:,}") == (batch > 1)


def test_a_pattern_that_does_not_fit_has_the_rows_so_far_and_one_that_writes_nothing_its_numbers():
    picture = draw_pattern(2, 6)
    last = picture.numbers(len(picture.alts) - 1)
    assert [table.rows[-1] for table in last] == ["number", "sum so far"]
    (given,) = draw_pattern("1 6", 2).numbers(0)
    assert given.columns[:2] == ["N", "M"] and given.cells[0][:2] == ["1 6", "2"]
