"""What a network takes of a graphics card's memory, by batch and bytes a number, forward or in training."""

from helpers.arguments import whole
from helpers.draw import draw_memory
from helpers.explore.controls import in_order, slider, switch
from helpers.explore.explorer import Explorer
from helpers.explore.network import networks_to_choose
from helpers.networks.memory import MODES
from helpers.words import amount, in_bytes, sentence

SIZES = {f"{size} bytes": size for size in (2, 4, 8)}


def explore_memory(network="VGG-D", batch=1, bytes_per_value=4, mode="forward", step=0, show=None):
    """An app: the memory of a network, by the lecture's rule and in a simulated step, against real graphics cards.

    ``network`` is a name in ``networks.NETWORKS`` or a ``Network`` of one's own, which joins the list, ``batch``
    (1..256) images at a time, ``bytes_per_value`` 2, 4 or 8 bytes for each number, ``mode`` "forward" or "training".
    ``step`` is the part marked first: weights, activations, in training their gradients and momentum, what pools,
    LRN and dropout keep, room to compute, the library's own. ``show`` names the controls to show, for example
    ``("batch",)``; the step always shows.

    Errors: ``ValueError`` for an unknown name and for a number outside its range, ``TypeError`` for no network.
    """
    network_list, named = networks_to_choose(network)
    controls = {
        "network": network_list,
        "batch": slider("batch", "batch", batch, 1, 256),
        "bytes_per_value": switch("bytes_per_value", whole("bytes_per_value", bytes_per_value), SIZES),
        "mode": switch("mode", mode, MODES),
    }

    def draw(network, **state):
        picture = draw_memory(named(network), **state)
        return picture, _verdict(picture.trace)

    return Explorer(controls, draw, in_order(show, controls), about="the memory of a network").start(step)


def _verdict(trace):
    """Both totals, what dominates the rule's, and that it is no bound."""
    memory, images = trace.memory, amount(trace.memory.batch, "image")
    sums = f"{in_bytes(memory.growing)} grow with the batch, {in_bytes(memory.fixed)} do not"
    larger = "larger" if memory.growing > memory.fixed else "smaller"
    return (
        f"{sentence(trace.mode)} with {images} takes {in_bytes(memory.total)} by the lecture's rule: {sums}. What "
        f"grows is the {larger} part; from batch {memory.overtaking_batch:,} on it is the larger. The rule is no "
        f"bound: simulated, {in_bytes(trace.step.peak)} at most (tested on an H200, 4 bytes)."
    )
