"""Pictures are made of panels, which the canvas sets below each other where the place is narrow."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from golden import shown
from legible import SVG, boxes, written
from marks import marks, sheets
from states import DRAWN, STATES

NARROW = 352  # px: what a panel has on a phone
RULE = "the one that scene.panel(x, y, width, height) began last before it was drawn"
ALL = STATES | DRAWN
WIDE = {  # a part of a picture that cannot be made narrower is scrolled sideways: how wide it is
    "receptive-field": 718,  # the rows of cells, and the cone through them
    "network": 960,  # all layers with their blocks and bars
    "pattern": (960, 570),  # all layers; the table of the blocks
    "memory": (588, 480, 424),  # the time line; the chart; the cards
    "vgg-table": 960,  # the paper's table
    "output-size": 696,  # the axis with its windows
    "conv-layer": 366,  # the sum of all channels in one line: the place of a phone with 400 px holds it
    "vgg-columns": 366,  # a card with the labels of its lines, as wide as that
}


class Panel:
    """A panel of one step, with what is drawn in it."""

    def __init__(self, element, defs):
        self.box = tuple(map(float, element.get("data-panel").split()))
        x, y, width, height = self.box
        self.ends = x, y, x + width, y + height
        self.svg = f'<svg xmlns="{SVG[1:-1]}">{defs}{ET.tostring(element, encoding="unicode")}</svg>'

    def at(self, _k):
        return self.svg

    def drawn(self):
        """(words or kind, left, top, right, bottom) of every text, every mark and every matrix."""
        texts = written(self.svg)
        for (*_, words), (left, right, top, bottom) in zip(texts, boxes(texts), strict=True):
            yield words, left, top, right, bottom
        yield from ((mark.kind, *mark.box) for mark in marks(self, 0))
        yield from (("sheet", *sheet.box) for sheet in sheets(self, 0))


def panels(picture, k):
    """The panels of step ``k`` in the order of reading; all that is seen must lie in one."""
    root = ET.fromstring(picture.at(k))
    _clip(root)
    top = [element for element in root if element.tag != f"{SVG}defs" and element.get("width") != "100%"]
    outside = [ET.tostring(element) for element in top if "data-panel" not in element.attrib]
    assert not outside, f"step {k}: begin a panel (scene.panel) before what is drawn in none: {outside[:3]}"
    defs = "".join(ET.tostring(element, encoding="unicode") for element in root.iter(f"{SVG}defs"))
    return [Panel(element, defs) for element in top]


def _clip(root):
    """Put the box that clips a group in the place of what is in it, for no more of that is seen."""
    clips = {f"url(#{clip.get('id')})": clip for clip in root.iter(f"{SVG}clipPath")}
    for group in [element for element in root.iter() if "clip-path" in element.attrib]:
        group[:] = list(clips[group.get("clip-path")])


def assert_panels(picture, k, widest):
    """At step ``k`` panels hold what is drawn in them, do not overlap, and are no wider than a phone or as named."""
    found = panels(picture, k)
    for i, panel in enumerate(found):
        left, top, right, bottom = panel.ends
        for words, a, b, c, d in panel.drawn():
            inside = a >= left - 1 and b >= top - 1 and c <= right + 1 and d <= bottom + 1
            where = f"({a:.1f}, {b:.1f}) to ({c:.1f}, {d:.1f})"
            assert inside, f"step {k}: {words!r} at {where} sticks out of its panel {panel.box}, {RULE}"
        for other in found[:i]:
            across = min(right, other.ends[2]) - max(left, other.ends[0])
            down = min(bottom, other.ends[3]) - max(top, other.ends[1])
            assert across <= 0 or down <= 0, f"step {k}: panels {other.box} and {panel.box} overlap"
    wide = [panel.box for panel in found if panel.box[2] > NARROW and panel.box[2] not in widest]
    assert not wide, (
        f"step {k}: wider than the {NARROW} px of a phone are the panels {wide}: part them, or name them in WIDE"
    )


@pytest.mark.parametrize("state", ALL)
def test_panels_hold_what_is_drawn_in_them_and_are_as_wide_as_a_phone_or_named(state):
    picture, _ = shown(ALL[state])
    count = len(picture.alts)
    wide = [widths for name, widths in WIDE.items() if state.startswith(name)]
    widest = np.ravel(wide[0]).tolist() if wide else []
    for k in sorted({0, picture.opening, count - 1, *range(0, count, max(1, count // 8))}):
        assert_panels(picture, k, widest)
