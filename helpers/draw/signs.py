"""Numbers below and above 0 in the two hues that pictures of them have: purple and orange."""

import numpy as np

from helpers.draw.svg import coordinate, path, rect
from helpers.palette import MINUS, MINUS_TINT, PLUS, PLUS_TINT


def signs(grid, values, top=0.0, share=1.0):
    """Tints for ``values`` (rows, columns) in the cells of ``grid``: purple below 0, orange above, none at 0.

    They take ``share`` of a cell's height, from ``top`` of it on. A number has its minus sign as well, so that
    nothing is lost without colours. At most two elements.
    """
    found = []
    size = coordinate(grid.cell_width - 1), coordinate(share * grid.cell_height - 1)  # lines between cells stay
    for tint, where in ((MINUS_TINT, values < 0), (PLUS_TINT, values > 0)):
        corners = [grid.corner(i + top, j) for i, j in np.argwhere(where).tolist()]
        cells = "".join(
            f"M{coordinate(x + 0.5)} {coordinate(y + 0.5)}h{size[0]}v{size[1]}h-{size[0]}z" for x, y in corners
        )
        if cells:
            found.append(path(cells, fill=tint))
    return found


def signed_bar(x, y, length, thickness):
    """A bar from the line of 0 at ``x``: to the right, orange, or with a ``length`` below 0 to the left, purple.

    ``thickness`` and ``length`` are px; ``y`` is its upper side. It is never so short that it is not seen.
    """
    long = max(abs(length), 1)
    return rect(x if length >= 0 else x - long, y, long, thickness, fill=PLUS if length >= 0 else MINUS)
