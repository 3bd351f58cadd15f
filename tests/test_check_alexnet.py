"""The checks of notebook 06: right answers in several forms, and the common mistakes, each seen to be refused."""

from math import ceil

import pytest

from helpers.check import check_first_fc, check_grouped_parameters, check_normalised


def parameters(c, k, f, groups, depth=lambda c, groups: c // groups, bias=1):
    return sum(sum(1 for _ in range(f * f * depth(c, groups))) + bias for _ in range(k))


def first_fc(n, padding, divide=lambda a, b: a // b, sides=1, pools=3, maps=256):
    side = divide(n + (1 + sides) * padding - 11, 4) + 1
    for _ in range(pools):
        side = divide(side - 3, 2) + 1
    return maps * side * side


def lrn(a, i, alpha=1e-4, reach=2, own=True, power=0.75, k=2):
    squares = [v * v for j, v in enumerate(a) if abs(i - j) <= reach and (own or j != i)]
    return a[i] / (k + alpha * sum(squares)) ** power


RIGHT = [
    (check_grouped_parameters, parameters),
    (check_first_fc, first_fc),
    (check_first_fc, lambda n, p: first_fc(n, p, divide=lambda a, b: int(a / b))),
    (check_normalised, lrn),
]
WRONG = [
    (check_grouped_parameters, lambda c, k, f, g: parameters(c, k, f, 1), "should give"),
    (check_grouped_parameters, lambda c, k, f, g: parameters(c, k, f, g, bias=0), "should give"),
    (check_grouped_parameters, lambda c, k, f, g: parameters(c, k // g, f, g), "should give"),
    (check_grouped_parameters, lambda c, k, f, g: g * parameters(c, k, f, g), "should give"),
    (check_first_fc, lambda n, p: 9216, "first_fc(224, 0) should give 6400, got 9216"),
    (check_first_fc, lambda n, p: first_fc(n, p, divide=lambda a, b: ceil(a / b)), "should give"),
    (check_first_fc, lambda n, p: first_fc(n, p, sides=0), "should give"),
    (check_first_fc, lambda n, p: first_fc(n, p, pools=2), "should give"),
    (check_first_fc, lambda n, p: first_fc(n, p, maps=1), "should give"),
    (check_normalised, lambda a, i: lrn(a, i, alpha=1e-4 / 5), "should give"),  # PyTorch's form
    (check_normalised, lambda a, i: lrn(a, i, reach=5), "should give"),
    (check_normalised, lambda a, i: lrn(a, i, own=False), "should give"),
    (check_normalised, lambda a, i: lrn(a, i, power=1), "should give"),
    (check_normalised, lambda a, i: lrn(a, i, k=1), "should give"),
]
CHECKS = sorted({checked for checked, *_ in WRONG}, key=lambda checked: checked.__name__)


@pytest.mark.parametrize("checked, right", RIGHT)
def test_right_answers_are_accepted(checked, right):
    assert checked(right).ok


@pytest.mark.parametrize("checked, wrong, words", WRONG)
def test_common_mistakes_are_refused_with_what_was_expected(checked, wrong, words):
    wrong.__name__ = checked.__name__.removeprefix("check_")
    verdict = checked(wrong)
    assert not verdict.ok
    assert verdict.words.startswith("Not yet") and words in verdict.words and "Hint" in verdict.words


@pytest.mark.parametrize("checked", CHECKS)
def test_a_stub_is_not_written_yet(checked):
    assert "not written yet" in checked(lambda *arguments: ...).words
