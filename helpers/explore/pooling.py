"""Pooling on a small map, with a window that moves and a winner that is marked."""

from dataclasses import replace
from math import ceil

import numpy as np

from helpers.draw import draw_pooling
from helpers.explore.cells import Cells, size_of
from helpers.explore.controls import in_order, reach, slider, sliders, switch
from helpers.explore.explorer import Explorer
from helpers.filters import SMALL_INPUTS, small_input
from helpers.trace.pooling import KINDS
from helpers.words import is_or_are, plural, sentence

LIMITS = {"n": (2, 8), "size": (1, 4), "stride": (1, 4), "padding": (0, 2), "shift": (0, 3)}
LECTURE = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])  # its slide on pooling, from cs231n
IMAGES = ("lecture", *SMALL_INPUTS)


def explore_pooling(n=4, size=2, stride=2, padding=0, kind="max", shift=0, image="lecture", step=None, show=None):
    """An app: a pooling window moves over a map, its winner is marked, and the output fills up.

    ``n`` (2..8), ``size`` and ``stride`` (1..4) and ``padding`` (0..2) count cells; ``kind`` is "max" or
    "average"; the input moves right by ``shift`` (0..3) columns, and zeros come in. ``image`` is "lecture", a
    name from ``filters.SMALL_INPUTS``, or a square array, which sets ``n``. ``step`` is the window shown first,
    None for the largest output. ``show`` names the controls to show, for example ``("kind",)``; the step always
    shows.

    Errors: ``ValueError`` for a number outside its range, an unknown name, an array that is not square.
    """
    n = size_of("image", image, n, *LIMITS["n"])
    controls = {
        **sliders(LIMITS, n=n, size=size, stride=stride, padding=padding),
        "shift": slider("shift", "shift right", shift, *LIMITS["shift"]),
        "kind": switch("kind", kind, KINDS),
        "image": Cells("image", "input", image, IMAGES, _image),
    }

    def draw(n, size, stride, padding, kind, shift, image):
        matrix = controls["image"].matrix(n, image)
        picture = draw_pooling(matrix, size, stride, padding, kind, shift, editable=True)
        return picture, _verdict(picture.trace, reach(controls, show))

    def choose(grid, row, column, text):
        column -= controls["shift"].value  # the picture shows the input after it has moved
        if column < 0:
            explorer.refuse("This zero came in with the shift: it is no cell of the input. Nothing has changed.")
        else:
            explorer.type(grid, row, column, text)

    explorer = Explorer(controls, draw, in_order(show, controls), choose, about="a pooling window moves over a map")
    return explorer.start(step)


def _image(name, n):
    return np.tile(LECTURE, (2, 2))[:n, :n] if name == "lecture" else small_input(name, n)


def _verdict(trace, most):
    """What the state means, in words with numbers."""
    windows, count = trace.windows, len(trace.outputs)
    if windows.overpadded:
        return (
            f"Padding {windows.padding} is refused, by PyTorch too: it is more than half of a window of {windows.f}. "
            f"At most {windows.most_padding} is allowed."
        )
    why = sentence(windows.explain(most))
    if not count:
        return f"{why} {_rounded_up(windows)}"
    if not windows.fits:
        down = f"PyTorch rounds {float(windows.exact):.2f} down: {count} × {count}."
        return " ".join([why, down, _rounded_up(windows), *_moved(trace)])
    words = f"{windows.formula} {plural(count, 'window')} along each side: {windows.n**2} numbers become {count**2}."
    return " ".join([words, *_seen(trace.times), *_moved(trace)])


def _rounded_up(windows):
    """What rounding up would give, in its two dialects."""
    pytorchs, caffes = replace(windows, rounding="ceil").count, _caffes(windows)
    if not caffes:
        return "Rounding up gives none either."
    if pytorchs != caffes:
        return (
            f"Caffe rounds up to {caffes} × {caffes}, with windows behind the map; PyTorch's ceil_mode drops those: "
            f"{pytorchs} × {pytorchs}."
        )
    if pytorchs == windows.count:
        return "Caffe, rounding up, gets the same."
    return f"Caffe rounds up to {caffes} × {caffes}, past the end."


def _caffes(windows):
    """How many windows Caffe's pooling has: without padding it keeps one that starts behind the input."""
    return replace(windows, rounding="ceil").count if windows.padding else max(0, ceil(windows.exact))


def _seen(times):
    for some, by in (((times > 1).sum(), "several windows"), ((times == 0).sum(), "none")):
        if some:
            yield f"{some} of the {times.size} cells {is_or_are(some)} seen by {by}."


def _moved(trace):
    if trace.shift:
        of = f"of the {trace.changed.size} outputs" if trace.changed.size > 1 else "of 1 output"
        yield f"Moved right by {trace.shift}, zeros coming in: {trace.changed.sum()} {of} changed."
