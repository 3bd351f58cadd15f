"""Mark every notebook that was handed in: `make grade FOLDER=handed`.

    python tools/classroom/grade.py handed                    every file in the folder, and in folders in it
    python tools/classroom/grade.py handed --draw 7           with the further inputs of an earlier run

Writes handed/marks.csv, a line for each file, and handed/results/NAME/results.json, in the form that Gradescope
reads. Each notebook is marked in a process of its own (examiner.py). Each of its functions answers in another one,
which has limits and never sees an answer (pupil.py). What a file does can spoil its own line only.
"""

import argparse
import csv
import io
import json
import multiprocessing
import os
import resource
import secrets
import sys
import time
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the tools beside this folder

from confine import die_with_parent, unreadable
from examiner import Limits, Mark, mark
from exercises import NOTEBOOKS, course, exercises
from notebook_file import damage

from helpers.files import write_whole
from helpers.words import amount

MARKS, RESULTS = "marks.csv", "results"
LARGEST = 50_000_000  # bytes of a notebook
EXAMINER = 2 << 30  # bytes of memory of the process that marks: a wrong answer can be large, too
COLUMNS = (
    *("file", "notebook", "seed", "points", "of", "extra", "extra of", "first failing", "input", "words"),
    *("network", "seconds"),
)


@dataclass
class Sheet:
    """What one file got."""

    file: str
    notebook: str = ""
    seed: str = ""
    marks: list = field(default_factory=list)
    words: str = ""  # of the file as a whole: why there are no marks
    seconds: float = 0.0

    def points(self, extra=False):
        """(points, how many there are) of its exercises, or of those below *More exercises*."""
        chosen = [one for one in self.marks if one.extra == extra]
        return sum(one.ok for one in chosen), len(chosen)

    def row(self):
        """Its line in the table."""
        missed = next((one for one in sorted(self.marks, key=lambda one: one.extra) if not one.ok), None)
        what = (missed.title or missed.name, missed.input, missed.words) if missed else ("", "", self.words)
        confined = "".join({one.confined for one in self.marks})
        network = "" if not self.marks else f"not closed: {confined}" if confined else "closed"
        numbers = (*self.points(), *self.points(extra=True))
        texts = (self.file, self.notebook, self.seed), (*what, network)
        return [*map(harmless, texts[0]), *numbers, *map(harmless, texts[1]), f"{self.seconds:.1f}"]

    def results(self):
        """The same as Gradescope's results.json has it: a test for each exercise; one below *More* is out of 0."""
        tests = [
            {
                "name": one.title or one.name,
                "score": float(one.ok and not one.extra),
                "max_score": float(not one.extra),
                "status": "passed" if one.ok else "failed",
                "output": one.words,
                "output_format": "text",
                "visibility": "visible",
                "extra_data": {"input": one.input, "extra": one.extra},
            }
            for one in self.marks
        ]
        words = self.words or f"{amount(self.points()[0], 'point')} of {self.points()[1]}."
        return {
            "score": float(self.points()[0]),
            "output": words,
            "output_format": "text",
            "execution_time": round(self.seconds),
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "tests": tests,
        }


def harmless(text):
    """A cell of a table as one line, which no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("-3"), harmless("a\\n  b")
    ("'=1+1", "'-3", 'a b')
    """
    text = " ".join(str(text).split())
    return f"'{text}" if text[:1] in tuple("=+-@") else text


def examine(file, name, draw, hidden, limits):
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
    if not of:
        sheet.words = "It was not marked: it is none of the course's notebooks that have exercises."
        return sheet
    sheet.marks = mark(notebook["cells"], of, sheet.seed or None, draw, hidden, limits)
    sheet.seconds = time.monotonic() - begin
    return sheet


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
    """Every file that was handed in, in the order of names; not what an earlier run has written."""
    skipped = {folder / MARKS, folder / RESULTS}
    found = (one for one in folder.rglob("*") if not one.is_dir() or one.is_symlink())
    return sorted(
        one
        for one in found
        if not skipped & {one, *one.parents} and not any(part[0] == "." for part in one.relative_to(folder).parts)
    )


def _in_a_process(channel, *task):
    """Examine, and send the sheet back; the process has limits too, and dies with the one that began it."""
    die_with_parent()
    unreadable()
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (EXAMINER, EXAMINER))
    channel.send(examine(*task))  # pickled by this program's own code, for itself


def grade(folder, draw, limits, at_once=None):
    """Yield the ``Sheet`` of each file in ``folder``, as they come, ``at_once`` at a time."""
    hidden = [folder.resolve(), NOTEBOOKS, NOTEBOOKS.parent / "tests"]
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    most = max(len(exercises(cells)) for cells in course().values())
    patience = 30 + (3 * limits.seconds + 10) * most  # the examiner itself ends every function before
    waiting, running = files_in(folder)[::-1], {}
    while waiting or running:
        while waiting and len(running) < (at_once or os.cpu_count() or 1):
            file = waiting.pop()
            name = str(file.relative_to(folder))
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_in_a_process, args=(theirs, file, name, draw, hidden, limits))
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


def write(folder, sheets):
    """The table, and a results.json for each file."""
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([COLUMNS, *(sheet.row() for sheet in sheets)])
    files = {folder / MARKS: table.getvalue().encode("utf-8-sig")}  # with its mark, which spreadsheets need
    for sheet in sheets:
        place = folder / RESULTS / sheet.file
        place.mkdir(parents=True, exist_ok=True)
        files[place / "results.json"] = json.dumps(sheet.results(), indent=1, ensure_ascii=False).encode()
    write_whole(files)


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Mark every notebook in a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--draw", type=int, help="the number that further inputs are drawn by; else a new one")
    parser.add_argument("--seconds", type=float, default=Limits.seconds, help="for each function, and for its cells")
    parser.add_argument("--megabytes", type=int, default=Limits.megabytes, help="of memory, for each process")
    asked = parser.parse_args(arguments)
    if not asked.folder.is_dir():
        print(f"There is no folder {asked.folder}. Say for example `make grade FOLDER=handed`.")
        return 1
    draw = secrets.randbelow(10**6) if asked.draw is None else asked.draw
    begin, sheets = time.monotonic(), []
    for sheet in grade(asked.folder, draw, Limits(asked.seconds, asked.megabytes)):
        sheets.append(sheet)
        print(f"{sheet.file}: {sheet.words or sheet.results()['output']}", flush=True)
    sheets.sort(key=lambda sheet: sheet.file)
    write(asked.folder, sheets)
    took = time.monotonic() - begin
    print(f"{amount(len(sheets), 'file')} in {took:.0f} s. The marks: {asked.folder / MARKS}")
    print(f"Further inputs were drawn by DRAW={draw}: with it, the marks come out the same.")
    if reasons := {one.confined for sheet in sheets for one in sheet.marks if one.confined}:
        print(f"This system could not shut off the network and other files ({'; '.join(sorted(reasons))}).")
    return 0


__all__ = ["Mark", "Sheet", "grade", "main"]

if __name__ == "__main__":
    sys.exit(main())
