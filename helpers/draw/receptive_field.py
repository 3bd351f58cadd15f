"""The receptive field in one dimension: a stack of layers, and the cone under one of its outputs."""

from helpers.draw.picture import assemble
from helpers.draw.svg import INPUT, LINE, MARK, MUTED, OUTPUT, WIDTH, Grid, at, coordinate, font_size, rect, text
from helpers.shapes import receptive_field
from helpers.words import amount

HEIGHT = 396
LEFT, TOP, LAST = 244, 30, 344  # px: where the cells begin, the top row's upper edge, the input row's lower edge
ROW, CELL = 24, 30  # px: the height of a row of cells, and a cell's largest width
OUTPUTS = 5  # drawn outputs: the input is as long as these need
NONE = "none"
LAYERS = {  # name: (size, stride); the stride is never larger than the size, so that a field has no gaps
    "conv 3": (3, 1),
    "conv 5": (5, 1),
    "conv 3, stride 2": (3, 2),
    "pool 2, stride 2": (2, 2),
    "pool 3, stride 2": (3, 2),
}


def draw_receptive_field(names):
    """The layers ``names``, from the input upwards, in one dimension: a Picture with a step for each output.

    ``names`` are keys of ``LAYERS``; "none" is left out. Each step shows which cells of every row its output
    depends on; beside each row stand the receptive field and the effective stride, with their formulas.

    Errors: ``ValueError`` for an unknown name, or more than five layers.
    """
    names = list(names)
    unknown = [name for name in names if name not in LAYERS and name != NONE]
    if unknown:
        raise ValueError(f"names has {unknown[0]!r}; the layers are {', '.join(map(repr, (NONE, *LAYERS)))}")
    if len(names) > 5:
        raise ValueError(f"names must have at most 5 layers, got {len(names)}")
    names = [name for name in names if name != NONE]
    layers = [LAYERS[name] for name in names]
    pairs = [(1, 1), *receptive_field(layers)]
    lengths = row_lengths(layers)
    rows = _rows(lengths)
    lines = [text(0, 14, "layers", weight="bold")]
    outputs, n = lengths[-1], lengths[0]
    lines.append(text(LEFT, 14, f"{outputs} outputs, drawn over the {n} input cells that they need", weight="bold"))
    for k in range(outputs):
        lines.append(at(k, _cone(rows, spans(layers, k), spans(layers, k + 1 if k < outputs - 1 else k - 1)[0])))
    for level, row in enumerate(rows):
        lines += row.frame(OUTPUT if level == len(names) and names else INPUT)
        lines += _beside(level, row, names, layers, pairs)
    for k in range(outputs):
        first, last = spans(layers, k)[0]
        where = f"input cell {first}" if first == last else f"input cells {first} to {last}"
        x = min(max(rows[0].x(first + (last - first + 1) / 2), LEFT + 80), WIDTH - 84)
        lines.append(at(k, text(x, LAST + 18, where, size=14, anchor="middle", weight="bold", fill=MARK)))
    lines.append(rect(LEFT, HEIGHT - 18, 24, 14, stroke=MUTED, stroke_width=2, dash="4 3"))
    step = pairs[-1][1]
    words = f"what a neighbouring output sees: {amount(step, 'cell')} away"
    lines.append(text(LEFT + 32, HEIGHT - 6, words, size=13))
    return assemble(WIDTH, HEIGHT, lines, _words(names, layers, pairs, outputs), outputs // 2)


def row_lengths(layers):
    """Cells of every row, from the input up, so that OUTPUTS of them stand at the top and none is left over."""
    lengths = [OUTPUTS]
    for f, s in reversed(layers):
        lengths.insert(0, (lengths[0] - 1) * s + f)
    return lengths


def spans(layers, k):
    """The first and the last cell of every row, from the input up, that output ``k`` depends on."""
    result = [(k, k)]
    for f, s in reversed(layers):
        first, last = result[0]
        result.insert(0, (first * s, last * s + f - 1))
    return result


class _Row:
    """A row of cells in the picture, centred over the input."""

    def __init__(self, y, count, cell, left):
        self.y, self.count, self.cell, self.left = y, count, cell, left

    def x(self, cell):
        return self.left + cell * self.cell

    def box(self, first, last, **style):
        return rect(self.x(first), self.y, (last - first + 1) * self.cell, ROW, **style)

    def frame(self, tint):
        width = 1 if self.cell > 6 else 0.5
        cells = [str(j) for j in range(self.count)]
        size = font_size(cells, self.cell - 3, ROW, largest=13)
        ticks = "".join(f"M{coordinate(self.x(j))} {coordinate(self.y)}v{ROW}" for j in range(self.count + 1))
        yield self.box(0, self.count - 1, fill=tint, opacity=0.14, stroke=LINE)
        yield f'<path d="{ticks}" stroke="{LINE}" stroke-width="{width}"/>'
        if size:
            yield Grid(self.left, self.y, self.cell, ROW, 1, self.count).writer(size)(0, cells)


def _rows(lengths):
    """Every row, from the input up; each cell stands over the middle of what it sees."""
    cell = min(CELL, (WIDTH - LEFT - 4) / lengths[0])
    pitch = min(100, (LAST - ROW - TOP) / max(len(lengths) - 1, 1))
    bottom = LAST - ROW
    middle = (LEFT + WIDTH - 4) / 2
    rows = []
    for level, count in enumerate(lengths):
        # The cells keep a readable width; only their number shrinks from row to row.
        width = min(CELL, (WIDTH - LEFT - 4) / count, 1.6 * rows[-1].cell if rows else cell)
        rows.append(_Row(bottom - level * pitch, count, width, middle - count * width / 2))
    return rows


def _cone(rows, own, neighbour):
    """The cells that one output depends on, the lines between them, and the next output's field, dashed."""
    parts = []
    for below, above, (a, b), (c, d) in zip(rows, rows[1:], own, own[1:], strict=False):
        corners = (above.x(c), above.y + ROW), (above.x(d + 1), above.y + ROW)
        corners += (below.x(b + 1), below.y), (below.x(a), below.y)
        points = " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in corners)
        parts.append(f'<polygon points="{points}" fill="{MARK}" fill-opacity="0.1" stroke="{MARK}"/>')
    parts += [
        row.box(*span, fill=MARK, opacity=0.25, stroke=MARK, stroke_width=3)
        for row, span in zip(rows, own, strict=True)
    ]
    first, last = neighbour
    x, width = rows[0].x(first), (last - first + 1) * rows[0].cell
    parts.append(rect(x, rows[0].y - 4, width, ROW + 8, stroke=MUTED, stroke_width=2, dash="4 3"))
    return "".join(parts)


def _beside(level, row, names, layers, pairs):
    """What is written beside a row: its layer, the receptive field and the effective stride."""
    if not level:
        yield text(0, row.y + 6, "input", size=14, weight="bold", fill=INPUT)
        yield text(0, row.y + 23, "field 1, effective stride 1", size=13)
        return
    (f, s), (field, step), (wider, further) = layers[level - 1], pairs[level - 1], pairs[level]
    colour = OUTPUT if level == len(names) else INPUT
    yield text(0, row.y + 6, f"layer {level}: {names[level - 1]}", size=14, weight="bold", fill=colour)
    yield text(0, row.y + 22, f"field {field} + ({f} - 1)·{step} = {wider}", size=13)
    yield text(0, row.y + 37, f"effective stride {step}·{s} = {further}", size=13)


def _words(names, layers, pairs, outputs):
    field, _ = pairs[-1]
    alts = []
    for k in range(outputs):
        path = [f"{a} to {b}" if a < b else str(a) for a, b in reversed(spans(layers, k))]
        rows = [f"cells {p} of layer {len(names) - i}" for i, p in enumerate(path[1:-1], 1)]
        below = [*rows, f"input cells {path[-1]}"] if names else [f"input cell {path[-1]}"]
        alts.append(f"Output {k} sees {', '.join(below)}: {field} in all.")
    return alts
