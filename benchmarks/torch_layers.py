# /// script
# requires-python = ">=3.11"
# dependencies = ["torch==2.13.0", "numpy"]
# ///
"""PyTorch's convolutions, on the processor: the benchmarks run this in an environment of its own.

The argument is a list of [shape of x, shape of the filters, options] as JSON, and then the seconds for each. What is
printed is [version, [(seconds forward, seconds back) for each]], on one thread, in time of the processor, both at
their best in turn. Back are the slopes of the input, of the filters and of the bias.
"""

import json
import sys
import time

import torch
import torch.nn.functional as F


def best(shape, filters, options, seconds):
    shape = shape if len(shape) == 4 else [1, *shape]
    x, weights = (torch.randn(size).permute(0, 3, 1, 2).contiguous() for size in (shape, filters))
    asked = [array.requires_grad_() for array in (x, weights, torch.zeros(filters[0]))]
    output = F.conv2d(*asked, **options)
    errors = torch.randn_like(output)
    ways = (
        lambda: F.conv2d(*asked, **options),
        lambda: torch.autograd.grad(output, asked, errors, retain_graph=True),
    )
    least, end = [float("inf")] * 2, time.perf_counter() + seconds
    while time.perf_counter() < end or float("inf") in least:
        for number, way in enumerate(ways):
            began = time.process_time()
            way()
            least[number] = min(least[number], time.process_time() - began)
    return least


torch.set_num_threads(1)
layers, seconds = json.loads(sys.argv[1]), float(sys.argv[2])
print(json.dumps([torch.__version__, [best(*layer, seconds) for layer in layers]]))
