"""Volumes as blocks, seen from the front and a little from above and from the right."""

from math import log2

from helpers.draw.svg import polygon, rect
from helpers.palette import FILTER, INPUT, MUTED, OUTPUT

FLOOR, TALLEST, WIDEST = 128, 82, 26  # px: where the blocks stand; the highest block; the widest one
COLOURS = {"input": MUTED, "conv": INPUT, "pool": FILTER, "lrn": FILTER, "dense": OUTPUT}
SCALE = "height: side", "width: channels", "logarithmic"  # what the size of a block says


def largest(rows):
    """The largest side and the largest number of channels, logarithmic: what the blocks are scaled to."""
    return [max(log2(row.output_shape[axis] + 1) for row in rows) for axis in (0, 2)]


def block(row, x, slot, most):
    """The block of a row in a place of ``slot`` px from ``x`` on, where ``most`` is ``largest(rows)``.

    Height and width are logarithmic, so that 1 x 1 and 224 x 224 both can be seen.
    """
    height = TALLEST * log2(row.output_shape[0] + 1) / most[0]
    width = WIDEST * log2(row.output_shape[2] + 1) / most[1] * min(1, slot / (1.7 * WIDEST))
    depth = min(0.25 * height, 0.35 * slot)
    left, top = x + (slot - width - depth) / 2, FLOOR - height
    right, colour = left + width, COLOURS[row.kind]
    lid = (left, top), (left + depth, top - depth), (right + depth, top - depth), (right, top)
    side = lid[3], lid[2], (right + depth, FLOOR - depth), (right, FLOOR)
    return (
        polygon(lid, fill=colour, stroke=colour, opacity=0.12)
        + polygon(side, fill=colour, stroke=colour, opacity=0.45)
        + rect(left, top, width, height, fill=colour, stroke=colour, opacity=0.28)
    )
