"""The checks of predictions: numbers as people write them, and choices."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from helpers.check import check_choice, check_number
from helpers.check.typed import MISREAD, typed

# The table of tests/web/number.test.js too: both sides read alike.
NUMBERS = json.loads((Path(__file__).parent / "web" / "numbers.json").read_text("utf-8"))


@pytest.mark.parametrize("text, number", NUMBERS["read"].items())
def test_a_text_is_the_number_that_a_page_without_kernel_reads(text, number):
    read = typed(text)
    assert read is None if number is None else abs(read - number) < 1e-9
    assert ("is not a number" in check_number(text, 271828).words) is (number is None)


@pytest.mark.parametrize("given, mark", NUMBERS["misread"]["marks"].items())
def test_a_number_with_the_other_decimal_point_gets_words_of_its_own(given, mark):
    answer, *wrong = NUMBERS["misread"]["foreseen"]
    verdict = check_number(given, answer, dict.fromkeys(wrong, "That is another."))
    if mark:
        assert verdict.words == f"Not {given.strip()}. {MISREAD[mark]}" and not verdict.ok
    assert any(words in verdict.words for words in MISREAD.values()) is bool(mark)


@pytest.mark.parametrize("given", ["92233720368.54775", "3.000000000000000000001", "1e40", "4"])
def test_a_number_of_numpys_is_compared_as_pythons_is(given):
    for answer, wrong in ((3, 7), (11, 4)):
        of_numpy = check_number(given, np.int64(answer), {np.int64(wrong): "That is another."}, np.int32(0))
        assert of_numpy == check_number(given, answer, {wrong: "That is another."})


def test_the_words_on_a_decimal_point_do_not_tell_the_answer():
    assert "34848" not in check_number("34.848", 34848).words.replace("34.848", "")


@pytest.mark.parametrize("given, answer", [("34,848", 34848), ("7/3", Fraction(7, 3)), ("7/3", 7 / 3), ("9.7", 9.7)])
def test_an_answer_may_be_a_fraction_or_a_float(given, answer):
    assert check_number(given, answer).ok and not check_number(given, answer + 1).ok


def test_a_right_answer_is_shown_short():
    assert check_number("7/3", 7 / 3).words == "Right: 2.33333."
    assert check_number("0.3", 0.1 + 0.2).words == "Right: 0.3."


def test_a_tolerance_is_kept_on_both_sides():
    assert check_number("2.33", 7 / 3, tolerance=0.01).ok and check_number("2.34", 7 / 3, tolerance=0.01).ok
    assert not check_number("2.3", 7 / 3, tolerance=0.01).ok


def test_a_known_mistake_gets_its_own_explanation():
    assert check_number("81", 0, because={81: "the sum of the pixels"}).words == "Not 81. the sum of the pixels"
    assert "Try once more" in check_number("3", 0, because={81: "x"}).words
    assert check_choice("b", "a", because={"b": "no"}).words == "Not “b”. no"
