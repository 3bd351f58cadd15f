"""Where the files of ``data/`` are, and the rows of those that are tables."""

import csv
from pathlib import Path


def data_file(name):
    """The path of a data file: in the installed package first, then in the checkout beside it.

    Errors: ``FileNotFoundError`` with both places where it is in neither.

    >>> data_file("cat.png").name
    'cat.png'
    """
    here = Path(__file__).resolve().parent.parent
    for folder in (here / "_data", here.parent / "data"):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"the data file {name!r} is neither in {here / '_data'} nor in {here.parent / 'data'}")


def table_rows(name):
    """The rows of a table, a file ``.csv``: each {column: text}.

    >>> table_rows("vgg_table3.csv")[0]["column"]
    'A'
    """
    with data_file(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
