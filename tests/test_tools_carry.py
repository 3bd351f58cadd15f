"""When notebooks of the course get new names, `make lab` carries the student's copies, tried on a small course."""

import json
import os
import re
from datetime import datetime
from pathlib import Path

import carry
import nbformat
import pytest
import working_copy
from nbformat.sign import NotebookNotary
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

COURSE = Path(__file__).parents[1] / "notebooks"
BEFORE = ("00_start_here", "04_pooling", "05_lenet", "06_alexnet")
AFTER = ("00_start_here", "04_pooling", "05_learning", "06_lenet", "07_alexnet")
NEXT = {"00_start_here": "05_lenet", "04_pooling": "05_lenet", "05_lenet": "06_alexnet", "06_alexnet": "05_lenet"}
MINE = "# my thoughts on 05_lenet.ipynb"


def write_course(folder, names, links):
    for old in folder.glob("*.ipynb"):
        old.unlink()
    for name in names:
        words = new_markdown_cell(f"# {name}\n\n[on]({links(name)}.ipynb#part)", id="words")
        nbformat.write(new_notebook(cells=[words, new_code_cell("1 + 1", id="sum")]), folder / f"{name}.ipynb")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course that a student has copied before its notebooks got new names; ``notebooks/`` has the new ones."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    (tmp_path / "notebooks").mkdir()
    write_course(tmp_path / "notebooks", BEFORE, NEXT.get)
    with monkeypatch.context() as then:
        then.setattr(working_copy, "RENAMED", {})
        lab(tmp_path)
    write_course(tmp_path / "notebooks", AFTER, lambda name: "06_lenet")
    return tmp_path


def lab(course):
    return working_copy.main([], root=course)


def work(course, name):
    return course / "work" / f"{name}.ipynb"


def change(file, source=MINE):
    """A student's change, saved as JupyterLab saves it, and signed."""
    notebook = nbformat.read(file, as_version=4)
    notebook.cells[1].source = source
    nbformat.write(notebook, file)
    NotebookNotary().sign(notebook)
    return notebook


def names(course):
    return {file.name for file in (course / "work").iterdir() if file.suffix == ".ipynb"}


def contents(course):
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in (course / "work").iterdir()}


def record(course):
    return json.loads((course / "work" / ".copied.json").read_text())


def trusted(file):
    return NotebookNotary().check_signature(nbformat.read(file, as_version=4))


def is_the_courses(course, name):
    return work(course, name).read_bytes() == (course / "notebooks" / f"{name}.ipynb").read_bytes()


def test_every_name_leads_to_a_notebook_of_the_course_and_no_old_one_is_in_use():
    there = {path.stem for path in COURSE.glob("*.ipynb")}
    assert set(carry.RENAMED.values()) <= there and not set(carry.RENAMED) & there
    assert not set(carry.RENAMED) & set(carry.RENAMED.values())  # no chains of names: the last one only


def test_no_words_of_the_course_have_an_old_name():
    texts = [path.read_text("utf-8") for folder in (COURSE, COURSE.parent) for path in folder.glob("*.md")]
    for path in COURSE.glob("*.ipynb"):
        texts += [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
    assert len(texts) > 100
    assert not [text for text in texts if re.search(r"05_lenet|06_alexnet|07_vgg|08_design_patterns", text)]


def test_copies_that_nobody_touched_become_the_courses_own(course, capsys):
    capsys.readouterr()
    assert lab(course) == 0
    assert names(course) == {f"{name}.ipynb" for name in AFTER}
    assert all(is_the_courses(course, name) and trusted(work(course, name)) for name in AFTER)
    assert set(record(course)) == names(course)
    first, second, third = capsys.readouterr().out.splitlines()
    assert first == (
        "Notebooks have new numbers, and yours went along: "
        "05_lenet to 06_lenet (the new one), 06_alexnet to 07_alexnet (the new one). 05_learning is new."
    )
    assert second == ("You had changed nothing in 00_start_here, 04_pooling: you have the course's new edition now.")
    assert third == "work/: 1 notebook copied (05_learning), 4 kept as you left them."


def test_what_a_student_changed_is_carried_whole_with_its_links_its_record_and_its_trust(course, capsys):
    before, known = change(work(course, "05_lenet")), record(course)["05_lenet.ipynb"]
    lab(course)
    after = nbformat.read(work(course, "06_lenet"), as_version=4)
    assert after.cells[0].source == "# 05_lenet\n\n[on](07_alexnet.ipynb#part)"
    after.cells[0].source = before.cells[0].source
    assert after == before
    assert not work(course, "05_lenet").exists() and trusted(work(course, "06_lenet"))
    assert record(course)["06_lenet.ipynb"] == known and "05_lenet.ipynb" not in record(course)
    out = capsys.readouterr().out
    assert "05_lenet to 06_lenet (with your changes), 06_alexnet to 07_alexnet (the new one)." in out
    assert "06_lenet has changed in the course since you got it" in out


def test_a_second_run_changes_nothing_and_says_nothing_of_it(course, capsys):
    change(work(course, "05_lenet"))
    change(work(course, "00_start_here"))
    lab(course)
    before = contents(course)
    capsys.readouterr()
    lab(course)
    assert contents(course) == before
    out = capsys.readouterr().out
    assert "new numbers" not in out and "renewed" not in out and "0 notebooks copied, 5 kept" in out


def test_links_follow_in_a_notebook_that_keeps_its_name(course, capsys):
    change(work(course, "04_pooling"))
    lab(course)
    out = capsys.readouterr().out
    assert "Links to notebooks with new numbers were renewed in 04_pooling." in out
    assert "You had changed nothing in 00_start_here: you" in out
    mine = nbformat.read(work(course, "04_pooling"), as_version=4)
    assert mine.cells[0].source.endswith("[on](06_lenet.ipynb#part)") and mine.cells[1].source == MINE
    assert trusted(work(course, "04_pooling"))


def test_what_nobody_had_trusted_is_not_trusted_by_the_move(course):
    file = work(course, "05_lenet")
    notebook = nbformat.read(file, as_version=4)
    notebook.cells[1].source = "from elsewhere"
    nbformat.write(notebook, file)
    lab(course)
    assert not trusted(work(course, "06_lenet"))


def test_only_one_of_them_is_there(course):
    work(course, "05_lenet").unlink()
    change(work(course, "06_alexnet"))
    lab(course)
    assert nbformat.read(work(course, "07_alexnet"), as_version=4).cells[1].source == MINE
    assert is_the_courses(course, "06_lenet") and not work(course, "06_alexnet").exists()


def test_where_the_new_name_is_taken_both_are_kept(course, capsys):
    change(work(course, "05_lenet"))
    work(course, "06_lenet").write_text("another one")
    lab(course)
    assert work(course, "06_lenet").read_text() == "another one"
    (aside,) = (
        name for name in names(course) if re.fullmatch(r"05_lenet_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.ipynb", name)
    )
    kept = nbformat.read(course / "work" / aside, as_version=4)
    assert kept.cells[1].source == MINE and "(07_alexnet.ipynb#part)" in kept.cells[0].source
    assert f"work/ has a 06_lenet already: your 05_lenet is now {aside}." in capsys.readouterr().out
    assert "05_lenet.ipynb" not in record(course)
    before = contents(course)
    lab(course)
    assert contents(course) == before


def test_where_links_cannot_be_renewed_it_says_where_the_notebook_is(course, capsys, monkeypatch):
    for name in ("05_lenet", "04_pooling"):
        change(work(course, name))
    work(course, "06_lenet").write_text("another one")

    def refuse(files):
        if any("_20" in path.name or path.name == "04_pooling.ipynb" for path in files):
            raise OSError("the disk is full")
        write_whole(files)

    write_whole = carry.write_whole
    monkeypatch.setattr(carry, "write_whole", refuse)
    assert lab(course) == 0
    (aside,) = (course / "work").glob("05_lenet_*.ipynb")
    out = capsys.readouterr().out
    assert f"your 05_lenet is now {aside.name}.\n" in out and "could not be carried" not in out
    for file in (aside, work(course, "04_pooling")):
        assert f"work/{file.name} has links to old names still: the disk is full." in out
        assert "(05_lenet.ipynb#part)" in file.read_text() or "(06_alexnet.ipynb#part)" in file.read_text()
    assert "05_lenet.ipynb" not in record(course) and is_the_courses(course, "07_alexnet")


def stop(course, monkeypatch, behind):
    """A run of `make lab` that Ctrl-C ends behind (or before) the move of 05_lenet."""

    def replace(source, target, move=os.replace):
        if Path(source).name != "05_lenet.ipynb":
            return move(source, target)
        if behind:
            move(source, target)
        raise KeyboardInterrupt

    with monkeypatch.context() as now, pytest.raises(KeyboardInterrupt):
        now.setattr(os, "replace", replace)
        lab(course)


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("changed", [False, True])
def test_a_run_that_was_stopped_is_taken_up_by_the_next_one(course, capsys, monkeypatch, behind, changed):
    before = record(course)
    if changed:
        change(work(course, "05_lenet"))
    stop(course, monkeypatch, behind)
    assert work(course, "05_lenet").exists() != behind and work(course, "06_lenet").exists() == behind
    lab(course)
    assert "05_lenet to 06_lenet (" in capsys.readouterr().out
    if changed:
        cells = nbformat.read(work(course, "06_lenet"), as_version=4).cells
        assert cells[1].source == MINE and cells[0].source.endswith("(07_alexnet.ipynb#part)")
        assert record(course)["06_lenet.ipynb"] == before["05_lenet.ipynb"]
    else:
        assert is_the_courses(course, "06_lenet")
    assert set(record(course)) == names(course) == {f"{name}.ipynb" for name in AFTER}


def test_a_copy_that_the_student_deleted_is_no_move_that_was_stopped(course, capsys):
    work(course, "05_lenet").unlink()
    (course / "work" / "06_lenet.ipynb").write_bytes((course / "notebooks" / "06_lenet.ipynb").read_bytes())
    lab(course)
    assert "05_lenet to" not in capsys.readouterr().out and "05_lenet.ipynb" not in record(course)


def test_old_originals_that_were_left_behind_are_not_copied_again(course, capsys):
    """The archive of a new course, unpacked over the folder of the old one."""
    for name in ("05_lenet", "06_alexnet"):
        (course / "notebooks" / f"{name}.ipynb").write_bytes(work(course, name).read_bytes())
    change(work(course, "05_lenet"))
    lab(course)
    assert names(course) == {f"{name}.ipynb" for name in AFTER}
    before = contents(course)
    for _ in range(2):
        lab(course)
        assert contents(course) == before
    assert working_copy.main(["--reset", "06"], root=course) == 0
    assert is_the_courses(course, "06_lenet")
    capsys.readouterr()
    assert working_copy.main(["--reset", "nothing"], root=course) == 1
    assert "There are: 00_start_here, 04_pooling, 05_learning, 06_lenet, 07_alexnet." in capsys.readouterr().out


def test_a_copy_stays_where_the_original_is_damaged_in_the_course(course):
    (course / "notebooks" / "04_pooling.ipynb").write_bytes(b"")
    before = work(course, "04_pooling").read_bytes()
    assert b"(05_lenet.ipynb#part)" in before
    lab(course)
    assert work(course, "04_pooling").read_bytes() == before


def test_what_reset_set_aside_and_checkpoints_stay(course):
    aside, checkpoint = (
        course / "work" / name
        for name in ("05_lenet_2025-01-02_03-04-05.ipynb", ".ipynb_checkpoints/05_lenet-checkpoint.ipynb")
    )
    checkpoint.parent.mkdir()
    for file in (aside, checkpoint):
        file.write_bytes(work(course, "05_lenet").read_bytes())
    before = aside.read_bytes()
    lab(course)
    assert aside.read_bytes() == checkpoint.read_bytes() == before


DAMAGED = [
    b"",
    b"half of a noteb",
    b"[1](05_lenet.ipynb)",
    b'{"cells": [{}], "metadata": {"a": "07_vgg.ipynb"}, "nbformat": 4}',
    b'{"cells": [{"cell_type": "markdown", "metadata": {}, "source": [1, "[a](07_vgg.ipynb)"]}], "metadata": {}, '
    b'"nbformat": 4}',
]


@pytest.mark.parametrize("data", DAMAGED)
def test_a_damaged_file_is_carried_byte_by_byte(course, capsys, data):
    work(course, "05_lenet").write_bytes(data)
    lab(course)
    assert work(course, "06_lenet").read_bytes() == data and not work(course, "05_lenet").exists()
    assert "work/06_lenet.ipynb cannot be opened: " in capsys.readouterr().out


@pytest.mark.parametrize("depth, readable", [(600, True), (200_000, False)])
def test_a_notebook_of_lists_in_lists_stops_nothing(course, depth, readable):
    """Python reads the first one, and Jupyter does not."""
    nested = f'{{"a": {depth * "["}{depth * "]"}}}'
    words = '{"cell_type": "markdown", "metadata": {}, "source": "[a](07_vgg.ipynb)"}'
    data = f'{{"cells": [{words}], "metadata": {nested}, "nbformat": 4}}'.encode()
    for name in ("05_lenet", "04_pooling"):
        work(course, name).write_bytes(data)
    assert lab(course) == 0
    for name in ("06_lenet", "04_pooling"):
        after = work(course, name).read_bytes()
        assert after == data or (readable and b"(08_vgg.ipynb)" in after)
        assert after.count(b"[") == data.count(b"[")
    assert is_the_courses(course, "07_alexnet")


def test_what_cannot_be_written_again_comes_back_as_it_is(course, monkeypatch):
    def refuse(*_, **__):
        raise RecursionError("maximum recursion depth exceeded")

    data = work(course, "04_pooling").read_bytes()
    assert carry.relinked(data) != data
    monkeypatch.setattr(json, "dumps", refuse)
    assert carry.relinked(data) == data


@pytest.mark.parametrize("left_behind", [False, True])
def test_nothing_is_carried_to_a_notebook_that_is_damaged_in_the_course(course, capsys, left_behind):
    before = work(course, "05_lenet").read_bytes()
    (course / "notebooks" / "06_lenet.ipynb").write_bytes(b"")
    if left_behind:
        (course / "notebooks" / "05_lenet.ipynb").write_bytes(before)
    lab(course)
    assert work(course, "05_lenet").read_bytes() == before and not work(course, "06_lenet").exists()
    assert "nothing in 00_start_here, 04_pooling: you" in capsys.readouterr().out


def test_a_file_that_may_not_be_written_keeps_its_mode_and_is_carried(course):
    change(work(course, "05_lenet"))
    work(course, "05_lenet").chmod(0o444)
    lab(course)
    assert work(course, "06_lenet").stat().st_mode & 0o777 == 0o444
    assert "(07_alexnet.ipynb#part)" in work(course, "06_lenet").read_text()


def test_a_file_that_cannot_be_moved_is_named_and_stays(course, capsys, monkeypatch):
    change(work(course, "05_lenet"))
    before, replace = work(course, "05_lenet").read_bytes(), os.replace

    def refuse(source, target):
        if Path(source).name == "05_lenet.ipynb":
            raise PermissionError("it is open elsewhere")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    assert lab(course) == 0
    assert work(course, "05_lenet").read_bytes() == before and is_the_courses(course, "07_alexnet")
    out = capsys.readouterr().out
    assert "work/05_lenet.ipynb could not be carried to 06_lenet.ipynb: it is open elsewhere." in out
    assert record(course)["05_lenet.ipynb"]


@pytest.mark.parametrize("lost", [None, "{"])
def test_without_a_record_a_copy_counts_as_changed(course, capsys, lost):
    (course / "work" / ".copied.json").unlink()
    if lost:
        (course / "work" / ".copied.json").write_text(lost)
    before = nbformat.read(work(course, "05_lenet"), as_version=4).cells[1]
    lab(course)
    assert nbformat.read(work(course, "06_lenet"), as_version=4).cells[1] == before
    assert "05_lenet to 06_lenet (with your changes)" in capsys.readouterr().out


def test_reset_by_number_means_the_new_notebook_and_by_an_old_name_the_same_one(course, capsys):
    change(work(course, "05_lenet"))
    for name, target in (("05", "05_learning"), ("05_lenet", "06_lenet")):
        assert working_copy.main(["--reset", name], root=course) == 0
        assert is_the_courses(course, target)
    (aside,) = (course / "work").glob("06_lenet_*.ipynb")
    assert nbformat.read(aside, as_version=4).cells[1].source == MINE
    assert not work(course, "05_lenet").exists() and "with your changes" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["06", "05_lenet", "04"])
def test_reset_of_what_was_just_carried_says_it_once(course, capsys, name):
    capsys.readouterr()
    assert working_copy.main(["--reset", name], root=course) == 0
    out = capsys.readouterr().out
    assert "05_lenet to 06_lenet (the new one)" in out and "already" not in out and "not changed" not in out


def test_versions_set_aside_within_a_second_are_all_kept(course):
    now = datetime(2025, 1, 2, 3, 4, 5)
    for text in ("first", "second"):
        work(course, "05_lenet").write_text(text)
        work(course, "06_lenet").write_text("taken")
        carry.carry(course / "notebooks", course / "work", {}, now)
    kept = sorted(file.read_text() for file in (course / "work").glob("05_lenet_2025-01-02_03-04-05*.ipynb"))
    assert kept == ["first", "second"]


LINKS = [
    ("[a](05_lenet.ipynb)", "[a](06_lenet.ipynb)"),
    ("[05_lenet.ipynb](05_lenet.ipynb#C1 'C1')", "[05_lenet.ipynb](06_lenet.ipynb#C1 'C1')"),
    ("[a]( <./08_design_patterns.ipynb> )", "[a]( <./09_design_patterns.ipynb> )"),
    ("see [a] and [b]\n\n[a]: 06_alexnet.ipynb\n[b]: <07_vgg.ipynb>", None),
    ("<a class='x' href='06_alexnet.ipynb#a'>", "<a class='x' href='07_alexnet.ipynb#a'>"),
    ("`[a](05_lenet.ipynb)` [b](07_vgg.ipynb)", "`[a](05_lenet.ipynb)` [b](08_vgg.ipynb)"),
    ("```\n[a](05_lenet.ipynb)\n```\n[b](07_vgg.ipynb)", "```\n[a](05_lenet.ipynb)\n```\n[b](08_vgg.ipynb)"),
    ("中 [a](05_lenet.ipynb)", "中 [a](06_lenet.ipynb)"),
    ("<img src=05_lenet.ipynb>", "<img src=06_lenet.ipynb>"),
    ("```\none ` here\n\n[a](05_lenet.ipynb)\n```", None),
    ("~~~ python\n[a](05_lenet.ipynb)\n\n~~~\n[b](07_vgg.ipynb)", None),
    ("````\n```\n[a](05_lenet.ipynb)\n````\n[b](07_vgg.ipynb)", None),
    ("- one\n\n  ```\n  one ` here\n\n  [a](05_lenet.ipynb)\n  ```\n\n  [b](07_vgg.ipynb)", None),
    ("```\n[a](05_lenet.ipynb)\n\nnever closed", None),
    ("``` x ``` [b](07_vgg.ipynb)\n\n[b](07_vgg.ipynb)", None),
    ("one ` here\n\n[b](07_vgg.ipynb)\n\nand ` there", None),
    ("- one ` here\n- [b](07_vgg.ipynb) and ` there", None),
    ("| one ` here |\n| [b](07_vgg.ipynb) ` |", None),
    ("`over two\nlines [a](05_lenet.ipynb)` [b](07_vgg.ipynb)", None),
    ("no \\` code [b](07_vgg.ipynb) \\`", None),
    ("``no [b](07_vgg.ipynb) code`", None),
    ("> [b]: 07_vgg.ipynb\n\n- [b]: 07_vgg.ipynb", None),
    ("- one\n\n    [b](07_vgg.ipynb)", None),  # no code, though four spaces stand before it
    *((kept, kept) for kept in ("05_lenet.ipynb", "[a](my_05_lenet.ipynb)", "[a](old/05_lenet.ipynb)")),
    *((kept, kept) for kept in ("[a](05_lenet.ipynb.bak)", "[a](https://example.org/05_lenet.ipynb)", "[05_lenet]")),
]


@pytest.mark.parametrize("before, after", LINKS)
@pytest.mark.parametrize("as_list", [False, True])
def test_only_the_targets_of_links_change(before, after, as_list):
    after = after or before.replace("07_vgg", "08_vgg").replace("06_alexnet", "07_alexnet")
    cells = [
        {"cell_type": kind, "metadata": {}, "source": before.splitlines(True) if as_list else before, **more}
        for kind, more in (("markdown", {}), ("code", {"outputs": []}), ("raw", {}))
    ]
    notebook = {"cells": cells, "metadata": {"number": 1e-7}, "nbformat": 4, "nbformat_minor": 5}
    data = json.dumps(notebook).encode()
    cells[0]["source"] = after.splitlines(True) if as_list else after
    new = carry.relinked(data)
    assert json.loads(new) == notebook
    assert (new == data) == (before == after) and carry.relinked(new) == new


def test_a_notebook_that_jupyter_wrote_changes_in_its_links_only(course):
    data = work(course, "04_pooling").read_bytes()
    assert carry.relinked(data) == data.replace(b"](05_lenet.ipynb", b"](06_lenet.ipynb") != data


def test_half_a_character_is_no_harm():
    book = '{"cells": [{"cell_type": "markdown", "metadata": {}, "source": "\\ud83d [a](05_lenet.ipynb)"}], '
    new = carry.relinked((book + '"metadata": {}, "nbformat": 4}').encode())
    assert json.loads(new)["cells"][0]["source"] == "\ud83d [a](06_lenet.ipynb)"
