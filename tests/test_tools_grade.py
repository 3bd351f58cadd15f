"""`make grade`: each file gets its line, whatever the others do; marks are given where no student's code runs."""

import csv
import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import confine
import examiner
import grade
import numpy as np
import pytest
import remote
import sheet
from examiner import Limits, mark
from exercises import NOTEBOOKS
from handed_in import ANSWER, HANDED, SIGNATURE, sizes, solved
from unseen import above, unseen
from wire import LARGEST, Unreadable, decode, encode, receive, send

from helpers.networks import Conv, Dense, Network, pattern

SHORT = Limits(seconds=6, megabytes=600)
ROOT = NOTEBOOKS.parent


def lines(folder):
    with open(grade.beside(folder) / "marks.csv", encoding="utf-8-sig", newline="") as file:
        return {Path(row["file"]).stem: row for row in csv.DictReader(file)}


def pupils():
    """The processes that have run a student's code and are still there."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"/pupil-" in (process / "environ").read_bytes():
                found.append(process.name)
        except OSError:
            continue
    return found


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """A folder in which all that is in ``HANDED`` was handed in, and more that is no notebook, marked once."""
    folder = tmp_path_factory.mktemp("handed")
    for name, (notebook, *_) in HANDED.items():
        (folder / name).mkdir()
        (folder / name / f"{name}.ipynb").write_text(json.dumps(notebook))
    (folder / "empty.ipynb").write_text("")
    (folder / "no_json.ipynb").write_text("def output_size(): ...")
    (folder / "another_format.ipynb").write_text('{"nbformat": 3, "worksheets": []}')
    (folder / "not_ours.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    (folder / "report.pdf").write_bytes(b"%PDF-1.7")
    (folder / "link.ipynb").symlink_to("/etc/hostname")
    (folder / "=1+1.ipynb").write_text("[]")
    (folder / "results").mkdir()
    (folder / "results" / "results.json").write_text('{"score": 99}')
    (folder / "results" / "mine.ipynb").write_text("[]")
    (folder / ".points.ipynb").write_text("[]")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "mine-checkpoint.ipynb").write_text("[]")
    (folder / ".DS_Store").write_bytes(b"")
    (folder / os.fsdecode(b"no_utf8_\xff.ipynb")).write_text("[]")
    old = grade.beside(folder) / "results" / "gone.ipynb" / "results.json"  # of an earlier run
    old.parent.mkdir(parents=True)
    old.write_text('{"score": 99}')
    code = grade.main([str(folder), "--draw=7", f"--seconds={SHORT.seconds}", f"--megabytes={SHORT.megabytes}"])
    assert code == 0
    return folder


@pytest.mark.parametrize("name", HANDED)
def test_each_notebook_gets_its_line(name, marked):
    _, points, words = HANDED[name]
    row = lines(marked)[name]
    assert (int(row["points"]), int(row["extra"])) == points and (row["of"], row["extra of"]) == ("2", "1"), row
    assert words in row["words"] and row["notebook"] == "02_stride_and_padding"
    assert bool(row["first failing"]) == (points != (2, 1))


@pytest.mark.parametrize(
    "name, why",
    [
        ("empty", "it is empty"),
        ("no_json", "it is not JSON"),
        ("another_format", "its nbformat is 3"),
        ("not_ours", "none of the course's notebooks"),
        ("report", "it is no notebook, its name ends in .pdf"),
        ("link", "it is a link"),
        ("'=1+1", "it holds no notebook"),
        ("mine", "it holds no notebook"),
        (".points", "it holds no notebook"),
        ("no_utf8_?", "it holds no notebook"),
        ("results", "its name ends in .json"),
    ],
)
def test_what_is_no_notebook_gets_its_line_too(name, why, marked):
    row = lines(marked)[name]
    assert row["words"].startswith("It was not marked: ") and why in row["words"] and row["points"] == "0"


def test_there_is_one_line_for_each_file_and_one_result(marked):
    assert len(lines(marked)) == len(HANDED) + 11
    written = [file for file in grade.beside(marked).rglob("results.json") if file.is_file()]
    assert len(written) == len(HANDED) + 11
    assert all(json.loads(file.read_text("utf-8"))["score"] <= 2 for file in written)
    assert [file.name for file in (marked / "results").iterdir()] == ["mine.ipynb", "results.json"]


def test_the_first_input_that_fails_is_named(marked):
    row = lines(marked)["wrong"]
    assert row["first failing"] == "1. The output size"
    assert row["input"] in row["words"] and row["input"] == "output_size(12, 5, 2, 2)"
    assert lines(marked)["never_ends"]["input"] == "output_size(9, 3, 1, 0)"


def test_nothing_that_a_notebook_began_is_left(marked):
    assert pupils() == []


@pytest.mark.parametrize("name", ["right", "wrong", "empty"])
def test_results_have_gradescopes_form(name, marked):
    """As its documentation has it: gradescope-autograders.readthedocs.io/en/latest/specs, read in 2026."""
    place = next(file for file in grade.beside(marked).rglob("results.json") if file.parent.stem == name)
    results = json.loads(place.read_text("utf-8"))
    assert set(results) <= {
        *("score", "execution_time", "output", "output_format", "visibility", "stdout_visibility", "extra_data"),
        *("tests", "leaderboard", "test_output_format", "test_name_format"),
    }
    assert results["visibility"] in ("hidden", "after_due_date", "after_published", "visible")
    assert isinstance(results["score"], float) and isinstance(results["execution_time"], int)
    for test in results["tests"]:
        assert set(test) <= {
            *("score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags"),
            *("visibility", "extra_data"),
        }
        assert test["status"] == ("passed" if "Right" in test["output"] else "failed")
        assert 0 <= test["score"] <= test["max_score"]
    assert results["score"] == sum(test["score"] for test in results["tests"])


def cells(notebook):
    return notebook["cells"]


OF = cells(HANDED["untouched"][0])


def marked_alone(notebook, draw=3, hidden=(), limits=SHORT):
    return {one.name: one for one in mark(cells(notebook), OF, None, draw, hidden, limits)}


def test_who_knows_the_shown_inputs_by_heart_gets_no_point():
    known = {}

    def listens(*arguments):
        n, f, stride, padding = arguments
        known[arguments] = max(0, (n + 2 * padding - f) // stride + 1)
        return known[arguments]

    assert examiner.check.check_output_size(listens).ok
    one = marked_alone(sizes(f"return {known}.get((n, f, stride, padding), 1)"))["output_size"]
    assert not one.ok and "should give" in one.words


def test_a_check_that_takes_too_long_stops_too():
    with pytest.raises(remote.Stopped, match=r"could not be judged within 0\.05 s"), examiner._at_most(0.05):
        while True:
            pass
    with examiner._at_most(5):
        pass
    assert examiner.signal.getitimer(examiner.signal.ITIMER_REAL) == (0, 0)


def test_the_same_draw_gives_the_same_marks_and_words():
    wrong = sizes(f"{ANSWER} + (n > 15)")
    first, again, other = (marked_alone(wrong, draw)["output_size"].words for draw in (1, 1, 2))
    assert first == again != other


def not_closed():
    try:
        return examiner.trial([], SHORT)
    except examiner.NotConfined as why:
        return str(why)


needs_confinement = pytest.mark.skipif(bool(not_closed()), reason="this system makes no namespaces")


@needs_confinement
def test_no_network_is_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        reached = threading.Event()
        threading.Thread(target=lambda: (server.accept(), reached.set()), daemon=True).start()
        port = server.getsockname()[1]
        one = marked_alone(sizes(f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 1)"))["output_size"]
        assert not one.ok and "stops with" in one.words and not reached.is_set()


@needs_confinement
def test_other_files_are_neither_read_where_they_are_hidden_nor_written(tmp_path):
    (tmp_path / "theirs.ipynb").write_text("mine")
    reads = sizes(f"import os\nraise ValueError(os.listdir({str(tmp_path)!r}))")
    assert "stops with ValueError: []" in marked_alone(reads, hidden=[tmp_path])["output_size"].words
    other = tmp_path.parent / "written"
    writes = sizes(f"open({str(other)!r}, 'w').write('x')\n{ANSWER}")
    assert "Read-only file system" in marked_alone(writes)["output_size"].words and not other.exists()
    own = sizes(f"open('mine', 'w').write('x')\n{ANSWER}")
    assert marked_alone(own)["output_size"].ok


@needs_confinement
def test_the_processes_of_others_are_not_seen_and_rights_are_gone():
    one = marked_alone(
        sizes("import os\nraise ValueError([p for p in os.listdir('/proc') if p.isdigit()], os.getpid())")
    )
    assert "stops with ValueError: (['1'], 1)" in one["output_size"].words
    unmounts = (
        "import ctypes, os\nlibc = ctypes.CDLL(None)\nraise ValueError(libc.umount(b'/proc'), libc.unshare(0x20000))"
    )
    assert "stops with ValueError: (-1, -1)" in marked_alone(sizes(unmounts))["output_size"].words


# What holds answers, and what else a cell could reach: each is there, and empty for a pupil.
SECRETS = (
    *("notebooks", "tests", "helpers/check", "helpers/arrange", "helpers/recall", "tools", ".git", "CONTRIBUTING.md"),
    *("work", "_site", "handouts", "moodle", "class"),
)


@needs_confinement
def test_no_place_with_answers_is_seen(tmp_path):
    """Those that `make` writes are not always there: a repository of the same form has them all."""
    root = tmp_path / "course"
    for name in SECRETS:
        (root / name).mkdir(parents=True)
        (root / name / "answers").write_text("here")
    for name in ("helpers/layers", "data"):
        (root / name).mkdir()
    found = {str(one.relative_to(root)) for one in unseen([], root) if root in one.parents}
    assert found == set(SECRETS)
    there = [str(ROOT / name) for name in SECRETS if (ROOT / name).exists()]
    looks = f"import os\nraise ValueError([os.listdir(p) if os.path.isdir(p) else open(p).read() for p in {there}])"
    words = marked_alone(sizes(looks), hidden=unseen([]))["output_size"].words
    empty = [[] if Path(place).is_dir() else "" for place in there]
    assert f"stops with ValueError: {empty}" in words


@needs_confinement
@pytest.mark.parametrize("room", ["check", "check.convolution", "arrange", "arrange.functions", "recall", "kept"])
def test_no_room_with_answers_can_be_imported(room):
    body = f"import importlib\nraise ValueError(getattr(importlib.import_module('helpers.{room}'), '__file__', None))"
    words = marked_alone(sizes(body), hidden=unseen([]))["output_size"].words
    assert "stops with ValueError: None" in words or f"No module named 'helpers.{room}'" in words


@needs_confinement
def test_a_socket_of_another_program_in_a_usual_place_is_not_there(tmp_path_factory):
    place = str(tmp_path_factory.mktemp("s") / "s")  # below /tmp, where agents and databases listen
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(place)
        body = f"import socket\nsocket.socket(socket.AF_UNIX).connect({place!r})"
        words = marked_alone(sizes(body), hidden=unseen([]))["output_size"].words
        assert "stops with FileNotFoundError" in words
        assert "stops with FileNotFoundError" not in marked_alone(sizes(body))["output_size"].words


@needs_confinement
def test_a_folder_that_holds_what_marking_needs_is_refused(tmp_path, capsys):
    for folder in (ROOT.parent, ROOT, Path(sys.prefix), Path("/")):
        assert grade.main([str(folder)]) == 1
        assert "which marking needs" in capsys.readouterr().out
    assert above(tmp_path) is None and above(ROOT / "class") is None


@needs_confinement
def test_a_process_that_is_shut_in_by_half_is_not_the_students_fault(tmp_path, monkeypatch):
    (tmp_path / "leads_nowhere").symlink_to(tmp_path / "none")
    with pytest.raises(remote.NotConfined, match="half confined"):
        marked_alone(solved(), hidden=[tmp_path / "leads_nowhere"])
    (tmp_path / "a.ipynb").write_text(json.dumps(solved()))
    got = grade.examine(tmp_path / "a.ipynb", "a.ipynb", grade.Task(1, SHORT), [tmp_path / "leads_nowhere"])
    assert got.words.startswith("It was not marked: its cells could not be shut in, so none ran (half confined")
    assert got.marks == []


@needs_confinement
def test_what_is_hidden_and_not_there_does_no_harm(tmp_path):
    assert marked_alone(solved(), hidden=[tmp_path / "none", tmp_path])["output_size"].ok


@needs_confinement
def test_many_processes_and_their_memory_are_counted_together():
    forks = (
        "import os, time\nfor _ in range(70):\n    if os.fork() == 0:\n        time.sleep(20)\n        os._exit(0)\n"
        "time.sleep(3)\nreturn 1"
    )
    words = marked_alone(sizes(forks))["output_size"].words
    assert "it began more than 64 processes" in words or "Resource temporarily unavailable" in words
    fills = (
        "import os, time\nfor _ in range(4):\n    if os.fork() == 0:\n        kept = b'1' * (120 << 20)\n"
        "        time.sleep(20)\n        os._exit(0)\ntime.sleep(4)\nreturn 1"
    )
    words = marked_alone(sizes(fills), limits=Limits(6, 200))["output_size"].words
    assert "its processes took more than 400 MB together" in words or "MemoryError" in words
    assert pupils() == []


@pytest.mark.skipif(getattr(os, "getuid", lambda: 1)() != 0, reason="only root has another user to go on as")
def test_root_goes_on_as_nobody_where_it_is_not_shut_in(tmp_path):
    work, marks = tmp_path / "work", tmp_path / "marks.csv"
    work.mkdir()
    marks.write_text("0")
    code = (
        f"import confine, os\nconfine.step_down({str(work)!r})\n"
        f"try: open({str(marks)!r}, 'w')\nexcept PermissionError: print('refused', os.getuid())"
    )
    folder = Path(confine.__file__).parent
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert done.stdout == f"refused {confine.NOBODY}\n" and work.stat().st_uid == confine.NOBODY, done.stderr


def test_a_system_without_namespaces_marks_only_if_it_is_told_to(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(confine.sys, "platform", "darwin")
    assert confine.confine([], "/") == "darwin has no namespaces"
    monkeypatch.undo()
    (tmp_path / "a.ipynb").write_text(json.dumps(solved()))
    asked = []

    def trial(hidden, limits):
        asked.append(limits.unconfined)
        if not limits.unconfined:
            raise grade.NotConfined("darwin has no namespaces")

    monkeypatch.setattr(grade, "trial", trial)
    one = examiner.Mark("f", "1. F", False, True, "Right", confined="darwin has no namespaces")
    monkeypatch.setattr(grade, "grade", lambda *_: [grade.Sheet("a.ipynb", marks=[one])])
    assert grade.main([str(tmp_path)]) == 1
    assert "Nothing was marked: this system does not shut in" in capsys.readouterr().out
    assert not grade.beside(tmp_path).exists()
    assert grade.main([str(tmp_path), "--unconfined"]) == 0 and asked == [False, True]
    assert "shut in (darwin has no namespaces)" in capsys.readouterr().out
    assert lines(tmp_path)["a"]["network"] == "not closed: darwin has no namespaces"
    results = json.loads((grade.beside(tmp_path) / "results" / "a.ipynb" / "results.json").read_text("utf-8"))
    assert results["extra_data"]["not_closed"] and "Marked without its processes shut in" in results["output"]


@pytest.mark.parametrize(
    "asked, seed, words",
    [
        ({}, None, ""),
        ({"notebook": "02_stride_and_padding"}, None, ""),
        ({"notebook": "05_training"}, None, "it is 02_stride_and_padding, and 05_training was asked for"),
        ({"seeds": ("spring-26",)}, None, "it has no seed, and spring-26 was given out"),
        ({"seeds": ("spring-26",)}, "easy", "its seed is easy, and spring-26 was given out"),
        ({"seeds": ("ada", "bob")}, "bob", ""),
        ({"seeds": ("a", "b", "c", "d")}, ["a"], "it has no seed, and a, b, c … was given out"),
    ],
)
def test_only_what_was_asked_for_is_marked(asked, seed, words, tmp_path, monkeypatch):
    notebook = solved()
    notebook["metadata"]["course"] = {"seed": seed}
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook))
    monkeypatch.setattr(grade, "mark", lambda *_: [examiner.Mark("f", "1. F", False, True)])
    got = grade.examine(tmp_path / "a.ipynb", "a.ipynb", grade.Task(1, SHORT, **asked), [])
    assert got.words == (f"It was not marked: {words}." if words else "")
    assert bool(got.marks) == (not words)
    if not words:
        said = got.results()
        assert said["extra_data"]["seed"] == (seed or "") and said["output"].startswith("02_stride_and_padding")


def test_a_notebook_that_is_asked_for_and_is_none_is_named(tmp_path, capsys):
    for name in ("99", "0", "00_start"):
        assert grade.main([str(tmp_path), f"--notebook={name}"]) == 1
        assert f"There is no one notebook {name!r} with exercises" in capsys.readouterr().out


def test_marking_says_where_it_cannot_run():
    tool = str(Path(grade.__file__))
    code = f"import runpy, sys; sys.modules['resource'] = None; sys.argv = ['g', '.']; runpy.run_path({tool!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1 and "On Windows use WSL" in done.stderr


def test_a_text_that_is_none_spoils_no_table():
    half = "a\ud800\x1b[1m\x00"
    one = sheet.Sheet(half, seed=half, marks=[examiner.Mark("f", "1. F", False, False, half, half)])
    said = [*map(str, one.row()), json.dumps(one.results(), ensure_ascii=False), one.said()]
    assert "".join(said).encode().isascii() and "a??[1m?" in one.said() and "\x1b" not in "".join(said)
    assert sheet.clean("Zoë, 卷积\n") == "Zoë, 卷积\n"


def test_one_results_file_that_cannot_be_written_spoils_its_own_only(tmp_path):
    sheets = [sheet.Sheet(name) for name in ("a" * 300, "b.ipynb", "results.json")]
    list(sheet.write(tmp_path, [*sheets, sheet.Sheet("gone.ipynb")]))
    assert list(sheet.write(tmp_path, sheets)) == [f"{'a' * 300}: no results.json, File name too long"]
    assert (tmp_path / "results" / "b.ipynb" / "results.json").exists()
    assert (tmp_path / "marks.csv").read_text("utf-8-sig").count("\n") == 4
    assert (tmp_path / "results" / "results.json" / "results.json").exists()
    assert not (tmp_path / "results" / "gone.ipynb" / "results.json").exists()


def test_an_examiner_that_stops_or_hangs_spoils_its_own_line_only(tmp_path, monkeypatch):
    for name in ("a", "stops", "z"):
        (tmp_path / f"{name}.ipynb").write_text("[]")
    before = grade.examine

    def examine(file, *task):
        return os._exit(3) if file.stem == "stops" else before(file, *task)

    monkeypatch.setattr(grade, "examine", examine)
    sheets = {one.file: one.words for one in grade.grade(tmp_path, grade.Task(1, SHORT))}
    assert sheets["stops.ipynb"] == "It was not marked: the process that marks it stopped."
    assert all("holds no notebook" in sheets[f"{name}.ipynb"] for name in "az")


@pytest.mark.parametrize("stem", ["06_lenet", "09_design_patterns"])
def test_functions_among_the_arguments_and_networks_go_through(stem):
    """06's ``flip`` gets a function, 09's ``design`` gives a network."""
    of = json.loads((NOTEBOOKS / f"{stem}.ipynb").read_bytes())["cells"]
    only = {"06_lenet": "flip", "09_design_patterns": "design"}[stem]
    chosen = [cell for cell in of if only in "".join(cell["source"]) or "## More" in "".join(cell["source"])]
    marks = mark(cells(solved(stem)), [cell for cell in chosen if f"def {only}" in "".join(cell["source"])], None, 1)
    assert [(one.name, one.ok) for one in marks] == [(only, True)]


@pytest.mark.nightly
@pytest.mark.parametrize("stem", [f.stem for f in sorted(NOTEBOOKS.glob("0[1-9]*.ipynb"))])
def test_the_courses_own_solutions_get_all_points(stem):
    notebook = solved(stem)
    of = json.loads((NOTEBOOKS / f"{stem}.ipynb").read_bytes())["cells"]
    marks = mark(cells(notebook), of, None, 1, unseen([]))
    assert marks and all(one.ok for one in marks), marks


@pytest.mark.nightly
def test_a_hundred_notebooks_are_marked_in_one_run(tmp_path, capsys):
    names = list(HANDED)
    for number in range(100):
        name = names[number % len(names)]
        (tmp_path / f"{number:03}_{name}.ipynb").write_text(json.dumps(HANDED[name][0]))
    assert grade.main([str(tmp_path), "--draw=1", "--seconds=6", "--megabytes=600"]) == 0
    rows = lines(tmp_path)
    assert len(rows) == 100
    for file, row in rows.items():
        assert (int(row["points"]), int(row["extra"])) == HANDED[file[4:]][1], row
    assert pupils() == [] and "100 files in" in capsys.readouterr().out


# --- what goes between the two processes


def there_and_back(value):
    return decode(json.loads(json.dumps(encode(value))))


@pytest.mark.parametrize(
    "value",
    [None, True, 7, 2.5, "a", [1, (2, "x")], {1: [2]}, {3, 4}, frozenset({5}), 10**40, 1j, range(3), float("inf")],
)
def test_plain_values_come_back_as_they_were(value):
    again = there_and_back(value)
    assert again == value and type(again) is type(value)


@pytest.mark.parametrize(
    "array", [np.arange(6).reshape(2, 3), np.float32(2.5), np.array([True]), np.zeros((0, 3)), np.array(["a"])]
)
def test_arrays_come_back_as_they_were(array):
    again = there_and_back(array)
    assert again.dtype == array.dtype and again.shape == array.shape and np.array_equal(again, array)
    assert type(again) is type(array)


def test_networks_come_back_as_they_were_and_other_objects_as_the_name_of_their_kind():
    networks = pattern(2, 5, 0, width=10), Network("n", (9, 9, 1), (Conv("a", 2, 3), Dense("b", 3)))
    assert all(there_and_back(network) == network for network in networks)
    for value in (n for n in (1, 2)), filter(None, [1]), {}.keys(), object(), len:
        again = there_and_back(value)
        assert examiner.check.wording.kind(again) == examiner.check.wording.kind(value)


@pytest.mark.parametrize(
    "said",
    [
        {"array": ["O", [1], "AAAAAAAAAAA=", False]},
        {"array": ["<M8[s]", [1], "AAAAAAAAAAA=", False]},
        {"array": ["<i8", [10**12], "AAAA", False]},
        {"made": ["system", {"name": "ls"}]},
        {"made": ["Network", {"name": "n", "input_shape": {"tuple": [1]}, "layers": {"tuple": []}}]},
        {"Fraction": "1/0"},
        {"call": 0},
        {"unknown": 1},
        {},
        [1],
        {"a": 1, "b": 2},
        {"set": [{"list": []}]},
        {"range": [0, 1, 0]},
    ],
    ids=str,
)
def test_what_no_encoder_makes_is_unreadable(said):
    with pytest.raises(Unreadable):
        decode(said)


def test_a_message_that_is_none_is_unreadable_and_one_that_is_cut_off_is_an_end():
    for data, error in (
        (b"\x00\x00\x00\x02{]", Unreadable),
        (b"\x00\x00\x00\x02[]", Unreadable),
        (b"\xff\xff\xff\xff", Unreadable),
        (b"\x00\x00\x00\x09{", EOFError),
        (b"\x00\x00\x00\x04" + b"\xff" * 4, Unreadable),
    ):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            theirs.sendall(data)
            theirs.shutdown(socket.SHUT_WR)
            with pytest.raises(error):
                receive(ours)
    deep = []
    for _ in range(10**5):
        deep = [deep]
    for value in (10**5000, deep, np.zeros(LARGEST)):
        with pytest.raises(Unreadable):
            encode(value)
    with pytest.raises(Unreadable, match="may be sent"):
        send(None, {"a": "x" * LARGEST})


def test_a_hollow_function_runs_nothing():
    source = f"boom()\n{SIGNATURE}\n    return boom()\n@boom\ndef g(): ...\ndef h(a=boom(), *, b=boom()): ..."
    hollow = remote.hollow_function(source, "output_size")
    assert hollow.__code__.co_varnames == ("n", "f", "stride", "padding")
    assert remote.hollow_function(source, "g") is None and remote.hollow_function("(", "g") is None
    assert str(remote.inspect.signature(remote.hollow_function(source, "h"))) == "(a=None, *, b=None)"


def test_a_place_for_marks_that_cannot_be_made_is_named_before_anything_runs(tmp_path, capsys, monkeypatch):
    (tmp_path / "handed").mkdir()
    (tmp_path / "handed-marks").write_text("a file")
    monkeypatch.setattr(grade, "trial", lambda *_: "")
    monkeypatch.setattr(grade, "grade", lambda *_: 1 / 0)
    assert grade.main([str(tmp_path / "handed")]) == 1
    assert "handed-marks, where the marks go, cannot be made (File exists)" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_named(tmp_path, capsys):
    assert grade.main([str(tmp_path / "none")]) == 1
    assert "There is no folder" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform != "linux", reason="Linux counts a process's memory")
def test_the_limits_are_those_that_were_asked_for():
    asked = "resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0]"
    body = f"import resource\nraise ValueError({asked})"
    words = marked_alone(sizes(body), limits=Limits(5, 700))["output_size"].words
    assert f"stops with ValueError: ({700 << 20}, 11)" in words
