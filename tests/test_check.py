"""A check must be seen to say no: to common mistakes, to stubs, to functions that stop."""

import numpy as np
import pytest

from helpers import check
from helpers.check import check_choice, check_correlate, check_multiply_adds, check_number, check_shift, check_turn


def loops(image, kernel, turned=False, size=lambda n, f: n - f + 1, swap=False):
    kernel = kernel[::-1, ::-1] if turned else kernel
    kernel = kernel.T if swap else kernel
    rows, columns = (size(n, f) for n, f in zip(image.shape, kernel.shape, strict=True))
    output = np.zeros((rows, columns), int)
    for x, y in np.ndindex(rows, columns):
        window = image[x : x + kernel.shape[0], y : y + kernel.shape[1]]
        output[x, y] = (window * kernel[: window.shape[0], : window.shape[1]]).sum()
    return output


RIGHT = [
    (check_turn, lambda k: np.rot90(k, 2)),
    (check_turn, lambda k: [row[::-1] for row in k.tolist()[::-1]]),
    (check_correlate, loops),
    (check_shift, lambda: np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0]])),
    (check_multiply_adds, lambda n, f: sum(f * f for _ in range((n - f + 1) ** 2))),
]
WRONG = [
    (check_turn, lambda k: np.rot90(k), "should give"),
    (check_turn, lambda k: k[::-1], "should give"),
    (check_turn, lambda k: k[:, ::-1], "should give"),
    (check_turn, lambda k: k.T, "should give"),
    (check_turn, lambda k: k, "should give [[9, 8, 7], [6, 5, 4], [3, 2, 1]], got [[1, 2, 3], [4, 5, 6], [7, 8, 9]]"),
    (check_correlate, lambda i, k: loops(i, k, turned=True), "should give"),
    (check_correlate, lambda i, k: loops(i, k, size=lambda n, f: n - f), "should have shape (2, 2), got (1, 1)"),
    (check_correlate, lambda i, k: loops(i, k, size=lambda n, f: n), "should have shape"),
    (check_correlate, lambda i, k: loops(i, k, swap=True), "should"),
    (check_correlate, lambda i, k: float(loops(i, k).sum()), "should have shape (2, 2), got ()"),
    (check_shift, lambda: [[0, 0, 0], [0, 0, 1], [0, 0, 0]], "should become"),
    (check_shift, lambda: [[0, 0, 0], [0, 1, 0], [0, 0, 0]], "should become"),
    (check_shift, lambda: [[0, 1, 0], [0, 0, 0], [0, 0, 0]], "should become"),
    (check_shift, lambda: [1, 0, 0], "got shape (3,)"),
    (check_multiply_adds, lambda n, f: n * n * f * f, "multiply_adds(5, 3)"),
    (check_multiply_adds, lambda n, f: (n - f) ** 2 * f * f, "should give 81, got 36"),
    (check_multiply_adds, lambda n, f: (n - f + 1) ** 2 * f, "got 27"),
    (check_multiply_adds, lambda n, f: (n - f + 1) ** 2, "got 9"),
]
EXERCISES = sorted({c for c, *_ in WRONG}, key=lambda c: c.__name__)


@pytest.mark.parametrize("checked, right", RIGHT)
def test_right_answers_are_accepted(checked, right):
    verdict = checked(right)
    assert verdict.ok and repr(verdict).startswith("Right")


@pytest.mark.parametrize("checked, wrong, words", WRONG)
def test_common_mistakes_are_refused_with_expected_and_got(checked, wrong, words):
    wrong.__name__ = checked.__name__.removeprefix("check_")
    verdict = checked(wrong)
    assert not verdict.ok
    assert words in verdict.words


@pytest.mark.parametrize("checked", EXERCISES)
def test_a_stub_is_not_written_yet(checked):
    def stub(*_): ...

    assert repr(checked(stub)) == "stub is not written yet."
    assert not checked(lambda *_: ...).ok


@pytest.mark.parametrize("checked", EXERCISES)
@pytest.mark.parametrize("answer", ["text", [[1], [1, 2]], {"a": 1}])
def test_what_is_no_table_of_numbers_is_refused(checked, answer):
    assert not checked(lambda *_: answer).ok


@pytest.mark.parametrize("checked", EXERCISES)
def test_a_function_that_stops_is_named_with_its_error(checked):
    def broken(*_):
        raise KeyError("nothing here")

    assert "stops with KeyError" in checked(broken).words and "broken(" in checked(broken).words


def test_a_function_that_writes_into_its_argument_is_compared_with_the_original():
    def in_place(kernel):
        kernel[:] = 0
        return kernel

    assert not check_turn(in_place).ok


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


def test_every_check_of_an_exercise_is_tried_with_three_mistakes_at_least():
    mistakes = [c.__name__ for c, *_ in WRONG]
    for exercise in ("check_turn", "check_correlate", "check_shift", "check_multiply_adds"):
        assert hasattr(check, exercise) and mistakes.count(exercise) >= 3
