"""How a verdict is written: plain numbers, short ones, tables as rows; and what the frame of all checks does."""

from decimal import Decimal
from fractions import Fraction
from functools import partial

import numpy as np
import pytest

from helpers.check.verdict import agrees, called
from helpers.check.wording import written

NUMBERS = np.array([1, 2])


@pytest.mark.parametrize(
    "value, words",
    [
        (np.int64(3), "3"),
        (np.bool_(True), "True"),
        (np.float32(1 / 3), "0.333333"),
        ([np.str_("CC")], "['CC']"),
        (np.array(7), "7"),
        ([np.int64(2), np.int64(3)], "[2, 3]"),
        ((np.int64(0), np.int64(1)), "(0, 1)"),
        ((np.int64(5),), "(5,)"),
        ({np.int64(4)}, "{4}"),
        (set(), "set()"),
        ({"a": np.bool_(False), np.int64(1): [np.float64(0.5)]}, "{'a': False, 1: [0.5]}"),
        ((NUMBERS, [NUMBERS, (np.int8(9),)]), "([1, 2], [[1, 2], (9,)])"),
        (NUMBERS, "[1, 2]"),
        ([NUMBERS], "[[1, 2]]"),
        (list(NUMBERS), "[1, 2]"),
        (2 / 3, "0.666667"),
        (-1e-7, "-1e-07"),
        (27.0, "27"),
        (-0.0, "0"),
        (15_237_608.5, "15237608.5"),
        (float("nan"), "nan"),
        (Fraction(7, 3), "7/3"),
        ("CCP", "'CCP'"),
        (None, "None"),
        (..., "..."),
        (lambda: 0, "a function"),
        (len, "len"),
        (np.ones((28, 28)), "an array of shape (28, 28)"),
    ],
)
def test_a_value_is_written_in_plain_and_short_numbers(value, words):
    assert written(value) == words


def test_a_table_is_written_as_rows_below_each_other():
    assert written([[1, -20], [300, 1 / 3]]).split("\n") == ["[[       1,      -20],", " [     300, 0.333333]]"]
    assert written(np.arange(8).reshape(2, 2, 2)).split("\n") == [
        "[[[0, 1],",
        "  [2, 3]],",
        " [[4, 5],",
        "  [6, 7]]]",
    ]
    assert written([(11, 4), (3, 2)]) == "[(11, 4), (3, 2)]"


def test_a_table_stands_below_the_words_around_it():
    verdict = agrees("turn", lambda kernel: kernel, [((np.array([[1], [2]]),), np.array([[2], [1]]))], "think.")
    lines = ["Not yet. turn(", "    [[1],", "     [2]]", ") should give", "    [[2],", "     [1]]", "got"]
    assert repr(verdict).split("\n") == [*lines, "    [[1],", "     [2]]", "Hint: think."]


@pytest.mark.parametrize("number", [7, 7.0, np.int8(7), np.array(7), Fraction(7), Decimal(7), 7 + 1e-9])
def test_a_number_of_any_kind_is_a_number(number):
    assert agrees("seven", lambda: number, [((), 7)], "").ok


def test_whole_numbers_agree_to_the_last_digit():
    assert not agrees("count", lambda: 15_237_609, [((), 15_237_608)], "").ok
    assert not agrees("count", lambda: [np.int64(10**6)], [((), [10**6 + 1])], "").ok


@pytest.mark.parametrize(
    "function", [partial(pow, 2), np.vectorize(lambda n: n + 1), np.frompyfunc(lambda n: n + 1, 1, 1)]
)
def test_what_can_be_called_is_a_function(function):
    assert called("f", function, (3,), 8)[1] is None


def test_a_wrong_function_without_a_name_has_the_name_of_the_exercise():
    assert (
        agrees("f", partial(pow, 2), [((3,), 7)], "think.").words
        == "Not yet. f(3) should give 7, got 8. Hint: think."
    )


def test_a_long_print_is_not_repeated(capsys):
    def prints(n):
        print("a line\n" * n)

    assert called("prints", prints, (3,))[1].words.startswith("Not yet. prints(3) printed a text, and gives nothing")
    assert capsys.readouterr().out == "a line\n" * 3 + "\n"


def test_a_function_that_prints_and_returns_is_right_and_its_prints_are_shown_once(capsys):
    def talks(n):
        print("n is", n)
        return n

    assert agrees("talks", talks, [((1,), 1), ((2,), 2)], "").ok
    assert capsys.readouterr().out == "n is 1\nn is 2\n"


def test_the_search_for_a_call_that_gives_something_is_silent_and_stops_nowhere(capsys):
    def branch(n):
        if n == 2:
            raise ZeroDivisionError
        if n == 3:
            print("three")
            return [0]

    words = agrees("branch", branch, [((n,), [n]) for n in (1, 2, 3)], "").words
    assert words.startswith(
        "Not yet. branch(1) gives nothing back (None), and branch(3) gives [0]. Does one branch end"
    )
    assert capsys.readouterr().out == ""


def test_a_branch_without_return_is_named_though_something_is_printed():
    def branch(n):
        print("n is", n)
        return n if n > 1 else None

    words = agrees("branch", branch, [((1,), 1), ((2,), 2)], "").words
    assert words.startswith(
        "Not yet. branch(1) gives nothing back (None), and branch(2) gives 2. Does one branch end"
    )


def test_a_wrong_function_that_works_only_once_stops_no_check():
    once = iter([0])
    assert agrees("f", lambda: next(once), [((), 1)], "").words == "Not yet. f() should give 1, got 0. Hint: "


def test_an_error_without_words_has_no_colon():
    def stops():
        raise AssertionError

    assert called("stops", stops)[1].words == "Not yet. stops() stops with AssertionError"


def test_a_call_that_gives_something_is_shown_with_the_arguments_as_they_were():
    def empties(layers):
        return layers.pop() if layers.pop() == 2 else None

    words = agrees("empties", empties, [(([0, 1],), 0), (([1, 2],), 1)], "").words
    assert words.startswith("Not yet. empties([0, 1]) gives nothing back (None), and empties([1, 2]) gives 1. Does")


@pytest.mark.parametrize(
    "made, tip",
    [
        (lambda: {1, 2}, " `sorted(...)` makes a list of it."),
        (lambda: filter(None, [1, 2]), " `list(...)` makes a list of it."),
        (lambda: (n for n in (1, 2)), " `list(...)` makes a list of it."),
        (lambda: {1: 2}.keys(), " `list(...)` makes a list of it."),
        (lambda: {1: 2}.values(), " `list(...)` makes a list of it."),
        (lambda: {1: 2}, ""),
    ],
)
def test_what_can_become_a_list_is_told_how_where_a_list_is_asked_for(made, tip):
    assert called("f", made, like=[1, 2])[1].words.endswith(f"; a list of numbers is asked for.{tip}")
    assert called("f", made, like=3)[1].words.endswith("; one number is asked for.")


def test_a_set_is_no_pair_in_any_order():
    assert called("f", lambda: {1, 2}, like=(1, 2))[1].words.endswith("; a pair of numbers is asked for.")


def test_a_function_that_does_not_say_what_it_takes_is_tried():
    def silent(*numbers):
        return max(numbers)

    silent.__signature__ = "none"
    for function in (max, silent):
        assert called("f", function, (3, 8), 8) == (8, None)
