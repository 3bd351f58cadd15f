"""The chain of notebooks: every committed notebook keeps to every rule, and every rule is seen to say no.

nbval compares the outputs; this file asks what nbval does not see. The rules are in ``notebook_rules.py`` and
``question_rules.py``.
"""

import copy
from pathlib import Path

import alt_rules
import nbformat
import pytest
from lesson import Lesson, prose
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebook_rules import COLLAPSED, RULES, anchors, gaps, in_chain, links
from run_notebooks import WIDGET, canonical

from helpers.networks import lenet5

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
CHAIN = [path.name for path in NOTEBOOKS if in_chain(path.name)]


def test_the_file_names_form_a_chain_without_a_gap():
    if not CHAIN:
        pytest.skip("there are no notebooks in notebooks/ yet")
    assert not list(gaps(CHAIN))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook(path, rule):
    lesson = Lesson(path.name, nbformat.read(path, as_version=4), CHAIN, FOLDER)
    broken = list(rule(lesson))
    assert not broken, "\n".join([path.name, *broken])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_file_is_what_make_notebooks_writes(path):
    notebook = nbformat.read(path, as_version=4)
    assert path.read_text("utf-8") == nbformat.writes(canonical(notebook)) + "\n"


# --- each rule is seen to say no


def code(source, *tags, **metadata):
    return new_code_cell(source, metadata={**({"tags": list(tags)} if tags else {}), **metadata})


def exercise(name):
    """A stub with its check, and its solution."""
    return [
        new_markdown_cell(f"Write `{name}` yourself."),
        code(f"def {name}(x):\n    ...\n\ncheck_{name}({name})"),
        code(
            f"def {name}_solution(x):\n    return x\n\ncheck_{name}({name}_solution)",
            "solution",
            jupyter={"source_hidden": True},
        ),
    ]


@pytest.fixture
def lesson(tmp_path):
    """A small notebook, the second of three, that keeps to every rule."""
    cells = [
        new_markdown_cell("# Slide a window\n\nA first sentence, `a != b`, $5!$ and ![alt](figure.svg)."),
        code(
            "from helpers.draw import draw_output_size\nfrom helpers.predict import predict_number\n"
            "from helpers.shapes import output_size\ndef last(n): return output_size(n, 3) - 1\n"
            "draw_output_size(7, 3)",
            jupyter={"source_hidden": True},
        ),
        new_markdown_cell(
            "## What a *window* sees: `x[0]`\n\nSee [before](00_start.ipynb#First-steps) and [here](#Slide-a-window)."
        ),
    ]
    for n in (7, 8, 9):
        cells += [
            new_markdown_cell("**Predict.** Where does it stop?"),
            code(f"predict_number('stop', lambda: last({n}))"),
        ]
    cells += [cell for name in ("flip", "slide", "pad") for cell in exercise(name)]
    cells += [
        new_markdown_cell("*Try.*\n\n1. Count.\n2. Add."),
        code('seen(\n    "Nine.",\n    f"It is {2 + 3}.",\n)', "seen", jupyter={"source_hidden": True}),
        new_markdown_cell("### More: another way\n\nWhat is in it.", metadata={COLLAPSED: True}),
        new_markdown_cell("## The end\n\n[Previous](00_start.ipynb), [next](02_stride.ipynb)"),
    ]
    count = 0
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
    cells[1].outputs.append(new_output("display_data", {"image/svg+xml": "<svg/>"}))
    chain = ["00_start.ipynb", "01_window.ipynb", "02_stride.ipynb"]
    for name in chain:
        nbformat.write(new_notebook(cells=[new_markdown_cell("# First steps", id="a")]), tmp_path / name)
    (tmp_path / "figure.svg").write_text("<svg/>")
    return Lesson(chain[1], canonical(new_notebook(cells=cells)), chain, tmp_path)


def test_a_good_notebook_keeps_to_every_rule(lesson):
    assert {rule.__name__: list(rule(lesson)) for rule in RULES if list(rule(lesson))} == {}


def set_source(index, source):
    def breaking(cells):
        cells[index].source = source

    return breaking


def append_source(index, text):
    def breaking(cells):
        cells[index].source += text

    return breaking


def without(index):
    return lambda cells: cells.pop(index)


def store(output):
    return lambda cells: cells[1].outputs.append(output)


def change(index, **values):
    return lambda cells: cells[index].update(values)


def untag(index, key):
    return lambda cells: cells[index].metadata.pop(key)


def hidden(index, value):
    return lambda cells: cells[index].metadata["jupyter"].update(source_hidden=value)


BARS = "Bar chart: a bar for each of the 7 places, and each is higher than the one before."


def chart(alt):
    """Cell 1 shows a chart, with ``alt`` as its words."""

    def breaking(cells):
        cells[1].outputs.append(new_output("display_data", {"image/png": "x", "text/plain": "<Figure>"}))
        cells[1].metadata.update({"alt": alt} if alt else {})

    return breaking


# Cells of the good notebook: 0 title, 1 code with a picture, 2 text, 3..8 text and prediction, 9..17 three times
# text, stub and solution, 18 a Try, 19 its answers, 20 a folded heading, 21 the links. The sentence must contain the
# words, so that the right rule speaks for the right reason.
BREAKS = [
    ("has_a_title_first", set_source(0, "No title"), "title"),
    ("has_a_title_first", set_source(0, "## A heading of the second order"), "title"),
    ("is_executed_in_order", change(1, execution_count=None), "counts must be 1..11"),
    ("is_executed_in_order", change(1, execution_count=7), "counts must be 1..11"),
    ("is_stored_canonically", store(new_output("display_data", {WIDGET: {}, "text/plain": "x"})), "widget"),
    ("is_stored_canonically", change(1, metadata={"execution": {"a": "now"}}), "canonical"),
    ("stores_no_error", store(new_output("error", ename="KeyError", evalue="'x'", traceback=[])), "KeyError"),
    ("shows_a_picture_first", append_source(1, "\n1"), "must end in a picture"),
    ("shows_a_picture_first", untag(1, "jupyter"), "must be folded"),
    ("shows_a_picture_first", change(1, outputs=[]), "stores no picture"),
    ("shows_a_picture_first", lambda cells: cells.insert(1, cells.pop(2)), "among the first two"),
    ("has_short_cells", set_source(1, "\n".join("abcdefghijklmnop")), "16 lines"),
    ("has_short_cells", set_source(1, " \n"), "empty"),
    ("asks_before_each_code_cell", without(0), "without a markdown cell"),
    ("asks_before_each_code_cell", set_source(3, "## Only a heading"), "heading without a sentence"),
    ("keeps_to_plain_imports", set_source(1, "from helpers.layers import *"), "import *"),
    ("keeps_to_plain_imports", set_source(1, "import sys\nsys.path.append('..')"), "sys.path"),
    ("keeps_to_plain_imports", set_source(1, "%pip install numpy"), "pip"),
    ("keeps_to_plain_imports", set_source(1, "!pip install numpy"), "pip"),
    ("keeps_to_plain_imports", set_source(1, "os.system('pip install numpy')"), "pip"),
    ("keeps_to_plain_imports", set_source(1, "if sys.platform == 'win32': 1"), "platform"),
    ("keeps_to_plain_imports", set_source(1, "'emscripten' in x"), "platform"),
    ("ends_no_line_in_a_semicolon", set_source(1, "plot(x);"), "`;`"),
    ("ends_no_line_in_a_semicolon", set_source(1, "plot(x);  \n1"), "`;`"),
    ("speaks_calmly", append_source(2, "\nWell done!"), "'!'"),
    ("speaks_calmly", append_source(2, "\n很好！"), "'！'"),
    ("speaks_calmly", append_source(2, "\nGood \U0001f389"), "\U0001f389"),
    ("has_links_that_lead_somewhere", append_source(2, " [a](09_none.ipynb)"), "no file"),
    ("has_links_that_lead_somewhere", append_source(2, " ![a](Figure.svg)"), "no file"),
    ("has_links_that_lead_somewhere", append_source(2, ' <img src="none.svg">'), "no file"),
    ("has_links_that_lead_somewhere", append_source(2, " [a](#No-such-heading)"), "no heading"),
    ("has_links_that_lead_somewhere", append_source(2, " [a](00_start.ipynb#first-steps)"), "no heading"),
    ("has_links_that_lead_somewhere", append_source(2, " [a](../README.md)"), "leaves the folder"),
    ("links_to_its_neighbours", set_source(21, "[Previous](00_start.ipynb)"), "next notebook, 02_stride.ipynb"),
    ("links_to_its_neighbours", set_source(21, "[Next](02_stride.ipynb)"), "previous notebook, 00_start.ipynb"),
    ("links_to_its_neighbours", lambda cells: cells.append(code("1")), "must be markdown"),
    ("has_enough_predictions", without(4), "there are 2"),
    ("hides_the_answers_of_its_predictions", set_source(4, "predict_number('stop', 4)"), "must be a lambda"),
    ("hides_the_answers_of_its_predictions", set_source(4, "predict_number('stop', lambda: 4)"), "literal 4"),
    ("hides_the_answers_of_its_predictions", set_source(4, "predict_number('stop', lambda: 2 * 2)"), "literal 2 * 2"),
    ("hides_the_answers_of_its_predictions", set_source(1, "last(7)"), "cell 2 already"),
    ("hides_the_answers_of_its_predictions", set_source(1, "stop = last(7)"), "cell 2 already"),
    ("hides_the_answers_of_its_predictions", set_source(1, "print('stop', last(7))"), "cell 2 already"),
    (
        "offers_its_answers",
        set_source(4, "predict_choice('q', ['a', 'b'], lambda: 'c' if last(7) else '?')"),
        "answer 'c' is not among the options ['a', 'b']",
    ),
    (
        "offers_its_answers",
        set_source(4, "predict_choice('q', options=['a', 'b'], answer=lambda: 'c')"),
        "answer 'c' is not among the options ['a', 'b']",
    ),
    ("asks_with_what_is_there", set_source(1, "def last(n): return n"), "uses 'predict_number'"),
    ("asks_with_what_is_there", set_source(6, "predict_number('stop', lambda: first(8))"), "cell 7 is a question"),
    ("asks_with_what_is_there", set_source(6, "predict_number('stop', lambda: [n for n in s])"), "uses 's'"),
    ("asks_with_what_is_there", set_source(1, "from a import predict_number\ndef f():\n    last = 1"), "uses 'last'"),
    ("asks_with_what_is_there", lambda cells: cells.insert(8, cells.pop(1)), "uses 'last'"),
    ("has_hidden_checked_solutions", untag(11, "tags"), "not tagged"),
    ("has_hidden_checked_solutions", untag(11, "jupyter"), "not hidden"),
    ("has_hidden_checked_solutions", hidden(11, False), "not hidden"),
    ("has_hidden_checked_solutions", set_source(11, "def flip(x): ...\ncheck_flip(flip)"), "<name>_solution"),
    ("has_hidden_checked_solutions", set_source(11, "def flip_solution(x): ..."), "must end in check_"),
    ("has_hidden_checked_solutions", set_source(11, "def flip_solution(x): ...\ncheck_flip(flip)"), "must end in"),
    ("lets_the_student_try_before_each_solution", set_source(10, "check_flip(flip)"), "has the stub"),
    ("lets_the_student_try_before_each_solution", set_source(10, "def flip(x): ..."), "the student's own"),
    ("lets_the_student_try_before_each_solution", lambda cells: cells.insert(9, cells.pop(11)), "has the stub"),
    ("has_enough_exercises", without(11), "there are 2"),
    ("answers_each_try", append_source(18, "\n\nGo on."), "must end its cell"),
    ("answers_each_try", without(19), "no cell tagged `seen`"),
    ("answers_each_try", untag(19, "tags"), "no cell tagged `seen`"),
    ("answers_each_try", append_source(18, "\n3. Halve."), "has 3 things to try, and 2 answers follow"),
    ("answers_each_try", hidden(19, False), "its source is not hidden"),
    ("answers_each_try", set_source(19, "seen('Nine.', 'Ten.')"), "an answer in its first line"),
    ("folds_what_is_more", untag(20, COLLAPSED), "headings that begin with More are folded"),
    ("folds_what_is_more", set_source(20, "### Less\n\nWhat is in it."), "headings that begin with More are folded"),
    ("folds_what_is_more", set_source(20, "### More: another way"), "a sentence below the heading"),
    ("folds_what_is_more", append_source(20, "\n\n#### Deeper"), "neither folds nor unfolds"),
    ("folds_what_is_more", set_source(21, "Text.\n\n## The end"), "neither folds nor unfolds"),
    ("takes_its_answers_from_the_file", append_source(2, " PyTorch gives 2."), "names another program"),
    ("gives_its_charts_words", chart(None), "40 to 300 characters"),
    ("gives_its_charts_words", chart("Bars."), "40 to 300 characters"),
    ("gives_its_charts_words", chart(BARS * 8), "40 to 300 characters"),
    ("gives_its_charts_words", chart(f"{BARS} A first sentence,"), "in the text beside it: 'A first sentence,'"),
    ("gives_its_charts_words", chart(f"{BARS} The last is 8."), "'8', which no cell beside it has"),
    ("gives_its_charts_words", lambda cells: cells[1].metadata.update(alt=BARS), "shows no chart"),
    ("marks_its_networks_tables", store(new_output("stream", text=f"{lenet5()}\n")), "not tagged `table`"),
]  # fmt: skip


@pytest.mark.parametrize("name, breaking, words", BREAKS, ids=[f"{name}-{words}" for name, _, words in BREAKS])
def test_a_broken_notebook_is_refused_with_a_sentence(lesson, name, breaking, words):
    (rule,) = [rule for rule in RULES if rule.__name__ == name]
    notebook = copy.deepcopy(lesson.notebook)
    breaking(notebook.cells)
    broken = list(rule(Lesson(lesson.name, notebook, lesson.chain, lesson.folder)))
    assert any(words in sentence for sentence in broken), broken


def test_a_chart_with_words_of_its_own_keeps_to_the_rule(lesson):
    chart(BARS)(lesson.cells)
    assert not list(alt_rules.gives_its_charts_words(lesson))


def test_every_rule_is_broken_once():
    assert {name for name, _, _ in BREAKS} == {rule.__name__ for rule in RULES}


def test_a_gap_in_the_chain_is_named():
    assert not list(gaps(["00_a.ipynb", "01_b_c.ipynb"]))
    assert list(gaps(["00_a.ipynb", "02_b.ipynb"])) == ["02_b.ipynb should be the notebook 01_<words>.ipynb"]
    assert list(gaps(["01_a.ipynb"])) and list(gaps(["00_a b.ipynb"])) and list(gaps(["00_a.ipynb", "00_b.ipynb"]))


def test_an_appendix_is_no_link_of_the_chain_and_leads_back_to_it(lesson):
    names = ["00_a.ipynb", "01_b.ipynb", "appendix_c.ipynb"]
    assert not list(gaps(names)) and list(filter(in_chain, names)) == names[:2]
    assert list(gaps(["00_a.ipynb", "appendix c.ipynb"]))
    beside = Lesson("appendix_c.ipynb", copy.deepcopy(lesson.notebook), lesson.chain, lesson.folder)
    assert {rule.__name__: list(rule(beside)) for rule in RULES if list(rule(beside))} == {}
    beside.cells[-1].source = "[Another](02_stride.ipynb)"
    (broken,) = [sentence for rule in RULES for sentence in rule(beside)]
    assert broken == "the last cell has no link to the first notebook, 00_start.ipynb"


def test_an_appendix_needs_questions_and_no_exercises(lesson):
    beside = Lesson("appendix_c.ipynb", new_notebook(cells=lesson.cells[:4]), lesson.chain, lesson.folder)
    enough = [rule for rule in RULES if rule.__name__ in ("has_enough_predictions", "has_enough_exercises")]
    assert [bool(list(rule(beside))) for rule in enough] == [True, False]


def test_notebook_00_needs_no_exercises(lesson):
    first = Lesson("00_start.ipynb", new_notebook(cells=lesson.cells[:3]), lesson.chain, lesson.folder)
    for rule in RULES:
        if rule.__name__ in ("has_enough_predictions", "has_enough_exercises"):
            assert not list(rule(first))


def test_prose_leaves_out_what_is_not_prose():
    source = "a ![x](y!.svg) `b != c` ``d`!`` $n!$\n```python\ne != f\n```\n$$\ng!\n$$\n<!-- h! --> [i](j!.ipynb)"
    assert "!" not in prose(source)
    assert prose("Stop! ![x](y.svg)").count("!") == 1


def test_anchors_follow_jupyterlab():
    notebook = new_notebook(
        cells=[new_markdown_cell("# Slide a *window*, `x_0`\ntext\n## 卷积 (convolution)\n```\n# no heading\n```")]
    )
    assert anchors(notebook) == {"Slide-a-window,-x_0", "卷积-(convolution)"}


def test_links_in_code_are_no_links():
    assert links("`[a](b)` [c](d.ipynb) ![e](f.svg 'title') <a href='g'>") == ["d.ipynb", "f.svg", "g"]
