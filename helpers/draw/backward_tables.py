"""The numbers of the way back as tables: each matrix with its slopes or errors, and the products of every step."""

from itertools import product

import numpy as np

from helpers.draw.backward_words import terms_of, totals_of
from helpers.draw.scene import input_title
from helpers.draw.svg import numbers
from helpers.draw.table import Table, every, matrix, named
from helpers.trace.backward import spread
from helpers.words import equals


def tables(trace, view):
    """Those of a ``Backward`` and its ``View``, None where no window fits."""
    n, f, p, m = trace.windows.n, trace.windows.f, trace.windows.padding, len(trace.outputs)
    told = every(matrix(input_title(trace.windows), np.pad(trace.image, p), p))
    turn = -1 if view and view.flip else 1
    turned = ", turned by 180°" if turn < 0 else ""
    if trace.weights is not None:
        told += every(matrix(f"filter {f} × {f}{turned}", trace.weights[::turn, ::turn]))
    if view is None:
        return told
    told += every(matrix(f"output {m} × {m}", trace.outputs), matrix("errors of the output", trace.errors))
    if view.flip:
        told += every(matrix("errors with zeros between and around", spread(trace)[0]))
    told += _sums(trace, view) if view.sums else _handed(trace)
    if trace.weights is not None:
        told += every(matrix(f"slopes of the filter{turned}", trace.of_weights[::turn, ::turn]))
    slopes = np.where(trace.hears, np.array(numbers(trace.of_input), object), "hears nothing").tolist()
    return told + every(Table("slopes of the input", named("column", n), named("row", n), slopes))


def _handed(trace):
    """What the error of every output hands to the inputs of its window, and to the weights."""
    windows, f = trace.windows, trace.windows.f
    rows, columns = (named(what, windows.length, windows.padding) for what in ("row", "column"))
    errors, m = numbers(trace.errors.ravel()), len(trace.outputs)
    inputs = np.array(numbers(trace.to_inputs), object)
    inputs = np.where(trace.inside & ~trace.reached, "hears nothing", inputs).tolist()
    weights = numbers(trace.to_weights)
    told = []
    for k, (top, left) in enumerate(product(windows.starts, repeat=2)):
        what = f"what the error {errors[k]} of output row {k // m}, column {k % m} hands to the"
        names = columns[left : left + f], rows[top : top + f]
        told.append((k, k, Table(f"{what} inputs", *names, inputs[k])))
        if trace.weights is not None:
            told.append((k, k, Table(f"{what} weights", named("column", f), named("row", f), weights[k])))
    return told


def _sums(trace, view):
    """The products that come back to every cell, under the output whose error they have, and their sum."""
    sums, q = view.sums, view.sums.told.shape[1]
    totals, exact = totals_of(trace, sums)
    terms, products = terms_of(trace, sums), numbers(sums.products)
    sign, side, told = equals(exact), trace.windows.f if view.choose == "weight" else trace.windows.n, []
    what = "errors with zeros, row" if view.flip else "output row", "column"
    most = len(spread(trace)[0]) if view.flip else len(trace.outputs)
    for k, (first, total) in enumerate(zip(sums.first.tolist(), totals, strict=True)):
        rows, columns = (
            [f"{name} {i}" if 0 <= i < most else "outside" for i in range(at, at + q)]
            for name, at in zip(what, first, strict=True)
        )
        pairs = zip(terms[k], products[k], strict=True)
        cells = [
            [f"{term} {sign} {value}" if term else "no error" for term, value in zip(*pair, strict=True)]
            for pair in pairs
        ]
        caption = f"{view.choose} row {k // side}, column {k % side}: the sum is {total}"
        told.append((k, k, Table(caption, columns, rows, cells)))
    return told
