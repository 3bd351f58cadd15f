"""How long each layer of a network takes on the computer that runs this: a measurement, never twice the same."""

from math import prod
from time import perf_counter

import numpy as np

from helpers.arguments import whole
from helpers.layers import relu
from helpers.networks.famous import Named, network_of
from helpers.networks.weights import of_layer

LONG = 2.0  # seconds: a layer that has taken so long in all is not measured again
SHORT = 0.01  # seconds: what takes less is run several times in a row, for a browser's clock has steps of up to 1 ms
ALIVE = {"lrn": 4, "pool": 3}  # arrays as large as its output that a layer holds at once beside its input, else 2:
# the output and its ReLU (measured with tracemalloc; a test does)
SCRATCH = 10e6  # bytes at most: the windows that a convolution has copied, and its padded images


def layer_times(network: Named, batch: int = 1, passes: int = 3) -> dict[str, float]:
    """Milliseconds of each layer, with its ReLU, on this computer: {layer: milliseconds}.

    Every layer is run by itself, on ``batch`` images of random numbers and with random weights, for only shapes
    matter. It keeps the shortest of ``passes`` measurements, for a computer does other things as well, or of as many
    as two seconds have room for.

    Errors: ``ValueError`` for a batch or a number of passes below 1; those of ``network_of``.

    >>> times = layer_times("LeNet-5")
    >>> list(times), all(milliseconds > 0 for milliseconds in times.values())
    (['C1', 'S2', 'C3', 'S4', 'C5', 'F6', 'output'], True)
    """
    network, batch, passes = network_of(network), whole("batch", batch, 1), whole("passes", passes, 1)
    rng, weights = np.random.default_rng(0), network.random_weights()
    times = {}
    for row in network.rows()[1:]:
        x = rng.standard_normal((batch, *row.input_shape), np.float32)
        arguments = of_layer(row, weights)
        found = [_seconds(row.layer, x, arguments)]
        while len(found) < passes and sum(found) < LONG:
            found.append(_seconds(row.layer, x, arguments))
        times[row.name] = 1e3 * min(found)
        del x, arguments  # or two layers' weights are there at once
    return times


def layer_bytes(network: Named, batch: int = 1) -> int:
    """About how many bytes ``layer_times`` holds at once: the layer that needs most, with its input and its weights.

    Errors: those of ``layer_times``.

    >>> layer_bytes("VGG-D", 32), layer_bytes("VGG-D", 128)  # conv1_2
    (1243273088, 4942649216)
    """
    network, batch = network_of(network), whole("batch", batch, 1)
    values = (
        row.parameters + batch * (prod(row.input_shape) + ALIVE.get(row.kind, 2) * row.values)
        for row in network.rows()[1:]
    )
    return int(4 * max(values) + SCRATCH)


def _seconds(layer, x, arguments):
    """How long one run of a layer takes, with its ReLU."""
    taken, count = 0.0, 1
    while taken < SHORT:
        begun = perf_counter()
        for _ in range(count):
            out = layer.apply(x, *arguments)
            if layer.relu:
                relu(out)
        taken, count = perf_counter() - begun, 2 * count
    return 2 * taken / count
