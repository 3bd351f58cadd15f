"""A network's layers as its pictures tell of them: their rows and sums, the costliest one, and a layer in words."""

from dataclasses import dataclass

from helpers.networks import Network, Totals, network_of
from helpers.words import amount, share, times

COSTS = {"parameters": "parameters", "values": "values", "macs": "MACs"}  # a column of the rows, and its name


@dataclass(frozen=True, eq=False)
class Account:
    """What a network's layers cost: ``rows`` are those of ``network.rows()``, ``totals`` their sums."""

    network: Network
    rows: tuple
    totals: Totals

    def share(self, row, column):
        """A row's part of a column's sum, in words."""
        return share(getattr(row, column), getattr(self.totals, column))


def account(network):
    """The ``Account`` of a network, a name or a ``Network``.

    Errors: those of ``network_of``.

    >>> made = account("LeNet-5")
    >>> made.share(made.rows[5], "parameters"), costliest(made.rows)
    ('78 %', 5)
    """
    network = network_of(network)
    return Account(network, tuple(network.rows()), network.totals())


def costliest(rows):
    """The place of the row with most parameters, the input aside.

    >>> costliest(network_of("LeNet-5").rows())
    5
    """
    return max(range(1, len(rows)), key=lambda k: rows[k].parameters, default=0)


def layer_words(row, network):
    """A layer in words, with its numbers, in two parts that follow on one another.

    >>> layer_words(network_of("AlexNet").row("conv1"), network_of("AlexNet"))
    ('conv1: 96 filters of 11×11×3', ', stride 4, padding 0, then ReLU')
    """
    layer = row.layer
    last = layer and layer is network.layers[-1] and network.softmax
    then = [", then ReLU"] * bool(layer and layer.relu) + [", dropout"] * bool(layer and layer.dropout)
    ends = "".join([*then, ", then softmax"] if last else then)
    if row.kind == "conv":
        filters = times(layer.weight_shapes(row.input_shape)[0][1:])
        groups = f", in {layer.groups} groups" if layer.groups > 1 else ""
        step = f", stride {layer.stride}, padding {layer.padding}"
        step += f", dilation {layer.dilation}" if layer.dilation > 1 else ""
        return f"{row.name}: {amount(layer.filters, 'filter')} of {filters}", f"{step}{groups}{ends}"
    if row.kind == "pool":
        kept = "mean" if layer.average else "largest"
        return f"{row.name}: the {kept} of {layer.f}×{layer.f}", f", stride {layer.stride}"
    if row.kind == "lrn":
        return f"{row.name}: local response normalisation", f" over {layer.size} channels"
    if row.kind == "dense":
        read, made = amount(row.weights // layer.outputs, "input", ","), amount(layer.outputs, "output", ",")
        return f"{row.name}: fully connected, {read}", f", {made}{ends}"
    return f"{row.name}: {times(row.output_shape)}", ""
