"""What each file got, as a line of marks.csv and as Gradescope's results.json."""

import csv
import io
import json
import unicodedata
from dataclasses import dataclass, field

from helpers.files import write_whole
from helpers.words import amount

MARKS, RESULTS = "marks.csv", "results"
NOT_CLOSED = "Marked without its processes shut in ({why}): the network, other files and these marks were in reach."
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
        network = "" if not self.marks else f"not closed: {self.not_closed()}" if self.not_closed() else "closed"
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
                "output": clean(one.words),
                "output_format": "text",
                "visibility": "visible",
                "extra_data": {"input": clean(one.input), "extra": one.extra},
            }
            for one in self.marks
        ]
        return {
            "score": float(self.points()[0]),
            "output": self.said(),
            "output_format": "text",
            "execution_time": round(self.seconds),
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "tests": tests,
            "extra_data": {"notebook": self.notebook, "seed": clean(self.seed), "not_closed": self.not_closed()},
        }

    def not_closed(self):
        """Why its processes were not shut in, or ""."""
        return "; ".join(sorted({one.confined for one in self.marks if one.confined}))

    def said(self):
        """What it got, in words."""
        if self.words:
            return clean(self.words)
        seed = f", seed {self.seed}" if self.seed else ""
        without = f" {NOT_CLOSED.format(why=self.not_closed())}" if self.not_closed() else ""
        points, of = self.points()
        return clean(f"{self.notebook}{seed}: {amount(points, 'point')} of {of}.{without}")


def harmless(text):
    """A cell of a table as one line, which no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("-3"), harmless("a\\n  b")
    ("'=1+1", "'-3", 'a b')
    """
    text = " ".join(clean(text).split())
    return f"'{text}" if text[:1] in tuple("=+-@") else text


def clean(text):
    """A text from outside as every file and screen can show it: no half of a letter, no sign that steers a screen.

    >>> print(clean("a" + chr(0xD800) + chr(27) + "[1m"))
    a??[1m
    """
    return "".join(
        "?" if unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t" else one for one in str(text)
    )


def write(target, sheets):
    """The table, and a results.json for each file; those of an earlier run go. Yields what could not be written."""
    for old in (target / RESULTS).rglob("results.json"):
        if not old.is_dir():  # as one for a file that has this name itself
            old.unlink()
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([COLUMNS, *(sheet.row() for sheet in sheets)])
    write_whole({target / MARKS: table.getvalue().encode("utf-8-sig")})  # with its mark, which spreadsheets need
    for sheet in sheets:
        place = target / RESULTS / sheet.file
        try:
            place.mkdir(parents=True, exist_ok=True)
            data = json.dumps(sheet.results(), indent=1, ensure_ascii=False).encode()
            write_whole({place / "results.json": data})
        except OSError as error:  # as for a path that is too long: the others get theirs
            yield f"{sheet.file}: no results.json, {error.strerror}"
