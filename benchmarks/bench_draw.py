"""How long Python takes to build a whole picture, all of its steps, and how large it is."""

from report import Row, interleaved

from helpers.data import load_photograph
from helpers.draw import draw_convolution, draw_kernels
from helpers.explore import (
    explore_backward,
    explore_conv_layer,
    explore_lenet,
    explore_memory,
    explore_network,
    explore_one_by_one,
    explore_output_size,
    explore_pattern,
    explore_pooling,
    explore_receptive_field,
    explore_training,
    explore_vgg_columns,
)
from helpers.filters import FILTERS, small_filter, small_input
from helpers.networks.attempt import attempt


def measure():
    """The lecture's example has a goal of 5 ms and 300 KB, the largest setting of 20 ms and 1 MB."""
    photo = load_photograph("cat", grey=True)
    pictures = {
        "explore_convolution, the lecture's 7 x 7 and 3 x 3": (sliding(7, 3, 0), 5, 300),
        "explore_convolution, 12 x 12 and 7 x 7, padding 3": (sliding(12, 7, 3), 20, 1000),
        "explore_convolution, 12 x 12 and 4 x 4, padding 3": (sliding(12, 4, 3), 20, 1000),
        "explore_convolution, 12 x 12 and 1 x 1, padding 3": (sliding(12, 1, 3), 20, 1000),
        "explore_kernels, Sobel x on a row of 112 pixels": (filtering(photo, "Sobel x"), 20, 300),
        "explore_kernels, box 5 x 5 on a row of 112 pixels": (filtering(photo, "box 5 x 5"), 20, 1000),
    }
    for explore in (
        explore_output_size,
        explore_conv_layer,
        explore_one_by_one,
        explore_pooling,
        explore_receptive_field,
        explore_vgg_columns,
        explore_lenet,
        explore_training,
    ):
        pictures[f"{explore.__name__} as it opens, with its verdict and message"] = (redrawn(explore), 20, 300)
    pictures["explore_backward, the lecture's 7 x 7 and 3 x 3"] = (redrawn(explore_backward), 5, 300)
    pictures["explore_backward, 9 x 9 and 4 x 4, padding 2, turned"] = (
        redrawn(lambda: explore_backward(9, 4, 1, 2, choose="input", flip=True, image="digits", kernel="counting")),
        20,
        1000,
    )
    pictures["explore_lenet, the 120 values of C5"] = (redrawn(lambda: explore_lenet(layer="C5")), 20, 1000)
    pictures["explore_memory, VGG-D as it opens"] = (redrawn(explore_memory), 5, 300)
    pictures["explore_memory, VGG-E in training"] = (
        redrawn(lambda: explore_memory("VGG-E", 256, 8, "training")),
        20,
        1000,
    )
    pictures["explore_network, LeNet-5"] = (redrawn(explore_network), 5, 300)
    pictures["explore_network, VGG-E"] = (redrawn(lambda: explore_network("VGG-E")), 20, 1000)
    pictures["explore_pattern, VGG-B as it opens"] = (patterned(), 5, 300)
    pictures["explore_pattern, 44 layers with weights"] = (patterned((5,) * 8, 8, 3, True, 128, 256, 256), 20, 1000)
    pictures["explore_pattern, the small world"] = (redrawn(lambda: explore_pattern(world="small")), 5, 300)
    pictures["explore_pattern, the small world over MACs"] = (
        redrawn(lambda: explore_pattern(3, 4, 2, world="small", cost="macs")),
        20,
        1000,
    )
    best = interleaved(*(way for way, _, _ in pictures.values()))
    for (what, (way, slowest, largest)), seconds in zip(pictures.items(), best, strict=True):
        yield Row(f"{what}: building the picture", 1000 * seconds, slowest, "ms")
        yield Row(f"{what}: its size", len(way().svg.encode()) / 1000, largest, "KB")


def sliding(n, f, padding):
    image, kernel = small_input("digits", n), small_filter("counting", f)
    return lambda: draw_convolution(image, kernel, padding=padding, editable=True)


def redrawn(explore):
    explorer = explore()

    def way():
        explorer.redraw()
        return explorer.picture

    return way


def patterned(*state):
    explorer = explore_pattern(*state)

    def way():
        attempt.cache_clear()  # a slider that moves asks for another network each time
        explorer.redraw()
        return explorer.picture

    return way


def filtering(photo, name):
    return lambda: draw_kernels(photo, *FILTERS[name], row=56, editable=True)
