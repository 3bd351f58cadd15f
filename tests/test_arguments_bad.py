"""Typical mistakes at the public functions: each is answered by a sentence with the argument and what was given."""

import numpy as np
import pytest

from helpers.check import check_choice, check_number
from helpers.data import load_digits, load_photograph
from helpers.digits import confusion_matrix, digit_volume, drawn, noisy, shifted, turned
from helpers.draw import (
    draw_conv_layer,
    draw_convolution,
    draw_kernels,
    draw_lenet,
    draw_memory,
    draw_network,
    draw_one_by_one,
    draw_pattern,
    draw_pooling,
    draw_receptive_field,
    draw_vgg_columns,
)
from helpers.draw.scene import Scene
from helpers.explore import (
    explore_convolution,
    explore_kernels,
    explore_lenet,
    explore_memory,
    explore_network,
    explore_one_by_one,
    explore_pattern,
)
from helpers.filters import small_bank, small_filter, small_input, small_volume
from helpers.layers import conv2d, local_response_norm, softmax
from helpers.networks import (
    LRN,
    PHONE,
    Conv,
    Dense,
    Network,
    Pool,
    SeededWeights,
    alexnet,
    lenet5,
    memory_of,
    pattern,
    step_memory,
    vgg,
    walk,
)
from helpers.predict import predict_choice, predict_number
from helpers.shapes import output_size, receptive_field

NAN, INF = float("nan"), float("inf")
IMAGE, KERNEL = np.arange(49).reshape(7, 7), np.ones((3, 3), int)
PHOTO, COLOURS, DIGIT = load_photograph(grey=True), load_photograph(), load_digits()[0][0]
PICTURE, EXPLORER = draw_convolution(IMAGE, KERNEL), explore_convolution()
EMPTY = Network("nothing", (9, 9, 1), ())
LENET = "LeNet-5", np.ones((32, 32, 1)), lenet5().random_weights()

CALLS = [
    # shapes, filters, layers
    (lambda: output_size(7, 3, 10**9), "stride 1000000000 .* Stride 4 would fit"),
    (lambda: output_size(7, 10**9), "a filter of 1000000000 cells is larger than the input"),
    (lambda: receptive_field(5), r"layers must be a list such as \[\(3, 1\), \(2, 2\)\], got 5"),
    (lambda: small_input("edges", 5), "name must be one of 'edge', .* got 'edges'"),
    (lambda: small_filter([], 3), r"name must be one of 'vertical edge', .* got \[\]"),
    (lambda: small_bank(5, 3), "k must be at most 4 here, got 5"),
    (
        lambda: conv2d(np.ones((3, 32, 32)), np.ones((10, 5, 5, 3))),
        r"are last here: x.transpose\(1, 2, 0\)$",
    ),
    (lambda: conv2d(np.ones((2, 3, 9, 9)), np.ones((4, 5, 5, 3))), r"last here: x.transpose\(0, 2, 3, 1\)$"),
    (
        lambda: conv2d(np.ones((3, 32, 32)), np.ones((10, 3, 5, 5))),
        r"x.transpose\(1, 2, 0\) and filters.transpose\(0, 2, 3, 1\)$",
    ),
    (lambda: conv2d(np.ones((32, 32, 3)), np.ones((10, 3, 5, 5))), r"last here: filters.transpose\(0, 2, 3, 1\)$"),
    (
        lambda: conv2d(np.ones((4, 9, 9)), np.ones((4, 3, 3, 2)), groups=2),
        r"must divide the 9 .*\(1, 2, 0\)$",
    ),
    (lambda: local_response_norm(3.0), r"x must have its channels last, \(..., C\), got shape \(\)"),
    (lambda: local_response_norm([1.0], k="2"), "k must be a number, got '2'"),
    (lambda: local_response_norm([1.0], beta=NAN), "beta must be a finite number, got nan"),
    (lambda: softmax([INF, 1]), "x must have a largest score that is finite along axis -1, got inf"),
    (lambda: softmax([-INF, -INF]), "x must have a largest score that is finite .* got -inf"),
    # networks
    (
        lambda: Network("n", (8, 8, 3), (Conv("c", 8, 3))),
        r"layers of n must be a list, .* got Conv\(name='c'",
    ),
    (lambda: Network("n", (8, 8, 3), 5), r"layers of n must be a list of Conv, Pool, LRN and Dense, got 5"),
    (lambda: Network(5, (8, 8, 3), ()), "name must be a text, got 5"),
    (lambda: Conv(8, 3, 3), "name of a layer must be a text, got 8"),
    (lambda: LRN("norm1", alpha="x"), "alpha of norm1 must be a number, got 'x'"),
    (lambda: Dense("fc", 10, dropout=1.5), "dropout of fc must be at most 1 here, got 1.5"),
    (lambda: list(walk((8, 8), [Pool("p", 2)])), r"input_shape must be \(side, side, channels\), got \(8, 8\)"),
    (lambda: list(walk((8, 8, 1), [5])), "layers of the network must be Conv, Pool, LRN or Dense, got 5"),
    (lambda: pattern(side=0), "side must be at least 1, got 0"),
    (lambda: pattern(hidden=0), "hidden must be at least 1, got 0"),
    (lambda: pattern(m=10**9), "m must be at most 1000 here, got 1000000000"),
    (lambda: memory_of("VGG"), "network must be one of 'LeNet-5', .* got 'VGG'"),
    (lambda: memory_of(alexnet), r"network must be a name .*, got the function alexnet: call it, alexnet\(\)"),
    (lambda: step_memory(vgg().rows()), "network must be a name such as 'AlexNet', or a Network, got "),
    (lambda: SeededWeights(5), "network must be a name such as 'AlexNet', or a Network, got 5"),
    (lambda: lenet5().row(["C1"]), r"LeNet-5 has no layer \['C1'\]; its layers are input, C1"),
    (lambda: lenet5().resized(0), "side must be at least 1, got 0"),
    (lambda: list(lenet5().forward(np.ones((32, 32, 1)), 5)), "weights must map each layer's name .* got 5"),
    (lambda: list(lenet5().forward(np.ones((32, 32, 1)), {"C1": 5})), "weights of C1 must be a pair .* got 5"),
    (lambda: PHONE.lines([]), r"rows must be those of a network, as vgg\(\).rows\(\) gives them, got \[\]"),
    (lambda: PHONE.lines(vgg()), r"rows must be those of a network, .* got Network\("),
    (lambda: PHONE.lines(vgg().rows()[-2:]), "rows must be those of a network"),
    # digits
    (lambda: turned(DIGIT, "x"), "degrees must be a number, got 'x'"),
    (lambda: turned(DIGIT, NAN), "degrees must be a finite number, got nan"),
    (lambda: turned(DIGIT + NAN, 5), "digit must hold finite numbers, got nan"),
    (lambda: noisy(DIGIT, 5, seed="x"), "seed must be a whole number, got 'x'"),
    (lambda: shifted(3 * DIGIT, 1), "digit must hold whole numbers from 0 to 255, got 0 to 765"),
    (lambda: digit_volume(DIGIT / 255), r"digit must hold whole .* got 0 to 1; for values of 0..1, \(255 \* digit\)"),
    (lambda: drawn(DIGIT, "x"), r"points must be pairs \(down, right\) of numbers, got 'x'"),
    (lambda: confusion_matrix([0.5], [1]), "labels must be whole numbers, got float64"),
    (lambda: confusion_matrix([0], [1], classes=0), "classes must be at least 1, got 0"),
    # pictures
    (lambda: draw_convolution(IMAGE + NAN, KERNEL), "image must hold finite numbers, got nan"),
    (lambda: draw_convolution([["a"]], KERNEL), "image must hold real numbers, got dtype <U1"),
    (lambda: draw_pooling(IMAGE - INF), "image must hold finite numbers, got"),
    (lambda: draw_pooling(IMAGE, kind="mean"), "kind must be one of 'max', 'average', got 'mean'"),
    (lambda: draw_kernels(PHOTO / 255, KERNEL), r"photo must hold whole numbers .* \(255 \* photo\).round\(\) does"),
    (lambda: draw_kernels(PHOTO - 300, KERNEL), "photo must hold whole numbers from 0 to 255, got -"),
    (lambda: draw_kernels(PHOTO, np.ones((2, 2))), r"weights must have an odd number of rows, .* got \(2, 2\)"),
    (lambda: draw_kernels(PHOTO, KERNEL, row=1.5), "row must be a whole number, got 1.5"),
    (lambda: draw_kernels(PHOTO, KERNEL, divisor="9"), "divisor must be a number, got '9'"),
    (lambda: draw_conv_layer(small_volume() * NAN, *small_bank(2, 3)), "volume must hold finite numbers, got nan"),
    (lambda: draw_one_by_one(COLOURS, [[1, 2, 3]], names=("r",)), r"names must be 3, one for each map, got \['r'\]"),
    (lambda: draw_one_by_one(COLOURS, [[1, 2, 3]], names="rgb"), "names must be a list such as .* got 'rgb'"),
    (lambda: draw_one_by_one(COLOURS, [[1, 2, NAN]]), "weights must hold finite numbers, got nan"),
    (lambda: draw_receptive_field("conv 3"), r"names must be a list such as \['conv 3', .* got 'conv 3'"),
    (lambda: draw_network("VGG-16"), "network must be one of 'LeNet-5', .* got 'VGG-16'"),
    (lambda: draw_network(alexnet), r"call it, alexnet\(\)"),
    (lambda: draw_memory(EMPTY), "network must have weights, and nothing has none"),
    (lambda: draw_pattern(k=[1]), r"k must be a whole number, got \[1\]"),
    (lambda: draw_vgg_columns("A", "F"), "right must be one of 'A', .* got 'F'"),
    (lambda: PICTURE.at("2"), "step must be a whole number, got '2'"),
    (lambda: PICTURE.at(1.5), "step must be a whole number, got 1.5"),
    (lambda: PICTURE.at(0, theme=["dark"]), r"theme must be one of 'light', 'dark', got \['dark'\]"),
    (lambda: PICTURE.at(0, width=NAN), "width must be a whole number, got nan"),
    (lambda: PICTURE.save(None), "path must be a file's name such as 'picture.svg', got None"),
    (lambda: PICTURE.animated(seconds="1"), "seconds must be a number, got '1'"),
    (lambda: PICTURE.animated(steps=3), r"steps must be a list such as \[0, 12, 24\], got 3"),
    (lambda: Scene(100, zero=("/", "zeros")).use("zer"), "the scene has no sign 'zer', only 'zero'"),
    # explorers
    (lambda: EXPLORER.animate("a.svg", seconds="1"), "seconds must be a number, got '1'"),
    (lambda: EXPLORER.animate("a.svg", stride=2), r"stride must be a list such as \[1, 2, 3\], got 2"),
    (lambda: EXPLORER.animate("a.svg", step=3), r"step must be a list such as \[0, 12, 24\], got 3"),
    (lambda: explore_convolution(show="stride"), r"show must be a list such as \['n', 'f'\], got 'stride'"),
    (lambda: explore_convolution(show=[["n"]]), r"show has \['n'\]; the controls are 'n'"),
    (lambda: explore_convolution(image=IMAGE + NAN), "image must hold finite numbers, got nan"),
    (lambda: explore_kernels(kernel=np.ones((2, 2))), "kernel must have an odd number of rows, .* got 2"),
    (lambda: explore_kernels(kernel=None), "kernel must hold real numbers, got dtype object"),
    (lambda: explore_kernels(divisor="x"), "divisor must be a number, got 'x'"),
    (lambda: explore_kernels(photo=PHOTO / 255), "photo must hold whole numbers from 0 to 255, got 0.0"),
    (lambda: explore_one_by_one(photo=COLOURS / 255), r"photo must hold .* \(255 \* photo\).round\(\) does"),
    (lambda: explore_one_by_one(bank=np.ones((7, 7))), r"bank must be \(K, C\) with K from 1 to 4 .* \(7, 7\)"),
    (lambda: explore_network(alexnet), r"call it, alexnet\(\)"),
    (lambda: explore_memory(5), "network must be a name such as 'AlexNet', or a Network, got 5"),
    (lambda: explore_memory(bytes_per_value=3), "bytes_per_value must be one of 2, 4, 8, got 3"),
    (lambda: explore_pattern(budget=5), "budget must be a Budget, such as PHONE, got 5"),
    (lambda: draw_lenet("LeNet", *LENET[1:]), "network must be one of 'LeNet-5', .* got 'LeNet'"),
    (lambda: draw_lenet(*LENET[:2], 5), "weights must map each layer's name .* got 5"),
    (lambda: draw_lenet(*LENET, map=1.5), "map must be a whole number, got 1.5"),
    (lambda: draw_lenet(*LENET, row="a"), "row must be a whole number, got 'a'"),
    (lambda: draw_pattern(m=6, free="side"), "free must be a list such as .* got 'side'"),
    (lambda: explore_lenet(row=[]), r"row must be a whole number, got \[\]"),
    # checks and questions
    (lambda: check_number("5", "x"), "answer must be a number, got 'x'"),
    (lambda: check_number("5", 5, tolerance=-1), "tolerance must be at least 0, got -1"),
    (lambda: check_choice("a", "b", "since"), "because must map wrong answers .* got 'since'"),
    (lambda: predict_number(None, lambda: 5), "question must be a text, got None"),
    (lambda: predict_choice("q", "ab", lambda: "a"), r"options must be a list such as .* got 'ab'"),
    (lambda: predict_choice("q", ["a"], lambda: "a"), r"options must be at least two, got \['a'\]"),
    (lambda: predict_choice("q", ["a", "b"], lambda: "c").answer("a"), r"answer\(\) must be one of .* got 'c'"),
    (lambda: predict_choice("q", ["a", "b"], lambda: "c").reveal(), r"answer\(\) must be one of .* got 'c'"),
]


@pytest.mark.parametrize("call, words", CALLS, ids=[words[:60] for _, words in CALLS])
def test_a_mistake_is_answered_by_a_sentence(call, words):
    with pytest.raises((ValueError, TypeError), match=words):
        call()


def test_what_is_meant_is_taken():
    assert check_number(5, 5).ok and not check_number(2.5, 5).ok
    assert draw_network("AlexNet") == draw_network(alexnet())
    assert memory_of("VGG-D") == memory_of(vgg("D"))
    assert explore_memory(vgg()).verdict == explore_memory("VGG-D").verdict
    assert softmax([-INF, 0]).tolist() == [0, 1]
    assert draw_kernels(PHOTO * 1.0, KERNEL).alts


def test_a_suffix_may_be_in_capitals(tmp_path):
    path = PICTURE.save(tmp_path / "a.PNG", width=64)
    assert path.name == "a.PNG" and path.read_bytes().startswith(b"\x89PNG")
    assert PICTURE.animate(tmp_path / "b.SVG", steps=[0, 1])[0].read_text("utf-8").startswith("<svg")
