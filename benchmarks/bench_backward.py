"""How long the way back through a layer takes beside its way forward, and beside PyTorch's way back.

All on one thread, in time of the processor: what else runs on the machine must not decide between two ways of which
one takes twice as long.
"""

import time

import numpy as np
from asked import torch
from report import Row, interleaved
from threadpoolctl import threadpool_limits

from helpers.layers import (
    conv2d,
    conv2d_backward,
    dense,
    dense_backward,
    max_pool2d,
    max_pool2d_backward,
    relu,
    relu_backward,
)
from helpers.networks import lenet5, vgg

# (name, shape of x, of the filters, padding)
CONVOLUTIONS = [
    ("LeNet C1, one image of 32x32x1, 6 filters 5x5", (1, 32, 32, 1), (6, 5, 5, 1), 0),
    ("LeNet C1, a batch of 32", (32, 32, 32, 1), (6, 5, 5, 1), 0),
    ("LeNet C3, one image of 14x14x6, 16 filters 5x5", (1, 14, 14, 6), (16, 5, 5, 6), 0),
    ("LeNet C3, a batch of 32", (32, 14, 14, 6), (16, 5, 5, 6), 0),
    ("VGG-16 convolution 5, 56x56x128, 256 filters", (1, 56, 56, 128), (256, 3, 3, 128), 1),
    ("VGG-16 convolution 6, 56x56x256, 256 filters", (1, 56, 56, 256), (256, 3, 3, 256), 1),
]


def measure():
    with threadpool_limits(1, "blas"):
        yield from on_one_thread()


def on_one_thread():
    asked = torch([(*shapes, {"padding": padding}) for _, *shapes, padding in CONVOLUTIONS])
    theirs = asked and asked[1]
    for number, (name, *shapes, padding) in enumerate(CONVOLUTIONS):
        x, filters = (normal(*shape) for shape in shapes)
        errors = normal(*conv2d(x, filters, padding=padding).shape)
        forward, back = interleaved(
            lambda x=x, filters=filters, padding=padding: conv2d(x, filters, padding=padding),
            lambda x=x, filters=filters, padding=padding, errors=errors: conv2d_backward(
                errors, x, filters, padding=padding
            ),
            seconds=6,
            clock=time.process_time,
        )
        yield Row(f"**{name}: conv2d_backward over conv2d**", back / forward, goal=3)
        if theirs:
            yield Row(f"{name}: conv2d_backward over PyTorch's way back", back / theirs[number][1])
            yield Row(f"{name}: PyTorch's way back over its way forward", theirs[number][1] / theirs[number][0])
    network = lenet5()
    yield whole_pass("LeNet-5, a batch of 32", network.layers, (32, *network.input_shape))
    block = [layer for layer in vgg("D").layers if layer.name.endswith("3") or layer.name.startswith("conv3")]
    yield whole_pass("VGG-16, its block at 56x56", block, (1, 56, 56, 128))


def whole_pass(name, layers, shape):
    """All ``layers`` with their ReLUs, forward and back; each has its input, and its errors, at hand."""
    forward, back, x = [], [], normal(*shape)
    for layer in layers:
        for way, way_back in ways(layer, x):
            output = way(x)
            errors = normal(*output.shape)
            forward.append(lambda way=way, x=x: way(x))
            back.append(lambda way_back=way_back, errors=errors, x=x: way_back(errors, x))
            x = output
    passes = (lambda: [way() for way in forward], lambda: [way() for way in back])
    ahead, behind = interleaved(*passes, seconds=10, clock=time.process_time)
    return Row(f"**{name}, all its layers: the way back over the way forward**", behind / ahead, goal=3)


def ways(layer, x):
    """What a layer does with ``x`` and how it goes back, then the same of its ReLU."""
    if layer.kind == "pool":
        yield lambda x: max_pool2d(x, layer.f), lambda errors, x: max_pool2d_backward(errors, x, layer.f)
    elif layer.kind == "conv":
        filters, padding = normal(layer.filters, layer.f, layer.f, x.shape[-1]), layer.padding
        yield (
            lambda x: conv2d(x, filters, padding=padding),
            lambda errors, x: conv2d_backward(errors, x, filters, padding=padding),
        )
    else:
        weights = normal(layer.outputs, x[0].size)
        yield (
            lambda x: dense(x.reshape(len(x), -1), weights),
            lambda errors, x: dense_backward(errors, x.reshape(len(x), -1), weights),
        )
    if layer.relu:
        yield relu, relu_backward


def normal(*shape, generator=np.random.default_rng(0)):  # noqa: B008 - one stream of numbers for all arrays is meant
    return generator.standard_normal(shape, dtype=np.float32)
