"""A network layer by layer: its volumes as blocks, what each layer costs, and how much of the input it sees."""

from math import log2

from helpers.draw.picture import assemble
from helpers.draw.svg import (
    FILTER,
    INK,
    INPUT,
    LINE,
    MARK,
    MUTED,
    OUTPUT,
    SMALLEST,
    WIDTH,
    Grid,
    at,
    coordinate,
    rect,
    text,
    text_width,
)
from helpers.networks import network_of
from helpers.words import amount, share, times

HEIGHT = 396
LEFT = 118  # px: left of it stand the names of the rows
FLOOR, TALLEST, WIDEST = 128, 82, 26  # px: where the blocks stand; the highest block; the widest one
NAMES, LEVEL = 144, 14  # px: the first line of names, and the distance to the next one
STRIPS, STRIP, TALLEST_BAR = 174, 38, 32  # px: where the bars begin, a row of them, the highest bar
SCALE_LINES = 52, 68, 84, 144, 160  # px: three for the blocks, two for the bars
TEXT = 308
FRAME = 98  # px: the input, with the receptive field in it
COLOURS = {"input": MUTED, "conv": INPUT, "pool": FILTER, "lrn": FILTER, "dense": OUTPUT}
COSTS = {"parameters": "parameters", "values": "values", "macs": "MACs"}


def draw_network(network):
    """A ``network``, a name or a ``Network``: a Picture with a step for every row of ``network.rows()``.

    Every volume is a block: its height stands for the side, its width for the channels, both logarithmic. Three
    rows of bars under it compare the layers' parameters (weights and biases), values and MACs, each with its own
    largest bar; numbers are for one image, and MACs those of convolutions and dense layers.

    Errors: those of ``helpers.networks.network_of``.
    """
    network = network_of(network)
    rows, totals = network.rows(), network.totals()
    slot = (WIDTH - LEFT) / len(rows)
    most = largest(rows)
    lines = [block(row, LEFT + i * slot, slot, most) for i, row in enumerate(rows)]
    lines += _names(rows, slot)
    lines += [text(0, 18, network.name, size=17, weight="bold")]
    lines += [text(0, y, words, size=13, fill=MUTED) for y, words in zip(SCALE_LINES, _scale(), strict=True)]
    for i, (column, label) in enumerate(COSTS.items()):
        lines += _strip(label, column, rows, totals, i, slot)
    lines.append(Grid(LEFT, 22, slot, STRIPS + 3 * STRIP - 22, 1, len(rows)).cells("layers", "layers", row=0))
    lines += [at(k, "".join(_chosen(row, k, slot, network, totals))) for k, row in enumerate(rows)]
    return assemble(WIDTH, HEIGHT, lines, [_words(row, network, totals) for row in rows], costliest(rows))


def costliest(rows):
    """The place of the row with most parameters, the input aside."""
    return max(range(1, len(rows)), key=lambda k: rows[k].parameters, default=0)


def _scale():
    return "height: side", "width: channels", "logarithmic", "bars: each row", "its own scale"


def largest(rows):
    """The largest side and the largest number of channels, logarithmic: what the blocks are scaled to."""
    return [max(log2(row.output_shape[axis] + 1) for row in rows) for axis in (0, 2)]


def _size(row, most):
    """Width and height in px of a row's block: logarithmic, so that 1 x 1 and 224 x 224 both can be seen."""
    height = TALLEST * log2(row.output_shape[0] + 1) / most[0]
    return WIDEST * log2(row.output_shape[2] + 1) / most[1], height


def block(row, x, slot, most):
    """A box seen from the front and a little from above and from the right, where ``most`` is ``largest(rows)``."""
    width, height = _size(row, most)
    width *= min(1, slot / (1.7 * WIDEST))
    depth = min(0.25 * height, 0.35 * slot)
    left, top = x + (slot - width - depth) / 2, FLOOR - height
    colour = COLOURS[row.kind]
    corners = [(left, top), (left + depth, top - depth), (left + width + depth, top - depth), (left + width, top)]
    lid = " ".join(f"{coordinate(a)},{coordinate(b)}" for a, b in corners)
    corners = [corners[3], corners[2], (left + width + depth, FLOOR - depth), (left + width, FLOOR)]
    side = " ".join(f"{coordinate(a)},{coordinate(b)}" for a, b in corners)
    return (
        f'<g stroke="{colour}" fill="{colour}"><polygon points="{lid}" fill-opacity="0.12"/>'
        f'<polygon points="{side}" fill-opacity="0.45"/>'
        f"{rect(left, top, width, height, fill=colour, stroke=colour, opacity=0.28)}</g>"
    )


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


def _strip(label, column, rows, totals, i, slot):
    """One row of bars, the largest with its share."""
    floor = STRIPS + (i + 1) * STRIP - 2
    counts = [getattr(row, column) for row in rows]
    total, most = getattr(totals, column), max(counts)
    yield text(0, floor - 12, label, size=15, weight="bold")
    if not most:
        yield text(LEFT, floor - 8, "none", size=13, fill=MUTED)
        return
    largest = rows[counts.index(most)].name
    yield text(0, floor + 2, f"{largest} {share(most, total)}", size=SMALLEST, fill=MUTED)
    yield f'<path d="M{LEFT} {coordinate(floor)}H{WIDTH}" stroke="{LINE}"/>'
    width = min(22, 0.6 * slot)
    for k, (row, count) in enumerate(zip(rows, counts, strict=True)):
        height = TALLEST_BAR * count / most
        if count:
            x = LEFT + (k + 0.5) * slot - width / 2
            bar = rect(x, floor - max(height, 0.8), width, max(height, 0.8), fill=COLOURS[row.kind], opacity=0.75)
            yield bar


def _chosen(row, k, slot, network, totals):
    """The mark around the chosen layer, its numbers, and its receptive field."""
    x = LEFT + k * slot
    for top, bottom in ((24, FLOOR + 3), (STRIPS + 3, STRIPS + 3 * STRIP + 1)):  # no line goes through the names
        yield rect(x + 0.5, top, slot - 1, bottom - top, stroke=MARK, stroke_width=2.5)
    shape = times(row.output_shape)
    half = text_width(shape, 15, "bold") / 2
    middle = max(LEFT + half, min(x + slot / 2, WIDTH - half))
    yield text(middle, 17, shape, size=15, anchor="middle", weight="bold", fill=MARK)
    words = what(row, network)
    size = 17 if text_width(words, 17, "bold") < WIDTH - FRAME - 140 else 14
    yield text(0, TEXT, words, size=size, weight="bold", fill=MARK)
    lines = [
        ("size", row.formula if row.kind in ("conv", "pool") else "", ""),
        ("values", row.value_formula, share(row.values, totals.values)),
        ("weights", _weights(row), share(row.parameters, totals.parameters) if row.parameters else ""),
        ("MACs", row.mac_formula, share(row.macs, totals.macs) if row.macs else ""),
    ]
    y = TEXT + 22
    for name, formula, part in lines:
        if formula:
            yield text(0, y, name, size=14, fill=MUTED)
            yield text(70, y, formula, size=15)
            yield text(676, y, part and f"{part} of all", size=15, anchor="end", weight="bold")
            y += 20
    yield from _field(row, network)


def _weights(row):
    return f"{row.weight_formula}, and {row.biases:,} biases" if row.weights else "0"


def _field(row, network):
    """The input as a square, with the part of it that one value of the layer sees, to scale."""
    side, field = network.input_shape[0], row.receptive_field
    left, top = WIDTH - FRAME - 2, HEIGHT - FRAME - 3
    seen = FRAME * min(field, side) / side
    yield rect(left, top, FRAME, FRAME, fill=INPUT, stroke=INPUT, opacity=0.14)
    inset = (FRAME - seen) / 2
    width = max(seen, 3)
    yield rect(left + inset, top + inset, width, width, fill=MARK, stroke=MARK, stroke_width=2, opacity=0.25)
    lines = ["one value sees", f"{field} × {field}", f"of {side} × {side}"]
    if field > side:
        lines[1:] = [f"all {side} × {side}", f"(field {field})"]
    for i, words in enumerate([*lines, f"effective stride {row.effective_stride}"]):
        colour, weight = (MARK, "bold") if i == 1 else (INK, None)
        yield text(left - 12, top + 26 + 20 * i, words, size=14, anchor="end", fill=colour, weight=weight)


def what(row, network):
    """A layer in words, with its numbers."""
    layer = row.layer
    last = layer and layer is network.layers[-1] and network.softmax
    then = [", then ReLU"] * bool(layer and layer.relu) + [", dropout"] * bool(layer and layer.dropout)
    ends = "".join([*then, ", then softmax"] if last else then)
    if row.kind == "conv":
        filters = times(layer.weight_shapes(row.input_shape)[0][1:])
        groups = f", in {layer.groups} groups" if layer.groups > 1 else ""
        step = f"stride {layer.stride}, padding {layer.padding}"
        return f"{row.name}: {amount(layer.filters, 'filter')} of {filters}, {step}{groups}{ends}"
    if row.kind == "pool":
        kept = "mean" if layer.average else "largest"
        return f"{row.name}: the {kept} of {layer.f}×{layer.f}, stride {layer.stride}"
    if row.kind == "lrn":
        return f"{row.name}: local response normalisation over {layer.size} channels"
    if row.kind == "dense":
        inputs = row.weights // layer.outputs
        read, made = amount(inputs, "input", ","), amount(layer.outputs, "output", ",")
        return f"{row.name}: fully connected, {read}, {made}{ends}"
    return f"{row.name}: {times(row.output_shape)}"


def _words(row, network, totals):
    side, field = network.input_shape[0], row.receptive_field
    shares = f"{share(row.values, totals.values)} of all values"
    shares += f", {share(row.parameters, totals.parameters)} of the parameters"
    shares += f", {share(row.macs, totals.macs)} of the MACs"
    sees = f"One value sees {field} × {field} of the input"
    if field > side:
        sees = f"One value sees all of the input (its receptive field, {field}, is more than {side})"
    size = f" {row.formula}." if row.kind in ("conv", "pool") else ""
    return f"{what(row, network)}.{size} Output {times(row.output_shape)}: {shares}. {sees}."
