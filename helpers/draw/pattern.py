"""The pattern that most networks follow, with numbers for its letters: its chain of layers, block by block."""

from itertools import groupby

from helpers.arguments import whole
from helpers.draw.network import COLOURS, FLOOR, block, costliest, largest, what
from helpers.draw.picture import assemble
from helpers.draw.svg import INK, INPUT, LINE, MARK, MUTED, WIDTH, Grid, at, coordinate, during, rect, text
from helpers.networks import Totals
from helpers.networks.attempt import attempt, where_it_stops, written
from helpers.words import share, short, times, wrapped

HEIGHT = 400
LEFT = 132  # px: where the chain begins
LETTERS, BRACKET = 145, 152  # px: the letters under the layers, and the brackets under the blocks
TABLE = 196  # px: the first line of the table, and of the chosen layer's numbers
ENDS = {"output": 296, "values": 388, "parameters": 472, "MACs": 562}  # px: where the columns of numbers end
LAYERS, CELL = 52, 78  # px: where the column of layers begins, and the longest bar behind a number
PANEL = 584  # px: where the numbers of the chosen layer begin
COSTS = {"values": "values", "parameters": "parameters", "macs": "MACs"}  # a column of the rows, and its name
LETTER = {"input": "", "conv": "C", "pool": "P", "dense": "F"}


def draw_pattern(n=2, m=5, k=2, pool=True, width=64, side=224, batch=1, free=("side", "m", "pool")):
    """[(CONV-RELU)*N - POOL?]*M - (FC-RELU)*K - FC, softmax: a Picture with a step for every layer.

    ``n`` convolutions in each of ``m`` blocks (an int, or a tuple with one for each block), ``k`` hidden FC layers
    of 4,096 outputs before the last one of 1,000, ``pool`` whether a block ends in a 2x2 pool, ``width`` the filters
    of the first block, ``side`` the side of the input, a colour picture; the sums are for ``batch`` images. Where a
    layer does not fit, the rows so far are drawn, and the last step says why, and which of the ``free`` numbers
    would fit; numbers that write no pattern give one step that says so.
    """
    n = tuple(n) if isinstance(n, list) else n
    tried = attempt(n, m, k, pool, width, side)
    whole("batch", batch, 1)
    if not tried.rows:
        return draw_refusal(f"{tried.refusal}.")
    lines = [text(0, 17, written(n, m, k, pool), size=14 if tried.failed else 16, weight="bold")]
    steps = len(tried.rows) + bool(tried.failed)
    slot = (WIDTH - LEFT) / steps
    lines += [*_chain(tried, slot), *_table(tried, batch)]
    lines.append(Grid(LEFT, 26, slot, BRACKET - 28, 1, steps).cells("layers", "layers", row=0))
    for step, row in enumerate(tried.rows):
        lines.append(at(step, "".join(_chosen(step, slot, _panel(row, tried, batch)))))
    alts = [_words(row, tried) for row in tried.rows]
    if tried.failed:
        why = where_it_stops(tried, free)
        lines.append(at(steps - 1, "".join(_chosen(steps - 1, slot, _stop(tried, why)))))
        alts.append(why[0])
    return assemble(WIDTH, HEIGHT, lines, alts, steps - 1 if tried.failed else costliest(tried.rows))


def draw_refusal(words):
    """The pattern with its letters, and ``words`` that say why the numbers for them write no network."""
    lines = [text(0, 17, "[(CONV-RELU)*N-POOL?]*M-(FC-RELU)*K-FC, SOFTMAX", size=16, weight="bold")]
    lines += [text(0, 64 + 26 * i, line, size=16, fill=MARK) for i, line in enumerate(_lines(words, 100))]
    return assemble(WIDTH, HEIGHT, lines, [words])


def _chain(tried, slot):
    """The volumes one after the other, a letter for each layer, and brackets for the blocks of the pattern."""
    for y, words in zip((84, 100, 116), ("height: side", "width: channels", "logarithmic"), strict=True):
        yield text(0, y, words, size=13, fill=MUTED)
    yield text(0, LETTERS, "C conv P pool F FC", size=12, fill=MUTED)
    yield text(0, BRACKET + 16, "block", size=13, fill=MUTED)
    most = largest(tried.rows)
    for i, row in enumerate(tried.rows):
        x = LEFT + i * slot
        yield block(row, x, slot, most)
        yield text(x + slot / 2, LETTERS, LETTER[row.kind], size=12, anchor="middle", fill=COLOURS[row.kind])
    x = LEFT
    for name, rows in _groups(tried):
        end = x + slot * len(rows)
        if name != "input":
            yield (
                f'<path d="M{coordinate(x + 2)} {BRACKET}v4H{coordinate(end - 2)}v-4" stroke="{LINE}" fill="none"/>'
            )
            yield text((x + end) / 2, BRACKET + 17, name, size=13, anchor="middle", weight="bold")
        x = end
    if tried.failed:
        width = min(46, slot - 6)
        yield rect(x + (slot - width) / 2, FLOOR - 46, width, 46, stroke=MARK, stroke_width=2, dash="4 3")
        yield text(x + slot / 2, FLOOR - 17, "✗", size=15, anchor="middle", weight="bold", fill=MARK)
        yield text(WIDTH, 17, f"{tried.failed.name} does not fit", anchor="end", weight="bold", fill=MARK)


def _groups(tried):
    """(name, rows) of the input, of each block, and of the FC layers."""
    return [(name, tuple(rows)) for name, rows in groupby(tried.rows, _block_of)]


def _block_of(row):
    if row.kind == "input":
        return "input"
    return "FC" if row.kind == "dense" else row.name.removeprefix(row.kind).partition("_")[0]


def _table(tried, batch):
    """A line for each block: its layers, what they put out, and what they cost; behind a number its share."""
    images = f" × {batch}" if batch > 1 else ""
    yield text(6, TABLE, "block", size=13, fill=MUTED)
    yield text(LAYERS, TABLE, "layers", size=13, fill=MUTED)
    for name, end in ENDS.items():
        words = name + images if name in ("values", "MACs") else name
        yield text(end, TABLE, words, size=13, anchor="end", fill=MUTED)
    y, first, groups = TABLE, 0, _groups(tried)
    height = min(21, (HEIGHT - 6 - TABLE) / (len(groups) + 1))
    for name, rows in groups:
        y += height
        last = first + len(rows) - 1 + (bool(tried.failed) and rows[-1] is tried.rows[-1])
        yield during(first, last, rect(1, y - 14, ENDS["MACs"] + 4, height, stroke=MARK, stroke_width=2))
        first = last + 1
        failed = tried.failed and rows[-1] is tried.rows[-1]
        yield text(6, y, name, size=14, weight=None if name == "input" else "bold")  # bold, it would touch "image"
        yield text(LAYERS, y, _layers(rows) + ", P ✗" * bool(failed), size=14, fill=MARK if failed else INK)
        yield text(ENDS["output"], y, times(rows[-1].output_shape), size=14, anchor="end")
        sums = Totals.of(rows)
        for column, cost in COSTS.items():
            count, end = getattr(sums, column), ENDS[cost]
            if count:
                length = CELL * count / getattr(tried.totals, column)
                yield rect(end - length, y - 12, length, 14, fill=INPUT, opacity=0.25)
            yield text(end, y, _sum(count, column, batch), size=14, anchor="end")
    y += height
    yield text(6, y, "sum so far" if tried.failed else "sum", size=14, weight="bold")
    yield text(110, y, "shaded: share of the sum", size=13, fill=MUTED)
    for column, cost in COSTS.items():
        total = _sum(getattr(tried.totals, column), column, batch)
        yield text(ENDS[cost], y, total, size=14, anchor="end", weight="bold")


def _sum(count, column, batch):
    return short(count if column == "parameters" else count * batch)


def _layers(rows):
    """The layers of a block in the paper's words, for example "2 CONV-64, POOL"."""
    words = []
    for (kind, channels), same in groupby(rows, lambda row: (row.kind, row.output_shape[2])):
        count = len(list(same))
        name = {"conv": f"CONV-{channels}", "pool": "POOL", "dense": f"FC-{channels}", "input": "image"}[kind]
        words.append(f"{count} {name}" if count > 1 or kind == "conv" else name)
    return ", ".join(words)


def _chosen(step, slot, panel):
    yield rect(LEFT + step * slot + 1.5, 26, slot - 3, BRACKET - 28, stroke=MARK, stroke_width=2.5)
    yield from panel


def _panel(row, tried, batch):
    """The chosen layer in words, and its formulas with their numbers."""
    name, _, words = what(row, tried).partition(": ")
    heading = f"{name}: output {times(row.output_shape)}" if row.layer else f"input {times(row.output_shape)}"
    yield text(PANEL, TABLE, heading, size=16, weight="bold", fill=MARK)
    y = TABLE + 22
    for line in _lines(words, 46) if row.layer else ["a colour picture"]:
        yield text(PANEL, y, line, size=14)
        y += 18
    y += 6
    formulas = [
        ("size", row.formula if row.kind in ("conv", "pool") else ""),
        ("values", row.value_formula),
        ("", f"× {batch} images = {row.values * batch:,}" if batch > 1 else ""),
        ("weights", row.weight_formula if row.weights else "0"),
        ("biases", f"{row.biases:,}"),
        ("MACs", row.mac_formula if row.macs else "0"),
    ]
    for label, formula in formulas:
        if formula:
            size = max(12, min(14, int((WIDTH - PANEL - 58) / (0.59 * len(formula)))))
            yield text(PANEL, y, label, size=13, fill=MUTED)
            yield text(PANEL + 58, y, formula, size=size)
            y += 20


def _stop(tried, why):
    yield text(PANEL, TABLE, f"{tried.failed.name} does not fit", size=16, weight="bold", fill=MARK)
    formula = tried.failed.windows(tried.rows[-1].output_shape).formula
    whole_formula = formula.replace(" ", "\xa0")
    lines = [line for words in why for line in [*_lines(words.replace(formula, whole_formula), 46), ""]]
    for i, line in enumerate(lines):
        yield text(PANEL, TABLE + 22 + 19 * i, line, size=14)


def _lines(words, most):
    """Words in lines of at most ``most`` characters."""
    return wrapped(words.split(" "), lambda line: len(line) <= most)


def _words(row, tried):
    parts = [f"{share(getattr(row, c), getattr(tried.totals, c))} of the {name}" for c, name in COSTS.items()]
    where = _block_of(row)
    of = f" (block {where})" if where.isdigit() else ""
    size = f" {row.formula}." if row.kind in ("conv", "pool") else ""
    so_far = " so far" if tried.failed else ""
    return f"{what(row, tried)}{of}.{size} Output {times(row.output_shape)}: {', '.join(parts)}{so_far}."
