"""The pictures of clothes, and a network of the pattern that was trained on others: run by our own layers."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from helpers.data import CLOTHES, data_file, load_fashion, load_fashion_weights, load_trained_patterns
from helpers.digits import fashion_volume
from helpers.trained import small_pattern

PICTURES, LABELS = load_fashion()
KEPT = np.load(data_file("fashion_pattern.npz"))
NETWORK = small_pattern(2, 2, 0, 16)


def scores(pictures):
    *_, (_, given) = replace(NETWORK, softmax=False).forward(fashion_volume(pictures), load_fashion_weights())
    return given[:, 0, 0]


def test_there_are_four_pictures_of_each_class():
    assert PICTURES.shape == (40, 28, 28) and PICTURES.min() >= 0 and PICTURES.max() == 255
    assert np.array_equal(np.bincount(LABELS), [4] * 10) and len(CLOTHES) == 10


def test_our_layers_give_the_scores_that_pytorch_gave():
    ours, theirs = scores(PICTURES), KEPT["scores"]
    assert np.abs(theirs).max() > 5
    np.testing.assert_allclose(ours, theirs, atol=2e-4)
    assert np.array_equal(ours.argmax(axis=1), theirs.argmax(axis=1))


def test_it_is_the_network_of_the_table_and_good_and_small_enough():
    (row,) = [
        run
        for run in load_trained_patterns()
        if (run.n, run.m, run.k, run.width, run.pool, run.head, run.seed) == (2, 2, 0, 16, True, "FC", 2)
    ]
    assert KEPT["right"] == row.right >= 9_100
    assert sum(a.size for pair in load_fashion_weights().values() for a in pair) == row.parameters
    assert Path(data_file("fashion_pattern.npz")).stat().st_size < 500_000
    assert all(a.dtype == np.float32 for pair in load_fashion_weights().values() for a in pair)


def test_channels_and_places_are_not_mixed_up():
    """The FC layer read channels first in PyTorch: with its weights in that order the scores are others."""
    weights = load_fashion_weights()
    fc, biases = weights["fc3"]
    first = fc.reshape(10, 8, 8, 32).transpose(0, 3, 1, 2).reshape(10, -1)
    *_, (_, given) = replace(NETWORK, softmax=False).forward(
        fashion_volume(PICTURES), {**weights, "fc3": (first, biases)}
    )
    assert np.abs(given[:, 0, 0] - KEPT["scores"]).max() > 1


def test_a_picture_becomes_a_volume_with_the_mean_taken_off():
    volume = fashion_volume(PICTURES)
    assert volume.shape == (40, 32, 32, 1) and volume.dtype == np.float32
    inside = (PICTURES - 72.94) / 90.02
    np.testing.assert_allclose(volume[:, 2:-2, 2:-2, 0], inside, atol=1e-5)
    assert np.allclose(volume[:, :2], -72.94 / 90.02)
    with pytest.raises(ValueError, match=r"must be \(28, 28\)"):
        fashion_volume(np.zeros((32, 32), int))
