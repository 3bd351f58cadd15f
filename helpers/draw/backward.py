"""Forward and back in the same cells: above what the forward pass computed, below the slope or the error."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from helpers.arguments import one_of
from helpers.draw.backward_words import of_inputs, of_outputs, of_weights, shown, terms_of, winner
from helpers.draw.scene import Scene, fitted, marked, triangle, written
from helpers.draw.svg import DIGITS, SMALLEST, Grid, numbers, rect, text
from helpers.palette import FILTER, INPUT, LINE, MARK, MUTED, OUTPUT
from helpers.trace.backward import Sums, back_to_inputs, back_to_weights, go_back, spread, turned_over
from helpers.trace.windows import strongest
from helpers.words import equals

HEIGHT = 392
SIDE, TOP, CELL = (
    340,
    28,
    48,
)  # px of the square left to input and output, where they begin, and a cell's largest side
MIDDLE, MIDDLE_WIDTH, RIGHT = 348, 264, 618  # px: the column of the filter and products, that of the output
CENTRE = MIDDLE + MIDDLE_WIDTH / 2
PRODUCTS = 208  # px: where the products begin
CHOICES = ("output", "weight", "input")
RULES = {  # what stands in the filter's place where there is none
    "ReLU": ("Where the input is above 0,", "the error passes;", "elsewhere it ends."),
    "max pool": ("The largest of the window", "hears the error, of several", "the first; the others nothing."),
    "average pool": ("Each cell of the window", "hears an equal part", "of the error."),
}


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
        pair=(_pair, "above: the value, below: its slope"),
        zero=("/", "padding: its slopes are dropped"),
        between=(".", "zeros around the errors"),
        deaf=("x", "hears nothing"),
    )
    view = _view(trace, choose, flip) if trace.windows.starts else None
    _draw_input(scene, trace, view, editable)
    _draw_filter(scene, trace, view, editable)
    if view is None:
        words = _draw_nothing(scene, trace.windows)
        scene.legend(2, HEIGHT - 20)
        return scene.picture(words, trace=trace)
    if view.sums:
        _draw_sum(scene, trace, view)
    else:
        _draw_handed(scene, trace)
    _draw_errors(scene, trace, view, editable)
    scene.legend(2, HEIGHT - 20)
    return scene.picture(view.words, view.opening, trace)


def _pair(x, y):
    """The sign of a cell with two numbers."""
    return (
        rect(x, y, 16, 16, stroke=LINE) + rect(x + 5, y + 3, 6, 3, fill=MUTED) + rect(x + 3, y + 9, 10, 5, fill=LINE)
    )


def _view(trace, choose, flip):
    """The ``View`` of what is chosen: of outputs where there is no weight, as it is where nothing can be turned."""
    if choose == "input":
        heard = back_to_inputs(trace)
        flip = bool(flip) and trace.operation == "convolution"
        terms = terms_of(trace, heard)
        words = list(of_inputs(trace, heard, terms, flip))
        sums = turned_over(trace) if flip else heard
        terms = terms_of(trace, sums) if flip and trace.windows.f <= 4 else terms
        return View(choose, flip, sums, terms, words, strongest(trace.of_input))
    if choose == "weight" and trace.operation == "convolution":
        sums = back_to_weights(trace)
        terms = terms_of(trace, sums) if len(trace.errors) <= 4 else None
        return View(choose, False, sums, terms, list(of_weights(trace, sums, terms)), strongest(trace.of_weights))
    handed = np.abs(trace.to_inputs).sum(axis=(1, 2))
    if trace.operation == "convolution":
        handed = handed + np.abs(trace.to_weights).sum(axis=(1, 2))
    return View("output", False, None, None, list(of_outputs(trace)), strongest(handed.reshape(trace.errors.shape)))


def _half(grid):
    return Grid(grid.x, grid.y, grid.cell_width, grid.cell_height / 2, grid.rows, grid.columns)


def _two(scene, upper, above, lower, below):
    """In each cell of the grid ``upper`` the number ``above``, in each of ``lower`` the number ``below`` under it.

    Gives which of the two fit at 12 px.
    """
    scene.use("pair")
    first, second = _half(upper).fitted(above, 14, DIGITS), _half(lower).fitted(below, 18, DIGITS)
    scene.add(*written(upper, first.texts, first.size, 0.27, fill=MUTED))
    scene.add(*written(lower, second.texts, second.size, 0.73))
    return bool(first.size), bool(second.size)


def _title(name, size, second, fits, more=""):
    """What stands above a matrix whose cells have two numbers, and which of them do not fit."""
    if not all(fits):
        return f"{name} {size} × {size}: some numbers do not fit"
    return f"{name} {size} × {size}{more or f' and its {second}'}"


def _draw_input(scene, trace, view, editable):
    """The input and its slopes, with what every step chooses or reaches."""
    windows, n, p = trace.windows, trace.windows.n, trace.windows.padding
    cell = min(CELL, SIDE / windows.length)
    grid = Grid(2, TOP, cell, cell, windows.length, windows.length)
    scene.panel(0, 0, SIDE + 6, TOP + grid.height + 4)
    inside = scene.padded(grid, p, INPUT)
    if view:
        scene.mark("deaf", inside, ~trace.hears)
    fits = _two(scene, grid, np.pad(trace.image, p), inside, trace.of_input)
    scene.title(
        0, _title("input", n, "slopes", fits, f", padded to {windows.length} × {windows.length}" * bool(p)), INPUT
    )
    if editable:
        scene.add(inside.cells("image", "input", numbers(trace.image.ravel())))
    if view is None:
        return
    if view.choose == "input":
        for k, place in enumerate(product(range(n), repeat=2)):
            scene.at(k, inside.box(*place, stroke=MARK, stroke_width=4))
    elif view.choose == "weight":
        _draw_met(scene, grid, windows)
    else:
        for k, place in enumerate(product(windows.starts, repeat=2)):
            box = grid.box(*place, windows.f, windows.f, stroke=MARK, stroke_width=4)
            if trace.operation == "max pool":
                box += inside.box(*winner(trace, k), inset=min(4, cell / 10), stroke=MARK, stroke_width=2)
            scene.at(k, box)


def _draw_met(scene, grid, windows):
    """The cells that each weight met, one for each output."""
    across = windows.starts[-1] + 1
    for k, (u, v) in enumerate(product(range(windows.f), repeat=2)):
        box = grid.box(u, v, across, across, stroke=MARK, stroke_width=4)
        if windows.stride > 1:
            box += "".join(
                grid.box(u + i, v + j, inset=1, fill=MARK, opacity=0.3) for i, j in product(windows.starts, repeat=2)
            )
        scene.at(k, box)


def _draw_filter(scene, trace, view, editable):
    """The filter and its slopes, turned where the view is; in place of it the rule of an operation without one."""
    f = trace.windows.f
    scene.panel(MIDDLE, 0, MIDDLE_WIDTH, TOP + 134)
    if trace.weights is None:
        named = trace.operation + (f", window {f} × {f}" if trace.operation != "ReLU" else "")
        scene.title(CENTRE, named, FILTER, "middle")
        scene.add(
            *(text(CENTRE, TOP + 40 + 24 * i, line, 16, "middle") for i, line in enumerate(RULES[trace.operation]))
        )
        return
    width, height = min(66, MIDDLE_WIDTH / f), min(44, 130 / f)
    grid = Grid(CENTRE - f * width / 2, TOP, width, height, f, f)
    flip = view is not None and view.flip
    turn = -1 if flip else 1
    scene.matrix(grid, FILTER)
    fits = _two(scene, grid, trace.weights[::turn, ::turn], grid, trace.of_weights[::turn, ::turn])
    scene.title(CENTRE, _title("filter", f, "slopes", fits, ", turned by 180°" * flip), FILTER, "middle")
    corner = (grid.x + grid.width, grid.y + grid.height, -9) if flip else (grid.x, grid.y, 9)
    scene.add(triangle(*corner, fill=FILTER))  # it stays with the filter's own first weight
    if editable:
        scene.add(grid.cells("kernel", "filter", numbers(trace.weights[::turn, ::turn].ravel())))
    if view is None or flip:
        return
    if view.choose == "weight":
        for k, place in enumerate(product(range(f), repeat=2)):
            scene.at(k, grid.box(*place, stroke=MARK, stroke_width=4))
    elif view.choose == "input":
        _draw_meeting(scene, grid, trace, view.sums)


def _draw_meeting(scene, grid, trace, sums):
    """The weights that met the input cell of each step."""
    w = trace.windows
    for k, (there, first) in enumerate(zip(sums.there, sums.first.tolist(), strict=True)):
        cell = np.array(divmod(k, w.n)) + w.padding
        taps = cell - (np.argwhere(there) + first) * w.stride
        if len(taps):
            scene.at(k, *(grid.box(*tap, inset=1, stroke=MARK, stroke_width=3) for tap in taps.tolist()))


def _draw_sum(scene, trace, view):
    """The products that come back at every step, each as a term above its value where there is room, and their sum."""
    sums, q = view.sums, view.sums.told.shape[1]
    width, height = min(66, MIDDLE_WIDTH / q), min(42, 128 / q)
    grid = Grid(CENTRE - q * width / 2, PRODUCTS, width, height, q, q)
    scene.panel(MIDDLE, PRODUCTS - 24, MIDDLE_WIDTH, 182)
    names = {"ReLU": "error × slope", "max pool": "error × slope", "average pool": "error / cells"}
    second = "input" if view.choose == "weight" else "weight"
    scene.title(CENTRE, names.get(trace.operation, f"error × {second}"), MARK, "middle", y=PRODUCTS - 10)
    scene.matrix(grid, MARK)
    values = np.where(sums.there, sums.products, 0)
    fit = grid.fitted(values, 15, DIGITS)
    high = height >= 28 and view.terms and grid.font_size(view.terms, SMALLEST, share=1)
    write = grid.writer(fit.size, 0.72 if high else 0.5) if fit.size else None
    write_terms = grid.writer(SMALLEST, 0.27, fill=MUTED) if high and fit.size else None
    if not fit.size:
        scene.too_long(grid)
    totals, exact = shown(sums.totals)
    hears = np.ones(len(totals), bool) if view.choose == "weight" else trace.hears.ravel()
    for k, (total, there) in enumerate(zip(totals, sums.there.tolist(), strict=True)):
        rows = []
        if write:
            own = [
                [v if t else "" for v, t in zip(*pair, strict=True)] for pair in zip(fit.texts[k], there, strict=True)
            ]
            rows += [write(i, row) for i, row in enumerate(own)]
        if write_terms:
            rows += [write_terms(i, row) for i, row in enumerate(view.terms[k])]
        words = f"sum {equals(exact)} {total}" if hears[k] else "hears nothing"
        size = fitted(words, MIDDLE_WIDTH, 20)
        scene.at(k, *rows, text(CENTRE, PRODUCTS + 150, words, size, "middle", MARK, "bold"))


def _draw_handed(scene, trace):
    """What the error of every step hands to the inputs of its window, and to the weights."""
    f, top = trace.windows.f, PRODUCTS + 18
    scene.panel(MIDDLE, PRODUCTS - 30, MIDDLE_WIDTH, 190)
    tables = [("to the inputs", trace.to_inputs)]
    if trace.weights is not None:
        tables.append(("to the weights", trace.to_weights))
    side, gap = 126, MIDDLE_WIDTH - 252
    left = CENTRE - (len(tables) * side + (len(tables) - 1) * gap) / 2
    writers = []
    for number, (name, values) in enumerate(tables):
        width, height = min(42, side / f), min(36, side / f)
        middle = left + number * (side + gap) + side / 2
        grid = Grid(middle - f * width / 2, top, width, height, f, f)
        scene.title(middle, name, MARK, "middle", y=top - 9, size=13)
        scene.matrix(grid, MARK)
        fit = grid.fitted(values, 15, DIGITS)
        if fit.size:
            writers.append((grid, grid.writer(fit.size), fit.texts))
        else:
            scene.too_long(grid)
    reached = trace.local > 0 if trace.operation in ("ReLU", "max pool") else None
    for k, e in enumerate(numbers(trace.errors.ravel())):
        parts = [text(CENTRE, PRODUCTS - 12, f"error {e}", 18, "middle", MARK, "bold")]
        for number, (grid, write, texts) in enumerate(writers):
            rows = texts[k]
            if not number and not trace.inside[k].all():
                parts.append(marked("zero", grid, ~trace.inside[k]))
            if not number and reached is not None:
                parts.append(marked("deaf", grid, trace.inside[k] & ~reached[k]))
                rows = np.where(reached[k], np.array(rows, object), "").tolist()
            parts += [write(i, row) for i, row in enumerate(rows)]
        scene.at(k, *parts)


def _draw_errors(scene, trace, view, editable):
    """The output and its errors, with those that every step chooses or hears of."""
    m = len(trace.outputs)
    if view.flip:
        _draw_spread(scene, trace, view)
        return
    cell = min(CELL, SIDE / m)
    grid = Grid(RIGHT, TOP, cell, cell, m, m)
    scene.panel(RIGHT - 2, 0, SIDE + 4, TOP + grid.height + 4)
    scene.matrix(grid, OUTPUT)
    fits = _two(scene, grid, trace.outputs, grid, trace.errors)
    scene.title(RIGHT, _title("output", m, "errors", fits), OUTPUT)
    if editable:
        scene.add(grid.cells("errors", "errors", numbers(trace.errors.ravel())))
    if view.choose == "output":
        for k, place in enumerate(product(range(m), repeat=2)):
            scene.at(k, grid.box(*place, stroke=MARK, stroke_width=4))
    elif view.choose == "input":
        for k, (there, first) in enumerate(zip(view.sums.there, view.sums.first, strict=True)):
            if there.any():
                places = np.argwhere(there)
                corner, size = (places.min(axis=0) + first).tolist(), np.ptp(places, axis=0) + 1
                scene.at(k, grid.box(*corner, *size.tolist(), stroke=MARK, stroke_width=4))
    else:
        scene.add(grid.box(0, 0, m, m, stroke=MARK, stroke_width=4))


def _draw_spread(scene, trace, view):
    """The errors with zeros between and around them, and where the turned filter lies at every step."""
    errors, there = spread(trace)
    side, f = len(errors), trace.windows.f
    cell = min(CELL, SIDE / side)
    grid = Grid(RIGHT, TOP, cell, cell, side, side)
    scene.panel(RIGHT - 2, 0, SIDE + 4, TOP + grid.height + 4)
    scene.title(RIGHT, f"errors with zeros, {side} × {side}", OUTPUT)
    scene.matrix(grid, OUTPUT, errors, largest=18)
    scene.mark("between", grid, ~there)
    for k, (reached, first) in enumerate(zip(view.sums.there, view.sums.first.tolist(), strict=True)):
        if reached.all():
            scene.at(k, grid.box(*first, f, f, stroke=MARK, stroke_width=4))


def _draw_nothing(scene, windows):
    """Why nothing comes back: in the picture, and in words."""
    scene.panel(MIDDLE, PRODUCTS - 24, MIDDLE_WIDTH, 100)
    if windows.overpadded:
        lines = f"padding {windows.padding} is refused:", "it is more than half", f"of the window, {windows.f}"
        words = f"No output: padding {windows.padding} is more than half of a window of {windows.f}."
    else:
        what = "window" if windows.pooling else "filter"
        lines = "no window fits:", f"the {what} needs {windows.f} cells,", f"the input has {windows.length}"
        words = f"No window fits: the {what} needs {windows.f} cells along each side, the input has {windows.length}."
    scene.refuse(CENTRE, PRODUCTS + 22, *lines)
    scene.panel(RIGHT, 0, SIDE, 24)
    scene.title(RIGHT, "no output, so no error", OUTPUT)
    return [words]
