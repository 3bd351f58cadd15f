"""Every notebook of the chain in a real JupyterLab: it runs whole, without an error, and its pictures come alive."""

import ast
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted(Path(__file__).parents[2].joinpath("notebooks").glob("*.ipynb"))


def explorers_in(notebook):
    """How many cells end in an explorer."""
    count = 0
    for cell in notebook.cells:
        body = ast.parse(cell.source).body if cell.cell_type == "code" else []
        call = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
        count += isinstance(call, ast.Call) and getattr(call.func, "id", "").startswith("explore_")
    return count


def test_the_chain_is_there():
    assert len(NOTEBOOKS) == 9
    assert explorers_in(nbformat.read(NOTEBOOKS[1], as_version=4)) == 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_whole_and_its_pictures_come_alive(open_notebook, path):
    page = open_notebook(path.name)
    errors = page.locator('[data-mime-type*="error"], [data-mime-type*="stderr"]')
    found, panel = set(), page.locator(".jp-WindowedPanel-outer")
    for _ in range(400):  # JupyterLab draws the outputs that are near the screen
        assert errors.count() == 0
        for explorer in page.locator(".cnn-explorer").all():
            found.add(explorer.evaluate("e => e.closest('.jp-Cell').querySelector('.jp-InputPrompt').textContent"))
        panel.evaluate("e => e.scrollBy(0, 600)")
        page.wait_for_timeout(60)
        if panel.evaluate("e => e.scrollTop + e.clientHeight >= e.scrollHeight - 2"):
            break
    assert len(found) == explorers_in(nbformat.read(path, as_version=4))
    assert [error for error in page.errors if "favicon" not in error] == []
