"""A second run of any cell changes nothing: not from the last cell to the first one, and not twice in a row."""

import time

import nbformat
import pytest
from again import FOLDER, Session
from nbformat.v4 import new_code_cell

SLOW = 1.0  # seconds; what takes longer is run once more and not twice


def changed(code):
    """The numbers of the cells that show something else when they are run again after all, the last ones first."""
    session, first, took = Session(), [], []
    for cell in code:
        began = time.perf_counter()
        first.append(session.run(cell))
        took.append(time.perf_counter() - began)
    found = []
    for number in reversed(range(len(code))):
        for _ in range(1 if took[number] > SLOW else 2):
            try:
                shown = session.run(code[number])
            except Exception as error:
                shown = f"{type(error).__name__}: {error}"
            if shown != first[number] and number not in found:
                found.append(number)
    return sorted(found)


LONG = ("05", "06", "07", "08")  # these train, or run large networks
NOTEBOOKS = [
    pytest.param(path, marks=[pytest.mark.nightly] * path.name.startswith(LONG), id=path.stem)
    for path in sorted(FOLDER.glob("*.ipynb"))
]


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_cells_that_are_run_again_show_what_they_showed(path):
    code = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    again = [code[number].source for number in changed(code)]
    assert again == [], "a name is used twice: give one of the two another name"


@pytest.mark.parametrize(
    "sources, numbers",
    [
        (["w = 1", "print(w)", "w = w + 1\nprint(w)"], [1, 2]),
        (["w = 1", "print(w)", "v = w + 1\nprint(v)"], []),
        (["a = [1]", "a.append(2)\na"], [1]),
        (["e = 3\nprint(e)", "print(e + 1)", "e = 'text'"], [1]),
        (["import numpy as np\nr = np.random.default_rng(0)", "r.random()"], [1]),
        (["import numpy as np", "np.random.default_rng(0).random()"], []),
    ],
)
def test_a_name_that_is_used_twice_is_seen(sources, numbers):
    assert changed([new_code_cell(source) for source in sources]) == numbers
