"""All of a network like LeNet-5 in one picture: a digit to draw, every map of every layer, and the answer's bars."""

from functools import partial

import numpy as np

from helpers.arguments import one_of
from helpers.draw.lenet_sums import ink, ink_raster
from helpers.draw.overview_words import tables, words
from helpers.draw.raster import raster
from helpers.draw.scene import Scene, bar
from helpers.draw.svg import WIDTH, Grid, rect, text
from helpers.palette import FILTER, INPUT, LINE, MARK, MUTED, OUTPUT, PAPER
from helpers.trace.overview import overview
from helpers.words import number

HEIGHT = 404  # px, as explore_lenet is high
TOP, TALL = 44, 352  # px: where the columns begin, under their titles, and how tall they are
CELL = 10  # px of one of the input's 32 cells
LEFT, GAP = 342, 12  # px: where the layers begin, and what is free between two of them
MAP, VALUE, BARS = 58, 14.5, 120  # px: how wide a map is at most, a value of a dense layer, the answer's bars
DIM = 0.7  # how much of the paper lies over what is not lit


def draw_overview(network, volume, weights, lit=None):
    """A ``network`` like LeNet-5 on one ``volume``, whole: a Picture with a step for the input and for each layer.

    ``network`` is a name or a ``Network`` of at most 7 layers with at most 16 maps, the last of them dense;
    ``volume`` (32, 32, 1) holds 0 (paper) to 1 (ink), ``weights`` are those for ``network.forward``. All but the
    part ``lit``, "input" or the name of a layer, is dimmed; None dims nothing.

    The maps of a layer are on one scale, from 0, white, to its largest value, black. Around each map, vector and bar
    is a group that names it: ``data-part`` is "input", "C1 3", "C5", "output 8"; "answer 8" are the numbers of a bar.

    Errors: ``ValueError`` for a part that is not there; those of ``overview``.
    """
    return draw_whole(overview(network, volume, weights), lit)


def draw_whole(trace, lit=None):
    """``draw_overview`` of a forward pass that is there: its ``Overview`` ``trace``, with the part ``lit``."""
    if lit is not None:
        one_of("lit", lit, trace.parts)
    scene = Scene(HEIGHT)
    _draw_input(scene, trace, lit)
    x = LEFT
    for k, passed in enumerate(trace.passes.values(), 1):
        dark = lit not in (None, passed.row.name)
        if passed is trace.last:
            grid = _draw_bars(scene, passed, dark)
        else:
            grid = _grid(passed, trace.across(passed.row.name), x)
            _begin(scene, passed, grid)
            draw = _draw_values if passed.flat else _draw_maps
            draw(scene, passed, grid)
            if dark:
                scene.add(_dim(grid))
        name = passed.row.name
        scene.add(grid.cells(name, f"{_called(passed)}s of {name}", called=_called(passed)))
        scene.at(k, _frame(grid))
        if not dark and lit:
            scene.add(_lit(grid))
        x += grid.width + GAP
    return scene.picture(words(trace), trace=trace, tables=partial(tables, trace))


def _draw_input(scene, trace, lit):
    """The digit, and the cells that can be drawn on in a dashed frame."""
    side = len(trace.volume)
    grid = Grid(4, TOP, CELL, CELL, side, side)
    scene.panel(0, 0, grid.width + 8, TOP + grid.height + 4)
    scene.title(4, "input", INPUT)
    scene.add(text(4, 36, f"{side} × {side}; draw in the dashed square", size=13, fill=MUTED))
    scene.add(_part("input", ink_raster(trace.volume[..., 0], grid.x, grid.y, grid.width, grid.height, 1)))
    inner = Grid(*grid.corner(2, 2), CELL, CELL, side - 4, side - 4)
    scene.add(grid.box(0, 0, side, side, stroke=LINE), inner.box(0, 0, side - 4, side - 4, stroke=LINE, dash="2 4"))
    if lit not in (None, "input"):
        scene.add(_dim(grid))
    scene.add(inner.cells("digit", "digit to draw on", paint=True))
    scene.at(0, _frame(grid))
    if lit == "input":
        scene.add(_lit(grid))


def _grid(passed, across, x):
    """Where the maps or values of a layer lie: ``across`` columns, ``TALL`` px high together."""
    rows = -(-passed.values.shape[2] // across)
    wide = VALUE if passed.flat else min(MAP, TALL / rows)
    return Grid(x, TOP, wide, TALL / rows, rows, across)


def _begin(scene, passed, grid):
    """A layer's panel with its titles."""
    height, width, count = passed.values.shape
    scene.panel(grid.x - 3, 0, grid.width + 6, HEIGHT)
    scene.title(grid.x, passed.row.name, FILTER)
    size = f"{count}" if passed.flat else f"{height} × {width}"
    scene.add(text(grid.x, 36, size, size=13, fill=MUTED))


def _draw_maps(scene, passed, grid):
    """All maps of a layer, on one scale."""
    for which in range(passed.values.shape[2]):
        x, y = grid.corner(*divmod(which, grid.columns))
        box = x + 1, y + 1, grid.cell_width - 2, grid.cell_height - 2
        image = ink_raster(passed.values[..., which], *box, passed.most)
        scene.add(_part(f"{passed.row.name} {which}", image), rect(*box, stroke=LINE))


def _draw_values(scene, passed, grid):
    """The values of a dense layer, as many in a row as the grid is wide, on one scale."""
    shades = np.zeros(grid.rows * grid.columns)
    shades[: passed.values.size] = passed.values.ravel()
    image = raster(ink(shades.reshape(grid.rows, -1), passed.most), grid.x, grid.y, grid.width, grid.height)
    scene.add(_part(passed.row.name, image), grid.box(0, 0, grid.rows, grid.columns, stroke=LINE))


def _draw_bars(scene, passed, dark):
    """A bar for each answer, with its digit and its probability; the longest is the answer."""
    shares = passed.probabilities.tolist()
    best = passed.probabilities.argmax().item()
    grid = Grid(WIDTH - BARS - 3, TOP, BARS, TALL / len(shares), len(shares), 1)
    scene.panel(grid.x - 3, 0, grid.width + 6, HEIGHT)
    scene.title(grid.x, f"answer {best}", OUTPUT)
    scene.add(text(grid.x, 36, "probability", size=13, fill=MUTED))
    for digit, share in enumerate(shares):
        x, y = grid.corner(digit, 0)
        middle, long = y + grid.cell_height / 2, 50
        box = rect(x + 18, middle - 8, long, 16, fill=LINE, opacity=0.18)
        shade = bar(x + 18, middle - 8, long * share, 16, OUTPUT, opacity=None, least=0.5)
        scene.add(box, _part(f"{passed.row.name} {digit}", shade))
    if dark:
        scene.add(_dim(grid))
    for digit, share in enumerate(shares):
        x, y = grid.corner(digit, 0)
        base, weight = y + grid.cell_height / 2 + 5, "bold" if digit == best else None
        told = text(x + 2, base, str(digit), size=16, weight=weight)
        told += text(x + grid.width - 2, base, number(share, 3), size=14, anchor="end", weight=weight)
        scene.add(_part(f"answer {digit}", told))
    return grid


def _called(passed):
    """What a cell of a layer is called aloud."""
    return "map" if not passed.flat else "digit" if passed.last else "value"


def _part(name, content):
    """``content`` with the name of what it shows, for who looks for it in the picture."""
    return f'<g data-part="{name}">{content}</g>'


def _frame(grid):
    """Around what a step tells of."""
    return grid.box(0, 0, grid.rows, grid.columns, inset=-2, stroke=MARK, stroke_width=2)


def _lit(grid):
    """Around what is lit while the rest is dimmed: dashed, for a step may tell of another part."""
    return grid.box(0, 0, grid.rows, grid.columns, inset=-2, stroke=MARK, stroke_width=2, dash="6 4")


def _dim(grid):
    """Over what is not lit."""
    return rect(grid.x, grid.y, grid.width, grid.height, fill=PAPER, opacity=DIM)
