"""AlexNet's and VGG-16's convolutions beside those of d88c56c, on the desktop and in Pyodide, and beside PyTorch's.

All on one thread, in time of the processor, each pair in turn in one process; filters are new to every call.
"""

from asked import both, torch
from layers import ALEXNET, vgg16
from report import Row
from threadpoolctl import threadpool_info

import helpers.layers  # noqa: F401 - brings BLAS, which threadpoolctl then sees

BEFORE, BACK_BEFORE = "d88c56c", "9fe910d"  # the last without a fast way; the last whose way back had none
NETWORKS = {"AlexNet, all 5 convolutions": ALEXNET, "VGG-16, all 13 convolutions": vgg16(224)}
SMALL = {"AlexNet, all 5 convolutions": ALEXNET, "VGG-16 at side 64, all 13 convolutions": vgg16(64)}


def measure():
    print("BLAS here:", *{pool.get("architecture") for pool in threadpool_info() if pool["user_api"] == "blas"})
    for name, layers in NETWORKS.items():
        times = both(BEFORE, layers)
        yield from over(f"desktop: {name}", BEFORE, times)
        if asked := torch(layers, seconds=1):
            version, theirs = asked
            ours = sum(now for _, now in times)
            yield Row(f"desktop: {name}, over PyTorch {version}", ours / sum(forward for forward, _ in theirs))
    for name, layers in SMALL.items():
        if times := both(BEFORE, layers, pyodide=True):
            yield from over(f"Pyodide: {name}", BEFORE, times, goal=0.5)
        if times := both(BACK_BEFORE, layers, pyodide=True, back=True):
            yield from over(f"Pyodide: {name}, the way back", BACK_BEFORE, times, goal=0.5)


def over(name, before, times, goal=1.05):
    """The sum of the layers, and the one that gained least."""
    old, now = (sum(column) for column in zip(*times, strict=True))
    yield Row(f"**{name}: over {before} ({1e3 * old:.0f} ms and {1e3 * now:.0f} ms)**", now / old, goal=goal)
    least, number = max((new / former, number) for number, (former, new) in enumerate(times, start=1))
    yield Row(f"{name}: over {before}, number {number}, which gained least", least)
