"""The address of an explorer's state, read and written as a page does (web/address.js): ``stride=2&step=4``."""

from urllib.parse import parse_qsl, urlencode

from ipywidgets import Widget
from ipywidgets.widgets import widget as registry

from helpers.explore.cells import OWN
from helpers.explore.states import axes_of

LONGEST = 30  # letters of what is refused that are said again


def take(explorer, query):
    """Put the controls of ``explorer`` to the numbers of ``query``, and give the sentences of what it refuses.

    The names are the arguments of the explorer's function, and ``step``; ``show`` hides the controls that it leaves
    out, and without it all show. What cannot be is refused, a sentence each, which the picture shows too, and the
    rest is taken.

    >>> from helpers.explore import explore_convolution
    >>> explorer = explore_convolution()
    >>> take(explorer, "stride=2&padding=9")
    ['padding cannot be “9”: it is 0 to 3.']
    >>> explorer.controls["stride"].value
    2
    """
    axes = axes_of(explorer)
    values = {axis.name: explorer.controls[axis.name].value for axis in axes}
    asked, step, show, refused = read(query, axes)
    for axis in axes:
        explorer.controls[axis.name].layout.display = None if show is None or axis.name in show else "none"
    explorer.at_once(**values | asked)
    last = len(explorer.picture.alts) - 1
    if step is not None:
        explorer.controls["step"].value = min(step, last)
        if step > last:
            refused.append(f"step cannot be “{step}”: here it is 0 to {last}.")
    if refused:
        explorer.controls["step"].refusal = " ".join(refused)
    return refused


def give(explorer):
    """The numbers that ``explorer`` shows, as ``take`` reads them. A reader's own matrix or drawing is not in it.

    >>> from helpers.explore import explore_convolution
    >>> give(explore_convolution(step=3, show=("stride", "padding")))
    'stride=1&padding=0&step=3'
    """
    axes = axes_of(explorer)
    values = [(axis.name, explorer.controls[axis.name].value) for axis in axes]
    pairs = [(name, value) for name, value in values if value != OWN] + [("step", explorer.controls["step"].value)]
    shown = [axis.name for axis in axes if explorer.controls[axis.name].layout.display != "none"]
    if len(shown) < len(axes):
        pairs.append(("show", ",".join(shown)))
    return urlencode(pairs, safe=",")


def take_in(model_id, query):
    """``take``, of the explorer that the browser knows by this name; None where there is none any more."""
    explorer = _known_as(model_id)
    return explorer and take(explorer, query)


def give_out(model_id):
    """``give``, of the explorer that the browser knows by this name; None where there is none any more."""
    explorer = _known_as(model_id)
    return explorer and give(explorer)


def _known_as(model_id):
    widget = registry._instances.get(model_id)
    return widget if isinstance(widget, Widget) and hasattr(widget, "picture") else None


def read(query, axes):
    """Of the part of an address behind its "?": (the values of ``axes``, the step, the names to show, refusals)."""
    asked, step, show, refused = {}, None, None, []
    names, by_name = [axis.name for axis in axes], {axis.name: axis for axis in axes}
    for name, text in parse_qsl(query, keep_blank_values=True):
        if name in by_name:
            values = {str(value): value for value in by_name[name].values}
            if text in values:
                asked[name] = values[text]
            else:
                refused.append(f"{name} cannot be “{_short(text)}”: it is {_known(by_name[name].kind, [*values])}.")
        elif name == "step":
            if text.isascii() and text.isdigit() and len(text) <= 6:
                step = int(text)
            else:
                refused.append(f"step cannot be “{_short(text)}”: it is a whole number, from 0 on.")
        elif name == "show":
            wanted = [one for one in text.split(",") if one]
            show = [one for one in wanted if one in names]
            if no := [one for one in wanted if one not in names]:
                known = f"there are {', '.join(names)}" if names else "there are no controls here"
                refused.append(f"show cannot be “{_short(no[0])}”: {known}.")
        else:
            refused.append(f"There is no “{_short(name)}” here: there are {', '.join([*names, 'step', 'show'])}.")
    return asked, step, show, refused


def _short(text):
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text


def _known(kind, names):
    return f"{names[0]} to {names[-1]}" if kind == "slider" else ", ".join(names)
