"""A trained LeNet at work on one digit: the input, the maps of one layer, how one value is made, and the answer."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from helpers.draw.lenet_sums import Place, Products, common, explain
from helpers.draw.picture import assemble
from helpers.draw.raster import raster
from helpers.draw.svg import INPUT, LINE, MARK, MUTED, OUTPUT, WIDTH, Grid, at, number, rect, text

HEIGHT = 404
TOP = 28  # px: where the pictures begin, under their titles
CELL = 6.25  # px of one of the input's 32 cells
RIGHT, LARGE = 628, 216  # px: where the maps begin, and the side of the large one
THUMBS = 274
ACROSS_MAPS, ACROSS_VALUES = 8, 12  # maps, and values of a dense layer, in a row


def draw_lenet(network, volume, weights, layer="C1", map=0, row=0):
    """A ``network`` like LeNet-5 on one ``volume``: a Picture of how the values of one ``layer`` are made.

    ``volume`` (32, 32, 1) holds 0 (paper) to 1 (ink), ``weights`` are those for ``network.forward``. In a
    convolution or pooling layer the steps run along one ``row`` of one ``map``; in a dense one through its values.

    Maps are on one scale, from 0, white, to the largest value of the layer, black. All is computed in float64, so
    that the picture is the same on every machine.

    Errors: ``ValueError`` for a layer, map or row that is not there.
    """
    return draw_seen(Seen.of(network, volume, weights, layer), map, row)


def draw_seen(seen, map, row):
    """``draw_lenet`` of a forward pass that is there already, ``seen``; ``map`` and ``row`` are of its layer."""
    layer = seen.row.name
    maps, side = seen.values.shape[2], seen.values.shape[0]
    if seen.flat:
        places = [Place(0, 0, unit) for unit in range(maps)]
    else:
        _inside("map", map, maps, layer)
        _inside("row", row, side, layer)
        places = [Place(row, column, map) for column in range(side)]
    lines = [*_input(seen), *_answer(seen)]
    lines += _values(seen) if seen.flat else _maps(seen, map, row)
    lines += common(seen, map)
    alts = []
    for k, place in enumerate(places):
        shown, words = explain(seen, place)
        marks = _mark_value(seen, k) if seen.flat else _mark_cell(seen, place)
        lines.append(at(k, "".join([*_mark_field(seen, place), *marks, *shown])))
        alts.append(words)
    return assemble(WIDTH, HEIGHT, lines, alts)


@dataclass(frozen=True)
class Seen:
    """What the picture needs of a forward pass: the chosen layer's row, what it saw, and what it made of that."""

    network: object
    row: object
    weights: tuple
    volume: np.ndarray
    below: np.ndarray  # the layer's input
    below_name: str
    sums: np.ndarray  # before ReLU
    values: np.ndarray  # after it
    probabilities: np.ndarray

    @staticmethod
    def of(network, volume, weights, layer):
        """Run the network once; ``ValueError`` for a layer that it does not have."""
        row = network.row(layer)
        if not row.layer:
            raise ValueError(f"layer must be one of {', '.join(r.name for r in network.rows()[1:])}, got {layer!r}")
        exact = {name: tuple(np.asarray(a, np.float64) for a in pair) for name, pair in weights.items()}
        passed = list(network.forward(np.asarray(volume, np.float64), exact, detail=True))
        names = [r.name for r, _ in passed]
        here, (_, below) = names.index(layer), passed[names.index(layer) - 1]
        sums, values = passed[here][1], passed[here][1]
        if row.layer.relu:
            values = passed[here + 1][1]
        before = names[here - 1].removesuffix(" relu")
        return Seen(network, row, exact.get(layer, ()), volume, below, before, sums, values, passed[-1][1].ravel())

    @cached_property
    def products(self):
        """Those of a dense layer, for all of its values at once."""
        return Products(self)

    @property
    def flat(self):
        """True for a dense layer, whose values have no place."""
        return self.row.kind == "dense"

    @property
    def last(self):
        """True for the layer whose values are the scores."""
        return self.row.layer is self.network.layers[-1]

    @property
    def most(self):
        """What black stands for: the layer's largest value."""
        return max(self.values.max().item(), 1e-9)


def ink(values, most):
    """``values`` from 0, white, to ``most``, black, as bytes."""
    return np.clip(np.floor(255.5 - 255 * values / most), 0, 255).astype(np.uint8)


def _inside(name, value, count, layer):
    if not 0 <= value < count:
        raise ValueError(f"{name} must be 0..{count - 1} in {layer}, got {value}")


def _input(seen):
    """The digit, with the 28 x 28 cells that can be drawn on in a dashed frame."""
    side = len(seen.volume)
    size = CELL * side
    yield text(4, 18, f"input {side} × {side}", size=15, weight="bold", fill=INPUT)
    yield raster(ink(seen.volume[..., 0], 1), 4, TOP, size, size)
    yield rect(4, TOP, size, size, stroke=LINE)
    grid = Grid(4 + 2 * CELL, TOP + 2 * CELL, CELL, CELL, side - 4, side - 4)
    yield grid.box(0, 0, side - 4, side - 4, stroke=LINE, dash="2 4")
    yield grid.cells("digit", "digit to draw on", paint=True)


def _answer(seen):
    """Ten bars with their probabilities; the largest is the answer."""
    top = TOP + CELL * len(seen.volume)
    best = seen.probabilities.argmax().item()
    yield text(4, top + 21, f"answer {best}", size=16, weight="bold", fill=OUTPUT)
    yield text(204, top + 21, "probability", size=13, anchor="end", fill=MUTED)
    for digit, share in enumerate(seen.probabilities.tolist()):
        y = top + 40 + 14.6 * digit
        weight = "bold" if digit == best else None
        yield text(4, y, str(digit), size=14, weight=weight)
        yield rect(20, y - 10, 126, 10, fill=LINE, opacity=0.18)
        yield rect(20, y - 10, max(126 * share, 0.5), 10, fill=OUTPUT)
        yield text(204, y, number(share, 3), size=14, anchor="end", weight=weight)


def _maps(seen, map, row):
    """The chosen map large, and all maps of the layer, on one scale."""
    side, count = seen.values.shape[0], seen.values.shape[2]
    yield text(RIGHT, 18, f"{seen.row.name}, map {map}: {side} × {side}", size=15, weight="bold", fill=OUTPUT)
    yield raster(ink(seen.values[..., map], seen.most), RIGHT, TOP, LARGE, LARGE)
    yield rect(RIGHT, TOP, LARGE, LARGE, stroke=LINE)
    yield Grid(RIGHT, TOP, LARGE / side, LARGE / side, side, side).cells("map", f"map {map}", row=row)
    silent = int((seen.values[..., map] == 0).sum())
    for i, words in enumerate(("one scale", "for all maps:", "white 0", f"black {number(seen.most, 2)}")):
        yield text(RIGHT + LARGE + 10, TOP + 14 + 19 * i, words, size=14)
    for i, words in enumerate(("of this map", f"{silent} of {side * side}", "values are 0")):
        yield text(RIGHT + LARGE + 10, TOP + 150 + 19 * i, words, size=14)
    across = min(count, ACROSS_MAPS)
    cell = min(54, (WIDTH - RIGHT) / across)
    grid = Grid(RIGHT, THUMBS, cell, cell, -(-count // across), across)
    yield text(RIGHT, THUMBS - 8, f"all {count} maps", size=14, weight="bold", fill=OUTPUT)
    for i in range(count):
        x, y = grid.corner(*divmod(i, across))
        yield raster(ink(seen.values[..., i], seen.most), x + 2, y + 2, cell - 4, cell - 4)
        chosen = {"stroke": MARK, "stroke_width": 3} if i == map else {"stroke": LINE}
        yield rect(x + 2, y + 2, cell - 4, cell - 4, **chosen)
    yield grid.cells("maps", "maps", chosen=divmod(map, across))


def _values(seen):
    """The values of a dense layer as shades, or the scores as numbers."""
    count = seen.values.shape[2]
    name = "scores" if seen.last else "values"
    yield text(RIGHT, 18, f"{seen.row.name}: {count} {name}", size=15, weight="bold", fill=OUTPUT)
    grid = _value_grid(seen)
    values = seen.values.ravel()
    if seen.last:
        for i, score in enumerate(values.tolist()):
            _, y = grid.corner(i, 0)
            yield text(RIGHT + 10, y + 19, str(i), size=16, weight="bold")
            yield text(RIGHT + 120, y + 19, number(score, 2), size=16, anchor="end")
    else:
        shades = np.full(grid.rows * grid.columns, 0.0)
        shades[:count] = values
        yield raster(ink(shades.reshape(grid.rows, -1), seen.most), grid.x, grid.y, grid.width, grid.height)
        yield rect(grid.x, grid.y, grid.width, grid.height, stroke=LINE)
        silent = int((values == 0).sum())
        words = f"white 0, black {number(seen.most, 2)}; {silent} of {count} are 0"
        yield text(RIGHT, grid.y + grid.height + 22, words, size=14)
    yield grid.cells("values", name)


def _value_grid(seen):
    count = seen.values.shape[2]
    if seen.last:
        return Grid(RIGHT, TOP, 140, 27, count, 1)
    return Grid(RIGHT, TOP, 27, 27, -(-count // ACROSS_VALUES), ACROSS_VALUES)


def _mark_value(seen, k):
    grid = _value_grid(seen)
    yield grid.box(*divmod(k, grid.columns), stroke=MARK, stroke_width=3)


def _mark_cell(seen, place):
    """A frame around the chosen cell of the large map."""
    cell = LARGE / seen.values.shape[0]
    x, y = RIGHT + place.column * cell, TOP + place.row * cell
    yield rect(x - 1, y - 1, cell + 2, cell + 2, stroke=MARK, stroke_width=3)


def _mark_field(seen, place):
    """On the input: what the chosen value can see."""
    field, step, side = seen.row.receptive_field, seen.row.effective_stride, len(seen.volume)
    if field >= side:
        yield rect(4, TOP, CELL * side, CELL * side, stroke=MARK, stroke_width=3)
        return
    x, y = 4 + CELL * step * place.column, TOP + CELL * step * place.row
    yield rect(x, y, CELL * field, CELL * field, fill=MARK, opacity=0.12, stroke=MARK, stroke_width=2.5)
