"""The checks of notebook 08 accept what is right, and refuse what students commonly write."""

from math import log2

import pytest

from helpers.check import check_branch_macs, check_design, check_most_blocks, check_per_block
from helpers.networks import Conv, Dense, Network, Pool, lenet5, pattern, vgg


@pytest.mark.parametrize(
    "wrong",
    [
        lambda letters: letters.split("P"),  # texts, not their lengths
        lambda letters: [len(block) for block in letters.split("P")],  # the FC layers counted as a block
        lambda letters: [letters.count("C") // letters.count("P")] * letters.count("P"),  # one N for all
        lambda letters: letters.count("C"),
        lambda letters: [letters.split("P")[0].count("C")],  # the first block only
    ],
)
def test_a_wrong_list_of_blocks_is_refused(wrong):
    verdict = check_per_block(wrong)
    assert not verdict.ok and verdict.words.startswith("Not yet.")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda side: int(log2(side)),
        lambda side: side // 2,
        lambda side: 5,
        lambda side: 0 if side % 2 else 1,
    ],
)
def test_a_wrong_number_of_blocks_is_refused(wrong):
    assert not check_most_blocks(wrong).ok


@pytest.mark.parametrize(
    "wrong",
    [
        lambda side, c, reduced, k, f: side * side * f * f * c * k,  # no bottleneck
        lambda side, c, reduced, k, f: side * side * f * f * reduced * k,  # the 1 x 1 forgotten
        lambda side, c, reduced, k, f: side * side * (c + f * f * k) * reduced + k,  # with biases
        lambda side, c, reduced, k, f: c * reduced + f * f * reduced * k,  # weights, not multiply-adds
        lambda side, c, reduced, k, f: side * side * (c * reduced + f * reduced * k),  # f once only
    ],
)
def test_wrong_work_of_a_bottleneck_is_refused(wrong):
    assert not check_branch_macs(wrong).ok


def test_a_stub_is_not_written_yet():
    def design(): ...

    for check in (check_per_block, check_most_blocks, check_branch_macs):
        assert check(lambda *_: ...).words == "<lambda> is not written yet."
    assert check_design(design).words == "design is not written yet."


@pytest.mark.parametrize("width", (8, 9, 10))
def test_these_widths_keep_to_the_budget(width):
    assert check_design(lambda: pattern(2, 5, 0, width=width)).ok


def test_a_network_of_another_kind_may_keep_to_the_budget_too():
    layers = [
        layer
        for b, k in enumerate((10, 20, 40, 80, 100), 1)
        for layer in (Conv(f"a{b}", k, 3, padding=1), Conv(f"b{b}", k, 3, padding=1), Pool(f"p{b}", 2))
    ]
    end = Pool("gap", 7, average=True), Dense("fc", 1000, relu=False)
    assert check_design(lambda: Network("own", (224, 224, 3), (*layers, *end))).ok


@pytest.mark.parametrize(
    "design, words",
    [
        (lambda: pattern(2, 5, 0, width=11), "MACs 347"),
        (lambda: pattern(2, 5, 0, width=7), "Maps at the end 56, at least 64: missed."),
        (lambda: pattern(1, 5, 0, width=8), "Receptive field 94, at least 128: missed."),
        (lambda: pattern(2, 5, 1, width=8), "Parameters"),
        (lambda: vgg("B"), "2 of 5 demands are met."),
        (lambda: pattern(2, 6, 0), "stops with ValueError: pool6 of the pattern does not fit its input, 7x7x512"),
        (
            lambda: lenet5(),
            "It should go from 224x224x3 to a dense layer of 1000, yours from 32x32x1 to output, 1x1x10.",
        ),
        (lambda: vgg("B").until("pool5"), "yours from 224x224x3 to pool5, 7x7x512."),
        (lambda: (2, 5, 0), "design() should give a network, as pattern(...) does, got (2, 5, 0)."),
    ],
)
def test_a_design_that_does_not_keep_to_the_budget_hears_why(design, words):
    verdict = check_design(design)
    assert not verdict.ok and words in verdict.words
