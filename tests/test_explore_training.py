"""A LeNet while it learns: picture and words against the recorded numbers and scipy, every digit, filter and step."""

import re
import xml.etree.ElementTree as ET
from base64 import b64decode
from io import BytesIO
from itertools import product

import numpy as np
import pytest
from legible import SVG, assert_legible, texts, written
from marks import cells, marks, sheets
from matplotlib import colormaps
from PIL import Image
from scipy.signal import correlate2d

from helpers.data import data_file, load_digits, load_training, load_training_runs
from helpers.digits import digit_volume
from helpers.draw import draw_training
from helpers.explore import explore_training
from helpers.networks import lenet5

IMAGES, LABELS = load_digits()
KEPT = {name: value.astype(float) for name, value in np.load(data_file("training.npz")).items()}
STEPS, PLACES = KEPT["steps"].astype(int).tolist(), KEPT["digits"].astype(int).tolist()
PURPLE_TO_ORANGE = colormaps["PuOr_r"].resampled(2001)


@pytest.fixture(scope="module")
def explorer():
    return explore_training()


def images(picture, k):
    """[(x, y, width, pixels)] of step ``k``, by rows."""
    found = [element.attrib for element in ET.fromstring(picture.at(k)).iter(f"{SVG}image")]
    pixels = [np.asarray(Image.open(BytesIO(b64decode(a["href"].partition(",")[2]))), float) for a in found]
    boxes = [tuple(float(a[name]) for name in ("y", "x", "width")) for a in found]
    return sorted(zip(boxes, pixels, strict=True), key=lambda one: one[0])


def coloured(values, most):
    return 255 * PURPLE_TO_ORANGE(1000 + (1000 * values / max(most, 1e-9)).round().astype(int))[..., :3]


# --- the recorded run


def test_the_run_begins_with_the_random_numbers_of_its_seed():
    """All of step 0 on the held-out digits can be computed from them."""
    weights = lenet5().random_weights(1998)
    *_, (_, answers) = lenet5().forward(digit_volume(IMAGES), weights)
    shares = answers[:, 0, 0].astype(float)
    assert (shares.argmax(axis=1) == LABELS).sum() == KEPT["right"][0, 1]
    assert -np.log(shares[np.arange(500), LABELS]).mean() == pytest.approx(KEPT["losses"][0, 1], rel=1e-4)
    np.testing.assert_allclose(KEPT["probabilities"][0], shares[PLACES], atol=1e-5)
    np.testing.assert_array_equal(KEPT["filters"][0], weights["C1"][0][..., 0])
    assert not KEPT["biases"][0].any()


def test_the_run_goes_from_guessing_to_trained():
    assert STEPS[0] == 0 and sorted(set(STEPS)) == STEPS and STEPS[-1] == 30 * KEPT["epoch"] == 3750
    assert KEPT["of"].tolist() == [4000, 500]
    assert KEPT["right"][0, 1] <= 75 and KEPT["right"][-1, 1] >= 485
    assert (KEPT["losses"][-1] < 0.05 * KEPT["losses"][0]).all()
    assert KEPT["losses"][-1, 0] < KEPT["losses"][-1, 1], "it knows the digits that it learned from better"
    assert abs(KEPT["filter_slopes"][-1]).max() < 0.1 * abs(KEPT["filter_slopes"][0]).max()
    np.testing.assert_allclose(KEPT["probabilities"].sum(axis=2), 1, atol=1e-5)
    assert data_file("training.npz").stat().st_size < 150_000


def test_the_digits_are_three_that_are_read_soon_and_three_that_are_not():
    right = KEPT["probabilities"].argmax(axis=2) == LABELS[PLACES]
    soon = right[4:].all(axis=0)
    assert soon.sum() == 3 and not right[[-1, 4]].all(axis=0)[~soon].any()
    assert len(set(LABELS[PLACES].tolist())) == 6, "a button is named by its digit"


def test_every_call_gives_new_arrays():
    load_training().filters[:] = 9
    assert load_training().filters.max() < 9 and isinstance(load_training().epoch, int)


def test_the_table_of_runs_has_the_recorded_one_and_changes_of_one_thing_each():
    recipe, *others = load_training_runs()
    header = data_file("training_runs.csv").read_text("utf-8").splitlines()[0]
    assert header == ",".join(recipe._fields)
    assert (recipe.right_training, recipe.right_held_out) == tuple(KEPT["right"][-1])
    assert [recipe.loss_training, recipe.loss_held_out] == pytest.approx(KEPT["losses"][-1], abs=6e-5)
    assert (recipe.digits, recipe.varied, recipe.momentum, recipe.batch, recipe.epochs) == (4000, True, 0.9, 32, 30)
    assert len({run.name for run in [recipe, *others]}) == 7
    for run in [recipe, *others]:
        assert run.steps == run.epochs * (run.digits // run.batch)
        assert (run.of_training, run.of_held_out) == (run.digits, 500)
        assert 0 <= run.right_training <= run.digits and 0 <= run.right_held_out <= 500
        assert type(run.varied) is bool and type(run.loss_training) is float and type(run.digits) is int


def test_turning_and_shifting_helps_on_digits_that_were_not_seen():
    runs = {run.name: run for run in load_training_runs()}
    for with_it, without in (("recipe", "not varied"), ("400 digits", "400 digits not varied")):
        assert runs[with_it].varied and not runs[without].varied
        assert runs[with_it].loss_held_out < runs[without].loss_held_out
        assert runs[with_it].right_held_out > runs[without].right_held_out
        assert runs[without].right_training == runs[without].digits, "it knows them by heart"


# --- the picture


@pytest.mark.parametrize("digit", PLACES)
def test_the_maps_are_scipys(explorer, digit):
    explorer.at_once(digit=digit)
    volume = np.pad(IMAGES[digit], 2) / 255
    made = np.array(
        [
            [np.maximum(correlate2d(volume, f, "valid") + b, 0) for f, b in zip(*both, strict=True)]
            for both in zip(KEPT["filters"], KEPT["biases"], strict=True)
        ]
    )
    assert f"white 0, black {made.max():.2f}" in texts(explorer.picture, 0)
    for k in range(len(STEPS)):
        shown = [pixels for (_, x, width), pixels in images(explorer.picture, k) if pixels.shape == (28, 28)]
        assert len(shown) == 6
        for pixels, values in zip(shown, made[k], strict=True):
            assert abs(pixels - 255 * (1 - values / made.max())).max() <= 1
        page = next(pixels for (_, x, _), pixels in images(explorer.picture, k) if pixels.shape == (32, 32))
        assert abs(page - 255 * (1 - volume)).max() <= 1


@pytest.mark.parametrize("which", range(6))
def test_the_colours_are_those_of_filters_slopes_and_changes(explorer, which):
    explorer.at_once(filter=which)
    filters, slopes = KEPT["filters"], KEPT["filter_slopes"][:, which]
    most, moved = abs(filters).max(), filters[:, which] - filters[0, which]
    for k in range(len(STEPS)):
        *small, weights, slope, change = (p for _, p in images(explorer.picture, k) if p.shape == (5, 5, 3))
        for pixels, values in zip(small, filters[k], strict=True):
            assert np.allclose(pixels, coloured(values, most), atol=1.5)
        assert np.array_equal(weights, small[which])
        assert np.allclose(slope, coloured(slopes[k], abs(slopes[k]).max()), atol=1.5)
        assert np.allclose(change, coloured(moved[k], abs(moved).max()), atol=1.5)
        said = [float(words.rpartition("±")[2]) for words in texts(explorer.picture, k) if "±" in words]
        assert said == pytest.approx([most, abs(slopes[k]).max(), abs(moved).max()], abs=0.0051)
        assert said[1] == pytest.approx(abs(slopes[k]).max(), abs=0.0051 if said[1] >= 0.1 else 0.000051)
        tiles = [box for box, pixels in images(explorer.picture, k) if box[2] == 54]
        framed = [m.box[1::-1] for m in marks(explorer.picture, k, "frame", "mark") if m.size == (54, 54)]
        assert framed == [tiles[which][:2], tiles[6 + which][:2]]
    explorer.at_once(filter=0)


@pytest.mark.parametrize("digit", PLACES)
def test_the_bars_are_the_probabilities_and_the_right_class_is_framed(explorer, digit):
    explorer.at_once(digit=digit)
    label = LABELS[digit]
    for k, shares in enumerate(KEPT["probabilities"][:, PLACES.index(digit)]):
        shown = texts(explorer.picture, k)
        assert [w for w in shown if re.fullmatch(r"\d\.\d{3}", w)] == [f"{share:.3f}" for share in shares]
        assert f"read as {shares.argmax()}" in shown and f"a held-out digit, a {label}" in shown
        root = ET.fromstring(explorer.picture.at(k))
        bars = [e.attrib for e in root.iter(f"{SVG}rect") if e.get("height") == "10" and not e.get("fill-opacity")]
        assert np.allclose([float(a["width"]) for a in bars], np.maximum(126 * shares, 0.5), atol=0.06)
        frames = [m for m in marks(explorer.picture, k, "frame", "mark") if m.box[0] < 5]
        top, bottom = float(bars[label]["y"]), float(bars[label]["y"]) + 10
        assert len(frames) == 1 and frames[0].box[1] < top and frames[0].box[3] > bottom
        assert frames[0].size[1] < 18


def test_the_lines_of_the_charts_are_the_recorded_numbers(explorer):
    lines = re.findall(r'<path d="M([\d. L]+)" [^>]*stroke-width="2"', explorer.picture.svg)
    lines = [np.array([list(map(float, pair.split())) for pair in d.split("L")]) for d in lines]
    lines = [points for points in lines if len(points) == len(STEPS)]
    assert len(lines) == 4
    ticks = {
        words: y - 5 for x, y, _, anchor, words in written(explorer.picture.at(0)) if anchor == "end" and x == 650
    }
    unit = ticks["0.1"] - ticks["1"]
    for points, losses in zip(lines[:2], KEPT["losses"].T, strict=True):
        assert np.allclose(points[:, 1], ticks["1"] - unit * np.log10(losses), atol=0.2)
    for points, shares in zip(lines[2:], (KEPT["right"] / KEPT["of"]).T, strict=True):
        assert np.allclose(points[:, 1], ticks["0 %"] + (ticks["100 %"] - ticks["0 %"]) * shares, atol=0.2)
    for k in range(len(STEPS)):
        places = [mark.points.mean(axis=0) for mark in marks(explorer.picture, k, "circle")]
        assert np.allclose(places, [points[k] for points in lines], atol=0.01)
        frames = cells(explorer.picture, k, "frame", "mark", "checkpoints")
        assert [frame[1::2] for frame in frames] == [(k, 1), (k, 1)]


def test_every_state_says_its_numbers_and_can_be_read(explorer):
    for digit, which in product(PLACES, (0, 5)):
        explorer.at_once(digit=digit, filter=which)
        assert len(explorer.picture.alts) == len(STEPS)
        for k, words in enumerate(explorer.picture.alts):
            (loss, other), (right, others) = KEPT["losses"][k], KEPT["right"][k].astype(int)
            assert f"loss {loss:.3f} on the digits of training, {other:.3f} on the held-out ones" in words
            assert f"{right:,} of 4,000 and {others} of 500 right" in words
            assert ("right; guessing gives about 50." in words) == (k == 0)
            shares = KEPT["probabilities"][k, PLACES.index(digit)]
            label, best = LABELS[digit], shares.argmax()
            assert f"The {label} is read as {best} with probability {shares[best]:.3f}" in words
            assert (f", as {label} with {shares[label]:.3f}." in words) == (best != label)
            begun = f"After {STEPS[k]:,} steps" if k else "Step 0, random numbers: "
            assert words.startswith(begun) and (f"(epoch {STEPS[k] // 125})" in words) == (STEPS[k] >= 125)
            shown = texts(explorer.picture, k)
            assert f"loss {loss:.3f}, {right:,} of 4,000 right" in shown
            assert f"loss {other:.3f}, {others} of 500 right" in shown
            assert_legible(explorer.picture, k)
    assert len(explorer.picture.svg) < 300_000
    assert max(len(explorer.picture.at(k)) for k in range(len(STEPS))) < 40_000


@pytest.mark.parametrize("digit", PLACES)
def test_the_verdict_says_from_when_on_a_digit_is_read_right(explorer, digit):
    explorer.at_once(digit=digit)
    right = KEPT["probabilities"][:, PLACES.index(digit)].argmax(axis=1) == LABELS[digit]
    assert "another run of the recipe that trained the course's LeNet" in explorer.verdict
    assert f"This {LABELS[digit]} is read " in explorer.verdict
    if not right[-1]:
        assert explorer.verdict.endswith("is read wrong at the end.")
    else:
        first = next(k for k in range(len(STEPS)) if right[k:].all())
        assert f"is read right from {STEPS[first]:,} steps" in explorer.verdict


# --- the explorer


def test_it_opens_after_the_first_epoch_or_on_the_step_that_is_asked_for():
    assert STEPS[explore_training().controls["step"].value] == 125
    explorer = explore_training(digit=198, filter=3, step=11)
    state = {name: control.value for name, control in explorer.controls.items()}
    assert state == {"digit": 198, "filter": 3, "step": 11}


def test_a_reader_chooses_a_checkpoint_and_a_filter_in_the_picture():
    explorer = explore_training()
    (chart,) = sheets(explorer.picture, 4, "checkpoints")
    assert (chart.rows, chart.columns) == (1, len(STEPS))
    explorer._choose("checkpoints", 0, 9, None)
    assert explorer.controls["step"].value == 9
    for grid, which in (("filters", 2), ("maps", 5)):
        explorer._choose(grid, 0, which, None)
        assert explorer.controls["filter"].value == which and explorer.controls["step"].value == 9
        assert f"filter {which}" in texts(explorer.picture, 9)


@pytest.mark.parametrize(
    "arguments, words",
    [
        ({"digit": 0}, f"digit must be one of {', '.join(map(str, PLACES))}, got 0"),
        ({"filter": 6}, "filter must be at most 5 here, got 6"),
        ({"step": 12}, r"step must be 0\.\.11 here, got 12"),
        ({"show": ("map",)}, "show has 'map'; the controls are 'digit', 'filter'"),
    ],
)
def test_what_is_not_there_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        explore_training(**arguments)


def test_the_picture_refuses_a_digit_or_filter_that_is_not_there():
    volumes = digit_volume(IMAGES[PLACES])
    with pytest.raises(ValueError, match="digit must be one of 3, "):
        draw_training(load_training(), volumes, LABELS[PLACES], 0)
    with pytest.raises(ValueError, match="filter must be at most 5 here, got 6"):
        draw_training(load_training(), volumes, LABELS[PLACES], 3, filter=6)
