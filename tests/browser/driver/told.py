"""The tables that are folded below a picture: read from a page, and as Python has them."""

from pathlib import Path

READ = (Path(__file__).parent / "tables.js").read_text(encoding="utf-8")
BUTTON = "numbers of this picture"


def read(root):
    """What the open fold in ``root`` shows."""
    root.page.evaluate(READ)
    return root.evaluate("root => readTables(root)")


def told(numbers):
    """The same of what ``explorer.numbers()`` gives."""
    return [{name: getattr(table, name) for name in ("caption", "columns", "rows", "cells")} for table in numbers]
