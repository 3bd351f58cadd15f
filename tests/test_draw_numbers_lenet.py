"""The tables of a LeNet at work and while it learns: against scipy, loops and the recorded numbers."""

import re

import numpy as np
import pytest
from legible import texts
from scipy.signal import correlate2d
from scipy.special import softmax
from scipys import LAYERS, WEIGHTS, scipys_lenet
from tables import named, values

from helpers.data import data_file, load_digits, load_training
from helpers.digits import digit_volume
from helpers.draw import draw_lenet, draw_training
from helpers.draw.common_tables import compared, listed
from helpers.draw.table import coarse

IMAGES, LABELS = load_digits()
EIGHT = digit_volume(IMAGES[8])
SUMS, VALUES = scipys_lenet(EIGHT)
VALUES["input"] = EIGHT.astype(float)
KEPT = {name: value.astype(float) for name, value in np.load(data_file("training.npz")).items()}
CLOSE = {"rtol": 0, "atol": 6e-5}  # four decimals


def below(layer):
    """The layer that one reads, and its values."""
    name = ["input", *LAYERS][LAYERS.index(layer)]
    return name, VALUES[name]


def assert_compared(table, maps):
    """A row for every map, by going through its cells."""
    assert len(table.rows) == maps.shape[2] and table.rows[-1] == f"map {maps.shape[2] - 1}"
    for c, (largest, at, mean, zeros) in enumerate(table.cells):
        cells = {(i, j): maps[i, j, c] for i, j in np.ndindex(maps.shape[:2])}
        assert (at == "everywhere") == (len(set(cells.values())) == 1)
        place = re.fullmatch(r"row (\d+), column (\d+)|everywhere", at).groups(default=0)
        assert cells[tuple(map(int, place))] == max(cells.values()) == pytest.approx(float(largest), abs=6e-5)
        assert float(mean) == pytest.approx(sum(cells.values()) / len(cells), abs=6e-5)
        empty = 100 * sum(value == 0 for value in cells.values()) / len(cells)
        assert float(re.search(r"[\d.]+", zeros)[0]) == pytest.approx(empty, abs=0.06)


def written(table, picture, k, places=2):
    """Whether each number of a table stands in the picture, rounded as it is there."""
    form = re.compile(rf"-?\d+\.\d{{{places}}}")
    shown = np.array([float(text) for text in texts(picture, k) if form.fullmatch(text)])
    return [abs(shown - value).min() <= 0.5 / 10**places + 6e-5 for value in values(table).ravel()]


@pytest.mark.parametrize("layer", LAYERS)
def test_input_and_probabilities_show_with_every_layer(layer):
    picture = draw_lenet("LeNet-5", EIGHT, WEIGHTS, layer)
    assert named(picture.numbers(0), "input") == coarse("input 32 × 32", EIGHT[..., 0])
    answer = named(picture.numbers(0), "answer 8")
    np.testing.assert_allclose(values(answer)[0], softmax(SUMS["output"].ravel()), **CLOSE)
    assert answer.columns == [f"digit {digit}" for digit in range(10)] and all(written(answer, picture, 0, 3))


@pytest.mark.parametrize("layer, which, row", [("C1", 2, 11), ("C3", 5, 4)])
def test_a_convolution_has_its_filter_the_products_of_every_window_and_their_sum(layer, which, row):
    picture, (under, seen) = draw_lenet("LeNet-5", EIGHT, WEIGHTS, layer, which, row), below(layer)
    weights, bias = WEIGHTS[layer][0][which].astype(float), float(WEIGHTS[layer][1][which])
    channels = seen.shape[2]
    front = [f"S2 map {c}, " for c in range(channels)] if channels > 1 else [""]
    for k in range(VALUES[layer].shape[1]):
        tables, here = picture.numbers(k), f"{layer}, map {which}, row {row}, column {k}: "
        assert len(tables) == (8 if layer == "C1" else 7)
        taps, products, line = (
            named(tables, beginning) for beginning in ("filter", f"{here}{under} × filter", f"{here}its sum")
        )
        assert float(taps.caption.split()[-1]) == pytest.approx(bias, abs=6e-5)
        assert products.rows == [f"{c}row {row + i}" for c in front for i in range(5)]
        assert products.columns == [f"column {k + j}" for j in range(5)]
        totals = []
        for c in range(channels):
            part, window = slice(5 * c, 5 * c + 5), seen[row : row + 5, k : k + 5, c]
            np.testing.assert_allclose(values(taps)[part], weights[..., c], **CLOSE)
            np.testing.assert_allclose(values(products)[part], window * weights[..., c], **CLOSE)
            told = [[float(text.split("·")[0]) for text in line] for line in products.cells[part]]
            np.testing.assert_allclose(told, window, **CLOSE)
            totals.append((window * weights[..., c]).sum())
        total = SUMS[layer][row, k, which]
        own = [*totals, sum(totals)] if channels > 1 else totals
        np.testing.assert_allclose(values(line)[0], [*own, bias, total, max(total, 0)], **CLOSE)
        assert line.columns[-4:] == ["sum", "bias", "together", "after ReLU"]
        assert all(written(line, picture, k))


@pytest.mark.parametrize("layer, which, row", [("C1", 3, 8), ("S2", 0, 3), ("C3", 7, 0), ("S4", 15, 2)])
def test_maps_are_compared_and_the_chosen_one_is_told(layer, which, row):
    tables = draw_lenet("LeNet-5", EIGHT, WEIGHTS, layer, which, row).numbers(1)
    side, _, count = VALUES[layer].shape
    table = named(tables, f"all {count} maps of {layer}")
    np.testing.assert_allclose([float(cells[0]) for cells in table.cells], VALUES[layer].max(axis=(0, 1)), **CLOSE)
    zeros = [f"{100 * share:.1f}".removesuffix(".0") + " %" for share in (VALUES[layer] == 0).mean(axis=(0, 1))]
    assert [cells[3] for cells in table.cells] == zeros
    chosen = named(tables, f"{layer}, map {which}, {side} × {side}")
    if side > 20:
        part = side // 4
        means = VALUES[layer][..., which].reshape(4, part, 4, part).mean(axis=(1, 3))
        np.testing.assert_allclose(values(chosen), means, rtol=0, atol=0.0051)
        line = named([t for t in tables if len(t.columns) == side], f"{layer}, map {which}, row {row}")
        np.testing.assert_allclose(values(line)[0], VALUES[layer][row, :, which], **CLOSE)
    else:
        np.testing.assert_allclose(values(chosen), VALUES[layer][..., which], **CLOSE)


@pytest.mark.parametrize("layer, which, row", [("S2", 1, 5), ("S4", 4, 3)])
def test_a_pool_has_its_window_and_says_where_the_largest_is(layer, which, row):
    picture, (under, seen) = draw_lenet("LeNet-5", EIGHT, WEIGHTS, layer, which, row), below(layer)
    for k in range(len(picture.alts)):
        assert len(picture.numbers(k)) == 5
        window = named(picture.numbers(k), f"{layer}, map {which}, row {row}, column {k}: window in {under}")
        places = [[(i, j) for j in (2 * k, 2 * k + 1)] for i in (2 * row, 2 * row + 1)]
        np.testing.assert_allclose(values(window), [[seen[i, j, which] for i, j in line] for line in places], **CLOSE)
        assert window.rows == [f"row {2 * row}", f"row {2 * row + 1}"] and all(written(window, picture, k))
        largest, i, j = re.search(r"largest (\S+) at row (\d+), column (\d+)$", window.caption).groups()
        assert seen[int(i), int(j), which] == max(seen[i, j, which] for line in places for i, j in line)
        assert float(largest) == pytest.approx(seen[int(i), int(j), which], abs=6e-5)


@pytest.mark.parametrize("layer", ["C5", "F6", "output"])
def test_a_dense_layer_has_its_values_and_the_largest_products_of_each(layer):
    picture, (under, seen) = draw_lenet("LeNet-5", EIGHT, WEIGHTS, layer), below(layer)
    weights, biases = (array.astype(float) for array in WEIGHTS[layer])
    inputs, names = seen.ravel(), {}
    for place, index in enumerate(np.ndindex(seen.shape)):
        names[place] = f"{under} value {index[2]}" if len(seen) == 1 else f"S4 map {index[2]} at {index[:2]}"
    count = len(biases)
    for k in range(count):
        tables = picture.numbers(k)
        assert len(tables) == 5
        all_values = named(tables, "scores" if layer == "output" else f"{layer}: {count} values")
        found = [float(text) for row in all_values.cells for text in row if text]
        np.testing.assert_allclose(found, VALUES[layer].ravel(), **CLOSE)
        name = f"score of digit {k}" if layer == "output" else f"{layer}, value {k}"
        largest, line = (named(tables, f"{name}: {what}") for what in ("the 5 largest", "its sum"))
        products = [x * w for x, w in zip(inputs, weights[k], strict=True)]
        order = sorted(range(len(products)), key=lambda place: -abs(products[place]))[:5]
        assert largest.rows == [names[place] for place in order]
        expected = [[inputs[place], weights[k, place], products[place]] for place in order]
        np.testing.assert_allclose(values(largest), expected, **CLOSE)
        ups, downs = (sum(p for p in products if sign * p > 0) for sign in (1, -1))
        total = SUMS[layer][0, 0, k]
        ends = [total] if layer == "output" else [total, max(total, 0)]
        np.testing.assert_allclose(values(line)[0], [ups, downs, biases[k], *ends], **CLOSE)
        assert all(written(line, picture, k))


def test_maps_that_are_compared_are_counted_cell_by_cell():
    rng = np.random.default_rng(4)
    maps = np.maximum(rng.normal(size=(6, 5, 3)), 0)
    maps[..., 2] = 0
    assert_compared(compared("3 maps", maps), maps)


def test_values_of_a_dense_layer_stand_12_in_a_row():
    table = listed("30 values", np.arange(30.0))
    assert table.rows == ["values 0 to 11", "values 12 to 23", "values 24 to 29"]
    assert table.cells[2] == [*map(str, range(24, 30)), *[""] * 6] and table.cells[1][3] == "15"


def filter_at(tables, beginning, end):
    """The table of a filter at a checkpoint, or of what else there is about it."""
    (table,) = [t for t in tables if re.fullmatch(rf"{beginning}(?: \(epoch \d+\))?{end}", t.caption)]
    return table


def test_a_training_has_its_charts_and_at_every_checkpoint_filter_slopes_answers_and_maps():
    training = load_training()
    places, which = training.digits.tolist(), 2
    digit, place = places[1], 1
    volumes = digit_volume(IMAGES[places])
    picture = draw_training(training, volumes, LABELS[places], digit, which)
    filters, slopes = KEPT["filters"], KEPT["filter_slopes"]
    for k, steps in enumerate(KEPT["steps"].astype(int).tolist()):
        tables, after = picture.numbers(k), f"after {steps:,} steps"
        assert named(tables, "a held-out digit") == coarse(
            f"a held-out digit, a {LABELS[digit]}, 32 × 32", volumes[place, ..., 0]
        )
        assert len(tables) == 7
        charts = named(tables, "loss and right answers")
        np.testing.assert_allclose([float(text) for text in charts.cells[k][:2]], KEPT["losses"][k], **CLOSE)
        assert [int(text.replace(",", "")) for text in charts.cells[k][2:]] == KEPT["right"][k].tolist()
        assert charts.rows[k].split(" (")[0] == f"{steps:,} steps"
        shares = KEPT["probabilities"][k, place]
        answer = named(tables, f"answer {shares.argmax()}")
        np.testing.assert_allclose(values(answer)[0], shares, **CLOSE)
        assert all(written(answer, picture, k, 3))
        kinds = {"": filters[k, which], ", its slopes": slopes[k, which]}
        for end, expected in {**kinds, ", moved by": filters[k, which] - filters[0, which]}.items():
            table = filter_at(tables, f"filter {which} {after}", end)
            np.testing.assert_allclose(values(table), expected, **CLOSE)
        volume = np.pad(IMAGES[digit], 2) / 255
        made = [
            np.maximum(correlate2d(volume, f, "valid") + b, 0)
            for f, b in zip(filters[k], KEPT["biases"][k], strict=True)
        ]
        maps = named(tables, f"maps of the digit {after}")
        for cells, values_of in zip(maps.cells, made, strict=True):
            assert float(cells[0]) == pytest.approx(values_of.max(), abs=6e-5)
            assert float(cells[2]) == pytest.approx(values_of.mean(), abs=6e-5)
