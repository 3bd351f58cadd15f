"""VGG's columns as pictures: the paper's table, and any two columns side by side, against facts and other sums."""

import itertools
import re

import pytest
from legible import assert_legible, texts, written

from helpers.draw import draw_vgg_columns, draw_vgg_table
from helpers.explore import explore_vgg_columns
from helpers.networks import VGG, vgg

COLUMNS = ("A", "A-LRN", "B", "C", "D", "E")
PAIRS = list(itertools.product(COLUMNS, COLUMNS))
# Convolutions in each block, from the paper's table 1 (facts.md), and which of them are 1x1.
DEPTHS = {
    "A": (1, 1, 2, 2, 2),
    "A-LRN": (1, 1, 2, 2, 2),
    "B": (2, 2, 2, 2, 2),
    "C": (2, 2, 3, 3, 3),
    "D": (2, 2, 3, 3, 3),
    "E": (2, 2, 4, 4, 4),
}
WIDTHS = (64, 128, 256, 512, 512)


def costs(column):
    """name -> (parameters, values, MACs) of a column's layers, counted here from the paper's table alone."""
    side, depth, result = 224, 3, {"input": (0, 224 * 224 * 3, 0)}
    for b, (count, width) in enumerate(zip(DEPTHS[column], WIDTHS, strict=True), 1):
        for i in range(1, count + 1):
            f = 1 if column == "C" and i == 3 else 3
            weights = f * f * depth * width
            result[f"conv{b}_{i}"] = weights + width, side * side * width, side * side * weights
            depth = width
        if column == "A-LRN" and b == 1:
            result["norm1"] = 0, side * side * width, 0
        side //= 2
        result[f"pool{b}"] = 0, side * side * width, 0
    inputs = side * side * depth
    for name, outputs in (("fc6", 4096), ("fc7", 4096), ("fc8", 1000)):
        result[name] = inputs * outputs + outputs, outputs, inputs * outputs
        inputs = outputs
    return result


def card(picture, k, side):
    """The texts of the left (0) or right (1) layer at step k, from top to bottom."""
    left, right = (400, 680), (680, 960)
    low, high = (left, right)[side]
    found = [(y, words) for x, y, _, anchor, words in written(picture.at(k)) if low < x < high and anchor == "start"]
    return [words for _, words in sorted(found)]


def plain(words):
    """The number that a text starts with."""
    return int(words.split()[0].replace(",", ""))


# --- the table


def test_the_table_can_be_read_and_has_one_step():
    picture = draw_vgg_table()
    assert len(picture.alts) == 1 and len(picture.at(0)) < 40_000
    assert_legible(picture, 0)


def test_the_table_marks_what_each_column_adds_to_the_one_before():
    marked = sorted((x, y, words) for x, y, _, _, words in written(draw_vgg_table().at(0)) if words.startswith("+ c"))
    columns = {}
    for x, _, words in marked:
        columns.setdefault(x, []).append(words.removeprefix("+ "))
    assert list(columns.values()) == [
        ["conv3-64", "conv3-128"],
        ["conv1-256", "conv1-512", "conv1-512"],
        ["conv3-256", "conv3-512", "conv3-512"],
        ["conv3-256", "conv3-512", "conv3-512"],
    ]
    assert texts(draw_vgg_table()).count("+ LRN") == 1


def test_a_mark_is_a_plus_a_frame_and_bold_type_and_not_a_colour_alone():
    svg = draw_vgg_table().at(0)
    marks = re.findall(r"<text[^>]*>\+ (?:conv|LRN)[^<]*", svg)
    assert len(marks) == 12 and all('font-weight="bold"' in mark for mark in marks)
    assert len(re.findall(r'<rect[^>]*stroke="#c02f1d"', svg)) == 12


@pytest.mark.parametrize("column", COLUMNS)
def test_the_table_has_the_layers_of_each_column(column):
    written_ = written(draw_vgg_table().at(0))
    middle = next(x for x, *_, words in written_ if words == column)
    words = [words.removeprefix("+ ") for x, _, _, _, words in written_ if abs(x - middle) < 1]
    layers = [word for word in words if word.startswith("conv")]
    expected = []
    for b, (count, width) in enumerate(zip(DEPTHS[column], WIDTHS, strict=True)):
        expected += [f"conv{1 if column == 'C' and b > 1 and i == 2 else 3}-{width}" for i in range(count)]
    assert layers == expected
    assert words[1] == str({"A": 11, "A-LRN": 11, "B": 13, "C": 16, "D": 16, "E": 19}[column])
    millions = dict(zip(COLUMNS, (133, 133, 133, 134, 138, 144), strict=True))
    assert words[-1] == f"{millions[column]} million"


# --- two columns


@pytest.mark.parametrize("left, right", PAIRS)
def test_every_pair_of_columns_can_be_read_at_every_step(left, right):
    picture = draw_vgg_columns(left, right)
    assert len(picture.svg) < 300_000
    for k in range(len(picture.alts)):
        assert_legible(picture, k)
        assert len(picture.at(k)) < 40_000


@pytest.mark.parametrize("left, right", PAIRS)
def test_sums_and_shares_of_every_pair_are_those_counted_from_the_paper(left, right):
    picture, both = draw_vgg_columns(left, right), (costs(left), costs(right))
    steps = [alt.partition(":")[0] for alt in picture.alts]
    assert sorted(steps) == sorted(set(both[0]) | set(both[1]))
    for side, counted in enumerate(both):
        assert [name for name in steps if name in counted] == list(counted), "the order of the layers"
        totals = [sum(column) for column in zip(*counted.values(), strict=True)]
        so_far = [0, 0, 0]
        for k, name in enumerate(steps):
            own = counted.get(name, (0, 0, 0))
            so_far = [a + b for a, b in zip(so_far, own, strict=True)]
            said = card(picture, k, side)
            assert (said[1] == "no layer here") == (name not in counted)
            for i in range(3):
                for words, count in ((said[5 + 2 * i], own[i]), (said[6 + 2 * i], so_far[i])):
                    assert plain(words) == count
                    percent = 100 * count / totals[i]
                    share = re.search(r"\(([\d.]+) %\)", words)
                    if share:
                        assert float(share[1]) == pytest.approx(percent, abs=0.0501)
                    else:
                        assert not count or percent < 0.05 or percent > 99.95


@pytest.mark.parametrize("left, right", PAIRS)
def test_the_list_marks_the_layers_in_which_two_columns_differ(left, right):
    def layers(column):
        return {f"conv{b}_{i}": (1 if column == "C" and b > 2 and i == 3 else 3)
                for b, count in enumerate(DEPTHS[column], 1) for i in range(1, count + 1)}  # fmt: skip

    one, other = layers(left), layers(right)
    different = sum(one.get(name) != other.get(name) for name in one.keys() | other.keys())
    different += (left == "A-LRN") != (right == "A-LRN")
    assert texts(draw_vgg_columns(left, right)).count("≠") == different


@pytest.mark.parametrize("left, right", [("A", "D"), ("E", "A-LRN"), ("C", "C")])
def test_the_bars_are_to_scale_and_stay_in_their_cards(left, right):
    picture = draw_vgg_columns(left, right)
    one = r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="18" fill="([^"]+)"'
    steps, totals, counted = len(picture.alts), (vgg(left).totals(), vgg(right).totals()), (costs(left), costs(right))
    names = [alt.partition(":")[0] for alt in picture.alts]
    for k in range(steps):
        bars = [(float(x), float(y), float(width), fill) for x, y, width, fill in re.findall(one, picture.at(k))]
        tops = sorted({y for _, y, *_ in bars})
        for i, cost in enumerate(("parameters", "values", "macs")):
            most = max(getattr(total, cost) for total in totals)
            for side, (low, high) in enumerate(((400, 680), (680, 961))):
                here = [
                    (x, width, fill) for x, y, width, fill in bars if y == tops[i] and low < x and x + width < high
                ]
                whole = next(width for _, width, fill in here if fill == "none")
                assert whole == pytest.approx(266 * getattr(totals[side], cost) / most, abs=0.06)
                done = sum(counted[side][name][i] for name in names[: k + 1] if name in counted[side])
                reached = max((x + width for x, width, fill in here if fill != "none"), default=here[0][0])
                assert reached - here[0][0] == pytest.approx(266 * done / most, abs=2.1)


@pytest.mark.parametrize("left, right", PAIRS)
def test_the_verdict_of_every_pair_has_both_totals(left, right):
    explorer = explore_vgg_columns()
    explorer.controls["left"].value, explorer.controls["right"].value = left, right
    for column in {left, right}:
        parameters, values, macs = (sum(sums) for sums in zip(*costs(column).values(), strict=True))
        assert f"{parameters:,} parameters, {values:,} values, {macs / 1e9:.2f} G MACs" in explorer.verdict
    assert explorer.picture.svg == draw_vgg_columns(left, right).svg
    assert explorer.verdict.startswith("Both are column") == (left == right)


def test_it_opens_on_a_beside_d_and_says_how_much_more_d_costs():
    explorer = explore_vgg_columns()
    assert {name: control.value for name, control in explorer.controls.items()} == {
        "left": "A",
        "right": "D",
        "step": 2,
    }
    assert "D has 4.1 % more parameters than A, and 2.03 times its MACs" in explorer.verdict
    assert "They differ in LRN only" in explore_vgg_columns("A", "A-LRN").verdict


def test_another_pair_keeps_the_step_within_its_rows():
    explorer = explore_vgg_columns("A-LRN", "E", step=25)
    explorer.controls["right"].value = "A"
    assert explorer.controls["step"].value == len(explorer.picture.alts) - 1 == 17


def test_a_layer_chosen_in_the_list_is_shown():
    explorer = explore_vgg_columns()
    grid = re.search(r'<g data-grid="layers"[^>]*data-rows="(\d+)"', explorer.picture.svg)
    assert int(grid[1]) == len(explorer.picture.alts)
    message = {"grid": "layers", "row": 9, "column": 0}
    explorer.controls["step"]._handle_custom_msg(message, [])
    assert explorer.controls["step"].value == 9


def test_an_unknown_column_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"left must be one of 'A', 'A-LRN'.*got 'F'"):
        explore_vgg_columns(left="F")
    with pytest.raises(ValueError, match=r"right must be one of 'A', 'A-LRN'.*got 'F'"):
        draw_vgg_columns("A", "F")
    with pytest.raises(ValueError, match="show has 'column'"):
        explore_vgg_columns(show=("column",))


def test_the_columns_here_are_those_of_the_helpers():
    assert tuple(VGG) == COLUMNS
