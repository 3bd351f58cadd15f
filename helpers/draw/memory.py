"""The memory that a network takes: its parts by the rule and at the peak, how it grows, and what holds it."""

from functools import partial
from math import ceil, floor, log2, log10

from helpers.draw.memory_words import part_in_words
from helpers.draw.scene import Scene, bar, fitted
from helpers.draw.svg import WIDTH, coordinate, path, pattern, rect, text
from helpers.draw.table import Table, every
from helpers.draw.timeline import timeline
from helpers.networks.memory import GIB
from helpers.palette import FILTER, INK, INPUT, LINE, MARK, MUTED, OUTPUT
from helpers.trace.memory import PARTS, needs
from helpers.words import in_bytes, share

HEIGHT = 416
RIGHT = WIDTH - 8  # px: where numbers end
TABLE = 352  # px: the width of the table, that of a phone
COUNTED, HELD = 265, TABLE - 2  # px: where its two columns of numbers end
NAMES, TOP, ROW = 24, 55, 18  # px: where its names begin, its first row, and the distance to the next
LOWER = 236  # px: the titles of the lower half
LEFT, UP, WIDE, HIGH = 66, 266, 396, 104  # px: the inside of the chart
CARDS, GAUGE, PITCH = 536, 284, 33  # px: where the gauges begin, their width, and the distance to the next
BATCHES = 256  # the chart's last batch
STYLES = {  # of a part: its colour, and its hatching; in the order in which they pile up
    "the library's own": (LINE, "library"),
    "weights": (OUTPUT, None),
    "momentum": (FILTER, "momentum"),
    "the weights' gradients": (OUTPUT, "gradient"),
    "activations": (INPUT, None),
    "places, LRN, dropout": (INPUT, "momentum"),
    "their gradients": (INPUT, "gradient"),
    "room to compute": (LINE, None),
}


def draw_memory(network, batch=1, bytes_per_value=4, mode="forward"):
    """The memory that a ``network``, a name or a ``Network``, takes: a Picture with a step for every part.

    ``batch`` images at a time, ``bytes_per_value`` for each number; ``mode`` is "forward" or "training". A table of
    the parts, counted by the lecture's rule (``memory_of``) and held at the peak of a simulated step
    (``step_memory``); the time line of that step; below, what grows with the batch by the rule against what does
    not, for batches of 1 to 256, and five graphics cards as gauges of the peak.

    Errors: as ``helpers.networks.memory_of``, and ``ValueError`` for a network without weights.
    """
    trace = needs(network, batch, bytes_per_value, mode)
    scene = Scene(HEIGHT)
    hatchings = pattern("gradient", "/", INK) + pattern("momentum", "x", INK) + pattern("library", ".", INK)
    scene.add(f"<defs>{hatchings}</defs>")
    _draw_parts(scene, trace)
    timeline(scene, trace, STYLES)
    _draw_chart(scene, trace.memory)
    _draw_cards(scene, trace)
    return scene.picture([part_in_words(name, trace) for name in trace.held], 0, trace, partial(_tables, trace))


def _title(trace):
    memory = trace.memory
    return f"batch {memory.batch}, {trace.mode}, {memory.bytes_per_value} bytes a number"


def _draw_parts(scene, trace):
    """A row for every part: its colour, its bytes by the rule, and its bytes at the peak of the step."""
    scene.panel(0, 0, TABLE, LOWER - 16)
    scene.add(text(0, 16, trace.network.name, fitted(trace.network.name, TABLE, 16), weight="bold"))
    scene.add(text(0, 33, _title(trace), size=13, fill=MUTED))
    for x, words in ((COUNTED, "by the rule"), (HELD, "at the peak")):
        scene.add(text(x, TOP - 4, words, size=13, anchor="end", fill=MUTED))
    for i, name in enumerate(PARTS):
        y, (colour, hatching), there = TOP + i * ROW, STYLES[name], name in trace.held
        scene.add(bar(5, y + 3, 14, 12, colour, 0.55, stroke=colour))
        if hatching:
            scene.add(bar(5, y + 3, 14, 12, f"url(#{hatching})", None))
        scene.add(text(NAMES, y + 13, name, size=13, fill=INK if there else MUTED))
        for x, words in ((COUNTED, _counted(name, trace)), (HELD, _held(name, trace))):
            scene.add(text(x, y + 13, words, 13, "end", INK if words[0].isdigit() else MUTED))
    y = TOP + len(PARTS) * ROW + 13
    scene.add(text(NAMES, y, "together", size=13, weight="bold"))
    for x, size in ((COUNTED, trace.memory.total), (HELD, trace.step.peak)):
        scene.add(text(x, y, in_bytes(size), size=13, anchor="end", weight="bold"))
    tops = [TOP + ROW * list(PARTS).index(name) for name in trace.held]
    frame = rect(1, tops[0], TABLE - 2, ROW, stroke=MARK, stroke_width=2.5)
    scene.moving([(0, y - tops[0]) for y in tops], frame, name="part")


def _counted(name, trace):
    """What the table says of a part by the rule."""
    size = trace.counted.get(name)
    return in_bytes(size) if size else "not counted" if PARTS[name][0] is None else "none"


def _held(name, trace):
    """What the table says of a part at the peak."""
    return in_bytes(trace.held[name][trace.peak]) if name in trace.held else "none"


def _draw_chart(scene, memory):
    """What grows with the batch and what does not, on logarithmic axes, and where they cross."""
    image, fixed = memory.growing // memory.batch, memory.fixed
    low, high = min(image, fixed), max(image * BATCHES, fixed)
    low, high = low * (low / high) ** 0.25, high * (high / low) ** 0.1

    def x(images):
        return LEFT + WIDE * log2(images) / log2(BATCHES)

    def y(size):
        return UP + HIGH * (1 - log10(size / low) / log10(high / low))

    grows, stays = _growing(memory)
    scene.panel(0, LOWER - 16, LEFT + WIDE + 18, HEIGHT - LOWER + 16)
    scene.add(
        text(
            0,
            LOWER,
            f"{grows} overtake {stays} from batch {memory.overtaking_batch:,} on",
            weight="bold",
        )
    )
    apart = ceil(18 * log10(high / low) / HIGH)  # decades between two lines, so that their names have room
    decades = range(max(0, ceil(log10(low))), floor(log10(high)) + 1, apart)
    lines = "".join(f"M{LEFT} {coordinate(y(10**d))}h{WIDE}" for d in decades)
    lines += "".join(f"M{coordinate(x(2**i))} {UP}v{HIGH}" for i in range(9))
    scene.add(path(lines, stroke=LINE, stroke_width=0.5), path(f"M{LEFT} {UP}v{HIGH}h{WIDE}", stroke=LINE))
    scene.add(*(text(LEFT - 6, y(10**d) + 5, _round(10**d), size=13, anchor="end") for d in decades))
    scene.add(*(text(x(2**i), UP + HIGH + 17, str(2**i), size=13, anchor="middle") for i in range(9)))
    scene.add(text(LEFT, HEIGHT - 6, "images in a batch, by the rule", size=13, fill=MUTED))
    scene.add(_line(x(1), y(image), x(BATCHES), y(image * BATCHES), INPUT))
    scene.add(_line(x(1), y(fixed), x(BATCHES), y(fixed), OUTPUT, dash="8 4"))
    end = {"size": 14, "anchor": "end"}
    scene.add(text(x(BATCHES), y(image * BATCHES) - 8, grows, **end, weight="bold", fill=INPUT))
    if image <= fixed <= image * BATCHES:
        scene.add(_circle(x(fixed / image), y(fixed), 9, fill="none", stroke=INK, stroke_width=2))
    # Over the dashed line where it is the upper one, else under it: there no line crosses the words.
    if x(fixed / image) - LEFT > 9 * len(stays):
        scene.add(text(LEFT + 6, y(fixed) - 7, stays, size=14, fill=OUTPUT))
    else:
        scene.add(text(LEFT + WIDE - 6, y(fixed) + 18, stays, **end, fill=OUTPUT))
    if memory.batch <= BATCHES:
        now = x(memory.batch)
        scene.add(_line(now, UP, now, UP + HIGH, MARK))
        scene.add(*(_circle(now, y(size), 4.5, fill=MARK) for size in (memory.growing, fixed)))
        scene.add(text(LEFT + WIDE, HEIGHT - 6, f"here: batch {memory.batch}", **end, weight="bold", fill=MARK))


def _growing(memory):
    """What grows with the batch, and what does not."""
    return ["activations × 2", "weights × 3"] if memory.momentum else ["activations", "weights"]


def _line(x1, y1, x2, y2, colour, dash=None):
    d = f"M{coordinate(x1)} {coordinate(y1)}L{coordinate(x2)} {coordinate(y2)}"
    return path(d, stroke=colour, stroke_width=2.5, dash=dash)


def _circle(x, y, radius, fill, stroke="none", stroke_width=0):
    place = f'cx="{coordinate(x)}" cy="{coordinate(y)}" r="{coordinate(radius)}"'
    return f'<circle {place} fill="{fill}" stroke="{stroke}" stroke-width="{stroke_width}"/>'


def _draw_cards(scene, trace):
    """Every card as a gauge: how full the step makes it, and the largest batch that it holds."""
    scene.panel(CARDS - 2, LOWER - 16, WIDTH - CARDS, HEIGHT - LOWER + 16)
    scene.add(text(CARDS, LOWER, "how full one card is at the peak", weight="bold"))
    scene.add(text(RIGHT, LOWER, "GiB = 2³⁰ bytes", size=13, anchor="end", fill=MUTED))
    for i, card in enumerate(trace.cards):
        y, over = LOWER + 24 + i * PITCH, card.full > 1
        words, holds = _filled(card, trace)
        scene.add(text(CARDS, y, card.words, size=14))
        scene.add(text(RIGHT, y, holds if card.most < 1_000_000 else "over a million", size=14, anchor="end"))
        scene.add(rect(CARDS, y + 5, GAUGE, 11, stroke=LINE))
        scene.add(bar(CARDS, y + 5, GAUGE * min(card.full, 1), 11, MARK if over else INPUT, 0.7))
        fill = MARK if over else INK
        scene.add(text(RIGHT, y + 16, words, size=14, anchor="end", weight="bold", fill=fill))


def _filled(card, trace):
    """How full a card is, and the largest batch that it holds."""
    words = _over(card.full) if card.full > 1 else f"{share(trace.step.peak, card.capacity)} full"
    return words, "not one image" if not card.most else f"batch ≤ {card.most:,}"


def _round(count):
    """A power of ten, as short as an axis wants it."""
    return in_bytes(count).replace(".00", "").replace("bytes", "B")


def _over(full):
    """How many times over a card is full: never a rounded 1."""
    return "just over full" if full < 1.05 else f"{full:.1f} times full"


def _both(count):
    """A size in decimal and in binary units."""
    binary = f"{count / GIB:,.2f} GiB" if count >= GIB else f"{count / 2**20:,.2f} MiB"
    return f"{in_bytes(count)} = {binary}"


def _tables(trace):
    """The parts and their sums, the step's moments, what grows with the batch by the rule, and the cards."""
    memory, rows = trace.memory, list(trace.held)
    cells = [
        [_product(name, trace), _share(trace.counted[name], memory.total), *_at_the_peak(name, trace)]
        for name in rows
    ]
    cells.append([f"{memory.total:,}, {_both(memory.total)}", "100 %", f"{trace.step.peak:,}", "100 %"])
    heads = ["by the lecture's rule", "share", "at the simulated peak", "share of it"]
    moments = [trace.step.timeline[i] for i in trace.line]
    amounts = [[in_bytes(moment.total)] for moment in moments]
    batches = [2**i for i in range(BATCHES.bit_length())]
    sizes = [[in_bytes(memory.growing // memory.batch * batch), in_bytes(memory.fixed)] for batch in batches]
    cards = [list(_filled(card, trace)) for card in trace.cards]
    return every(
        Table(f"memory: {trace.network.name}, {_title(trace)}", heads, [*rows, "together"], cells),
        Table("one step, simulated", ["at most"], [moment.words for moment in moments], amounts),
        Table(
            "by the rule: what grows with the batch, and what does not",
            _growing(memory),
            [f"batch {b}" for b in batches],
            sizes,
        ),
        Table("one card, at the simulated peak", ["how full", "holds"], [card.words for card in trace.cards], cards),
    )


def _product(name, trace):
    """A part's bytes by the rule as the product that they are."""
    memory, size = trace.memory, trace.counted[name]
    if not size:
        return _counted(name, trace)
    count = f"{memory.values:,} × {memory.batch}" if "activation" in PARTS[name][0] else f"{memory.parameters:,}"
    return f"{count} × {memory.bytes_per_value} = {size:,}"


def _at_the_peak(name, trace):
    size = trace.held[name][trace.peak]
    return [f"{size:,}", share(size, trace.step.peak)]


def _share(size, total):
    return share(size, total) if size else "0 %"
