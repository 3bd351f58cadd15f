"""The way back: which inputs and weights hear of an error, and what comes back to each of them."""

from helpers.draw import draw_backward
from helpers.explore.cells import Cells, size_of
from helpers.explore.controls import choice, in_order, reach, sliders, switch
from helpers.explore.explorer import Explorer
from helpers.filters import SMALL_ERRORS, SMALL_FILTERS, SMALL_INPUTS, small_errors, small_filter, small_input
from helpers.trace.backward import OPERATIONS, windows_for
from helpers.words import amount, sentence

LIMITS = {"n": (3, 9), "f": (1, 5), "stride": (1, 4), "padding": (0, 2)}
MOST_ERRORS = 13  # along a side, at most: 9 cells and 2 of padding on each side
CHOICES = {"an output": "output", "a weight": "weight", "an input": "input"}
RULES = {
    "ReLU": "An error passes where the input is above 0, and ends elsewhere.",
    "max pool": "Only the winner of a window hears its error; of several equal ones, the first.",
    "average pool": "Each window hands its error on in equal parts.",
}


def explore_backward(
    n=7, f=3, stride=1, padding=0, operation="convolution", choose="output", flip=False, errors="mixed",
    image="edge", kernel="vertical edge", step=None, show=None,
):  # fmt: skip
    """An app: errors go back through an operation, beside the forward pass in the same cells.

    ``n`` (3..9), ``f`` (1..5), ``stride`` (1..4) and ``padding`` (0..2) count cells. ``operation`` is "convolution",
    "ReLU", "max pool" or "average pool"; ``f`` is a pool's window too, and a ReLU goes cell by cell. ``choose`` is
    what the steps go over: "output" shows what its error hands on, "input" and "weight" the sum that comes back.
    ``flip=True`` shows the sum of an input as the turned filter that slides over the errors. ``errors`` is a name
    from ``filters.SMALL_ERRORS``, ``image`` and ``kernel`` are names from ``SMALL_INPUTS`` and ``SMALL_FILTERS``, or
    square arrays: those of image and kernel set ``n`` and ``f``, errors are cut or continued with zeros. ``step`` is
    the one shown first, None for a strong one. ``show`` names the controls to show, for example ``("choose",)``;
    the step always shows.

    Errors: ``ValueError`` for a number outside its range, an unknown name, an array that is not square.
    """
    n, f = size_of("image", image, n, *LIMITS["n"]), size_of("kernel", kernel, f, *LIMITS["f"])
    size_of("errors", errors, None, 1, MOST_ERRORS)
    controls = {
        **sliders(LIMITS, n=n, f=f, stride=stride, padding=padding),
        "operation": choice("operation", "operation", operation, OPERATIONS),
        "choose": switch("choose", choose, CHOICES),
        "flip": switch("flip", bool(flip), {"filter as it is": False, "turned": True}),
        "errors": Cells("errors", "errors", errors, SMALL_ERRORS, small_errors),
        "image": Cells("image", "input", image, SMALL_INPUTS, small_input),
        "kernel": Cells("kernel", "filter", kernel, SMALL_FILTERS, small_filter),
    }

    def draw(n, f, stride, padding, operation, **options):
        m = windows_for(operation, n, f, stride, padding).count
        sizes = {"image": n, "kernel": f, "errors": max(m, 1)}
        arrays = [controls[name].matrix(size, options[name]) for name, size in sizes.items()]
        options = {name: options[name] for name in ("choose", "flip")}
        picture = draw_backward(
            *arrays, operation=operation, stride=stride, padding=padding, editable=True, **options
        )
        return picture, _verdict(picture.trace, reach(controls, show), **options)

    def choose_cell(grid, row, column, text):
        if grid == "kernel" and controls["flip"].value and controls["choose"].value == "input":
            last = controls["f"].value - 1  # the picture shows the filter turned by 180 degrees
            row, column = last - row, last - column
        explorer.type(grid, row, column, text)

    explorer = Explorer(controls, draw, in_order(show, controls), choose_cell, about="errors go back through a layer")
    return explorer.start(step)


def _verdict(trace, most, choose, flip):
    """The rule of the way back, or what does not fit; how many cells hear nothing; which control changes nothing."""
    windows, count = trace.windows, len(trace.windows.starts)
    if windows.overpadded:
        return (
            f"Padding {windows.padding} is refused: it is more than half of a window of {windows.f}. "
            f"At most {windows.most_padding} is allowed."
        )
    why = sentence(windows.explain(most))
    if not count:
        return f"{why} No output, so no error comes back."
    deaf, cells = int((~trace.hears).sum()), trace.hears.size
    silent = f"{deaf} of the {cells} input cells {'hears' if deaf == 1 else 'hear'} nothing." if deaf else ""
    heard = silent or f"All {cells} input cells hear of an error."
    if not windows.fits:
        shown = (
            f"Shown are the {count} × {count} windows that do fit:"
            if count > 1
            else "Shown is the one that does fit:"
        )
        return f"{why} {shown} {heard}"
    words = f"{RULES.get(trace.operation) or _convolved(windows)} {heard}"
    if trace.weights is None:
        return f"{words} It has no weights: outputs are chosen." if choose == "weight" else words
    return f"{words} Turned is the view of an input." if flip and choose != "input" else words


def _convolved(windows):
    """The way back through a convolution, as the two functions of notebook 01."""
    apart = ""
    if windows.stride > 1 and len(windows.starts) > 1:
        apart = f"With {amount(windows.stride - 1, 'zero')} between errors: "
    cut = ", then without the padding" if windows.padding else ""
    padded = "padded input" if windows.padding else "input"
    return (
        f'{apart}{"s" if apart else "S"}lopes of the input = convolve2d(errors, filter, mode="full"){cut}; '
        f"slopes of the filter = correlate2d({padded}, errors)."
    )
