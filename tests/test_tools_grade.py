"""`make grade`: each file gets its line, whatever the others do; marks are given where no student's code runs."""

import csv
import json
import os
import socket
import sys
import threading
from pathlib import Path

import confine
import examiner
import grade
import numpy as np
import pytest
from examiner import Limits, mark
from handed_in import ANSWER, HANDED, SIGNATURE, sizes, solved
from wire import LARGEST, Unreadable, decode, encode, receive, send

from helpers.networks import Conv, Dense, Network, pattern

SHORT = Limits(seconds=6, megabytes=600)


def lines(folder):
    with open(folder / "marks.csv", encoding="utf-8-sig", newline="") as file:
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
    out = os.dup(1)
    code = grade.main([str(folder), "--draw=7", f"--seconds={SHORT.seconds}", f"--megabytes={SHORT.megabytes}"])
    os.close(out)
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
    ],
)
def test_what_is_no_notebook_gets_its_line_too(name, why, marked):
    row = lines(marked)[name]
    assert row["words"].startswith("It was not marked: ") and why in row["words"] and row["points"] == "0"


def test_there_is_one_line_for_each_file_and_one_result(marked):
    assert len(lines(marked)) == len(HANDED) + 7
    assert len(list((marked / "results").rglob("results.json"))) == len(HANDED) + 7


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
    place = next(file for file in (marked / "results").rglob("results.json") if file.parent.stem == name)
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
    with pytest.raises(examiner.Stopped, match=r"could not be judged within 0\.05 s"), examiner._at_most(0.05):
        while True:
            pass
    with examiner._at_most(5):
        pass
    assert examiner.signal.getitimer(examiner.signal.ITIMER_REAL) == (0, 0)


def test_the_same_draw_gives_the_same_marks_and_words():
    wrong = sizes(f"{ANSWER} + (n > 15)")
    first, again, other = (marked_alone(wrong, draw)["output_size"].words for draw in (1, 1, 2))
    assert first == again != other


needs_confinement = pytest.mark.skipif(
    bool(marked_alone(solved())["halving"].confined), reason="this system makes no namespaces"
)


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


def test_a_system_without_namespaces_is_said_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(confine.sys, "platform", "darwin")
    assert confine.confine([], "/") == "darwin has no namespaces"
    monkeypatch.undo()
    one = examiner.Mark("f", "1. F", False, True, "Right", confined="darwin has no namespaces")
    monkeypatch.setattr(grade, "grade", lambda *_: [grade.Sheet("a.ipynb", marks=[one])])
    assert grade.main([str(tmp_path)]) == 0
    assert "could not shut off the network and other files (darwin has no namespaces)" in capsys.readouterr().out
    assert lines(tmp_path)["a"]["network"] == "not closed: darwin has no namespaces"


def test_an_examiner_that_stops_or_hangs_spoils_its_own_line_only(tmp_path, monkeypatch):
    for name in ("a", "stops", "z"):
        (tmp_path / f"{name}.ipynb").write_text("[]")
    before = grade.examine

    def examine(file, *task):
        return os._exit(3) if file.stem == "stops" else before(file, *task)

    monkeypatch.setattr(grade, "examine", examine)
    sheets = {sheet.file: sheet.words for sheet in grade.grade(tmp_path, 1, SHORT)}
    assert sheets["stops.ipynb"] == "It was not marked: the process that marks it stopped."
    assert all("holds no notebook" in sheets[f"{name}.ipynb"] for name in "az")


@pytest.mark.parametrize("stem", ["06_lenet", "09_design_patterns"])
def test_functions_among_the_arguments_and_networks_go_through(stem):
    """06's ``flip`` gets a function, 09's ``design`` gives a network."""
    of = json.loads((grade.NOTEBOOKS / f"{stem}.ipynb").read_bytes())["cells"]
    only = {"06_lenet": "flip", "09_design_patterns": "design"}[stem]
    chosen = [cell for cell in of if only in "".join(cell["source"]) or "## More" in "".join(cell["source"])]
    marks = mark(cells(solved(stem)), [cell for cell in chosen if f"def {only}" in "".join(cell["source"])], None, 1)
    assert [(one.name, one.ok) for one in marks] == [(only, True)]


@pytest.mark.nightly
@pytest.mark.parametrize("stem", [f.stem for f in sorted(grade.NOTEBOOKS.glob("0[1-9]*.ipynb"))])
def test_the_courses_own_solutions_get_all_points(stem):
    notebook = solved(stem)
    of = json.loads((grade.NOTEBOOKS / f"{stem}.ipynb").read_bytes())["cells"]
    marks = mark(cells(notebook), of, None, 1)
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
    hollow = examiner.hollow_function(source, "output_size")
    assert hollow.__code__.co_varnames == ("n", "f", "stride", "padding")
    assert examiner.hollow_function(source, "g") is None and examiner.hollow_function("(", "g") is None
    assert str(examiner.inspect.signature(examiner.hollow_function(source, "h"))) == "(a=None, *, b=None)"


def test_a_folder_that_is_not_there_is_named(tmp_path, capsys):
    assert grade.main([str(tmp_path / "none")]) == 1
    assert "There is no folder" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform != "linux", reason="Linux counts a process's memory")
def test_the_limits_are_those_that_were_asked_for():
    asked = "resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0]"
    body = f"import resource\nraise ValueError({asked})"
    words = marked_alone(sizes(body), limits=Limits(5, 700))["output_size"].words
    assert f"stops with ValueError: ({700 << 20}, 11)" in words
