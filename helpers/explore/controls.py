"""Controls by the names of the arguments that they stand for, and how they lie in rows."""

from math import ceil

import ipywidgets as widgets

from helpers.arguments import one_of, several, whole

FLIPPED = ("Correlation: the filter is used as it is.", "Convolution: the filter is turned by 180° first.")
LABELS = {"n": "input N", "f": "filter F", "size": "window F", "k": "filters K", "channels": "maps C", "m": "M"}
MOST_ACROSS = 4  # columns of controls: a slider in one of four has a track of 120 px and more


def slider(name, label, value, low, high):
    """A slider of whole numbers.

    Errors: ``ValueError`` where the argument ``name`` is outside ``low``..``high``.
    """
    return widgets.IntSlider(whole(name, value, low, high), low, high, description=label)


def sliders(limits, **values):
    """A slider for each of ``values``: {name: slider}, with the least and the most that ``limits`` has for its name.

    Errors: those of ``slider``.
    """
    return {name: slider(name, LABELS.get(name, name), value, *limits[name]) for name, value in values.items()}


def choice(name, label, value, options):
    """A list to choose one of the names ``options`` from.

    Errors: ``ValueError`` where the argument ``name`` is none of them.
    """
    return widgets.Dropdown(options=list(options), value=one_of(name, value, options), description=label)


def switch(name, value, options, description=""):
    """Buttons, one of them pressed: ``options`` are values, or a dict from the words on a button to its value.

    Errors: ``ValueError`` where the argument ``name`` is none of the values.
    """
    values, shown = options, options
    if isinstance(options, dict):
        values, shown = options.values(), list(options.items())
    return widgets.ToggleButtons(options=shown, value=one_of(name, value, values), description=description)


def flip_buttons(flip):
    """The switch between correlation and convolution."""
    return switch("flip", bool(flip), {"correlation": False, "convolution": True})


def reach(controls, show):
    """The most that each slider of ``show`` (None for all) can set stride and padding to: what a hint may offer."""
    return {name: controls[name].max for name in ("stride", "padding") if show is None or name in show}


def in_order(show, controls):
    """The widgets in ``controls`` whose names are in ``show`` (None for all), in the order of ``controls``.

    Errors: ``ValueError`` for a name that is no control, with those that are.
    """
    if show is not None:
        show = several("show", show, list(controls)[:2])
    unknown = [name for name in show or () if name not in list(controls)]
    if unknown:
        raise ValueError(f"show has {unknown[0]!r}; the controls are {', '.join(map(repr, controls))}")
    return [control for name, control in controls.items() if show is None or name in show]


def in_columns(shown):
    """The controls in as few rows as they take, and in no more columns than that needs."""
    count = sum(not isinstance(control, widgets.Box) for control in shown)  # a box has a row of its own
    across = max(3, ceil(count / ceil(count / MOST_ACROSS))) if count else 3
    return widgets.HBox(shown).add_class("cnn-controls").add_class(f"cnn-across-{across}")
