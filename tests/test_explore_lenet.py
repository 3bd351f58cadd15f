"""LeNet at work: the picture's numbers against scipy, every layer, map and row, every control, and drawing."""

import re
import xml.etree.ElementTree as ET
from base64 import b64decode
from io import BytesIO
from math import cos, pi, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legible import SVG, assert_legible, texts
from matplotlib import colormaps
from PIL import Image
from scipy.special import softmax
from scipys import LAYERS, WEIGHTS, scipys_lenet

from helpers.data import load_digits
from helpers.digits import digit_volume, drawn, noisy, shifted, turned
from helpers.draw import draw_lenet
from helpers.explore import explore_lenet
from helpers.networks import lenet5

NETWORK = lenet5()
IMAGES, LABELS = load_digits()
EIGHT = digit_volume(IMAGES[8])


SUMS, VALUES = scipys_lenet(EIGHT)


def numbers(words):
    return [float(n) for n in re.findall(r"-?\d+\.\d+", words)]


@pytest.mark.parametrize("layer, maps", [("C1", range(6)), ("C3", range(16))])
def test_every_convolution_sum_is_scipys(layer, maps):
    side = len(SUMS[layer])
    for map in maps:
        for row in (0, side // 2, side - 1):
            picture = draw_lenet(NETWORK, EIGHT, WEIGHTS, layer, map, row)
            for column, words in enumerate(picture.alts):
                total = SUMS[layer][row, column, map]
                *_, said = numbers(words)
                assert abs(said - total) < 0.0051
                assert ("ReLU keeps it" in words) == (total > 0)


@pytest.mark.parametrize("layer, said", [("C1", "add up to about"), ("C3", "together about"), ("F6", "give about")])
def test_numbers_with_two_decimals_are_said_to_be_rounded(layer, said):
    picture = explore_lenet(layer=layer).picture
    assert all(said in words for words in picture.alts)
    assert ("≈" if layer == "F6" else "products, rounded") in picture.svg


def test_the_products_of_one_channel_are_written_as_numbers():
    picture = draw_lenet(NETWORK, EIGHT, WEIGHTS, "C1", 2, 11)
    for k in (9, 15):
        window, taps = EIGHT[11:16, k : k + 5, 0], WEIGHTS["C1"][0][2, ..., 0]
        shown = texts(picture, k)
        for array in (window, taps, window.astype(float) * taps):
            words = [f"{value:.2f}".replace("-0.00", "0.00") for value in array.ravel().tolist()]
            assert any(shown[i : i + 25] == words for i in range(len(shown)))


def test_channels_add_up_one_by_one():
    weights = WEIGHTS["C3"][0].astype(float)
    picture = draw_lenet(NETWORK, EIGHT, WEIGHTS, "C3", 5, 4)
    for k, words in enumerate(picture.alts):
        products = VALUES["S2"][4:9, k : k + 5] * weights[5]
        assert np.allclose(numbers(words)[:6], products.sum(axis=(0, 1)), atol=0.0051)
        assert f"it sees rows 4 to 8, columns {k} to {k + 4} of S2." in words


def test_the_shades_of_the_tiles_are_those_of_the_numbers():
    picture, weights = draw_lenet(NETWORK, EIGHT, WEIGHTS, "C3", 5, 4), WEIGHTS["C3"][0][5].astype(float)
    images = [element.attrib for element in ET.fromstring(picture.at(3)).iter(f"{SVG}image")]
    tiles = [a for a in images if 222 <= float(a["x"]) < 612]
    tiles.sort(key=lambda a: (float(a["y"]), float(a["x"])))
    shades = [np.asarray(Image.open(BytesIO(b64decode(a["href"].partition(",")[2])))) for a in tiles]
    window, below, weight = VALUES["S2"][4:9, 3:8], VALUES["S2"].max(), abs(weights).max()
    assert np.allclose(shades[:6], 255 * (1 - window / below).transpose(2, 0, 1), atol=1)
    purple_to_orange = colormaps["PuOr_r"].resampled(2001)
    for coloured, values, most in ((shades[6:12], weights, weight), (shades[12:], window * weights, below * weight)):
        expected = purple_to_orange(1000 + (1000 * values / most).round().astype(int))[..., :3].transpose(2, 0, 1, 3)
        assert np.allclose(coloured, 255 * expected, atol=1.5)


@pytest.mark.parametrize("layer, below", [("S2", "C1"), ("S4", "C3")])
def test_a_pool_names_its_winner(layer, below):
    for map in range(VALUES[layer].shape[2]):
        for row in range(len(VALUES[layer])):
            for column, words in enumerate(draw_lenet(NETWORK, EIGHT, WEIGHTS, layer, map, row).alts):
                *four, largest = numbers(words)
                window = VALUES[below][2 * row : 2 * row + 2, 2 * column : 2 * column + 2, map]
                assert np.allclose(four, window.ravel(), atol=0.0051) and max(four) == largest
                if "all four alike" not in words:
                    i, j = map_place(words)
                    assert abs(VALUES[below][i, j, map] - largest) < 0.0051


def map_place(words):
    return [int(n) for n in re.search(r"at row (\d+), column (\d+) of", words).groups()]


@pytest.mark.parametrize("layer", ["C5", "F6", "output"])
def test_a_dense_value_is_the_sum_of_its_products(layer):
    below = VALUES[LAYERS[LAYERS.index(layer) - 1]]
    weights = WEIGHTS[layer][0].astype(float)
    for unit, words in enumerate(draw_lenet(NETWORK, EIGHT, WEIGHTS, layer).alts):
        products = weights[unit] * below.ravel()
        assert f"{(products > 0).sum()} positive" in words and f"{(products < 0).sum()} negative" in words
        assert abs(numbers(words)[3] - SUMS[layer][0, 0, unit]) < 0.0051
        assert abs(numbers(words)[4] - products[abs(products).argmax()]) < 0.0051


def test_a_dense_layer_names_the_place_of_its_largest_product():
    found = re.search(r"S4 map (\d+) at \((\d+), (\d+)\)", draw_lenet(NETWORK, EIGHT, WEIGHTS, "C5").alts[86])
    map, row, column = map_of_numbers(found)
    products = VALUES["S4"] * WEIGHTS["C5"][0][86].reshape(5, 5, 16)
    assert abs(products).argmax() == np.ravel_multi_index((row, column, map), (5, 5, 16))


def map_of_numbers(found):
    return [int(n) for n in found.groups()]


def test_the_ten_probabilities_stand_at_their_bars():
    powers = np.exp(SUMS["output"].ravel())
    shown = texts(draw_lenet(NETWORK, EIGHT, WEIGHTS, "C1"), 0)
    assert [f"{share:.3f}" for share in powers / powers.sum()] == [w for w in shown if re.fullmatch(r"\d\.\d{3}", w)]


@pytest.mark.parametrize("layer", LAYERS)
def test_every_map_and_row_of_every_layer_can_be_read(layer):
    side, _, maps = NETWORK.row(layer).output_shape
    for map in range(maps if side > 1 else 1):
        for row in range(0, side, 3):
            picture = draw_lenet(NETWORK, EIGHT, WEIGHTS, layer, map, row)
            assert len(picture.alts) == (side if side > 1 else maps)
            assert_legible(picture, (map + row) % len(picture.alts))
    assert len(picture.svg) < 400_000 and max(len(picture.at(k)) for k in range(len(picture.alts))) < 40_000


@pytest.mark.parametrize("what", ["blank", "ink", "dot", "edge"])
@pytest.mark.parametrize("layer", LAYERS)
def test_whatever_is_drawn_can_be_read(what, layer):
    page = np.zeros((28, 28), int)
    strokes = {"blank": [], "ink": [], "dot": [(0, 0)], "edge": [(0, 0), (0, 28), (28, 28)]}
    page = np.full((28, 28), 255) if what == "ink" else page
    page = drawn(page, strokes[what]) if strokes[what] else page
    picture = draw_lenet(NETWORK, digit_volume(page), WEIGHTS, layer)
    for k in range(0, len(picture.alts), 7):
        assert_legible(picture, k)
        assert "nan" not in picture.alts[k]


@pytest.mark.parametrize("name, value", [("map", 6), ("row", 28), ("map", -1)])
def test_a_map_or_row_that_is_not_there_is_refused(name, value):
    with pytest.raises(ValueError, match=rf"{name} must be 0\.\.\d+ in C1, got {value}"):
        draw_lenet(NETWORK, EIGHT, WEIGHTS, "C1", **{name: value})
    with pytest.raises(ValueError, match="layer must be one of C1, S2"):
        draw_lenet(NETWORK, EIGHT, WEIGHTS, "input")


# --- the explorer


@pytest.fixture(scope="module")
def explorer():
    return explore_lenet()


def test_it_opens_on_the_eight_and_its_strongest_place():
    explorer = explore_lenet()
    row, column = np.unravel_index(VALUES["C1"][..., 0].argmax(), (28, 28))
    assert (explorer.controls["row"].value, explorer.controls["step"].value) == (row, column)
    assert "meant as 8: read as 8, with probability 1.000. Right." in explorer.verdict
    explorer = explore_lenet(row=3, step=5)
    assert (explorer.controls["row"].value, explorer.controls["step"].value) == (3, 5)


@pytest.mark.parametrize("layer", LAYERS)
def test_another_layer_shows_its_strongest_place(explorer, layer):
    explorer.at_once(digit=8, down=0, right=0, turn=0, noise=0)
    explorer.controls["map"].value = 3
    explorer.controls["layer"].value = layer
    values = VALUES[layer]
    step = explorer.controls["step"].value
    if len(values) == 1:
        assert step == values.argmax()
    else:
        assert values[explorer.controls["row"].value, step, 3] == values[..., 3].max()


def test_every_digit_is_answered_and_the_mistakes_are_said(explorer):
    explorer.controls["layer"].value = "S4"
    wrong = 0
    for i in [*range(0, 500, 11), 47, 142, 172]:
        explorer.controls["digit"].value = i
        assert f"meant as {LABELS[i]}: read as " in explorer.verdict
        wrong += "Wrong." in explorer.verdict
    assert wrong >= 3


@pytest.mark.parametrize("name, apart", [("down", 1), ("right", 1), ("turn", 15), ("noise", 16)])
def test_a_changed_digit_is_read_as_scipy_reads_it(explorer, name, apart):
    control = explorer.controls[name]
    for value in range(control.min, control.max + 1, apart):
        change = {"down": 0, "right": 0, "turn": 0, "noise": 0, name: value}
        explorer.at_once(source="digit", digit=8, layer="S4", **change)
        page = noisy(shifted(turned(IMAGES[8], change["turn"]), change["down"], change["right"]), change["noise"])
        answer = softmax(scipys_lenet(digit_volume(page))[0]["output"].ravel())
        read, probability = re.search(r"read as (\d), with probability ([\d.]+)\.", explorer.verdict).groups()
        assert int(read) == answer.argmax() and float(probability) == pytest.approx(answer.max(), abs=6e-4)
    assert_legible(explorer.picture, 0)


def test_every_map_and_row_shows_or_the_nearest_that_is_there(explorer):
    explorer.at_once(source="digit", digit=8, layer="S4", down=0, right=0, turn=0, noise=0)
    for map, row in [*((map, 0) for map in range(16)), *((3, row) for row in range(28))]:
        explorer.at_once(map=map, row=row)
        step = explorer.controls["step"].value
        assert explorer.picture.alts[step].startswith(f"S4, map {map}, row {min(row, 4)}, column {step}: ")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_any_combination_of_controls_is_answered(data):
    explorer = any_explorer()
    state = {name: data.draw(st.integers(c.min, c.max)) for name, c in explorer.controls.items() if hasattr(c, "min")}
    explorer.at_once(layer=data.draw(st.sampled_from(LAYERS)), **state)
    step = explorer.controls["step"].value
    assert_legible(explorer.picture, step)
    assert "read as" in explorer.verdict
    side, _, maps = NETWORK.row(explorer.controls["layer"].value).output_shape
    shown = explorer.controls["map"].value < maps and explorer.controls["row"].value < side
    assert (" shows." in explorer.verdict) == (side > 1 and not shown)


def any_explorer(cache=[]):  # noqa: B006 (one explorer for all examples)
    if not cache:
        cache.append(explore_lenet())
    return cache[0]


@pytest.mark.parametrize("arguments", [{"digit": 500}, {"layer": "C2"}, {"map": 16}, {"turn": 91}, {"noise": -1}])
def test_arguments_outside_the_controls_are_refused(arguments):
    with pytest.raises(ValueError, match=next(iter(arguments))):
        explore_lenet(**arguments)


# --- drawing


def an_eight():
    below = [(18.5 - 4.5 * cos(t), 14 + 4.5 * sin(t)) for t in np.arange(0, 2.01 * pi, pi / 8)]
    above = [(9.5 + 4.2 * cos(t), 14 + 3.8 * sin(t)) for t in np.arange(0, 2.01 * pi, pi / 8)]
    return below + above


def stroke(explorer, points):
    """What the canvas sends when a reader draws."""
    explorer._receive(None, {"grid": "digit", "points": points}, [])


def test_a_drawn_eight_is_read_as_an_eight():
    explorer = explore_lenet()
    explorer.controls["pen"].value = "rubber"
    clear(explorer)
    assert explorer.verdict.startswith("An empty page") and explorer.controls["pen"].value == "pen"
    stroke(explorer, an_eight())
    assert explorer.verdict.startswith("Your drawing: read as 8")
    assert explorer.controls["source"].value == "yours"


def clear(explorer):
    button = next(
        w for box in explorer.children[:-1] for w in box.children if getattr(w, "description", "") == "Clear"
    )
    button.click()


def test_drawing_on_a_digit_makes_a_copy_of_what_shows():
    explorer = explore_lenet(digit=1, down=2, turn=10)
    before = explorer.picture.svg
    stroke(explorer, [[27.5, 0.5]])
    assert [explorer.controls[name].value for name in ("down", "turn", "source")] == [0, 0, "yours"]
    after = explorer.picture.svg
    assert after != before and before[:200] == after[:200]
    explorer.controls["source"].value = "digit"
    assert explorer.verdict.startswith("A digit that LeNet never saw, meant as 1: read as 1")
    assert np.array_equal(load_digits()[0][1], IMAGES[1])
    explorer.controls["source"].value = "yours"
    assert explorer.picture.svg == after


def test_another_digit_replaces_the_drawing_but_keeps_it():
    explorer = explore_lenet()
    clear(explorer)
    stroke(explorer, an_eight())
    drawing = explorer.verdict
    explorer.controls["digit"].value = 3
    assert "meant as 3" in explorer.verdict and explorer.controls["source"].value == "digit"
    explorer.controls["source"].value = "yours"
    assert explorer.verdict == drawing


def test_the_rubber_takes_ink_away():
    explorer = explore_lenet()
    explorer.controls["pen"].value = "rubber"
    stroke(explorer, [[i, j] for i in range(0, 29, 2) for j in (0, 28)])
    assert explorer.verdict.startswith("An empty page")


def test_a_drawing_says_how_far_it_is_from_the_middle():
    explorer = explore_lenet()
    clear(explorer)
    stroke(explorer, [[4.5, 20.5]])
    assert "Its middle is 9.5 cells above and 6.5 cells right of the page's." in explorer.verdict


def test_a_drawing_says_which_rows_and_columns_have_ink():
    explorer = explore_lenet()
    for points in ([[4.5, 20.5]], [[4.5, 20.5], [24.5, 20.5]], [[0.2, 0.2]], [[27.9, 3.5], [27.9, 25.5]]):
        clear(explorer)
        stroke(explorer, points)
        page = drawn(np.zeros((28, 28), int), points)
        inked = [(i, j) for i in range(28) for j in range(28) if page[i, j] > 0]
        expected = []
        for what, places in zip(("row", "column"), zip(*inked, strict=True), strict=True):
            low, high = min(places), max(places)
            expected.append(f"{what} {low}" if low == high else f"{what}s {low} to {high}")
        assert f" Ink is in {', '.join(expected)} of the dashed square." in explorer.verdict


def test_the_three_likeliest_digits_are_said_with_their_probabilities():
    explorer, same = explore_lenet(layer="S4"), 0
    for digit in (8, 20, 47, 142, 172):
        explorer.at_once(digit=digit)
        shares = softmax(scipys_lenet(digit_volume(IMAGES[digit]))[0]["output"].ravel())
        first, *next_ones = sorted(range(10), key=lambda i: -shares[i])[:3]
        found = re.search(r"read as (\d), with probability ([\d.]+)\. .* Then (.+)\.$", explorer.verdict)
        assert int(found[1]) == first and abs(float(found[2]) - shares[first]) < 0.00051
        told = re.findall(r"\b(\d)(?: \(([\d.]+)\))?(?= and |$)", found[3])
        assert [int(said) for said, _ in told] == next_ones
        same += not told[0][1]  # both have the same three decimals, which stand once
        for said, share in told:
            assert abs(float(share or told[-1][1]) - shares[int(said)]) < 0.00051
    assert 0 < same < 5
    explorer.at_once(source="yours")
    assert " Then " in explorer.verdict and explorer.verdict.startswith("An empty page")


def test_strokes_outside_the_page_change_nothing_and_break_nothing():
    explorer = explore_lenet()
    clear(explorer)
    stroke(explorer, [[-50, 3], [-40, 90]])
    assert explorer.verdict.startswith("An empty page")


def test_clicks_on_maps_choose_them():
    explorer = explore_lenet()
    canvas = explorer.controls["step"]

    def click(grid, row, column):
        explorer._receive(canvas, {"grid": grid, "row": row, "column": column}, [])

    click("map", 20, 9)
    assert (explorer.controls["row"].value, canvas.value) == (20, 9)
    explorer.controls["layer"].value = "C3"
    click("maps", 1, 4)
    assert explorer.controls["map"].value == 12
    assert "C3, map 12" in explorer.picture.alts[0]


def test_several_controls_at_once_are_one_redraw():
    explorer = explore_lenet()
    draws, draw = [], explorer._draw
    explorer._draw = lambda **state: draws.append(state) or draw(**state)
    explorer.at_once(down=1, right=2, turn=3)
    assert len(draws) == 1
    explorer.controls["noise"].value = 5
    assert len(draws) == 2


def test_one_forward_pass_serves_all_layers(monkeypatch):
    explorer, runs, forward = explore_lenet(), [], type(NETWORK).forward
    monkeypatch.setattr(type(NETWORK), "forward", lambda *given, **how: runs.append(1) or forward(*given, **how))
    for layer in (*LAYERS, "C1"):
        explorer.controls["layer"].value = layer
    assert runs == []
    explorer.controls["digit"].value = 9
    assert runs == [1]


def test_a_map_chosen_in_the_grid_is_drawn_once_from_one_forward_pass(monkeypatch):
    explorer, draws, passes = explore_lenet(), [], []
    draw, forward = explorer._draw, type(NETWORK).forward
    explorer._draw = lambda **state: draws.append(state["map"]) or draw(**state)
    monkeypatch.setattr(type(NETWORK), "forward", lambda *given, **how: passes.append(1) or forward(*given, **how))
    explorer._receive(explorer.controls["step"], {"grid": "maps", "row": 0, "column": 4}, [])
    assert (draws, passes) == ([4], [])  # the digit is the one that showed before
    explorer.controls["digit"].value = 9
    assert (draws, len(passes)) == ([4, 4], 1)


@pytest.mark.parametrize("name, value", [("digit", 7), ("layer", "C3"), ("map", 3)])
def test_a_new_digit_layer_or_map_is_drawn_once_at_its_largest_value(name, value):
    explorer, draws = explore_lenet(), []
    draw = explorer._draw
    explorer._draw = lambda **state: draws.append(state) or draw(**state)
    explorer.controls[name].value = value
    assert [state[name] for state in draws] == [value]
