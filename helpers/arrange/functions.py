"""The first rungs: functions as lines to put in order, with lines that students write and what is behind them."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Rung:
    """The ``right`` lines in their order, the ``wrong`` ones with a reason each; ``either``: lines in any order."""

    right: tuple[str, ...]
    wrong: dict[str, str]
    either: tuple[int, ...] = ()


def rungs(text):
    """{function: its rung}, as ``functions.txt`` states them: its first lines say how.

    >>> rungs("== f/def f():/    return 1/-- One is asked for./    return 2".replace("/", chr(10)))["f"].wrong
    {'    return 2': 'One is asked for.'}
    """
    found = {}
    for part in f"\n{text}".split("\n== ")[1:]:
        head, *lines = part.rstrip("\n").split("\n")
        name, *either = head.split()
        marks = [k for k, line in enumerate(lines) if line.startswith("-- ")]
        right = tuple(lines[: marks[0]])
        wrong = {lines[k + 1]: lines[k].removeprefix("-- ") for k in marks}
        found[name] = Rung(right, wrong, tuple(map(int, either)))
    return found


RUNGS = rungs(Path(__file__).with_name("functions.txt").read_text("utf-8"))
