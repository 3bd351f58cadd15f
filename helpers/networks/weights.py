"""Where a network's weights come from: anything that gives a pair (weights, biases) for a layer's name."""

from collections.abc import Mapping
from math import prod, sqrt

import numpy as np

from helpers.arguments import whole

Weights = Mapping[str, tuple[np.ndarray, np.ndarray]]  # (weights, biases) of each layer


class SeededWeights(Mapping):
    """Random weights, made when they are asked for and kept nowhere: VGG-16's first FC layer alone is 411 MB.

    Normal with mean 0 and variance 2/inputs, float32; biases 0. A layer's weights depend on the seed and on the
    layer's place in the network only, not on the order in which they are asked for.

    Source: He et al., *Delving Deep into Rectifiers*, ICCV 2015, equation 10.
    """

    def __init__(self, network, seed=0):
        from helpers.networks.famous import network_of  # which is built on networks, and these on weights

        self._seed = whole("seed", seed, 0)
        rows = network_of(network).rows()
        self._shapes = {
            row.name: (place, *row.layer.weight_shapes(row.input_shape))
            for place, row in enumerate(rows)
            if row.weights
        }

    def __getitem__(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        place, shape, biases = self._shapes[name]
        weights = np.random.default_rng([self._seed, place]).standard_normal(shape, np.float32)
        weights *= np.float32(sqrt(2 / prod(shape[1:])))
        return weights, np.zeros(biases, np.float32)

    def __iter__(self):
        return iter(self._shapes)

    def __len__(self):
        return len(self._shapes)


def of_layer(row, weights):
    """The arguments that a row's layer needs: (weights, biases), or () for a layer without parameters.

    Errors: ``ValueError`` where they are missing or have another shape, ``TypeError`` where they are no pair.
    """
    if not row.weights:
        return ()
    try:
        given = weights[row.name]
    except TypeError:
        raise TypeError(f"weights must map each layer's name to (weights, biases), got {weights!r}") from None
    except KeyError:
        there = ", ".join(map(repr, weights)) or "no layer at all"
        raise ValueError(f"weights has no layer {row.name!r}; it has {there}") from None
    if not isinstance(given, tuple | list):
        raise TypeError(f"weights of {row.name} must be a pair (weights, biases), got {given!r}")
    wanted, shapes = row.layer.weight_shapes(row.input_shape), tuple(np.shape(array) for array in given)
    if shapes != wanted:
        raise ValueError(f"weights of {row.name} must have the shapes {wanted[0]} and {wanted[1]}, got {shapes}")
    return given
