"""All of a network like LeNet-5 at once: a digit, every map of every layer, and the answer."""

from dataclasses import dataclass

from helpers.networks import network_of
from helpers.trace.lenet import ForwardPass, forward_passes

MAPS_DOWN, VALUES_DOWN = 8, 24  # maps, and values of a dense layer, that stand in a column at most


@dataclass(frozen=True, eq=False)
class Overview:
    """A ``volume`` on its way through a network: the ``ForwardPass`` to each layer, by name, in their order."""

    volume: object
    passes: dict

    @property
    def parts(self):
        """What can be shown or looked at: "input", then the names of the layers."""
        return ["input", *self.passes]

    @property
    def probabilities(self):
        """Those of the answers."""
        return self.last.probabilities

    @property
    def last(self) -> ForwardPass:
        """The layer whose values are the scores."""
        return next(reversed(self.passes.values()))

    def across(self, layer):
        """How many maps, or values of a dense ``layer``, stand in a row of the whole picture: as few as do."""
        passed = self.passes[layer]
        tallest = VALUES_DOWN if passed.flat else MAPS_DOWN
        return -(-passed.values.shape[2] // tallest)

    def strongest(self, layer):
        """(map, ``Place``) of the largest value of a ``layer``; of a dense one, the value is its map."""
        passed = self.passes[layer]
        return passed.strongest_map, passed.strongest(passed.strongest_map)


def overview(network, volume, weights):
    """The ``Overview`` of a ``volume`` (32, 32, 1), in float64: the same on every machine, all of one forward pass.

    Errors: ``ValueError`` for a network whose layers are not named apart; those of ``network_of`` and ``forward``.

    >>> import numpy as np
    >>> from helpers.networks import lenet5
    >>> whole = overview("LeNet-5", np.ones((32, 32, 1)), lenet5().random_weights())
    >>> whole.parts, whole.passes["C3"].values.shape
    (['input', 'C1', 'S2', 'C3', 'S4', 'C5', 'F6', 'output'], (10, 10, 16))
    """
    return Overview(volume, forward_passes(network_of(network), volume, weights))
