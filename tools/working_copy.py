"""Make and keep the student's own copy of the notebooks, in work/.

`make lab` runs this before it opens JupyterLab: every notebook that is not in work/ yet is copied there and
trusted, and nothing that is there is ever overwritten. `make reset NOTEBOOK=01_convolution` puts one notebook
back as the course has it and moves the student's version aside, under a name with the date.

work/.copied.json remembers the SHA-256 of each original at the time it was copied, so that we can say which
notebooks have changed in the course since.
"""

import argparse
import hashlib
import json
import os
import sys
from datetime import datetime
from pathlib import Path

from helpers.files import write_whole
from helpers.words import amount

ROOT = Path(__file__).resolve().parent.parent
RECORD = ".copied.json"
# Python looks beside a notebook first: a file of one of these names there is taken for the real thing.
SHADOWED = {"helpers": "the course's own code"}
SHADOWED |= {name: f"the package {name}" for name in ("numpy", "matplotlib", "ipywidgets", "anywidget", "PIL")}
SHADOWED |= {name: f"Python's own {name}" for name in sorted(sys.stdlib_module_names)}


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
    return all(isinstance(cell.get(name), kind) for name, kind in kinds.items())


def originals(notebooks):
    """The course's files that belong in a working copy: the notebooks, and the pictures that lie beside them."""
    return sorted(f for f in notebooks.iterdir() if f.is_file() and not f.name.startswith("."))


def find_notebook(name, notebooks):
    """The original that "01", "01_convolution", "01_convolution.ipynb" or a path to it means, else None."""
    wanted = Path(name).name.removesuffix(".ipynb")
    for file in sorted(notebooks.glob("*.ipynb")):
        if wanted and wanted in (file.stem, file.stem.split("_")[0]):
            return file
    return None


def read_record(work):
    """What was copied from where: {file name: SHA-256 of the original at that time}."""
    try:
        return dict(json.loads((work / RECORD).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return {}  # no record is no harm: we only know less


def write_record(work, record):
    write_whole({work / RECORD: (json.dumps(record, indent=1, sort_keys=True) + "\n").encode()})


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


def update(notebooks, work):
    """Copy what is not in ``work`` yet, and print in a line what was done and what is new in the course."""
    work.mkdir(exist_ok=True)
    before = read_record(work)
    record = dict(before)
    copied, kept, changed, broken = [], 0, [], []
    for original in originals(notebooks):
        target = work / original.name
        notebook = original.suffix == ".ipynb"
        why = damage(original.read_bytes()) if notebook else ""
        if why:  # whoever has it whole keeps it
            broken.append(f"{original.stem} is damaged in the course and was not copied: {why}.")
            kept += target.exists()
        elif not target.exists():
            copy(original, work, record)
            copied += [original.stem] * notebook
        elif sha256(target) == sha256(original):
            record[original.name] = sha256(original)
            kept += notebook
        elif notebook:
            kept += 1
            if record.get(original.name) != sha256(original):
                changed.append(original.stem)
        elif record.get(original.name) == sha256(target):
            copy(original, work, record)  # a picture nobody has touched since it was copied
    if record != before:
        write_record(work, record)
    names = f" ({', '.join(copied)})" if copied else ""
    print(f"{work.name}/: {amount(len(copied), 'notebook')} copied{names}, {kept} kept as you left them.")
    for stem in changed:
        print(
            f"{stem} has changed in the course since you got it: "
            f"`make reset NOTEBOOK={stem}` gets the new one and keeps yours beside it."
        )
    for sentence in (*broken, *_warnings(notebooks, work)):
        print(sentence)


def _warnings(notebooks, work):
    """A sentence for each file of the student's that stands in the way of the course."""
    for target in sorted(work.glob("*.ipynb")):
        if (notebooks / target.name).exists() and (why := damage(target.read_bytes())):
            yield (
                f"{work.name}/{target.name} cannot be opened: {why}. "
                f"`make reset NOTEBOOK={target.stem}` gets the course's one and keeps yours beside it."
            )
    for file in sorted(work.glob("*.py")):
        if file.stem in SHADOWED:
            yield (
                f"{work.name}/{file.name} hides {SHADOWED[file.stem]} from the notebooks beside it: "
                f"give it another name."
            )


def free_name(file, now):
    """``file`` with the date and time in its name; a number is added when that name is taken."""
    stem = f"{file.stem}_{now:%Y-%m-%d_%H-%M-%S}"
    candidate, number = file.with_name(f"{stem}{file.suffix}"), 2
    while candidate.exists():
        candidate, number = file.with_name(f"{stem}_{number}{file.suffix}"), number + 1
    return candidate


def reset(name, notebooks, work, now=None):
    """Put one notebook back as the course has it; the student's version moves aside. Returns the exit code."""
    original = find_notebook(name, notebooks)
    if original is None:
        names = ", ".join(file.stem for file in sorted(notebooks.glob("*.ipynb")))
        asked = f"there is no notebook {name!r}" if name else "no notebook was named"
        print(f"Nothing was changed: {asked}. Say for example `make reset NOTEBOOK=01`. There are: {names}.")
        return 1
    if why := damage(original.read_bytes()):
        print(f"Nothing was changed: {original.name} is damaged in the course itself: {why}.")
        return 1
    work.mkdir(exist_ok=True)
    target = work / original.name
    record = read_record(work)
    if target.exists() and sha256(target) == sha256(original):
        print(f"{target.name} is already as the course has it; nothing was changed.")
    elif target.exists():
        aside = free_name(target, now or datetime.now())
        os.replace(target, aside)
        print(f"{target.name} is as the course has it again; your version is now {work.name}/{aside.name}.")
    else:
        print(f"{target.name} is copied to {work.name}/.")
    copy(original, work, record)
    write_record(work, record)
    return 0


def main(arguments=None, root=ROOT):
    parser = argparse.ArgumentParser(description="Make or mend the student's copy of the notebooks, in work/.")
    parser.add_argument(
        "--reset", metavar="NAME", help="put one notebook back; your version is kept under a new name"
    )
    name = parser.parse_args(arguments).reset
    notebooks, work = root / "notebooks", root / "work"
    if name is not None:
        return reset(name.strip(), notebooks, work)
    update(notebooks, work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
