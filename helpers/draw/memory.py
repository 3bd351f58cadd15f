"""The memory that a network takes: what it consists of, how it grows with the batch, and what holds it."""

from functools import partial
from math import ceil, floor, log2, log10

from helpers.draw.scene import Scene, bar
from helpers.draw.svg import WIDTH, coordinate, path, pattern, rect, text
from helpers.draw.table import Table, every
from helpers.networks import least_at_once
from helpers.networks.memory import GIB
from helpers.palette import FILTER, INK, INPUT, LINE, MARK, MUTED, OUTPUT
from helpers.trace.memory import PARTS, needs
from helpers.words import in_bytes, sentence, share

HEIGHT = 392
BARS, END, RIGHT = 204, 590, WIDTH - 8  # px: where the bars begin and end, and where the numbers end
TOP, ROW = 28, 24  # px: the first row of bars, and the distance to the next
LOWER = 204  # px: the titles of the lower half
LEFT, UP, WIDE, HIGH = 66, 234, 396, 112  # px: the inside of the chart
CARDS, GAUGE, PITCH = 536, 284, 34  # px: where the gauges begin, their width, and the distance to the next
BATCHES = 256  # the chart's last batch
STYLES = {  # of a part's bar: its colour, and its hatching
    "weights": (OUTPUT, None),
    "activations": (INPUT, None),
    "their gradients": (INPUT, "gradient"),
    "the weights' gradients": (OUTPUT, "gradient"),
    "momentum": (FILTER, "momentum"),
}
ALOUD = {"their gradients": "Gradients of the activations", "the weights' gradients": "Gradients of the weights"}


def draw_memory(network, batch=1, bytes_per_value=4, mode="forward"):
    """The memory that a ``network``, a name or a ``Network``, takes: a Picture with a step for every part.

    ``batch`` images at a time, ``bytes_per_value`` for each number; ``mode`` is "forward" (weights and activations)
    or "training" (gradients and momentum too). Bars that follow on one another add up to the total; below, what
    grows with the batch against what does not, for batches of 1 to 256, and five graphics cards as gauges.

    Errors: as ``helpers.networks.memory_of``, and ``ValueError`` for a network without weights.
    """
    trace = needs(network, batch, bytes_per_value, mode)
    scene = Scene(HEIGHT)
    scene.add(f"<defs>{pattern('gradient', '/', INK)}{pattern('momentum', 'x', INK)}</defs>")
    scene.panel(0, 0, WIDTH, TOP + 6 * ROW + 2)
    scene.add(text(0, 17, _title(trace), size=16, weight="bold"))
    _draw_bars(scene, trace)
    _draw_chart(scene, trace.memory)
    _draw_cards(scene, trace)
    return scene.picture([_words(name, trace) for name in trace.parts], 0, trace, partial(_tables, trace))


def _title(trace):
    memory = trace.memory
    return f"{trace.network.name}, batch {memory.batch}, {trace.mode}, {memory.bytes_per_value} bytes a number"


def _draw_bars(scene, trace):
    """A row for every part, its bar beginning where the one before ends, and all of them in one."""
    memory, begun, last = trace.memory, BARS, TOP + 5 * ROW
    for i, name in enumerate(PARTS):
        y, size = TOP + i * ROW, trace.parts.get(name)
        scene.add(text(8, y + 17, name, fill=INK if size else MUTED))
        if not size:
            scene.add(text(BARS, y + 17, "none in a forward pass", size=14, fill=MUTED))
            continue
        length, (colour, hatching) = size * (END - BARS) / memory.total, STYLES[name]
        for top in (y + 4, last + 4):
            scene.add(bar(begun, top, length, ROW - 8, colour, 0.55, stroke=colour))
            if hatching:
                scene.add(bar(begun, top, length, ROW - 8, f"url(#{hatching})", None))
        scene.add(text(RIGHT, y + 17, f"{_made(name, memory)} = {in_bytes(size)}", anchor="end"))
        begun += length
    scene.add(text(8, last + 17, "together", weight="bold"))
    scene.add(text(RIGHT, last + 17, _both(memory.total), anchor="end", weight="bold"))
    tops = [TOP + ROW * list(PARTS).index(name) for name in trace.parts]
    frame = rect(1, tops[0], WIDTH - 2, ROW, stroke=MARK, stroke_width=2.5)
    scene.moving([(0, y) for y in tops], frame, name="part")


def _made(name, memory):
    """The product that a part's bytes are."""
    count = f"{memory.values:,} × {memory.batch}" if "activation" in PARTS[name] else f"{memory.parameters:,}"
    return f"{count} × {memory.bytes_per_value}"


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
    scene.add(text(0, LOWER, f"{grows} overtake {stays} from batch {memory.overtaking_batch:,} on", weight="bold"))
    apart = ceil(18 * log10(high / low) / HIGH)  # decades between two lines, so that their names have room
    decades = range(max(0, ceil(log10(low))), floor(log10(high)) + 1, apart)
    lines = "".join(f"M{LEFT} {coordinate(y(10**d))}h{WIDE}" for d in decades)
    lines += "".join(f"M{coordinate(x(2**i))} {UP}v{HIGH}" for i in range(9))
    scene.add(path(lines, stroke=LINE, stroke_width=0.5), path(f"M{LEFT} {UP}v{HIGH}h{WIDE}", stroke=LINE))
    scene.add(*(text(LEFT - 6, y(10**d) + 5, _round(10**d), size=13, anchor="end") for d in decades))
    scene.add(*(text(x(2**i), UP + HIGH + 17, str(2**i), size=13, anchor="middle") for i in range(9)))
    scene.add(text(LEFT, HEIGHT - 6, "images in a batch, logarithmic", size=13, fill=MUTED))
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
    """Every card as a gauge: how full it is, and the largest batch that it holds, by the lecture's rule."""
    scene.panel(CARDS - 2, LOWER - 16, WIDTH - CARDS, HEIGHT - LOWER + 16)
    scene.add(text(CARDS, LOWER, "how full one card is, by this rule", weight="bold"))
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
    words = _over(card.full) if card.full > 1 else f"{share(trace.memory.total, card.capacity)} full"
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


def _words(name, trace):
    size = trace.parts[name]
    part = f"{ALOUD.get(name, sentence(name))}: {in_bytes(size)}, {share(size, trace.memory.total)} of all."
    return f"{part} {_why(name, trace.memory, trace.network)}"


def _why(name, memory, network):
    """What a part consists of, and what makes it larger."""
    if name == "weights":
        return f"All {memory.parameters:,} parameters, biases too, once, whatever the batch."
    if name == "activations" and not memory.momentum:
        most, where = least_at_once(network)
        return (
            f"The input and every output, {memory.values:,} numbers an image, all kept. A program that only answers "
            f"may drop them after use, and needs {in_bytes(most * memory.batch * memory.bytes_per_value)} "
            f"(at {where})."
        )
    if name == "activations":
        return (
            f"The input and every output, {memory.values:,} numbers an image: the rule keeps them all for the "
            f"backward pass."
        )
    if name == "their gradients":
        return "The lecture's *2 for bwd: it doubles activations only. A program may drop each one after use."
    if name == "the weights' gradients":
        return f"One for each of the {memory.parameters:,} parameters, summed over the images of the batch."
    return "Gradient descent with momentum remembers one number for each parameter; Adam would remember two."


def _tables(trace):
    """The parts and their sum, what grows with the batch and what does not, and the cards."""
    memory, parts = trace.memory, trace.parts
    cells = [[f"{_made(name, memory)} = {size:,}", share(size, memory.total)] for name, size in parts.items()]
    cells.append([f"{memory.total:,}, {_both(memory.total)}", "100 %"])
    batches = [2**i for i in range(BATCHES.bit_length())]
    sizes = [[in_bytes(memory.growing // memory.batch * batch), in_bytes(memory.fixed)] for batch in batches]
    cards = [list(_filled(card, trace)) for card in trace.cards]
    return every(
        Table(f"memory: {_title(trace)}", ["bytes", "share"], [*parts, "together"], cells),
        Table(
            "what grows with the batch, and what does not", _growing(memory), [f"batch {b}" for b in batches], sizes
        ),
        Table("one card, by this rule", ["how full", "holds"], [card.words for card in trace.cards], cards),
    )
