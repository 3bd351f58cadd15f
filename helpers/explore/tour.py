"""Ten stations of a tour through LeNet: each lights up a part and waits until the reader has done something there."""

from typing import NamedTuple

import ipywidgets as widgets

WHOLE = "whole"


class Now(NamedTuple):
    """What a reader has done, as far as a station asks: the trace, and where the reader stands in it.

    ``ink`` is true where something is drawn, ``other`` where the digit is not the first one.
    """

    trace: object
    ink: bool
    other: bool
    layer: str
    map: int
    row: int
    step: int

    @property
    def at_first(self):
        """Whether the step shows the largest value of the map, where a reader comes in."""
        place = self.trace.passes[self.layer].strongest(self.map)
        return (self.row, self.step) == (place.row, place.column)

    def at_most(self, layer):
        """Whether the step shows the largest value of a dense ``layer``."""
        return self.layer == layer and self.step == self.trace.strongest(layer)[1].map

    @property
    def largest(self):
        """The largest value of the map that is unfolded."""
        return self.trace.passes[self.layer].values[..., self.map].max().item()

    @property
    def value(self):
        """What the step shows, of the layer that is unfolded."""
        values = self.trace.passes[self.layer].values
        return values[0, 0, self.step] if len(values) == 1 else values[self.row, self.step, self.map]


class Station(NamedTuple):
    """The ``part`` that is lit, where a station ``begins``, what to ``do``, when that is ``done``, what to ``see``.

    It begins in the whole picture, or where a layer is unfolded. ``why`` is said until it is done. ``done`` is a
    function of ``Now``; so is ``found``, which says what a reader has chosen instead, "" where that is nothing.
    """

    part: str
    begins: str
    do: str
    done: object
    see: str
    why: str = ""
    found: object = lambda _now: ""


STATIONS = [
    Station(
        "input",
        WHOLE,
        "Draw a digit in the dashed square (Python must run), or choose another one.",
        lambda now: now.ink or now.other,
        "All maps and bars are new: every number comes from this page.",
    ),
    Station(
        "C1",
        WHOLE,
        "Choose one of the maps of C1.",
        lambda now: now.layer == "C1",
        "The map unfolds into the sum that made one of its values.",
        "Each filter of C1 slides over the page and makes one map.",
    ),
    Station(
        "C1",
        "C1",
        "Move the window: press →, below the picture.",
        lambda now: now.layer == "C1" and not now.at_first,
        "The same filter, another window, another sum.",
    ),
    Station(
        "C1",
        "C1",
        "Choose a white place in the large map.",
        lambda now: now.layer == "C1" and now.value == 0,
        "The sum was not above 0, and ReLU made it 0.",
        "White is 0.",
    ),
    Station(
        "S2",
        WHOLE,
        "Choose the map of S2 with the darkest place.",
        lambda now: now.layer == "S2" and now.map == now.trace.strongest("S2")[0],
        "This is the largest value of all maps of S2.",
        "Of every four neighbours the largest stays.",
        lambda now: f"Not this one: its largest is {now.largest:.2f}." if now.layer == "S2" else "",
    ),
    Station(
        "C3",
        WHOLE,
        "Choose one of the maps of C3.",
        lambda now: now.layer == "C3",
        "Each map of S2 has its own weights.",
        "A filter of C3 reads all maps of S2 at once.",
    ),
    Station(
        "S4",
        "C3",
        "Fold it: press “the whole network”, or Escape.",
        lambda now: now.layer == WHOLE,
        "S4 has pooled once more: its maps are the last.",
    ),
    Station(
        "C5",
        WHOLE,
        "Choose a grey value of C5.",
        lambda now: now.layer == "C5" and now.value > 0,
        "Its largest products are listed.",
        "A value of C5 reads all of S4.",
    ),
    Station(
        "F6",
        WHOLE,
        "Choose the darkest value of F6.",
        lambda now: now.at_most("F6"),
        "No other value of F6 is larger.",
        "F6 reads all of C5.",
        lambda now: f"Not this one: it is {now.value:.2f}." if now.layer == "F6" else "",
    ),
    Station(
        "output",
        WHOLE,
        "Choose the longest bar.",
        lambda now: now.at_most("output"),
        "You have come from ink to bars.",
        "Softmax makes the bars of the scores.",
    ),
]


def told(number, now, words):
    """The ``words`` of a step as a station, counted from 1, has them: with what was found, or that it is done."""
    if not number:
        return words
    station = STATIONS[number - 1]
    if now.layer == WHOLE:
        words = words.partition(". ")[0].removesuffix(".") + "."  # where the part is lit, its first sentence will do
    if station.done(now):
        return f"Station {number} is done. {station.see} {words}"
    if now.layer not in (WHOLE, station.part, station.begins):
        return f"Station {number} waits in the whole network. {words}"
    return f"{station.found(now) or station.why} {words}".lstrip()


def _label(number):
    """What stands before the buttons: what to do."""
    do = STATIONS[number - 1].do
    return f"Station {number} of {len(STATIONS)}: {do[0].lower()}{do[1:]}" if number else "ten stations"


def beyond(trace):
    """What the page of an ``Overview`` has beside the states near the first one, as ``states_of`` takes it.

    All maps of all layers; what each station asks; and where one begins in a map, the rows of it.
    """
    at = [(0, name) for name in trace.passes] + [(i, one.part) for i, one in _numbered() if one.part in trace.passes]
    for i, name in at:
        values = {"station": i, "layer": name}
        yield from (("map", {**values, "map": which}) for which in range(_maps(trace, name)))
    for i, station in _numbered():
        if station.begins == station.part:
            values = {"station": i, "layer": station.part, "map": trace.strongest(station.part)[0]}
            yield from (("row", {**values, "row": row}) for row in range(len(trace.passes[station.part].values)))
    yield from (("layer", {"station": i, "layer": WHOLE}) for i in range(len(STATIONS) + 1))


def _numbered():
    return list(enumerate(STATIONS, 1))


def _maps(trace, name):
    passed = trace.passes[name]
    return 1 if passed.flat else passed.values.shape[2]


class Ways:
    """What to do, and buttons that lead through the tour and back to the whole; a page has hints (``states.py``).

    ``offered`` gives the words of each with what it sets, None where it is not there. The one that goes on
    keeps its place from the start of the tour to its end.
    """

    def __init__(self):
        self.buttons = [widgets.Button() for _ in range(4)]
        self.label = widgets.Label().add_class("cnn-told")  # read aloud where it is new (spoken.js)
        self.box = widgets.HBox([self.label, *self.buttons]).add_class("cnn-fixes")

    def offered(self, station, layer):
        """The label, and [(words, what it sets) or None, ...]."""
        last = len(STATIONS)
        on = "start the tour" if not station else "end the tour" if station == last else "next"
        return _label(station), [
            ("back", {"station": station - 1}) if station > 1 else None,
            (on, {"station": (station + 1) % (last + 1)}),
            ("leave the tour", {"station": 0}) if 0 < station < last else None,
            ("the whole network", {"layer": WHOLE}) if layer != WHOLE else None,
        ]

    def hints(self, station, layer):
        """As a page has them: the label sets nothing."""
        label, offered = self.offered(station, layer)
        return [(label, {}), *filter(None, offered)]

    def beside(self, station, layer):
        """The traits of the buttons and of their label beside a picture."""
        label, offered = self.offered(station, layer)
        traits = {self.label: {"value": label}}
        for button, offer in zip(self.buttons, offered, strict=True):
            traits[button] = {"description": offer[0] if offer else ""}
            traits[button.layout] = {"display": None if offer else "none"}
        return traits
