"""Lines to put in order: the first rung of an exercise, before it is written."""

import random

import anywidget
import traitlets

from helpers import palette
from helpers.arguments import one_of
from helpers.arrange.functions import RUNGS
from helpers.web.page import FORCED, HERE, as_module, read

LINES = HERE / "lines.js"


class Lines(anywidget.AnyWidget):
    """The lines of a function, mixed with wrong ones; the browser judges an order (``web/lines.js``)."""

    _esm = as_module(LINES)
    _css = palette.css(".cnn-lines") + read("lines.css") + FORCED
    name = traitlets.Unicode().tag(sync=True)
    lines = traitlets.List(traitlets.Unicode()).tag(sync=True)
    places = traitlets.List(traitlets.Int()).tag(sync=True)  # of each line in the function; -1 of a wrong one
    reasons = traitlets.List(traitlets.Unicode()).tag(sync=True)  # of each line: why it is wrong
    order = traitlets.List(traitlets.Int()).tag(sync=True)  # the lines that were put in, so far
    said = traitlets.Unicode().tag(sync=True)

    def told(self):
        """What the browser needs, for a page without a kernel."""
        return {name: getattr(self, name) for name in ("name", "lines", "places", "reasons", "order", "said")}

    def _repr_mimebundle_(self, **kwargs):
        """The live form; and for whatever runs no widgets, the lines as they lie there."""
        live, metadata = super()._repr_mimebundle_(**kwargs)
        needed = sum(place >= 0 for place in self.places)
        head = f"A first rung: put {needed} of these {len(self.lines)} lines in order; the others are wrong."
        return {**live, "text/plain": "\n".join([head, "", *self.lines])}, metadata


def arrange_lines(name):
    """The first rung of an exercise: the lines of its function to be put in order, with wrong ones among them.

    ``name`` is the function's. The lines lie in the same disorder each time.

    Errors: ``ValueError`` for a function that has no such rung.
    """
    rung = RUNGS[one_of("name", name, RUNGS)]
    places = [min(rung.either) if place in rung.either else place for place in range(len(rung.right))]
    mixed = [*zip(rung.right, places, strict=True), *((line, -1) for line in rung.wrong)]
    random.Random(name).shuffle(mixed)
    lines, places = zip(*mixed, strict=True)
    return Lines(
        name=name,
        lines=list(lines),
        places=list(places),
        reasons=[rung.wrong.get(line, "") for line in lines],
    )
