"""Where a filter fits: every window along one axis, what is left over, and what would mend it."""

from dataclasses import replace

import ipywidgets as widgets

from helpers.draw import draw_output_size
from helpers.explore.controls import in_order, sliders, switch
from helpers.explore.explorer import Explorer
from helpers.shapes import ROUNDINGS
from helpers.trace.output_size import LIMITS
from helpers.words import amount, amount_is, plural

FIXES = {"stride": "stride", "padding": "padding", "n": "input", "f": "filter"}  # in the order of the buttons


def explore_output_size(n=7, f=3, stride=1, padding=0, dilation=1, rounding="exact", step=None, show=None):
    """An app: every window of a filter along one axis, the formula, and a table of the filters and strides that fit.

    ``n`` (1..32), ``f`` (1..11), ``stride`` (1..8), ``padding`` (0..5) and ``dilation`` (1..3) count cells;
    ``rounding`` is "exact", "floor" or "ceil". ``step`` is the window shown first, None for the last one, behind
    which cells may be left over. ``show`` names the controls to show, for example ``("n", "stride")``; the step
    always shows, and buttons that set what shows to what fits.

    Errors: ``ValueError`` for a number outside its range or an unknown rounding.
    """
    controls = sliders(LIMITS, n=n, f=f, stride=stride, padding=padding, dilation=dilation)
    controls["rounding"] = switch("rounding", rounding, ROUNDINGS, "rounding")
    shown = in_order(show, controls)
    fixes = Fixes([name for name in FIXES if show is None or name in show])

    def draw(**state):
        picture = draw_output_size(**state)
        return picture, _verdict(picture.trace)

    def choose(_grid, row, column, _text):
        explorer.at_once(f=row + 1, stride=column + 1)

    named = {"beside": fixes.beside, "about": "where a filter fits along one axis"}
    explorer = Explorer(controls, draw, [*shown, *fixes.boxes], choose, **named)
    fixes.mend = lambda words: explorer.at_once(**fixes.offered(explorer.picture)[words])
    explorer.fixes = fixes.buttons
    explorer.cells = {"map": {"f": ("row", 1), "stride": ("column", 1)}}  # as ``choose`` has it
    explorer.hints = lambda: [*fixes.offered(explorer.picture).items()]
    return explorer.start(step)


class Fixes:
    """Buttons that set one slider to the nearest value that fits; hidden, and keeping their place, when all fits.

    ``boxes`` is their row, with its label, or empty; ``beside`` says how they stand beside a picture, and a pressed
    button calls ``mend`` with its words.
    """

    def __init__(self, names):
        self.names, self.mend = names, None
        self.buttons = [widgets.Button() for _ in range(2 * len(names))]
        self.label = widgets.Label("would fit:")
        self.boxes = [widgets.HBox([self.label, *self.buttons]).add_class("cnn-fixes")] if names else []
        for button in self.buttons:
            button.on_click(self._pressed)

    def _pressed(self, button):
        self.mend(button.description)

    def offered(self, picture):
        """What would fit instead, by the words of its button: ``{"stride 2": {"stride": 2}}``."""
        return {} if picture.trace.fits else dict(nearest(picture.trace, self.names))

    def beside(self, picture):
        """The traits of the buttons and of their label beside a picture."""
        words = list(self.offered(picture))
        traits = {self.label.layout: {"visibility": "visible" if words else "hidden"}}
        for position, button in enumerate(self.buttons):
            there = position < len(words)
            traits[button] = {"description": words[position] if there else ""}
            traits[button.layout] = {"display": None if there else "none"}
        return traits


def nearest(windows, names):
    """The closest values within the sliders that would fit, one control at a time: ("stride 2", {"stride": 2})."""
    for name in names:
        now, (least, most) = getattr(windows, name), LIMITS[name]
        fitting = [v for v in range(least, most + 1) if replace(windows, **{name: v}).fits]
        distance = min((abs(v - now) for v in fitting), default=0)
        for value in fitting:
            if abs(value - now) == distance:
                yield f"{FIXES[name]} {value}", {name: value}


def _verdict(w):
    """What becomes of this state, in words with its numbers."""
    count = len(w.starts)
    if w.fits:
        skipped = (count - 1) * max(0, w.stride - w.span)
        between = f" Between the windows, {amount_is(skipped, 'cell')} read by none." if skipped else ""
        return f"It fits: {w.formula} {plural(count, 'window')}, and no cell is left over.{between}"
    if w.span > w.length:
        reason = f"the filter spans {w.span} cells, and only {amount_is(w.length, 'cell')} there"
        if count:
            return f"{w.formula}, rounded up to 1 window, which reaches {w.past_end} past the end: {reason}."
        either = "" if w.exact <= 0 else " Only rounding up (ceil) makes one, which reaches past the end."
        return f"No window fits at all: {reason}.{either}"
    if w.rounding == "exact":
        up = replace(w, rounding="ceil").size
        return f"Refused: {w.formula} is not whole; {_left_over(w)}. floor would give {count}, ceil {up}."
    if w.rounding == "floor":
        return f"{w.formula}, rounded down to {amount(count, 'window')}, as PyTorch does: {_left_over(w)}."
    if w.past_end:
        reach = amount(w.past_end, "cell")
        return f"{w.formula}, rounded up to {amount(count, 'window')}: the last one reaches {reach} past the end."
    dropped = f"window {count} would start behind the input, so PyTorch drops it and {_left_over(w)}"
    return f"{w.formula}, to be rounded up, but {dropped}: {amount(count, 'window')}."


def _left_over(w):
    """How many cells no window reaches, and how many of them are input cells rather than zeros."""
    count = w.left_over
    inputs = max(0, count - w.padding)
    if inputs == count:
        return f"{amount_is(count, 'input cell')} left over"
    return f"{amount_is(count, 'cell')} left over, {inputs or 'none'} of them input"
