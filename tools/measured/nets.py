"""The course's networks as modules of PyTorch, layer by layer: the same shapes and parameters, channels first.

PyTorch is no dependency of the course, and no test needs it. What is written here runs where somebody has installed
it: with a GPU as it was measured, without one in small.
"""

import sys

try:
    import torch
    from torch import nn
except ImportError:
    sys.exit(
        "The scripts in tools/measured need PyTorch, which the course does not install. Put torch and numpy into an "
        "environment of their own, and run the script there, in the root of the course, with PYTHONPATH=. "
        "(torch 2.11 was used)."
    )

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def module_of(layer, shape):
    """One layer for an input of ``shape`` (side, side, channels), with its ReLU and its dropout.

    PyTorch divides LRN's alpha by the size of the window, the paper and the course do not: so it is multiplied here.
    """
    channels = shape[2]
    if layer.kind == "conv":
        settings = {"stride": layer.stride, "padding": layer.padding, "dilation": layer.dilation}
        parts = [nn.Conv2d(channels, layer.filters, layer.f, groups=layer.groups, **settings)]
    elif layer.kind == "pool":
        parts = [(nn.AvgPool2d if layer.average else nn.MaxPool2d)(layer.f, layer.stride, layer.padding)]
    elif layer.kind == "lrn":
        parts = [nn.LocalResponseNorm(layer.size, layer.alpha * layer.size, layer.beta, layer.k)]
    else:
        parts = [nn.Flatten(), nn.Linear(shape[0] * shape[1] * channels, layer.outputs)]
    if layer.relu:
        parts.append(nn.ReLU(inplace=True))
    if layer.dropout:
        parts.append(nn.Dropout(layer.dropout))
    return nn.Sequential(*parts)


def modules_of(network):
    """A list of (row, module): every row of the network but the input, and its layer."""
    return [(row, module_of(row.layer, row.input_shape)) for row in network.rows() if row.kind != "input"]


def as_module(network):
    """The whole network, with He's random start: it takes (images, channels, side, side)."""
    return he(nn.Sequential(*(module for _, module in modules_of(network))))


def he(net):
    """Give every weight He's random start and every bias 0; the same module comes back."""
    for part in net.modules():
        if isinstance(part, nn.Conv2d | nn.Linear):
            nn.init.kaiming_normal_(part.weight, nonlinearity="relu")
            nn.init.zeros_(part.bias)
    return net


def images(network, batch, dtype=torch.float32):
    """A batch of random numbers in the shape that the network reads, on ``DEVICE``."""
    side, _, channels = network.rows()[0].output_shape
    return torch.randn(batch, channels, side, side, device=DEVICE, dtype=dtype)
