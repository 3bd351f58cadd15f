"""Handwritten digits, a LeNet that was trained on others of them, and how such a training goes."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from helpers.data.folder import data_file, table_rows


def load_digits():
    """500 handwritten digits of MNIST that the training of ``load_lenet_weights`` never saw, 50 of each class.

    New arrays: the digits (500, 28, 28), int64 from 0 (paper) to 255 (ink), and their labels (500,). The
    first ten are one well recognised digit of each class, 0 to 9.

    >>> digits, labels = load_digits()
    >>> digits.shape, labels[:10].tolist()
    ((500, 28, 28), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])

    Source: data/README.md; LeCun, Cortes & Burges, *The MNIST database of handwritten digits*.
    """
    with np.load(data_file("digits.npz"), allow_pickle=False) as file:
        return file["digits"].astype(np.int64), file["labels"].astype(np.intp)


def load_lenet_weights():
    """The weights of ``networks.lenet5()``, trained on 4,000 digits by tools/train_digits.py.

    A dict from a layer's name to (weights, biases), float32.

    >>> weights = load_lenet_weights()
    >>> weights["C1"][0].shape, weights["output"][1].shape
    ((6, 5, 5, 1), (10,))

    Source: data/README.md.
    """
    with np.load(data_file("lenet.npz"), allow_pickle=False) as file:
        names = dict.fromkeys(key.partition(".")[0] for key in file)
        return {name: (file[f"{name}.weights"], file[f"{name}.biases"]) for name in names}


@dataclass(frozen=True, eq=False)
class Training:
    """A run of LeNet's training at ``len(steps)`` checkpoints, from random weights to trained ones.

    ``steps`` (T,) were made until then; ``epoch`` steps go once through the digits of training. At each checkpoint:
    ``filters`` (T, 6, 5, 5) and ``biases`` (T, 6) of C1, and their slopes, ``filter_slopes`` and ``bias_slopes``,
    which are those of the mean loss on all digits of training; the mean ``losses`` (T, 2) and how many answers were
    ``right`` (T, 2), on the digits of training and on the held-out ones, which are ``of`` (2,). ``digits`` (D,) are
    places in ``load_digits()``, ``probabilities`` (T, D, 10) the answers to them. Weights, slopes, losses and
    probabilities are float32.
    """

    steps: np.ndarray
    epoch: int
    of: np.ndarray
    digits: np.ndarray
    filters: np.ndarray
    biases: np.ndarray
    filter_slopes: np.ndarray
    bias_slopes: np.ndarray
    probabilities: np.ndarray
    losses: np.ndarray
    right: np.ndarray


def load_training():
    """LeNet's training as a ``Training``: the recipe of ``load_lenet_weights``, but another run of it.

    >>> training = load_training()
    >>> training.steps[-1] // training.epoch, training.right[0, 1], training.of[1]
    (np.int64(30), np.int64(51), np.int64(500))

    Source: data/README.md.
    """
    with np.load(data_file("training.npz"), allow_pickle=False) as file:
        return Training(**{**file, "epoch": int(file["epoch"])})


class TrainingRun(NamedTuple):
    """A run of LeNet's training: how it was trained, and what the weights of its last step do.

    ``digits`` are those that it learned from; ``varied`` says whether each was turned and moved a little whenever it
    was used. The mean loss, the number of right answers and of how many, on these digits as they are and on the 500
    of ``load_digits()``, which no run learned from.
    """

    name: str
    digits: int
    varied: bool
    momentum: float
    batch: int
    epochs: int
    steps: int
    loss_training: float
    right_training: int
    of_training: int
    loss_held_out: float
    right_held_out: int
    of_held_out: int


def load_training_runs():
    """Runs of LeNet's training that each differ from the recipe in something: a list of ``TrainingRun``.

    The first is the recipe. All take the same start, and the same digits where they learn from as many.

    >>> recipe = load_training_runs()[0]
    >>> recipe.name, recipe.digits, recipe.varied, recipe.steps
    ('recipe', 4000, True, 3750)

    Source: data/README.md.
    """
    kinds = {name: kind for name, kind in TrainingRun.__annotations__.items() if kind is not bool}
    return [
        TrainingRun(varied=row["varied"] == "yes", **{name: kind(row[name]) for name, kind in kinds.items()})
        for row in table_rows("training_runs.csv")
    ]
