"""LeNet as scipy and numpy compute it, without helpers.layers: an oracle of several files."""

import numpy as np
from scipy.signal import correlate

from helpers.data import load_lenet_weights
from helpers.networks import lenet5

LAYERS = [row.name for row in lenet5().rows()[1:]]
WEIGHTS = load_lenet_weights()


def scipys_lenet(volume):
    """The sums (before ReLU) and the values of each layer, without helpers.layers."""
    x, sums, values = volume.astype(float), {}, {}
    for name in LAYERS:
        if name.startswith("S"):
            sums[name] = x.reshape(len(x) // 2, 2, len(x) // 2, 2, -1).max(axis=(1, 3))
        else:
            weights, biases = (np.asarray(a, float) for a in WEIGHTS[name])
            if weights.ndim == 4:
                sums[name] = np.dstack(
                    [correlate(x, w, "valid")[..., 0] + b for w, b in zip(weights, biases, strict=True)]
                )
            else:
                sums[name] = (weights @ x.ravel() + biases)[None, None]
        x = sums[name] if name.startswith("S") or name == "output" else np.maximum(sums[name], 0)
        values[name] = x
    return sums, values
