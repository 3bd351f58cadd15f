"""The page for lecturers: each call and each number on it is run, so that neither can drift from the course."""

import ast
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from helpers import explore, layers, networks, shapes
from helpers.explore.address import take
from helpers.explore.needs import needed
from helpers.explore.states import axes_of

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks"
PAGE = (FOLDER / "for_lecturers.md").read_text("utf-8")
NAMES = {"np": np, **vars(explore), **vars(layers), **vars(networks), **vars(shapes)}
LINKED = re.findall(r"`(explore_\w+\([^`]*\))`(?:\]\(([^)]+)\))? \| “([^”]+)”", PAGE)
STATES = [(call, words) for call, _, words in LINKED]
NOT_ON_A_PAGE = ["explore_pattern(n=(2, 2, 3, 3, 3), m=5, k=2)"]  # its N is typed, and no slider
REFUSALS = re.findall(r"`(output_size\([^`]*\))` \| “([^”]+)”", PAGE)
NUMBERS = re.findall(r"`([^`\n]+)` = (-?[\d,]*\.?\d+)", PAGE)


def lessons():
    """Of each lesson the rows of its pictures and those of its questions: minutes, title, notebook, and two more."""
    for lesson in PAGE.split("\n## Lesson ")[1:]:
        tables = lesson.split("\n## ")[0].split("\nAsk:\n")
        yield tuple([row.split(" | ") for row in re.findall(r"(?m)^\| (\d+ \|.*) \|$", table)] for table in tables)


QUESTIONS = [row for _, questions in lessons() for row in questions]


@pytest.mark.parametrize("call, words", STATES, ids=[call for call, _ in STATES])
def test_a_picture_says_in_its_state_what_the_page_quotes(call, words):
    explorer = eval(call, NAMES)
    assert words in f"{explorer.verdict} {explorer.picture.alts[explorer.controls['step'].value]}"


@pytest.mark.parametrize("call, words", REFUSALS, ids=[call for call, _ in REFUSALS])
def test_a_refusal_says_what_the_page_quotes(call, words):
    with pytest.raises(ValueError) as refused:
        eval(call, NAMES)
    assert words in str(refused.value)


@pytest.mark.parametrize("code, number", NUMBERS, ids=[code for code, _ in NUMBERS])
def test_a_number_is_what_its_code_computes(code, number):
    assert eval(code, NAMES) == float(number.replace(",", ""))


def test_every_call_is_quoted_and_every_equals_sign_is_run():
    assert len(STATES) == PAGE.count("`explore_") >= 20
    assert len(STATES) + len(REFUSALS) == len(re.findall(r"`(?:\]\([^)]+\))? \| “", PAGE))
    after_code = [line for line in PAGE.splitlines() for _ in re.findall(r"` = ", line)]
    assert len(NUMBERS) == len(after_code) >= 30


def test_four_lessons_of_thirty_minutes_with_their_questions():
    assert [sum(int(row[0]) for row in pictures + questions) for pictures, questions in lessons()] == [30] * 4
    for _, questions in lessons():
        assert {row[0] for row in questions} == {"1", "3"}, "aloud, or two votes, as the page says"


@pytest.mark.parametrize("row", QUESTIONS, ids=[row[1] for row in QUESTIONS])
def test_a_question_is_in_its_section_and_two_votes_are_on_a_question_with_choices(row):
    minutes, question, where, *_ = row
    number, section = re.fullmatch(r"(\d\d), section (\d+)", where).groups()
    (path,) = FOLDER.glob(f"{number}_*.ipynb")
    here, found = "", []
    for cell in nbformat.read(path, 4).cells:
        here = (
            next(iter(re.findall(r"(?m)^## (?:(\d+)\.|.)", cell.source)), here)
            if cell.cell_type == "markdown"
            else here
        )
        if here == section:
            found.append(cell.source)
    assert found, f"notebook {number} has no section {section}"
    if minutes == "3":
        assert any(f'predict_choice(\n    "{question}"' in source for source in found), "in the notebook's own words"


def test_every_explorer_of_the_course_has_its_place_or_is_left_out_on_purpose():
    named = {call.split("(")[0] for call, _ in STATES}
    missing = set(explore.__all__) - named - {"explore_receptive_field"}  # 120 minutes are short
    assert not missing, f"{sorted(missing)}: a row in a table of notebooks/for_lecturers.md, or left out here"
    assert "explore_receptive_field" not in named


@pytest.mark.parametrize("call, address, words", LINKED, ids=[call for call, _, _ in LINKED])
def test_the_address_of_a_state_opens_what_its_call_shows(call, address, words):
    if call in NOT_ON_A_PAGE:
        assert not address
        return
    explorer, asked = explorer_at(address), eval(call, NAMES)
    assert take(explorer, address.partition("?")[2]) == []
    assert words in f"{explorer.verdict} {explorer.picture.alts[explorer.controls['step'].value]}"
    assert explorer.controls["step"].value == asked.controls["step"].value
    for axis in axes_of(asked):
        assert explorer.controls[axis.name].value == asked.controls[axis.name].value, axis.name


def explorer_at(address):
    """The explorer that an address names, as its notebook makes it: 02_stride_and_padding.ipynb#convolution-2?n=4."""
    path, _, name = address.partition("?")[0].partition("#")
    function, _, number = name.rpartition("-")
    sources = [cell.source for cell in nbformat.read(FOLDER / path, 4).cells if cell.cell_type == "code"]
    own = rf"^explore_{function.replace('-', '_')}\((?:[^\n]*\n[ )])*[^\n]*\Z"  # the last call of its cell
    k = [k for k, source in enumerate(sources) if re.search(own, source, re.M)][int(number) - 1]
    names = {"__name__": "__main__"}
    *before, last = [node for i in needed(sources, k) for node in ast.parse(sources[i]).body]
    exec(compile(ast.Module(before, []), path, "exec"), names)
    return eval(compile(ast.Expression(last.value), path, "eval"), names)


def test_links_lead_to_notebooks():
    targets = re.findall(r"\]\(([^)]+)\)", PAGE)
    assert targets and all((FOLDER / target.partition("#")[0]).is_file() for target in targets)


def test_every_key_of_lecture_mode_is_on_the_page_and_in_its_list_of_keys():
    source = (ROOT / "tools" / "labextensions" / "lecture" / "page.js").read_text("utf-8")
    letters = set(re.findall(r"\b([a-zA-Z]): \"", source.split("const KEYS")[1].split("};")[0]))
    assert {"d", "w", "e", "E"} <= letters
    listed = source.split("const HELP")[1].split("]];")[0]
    table = "\n".join(re.findall(r"(?m)^\| ([^|]+) \|", PAGE.split("\n## Lesson ")[0]))
    for place in (re.findall(r'\["([^"]+)"', listed), table.split("\n")):
        assert letters <= set(re.findall(r"\b[a-zA-Z]\b", " ".join(place)))
