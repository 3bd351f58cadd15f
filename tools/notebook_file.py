"""One notebook as a file: whether it is whole, trusted, and how it is copied or gets a name that is free.

work/.copied.json remembers the SHA-256 of each original at the time it was copied.
"""

import hashlib
import json

from helpers.files import write_whole

RECORD = ".copied.json"


def sha256(file):
    """The SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def damage(data):
    """Why the bytes of a file are no notebook that the course can use, in words; "" where they are one.

    >>> damage(b""), damage(b"[]"), damage(b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    ('it is empty', 'it holds no notebook', '')
    """
    if not data.strip():
        return "it is empty"
    if data.startswith(b"\xef\xbb\xbf"):
        return "it begins with a byte order mark; save it as UTF-8 without one"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as reason:
        return f"it is not UTF-8 (byte {reason.start})"
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(("<<<<<<< ", ">>>>>>> ")):
            return f"a merge has left its marks in line {number}"
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as reason:
        return f"it is not JSON ({reason})"
    if not isinstance(notebook, dict) or "nbformat" not in notebook:
        return "it holds no notebook"
    if notebook["nbformat"] != 4:
        return f"its nbformat is {notebook['nbformat']}, and the course has 4"
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not isinstance(notebook.get("metadata"), dict):
        return "it has no list of cells, or no metadata"
    wrong = [number for number, cell in enumerate(cells, 1) if not _is_cell(cell)]
    return f"cell {wrong[0]} is none" if wrong else ""


def _is_cell(cell):
    """Whether a part of a notebook's JSON is a cell, with its source, its metadata and what it puts out."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        return False
    code = cell["cell_type"] == "code"
    kinds = {"source": str | list, "metadata": dict, **({"outputs": list} if code else {})}
    if not all(isinstance(cell.get(name), kind) for name, kind in kinds.items()):
        return False
    return all(isinstance(line, str) for line in cell["source"])


def whole(original):
    """Is there a notebook of this name in the course, and can it be used?"""
    return original.is_file() and not damage(original.read_bytes())


def is_trusted(file):
    """Whether JupyterLab shows a notebook's stored pictures at once."""
    import nbformat
    from nbformat.sign import NotebookNotary

    try:
        return NotebookNotary().check_signature(nbformat.read(file, as_version=4))
    # a notebook of another shape: nobody signed it
    except (OSError, ValueError, AttributeError, KeyError, TypeError, RecursionError):
        return False


def trust(file):
    """Sign a notebook that comes from the course, so that JupyterLab shows its stored pictures at once."""
    import nbformat
    from nbformat.sign import NotebookNotary

    try:
        NotebookNotary().sign(nbformat.read(file, as_version=4))
    except OSError as reason:
        print(f"{file.name} could not be marked as trusted ({reason}); it shows its pictures after Run All Cells.")


def copy(original, work, record):
    """Copy one file into work/, sign it when it is a notebook, and remember what was copied."""
    target = work / original.name
    write_whole({target: original.read_bytes()})
    record[original.name] = sha256(original)
    if target.suffix == ".ipynb":
        trust(target)


def read_record(work):
    """What was copied from where: {file name: SHA-256 of the original at that time}."""
    try:
        return dict(json.loads((work / RECORD).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return {}  # no record is no harm: we only know less


def write_record(work, record):
    write_whole({work / RECORD: (json.dumps(record, indent=1, sort_keys=True) + "\n").encode()})


def free_name(file, now):
    """``file`` with the date and time in its name; a number is added when that name is taken."""
    stem = f"{file.stem}_{now:%Y-%m-%d_%H-%M-%S}"
    candidate, number = file.with_name(f"{stem}{file.suffix}"), 2
    while candidate.exists():
        candidate, number = file.with_name(f"{stem}_{number}{file.suffix}"), number + 1
    return candidate
