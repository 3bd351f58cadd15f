# /// script
# requires-python = ">=3.11"
# dependencies = ["torch==2.13.0", "numpy"]
# ///
"""PyTorch's convolutions, on the processor: bench_backward.py runs this in an environment of its own.

The argument is its list of convolutions as JSON. What is printed are (seconds forward, seconds back) for each, on one
thread, in time of the processor, both at their best of 4 seconds in turn. Back are the slopes of the input, of the
filters and of the bias.
"""

import json
import sys
import time

import torch
import torch.nn.functional as F


def best(shape, filters, padding):
    x, weights = (torch.randn(size).permute(0, 3, 1, 2).contiguous() for size in (shape, filters))
    asked = [array.requires_grad_() for array in (x, weights, torch.zeros(filters[0]))]
    output = F.conv2d(*asked, padding=padding)
    errors = torch.randn_like(output)
    ways = (
        lambda: F.conv2d(*asked, padding=padding),
        lambda: torch.autograd.grad(output, asked, errors, retain_graph=True),
    )
    least, end = [float("inf")] * 2, time.perf_counter() + 4  # seconds
    while time.perf_counter() < end:
        for number, way in enumerate(ways):
            began = time.process_time()
            way()
            least[number] = min(least[number], time.process_time() - began)
    return least


torch.set_num_threads(1)
print(json.dumps([best(shape, filters, padding) for _, shape, filters, padding in json.loads(sys.argv[1])]))
