"""The receptive field in one dimension: a stack of layers, and the cone under one of its outputs."""

from functools import partial

from helpers.draw.meets import meets, runs
from helpers.draw.scene import Scene, written
from helpers.draw.svg import WIDTH, Grid, coordinate, path, polygon, rect, text
from helpers.draw.table import Table, every
from helpers.palette import INPUT, LINE, MARK, MUTED, OUTPUT
from helpers.trace.receptive_field import OUTPUTS, stack
from helpers.words import amount

HEIGHT = 396
LEFT, TOP, LAST = 244, 30, 344  # px: where the cells begin, the top row's upper edge, the input row's lower edge
ROW, CELL = 24, 30  # px: the height of a row of cells, and a cell's largest width


def draw_receptive_field(names):
    """The layers ``names``, from the input upwards, in one dimension: a Picture with a step for each output.

    ``names`` are keys of ``trace.receptive_field.LAYERS``; "none" is left out. Each step shows which cells of
    every row its output depends on; beside each row stand the receptive field and the effective stride, with their
    formulas.

    Errors: ``ValueError`` for an unknown name, or more than five layers.
    """
    trace = stack(names)
    away = amount(trace.pairs[-1][1], "cell")
    scene = Scene(HEIGHT, next=(_neighbour, f"what a neighbour sees: {away} away"))
    rows = _rows(trace.lengths)
    _draw_layers(scene, trace, rows)
    _draw_cones(scene, trace, rows)
    scene.use("next")
    scene.legend(LEFT, HEIGHT - 19)
    return scene.picture(_words(trace), OUTPUTS // 2, trace, partial(_tables, trace))


def _neighbour(x, y):
    return rect(x, y + 1, 16, 14, stroke=MUTED, stroke_width=2, dash="4 3")


def _rows(lengths):
    """Every row, from the input up; each cell stands over the middle of what it sees."""
    cell = min(CELL, (WIDTH - LEFT - 4) / lengths[0])
    pitch = min(100, (LAST - ROW - TOP) / max(len(lengths) - 1, 1))
    middle = (LEFT + WIDTH - 4) / 2
    rows = []
    for level, count in enumerate(lengths):
        # The cells keep a readable width; only their number shrinks from row to row.
        width = min(CELL, (WIDTH - LEFT - 4) / count, 1.6 * rows[-1].cell_width if rows else cell)
        rows.append(Grid(middle - count * width / 2, LAST - ROW - level * pitch, width, ROW, 1, count))
    return rows


def _draw_layers(scene, trace, rows):
    """Beside each row its layer, the receptive field and the effective stride."""
    scene.panel(0, 0, LEFT - 6, LAST + 4)
    scene.add(text(0, 14, "layers", weight="bold"))
    for level, row in enumerate(rows):
        title, lines, first = "input", ["field 1, effective stride 1"], 23
        if level:
            title, first = f"layer {level}: {trace.names[level - 1]}", 22
            field, stride = _grown(trace, level)
            lines = [f"field {field}", f"effective stride {stride}"]
        scene.title(0, title, _colour(level, trace), y=row.y + 6, size=14)
        scene.add(*(text(0, row.y + first + 15 * i, line, size=13) for i, line in enumerate(lines)))


def _grown(trace, level):
    """The receptive field and the effective stride of a layer, with the numbers that they are made of."""
    (f, s), (field, step), (wider, further) = trace.layers[level - 1], *trace.pairs[level - 1 : level + 1]
    return f"{field} + ({f} - 1)·{step} = {wider}", f"{step}·{s} = {further}"


def _colour(level, trace):
    return OUTPUT if level and level == len(trace.names) else INPUT


def _draw_cones(scene, trace, rows):
    """The rows of cells, and in every step what its output depends on."""
    scene.panel(LEFT - 3, 0, WIDTH - LEFT + 2, LAST + 26)
    needs = f"{OUTPUTS} outputs, drawn over the {trace.lengths[0]} input cells that they need"
    scene.add(text(LEFT, 14, needs, weight="bold"))
    for k, own in enumerate(trace.spans):
        scene.at(k, _cone(rows, own))
    for row, seen in zip(rows, zip(*trace.spans, strict=True), strict=True):
        boxes = [(0, first, 1, last - first + 1) for first, last in seen]
        scene.frames(row, boxes, "output" if row is rows[-1] else "", fill=MARK, opacity=0.25, stroke_width=3)
    _draw_neighbours(scene, rows[0], [trace.spans[_beside(k)][0] for k in range(OUTPUTS)])
    for level, row in enumerate(rows):
        _draw_row(scene, row, _colour(level, trace))
        top, name = level == len(trace.names), f"layer {level}" if level else "input"
        scene.add(
            row.cells(f"layer{level}", name, row=0 if top else None, meets=_below(trace, level) or _above(trace))
        )
    for k, ((first, last), *_) in enumerate(trace.spans):
        where = f"input cell {first}" if first == last else f"input cells {first} to {last}"
        middle = rows[0].corner(0, (first + last + 1) / 2)[0]
        x = min(max(middle, LEFT + 80), WIDTH - 84)
        scene.at(k, text(x, LAST + 18, where, size=14, anchor="middle", weight="bold", fill=MARK))


def _below(trace, level):
    """What each cell of a layer sees of those below it, the input first."""
    told, spans = [], [[(cell, 1)] for cell in range(trace.lengths[level])]
    for lower in reversed(range(level)):
        f, s = trace.layers[lower]
        spans = [[(first * s, (size - 1) * s + f)] for ((first, size),) in spans]
        words = ("", "it sees 1 cell of the input", "it sees {} cells of the input") if not lower else ()
        told.insert(0, meets(f"layer{lower}", "cells", [[(0, 1)]], spans, words))
    return ";".join(told)


def _above(trace):
    """What each cell of the input is seen by: the outputs, where there is a layer between them."""
    seen = [
        runs([k for k, ((a, b), *_) in enumerate(trace.spans) if a <= cell <= b]) for cell in range(trace.lengths[0])
    ]
    words = "no output sees it", "1 output sees it", "{} outputs see it"
    return meets(f"layer{len(trace.names)}", "cells", [[(0, 1)]], seen, words) if trace.names else ""


def _beside(k):
    """The output next to one, whose field is drawn too."""
    return k + 1 if k < OUTPUTS - 1 else k - 1


def _draw_row(scene, row, tint):
    cells = [str(j) for j in range(row.columns)]
    ticks = "".join(f"M{coordinate(row.corner(0, j)[0])} {coordinate(row.y)}v{ROW}" for j in range(row.columns + 1))
    scene.add(row.box(0, 0, columns=row.columns, fill=tint, opacity=0.14, stroke=LINE))
    scene.add(path(ticks, stroke=LINE, stroke_width=1 if row.cell_width > 6 else 0.5))
    scene.add(*written(row, [cells], row.font_size(cells, 13)))


def _cone(rows, own):
    """The lines between the cells that one output depends on."""
    parts = []
    for below, above, (a, b), (c, d) in zip(rows, rows[1:], own, own[1:], strict=False):
        corners = above.corner(1, c), above.corner(1, d + 1), below.corner(0, b + 1), below.corner(0, a)
        parts.append(polygon(corners, fill=MARK, opacity=0.1, stroke=MARK))
    return "".join(parts)


def _draw_neighbours(scene, row, fields):
    """The field of the output next to that of each step, dashed."""
    first, last = fields[0]
    width = (last - first + 1) * row.cell_width
    box = rect(row.corner(0, first)[0], row.y - 4, width, ROW + 8, stroke=MUTED, stroke_width=2, dash="4 3")
    scene.moving([row.corner(0, begin) for begin, _ in fields], box)


def _words(trace):
    names, (field, _) = trace.names, trace.pairs[-1]
    alts = []
    for k, spans in enumerate(trace.spans):
        way = [f"{a} to {b}" if a < b else str(a) for a, b in reversed(spans)]
        rows = [f"cells {p} of layer {len(names) - i}" for i, p in enumerate(way[1:-1], 1)]
        below = [*rows, f"input cells {way[-1]}"] if names else [f"input cell {way[-1]}"]
        alts.append(f"Output {k} sees {', '.join(below)}: {field} in all.")
    return alts


def _tables(trace):
    """The layers, and at every step the cells of each that the output and its neighbour depend on."""
    levels = range(1, len(trace.lengths))
    heads = ["input", *(f"layer {level}: {trace.names[level - 1]}" for level in levels)]
    grown = [("1", "1"), *(_grown(trace, level) for level in levels)]
    cells = [[str(length), *both] for length, both in zip(trace.lengths, grown, strict=True)]
    columns = ["cells", "receptive field", "effective stride"]
    told = every(Table(f"layers over the input, for {OUTPUTS} outputs", columns, heads, cells))
    for k in range(OUTPUTS):
        both = k, _beside(k)
        spans = zip(*(trace.spans[output] for output in both), strict=True)
        cells = [[f"{first} to {last}" if first < last else str(first) for first, last in row] for row in spans]
        caption = f"cells that output {k} sees, and those of its neighbour"
        told.append((k, k, Table(caption, [f"output {output}" for output in both], heads, cells)))
    return told
