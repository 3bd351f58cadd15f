"""When notebooks of the course get new names: the student's copies go along, and links to the old names follow."""

import json
import os
import re
from datetime import datetime

from notebook_file import copy, damage, free_name, is_trusted, sha256, trust, whole, write_record
from renamed import RENAMED

from helpers.files import write_whole

# In Markdown, code is no link: what a fence holds, and what stands between equal rows of backticks, which ends with
# its paragraph, item, heading or row of a table. A block indented by four spaces is not told from a part of a list:
# links in it follow too. The target of a link stands in brackets, behind a label, or in HTML.
_MARKS = r"^[ \t>*+-]*"  # of quotes and lists
_FENCE = rf"(?m:{_MARKS}(?P<fence>`{{3,}}(?=[^`\n]*$)|~{{3,}})[\s\S]*?(?:{_MARKS}(?P=fence)[`~]*[ \t\r]*$|\Z))"
_CODE = r"(?<![`\\])(?P<tick>`+)(?!`)(?:(?!\n[ \t\r]*[\n#>|*+-])[\s\S])*?(?<!`)(?P=tick)(?!`)"
_BEFORE = rf"\]\(\s*<?|(?m:{_MARKS}\[[^]\n]+\]:[ \t]*<?)|\b(?:href|src)\s*=\s*[\"']?"
_LINK = re.compile(
    rf"{_FENCE}|{_CODE}|(?P<before>(?:{_BEFORE})(?:\./)?)(?P<old>{'|'.join(RENAMED)})(?=\.ipynb(?![\w.-]))"
)


def relinked(data):
    """A notebook's bytes, in which links of Markdown cells to old names lead to the new ones; nothing else changes.

    What cannot be read as a notebook, or not be written again, comes back as it is.

    >>> cells = [{"cell_type": "markdown", "metadata": {}, "source": "[05_lenet.ipynb](05_lenet.ipynb#S2)"}]
    >>> book = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    >>> json.loads(relinked(book))["cells"][0]["source"]
    '[05_lenet.ipynb](06_lenet.ipynb#S2)'
    """
    if damage(data) or not any(f"{old}.ipynb".encode() in data for old in RENAMED):
        return data
    notebook, changed = json.loads(data), False
    for cell in notebook["cells"]:
        source = "".join(cell["source"]) if cell["cell_type"] == "markdown" else ""
        new = _LINK.sub(lambda m: m["before"] + RENAMED[m["old"]] if m["old"] else m[0], source)
        if new != source:
            cell["source"], changed = new.splitlines(keepends=True) if isinstance(cell["source"], list) else new, True
    if not changed:
        return data
    try:
        return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode()
    except UnicodeEncodeError:  # half a character, which JSON can say and UTF-8 cannot
        return (json.dumps(notebook, indent=1) + "\n").encode()
    except RecursionError:  # lists in lists, deeper than Python writes them
        return data


def carry(notebooks, work, record, now=None):
    """Bring the student's copies of notebooks that have new names to these, and renew what links to the old ones.

    A copy that is as it was copied becomes the course's own. Where the new name is taken, the old copy gets a date.
    ``record`` follows. Prints in a line what was done; where nothing was to do, none. Gives the names of the
    notebooks that became the course's own, without .ipynb.

    What cannot be moved, read or written in ``work`` is printed with its reason, and the rest goes on. Errors:
    ``OSError`` where a notebook of the course cannot be read.
    """
    moved, links, own = {}, [], []
    for old, new in RENAMED.items():
        source, target = work / f"{old}.ipynb", work / f"{new}.ipynb"
        if not whole(notebooks / target.name):
            continue
        if source.is_file():
            if rename(source, target, record, now or datetime.now()):
                moved[new] = f"{old} to {new}"
        elif (known := record.pop(source.name, None)) and target.is_file() and record.get(target.name) == known:
            moved[new] = f"{old} to {new}"  # an earlier run moved it, and was stopped
    for target in sorted(work.glob("*.ipynb")):
        original, stem = notebooks / target.name, target.stem
        if stem in RENAMED or not whole(original):
            continue
        try:
            if stem not in moved and relinked(target.read_bytes()) == target.read_bytes():
                continue
            if untouched := record.get(target.name) == sha256(target):
                copy(original, work, record)
            else:
                relink(target)
        except OSError as reason:
            print(f"{work.name}/{target.name} has links to old names still: {reason}.")
            continue
        if untouched:
            own.append(stem)
        if stem in moved:
            moved[stem] += f" ({'the new one' if untouched else 'with your changes'})"
        else:
            links.append(stem)
    if moved:
        print(f"Notebooks have new numbers, and yours went along: {', '.join(moved.values())}.{_beside(notebooks)}")
    if kept := [stem for stem in links if stem not in own]:
        print(f"Links to notebooks with new numbers were renewed in {', '.join(kept)}.")
    if given := [stem for stem in links if stem in own]:
        print(f"You had changed nothing in {', '.join(given)}: you have the course's new edition now.")
    return own


def _beside(notebooks):
    """A sentence for each notebook of the course that has taken over an old number."""
    numbers = {old[:3] for old in RENAMED}
    stems = sorted({file.stem for file in notebooks.glob("*.ipynb")} - {*RENAMED, *RENAMED.values()})
    return "".join(f" {stem} is new." for stem in stems if stem[:3] in numbers)


def rename(source, target, record, now):
    """Give a student's copy its new name, and the record too; where that is taken, a name with the date.

    Says whether the copy has the new name. What it knows is written under both names before the move, so that a run
    that is stopped loses nothing. An ``OSError``, of any file, is printed.
    """
    taken = target.exists()
    place = free_name(source, now) if taken else target
    try:
        if not taken and source.name in record:
            record[target.name] = record[source.name]
            write_record(source.parent, record)
        os.replace(source, place)
    except OSError as reason:
        print(f"{source.parent.name}/{source.name} could not be carried to {target.name}: {reason}.")
        return False
    record.pop(source.name, None)
    if taken:
        print(f"{target.parent.name}/ has a {target.stem} already: your {source.stem} is now {place.name}.")
        try:
            relink(place)
        except OSError as reason:
            print(f"{place.parent.name}/{place.name} has links to old names still: {reason}.")
    return not taken


def relink(file):
    """Renew a student's links to old names; the notebook is trusted afterwards where it was before.

    Errors: ``OSError`` where the file cannot be read or written; it is as it was then.
    """
    data = file.read_bytes()
    if (new := relinked(data)) == data:
        return
    trusted, mode = is_trusted(file), file.stat().st_mode
    write_whole({file: new})
    file.chmod(mode)
    if trusted:
        trust(file)
