"""The checks of notebook 05: right answers in several forms, and the common mistakes, each seen to be refused."""

import numpy as np
import pytest

from helpers.check import check_flip, check_slope, check_stroke_filter, check_top_k
from helpers.digits import shifted

ORDER = ((-1, 0), (1, 0), (0, -1), (0, 1))


def slopes(image, error, factor=2, mean=True, turned=False):
    """Loops over the weights."""
    f = [n - e + 1 for n, e in zip(image.shape, error.shape, strict=True)]
    result = np.zeros(f)
    for i, j in np.ndindex(*f):
        products = error * image[i : i + error.shape[0], j : j + error.shape[1]]
        result[i, j] = factor * (products.mean() if mean else products.sum())
    return result[::-1, ::-1] if turned else result


def top_k(scores, labels, k, largest=True):
    order = np.argsort(-scores if largest else scores, axis=1)[:, :k]
    return sum(label in row for label, row in zip(labels, order, strict=True)) / len(labels)


def flip(answer, digit, order=ORDER):
    return next((move for move in order if answer(shifted(digit, *move)) != answer(digit)), (0, 0))


RIGHT = [
    (check_slope, slopes),
    (check_stroke_filter, lambda left, middle, right: [[right / 3, middle / 3, left / 3]] * 3),
    (check_stroke_filter, lambda left, middle, right: np.array([[right, middle, left], [7, -1, 0], [-7, 1, 0]])),
    (check_top_k, top_k),
    (check_flip, flip),
]
WRONG = [
    (check_slope, lambda i, e: slopes(i, e, factor=1), "should give"),
    (check_slope, lambda i, e: slopes(i, e, mean=False), "should give"),
    (check_slope, lambda i, e: slopes(i, e, turned=True), "should give"),
    (check_slope, lambda i, e: slopes(i, e).sum(), "should have shape (3, 3), got ()"),
    (check_stroke_filter, lambda a, b, c: [[0] * 3, [a, b, c], [0] * 3], "(1, 2, -6) should give [[1, 2, -6], [1, 2"),
    (check_stroke_filter, lambda a, b, c: [[c, b, a]] * 3, "got [[3, 6, -18], [3, 6, -18], [3, 6, -18]]"),
    (check_stroke_filter, lambda a, b, c: [[0, c, 0], [0, b, 0], [0, a, 0]], "should give"),
    (check_stroke_filter, lambda a, b, c: [[-1, 0, 1]] * 3, "got [[3, 0, -3]"),
    (check_stroke_filter, lambda a, b, c: [[c, b, a]], "should have shape (3, 3), got (5, 3)"),
    (check_top_k, lambda s, y, k: top_k(s, y, 1), "should give"),
    (check_top_k, lambda s, y, k: top_k(s, y, k, largest=False), "should give"),
    (check_top_k, lambda s, y, k: round(top_k(s, y, k) * len(y)), "should give"),
    (check_top_k, lambda s, y, k: 1 - top_k(s, y, k), "should give"),
    (check_flip, lambda answer, digit: (0, 0), "<1 for ink above row 9>, an array of shape (28, 28)"),
    (check_flip, lambda answer, digit: flip(answer, digit, ORDER[::-1]), "should give (-1, 0)"),
    (check_flip, lambda answer, digit: flip(answer, digit)[::-1], "should give"),
    (check_flip, lambda answer, digit: flip(lambda d: answer(np.roll(d, 1)), digit), "should give"),
    (check_flip, lambda answer, digit: flip(answer, digit, ORDER[:2]), "should give"),
]
CHECKS = sorted({checked for checked, *_ in WRONG}, key=lambda checked: checked.__name__)


@pytest.mark.parametrize("checked, right", RIGHT)
def test_right_answers_are_accepted(checked, right):
    assert checked(right).ok


@pytest.mark.parametrize("checked, wrong, words", WRONG)
def test_common_mistakes_are_refused_with_what_was_expected(checked, wrong, words):
    verdict = checked(wrong)
    assert not verdict.ok
    assert verdict.words.startswith("Not yet") and words in verdict.words and "Hint" in verdict.words


@pytest.mark.parametrize("checked", CHECKS)
def test_a_stub_is_not_written_yet(checked):
    assert "not written yet" in checked(lambda *arguments: ...).words


@pytest.mark.parametrize("checked", CHECKS)
def test_a_verdict_on_a_wrong_answer_can_be_read(checked):
    assert len(checked(lambda *arguments: 10**6).words) < 700


def test_a_student_who_writes_into_the_digit_spoils_no_later_try():
    def careless(answer, digit):
        found = flip(answer, digit.copy())
        digit[:] = 0
        return found

    assert check_flip(careless).ok
