"""The filter slides over a small input: every window, its products, and the output that fills up."""

from functools import partial
from itertools import product

import numpy as np

from helpers.draw.meets import same_cell, seen_in, stands, weighed
from helpers.draw.scene import Scene, exactly, fitted, input_title, products, triangle, written
from helpers.draw.svg import Grid, numbers, text
from helpers.draw.table import Table, every, matrix, named, worked
from helpers.palette import FILTER, INPUT, MARK, OUTPUT
from helpers.trace.convolution import slide
from helpers.trace.windows import strongest, unread, visits
from helpers.words import equals, rounded

HEIGHT = 388
SIDE, TOP = 324, 28  # px of the square left to the input and to the output, and where they begin
MIDDLE, MIDDLE_WIDTH, RIGHT = 348, 264, 634  # px: the column of the filter and products, that of the output
CENTRE = MIDDLE + MIDDLE_WIDTH / 2
PRODUCTS = 208  # px: where the products begin


def draw_convolution(image, kernel, *, stride=1, padding=0, dilation=1, flip=False, editable=False):
    """``kernel`` (F, F) sliding over ``image`` (N, N): a Picture with a step for every window.

    ``stride`` cells a step, ``padding`` zeros on each side, ``dilation`` cells from one tap to the next;
    ``flip=True`` turns the kernel by 180 degrees first (convolution), else it is used as it is (correlation).
    Where windows do not fill the padded input, those that fit are drawn and the cells left over are marked;
    where none fits, the picture has one step that says so. ``editable`` lets the canvas change cells.

    Errors: ``ValueError`` where image or kernel is not square.
    """
    trace = slide(image, kernel, stride, padding, dilation, flip)
    scene = Scene(HEIGHT, zero=("/", "padding: zeros around the input"), unseen=("x", "no window visits this cell"))
    exact = [_draw_input(scene, trace, editable), _draw_filter(scene, trace, editable)]
    if trace.windows.starts:
        terms, exact = _draw_products(scene, trace, all(exact))
        _draw_output(scene, trace.outputs)
        words = _words(trace, terms, exact)
    else:
        words = _draw_nothing(scene, trace.windows)
    scene.legend(2, HEIGHT - 20)
    return scene.picture(words, strongest(trace.outputs), trace, partial(_tables, trace))


def _draw_input(scene, trace, editable):
    """The input with the window of every step; whether its numbers are exact."""
    windows, n, p = trace.windows, trace.windows.n, trace.windows.padding
    cell = min(44, SIDE / windows.length)
    grid = Grid(2, TOP, cell, cell, windows.length, windows.length)
    scene.panel(0, 0, SIDE + 6, TOP + grid.height + 4)  # what follows lies in it, until the next panel
    scene.title(0, input_title(windows), INPUT)
    inside = scene.padded(grid, p, INPUT)
    scene.add(*_zeros(grid, n, p))
    scene.mark("unseen", grid, unread(windows))
    exact = scene.numbers(inside, trace.image)
    if editable:
        told = {"meets": seen_in(windows, "image", ["output"]), "drag": stands(windows)}
        scene.add(inside.cells("image", "input", numbers(trace.image.ravel()), **told))
    taps = range(0, windows.span, windows.dilation)
    box = grid.box(0, 0, windows.span, windows.span, stroke=MARK, stroke_width=4)
    if windows.dilation > 1:  # it spreads the taps
        box += "".join(grid.box(i, j, inset=1, fill=MARK, opacity=0.3) for i in taps for j in taps)
    scene.moving([grid.corner(*place) for place in product(windows.starts, repeat=2)], box, name="window")
    return exact


def _filter_title(trace):
    f = len(trace.taps)
    return f"filter {f} × {f}" + (", turned by 180°" if trace.flip else "")


def _zeros(grid, n, p):
    """The zeros that the padding holds, where there is room to write them."""
    ends, full = ["0"] * p + [""] * n + ["0"] * p, ["0"] * grid.columns
    rows = [ends if p <= i < p + n else full for i in range(grid.rows)]
    return written(grid, rows, grid.font_size("0"))


def _middle_grid(top, f):
    width, height = min(66, MIDDLE_WIDTH / f), min(42, 128 / f)
    return Grid(MIDDLE + (MIDDLE_WIDTH - f * width) / 2, top, width, height, rows=f, columns=f)


def _draw_filter(scene, trace, editable):
    """The filter as it lies on the input; whether its numbers are exact."""
    f, flip = len(trace.taps), trace.flip
    grid = _middle_grid(TOP, f)
    scene.panel(MIDDLE, 0, MIDDLE_WIDTH, TOP + grid.height + 4)
    scene.title(CENTRE, _filter_title(trace), FILTER, "middle")
    exact = scene.matrix(grid, FILTER, trace.taps, largest=18)
    # A triangle stays with the filter's own first weight, so that a flip is seen even where the weights hide it.
    corner = (grid.x + grid.width, grid.y + grid.height, -9) if flip else (grid.x, grid.y, 9)
    scene.add(triangle(*corner, fill=FILTER))
    if editable:
        told = weighed(trace.windows, "image", [same_cell("products", f, f)])
        scene.add(grid.cells("kernel", "filter", numbers(trace.taps.ravel()), meets=told))
    return exact


def _draw_products(scene, trace, exact):
    """The products of every window and their sum; gives their terms, and whether what is shown gives the sum."""
    grid = _middle_grid(PRODUCTS, len(trace.taps))
    scene.panel(MIDDLE, PRODUCTS - 24, MIDDLE_WIDTH, 182)
    scene.title(CENTRE, "window × filter", MARK, "middle", y=PRODUCTS - 10)
    scene.matrix(grid, MARK)
    scene.add(grid.cells("products", "products", twin="kernel"))
    texts, rows, terms, fit = products(grid, trace)
    exact = exact and fit.exact and exactly(trace.outputs)
    if not fit.size:
        scene.too_long(grid)
    scene.way("output", grid.ends, (CENTRE - 56, PRODUCTS + 130, 112, 28))
    sums = [f"sum {equals(exact)} {total}" for total in numbers(trace.outputs.ravel())]
    size = fitted(max(sums, key=len), MIDDLE_WIDTH, 20)
    scene.words(
        [[*row, words] for row, words in zip(rows, sums, strict=True)],
        texts,
        text(CENTRE, PRODUCTS + 150, "", size, "middle", MARK, "bold"),
    )
    return terms, exact


def _draw_output(scene, outputs):
    m = len(outputs)
    cell = min(44, SIDE / m)
    grid = Grid(RIGHT, TOP, cell, cell, m, m)
    texts, size, _ = grid.fitted(outputs.ravel())
    scene.panel(RIGHT - 2, 0, SIDE + 2, TOP + grid.height + (4 if size else 36))
    scene.title(RIGHT, f"output {m} × {m}", OUTPUT)
    scene.matrix(grid, OUTPUT)
    scene.add(grid.cells("output", "output", row=0))
    scene.fill([grid], [texts], size)
    if not size:
        scene.add(text(RIGHT, TOP + grid.height + 29, "Its numbers do not fit: read the sum.", size=13))


def _draw_nothing(scene, windows):
    scene.panel(MIDDLE, PRODUCTS - 24, MIDDLE_WIDTH, 100)
    needs = f"the filter needs {windows.span} cells,", f"the input has {windows.length}"
    scene.refuse(CENTRE, PRODUCTS + 22, "no window fits:", *needs)
    scene.panel(RIGHT, 0, SIDE, 24)
    scene.title(RIGHT, "no output", OUTPUT)
    return [f"No window fits: the filter needs {windows.span} cells along each side, the input has {windows.length}."]


def _words(trace, terms, exact):
    """A sentence for every step, with its numbers."""
    m, f = trace.outputs.shape[0], len(trace.taps)
    sums = numbers(trace.outputs.ravel())
    if f <= 3:
        written = [" + ".join(" + ".join(row) for row in rows) for rows in terms]
        sums = [f"{words} {equals(exact)} {total}" for words, total in zip(written, sums, strict=True)]
    else:
        sums = [f"the sum of {f * f} products, {total}" for total in sums]
    return [
        f"Window {k + 1} of {m * m}: output row {k // m}, column {k % m} is {total}{rounded(exact)}."
        for k, total in enumerate(sums)
    ]


def _tables(trace):
    """The input and the filter, the products of every window, and the output so far."""
    windows, p, m = trace.windows, trace.windows.padding, len(trace.outputs)
    told = every(matrix(input_title(windows), np.pad(trace.image, p), p), matrix(_filter_title(trace), trace.taps))
    if not m:
        return told
    if unread(windows).any():
        seen = np.outer(visits(windows), visits(windows))
        told += every(matrix("windows that see each cell of the input", seen, p))
    rows, columns = (named(what, windows.length, p) for what in ("row", "column"))
    sums, cells = numbers(trace.outputs.ravel()), worked(trace.seen, trace.taps, trace.products)
    for k, (top, left) in enumerate(product(windows.starts, repeat=2)):
        down, across = (slice(start, start + windows.span, windows.dilation) for start in (top, left))
        caption = f"window {k + 1} × filter: the sum is {sums[k]}"
        told.append((k, k, Table(caption, columns[across], rows[down], cells[k])))
    return told + every(matrix(f"output {m} × {m}", trace.outputs, fills=0))
