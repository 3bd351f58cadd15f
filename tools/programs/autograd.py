# /// script
# requires-python = ">=3.11"
# dependencies = ["torch==2.13.0", "numpy"]
# ///
"""PyTorch's autograd, on the processor: the slopes that tests/test_layers_backward.py holds ours to.

    .venv/bin/uv run --no-project --script tools/programs/autograd.py > tests/autograd.json

Inputs are small whole numbers, so that many of them are equal and slopes are exact. Arrays are channels last here.
"""

import json

import numpy as np
import torch
import torch.nn.functional as F

RNG = np.random.default_rng(16)
CONVOLUTIONS = (
    {},
    {"stride": 2, "padding": 1},
    {"stride": [3, 1], "padding": [0, 2]},
    {"dilation": 2, "padding": 1},
    {"groups": 2, "stride": 2, "padding": 1, "dilation": [1, 2]},
)
POOLS = ((2, 2, 0), (3, 2, 0), (3, 2, 1), (2, 1, 1), (3, 3, 1))


def whole(*shape):
    return torch.tensor(RNG.integers(-2, 3, shape), dtype=torch.float64, requires_grad=True)


def first(x):
    """Channels first, as PyTorch has them: images and filters alike."""
    return x.permute(0, 3, 1, 2)


def plain(array):
    """The numbers of an array as lists, whole ones as ints."""
    array = array.detach()
    return (array.long() if (array == array.round()).all() else array).tolist()


def case(layer, output, errors, asked, **given):
    """One answer: what went in, and the slopes that came back to each array of ``asked``."""
    output.backward(errors)
    slopes = {name: plain(array.grad) for name, array in asked.items()}
    arrays = {name: plain(array) for name, array in asked.items()}
    return {"layer": layer, **arrays, "errors": plain(errors), **given, "slopes": slopes}


def convolution(options):
    x, filters, bias = whole(2, 7, 6, 2), whole(2, 3, 3, 2 // options.get("groups", 1)), whole(2)
    output = F.conv2d(first(x), first(filters), bias, **options).permute(0, 2, 3, 1)
    asked = {"x": x, "filters": filters, "bias": bias}
    return case("conv2d", output, whole(*output.shape).detach(), asked, options=options)


def pooling(layer, sizes, up, **more):
    x = whole(1, 6, 7, 2)
    pool = F.max_pool2d if layer == "max_pool2d" else F.avg_pool2d
    named = {"count_include_pad": more["count_padding"]} if more else {}
    output = pool(first(x), *sizes, ceil_mode=up, **named).permute(0, 2, 3, 1)
    options = dict(zip(("size", "stride", "padding"), sizes, strict=True)) | more
    options["rounding"] = "ceil" if up else "floor"
    return case(layer, output, whole(*output.shape).detach(), {"x": x}, options=options)


def pointwise():
    x, weights, bias = whole(3, 4), whole(2, 4), whole(2)
    yield case("relu", F.relu(x), whole(3, 4).detach(), {"x": x})
    x = whole(3, 4)
    output = F.linear(x, weights, bias)
    yield case("dense", output, whole(*output.shape).detach(), {"x": x, "weights": weights, "bias": bias})
    scores, labels = whole(3, 4), [3, 0, 1]
    loss = F.cross_entropy(scores, torch.tensor(labels))
    answer = case("softmax_cross_entropy", loss, torch.tensor(1.0, dtype=torch.float64), {"x": scores}, labels=labels)
    yield answer | {"loss": loss.item()}


cases = [convolution(options) for options in CONVOLUTIONS]
for sizes in POOLS:
    for up in (False, True):
        cases.append(pooling("max_pool2d", sizes, up))
        cases += [pooling("avg_pool2d", sizes, up, count_padding=counted) for counted in (False, True)]
cases += pointwise()
head = json.dumps(
    {"program": "PyTorch", "version": torch.__version__.split("+")[0], "asked": "tools/programs/autograd.py"}
)
print(f'{head[:-1]}, "cases": [')
print(",\n".join(json.dumps(one, separators=(",", ":")) for one in cases))
print("]}")
