"""The six columns of VGG: the paper's table 1 as one picture, and any two of its columns layer by layer."""

from functools import cache

from helpers.draw.picture import assemble
from helpers.draw.svg import (
    FILTER,
    INK,
    INPUT,
    LINE,
    MARK,
    MUTED,
    OUTPUT,
    WIDTH,
    Grid,
    at,
    coordinate,
    number,
    rect,
    text,
)
from helpers.networks import VGG, vgg
from helpers.words import share, times

HEIGHT = 404
COSTS = {"parameters": "parameters", "values": "values", "macs": "MACs"}
TOP = 26  # px: where the list of layers begins
NAME, FIRST, SECOND, COLUMN = 0, 66, 178, 96  # px: the layers' names, the two columns, and how wide one is
LABELS, CARDS, CARD = 312, (410, 692), 266  # px: labels of the chosen layers' numbers, and the two cards
STRIP, STRIPS = 88, 140  # px: each cost with its two bars, and where the first one begins
LINE_HEIGHT, TABLE = 18, 118  # px: a line of the table, and where its first column begins


def draw_vgg_table():
    """Table 1 of the paper: a Picture with the six columns of ``networks.vgg``, aligned by block.

    What a column adds to the one before it is bold, framed, and marked with a plus. Above stand the layers with
    weights, below the parameters in millions, both counted.

    Source: Simonyan & Zisserman, arXiv:1409.1556, tables 1 and 2.
    """
    slot = (WIDTH - TABLE) / len(VGG)
    blocks = [_blocks(column) for column in VGG]
    lines, y = [], 0

    def line(label, words, size=14, weight=None):
        """One line of the table: a word for each column."""
        nonlocal y
        y += LINE_HEIGHT
        lines.append(text(0, y, label, size=14, fill=MUTED))
        for c, word in enumerate(words):
            fill = INK if weight else MUTED
            lines.append(
                text(TABLE + (c + 0.5) * slot, y, word, size=size, anchor="middle", weight=weight, fill=fill)
            )

    def band(words, colour):
        """A line that all columns share."""
        nonlocal y
        y += LINE_HEIGHT
        lines.append(rect(TABLE, y - 14, WIDTH - TABLE, LINE_HEIGHT, fill=colour, opacity=0.1))
        lines.append(text(TABLE + 3 * slot, y, words, size=14, anchor="middle", fill=colour))

    line("column", VGG, size=17, weight="bold")
    line("weight layers", [str(_total(column, "weight_layers")) for column in VGG])
    band("input (224 × 224 RGB image)", INK)
    for b in range(5):
        top = y + 4
        for i in range(max(len(block[b]) for block in blocks)):
            y += LINE_HEIGHT
            if not i:
                lines.append(text(0, y, f"block {b + 1}", size=14, fill=MUTED))
            for c, block in enumerate(blocks):
                before = blocks[max(c - 1, 0)][b]
                lines += _cell(TABLE + c * slot, y, slot, block[b], before, i)
        for c in range(len(VGG) + 1):
            x = min(TABLE + c * slot, WIDTH - 0.5)
            lines.append(f'<path d="M{coordinate(x)} {top}V{y + 4}" stroke="{LINE}" stroke-opacity="0.5"/>')
        band("maxpool", FILTER)
    for dense in _rows("A")[-3:]:
        band(_word(dense), OUTPUT)
    band("soft-max", INK)
    y += 4
    line("parameters", [f"{number(_total(column, 'parameters') / 1e6)} million" for column in VGG], weight="bold")
    y += 24
    legend = "+ and bold: new beside the column before. B leaves LRN out again; D has 3 × 3 where C has 1 × 1."
    lines.append(text(0, y, legend, size=14, weight="bold"))
    note = "conv3-64: 64 filters of 3 × 3, padding 1; conv1-256: 256 filters of 1 × 1, padding 0."
    lines.append(text(0, y + LINE_HEIGHT, note, size=14, fill=MUTED))
    return assemble(WIDTH, y + LINE_HEIGHT + 8, lines, [_table_words(blocks)])


def _blocks(column):
    """The words of a column's blocks without their pools, as the paper writes them."""
    blocks = [[] for _ in range(5)]
    for row in _rows(column):
        if row.kind in ("conv", "lrn"):
            blocks[_block(row.name) - 1].append(_word(row))
    return blocks


def _cell(x, y, slot, block, before, i):
    """The i-th word of a block; marked where the column before has another one there, or none."""
    if i >= len(block):
        return
    if not _added(block, before, i):
        yield text(x + slot / 2, y, block[i], size=14, anchor="middle")
        return
    yield rect(x + 8, y - 13.5, slot - 16, LINE_HEIGHT - 1, fill=MARK, stroke=MARK, opacity=0.1)
    yield text(x + slot / 2, y, f"+ {block[i]}", size=14, anchor="middle", weight="bold", fill=MARK)


def _added(block, before, i):
    return i >= len(before) or before[i] != block[i]


def _table_words(blocks):
    """The table in a sentence for each column."""
    said = []
    for c, (column, block) in enumerate(zip(VGG, blocks, strict=True)):
        if not c:
            said.append(f"{column}: " + "; ".join(", ".join(words) for words in block))
            continue
        new = []
        for b, (words, before) in enumerate(zip(block, blocks[c - 1], strict=True), 1):
            new += [f"{word} in block {b}" for i, word in enumerate(words) if _added(words, before, i)]
        said.append(f"{column} adds {', '.join(new)}")
    counts = ", ".join(number(_total(column, "parameters") / 1e6) for column in VGG)
    return f"Table 1 of the VGG paper. {'. '.join(said)}. Parameters in millions: {counts}."


def draw_vgg_columns(left, right):
    """Two columns of VGG beside each other: a Picture with a step for every layer that either of them has.

    ``left`` and ``right`` are names in ``networks.VGG``. The list shows the layers, those in which the two differ
    bold and with the sign ≠ between them; beside it stand the step's layers with their parameters, values and MACs,
    what the column has summed up so far, and its share of the column's total. Values include the input's.

    Errors: ``ValueError`` for a column that the paper does not have.
    """
    columns = (left, right)
    slots = _paired(left, right)
    pitch = min(20, (HEIGHT - TOP - 2) / len(slots))
    size = 14 if pitch >= 16.5 else 13 if pitch >= 15.2 else 12
    lines = [text(NAME, 15, "layer", size=14, fill=MUTED)]
    for x, column in zip((FIRST, SECOND), columns, strict=True):
        lines.append(text(x + COLUMN / 2, 15, column, size=17, anchor="middle", weight="bold"))
    for k, (name, pair) in enumerate(slots):
        lines += _listed(name, pair, TOP + (k + 0.76) * pitch, size)
    lines.append(Grid(0, TOP, SECOND + COLUMN, pitch, len(slots), 1).cells("layers", "layers"))
    scale = {cost: CARD / max(_total(column, cost) for column in columns) for cost in COSTS}
    lines += _frames(columns, scale)
    so_far, alts = [dict.fromkeys(COSTS, 0), dict.fromkeys(COSTS, 0)], []
    for k, (name, pair) in enumerate(slots):
        marks = [rect(0.5, TOP + k * pitch + 0.5, SECOND + COLUMN - 1, pitch - 1, stroke=MARK, stroke_width=2.5)]
        for side, row in enumerate(pair):
            if row:
                so_far[side] = {cost: so_far[side][cost] + getattr(row, cost) for cost in COSTS}
            marks.append(_card(CARDS[side], columns[side], row and row.name, tuple(so_far[side].values())))
            marks += _bars(CARDS[side], row, so_far[side], scale)
        lines.append(at(k, "".join(marks)))
        alts.append(_words(name, pair, columns, so_far))
    opening = next((k for k, (_, pair) in enumerate(slots) if _differ(pair)), 1)
    return assemble(WIDTH, HEIGHT, lines, alts, opening)


def _rows(column):
    return _network(column).rows()


def _total(column, cost):
    return getattr(_network(column).totals(), cost)


@cache
def _network(column):
    return vgg(column)


def _block(name):
    """The number of the block in a layer's name: 3 for conv3_1 and for pool3."""
    return int(name.removeprefix("conv").removeprefix("norm").removeprefix("pool").partition("_")[0])


def _paired(left, right):
    """(name, (row of the left column or None, row of the right one or None)), in the order of the layers."""
    there = [{row.name: row for row in _rows(column)} for column in (left, right)]
    names = set().union(*there)
    order = ["input"]
    for b in range(1, 6):
        order += [f"conv{b}_{i}" for i in range(1, 5)] + [f"norm{b}", f"pool{b}"]
    order += [row.name for row in _rows(left)[-3:]]
    return [(name, tuple(rows.get(name) for rows in there)) for name in order if name in names]


def _word(row):
    """A layer as the paper's table writes it."""
    if row is None:
        return "–"
    words = {"input": "input", "lrn": "LRN", "pool": "maxpool"}
    if row.kind == "conv":
        return f"conv{row.layer.f}-{row.layer.filters}"
    return words.get(row.kind) or f"FC-{row.layer.outputs}"


def _differ(pair):
    return _word(pair[0]) != _word(pair[1])


def _listed(name, pair, y, size):
    """One line of the list on the left."""
    yield text(NAME + 4, y, name, size=size, fill=MUTED)
    weight, colour = ("bold", MARK) if _differ(pair) else (None, INK)
    for x, row in zip((FIRST, SECOND), pair, strict=True):
        fill = colour if row else MUTED
        yield text(x + COLUMN / 2, y, _word(row), size=size, anchor="middle", weight=weight, fill=fill)
    if _differ(pair):
        middle = (FIRST + COLUMN + SECOND) / 2
        yield text(middle, y, "≠", size=size, anchor="middle", weight="bold", fill=MARK)


def _frames(columns, scale):
    """What stands beside the list at every step; ``scale`` is how many px a unit of each cost is wide."""
    for y, label in zip((44, 66, 88, 110), ("layer", "filters", "output", "sees"), strict=True):
        yield text(LABELS, y, label, size=15, fill=MUTED)
    for x, column in zip(CARDS, columns, strict=True):
        yield text(x, 17, f"VGG-{column}", size=18, weight="bold")
        for i, cost in enumerate(COSTS):
            yield rect(x, STRIPS + i * STRIP + 9, _total(column, cost) * scale[cost], 18, stroke=LINE)
    for i, label in enumerate(COSTS.values()):
        y = STRIPS + i * STRIP
        yield text(LABELS, y, label, size=14, weight="bold")
        yield text(LABELS, y + 48, "so far", size=15, fill=MUTED)
    note = "bars and shares: of the column's total; filled: so far; red frame: this layer"
    yield text(LABELS, HEIGHT - 6, note, size=13, fill=MUTED)


@cache
def _card(x, column, name, so_far):
    """What is written about a column's layer at one step, and about its sums so far: the same in every pair."""
    row = next((row for row in _rows(column) if row.name == name), None)
    first, *others = _described(row)
    words = [text(x, 44, first, size=16, weight="bold", fill=MARK if row else INK)]
    words += [text(x, y, other, size=16) for y, other in zip((66, 88, 110), others, strict=True)]
    for i, (cost, done) in enumerate(zip(COSTS, so_far, strict=True)):
        y, total = STRIPS + i * STRIP, _total(column, cost)
        own = getattr(row, cost) if row else 0
        part = f" ({share(own, total)})" if own else ""
        words.append(text(x, y, f"{own:,}{part}", size=16, weight="bold", fill=MARK if own else INK))
        words.append(text(x, y + 48, f"{done:,} ({share(done, total)})", size=15))
    return "".join(words)


def _bars(x, row, so_far, scale):
    """How far each cost has come, and this layer's part of it."""
    for i, cost in enumerate(COSTS):
        y, own = STRIPS + i * STRIP + 9, getattr(row, cost) if row else 0
        done, step = so_far[cost] * scale[cost], own * scale[cost]
        if done > step:
            yield rect(x, y, done - step, 18, fill=INPUT, opacity=0.45)
        if own:
            width = max(step, 2)
            left = max(x, x + done - width)
            yield rect(left, y, width, 18, fill=MARK, stroke=MARK, stroke_width=2, opacity=0.5)


def _described(row):
    """A layer in four lines: what it is, its filters, its output, what one value sees."""
    if row is None:
        return "no layer here", "–", "the volume passes on", "–"
    layer = row.layer
    if row.kind == "conv":
        what = f"{layer.filters} of {times(layer.weight_shapes(row.input_shape)[0][1:])}"
    elif row.kind == "dense":
        what = f"{layer.outputs} of {times(row.input_shape)}"
    else:
        what = {"pool": "none: the largest of 2×2", "lrn": "none: divides by neighbours"}.get(row.kind, "none")
    side, field = 224, row.receptive_field
    sees = f"{field}×{field}" if field <= side else f"all of it (field {field})"
    return _word(row), what, times(row.output_shape), sees


def _words(name, pair, columns, so_far):
    """A step in words."""
    said = []
    for column, row, sums in zip(columns, pair, so_far, strict=True):
        layer = f"{_word(row)}, {times(row.output_shape)}" if row else "no layer"
        shares = [f"{share(sums[cost], _total(column, cost))} of its {label}" for cost, label in COSTS.items()]
        said.append(f"{column} has {layer}; so far {shares[0]}, {shares[1]}, {shares[2]}")
    return f"{name}: {'. '.join(said)}."
