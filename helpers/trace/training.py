"""A network while it learns: at each checkpoint of a training its filters, their slopes, its answer to a digit."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from helpers.arguments import one_of, whole
from helpers.layers import conv2d, relu


@dataclass(frozen=True, eq=False)
class Progress:
    """A ``training`` (``helpers.data.Training``) of T checkpoints, as it looks to one digit and to one filter of C1.

    ``volume`` (32, 32, 1) is the digit, ``label`` what it is meant as, ``which`` the filter. ``maps`` (T, 28, 28, 6)
    are C1's of the digit, after ReLU; ``probabilities`` (T, 10) the answers to it; ``weights``, ``slopes`` and
    ``moved`` (T, 5, 5) the filter, how the loss grows with each of its weights, and how far each is from its start.
    All in float64.
    """

    training: object
    volume: np.ndarray
    label: int
    which: int
    maps: np.ndarray
    probabilities: np.ndarray
    weights: np.ndarray
    slopes: np.ndarray
    moved: np.ndarray

    @cached_property
    def answers(self):
        """What the digit is read as at each checkpoint."""
        return self.probabilities.argmax(axis=1).tolist()

    @property
    def right_from(self):
        """The first checkpoint from which on the digit is read right to the end, None where the last one is wrong."""
        wrong = [k for k, answer in enumerate(self.answers) if answer != self.label]
        after = wrong[-1] + 1 if wrong else 0
        return after if after < len(self.answers) else None

    def when(self, k):
        """How many steps were made until checkpoint ``k``, in words, with the epoch that ended there."""
        steps, epoch = int(self.training.steps[k]), self.training.epoch
        ended = f" (epoch {steps // epoch})" if steps and steps % epoch == 0 else ""
        return f"{steps:,} steps{ended}"


def progress(training, volumes, labels, digit, which):
    """The ``Progress`` of a ``training`` for one of its digits and the filter ``which`` of C1.

    ``volumes`` (D, 32, 32, 1) and ``labels`` (D,) are those of ``training.digits``; ``digit`` is one of these.

    Errors: ``ValueError`` for a digit that is not among them and for a filter that is not there.

    >>> from types import SimpleNamespace
    >>> ones = dict(steps=np.array([0, 9]), epoch=3, digits=np.array([7]), probabilities=np.full((2, 1, 10), 0.1))
    >>> ones |= {name: np.ones((2, 6, 5, 5)) for name in ("filters", "filter_slopes")}
    >>> seen = progress(SimpleNamespace(**ones, biases=np.ones((2, 6))), np.ones((1, 32, 32, 1)), [0], 7, 2)
    >>> seen.maps.shape, seen.maps[0, 0, 0, 0], seen.answers, seen.right_from, seen.when(1)
    ((2, 28, 28, 6), np.float64(26.0), [0, 0], 0, '9 steps (epoch 3)')
    """
    digits = training.digits.tolist()
    digit = one_of("digit", whole("digit", digit), digits)
    filters = training.filters.astype(np.float64)
    count, filters_each, f, _ = filters.shape
    which, place = whole("filter", which, 0, filters_each - 1), digits.index(digit)
    volume = np.asarray(volumes[place], np.float64)
    made = conv2d(volume, filters.reshape(-1, f, f, 1), training.biases.astype(np.float64).ravel())
    maps = relu(made).reshape(*made.shape[:2], count, filters_each).transpose(2, 0, 1, 3)
    shares, weights = training.probabilities[:, place].astype(np.float64), filters[:, which]
    slopes, moved = training.filter_slopes[:, which].astype(np.float64), weights - weights[0]
    return Progress(training, volume, int(labels[place]), which, maps, shares, weights, slopes, moved)
