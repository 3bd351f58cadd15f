"""Values for controls that already stand."""

import contextlib

import traitlets


def take(name, control, value):
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
