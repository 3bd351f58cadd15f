"""The chain rule: numbers go forward through two weights to the loss, and the errors come back, step by step."""

from functools import partial
from itertools import pairwise
from math import floor, log10
from typing import NamedTuple

import numpy as np

from helpers.draw.scene import Scene, fitted, marked
from helpers.draw.svg import WIDTH, Grid, coordinate, decimals, numbers, path, rect, text
from helpers.draw.table import Table, every
from helpers.palette import FILTER, INK, INPUT, LINE, MARK, MUTED, OUTPUT
from helpers.trace.chain import chain
from helpers.words import bracketed, equals, number, wrapped

HEIGHT = 282
BOX, HIGH, PITCH = 88, 40, 258  # px: the box of a number, and from one to the next, at most
FORWARD, BACK, BELOW = 54, 140, 198  # px: where the boxes of values, of errors and of slopes begin
SLOPE, SLOPE_HIGH, UNDER = 150, 82, 24  # px: the box of a slope, and how far it reaches under that of its error
PLACES, DIGITS = 3, 4  # of a number, at most


class Told(NamedTuple):
    """A number as text, "-6", with the ``terms`` that give it, "3 · (-2)", or "≈" as ``sign`` where it is rounded.

    It shows from ``step`` on.
    """

    step: int
    terms: str
    sign: str
    total: str


class Place(NamedTuple):
    """Where a value and its error are drawn: ``box`` is the left end of their boxes, ``x`` that of the gap before."""

    name: str
    before: str  # the name of the value on the other side of the gap
    x: float
    gap: float

    @property
    def box(self):
        return self.x + self.gap


def draw_chain(x, w, v, target, *, relu=True):
    """The smallest network, ``x`` times ``w``, ReLU, times ``v``: its loss, and how ``w`` and ``v`` hear of it.

    A Picture with a step for every number. Above, from left to right, are the values up to the loss, the squared
    difference of the output to the ``target``. Below, from right to left, is the error of each value, the slope of
    the loss in it, with what it was multiplied by on its way, and the slopes of both weights. ``relu=False`` leaves
    ReLU out. Numbers have at most 3 decimals, and fewer from 10 on. It opens on its last step, which has all.

    Errors: ``ValueError`` for a number outside -20..20; ``TypeError`` for no number.
    """
    trace = chain(x, w, v, target, relu)
    scene, told = Scene(HEIGHT, shut=("/", "ReLU lets nothing through")), _told(trace)
    values = [name for name in ("x", "h", "r", "out", "loss") if name in told]
    pitch = min((WIDTH - 4 - BOX) / (len(values) - 1), PITCH)
    left = (WIDTH - BOX - pitch * (len(values) - 1)) / 2
    for i, (before, name) in enumerate(pairwise(values)):
        place = Place(name, before, left + BOX + i * pitch, pitch - BOX)
        if i:
            scene.panel(place.x + 2, 0, pitch, HEIGHT)
            _draw_backward(scene, trace, told, place)
        else:
            scene.panel(left - 2, 0, BOX + pitch + 4, HEIGHT)
            scene.title(left, "forward →", OUTPUT)
            scene.title(left, "← backward", MARK, y=BACK + 26)
            _draw_number(scene, "x", told["x"], left, FORWARD, INPUT)
        _draw_forward(scene, trace, told, place)
        if name in ("h", "out"):
            _draw_slope(scene, told, place)
    _draw_whole_way(scene, trace, told, place)
    return scene.picture(_words(trace, told), len(told) - 1, trace, partial(_tables, trace, told))


def _draw_number(scene, name, number, x, y, colour, hatched=False):
    """A number in its box, under its name; the newest one has a frame."""
    grid, step = Grid(x, y, BOX, HIGH, 1, 1), number.step
    scene.matrix(grid, colour)
    scene.title(x + BOX / 2, name, colour, "middle", y=y - 7, size=15 if y == FORWARD else 13)
    if hatched:
        scene.since(step, marked("shut", grid, np.ones((1, 1), bool)))
    scene.since(step, grid.writer(grid.font_size([number.total]))(0, [number.total]))
    scene.at(step, grid.box(0, 0, stroke=MARK, stroke_width=4))


def _draw_forward(scene, trace, told, place):
    """How a value is made of the one before it; its box and that of its error."""
    name, middle, y = place.name, place.x + place.gap / 2, FORWARD + HIGH / 2
    target = _text(trace.target)
    title, words, colour = {
        "h": ("layer 1", _named("w", trace.w), FILTER),
        "r": ("ReLU", "max(h, 0)", MUTED),
        "out": ("layer 2", _named("v", trace.v), FILTER),
        "loss": (f"target {target}", f"(out - {bracketed(target)})²", MUTED),
    }[name]
    shut = name == "r" and not trace.passes
    scene.title(middle, title, INK, "middle")
    scene.add(text(middle, y - 9, words, fitted(words, place.gap - 4, 15), "middle", colour))
    scene.since(told[name].step, _arrow(place.x + 4, y, place.gap - 9, LINE if shut else OUTPUT, shut))
    _draw_number(scene, name, told[name], place.box, FORWARD, OUTPUT)
    if name != "loss":
        error = f"error of {name}"
        _draw_number(scene, error, told[error], place.box, BACK, MARK, name == "h" and not trace.passes)


def _draw_backward(scene, trace, told, place):
    """The arrow to the error of the value before this one, with what the error is multiplied by on it."""
    error, y, gap = told[f"error of {place.before}"], BACK + HIGH / 2, place.gap
    if place.name == "loss":  # the arrow begins below the loss, which has no error
        words, gap = error.terms, place.gap + BOX / 2
        begin = FORWARD + HIGH + 6
        arrow = _arrow(place.x + gap, begin, 5 - gap, MARK, down=y - begin)
    else:
        shut = place.name == "r" and not trace.passes
        through = "· 0, for h ≤ 0" if shut else "· 1, for h > 0"
        words = through if place.name == "r" else _named("v", trace.v)
        arrow = _arrow(place.box - 4, y, 9 - gap, LINE if shut else MARK, shut)
    scene.since(error.step, arrow, text(place.x + gap / 2, y - 9, words, fitted(words, gap - 6, 15), "middle", MARK))
    if place.name == "r":
        lines = ("ReLU lets nothing through:", "w hears 0") if shut else ("ReLU lets the error", "through, unchanged")
        said = (text(place.x + 8, BELOW + 19 + 19 * i, line, 14) for i, line in enumerate(lines))
        scene.since(error.step, *said)


def _draw_slope(scene, told, place):
    """The slope of the weight before a value: its error times the number that met the weight."""
    weight = "w" if place.name == "h" else "v"
    slope, x, y = told[f"slope of {weight}"], place.box + UNDER - SLOPE, BELOW
    lines = f"{slope.sign} {slope.terms}", f"{slope.sign} {slope.total}"
    scene.add(rect(x, y, SLOPE, SLOPE_HIGH, fill=FILTER, opacity=0.14, stroke=LINE))
    scene.add(text(x + 8, y + 19, f"slope of {weight}", fill=FILTER, weight="bold"))
    scene.add(text(x + 8, y + 37, f"= {place.before} · error of {place.name}", 13, fill=MUTED))
    scene.since(slope.step, text(x + 8, y + 55, lines[0], fitted(lines[0], SLOPE - 12, 15)))
    scene.since(slope.step, text(x + 8, y + 75, lines[1], 17, fill=MARK, weight="bold"))
    begin = BACK + HIGH + 4
    scene.since(slope.step, _arrow(place.box + BOX / 2, begin, UNDER + 5 - BOX / 2, MARK, down=y + 41 - begin))
    scene.at(slope.step, rect(x, y, SLOPE, SLOPE_HIGH, stroke=MARK, stroke_width=4))


def _draw_whole_way(scene, trace, told, place):
    """The slope of w as one product, below the loss."""
    terms, sign, total = _whole_way(trace)
    first, *others = terms.split(" · ")
    room = (place.gap + BOX - 16) / (0.58 * 15)  # in letters
    lines = wrapped([first, *(f"· {term}" for term in others), f"{sign} {total}"], lambda line: len(line) <= room)
    said = [text(place.x + 10, BELOW + 39 + 19 * i, line) for i, line in enumerate(lines)]
    title = text(place.x + 10, BELOW + 19, "slope of w, all the way", 13, fill=FILTER, weight="bold")
    scene.since(told["slope of w"].step, title, *said)


def _arrow(x, y, across, colour, dashed=False, down=0):
    """An arrow that goes ``down`` and then ``across`` from (x, y), in px; to the left where that is negative."""
    turn, back = f"v{coordinate(down)}" if down else "", 5 if across < 0 else -5
    line = f"M{coordinate(x)} {coordinate(y)}{turn}h{coordinate(across)}"
    head = f"M{coordinate(x + across + back)} {coordinate(y + down - 4)}l{-back} 4l{back} 4"
    dash = "5 4" if dashed else None
    return path(line, stroke=colour, stroke_width=2, dash=dash) + path(head, stroke=colour, stroke_width=2)


def _told(trace):
    """Every number of the picture by its name, in the order of the steps."""
    t, product, difference = trace, "{} · {}", (trace.out, trace.target)
    rows = {
        "x": ("{}", (t.x,), t.x),
        "h": (product, (t.w, t.x), t.h),
        "r": ("max({}, 0)", (t.h,), t.r),
        "out": (product, (t.v, t.r), t.out),
        "loss": ("({} - {})²", difference, t.loss),
        "error of out": ("2 · ({} - {})", difference, t.error_out),
        "slope of v": (product, (t.r, t.error_out), t.slope_v),
        "error of r": (product, (t.v, t.error_out), t.error_r),
        "error of h": (product, (float(t.passes), t.error_r), t.error_h),
        "slope of w": (product, (t.x, t.error_h), t.slope_w),
    }
    if not t.relu:  # h goes on to v itself
        rows["error of h"] = rows.pop("error of r")
        del rows["r"]
        rows["slope of w"] = rows.pop("slope of w")
    return {name: Told(step, *_equation(*row)) for step, (name, row) in enumerate(rows.items())}


def _whole_way(trace):
    """The slope of w as the product of all slopes on the way: (terms, sign, total)."""
    slopes = [trace.error_out, trace.v, *([float(trace.passes)] if trace.relu else []), trace.x]
    return _equation(" · ".join(["{}"] * len(slopes)), slopes, trace.slope_w)


def _equation(form, values, total):
    """(``form`` with the texts of ``values`` in it, "=" or "≈", the text of their ``total``)."""
    exact = all(_exact(value) for value in (*values, total))
    first, *others = map(_text, values)
    return form.format(first, *map(bracketed, others)), equals(exact), _text(total)


def _places(value):
    """How many decimals a number is written with."""
    most = max(0, min(PLACES, DIGITS - 1 - floor(log10(abs(value))))) if value else 0
    return min(decimals(np.array([value]))[0], most)


def _text(value):
    return number(value, _places(value))


def _exact(value):
    needed, exact = decimals(np.array([value]))
    return exact and needed == _places(value)


def _named(weight, value):
    """What an arrow multiplies by: "· w = 2"."""
    return f"· {weight} {equals(_exact(value))} {_text(value)}"


def _words(trace, told):
    """A sentence for every step; the last one has all numbers, for the picture opens on it."""
    met, v, lets = "r" if trace.relu else "h", _text(trace.v), "the error" if trace.passes else "nothing"
    first = {
        "x": "Forward, from the input: x",
        "h": "Layer 1: h = w · x",
        "r": "ReLU: r = max(h, 0)",
        "out": f"Layer 2: out = v · {met}",
        "loss": "The squared difference to the target: loss",
        "error of out": "Backward, from the loss: error of out",
        "slope of v": f"v met {met}: slope of v = {met} · error of out",
        "error of h": f"ReLU lets {lets} through, for h {'>' if trace.passes else '≤'} 0: error of h",
        "slope of w": "w met x: slope of w = x · error of h",
    }
    first[f"error of {met}"] = f"{met} hears {v} times as much as out: error of {met}"
    totals = {name: f"{number.sign} {number.total}" for name, number in told.items()}
    made = {name: totals[name] if name == "x" else f"{n.sign} {n.terms} {totals[name]}" for name, n in told.items()}
    words = {name: f"{first[name]} {made[name]}." for name in told}
    rate = told["error of out"].total
    words["error of out"] += f" When out grows by a little, the loss changes by {rate} times as much."
    terms, sign, total = _whole_way(trace)
    names = list(told)
    back = names.index("error of out")
    forward, backward = (
        ", ".join(f"{name} {totals[name]}" for name in part) for part in (names[:back], names[back:-1])
    )
    heard = "" if trace.passes else " ReLU lets nothing through: w hears 0."
    words["slope of w"] += f" All the way: {terms} {sign} {total}.{heard}"
    words["slope of w"] = f"Forward: {forward}. Backward: {backward}. {words['slope of w']}"
    return words.values()


def _tables(trace, told):
    """The weights and the target; and at every step all numbers so far, with what they are made of."""
    given = np.array([trace.w, trace.v, trace.target])
    tables = every(Table("given", ["w", "v", "target"], ["value"], [_each(given)]))
    values = _each(getattr(trace, name.replace(" of ", "_")) for name in told)
    rows = {
        name: [value, "given" if name == "x" else f"{one.sign} {one.terms}"]
        for value, (name, one) in zip(values, told.items(), strict=True)
    }
    for k in range(len(told)):
        so_far = dict(list(rows.items())[: k + 1])
        if k == len(told) - 1:
            terms, sign, _ = _whole_way(trace)
            so_far["slope of w, all the way"] = [so_far["slope of w"][0], f"{sign} {terms}"]
        tables.append((k, k, Table("numbers so far", ["value", "made of"], list(so_far), list(so_far.values()))))
    return tables


def _each(values):
    """Values that have no decimals in common, as texts."""
    return [numbers(np.array([value]))[0] for value in values]
