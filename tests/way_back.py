"""The way back by loops and by nudging, and what a picture writes in its cells: for the tests of explore_backward."""

import itertools
import re

import numpy as np
from legible import written
from loops import starts
from marks import sheets

RANGES = {"n": range(3, 10), "f": range(1, 6), "stride": range(1, 5), "padding": range(3)}


def states(*operations, sizes=(3, 6, 9)):
    """Every combination of the other sliders with some sizes; a ReLU has one state a size."""
    for n, f, stride, padding, operation in itertools.product(sizes, *list(RANGES.values())[1:], operations):
        if operation != "ReLU" or (f, stride, padding) == (3, 1, 0):
            yield {"n": n, "f": f, "stride": stride, "padding": padding, "operation": operation}


def windows(n, f, stride, padding, operation):
    """The first cell of every window along a side, in input coordinates, by trying every cell."""
    if operation == "ReLU":
        return list(range(n))
    refused = "pool" in operation and 2 * padding > f
    return [] if refused else starts(n, f, stride, padding)


def read_by(start, f, n):
    """The cells of the input that a window reads, row by row."""
    return [(i, j) for i in range(start[0], start[0] + f) for j in range(start[1], start[1] + f)
            if 0 <= i < n and 0 <= j < n]  # fmt: skip


def came_back(image, kernel, errors, state):
    """The slopes of the input and which cells hear, by a loop over windows: each hands its error on.

    What a window of a convolution hands to a cell is found by nudging: the output with the cell one higher, less
    the output as it is.
    """
    n, f = len(image), 1 if state["operation"] == "ReLU" else state["f"]
    of_input, hears = np.zeros(image.shape), np.zeros(image.shape, bool)
    places = windows(**state)
    for (a, top), (b, left) in itertools.product(enumerate(places), repeat=2):
        inside = read_by((top, left), f, n)
        values = [image[cell] for cell in inside]
        for cell, value in zip(inside, values, strict=True):
            if state["operation"] == "convolution":
                weighed = (image[c] * kernel[c[0] - top, c[1] - left] for c in inside)
                nudged = ((image[c] + (c == cell)) * kernel[c[0] - top, c[1] - left] for c in inside)
                share, told = sum(nudged) - sum(weighed), True
            elif state["operation"] == "average pool":
                share, told = 1 / len(inside), True
            elif state["operation"] == "max pool":
                share = told = cell == inside[values.index(max(values))]
            else:
                share = told = value > 0
            of_input[cell] += share * errors[a, b]
            hears[cell] |= told
    return of_input, hears


def written_in(picture, k, sheet):
    """(row, column, how far down in the cell, words) of every text in the cells of a sheet at step k."""
    for x, y, size, _, words in written(picture.at(k)):
        middle = y - 0.36 * size
        if sheet.left < x < sheet.right and sheet.top < middle < sheet.bottom:
            down = sheet.down(middle)
            yield int(down), int(sheet.across(x)), down % 1, words


def two_in_cells(picture, k, name):
    """The upper and the lower text of every cell of a matrix at step k, as two tables; None for nothing."""
    (sheet,) = sheets(picture, k, name)
    tables = [np.full((sheet.rows, sheet.columns), None) for _ in range(2)]
    for row, column, down, words in written_in(picture, k, sheet):
        tables[down > 0.5][row, column] = words
    return tables


def one_in_cells(picture, k, sheet):
    """The number in every cell of a sheet at step k, without the term above it; nan where none is written."""
    table = np.full((sheet.rows, sheet.columns), np.nan)
    for row, column, _, words in written_in(picture, k, sheet):
        if re.fullmatch(r"-?[\d.]+", words):
            table[row, column] = float(words)
    return table


def as_numbers(table):
    return np.array([[float(word) for word in row] for row in table])


def arrays(explorer, state):
    m = max(1, len(windows(**state)))
    sizes = {"image": state["n"], "kernel": state["f"], "errors": m}
    return [explorer.controls[name].matrix(size) for name, size in sizes.items()]
