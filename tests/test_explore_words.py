"""What explorers say: on which step they open, that one is no plural, and that a hint can be followed."""

import itertools
import re
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from lesson import calls

from helpers import explore
from helpers.explore import (
    explore_backward,
    explore_conv_layer,
    explore_convolution,
    explore_memory,
    explore_network,
    explore_one_by_one,
    explore_output_size,
    explore_pattern,
    explore_pooling,
    explore_receptive_field,
)
from helpers.networks import Conv, Dense, Network
from helpers.shapes import Windows
from helpers.trace.backward import OPERATIONS

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))
NOTHING = re.compile(  # a sum of zeros, or a layer that computes nothing
    r"= 0[.:;]|products add up to 0\b|products, 0\.|is 0, the largest|red 0, green 0, blue 0|"
    r"0 % of the parameters, 0 % of"
)


def opening(explorer):
    """The words of the step that shows first."""
    return explorer.picture.alts[explorer.controls["step"].value]


@pytest.mark.parametrize("name", explore.__all__)
def test_an_explorer_opens_on_a_step_with_something_to_see(name):
    explorer = getattr(explore, name)()
    assert not NOTHING.search(opening(explorer)), opening(explorer)


@pytest.mark.parametrize("name", explore.__all__)
def test_an_explorers_docstring_says_how_far_each_slider_goes(name):
    function = getattr(explore, name)
    said = re.findall(r"\((-?\d+\.\.-?\d+)\)", function.__doc__)
    for argument, control in function().controls.items():
        if hasattr(control, "min") and (control.min, control.max) != (0, 111):  # the rows of a photograph
            assert f"{control.min}..{control.max}" in said, argument


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_explorer_of_a_notebook_opens_on_nothing(path):
    for number, cell in enumerate(nbformat.read(path, as_version=4).cells, 1):
        if cell.cell_type == "code" and calls(cell, "explore_"):
            for output in cell.outputs:
                words = output.get("data", {}).get("text/plain", "")
                assert not NOTHING.search(words), f"cell {number}: {words}"


def test_without_a_step_any_state_opens_and_a_step_that_is_not_there_is_refused():
    assert "= 27." in opening(explore_convolution())
    assert "2 + 8 + 2 + 1 = 13" in opening(explore_conv_layer())
    assert len(explore_convolution(f=7).picture.alts) == 1  # a fixed step 12 would not be there
    assert explore_convolution(n=3, f=5).controls["step"].value == 0  # no window fits
    assert opening(explore_convolution(step=0)).startswith("Window 1 of 25")
    with pytest.raises(ValueError, match=r"step must be 0..24 here, got 25"):
        explore_convolution(step=25)
    explorer = explore_convolution()
    explorer.controls["kernel"].value = "ones"
    assert explorer.controls["step"].value == 12  # the step stays while the state changes
    explorer.controls["n"].value = 4
    assert explorer.controls["step"].value == 3


# --- one is no plural

ONE_OF_MANY = re.compile(  # "1 × 1 windows" too, but neither "0.1 % of all values" nor "= 1 is"
    r"(?<![\d.,])1 (?:input |weight |hidden )?(?:windows|cells|values|filters|maps|channels|products|outputs|"
    r"inputs|pixels|zeros|numbers|groups|layers|images|rows|columns|steps|parts|blocks|FCs)\b"
)


def states():
    """Explorers in many states, the smallest ones among them."""
    numbers = itertools.product
    yield from (explore_convolution(*s) for s in numbers((3, 5, 7), (1, 3), (1, 4), (0, 3), (1, 3)))
    yield from (explore_convolution(n, f, show=()) for n, f in ((3, 3), (4, 3), (7, 7)))
    yield from (explore_conv_layer(*s) for s in numbers((1, 2), (1, 3, 5), (1, 4), (0, 1), (False,), (False, True)))
    yield from (explore_conv_layer(3, summed=False, groups=g, channels=3) for g in (1, 2, 3))
    yield from (
        explore_pooling(*s) for s in numbers((2, 3, 4), (1, 2, 4), (1, 3), (0, 1), ("max", "average"), (0, 1))
    )
    back = (3, 4), (1, 2, 3), (1, 3), (0, 1), OPERATIONS, ("output", "weight", "input"), (False, True)
    yield from (explore_backward(*s) for s in numbers(*back))
    yield from (
        explore_output_size(*s) for s in numbers((1, 2, 4), (1, 3), (1, 3), (0, 1), (1, 2), ("exact", "ceil"))
    )
    yield from (explore_pattern(*s) for s in numbers((1,), (1, 3), (0, 1), (True, False), (1,), (1, 2, 3, 8), (1,)))
    yield from (explore_one_by_one(channels=c, k=1) for c in (3, 5))
    yield from (explore_receptive_field(a, b, *["none"] * 3) for a, b in (("none", "none"), ("conv 3", "none")))
    yield explore_network(Network("tiny", (3, 3, 1), [Conv("c", 1, 3), Dense("fc", 1)]))
    yield explore_memory(batch=1)


def test_one_is_never_many():
    for explorer in states():
        drawn = re.findall(r">([^<>]+)<", explorer.picture.svg)
        for words in (explorer.verdict, *explorer.picture.alts, *drawn):
            assert not ONE_OF_MANY.search(words), words


# --- hints


def offered(words):
    """What a sentence offers: {"stride": [2, 4], "padding": [1]}."""
    sentence = re.search(r"([^.]*) would fit\.", words)
    found = re.findall(r"(stride|padding) (\d+(?: or \d+)*)(?! or no)", sentence[1], re.I) if sentence else []
    return {name.lower(): [int(v) for v in values.split(" or ")] for name, values in found}


@pytest.mark.parametrize("most", [{"stride": 4, "padding": 3}, {"stride": 4}, {"padding": 2}, {}])
@pytest.mark.parametrize("pooling", [False, True])
def test_a_hint_offers_what_fits_and_can_be_reached(pooling, most):
    hints = 0
    for n, f, stride, padding in itertools.product(range(2, 13), range(1, 8), range(1, 5), range(4)):
        windows = Windows(n, f, stride, padding, pooling=pooling)
        if windows.overpadded:
            continue
        words = windows.explain(most)
        offers = offered(words) if "No " not in words.split(". ")[-1] else {}
        hints += bool(offers)
        for name, values in offers.items():
            assert name in most and max(values) <= most[name], words
            for value in values:
                assert replace(windows, **{name: value}).fits, words
        if not offers and not windows.fits and most:  # then there is none
            assert re.search(r"No (stride|padding) up to \d", words), words
            for name, up_to in most.items():
                for value in range(
                    name == "stride", min(up_to, windows.most_padding if name == "padding" else 9) + 1
                ):
                    assert not replace(windows, **{name: value}).fits, words
    assert hints > 100 or not most


@pytest.mark.parametrize(
    "explorer, offer",
    [
        (
            lambda: explore_convolution(padding=3, stride=4, show=("stride", "padding")),
            {"stride": [2], "padding": [2]},
        ),
        (lambda: explore_convolution(stride=3, show=("stride",)), {"stride": [2, 4]}),
        (lambda: explore_convolution(stride=3, show=("flip",)), {}),
        (lambda: explore_conv_layer(stride=3, show=("stride",)), {"stride": [2, 4]}),
        (lambda: explore_pooling(n=5, show=("padding",)), {}),
        (lambda: explore_backward(stride=3, show=("stride", "choose")), {"stride": [2, 4]}),
        (lambda: explore_backward(stride=3, show=("choose",)), {}),
    ],
)
def test_an_explorer_offers_its_own_controls_only(explorer, offer):
    explorer = explorer()
    assert offered(explorer.verdict) == offer, explorer.verdict
    for name, values in offer.items():
        assert max(values) <= explorer.controls[name].max


def test_the_pattern_offers_its_own_controls_only():
    assert "What would fit: side 192 or 256, M at most 5, no pooling." in explore_pattern(m=6).verdict
    fewer = explore_pattern(m=6, show=("n", "m", "k", "width"))
    assert "What would fit: M at most 5." in fewer.verdict and "side 192" not in fewer.picture.svg
    assert "What would fit" not in explore_pattern(m=6, show=("n",)).verdict


def test_groups_are_offered_where_their_slider_shows():
    assert "can be split into 1 or 3, not into 2 groups." in explore_conv_layer(k=3, groups=2).verdict
    assert "cannot be split into 2 groups." in explore_conv_layer(k=3, groups=2, show=("k",)).verdict


# --- shares


def test_a_share_reads_as_all_only_where_it_is_all():
    last = explore_pattern(n=1, m=1, k=0, pool=False, width=1, side=256).picture.alts[-1]
    assert "over 99.9 % of the parameters" in last and "100 %" not in last
    alone = explore_network(Network("one layer", (3, 3, 1), [Dense("fc", 1)])).picture.alts[1]
    assert "100 % of the parameters, 100 % of the MACs" in alone
