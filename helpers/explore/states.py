"""The states of an explorer that its page has without Python: drawn here, all of them or those near the first one."""

import re
from dataclasses import dataclass
from itertools import product
from math import prod

import ipywidgets as widgets

from helpers.explore.cells import OWN
from helpers.web.page import texts_of
from helpers.web.states import Packer

MOST_STATES, MOST_NEAR = 10_000, 3_000  # drawn of one explorer: of all states, and of those near one
MOST_BYTES = 1_500_000  # deflated
TELLING = {40: 4, 400: 1}  # after so many states, as they are of all: how many times too large ends it
LONGEST = 256  # places of a slider that a page has from end to end, however many states there are
PREFIX = re.compile(r' id="(p[0-9a-f]{8})-')  # of a picture's ids: draw/picture.py


@dataclass(frozen=True)
class Axis:
    """A control as a page has it: its ``values`` in their order, and their ``texts`` where it is no slider.

    Where ``lands`` is a function, a reader who moves the control comes to ``lands(state)``: it sets ``sets`` too.
    """

    name: str
    label: str
    kind: str  # "slider", "list", "buttons" or "switch"
    values: tuple
    texts: tuple = ()
    lands: object = None
    sets: tuple = ()


@dataclass(frozen=True)
class States:
    """What a page is ``told`` of its states, ``files`` {name: text} for it, and whether these are ``whole``: all."""

    told: dict
    files: dict
    count: int
    whole: bool


def states_of(explorer):
    """The states of an explorer for its page; None where it has no slider, list, button or switch.

    All of them, where these have no more than ``MOST_BYTES``; else those in which one or two controls differ from
    what shows now; where these are too many as well, those within two moves of it, and each control moved alone. A
    move is one step of a slider, or another choice. What is typed, drawn or brought along is no part of it.

    An explorer may say what else sets its controls: ``explorer.cells``, {grid: {control: ("row" or "column", the
    number of the first one)}}, or ("place", that number, how many columns) or ("is", value), and ``explorer.hints``,
    which gives the buttons of now: (words, {control: value}). ``explorer.also`` are states further away that its page
    has in any case: (the control that leads there, {control: value}).
    """
    axes = axes_of(explorer)
    if not axes:
        return None
    before = {name: control.value for name, control in explorer.controls.items()}
    grid = _Grid(explorer, axes)
    try:
        for count, places, most in (
            (prod(grid.sizes), grid.whole, MOST_STATES),
            (grid.pairs, lambda: grid.two_moves(far=True), MOST_NEAR),
            (0, grid.near, None),
        ):
            if (most is None or count <= most) and (packers := grid.pack(places(), most and MOST_BYTES)):
                return grid.states(*packers)
    finally:
        explorer.at_once(**before)


def axes_of(explorer):
    """The controls that a page can have, in the order of reading."""
    names = {id(control): name for name, control in explorer.controls.items()}
    shown = [names[id(control)] for control in explorer.shown if id(control) in names]
    axes = [axis_of(name, explorer) for name in shown if name not in explorer.by_hand]
    return [axis for axis in axes if axis and {*axis.sets} <= {*shown}]


def axis_of(name, explorer):
    """The control of this name as an axis; None where it is none of those."""
    control, (lands, sets) = explorer.controls[name], explorer.left.get(name, (None, ()))
    more = {"lands": lands, "sets": sets}
    if isinstance(control, widgets.IntSlider):
        return Axis(name, control.description, "slider", tuple(range(control.min, control.max + 1)), **more)
    if isinstance(control, widgets.Checkbox):
        return Axis(name, control.description, "switch", (False, True), **more)
    if not hasattr(control, "options"):
        return None
    options = [option if isinstance(option, tuple) else (option, option) for option in control.options]
    options = [(text, value) for text, value in options if value != OWN or control.value == OWN]  # typed into cells
    texts, values = zip(*options, strict=True)
    kind = "buttons" if isinstance(control, widgets.ToggleButtons) else "list"
    return Axis(name, control.description, kind, values, tuple(map(str, texts)), **more)


class _Grid:
    """The states of an explorer as places along its axes; ``number`` counts them, the last axis fastest."""

    def __init__(self, explorer, axes):
        self.explorer, self.axes, self.moves = explorer, axes, {}
        self.sizes = [len(axis.values) for axis in axes]
        self.start = self.now()
        names = {"step", *(axis.name for axis in axes)}
        self.cells = {grid: sets for grid, sets in explorer.cells.items() if {*sets} <= names}
        self.hints = list(explorer.hints())
        self.opening = texts_of(explorer.picture, explorer.verdict, self.cells, self.hints)
        self.tables = explorer.picture.packed
        self.prefix = PREFIX.search(explorer.picture.svg)

    def now(self):
        """The places of what shows."""
        return tuple(axis.values.index(self.explorer.controls[axis.name].value) for axis in self.axes)

    def number(self, places):
        number = 0
        for place, size in zip(places, self.sizes, strict=True):
            number = number * size + place
        return number

    def show(self, places):
        """Put the controls there, as a reader would, and draw."""
        named = zip(self.axes, places, strict=True)
        self.explorer.at_once(**{axis.name: axis.values[place] for axis, place in named})

    def landed(self, places, moved):
        """Where a reader comes who has moved one axis to ``places``: that may set other controls, and the step."""
        axis = self.axes[moved]
        if not axis.lands:
            return places
        asked = tuple(0 if other.name in axis.sets else p for other, p in zip(self.axes, places, strict=True))
        key = self.number(asked) + self.kin(axis) * prod(self.sizes)
        if key not in self.moves:
            self.show(places)
            lands = axis.lands(self.explorer.state())
            self.explorer.at_once(**lands)
            self.moves[key] = self.now(), lands.get("step")  # None: the reader's stays
        return self.moves[key][0]

    def kin(self, axis):
        """The place of the first control that sets the same others: with the state, it names a landing."""
        return next(i for i, other in enumerate(self.axes) if other.sets == axis.sets)

    def one_move(self, places, far):
        """Where one move leads; ``far`` where a slider may go from end to end at once, if it is not too long."""
        for i, (axis, place, size) in enumerate(zip(self.axes, places, self.sizes, strict=True)):
            reach = 1 if axis.kind == "slider" and not (far and size <= LONGEST) else size
            for other in range(max(0, place - reach), min(size, place + reach + 1)):
                if other != place:
                    yield self.landed((*places[:i], other, *places[i + 1 :]), i)

    def whole(self):
        all_places = list(product(*map(range, self.sizes)))
        for i, axis in enumerate(self.axes):
            for places in all_places if axis.lands else ():
                self.landed(places, i)
        return all_places

    @property
    def pairs(self):
        """How many states differ from the first one in two controls at most."""
        others = [size - 1 for size in self.sizes]
        return 1 + sum(others) + (sum(others) ** 2 - sum(n * n for n in others)) // 2

    def two_moves(self, far):
        found = {self.start}
        for _ in range(2):
            found |= {other for places in found for other in self.one_move(places, far)}
        return found

    def near(self):
        return self.two_moves(far=False) | {*self.one_move(self.start, far=True)} | {*self.also()}

    def also(self):
        """Those that the explorer names."""
        names = [axis.name for axis in self.axes]
        for name, values in self.explorer.also:
            if {name, *values} <= {*names}:
                places = list(self.start)
                for other, value in values.items():
                    place = names.index(other)
                    places[place] = self.axes[place].values.index(value)
                yield self.landed(tuple(places), names.index(name))

    def pack(self, all_places, most):
        """The states in files, and their numbers in others; None where the former have more than ``most`` bytes."""
        packer, tables = Packer(text for part in self.opening for text in part), Packer(self.tables)
        for done, places in enumerate(sorted(all_places), 1):
            self.show(places)
            packer.add(self.number(places), *self.texts())
            tables.add(self.number(places), self.explorer.picture.packed)
            times = min((TELLING[few] for few in TELLING if done >= few), default=None)
            if most and times and packer.size / done * len(all_places) > times * most:
                return None
        packer.close()
        tables.close()
        return (packer, tables) if not most or packer.size <= most else None

    def texts(self):
        """What shows, its ids as those of the picture that the page has already."""
        picture, prefix = self.explorer.picture, PREFIX.search(self.explorer.picture.svg)
        lines, *words = texts_of(picture, self.explorer.verdict, self.cells, list(self.explorer.hints()))
        if prefix and self.prefix:
            lines = [line.replace(f"{prefix[1]}-", f"{self.prefix[1]}-") for line in lines]
        return lines, *words

    def states(self, packer, tables):
        controls = [self._told(axis, place) for axis, place in zip(self.axes, self.start, strict=True)]
        told = {"controls": controls, "first": packer.first, "names": list(packer.files)}
        told["tables"] = {"first": tables.first, "names": list(tables.files)}
        if self.cells:
            told["cells"] = self.cells
        if self.explorer.hints is not list:
            told["hints"] = self.hints  # of what shows first
        if self.moves:
            told["moves"] = {key: [self.number(to), step] for key, (to, step) in self.moves.items()}
        return States(told, packer.files | tables.files, packer.count, packer.count == prod(self.sizes))

    def _told(self, axis, place):
        told = {"name": axis.name, "label": axis.label, "kind": axis.kind, "at": place}
        told |= {"texts": axis.texts} if axis.texts else {"low": axis.values[0], "count": len(axis.values)}
        named = tuple(map(str, axis.values))
        if axis.kind != "slider" and named != axis.texts:
            told["values"] = named  # what an address calls them, as the function's argument does
        if axis.lands:
            told["sets"] = [i for i, other in enumerate(self.axes) if other.name in axis.sets]
        return told
