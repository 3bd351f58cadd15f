"""A network layer by layer: its volumes as blocks, what each layer costs, and how much of the input it sees."""

from functools import partial

from helpers.draw.blocks import COLOURS, FLOOR, SCALE, block, largest
from helpers.draw.scene import Scene, bar, fitted
from helpers.draw.svg import SMALLEST, WIDTH, Grid, coordinate, path, rect, text, text_width
from helpers.draw.table import Table, every
from helpers.palette import INPUT, LINE, MARK, MUTED
from helpers.trace.network import COSTS, account, costliest, layer_words
from helpers.words import times

HEIGHT = 396
LEFT = 118  # px: left of it stand the names of the rows
NAMES, LEVEL = 144, 14  # px: the first line of names, and the distance to the next one
STRIPS, STRIP, TALLEST_BAR = 174, 38, 32  # px: where the bars begin, a row of them, the highest bar
SCALE_LINES = 52, 68, 84, 144, 160  # px: three for the blocks, two for the bars
LOWER, TEXT, LABEL = 293, 308, 62  # px: where the chosen layer's part begins, its first line, its labels' width
COLUMN, SHARES, SHARES_WIDTH = 350, 356, 336  # px: the formulas' width; where the shares begin, and theirs
FRAME = 98  # px: the input, with the receptive field in it


def draw_network(network):
    """A ``network``, a name or a ``Network``: a Picture with a step for every row of ``network.rows()``.

    Every volume is a block: its height stands for the side, its width for the channels, both logarithmic. Three
    rows of bars under it compare the layers' parameters (weights and biases), values and MACs, each with its own
    largest bar; numbers are for one image, and MACs those of convolutions and dense layers.

    Errors: those of ``helpers.networks.network_of``.
    """
    trace = account(network)
    scene = Scene(HEIGHT)
    _draw_chain(scene, trace)
    _draw_numbers(scene, trace)
    _draw_fields(scene, trace)
    return scene.picture(
        [_words(row, trace) for row in trace.rows], costliest(trace.rows), trace, partial(_tables, trace)
    )


def _draw_chain(scene, trace):
    """All layers: blocks, names and bars, and the mark around the chosen one."""
    rows = trace.rows
    slot, most = (WIDTH - LEFT) / len(rows), largest(rows)
    scene.panel(0, 0, WIDTH, LOWER - 1)
    scene.add(*(block(row, LEFT + i * slot, slot, most) for i, row in enumerate(rows)))
    scene.add(*_names(rows, slot), text(0, 18, trace.network.name, size=17, weight="bold"))
    scale = zip(SCALE_LINES, (*SCALE, "bars: each row", "its own scale"), strict=True)
    scene.add(*(text(0, y, words, size=13, fill=MUTED) for y, words in scale))
    for i, (column, label) in enumerate(COSTS.items()):
        scene.add(*_strip(label, column, trace, STRIPS + (i + 1) * STRIP - 2, slot))
    scene.add(Grid(LEFT, 22, slot, STRIPS + 3 * STRIP - 22, 1, len(rows)).cells("layers", "layers", row=0))
    lefts = [LEFT + k * slot for k in range(len(rows))]
    parts = (24, FLOOR + 3), (STRIPS + 3, STRIPS + 3 * STRIP + 1)  # no line goes through the names
    frames = (rect(LEFT + 0.5, y, slot - 1, end - y, stroke=MARK, stroke_width=2.5) for y, end in parts)
    scene.moving([(x, 0) for x in lefts], *frames, name="layer")
    for k, (x, row) in enumerate(zip(lefts, rows, strict=True)):
        shape = times(row.output_shape)
        half = text_width(shape, 15, "bold") / 2
        middle = max(LEFT + half, min(x + slot / 2, WIDTH - half))
        scene.at(k, text(middle, 17, shape, anchor="middle", weight="bold", fill=MARK))


def _names(rows, slot):
    """The names under the blocks, on as many lines as keep them apart, at most three; else only some of them."""
    widest = max(text_width(row.name, SMALLEST) for row in rows) + 4
    every = max(1, -int(-widest // (3 * slot)))
    shown = range(0, len(rows), every)
    levels = min(3, -int(-widest // (every * slot)))
    ends = [0.0] * levels  # how far each line is written
    for place, i in enumerate(shown):
        half, line = text_width(rows[i].name, SMALLEST) / 2, place % levels
        middle = min(LEFT + (i + 0.5) * slot, WIDTH - half)
        if middle - half >= ends[line]:
            ends[line] = middle + half + 2
            y, colour = NAMES + line * LEVEL, COLOURS[rows[i].kind]
            yield text(middle, y, rows[i].name, size=SMALLEST, anchor="middle", fill=colour)


def _strip(label, column, trace, floor, slot):
    """One row of bars, the largest with its share."""
    counts = [getattr(row, column) for row in trace.rows]
    most = max(counts)
    yield text(0, floor - 12, label, weight="bold")
    if not most:
        yield text(LEFT, floor - 8, "none", size=13, fill=MUTED)
        return
    first = trace.rows[counts.index(most)]
    yield text(0, floor + 2, f"{first.name} {trace.share(first, column)}", size=SMALLEST, fill=MUTED)
    yield path(f"M{LEFT} {coordinate(floor)}H{WIDTH}", stroke=LINE)
    width = min(22, 0.6 * slot)
    for k, (row, count) in enumerate(zip(trace.rows, counts, strict=True)):
        if count:
            x = LEFT + (k + 0.5) * slot - width / 2
            yield bar(x, floor, TALLEST_BAR * count / most, width, COLOURS[row.kind], 0.75, least=0.8, way="up")


def _draw_numbers(scene, trace):
    """The chosen layer in words, its formulas with their numbers, and beside them its part of the network's costs."""
    chosen = [layer_words(row, trace.network) for row in trace.rows]
    scene.panel(0, LOWER, COLUMN, HEIGHT - LOWER)
    heading = [min(fitted(words, COLUMN, 17), fitted(more, SHARES_WIDTH, 17)) for words, more in chosen]
    style = {"weight": "bold", "fill": MARK}
    for k, (row, (words, _)) in enumerate(zip(trace.rows, chosen, strict=True)):
        lines = [text(0, TEXT, words, heading[k], **style)]
        for y, label, formula, _ in _lines(row, trace):
            size = fitted(formula, COLUMN - LABEL, 15)
            lines += [text(0, y, label, size=14, fill=MUTED), text(LABEL, y, formula, size=size)]
        scene.at(k, *lines)
    scene.panel(SHARES, LOWER, SHARES_WIDTH, HEIGHT - LOWER)
    for k, (row, (_, more)) in enumerate(zip(trace.rows, chosen, strict=True)):
        parts = (text(SHARES, y, part, size=14, weight="bold") for y, _, _, part in _lines(row, trace) if part)
        scene.at(k, text(SHARES, TEXT, more.lstrip(", "), heading[k], **style), *parts)


def _lines(row, trace):
    """(y, label, formula, part of the network's sum) of every line about a layer."""
    parts = {column: f"{trace.share(row, column)} of all {label}" for column, label in COSTS.items()}
    lines = [
        ("size", row.formula if row.kind in ("conv", "pool") else "", ""),
        ("values", row.value_formula, parts["values"]),
        ("weights", row.weight_formula, row.parameters and f"+ {row.biases:,} biases: {parts['parameters']}"),
        ("MACs", row.mac_formula, row.macs and parts["macs"]),
    ]
    shown = [line for line in lines if line[1]]
    return [(TEXT + 22 + 20 * i, *line) for i, line in enumerate(shown)]


def _draw_fields(scene, trace):
    """The input as a square, with the part of it that one value of the chosen layer sees, to scale."""
    side = trace.network.input_shape[0]
    left, top = WIDTH - FRAME - 2, HEIGHT - FRAME - 3
    scene.panel(SHARES + SHARES_WIDTH, LOWER, WIDTH - SHARES - SHARES_WIDTH, HEIGHT - LOWER)
    scene.add(rect(left, top, FRAME, FRAME, fill=INPUT, stroke=INPUT, opacity=0.14))
    for k, row in enumerate(trace.rows):
        field = row.receptive_field
        seen = FRAME * min(field, side) / side
        inset, width = (FRAME - seen) / 2, max(seen, 3)
        lines = ["one value sees", f"{field} × {field}", f"of {side} × {side}"]
        if field > side:
            lines[1:] = [f"all {side} × {side}", f"(field {field})"]
        lines.append(f"effective stride {row.effective_stride}")
        texts = [text(left - 12, top + 26 + 20 * i, words, size=14, anchor="end") for i, words in enumerate(lines)]
        texts[1] = text(left - 12, top + 46, lines[1], size=14, anchor="end", weight="bold", fill=MARK)
        box = rect(left + inset, top + inset, width, width, fill=MARK, stroke=MARK, stroke_width=2, opacity=0.25)
        scene.at(k, box, *texts)


def _words(row, trace):
    side, field = trace.network.input_shape[0], row.receptive_field
    shares = f"{trace.share(row, 'values')} of all values"
    shares += f", {trace.share(row, 'parameters')} of the parameters"
    shares += f", {trace.share(row, 'macs')} of the MACs"
    sees = f"One value sees {field} × {field} of the input"
    if field > side:
        sees = f"One value sees all of the input (its receptive field, {field}, is more than {side})"
    size = f" {row.formula}." if row.kind in ("conv", "pool") else ""
    return f"{''.join(layer_words(row, trace.network))}.{size} Output {times(row.output_shape)}: {shares}. {sees}."


def _tables(trace):
    """The account of all layers; at every step the formulas of its layer, and its part of the network's costs."""
    totals, rows = trace.totals, trace.rows
    columns = ["output", *COSTS.values(), "receptive field", "effective stride"]
    cells = [
        [times(row.output_shape), *_costs(row), str(row.receptive_field), str(row.effective_stride)] for row in rows
    ]
    heads = [*(row.name for row in rows), "together"]
    told = every(Table(f"layers of {trace.network.name}", columns, heads, [*cells, ["", *_costs(totals), "", ""]]))
    for k, row in enumerate(rows):
        lines = {label: [formula, part or ""] for _, label, formula, part in _lines(row, trace)}
        caption = "".join(layer_words(row, trace.network))
        told.append((k, k, Table(caption, ["formula", "part of the network"], list(lines), list(lines.values()))))
    return told


def _costs(sums):
    """The costs of a row, or of a whole network."""
    return [f"{getattr(sums, column):,}" for column in COSTS]
