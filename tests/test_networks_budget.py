"""A budget's lines are sums of the rows, and its limits are met when they are reached exactly."""

import pytest

from helpers.explore import explore_pattern
from helpers.networks import PHONE, Budget, alexnet, memory_of, pattern, vgg


@pytest.mark.parametrize(
    "network", [alexnet(), vgg("A"), pattern(2, 5, 0, width=8), pattern(1, 1, 3, pool=False, side=9)]
)
def test_the_lines_hold_the_totals_of_the_network(network):
    totals, last = network.totals(), [row for row in network.rows() if row.kind != "dense"][-1]
    memory = memory_of(network).total
    exact = Budget(totals.parameters, memory, totals.macs, last.receptive_field, last.output_shape[2])
    lines = exact.lines(network.rows())
    assert all(line.met for line in lines)
    assert [line.amount for line in lines[::2]] == [
        f"{totals.parameters:,}",
        f"{totals.macs:,}",
        f"{last.output_shape[2]:,}",
    ]
    tight = Budget(totals.parameters - 1, memory - 1, totals.macs - 1, last.receptive_field + 1, exact.maps + 1)
    assert not any(line.met for line in tight.lines(network.rows()))


def test_alexnet_and_vgg_are_too_large_for_the_phone():
    for network in (alexnet(), vgg("A"), vgg("D")):
        assert [line.met for line in PHONE.lines(network.rows())] == [False, False, False, True, True]


def test_the_explorer_says_live_which_demands_are_met():
    explorer = explore_pattern(budget=PHONE, show=("n", "m", "k", "width"))
    assert explorer.verdict.startswith("2 of 5 met. Parameters 133,047,848, at most 5,000,000: missed.")
    explorer.at_once(k=0, width=10)
    assert explorer.verdict.startswith("5 of 5 met.") and "missed" not in explorer.verdict
    explorer.controls["width"].value = 11
    assert explorer.verdict.startswith("4 of 5 met.") and "at most 300,000,000: missed" in explorer.verdict
    explorer.controls["m"].value = 6
    assert explorer.verdict.startswith("pool6 does not fit its input")
    explorer.controls["n"].value = "1 2"
    assert explorer.verdict.startswith("N has numbers for 2 blocks")


def test_a_receptive_field_that_is_larger_than_the_picture_is_not_met_without_a_word():
    small = explore_pattern(side=32, budget=PHONE, k=0, width=8)
    assert "Receptive field 156 (more than the 32 of the picture), at least 128: met." in small.verdict
    assert "of the picture" not in explore_pattern(side=224, budget=PHONE, k=0, width=8).verdict


@pytest.mark.parametrize("name", ("parameters", "memory", "macs", "field", "maps"))
def test_a_budget_of_nothing_is_refused(name):
    numbers = {"parameters": 1, "memory": 1, "macs": 1, "field": 1, "maps": 1, name: 0}
    with pytest.raises(ValueError, match=f"{name} must be at least 1, got 0"):
        Budget(**numbers)
