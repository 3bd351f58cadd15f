"""When notebooks of the course get new names: the student's copies go along, and links to the old names follow."""

import json
import os
import re
from datetime import datetime
from pathlib import Path

from notebook_file import copy, damage, free_name, is_trusted, sha256, trust, whole

from helpers.files import write_whole

# {old name: the name now}, without .ipynb
RENAMED = json.loads(Path(__file__).with_name("renamed.json").read_text("utf-8"))
# In Markdown, code is no link; the target of one stands in brackets, behind a label, or in HTML.
_CODE = r"(?m:^(?P<fence>```|~~~)[\s\S]*?(?:^(?P=fence)|\Z))|(?P<tick>`+)(?!`)[\s\S]*?(?<!`)(?P=tick)(?!`)"
_BEFORE = r"\]\(\s*<?|(?m:^ {0,3}\[[^]\n]+\]:[ \t]*<?)|\b(?:href|src)\s*=\s*[\"']?"
_LINK = re.compile(rf"{_CODE}|(?P<before>(?:{_BEFORE})(?:\./)?)(?P<old>{'|'.join(RENAMED)})(?=\.ipynb(?![\w.-]))")


def relinked(data):
    """A notebook's bytes, in which links of Markdown cells to old names lead to the new ones; nothing else changes.

    What cannot be read as a notebook comes back as it is.

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


def carry(notebooks, work, record, now=None):
    """Bring the student's copies of notebooks that have new names to these, and renew what links to the old ones.

    A copy that is as it was copied becomes the course's own. Where the new name is taken, the old copy gets a date.
    ``record`` follows. Prints in a line what was done; where nothing was to do, none.
    """
    moved, links = {}, []
    for old, new in RENAMED.items():
        if not whole(notebooks / f"{new}.ipynb") or not (work / f"{old}.ipynb").is_file():
            continue
        if place := rename(work / f"{old}.ipynb", work / f"{new}.ipynb", record, now or datetime.now()):
            moved[place.stem] = old
    for target in sorted(work.glob("*.ipynb")):
        original, old = notebooks / target.name, moved.get(target.stem)
        try:
            if not whole(original) or not (old or relinked(target.read_bytes()) != target.read_bytes()):
                continue
            if untouched := record.get(target.name) == sha256(target):
                copy(original, work, record)
            else:
                relink(target)
        except OSError as reason:
            print(f"{work.name}/{target.name} has links to old names still: {reason}.")
            continue
        if old:
            moved[target.stem] = f"{old} to {target.stem} ({'the new one' if untouched else 'with your changes'})"
        else:
            links.append(target.stem)
    if moved:
        print(f"Notebooks have new numbers, and yours went along: {', '.join(moved.values())}.")
    if links:
        print(f"Links to them were renewed in {', '.join(links)}.")


def rename(source, target, record, now):
    """Give a student's copy its new name, and the record too; where that is taken, a name with the date.

    Gives the new place, or None where it is no copy of the course any more, or could not be moved.
    """
    place = free_name(source, now) if target.exists() else target
    try:
        os.replace(source, place)
        if place == target:
            record.update({target.name: record.pop(source.name)} if source.name in record else {})
            return target
        relink(place)
        print(f"{target.parent.name}/ has a {target.stem} already: your {source.stem} is now {place.name}.")
        record.pop(source.name, None)
    except OSError as reason:
        print(f"{source.parent.name}/{source.name} could not be carried to {target.name}: {reason}.")
    return None


def relink(file):
    """Renew a student's links to old names; the notebook is trusted afterwards where it was before."""
    data = file.read_bytes()
    if (new := relinked(data)) == data:
        return
    trusted, mode = is_trusted(file), file.stat().st_mode
    write_whole({file: new})
    file.chmod(mode)
    if trusted:
        trust(file)
