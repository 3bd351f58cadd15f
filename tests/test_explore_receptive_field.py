"""What one output sees, against sets of cells traced one by one."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legible import assert_legible

from helpers.draw import draw_receptive_field
from helpers.explore import explore_receptive_field
from helpers.shapes import receptive_field
from helpers.trace.receptive_field import LAYERS, NONE

VGG16 = [layer for n in (2, 2, 3, 3, 3) for layer in [(3, 1)] * n + [(2, 2)]]


def traced(layers, output=0):
    """The input cells that an output depends on, layer by layer from the top: no formula."""
    cells = {output}
    for f, s in reversed(layers):
        cells = {cell * s + tap for cell in cells for tap in range(f)}
    return cells


@settings(deadline=None, max_examples=100, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 3)).filter(lambda layer: layer[1] <= layer[0]), max_size=6)
)
def test_the_pair_agrees_with_tracing(layers):
    for depth, (field, step) in enumerate(receptive_field(layers), start=1):
        cells = traced(layers[:depth])
        assert (max(cells) - min(cells) + 1, min(traced(layers[:depth], 1)) - min(cells)) == (field, step)


def test_vgg_sees_212_and_the_doubling_rule_says_308():
    assert receptive_field(VGG16)[-1] == (212, 32) and len(traced(VGG16)) == 212
    doubled = 1
    for f, s in VGG16:
        doubled = 2 * doubled if s == 2 else doubled + f - 1
    assert doubled == 308


@pytest.mark.parametrize(
    "layers, error, message",
    [
        ([(3, 1), (0, 1)], ValueError, r"layers\[1\] size must be at least 1, got 0"),
        ([(3, 0)], ValueError, r"layers\[0\] stride must be at least 1, got 0"),
        ([3], ValueError, r"layers\[0\] must be \(size, stride\) or \(size, stride, dilation\), got 3"),
        ([(2.5, 1)], TypeError, r"layers\[0\] size must be a whole number, got 2.5"),
    ],
)
def test_bad_layers_are_named_with_their_numbers(layers, error, message):
    with pytest.raises(error, match=message):
        receptive_field(layers)


def test_every_stack_draws_what_tracing_finds():
    explorer = explore_receptive_field()
    names = [NONE, *LAYERS]
    for chosen in [*itertools.product(names, repeat=3), *itertools.product(names[1:], repeat=2)]:
        stack = [*chosen, *[NONE] * (5 - len(chosen))] if len(chosen) == 3 else [chosen[0]] * 3 + [chosen[1]] * 2
        with explorer.controls["step"].hold_sync():
            for k, name in enumerate(stack, start=1):
                explorer.controls[f"layer{k}"].value = name
        layers = [LAYERS[name] for name in stack if name != NONE]
        picture = explorer.picture
        assert len(picture.alts) == 5
        for k in (0, 4):
            cells = traced(layers, k)
            words = f"input cell {min(cells)}" if len(cells) == 1 else f"input cells {min(cells)} to {max(cells)}"
            assert words in picture.alts[k] or not layers
            assert f">{words}<" in picture.at(k)
        needed = set().union(*(traced(layers, k) for k in range(5)))
        assert f"5 outputs, drawn over the {len(needed)} input cells" in picture.svg
        if layers:
            assert f"One output sees {len(traced(layers))} input cell" in explorer.verdict
        else:
            assert "No layer" in explorer.verdict


@pytest.mark.parametrize("names", [[], ["conv 3"], ["conv 3", "conv 3", "pool 2, stride 2", "conv 3", "conv 3"],
                                   ["pool 3, stride 2"] * 5, ["conv 5"] * 5, ["conv 3, stride 2"] * 5])  # fmt: skip
def test_every_picture_is_legible_and_within_its_budget(names):
    picture = draw_receptive_field(names)
    assert len(picture.svg.encode()) <= 300_000
    for k in (0, 2, 4):
        assert len(picture.at(k).encode()) <= 40_000
        assert_legible(picture, k)


def test_the_formula_stands_beside_every_layer():
    svg = draw_receptive_field(["conv 3", "pool 2, stride 2", "conv 3"]).svg
    assert re.findall(r">field (\d+ \+ \(\d - 1\)·\d = \d+)<", svg) == [
        "1 + (3 - 1)·1 = 3", "3 + (2 - 1)·1 = 4", "4 + (3 - 1)·2 = 8",
    ]  # fmt: skip


def test_unknown_and_too_many_layers_are_refused():
    with pytest.raises(ValueError, match="layer2 must be one of 'none', 'conv 3'"):
        explore_receptive_field(layer2="conv 4")
    with pytest.raises(ValueError, match="names has 'conv 4'"):
        draw_receptive_field(["conv 4"])
    with pytest.raises(ValueError, match="at most 5 layers, got 6"):
        draw_receptive_field(["conv 3"] * 6)
