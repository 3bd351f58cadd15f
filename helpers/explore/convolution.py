"""The lecture's first picture, moving: a small filter slides over a small input."""

from helpers.draw import draw_convolution
from helpers.explore.cells import Cells, size_of
from helpers.explore.controls import FLIPPED, flip_buttons, in_order, reach, sliders
from helpers.explore.explorer import Explorer
from helpers.filters import SMALL_FILTERS, SMALL_INPUTS, small_filter, small_input
from helpers.words import plural, sentence

LIMITS = {"n": (3, 12), "f": (1, 7), "stride": (1, 4), "padding": (0, 3), "dilation": (1, 3)}


def explore_convolution(
    n=7, f=3, stride=1, padding=0, dilation=1, flip=False, image="edge", kernel="vertical edge", step=None, show=None
):
    """An app: a filter slides over an input, with its products, its sums and the output that fills up.

    ``n`` (3..12), ``f`` (1..7), ``stride`` (1..4), ``padding`` (0..3) and ``dilation`` (1..3) count cells;
    ``flip=True`` is convolution, ``False`` correlation. ``image`` and ``kernel`` are names from
    ``filters.SMALL_INPUTS`` and ``SMALL_FILTERS``, or square arrays, which set ``n`` and ``f``. ``step`` is the
    window shown first, None for one with the strongest answer. ``show`` names the controls to show, for example
    ``("flip",)``; the step always shows.

    Errors: ``ValueError`` for a number outside its range, an unknown name, an array that is not square.
    """
    n, f = size_of("image", image, n, *LIMITS["n"]), size_of("kernel", kernel, f, *LIMITS["f"])
    controls = {
        **sliders(LIMITS, n=n, f=f, stride=stride, padding=padding, dilation=dilation),
        "flip": flip_buttons(flip),
        "image": Cells("image", "input", image, SMALL_INPUTS, small_input),
        "kernel": Cells("kernel", "filter", kernel, SMALL_FILTERS, small_filter),
    }
    shown = in_order(show, controls)
    taught = {*LIMITS, "flip"} if show is None else set(show)  # what the verdict may speak of

    def draw(n, f, stride, padding, dilation, flip, image, kernel):
        arrays = controls["image"].matrix(n, image), controls["kernel"].matrix(f, kernel)
        picture = draw_convolution(
            *arrays, stride=stride, padding=padding, dilation=dilation, flip=flip, editable=True
        )
        return picture, _verdict(picture.trace.windows, flip, taught, reach(controls, show))

    def choose(grid, row, column, text):
        if grid == "kernel" and controls["flip"].value:  # the picture shows the filter turned by 180 degrees
            last = controls["f"].value - 1
            row, column = last - row, last - column
        explorer.type(grid, row, column, text)

    explorer = Explorer(controls, draw, shown, choose, about="a filter slides over an input")
    return explorer.start(step)


def _verdict(windows, flip, taught, most):
    """What the state means, in words: with the formula, or of the flip, only where their controls show."""
    count = len(windows.starts)
    why = sentence(windows.explain(most))
    if not count:
        return f"{why} PyTorch refuses it too."
    if not windows.fits:
        shown = f"are the {count} × {count} windows that do fit: those"
        if count == 1:
            shown = "is the one window that does fit: the one"
        return f"{why} Shown {shown} that PyTorch computes, for it rounds {float(windows.exact):.2f} down."
    noun, verb = plural(count, "window"), "fits" if count == 1 else "fit"
    reason = f"{windows.formula} {noun}" if taught & {*LIMITS} else f"{count} {noun} {verb}"
    turned = f" {FLIPPED[bool(flip)]}" if flip or "flip" in taught else ""
    return f"{reason} along each side, so the output is {count} × {count}.{turned}"
