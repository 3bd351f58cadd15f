"""Tables: what is told of a large matrix, what shows at a step, and how it is written."""

import re
from itertools import pairwise

import numpy as np
import pytest

from helpers.draw.picture import Picture, joined
from helpers.draw.svg import numbers
from helpers.draw.table import Table, coarse, matrix, packed
from helpers.explore import explore_convolution

RNG = np.random.default_rng(3)
LARGE = {
    "whole": RNG.integers(-9, 10, (112, 90)),
    "odd": RNG.integers(0, 3, (23, 21)).astype(float),
    "flat": RNG.normal(size=(2, 150)),
    "zeros": np.zeros((30, 30)),
}


def told_by_loops(array):
    """(largest, where, smallest, where, zeros, means of parts), by going through the cells one after the other."""
    rows, columns = array.shape
    largest = smallest = (array[0, 0], 0, 0)
    zeros, sums, counts = 0, {}, {}

    def part_of(place, length):
        parts, start = min(4, length), 0
        for part in range(parts):
            start += length // parts + (part < length % parts)
            if place < start:
                return part

    for i in range(rows):
        for j in range(columns):
            value = array[i, j]
            largest = (value, i, j) if value > largest[0] else largest
            smallest = (value, i, j) if value < smallest[0] else smallest
            zeros += value == 0
            part = part_of(i, rows), part_of(j, columns)
            sums[part], counts[part] = sums.get(part, 0) + value, counts.get(part, 0) + 1
    return largest, smallest, zeros / array.size, {part: sums[part] / counts[part] for part in sums}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_matrix_is_told_by_its_ends_its_zeros_and_the_means_of_its_parts(name):
    array = LARGE[name]
    table = matrix("map", array)
    assert table == coarse("map", array)
    largest, smallest, zeros, means = told_by_loops(array)
    found = re.fullmatch(
        r"map: largest (\S+) at row (\d+), column (\d+); smallest (\S+) at row (\d+), column (\d+); "
        r"(under )?(\S+) % are 0\. Means of (\d) × 4 parts:",
        table.caption,
    )
    values = [float(found[i]) for i in (1, 2, 3, 4, 5, 6)]
    np.testing.assert_allclose(values, [*largest, *smallest], atol=6e-5)
    assert abs(float(found[8]) - 100 * zeros) < 0.06 or found[3]
    assert len(table.cells) == int(found[9]) == min(4, len(array))
    for (row, column), mean in means.items():
        text = table.cells[row][column]
        assert abs(float(text) - mean) <= 0.5 * 10 ** -len(text.partition(".")[2]) + 1e-9
    ends = [list(map(int, re.findall(r"\d+", head))) for head in table.columns]
    assert ends[0][0] == 0 and ends[-1][-1] == array.shape[1] - 1
    assert all(before[-1] + 1 == after[0] for before, after in pairwise(ends))


def test_a_matrix_of_20_cells_a_side_is_told_whole_and_one_of_21_is_not():
    assert np.shape(matrix("m", np.ones((20, 20))).cells) == (20, 20)
    assert np.shape(matrix("m", np.ones((20, 21))).cells) == (4, 4)


def test_cells_come_one_a_step_in_the_order_of_reading():
    table = matrix("output 2 × 3", np.arange(6).reshape(2, 3), fills=4)
    shown = [sum(text != "" for row in table.at(k).cells for text in row) for k in range(12)]
    assert shown == [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 6, 6]
    assert table.at(7).cells == [["0", "1", "2"], ["3", "", ""]]
    whole = matrix("output", np.arange(6).reshape(2, 3))
    assert whole.at(0) == whole


def test_its_html_has_a_caption_and_headers_that_say_what_they_are_of():
    html = Table("a < b", ["column 0", "column 1"], ["row 0"], [["1", "<2>"]]).html
    assert "<caption>a &lt; b</caption>" in html and "<td>&lt;2&gt;</td>" in html
    assert re.findall(r'<th scope="(\w+)">(.+?)</th>', html.replace("<span>column </span>", "column ")) == [
        ("col", "column 0"),
        ("col", "column 1"),
        ("row", "row 0"),
    ]


def test_the_numbers_are_asked_for_once_and_only_when_somebody_wants_them():
    asked = []

    def tables():
        asked.append(1)
        return [(0, 0, matrix("a", np.ones((1, 1)))), (1, None, matrix("b", np.zeros((1, 1))))]

    picture = Picture("<svg>\n</svg>", ["one", "two", "three"], tables=tables)
    assert not asked
    assert [[table.caption for table in picture.numbers(k)] for k in range(3)] == [["a"], ["b"], ["b"]]
    assert [text.split("\t")[:2] for text in picture.packed] == [["0", "0"], ["1", "2"]] and asked == [1]
    with pytest.raises(ValueError, match=r"step 3 is not in 0\.\.2"):
        picture.numbers(3)


def test_a_still_and_what_is_joined_of_stills_keep_their_numbers():
    explorers = explore_convolution(), explore_convolution(n=5)
    stills = [explorer.picture.still(3) for explorer in explorers]
    for still, explorer in zip(stills, explorers, strict=True):
        assert still.numbers(0) == explorer.picture.numbers(3)
    both = joined(stills)
    assert [both.numbers(k) for k in range(2)] == [still.numbers(0) for still in stills]


def test_what_a_browser_gets_has_every_text():
    table = matrix("output", np.array([[0.25, -1], [3, 4]]), fills=1)
    (text,) = packed([(0, None, table)], 5)
    head, columns, *rows = (line.split("\t") for line in text.split("\n"))
    assert head == ["0", "4", "1", "output"] and columns == ["column 0", "column 1"]
    assert rows == [["row 0", *numbers(np.array([0.25, -1.0]))], ["row 1", "3.00", "4.00"]]
