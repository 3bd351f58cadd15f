"""The memory that a network needs: what it consists of, how it grows with the batch, and what holds it."""

from math import ceil, floor, log2, log10

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
    at,
    coordinate,
    hatch,
    number,
    rect,
    text,
    text_width,
)
from helpers.networks import least_at_once, memory_of, network_of
from helpers.networks.memory import GIB, GPUS
from helpers.words import in_bytes, sentence, share

HEIGHT = 392
BARS, END, RIGHT = 204, 590, WIDTH - 8  # px: where the bars begin and end, and where the numbers end
TOP, ROW = 28, 24  # px: the first row of bars, and the distance to the next
LOWER = 204  # px: the titles of the lower half
LEFT, UP, WIDE, HIGH = 66, 234, 396, 112  # px: the inside of the chart
CARDS, GAUGE, PITCH = 536, 284, 34  # px: where the gauges begin, their width, and the distance to the next
BATCHES = 256  # the chart's last batch
PARTS = {  # in the picture: (in a Memory, colour, hatching of its bar)
    "weights": ("weights", OUTPUT, ""),
    "activations": ("activations", INPUT, ""),
    "their gradients": ("activation_gradients", INPUT, "/"),
    "the weights' gradients": ("weight_gradients", OUTPUT, "/"),
    "momentum": ("momentum", FILTER, "x"),
}
ALOUD = {"their gradients": "Gradients of the activations", "the weights' gradients": "Gradients of the weights"}


def draw_memory(network, batch=1, bytes_per_value=4, mode="forward"):
    """The memory that a ``network``, a name or a ``Network``, needs: a Picture with a step for every part.

    ``batch`` images at a time, ``bytes_per_value`` for each number; ``mode`` is "forward" (weights and activations)
    or "training" (gradients and momentum too). Bars that follow on one another add up to the total; below, what
    grows with the batch against what does not, for batches of 1 to 256, and five graphics cards as gauges.

    Errors: as ``helpers.networks.memory_of``.
    """
    network = network_of(network)
    memory = memory_of(network, batch, bytes_per_value, mode)
    shown = [name for name, (attribute, *_) in PARTS.items() if getattr(memory, attribute)]
    lines = [f"<defs>{hatch('gradient', INK, '/')}{hatch('momentum', INK, 'x')}</defs>"]
    title = f"{network.name}, batch {batch}, {mode}, {bytes_per_value} bytes a number"
    lines.append(text(0, 17, title, size=16, weight="bold"))
    lines += [*_bars(memory, shown), *_chart(memory), *_cards(memory)]
    for k, name in enumerate(shown):
        y = TOP + ROW * list(PARTS).index(name)
        lines.append(at(k, rect(1, y, WIDTH - 2, ROW, stroke=MARK, stroke_width=2.5)))
    alts = [f"{_part(name, memory)} {_why(name, memory, least_at_once(network))}" for name in shown]
    return assemble(WIDTH, HEIGHT, lines, alts)


def _bars(memory, shown):
    """A row for every part, its bar beginning where the one before ends, and all of them in one."""
    begun, scale, last = BARS, (END - BARS) / memory.total, TOP + 5 * ROW
    for i, (name, (attribute, colour, lines)) in enumerate(PARTS.items()):
        y, size = TOP + i * ROW, getattr(memory, attribute)
        yield text(8, y + 17, name, fill=INK if name in shown else MUTED)
        if name not in shown:
            yield text(BARS, y + 17, "none in a forward pass", size=14, fill=MUTED)
            continue
        for top in (y + 4, last + 4):
            yield _bar(begun, top, size * scale, colour, lines)
        count = f"{memory.values:,} × {memory.batch}" if "activation" in attribute else f"{memory.parameters:,}"
        words = f"{count} × {memory.bytes_per_value} = {in_bytes(size)}"
        yield text(RIGHT, y + 17, words, anchor="end")
        begun += size * scale
    yield text(8, last + 17, "together", weight="bold")
    yield text(RIGHT, last + 17, _both(memory.total), anchor="end", weight="bold")


def _bar(x, y, width, colour, lines):
    bar = rect(x, y, max(width, 1), ROW - 8, fill=colour, stroke=colour, opacity=0.55)
    if lines:
        bar += rect(x, y, max(width, 1), ROW - 8, fill=f"url(#{'gradient' if lines == '/' else 'momentum'})")
    return bar


def _chart(memory):
    """What grows with the batch and what does not, on logarithmic axes, and where they cross."""
    image, fixed = memory.growing // memory.batch, memory.fixed
    low, high = min(image, fixed), max(image * BATCHES, fixed)
    low, high = low * (low / high) ** 0.25, high * (high / low) ** 0.1

    def x(images):
        return LEFT + WIDE * log2(images) / log2(BATCHES)

    def y(size):
        return UP + HIGH * (1 - log10(size / low) / log10(high / low))

    grows, stays = ("activations × 2", "weights × 3") if memory.momentum else ("activations", "weights")
    yield text(0, LOWER, f"{grows} overtake {stays} from batch {memory.overtaking_batch:,} on", weight="bold")
    apart = ceil(18 * log10(high / low) / HIGH)  # decades between two lines, so that their names have room
    decades = range(max(0, ceil(log10(low))), floor(log10(high)) + 1, apart)
    grid = "".join(f"M{LEFT} {coordinate(y(10**d))}h{WIDE}" for d in decades)
    grid += "".join(f"M{coordinate(x(2**i))} {UP}v{HIGH}" for i in range(9))
    yield f'<path d="{grid}" stroke="{LINE}" stroke-width="0.5" fill="none"/>'
    yield f'<path d="M{LEFT} {UP}v{HIGH}h{WIDE}" stroke="{LINE}" fill="none"/>'
    for d in decades:
        yield text(LEFT - 6, y(10**d) + 5, _round(10**d), size=13, anchor="end")
    for i in range(9):
        yield text(x(2**i), UP + HIGH + 17, str(2**i), size=13, anchor="middle")
    yield text(LEFT, HEIGHT - 6, "images in a batch, logarithmic", size=13, fill=MUTED)
    yield _line(x(1), y(image), x(BATCHES), y(image * BATCHES), INPUT)
    yield _line(x(1), y(fixed), x(BATCHES), y(fixed), OUTPUT, dash="8 4")
    yield text(x(BATCHES), y(image * BATCHES) - 8, grows, size=14, anchor="end", weight="bold", fill=INPUT)
    if image <= fixed <= image * BATCHES:
        place = f'cx="{coordinate(x(fixed / image))}" cy="{coordinate(y(fixed))}"'
        yield f'<circle {place} r="9" stroke="{INK}" stroke-width="2" fill="none"/>'
    # Over the dashed line where it is the upper one, else under it: there no line crosses the words.
    over = x(fixed / image) - LEFT > text_width(stays, 14)
    end, shift = ("start", -7) if over else ("end", 18)
    yield text(LEFT + 6 if over else LEFT + WIDE - 6, y(fixed) + shift, stays, size=14, anchor=end, fill=OUTPUT)
    if memory.batch <= BATCHES:
        now = x(memory.batch)
        yield _line(now, UP, now, UP + HIGH, MARK)
        for size in (memory.growing, fixed):
            yield f'<circle cx="{coordinate(now)}" cy="{coordinate(y(size))}" r="4.5" fill="{MARK}"/>'
        here = f"here: batch {memory.batch}"
        yield text(LEFT + WIDE, HEIGHT - 6, here, size=14, anchor="end", weight="bold", fill=MARK)


def _line(x1, y1, x2, y2, colour, dash=None):
    path = f"M{coordinate(x1)} {coordinate(y1)}L{coordinate(x2)} {coordinate(y2)}"
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{path}" stroke="{colour}" stroke-width="2.5" fill="none"{dashed}/>'


def _cards(memory):
    """Every card as a gauge: how full it is, and the largest batch that it holds."""
    yield text(CARDS, LOWER, "how full one card is", weight="bold")
    yield text(RIGHT, LOWER, "GiB = 2³⁰ bytes", size=13, anchor="end", fill=MUTED)
    for i, (name, (size, note)) in enumerate(GPUS.items()):
        y, full = LOWER + 24 + i * PITCH, memory.total / (size * GIB)
        most = memory.largest_batch(size * GIB)
        yield text(CARDS, y, f"{name}, {size} GiB ({note})", size=14)
        holds = f"batch ≤ {most:,}" if most < 1_000_000 else "over a million"
        yield text(RIGHT, y, holds if most else "not one image", size=14, anchor="end")
        colour, words = (INPUT, f"{share(memory.total, size * GIB)} full") if full <= 1 else (MARK, _over(full))
        yield rect(CARDS, y + 5, GAUGE, 11, stroke=LINE)
        yield rect(CARDS, y + 5, max(1, GAUGE * min(full, 1)), 11, fill=colour, opacity=0.7)
        yield text(RIGHT, y + 16, words, size=14, anchor="end", weight="bold", fill=INK if full <= 1 else MARK)


def _round(count):
    """A power of ten, as short as an axis wants it."""
    return in_bytes(count).replace(".00", "").replace("bytes", "B")


def _over(full):
    """How many times over a card is full: never a rounded 1."""
    return "just over full" if full < 1.05 else f"{number(full, 1)} times full"


def _both(count):
    """A size in decimal and in binary units."""
    binary = f"{count / GIB:,.2f} GiB" if count >= GIB else f"{count / 2**20:,.2f} MiB"
    return f"{in_bytes(count)} = {binary}"


def _part(name, memory):
    size = getattr(memory, PARTS[name][0])
    return f"{ALOUD.get(name, sentence(name))}: {in_bytes(size)}, {share(size, memory.total)} of all."


def _why(name, memory, least):
    """What a part consists of, and what makes it larger."""
    if name == "weights":
        return f"All {memory.parameters:,} parameters, biases too, once, whatever the batch."
    if name == "activations" and not memory.momentum:
        most, where = least
        return (
            f"The input and every output, {memory.values:,} numbers an image, all kept. A program that only answers "
            f"may drop them after use, and needs {in_bytes(most * memory.batch * memory.bytes_per_value)} "
            f"(at {where})."
        )
    if name == "activations":
        return f"The input and every output, {memory.values:,} numbers an image: the backward pass needs them all."
    if name == "their gradients":
        return "The lecture's *2 for bwd: it doubles activations only. A program may drop each one after use."
    if name == "the weights' gradients":
        return f"One for each of the {memory.parameters:,} parameters, summed over the images of the batch."
    return "Gradient descent with momentum remembers one number for each parameter; Adam would remember two."
