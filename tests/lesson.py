"""A notebook as the rules read it: its cells, the calls and names in its code, and its prose."""

import ast
import builtins
import dis
import re
from dataclasses import dataclass
from functools import cached_property
from types import CodeType


@dataclass
class Lesson:
    """A notebook in its place: ``chain`` names the chain's in their order, ``folder`` is where they are."""

    name: str
    notebook: dict
    chain: list
    folder: object = None

    @property
    def cells(self):
        return self.notebook.cells

    @cached_property
    def code(self):
        """(number of the cell from 1, cell) for each code cell."""
        return [(number, cell) for number, cell in enumerate(self.cells, 1) if cell.cell_type == "code"]

    @cached_property
    def markdown(self):
        return [(number, cell) for number, cell in enumerate(self.cells, 1) if cell.cell_type == "markdown"]

    @property
    def asks(self):
        """Every notebook but 00, which only shows the way."""
        return not self.name.startswith("00")

    @property
    def teaches(self):
        """Every one of those in the chain: an appendix has no exercises."""
        return self.asks and self.name in self.chain

    @cached_property
    def folded(self):
        """The numbers of the cells that are folded away under a heading that begins with *More*.

        As JupyterLab folds: from the cell after the heading's up to the next heading of its rank or a higher one.
        """
        folded, rank = set(), 0
        for number, cell in enumerate(self.cells, 1):
            heading = re.match(r"(#+) (More\b)?", cell.source) if cell.cell_type == "markdown" else None
            if heading and rank and len(heading[1]) <= rank:
                rank = 0
            if rank:
                folded.add(number)
            elif heading and heading[2]:
                rank = len(heading[1])
        return folded

    @property
    def minutes(self):
        """(minutes that the notebook asks for, minutes of what is folded away), for a reader in a second language.

        An estimate: 130 words or 4 lines of code a minute, 1.2 minutes for a question, 2 for an item of a *Try*, 6
        for an exercise. Code and answers that are folded away count nothing, nor do the questions that come back
        (``recall``), which say their own two minutes, and first rungs: a notebook can be done without them.
        """
        spent = {False: 0.0, True: 0.0}
        for number, cell in enumerate(self.cells, 1):
            spent[number in self.folded] += minutes_of(cell)
        return spent[False], spent[True]


def minutes_of(cell):
    """What a cell takes, by the rule of ``Lesson.minutes``."""
    if cell.cell_type == "markdown":
        return len(prose(cell.source).split()) / 130 + 2 * len(tries(cell))
    if "predict" in cell.metadata.get("tags", []):
        return 1.2
    if cell.metadata.get("jupyter", {}).get("source_hidden"):
        return 0
    return 6 if calls(cell, "check_") else len(cell.source.strip().splitlines()) / 4


def tries(cell):
    """The items of a Markdown cell's *Try*: those of its list, or the one paragraph that it is."""
    _, found, after = cell.source.partition("*Try.*")
    return re.findall(r"^\d+\. .+", after, re.M) or ([after] if found else [])


def is_solution(cell):
    return "solution" in cell.metadata.get("tags", [])


def tree(cell):
    """The syntax tree of a code cell; IPython's own lines (% and !) count as nothing."""
    source = "\n".join("pass" if line.lstrip().startswith(("%", "!")) else line for line in cell.source.split("\n"))
    return ast.parse(source)


def called(node):
    """The name of the function that a call node calls, without what stands before its last dot."""
    function = node.func
    return getattr(function, "id", None) or getattr(function, "attr", "")


def calls(cell, prefix):
    """The calls in a code cell of functions whose names start with ``prefix``."""
    return [n for n in ast.walk(tree(cell)) if isinstance(n, ast.Call) and called(n).startswith(prefix)]


def defined(cell):
    """Names of the functions that a code cell defines at its top level."""
    return [node.name for node in tree(cell).body if isinstance(node, ast.FunctionDef)]


def names_in(nodes):
    return {n.id for node in nodes for n in ast.walk(node) if isinstance(n, ast.Name)}


def looked_up(code):
    """(names that compiled code binds at the top level of its cell, names that it or its functions look up there)."""
    bound, read = set(), set()
    for instruction in dis.get_instructions(code):
        if instruction.opname == "STORE_NAME":
            bound.add(instruction.argval)
        elif instruction.opname in ("LOAD_NAME", "LOAD_GLOBAL"):
            read.add(instruction.argval)
    for inner in (constant for constant in code.co_consts if isinstance(constant, CodeType)):
        read |= looked_up(inner)[1]
    return bound, read


def names_of(cell):
    """(names that a code cell binds, names that it needs from the cells before it)."""
    bound, read = looked_up(compile(tree(cell), "cell", "exec"))
    return bound, read - bound - set(dir(builtins))


def prose(source):
    """Markdown without code, formulas, picture marks, comments and the targets of links."""
    for pattern in (
        r"^(```|~~~).*?^\1\s*$",  # a fenced block of code
        r"(`+)(?!`).*?(?<!`)\1(?!`)",
        r"\$\$.*?\$\$",
        r"\$[^$\n]+\$",
        r"<!--.*?-->",
        r"(?<=\])\([^)\s]+[^)]*\)",
        r"https?://\S+",
    ):
        source = re.sub(pattern, " ", source, flags=re.S | re.M)
    return source.replace("![", "[")
