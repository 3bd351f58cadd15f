"""The numbers of VGG's columns as tables: the paper's table 1, and two columns layer by layer."""

from itertools import zip_longest

from helpers.draw.table import Table, every
from helpers.trace.network import COSTS
from helpers.trace.vgg import described, network, word
from helpers.words import share

ABOUT = "layer", "filters", "output", "sees"  # what ``described`` says of a layer


def paper_table(trace, totals):
    """Table 1 of the paper: ``trace`` is ``trace.vgg.table()``, ``totals`` {column: Totals}."""
    lines = {"weight layers": [str(total.weight_layers) for total in totals.values()]}
    lines["input"] = ["224 × 224 RGB image"] * len(trace)
    for b, blocks in enumerate(zip(*trace.values(), strict=True), 1):
        for i, layers in enumerate(zip_longest(*blocks, fillvalue=("–", False)), 1):
            lines[f"block {b}, layer {i}"] = [f"+ {words}" if new else words for words, new in layers]
        lines[f"block {b}, pool"] = ["maxpool"] * len(trace)
    for row in network("A").rows()[-3:]:
        lines[row.name] = [word(row)] * len(trace)
    lines["parameters"] = [f"{total.parameters:,}" for total in totals.values()]
    caption = "table 1 of the VGG paper; +: not in the column before"
    return every(Table(caption, [f"column {column}" for column in trace], list(lines), list(lines.values())))


def pair_tables(trace):
    """All layers of a ``Pair`` of columns; at every step what its layers cost, and what all up to them do."""
    heads = _heads(trace.columns)
    names = [name for name, _ in trace.steps]
    told = every(Table("layers", heads, names, [[word(row) for row in rows] for _, rows in trace.steps]))
    labels = [*ABOUT, *(f"{label}{so_far}" for label in COSTS.values() for so_far in ("", ", so far"))]
    for k, (name, rows) in enumerate(trace.steps):
        sides = [
            [*described(row), *(text for both in costs(column, row, tuple(sums.values())) for text in both)]
            for column, row, sums in zip(trace.columns, rows, trace.so_far[k], strict=True)
        ]
        cells = [list(line) for line in zip(*sides, strict=True)]
        told.append((k, k, Table(f"{name}; shares are of the column's total", heads, labels, cells)))
    return told


def _heads(columns):
    if columns[0] == columns[1]:  # no two columns of a table have the same header
        return [f"VGG-{columns[0]}, {side}" for side in ("left", "right")]
    return [f"VGG-{column}" for column in columns]


def costs(column, row, sums):
    """What a ``row`` of a column costs, None for no layer, and what ``sums`` up to it do: two texts for each cost."""
    total = network(column).totals()
    for cost, done in zip(COSTS, sums, strict=True):
        own, whole = getattr(row, cost) if row else 0, getattr(total, cost)
        yield f"{own:,} ({share(own, whole)})" if own else "0", f"{done:,} ({share(done, whole)})"
