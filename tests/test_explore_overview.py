"""The whole LeNet in one picture: every map against scipy, each map and value unfolded, the tour's ten stations."""

import re
import xml.etree.ElementTree as ET
from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from legible import SVG, assert_legible, texts
from PIL import Image
from scipy.special import softmax
from scipys import LAYERS, WEIGHTS, scipys_lenet
from tables import named, values
from test_draw_numbers_lenet import assert_compared

from helpers.data import load_digits
from helpers.digits import digit_volume, drawn
from helpers.draw import draw_lenet, draw_overview
from helpers.explore import explore_overview
from helpers.explore.states import states_of
from helpers.explore.tour import STATIONS
from helpers.networks import Network, lenet5

IMAGES, LABELS = load_digits()
EIGHT = digit_volume(IMAGES[8])
SUMS, VALUES = scipys_lenet(EIGHT)
ACROSS = {"C1": 1, "S2": 1, "C3": 2, "S4": 2, "C5": 5, "F6": 4, "output": 1}


def parts(picture, k=0):
    """The elements of each named part: {"C1 3": element}."""
    root = ET.fromstring(picture.at(k))
    return {g.get("data-part"): g[0] for g in root.iter(f"{SVG}g") if "data-part" in g.attrib}


def pixels(element):
    return np.asarray(Image.open(BytesIO(b64decode(element.get("href").partition(",")[2]))))


def click(explorer, grid, row, column=0):
    """What the canvas sends when a reader chooses a cell."""
    explorer._receive(None, {"grid": grid, "row": row, "column": column}, [])


def place(layer, which):
    return divmod(which, ACROSS[layer])


def press(explorer, words):
    next(button for button in explorer.shown[-1].children[1:] if button.description == words).click()


def words(explorer):
    return explorer.picture.alts[explorer.controls["step"].value]


def now(explorer):
    return {name: control.value for name, control in explorer.controls.items()}


# --- the picture


def test_every_map_vector_and_bar_is_scipys():
    found = parts(draw_overview(lenet5(), EIGHT, WEIGHTS))
    assert np.allclose(pixels(found["input"]), 255 * (1 - EIGHT[..., 0]), atol=1)
    for layer in ("C1", "S2", "C3", "S4"):
        for which in range(VALUES[layer].shape[2]):
            expected = 255 * (1 - VALUES[layer][..., which] / VALUES[layer].max())
            assert np.allclose(pixels(found[f"{layer} {which}"]), expected, atol=1)
    for layer, shape in (("C5", (24, 5)), ("F6", (21, 4))):
        vector = VALUES[layer].reshape(shape)
        assert np.allclose(pixels(found[layer]), 255 * (1 - vector / vector.max()), atol=1)
    shares = softmax(SUMS["output"].ravel())
    wide = [float(found[f"output {digit}"].get("width")) for digit in range(10)]
    assert np.allclose(wide, np.maximum(0.5, 50 * shares), atol=0.06)
    assert len(found) == 1 + 6 + 6 + 16 + 16 + 1 + 1 + 10 + 10
    shown = texts(draw_overview(lenet5(), EIGHT, WEIGHTS))
    assert [f"{share:.3f}" for share in shares] == [word for word in shown if re.fullmatch(r"\d\.\d{3}", word)]


def test_the_words_of_a_part_say_its_shape_its_largest_value_and_its_zeros():
    picture = draw_overview(lenet5(), EIGHT, WEIGHTS)
    inked = sum(value > 0 for value in EIGHT.ravel())
    assert f"{inked} cells of 1024 have ink" in picture.alts[0]
    for layer, said in zip(LAYERS[:-1], picture.alts[1:-1], strict=True):
        array = VALUES[layer]
        zeros = sum(value == 0 for value in array.ravel().tolist())
        assert said.startswith(f"{layer}: ") and f"; {zeros:,} of {array.size:,} values are 0." in said
        assert f"The largest of all is {array.max():.2f}, " in said
        row, column, which = np.unravel_index(array.argmax(), array.shape)
        where = f"in map {which} at row {row}, column {column}" if len(array) > 1 else f"value {which}"
        assert f", {where};" in said
    shares = softmax(SUMS["output"].ravel())
    second = np.argsort(-shares)[1]
    assert f"that of 8, {shares[8]:.3f}; then {second}, {shares[second]:.3f}." in picture.alts[-1]


def test_a_step_tells_its_numbers_as_tables():
    picture = draw_overview(lenet5(), EIGHT, WEIGHTS)
    close = {"rtol": 0, "atol": 6e-5}
    for k, layer in enumerate(LAYERS, 1):
        tables = picture.numbers(k)
        np.testing.assert_allclose(values(named(tables, "answer 8"))[0], softmax(SUMS["output"].ravel()), **close)
        assert len(tables) == 2
        if layer in ("C1", "S2", "C3", "S4"):
            assert_compared(named(tables, "all"), VALUES[layer])
        elif layer == "output":
            np.testing.assert_allclose(values(named(tables, "scores"))[0], SUMS[layer].ravel(), **close)
        else:
            told = [float(text) for row in named(tables, layer).cells for text in row]
            np.testing.assert_allclose(told, VALUES[layer].ravel(), **close)
    assert named(picture.numbers(0), "input 32 × 32")


@pytest.mark.parametrize("lit", ["input", *LAYERS])
def test_all_but_what_is_lit_is_dimmed_and_it_alone_has_a_frame_of_dashes(lit):
    plain, picture = (draw_overview(lenet5(), EIGHT, WEIGHTS, part) for part in (None, lit))
    assert 'fill-opacity="0.7"' not in plain.svg
    assert picture.svg.count('fill-opacity="0.7"') == 7 and picture.svg.count('stroke-dasharray="6 4"') == 1
    panels = [part for part in picture.svg.split("data-panel") if "data-grid" in part]
    for name, panel in zip(["input", *LAYERS], panels, strict=True):
        assert ('fill-opacity="0.7"' in panel) == (name != lit) and ('"6 4"' in panel) == (name == lit)
    for k in range(8):
        assert_legible(picture, k)


def test_a_blank_page_and_one_full_of_ink_are_drawn():
    for page in (np.zeros((28, 28), int), np.full((28, 28), 255)):
        picture = draw_overview(lenet5(), digit_volume(page), WEIGHTS)
        for k in range(8):
            assert_legible(picture, k)
            assert "nan" not in picture.alts[k]


def test_a_part_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r"lit must be one of 'input', 'C1', .* got 'C2'"):
        draw_overview(lenet5(), EIGHT, WEIGHTS, "C2")
    with pytest.raises(ValueError, match="network must be one of"):
        draw_overview("LeNet", EIGHT, WEIGHTS)


# --- unfold and fold


@pytest.mark.parametrize("layer", LAYERS)
def test_every_map_and_value_of_the_whole_unfolds_at_its_largest_and_folds_again(layer):
    explorer, maps = explore_overview(), VALUES[layer].shape[2]
    for which in range(maps):
        click(explorer, layer, *place(layer, which))
        state = now(explorer)
        assert state["layer"] == layer
        if layer in ("C5", "F6", "output"):
            assert (state["map"], state["row"], state["step"]) == (0, 0, which)
            expected = draw_lenet(lenet5(), EIGHT, WEIGHTS, layer)
        else:
            assert state["map"] == which
            assert VALUES[layer][state["row"], state["step"], which] == VALUES[layer][..., which].max()
            expected = draw_lenet(lenet5(), EIGHT, WEIGHTS, layer, which, state["row"])
        assert 'data-escape="whole"' in explorer.picture.svg
        assert explorer.picture.alts == expected.alts and texts(explorer.picture) == texts(expected)
        click(explorer, "whole", 0)
        assert (now(explorer)["layer"], now(explorer)["map"], now(explorer)["row"]) == ("whole", 0, 0)
        assert "data-escape" not in explorer.picture.svg
    assert explorer.picture.svg == explore_overview().picture.svg


def test_in_an_unfolded_layer_cells_choose_as_in_explore_lenet():
    explorer = explore_overview(layer="C1")
    click(explorer, "map", 20, 9)
    assert (now(explorer)["row"], now(explorer)["step"]) == (20, 9)
    click(explorer, "maps", 0, 4)
    assert now(explorer)["map"] == 4


def test_the_button_folds_and_is_there_only_where_something_is_unfolded():
    explorer = explore_overview(layer="S4")
    press(explorer, "the whole network")
    assert now(explorer)["layer"] == "whole"
    with pytest.raises(StopIteration):
        press(explorer, "the whole network")


@pytest.mark.parametrize(
    "given, expected",
    [
        ({"layer": "C3"}, VALUES["C3"]),
        ({"layer": "C3", "map": 3}, VALUES["C3"][..., 3:4]),
        ({"layer": "F6"}, VALUES["F6"]),
    ],
)
def test_what_is_not_given_is_the_largest_value(given, expected):
    state = now(explore_overview(**given))
    array = VALUES[state["layer"]]
    flat = len(array) == 1
    assert array[0 if flat else state["row"], 0 if flat else state["step"], state["step" if flat else "map"]] == (
        expected.max()
    )
    state = now(explore_overview(layer="C1", map=2, row=3, step=5))
    assert (state["map"], state["row"], state["step"]) == (2, 3, 5)


@pytest.mark.parametrize(
    "arguments",
    [{"digit": 500}, {"layer": "C2"}, {"map": 16, "layer": "C1"}, {"row": 28}, {"station": 11}, {"step": 8}],
)
def test_arguments_outside_the_controls_are_refused(arguments):
    with pytest.raises(ValueError, match=next(iter(arguments))):
        explore_overview(**arguments)


def test_map_and_row_that_are_not_there_and_those_of_the_whole_are_said():
    explorer = explore_overview()
    explorer.at_once(map=3)
    assert explorer.verdict.endswith("Map and row are for a layer: choose one.")
    explorer.at_once(layer="S4", map=15, row=9)
    assert explorer.verdict.endswith("S4 has maps 0 to 15 and rows 0 to 4: map 15, row 4 shows.")
    explorer.at_once(layer="C5", map=15, row=9)
    assert not explorer.verdict.endswith("shows.")


# --- one forward pass, and drawing


def test_one_forward_pass_serves_all_layers_and_the_answer(monkeypatch):
    explorer, runs = explore_overview(), []
    forward = Network.forward
    monkeypatch.setattr(Network, "forward", lambda *given, **how: runs.append(1) or forward(*given, **how))
    for layer in (*LAYERS, "whole"):
        explorer.controls["layer"].value = layer
    assert runs == []  # the digit is the one that showed before
    explorer.controls["digit"].value = 9
    for layer in LAYERS:
        explorer.controls["layer"].value = layer
    assert runs == [1]


def test_every_digit_is_answered_in_both_pictures():
    explorer = explore_overview(show=("digit", "layer"))
    for digit in range(0, 500, 23):
        explorer.controls["digit"].value = digit
        answer = softmax(scipys_lenet(digit_volume(IMAGES[digit]))[0]["output"].ravel())
        for layer in ("whole", "S2"):
            explorer.controls["layer"].value = layer
            assert f"meant as {LABELS[digit]}: read as {answer.argmax()}, with" in explorer.verdict
            assert f"answer {answer.argmax()}" in texts(explorer.picture)
        explorer.controls["layer"].value = "whole"


def test_a_drawing_goes_through_every_layer_and_the_pen_and_the_rubber_work():
    explorer = explore_overview()
    stroke = [[5 + k, 14] for k in range(18)]
    press_clear(explorer)
    assert explorer.verdict.startswith("An empty page")
    explorer._receive(None, {"grid": "digit", "points": stroke}, [])
    assert explorer.verdict.startswith("Your drawing: read as 1") and explorer.controls["source"].value == "yours"
    _, expected = scipys_lenet(digit_volume(drawn(np.zeros((28, 28), int), stroke)))
    found = pixels(parts(explorer.picture)["C3 6"])
    assert np.allclose(found, 255 * (1 - expected["C3"][..., 6] / expected["C3"].max()), atol=1)
    before = explorer.picture.svg
    explorer.controls["digit"].value = 3
    assert "meant as 3" in explorer.verdict
    explorer.controls["source"].value = "yours"
    assert explorer.picture.svg == before
    explorer.controls["pen"].value = "rubber"
    explorer._receive(None, {"grid": "digit", "points": [[3 + k, 14] for k in range(22)]}, [])
    assert explorer.verdict.startswith("An empty page")


def test_the_first_stroke_on_a_digit_begins_an_empty_page_and_a_rubber_has_the_digit():
    strokes, explorer = [[[5, 14], [12, 14]], [[12, 14], [22, 14]]], explore_overview()
    empty = np.zeros((28, 28), int)
    for stroke, expected in zip(
        strokes, (drawn(empty, strokes[0]), drawn(empty, [*strokes[0], *strokes[1]])), strict=True
    ):
        explorer._receive(None, {"grid": "digit", "points": stroke}, [])  # a long stroke comes in several messages
        assert np.array_equal(pixels(parts(explorer.picture)["input"])[2:-2, 2:-2], 255 - expected)
    assert explorer.verdict.startswith("Your drawing: read as 1")
    explorer = explore_overview()
    explorer.controls["pen"].value = "rubber"
    explorer._receive(None, {"grid": "digit", "points": strokes[0]}, [])
    rubbed = drawn(IMAGES[8], strokes[0], rubber=True)
    assert np.array_equal(pixels(parts(explorer.picture)["input"])[2:-2, 2:-2], 255 - rubbed)
    assert rubbed.any() and (rubbed != IMAGES[8]).any()


def press_clear(explorer):
    next(widget for widget in explorer.shown if getattr(widget, "description", "") == "Clear").click()


# --- the tour


def draw(explorer):
    explorer._receive(None, {"grid": "digit", "points": [[5, 5], [20, 20]]}, [])


def turn(name, value):
    return lambda explorer: setattr(explorer.controls[name], "value", value)


def choose(grid, row, column=0):
    return lambda explorer: click(explorer, grid, row, column)


def zero_of(layer, which):
    row, column = np.argwhere(VALUES[layer][..., which] == 0)[0].tolist()
    return choose("map", row, column)


def most(layer, below=0):
    """The place of the largest value of a dense layer, or of one further down."""
    return choose(layer, *place(layer, int(np.argsort(-VALUES[layer].ravel())[below])))


MOST_S2 = int(VALUES["S2"].max(axis=(0, 1)).argmax())
DARKEST = int(VALUES["C1"].max(axis=(0, 1)).argmax())
DEEDS = [  # of each station: what is done wrongly, and what is right
    ([choose("C1", 2)], [draw, turn("digit", 9)]),
    ([choose("S2", 2), turn("digit", 3)], [choose("C1", 0), choose("C1", 5), turn("layer", "C1")]),
    ([choose("maps", 0, 1)], [turn("step", 4), choose("map", 3, 3)]),
    ([choose("maps", 0, 1)], [zero_of("C1", DARKEST)]),
    ([choose("S2", (MOST_S2 + 1) % 6), choose("C1", MOST_S2)], [choose("S2", MOST_S2)]),
    ([choose("S4", 3)], [choose("C3", 3, 1), choose("C3", 7, 0)]),
    ([choose("maps", 0, 1)], [choose("whole", 0), lambda explorer: press(explorer, "the whole network")]),
    ([most("C5", 119), most("F6")], [most("C5"), most("C5", 3)]),
    ([most("F6", 1)], [most("F6")]),
    ([most("output", 1)], [most("output"), choose("output", 8)]),
]


@pytest.mark.parametrize("number", range(1, 11))
def test_a_station_waits_until_the_thing_is_done_and_then_says_so(number):
    wrong, right = DEEDS[number - 1]
    done = f"Station {number} is done. {STATIONS[number - 1].see} "
    for deed in wrong:
        explorer = explore_overview(station=number)
        assert words(explorer).startswith(STATIONS[number - 1].why) and "Station" not in words(explorer)
        deed(explorer)
        there = now(explorer)["layer"] in ("whole", STATIONS[number - 1].part, STATIONS[number - 1].begins)
        waits = f"Station {number} waits in the whole network. "
        assert words(explorer).startswith(waits) != there and " is done. " not in words(explorer)
    for deed in right:
        explorer = explore_overview(station=number)
        deed(explorer)
        assert words(explorer).startswith(done), words(explorer)
        assert now(explorer)["station"] == number


def test_a_wrong_choice_hears_what_it_has_found():
    explorer = explore_overview(station=5)
    for which in set(range(6)) - {MOST_S2}:
        click(explorer, "S2", which)
        largest = max(VALUES["S2"][..., which].ravel().tolist())
        assert words(explorer).startswith(f"Not this one: its largest is {largest:.2f}. S2, map {which}")
        click(explorer, "whole", 0)
        assert words(explorer).startswith(STATIONS[4].why)
    explorer = explore_overview(station=9)
    for below in (1, 2, 60):
        most("F6", below)(explorer)
        value = sorted(VALUES["F6"].ravel().tolist(), reverse=True)[below]
        assert words(explorer).startswith(f"Not this one: it is {value:.2f}. F6, value ")


def test_next_and_back_go_through_the_stations_and_each_lights_its_part():
    explorer = explore_overview()
    press(explorer, "start the tour")
    for number, station in enumerate(STATIONS, 1):
        assert now(explorer)["station"] == number and now(explorer)["layer"] == station.begins
        told = explorer.shown[-1].children[0].value
        assert told.startswith(f"Station {number} of 10: ") and told[-20:] == station.do[-20:]
        assert not any(told[-20:] in said for said in explorer.picture.alts)
        if station.begins == "whole":
            step = ["input", *LAYERS].index(station.part)
            assert now(explorer)["step"] == step
            assert re.sub(r"p[0-9a-f]{8}-", "", explorer.picture.svg) == re.sub(
                r"p[0-9a-f]{8}-", "", draw_overview(lenet5(), EIGHT, WEIGHTS, station.part).svg
            )
        else:
            array = VALUES[station.begins]
            assert array[now(explorer)["row"], now(explorer)["step"], now(explorer)["map"]] == array.max()
        press(explorer, "next" if number < 10 else "end the tour")
    assert now(explorer) == now(explore_overview())
    explorer = explore_overview(station=3)
    press(explorer, "back")
    assert now(explorer)["station"] == 2 and now(explorer)["layer"] == "whole"
    press(explorer, "leave the tour")
    assert now(explorer)["station"] == 0 and "Station" not in "".join(explorer.picture.alts)


def test_a_station_goes_on_with_the_readers_own_digit():
    explorer = explore_overview(station=1)
    draw(explorer)
    press(explorer, "next")
    assert explorer.controls["source"].value == "yours" and words(explorer).startswith("Each filter of C1 ")
    click(explorer, "C1", 0)
    assert explorer.verdict.startswith("Your drawing")


# --- pages without Python


def test_cells_and_buttons_of_a_page_lead_where_they_lead_in_jupyterlab():
    explorer = explore_overview()
    for grid, sets in explorer.cells.items():
        for row, column in ((0, 0), (3, 0), (5, ACROSS.get(grid, 1) - 1)):
            explorer.at_once(**now(explore_overview(layer="C1" if grid in ("map", "whole") else None)))
            click(explorer, grid, row, column)
            for name, (way, *rest) in sets.items():
                place = {"row": row, "column": column}
                expected = rest[0] if way == "is" else place[way] if way in place else row * rest[1] + column
                assert now(explorer)[name] == expected, (grid, name)
    for state in ({}, {"station": 4}, {"station": 10, "layer": "C1"}):
        explorer = explore_overview(**state)
        (label, nothing), *offered = explorer.hints()
        assert nothing == {} and label == explorer.shown[-1].children[0].value
        shown = [button.description for button in explorer.shown[-1].children[1:] if button.layout.display is None]
        assert [said for said, _ in offered] == shown
        for said, sets in offered:
            explorer = explore_overview(**state)
            press(explorer, said)
            assert sets.items() <= now(explorer).items()


def test_on_a_page_the_tour_goes_on_from_another_digit_with_the_one_that_it_has_stations_of():
    explorer = explore_overview(station=1)
    explorer.controls["digit"].value = 9
    _, *offered = explorer.hints()
    assert offered == [("next", {"digit": 8, "station": 2}), ("leave the tour", {"station": 0})]
    assert [*offered[0][1]][-1] == "station"  # the last one says where it lands (chosen.js)
    explorer.controls["digit"].value = 8
    assert explorer.hints()[1] == ("next", {"station": 2})


def test_a_page_has_every_map_and_what_each_station_asks_and_not_a_drawing():
    explorer = explore_overview()
    states = states_of(explorer)
    names = [told["name"] for told in states.told["controls"]]
    assert names == ["station", "digit", "layer", "map", "row"]
    sizes = [told.get("count") or len(told["texts"]) for told in states.told["controls"]]
    layers = ["whole", *LAYERS]
    found = {tuple(map(int, np.unravel_index(to, sizes))) for to, _ in states.told["moves"].values()}
    for station in (0, *range(1, 11)):
        for layer in LAYERS if not station else {STATIONS[station - 1].part} - {"input"}:
            for which in range(VALUES[layer].shape[2] if len(VALUES[layer]) > 1 else 1):
                assert any(place[:4] == (station, 8, layers.index(layer), which) for place in found), (layer, which)
        assert any(place[:3] == (station, 8, 0) for place in found)
    assert sum(len(text) for text in states.files.values()) < 2_500_000
    assert max(len(text) for text in states.files.values()) < 40_000 + 500
