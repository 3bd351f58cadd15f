"""The notebooks in their order, as 00 tells it: numbers, names, questions and minutes, typed there and nowhere else.

What stands beside the chain, an appendix, tells its own name and question. The names that notebooks once had are in
tools/renamed.py, for old addresses.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat

sys.path.append(str(Path(__file__).resolve().parents[1]))
from renamed import RENAMED as RENAMED

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
_ROW = re.compile(r"^\| \**\[?(\d\d) ([^\]|*]+?)\]?(?:\([^)]*\))?\** \| (.+?) \| *(\d*) *\| *(?:\d*) *\|$", re.M)


@dataclass(frozen=True)
class Link:
    """One notebook of the chain; ``path`` is None while it is being written, ``minutes`` "" while nobody knows."""

    number: str  # "" of an appendix
    name: str
    question: str
    minutes: str
    path: Path | None

    @property
    def label(self):
        """What stands above its title."""
        return f"Notebook {self.number}" if self.number else "Appendix"

    @property
    def page(self):
        """Where the readable page is, seen from the other pages."""
        return f"{self.path.stem}.html"

    @property
    def live(self):
        """Where the notebook runs, seen from the pages."""
        return f"live/lab/index.html?path={self.path.name}"


def chain(folder=NOTEBOOKS):
    """The chain's links in their order.

    Errors: ``ValueError`` where a notebook of the folder has no row in the table.
    """
    paths = {path.name[:2]: path for path in sorted(folder.glob("[0-9][0-9]_*.ipynb"))}
    start = nbformat.read(paths["00"], as_version=4)
    table = next(cell.source for cell in start.cells if _ROW.search(cell.source))
    rows = _ROW.findall(table)
    if missing := sorted(set(paths) - {row[0] for row in rows}):
        raise ValueError(f"notebook {', '.join(missing)} has no row in the table of {paths['00'].name}")
    return [Link(*row, paths.get(row[0])) for row in rows]


def appendices(folder=NOTEBOOKS):
    """The notebooks beside the chain, ``appendix_...``: the title is the name, the first paragraph the question."""
    links = []
    for path in sorted(folder.glob("appendix_*.ipynb")):
        title, question = nbformat.read(path, as_version=4).cells[0].source.split("\n\n")[:2]
        links.append(Link("", title.removeprefix("# "), question, "", path))
    return links
