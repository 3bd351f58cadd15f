"""The six columns of VGG: the paper's table 1 as one picture, and any two of its columns layer by layer."""

from functools import cache, partial

from helpers.draw.scene import Scene, bar
from helpers.draw.svg import WIDTH, Grid, coordinate, rect, text
from helpers.draw.vgg_tables import costs, pair_tables, paper_table
from helpers.networks import VGG
from helpers.palette import FILTER, INK, INPUT, LINE, MARK, MUTED, OUTPUT
from helpers.trace.network import COSTS
from helpers.trace.vgg import described, network, pair, table, word
from helpers.words import share, times

HEIGHT, TABLE_HEIGHT = 404, 576
LINE_HEIGHT, TABLE = 18, 118  # px: a line of the table, and where its first column begins
SLOT = (WIDTH - TABLE) / len(VGG)  # px: how wide a column of the table is
TOP = 26  # px: where the list of layers begins
NAME, FIRST, SECOND, COLUMN = 0, 66, 178, 96  # px: the layers' names, the two columns, and how wide one is
LABELS, CARDS, CARD = 312, (410, 692), 266  # px: labels of the chosen layers' numbers, and the two cards
ROWS = 44, 66, 88, 110  # px: the four lines about a layer
STRIP, STRIPS = 88, 140  # px: each cost with its two bars, and where the first one begins


def draw_vgg_table():
    """Table 1 of the paper: a Picture with the six columns of ``networks.vgg``, aligned by block.

    What a column adds to the one before it is bold, framed, and marked with a plus. Above stand the layers with
    weights, below the parameters in millions, both counted.

    Source: Simonyan & Zisserman, arXiv:1409.1556, tables 1 and 2.
    """
    trace, totals = table(), {column: network(column).totals() for column in VGG}
    millions = {column: f"{total.parameters / 1e6:.0f}" for column, total in totals.items()}
    scene = Scene(TABLE_HEIGHT)
    scene.panel(0, 0, WIDTH, TABLE_HEIGHT)
    _line(scene, LINE_HEIGHT, "column", VGG, INK, size=17, weight="bold")
    _line(scene, 2 * LINE_HEIGHT, "weight layers", [total.weight_layers for total in totals.values()], MUTED)
    y = 3 * LINE_HEIGHT
    _band(scene, y, "input (224 × 224 RGB image)", INK)
    for b, blocks in enumerate(zip(*trace.values(), strict=True), 1):
        scene.add(text(0, y + LINE_HEIGHT, f"block {b}", size=14, fill=MUTED))
        for c, block in enumerate(blocks):
            for i, (words, new) in enumerate(block):
                scene.add(*_cell(TABLE + c * SLOT, y + (i + 1) * LINE_HEIGHT, words, new))
        top, y = y + 4, y + max(map(len, blocks)) * LINE_HEIGHT
        for c in range(len(VGG) + 1):
            x = min(TABLE + c * SLOT, WIDTH - 0.5)
            scene.add(f'<path d="M{coordinate(x)} {top}V{y + 4}" stroke="{LINE}" stroke-opacity="0.5"/>')
        y += LINE_HEIGHT
        _band(scene, y, "maxpool", FILTER)
    for words in [*map(word, network("A").rows()[-3:]), "soft-max"]:
        y += LINE_HEIGHT
        _band(scene, y, words, INK if words == "soft-max" else OUTPUT)
    y += LINE_HEIGHT + 4
    _line(scene, y, "parameters", [f"{count} million" for count in millions.values()], INK, weight="bold")
    legend = "+ and bold: not in the column before. B leaves LRN out again; D has 3 × 3 where C has 1 × 1."
    note = "conv3-64: 64 filters of 3 × 3, padding 1; conv1-256: 256 filters of 1 × 1, padding 0."
    scene.add(text(0, y + 24, legend, size=14, weight="bold"))
    scene.add(text(0, y + 24 + LINE_HEIGHT, note, size=14, fill=MUTED))
    return scene.picture([_table_words(trace, millions)], 0, trace, partial(paper_table, trace, totals))


def _line(scene, y, label, words, fill, size=14, weight=None):
    """One line of the table: a word for each column."""
    scene.add(text(0, y, label, size=14, fill=MUTED))
    middles = (TABLE + (c + 0.5) * SLOT for c in range(len(VGG)))
    scene.add(*(text(x, y, str(w), size, "middle", fill, weight) for x, w in zip(middles, words, strict=True)))


def _band(scene, y, words, colour):
    """A line that all columns share."""
    scene.add(rect(TABLE, y - 14, WIDTH - TABLE, LINE_HEIGHT, fill=colour, opacity=0.1))
    scene.add(text(TABLE + 3 * SLOT, y, words, size=14, anchor="middle", fill=colour))


def _cell(x, y, words, new):
    """A layer in its column; marked where the column before has another one there, or none."""
    if not new:
        return [text(x + SLOT / 2, y, words, size=14, anchor="middle")]
    frame = rect(x + 8, y - 13.5, SLOT - 16, LINE_HEIGHT - 1, fill=MARK, stroke=MARK, opacity=0.1)
    return [frame, text(x + SLOT / 2, y, f"+ {words}", size=14, anchor="middle", weight="bold", fill=MARK)]


def _table_words(trace, millions):
    """The table in a sentence for each column."""
    (first, blocks), *others = trace.items()
    said = [f"{first}: " + "; ".join(", ".join(words for words, _ in block) for block in blocks)]
    for column, blocks in others:
        new = [f"{words} in block {b}" for b, block in enumerate(blocks, 1) for words, added in block if added]
        said.append(f"{column} adds {', '.join(new)}")
    counts = ", ".join(millions.values())
    return f"Table 1 of the VGG paper. {'. '.join(said)}. Parameters in millions: {counts}."


def draw_vgg_columns(left, right):
    """Two columns of VGG next to each other: a Picture with a step for every layer that either of them has.

    ``left`` and ``right`` are names in ``networks.VGG``. The list shows the layers, those in which the two differ
    bold and with the sign ≠ between them; beside it stand the step's layers with their parameters, values and MACs,
    what the column has summed up so far, and its share of the column's total. Values include the input's.

    Errors: ``ValueError`` for a column that the paper does not have.
    """
    trace = pair(left, right)
    scene = Scene(
        HEIGHT,
        total=(lambda x, y: rect(x, y, 16, 16, stroke=LINE), "the column's total: shares are of it"),
        so_far=(lambda x, y: bar(x, y, 16, 16, INPUT, 0.45), "so far"),
        here=(lambda x, y: rect(x, y, 16, 16, stroke=MARK, stroke_width=2), "this layer"),
    )
    _draw_list(scene, trace)
    _draw_labels(scene)
    for side in (0, 1):
        _draw_card(scene, trace, side)
    for sign in ("total", "so_far", "here"):
        scene.use(sign)
    scene.legend(LABELS, HEIGHT - 20)
    steps = range(len(trace.steps))
    opening = next((k for k in steps if trace.differ(k)), 1)
    return scene.picture([_words(trace, k) for k in steps], opening, trace, partial(pair_tables, trace))


def _draw_list(scene, trace):
    """All layers of both columns, the chosen one framed."""
    pitch = min(20, (HEIGHT - TOP - 2) / len(trace.steps))
    size = 14 if pitch >= 16.5 else 13 if pitch >= 15.2 else 12
    scene.panel(0, 0, SECOND + COLUMN + 2, HEIGHT)
    scene.add(text(NAME, 15, "layer", size=14, fill=MUTED))
    for x, column in zip((FIRST, SECOND), trace.columns, strict=True):
        scene.add(text(x + COLUMN / 2, 15, column, size=17, anchor="middle", weight="bold"))
    for k, (name, rows) in enumerate(trace.steps):
        y, differ = TOP + (k + 0.76) * pitch, trace.differ(k)
        weight, colour = ("bold", MARK) if differ else (None, INK)
        scene.add(text(NAME + 4, y, name, size=size, fill=MUTED))
        for x, row in zip((FIRST, SECOND), rows, strict=True):
            scene.add(text(x + COLUMN / 2, y, word(row), size, "middle", colour if row else MUTED, weight))
        if differ:
            scene.add(text((FIRST + COLUMN + SECOND) / 2, y, "≠", size, "middle", MARK, "bold"))
    frame = rect(0.5, TOP + 0.5, SECOND + COLUMN - 1, pitch - 1, stroke=MARK, stroke_width=2.5)
    scene.moving([(0, k * pitch) for k in range(len(trace.steps))], frame, name="layer")
    scene.add(Grid(0, TOP, SECOND + COLUMN, pitch, len(trace.steps), 1).cells("layers", "layers"))


def _draw_labels(scene):
    """What the lines of the cards are, on the panel of the first one."""
    scene.panel(LABELS - 1, 0, CARDS[0] + CARD + 2 - LABELS, STRIPS + 3 * STRIP - 30)
    for y, label in zip(ROWS, ("layer", "filters", "output", "sees"), strict=True):
        scene.add(text(LABELS, y, label, fill=MUTED))
    for i, label in enumerate(COSTS.values()):
        y = STRIPS + i * STRIP
        scene.add(text(LABELS, y, label, size=14, weight="bold"), text(LABELS, y + 48, "so far", fill=MUTED))


def _draw_card(scene, trace, side):
    """A column's layer at every step: what it is, what it costs, and the sums so far, as numbers and as bars."""
    x, total = CARDS[side], trace.totals[side]
    most = {cost: max(getattr(sums, cost) for sums in trace.totals) for cost in COSTS}
    scale = {cost: CARD / count for cost, count in most.items()}  # px
    if side:
        scene.panel(x - 1, 0, CARD + 2, STRIPS + 3 * STRIP - 30)
    scene.add(text(x, 17, f"VGG-{trace.columns[side]}", size=18, weight="bold"))
    tops = {cost: STRIPS + i * STRIP + 9 for i, cost in enumerate(COSTS)}
    scene.add(*(rect(x, y, getattr(total, cost) * scale[cost], 18, stroke=LINE) for cost, y in tops.items()))
    for k, (name, rows) in enumerate(trace.steps):
        row, sums = rows[side], trace.so_far[k][side]
        bars = []
        for cost, y in tops.items():
            bars += _bars(x, y, getattr(row, cost) * scale[cost] if row else 0, sums[cost] * scale[cost])
        scene.at(k, _numbers(x, trace.columns[side], row and name, tuple(sums.values())), *bars)


@cache
def _numbers(x, column, name, sums):
    """What is written about a column's layer, and about its sums so far: the same in every pair."""
    row = network(column).row(name) if name else None
    first, *others = described(row)
    lines = [text(x, ROWS[0], first, size=16, weight="bold", fill=MARK if row else INK)]
    lines += [text(x, y, other, size=16) for y, other in zip(ROWS[1:], others, strict=True)]
    for i, (own, done) in enumerate(costs(column, row, sums)):
        y, fill = STRIPS + i * STRIP, INK if own == "0" else MARK
        lines += [text(x, y, own, size=16, weight="bold", fill=fill), text(x, y + 48, done)]
    return "".join(lines)


def _bars(x, y, own, done):
    """How far a cost has come, and this layer's part of it."""
    if done > own:
        yield bar(x, y, done - own, 18, INPUT, 0.45, least=0)
    if own:
        yield bar(max(x, x + done - max(own, 2)), y, own, 18, MARK, 0.5, least=2, stroke=MARK, stroke_width=2)


def _words(trace, k):
    """A step in words."""
    (name, rows), said = trace.steps[k], []
    for column, row, sums, total in zip(trace.columns, rows, trace.so_far[k], trace.totals, strict=True):
        layer = f"{word(row)}, {times(row.output_shape)}" if row else "no layer"
        shares = [f"{share(sums[cost], getattr(total, cost))} of its {label}" for cost, label in COSTS.items()]
        said.append(f"{column} has {layer}; so far {shares[0]}, {shares[1]}, {shares[2]}")
    return f"{name}: {'. '.join(said)}."
