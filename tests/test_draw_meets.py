"""What a picture says that its cells meet, read with a few lines of our own, and held against loops over windows."""

import re
from html import unescape
from itertools import product

import numpy as np
import pytest

from helpers.draw import draw_convolution, draw_output_size, draw_pooling, draw_receptive_field
from helpers.draw.svg import ENDS
from helpers.explore import (
    explore_backward,
    explore_conv_layer,
    explore_convolution,
    explore_kernels,
    explore_one_by_one,
)
from helpers.explore.cells import HIGHEST, LOWEST
from helpers.filters import small_filter, small_input

SHAPES = [(7, 3, 1, 0, 1), (7, 3, 2, 1, 1), (8, 2, 3, 0, 1), (9, 3, 1, 2, 2), (5, 5, 1, 0, 1), (6, 2, 4, 1, 2)]


def grids(picture):
    """The attributes of the grids of cells in a picture, by their names."""
    found = re.findall(r"<g (data-grid=[^>]*)/>", picture.svg)
    told = [
        dict((name, unescape(value)) for name, value in re.findall(r'data-(\w+)="([^"]*)"', one)) for one in found
    ]
    return {one["grid"]: one for one in told}


def spans(text, i):
    """The rows, or columns, that row or column ``i`` meets."""
    each = text.split("/")[i]
    for span in each.split(",") if each else []:
        first, _, size = span.partition("+")
        yield range(int(first), int(first) + int(size or 1))


def met(picture, grid, row, column):
    """{(marked grid, kind): ([sets of cells], sentence)} of a cell."""
    there, found = grids(picture), {}
    for part in there[grid]["meets"].split(";"):
        names, what, rows, columns, *words = part.split("|")
        for name in names.split(","):
            if what == "pairs":
                number = row * int(there[grid]["columns"]) + column
                cells = [divmod(k.start, int(there[name]["columns"])) for k in spans(rows, number)]
                boxes = [{cell} for cell in cells]
            else:
                boxes = [
                    set(product(down, across))
                    for down in spans(rows, row)
                    for across in spans(columns or rows, column)
                ]
            count = len(boxes) if what != "cells" else sum(map(len, boxes))
            found[name, what] = boxes, words[min(count, 2)].replace("{}", str(count)) if words else ""
    return found


def windows_of(n, f, stride, padding, dilation=1):
    """{(row, column) of an output: [(row, column) of what it reads]}; padding has negative numbers."""
    span = dilation * (f - 1) + 1
    starts = [start - padding for start in range(0, n + 2 * padding - span + 1, stride)]
    return {
        (i, j): [(top + dilation * a, left + dilation * b) for a in range(f) for b in range(f)]
        for i, top in enumerate(starts)
        for j, left in enumerate(starts)
    }


@pytest.mark.parametrize("n, f, stride, padding, dilation", SHAPES)
def test_an_input_cell_meets_the_windows_that_read_it_and_their_outputs(n, f, stride, padding, dilation):
    image, kernel = small_input("edge", n), small_filter("vertical edge", f)
    picture = draw_convolution(image, kernel, stride=stride, padding=padding, dilation=dilation, editable=True)
    windows, span = windows_of(n, f, stride, padding, dilation), dilation * (f - 1) + 1
    for cell in product(range(n), repeat=2):
        reading = [k for k, read in windows.items() if cell in read]
        found = met(picture, "image", *cell)
        boxes, words = found["image", "windows"]
        corners = [min(windows[k]) for k in reading]
        assert sorted(map(min, boxes)) == sorted(corners) and {len(box) for box in boxes} <= {span * span}
        assert words.split()[0] == (str(len(reading)) if reading else "no")
        outputs, _ = found["output", "cells"]
        assert sorted(one for box in outputs for one in box) == sorted(reading)


@pytest.mark.parametrize("n, f, stride, padding, dilation", SHAPES)
def test_a_weight_meets_one_cell_in_each_window_and_its_own_product(n, f, stride, padding, dilation):
    image, kernel = small_input("edge", n), small_filter("vertical edge", f)
    picture = draw_convolution(image, kernel, stride=stride, padding=padding, dilation=dilation, editable=True)
    windows = windows_of(n, f, stride, padding, dilation)
    for number, cell in enumerate(product(range(f), repeat=2)):
        found = met(picture, "kernel", *cell)
        cells, words = found["image", "cells"]
        assert sorted(one for box in cells for one in box) == sorted(read[number] for read in windows.values())
        assert str(len(windows)) in words
        assert found["products", "cells"] == ([{cell}], "")


@pytest.mark.parametrize("n, size, stride, padding", [(4, 2, 2, 0), (5, 3, 1, 1), (6, 2, 3, 1)])
def test_a_cell_knows_which_windows_it_wins(n, size, stride, padding):
    image = np.random.default_rng(3).permutation(n * n).reshape(n, n)
    picture = draw_pooling(image, size, stride, padding, editable=True)
    windows, m = windows_of(n, size, stride, padding), picture.trace.outputs.shape[0]
    inside = {k: [cell for cell in read if min(cell) >= 0 and max(cell) < n] for k, read in windows.items()}
    winners = {k: max(cells, key=lambda cell: image[cell]) for k, cells in inside.items()}
    for cell in product(range(n), repeat=2):
        won, words = met(picture, "image", *cell)["output", "pairs"]
        expected = [k for k, winner in winners.items() if winner == cell]
        assert [next(iter(box)) for box in won] == expected
        assert ("wins none" in words, f"wins {len(expected)} " in words) == (not expected, bool(expected))
    assert len(winners) == m * m
    assert "wins" not in grids(draw_pooling(image, size, stride, padding, "average", editable=True))["image"]["meets"]


def test_a_cell_of_any_layer_sees_what_the_outputs_above_it_are_made_of():
    picture = draw_receptive_field(["conv 3", "pool 2, stride 2", "conv 5"])
    layers = [(3, 1), (2, 2), (5, 1)]
    for level in (1, 2, 3):
        for cell in range(int(grids(picture)[f"layer{level}"]["columns"])):
            found, seen = met(picture, f"layer{level}", 0, cell), {cell}
            for lower in reversed(range(level)):
                f, s = layers[lower]
                seen = {s * one + tap for one in seen for tap in range(f)}
                (boxes, words) = found[f"layer{lower}", "cells"]
                assert {column for box in boxes for _, column in box} == seen
            assert words == f"it sees {len(seen)} cells of the input"
    fields = [set(range(first, last + 1)) for (first, last), *_ in picture.trace.spans]
    for cell in range(picture.trace.lengths[0]):
        boxes, words = met(picture, "layer0", 0, cell)["layer3", "cells"]
        expected = {k for k, field in enumerate(fields) if cell in field}
        assert {column for box in boxes for _, column in box} == expected
        assert words.split()[0] == str(len(expected))


@pytest.mark.parametrize("n, f, stride, padding, dilation", SHAPES)
def test_a_cell_of_the_axis_meets_the_windows_that_read_it(n, f, stride, padding, dilation):
    picture = draw_output_size(n, f, stride, padding, dilation, "floor")
    starts = range(0, n + 2 * padding - dilation * (f - 1), stride)
    for cell in range(n + 2 * padding):
        boxes, _ = met(picture, "axis", 0, cell)["windows", "pairs"]
        expected = [k for k, start in enumerate(starts) if cell in range(start, start + dilation * f, dilation)]
        assert [next(iter(box)) for box in boxes] == [(k, 0) for k in expected]


@pytest.mark.parametrize("n, f, stride, padding, dilation", SHAPES)
def test_a_window_is_dragged_to_where_it_can_stand(n, f, stride, padding, dilation):
    explorer = explore_convolution(n=n, f=f, stride=stride, padding=padding, dilation=dilation)
    span, starts = grids(explorer.picture)["image"]["drag"].split(" ")
    corners = list(product(map(int, starts.split(",")), repeat=2))
    assert corners == [min(read) for read in windows_of(n, f, stride, padding, dilation).values()]
    assert int(span) == dilation * (f - 1) + 1


def test_channels_are_told_of_once_and_each_marks_its_own():
    there = grids(explore_conv_layer(k=2, summed=False).picture)
    assert there["in0"]["meets"].startswith("in#|windows|") and there["weights0"]["meets"].startswith("in#|cells|")
    assert [("meets" in there[f"in{c}"], there[f"in{c}"].get("twin")) for c in (1, 2)] == [(False, "in0")] * 2
    assert ";map0-#,map1-#|cells|" in there["in0"]["meets"]
    assert {f"map{i}-{c}" for i in (0, 1) for c in (0, 1, 2)} < set(there)
    whole = grids(explore_conv_layer(k=2).picture)
    assert ";map0,map1|cells|" in whole["in0"]["meets"] and "map0-0" not in whole
    assert "in0" not in grids(explore_conv_layer(k=3, groups=3).picture)


def test_every_grid_that_is_marked_is_there_and_what_is_said_has_three_sentences():
    made = [explore_convolution(), explore_conv_layer(), explore_kernels(), explore_one_by_one(k=2, channels=4)]
    for explorer in [*made, *(explore_backward(choose=choice) for choice in ("output", "weight", "input"))]:
        there = grids(explorer.picture)
        assert any("meets" in grid for grid in there.values())
        for name, grid in there.items():
            number = re.search(r"\d*$", name)[0]
            for part in grid.get("meets", "").split(";") if grid.get("meets") else []:
                names, what, rows, columns, *words = part.replace("#", number).split("|")
                assert set(names.split(",")) <= set(there), (name, names)
                assert what in ("windows", "cells", "pairs") and len(words) in (0, 3)
                assert rows.count("/") + 1 == int(grid["rows"]), (name, part)
                assert (columns or rows).count("/") + 1 == int(grid["columns"])


def test_a_weight_of_a_1x1_filter_meets_its_map_the_map_it_goes_into_and_its_product():
    picture = explore_one_by_one(k=2, channels=4).picture
    height, width, _ = picture.trace.maps.shape
    for channel, k in product(range(4), range(2)):
        found = {name: boxes for (name, _), (boxes, _) in met(picture, "bank", channel, k).items()}
        whole = {name for name, boxes in found.items() if boxes and len(boxes[0]) == height * width}
        assert whole == {f"in{channel}", f"out{k}"} and found["products"] == [{(channel, k)}]
        assert {name for name, boxes in found.items() if boxes} == whole | {"products"}


def test_the_ends_of_what_may_be_dragged_are_those_of_what_may_be_typed():
    assert f"{LOWEST} {HIGHEST}" == ENDS
