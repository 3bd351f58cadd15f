"""The pattern behind most networks: numbers for its letters, and the network that they write."""

from functools import cache

import ipywidgets as widgets

from helpers.draw import draw_pattern
from helpers.draw.pattern import draw_refusal
from helpers.explore.explorer import Explorer, in_order, slider
from helpers.networks import VGG, vgg
from helpers.networks.attempt import attempt, where_it_stops
from helpers.words import amount, in_bytes, short

ORDER = ("n", "m", "k", "pool", "width", "side", "batch")
MOST = 5  # convolutions in a block: the lecture's "up to about 5"


def explore_pattern(n=2, m=5, k=2, pool=True, width=64, side=224, batch=1, step=None, show=None, budget=None):
    """An app: the network that [(CONV-RELU)*N - POOL?]*M - (FC-RELU)*K - FC, softmax writes with your numbers.

    ``n`` convolutions (1..5) in each block: a number, or a tuple with one for each block; ``m`` blocks (1..8);
    ``k`` hidden FC layers (0..3); ``pool`` says whether a block ends in a 2x2 pool. ``width`` filters (1..128) in
    the first block, doubled from block to block up to 8 times as many; ``side`` (1..256) of the input; ``batch``
    (1..256) images. ``step`` is the layer shown first, None for the one with most parameters. ``show`` names
    the controls to show, for example ``("n", "m")``; the step always shows. With a ``budget`` (``networks.Budget``)
    the verdict says, for every demand, whether the network meets it.

    In the app, N is a field to type in: "2", or "2 2 3 3 3" for five blocks.

    Errors: ``ValueError`` for numbers out of their range, and for a tuple that is not ``m`` long.
    """
    text = " ".join(map(str, n)) if isinstance(n, tuple | list) else str(n)
    typed(text, m)
    controls = {
        "n": widgets.Text(text, description="N", placeholder="2, or 2 2 3 3 3"),
        "m": slider("m", "M", m, 1, 8),
        "k": slider("k", "K", k, 0, 3),
        "width": slider("width", "width", width, 1, 128),
        "side": slider("side", "side", side, 1, 256),
        "batch": slider("batch", "batch", batch, 1, 256),
        "pool": widgets.Checkbox(bool(pool), description="POOL", indent=False),
    }

    free = [name for name in ("side", "m", "pool") if show is None or name in show]

    def draw(n, m, k, pool, width, side, batch):
        try:
            n = typed(n, m)
        except ValueError as refusal:
            return draw_refusal(str(refusal)), str(refusal)
        state = n, m, k, pool, width, side
        tried = attempt(*state)
        verdict = _verdict(tried, batch, free) if tried.failed or budget is None else _against(budget, tried.rows)
        return draw_pattern(*state, batch, free), verdict

    explorer = Explorer(controls, draw, in_order(show, ORDER, controls))
    explorer.start(step)
    return explorer


def typed(text, m):
    """What a reader typed for N: one number, or a tuple with one for each of ``m`` blocks.

    Errors: ``ValueError`` with what would do.
    """
    words = text.replace(",", " ").split()
    if not words or not all(word.isdecimal() for word in words):
        raise ValueError(f"N is a number such as 2, or one for each block such as 2 2 3 3 3; got {text.strip()!r}.")
    numbers = [int(word) for word in words]
    wrong = [number for number in numbers if not 1 <= number <= MOST]
    if wrong:
        raise ValueError(f"N must be 1 to {MOST} convolutions in a block, got {wrong[0]}.")
    if len(numbers) == 1:
        return numbers[0]
    if len(numbers) != m:
        raise ValueError(
            f"N has numbers for {len(numbers)} blocks, and M is {m}: write one number for all blocks, or {m} of them."
        )
    return tuple(numbers)


def _verdict(tried, batch, free):
    """What the numbers write, in words: its totals, or where it stops and what would fit."""
    if tried.failed:
        layers = amount(len(tried.rows) - 1, "layer")
        return f"{' '.join(where_it_stops(tried, free))} Drawn are the {layers} before it."
    totals = tried.totals
    images = amount(batch, "image")
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
