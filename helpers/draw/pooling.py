"""Pooling on a small map: every window, the cell that wins it, and the output that fills up."""

from functools import partial
from itertools import product

import numpy as np

from helpers.draw.meets import pairs, seen_in, stands
from helpers.draw.scene import Scene, blanks, exactly, flat, marked, triangle
from helpers.draw.svg import SMALLEST, Grid, decimals, numbers, rect, tenths, text
from helpers.draw.table import Table, every, matrix, named
from helpers.palette import INPUT, LINE, MARK, OUTPUT
from helpers.trace.pooling import pool
from helpers.trace.windows import strongest, unread
from helpers.words import bracketed, rounded

HEIGHT = 370
SIDE, TOP, CELL = 296, 28, 56  # px of the square left to a map, where it begins, and a cell's largest side
MIDDLE, RIGHT = 462, 640  # px: the centre of the window's column, and where the output begins


def draw_pooling(image, size=2, stride=2, padding=0, kind="max", shift=0, editable=False):
    """``kind`` ("max" or "average") pooling of an ``image`` (N, N): a Picture with a step for every window.

    ``size``, ``stride`` and ``padding`` count cells; the image moves right by ``shift`` columns first, zeros come
    in on the left, and outputs that differ from those without the shift are marked. Where windows do not fill
    the padded input, those that fit are drawn and what is left over is marked; where none fits, or padding is
    more than half the window, the picture has one step that says so. ``editable`` lets the canvas change cells.

    Errors: ``ValueError`` for an image that is not square, another kind, sizes out of range.
    """
    trace = pool(image, size, stride, padding, kind, shift)
    scene = Scene(
        HEIGHT,
        winner=(lambda x, y: rect(x, y, 16, 16, stroke=LINE) + triangle(x, y, 9), "winner"),
        zero=("/", "padding, never wins" if kind == "max" else "padding, not counted"),
        shared=(".", "seen by several windows"),
        unseen=("x", "seen by none"),
        changed=(lambda x, y: rect(x, y, 16, 16, stroke=OUTPUT, stroke_width=2, dash="5 3"), "changed by the shift"),
    )
    _draw_input(scene, trace, editable)
    if not trace.windows.starts:
        return scene.picture(_draw_nothing(scene, trace.windows), trace=trace, tables=partial(_tables, trace, []))
    results, exact = _results(trace)
    _draw_window(scene, trace)
    _draw_results(scene, trace, results)
    _draw_output(scene, trace, results)
    scene.legend(2, HEIGHT - 22)
    words, tables = list(_words(trace, results, exact)), partial(_tables, trace, results)
    return scene.picture(words, strongest(trace.outputs), trace, tables)


def _draw_input(scene, trace, editable):
    """The map with the window of every step; a cell that has won keeps its triangle."""
    windows, p, f = trace.windows, trace.windows.padding, trace.windows.f
    cell = min(CELL, SIDE / windows.length)
    padded = Grid(2, TOP, cell, cell, windows.length, windows.length)
    scene.panel(0, 0, 340, TOP + padded.height + 4)
    scene.title(0, _input_title(trace), INPUT)
    grid = scene.padded(padded, p, INPUT)
    scene.mark("unseen", padded, unread(windows))
    scene.mark("shared", grid, trace.times > 1)
    scene.numbers(grid, trace.image)
    if editable:
        told = {"meets": seen_in(windows, "image", ["output"], _won(trace)), "drag": stands(windows)}
        scene.add(grid.cells("image", "input", numbers(trace.image.ravel()), **told))
    scene.frames(grid, [(*corner, f, f) for corner in trace.corners.tolist()], "window")
    if trace.kind == "max":
        winners = list(map(tuple, trace.winners.tolist()))
        for winner in dict.fromkeys(winners):
            scene.since(winners.index(winner), _corner(grid, *winner))
        _frame(scene, grid, winners)


def _won(trace):
    """The outputs that each cell of the input wins."""
    if trace.kind != "max":
        return []
    n, won = trace.windows.n, [[] for _ in range(trace.windows.n**2)]
    for k, (row, column) in enumerate(trace.winners.tolist()):
        won[row * n + column].append(k)
    return [pairs("output", won, ("it wins none", "it wins 1 of them", "it wins {} of them"))]


def _input_title(trace):
    n, p = trace.windows.n, trace.windows.padding
    return f"input {n} × {n}" + (f", padding {p}" if p else "") + (f", moved by {trace.shift}" if trace.shift else "")


def _frame(scene, grid, winners):
    """The frame of the winner of every step."""
    scene.frames(grid, winners, inset=min(3, grid.cell_width / 14), stroke_width=2)


def _corner(grid, row, column):
    """The triangle of a winner, in the upper left corner of its cell."""
    return triangle(*grid.corner(row, column), 0.3 * grid.cell_width)


def _inside(trace, texts):
    """The texts of what the windows see, "" where that is padding."""
    return np.where(trace.inside, np.array(texts, object), "").tolist()


def _draw_window(scene, trace):
    """What the window sees at every step, and which of it wins."""
    f = trace.windows.f
    cell = min(CELL, 200 / f)
    grid = Grid(MIDDLE - f * cell / 2, TOP, cell, cell, f, f)
    scene.panel(MIDDLE - 118, 0, 236, TOP + grid.height + 2)
    scene.title(MIDDLE, f"window {f} × {f}", MARK, "middle")
    scene.matrix(grid, MARK)
    shown = grid.fitted(trace.seen)
    if not shown.size:
        scene.too_long(grid)
    for k in np.flatnonzero(~trace.inside.all(axis=(1, 2))).tolist():
        scene.at(k, marked("zero", grid, ~trace.inside[k]))
    if shown.size:
        scene.words(list(map(flat, _inside(trace, shown.texts))), blanks([grid], shown.size))
    if trace.kind == "max":
        winners = (trace.winners - trace.corners).tolist()
        _frame(scene, grid, winners)
        scene.moving([grid.corner(*winner) for winner in winners], _corner(grid, *winners[0]))


def _draw_results(scene, trace, results):
    """What becomes of the window at every step."""
    scene.panel(MIDDLE - 118, 246, 236, 52)
    if trace.kind == "max":
        scene.use("winner")
        both = zip(results, trace.winners, strict=True)
        lines = [(f"largest: {result}", f"at row {i}, column {j}") for result, (i, j) in both]
    else:
        totals, counts = numbers(trace.seen.sum(axis=(1, 2))), trace.inside.sum(axis=(1, 2))
        lines = [(f"mean: {r}", f"sum {t} / {n}") for r, t, n in zip(results, totals, counts, strict=True)]
    f, cell = trace.windows.f, min(CELL, 200 / trace.windows.f)
    scene.way("output", (MIDDLE - f * cell / 2, TOP, f * cell, f * cell), (MIDDLE - 60, 246, 120, 26))
    scene.words(lines, text(MIDDLE, 266, "", 20, "middle", MARK, "bold"), text(MIDDLE, 292, "", anchor="middle"))


def _results(trace, most=2):
    """The outputs as texts, row by row, and whether all are exact: a mean has two decimals where they are not whole.

    A maximum has as many as the cells that it comes from.
    """
    if trace.kind == "max":
        needed, exact = decimals(trace.seen)
        return numbers(trace.outputs.ravel(), needed), exact
    needed, exact = decimals(trace.outputs)
    places = max(most, 1 + tenths(trace.outputs)) if needed else 0
    return numbers(trace.outputs.ravel(), places), exact and needed <= places and exactly(trace.seen)


def _draw_output(scene, trace, results):
    m = len(trace.outputs)
    cell = min(CELL, SIDE / m)
    grid = Grid(RIGHT, TOP, cell, cell, m, m)
    size, few = grid.font_size(results), ""
    if not size and decimals(trace.outputs)[0]:
        results, few = numbers(trace.outputs.ravel(), tenths(trace.outputs)), ", rounded"
        size = grid.font_size(results)
    scene.panel(RIGHT - 2, 0, SIDE + 4, TOP + grid.height + 4 if size else 346)
    scene.title(RIGHT, f"output {m} × {m}{few if size else ''}", OUTPUT)
    scene.matrix(grid, OUTPUT)
    scene.add(grid.cells("output", "output", row=0))
    scene.add(f'<g font-size="{size or SMALLEST}" text-anchor="middle">')
    places = product(range(m), repeat=2)
    for k, (place, result, changed) in enumerate(zip(places, results, trace.changed.ravel(), strict=True)):
        cell = grid.box(*place, inset=1, fill=OUTPUT, opacity=0.16)
        if changed:
            scene.use("changed")
            cell += grid.box(*place, inset=2, stroke=OUTPUT, stroke_width=1.5, dash="5 3")
        scene.since(k, cell + (grid.word(*place, result, size) if size else ""))
    scene.add("</g>")
    scene.frames(grid, product(range(m), repeat=2), "output")
    if not size:
        scene.add(text(RIGHT, 342, "Its numbers do not fit the cells.", size=13))


def _draw_nothing(scene, windows):
    """Why there is no output: in the picture, and in words."""
    scene.panel(MIDDLE - 118, 140, 236, 72)
    if windows.overpadded:
        lines = f"padding {windows.padding} is refused:", "it is more than half", f"of the window, {windows.f}"
        words = f"padding {windows.padding} is more than half of a window of {windows.f}"
    else:
        lines = "no window fits:", f"the window needs {windows.f} cells,", f"the input has {windows.length}"
        words = f"the window needs {windows.f} cells along each side, the input has {windows.length}"
    scene.refuse(MIDDLE, 160, *lines)
    scene.panel(RIGHT, 0, SIDE, 24)
    scene.title(RIGHT, "no output", OUTPUT)
    return [f"No output: {words}."]


def _words(trace, results, exact):
    """A sentence for every step, with its numbers."""
    m, texts = len(trace.outputs), _inside(trace, numbers(trace.seen))
    for k, (window, result) in enumerate(zip(texts, results, strict=True)):
        values = [word for row in window for word in row if word]
        where = f"Window {k + 1} of {m * m}: output row {k // m}, column {k % m} is {result}"
        if trace.kind == "average":
            yield f"{where}, ({' + '.join(map(bracketed, values))}) / {len(values)}{rounded(exact)}."
            continue
        row, column = trace.winners[k].tolist()
        tie = f"; {trace.tied[k]} cells tie, and the first one counts" if trace.tied[k] > 1 else ""
        at = f"at row {row}, column {column} of the input{tie}{rounded(exact)}"
        yield f"{where}, the largest of {', '.join(values)}, {at}."


def _tables(trace, results):
    """The input, how many windows see each cell, what every window reads, and the output so far."""
    windows, m = trace.windows, len(trace.outputs)
    told = every(matrix(_input_title(trace), trace.image))
    if not m:
        return told
    told += every(matrix("windows that see each cell", trace.times))
    rows, columns = (named(what, windows.length, windows.padding) for what in ("row", "column"))
    texts = np.where(trace.inside, np.array(numbers(trace.seen), object), "padding").tolist()
    word = "largest" if trace.kind == "max" else "mean"
    for k, (top, left) in enumerate(product(windows.starts, repeat=2)):
        at = "" if word == "mean" else ", at row {}, column {}".format(*trace.winners[k].tolist())
        names = columns[left : left + windows.f], rows[top : top + windows.f]
        told.append((k, k, Table(f"window {k + 1}: {word} {results[k]}{at}", *names, texts[k])))
    changes = trace.changed.ravel().tolist()
    cells = [f"{result}, changed" if changed else result for result, changed in zip(results, changes, strict=True)]
    cells = np.array(cells, object).reshape(m, m).tolist()
    return told + every(Table(f"output {m} × {m}", named("column", m), named("row", m), cells, fills=0))
