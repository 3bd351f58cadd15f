"""A network layer by layer: what each makes of its input, what that costs, and what it sees."""

from helpers.draw import draw_network
from helpers.explore.controls import choice, in_order
from helpers.explore.explorer import Explorer
from helpers.networks import NETWORKS, network_of


def explore_network(network="LeNet-5", step=None, show=None):
    """An app: the layers of a network, one at a time, with their formulas, costs and receptive fields.

    ``network`` is a name in ``networks.NETWORKS`` or a ``Network`` of one's own, which joins the list; ``step`` the
    layer shown first, 0 for the input, None for the one with most parameters. ``show=()`` hides the list; the step
    always shows.

    Errors: ``ValueError`` for a name that is not in the list, ``TypeError`` for what is no network.
    """
    network_list, named = networks_to_choose(network)
    controls = {"network": network_list}

    def draw(network):
        picture = draw_network(named(network))
        return picture, _verdict(picture.trace)

    return Explorer(controls, draw, in_order(show, controls), about="the layers of a network").start(step)


def networks_to_choose(network):
    """The list of networks that shows ``network``, and the function from a name in it to its ``Network``.

    Errors: those of ``networks.network_of``.
    """
    given = network_of(network)
    own = {} if isinstance(network, str) else {given.name: given}
    control = choice("network", "network", given.name, {**NETWORKS, **own})
    return control, lambda name: own.get(name) or network_of(name)


def _verdict(trace):
    totals = trace.totals
    sums = f"{trace.network.name}, one image: {totals.values:,} values, {totals.parameters:,} parameters, "
    sums += f"{totals.macs:,} multiply-adds."
    memory = f"At 4 bytes a number: {4 * totals.values / 1e6:,.2f} MB of values, "
    memory += f"{4 * totals.parameters / 1e6:,.2f} MB of parameters (MB = 10⁶ bytes)."
    return f"{sums} {memory}"
