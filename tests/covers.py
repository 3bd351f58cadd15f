"""What is covered until a question is answered, by the rule in Python: the browser tests compare the page with it.

After a question (a cell tagged ``predict``), up to the next question or heading, the outputs of each code cell are
covered, and each paragraph that begins with "Read it.", with the formula or list that it leads on to by a colon.
Never covered: questions, cells tagged ``solution`` or ``seen``, which are folded, cells that call a ``check_...``,
and explorers tagged ``open``, to which a question sends the reader.
"""

import re
from dataclasses import dataclass, field

HEADING = re.compile(r"^#{1,6}\s", re.M)
CODE_BLOCK = re.compile(r"^(```|~~~).*?^\1\s*$", re.M | re.S)
READING = re.compile(r"\*+Read it\.\*+|Read it\.")
CHECK = re.compile(r"\bcheck_\w+\(")


@dataclass
class Cover:
    """What one question covers: indices of code cells, and (index of a markdown cell, paragraph)."""

    question: int
    outputs: list = field(default_factory=list)
    readings: list = field(default_factory=list)


def tags(cell):
    return cell.metadata.get("tags", [])


def covers(notebook):
    """A ``Cover`` for each question of a notebook, in order; cells count from 0."""
    found, now = [], None
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            if "predict" in tags(cell):
                now = Cover(index)
                found.append(now)
            elif now and not {"solution", "seen", "open"} & set(tags(cell)) and not CHECK.search(cell.source):
                now.outputs.append(index)
        elif cell.cell_type == "markdown" and now:
            before, *after = HEADING.split(CODE_BLOCK.sub("", cell.source), maxsplit=1)
            reads = ""
            for paragraph in re.split(r"\n\s*\n", before.strip()):
                reads = paragraph if READING.match(paragraph) or reads.endswith(":") else ""
                now.readings += [(index, paragraph)] if reads else []
            now = None if after else now
    return found
