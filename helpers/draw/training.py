"""A LeNet while it learns: its first filters, what they make of a digit, the answer, and how good it is by then."""

from functools import partial
from math import log10

import numpy as np

from helpers.draw.common_tables import answers, compared
from helpers.draw.lenet_sums import ink, ink_raster
from helpers.draw.raster import raster, signed_raster
from helpers.draw.scene import Scene, bar
from helpers.draw.svg import Grid, coordinate, numbers, path, rect, text
from helpers.draw.table import Table, every, matrix
from helpers.palette import FILTER, INK, INPUT, LINE, MARK, MUTED, OUTPUT
from helpers.trace.training import progress
from helpers.words import number

HEIGHT = 400
TOP = 28  # px: where the pictures begin, under their titles
MIDDLE, TILE = 226, 58  # px: where filters and maps begin, and from one to the next
MAPS, CHOSEN = 116, 226  # px: where the maps begin, and the chosen filter
LARGE, PITCH = 106, 122  # px: the side of the chosen filter, and from it to its slopes
CHARTS, LEFT, CHART, HIGH = 608, 656, 298, 100  # px: the charts, and the inside of them: left, width, height
LOSS, RIGHT = 28, 163  # px: where the charts begin
SETS = (("digits of training", INPUT, None), ("held-out digits", OUTPUT, "5 3"))  # name, colour, dashes


def draw_training(training, volumes, labels, digit, filter=0):
    """A ``training`` as ``load_training()`` gives it: a Picture with a step for each of its checkpoints.

    ``volumes`` (D, 32, 32, 1), from 0 (paper) to 1 (ink), and ``labels`` (D,) are those of the places
    ``training.digits``; ``digit`` is one of these places, ``filter`` the one of C1 (0..5) that is shown large.

    Maps are on one scale for all checkpoints, from 0, white, to the largest value, black. So are the filters, from
    purple with a bar, below 0, to orange; slopes have a scale of their own at each checkpoint, for they shrink.

    Errors: ``ValueError`` for a digit or filter that is not there.
    """
    trace = progress(training, volumes, labels, digit, filter)
    scene = Scene(HEIGHT)
    _draw_digit(scene, trace)
    _draw_tiles(scene, trace)
    _draw_filter(scene, trace)
    _draw_charts(scene, trace)
    _draw_counts(scene, trace)
    steps = range(len(training.steps))
    opening = training.steps.tolist().index(training.epoch) if training.epoch in training.steps else 0
    return scene.picture([_words(trace, k) for k in steps], opening, trace, partial(_tables, trace))


def _draw_digit(scene, trace):
    """The digit, and ten bars with the answer at every step; the right class is framed."""
    side, top = 140, 220
    scene.panel(0, 0, 209, HEIGHT)
    scene.title(4, f"a held-out digit, a {trace.label}", INPUT)
    scene.add(raster(ink(trace.volume[..., 0], 1), 4, TOP, side, side), rect(4, TOP, side, side, stroke=LINE))
    scene.add(text(204, top - 22, "probability", size=13, anchor="end", fill=MUTED))
    rows = [(digit, top + 15 * digit) for digit in range(trace.probabilities.shape[1])]
    for digit, y in rows:
        scene.add(text(6, y, str(digit), size=14), rect(22, y - 10, 126, 10, fill=LINE, opacity=0.18))
    scene.add(rect(1, top + 15 * trace.label - 13, 207, 16, stroke=MARK, stroke_width=2))
    scene.add(text(4, top + 165, "framed: the right class", size=13, fill=MUTED))
    for k, shares in enumerate(trace.probabilities.tolist()):
        answer = trace.answers[k]
        weights = ["bold" if digit == answer else None for digit, _ in rows]
        bars = (bar(22, y - 10, 126 * shares[digit], 10, OUTPUT, opacity=None, least=0.5) for digit, y in rows)
        said = (text(204, y, number(shares[d], 3), 14, "end", weight=weights[d]) for d, y in rows)
        scene.at(k, text(4, top - 22, f"read as {answer}", 16, fill=OUTPUT, weight="bold"), *bars, *said)


def _draw_tiles(scene, trace):
    """The six filters of C1, and below each its map of the digit, at every step."""
    filters, maps = trace.training.filters, trace.maps.transpose(0, 3, 1, 2)
    most, black = abs(filters).max().item(), maps.max().item()
    in_signs, in_greys = partial(signed_raster, most=most), partial(ink_raster, most=black)
    _draw_row(scene, trace, "filters", TOP, FILTER, f"the {filters.shape[1]} filters of C1", filters, in_signs)
    _draw_row(scene, trace, "maps", MAPS, OUTPUT, "their maps of the digit, after ReLU", maps, in_greys)
    scene.add(text(MIDDLE, MAPS + TILE + 15, f"white 0, black {number(black, 2)}", size=13, fill=MUTED))


def _draw_row(scene, trace, name, y, colour, title, values, draw):
    """A picture for each filter, ``values`` (T, 6, ...) at the steps, by ``draw``; the chosen one is framed."""
    grid = Grid(MIDDLE, y, TILE, TILE, 1, values.shape[1])
    scene.panel(MIDDLE - 2, y - TOP, 352, TILE + TOP + (20 if name == "maps" else 0))
    scene.title(MIDDLE, title, colour, y=y - 10)
    corners = [grid.corner(0, i) for i in range(grid.columns)]
    size = TILE - 4
    for k, tiles in enumerate(values):
        scene.at(k, *(draw(tile, x, y, size, size) for tile, (x, _) in zip(tiles, corners, strict=True)))
    for i, (x, _) in enumerate(corners):
        chosen = {"stroke": MARK, "stroke_width": 3} if i == trace.which else {"stroke": LINE}
        scene.add(rect(x, y, size, size, **chosen))
    scene.add(grid.cells(name, name, chosen=(0, trace.which)))


def _draw_filter(scene, trace):
    """The chosen filter large, its slopes, and how far it is from its start, at every step."""
    largest = abs(trace.training.filters).max()
    kinds = (
        (f"filter {trace.which}", FILTER, trace.weights, np.full(len(trace.maps), largest)),
        ("its slopes", MARK, trace.slopes, abs(trace.slopes).max(axis=(1, 2))),
        ("moved by", FILTER, trace.moved, np.full(len(trace.maps), abs(trace.moved).max())),
    )
    scene.panel(MIDDLE - 2, CHOSEN - 24, 352, HEIGHT - CHOSEN + 24)
    for i, (title, colour, values, scales) in enumerate(kinds):
        x = MIDDLE + PITCH * i
        scene.title(x, title, colour, y=CHOSEN - 8)
        for k, most in enumerate(scales.tolist()):
            said = f"darkest ±{number(most, 2 if most >= 0.1 else 4)}"
            pixels = signed_raster(values[k], x, CHOSEN, LARGE, LARGE, max(most, 1e-9))
            scene.at(k, pixels, text(x, CHOSEN + LARGE + 17, said, size=13))
        scene.add(rect(x, CHOSEN, LARGE, LARGE, stroke=LINE))
    lines = "purple and bar below 0, white 0, orange above", "slopes: a scale of their own at each step"
    scene.add(*(text(MIDDLE, CHOSEN + LARGE + 38 + 18 * i, w, size=13, fill=MUTED) for i, w in enumerate(lines)))


def _draw_charts(scene, trace):
    """Loss and right answers on both sets at all checkpoints, with the step that shows."""
    training, count = trace.training, len(trace.training.steps)
    grid = Grid(LEFT, LOSS - 4, CHART / count, RIGHT + HIGH - LOSS + 27, 1, count)
    scene.panel(CHARTS - 2, 0, 352, RIGHT + HIGH + 38)
    scene.add(text(LEFT + CHART, LOSS - 10, "logarithmic", size=13, anchor="end", fill=MUTED))
    heights = (LOSS - 4, HIGH + 8), (RIGHT - 4, HIGH + 27)
    frames = (rect(LEFT, y, grid.cell_width, high, stroke=MARK, stroke_width=2) for y, high in heights)
    scene.moving([grid.corner(0, k) for k in range(count)], *frames, name="checkpoint")
    _draw_lines(scene, grid, "loss", LOSS, training.losses, [(v, str(v)) for v in (0.01, 0.1, 1)], _down)
    shares = training.right / training.of
    _draw_lines(
        scene, grid, "right answers", RIGHT, shares, [(v, f"{100 * v:.0f} %") for v in (0, 0.5, 1)], lambda v: 1 - v
    )
    y, epoch, steps = RIGHT + HIGH + 16, training.epoch, training.steps.tolist()
    for k, made in enumerate(steps):
        label = made // epoch if made >= epoch else made
        scene.add(text(LEFT + grid.cell_width * (k + 0.5), y, str(label), size=13, anchor="middle"))
    first = sum(made < epoch for made in steps)
    for k, words in ((0, "steps"), (first, f"epochs of {epoch} steps")):
        scene.add(text(LEFT + grid.cell_width * k + 4, y + 18, words, size=13, fill=MUTED))
    scene.add(grid.cells("checkpoints", "checkpoints", row=0))


def _down(loss):
    """How far down its chart a loss stands, from 0 at 4 to 1 at 0.004."""
    return 1 - log10(max(loss, 0.004) / 0.004) / 3


def _draw_lines(scene, grid, name, top, values, ticks, down):
    """A chart: ``values`` (T, 2) as a line for each set, and a point on each at the step that shows."""
    scene.title(CHARTS, name, INK, y=top - 10)
    for value, words in ticks:
        y = top + HIGH * down(value)
        scene.add(path(f"M{LEFT} {coordinate(y)}h{CHART}", stroke=LINE, stroke_width=0.5))
        scene.add(text(LEFT - 6, y + 5, words, size=13, anchor="end"))
    for i, (_, colour, dash) in enumerate(SETS):
        points = [
            (LEFT + grid.cell_width * (k + 0.5), top + HIGH * down(v)) for k, v in enumerate(values[:, i].tolist())
        ]
        d = "M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)
        scene.add(path(d, stroke=colour, stroke_width=2, dash=dash))
        style = f'r="7" fill="none" stroke="{colour}" stroke-width="2"' if dash else f'r="4" fill="{colour}"'
        x, y = map(coordinate, points[0])
        scene.moving(points, f'<circle cx="{x}" cy="{y}" {style}/>')


def _draw_counts(scene, trace):
    """The numbers of the step that shows, which name the lines of the charts."""
    training, top = trace.training, RIGHT + HIGH + 62
    scene.panel(CHARTS - 2, top - 18, 352, HEIGHT - top + 18)
    for i, (name, colour, dash) in enumerate(SETS):
        y = top + 42 * i
        scene.add(path(f"M{CHARTS} {y - 5}h30", stroke=colour, stroke_width=2, dash=dash))
        scene.add(text(LEFT, y, name, size=14, weight="bold", fill=colour))
        both = zip(training.losses[:, i], training.right[:, i], strict=True)
        words = [[f"loss {number(loss, 3)}, {right:,} of {training.of[i]:,} right"] for loss, right in both]
        scene.words(words, text(LEFT, y + 18, "", size=15))


def _words(trace, k):
    """What is said of a checkpoint."""
    training, answer, shares = trace.training, trace.answers[k], trace.probabilities[k]
    losses, (right, right_others), (of, of_others) = (
        training.losses[k].tolist(),
        training.right[k].tolist(),
        training.of,
    )
    start = f"After {trace.when(k)}" if training.steps[k] else "Step 0, random numbers"
    guessing = "" if training.steps[k] else f"; guessing gives about {of_others // len(shares)}"
    said = f"{start}: loss {number(losses[0], 3)} on the digits of training, {number(losses[1], 3)} on the held-out "
    said += f"ones; {right:,} of {of:,} and {right_others} of {of_others} right{guessing}. The {trace.label} is read "
    said += f"as {answer} with probability {number(shares[answer], 3)}"
    return said + (f", as {trace.label} with {number(shares[trace.label], 3)}." if answer != trace.label else ".")


def _tables(trace):
    """The digit and the charts; and at every checkpoint the answers, the chosen filter, its slopes, and the maps."""
    training, steps, which = trace.training, range(len(trace.maps)), trace.which
    side = len(trace.volume)
    sets = list(zip((name for name, *_ in SETS), training.of, strict=True))
    columns = [f"loss, {name}" for name, _ in sets] + [f"right of {of:,} {name}" for name, of in sets]
    right = [[f"{count:,}" for count in row] for row in training.right.tolist()]
    cells = [[*both, *counts] for both, counts in zip(numbers(training.losses), right, strict=True)]
    told = every(
        matrix(f"a held-out digit, a {trace.label}, {side} × {side}", trace.volume[..., 0]),
        Table("loss and right answers", columns, [trace.when(k) for k in steps], cells),
    )
    for k in steps:
        filters = zip(("", ", its slopes", ", moved by"), (trace.weights, trace.slopes, trace.moved), strict=True)
        shown = [matrix(f"filter {which} after {trace.when(k)}{what}", values[k]) for what, values in filters]
        maps = compared(f"maps of the digit after {trace.when(k)}", trace.maps[k])
        told += [(k, k, table) for table in (answers(trace.probabilities[k]), *shown, maps)]
    return told
