"""The checks of predictions: numbers as people write them, and choices."""

import pytest

from helpers.check import check_choice, check_number


@pytest.mark.parametrize(
    "given, ok", [("5", True), (" 5 ", True), ("5.0", True), ("10/2", True), ("5,0", True), ("4", False)]
)
def test_a_number_is_read_as_people_write_it(given, ok):
    assert check_number(given, 5).ok is ok


@pytest.mark.parametrize(
    "given, answer", [("34,848", 34848), ("34 848", 34848), ("1,234,567", 1234567), ("2,5", 2.5)]
)
def test_commas_are_thousands_or_a_decimal_point(given, answer):
    assert check_number(given, answer).ok
    assert not check_number("0,125", 125).ok and check_number("0,125", 0.125).ok


@pytest.mark.parametrize("given", ["", "five", "1/0", "nan", "5 5"])
def test_what_is_no_number_is_said_to_be_none(given):
    assert "is not a number" in check_number(given, 5).words


def test_a_tolerance_is_kept_on_both_sides():
    assert check_number("2.33", 7 / 3, tolerance=0.01).ok and check_number("2.34", 7 / 3, tolerance=0.01).ok
    assert not check_number("2.3", 7 / 3, tolerance=0.01).ok


def test_a_known_mistake_gets_its_own_explanation():
    assert check_number("81", 0, because={81: "the sum of the pixels"}).words == "Not 81. the sum of the pixels"
    assert "Try once more" in check_number("3", 0, because={81: "x"}).words
    assert check_choice("b", "a", because={"b": "no"}).words == "Not “b”. no"
