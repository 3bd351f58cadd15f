"""Pooling on a small map: every window, the cell that wins it, and the output that fills up."""

from itertools import product

import numpy as np

from helpers.arguments import whole
from helpers.draw.picture import assemble
from helpers.draw.svg import (
    INPUT,
    LINE,
    MARK,
    OUTPUT,
    WIDTH,
    Grid,
    at,
    coordinate,
    font_size,
    hatch,
    number,
    numbers,
    rect,
    since,
    text,
    text_width,
)
from helpers.layers import avg_pool2d, max_pool2d
from helpers.shapes import Windows
from helpers.trace.windows import strongest
from helpers.words import bracketed

HEIGHT = 370
SIDE, TOP, CELL = 296, 28, 56  # px of the square left to a map, where it begins, and a cell's largest side
MIDDLE, RIGHT = 462, 640  # px: the centre of the window's column, and where the output begins
KINDS = ("max", "average")


def draw_pooling(image, size=2, stride=2, padding=0, kind="max", shift=0, editable=False):
    """``kind`` ("max" or "average") pooling of an ``image`` (N, N): a Picture with a step for every window.

    ``size``, ``stride`` and ``padding`` count cells; the image moves right by ``shift`` columns first, zeros come
    in on the left, and outputs that differ from those without the shift are marked. Where windows do not fill
    the padded input, those that fit are drawn and what is left over is marked; where none fits, or padding is
    more than half the window, the picture has one step that says so. ``editable`` lets the canvas change cells.

    Errors: ``ValueError`` for an image that is not square, another kind, sizes out of range.
    """
    image = np.asarray(image)
    if image.ndim != 2 or image.shape[0] != image.shape[1] or not image.size:
        raise ValueError(f"image must be square, (N, N), got shape {image.shape}")
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(map(repr, KINDS))}, got {kind!r}")
    windows = Windows(len(image), whole("size", size, 1), stride, padding, pooling=True)
    moved = shifted(image, shift)
    cell = min(CELL, SIDE / windows.length)
    padded = Grid(2, TOP, cell, cell, windows.length, windows.length)
    lines = [f"<defs>{hatch('zero', LINE, '/')}{hatch('unseen', LINE, 'x')}{_dots('shared')}</defs>"]
    title = f"input {windows.n} × {windows.n}" + (f", padding {padding}" if padding else "")
    lines.append(text(0, 18, title + (f", moved by {shift}" if shift else ""), weight="bold", fill=INPUT))
    if not windows.starts:
        lines += _draw_input(padded, moved, windows, None, editable)
        lines += _draw_nothing(windows)
        return assemble(WIDTH, HEIGHT, lines, [_refusal(windows)])
    times = times_seen(windows)
    outputs, before = (pooled(x, windows, kind) for x in (moved, image))
    seen = [_Window(moved, windows, top, left) for top, left in product(windows.starts, repeat=2)]
    lines += _draw_input(padded, moved, windows, times, editable)
    lines += _draw_windows(padded, seen, windows, kind)
    lines += _draw_middle(seen, windows, outputs, kind)
    lines += _draw_output(outputs, outputs != before)
    lines += _draw_legend(windows, times, kind, (outputs != before).any())
    return assemble(WIDTH, HEIGHT, lines, _words(seen, outputs, kind), strongest(outputs))


def shifted(image, columns):
    """``image`` (H, W) moved right by ``columns``; zeros come in on the left, and as many columns go out."""
    columns = whole("shift", columns, 0)
    return np.pad(image, ((0, 0), (columns, 0)))[:, : image.shape[1]]


def times_seen(windows):
    """How many windows see each cell of the padded input: whole numbers (length, length)."""
    times = np.zeros(windows.length, int)
    for start in windows.starts:
        times[start : start + windows.f] += 1
    return np.multiply.outer(times, times)


def pooled(image, windows, kind):
    """The outputs (M, M) of the windows that fit."""
    pool = max_pool2d if kind == "max" else avg_pool2d
    return pool(image[..., None], windows.f, windows.stride, windows.padding, rounding="floor")[..., 0]


class _Window:
    """One window: its corner in padded coordinates, its cells inside the image, their values, and the largest."""

    def __init__(self, image, windows, top, left):
        self.top, self.left, p = top, left, windows.padding
        self.row, self.column = max(top - p, 0), max(left - p, 0)
        self.values = image[self.row : top - p + windows.f, self.column : left - p + windows.f]
        self.inset = self.row + p - top, self.column + p - left  # where the values begin, inside the window
        i, j = divmod(int(self.values.argmax()), self.values.shape[1])
        self.winner = self.row + i, self.column + j


def _dots(name):
    spots = f'<circle cx="2" cy="2" r="0.9" fill="{LINE}"/>'
    return f'<pattern id="{name}" width="7" height="7" patternUnits="userSpaceOnUse">{spots}</pattern>'


def _cells(grid, which, pattern):
    """The pattern over the cells where ``which`` is true."""
    size = coordinate(grid.cell_width)
    corners = (map(coordinate, grid.corner(i, j)) for i, j in np.argwhere(which).tolist())
    path = "".join(f"M{x} {y}h{size}v{size}h-{size}z" for x, y in corners)
    return [f'<path d="{path}" fill="url(#{pattern})"/>'] if path else []


def _draw_input(grid, image, windows, times, editable):
    n, p = windows.n, windows.padding
    lines = grid.frame(INPUT)
    inside = Grid(*grid.corner(p, p), grid.cell_width, grid.cell_height, n, n)
    if p:
        around = np.pad(np.zeros((n, n), bool), p, constant_values=True)
        lines += [*_cells(grid, around, "zero"), inside.box(0, 0, n, n, stroke=INPUT, stroke_width=2)]
    if times is not None:
        lines += _cells(grid, times == 0, "unseen")
        lines += _cells(inside, times[p : p + n, p : p + n] > 1, "shared")
    texts = numbers(image)
    size = font_size(numbers(image.ravel()), grid.cell_width, grid.cell_height)
    if size:
        write = inside.writer(size)
        lines += [write(i, row) for i, row in enumerate(texts)]
    if editable:
        lines.append(inside.cells("image", "input", numbers(image.ravel())))
    return lines


def _corner(grid, row, column):
    """The triangle of a winner, in the upper left corner of its cell."""
    x, y = map(coordinate, grid.corner(row, column))
    side = coordinate(0.3 * grid.cell_width)
    return f'<path d="M{x} {y}h{side}l-{side} {side}z" fill="{MARK}"/>'


def _draw_windows(grid, seen, windows, kind):
    """The window at every step, with its winner; whoever has won keeps a triangle."""
    f, p = windows.f, windows.padding
    known = set()
    for k, window in enumerate(seen):
        box = grid.box(window.top, window.left, f, f, stroke=MARK, stroke_width=4)
        if kind == "max":
            row, column = window.winner[0] + p, window.winner[1] + p
            box += grid.box(row, column, inset=min(3, grid.cell_width / 14), stroke=MARK, stroke_width=2)
            if window.winner not in known:
                yield since(k, _corner(grid, row, column))
            known.add(window.winner)
        yield at(k, box)


def _draw_middle(seen, windows, outputs, kind):
    f = windows.f
    cell = min(CELL, 200 / f)
    grid = Grid(MIDDLE - f * cell / 2, TOP, cell, cell, f, f)
    yield text(MIDDLE, 18, f"window {f} × {f}", anchor="middle", weight="bold", fill=MARK)
    yield from grid.frame(MARK)
    everything = [value for window in seen for value in numbers(window.values.ravel())]
    size = font_size(everything, cell, cell)
    write = grid.writer(size) if size else None
    results = written(outputs.ravel())
    for k, (window, result) in enumerate(zip(seen, results, strict=True)):
        i, j = window.inset
        inside = np.zeros((f, f), bool)
        inside[i : i + window.values.shape[0], j : j + window.values.shape[1]] = True
        parts = _cells(grid, ~inside, "zero")
        if size:
            blank = [""] * j, [""] * (f - j - window.values.shape[1])
            parts += [write(i + r, [*blank[0], *row, *blank[1]]) for r, row in enumerate(numbers(window.values))]
        if kind == "max":
            row, column = (w - first for w, first in zip(window.winner, (window.row, window.column), strict=True))
            parts.append(grid.box(i + row, j + column, inset=3, stroke=MARK, stroke_width=2))
            parts.append(_corner(grid, i + row, j + column))
            lines = f"largest: {result}", "at row {}, column {}".format(*window.winner)
        else:
            (total,) = numbers(window.values.sum(keepdims=True).ravel())
            lines = f"mean: {result}", f"sum {total} / {window.values.size}"
        parts.append(text(MIDDLE, 266, lines[0], size=20, anchor="middle", weight="bold", fill=MARK))
        parts.append(text(MIDDLE, 292, lines[1], size=15, anchor="middle"))
        yield at(k, "".join(parts))


def written(outputs, decimals=2):
    """The outputs as texts: without decimals where all are whole."""
    whole_numbers = (outputs == outputs.round()).all()
    return [number(value, 0 if whole_numbers else decimals) for value in outputs.ravel().tolist()]


def _draw_output(outputs, changed):
    m = len(outputs)
    cell = min(CELL, SIDE / m)
    grid = Grid(RIGHT, TOP, cell, cell, m, m)
    texts, decimals = written(outputs), ""
    if not font_size(texts, cell, cell):
        texts, decimals = written(outputs, 1), ", one decimal"
    size = font_size(texts, cell, cell)
    yield text(RIGHT, 18, f"output {m} × {m}{decimals if size else ''}", weight="bold", fill=OUTPUT)
    yield from grid.frame(OUTPUT)
    for k in range(m * m):
        i, j = divmod(k, m)
        filled = grid.box(i, j, inset=1, fill=OUTPUT, opacity=0.16)
        if changed[i, j]:
            filled += grid.box(i, j, inset=2, stroke=OUTPUT, stroke_width=1.5, dash="5 3")
        yield since(k, filled)
        yield at(k, grid.box(i, j, stroke=MARK, stroke_width=4))
    if size:
        yield f'<g font-size="{size}" text-anchor="middle">'
        yield from (since(k, grid.word(*divmod(k, m), value, size)) for k, value in enumerate(texts))
        yield "</g>"
    else:
        yield text(RIGHT, 342, "Its numbers do not fit the cells.", size=13)


def _draw_nothing(windows):
    yield text(RIGHT, 18, "no output", weight="bold", fill=OUTPUT)
    title, *lines = (
        (f"padding {windows.padding} is refused:", "it is more than half", f"of the window, {windows.f}")
        if windows.overpadded
        else ("no window fits:", f"the window needs {windows.f} cells,", f"the input has {windows.length}")
    )
    yield text(MIDDLE, 160, title, anchor="middle", size=18, weight="bold", fill=MARK)
    for row, words in enumerate(lines):
        yield text(MIDDLE, 186 + 22 * row, words, anchor="middle")


def _refusal(windows):
    if windows.overpadded:
        return f"No output: padding {windows.padding} is more than half of a window of {windows.f}."
    return f"No output: the window needs {windows.f} cells along each side, the input has {windows.length}."


def _draw_legend(windows, times, kind, changed):
    """One line of signs with their words, each only where it shows."""
    p, x, y = windows.padding, 2, 348
    shared = (times[p : p + windows.n, p : p + windows.n] > 1).any()
    box = {"x": 0, "y": y, "width": 16, "height": 16}
    for shown, words, style in (
        (kind == "max", "winner", None),
        (p > 0, "padding, never wins" if kind == "max" else "padding, not counted", {"fill": "url(#zero)"}),
        (shared, "seen by several windows", {"fill": "url(#shared)"}),
        ((times == 0).any(), "seen by none", {"fill": "url(#unseen)"}),
        (changed, "changed by the shift", {"stroke": OUTPUT, "stroke_width": 2, "dash": "5 3"}),
    ):
        if shown:
            yield rect(**{**box, "x": x, "stroke": LINE, **(style or {})})
            yield "" if style else f'<path d="M{x} {y}h9l-9 9z" fill="{MARK}"/>'
            yield text(x + 22, y + 13, words, size=13)
            x += 22 + int(text_width(words, 13)) + 14


def _words(seen, outputs, kind):
    """A sentence for every step, with its numbers."""
    m, alts = len(outputs), []
    for k, (window, result) in enumerate(zip(seen, written(outputs.ravel()), strict=True)):
        values = numbers(window.values.ravel())
        where = f"Window {k + 1} of {m * m}: output row {k // m}, column {k % m} is {result}"
        if kind == "average":
            added = " + ".join(map(bracketed, values))
            alts.append(f"{where}, ({added}) / {len(values)}.")
            continue
        tied = int((window.values == window.values.max()).sum())
        tie = f"; {tied} cells tie, and the first one counts" if tied > 1 else ""
        alts.append(
            f"{where}, the largest of {', '.join(values)}, at row {window.winner[0]}, "
            f"column {window.winner[1]} of the input{tie}."
        )
    return alts
