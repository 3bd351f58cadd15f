"""`make class`: notebooks for a class, without what tells an answer, with numbers of their own."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import edition
import nbformat
import numpy as np
import pytest
from edition import TELLING
from exercises import NOTEBOOKS, course, exercises, tags, text_of
from own_numbers import ROWS, SAID, asked_of, numbered

from helpers import check
from helpers.shapes import Windows

SEEDS = [f"seed-{number}" for number in range(40)]
ORIGINALS = {path.stem: path for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
RUN = """
import json, sys
for cell in json.load(open(sys.argv[1], encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        exec(compile("".join(cell["source"]), cell["id"], "exec"), globals())
"""


def cells_of(stem, seed):
    return edition.edition(stem, json.loads(ORIGINALS[stem].read_bytes()), seed)["cells"]


def by_id(cells):
    return {cell["id"]: text_of(cell) for cell in cells}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The folder of one class edition, as the command writes it."""
    root = tmp_path_factory.mktemp("course")
    (root / "notebooks").symlink_to(NOTEBOOKS)
    assert edition.main(["spring-26"], root) == 0
    return root / "class" / "spring-26"


@pytest.mark.parametrize("stem", ORIGINALS)
def test_nothing_that_gives_an_answer_is_left(stem, written):
    notebook = nbformat.read(written / f"{stem}.ipynb", as_version=4)
    nbformat.validate(notebook)
    before = nbformat.read(ORIGINALS[stem], as_version=4)
    solutions = [cell for cell in before.cells if "solution" in tags(cell)]
    assert len(solutions) == len(exercises(before.cells))
    text = "\n".join(text_of(cell) for cell in notebook.cells)
    assert "solution" not in re.sub("Your lecturer has the solutions", "", text)
    for line in (line for cell in solutions for line in text_of(cell).split("\n") if len(line) > 40):
        assert line not in text or any(line in text_of(cell) for cell in before.cells if cell not in solutions)
    assert not any(cell.outputs or cell.execution_count for cell in notebook.cells if cell.cell_type == "code")
    assert [one.check for one in exercises(before.cells)] == [one.check for one in exercises(notebook.cells)]
    assert notebook.metadata.course == {"notebook": stem, "seed": "spring-26"}


def test_the_parts_that_tell_an_answer_are_there_in_the_course_and_gone_from_a_class_edition():
    cells = {cell["id"]: stem for stem, path in ORIGINALS.items() for cell in json.loads(path.read_bytes())["cells"]}
    assert set(TELLING) <= set(cells)
    left = by_id(cells_of("09_design_patterns", "a"))
    assert "a57157dc" in left and "7db20353" not in left and "2efb588c" not in left and "f3042f24" in left


def test_only_what_speaks_of_a_solution_goes_with_it():
    gone = {}
    for stem, path in ORIGINALS.items():
        cells = json.loads(path.read_bytes())["cells"]
        left = set(by_id(cells_of(stem, "a")))
        gone |= {
            cell["id"]: text_of(cell) for cell in cells if cell["id"] not in left and "solution" not in tags(cell)
        }
    assert [text.split("\n")[0] for text in gone.values() if text.startswith("##")] == [
        "### More: why these numbers, and a network of one's own"
    ]
    assert not any(text.startswith("**") or "check_" in text.split("check_design")[0] for text in gone.values())
    assert {"05-126", "f115b973", "661aae59"} <= set(gone)  # why a digit flips, and two that name the solution


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.texts[0][0])
def test_the_courses_own_numbers_give_the_courses_own_cells(row):
    """Without a seed nothing changes but what is said of solutions, and what a third text says otherwise."""
    cells = json.loads(ORIGINALS[row.notebook].read_bytes())["cells"]
    before = by_id(cells)
    numbered(row.notebook, cells, None)
    otherwise = {cell for row in ROWS for cell, _, *third in row.texts if third} | {cell for _, cell, *_ in SAID}
    assert {cell for cell, text in by_id(cells).items() if text != before[cell]} <= otherwise


def test_a_text_that_has_changed_is_named():
    cells = json.loads(ORIGINALS["04_pooling"].read_bytes())["cells"]
    next(cell for cell in cells if cell["id"] == "04-49")["source"] = "All activations are -6."
    with pytest.raises(ValueError, match="cell 04-49 of 04_pooling should have once: 'negative here, say -5, and'"):
        numbered("04_pooling", cells, "a")


def test_the_same_seed_writes_the_same_and_another_one_other_numbers():
    assert cells_of("01_convolution", "a") == cells_of("01_convolution", "a")
    questions = {by_id(cells_of("01_convolution", seed))["ca88d3fd"] for seed in SEEDS}
    assert len(questions) > 20


QUESTIONS = [(row.notebook, cell) for row in ROWS for cell in {one[0] for one in row.texts} if not row.check]


@pytest.mark.parametrize("stem", sorted({notebook for notebook, _ in QUESTIONS}))
def test_a_question_with_other_numbers_has_one_right_answer_and_other_wrong_ones(stem):
    """Each question is asked of every seed: what is behind a wrong answer is never said to the right one."""
    setup = {}
    exec(text_of(next(cell for cell in cells_of(stem, "a") if cell["cell_type"] == "code")), setup)
    for seed in SEEDS:
        cells = by_id(cells_of(stem, seed))
        asked = [cells[cell] for notebook, cell in QUESTIONS if notebook == stem and "predict_number(" in cells[cell]]
        assert asked
        for source in asked:
            prediction = eval(source, setup)
            answer, *wrong = prediction.foreseen()
            assert len({answer, *wrong}) == len(wrong) + 1
            assert prediction.judge(str(answer)).ok
            for given in wrong:
                verdict = prediction.judge(str(given))
                assert not verdict.ok and "Try once more" not in verdict.words


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_read_off_has_the_drawn_numbers_too(seed):
    cells = by_id(cells_of("02_stride_and_padding", seed))
    n = int(re.search(r"N = (\d+), F = 3", cells["02-33"])[1])
    windows = Windows(n, 3, stride=2)
    assert f"N = {n}," in cells["02-32"] and f"Windows({n}, 3" in cells["02-35"] and windows.left_over == 1
    assert cells["02-57"].startswith(f"*Read it.* {float(windows.exact)}, and one cell left over.")
    cells = by_id(cells_of("04_pooling", seed))
    cold = int(re.search(r"say (-\d+),", cells["04-49"])[1])
    mean = np.array([cold, 0, 0, 0]).mean()
    assert f"has one {cold} and three zeros, {cold}/4 = {mean:g}, and" in cells["2118fcbc"]


RIGHT = {
    "to the right": [[0, 0, 0], [1, 0, 0], [0, 0, 0]],
    "to the left": [[0, 0, 0], [0, 0, 1], [0, 0, 0]],
    "up": [[0, 0, 0], [0, 0, 0], [0, 1, 0]],
    "down": [[0, 1, 0], [0, 0, 0], [0, 0, 0]],
}


def test_an_exercise_asks_what_its_check_is_told():
    ways = set()
    for seed in SEEDS:
        cells, asked = by_id(cells_of("01_convolution", seed)), asked_of("check_shift", seed)
        name = asked.pop("name")
        assert f"`{name}()` gives" in cells["01-101"] and f"one pixel {asked['where']}." in cells["01-101"]
        given = {"check_shift": check.check_shift}
        exec(cells["01-102"], given)
        assert str(eval(cells["01-102"].split("\n")[-1], given)) == f"{name} is not written yet."
        exec(cells["01-102"].replace(": ...", f": return {RIGHT[asked['where']]}"), given)
        assert eval(cells["01-102"].split("\n")[-1], given).ok
        ways.add(asked["where"])

        cells, asked = by_id(cells_of("02_stride_and_padding", seed)), asked_of("check_halving", seed)
        assert f"F = {asked['f']} takes {asked['n']} cells to exactly {asked['n'] // 2}." in cells["02-97"]
        exec(cells["02-98"].replace(": ...", f": return {asked['f'] // 2 - 1}, 2"), given | vars(check))
        assert check.check_halving(lambda f=asked["f"]: (f // 2 - 1, 2), **asked).ok
    assert ways == set(RIGHT) - {"to the right"}  # the course's own way


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.texts[0][0])
def test_no_number_of_a_seed_is_the_courses_own_nor_is_an_answer(row):
    own = row.numbers(None)
    for seed in range(400):
        drawn = row.numbers(f"seed-{seed}")
        assert not [name for name in own if drawn[name] == own[name]], (seed, drawn)


def test_a_halving_of_a_seed_has_another_answer_than_the_courses():
    for seed in range(100):
        assert not check.check_halving(lambda: (1, 2), **asked_of("check_halving", f"seed-{seed}")).ok


def runs(file):
    environment = {**os.environ, "MPLBACKEND": "agg"}
    done = subprocess.run(
        [sys.executable, "-c", RUN, file], cwd=file.parent, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("stem", ["01_convolution", "02_stride_and_padding"])
def test_an_edition_runs_from_top_to_bottom(stem, written):
    runs(written / f"{stem}.ipynb")


@pytest.mark.nightly
@pytest.mark.parametrize("stem", ORIGINALS)
def test_every_edition_runs_from_top_to_bottom(stem, written):
    runs(written / f"{stem}.ipynb")


def test_pictures_go_along_and_the_lecturers_page_does_not(written):
    assert (written / "sliding.svg").exists() and not (written / "for_lecturers.md").exists()


@pytest.mark.parametrize("seeds", [[], ["../up"], ["a b"], ["x" * 61], ["a", ""]])
def test_a_seed_that_is_no_name_of_a_folder_writes_nothing(seeds, tmp_path, capsys):
    (tmp_path / "notebooks").symlink_to(NOTEBOOKS)
    assert edition.main(seeds, tmp_path) == 1
    assert "make class SEED=spring-26" in capsys.readouterr().out and not (tmp_path / "class").exists()


def test_every_notebook_with_exercises_is_known():
    assert list(course()) == [path.stem for path in sorted(Path(NOTEBOOKS).glob("0[1-9]*.ipynb"))]
