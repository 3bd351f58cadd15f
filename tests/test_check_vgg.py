"""The checks of notebook 07: right answers in several forms, and the common mistakes, each seen to be refused."""

import itertools
import json

import numpy as np
import pytest
from scipy import signal

from helpers.check import check_compose, check_count_values, check_crossing, check_no_pair


def values(blocks, side, image=True, pools=True, lrn=True, dense=True, halved_first=False):
    """The lecture's sum, written with a list of volumes."""
    volumes, depth = [side * side * 3] * image, 3
    for block in blocks.split("|"):
        side = side // 2 if halved_first else side
        for word in block.split():
            if word != "LRN":
                depth = int(word.partition("-")[2] or word)
            if word != "LRN" or lrn:
                volumes.append(side * side * depth)
        side = side if halved_first else side // 2
        volumes += [side * side * depth] * pools
    return sum(volumes) + 9192 * dense


def small(values_):
    """A 5 x 5 filter whose upper left corner is ``values_``."""
    result = np.zeros((5, 5))
    values_ = np.array(values_)
    result[: values_.shape[0], : values_.shape[1]] = values_
    return result


# Why no pair makes these is said in test_these_filters_have_no_pair.
NONE_MAKES = [
    small([[1, 0, 0, 0, 1], [1, 0, 0, 0, 0]]),
    small([[1, 0, 0, 0, 1], [1, 0, 0, 0, 0]]).T,
    100 * small([[0, 0, 3, 0, 0], [2, 0, 5, 0, -2]]),
    small([[0, 1, 1, 1, 1], [0, 0, 0, 0, 1]])[::-1],
]

RIGHT = [
    (check_count_values, values),
    (check_compose, signal.convolve2d),
    (check_compose, lambda a, b: signal.correlate2d(a, b[::-1, ::-1]).tolist()),
    (check_compose, lambda a, b: signal.convolve2d(b, a)),
    *((check_no_pair, lambda one=one: one) for one in NONE_MAKES),
    (check_no_pair, lambda: NONE_MAKES[0].astype(int).tolist()),
    (check_crossing, lambda parameters, values: int(parameters / values) + 1),
    (check_crossing, lambda p, v: next(n for n in itertools.count(1) if n * v > p)),
]
WRONG = [
    (check_count_values, lambda blocks, side: values(blocks, side, image=False), "should give"),
    (check_count_values, lambda blocks, side: values(blocks, side, pools=False), "should give"),
    (check_count_values, lambda blocks, side: values(blocks, side, dense=False), "should give"),
    (check_count_values, lambda blocks, side: values(blocks, side, lrn=False), "64 LRN"),
    (check_count_values, lambda blocks, side: values(blocks, side, halved_first=True), "should give"),
    (check_count_values, lambda blocks, side: values(blocks, 224), "8 | 1x1-4 6, 16"),
    (check_compose, lambda a, b: a * b, "should have shape (5, 5), got (3, 3)"),
    (check_compose, lambda a, b: signal.correlate2d(a, b), "should give"),
    (check_compose, lambda a, b: signal.convolve2d(a, b, mode="same"), "should have shape (5, 5), got (3, 3)"),
    (check_compose, lambda a, b: signal.convolve2d(a, b)[::-1, ::-1], "should give"),
    (check_compose, lambda a, b: signal.convolve2d(a, b).ravel(), "should have shape"),
    (check_no_pair, lambda: np.ones((5, 5)), "A pair makes it"),
    (check_no_pair, lambda: np.eye(5), "A pair makes it"),
    (check_no_pair, lambda: np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]), "A pair makes it"),
    (check_no_pair, lambda: np.outer([1, 2, 0, -2, -1], [1, 4, 6, 4, 1]), "A pair makes it"),
    (check_no_pair, lambda: small([[7]]), "A pair makes it"),
    (check_no_pair, lambda: np.roll(small([[1]]), (2, 2), (0, 1)), "A pair makes it"),
    (check_no_pair, lambda: small([[1] * 5]), "A pair makes it"),
    (check_no_pair, lambda: small(np.arange(9).reshape(3, 3)), "A pair makes it"),
    (check_no_pair, lambda: np.zeros((5, 5)), "All zeros"),
    (check_no_pair, lambda: np.ones((3, 3)), "should have shape (5, 5), got (3, 3)"),
    (check_no_pair, lambda: np.full((5, 5), np.nan), "should be a number"),
    (check_crossing, lambda parameters, values: parameters // values, "should give"),
    (check_crossing, lambda parameters, values: -(-parameters // values), "should give 4, got 3"),
    (check_crossing, lambda parameters, values: parameters / values, "should give"),
    (check_crossing, lambda parameters, values: values // parameters + 1, "should give"),
]
CHECKS = sorted({checked for checked, *_ in WRONG}, key=lambda checked: checked.__name__)


@pytest.mark.parametrize("checked, right", RIGHT)
def test_right_answers_pass_in_whatever_form(checked, right):
    verdict = checked(right)
    assert verdict.ok and verdict.words.startswith("Right: "), verdict


@pytest.mark.parametrize("checked, wrong, words", WRONG)
def test_common_mistakes_are_refused_and_said(checked, wrong, words):
    verdict = checked(wrong)
    assert not verdict.ok and words in verdict.words, verdict


@pytest.mark.parametrize("checked", CHECKS)
def test_an_untouched_stub_is_not_written_yet(checked):
    verdict = checked(lambda *arguments: ...)
    assert not verdict.ok and verdict.words.endswith("is not written yet.")


@pytest.mark.parametrize("one", NONE_MAKES)
def test_these_filters_have_no_pair(one):
    """Two neighbouring rows, so one of the pair has one row ``u``, and both rows are ``u`` composed with another row.

    Where one of the two is a single number, ``u`` is a single number, and the other row reaches over 3 cells at most.
    """
    both = [(rows, np.flatnonzero(rows.any(axis=1))) for rows in (one, one.T)]
    rows, places = next((rows, places) for rows, places in both if len(places) == 2 and np.ptp(places) == 1)
    columns = sorted((np.flatnonzero(rows[place]) for place in places), key=len)
    assert len(columns[0]) == 1 and np.ptp(columns[1]) + 1 > 3


@pytest.mark.parametrize("seed", range(25))
def test_whatever_a_pair_makes_is_recognised(seed):
    rng = np.random.default_rng(seed)
    a, b = rng.integers(-3, 4, (2, 3, 3))
    made = signal.convolve2d(a, b)
    verdict = check_no_pair(lambda: made)
    assert not verdict.ok
    if made.any():
        pair = verdict.words.split("it: a = ")[1].split(", both")[0].split(" and b = ")
        again = signal.convolve2d(*map(json.loads, pair))
        assert np.abs(again - made).max() < 0.05 * np.abs(made).max() + 0.1
