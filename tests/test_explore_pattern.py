"""The pattern with any numbers: a network whose sums are counted another way, or a refusal with what would fit."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legible import assert_legible, texts, written
from marks import marks

from helpers.draw import draw_pattern
from helpers.explore import explore_pattern
from helpers.networks import vgg
from helpers.networks.attempt import attempt
from helpers.trace.pattern import typed
from helpers.words import short

UNITS = {"": 1, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}


def by_hand(n, m, k, pool, width, side):
    """(values, parameters, MACs, layers) of the pattern, with nothing but a loop; None where a pool does not fit."""
    each = n if isinstance(n, tuple) else (n,) * m
    values, parameters, macs, layers, channels = 3 * side * side, 0, 0, 1, 3
    for block, convolutions in enumerate(each):
        filters = width * min(8, 2**block)
        for _ in range(convolutions):
            values += side * side * filters
            parameters += 9 * channels * filters + filters
            macs += side * side * 9 * channels * filters
            channels, layers = filters, layers + 1
        if pool:
            if side % 2:
                return None
            side //= 2
            values, layers = values + side * side * channels, layers + 1
    inputs = side * side * channels
    for outputs in [4096] * k + [1000]:
        values, parameters, macs = values + outputs, parameters + inputs * outputs + outputs, macs + inputs * outputs
        inputs, layers = outputs, layers + 1
    return values, parameters, macs, layers


def assert_right(picture, verdict, n, m, k, pool, width, side, batch):
    """The picture and the verdict say what the loop finds; or both say where it stops, and that which fits does."""
    found = by_hand(n, m, k, pool, width, side)
    if found:
        values, parameters, macs, layers = found
        assert len(picture.alts) == layers
        assert f"{parameters:,} parameters" in verdict and f"{values * batch:,} values" in verdict
        line = next(y for _, y, _, _, words in written(picture.at(0)) if words == "sum")
        sums = [words for x, y, _, _, words in written(picture.at(0)) if y == line and 300 < x < 580]
        for shown, exact in zip(sums, (values * batch, parameters, macs * batch), strict=True):
            amount, _, unit = shown.partition(" ")
            assert float(amount) * UNITS[unit] == pytest.approx(exact, rel=0.0051)
    else:
        block = next(b for b in range(m) if side // 2**b % 2)
        pooled = f"pool{block + 1} does not fit"
        assert verdict.startswith(pooled) and picture.alts[-1].startswith(pooled)
        assert any(words.startswith(pooled) for words in texts(picture))
        assert f"{side // 2**block}×{side // 2**block}×" in verdict
        convolutions = sum(n[: block + 1]) if isinstance(n, tuple) else n * (block + 1)
        assert len(picture.alts) == 1 + convolutions + block + 1  # the input, and the pool that does not fit
        for near in map(int, re.findall(r"\d+", (re.search(r"side ([\d or]+)", verdict) or " ")[0])):
            assert by_hand(n, m, k, pool, width, near)
        for most in re.findall(r"M at most (\d)", verdict):
            assert by_hand(1, int(most), k, pool, width, side) and not by_hand(1, int(most) + 1, k, pool, width, side)
        assert "no pooling" in verdict and by_hand(n, m, k, False, width, side)


@pytest.mark.parametrize("m", range(1, 9))
def test_every_combination_of_n_m_k_and_pooling_is_a_network_or_a_refusal(m):
    explorer = explore_pattern(m=m)
    for n, k, pool, side in itertools.product((1, 2, 5), range(4), (True, False), (1, 7, 96, 224, 256)):
        explorer.at_once(n=str(n), k=k, pool=pool, side=side)
        assert_right(explorer.picture, explorer.verdict, n, m, k, pool, 64, side, 1)
        assert_legible(explorer.picture, len(explorer.picture.alts) - 1)


ANY = st.integers(1, 8).flatmap(
    lambda m: st.tuples(
        st.integers(1, 5) | st.lists(st.integers(1, 5), min_size=m, max_size=m).map(tuple), st.just(m)
    )
)


@settings(deadline=None, max_examples=80, derandomize=True)
@given(
    ANY, st.integers(0, 3), st.booleans(), st.integers(1, 128), st.integers(1, 256), st.integers(1, 256), st.data()
)
def test_any_numbers_can_be_read(nm, k, pool, width, side, batch, data):
    n, m = nm
    explorer = explore_pattern(n, m, k, pool, width, side, batch)
    n = n if not isinstance(n, tuple) or m > 1 else n[0]
    assert_right(explorer.picture, explorer.verdict, n, m, k, pool, width, side, batch)
    step = data.draw(st.integers(0, len(explorer.picture.alts) - 1))
    assert_legible(explorer.picture, step)
    assert len(explorer.picture.at(step).encode()) < 40_000


@settings(deadline=None, max_examples=50, derandomize=True)
@given(st.text("0123456789 ,.-x", max_size=18), st.integers(1, 8))
def test_whatever_is_typed_for_n_is_answered(text, m):
    explorer = explore_pattern()
    explorer.at_once(m=m, n=text)
    try:
        n = typed(text, m)
    except ValueError as refusal:
        assert explorer.verdict == explorer.picture.alts[0] == str(refusal)
    else:
        assert_right(explorer.picture, explorer.verdict, n, m, 2, True, 64, 224, 1)
    assert_legible(explorer.picture, 0)


def test_it_opens_on_vgg_b_the_only_column_that_the_pattern_writes_literally():
    explorer = explore_pattern()
    assert "133,047,848 parameters. This is VGG-B." in explorer.verdict
    assert "13 layers with weights" in explorer.verdict
    assert "[(CONV-RELU)*2-POOL]*5-(FC-RELU)*2-FC, SOFTMAX" in texts(explorer.picture)


def test_one_n_for_each_block_writes_vgg_a_d_and_e():
    for column, n in (("A", (1, 1, 2, 2, 2)), ("D", (2, 2, 3, 3, 3)), ("E", (2, 2, 4, 4, 4))):
        explorer = explore_pattern(n)
        assert f"This is VGG-{column}." in explorer.verdict
        totals = vgg(column).totals()
        assert (
            f"{totals.parameters:,} parameters" in explorer.verdict
            and f"{totals.values:,} values" in explorer.verdict
        )
    explorer.controls["side"].value = 64
    assert "This is VGG-E, on another side than 224." in explorer.verdict
    explorer.controls["k"].value = 3
    assert "VGG" not in explorer.verdict


def test_a_sixth_pool_does_not_fit_224_and_the_words_say_what_does():
    explorer = explore_pattern(m=6, step=18)
    assert explorer.verdict == (
        "pool6 does not fit its input, 7×7×512: (7 + 2*0 - 2)/2 + 1 = 3.50, and 1 cell is left over. Each of the 6 "
        "pools halves the side. What would fit: side 192 or 256, M at most 5, no pooling. Drawn are the 17 layers "
        "before it."
    )
    assert explorer.controls["step"].value == 18
    assert "✗" in texts(explorer.picture) and "2 CONV-512, P ✗" in texts(explorer.picture)
    assert "sum so far" in texts(explorer.picture)
    explorer.controls["side"].value = 192
    assert "sum" in texts(explorer.picture) and "does not fit" not in explorer.verdict


@pytest.mark.parametrize("m, side, halved", [(1, 33, "Its one pool halves"), (2, 34, "Each of the 2 pools halves")])
def test_how_often_the_side_is_halved_is_said_as_one_says_it(m, side, halved):
    assert f"{halved} the side." in explore_pattern(n=1, m=m, k=0, width=8, side=side).verdict


def test_one_cell_is_too_few_for_a_pool():
    assert "a window of 2 cells is more than the 1 there" in explore_pattern(side=1).verdict
    assert "What would fit: side 256, no pooling." in explore_pattern(m=8, side=7).verdict


def test_a_layer_shows_its_formulas_with_their_numbers():
    words = texts(explore_pattern(batch=16).picture, 2)
    for formula in (
        "conv1_2: output 224×224×64",
        "(224 + 2*1 - 3)/1 + 1 = 224",
        "224*224*64 = 3,211,264",
        "× 16 images = 51,380,224",
        "(3*3*64)*64 = 36,864",
        "224*224*(3*3*64)*64 = 1,849,688,064",
    ):
        assert formula in words
    assert "7*7*512*4096 = 102,760,448" in texts(explore_pattern().picture, 16)
    assert explore_pattern().picture.alts[16].startswith("fc6: fully connected, 25,088 inputs, 4,096 outputs")


def test_the_batch_multiplies_values_and_macs_but_no_parameter():
    one, sixteen = explore_pattern(), explore_pattern(batch=16)
    assert "13,933,032 values" in one.verdict and f"{16 * 13_933_032:,} values" in sixteen.verdict
    assert all("133,047,848 parameters" in explorer.verdict for explorer in (one, sixteen))
    assert "values × 16" in texts(sixteen.picture) and "values" in texts(one.picture)


def test_the_marked_line_of_the_table_is_the_block_of_the_step():
    picture = explore_pattern().picture
    frames = [[mark.box for mark in marks(picture, k, "frame", "mark") if mark.size[0] == 566] for k in range(19)]
    tops = [top for ((_, top, _, _),) in frames]
    lines = sorted(set(tops))
    assert [lines.index(top) for top in tops] == [0, *[b for b in range(1, 6) for _ in range(3)], 6, 6, 6]


def test_the_step_stays_within_a_shorter_network():
    explorer = explore_pattern(5, 5, step=33)
    assert explorer.controls["step"].value == 33
    explorer.controls["n"].value = "1"
    assert explorer.controls["step"].value == 13 == len(explorer.picture.alts) - 1
    explorer.controls["n"].value = "1 2"
    assert explorer.controls["step"].value == 0


@pytest.mark.parametrize(
    "text, m, message",
    [
        ("2 2 3", 5, "N has numbers for 3 blocks, and M is 5: write one number for all blocks, or 5 of them."),
        ("6", 5, "N must be 1 to 5 convolutions in a block, got 6."),
        ("2 0", 2, "N must be 1 to 5 convolutions in a block, got 0."),
        ("two", 5, "N is a number such as 2, or one for each block such as 2 2 3 3 3; got 'two'."),
        ("", 5, "got ''."),
        ("-1", 5, "got '-1'."),
    ],
)
def test_what_is_no_n_is_refused_with_what_would_do(text, m, message):
    with pytest.raises(ValueError) as refusal:
        typed(text, m)
    assert str(refusal.value).endswith(message)


def test_commas_and_spaces_do():
    assert typed(" 2,2, 3 3,3 ", 5) == (2, 2, 3, 3, 3) and typed("4", 8) == 4


@pytest.mark.parametrize(
    "count, words", [(999, "999"), (999_600, "1.00 M"), (9_996, "10.0 K"), (138_357_544, "138 M")]
)
def test_long_numbers_are_shortened(count, words):
    assert short(count) == words


def test_a_pattern_that_cannot_be_written_gives_one_step_with_words():
    picture = draw_pattern((2, 2))
    assert picture.alts == ("n must be one number, or one for each of 5 blocks, got 2 of them.",)
    assert_legible(picture, 0)
    assert draw_pattern(2, 5, 2, True, 64, 0).alts == ("side must be at least 1, got 0.",)
    assert len(draw_pattern([2, 2], 2).alts) == 10


def test_below_a_number_lies_its_share_of_the_sum_and_no_letter_is_covered():
    picture = draw_pattern((2, 2, 3, 3, 3))
    lines = [float(width) for width in re.findall(r'width="([\d.]+)" height="2.5"', picture.svg)]
    (_, first), *_, (_, last) = [group for group in picture.trace.groups if group[0] != "input"]
    totals = vgg("D").totals()
    whole = sum(row.parameters for row in last) / totals.parameters
    assert max(lines) == pytest.approx(78 * whole, abs=0.1)
    early = sum(row.values for row in first) / totals.values
    assert any(line == pytest.approx(78 * early, abs=0.1) for line in lines)


def test_the_largest_picture_stays_within_its_budget():
    picture = draw_pattern((5,) * 8, 8, 3, True, 128, 256, 256)
    assert len(picture.svg.encode()) < 300_000
    assert max(len(picture.at(k).encode()) for k in range(len(picture.alts))) < 40_000


def test_an_attempt_ends_before_the_layer_that_does_not_fit():
    tried = attempt(2, 6, 2, True, 64, 224)
    assert (tried.failed.name, tried.rows[-1].name) == ("pool6", "conv6_2")
    assert attempt(2, 5, 2, True, 64, 224).failed is None


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"n": 6}, "N must be 1 to 5 convolutions in a block, got 6"),
        ({"n": (2, 2)}, "N has numbers for 2 blocks, and M is 5"),
        ({"m": 9}, "m must be at most 8 here, got 9"),
        ({"k": 4}, "k must be at most 3 here, got 4"),
        ({"width": 129}, "width must be at most 128 here, got 129"),
        ({"side": 257}, "side must be at most 256 here, got 257"),
        ({"batch": 0}, "batch must be at least 1, got 0"),
        ({"show": ("N",)}, "show has 'N'"),
    ],
)
def test_bad_arguments_are_named_with_their_numbers(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        explore_pattern(**arguments)
