"""Make and keep the student's own copy of the notebooks, in work/.

`make lab` runs this before it opens JupyterLab: every notebook that is not in work/ yet is copied there and
trusted, and nothing that is there is ever overwritten. `make reset NOTEBOOK=01_convolution` puts one notebook
back as the course has it and moves the student's version aside, under a name with the date.

work/.copied.json remembers the SHA-256 of each original at the time it was copied, so that we can say which
notebooks have changed in the course since.

Where a notebook of the course has a new name, the student's copy is carried to it (carry.py).
"""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path

from carry import carry
from notebook_file import copy, damage, free_name, read_record, sha256, write_record
from renamed import RENAMED

from helpers.words import amount

ROOT = Path(__file__).resolve().parent.parent
# Python looks beside a notebook first: a file of one of these names there is taken for the real thing.
SHADOWED = {"helpers": "the course's own code"}
SHADOWED |= {name: f"the package {name}" for name in ("numpy", "matplotlib", "ipywidgets", "anywidget", "PIL")}
SHADOWED |= {name: f"Python's own {name}" for name in sorted(sys.stdlib_module_names)}


def originals(notebooks):
    """The course's files that belong in a working copy: the notebooks, and the pictures that lie beside them.

    A notebook under an old name is none: it stays where a new course was unpacked over an old one.
    """
    files = (f for f in notebooks.iterdir() if f.is_file() and not f.name.startswith("."))
    return sorted(f for f in files if f.stem not in RENAMED)


def course(notebooks):
    """The course's notebooks."""
    return [f for f in originals(notebooks) if f.suffix == ".ipynb"]


def find_notebook(name, notebooks):
    """The original that "01", "01_convolution", "01_convolution.ipynb", an old name or a path means, else None."""
    wanted = Path(name).name.removesuffix(".ipynb")
    wanted = RENAMED.get(wanted, wanted)
    for file in course(notebooks):
        if wanted and wanted in (file.stem, file.stem.split("_")[0]):
            return file
    return None


def update(notebooks, work):
    """Copy what is not in ``work`` yet, and print in a line what was done and what is new in the course."""
    work.mkdir(exist_ok=True)
    before = read_record(work)
    record = dict(before)
    carry(notebooks, work, record)
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


def reset(name, notebooks, work, now=None):
    """Put one notebook back as the course has it; the student's version moves aside. Returns the exit code."""
    original = find_notebook(name, notebooks)
    if original is None:
        names = ", ".join(file.stem for file in course(notebooks))
        asked = f"there is no notebook {name!r}" if name else "no notebook was named"
        print(f"Nothing was changed: {asked}. Say for example `make reset NOTEBOOK=01`. There are: {names}.")
        return 1
    if why := damage(original.read_bytes()):
        print(f"Nothing was changed: {original.name} is damaged in the course itself: {why}.")
        return 1
    work.mkdir(exist_ok=True)
    target = work / original.name
    record = read_record(work)
    renewed = carry(notebooks, work, record, now)
    if target.exists() and sha256(target) == sha256(original):
        if target.stem not in renewed:  # else it has just been said
            print(f"{target.name} is already as the course has it; it was not changed.")
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
