"""Where the files of ``data/`` are."""

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
