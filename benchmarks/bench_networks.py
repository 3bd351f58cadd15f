"""How long a whole pass through VGG-16 takes beside the matrix products it cannot do without, and how much memory."""

import subprocess
import sys
import time

import numpy as np
from report import Row, interleaved

from helpers.networks import vgg

# What a pass needs is asked of a process of its own, which has done nothing else. Linux counts a process's own peak
# in /proc; ru_maxrss, the way elsewhere, would there begin with what the process that started it had in memory.
PASS = """
import sys
import numpy as np
from helpers.networks import alexnet, vgg

network = {make}
image = np.random.default_rng(0).random(network.input_shape, np.float32)
for row, array in network.forward(image, network.random_weights()):
    assert array.shape == row.output_shape
if sys.platform == "linux":
    words = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()
    print(1024 * int(words[1]))
else:
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measure():
    yield Row("**VGG-16 at 224, a whole pass: resident memory at its peak**", peak("vgg('D')"), 1000, "MB")
    yield Row("**AlexNet at 227, a whole pass: resident memory at its peak**", peak("alexnet()"), 600, "MB")
    yield from against_matmul()


def peak(make):
    """Resident memory in MB (10^6 bytes) of a process that does one pass, its weights made layer by layer."""
    done = subprocess.run([sys.executable, "-c", PASS.format(make=make)], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1e6


def against_matmul():
    """The pass with its weights at hand, over the bare products of all 16 layers with theirs at hand."""
    network = vgg("D")
    began = time.perf_counter()
    weights = dict(network.random_weights())
    making = time.perf_counter() - began
    x = normal(*network.input_shape)
    products = [bare_product(row, weights[row.name][0]) for row in network.rows() if row.weights]

    def whole_pass():
        for _ in network.forward(x, weights):
            pass

    def all_products():
        for product in products:
            product()

    ours, bare = interleaved(whole_pass, all_products, seconds=30)
    yield Row("**VGG-16 at 224, a whole pass over numpy.matmul of the same sizes**", ours / bare, goal=1.6)
    yield Row("VGG-16 at 224, a whole pass, its weights at hand", ours, unit="s")
    yield Row("VGG-16, making its random weights", making, unit="s")


def bare_product(row, weights):
    """What a layer ends in, its inputs there beforehand: windows times filters, or weights times inputs."""
    if row.kind == "dense":
        x = normal(weights.shape[1])
        return lambda: np.matmul(weights, x)
    windows, filters = normal(row.values // row.layer.filters, weights[0].size), weights.reshape(len(weights), -1).T
    return lambda: np.matmul(windows, filters)


def normal(*shape):
    return np.random.default_rng(0).standard_normal(shape, np.float32)
