"""The networks: their counts against the papers' and the lecture's, their rows against the arrays, and refusals."""

import tracemalloc
from dataclasses import FrozenInstanceError, replace
from itertools import pairwise, product
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from helpers.draw import draw_network
from helpers.layers import local_response_norm
from helpers.networks import (
    LRN,
    VGG,
    Conv,
    Dense,
    Network,
    Pool,
    alexnet,
    lenet5,
    pattern,
    pattern_layers,
    vgg,
    walk,
)
from helpers.shapes import receptive_field

NETWORKS = [lenet5(), alexnet(), alexnet(groups=1), *map(vgg, VGG), pattern(1, 3, 1, side=32, classes=10)]


def named(network):
    return network.name


# --- against the papers and the lecture (facts.md)


@pytest.mark.parametrize(
    "network, parameters",
    [
        (lenet5(), 61_706),
        (alexnet(), 60_965_224),
        (alexnet(groups=1), 62_378_344),
        (vgg("D"), 138_357_544),
    ],
)
def test_parameters_are_those_of_the_papers(network, parameters):
    assert network.totals().parameters == parameters


@pytest.mark.parametrize("column, millions", list(zip(VGG, (133, 133, 133, 134, 138, 144), strict=True)))
def test_the_columns_of_vgg_have_the_millions_of_table_2(column, millions):
    assert round(vgg(column).totals().parameters / 1e6) == millions


@pytest.mark.parametrize("column, count", list(zip(VGG, (11, 11, 13, 16, 16, 19), strict=True)))
def test_the_columns_of_vgg_have_the_weight_layers_of_table_1(column, count):
    assert sum(row.weights > 0 for row in vgg(column).rows()) == count


def test_vgg_16_is_the_lectures_table():
    lecture = """
    224*224*3=150528 0 | 224*224*64=3211264 1728 | 224*224*64=3211264 36864 | 112*112*64=802816 0
    | 112*112*128=1605632 73728 | 112*112*128=1605632 147456 | 56*56*128=401408 0
    | 56*56*256=802816 294912 | 56*56*256=802816 589824 | 56*56*256=802816 589824 | 28*28*256=200704 0
    | 28*28*512=401408 1179648 | 28*28*512=401408 2359296 | 28*28*512=401408 2359296 | 14*14*512=100352 0
    | 14*14*512=100352 2359296 | 14*14*512=100352 2359296 | 14*14*512=100352 2359296 | 7*7*512=25088 0
    | 1*1*4096=4096 102760448 | 1*1*4096=4096 16777216 | 1*1*1000=1000 4096000
    """
    ours = [f"{row.value_formula.replace(',', '').replace(' ', '')} {row.weights}" for row in vgg("D").rows()]
    assert ours == [" ".join(line.split()) for line in lecture.split("|")]
    totals = vgg("D").totals()
    assert (totals.values, totals.weights, totals.biases) == (15_237_608, 138_344_128, 13_416)


def test_alexnets_shapes_are_the_papers():
    shapes = ["x".join(map(str, row.output_shape)) for row in alexnet().rows() if row.kind in ("conv", "pool")]
    assert shapes == ["55x55x96", "27x27x96", "27x27x256", "13x13x256", *["13x13x384"] * 2, "13x13x256", "6x6x256"]
    conv1 = alexnet().row("conv1")
    assert (conv1.weights, conv1.parameters) == (34_848, 34_944)
    assert conv1.mac_formula == "55*55*(11*11*3)*96 = 105,415,200"
    assert sum(row.values for row in alexnet().rows() if row.kind == "conv") == 650_080


def test_224_does_not_fit_alexnet_and_is_named():
    with pytest.raises(
        ValueError, match=r"conv1 of AlexNet does not fit its input, 224x224x3: .*= 54\.25, and 1 cell"
    ):
        alexnet().resized(224)


def test_with_floor_the_first_fc_of_alexnet_sees_6400():
    layers = [replace(layer, rounding="floor") if hasattr(layer, "f") else layer for layer in alexnet().layers]
    floored = replace(alexnet(), input_shape=(224, 224, 3), layers=layers)
    assert [floored.row(name).output_shape[0] for name in ("conv1", "pool1", "pool2", "pool5")] == [54, 26, 12, 5]
    assert floored.row("fc6").weights == 6400 * 4096
    assert floored.row("conv1").formula == "(224 + 2*0 - 11)/4 + 1 = 54.25, rounded down to 54"


def test_other_tools_totals_come_from_our_rows():
    conv_and_dense = sum(row.values for row in vgg("D").rows() if row.kind in ("conv", "dense"))
    assert f"{2 * 4 * conv_and_dense / 1e6:.2f}" == "108.45"  # torchinfo
    every = sum(row.values for row in vgg("D").rows(detail=True) if row.kind not in ("input", "softmax"))
    assert f"{2 * 4 * every / 2**20:.2f}" == "218.59"  # torchsummary


@pytest.mark.parametrize("name, field, step", [("pool5", 212, 32), ("conv1_2", 5, 1), ("pool1", 6, 2)])
def test_receptive_fields_of_vgg_16(name, field, step):
    row = vgg("D").row(name)
    assert (row.receptive_field, row.effective_stride) == (field, step)


def test_literally_the_pattern_writes_only_vgg_b():
    assert pattern(2, 5).layers == vgg("B").layers
    literal = [pattern(n, m, k).layers for n in range(1, 6) for m in range(1, 6) for k in range(3)]
    assert [column for column in VGG if vgg(column).layers in literal] == ["B"]


@pytest.mark.parametrize("column, n", [("A", (1, 1, 2, 2, 2)), ("D", (2, 2, 3, 3, 3)), ("E", (2, 2, 4, 4, 4))])
def test_with_a_number_for_each_block_it_writes_more(column, n):
    assert pattern(n).layers == vgg(column).layers


# --- the accounting


@pytest.mark.parametrize("network", NETWORKS, ids=named)
def test_totals_are_the_sums_of_the_columns(network):
    rows, totals = network.rows(), network.totals()
    assert rows[0].kind == "input" and rows[0].values == prod(network.input_shape)
    assert [row.name for row in rows[1:]] == [layer.name for layer in network.layers]
    for column in ("values", "weights", "biases", "parameters", "macs"):
        assert sum(getattr(row, column) for row in rows) == getattr(totals, column)


@pytest.mark.parametrize("network", NETWORKS, ids=named)
def test_detail_only_adds_what_works_in_place(network):
    rows = network.rows(detail=True)
    assert [row for row in rows if row.kind not in ("relu", "dropout", "softmax")] == network.rows()
    assert rows[-1].kind == "softmax"
    assert sum(row.parameters + row.macs for row in rows if row.layer is None) == 0
    for before, row in pairwise(rows):
        if row.kind == "relu":
            assert row.output_shape == before.output_shape and before.layer.relu


@pytest.mark.parametrize("network", NETWORKS, ids=named)
def test_receptive_fields_are_those_of_shapes(network):
    rows = [row for row in network.rows() if row.layer and row.kind != "dense"]
    pairs = [(getattr(row.layer, "f", 1), getattr(row.layer, "stride", 1)) for row in rows]
    assert [(row.receptive_field, row.effective_stride) for row in rows] == receptive_field(pairs)


@pytest.mark.parametrize(
    "layer, shape",
    [
        (Conv("conv", 4, 3), (7, 7, 2)),
        (Conv("strided", 3, 3, stride=2, padding=1), (9, 9, 1)),
        (Conv("grouped", 6, 5, padding=2, groups=2), (6, 6, 4)),
        (Conv("rounded down", 2, 3, stride=3, rounding="floor"), (8, 8, 3)),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_the_macs_of_a_convolution_are_the_products_that_loops_count(layer, shape):
    side, _, channels = shape
    starts = range(-layer.padding, side + layer.padding - layer.f + 1, layer.stride)
    places = product(starts, starts)
    each = product(range(layer.filters), range(layer.f), range(layer.f), range(channels // layer.groups))
    assert layer.macs(shape) == sum(1 for _ in product(places, each))


def test_a_dilated_layer_is_counted_drawn_and_computed_as_conv2d_has_it():
    rng = np.random.default_rng(0)
    layers = [Conv("a", 4, 3, dilation=2), Pool("p", 2), Conv("b", 2, 3, padding=3, dilation=3, relu=False)]
    network = Network("dilated", (12, 12, 3), layers, softmax=False)
    weights = {
        name: (rng.standard_normal(shape), rng.standard_normal(shape[0]))
        for name, shape in (("a", (4, 3, 3, 3)), ("b", (2, 3, 3, 4)))
    }
    image = rng.standard_normal((12, 12, 3))
    arrays = {row.name: array for row, array in network.forward(image, weights)}
    # the same filters with their gaps written as zeros
    spread = {}
    for name, apart in (("a", 2), ("b", 3)):
        w, biases = weights[name]
        wide = np.zeros((len(w), 2 * apart + 1, 2 * apart + 1, w.shape[3]))
        wide[:, ::apart, ::apart] = w
        spread[name] = wide, biases
    same = Network(
        "spread", (12, 12, 3), [Conv("a", 4, 5), Pool("p", 2), Conv("b", 2, 7, padding=3, relu=False)], False
    )
    for row, array in same.forward(image, spread):
        assert np.allclose(array, arrays[row.name])
        ours = network.row(row.name)
        assert (ours.output_shape, ours.receptive_field) == (row.output_shape, row.receptive_field)
    assert network.row("a").weights == 4 * 3 * 3 * 3 and network.row("b").macs == 4 * 4 * 2 * 9 * 4
    assert network.row("a").formula == "(12 + 2*0 - 5)/1 + 1 = 8"
    assert (
        draw_network(network).alts[1].startswith("a: 4 filters of 3×3×3, stride 1, padding 0, dilation 2, then ReLU")
    )
    assert "dilation" not in draw_network(same).svg


def test_ssds_dilated_layer_is_a_layer():
    rows = Network("SSD", (19, 19, 512), [Conv("fc6", 1024, 3, padding=6, dilation=6), Conv("fc7", 1024, 1)]).rows()
    assert [row.output_shape for row in rows] == [(19, 19, 512), (19, 19, 1024), (19, 19, 1024)]
    assert (rows[1].parameters, rows[1].receptive_field) == (3 * 3 * 512 * 1024 + 1024, 13)
    with pytest.raises(
        ValueError, match=r"c of n does not fit .*: a filter of 3 cells, spread over 13 cells by dilation 6"
    ):
        Network("n", (9, 9, 1), [Conv("c", 1, 3, dilation=6)])


def test_the_table_prints_every_row_and_the_totals():
    lines = str(lenet5()).splitlines()
    assert lines[3].split()[:5] == ["C1", "28x28x6", "4,704", "150", "6"]
    assert lines[-1].split() == ["total", "9,118", "61,470", "236", "416,520"]
    assert len(lines) == 2 + 8 + 1


def test_a_network_can_be_cut_and_resized():
    small = vgg("D").resized(64).until("pool5")
    assert small.rows()[-1].output_shape == (2, 2, 512) and not small.softmax
    assert vgg("D").until("fc8") == vgg("D")
    assert vgg("D").until("input").layers == ()


def test_layers_are_frozen():
    with pytest.raises(FrozenInstanceError):
        lenet5().layers[0].filters = 7


# --- the forward pass


def narrow(network):
    """The same network with an eighth of the maps in its wide layers: its arrays are asked for, not its millions."""
    width = {"conv": "filters", "dense": "outputs"}
    layers = [
        replace(layer, **{width[layer.kind]: value // 8})
        if layer.kind in width and (value := getattr(layer, width[layer.kind])) >= 64
        else layer
        for layer in network.layers
    ]
    return replace(network, layers=layers)


@pytest.mark.parametrize(
    "network",
    [
        lenet5(),
        narrow(alexnet().resized(67)),
        narrow(alexnet(groups=1).resized(67)),
        *(narrow(vgg(column).resized(32)) for column in VGG),
        narrow(NETWORKS[-1]),
    ],
    ids=named,
)
@pytest.mark.parametrize("detail", [False, True])
def test_every_row_predicts_its_array(network, detail):
    image = np.random.default_rng(0).random(network.input_shape, np.float32)
    weights = network.random_weights()
    for expected, (row, array) in zip(
        network.rows(detail), network.forward(image, weights, detail=detail), strict=True
    ):
        assert row == expected
        assert array.shape == row.output_shape and array.size == row.values and array.dtype == np.float32
        if row.weights:
            assert tuple(a.size for a in weights[row.name]) == (row.weights, row.biases)
    assert array.sum() == pytest.approx(1, abs=1e-5)


def test_the_forward_pass_agrees_with_scipy():
    rng = np.random.default_rng(3)
    network = Network("small", (9, 9, 2), (Conv("a", 3, 3, padding=1), Pool("b", 3), Dense("c", 4, relu=False)))
    weights = {"a": (rng.normal(size=(3, 3, 3, 2)), rng.normal(size=3)), "c": (rng.normal(size=(4, 27)), np.ones(4))}
    image = rng.normal(size=(9, 9, 2))
    filters, bias = weights["a"]
    maps = [
        sum(signal.correlate2d(image[..., c], filters[k, ..., c], mode="same") for c in range(2)) for k in range(3)
    ]
    volume = np.maximum(np.stack(maps, axis=-1) + bias, 0)
    pooled = volume.reshape(3, 3, 3, 3, 3).max(axis=(1, 3))
    scores = weights["c"][0] @ pooled.ravel() + 1
    arrays = [array for _, array in network.forward(image, weights)]
    np.testing.assert_allclose(arrays[1], volume)
    np.testing.assert_allclose(arrays[2], pooled)
    np.testing.assert_allclose(arrays[3].ravel(), np.exp(scores) / np.exp(scores).sum())
    detailed = {row.name: array for row, array in network.forward(image, weights, detail=True)}
    np.testing.assert_allclose(detailed["a"], np.stack(maps, axis=-1) + bias)
    np.testing.assert_allclose(detailed["c"].ravel(), scores)


def test_a_batch_is_its_images_one_by_one():
    images = np.random.default_rng(1).random((3, 32, 32, 1))
    weights = lenet5().random_weights()
    together = [array for _, array in lenet5().forward(images, weights)]
    for i, image in enumerate(images):
        for batch, (_, alone) in zip(together, lenet5().forward(image, weights), strict=True):
            np.testing.assert_allclose(batch[i], alone, rtol=1e-5, atol=1e-6)


def test_whole_numbers_are_computed_as_float32():
    *_, (_, answer) = lenet5().forward(np.ones((32, 32, 1), np.uint8), lenet5().random_weights())
    assert answer.dtype == np.float32


def test_weights_come_from_the_seed_and_not_from_the_order():
    weights = lenet5().random_weights(seed=5)
    first = weights["F6"][0]
    _ = weights["C1"]
    np.testing.assert_array_equal(weights["F6"][0], first)
    assert not np.array_equal(lenet5().random_weights(seed=6)["F6"][0], first)
    assert list(weights) == ["C1", "C3", "C5", "F6", "output"] and len(weights) == 5
    two = Network("two", (1, 1, 4), (Dense("a", 4), Dense("b", 4)), softmax=False).random_weights()
    assert not np.array_equal(two["a"][0], two["b"][0])
    assert first.std() == pytest.approx(np.sqrt(2 / 120), rel=0.03) and not weights["F6"][1].any()


def test_the_weights_of_a_layer_are_held_once():
    """As VGG-16's first FC layer, but of 51 MB: twice would be more than 102 MB."""
    network = Network("FC only", (7, 7, 512), (Dense("fc6", 512), Dense("fc7", 10, relu=False)))
    image = np.ones(network.input_shape, np.float32)
    tracemalloc.start()
    for _ in network.forward(image, network.random_weights()):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    held = 4 * network.row("fc6").weights
    assert held < peak < 1.1 * held


def test_a_layers_weights_are_gone_before_the_next_ones_are_made():
    network = Network("two FC", (1, 1, 2000), (Dense("fc1", 2000), Dense("fc2", 2000)))
    tracemalloc.start()
    for _ in network.forward(np.ones(network.input_shape, np.float32), network.random_weights()):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1.5 * 4 * network.row("fc1").weights


# --- refusals


@pytest.mark.parametrize(
    "layers, words",
    [
        (
            (Conv("a", 4, 3, stride=3),),
            r"a of net does not fit its input, 8x8x2: .*Stride 1 or 5 or padding 2 would fit",
        ),
        ((Conv("a", 4, 9),), "a of net does not fit its input, 8x8x2: a filter of 9 cells is larger"),
        ((Conv("a", 4, 3, groups=3),), "groups = 3 must divide the 2 channels of its input and its 4 filters"),
        ((Pool("a", 2), Pool("b", 2), Pool("c", 2), Pool("d", 2)), "d of net does not fit its input, 1x1x2"),
        ((Pool("a", 3),), "a window of 3 cells does not fit 8 cells at stride 3"),
        ((Pool("a", 2, padding=2),), "padding must be at most half of the window"),
        ((Pool("a", 2), Conv("a", 4, 1)), "the name 'a' is taken"),
        ((Pool("input", 2),), "the name 'input' is taken"),
    ],
)
def test_a_layer_that_does_not_fit_is_named(layers, words):
    with pytest.raises(ValueError, match=words):
        Network("net", (8, 8, 2), layers)


@pytest.mark.parametrize(
    "make, words",
    [
        (lambda: Conv("a", 0, 3), "filters of a must be at least 1, got 0"),
        (lambda: Conv("a", 4, 3, rounding="up"), "rounding of a must be one of 'exact', 'floor', 'ceil', got 'up'"),
        (lambda: Conv("a", 4, 3, dilation=0), "dilation of a must be at least 1, got 0"),
        (lambda: LRN("a", size=4), "size of a must be odd, as many channels before as behind, got 4"),
        (lambda: LRN("a", alpha=-1), "alpha of a must be at least 0, got -1"),
        (lambda: LRN("a", k=0), "k of a must be above 0, got 0"),
        (lambda: Dense("a", 4, dropout=7), "dropout of a must be at most 1 here, got 7"),
        (lambda: Pool("a", 0), "f of a must be at least 1"),
        (lambda: Dense("a", 0), "outputs of a must be at least 1"),
        (lambda: Network("net", (8, 7, 2), ()), r"input_shape must be \(side, side, channels\), got \(8, 7, 2\)"),
        (lambda: vgg("F"), "column must be one of 'A', 'A-LRN', 'B', 'C', 'D', 'E', got 'F'"),
        (lambda: lenet5().row("C2"), "LeNet-5 has no layer 'C2'; its layers are input, C1, S2"),
        (lambda: lenet5().until("C2"), "LeNet-5 has no layer 'C2'"),
        (lambda: pattern((1, 2), 3), "n must be one number, or one for each of 3 blocks, got 2 of them"),
        (lambda: pattern(0), "n must be at least 1, got 0"),
        (lambda: pattern(k=-1), "k must be at least 0, got -1"),
        (lambda: pattern(side=100), r"pool3 of the pattern does not fit its input, 25x25x256"),
        (lambda: lenet5().forward(np.ones((28, 28, 1)), {}), r"image must be 32x32x1 for LeNet-5, .*\(28, 28, 1\)"),
        (
            lambda: list(lenet5().forward(np.ones((32, 32, 1)), {})),
            "weights has no layer 'C1'; it has no layer at all",
        ),
        (
            lambda: list(lenet5().forward(np.ones((32, 32, 1)), {"C1": (np.ones((6, 5, 5, 3)), np.ones(6))})),
            r"weights of C1 must have the shapes \(6, 5, 5, 1\) and \(6,\), got",
        ),
    ],
)
def test_wrong_numbers_are_refused_with_the_numbers(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_what_is_no_layer_is_refused():
    with pytest.raises(TypeError, match="must be Conv, Pool, LRN or Dense, got 'conv'"):
        Network("net", (8, 8, 2), ("conv",))


def test_walk_gives_the_rows_that_fit_and_then_names_the_layer():
    rows = walk((10, 10, 1), [Pool("a", 2), Pool("b", 2)])
    assert [next(rows).name, next(rows).name] == ["input", "a"]
    with pytest.raises(ValueError, match="b of the network does not fit its input, 5x5x1"):
        next(rows)


blocks = st.integers(1, 4)


@settings(deadline=None, max_examples=200, derandomize=True)
@given(
    st.one_of(blocks, st.lists(blocks, min_size=1, max_size=6).map(tuple)),
    st.one_of(st.none(), st.integers(0, 6)),
    st.integers(0, 3),
    st.booleans(),
    st.integers(1, 40),
    st.integers(1, 130),
)
def test_the_pattern_is_a_network_or_a_clear_refusal(n, m, k, pool, width, side):
    try:
        network = pattern(n, m, k, pool=pool, width=width, side=side, hidden=7, classes=3)
    except ValueError as error:
        assert any(words in str(error) for words in ("of the pattern does not fit its input", "must be"))
        return
    blocks = len(n) if isinstance(n, tuple) else 5 if m is None else m
    convolutions = sum(n) if isinstance(n, tuple) else n * blocks
    kinds = [row.kind for row in network.rows()]
    assert [kinds.count(kind) for kind in ("conv", "pool", "dense")] == [convolutions, blocks * pool, k + 1]
    assert network.rows()[-1].output_shape == (1, 1, 3) and not network.layers[-1].relu
    assert side % 2 ** (blocks * pool) == 0


def test_pattern_layers_need_no_picture():
    assert len(pattern_layers(1, 9, 0, True, 2, 7, 3)) == 19


# --- local response normalisation


def test_lrn_agrees_with_the_papers_sum_written_as_loops():
    rng = np.random.default_rng(2)
    x = 30 * rng.normal(size=(2, 3, 7))
    expected = np.empty_like(x)
    for row, column, i in np.ndindex(x.shape):
        near = range(max(0, i - 5 // 2), min(7 - 1, i + 5 // 2) + 1)
        expected[row, column, i] = x[row, column, i] / (2 + 1e-4 * sum(x[row, column, j] ** 2 for j in near)) ** 0.75
    np.testing.assert_allclose(local_response_norm(x), expected)
    assert local_response_norm(x.astype(np.float32)).dtype == np.float32
    np.testing.assert_allclose(local_response_norm(x[None])[0], expected)


@pytest.mark.parametrize("channels, size", [(1, 5), (2, 9), (5, 1), (3, 3)])
def test_lrn_at_the_first_and_last_channels_takes_those_there_are(channels, size):
    x = np.arange(1, channels + 1)
    sums = [sum(v * v for v in x[max(0, i - size // 2) : i + size // 2 + 1]) for i in range(channels)]
    np.testing.assert_allclose(local_response_norm(x, size, k=1, alpha=1, beta=1), x / (1 + np.array(sums)))


@pytest.mark.parametrize(
    "options, words",
    [({"size": 4}, "size must be odd.*got 4"), ({"k": 0}, "k must be above 0"), ({"alpha": -1}, "alpha must be")],
)
def test_lrn_refuses_what_makes_no_sense(options, words):
    with pytest.raises(ValueError, match=words):
        local_response_norm(np.ones((2, 2, 8)), **options)


def test_lrn_is_a_layer():
    network = Network("net", (2, 2, 6), (LRN("norm1"),), softmax=False)
    x = 100 * np.random.default_rng(0).random((2, 2, 6))
    *_, (row, array) = network.forward(x, {})
    assert row.kind == "lrn" and row.parameters == row.macs == 0
    np.testing.assert_array_equal(array, local_response_norm(x))


def test_a_pool_takes_the_largest_or_the_mean():
    x = np.arange(16.0).reshape(4, 4, 1)
    for average, expected in ((False, [5, 7, 13, 15]), (True, [2.5, 4.5, 10.5, 12.5])):
        network = Network("net", (4, 4, 1), (Pool("pool1", 2, average=average),), softmax=False)
        *_, (_, array) = network.forward(x, {})
        assert array.ravel().tolist() == expected
