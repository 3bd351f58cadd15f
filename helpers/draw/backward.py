"""Forward and back in the same cells: above what the forward pass computed, below the slope or the error."""

from dataclasses import dataclass
from functools import partial
from itertools import product

import numpy as np

from helpers.arguments import one_of
from helpers.draw.backward_products import (
    TOP,
    around,
    show_filter,
    show_handed,
    show_nothing,
    show_sum,
    title_of,
    write_two,
)
from helpers.draw.backward_tables import tables
from helpers.draw.backward_words import of_inputs, of_outputs, of_weights, terms_of, winner
from helpers.draw.meets import seen_in, stands
from helpers.draw.scene import Scene
from helpers.draw.signs import signs
from helpers.draw.svg import Grid, numbers, rect
from helpers.palette import INPUT, LINE, MARK, MUTED, OUTPUT
from helpers.trace.backward import Sums, back_to_inputs, back_to_weights, go_back, spread, turned_over
from helpers.trace.windows import strongest

HEIGHT = 392
# px of the square left to input and output, a cell's largest side, the output's left
SIDE, CELL, RIGHT = 340, 48, 618
CHOICES = ("output", "weight", "input")


@dataclass(frozen=True)
class View:
    """What the steps choose: "output", "weight" or "input"; of the last two the ``Sums``, and whether by a ``flip``.

    ``words`` are those of all steps, ``terms`` those of the sums where a cell may have room for them.
    """

    choose: str
    flip: bool
    sums: Sums | None
    terms: list | None
    words: list
    opening: int


def draw_backward(
    image,
    kernel,
    errors,
    *,
    operation="convolution",
    stride=1,
    padding=0,
    choose="output",
    flip=False,
    editable=False,
):
    """The way back of ``errors`` (M, M) through an operation on an ``image`` (N, N): a Picture with a step a choice.

    ``operation`` is "convolution", "ReLU", "max pool" or "average pool"; ``kernel`` (F, F) are the filter's weights,
    of which a pool takes the size only and a ReLU nothing. ``stride`` counts cells a step, ``padding`` zeros on each
    side. ``choose="output"`` has a step for each output: what its error hands to the inputs of its window and to the
    weights. ``"input"`` has one for each input cell: the sum that comes back to it, and with ``flip=True`` the same
    sum by the filter turned by 180 degrees, sliding over the errors with zeros between and around them. ``"weight"``
    has one for each weight; where there is none, outputs are chosen. Cells that hear nothing are hatched. Where no
    window fits, the picture has one step that says so. ``editable`` lets the canvas change cells.

    Errors: ``ValueError`` where image or kernel is not square, errors have another shape, or for an unknown name.
    """
    one_of("choose", choose, CHOICES)
    trace = go_back(image, kernel, errors, operation, stride, padding)
    scene = Scene(
        HEIGHT,
        pair=(_pair, "above: value, below: slope"),
        zero=("/", "padding: slopes dropped"),
        between=(".", f"zeros {'between and ' if trace.windows.stride > 1 else ''}around"),
        deaf=("x", "hears nothing"),
    )
    view = _view(trace, choose, flip) if trace.windows.starts else None
    _draw_input(scene, trace, view, editable)
    show_filter(scene, trace, view, editable)
    if view is None:
        words, opening = show_nothing(scene, trace.windows), 0
        scene.panel(RIGHT, 0, SIDE, 24)
        scene.title(RIGHT, "no output, so no error", OUTPUT)
    else:
        words, opening = view.words, view.opening
        show_sum(scene, trace, view) if view.sums else show_handed(scene, trace)
        _draw_spread(scene, trace, view) if view.flip else _draw_errors(scene, trace, view, editable)
    scene.legend(2, HEIGHT - 20)
    return scene.picture(words, opening, trace, partial(tables, trace, view))


def _pair(x, y):
    """The sign of a cell with two numbers."""
    return (
        rect(x, y, 16, 16, stroke=LINE) + rect(x + 5, y + 3, 6, 3, fill=MUTED) + rect(x + 3, y + 9, 10, 5, fill=LINE)
    )


def _view(trace, choose, flip):
    """The ``View`` of what is chosen: of outputs where there is no weight, as it is where nothing can be turned."""
    filtered = trace.weights is not None
    if choose == "input":
        sums = back_to_inputs(trace)
        terms, flip = terms_of(trace, sums), bool(flip) and filtered
        words = list(of_inputs(trace, sums, terms, flip))
        if flip:
            sums = turned_over(trace)
            terms = terms_of(trace, sums) if trace.windows.f <= 4 else None
        return View(choose, flip, sums, terms, words, strongest(trace.of_input))
    if choose == "weight" and filtered:
        sums = back_to_weights(trace)
        terms = terms_of(trace, sums) if len(trace.errors) <= 4 else None
        return View(choose, False, sums, terms, list(of_weights(trace, sums, terms)), strongest(trace.of_weights))
    return View("output", False, None, None, list(of_outputs(trace)), strongest(trace.errors * trace.outputs))


def _draw_input(scene, trace, view, editable):
    """The input and its slopes, with what every step chooses or reaches."""
    windows, n, p = trace.windows, trace.windows.n, trace.windows.padding
    cell = min(CELL, SIDE / windows.length)
    grid = Grid(2, TOP, cell, cell, windows.length, windows.length)
    scene.panel(0, 0, SIDE + 6, TOP + grid.height + 4)
    inside = scene.padded(grid, p, INPUT)
    if view:
        scene.mark("deaf", inside, ~trace.hears)
    fits = write_two(scene, grid, np.pad(trace.image, p), inside, trace.of_input if view else None)
    more = f", padded to {windows.length} × {windows.length}" if p else " and its slopes" if view else ""
    scene.title(0, title_of(f"input {n} × {n}", fits, more), INPUT)
    choose = view.choose if view else None
    if editable:
        steps = {"row": 0} if choose == "input" else {"drag": stands(windows)} if choose == "output" else {}
        shown = seen_in(windows, "image", [] if view and view.flip else ["errors"])
        scene.add(inside.cells("image", "input", numbers(trace.image.ravel()), meets=shown, **steps))
    if choose == "input":
        scene.frames(inside, product(range(n), repeat=2), "input")
    elif choose == "weight":
        _draw_met(scene, grid, windows)
    elif choose == "output":
        places = list(product(windows.starts, repeat=2))
        scene.frames(grid, [(*place, windows.f, windows.f) for place in places], "window")
        if trace.operation == "max pool":
            won = [winner(trace, k) for k in range(len(places))]
            scene.frames(inside, won, inset=min(4, cell / 10), stroke_width=2)


def _draw_met(scene, grid, windows):
    """The cells that each weight met, one for each output: side by side at stride 1, else apart by the stride."""
    across = windows.starts[-1] + 1
    places = list(product(range(windows.f), repeat=2))
    if windows.stride == 1:
        scene.frames(grid, [(*place, across, across) for place in places], "window")
    else:
        cells = (grid.box(*start, stroke=MARK, stroke_width=4) for start in product(windows.starts, repeat=2))
        scene.moving([grid.corner(*place) for place in places], *cells, name="window")


def _draw_errors(scene, trace, view, editable):
    """The output and its errors, with those that every step chooses or hears of."""
    m = len(trace.outputs)
    cell = min(CELL, SIDE / m)
    grid = Grid(RIGHT, TOP, cell, cell, m, m)
    scene.panel(RIGHT - 2, 0, SIDE + 4, TOP + grid.height + 4)
    scene.matrix(grid, OUTPUT)
    fits = write_two(scene, grid, trace.outputs, grid, trace.errors)
    scene.title(RIGHT, title_of(f"output {m} × {m}", fits, " and its errors"), OUTPUT)
    if editable:
        scene.add(
            grid.cells("errors", "errors", numbers(trace.errors.ravel()), row=0 if view.choose == "output" else None)
        )
    if view.choose == "output":
        scene.frames(grid, product(range(m), repeat=2), "output")
    elif view.choose == "weight":
        scene.add(grid.box(0, 0, m, m, stroke=MARK, stroke_width=4))
    else:
        met = zip(view.sums.there, view.sums.first, strict=True)
        scene.frames(grid, [around(np.argwhere(there) + first) for there, first in met], "output")


def _draw_spread(scene, trace, view):
    """The errors with zeros between and around them, and where the turned filter lies at every step."""
    errors, there = spread(trace)
    side, f = len(errors), trace.windows.f
    cell = min(CELL, SIDE / side)
    grid = Grid(RIGHT, TOP, cell, cell, side, side)
    scene.panel(RIGHT - 2, 0, SIDE + 4, TOP + grid.height + 4)
    scene.title(RIGHT, f"errors with zeros, {side} × {side}", OUTPUT)
    scene.add(*grid.frame(OUTPUT), *signs(grid, errors))
    scene.numbers(grid, errors, largest=18)
    scene.mark("between", grid, ~there)
    reached = zip(view.sums.there, view.sums.first.tolist(), strict=True)
    scene.frames(grid, [(*first, f, f) if there.all() else None for there, first in reached], "output")
