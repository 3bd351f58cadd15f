"""How fast ``conv2d`` is beside the bare matrix product it rests on, and beside what a reader might write."""

import time

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from report import Row, interleaved, scratch
from scipy import signal
from threadpoolctl import threadpool_limits

from helpers.layers import conv2d, correlate2d, winograd

# (height and width, channels, filters) of the 13 convolutions of VGG-16: all 3x3, stride 1, padding 1.
VGG16 = [
    (224, 3, 64),
    (224, 64, 64),
    (112, 64, 128),
    (112, 128, 128),
    (56, 128, 256),
    *[(56, 256, 256)] * 2,
    (28, 256, 512),
    *[(28, 512, 512)] * 2,
    *[(14, 512, 512)] * 3,
]


def measure():
    yield from against_matmul()
    yield from against_other_ways("VGG's first layer, 224x224x3, 64 filters 3x3", 224, 3, 64, 3, stride=1, padding=1)
    yield from against_other_ways("AlexNet CONV1, 227x227x3, 96 filters 11x11", 227, 3, 96, 11, stride=4, padding=0)
    yield from against_winograd()
    yield against_scipy()
    yield against_loops()


def against_matmul():
    """The goal is for the sum of the layers: a network is as slow as all of them together."""
    layers = [(normal(n, n, channels), normal(kernels, 3, 3, channels)) for n, channels, kernels in VGG16]
    convolutions = [lambda x=x, filters=filters: conv2d(x, filters, padding=1) for x, filters in layers]
    products = [bare_matmul(x.shape[0] * x.shape[1], filters) for x, filters in layers]
    times = interleaved(*convolutions, *products, seconds=20)  # all layers in turn: a busy moment hits no layer alone
    ours, bare = times[: len(layers)], times[len(layers) :]
    for number, (n, channels, kernels) in enumerate(VGG16, start=1):
        name = f"VGG-16 convolution {number}, {n}x{n}x{channels}, {kernels} filters"
        yield Row(f"{name}, over numpy.matmul", ours[number - 1] / bare[number - 1])
    yield Row("**VGG-16, all 13 convolutions, over numpy.matmul of the same sizes**", sum(ours) / sum(bare), goal=1.5)
    for number in (1, 4, 13):
        x = layers[number - 1][0]
        memory = scratch(convolutions[number - 1]) / 1e6
        yield Row(
            f"VGG-16 convolution {number}, scratch memory for an input of {x.nbytes / 1e6:.2f} MB", memory, unit="MB"
        )


def against_other_ways(name, n, channels, kernels, f, stride, padding):
    """With few channels a way that is good for wide layers can fall behind: compare with the better of two others."""
    x, filters = normal(n, n, channels), normal(kernels, f, f, channels)
    ways = [lambda way=way: way(x, filters, stride=stride, padding=padding) for way in (conv2d, im2col, thin_matmuls)]
    result = ways[0]()
    for way in ways[1:]:
        np.testing.assert_allclose(way(), result, atol=1e-3)
    product = bare_matmul(result.shape[0] * result.shape[1], filters)
    ours, whole, thin, bare = interleaved(*ways, product, seconds=6)
    yield Row(f"{name}, over numpy.matmul", ours / bare)
    yield Row(f"{name}, over im2col in one piece", ours / whole)
    yield Row(f"{name}, over {f}*{f} thin products", ours / thin)
    yield Row(f"**{name}, over the better of the two**", ours / min(whole, thin), goal=1.1)


def against_winograd():
    """What is taken only where there is no BLAS, here with it: on one thread, for its sums have no other."""
    for number in (4, 6, 10, 13):
        n, channels, kernels = VGG16[number - 1]
        x, filters = normal(1, n + 2, n + 2, channels), normal(kernels, 3, 3, channels)
        out = np.empty((1, n, n, kernels), np.float32)

        def by_tiles(x=x, filters=filters, out=out):
            assert winograd.slide(x, filters, out, 2**22)

        by_tiles()
        np.testing.assert_allclose(out, conv2d(x, filters), atol=1e-3)
        with threadpool_limits(1, "blas"):
            way = lambda x=x, filters=filters: conv2d(x, filters)  # noqa: E731
            plain, tiles = interleaved(way, by_tiles, clock=time.process_time)
        yield Row(f"VGG-16 convolution {number}, Winograd's over conv2d, one thread", tiles / plain)


def against_scipy():
    x, filters = normal(56, 56, 32), normal(32, 3, 3, 32)

    def by_scipy():  # a volume and a filter of the same depth: the sum over the channels comes with it
        return np.concatenate([signal.correlate(x, one, mode="valid") for one in filters], axis=-1)

    np.testing.assert_allclose(by_scipy(), conv2d(x, filters), atol=1e-3)
    ours, theirs = interleaved(lambda: conv2d(x, filters), by_scipy)
    return Row("scipy.signal.correlate over conv2d, 56x56x32, 32 filters 3x3", theirs / ours)


def against_loops():
    image, kernel = normal(112, 112), normal(3, 3)
    pixels, weights = image.tolist(), kernel.tolist()  # lists: loops over them are faster than over arrays

    def by_loops():
        return [
            [sum(pixels[i + a][j + b] * weights[a][b] for a in range(3) for b in range(3)) for j in range(110)]
            for i in range(110)
        ]

    np.testing.assert_allclose(by_loops(), correlate2d(image, kernel), atol=1e-4)
    ours, theirs = interleaved(lambda: correlate2d(image, kernel), by_loops)
    return Row("Python loops over correlate2d, 112x112, filter 3x3", theirs / ours)


def bare_matmul(positions, filters):
    """The product that any way of unrolling the windows ends in, its inputs there beforehand."""
    weights = filters.reshape(len(filters), -1).T
    rows = normal(positions, len(weights))
    return lambda: np.matmul(rows, weights)


def im2col(x, filters, stride, padding):
    """Every window a row, all at once: F*F times the memory of the input."""
    kernels, f, _, channels = filters.shape
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    windows = sliding_window_view(padded, (f, f), axis=(0, 1))[::stride, ::stride].transpose(0, 1, 3, 4, 2)
    rows = windows.reshape(-1, f * f * channels)
    return (rows @ filters.reshape(kernels, -1).T).reshape(*windows.shape[:2], kernels)


def thin_matmuls(x, filters, stride, padding):
    """One product for each tap of the filter, summed: no copies of windows, but only C numbers deep."""
    _, f, _, _ = filters.shape
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    reach = padded.shape[0] - f + 1
    return sum(
        padded[a : a + reach : stride, b : b + reach : stride] @ filters[:, a, b].T
        for a in range(f)
        for b in range(f)
    )


def normal(*shape, generator=np.random.default_rng(0)):  # noqa: B008 - one stream of numbers for all arrays is meant
    return generator.standard_normal(shape, dtype=np.float32)
