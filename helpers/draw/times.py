"""Where the multiply-adds of a network are, and where its time goes: shares of both, layer by layer."""

from functools import partial

from helpers.draw.blocks import COLOURS
from helpers.draw.scene import Scene, bar, fitted
from helpers.draw.svg import Grid, coordinate, path, rect, text
from helpers.draw.table import Table, every
from helpers.palette import INK, LINE, MARK, MUTED
from helpers.trace.times import KINDS, times_of
from helpers.words import amount, in_milliseconds, number, share, short

HEIGHT = 416
COLUMN, PITCH = 312, 324  # px: how wide one of the three columns is, and from one to the next
NAMES, BARS, LONGEST = 4, 62, 188  # px in a column: where names and bars begin, and the longest bar
TOP, ROWS = 46, 302  # px: where the layers begin, and how much of the height is theirs
TALLEST = 24  # px: the most that one layer takes


def draw_times(network, times, where, notes=()):
    """Each layer's share of a network's MACs beside its share of the time: a Picture with a step for every layer.

    ``network`` is a name or a ``Network``. ``times`` are those of one batch or two, {batch: {layer: milliseconds}},
    each a column, or {batch: sentence} that says why there are none. ``where`` they were measured stands above, and
    ``notes`` below, at most two: say, with which program, and when.

    All bars are on one scale. A line across a bar of time stands at the layer's share of the MACs.

    Errors: ``ValueError`` for times of other layers than the network has, for one that is not above 0, for a
    network without MACs, for more than two batches, and for more than two notes.
    """
    if not 1 <= len(times) <= 2:
        raise ValueError(f"times must be of one batch or two, got {len(times)}")
    if len(notes) > 2:
        raise ValueError(f"notes must be two at most, got {len(notes)}")
    trace = times_of(network, times)
    scene = Scene(HEIGHT)
    longest = max(max(shares) for shares in (trace.shares, *(each.shares for each in trace.measured)))
    parts = partial(_draw_column, scene, trace, LONGEST / longest)
    parts(0, "share of the MACs", f"{trace.network.name}: {short(trace.macs)}", trace.shares)
    for i, each in enumerate(trace.passes, 1):
        title = f"share of the time, batch {each.batch}"
        if each.milliseconds:
            parts(i, title, f"{in_milliseconds(each.total)}, {where}", each.shares)
        else:
            _draw_gap(scene, i, title, where, each.why)
    for i, note in enumerate(notes):
        scene.panel(PITCH * i, HEIGHT - 20, COLUMN, 20)
        scene.add(text(PITCH * i, HEIGHT - 5, note, size=fitted(note, COLUMN, 13), fill=MUTED))
    if trace.measured:
        x = PITCH * 2
        scene.panel(x, HEIGHT - 20, COLUMN, 20)
        scene.add(path(f"M{x + 4} {HEIGHT - 17}v14", stroke=INK))
        scene.add(text(x + 12, HEIGHT - 5, "the layer's share of the MACs", size=13, fill=MUTED))
    steps = range(len(trace.rows))
    return scene.picture([_words(trace, k) for k in steps], _opening(trace), trace, partial(_tables, trace, where))


def _opening(trace):
    """The layer whose share of the time is the most above its share of the MACs, at the last batch measured."""
    if not trace.measured:
        return trace.shares.index(max(trace.shares))
    above = [taken - counted for taken, counted in zip(trace.measured[-1].shares, trace.shares, strict=True)]
    return above.index(max(above))


def _grid(trace, i):
    """Where the layers lie in column ``i``."""
    count = len(trace.rows)
    return Grid(PITCH * i + 1, TOP, COLUMN - 2, min(TALLEST, ROWS / count), count, 1)


def _draw_column(scene, trace, scale, i, title, total, shares):
    """A bar for each layer, the step's framed, and below them what each kind of layer has of all."""
    x, grid = PITCH * i, _grid(trace, i)
    scene.panel(x, 0, COLUMN, HEIGHT - 22)
    scene.add(text(x, 16, title, weight="bold"), text(x, 34, total, size=fitted(total, COLUMN, 14), fill=MUTED))
    high = grid.cell_height
    size = 14 if high >= 17 else 13
    for k, (row, part) in enumerate(zip(trace.rows, shares, strict=True)):
        y = TOP + k * high
        middle = y + high / 2 + 0.36 * size
        scene.add(text(x + NAMES, middle, row.name, size=size, fill=COLOURS[row.kind]))
        if part:
            scene.add(bar(x + BARS, y + 2, part * scale, high - 4, COLOURS[row.kind], 0.7))
        if i:
            counted = x + BARS + trace.shares[k] * scale
            scene.add(path(f"M{coordinate(counted)} {coordinate(y + 1)}v{coordinate(high - 2)}", stroke=INK))
        scene.add(text(x + COLUMN - 6, middle, share(part, 1), size=size, anchor="end"))
    scene.add(path(f"M{x + BARS} {TOP}v{coordinate(grid.height)}", stroke=LINE))
    frame = rect(x + 1, TOP, COLUMN - 2, high, stroke=MARK, stroke_width=2)
    scene.moving([(0, k * high) for k in range(len(trace.rows))], frame, name=f"layer{i}")
    scene.add(grid.cells(f"layers {i}", f"layers, {title}", row=0))
    _draw_sums(scene, trace, x, TOP + grid.height + 20, shares)


def _draw_sums(scene, trace, x, y, shares):
    """What each kind of layer has of all, in the colour of its bars, two in a line."""
    sums = {words: trace.of_kind(kind, shares) for kind, words in KINDS.items()}
    kinds = [(kind, words) for kind, words in KINDS.items() if sums[words] is not None]
    for place, (kind, words) in enumerate(kinds):
        said = f"{words} {share(sums[words], 1)}"
        down, across = divmod(place, 2)
        scene.add(text(x + NAMES + 172 * across, y + 18 * down, said, 14, fill=COLOURS[kind], weight="bold"))


def _draw_gap(scene, i, title, where, why):
    """A column that was not measured, and why."""
    x = PITCH * i
    scene.panel(x, 0, COLUMN, HEIGHT - 22)
    scene.add(text(x, 16, title, weight="bold"), text(x, 34, where, size=14, fill=MUTED))
    scene.refuse(x + COLUMN / 2, 170, "not measured", *why.split("\n"))


def _words(trace, k):
    """A layer's shares, and what its MACs cost."""
    row = trace.rows[k]
    counted = (
        f"{row.name}: {short(row.macs)} MACs, {share(row.macs, trace.macs)} of all."
        if row.macs
        else (f"{row.name}: no multiply-add of the count.")
    )
    said = [counted]
    for each in trace.passes:
        if not each.milliseconds:
            said.append(f"Batch {each.batch}: not measured.")
            continue
        taken, place = each.milliseconds[k], trace.place(k, each)
        rank = "the longest" if place == 1 else f"place {place} of {len(trace.rows)}"
        words = f"{in_milliseconds(taken)} of {in_milliseconds(each.total)}, {share(taken, each.total)}, {rank}"
        price = trace.price(k, each)
        cost = f"; a MAC of it costs {number(price, 1)} times one of the whole network" if price else ""
        said.append(f"Batch {each.batch}: {words}{cost}.")
    return " ".join(said)


def _tables(trace, where):
    """MACs and times of every layer, with their shares, and what a MAC costs against one of the whole network."""
    columns, heads = ["MACs", "share"], [row.name for row in trace.rows]
    cells = [[f"{row.macs:,}", share(row.macs, trace.macs)] for row in trace.rows]
    sums = [f"{trace.macs:,}", "100 %"]
    for each in trace.measured:
        columns += [f"{what}, batch {each.batch}" for what in ("ms", "share of the time", "price of a MAC")]
        sums += [f"{each.total:,.4f}", "100 %", "1.0"]
        for k, line in enumerate(cells):
            price = trace.price(k, each)
            taken = each.milliseconds[k]
            line += [f"{taken:,.4f}", share(taken, each.total), number(price, 1) if price else "none"]
    caption = f"layers of {trace.network.name}, {where}, {amount(len(trace.rows), 'layer')}"
    return every(Table(caption, columns, [*heads, "together"], [*cells, sums]))
