"""Write a class edition: `make class SEED=spring-26` writes the students' notebooks into class/spring-26/.

They have no solutions, no first rungs and no stored outputs, and the numbers that the seed draws (own_numbers.py).
Each remembers its seed, so `make grade` knows what it asked for. The same seed writes the same notebooks again.
"""

import argparse
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the tools beside this folder

from exercises import tags, text_of
from own_numbers import numbered
from working_copy import course, originals

from helpers.files import write_whole
from helpers.words import amount

ROOT = Path(__file__).resolve().parents[2]
SEED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
# The headings of parts that tell the answer of an exercise: 09's network for a phone.
TELLING = ("7db20353",)
EXERCISE = re.compile(r"\*\*\d+\. ")


def edition(stem, notebook, seed):
    """One notebook as a class gets it: its JSON, changed.

    Errors: ``ValueError`` where a text that should be changed is not there.
    """
    numbered(stem, notebook["cells"], seed)
    notebook["cells"] = list(_without_answers(notebook["cells"]))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    notebook["metadata"]["course"] = {"notebook": stem, "seed": seed}
    return notebook


def _without_answers(cells):
    """The cells but for solutions, what is said of one behind it, and the parts that tell an answer."""
    told, part = False, 0
    for cell in cells:
        text = text_of(cell) if cell["cell_type"] == "markdown" else ""
        rank = len(text) - len(text.lstrip("#"))
        if rank and (not part or rank <= part):
            part = rank if cell["id"] in TELLING else 0
        if "solution" in tags(cell):
            told = True
        elif "rung" in tags(cell):
            continue  # its lines are the function's own
        elif rank or EXERCISE.match(text):
            told = False
        if not told and not part:
            yield cell


def write(seed, notebooks, target):
    """Write all notebooks, and the pictures beside them, into ``target``: all or none."""
    files = {}
    for original in originals(notebooks):
        data = original.read_bytes()
        if original in course(notebooks):
            notebook = edition(original.stem, json.loads(data), seed)
            data = (json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
        if original.name != "for_lecturers.md":
            files[target / original.name] = data
    target.mkdir(parents=True, exist_ok=True)
    write_whole(files)
    return files


def main(arguments=None, root=ROOT):
    parser = argparse.ArgumentParser(description="Write a class edition of the notebooks, into class/.")
    parser.add_argument("seeds", nargs="*", help="a word for a class, or one for each student")
    seeds = parser.parse_args(arguments).seeds
    if not seeds or not all(SEED.fullmatch(seed) for seed in seeds):
        print(
            "Say for example `make class SEED=spring-26`: letters, digits, points and dashes; several, for several."
        )
        return 1
    for seed in seeds:
        target = root / "class" / seed
        files = write(seed, root / "notebooks", target)
        count = sum(file.suffix == ".ipynb" for file in files)
        print(f"class/{seed}/: {amount(count, 'notebook')}, without solutions, with numbers of their own.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
