"""NumPy's numbers are counted as Python's: no sum ends at 2^8 or 2^31, and none is printed as np.int64."""

import numpy as np
import pytest

from helpers.digits import confusion_matrix, wilson_interval
from helpers.draw import draw_conv_layer, draw_convolution, draw_kernels, draw_one_by_one, draw_pattern, draw_pooling
from helpers.explore import explore_convolution, explore_kernels, explore_pattern, explore_training
from helpers.filters import small_bank, small_filter, small_input, small_volume
from helpers.layers import conv2d, local_response_norm, max_pool2d, softmax
from helpers.networks import (
    LRN,
    PHONE,
    Budget,
    Conv,
    Dense,
    Network,
    Pool,
    lenet5,
    memory_of,
    pattern,
    step_memory,
    vgg,
    walk,
)
from helpers.shapes import Windows, output_size, receptive_field, same_padding
from helpers.trace.pattern import trial

KINDS = [np.uint8, np.int8, np.int16, np.int32, np.int64, np.uint64]
PHOTO = np.arange(400).reshape(20, 20) % 256

CALLS = {  # each takes ``i``, which makes a number of some kind of an int below 128
    "the report's network": lambda i: Network(
        "n", (224, 224, 3), [Conv("a", i(64), 3, padding=1), Conv("b", i(64), i(3), i(1), i(1), i(1))]
    ).totals(),
    "all layers": lambda i: str(
        Network(
            "n",
            (i(64), i(64), i(3)),
            [Conv("c", i(100), 3, padding=1), LRN("l", i(5)), Pool("p", i(2)), Dense("d", i(100))],
        )
    ),
    "one layer's shape and MACs": lambda i: (
        Conv("c", i(100), i(3)).macs((100, 100, 64)),
        Conv("c", 100, 3).weight_shapes((i(100), i(100), i(64))),
        Conv("c", 100, 3).macs((i(100), i(100), i(64))),
        Dense("d", i(100)).weight_shapes((i(100), i(100), i(64))),
        Dense("d", 100).macs((i(100), i(100), i(64))),
        Pool("p", 2).output_shape((i(100), i(100), i(64))),
        LRN("n").output_shape((i(100), i(100), i(64))),
    ),
    "resized": lambda i: vgg().resized(i(96)).totals(),
    "the shape of an array": lambda i: list(walk(np.array([i(32), i(32), i(1)]), lenet5().layers)),
    "pattern": lambda i: pattern(
        i(2), i(5), i(1), width=i(64), hidden=i(100), classes=i(10), side=i(96), channels=i(3)
    ).totals(),
    "pattern with an array": lambda i: pattern(
        np.array([i(2), i(3)]), pool=np.array([i(1), i(0)]), side=i(96)
    ).totals(),
    "pattern with a list": lambda i: pattern([i(2), i(3)], width=[i(2), i(3)], side=96).totals(),
    "memory": lambda i: memory_of("VGG-D", i(100), i(4), mode="training"),
    "a step": lambda i: step_memory("VGG-D", i(100), i(4)),
    "the largest batch of a step": lambda i: step_memory("LeNet-5").largest_batch(i(127)),
    "the largest batch": lambda i: memory_of("LeNet-5").largest_batch(i(127)),
    "budget": lambda i: [str(line) for line in Budget(i(100), i(100), i(100), i(100), i(100)).lines(vgg().rows())],
    "trial": lambda i: vars(trial(i(2), i(3), i(1), True, i(64), i(64), batch=i(100))),
    "the picture of a pattern": lambda i: draw_pattern(
        np.array([i(1), i(2)]), i(2), width=i(64), side=i(64), batch=i(100)
    ),
    "the app of a pattern": lambda i: explore_pattern(
        np.array([i(1), i(2)]), i(2), width=i(64), side=i(64), batch=i(100)
    ).verdict,
    "windows": lambda i: (Windows(i(120), i(100), i(1), i(100), i(3)), output_size(i(120), i(3), i(1), i(100))),
    "receptive field": lambda i: receptive_field([(i(100), i(100))] * 3),
    "receptive field of an array": lambda i: receptive_field(np.array([(i(100), i(100))] * 3)),
    "same padding": lambda i: same_padding(i(101), i(100)),
    "a bank": lambda i: [array.tolist() for array in small_bank(i(4), i(3), i(3))],
    "small arrays": lambda i: (small_input("digits", i(100)).tolist(), small_filter("counting", i(100)).tolist()),
    "groups": lambda i: conv2d(np.ones((3, 3, 256)), np.ones((256, 3, 3, 128)), groups=i(2)).shape,
    "pools": lambda i: max_pool2d(PHOTO[..., None], i(4), (i(4), i(4))).tolist(),
    "lrn": lambda i: local_response_norm(np.ones(300), i(101)).tolist(),
    "softmax": lambda i: softmax(np.eye(3), i(1)).tolist(),
    "shares": lambda i: (wilson_interval(i(99), i(100)), confusion_matrix([0, 1], [1, 1], i(2)).tolist()),
    "a row of a photograph": lambda i: draw_kernels(PHOTO, np.ones((3, 3), int), row=i(19)),
    "a row of maps": lambda i: draw_one_by_one(np.ones((120, 4, 3), int), [[1, 1, 1]], row=i(119)),
    "pooling": lambda i: draw_pooling(PHOTO, i(2), i(2), i(1), shift=i(3)),
    "a layer": lambda i: draw_conv_layer(small_volume(), *small_bank(2, 3), stride=i(1), padding=i(1), groups=i(1)),
    "a still": lambda i: draw_convolution(PHOTO[:7, :7], [[1]]).at(i(40), width=i(100)),
    "an explorer": lambda i: explore_convolution(i(7), i(3), i(1), i(1), i(1), step=i(12)).verdict,
    "a training": lambda i: explore_training(i(8), i(5), step=i(3)).verdict,
    "an explorer's step": lambda i: explore_kernels(row=i(100), step=i(100)).controls["step"].value,
}  # fmt: skip


@pytest.mark.filterwarnings("error")  # a sum that overflows says so in a warning alone
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_number_of_numpys_gives_what_an_int_gives(call, kind):
    found, right = call(kind), call(int)
    assert found == right and repr(found) == repr(right)


def test_the_sum_that_overflowed_is_right():
    layers = [Conv("a", np.int32(256), 3, padding=1), Conv("b", np.int32(256), 3, padding=1)]
    assert Network("n", (224, 224, 3), layers).totals().macs == 224 * 224 * 9 * 256 * (3 + 256) == 29_941_825_536


@pytest.mark.parametrize("kind", [np.uint8, np.int16, np.int32, bool])
def test_arrays_of_small_numbers_are_multiplied_as_large_ones(kind):
    large = np.full((4, 4), True if kind is bool else min(np.iinfo(kind).max, 10**6)).astype(kind)
    ours = draw_convolution(large, large[:2, :2]).trace.outputs
    assert ours.tolist() == [[4 * int(large[0, 0]) ** 2] * 3] * 3
    volume = np.stack([large] * 3, axis=-1)
    filters, bias = volume[None, :2, :2], large[0, :1]
    layer = draw_conv_layer(volume, filters, bias).trace
    assert layer.totals.tolist() == [[12 * int(large[0, 0]) ** 2 + int(bias[0])] * 9]
    mixed = draw_one_by_one(volume, large[:2, :3]).trace
    assert mixed.sums[0, 0].tolist() == [3 * int(large[0, 0]) ** 2] * 2


def test_budgets_and_memory_keep_pythons_numbers():
    assert type(Budget(*np.arange(1, 6)).maps) is int and type(PHONE.maps) is int
    assert type(memory_of("LeNet-5", np.int32(3)).batch) is int
