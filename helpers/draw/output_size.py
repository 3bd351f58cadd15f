"""One axis with every window under it, the formula with its numbers, and a table of what else would fit."""

from functools import partial

import numpy as np

from helpers.draw.meets import SEES, pairs
from helpers.draw.scene import Scene, fitted, marked, triangle, written
from helpers.draw.svg import Grid, coordinate, path, rect, text
from helpers.draw.table import Table, every, named
from helpers.palette import FILTER, INPUT, LINE, MARK, MUTED, OUTPUT
from helpers.trace.output_size import axis, read, sizes
from helpers.words import amount, amount_is

HEIGHT = 366
AXIS, AXIS_WIDTH, AXIS_TOP, AXIS_HEIGHT = 58, 634, 70, 22  # px: the row of cells
BARS_TOP, BARS_HEIGHT = 98, 232  # px: the windows under it
MAP, MAP_TOP, MAP_CELL, MAP_ROW = 746, 64, 26, 22  # px: the table's corner and its cells


def draw_output_size(n=7, f=3, stride=1, padding=0, dilation=1, rounding="exact"):
    """The windows of a filter of ``f`` cells along ``n`` cells: a Picture with a step for every window.

    Where they do not fill the padded axis, the cells left over are marked; ``rounding="ceil"`` adds the window
    that reaches past the end. Where no window fits, the picture has one step that says so. The table beside it
    has the output size of every (``f``, ``stride``) that fits ``n``, ``padding`` and ``dilation``.

    Errors: ``ValueError`` for a number outside ``trace.output_size.LIMITS`` or an unknown rounding, ``TypeError``
    for no number.
    """
    windows = axis(rounding, n=n, f=f, stride=stride, padding=padding, dilation=dilation)
    scene = Scene(
        HEIGHT,
        zero=("/", "zeros"),
        over=("x", f"left over: {windows.left_over}"),
        past=(lambda x, y: rect(x, y, 16, 16, stroke=LINE, dash="4 3"), f"past the end: {windows.past_end}"),
    )
    _draw_formula(scene, windows)
    _draw_map(scene, windows)
    down = _row_height(windows) * len(windows.starts) or 116  # or the refusal
    scene.panel(0, 48, AXIS + AXIS_WIDTH + 4, BARS_TOP + down + 4 - 48)
    grid = _draw_axis(scene, windows)
    if windows.starts:
        seen = [[k for k, taps in enumerate(windows.taps) if cell in taps] for cell in range(windows.length)]
        scene.add(grid.cells("axis", "axis", first=-windows.padding, meets=pairs("windows", seen, SEES)))
        _draw_bars(scene, windows, grid)
    else:  # a filter that is longer than the axis, laid under it
        length = windows.span * grid.cell_width
        scene.add(rect(AXIS, BARS_TOP + 3, length, 24, stroke=FILTER, stroke_width=2, dash="6 4"))
        there = f"and only {amount_is(windows.length, 'cell')} there"
        scene.refuse(AXIS + 150, BARS_TOP + 60, "no window fits:", f"the filter spans {windows.span} cells,", there)
    scene.legend(AXIS, HEIGHT - 20)
    return scene.picture(_words(windows), max(len(windows.starts) - 1, 0), windows, partial(_tables, windows))


def _draw_formula(scene, w):
    """The formula with its numbers, and what they stand for: in parts, for a narrow place has no room for a line."""
    letters = f"(N + 2P - {'F' if w.dilation == 1 else 'span'})/S + 1"
    equals = f"= {w.formula}{_rounded(w)}"
    size, second = fitted(equals, 352, 16), 10.3 * len(letters)
    for x, width, words in ((0, second - 2, letters), (second, 352, equals)):
        scene.panel(x, 0, width, 24)
        scene.add(text(x, 18, words, size, weight="bold"))
    if w.dilation == 1:
        first = (0, f"input N = {w.n}"), (104, f"padding P = {w.padding} on each side")
        parts = (316, first), (220, ((324, f"filter F = {w.f}"), (436, f"stride S = {w.stride}")))
    else:
        spans = f"a span of D(F - 1) + 1 = {amount(w.span, 'cell')}"
        parts = (124, ((0, f"dilation D = {w.dilation}:"),)), (280, ((128, spans),))
    for width, words in parts:
        scene.panel(words[0][0], 26, width, 18)
        scene.add(*(text(x, 40, part, size=13, fill=MUTED) for x, part in words))


def _rounded(windows):
    """What becomes of a formula that gives no whole number."""
    if windows.fits:
        return ""
    if not windows.starts:
        return ": no window"
    return f", {windows.rounding}: {windows.size}" if windows.allowed else ": refused"


def _draw_map(scene, windows):
    """The output size of each (F, stride) that fits; hatched where no window fits at all."""
    found = sizes(windows)
    grid = Grid(MAP, MAP_TOP, MAP_CELL, MAP_ROW, *found.shape)
    dilated = f", D = {windows.dilation}" if windows.dilation > 1 else ""
    left = MAP - 26
    scene.panel(left - 2, 0, grid.width + 30, HEIGHT)
    scene.add(text(left, 18, f"fits N = {windows.n}, P = {windows.padding}{dilated}", size=13, weight="bold"))
    scene.add(text(left, 40, "filter F down, stride S across", size=12, fill=MUTED))
    heads = Grid(MAP, MAP_TOP - 20, MAP_CELL, 20, 1, grid.columns)
    names = Grid(left, MAP_TOP, 22, MAP_ROW, grid.rows, 1)
    scene.add(*written(heads, [[str(j + 1) for j in range(grid.columns)]], 12, fill=MUTED))
    scene.add(*written(names, [[str(i + 1)] for i in range(grid.rows)], 12, fill=MUTED))
    scene.add(*grid.frame("none"), marked("over", grid, found < 0))
    tinted = (grid.box(i, j, inset=1, fill=OUTPUT, opacity=0.16) for i, j in np.argwhere(found > 0).tolist())
    scene.add("".join(tinted), *written(grid, [[str(m) if m > 0 else "" for m in row] for row in found.tolist()], 13))
    now = windows.f - 1, windows.stride - 1
    scene.add(grid.box(*now, stroke=MARK, stroke_width=3), triangle(*grid.corner(*now), 9))
    legend = ("number: it fits, the output", "empty: cells are left over", "hatched: no window fits")
    scene.add(*(text(left, MAP_TOP + grid.height + 17 + 15 * i, words, size=12) for i, words in enumerate(legend)))
    scene.add(grid.cells("map", "table, a row for each filter F and a column for each stride", chosen=now, first=1))


def _draw_axis(scene, w):
    """The padded axis, what is left over of it and what reaches past its end; the numbers of the input's cells."""
    drawn = max(w.length, w.reach if w.starts else w.span)
    cell = min(80, AXIS_WIDTH / drawn)
    grid = Grid(AXIS, AXIS_TOP, cell, AXIS_HEIGHT, 1, w.length)
    scene.matrix(grid, INPUT)
    if w.padding:
        scene.use("zero")
        scene.add(*(grid.box(0, j, columns=w.padding, fill="url(#zero)") for j in (0, w.padding + w.n)))
    scene.add(grid.box(0, w.padding, columns=w.n, stroke=INPUT, stroke_width=2))
    if drawn > w.length:
        scene.add(grid.box(0, w.length, columns=drawn - w.length, stroke=MUTED, dash="4 3"))
    if w.past_end:
        scene.use("past")
    if w.starts and w.left_over:
        scene.use("over")
        x, height = grid.corner(0, w.reach)[0], BARS_TOP + _row_height(w) * len(w.starts) - AXIS_TOP
        scene.add(rect(x, AXIS_TOP, cell * w.left_over, height, fill="url(#over)", stroke=MUTED))
    every = 1 if cell >= 24 else 5
    inside = Grid(grid.corner(0, w.padding)[0], AXIS_TOP - 9, cell, 0, 1, w.n)
    labels = [str(i) if i % every == 0 else "" for i in range(w.n)]
    scene.add(*written(inside, [labels], 13, fill=INPUT))
    return grid


def _row_height(windows):
    return min(38, BARS_HEIGHT / max(1, len(windows.starts)))


def _draw_bars(scene, windows, grid):
    """Every window on its own row: an outline before its step, marked at it, tinted after it."""
    height, width = _row_height(windows), windows.span * grid.cell_width
    inset = min(3, height * 0.12)
    every, count = 1 if height >= 14 else 5, len(windows.starts)
    scene.add(Grid(AXIS, BARS_TOP, grid.width, height, count, 1).cells("windows", "windows", row=0))
    places = [(BARS_TOP + k * height, grid.corner(0, taps[0])[0], taps) for k, taps in enumerate(windows.taps)]
    scene.add(text(0, AXIS_TOP + AXIS_HEIGHT / 2 + 4.3, "window", size=12, fill=MUTED))
    for k, (top, x, _) in enumerate(places):  # first what lies under the windows: from each up to its cells
        scene.at(k, rect(x, AXIS_TOP, width, top - AXIS_TOP, fill=MARK, opacity=0.1))
    reads = path(_segments(grid, windows.taps[0], AXIS_TOP, AXIS_HEIGHT), stroke=MARK, stroke_width=3)
    scene.moving([(x, 0) for _, x, _ in places], reads, name="window")
    shapes = [_segments(grid, taps, top + inset, height - 2 * inset) for top, _, taps in places]
    if windows.dilation > 1:
        middles = (f"M{coordinate(x)} {coordinate(top + height / 2)}h{coordinate(width)}" for top, x, _ in places)
        shapes = [shape + middle for shape, middle in zip(shapes, middles, strict=True)]
    for k, ((top, _, _), shape) in enumerate(zip(places, shapes, strict=True)):
        scene.add(path(shape, stroke=LINE))
        scene.since(k, path(shape, fill=OUTPUT, stroke=OUTPUT, opacity=0.4))
        if k % every == 0:
            scene.add(text(46, top + height / 2 + 4.3, str(k), size=12, anchor="end", fill=MUTED))
    scene.moving([(x, top) for top, x, _ in places], path(shapes[0], fill=MARK, stroke=MARK), name="output")


def _segments(grid, taps, top, height):
    """The path of a window's cells: one box where they touch, one for each where dilation spreads them."""
    touching = len(taps) == 1 or taps[1] == taps[0] + 1
    boxes = [(taps[0], len(taps))] if touching else [(tap, 1) for tap in taps]
    top, height = coordinate(top), coordinate(height)
    parts = []
    for first, count in boxes:
        width = coordinate(count * grid.cell_width)
        parts.append(f"M{coordinate(grid.corner(0, first)[0])} {top}h{width}v{height}h-{width}z")
    return "".join(parts)


def _words(w):
    """A sentence for every step, with the cells that its window reads."""
    count = len(w.starts)
    if not count:
        return [f"The axis has {amount(w.length, 'cell')}, and the filter spans {w.span}: there is no window."]
    return [f"Window {k} ({k + 1} of {count}) reads {read(w, taps)}." for k, taps in enumerate(w.taps)]


def _tables(w):
    """Every window with where it starts and what it reads, and the output of each filter and stride."""
    found, starts = sizes(w), w.starts
    dilated = f", D = {w.dilation}" if w.dilation > 1 else ""
    rows, columns = ([f"{name} = {i + 1}" for i in range(n)] for name, n in zip("FS", found.shape, strict=True))
    cells = [[str(m) if m > 0 else "no window" if m else "left over" for m in row] for row in found.tolist()]
    told = every(
        Table(f"outputs for N = {w.n}, P = {w.padding}{dilated}: filter F and stride S", columns, rows, cells)
    )
    if not starts:
        return told
    windows = [[str(start), read(w, taps)] for start, taps in zip(starts, w.taps, strict=True)]
    caption = "windows; they start at cells of the padded input" if w.padding else "windows"
    return every(Table(caption, ["starts at", "reads"], named("window", len(starts)), windows)) + told
