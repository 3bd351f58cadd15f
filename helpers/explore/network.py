"""A network layer by layer: what each makes of its input, what that costs, and what it sees."""

from helpers.draw import draw_network
from helpers.explore.explorer import Explorer, choice, in_order
from helpers.networks import VGG, Network, alexnet, lenet5, vgg

NETWORKS = {"LeNet-5": lenet5, "AlexNet": alexnet, **{f"VGG-{c}": (lambda c=c: vgg(c)) for c in VGG}}


def explore_network(network="LeNet-5", step=None, show=None):
    """An app: the layers of a network, one at a time, with their formulas, costs and receptive fields.

    ``network`` is a name in ``NETWORKS`` or a ``Network`` of one's own, which joins the list; ``step`` the layer
    shown first, 0 for the input, None for the one with most parameters. ``show=()`` hides the list; the step always
    shows.

    Errors: ``ValueError`` for a name that is not in the list.
    """
    there = dict(NETWORKS)
    if isinstance(network, Network):
        own, name = network, network.name
        there[name] = lambda: own
        network = name
    controls = {"network": choice("network", "network", network, there)}

    def draw(network):
        picture = draw_network(there[network]())
        return picture, _verdict(picture.trace)

    explorer = Explorer(controls, draw, in_order(show, ["network"], controls))
    explorer.start(step)
    return explorer


def _verdict(trace):
    totals = trace.totals
    sums = f"{trace.network.name}, one image: {totals.values:,} values, {totals.parameters:,} parameters, "
    sums += f"{totals.macs:,} multiply-adds."
    memory = f"At 4 bytes a number: {4 * totals.values / 1e6:,.2f} MB of values, "
    memory += f"{4 * totals.parameters / 1e6:,.2f} MB of parameters (MB = 10⁶ bytes)."
    return f"{sums} {memory}"
