"""A photograph in the few colours that suit it best, so that a pixel takes one byte."""

import numpy as np


def in_few_colours(pixels, most=256):
    """``pixels`` (H, W, 3), dtype uint8, as (places (H, W), a table of at most ``most`` colours (N, 3)).

    The cloud of colours is cut in two, at the middle of its widest side, and so is the widest part again, until there
    are enough; a part's colour is its mean. What has no more colours than that is kept as it is.

    >>> places, table = in_few_colours(np.uint8([[[0, 0, 0], [9, 0, 0], [200, 99, 0]]]), most=2)
    >>> places.tolist(), table.tolist()
    ([[0, 0, 1]], [[5, 0, 0], [200, 99, 0]])

    Source: P. Heckbert, "Color Image Quantization for Frame Buffer Display", SIGGRAPH 1982 (median cut; here at the
    middle of the widest side).
    """
    colours = pixels.reshape(-1, 3).astype(np.int64)
    parts = [np.arange(len(colours))]
    widest = [_widest(colours)]
    while len(parts) < most and max(widest)[0] > 0:
        i = widest.index(max(widest))
        side = colours[parts[i], widest[i][1]]
        below = side <= (int(side.min()) + int(side.max())) // 2
        halves = parts[i][below], parts[i][~below]
        parts[i : i + 1] = halves
        widest[i : i + 1] = [_widest(colours[half]) for half in halves]
    places, table = np.zeros(len(colours), np.uint8), np.zeros((len(parts), 3), np.uint8)
    for i, part in enumerate(parts):
        places[part] = i
        table[i] = (2 * colours[part].sum(axis=0) + len(part)) // (2 * len(part))
    return places.reshape(pixels.shape[:2]), table


def _widest(colours):
    """How far the colours (N, 3) lie apart along their widest channel, and which one that is."""
    spread = np.ptp(colours, axis=0).tolist()
    return max(spread), spread.index(max(spread))
