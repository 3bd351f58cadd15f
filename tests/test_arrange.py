"""First rungs: one order of the lines is right, by the exercise's own check, and no wrong line can be in it."""

import json
import re
from itertools import pairwise, permutations
from math import factorial
from pathlib import Path

import nbformat
import numpy as np
import pytest
from test_check_exercises import EXERCISES
from test_check_exercises import name as named

from helpers.arrange import arrange_lines
from helpers.arrange.functions import RUNGS
from helpers.digits import shifted

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
CHECKS = {named(checked): checked for checked in EXERCISES}
FEW = 6  # lines whose orders are all tried on every push; more of them by night
every_rung = pytest.mark.parametrize("name", RUNGS)


def verdict_on(name, lines):
    """What the exercise's check says of the function that these lines make; None where they make none."""
    given = {"np": np, "shifted": shifted}
    try:
        exec(compile("\n".join(lines), name, "exec"), given)
        return CHECKS[name](given[name])
    except Exception:
        return None


def is_right(name, lines):
    verdict = verdict_on(name, lines)
    return verdict is not None and verdict.ok


def orders(name):
    """All orders of the lines that begin with the ``def``: before it no line means anything."""
    head, *rest = RUNGS[name].right
    return ([head, *order] for order in permutations(rest))


def may_change(name, lines):
    """Does the order differ from the right one only in lines that may change places?"""
    right, either = RUNGS[name].right, RUNGS[name].either
    return all(
        one == other or {right.index(one), right.index(other)} <= set(either)
        for one, other in zip(right, lines, strict=True)
    )


@every_rung
def test_the_lines_in_their_order_pass_the_check(name):
    assert is_right(name, RUNGS[name].right) and len(set(RUNGS[name].right)) == len(RUNGS[name].right)


def tried(name):
    return [lines for lines in orders(name) if is_right(name, lines)]


FEWER = [name for name in RUNGS if len(RUNGS[name].right) <= FEW]


@pytest.mark.parametrize("name", FEWER)
def test_no_other_order_passes(name):
    assert all(may_change(name, lines) for lines in tried(name))
    assert len(tried(name)) == factorial(len(RUNGS[name].either))


@pytest.mark.nightly
@pytest.mark.parametrize("name", sorted(set(RUNGS) - set(FEWER)))
def test_no_other_order_of_many_lines_passes(name):
    assert all(may_change(name, lines) for lines in tried(name))


@every_rung
def test_a_wrong_line_can_stand_for_no_right_one_nor_beside_them(name):
    right = list(RUNGS[name].right)
    assert len(RUNGS[name].wrong) >= 2
    for wrong, reason in RUNGS[name].wrong.items():
        assert not any(is_right(name, [*right[:k], wrong, *right[k + 1 :]]) for k in range(len(right))), wrong
        assert reason.endswith(".") and len(reason) < 120 and not set(RUNGS[name].wrong) & set(right)


@every_rung
def test_a_wrong_line_makes_a_function_in_one_place(name):
    """It is a mistake that runs, or at least could: not a line of anything."""
    right = list(RUNGS[name].right)
    for wrong in RUNGS[name].wrong:
        put = [[*right[:k], wrong, *right[k + 1 :]] for k in range(len(right))]
        assert any(compiles(lines) for lines in put), wrong


def compiles(lines):
    try:
        compile("\n".join(lines), "f", "exec")
    except SyntaxError:
        return False
    return True


@every_rung
def test_the_lines_lie_in_the_same_disorder_each_time(name):
    first, again = arrange_lines(name), arrange_lines(name)
    assert first.lines == again.lines and sorted(first.lines) == sorted([*RUNGS[name].right, *RUNGS[name].wrong])
    assert first.lines != [*RUNGS[name].right, *RUNGS[name].wrong]
    for line, place, reason in zip(first.lines, first.places, first.reasons, strict=True):
        assert (place >= 0) == (line in RUNGS[name].right) and bool(reason) == (place < 0)
    text = first._repr_mimebundle_()[0]["text/plain"]
    assert text.startswith(f"A first rung: put {len(RUNGS[name].right)} of these {len(first.lines)} lines in order")
    assert json.loads(json.dumps(first.told()))["order"] == []


def test_a_function_without_a_rung_is_named():
    with pytest.raises(ValueError, match=r"name must be one of 'correlate', .*, got 'halving'"):
        arrange_lines("halving")


def test_two_of_three_exercises_have_a_rung_right_before_their_stub():
    asked = []
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        for cell, after in pairwise(cells):
            if called := re.fullmatch(r'(?:from .*\n\n)?arrange_lines\("(\w+)"\)', cell.source):
                assert after.source.startswith(f"def {called[1]}(") and cell.metadata.tags == ["rung"]
                assert cell.metadata.jupyter.source_hidden  # a reader has no line of it to change
                asked.append(called[1])
    assert asked == list(RUNGS) and len(asked) >= 2 / 3 * len(EXERCISES)
