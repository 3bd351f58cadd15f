"""The course as its tests meet it: copies of its notebooks, and pages with notebooks of a test's own."""

import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path

import lab as jupyter
import nbformat
import pytest
from app import App

ROOT = Path(__file__).parents[3]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PYODIDE = ROOT.parent / "shared" / "pyodide"
PAGES = pytest.StashKey()  # what a failed test takes pictures of


def copy_course(folder):
    """Copy the course's notebooks into ``folder``, the root of a JupyterLab, trusted as `make lab` trusts them."""
    copies = [shutil.copy(path, folder) for path in sorted((ROOT / "notebooks").iterdir()) if path.is_file()]
    notebooks = [copy for copy in copies if str(copy).endswith(".ipynb")]
    subprocess.run(
        [sys.executable, "-m", "jupyter", "trust", *notebooks], env=jupyter.settings_of(folder), check=True
    )


def write(path, cells):
    """A notebook of ``cells``: code, or (kind, source, tags), where the tag "folded" is a heading that is folded."""
    new = {"markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}
    cells = [("code", cell, []) if isinstance(cell, str) else cell for cell in cells]
    notebook = nbformat.v4.new_notebook(
        cells=[new[kind](source, metadata={"tags": tags} if tags else {}) for kind, source, tags in cells]
    )
    for cell in notebook.cells:
        if "folded" in cell.metadata.get("tags", []):
            cell.metadata = {"jp-MarkdownHeadingCollapsed": True}
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


class Desk:
    """What a test has open: pages with notebooks, and the explorers in them. All of it is closed with the test."""

    numbers = count(1)

    def __init__(self, lab, chromium, folder, pages):
        self.lab, self.chromium, self.folder, self.pages, self.opened = lab, chromium, folder, pages, []

    def open(self, name, theme="light", run=True, **options):
        """A page with the notebook of this name, all of its cells run."""
        page = self.lab.open(self.chromium, name, theme, **options)
        self.pages.append(page)
        self.opened.append(page)
        if run:
            jupyter.run_all(page)
        return page

    def scratch(self, *cells, **options):
        """(page, name) of a new notebook with these cells, all of them run."""
        name = f"scratch-{next(self.numbers)}.ipynb"
        write(self.folder / name, cells)
        return self.open(name, **options), name

    def app(self, call, *cells, before="", patience=60, **options):
        """The explorer that ``call`` makes, for example "explore_pooling(n=5)"; more cells may follow it."""
        imports = f"from helpers.explore import {call.split('(')[0]}"
        page, name = self.scratch(f"{imports}\nexplorer = {call}\n{before}\nexplorer", *cells, **options)
        return App(page, self.lab, self.folder, name, patience)

    def close(self):
        while self.opened:
            page = self.opened.pop()
            self.pages.remove(page)
            page.close()
            self.lab.shut_down(page.notebook)
