"""The pattern that most networks follow, with numbers for its letters: its chain of layers, block by block."""

from functools import partial

from helpers.draw.blocks import COLOURS, FLOOR, SCALE, block, largest
from helpers.draw.scene import Scene, bar, fitted
from helpers.draw.svg import WIDTH, Grid, coordinate, path, rect, text
from helpers.draw.table import Table, every
from helpers.networks import Totals
from helpers.palette import INK, INPUT, LINE, MARK, MUTED
from helpers.trace.network import costliest, layer_words
from helpers.trace.pattern import LETTERS, block_of, layers_of, trial
from helpers.words import share, short, times, wrapped

HEIGHT = 400
LEFT = 132  # px: where the chain begins
SHORT, BRACKET = 145, 152  # px: the letters under the layers, and the brackets under the blocks
LOWER, TABLE = 179, 196  # px: where the table begins, and the first line of it and of the chosen layer's numbers
ENDS = {"output": 296, "values": 388, "parameters": 472, "macs": 562}  # px: where the columns of numbers end
LAYERS, CELL = 52, 78  # px: where the column of layers begins, and the longest bar below a number
CHOSEN, COLUMN, LABEL = 584, 352, 58  # px: where the chosen layer's numbers begin, their width, their labels'
LINES = 43  # letters of a line in that column
COSTS = {"values": "values", "parameters": "parameters", "macs": "MACs"}  # a column of the table, and its name
LETTER = {"input": "", "conv": "C", "pool": "P", "dense": "F"}


def draw_pattern(n=2, m=5, k=2, pool=True, width=64, side=224, batch=1, free=("side", "m", "pool")):
    """[(CONV-RELU)*N - POOL?]*M - (FC-RELU)*K - FC, softmax: a Picture with a step for every layer.

    ``n`` convolutions in each of ``m`` blocks (an int, a tuple with one for each block, or text that has them), ``k``
    hidden FC layers of 4,096 outputs before the last one of 1,000, ``pool`` whether a block ends in a 2x2 pool,
    ``width`` the filters of the first block, ``side`` the side of the input, a colour picture; the sums are for
    ``batch`` images. Where a layer does not fit, the rows so far are drawn, and the last step says why, and which of
    the ``free`` numbers would fit; numbers that write no pattern give one step that says so.

    Errors: ``ValueError`` for a ``batch`` below 1, ``TypeError`` for what is no number.
    """
    trace = trial(n, m, k, pool, width, side, batch, free)
    scene = Scene(HEIGHT)
    numbers = {"N": n, "M": m, "K": k, "POOL": "yes" if pool else "no", "width": width, "side": side, "batch": batch}
    tables = partial(_tables, trace, numbers)
    if trace.refusal:
        _draw_refusal(scene, trace.refusal)
        return scene.picture([trace.refusal], 0, trace, tables)
    _draw_chain(scene, trace)
    _draw_table(scene, trace)
    _draw_chosen(scene, trace)
    rows = trace.tried.rows
    alts = [_words(row, trace.tried) for row in rows] + [*trace.stop[:1]]
    return scene.picture(alts, len(rows) if trace.stop else costliest(rows), trace, tables)


def _draw_refusal(scene, words):
    """The pattern with its letters, and ``words`` that say why the numbers for them write no network."""
    scene.panel(0, 0, COLUMN, HEIGHT)
    scene.add(*(text(14 * i, 17 + 22 * i, line, size=16, weight="bold") for i, line in enumerate(LETTERS)))
    lines = enumerate(_lines(words, 36))
    scene.add(*(text(0, 84 + 26 * i, line, size=16, fill=MARK) for i, line in lines))


def _draw_chain(scene, trace):
    """The volumes one after the other, the layer that does not fit, and the chosen layer's frame."""
    rows, failed = trace.tried.rows, trace.tried.failed
    steps = len(rows) + bool(failed)
    slot = volumes(scene, trace, steps)
    if failed:
        x, width = LEFT + slot * len(rows), min(46, slot - 6)
        scene.add(rect(x + (slot - width) / 2, FLOOR - 46, width, 46, stroke=MARK, stroke_width=2, dash="4 3"))
        scene.add(text(x + slot / 2, FLOOR - 17, "✗", anchor="middle", weight="bold", fill=MARK))
        scene.add(text(WIDTH, 17, f"{failed.name} does not fit", anchor="end", weight="bold", fill=MARK))
    scene.add(Grid(LEFT, 26, slot, BRACKET - 28, 1, steps).cells("layers", "layers", row=0))
    frame = rect(LEFT + 1.5, 26, slot - 3, BRACKET - 28, stroke=MARK, stroke_width=2.5)
    scene.moving([(step * slot, 0) for step in range(steps)], frame, name="layer")


def volumes(scene, trace, slots):
    """A panel with the volumes of a ``Trial``, a letter for each layer, and brackets for the blocks of the pattern.

    They stand in so many ``slots`` beside each other; gives the width of one, in px.
    """
    rows = trace.tried.rows
    slot, most = (WIDTH - LEFT) / slots, largest(rows)
    scene.panel(0, 0, WIDTH, LOWER - 2)
    scene.add(text(0, 17, trace.title, size=14 if trace.tried.failed else 16, weight="bold"))
    scene.add(*(text(0, y, words, size=13, fill=MUTED) for y, words in zip((84, 100, 116), SCALE, strict=True)))
    scene.add(text(0, SHORT, "C conv P pool F FC", size=12, fill=MUTED))
    scene.add(text(0, BRACKET + 16, "block", size=13, fill=MUTED))
    for i, row in enumerate(rows):
        x, colour = LEFT + i * slot, COLOURS[row.kind]
        letter = text(x + slot / 2, SHORT, LETTER[row.kind], size=12, anchor="middle", fill=colour)
        scene.add(block(row, x, slot, most), letter)
    x = LEFT
    for name, group in trace.groups:
        end = x + slot * len(group)
        if name != "input":
            scene.add(path(f"M{coordinate(x + 2)} {BRACKET}v4H{coordinate(end - 2)}v-4", stroke=LINE))
            scene.add(text((x + end) / 2, BRACKET + 17, name, size=13, anchor="middle", weight="bold"))
        x = end
    return slot


def _draw_table(scene, trace):
    """A line for each block: its layers, what they put out, and what they cost; below a number its share."""
    tried, batch = trace.tried, trace.batch
    scene.panel(0, LOWER, ENDS["macs"] + 8, HEIGHT - LOWER)
    images = f" × {batch}" if batch > 1 else ""
    heads = [(6, "start", "block"), (LAYERS, "start", "layers"), (ENDS["output"], "end", "output")]
    heads += [(ENDS[c], "end", name + images * (c != "parameters")) for c, name in COSTS.items()]
    scene.add(*(text(x, TABLE, words, size=13, anchor=anchor, fill=MUTED) for x, anchor, words in heads))
    y, first, failed_in = TABLE, 0, trace.groups[-1][0] if tried.failed else None
    height, tops = min(21, (HEIGHT - 6 - TABLE) / (len(trace.groups) + 1)), []
    for name, rows in trace.groups:
        y += height
        failed = name == failed_in
        last = first + len(rows) - 1 + failed
        tops += [y - 14] * (last + 1 - first)
        first = last + 1
        weight = None if name == "input" else "bold"  # bold, it would touch "image"
        scene.add(text(6, y, name, size=14, weight=weight))
        scene.add(text(LAYERS, y, layers_of(rows) + ", P ✗" * failed, size=14, fill=MARK if failed else INK))
        scene.add(text(ENDS["output"], y, times(rows[-1].output_shape), size=14, anchor="end"))
        sums = Totals.of(rows)
        for column in COSTS:
            count, end = getattr(sums, column), ENDS[column]
            if count:
                length = CELL * count / getattr(tried.totals, column)
                scene.add(bar(end, y + 2, length, 2.5, INPUT, 0.85, least=0, way="left"))
            scene.add(text(end, y, _sum(count, column, batch), size=14, anchor="end"))
    frame = rect(1, tops[0], ENDS["macs"] + 4, height, stroke=MARK, stroke_width=2)
    scene.moving([(0, top) for top in tops], frame, name="block")
    y += height
    scene.add(text(6, y, "sum so far" if tried.failed else "sum", size=14, weight="bold"))
    scene.add(text(110, y, "lines: share of the sum", size=13, fill=MUTED))
    for column in COSTS:
        total = _sum(getattr(tried.totals, column), column, batch)
        scene.add(text(ENDS[column], y, total, size=14, anchor="end", weight="bold"))


def _sum(count, column, batch):
    return short(count if column == "parameters" else count * batch)


def _draw_chosen(scene, trace):
    """The chosen layer in words, and its formulas with their numbers; or why it does not fit."""
    scene.panel(CHOSEN, LOWER, COLUMN, HEIGHT - LOWER)
    for step, row in enumerate(trace.tried.rows):
        scene.at(step, *_numbers(row, trace))
    if trace.stop:
        scene.at(len(trace.tried.rows), *_stop(trace))


def _numbers(row, trace):
    name, _, words = "".join(layer_words(row, trace.tried)).partition(": ")
    yield _heading(f"{name}: output {times(row.output_shape)}" if row.layer else f"input {times(row.output_shape)}")
    y = TABLE + 22
    for line in _lines(words, LINES) if row.layer else ["a colour picture"]:
        yield text(CHOSEN, y, line, size=14)
        y += 18
    y += 6
    for label, formula in _formulas(row, trace):
        yield text(CHOSEN, y, label, size=13, fill=MUTED)
        yield text(CHOSEN + LABEL, y, formula, size=fitted(formula, COLUMN - LABEL, 14))
        y += 20


def _formulas(row, trace):
    """(label, formula) of every line about a layer; the second line about its values has no label."""
    formulas = [
        ("size", row.formula if row.kind in ("conv", "pool") else ""),
        ("values", row.value_formula),
        ("", f"× {trace.batch} images = {row.values * trace.batch:,}" if trace.batch > 1 else ""),
        ("weights", row.weight_formula if row.weights else "0"),
        ("biases", f"{row.biases:,}"),
        ("MACs", row.mac_formula if row.macs else "0"),
    ]
    return [line for line in formulas if line[1]]


def _stop(trace):
    failed = trace.tried.failed
    yield _heading(f"{failed.name} does not fit")
    formula = failed.windows(trace.tried.rows[-1].output_shape).formula
    whole_formula = formula.replace(" ", "\xa0")
    lines = [line for words in trace.stop for line in [*_lines(words.replace(formula, whole_formula), LINES), ""]]
    for i, line in enumerate(lines):
        yield text(CHOSEN, TABLE + 22 + 19 * i, line, size=14)


def _heading(words):
    return text(CHOSEN, TABLE, words, size=16, weight="bold", fill=MARK)


def _lines(words, most):
    """Words in lines of at most ``most`` characters."""
    return wrapped(words.split(" "), lambda line: len(line) <= most)


def _words(row, tried):
    parts = [f"{share(getattr(row, c), getattr(tried.totals, c))} of the {name}" for c, name in COSTS.items()]
    where, words = block_of(row), "".join(layer_words(row, tried))
    of = f" (block {where})" if where.isdigit() else ""
    size = f" {row.formula}." if row.kind in ("conv", "pool") else ""
    so_far = " so far" if tried.failed else ""
    return f"{words}{of}.{size} Output {times(row.output_shape)}: {', '.join(parts)}{so_far}."


def _tables(trace, given):
    """The numbers that were ``given``, {letter: number}; the blocks with their sums; at every step its layer."""
    texts = [" ".join(map(str, n)) if isinstance(n, tuple | list) else str(n) for n in given.values()]
    told = every(Table("numbers for the pattern", list(given), ["number"], [texts]))
    if trace.refusal:
        return told
    tried, batch = trace.tried, trace.batch
    images = f", {batch} images" if batch > 1 else ""
    columns = ["layers", "output", *(name + images * (cost != "parameters") for cost, name in COSTS.items())]
    cells = [
        [layers_of(rows), times(rows[-1].output_shape), *_parts(Totals.of(rows), trace)] for _, rows in trace.groups
    ]
    cells.append(["", "", *_parts(tried.totals, trace)])
    heads = [f"block {name}" if name.isdigit() else name for name, _ in trace.groups]
    heads.append("sum so far" if tried.failed else "sum")
    told += every(Table(trace.title, columns, heads, cells))
    for k, row in enumerate(tried.rows):
        lines = {label or "values, all images": [formula] for label, formula in _formulas(row, trace)}
        caption = "".join(layer_words(row, tried))
        told.append((k, k, Table(caption, ["formula"], list(lines), list(lines.values()))))
    return told


def _parts(sums, trace):
    """What some layers cost, and their share of the sum over all."""
    for cost in COSTS:
        count, whole = getattr(sums, cost), getattr(trace.tried.totals, cost)
        images = 1 if cost == "parameters" else trace.batch
        yield f"{count * images:,} ({share(count, whole)})"
