"""A stack of layers in one dimension, and what one of its outputs sees."""

from helpers.draw import draw_receptive_field
from helpers.explore.controls import choice, in_order
from helpers.explore.explorer import Explorer
from helpers.trace.receptive_field import LAYERS, NONE
from helpers.words import amount


def explore_receptive_field(
    layer1="conv 3",
    layer2="conv 3",
    layer3="pool 2, stride 2",
    layer4="conv 3",
    layer5="conv 3",
    step=None,
    show=None,
):
    """An app: up to five layers in one dimension, and the cone from one output down to the input.

    ``layer1`` (nearest to the input), ``layer2``, ``layer3``, ``layer4`` and ``layer5`` are names from
    ``trace.receptive_field.LAYERS`` or "none"; without arguments, the beginning of VGG-16. ``step`` is the output
    shown first, None for the one in the middle. ``show`` names the controls to show, for example
    ``("layer1", "layer2")``.

    Errors: ``ValueError`` for an unknown name.
    """
    given = {"layer1": layer1, "layer2": layer2, "layer3": layer3, "layer4": layer4, "layer5": layer5}
    controls = {name: choice(name, f"layer {name[-1]}", value, [NONE, *LAYERS]) for name, value in given.items()}

    def draw(**names):
        picture = draw_receptive_field(names.values())
        return picture, _verdict(picture.trace)

    return Explorer(controls, draw, in_order(show, controls), about="what one value can see").start(step)


def _verdict(trace):
    """The pair of numbers that the whole stack comes to, in words."""
    if not trace.names:
        return "No layer: every output is an input cell, field 1, effective stride 1. Choose a layer."
    field, step = trace.pairs[-1]
    return (
        f"One output sees {amount(field, 'input cell')}; "
        f"the next output's field begins {amount(step, 'cell')} further on. "
        f"In two dimensions: {field} × {amount(field, 'pixel')}, {step} apart."
    )
