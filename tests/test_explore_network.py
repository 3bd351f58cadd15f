"""The layers of a network as a picture: its numbers against the papers', every layer of every network, and words."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legible import assert_legible, texts

from helpers.draw import draw_network
from helpers.explore import explore_network
from helpers.networks import NETWORKS, Conv, Dense, Network, Pool, alexnet, pattern, vgg


def percent(words, what):
    return re.search(rf"([\d.]+|under 0\.1) % of (?:all |the )?{what}", words)[1]


@pytest.mark.parametrize("name", NETWORKS)
def test_every_layer_of_every_network_can_be_read(name):
    picture = explore_network(name).picture
    rows = NETWORKS[name]().rows()
    assert len(picture.alts) == len(rows)
    assert len(picture.svg) < 300_000
    for k, row in enumerate(rows):
        assert_legible(picture, k)
        assert len(picture.at(k)) < 40_000
        assert picture.alts[k].startswith(f"{row.name}: ")
        height, width, channels = row.output_shape
        assert f"{height}*{width}*{channels} = {height * width * channels:,}" in texts(picture, k)


@pytest.mark.parametrize("name", NETWORKS)
def test_shares_are_parts_of_the_columns_sums(name):
    rows, picture = NETWORKS[name]().rows(), explore_network(name).picture
    for column, words in (("values", "values"), ("parameters", "parameters"), ("macs", "MACs")):
        counts = np.array([getattr(row, column) for row in rows])
        for share, alt in zip(100 * counts / counts.sum(), picture.alts, strict=True):
            said = percent(alt, words)
            assert said == "under 0.1" if 0 < share < 0.05 else abs(float(said) - share) <= 0.0501


def test_most_parameters_are_in_late_fc_and_most_values_in_early_conv():
    alts = explore_network("VGG-D").picture.alts
    parameters = sum(float(percent(alt, "the parameters")) for alt in alts[-3:])
    assert 89 <= parameters <= 89.5  # facts.md: 89 %
    assert float(percent(alts[1], "all values")) == pytest.approx(100 * 3_211_264 / 15_237_608, abs=0.06)
    parameters = sum(float(percent(alt, "the parameters")) for alt in explore_network("AlexNet").picture.alts[-3:])
    assert 96 <= parameters <= 96.2


def test_the_verdict_has_the_totals_of_the_papers():
    assert (
        "15,237,608 values, 138,357,544 parameters, 15,470,264,320 multiply-adds" in explore_network("VGG-D").verdict
    )
    assert "60.95 MB of values, 553.43 MB of parameters" in explore_network("VGG-D").verdict
    assert "60,965,224 parameters" in explore_network("AlexNet").verdict
    assert "61,706 parameters" in explore_network().verdict


@pytest.mark.parametrize("layer, field, step", [("pool5", 212, 32), ("conv1_2", 5, 1), ("conv5_3", 196, 16)])
def test_the_receptive_field_of_vgg_16_is_drawn_to_scale(layer, field, step):
    rows, picture = vgg("D").rows(), draw_network(vgg("D"))
    k = [row.name for row in rows].index(layer)
    assert f"{field} × {field}" in texts(picture, k) and f"effective stride {step}" in texts(picture, k)
    squares = re.findall(r'<rect [^>]*width="([\d.]+)" height="\1"[^>]*fill-opacity="(0\.14|0\.25)"', picture.at(k))
    sides = {opacity: float(side) for side, opacity in squares}
    assert sides["0.25"] / sides["0.14"] == pytest.approx(field / 224, abs=0.01)


def test_a_field_larger_than_the_picture_says_that_all_is_seen():
    picture = draw_network(vgg("D"))
    assert "all 224 × 224" in texts(picture, 19) and "(field 404)" in texts(picture, 19)
    assert "404, is more than 224" in picture.alts[19]
    assert max(map(float, re.findall(r'<rect [^>]*? width="([\d.]+)" height="\d', picture.at(19)))) <= 104


def test_the_formula_of_the_lecture_stands_with_its_numbers():
    conv1 = texts(explore_network("AlexNet").picture, 1)
    assert "(227 + 2*0 - 11)/4 + 1 = 55" in conv1
    assert {"(11*11*3)*96 = 34,848", "+ 96 biases: 0.1 % of all parameters"} <= set(conv1)
    assert "55*55*(11*11*3)*96 = 105,415,200" in conv1
    fc6 = texts(explore_network("VGG-D").picture, 19)
    assert fc6.count("7*7*512*4096 = 102,760,448") == 2  # a dense layer has as many weights as MACs


def test_blocks_grow_with_side_and_channels():
    def front(k):
        blocks = re.findall(r"<polygon[^>]*/><polygon[^>]*/><rect [^>]*>", draw_network(alexnet()).svg)
        return [float(re.search(rf'<rect [^>]*? {size}="([\d.]+)"', blocks[k])[1]) for size in ("width", "height")]

    sizes = [front(k) for k in range(14)]
    shapes = [row.output_shape for row in alexnet().rows()]
    for a, one in zip(shapes, sizes, strict=True):
        for b, other in zip(shapes, sizes, strict=True):
            assert (a[2] < b[2]) <= (one[0] < other[0]) and (a[0] < b[0]) <= (one[1] < other[1])


def test_a_network_of_ones_own_joins_the_list():
    own = Network("mine", (8, 8, 1), (Conv("conv1", 2, 3), Dense("scores", 2, relu=False)))
    explorer = explore_network(own, step=1)
    assert explorer.controls["network"].value == "mine"
    assert explorer.picture.alts[1].startswith("conv1: 2 filters of 3×3×1, stride 1, padding 0, then ReLU")
    explorer.controls["network"].value = "AlexNet"
    assert explorer.verdict.startswith("AlexNet") and len(explorer.picture.alts) == 14
    explorer.controls["network"].value = "mine"
    assert explorer.verdict.startswith("mine") and len(explorer.picture.alts) == 3
    assert explorer.controls["step"].value == 1


def test_a_shorter_network_keeps_the_step_within_its_layers():
    explorer = explore_network("VGG-E", step=24)
    explorer.controls["network"].value = "LeNet-5"
    assert explorer.controls["step"].value == 7


@pytest.mark.parametrize(
    "network",
    [
        Network("nothing", (1, 1, 1), ()),
        Network("one", (5, 5, 2), (Conv("a", 3, 5, relu=False),), softmax=False),
        Network("pools", (8, 8, 2), (Pool("mean", 8, average=True),)),
        Network("long", (40, 40, 1), tuple(Conv(f"convolution{i}", 4096, 1) for i in range(40))),
        pattern((4,) * 8, side=256, width=4),
    ],
    ids=lambda network: network.name,
)
def test_networks_of_every_length_can_be_read(network):
    picture = draw_network(network)
    for k in range(len(picture.alts)):
        assert_legible(picture, k)


@settings(deadline=None, max_examples=40, derandomize=True)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=5), st.integers(0, 2), st.integers(1, 64))
def test_any_pattern_can_be_read(n, k, width):
    network = pattern(tuple(n), k=k, width=width, side=64)
    picture = draw_network(network)
    assert len(picture.alts) == len(network.rows())
    assert_legible(picture, len(picture.alts) - 1)


def test_an_unknown_network_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"network must be one of 'LeNet-5', 'AlexNet', 'VGG-A'.*got 'ResNet'"):
        explore_network("ResNet")
    with pytest.raises(ValueError, match="show has 'layer'"):
        explore_network(show=("layer",))
