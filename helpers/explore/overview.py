"""All of LeNet in one picture: a digit to draw, every map, the answer; each value unfolds into its sum."""

from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np

from helpers.arguments import one_of, whole
from helpers.data import load_digits, load_lenet_weights
from helpers.digits import SIDE, digit_volume
from helpers.draw.lenet import draw_forward_pass
from helpers.draw.overview import draw_whole
from helpers.explore.answer import answer, inside
from helpers.explore.controls import choice, in_order, slider, sliders
from helpers.explore.drawing import Drawing
from helpers.explore.explorer import Explorer
from helpers.explore.tour import STATIONS, WHOLE, Now, Ways, beyond, told
from helpers.networks import lenet5
from helpers.trace.overview import overview

LIMITS = {"map": (0, 15), "row": (0, 27), "station": (0, len(STATIONS))}


def explore_overview(digit=8, layer=None, map=None, row=None, step=None, station=0, show=None):
    """An app: all of LeNet on one digit, from ink to bars; a map or a value unfolds into the sum that made it.

    ``digit`` is a place in ``load_digits()`` (0..499). ``layer`` is "whole", or the name of the layer that is
    unfolded, with one of its maps, ``map`` (0..15), a ``row`` (0..27) and a ``step``, the column; in a dense layer
    the step is the value, in the whole picture the part that is framed. None is for the largest value. ``station``
    (0..10) is one of the tour, 0 for none; it says where it begins. The first stroke on a digit begins an empty page;
    a rubber gets a copy of the digit. ``show`` names the controls to show, for example ``("digit", "layer")``; the
    buttons always show.

    Errors: ``ValueError`` for what is outside the sliders or not in the list, and for a step that is not there.
    """
    app = _OverviewApp(digit, station, show)
    explorer, names = app.explorer, [WHOLE, *app.layers]
    if layer is not None:
        explorer.at_once(**app.begun(one_of("layer", layer, names)))
    if map is not None:
        explorer.controls["map"].value = whole("map", map, *LIMITS["map"])
    if row is not None:
        explorer.controls["row"].value = whole("row", row, *LIMITS["row"])
    return explorer if step is None else explorer.start(step)


class View(NamedTuple):
    """What a picture shows: the ``Overview``, the station of the tour, the layer that is unfolded."""

    overview: object
    station: int
    layer: str


class _OverviewApp(Drawing):
    """The controls, the reader's drawing, and the last forward passes, each of them one run for all layers."""

    def __init__(self, digit, station, show):
        super().__init__()
        self.images, self.labels = load_digits()
        self.network, self.weights, self.first = lenet5(), load_lenet_weights(), digit
        self.layers = [row.name for row in self.network.rows()[1:]]
        self.ways = Ways()
        self.controls = {
            "station": slider("station", "station", station, *LIMITS["station"]),
            "digit": slider("digit", "digit", digit, 0, len(self.images) - 1),
            "layer": choice("layer", "layer", WHOLE, [WHOLE, *self.layers]),
            **sliders(LIMITS, map=0, row=0),
            **self.tools(),
        }
        shown = [*in_order(show, {**self.controls, "clear": self.clear}), self.ways.box]
        more = {"by_hand": ("source", "pen"), "about": "a whole network at work on a digit"}
        more["beside"] = lambda picture: self.ways.beside(picture.trace.station, picture.trace.layer)
        self.explorer = Explorer(self.controls, self.draw, shown, self.choose, self.paint, **more)
        for name, sets in (
            ("digit", ("row",)),
            ("layer", ("map", "row")),
            ("map", ("row",)),
            ("station", ("layer", "map", "row")),
        ):
            self.explorer.leave(name, partial(self.strongest, name), sets)
        for number, button in enumerate(self.ways.buttons):
            button.on_click(lambda _button, number=number: self.go(number))
        self._tell_pages()
        if station:
            self.explorer.at_once(**self.strongest("station", self.state()))

    def _tell_pages(self):
        """What cells and buttons set, and which states are needed far from the first one: see ``states_of``."""
        trace, cells = self.whole(), {"map": {"row": ("row", 0), "step": ("column", 0)}}
        cells[WHOLE] = {"layer": ("is", WHOLE)}
        for name, passed in trace.passes.items():
            here, which = ("place", 0, trace.across(name)), ("is", 0)
            cells[name] = {"layer": ("is", name), **({"map": which, "step": here} if passed.flat else {"map": here})}
        self.explorer.cells, self.explorer.also = cells, [*beyond(trace)]
        self.explorer.hints = self.hints

    def hints(self):
        """The buttons of a page: it has the stations of the digit that it opens on, so they lead back to this one."""
        shown = self.explorer.picture.trace
        offered = self.ways.hints(shown.station, shown.layer)
        if self.controls["digit"].value == self.first:
            return offered
        return [(words, {"digit": self.first, **sets} if sets.get("station") else sets) for words, sets in offered]

    def page(self, source, digit, **_rest):
        """What is on the page: (28, 28) of 0..255."""
        return self.drawing if source == "yours" else self.images[digit]

    def ground(self, rubber):
        """The page that a stroke goes on: an empty one where a digit shows, for a stroke over an 8 makes no digit."""
        if self.controls["source"].value == "digit" and not rubber:
            return np.zeros((SIDE, SIDE), int)
        return super().ground(rubber)

    def whole(self, state=None):
        """The ``Overview`` of a state's page, None for now's."""
        page = self.page(**(state or self.state()))
        return self.passed(page, lambda: overview(self.network, digit_volume(page), self.weights))

    def draw(self, **state):
        """The picture of a state, and what is said about it."""
        page, layer, station = self.page(**state), state["layer"], state["station"]
        trace, yours = self.whole(state), state["source"] == "yours"
        said = answer(page, trace.probabilities, None if yours else self.labels[state["digit"]])
        map, row = state["map"], state["row"]
        if layer == WHOLE:
            picture = draw_whole(trace, STATIONS[station - 1].part if station else None)
            if map or row:
                said += " Map and row are for a layer: choose one."
        else:
            map, row, other = inside(layer, trace.passes[layer].values.shape, map, row)
            picture = draw_forward_pass(trace.passes[layer], map, row, escape=WHOLE)
            said += other
        now = Now(trace, yours and page.any(), not yours and state["digit"] != self.first, layer, map, row, 0)
        alts = [told(station, now._replace(step=k), words) for k, words in enumerate(picture.alts)]
        return replace(picture, alts=tuple(alts), trace=View(trace, station, layer)), said

    def strongest(self, moved, state):
        """Where a reader comes who has moved a control: where there is something to see."""
        other = {"source": "digit"} if moved == "digit" else {}
        state = state | other
        if moved == "station":
            return self.begun(STATIONS[state["station"] - 1].begins if state["station"] else WHOLE, state)
        if moved == "layer":
            return self.begun(state["layer"], state)
        if state["layer"] == WHOLE:
            return {**other, "row": 0}
        return {**other, **self.place(state, state["map"])}

    def begun(self, layer, state=None):
        """A layer at its largest value, or the whole picture at the part that is lit."""
        state = {**(state or self.state()), "layer": layer}
        if layer == WHOLE:
            parts = ["input", *self.layers]
            part = STATIONS[state["station"] - 1].part if state["station"] else "input"
            return {"layer": layer, "map": 0, "row": 0, "step": parts.index(part)}
        trace = self.whole(state)
        which = 0 if trace.passes[layer].flat else trace.strongest(layer)[0]
        return {"layer": layer, "map": which, **self.place(state, which)}

    def place(self, state, which):
        """The row and the step of the largest value of a map; a dense layer has no rows."""
        passed = self.whole(state).passes[state["layer"]]
        place = passed.strongest(min(which, passed.values.shape[2] - 1))
        return {"row": 0, "step": place.map} if passed.flat else {"row": place.row, "step": place.column}

    def choose(self, grid, row, column, _text):
        """A reader chose a map, value or bar of the whole picture, or another map or row of what is unfolded."""
        explorer, state = self.explorer, self.state()
        if grid == WHOLE:
            self.controls["layer"].value = WHOLE
        elif grid in self.layers:
            which = row * self.whole().across(grid) + column
            if self.whole().passes[grid].flat:
                explorer.at_once(layer=grid, map=0, row=0, step=which)
            else:
                explorer.at_once(layer=grid, map=which, **self.place({**state, "layer": grid}, which))
        elif grid == "map":
            explorer.at_once(row=row, step=column)
        elif grid == "maps":
            which = row * self.whole().passes[state["layer"]].across + column
            explorer.at_once(map=which, **self.place(state, which))

    def go(self, number):
        """A reader pressed one of the buttons that lead on or back."""
        shown = self.explorer.picture.trace
        _, offered = self.ways.offered(shown.station, shown.layer)
        if offered[number]:
            ((name, value),) = offered[number][1].items()
            self.controls[name].value = value
