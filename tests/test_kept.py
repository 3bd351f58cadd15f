"""What was answered first is kept in a working copy only, whole, and by two kernels at once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import kept
from helpers.predict import predict_number
from helpers.recall import recall

# The table of tests/web/kept.test.js too: both sides read and merge alike.
CASES = json.loads((Path(__file__).parent / "web" / "kept.json").read_text("utf-8"))


def record(erased, names, turns=None):
    answers = {key: CASES["answers"][name] | ({"turns": turns[key]} if turns else {}) for key, name in names.items()}
    return kept.fresh(erased) | {"answers": answers}


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A working copy, and a data folder of a user's own."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / ".copied.json").write_text("{}")
    return tmp_path / "work"


def file_of(work):
    return work.parent / "data" / "convnet-course" / "answers.json"


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["text"][:60])
def test_a_text_is_a_record_or_it_is_said_why_not(case):
    found, why = kept.read(case["text"])
    assert why == case["why"]
    assert found == (kept.fresh() if why or not case["text"] else json.loads(case["text"]))


@pytest.mark.parametrize("case", CASES["merged"], ids=str)
def test_two_copies_are_merged_in_both_orders_and_again(case):
    one, other = record(*case["one"]), record(*case["other"])
    wanted = record(*case["both"], case.get("turns"))
    assert kept.merged(one, other) == kept.merged(other, one) == wanted
    assert kept.merged(kept.merged(one, other), other) == wanted


def test_an_answer_is_in_the_users_data_folder_and_comes_back_to_another_browser(work):
    one = record(0, {"a": "early"})
    text, told, file = kept.exchange(json.dumps(one), work)
    assert (json.loads(text), told, json.loads(Path(file).read_text())) == (one, "", one) and file == str(
        file_of(work)
    )
    assert [path.name for path in work.iterdir()] == [".copied.json"]
    text, *_ = kept.exchange("", work)
    assert json.loads(text) == one and set(kept.known()) == {"a"}
    text, *_ = kept.exchange(json.dumps(kept.fresh(1)), work)
    assert json.loads(text) == json.loads(file_of(work).read_text()) == kept.fresh(1) and kept.known() == {}


def test_nothing_is_written_where_there_is_no_working_copy(work, monkeypatch):
    (work / ".copied.json").unlink()
    monkeypatch.chdir(work)
    for place in (None, work, Path(__file__).parents[1] / "notebooks"):
        text, *said = kept.exchange(json.dumps(record(0, {"a": "early"})), place)
        assert (json.loads(text), said) == (record(0, {"a": "early"}), ["", ""]) and set(kept.known()) == {"a"}
    assert sorted(path.name for path in work.parent.iterdir()) == ["work"]


@pytest.mark.parametrize(
    "data, why",
    [
        (b'{"file": "answers of the conv', "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b'{"file": "a shopping list"}', "not this course's"),
        (json.dumps(kept.fresh() | {"version": 0}).encode(), "version 0"),
        (b"[" * 100_000, "no JSON"),
    ],
    ids=["cut off", "no text", "foreign", "old", "deep"],
)
def test_a_file_that_cannot_be_read_is_told_and_lies_aside_as_it_was(work, data, why):
    file_of(work).parent.mkdir(parents=True)
    one = record(0, {"a": "early"})
    for number in (1, 2):  # the second in the same second
        file_of(work).write_bytes(data)
        text, told, _ = kept.exchange(json.dumps(one), work)
        assert why in told and json.loads(text) == json.loads(file_of(work).read_text()) == one
        aside = [path for path in file_of(work).parent.iterdir() if path.name not in ("answers.json", ".lock")]
        assert [path.read_bytes() for path in aside] == [data] * number
        assert any(str(path) in told for path in aside)


@pytest.mark.parametrize("way", ["a file in the place of the folder", "a file above", "a folder in its place"])
def test_a_file_that_cannot_be_written_is_told_and_nothing_is_lost(work, way):
    above, one = file_of(work).parents[1], json.dumps(record(0, {"a": "early"}))
    if way == "a file above":
        above.write_text("")
    elif way == "a folder in its place":
        file_of(work).mkdir(parents=True)
    else:
        above.mkdir()
        file_of(work).parent.write_text("")
    text, told, file = kept.exchange(one, work)
    assert json.loads(text) == json.loads(one) and set(kept.known()) == {"a"} and file == ""
    assert told.startswith("Your answers are kept in this browser only: ") and str(file_of(work)) in told


def test_who_erases_the_record_erases_what_was_put_aside_and_nothing_else(work):
    folder = file_of(work).parent
    folder.mkdir(parents=True)
    (folder / "mine.json").write_text("{}")
    file_of(work).write_text("?")
    kept.exchange(json.dumps(record(0, {"a": "early"})), work)
    assert len(list(folder.glob("answers_*.json"))) == 1
    kept.exchange(json.dumps(record(0, {"b": "late"})), work)
    assert len(list(folder.glob("answers_*.json"))) == 1
    kept.exchange(json.dumps(kept.fresh(1)), work)
    assert sorted(path.name for path in folder.iterdir()) == [".lock", "answers.json", "mine.json"]


def test_a_damaged_file_is_put_aside_and_stays_where_another_browser_erased_long_ago(work):
    file_of(work).parent.mkdir(parents=True)
    file_of(work).write_text("?")
    kept.exchange(json.dumps(kept.fresh(3)), work)
    kept.exchange(json.dumps(kept.fresh(3)), work)
    assert [path.read_text() for path in file_of(work).parent.glob("answers_*.json")] == ["?"]


ANSWERS = """
import json, sys
from helpers import kept
from helpers.predict import predict_number
from helpers.recall import recall
answer = json.loads(sys.argv[2])
for k in range(20):
    kept.exchange(json.dumps(kept.fresh() | {"answers": {f"{sys.argv[1]}-{k}": answer}}), sys.argv[3])
"""


def test_kernels_that_write_at_once_lose_nothing(work):
    given = [json.dumps(CASES["answers"]["early"]), str(work)]
    running = [subprocess.Popen([sys.executable, "-c", ANSWERS, str(k), *given]) for k in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    names = {f"{k}-{n}" for k in range(3) for n in range(20)}
    assert set(json.loads(file_of(work).read_text())["answers"]) == names


def test_cells_alone_write_nothing_in_a_working_copy_either(work, monkeypatch):
    """As nbval and make notebooks run them: only JupyterLab's page asks for a file."""
    monkeypatch.chdir(work)
    predict_number("How many?", lambda: 3).answer("4")
    recall("02").children[1].answer("4")
    assert sorted(path.name for path in work.parent.iterdir()) == ["work"]
    assert [path.name for path in work.iterdir()] == [".copied.json"]
