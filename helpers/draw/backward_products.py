"""The middle of a picture of the way back: the filter, and under it the products of every step."""

from itertools import product

import numpy as np

from helpers.draw.backward_words import totals_of
from helpers.draw.meets import weighed
from helpers.draw.scene import blanks, fitted, flat, marked, triangle, written
from helpers.draw.signs import signs
from helpers.draw.svg import DIGITS, SMALLEST, Grid, numbers, text
from helpers.palette import FILTER, MARK, MUTED
from helpers.words import equals

TOP, LEFT, WIDTH = 28, 348, 264  # px: where matrices begin, and the column of the filter
CENTRE = LEFT + WIDTH / 2
PRODUCTS = 208  # px: where the products begin
HANDED = 126  # px of the square for what an error hands on
RULES = {  # what stands in the filter's place where there is none
    "ReLU": ("Where the input is above 0,", "the error passes;", "elsewhere it ends."),
    "max pool": ("The largest of the window", "hears the error; of several", "equal ones, the first."),
    "average pool": ("Each cell of the window", "hears an equal part", "of the error."),
}
FACTORS = {"ReLU": "error × slope", "max pool": "error × slope", "average pool": "error / cells"}


def write_two(scene, upper, above, lower=None, below=None):
    """In each cell of the grid ``upper`` the number ``above``, and under it, in each of ``lower``, ``below``, if any.

    Gives whether all fit at 12 px.
    """
    scene.add(*(signs(lower, below, top=0.5, share=0.5) if below is not None else ()))
    first = _half(upper).fitted(above, 14, DIGITS)
    scene.add(*written(upper, first.texts, first.size, 0.27, fill=MUTED))
    if below is None:
        return bool(first.size)
    scene.use("pair")
    second = _half(lower).fitted(below, 18, DIGITS)
    scene.add(*written(lower, second.texts, second.size, 0.73))
    return bool(first.size and second.size)


def _half(grid):
    return Grid(grid.x, grid.y, grid.cell_width, grid.cell_height / 2, grid.rows, grid.columns)


def title_of(name, fits, more):
    """What stands above a matrix with two numbers a cell: its name and ``more``, or that some do not fit."""
    return f"{name}{more}" if fits else f"{name}: numbers too long"


def show_filter(scene, trace, view, editable):
    """The filter and its slopes, turned where the view is; in place of it the rule of an operation without one."""
    f = trace.windows.f
    scene.panel(LEFT, 0, WIDTH, TOP + 134)
    if trace.weights is None:
        window = "" if trace.operation == "ReLU" else f", window {f} × {f}"
        scene.title(CENTRE, trace.operation + window, FILTER, "middle")
        lines = enumerate(RULES[trace.operation])
        scene.add(*(text(CENTRE, TOP + 40 + 24 * i, line, 16, "middle") for i, line in lines))
        return
    height = min(44, 130 / f)
    width = min(66, WIDTH / f)
    grid = Grid(CENTRE - f * width / 2, TOP, width, height, f, f)
    flip = bool(view and view.flip)
    turn = -1 if flip else 1
    weights = trace.weights[::turn, ::turn]
    scene.matrix(grid, FILTER)
    scene.add(*signs(grid, weights, share=0.5 if view else 1.0))
    fits = write_two(scene, grid, weights, grid, trace.of_weights[::turn, ::turn] if view else None)
    more = ", turned by 180°" if flip else " and its slopes" if view else ""
    scene.title(CENTRE, title_of(f"filter {f} × {f}", fits, more), FILTER, "middle")
    corner = (grid.x + grid.width, grid.y + grid.height, -9) if flip else (grid.x, grid.y, 9)
    scene.add(triangle(*corner, fill=FILTER))  # it stays with the filter's own first weight
    choose = view.choose if view else None
    if editable:
        told = "" if flip else weighed(trace.windows, "image")
        row = 0 if choose == "weight" else None
        scene.add(grid.cells("kernel", "filter", numbers(weights.ravel()), row=row, meets=told))
    if choose == "weight":
        scene.frames(grid, product(range(f), repeat=2), "weight")
    elif choose == "input" and not flip:
        _draw_meeting(scene, grid, trace.windows, view.sums)


def _draw_meeting(scene, grid, windows, sums):
    """The weights that met the input cell of each step: side by side at stride 1, else apart by the stride."""
    met = []
    for k, (there, first) in enumerate(zip(sums.there, sums.first, strict=True)):
        cell = np.array(divmod(k, windows.n)) + windows.padding
        met.append(cell - (np.argwhere(there) + first) * windows.stride)
    if windows.stride == 1:
        scene.frames(grid, map(around, met), "weight")
        return
    for k, taps in enumerate(met):
        if len(taps):
            scene.at(k, *(grid.box(*tap, stroke=MARK, stroke_width=4) for tap in taps.tolist()))


def around(cells):
    """The box around ``cells`` [(row, column), ...], as (row, column, rows, columns); None around none."""
    return (*cells.min(axis=0).tolist(), *(np.ptp(cells, axis=0) + 1).tolist()) if len(cells) else None


def show_sum(scene, trace, view):
    """The products of every step, each as a term above its value where there is room, and their sum."""
    sums, q = view.sums, view.sums.told.shape[1]
    width, height = min(66, WIDTH / q), min(42, 128 / q)
    grid = Grid(CENTRE - q * width / 2, PRODUCTS, width, height, q, q)
    scene.panel(LEFT, PRODUCTS - 24, WIDTH, 182)
    second = "input" if view.choose == "weight" else "weight"
    scene.title(CENTRE, FACTORS.get(trace.operation, f"error × {second}"), MARK, "middle", y=PRODUCTS - 10)
    scene.matrix(grid, MARK)
    fit = grid.fitted(sums.products, 15, DIGITS)
    if not fit.size:
        scene.too_long(grid)
    terms = view.terms if fit.size and height >= 28 and grid.font_size(view.terms or "", SMALLEST, share=1) else None
    texts = blanks([grid], fit.size, 0.72 if terms else 0.5) if fit.size else ""
    texts += blanks([grid], SMALLEST, 0.27, MUTED) if terms else ""
    values = np.where(sums.there, np.array(fit.texts, object), "").tolist()
    totals, exact = totals_of(trace, sums)
    hears = [True] * len(totals) if view.choose == "weight" else trace.hears.ravel().tolist()
    words = [f"sum {equals(exact)} {totals[k]}" if hears[k] else "hears nothing" for k in range(len(totals))]
    size = fitted(max(words, key=len), WIDTH, 20)
    scene.way(view.choose, grid.ends, (CENTRE - 56, PRODUCTS + 130, 112, 28))
    rows = [
        [*(flat(values[k]) if fit.size else ()), *(flat(terms[k]) if terms else ()), words[k]]
        for k in range(len(totals))
    ]
    scene.words(rows, texts, text(CENTRE, PRODUCTS + 150, "", size, "middle", MARK, "bold"))


def show_handed(scene, trace):
    """What the error of every step hands to the inputs of its window, and to the weights."""
    f, top = trace.windows.f, PRODUCTS + 18
    scene.panel(LEFT, PRODUCTS - 30, WIDTH, 180)
    tables = {"to the inputs": trace.to_inputs}
    if trace.weights is not None:
        tables["to the weights"] = trace.to_weights
    inputs, deaf, shown = None, trace.inside & ~trace.reached, []
    for number, (name, values) in enumerate(tables.items()):
        middle = CENTRE + (number - (len(tables) - 1) / 2) * (HANDED + 12)
        width, height = min(66, WIDTH / f) if len(tables) == 1 else HANDED / max(f, 3), min(36, HANDED / f)
        grid = Grid(middle - f * width / 2, top, width, height, f, f)
        scene.title(middle, name, MARK, "middle", y=top - 9, size=13)
        scene.matrix(grid, MARK)
        fit = grid.fitted(values, 15, DIGITS)
        if not fit.size:
            scene.too_long(grid)
        texts = fit.texts if inputs else np.where(deaf, "", np.array(fit.texts, object)).tolist()
        inputs = inputs or grid
        shown += [(blanks([grid], fit.size), texts)] if fit.size else []
    if not trace.inside.all():
        scene.use("zero")
    for k in np.flatnonzero((~trace.inside | deaf).any(axis=(1, 2))).tolist():
        scene.at(k, marked("zero", inputs, ~trace.inside[k]), marked("deaf", inputs, deaf[k]))
    errors = [f"error {e}" for e in numbers(trace.errors.ravel())]
    rows = [[error, *(word for _, texts in shown for word in flat(texts[k]))] for k, error in enumerate(errors)]
    head = text(CENTRE, PRODUCTS - 12, "", 18, "middle", MARK, "bold")
    scene.words(rows, head, *(blank for blank, _ in shown))


def show_nothing(scene, windows):
    """Why nothing comes back: in the picture, and in words."""
    scene.panel(LEFT, PRODUCTS - 24, WIDTH, 100)
    if windows.overpadded:
        lines = f"padding {windows.padding} is refused:", "it is more than half", f"of the window, {windows.f}"
        words = f"No output: padding {windows.padding} is more than half of a window of {windows.f}."
    else:
        what = "window" if windows.pooling else "filter"
        lines = "no window fits:", f"the {what} needs {windows.f} cells,", f"the input has {windows.length}"
        words = f"No window fits: the {what} needs {windows.f} cells along each side, the input has {windows.length}."
    scene.refuse(CENTRE, PRODUCTS + 22, *lines)
    return [words]
