"""Pooling on a small map, with a window that moves and a winner that is marked."""

from dataclasses import replace

import ipywidgets as widgets
import numpy as np

from helpers.draw import draw_pooling
from helpers.draw.pooling import KINDS, pooled, shifted, times_seen
from helpers.explore.cells import Cells, size_of
from helpers.explore.explorer import Explorer, in_order, reach, slider
from helpers.filters import SMALL_INPUTS, small_input
from helpers.shapes import Windows
from helpers.words import is_or_are, plural, sentence

ORDER = ("n", "size", "stride", "padding", "shift", "kind", "image")
SLIDE = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])  # cs231n's slide on pooling
IMAGES = ("slide", *SMALL_INPUTS)


def explore_pooling(n=4, size=2, stride=2, padding=0, kind="max", shift=0, image="slide", step=None, show=None):
    """An app: a pooling window moves over a map, its winner is marked, and the output fills up.

    ``n`` (2..8), ``size`` and ``stride`` (1..4) and ``padding`` (0..2) count cells; ``kind`` is "max" or
    "average"; the input moves right by ``shift`` (0..3) columns, and zeros come in. ``image`` is "slide", a name
    from ``filters.SMALL_INPUTS``, or a square array, which sets ``n``. ``step`` is the window shown first,
    None for the largest output. ``show`` names the controls to show, for example ``("kind",)``; the step always
    shows.

    Errors: ``ValueError`` for a number outside its range, an unknown name, an array that is not square.
    """
    n = size_of("image", image, n, 2, 8)
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(map(repr, KINDS))}, got {kind!r}")
    controls = {
        "n": slider("n", "input N", n, 2, 8),
        "size": slider("size", "window F", size, 1, 4),
        "stride": slider("stride", "stride", stride, 1, 4),
        "padding": slider("padding", "padding", padding, 0, 2),
        "shift": slider("shift", "shift right", shift, 0, 3),
        "kind": widgets.ToggleButtons(options=KINDS, value=kind),
        "image": Cells("image", "input", image, IMAGES, _image),
    }
    shown = in_order(show, ORDER, controls)

    def draw(n, size, stride, padding, kind, shift, image):
        matrix = controls["image"].matrix(n)
        picture = draw_pooling(matrix, size, stride, padding, kind, shift, editable=True)
        return picture, _verdict(
            matrix, Windows(n, size, stride, padding, pooling=True), kind, shift, reach(controls, show)
        )

    def choose(grid, row, column, text):
        column -= controls["shift"].value  # the picture shows the input after it has moved
        if column < 0:
            explorer.say("This zero came in with the shift: it is no cell of the input. Nothing has changed.")
        else:
            explorer.type(grid, row, column, text)

    explorer = Explorer(controls, draw, shown, choose)
    explorer.start(step)
    return explorer


def _image(name, n):
    return np.tile(SLIDE, (2, 2))[:n, :n] if name == "slide" else small_input(name, n)


def _verdict(image, windows, kind, shift, most):
    """What the state means, in words with numbers."""
    if windows.overpadded:
        return (
            f"Padding {windows.padding} is refused, by PyTorch too: it is more than half of a window of {windows.f}, "
            f"so that a window could see padding alone. At most {windows.most_padding} is allowed."
        )
    why = sentence(windows.explain(most))
    if not windows.starts:
        return f"{why} {_rounded_up(windows)}"
    count = len(windows.starts)
    moved = _moved(image, windows, kind, shift)
    if not windows.fits:
        down = f"PyTorch rounds {float(windows.exact):.2f} down: {count} × {count}."
        return " ".join([why, down, _rounded_up(windows), *moved])
    words = f"{windows.formula} {plural(count, 'window')} along each side: {windows.n**2} numbers become {count**2}."
    return " ".join([words, *_seen(windows), *moved])


def _rounded_up(windows):
    """What rounding up, as Caffe does, would give."""
    count = len(replace(windows, rounding="ceil").starts)
    if not count:
        return "Rounding up, as Caffe does, gives none either."
    if count == len(windows.starts):
        return "Caffe, rounding up, gets the same."
    return f"Caffe rounds up to {count} × {count}, past the end."


def _seen(windows):
    p, n = windows.padding, windows.n
    times = times_seen(windows)[p : p + n, p : p + n]
    for some, by in (((times > 1).sum(), "several windows"), ((times == 0).sum(), "none")):
        if some:
            yield f"{some} of the {n * n} cells {is_or_are(some)} seen by {by}."


def _moved(image, windows, kind, shift):
    if shift and windows.starts:
        before, after = (pooled(x, windows, kind) for x in (image, shifted(image, shift)))
        changed = int((before != after).sum())
        of = f"of the {after.size} outputs" if after.size > 1 else "of 1 output"
        yield f"Moved right by {shift}, zeros coming in: {changed} {of} changed."
