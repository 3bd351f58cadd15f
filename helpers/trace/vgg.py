"""The six columns of VGG: their layers in the paper's words, what each adds, and any two of them side by side."""

from dataclasses import dataclass

from helpers.arguments import one_of
from helpers.networks import VGG, network_of
from helpers.trace.network import COSTS
from helpers.words import times

BLOCKS = range(1, 6)


def network(column):
    """The network of a column.

    >>> network("D").totals().weight_layers
    16
    """
    return network_of(f"VGG-{column}")


def word(row):
    """A layer as the paper's table writes it; "–" where there is none.

    >>> word(network("C").row("conv3_3")), word(network("C").row("fc8")), word(None)
    ('conv1-256', 'FC-1000', '–')
    """
    if row is None:
        return "–"
    if row.kind == "conv":
        return f"conv{row.layer.f}-{row.layer.filters}"
    return {"input": "input", "lrn": "LRN", "pool": "maxpool"}.get(row.kind) or f"FC-{row.layer.outputs}"


def described(row):
    """A layer in four lines: what it is, its filters, its output, what one value sees.

    >>> described(network("D").row("conv1_2"))
    ('conv3-64', '64 of 3×3×64', '224×224×64', '5×5')
    """
    if row is None:
        return "no layer here", "–", "the volume passes on", "–"
    if row.kind == "conv":
        what = f"{row.layer.filters} of {times(row.layer.weight_shapes(row.input_shape)[0][1:])}"
    elif row.kind == "dense":
        what = f"{row.layer.outputs} of {times(row.input_shape)}"
    else:
        what = {"pool": "none: the largest of 2×2", "lrn": "none: divides by neighbours"}.get(row.kind, "none")
    side, field = 224, row.receptive_field
    seen = f"{field}×{field}" if field <= side else f"all of it (field {field})"
    return word(row), what, times(row.output_shape), seen


def table():
    """The words of every column's five blocks, without their pools, and whether the column before has another there.

    >>> table()["B"][0]
    [('conv3-64', False), ('conv3-64', True)]
    """
    found, before = {}, None
    for column in VGG:
        rows = network(column).rows()
        blocks = [[word(row) for row in rows if row.name.startswith((f"conv{b}", f"norm{b}"))] for b in BLOCKS]
        found[column] = [
            [(words, i >= len(old) or old[i] != words) for i, words in enumerate(block)]
            for block, old in zip(blocks, before or blocks, strict=True)
        ]
        before = blocks
    return found


@dataclass(frozen=True, eq=False)
class Pair:
    """Two ``columns``; ``steps`` are the layers that either of them has: (name, (left row, right row)), or None.

    ``so_far[k][side]`` are the sums of a column's costs up to step ``k``, ``totals[side]`` those of all its layers.
    """

    columns: tuple
    steps: tuple
    so_far: tuple
    totals: tuple

    def differ(self, k):
        """Whether the two have another layer at step ``k``."""
        return word(self.steps[k][1][0]) != word(self.steps[k][1][1])


def pair(left, right):
    """The ``Pair`` of two columns.

    Errors: ``ValueError`` for a column that the paper does not have.

    >>> both = pair("A", "D")
    >>> both.steps[2][0], both.differ(2), both.so_far[2][1]["parameters"]
    ('conv1_2', True, 38720)
    """
    left, right = one_of("left", left, VGG), one_of("right", right, VGG)
    there = [{row.name: row for row in network(column).rows()} for column in (left, right)]
    order = ["input"]
    for b in BLOCKS:
        order += [f"conv{b}_{i}" for i in range(1, 5)] + [f"norm{b}", f"pool{b}"]
    order += list(there[0])[-3:]
    steps = tuple((name, tuple(rows.get(name) for rows in there)) for name in order if name in there[0] | there[1])
    so_far, sums = [], [dict.fromkeys(COSTS, 0)] * 2
    for _, rows in steps:
        sums = [
            {cost: done + (getattr(row, cost) if row else 0) for cost, done in old.items()}
            for row, old in zip(rows, sums, strict=True)
        ]
        so_far.append(tuple(sums))
    return Pair((left, right), steps, tuple(so_far), tuple(network(column).totals() for column in (left, right)))
