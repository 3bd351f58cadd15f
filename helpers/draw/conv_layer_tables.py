"""The numbers of a convolution layer as tables: input, filter, products and sums of a window, and the maps so far."""

from itertools import product

import numpy as np

from helpers.draw.scene import input_title
from helpers.draw.svg import numbers
from helpers.draw.table import Table, every, matrix, named, worked


def tables(trace, names, summed):
    """Those of a ``ConvLayer`` whose channels have ``names``; ``summed`` is that of ``draw_conv_layer``."""
    windows, p = trace.windows, trace.windows.padding
    padded = np.pad(trace.volume, ((p, p), (p, p), (0, 0)))
    told = every(*(matrix(f"{input_title(windows)}, {name}", padded[..., c], p) for c, name in enumerate(names)))
    if trace.refusal:
        return told
    return told + _filters(trace, names) + _windows(trace, names, summed) + _maps(trace, names, summed)


def _filters(trace, names):
    """The weights of every filter, while it is its turn: a row for each row of each channel."""
    f, each, count = trace.windows.f, trace.sums.shape[1], len(trace.filters)
    told, weights, bias = [], trace.filters.transpose(0, 3, 1, 2), numbers(trace.bias)
    for i, texts in enumerate(numbers(weights.reshape(count, -1, f))):
        rows = [f"{names[c]}, row {row}" for c in trace.own(i) for row in range(f)]
        table = Table(f"filter {i + 1} of {count}, bias {bias[i]}", named("column", f), rows, texts)
        told.append((i * each, (i + 1) * each - 1, table))
    return told


def _windows(trace, names, summed):
    """At every step: the products of its window, channel by channel, and what they are added to."""
    windows, f = trace.windows, trace.windows.f
    products = worked(trace.seen, trace.filters.transpose(0, 3, 1, 2)[:, None], trace.products)
    sums, bias, totals, outputs = map(numbers, (trace.sums, trace.bias, trace.totals, trace.outputs))
    rows, columns = (named(what, windows.length, windows.padding) for what in ("row", "column"))
    told, step = [], 0
    for i, _ in enumerate(trace.filters):
        own = [names[c] for c in trace.own(i)]
        for k, (top, left) in enumerate(product(windows.starts, repeat=2)):
            down = [f"{name}, {row}" for name in own for row in rows[top : top + f]]
            cells = [row for channel in products[i][k] for row in channel]
            caption = f"window {k + 1} × filter {i + 1}"
            heads, line = list(own), list(sums[i][k])
            if summed:
                heads, line = [*heads, "bias", "total"], [*line, bias[i], totals[i][k]]
            if summed and trace.relu:
                heads, line = [*heads, "after ReLU"], [*line, outputs[i][k]]
            told.append((step, step, Table(caption, columns[left : left + f], down, cells)))
            told.append((step, step, Table(f"sums of {caption}", heads, ["sum"], [line])))
            step += 1
    return told


def _maps(trace, names, summed):
    """What the filters have computed so far: a map for each, or one for each channel before these are added."""
    m, count = len(trace.windows.starts), len(trace.filters)
    if summed:
        maps = [(i, f"map {i + 1} of the output", values) for i, values in enumerate(trace.outputs)]
    else:
        alone = [(i, zip(trace.own(i), trace.sums[i].T, strict=True)) for i in range(count)]
        maps = [(i, f"filter {i + 1}, {names[c]} alone,", values) for i, some in alone for c, values in some]
    return every(*(matrix(f"{name} {m} × {m}", values.reshape(m, m), fills=i * m * m) for i, name, values in maps))
