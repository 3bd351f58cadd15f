"""Pooling over a small map: what every window sees, who wins it, and what a shift of the map changes."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from helpers.arguments import one_of, whole
from helpers.layers import avg_pool2d, max_pool2d
from helpers.shapes import Windows
from helpers.trace.windows import gather, square, visits

KINDS = ("max", "average")


@dataclass(frozen=True, eq=False)
class Pooling:
    """A pooling window's way over an ``image`` (N, N), which has moved right by ``shift`` columns.

    ``seen`` (M*M, F, F) is what each window reads, and ``inside`` says which of it is no padding. ``corners`` and
    ``winners`` (M*M, 2) are row and column in the image of a window's first cell, which may be negative, and of its
    largest one, the first of ``tied`` (M*M,). ``outputs`` (M, M) are what comes out, ``changed`` those that were
    others before the shift. ``times`` (N, N) says how many windows see each cell. M may be 0.
    """

    windows: Windows
    kind: str
    shift: int
    image: np.ndarray
    times: np.ndarray
    seen: np.ndarray
    inside: np.ndarray
    corners: np.ndarray
    winners: np.ndarray
    tied: np.ndarray
    outputs: np.ndarray
    changed: np.ndarray


def pool(image, size=2, stride=2, padding=0, kind="max", shift=0):
    """The ``Pooling`` of an ``image`` (N, N): the arguments are those of ``draw_pooling``.

    Errors: ``ValueError`` for an image that is not square, another kind, sizes out of range.

    >>> pool([[1, 5, 2], [3, 4, 9], [0, 7, 6]], stride=1).outputs
    array([[5, 9],
           [7, 9]])
    """
    image = square("image", image)
    one_of("kind", kind, KINDS)
    windows = Windows(len(image), whole("size", size, 1), stride, padding, pooling=True)
    n, p = windows.n, windows.padding
    shift = whole("shift", shift, 0)
    moved = np.pad(image, ((0, 0), (min(shift, n), 0)))[:, :n] if shift else image
    seen, inside = (gather(np.pad(x, p) if p else x, windows) for x in (moved, np.ones((n, n), bool)))
    values = np.where(inside, seen, -np.inf).reshape(len(seen), windows.f**2)
    corners = np.array(list(product(windows.starts, repeat=2)), int).reshape(-1, 2) - p
    winners = corners + np.stack(np.divmod(values.argmax(axis=1), windows.f), axis=1)
    tied = (values == values.max(axis=1, keepdims=True)).sum(axis=1)
    outputs = _pooled(moved, windows, kind)
    changed = outputs != (_pooled(image, windows, kind) if shift else outputs)
    along = visits(windows)[p : p + n]
    times = np.multiply.outer(along, along)
    return Pooling(windows, kind, shift, moved, times, seen, inside, corners, winners, tied, outputs, changed)


def _pooled(image, windows, kind):
    if not windows.starts:
        return np.zeros((0, 0))
    layer = max_pool2d if kind == "max" else avg_pool2d
    return layer(image[..., None], windows.f, windows.stride, windows.padding, rounding="floor")[..., 0]
