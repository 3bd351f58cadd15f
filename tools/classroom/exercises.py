"""The exercises of the course's notebooks, as their cells state them."""

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
EXTRA = re.compile(r"## More exercises")
TITLE = re.compile(r"\*\*(\d+\. [^*]+?)\.?\*\*")


@dataclass(frozen=True)
class Exercise:
    """The function ``name``, which ``check`` judges; ``extra`` is one below *More exercises*."""

    name: str
    check: str
    title: str
    extra: bool


def exercises(cells):
    """The exercises among the cells of a notebook of the course, in their order."""
    found, title, extra = [], "", False
    for cell in cells:
        source = text_of(cell)
        if cell["cell_type"] == "markdown":
            extra = extra or bool(EXTRA.match(source))
            titles = TITLE.findall(source)
            title = titles[-1] if titles else title
        elif "solution" not in tags(cell) and (both := _stub_with_check(source)):
            found.append(Exercise(*both, title, extra))
    return found


def _stub_with_check(source):
    """(function, check) of a cell that holds a function to complete and the call of its check, else None."""
    if "check_" not in source:
        return None
    body = ast.parse(source).body
    stubs = [node.name for node in body if isinstance(node, ast.FunctionDef) and ast.unparse(node.body) == "..."]
    match body[-1]:
        case ast.Expr(ast.Call(ast.Name(check), [ast.Name(name), *_])) if name in stubs:
            return name, check
    return None


def text_of(cell):
    """The source of a cell as one text."""
    return "".join(cell["source"])


def tags(cell):
    """The tags of a cell; none where its metadata are odd."""
    found = cell["metadata"].get("tags", [])
    return found if isinstance(found, list) else []


def read(path):
    """A notebook's JSON."""
    return json.loads(path.read_bytes())


def course(notebooks=NOTEBOOKS):
    """{stem: cells} of the notebooks that have exercises."""
    read_ = {path.stem: read(path)["cells"] for path in sorted(notebooks.glob("[0-9]*.ipynb"))}
    return {stem: cells for stem, cells in read_.items() if exercises(cells)}
