"""The cells that an explorer needs: run alone, they show what the whole notebook shows, and none is too many."""

import ast
import contextlib
from pathlib import Path

import nbformat
import pytest
from lesson import called

from helpers.explore.explorer import Explorer
from helpers.explore.needs import names_of, needed

FOLDER = Path(__file__).parents[1] / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))


def explorers():
    """(path, the texts of its code cells, the number of one that ends in an explorer, its stored outputs) of each."""
    for path in PATHS:
        cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        for k, cell in enumerate(cells):
            last = ast.parse(cell.source).body[-1:]
            call = last[0].value if last and isinstance(last[0], ast.Expr) else None
            if isinstance(call, ast.Call) and called(call).startswith("explore_"):
                yield pytest.param(path, [one.source for one in cells], k, cell.outputs, id=f"{path.stem}-{cell.id}")


CELLS = [*explorers()]


def run(sources):
    """The value of the last line of the last one of ``sources``, which run in names of their own."""
    names = {"__name__": "__main__"}
    *before, last = [statement for source in sources for statement in ast.parse(source).body]
    exec(compile(ast.Module(before, []), "cells", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cells", "eval"), names)


@pytest.mark.parametrize("path, sources, k, outputs", CELLS)
def test_what_an_explorer_needs_shows_what_the_whole_notebook_shows(path, sources, k, outputs):
    with contextlib.chdir(FOLDER):
        explorer = run([sources[i] for i in needed(sources, k)])
    assert isinstance(explorer, Explorer)
    (stored,) = outputs
    for kind, data in explorer._repr_mimebundle_().items():
        if kind in ("image/svg+xml", "text/plain"):
            assert data == stored.data[kind]


@pytest.mark.parametrize("path, sources, k, outputs", CELLS)
def test_without_any_one_of_them_it_does_not_run(path, sources, k, outputs):
    cells = needed(sources, k)
    assert cells[-1] == k and len(cells) <= 3
    for i in cells[:-1]:
        with contextlib.chdir(FOLDER), pytest.raises(NameError):
            run([sources[other] for other in cells if other != i])


def test_every_explorer_of_the_course_is_tried():
    assert len(CELLS) >= 30 and len({case.values[0] for case in CELLS}) == len(PATHS)


@pytest.mark.parametrize(
    "sources, cells",
    [
        (["x = 1", "x = 2", "x"], [1, 2]),  # the nearest one above
        (["x = 1", "x = x + 1", "x"], [0, 1, 2]),
        (["x = 1", "x += 1", "x"], [0, 1, 2]),
        (["x = [1]", "x[0] = 2", "y = 3", "x"], [0, 1, 3]),
        (["x = f", "x.a.b[1] = 2", "x"], [0, 1, 2]),
        (["x = [1]", "x[0] = 2", "x = [3]", "x"], [2, 3]),
        (["x = [1]", "del x[0]", "x"], [0, 1, 2]),
        (["a = 1", "b = a", "c = b", "c"], [0, 1, 2, 3]),
        (["n = 1", "def f():\n    return n", "f()"], [0, 1, 2]),  # what a function reads, when it is called
        (["n = 1", "def f():\n    n = 2\n    return n", "f()"], [1, 2]),
        (["n = 1", "g = lambda m: m + n", "g(2)"], [0, 1, 2]),
        (["i = 1", "[i for i in range(3)]"], [1]),
        (["i = 1", "for i in range(3):\n    print(i)"], [1]),
        (["i = 1", "for j in range(3):\n    print(i)"], [0, 1]),
        (["import numpy as np", "from math import pi", "np.array(pi)"], [0, 1, 2]),
        (["(a, b), *c = [1, 2], 3", "c"], [0, 1]),
        (["with open('f') as file:\n    text = 1", "text"], [0, 1]),
        (["class A:\n    size = n", "A"], [0, 1]),
        (["n = 1", "class A:\n    size = n", "A"], [0, 1, 2]),
        (["x = 1", "this is no Python", "x"], [0, 2]),
        (["x = 1", "return 3", "x"], [0, 2]),  # it has a tree, and yet it is no cell
        (["x = f", "y = await x()", "y"], [0, 1, 2]),
        (["x = 1", "%matplotlib inline\ny = x", "y"], [0, 1, 2]),
        (["max = 1", "max"], [0, 1]),  # a name that Python has too
        (["x = 1", "x"][:1], [0]),
    ],
)
def test_names_are_followed_as_python_looks_them_up(sources, cells):
    assert needed(sources, len(sources) - 1) == cells


def test_what_stands_below_is_never_needed():
    assert needed(["x = 1", "x", "x = 2"], 1) == [0, 1]


def test_a_number_that_is_no_cell_is_refused():
    with pytest.raises(ValueError, match=r"k must be 0\.\.1, the number of a code cell, got 2"):
        needed(["x = 1", "x"], 2)
    assert names_of("x = (").binds == frozenset()
