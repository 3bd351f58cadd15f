"""The pattern behind most networks: numbers for its letters, and the network that they write."""

from functools import cache

import ipywidgets as widgets

from helpers.arguments import one_of, plain
from helpers.draw import draw_pattern
from helpers.explore.controls import in_order, slider, sliders
from helpers.explore.explorer import Explorer
from helpers.explore.trained import small_world
from helpers.networks import VGG, Budget, vgg
from helpers.trace.pattern import typed
from helpers.words import amount, in_bytes, short

LIMITS = {"m": (1, 8), "k": (0, 3), "width": (1, 128), "side": (1, 256), "batch": (1, 256)}


def explore_pattern(
    n=2,
    m=None,
    k=None,
    pool=True,
    width=None,
    side=None,
    batch=None,
    step=None,
    show=None,
    budget=None,
    world="large",
    cost=None,
):
    """An app: the network that [(CONV-RELU)*N - POOL?]*M - (FC-RELU)*K - FC, softmax writes with your numbers.

    ``n`` convolutions (1..5) in each block: a number, or a tuple with one for each block; ``m`` blocks (1..8), None
    for 5; ``k`` hidden FC layers (0..3), None for 2; ``pool`` says whether a block ends in a 2x2 pool. ``width``
    filters (1..128) in the first block, None for 64, doubled from block to block up to 8 times as many; ``side``
    (1..256) of the input, None for 224; ``batch`` (1..256) images, None for 1. ``step`` is the layer shown first,
    None for the one with most parameters. ``show`` names the controls to show, for example ``("n", "m")``; the
    step always shows. With a ``budget`` (``networks.Budget``) the verdict says, for every demand, whether the network
    meets it.

    In the app, N is a field to type in: "2", or "2 2 3 3 3" for five blocks.

    The ``world`` "small" has pictures of 32x32x1, ten classes and hidden layers of 128, and shows every network that
    was trained there on Fashion-MNIST as a dot, its right answers over its ``cost``, "parameters" or "macs", None for
    "parameters". There are ``n`` (1..3), ``m`` (1..4), None for 3, ``k`` (0..2), None for 1, and ``width`` 8 or 16,
    None for 16, and the steps are the trained networks; side, batch and budget are none of its numbers, and cost is
    none of the large world's.

    Errors: ``ValueError`` for numbers out of their range, for a tuple that is not ``m`` long, for another world, and
    for a number that this one does not have.
    """
    if one_of("world", world, ("large", "small")) == "small":
        for name, value in (("side", side), ("batch", batch), ("budget", budget)):
            if value is not None:
                raise ValueError(f"{name} belongs to the large world, got {value!r} in the small one")
        return small_world(
            plain(n), *_given((m, k), (3, 1)), pool, *_given((width, cost), (16, "parameters")), step, show
        )
    if cost is not None:
        raise ValueError(f"cost belongs to the small world, got {cost!r} in the large one")
    m, k, width, side, batch = _given((m, k, width, side, batch), (5, 2, 64, 224, 1))
    n = plain(n)
    text = " ".join(map(str, n)) if isinstance(n, tuple | list) else str(n)
    typed(text, m)
    if budget is not None and not isinstance(budget, Budget):
        raise TypeError(f"budget must be a Budget, such as PHONE, got {budget!r}")
    controls = {
        "n": widgets.Text(text, description="N", placeholder="2, or 2 2 3 3 3"),
        **sliders(LIMITS, m=m),
        "k": slider("k", "K", k, *LIMITS["k"]),
        "pool": widgets.Checkbox(bool(pool), description="POOL", indent=False),
        **sliders(LIMITS, width=width, side=side, batch=batch),
    }
    shown = in_order(show, controls)
    free = [name for name in ("side", "m", "pool") if show is None or name in show]

    def draw(**state):
        picture = draw_pattern(**state, free=free)
        return picture, _verdict(picture.trace, budget)

    return Explorer(controls, draw, shown, about="a network written with your numbers").start(step)


def _given(values, defaults):
    """The values, and the default for each that is None."""
    return [default if value is None else value for value, default in zip(values, defaults, strict=True)]


def _verdict(trace, budget):
    """What the numbers write, in words: its totals, or which demands it meets, or where it stops and what fits."""
    tried, batch = trace.tried, trace.batch
    if trace.refusal:
        return trace.refusal
    if trace.stop:
        layers = amount(len(tried.rows) - 1, "layer")
        return f"{' '.join(trace.stop)} Drawn are the {layers} before it."
    if budget is not None:
        return _against(budget, tried.rows)
    totals, images = tried.totals, amount(batch, "image")
    name = ""
    if tried.layers in _columns():
        other = "" if tried.rows[0].output_shape[0] == 224 else ", on another side than 224"
        name = f" This is VGG-{_columns()[tried.layers]}{other}."
    return (
        f"{totals.weight_layers} layers with weights, {totals.parameters:,} parameters.{name} "
        f"{images}: {totals.values * batch:,} values, "
        f"{short(totals.macs * batch)} MACs. At 4 bytes a number: {in_bytes(4 * totals.parameters)} of parameters, "
        f"{in_bytes(4 * totals.values * batch)} of values."
    )


def _against(budget, rows):
    """Which demands of a budget are met, for one image."""
    lines = budget.lines(rows)
    met = sum(line.met for line in lines)
    return f"{met} of {len(lines)} met. {' '.join(map(str, lines))}"


@cache
def _columns():
    """The paper's columns by their layers: made once, for every move of a slider asks."""
    return {vgg(column).layers: column for column in VGG}
