"""What a reader answered first, when, and what was true, in a file of the user's own; it is sent to nobody.

The record is that of ``tools/labextensions/course/kept.js``, which says its fields. JupyterLab calls ``exchange``
with what its browser knows. Only a working copy of the course (``make lab`` makes it, in work/) keeps a file:
nothing is written where notebooks are tested, built, or read as originals.
"""

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

from helpers.files import alone, write_whole

FILE, VERSION = "answers of the convolutional networks course", 1
KINDS = {"question": str, "first": str, "right": bool, "truth": str, "at": str, "turns": int}
WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
COPIED = ".copied.json"  # lies in a working copy, and nowhere else

_known = {"answers": {}}  # what this kernel has been told


def fresh(erased=0):
    """A record without an answer; ``erased`` is how often all of it was erased before.

    >>> fresh()["answers"]
    {}
    """
    return {"file": FILE, "version": VERSION, "erased": erased, "answers": {}}


def read(text):
    """(the record that a text holds, why it holds none).

    >>> read('{"file": "a shopping list"}')[1]
    "it is not this course's"
    """
    if not text:
        return fresh(), ""
    try:
        data = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return fresh(), "it is damaged: it is no JSON"
    if not isinstance(data, dict) or data.get("file") != FILE:
        return fresh(), "it is not this course's"
    if type(data.get("version")) is not int or data["version"] != VERSION:
        version = json.dumps(data.get("version"), ensure_ascii=False)
        return fresh(), f"it is of version {version}, and this course reads version {VERSION}"
    answers = data.get("answers")
    if not _is_count(data.get("erased")) or not isinstance(answers, dict):
        return fresh(), "it is damaged: a part of it is missing"
    for name, answer in answers.items():
        if not _is_answer(answer):
            return fresh(), f"it is damaged: the answer “{name}” is not whole"
    return data, ""


def merged(one, other):
    """What two copies of the record know together, in whatever order they come.

    Of two answers to a question the earlier one was the first; a copy that was erased more often wins.

    >>> merged(fresh(0), fresh(1))["erased"]
    1
    """
    if one["erased"] != other["erased"]:
        return max(one, other, key=lambda kept: kept["erased"])
    both = fresh(one["erased"])
    for name in sorted(one["answers"] | other["answers"]):
        known = sorted((kept["answers"][name] for kept in (one, other) if name in kept["answers"]), key=_by_time)
        both["answers"][name] = known[0] | {"turns": max(answer["turns"] for answer in known)}
    return both


def exchange(text, place=None):
    """What the browser knows, a record as ``text``, and what is kept here, put together.

    (the record as text, a sentence to tell or "", the file where it is kept or ""). There is a file where ``place``,
    the notebook's folder, is a working copy. Two kernels at once lose nothing of it. One that cannot be read is put
    aside, under a name with the date, and that is told; so is a file that cannot be written. Who erases the record
    erases what was put aside, too.

    >>> exchange("")[1:]
    ('', '')
    """
    kept, told, file = read(text)[0], "", None
    if (Path(place or os.getcwd()) / COPIED).is_file():
        file = _file()
        try:
            kept, told = _exchange(kept, file)
        except OSError as error:
            told = f"Your answers are kept in this browser only: {file} cannot be written. {error}."
            file = None
    _known.update(kept)
    return json.dumps(kept), told, str(file or "")


def _exchange(kept, file):
    """(the record put together with a file, which has it then; what was wrong with the file)."""
    told = ""
    file.parent.mkdir(parents=True, exist_ok=True)
    with alone(file.with_name(".lock")):
        there, why = read(_text_of(file))
        if why:
            told = f"What was kept of your answers cannot be read: {why}. "
            told += f"It is now {_put_aside(file)}, and a new record begins."
        elif kept["erased"] > there["erased"]:
            for aside in file.parent.glob(f"{file.stem}_*{file.suffix}"):
                aside.unlink()
        kept = merged(kept, there)
        if kept != there:
            write_whole({file: json.dumps(kept, indent=1).encode()})
    return kept, told


def known():
    """The answers by the ids of their questions, as far as this kernel has been told.

    >>> known() is _known["answers"]
    True
    """
    return _known["answers"]


def _file():
    """Where a user's own record lies: in Jupyter's folder of data, which JUPYTER_DATA_DIR may name."""
    from jupyter_core.paths import jupyter_data_dir  # JupyterLab brings it; the live course has none, and no file

    return Path(jupyter_data_dir()) / "convnet-course" / "answers.json"


def _is_count(number):
    return type(number) is int and 0 <= number < 2**53


def _is_answer(answer):
    if not isinstance(answer, dict) or any(type(answer.get(name)) is not kind for name, kind in KINDS.items()):
        return False
    return bool(WHEN.fullmatch(answer["at"])) and _is_count(answer["turns"])


def _by_time(answer):
    return [answer[name] for name in ("at", "first", "right", "truth", "question")]


def _text_of(file):
    """A file's text, "" where there is none, and what is no JSON where it holds no text."""
    try:
        return file.read_text("utf-8") if file.exists() else ""
    except UnicodeDecodeError:
        return "\0"


def _no_number(name):
    raise ValueError(f"{name} is no JSON")  # Python would read it, a browser would not


def _put_aside(file):
    stem, number = f"{file.stem}_{datetime.now(UTC):%Y-%m-%d_%H-%M-%S}", 1
    while (aside := file.with_name(f"{stem}_{number}{file.suffix}")).exists():
        number += 1
    os.replace(file, aside)
    return aside
