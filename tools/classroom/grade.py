"""Mark every notebook that was handed in: `make grade FOLDER=handed`.

    python tools/classroom/grade.py handed                    every file in the folder, and in folders in it
    python tools/classroom/grade.py handed --draw 7           with the further inputs of an earlier run
    python tools/classroom/grade.py handed --notebook 05 --seed spring-26       what was asked for, and nothing else

Writes handed-marks/marks.csv, a line for each file, and handed-marks/results/NAME/results.json, in the form that
Gradescope reads: beside the folder, so nothing that was handed in is taken for either. Each notebook is marked in a
process of its own (examiner.py). Each of its functions answers in another one, which has limits and never sees an
answer (pupil.py). What a file does can spoil its own line only.
"""

import argparse
import json
import multiprocessing
import os
import secrets
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the tools beside this folder

try:
    import resource
except ModuleNotFoundError:
    sys.exit("Marking needs Linux or macOS. On Windows use WSL, a Linux inside it; nothing was marked.")

from confine import die_with_parent, unreadable
from examiner import Limits, NotConfined, mark, trial
from exercises import course, exercises
from notebook_file import damage
from sheet import MARKS, NOT_CLOSED, Sheet, clean, write
from unseen import above, unseen

from helpers.words import amount

LARGEST = 50_000_000  # bytes of a notebook
EXAMINER = 2 << 30  # bytes of memory of the process that marks: a wrong answer can be large, too


@dataclass(frozen=True)
class Task:
    """How it is marked, and what was asked for: ``notebook`` is a stem or "", ``seeds`` are those given out."""

    draw: int
    limits: Limits
    notebook: str = ""
    seeds: tuple = ()


def examine(file, name, task, hidden):
    """The ``Sheet`` of one file."""
    sheet, begin = Sheet(name), time.monotonic()
    if why := refused(file):
        sheet.words = f"It was not marked: {why}."
        return sheet
    notebook = json.loads(file.read_bytes())
    sheet.notebook, of = which(notebook, file.stem)
    said = notebook["metadata"].get("course")
    seed = said.get("seed") if isinstance(said, dict) else None
    sheet.seed = seed if isinstance(seed, str) else ""
    if why := not_asked(sheet, task):
        sheet.words = f"It was not marked: {why}."
        return sheet
    try:
        sheet.marks = mark(notebook["cells"], of, sheet.seed or None, task.draw, hidden, task.limits)
    except NotConfined as error:
        sheet.words = f"It was not marked: its cells could not be shut in, so none ran ({error})."
    sheet.seconds = time.monotonic() - begin
    return sheet


def not_asked(sheet, task):
    """Why a notebook is not one that the task asks for, or ""."""
    if not sheet.notebook:
        return "it is none of the course's notebooks that have exercises"
    if task.notebook and sheet.notebook != task.notebook:
        return f"it is {sheet.notebook}, and {task.notebook} was asked for"
    if task.seeds and sheet.seed not in task.seeds:
        has = f"its seed is {sheet.seed[:60]}" if sheet.seed else "it has no seed"
        return f"{has}, and {', '.join(task.seeds[:3])}{' …' if task.seeds[3:] else ''} was given out"
    return ""


def refused(file):
    """Why a file is no notebook that can be marked, or ""."""
    if file.is_symlink() or not file.is_file():
        return "it is a link, not a file"
    if file.suffix != ".ipynb":
        return f"it is no notebook, its name ends in {file.suffix or 'no letters'}"
    if file.stat().st_size > LARGEST:
        return f"it has {file.stat().st_size:,} bytes, {LARGEST:,} at most are read"
    return damage(file.read_bytes())


def which(notebook, stem):
    """(stem, cells) of the course's notebook that this one is: by its cells' ids, else by its file's name."""
    known = course()
    ids = {cell.get("id") for cell in notebook["cells"] if isinstance(cell.get("id"), str)}
    shared = {one: sum(cell["id"] in ids for cell in cells) for one, cells in known.items()}
    best = max(shared, key=lambda one: shared[one])
    if not shared[best]:
        best = next((one for one in known if one in stem), "")
    return best, known.get(best)


def files_in(folder):
    """Every file that was handed in, in the order of names; of those that a system hides, notebooks only."""
    found = (one.relative_to(folder) for one in folder.rglob("*") if not one.is_dir() or one.is_symlink())
    return sorted(folder / one for one in found if not _left_by_a_system(one))


def _left_by_a_system(file):
    """Jupyter's own copies, and what is no notebook and has a name that begins with a point."""
    hidden = any(part[0] == "." for part in file.parts)
    return ".ipynb_checkpoints" in file.parts or (hidden and file.suffix != ".ipynb")


def beside(folder):
    """Where the marks of a folder go: not into it, where others have written."""
    folder = folder.resolve()
    return folder.with_name(f"{folder.name}-marks")


def _in_a_process(channel, *task):
    """Examine, and send the sheet back; the process has limits too, and dies with the one that began it."""
    die_with_parent()
    unreadable()
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (EXAMINER, EXAMINER))
    channel.send(examine(*task))  # pickled by this program's own code, for itself


def grade(folder, task, at_once=None):
    """Yield the ``Sheet`` of each file in ``folder``, as they come, ``at_once`` at a time."""
    limits, hidden = task.limits, unseen([folder, beside(folder)])
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    most = max(len(exercises(cells)) for cells in course().values())
    patience = 30 + (3 * limits.seconds + 10) * most  # the examiner itself ends every function before
    waiting, running = files_in(folder)[::-1], {}
    while waiting or running:
        while waiting and len(running) < (at_once or os.cpu_count() or 1):
            file = waiting.pop()
            name = str(file.relative_to(folder))
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_in_a_process, args=(theirs, file, name, task, hidden))
            process.start()
            theirs.close()
            running[ours] = name, process, time.monotonic()
        for ours in wait(list(running), timeout=1):
            name, process, began = running.pop(ours)
            try:
                sheet = ours.recv()
            except EOFError:
                sheet = _without_marks(name, "the process that marks it stopped", began)
            ours.close()
            process.join()
            yield sheet
        for ours, (name, process, began) in list(running.items()):
            if time.monotonic() - began > patience:
                del running[ours]
                ours.close()
                process.kill()
                process.join()
                yield _without_marks(name, f"it took more than {patience:.0f} s in all", began)


def _without_marks(name, why, began):
    return Sheet(name, words=f"It was not marked: {why}.", seconds=time.monotonic() - began)


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Mark every notebook in a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--draw", type=int, help="the number that further inputs are drawn by; else a new one")
    parser.add_argument("--seconds", type=float, default=Limits.seconds, help="for each function, and for its cells")
    parser.add_argument("--megabytes", type=int, default=Limits.megabytes, help="of memory, for each process")
    parser.add_argument("--notebook", default="", help="the one that was asked for, as 05; others are not marked")
    parser.add_argument("--seed", nargs="*", default=[], help="those given out; a notebook without one is not marked")
    parser.add_argument("--unconfined", action="store_true", help="mark where cells cannot be shut in, too")
    asked = parser.parse_args(arguments)
    stems = [stem for stem in course() if asked.notebook and stem.startswith(asked.notebook)]
    draw = secrets.randbelow(10**6) if asked.draw is None else asked.draw
    limits = Limits(asked.seconds, asked.megabytes, asked.unconfined)
    if why := cannot(asked, stems, limits):
        print(why)
        return 1
    begin, sheets, target = time.monotonic(), [], beside(asked.folder)
    try:
        target.mkdir(exist_ok=True)  # before an hour of marking, not after it
    except OSError as error:
        print(f"Nothing was marked: {target}, where the marks go, cannot be made ({error.strerror}).")
        return 1
    for sheet in grade(asked.folder, Task(draw, limits, *stems or [""], tuple(asked.seed))):
        sheets.append(sheet)
        print(_shown(f"{sheet.file}: {sheet.said()}"), flush=True)
    sheets.sort(key=lambda sheet: sheet.file)
    for problem in write(target, sheets):
        print(_shown(problem))
    took = time.monotonic() - begin
    print(f"{amount(len(sheets), 'file')} in {took:.0f} s. The marks: {target / MARKS}")
    print(f"Further inputs were drawn by DRAW={draw}: with it, the marks come out the same.")
    if not asked.notebook:
        print("No NOTEBOOK was named: any of the course counted.")
    if not asked.seed:
        print("No SEED was named: each notebook's own was believed, also that it has none.")
    if reasons := {sheet.not_closed() for sheet in sheets} - {""}:
        print(NOT_CLOSED.format(why="; ".join(sorted(reasons))))
    return 0


def cannot(asked, stems, limits):
    """Why nothing can be marked, or ""."""
    if not asked.folder.is_dir():
        return f"There is no folder {asked.folder}. Say for example `make grade FOLDER=handed`."
    if place := above(asked.folder):
        return f"{asked.folder.resolve()} has {place} in it, which marking needs. Put what was handed in elsewhere."
    if asked.notebook and len(stems) != 1:
        return f"There is no one notebook {asked.notebook!r} with exercises. There are {', '.join(course())}."
    try:
        trial(unseen([asked.folder, beside(asked.folder)]), limits)
    except NotConfined as why:
        if limits.unconfined:
            return f"Nothing was marked: a solution does not run here as the user nobody would ({why})."
        return (
            f"Nothing was marked: this system does not shut in what a notebook runs ({why}). Another Linux may. With "
            "UNCONFINED=yes it is marked all the same; the page for lecturers says what is not guarded then."
        )
    return ""


def _shown(line):
    """A line as this screen can show it."""
    coding = sys.stdout.encoding or "utf-8"
    return clean(line).encode(coding, "replace").decode(coding)


if __name__ == "__main__":
    sys.exit(main())
