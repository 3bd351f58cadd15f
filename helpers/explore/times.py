"""Where a network's time goes beside where its multiply-adds are, on a GPU and on the reader's own computer."""

from dataclasses import replace
from time import monotonic

import ipywidgets as widgets

from helpers.data import MEASURED, TIMED, load_layer_times
from helpers.data.times import CARD, MODES
from helpers.draw import draw_times
from helpers.explore.controls import choice, in_order, switch
from helpers.explore.explorer import Explorer
from helpers.networks import alexnet, layer_bytes, layer_times, vgg
from helpers.words import in_bytes, in_milliseconds, share

NETWORKS = dict(zip(TIMED, (alexnet(), replace(alexnet(groups=1), name=TIMED[1]), vgg("D")), strict=True))
BATCHES = (8, 32, 128)
PRECISIONS = {"fp32": "all in 32 bits", "default": "convolutions in TF32", "bf16": "all in 16 bits"}
HERE = "here"
PRESS = "Press Measure here\nwhile the notebook runs."
PATIENCE = 60  # seconds: no pass that would take longer is begun
MOST = 1e9  # bytes: nor one that would hold more at once; a hub's kernel has 2 GB (for_lecturers.md)
BEHIND = 0.5  # seconds: a press that came while it measured is heard right behind it, and is no new one
MEASURE = "Measure here"


def explore_times(network="AlexNet", on=CARD, batch=128, mode="default", step=None, show=None):
    """An app: each layer's share of the MACs beside its share of the time, for one picture and for a batch.

    ``network`` is a name in ``data.TIMED``; ``on`` is where it ran, "NVIDIA H200" or "here", this computer, which is
    measured when its reader presses the button, and stored nowhere. ``batch`` is 8, 32 or 128 pictures; ``mode``
    says how precisely the GPU multiplied: "fp32", "default" or "bf16" (see ``data.load_layer_times``). ``step`` is
    the layer shown first, None for the one that takes most time for its MACs. ``show`` names the controls to show,
    for example ``("batch", "measure")``; the step always shows.

    Errors: ``ValueError`` for a name or a number that there is not.
    """
    return _TimesApp(network, on, batch, mode, show).explorer.start(step)


class _TimesApp:
    """The controls, and what was measured on this computer: {(network, batch): times}."""

    def __init__(self, network, on, batch, mode, show):
        self.own, self.ended = {}, -BEHIND
        self.controls = {
            "network": choice("network", "network", network, TIMED),
            "on": switch("on", on, (CARD, HERE), "on"),
            "batch": switch("batch", batch, BATCHES, "batch"),
            "mode": switch("mode", mode, MODES, "mode"),
        }
        self.measure = widgets.Button(description=MEASURE, tooltip="run the network on this computer")
        self.measure.on_click(self.run)
        shown = in_order(show, {**self.controls, "measure": self.measure})
        self.explorer = Explorer(self.controls, self.draw, shown, about="multiply-adds and time, layer by layer")

    def draw(self, network, on, batch, mode):
        """The picture of a state, and what is said about it."""
        if on == HERE:
            times = {size: self.own.get((network, size), PRESS) for size in (1, batch)}
            measured = isinstance(times[1], dict)
            notes = ("measured now, with NumPy, in 32 bits", "stored nowhere") if measured else ()
            picture = draw_times(NETWORKS[network], times, "this computer", notes)
        else:
            measured = load_layer_times(network, mode)
            times = {size: measured[size] for size in (1, batch)}
            picture = draw_times(NETWORKS[network], times, CARD, (MEASURED, f"mode {mode}: {PRECISIONS[mode]}"))
        return picture, _verdict(picture.trace, on)

    def run(self, _button):
        """A reader wants the times of this computer: of a picture, and of a batch, if there is time and memory.

        The button is not disabled meanwhile, for a browser would take the focus from it.
        """
        if monotonic() - self.ended < BEHIND:
            return
        state = self.explorer.state()
        name, batch = state["network"], state["batch"]
        self.measure.description = "measuring ..."
        self.explorer.refuse(
            f"Measuring {name} on this computer: one picture, then {batch} if there is time and memory."
        )
        try:
            one = layer_times(NETWORKS[name])
            self.own |= {(name, 1): one, (name, batch): _several(NETWORKS[name], batch, one)}
        except MemoryError:
            held = in_bytes(layer_bytes(NETWORKS[name]))
            self.own[name, 1] = self.own[name, batch] = f"One picture takes {held},\nmore than is free here."
        finally:
            self.measure.description, self.ended = MEASURE, monotonic()
        self.explorer.remake()
        self.explorer.at_once(on=HERE)


def _several(network, batch, one):
    """The times of a batch on this computer, or why there are none: ``one`` are those of a picture."""
    seconds, held = batch * sum(one.values()) / 1e3, layer_bytes(network, batch)
    if held > MOST:
        return f"{batch} pictures would hold {in_bytes(held)}\nat once, the most is {in_bytes(MOST)} here."
    if seconds > PATIENCE:
        return f"{batch} pictures would take\nabout {seconds:,.0f} seconds here."
    try:
        return layer_times(network, batch)
    except MemoryError:
        return f"{batch} pictures hold {in_bytes(held)} at once,\nmore than is free here."


def _verdict(trace, on):
    """How long a pass takes, and what takes more of it than of the MACs."""
    if not trace.measured:
        return f"{trace.network.name} was not measured on this computer yet."
    said = [f"{in_milliseconds(each.total)} for {_pictures(each.batch)}" for each in trace.measured]
    place = "this computer" if on == HERE else on
    words = f"{trace.network.name} on {place}: {', '.join(said)}."
    without = [trace.without(each) for each in trace.measured]
    dense = [trace.of_kind("dense", each.shares) for each in trace.measured]
    words += f" Layers without a multiply-add take {_each(without)} of it."
    counted = share(trace.of_kind("dense", trace.shares), 1)
    return f"{words} The FC layers have {counted} of the MACs and take {_each(dense)}."


def _pictures(batch):
    return "one picture" if batch == 1 else f"{batch} pictures"


def _each(shares):
    return " and ".join(share(part, 1) for part in shares)
