"""A step's memory over its moments, the way down and the way back: bands that pile up, and the moment of the peak."""

from math import floor, log10

import numpy as np

from helpers.draw.scene import fitted
from helpers.draw.svg import SMALLEST, WIDTH, coordinate, path, polygon, text, text_width
from helpers.palette import INK, LINE, MARK, MUTED, PAPER
from helpers.words import in_bytes

FROM, HEAD = 372, 220  # px: the panel's left side and its height
LEFT, RIGHT, UP, DOWN = 440, WIDTH - 8, 46, 188  # px: the inside of the chart
STEPS = {1: 4, 1.5: 3, 2: 4, 3: 3, 4: 4, 6: 3, 8: 4, 10: 4}  # where an axis may end: how many steps lead there


def timeline(scene, trace, styles):
    """A panel with the bytes of ``trace``, a ``Needs``, at each moment: at step k its part k has a red border.

    ``styles`` are {part: (colour, hatching)}, in the order in which they pile up, from below.
    """
    moments, rule = [trace.step.timeline[i] for i in trace.line], trace.memory.total
    (top, ticks), wide = _scale(1.03 * max(trace.step.peak, rule)), (RIGHT - LEFT) / len(moments)

    def y(size):
        return DOWN - (DOWN - UP) * size / top

    scene.panel(FROM, 0, WIDTH - FROM, HEAD)
    what = "pass" if trace.mode == "forward" else "step"
    peak = f"peak {in_bytes(trace.step.peak)}: {trace.step.fullest.words}"
    scene.add(text(LEFT, 16, peak, fitted(peak, RIGHT - LEFT, 15), weight="bold", fill=MARK))
    scene.add(
        text(
            LEFT,
            33,
            f"a {what} as PyTorch runs it, simulated; dashed: {in_bytes(rule)} by the rule",
            size=13,
            fill=MUTED,
        )
    )
    lines = "".join(f"M{LEFT} {coordinate(y(size))}H{RIGHT}" for size in ticks)
    scene.add(*(text(LEFT - 6, y(size) + 4, _axis(size), size=12, anchor="end") for size in ticks))
    edges = {}
    for name in (name for name in styles if name in trace.held):
        below = next(reversed(edges.values()), (0, ""))[0]
        edges[name] = (above := below + trace.held[name][trace.line]), _edge(y(above), wide)
    for name, (_, edge) in reversed(edges.items()):  # each covers what is below it, and the next covers it anew
        (colour, hatching), area = styles[name], f"{edge}V{DOWN}H{LEFT}Z"
        scene.add(path(area, fill=PAPER), path(area, fill=colour, opacity=0.55))
        if hatching:
            scene.add(path(area, fill=f"url(#{hatching})"))
    scene.add(path(lines, stroke=LINE, stroke_width=0.5))
    order = list(edges)
    for k, name in enumerate(trace.held):
        i = order.index(name)
        under = edges[order[i - 1]][1] if i else f"M{LEFT} {DOWN}H{RIGHT}"
        scene.at(k, path(edges[name][1] + under, stroke=MARK, stroke_width=2))
    scene.add(path(f"M{LEFT} {coordinate(y(rule))}H{RIGHT}", stroke=INK, stroke_width=1.5, dash="7 4"))
    scene.add(path(f"M{LEFT} {UP}V{DOWN}H{RIGHT}", stroke=LINE))
    x = LEFT + (trace.line.tolist().index(trace.peak) + 0.5) * wide
    tip = y(trace.step.peak) - 1
    scene.add(polygon([(x, tip), (x - 5, tip - 8), (x + 5, tip - 8)], fill=MARK))
    _draw_ways(scene, moments, wide)


def _draw_ways(scene, moments, wide):
    """Below the chart: the layers for which there is room, and which way the step goes."""
    last = LEFT - 6
    for i, moment in enumerate(moments):
        place, half = LEFT + (i + 0.5) * wide, text_width(moment.layer, SMALLEST) / 2
        if place - half > last and place + half < RIGHT + 8:
            scene.add(path(f"M{coordinate(place)} {DOWN}v4", stroke=LINE))
            scene.add(text(place, DOWN + 15, moment.layer, SMALLEST, "middle"))
            last = place + half + 6
    turn = next((i for i, moment in enumerate(moments) if moment.backward), len(moments))
    if turn < len(moments):
        scene.add(path(f"M{coordinate(LEFT + turn * wide)} {UP}V{DOWN}", stroke=LINE))
    for words, first, end in (("forward →", 0, turn), ("and back →", turn, len(moments))):
        if end > first:
            scene.add(text(LEFT + (first + end) * wide / 2, DOWN + 30, words, 13, "middle", MUTED))


def _edge(heights, wide):
    """A line over the moments at their ``heights``, an array in px: a corner only where these change.

    Whole px: a page without a kernel keeps thousands of these lines, and a card's memory is no finer in the chart.
    """
    heights = np.rint(heights).astype(int)
    changes = np.flatnonzero(np.diff(heights)) + 1
    corners = zip((LEFT + wide * changes).tolist(), heights[changes].tolist(), strict=True)
    line = "".join(f"H{coordinate(x)}V{y}" for x, y in corners)
    return f"M{LEFT} {heights[0]}{line}H{RIGHT}"


def _scale(size):
    """(where an axis for ``size`` bytes ends, round sizes along it): for many batches the same, so that it rests."""
    unit = 10 ** floor(log10(size))
    end = next(part for part in STEPS if part * unit >= size)
    return end * unit, [round(end * unit * i / STEPS[end]) for i in range(STEPS[end] + 1)]


def _axis(size):
    """A round size, as short as an axis wants it."""
    return in_bytes(size).replace(".00", "").replace("bytes", "B") if size else "0"
