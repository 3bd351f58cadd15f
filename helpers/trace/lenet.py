"""A digit on its way through a network like LeNet-5: what one layer read and made, and how each value came about."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from helpers.arguments import whole
from helpers.networks import network_of

LISTED = 5  # products of a dense layer that are named
MAPS_ACROSS, VALUES_ACROSS = 8, 12  # maps, and values of a dense layer, that stand in a row


class Place(NamedTuple):
    """Where a value stands in its layer."""

    row: int
    column: int
    map: int


class Sum(NamedTuple):
    """How a value is made: ``parts`` and the ``bias`` give the ``total``; ``result`` is what ReLU leaves of it.

    Of a convolution, ``products`` (F, F, C) are those of its window, and ``channels`` their sum in each channel.
    """

    parts: list
    bias: float
    total: float
    result: float
    products: np.ndarray | None = None
    channels: list | None = None


@dataclass(frozen=True, eq=False)
class ForwardPass:
    """A forward pass as one layer has it: its ``row`` of the network, what it read, and what it made of that.

    ``weights`` are the layer's own, () of a pool; ``below`` is its input, the values of ``below_name``; ``sums``
    are before ReLU, ``values`` after it, both (H, W, K); ``probabilities`` are the answers of the last layer.
    """

    network: object
    row: object
    weights: tuple
    volume: np.ndarray
    below: np.ndarray
    below_name: str
    sums: np.ndarray
    values: np.ndarray
    probabilities: np.ndarray

    @property
    def flat(self):
        """True for a dense layer, whose values have no place."""
        return self.row.kind == "dense"

    @property
    def last(self):
        """True for the layer whose values are the scores."""
        return self.row.layer is self.network.layers[-1]

    @property
    def most(self):
        """What black stands for: the layer's largest value."""
        return max(self.values.max().item(), 1e-9)

    @property
    def silent(self):
        """How many values of each map are 0."""
        return (self.values == 0).sum(axis=(0, 1)).tolist()

    @property
    def across(self):
        """How many maps, or values of a dense layer, stand in a row of their table."""
        if self.last:
            return 1
        return VALUES_ACROSS if self.flat else min(self.values.shape[2], MAPS_ACROSS)

    @property
    def strongest_map(self):
        """The map that has the largest value of all; in a dense layer, that value."""
        return int(self.values.max(axis=(0, 1)).argmax())

    def strongest(self, which):
        """The ``Place`` of the largest value, of the map ``which`` where the layer has maps."""
        if self.flat:
            return Place(0, 0, int(self.values.argmax()))
        return Place(*divmod(int(self.values[..., which].argmax()), self.values.shape[1]), which)

    def window(self, place):
        """The cells (F, F, C) of the layer below that a value is made from."""
        span, stride = self.row.layer.reach(self.row.input_shape)
        apart, top, left = getattr(self.row.layer, "dilation", 1), place.row * stride, place.column * stride
        return self.below[top : top + span : apart, left : left + span : apart]

    def winner(self, place):
        """(row, column) in its window of the largest cell, which a pool chooses."""
        return divmod(int(self.window(place)[..., place.map].argmax()), self.row.layer.f)

    def convolved(self, place):
        """The ``Sum`` of a value of a convolution."""
        filters, biases = self.weights
        products = self.window(place) * filters[place.map]
        channels = products.sum(axis=(0, 1)).tolist()
        whole = sum(channels) if len(channels) > 1 else products.sum().item()
        return self._sum([whole], biases[place.map].item(), products, channels)

    def weighed(self, unit):
        """The ``Sum`` of a value of a dense layer, of its positive and its negative products."""
        return self._sum(self.largest[0][unit], self.weights[1][unit].item())

    def _sum(self, parts, bias, *rest):
        total = sum(parts) + bias
        return Sum(parts, bias, total, max(total, 0.0) if self.row.layer.relu else total, *rest)

    @cached_property
    def largest(self):
        """Of all values of a dense layer at once: (sums, counts, order, factors), each with a row for every value.

        The sums and the counts are those of its positive and of its negative products; the order has the inputs
        with the largest products, the factors the (input, weight, product) of these.
        """
        inputs, weights = self.below.ravel(), self.weights[0]
        products = weights * inputs
        up, down = products > 0, products < 0
        sums = np.stack([(products * up).sum(axis=1), (products * down).sum(axis=1)], axis=1)
        counts = np.stack([up.sum(axis=1), down.sum(axis=1)], axis=1)
        order = np.argsort(-abs(products), axis=1, kind="stable")[:, :LISTED]
        factors = inputs[order], np.take_along_axis(weights, order, 1), np.take_along_axis(products, order, 1)
        return sums.tolist(), counts.tolist(), order.tolist(), np.stack(factors, axis=2).tolist()


def forward_pass(network, volume, weights, layer):
    """The ``ForwardPass`` of a ``volume`` (32, 32, 1) to a ``layer``, in float64: the same on every machine.

    Errors: ``ValueError`` for a layer that the network does not have; those of ``network_of`` and ``forward``.

    >>> from helpers.networks import lenet5
    >>> passed = forward_pass(lenet5(), np.ones((32, 32, 1)), lenet5().random_weights(), "C3")
    >>> passed.values.shape, passed.below_name, passed.across
    ((10, 10, 16), 'S2', 8)
    """
    network = network_of(network)
    row = network.row(layer)
    if not row.layer:
        raise ValueError(f"layer must be one of {', '.join(r.name for r in network.rows()[1:])}, got {layer!r}")
    return forward_passes(network, volume, weights)[layer]


def forward_passes(network, volume, weights):
    """The ``ForwardPass`` to every layer, by name, all of one run, in float64.

    Errors: those of ``network_of`` and ``forward``.

    >>> from helpers.networks import lenet5
    >>> passes = forward_passes(lenet5(), np.ones((32, 32, 1)), lenet5().random_weights())
    >>> {name: passed.values.shape for name, passed in passes.items() if passed.row.kind == "pool"}
    {'S2': (14, 14, 6), 'S4': (5, 5, 16)}
    """
    network = network_of(network)
    weights = _in_float64(weights)
    passed = list(network.forward(np.asarray(volume, np.float64), weights, detail=True))
    names = [r.name for r, _ in passed]
    answers = passed[-1][1].ravel()
    found = {}
    for row in network.rows()[1:]:
        here = names.index(row.name)
        below, sums = passed[here - 1][1], passed[here][1]
        values = passed[here + 1][1] if getattr(row.layer, "relu", False) else sums
        before = names[here - 1].removesuffix(" relu")
        told = weights.get(row.name, ()), volume, below, before, sums, values, answers
        found[row.name] = ForwardPass(network, row, *told)
    return found


def _in_float64(weights):
    if not isinstance(weights, Mapping):  # then ``forward`` says what it needs
        return weights
    return {name: tuple(np.asarray(a, np.float64) for a in pair) for name, pair in weights.items()}


def places_along(passed, which, row):
    """The ``Place`` of each step: along a ``row`` of the map ``which``, or through the values of a dense layer.

    Errors: ``ValueError`` for a map or a row that is not there.

    >>> from helpers.networks import lenet5
    >>> passed = forward_pass(lenet5(), np.ones((32, 32, 1)), lenet5().random_weights(), "S4")
    >>> places_along(passed, 15, 2)[-1]
    Place(row=2, column=4, map=15)
    """
    side, _, maps = passed.values.shape
    if passed.flat:
        return [Place(0, 0, unit) for unit in range(maps)]
    which, row = whole("map", which), whole("row", row)
    for name, value, count in (("map", which, maps), ("row", row, side)):
        if not 0 <= value < count:
            raise ValueError(f"{name} must be 0..{count - 1} in {passed.row.name}, got {value}")
    return [Place(row, column, which) for column in range(side)]
