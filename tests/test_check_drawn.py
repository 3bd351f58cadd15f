"""Inputs that a check draws for marks: no verdict has shown them, and what knows only the shown ones fails."""

import inspect
from copy import deepcopy

import numpy as np
import pytest
from test_check_exercises import EXERCISES, name

from helpers.check import check_halving, check_shift

DRAWING = [checked for checked in EXERCISES if "rng" in inspect.signature(checked).parameters]
every_drawing_check = pytest.mark.parametrize("checked", DRAWING, ids=name)


def key(arguments):
    return repr([argument.__name__ if callable(argument) else argument for argument in arguments])


def test_every_check_whose_function_takes_arguments_draws():
    asked = {name(checked) for checked in EXERCISES if f"{name(checked)}()``" not in checked.__doc__}
    assert {name(checked) for checked in DRAWING} == asked


@every_drawing_check
@pytest.mark.parametrize("seed", range(5))
def test_right_answers_pass_on_drawn_inputs_and_common_mistakes_do_not(checked, seed):
    rights, wrongs = EXERCISES[checked]
    for right in rights:
        verdict = checked(right, np.random.default_rng(seed))
        assert verdict.ok, verdict
    assert not any(checked(wrong, np.random.default_rng(seed)).ok for wrong, _ in wrongs)


@every_drawing_check
def test_one_that_has_learnt_the_shown_inputs_by_heart_fails_on_drawn_ones(checked):
    right, known = EXERCISES[checked][0][0], {}

    def listens(*arguments):
        known[key(arguments)] = right(*deepcopy(arguments))
        return deepcopy(known[key(arguments)])

    def by_heart(*arguments):
        return known.get(key(arguments), next(iter(known.values())))

    assert checked(listens).ok and checked(by_heart).ok
    for seed in range(5):
        assert not checked(by_heart, np.random.default_rng(seed)).ok


@every_drawing_check
def test_the_same_generator_asks_the_same_and_another_one_something_else(checked):
    def asked(seed):
        heard = []

        def listens(*arguments):
            heard.append(key(arguments))
            return EXERCISES[checked][0][0](*arguments)

        checked(listens, np.random.default_rng(seed))
        return heard

    assert asked(1) == asked(1) != asked(2)


@pytest.mark.parametrize(
    "where, kernel",
    [
        ("to the right", [[0, 0, 0], [1, 0, 0], [0, 0, 0]]),
        ("to the left", [[0, 0, 0], [0, 0, 1], [0, 0, 0]]),
        ("up", [[0, 0, 0], [0, 0, 0], [0, 1, 0]]),
        ("down", [[0, 1, 0], [0, 0, 0], [0, 0, 0]]),
    ],
)
def test_a_shift_may_be_asked_for_in_four_ways(where, kernel):
    assert check_shift(lambda: kernel, where).words == f"Right: the picture moves one pixel {where}."
    for other in {"to the right", "to the left", "up", "down"} - {where}:
        assert not check_shift(lambda: kernel, other).ok


def test_halving_may_be_asked_of_other_numbers():
    for n in range(16, 65, 2):
        for f in (4, 6, 8):
            assert check_halving(lambda f=f: (f // 2 - 1, 2), n, f).ok
            assert not check_halving(lambda f=f: (f // 2, 2), n, f).ok
