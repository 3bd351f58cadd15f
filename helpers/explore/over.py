"""A control that takes values in turn, for ``Explorer.animate``."""

import contextlib

import traitlets

from helpers.arguments import several
from helpers.draw.export import check_turns
from helpers.draw.picture import joined


def over(explorer, name, values, seconds):
    """One Picture of the states in which the control ``name`` has each of ``values``.

    The controls end as they were. Errors: ``ValueError`` for a control that there is not and for a value that it
    does not take, with those that there are.
    """
    if name not in explorer.controls:
        raise ValueError(f"there is no control {name!r}; there are {', '.join(map(repr, explorer.controls))}")
    check_turns(several(name, values, [1, 2, 3]), seconds)
    before = {key: control.value for key, control in explorer.controls.items()}
    stills = []
    try:
        for value in values:
            _take(name, explorer.controls[name], value)
            explorer.at_once(step=before["step"])
            stills.append(explorer.picture.still(explorer.controls["step"].value))
    finally:
        explorer.at_once(**before)
    return joined(stills)


def _take(name, control, value):
    """Give a control a value. Errors: ``ValueError`` for one that it does not take."""
    with contextlib.suppress(traitlets.TraitError):  # a list refuses it; a slider takes the nearest
        control.value = value
    if control.value != value:
        known = f"of the kind of {control.value!r}"
        if hasattr(control, "min"):
            known = f"{control.min}..{control.max}"
        elif hasattr(control, "options"):
            values = (option[1] if isinstance(option, tuple) else option for option in control.options)
            known = f"one of {', '.join(map(repr, values))}"
        raise ValueError(f"{name} must be {known}, got {value!r}")
