"""A trained LeNet at work on one digit: the input, the maps of one layer, how one value is made, and the answer."""

from functools import partial

import numpy as np

from helpers.draw.lenet_sums import ink, show_sums
from helpers.draw.lenet_tables import tables
from helpers.draw.raster import raster
from helpers.draw.scene import Scene, bar
from helpers.draw.signs import signed_bar
from helpers.draw.svg import WIDTH, Grid, path, rect, text
from helpers.palette import INPUT, LINE, MARK, MUTED, OUTPUT
from helpers.trace.lenet import forward_pass, places_along
from helpers.words import number

HEIGHT = 404
TOP = 28  # px: where the pictures begin, under their titles
CELL = 6.25  # px of one of the input's 32 cells
RIGHT, LARGE = 628, 216  # px: where the maps begin, and the side of the large one
THUMBS = 274  # px: where the small ones begin


def draw_lenet(network, volume, weights, layer="C1", map=0, row=0):
    """A ``network`` like LeNet-5 on one ``volume``: a Picture of how the values of one ``layer`` are made.

    ``network`` is a name or a ``Network``, ``volume`` (32, 32, 1) holds 0 (paper) to 1 (ink), ``weights`` are those
    for ``network.forward``. In a convolution or pooling layer the steps run along one ``row`` of one ``map``; in a
    dense one through its values.

    Maps are on one scale, from 0, white, to the largest value of the layer, black. All is computed in float64, so
    that the picture is the same on every machine.

    Errors: ``ValueError`` for a layer, map or row that is not there, ``TypeError`` for what is no number or network.
    """
    return draw_forward_pass(forward_pass(network, volume, weights, layer), map, row)


def draw_forward_pass(trace, which, row):
    """``draw_lenet`` of a forward pass that is there already, ``trace``: a ``row`` of its map ``which``."""
    places = places_along(trace, which, row)
    scene = Scene(HEIGHT)
    _draw_input(scene, trace, places)
    _draw_answer(scene, trace)
    words = show_sums(scene, trace, places)
    if trace.flat:
        _draw_values(scene, trace)
    else:
        _draw_map(scene, trace, places)
        _draw_all_maps(scene, trace, which)
    return scene.picture(words, trace=trace, tables=partial(tables, trace, places))


def _draw_input(scene, trace, places):
    """The digit, the 28 x 28 cells that can be drawn on in a dashed frame, and what each step's value can see."""
    side = len(trace.volume)
    size = CELL * side
    scene.panel(0, 0, size + 7, TOP + size + 4)
    scene.title(4, f"input {side} × {side}", INPUT)
    grid = Grid(4, TOP, CELL, CELL, side, side)
    inner = Grid(*grid.corner(2, 2), CELL, CELL, side - 4, side - 4)
    scene.add(raster(ink(trace.volume[..., 0], 1), 4, TOP, size, size), rect(4, TOP, size, size, stroke=LINE))
    scene.add(inner.box(0, 0, side - 4, side - 4, stroke=LINE, dash="2 4"))
    scene.add(inner.cells("digit", "digit to draw on", paint=True))
    field, step = trace.row.receptive_field, trace.row.effective_stride
    if field >= side:
        scene.add(grid.box(0, 0, side, side, stroke=MARK, stroke_width=3))
    else:
        boxes = [(step * place.row, step * place.column, field, field) for place in places]
        scene.frames(grid, boxes, "window", stroke_width=2.5, fill=MARK, opacity=0.12)


def _draw_answer(scene, trace):
    """Ten bars with their probabilities; the largest is the answer."""
    top = TOP + CELL * len(trace.volume)
    best = trace.probabilities.argmax().item()
    scene.panel(0, top + 6, 207, HEIGHT - top - 6)
    scene.title(4, f"answer {best}", OUTPUT, y=top + 21, size=16)
    scene.add(text(204, top + 21, "probability", size=13, anchor="end", fill=MUTED))
    for digit, share in enumerate(trace.probabilities.tolist()):
        y = top + 40 + 14.6 * digit
        weight = "bold" if digit == best else None
        scene.add(text(4, y, str(digit), size=14, weight=weight))
        scene.add(rect(20, y - 10, 126, 10, fill=LINE, opacity=0.18))
        scene.add(bar(20, y - 10, 126 * share, 10, OUTPUT, opacity=None, least=0.5))
        scene.add(text(204, y, number(share, 3), size=14, anchor="end", weight=weight))


def _draw_map(scene, trace, places):
    """The chosen map large, with the value of each step framed, and what its shades say."""
    side, which, row = len(trace.values), places[0].map, places[0].row
    grid = Grid(RIGHT, TOP, LARGE / side, LARGE / side, side, side)
    scene.panel(RIGHT - 3, 0, LARGE + 6, TOP + LARGE + 3)
    scene.title(RIGHT, f"{trace.row.name}, map {which}: {side} × {side}", OUTPUT)
    scene.add(raster(ink(trace.values[..., which], trace.most), RIGHT, TOP, LARGE, LARGE))
    scene.add(rect(RIGHT, TOP, LARGE, LARGE, stroke=LINE), grid.cells("map", f"map {which}", row=row, drag=1))
    scene.frames(grid, [(place.row, place.column) for place in places], "output", inset=-1, stroke_width=3)
    x = RIGHT + LARGE + 10
    scene.panel(x - 4, 0, WIDTH - x + 4, TOP + LARGE + 3)
    scale = "one scale", "for all maps:", "white 0", f"black {number(trace.most, 2)}"
    silent = "of this map", f"{trace.silent[which]} of {side * side}", "values are 0"
    scene.add(*(text(x, TOP + 14 + 19 * i, words, size=14) for i, words in enumerate(scale)))
    scene.add(*(text(x, TOP + 150 + 19 * i, words, size=14) for i, words in enumerate(silent)))


def _draw_all_maps(scene, trace, which):
    """All maps of the layer, small, on one scale."""
    count, across = trace.values.shape[2], trace.across
    cell = min(54, (WIDTH - RIGHT) / across)
    grid = Grid(RIGHT, THUMBS, cell, cell, -(-count // across), across)
    scene.panel(RIGHT - 3, THUMBS - 22, WIDTH - RIGHT + 3, grid.height + 24)
    scene.title(RIGHT, f"all {count} maps", OUTPUT, y=THUMBS - 8, size=14)
    for i in range(count):
        x, y = grid.corner(*divmod(i, across))
        chosen = {"stroke": MARK, "stroke_width": 3} if i == which else {"stroke": LINE}
        scene.add(raster(ink(trace.values[..., i], trace.most), x + 2, y + 2, cell - 4, cell - 4))
        scene.add(rect(x + 2, y + 2, cell - 4, cell - 4, **chosen))
    scene.add(grid.cells("maps", "maps", chosen=divmod(which, across)))


def _draw_values(scene, trace):
    """The values of a dense layer as shades, or the scores as numbers; that of each step is framed."""
    count, values = trace.values.shape[2], trace.values.ravel()
    name = "scores" if trace.last else "values"
    cell = (140, 27) if trace.last else (27, 27)
    grid = Grid(RIGHT, TOP, *cell, -(-count // trace.across), trace.across)
    scene.panel(RIGHT - 3, 0, WIDTH - RIGHT + 3, TOP + grid.height + 28)
    scene.title(RIGHT, f"{trace.row.name}: {count} {name}", OUTPUT)
    if trace.last:
        zero, most = RIGHT + 238, max(abs(values).max().item(), 1e-9)
        for i, score in enumerate(values.tolist()):
            _, y = grid.corner(i, 0)
            scene.add(text(RIGHT + 10, y + 19, str(i), size=16, weight="bold"))
            scene.add(text(RIGHT + 120, y + 19, number(score, 2), size=16, anchor="end"))
            scene.add(signed_bar(zero, y + 7, score / most * 85, 13))
        scene.add(path(f"M{zero} {TOP + 2}v{grid.height - 4:.0f}", stroke=LINE))
    else:
        shades = np.zeros(grid.rows * grid.columns)
        shades[:count] = values
        image = ink(shades.reshape(grid.rows, -1), trace.most)
        scene.add(raster(image, grid.x, grid.y, grid.width, grid.height))
        scene.add(rect(grid.x, grid.y, grid.width, grid.height, stroke=LINE))
        words = f"white 0, black {number(trace.most, 2)}; {sum(trace.silent)} of {count} are 0"
        scene.add(text(RIGHT, grid.y + grid.height + 22, words, size=14))
    scene.add(grid.cells("values", name, row=0))
    scene.frames(grid, [divmod(k, grid.columns) for k in range(count)], "output", stroke_width=3)
