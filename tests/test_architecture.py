"""The rooms of helpers: who may import whom, how long a file may be, and what a public function must say."""

import ast
import doctest
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

HELPERS = Path(__file__).resolve().parent.parent / "helpers"
LONGEST_FILE = 300  # lines; past that it is two ideas

# Each room with the rooms it may import and the packages it may import, from the bottom up (design, section 2).
ROOMS = {
    "words": ((), ()),
    "arguments": ((), ()),
    "shapes": ((), ()),
    "filters": (("shapes",), ("numpy",)),
    "layers": (("shapes",), ("numpy",)),
    "networks": (("shapes", "layers"), ("numpy",)),
    "digits": (("shapes", "layers"), ("numpy",)),
    "data": ((), ("numpy", "PIL")),
    "programs": (("data",), ()),
    "trained": (("networks", "digits"), ()),
    "palette": ((), ()),
    "files": ((), ()),
    "kept": (("files",), ("jupyter_core",)),
    "web": (("palette",), ()),
    "trace": (("shapes", "layers", "networks", "trained"), ("numpy",)),
    "draw": (
        ("palette", "files", "trace", "shapes", "layers", "networks", "trained"),
        ("numpy", "matplotlib", "PIL", "resvg_py"),
    ),
    "check": (("shapes", "layers", "networks"), ("numpy",)),
    "explore": (
        (
            "shapes",
            "filters",
            "layers",
            "networks",
            "digits",
            "data",
            "programs",
            "trained",
            "palette",
            "web",
            "trace",
            "draw",
            "check",
        ),
        ("numpy", "IPython", "ipywidgets", "anywidget", "traitlets"),
    ),
    "predict": (("palette", "web", "check"), ("ipywidgets", "anywidget", "traitlets")),
    "recall": (("predict", "kept", "shapes", "networks"), ("ipywidgets",)),
    "arrange": (("palette", "web"), ("anywidget", "traitlets")),
}
EVERYWHERE = ("words", "arguments")  # every other room may import these
TYPED = ("shapes", "layers", "networks", "check")  # whose public functions have hints, which mypy checks (make lint)
AROUND = ("tools", "site", "notebooks")  # what has unit tests too, beside the rooms
# what is asked of many rooms at once
WHOLE = ("architecture", "findings", "golden", "marks", "readme", "setup")
SHOWN = ("draw_", "explore_", "predict_", "arrange_")  # what they return is seen, not printed: no doctest
FILES = sorted(HELPERS.rglob("*.py"))


def room_of(file):
    """The room that a file of helpers belongs to: "shapes" for shapes.py, "draw" for draw/picture.py."""
    return Path(file.relative_to(HELPERS).parts[0]).stem


def imported(source):
    """The full names of all modules that a source text imports, in functions too; "." stands for a relative one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                yield "."
            elif node.module == "helpers":
                yield from (f"helpers.{alias.name}" for alias in node.names)
            else:
                yield node.module


def wrong_imports(source, room):
    """A sentence for each import that the table does not allow in this room."""
    rooms, packages = ROOMS[room]
    rooms = rooms if room in EVERYWHERE else (*EVERYWHERE, *rooms)
    for name in imported(source):
        top, _, rest = name.partition(".")
        if name == ".":
            yield "a relative import; write helpers.<room>"
        elif top == "helpers":
            if rest.split(".")[0] not in (room, *rooms):
                yield f"{room} must not import {name}, only {', '.join(rooms) or 'nothing of ours'}"
        elif top not in packages and top not in sys.stdlib_module_names:
            yield f"{room} must not import {name}, only {', '.join(packages) or 'the standard library'}"


def exported(file):
    """The names that notebooks get from a file: all of a module's, and of a package's what its __init__ imports."""
    if file.parent == HELPERS:
        return None
    tree = ast.parse((file.parent / "__init__.py").read_text("utf-8"))
    return {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}


def silent_functions(source, room, exported=None):
    """A sentence for each public function or class that does not say what it does; ``None`` exports them all."""
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        words = ast.get_docstring(node) or ""
        if not words:
            yield f"{node.name} has no docstring"
        elif isinstance(node, ast.FunctionDef):
            if node.name.startswith(SHOWN):
                arguments = [a.arg for a in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]]
                if missing := [name for name in arguments if not re.search(rf"\b{name}\b", words)]:
                    yield f"{node.name} does not say what {', '.join(missing)} is"
            elif room in ("draw", "explore", "predict") or (exported is not None and node.name not in exported):
                pass  # what it returns is seen, or it is the room's own
            elif not doctest.DocTestParser().get_examples(words):
                yield f"{node.name} has no doctest"


def untyped_functions(source, exported=None):
    """A sentence for each public function or method without hints for what it takes and gives; as above."""
    for node in ast.parse(source).body:
        if getattr(node, "name", "_").startswith("_") or (exported is not None and node.name not in exported):
            continue
        for function in [node, *getattr(node, "body", ())] if isinstance(node, ast.ClassDef) else [node]:
            if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
                continue
            given = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
            bare = [argument.arg for argument in given if argument.arg != "self" and not argument.annotation]
            if missing := bare + ["what it gives"] * (function.returns is None):
                yield f"{node.name}: {function.name} has no hint for {', '.join(missing)}"


def lost_numbers(source):
    """The lines of a source text that check a number by ``whole`` and go on with what was given."""
    for node in ast.walk(ast.parse(source)):
        looked_at = [node.value] if isinstance(node, ast.Expr) else []
        if isinstance(node, ast.Compare):
            looked_at = [node.left, *node.comparators]
        for call in looked_at:
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("whole", "pair"):
                yield call.lineno


def ids(file):
    return file.relative_to(HELPERS).as_posix()


@pytest.mark.parametrize("file", [file for file in FILES if room_of(file) != "__init__"], ids=ids)
def test_imports_point_downward(file):
    assert room_of(file) in ROOMS, (
        "a new room: give it a line in ROOMS, in CONTRIBUTING.md and in helpers/__init__.py"
    )
    wrong = list(wrong_imports(file.read_text("utf-8"), room_of(file)))
    assert not wrong


def test_an_explorer_takes_of_draw_its_draw_function_and_nothing_else():
    for file in (HELPERS / "explore").glob("*.py"):
        if file.stem not in ("explorer", "over"):  # the frame of all of them
            lines = re.findall(r"from helpers\.draw.*", file.read_text("utf-8"))
            assert all(re.fullmatch(r"from helpers\.draw(\.\w+)? import draw_\w+", line) for line in lines), file.name


@pytest.mark.parametrize("file", [file for file in FILES if room_of(file) != "__init__"], ids=ids)
def test_public_functions_say_what_they_do(file):
    silent = list(silent_functions(file.read_text("utf-8"), room_of(file), exported(file)))
    assert not silent


def test_every_explorer_is_named_by_its_room():
    sources = [file.read_text("utf-8") for file in (HELPERS / "explore").glob("*.py")]
    written = {name for source in sources for name in re.findall(r"^def (explore_\w+)", source, re.M)}
    missing = written - set(importlib.import_module("helpers.explore").__all__)
    assert not missing, f"{sorted(missing)}: import it in helpers/explore/__init__.py"


@pytest.mark.parametrize("file", [file for file in FILES if room_of(file) in TYPED], ids=ids)
def test_public_functions_have_hints(file):
    bare = list(untyped_functions(file.read_text("utf-8"), exported(file)))
    assert not bare


@pytest.mark.parametrize("file", FILES, ids=ids)
def test_a_number_that_was_checked_is_kept(file):
    assert not list(lost_numbers(file.read_text("utf-8"))), "keep the int that whole() gives: NumPy's overflow"


@pytest.mark.parametrize("file", sorted(f for f in HELPERS.rglob("*") if f.suffix in (".py", ".js", ".css")), ids=ids)
def test_a_file_is_one_idea(file):
    assert len(file.read_text("utf-8").splitlines()) <= LONGEST_FILE


def test_unit_files_are_named_by_their_room():
    files = [file.stem.removeprefix("test_") + "_" for file in Path(__file__).parent.glob("test_*.py")]
    rooms = tuple(f"{room}_" for room in (*ROOMS, *AROUND, *WHOLE))
    assert [file for file in files if not file.startswith(rooms)] == []


def test_contributing_has_the_same_table():
    page = (HELPERS.parent / "CONTRIBUTING.md").read_text("utf-8")
    said = {name: words for name, words in re.findall(r"^\| `(\w+)(?:\.py|/)` \|.*\| (.+) \|$", page, re.M)}
    assert list(said) == list(reversed(ROOMS))
    for room, (rooms, packages) in ROOMS.items():
        packages = ["Pillow" if name == "PIL" else name for name in packages if name != "traitlets"]  # of anywidget
        words = ", ".join([*rooms, *packages]) or "the standard library"
        if room == "explore":
            below = set(list(ROOMS)[: list(ROOMS).index(room)]) - set(EVERYWHERE)
            assert below - set(rooms) == {"files", "kept"}
            assert said[room].startswith("all below but files and kept, ")
        else:
            assert sorted(said[room].split(", ")) == sorted(words.split(", ")), f"{room} may import {words}"


def test_the_table_has_no_circle():
    for position, (room, (rooms, _)) in enumerate(ROOMS.items()):
        above = list(ROOMS)[position:]
        assert not set(rooms) & set(above), f"{room} imports from a room that is not below it"


def test_the_package_imports_nothing_by_itself():
    assert not list(imported((HELPERS / "__init__.py").read_text("utf-8")))


STATE = """
import os, pkgutil, random, sys, warnings, locale
import importlib
import matplotlib, numpy, ipywidgets, anywidget

def state():
    kind, keys, *rest = numpy.random.get_state()
    return {
        "rcParams": dict(matplotlib.rcParams), "printing": numpy.get_printoptions(), "errors": numpy.geterr(),
        "numpy's seed": (kind, keys.tolist(), rest), "random's seed": random.getstate(), "folder": os.getcwd(),
        "sys.path": list(sys.path), "environment": dict(os.environ),
    }

before = state()
import helpers
names = [info.name for info in pkgutil.walk_packages(helpers.__path__, "helpers.")]
for name in names:
    importlib.import_module(name)
after = state()
changed = [key for key in before if before[key] != after[key]]
assert len(names) >= 3, names
assert not changed, changed
print("same")
"""


def test_importing_the_helpers_changes_nothing_else():
    done = subprocess.run([sys.executable, "-c", STATE], capture_output=True, text=True)
    assert done.stdout == "same\n", done.stderr
    assert not done.stderr


# --- each rule is seen to say no


@pytest.mark.parametrize(
    "room, source",
    [
        ("words", "from helpers.arguments import whole"),
        ("shapes", "import numpy as np"),
        ("shapes", "def f():\n    from helpers.layers import relu"),
        ("layers", "from helpers.draw.picture import Picture"),
        ("layers", "from helpers import data"),
        ("layers", "import scipy.signal"),
        ("draw", "from helpers.explore import explore_convolution"),
        ("draw", "from helpers.data import load_photograph"),
        ("draw", "import ipywidgets"),
        ("explore", "from . import cells"),
        ("explore", "from helpers.predict import predict_number"),
        ("predict", "from helpers.explore.cells import Cells"),
    ],
)
def test_an_upward_import_is_seen(room, source):
    assert len(list(wrong_imports(source, room))) == 1


def test_allowed_imports_are_allowed():
    source = "import re\nimport numpy.linalg\nfrom helpers.draw.picture import x\nfrom helpers import shapes"
    assert not list(wrong_imports(source, "draw"))


@pytest.mark.parametrize(
    "room, source, words",
    [
        ("layers", "def relu(x):\n    return x", "no docstring"),
        ("layers", "class Layer:\n    pass", "no docstring"),
        ("layers", "def relu(x):\n    'Positive part.'", "no doctest"),
        ("draw", "def draw_grid(cells, size):\n    'The cells.'", "what size is"),
        ("explore", "def explore_grid(n, *, f=3):\n    'Of n.'", "what f is"),
    ],
)
def test_a_silent_function_is_seen(room, source, words):
    assert [words in sentence for sentence in silent_functions(source, room)] == [True]


@pytest.mark.parametrize(
    "source, words",
    [
        ("def relu(x) -> int:\n    return x", "relu has no hint for x"),
        ("def relu(x: int):\n    return x", "relu has no hint for what it gives"),
        ("def relu(x: int, *, y) -> int:\n    return x", "relu has no hint for y"),
        ("class Layer:\n    def apply(self, x) -> int:\n        return x", "Layer: apply has no hint for x"),
    ],
)
def test_a_missing_hint_is_seen(source, words):
    assert [words in sentence for sentence in untyped_functions(source)] == [True]


@pytest.mark.parametrize("line", ["whole('n', n, 1)", "if not 0 <= whole('n', n) < 5: pass", "pair('n', n, 1)"])
def test_a_number_that_is_lost_is_seen(line):
    assert list(lost_numbers(line)) == [1] and not list(lost_numbers("n = whole('n', n, 1)"))


def test_what_is_private_or_stays_in_its_package_needs_no_hints():
    source = "def relu(x): ...\ndef _own(x): ...\nclass Layer:\n    def _own(self, x): ...\nTHREE = 3"
    assert not list(untyped_functions(source, exported={"conv2d", "Layer"}))


def test_a_package_may_have_functions_of_its_own():
    source = "def relu(x):\n    'Positive part.'"
    assert list(silent_functions(source, "layers", exported={"relu"}))
    assert not list(silent_functions(source, "layers", exported={"conv2d"}))


def test_a_function_that_speaks_is_allowed():
    assert not list(silent_functions("def relu(x):\n    '''>>> relu(1)\n    1'''\ndef _own(): ...", "layers"))
    assert not list(silent_functions("def draw_grid(cells):\n    'The cells.'\ndef text(x):\n    'A text.'", "draw"))
