"""`make lab` and `make reset`, tried on a small course made here."""

import json
import re

import nbformat
import pytest
import working_copy
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of two notebooks and a picture; what Jupyter signs goes to a folder of the test."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    for stem in ("00_start_here", "01_convolution"):
        cells = [new_markdown_cell(f"# {stem}", id="title"), new_code_cell("1 + 1", id="sum")]
        nbformat.write(new_notebook(cells=cells), notebooks / f"{stem}.ipynb")
    (notebooks / "figure.svg").write_text("<svg/>")
    (notebooks / ".ipynb_checkpoints").mkdir()
    return tmp_path


def lab(course):
    return working_copy.main([], root=course)


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def test_the_first_run_copies_every_notebook_and_its_pictures(course, capsys):
    assert lab(course) == 0
    copied = contents(course / "work")
    assert copied.pop(".copied.json")
    assert copied == contents(course / "notebooks")
    assert (
        capsys.readouterr().out
        == "work/: 2 notebooks copied (00_start_here, 01_convolution), 0 kept as you left them.\n"
    )


def test_the_second_run_changes_nothing(course, capsys):
    lab(course)
    before = {file.name: file.stat().st_mtime_ns for file in (course / "work").iterdir()}
    capsys.readouterr()
    lab(course)
    assert {file.name: file.stat().st_mtime_ns for file in (course / "work").iterdir()} == before
    assert capsys.readouterr().out == "work/: 0 notebooks copied, 2 kept as you left them.\n"


def test_a_students_notebook_is_never_overwritten(course, capsys):
    lab(course)
    mine = course / "work" / "01_convolution.ipynb"
    mine.write_text("my work")
    (course / "notebooks" / "01_convolution.ipynb").write_text(
        '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    )
    lab(course)
    assert mine.read_text() == "my work"
    out = capsys.readouterr().out
    assert "01_convolution has changed in the course" in out and "make reset NOTEBOOK=01_convolution" in out
    assert "00_start_here has changed" not in out


BROKEN = [b"", b"[]", b"<<<<<<< HEAD\n{}\n", b"\xef\xbb\xbf{}", b'{"nbformat": 3, "worksheets": []}']


@pytest.mark.parametrize("data", BROKEN)
def test_a_notebook_that_is_damaged_in_the_course_is_named_and_not_copied(course, capsys, data):
    (course / "notebooks" / "01_convolution.ipynb").write_bytes(data)
    assert lab(course) == 0
    out = capsys.readouterr().out
    assert "1 notebook copied (00_start_here), 0 kept" in out
    assert "01_convolution is damaged in the course and was not copied: it" in out or "copied: a merge" in out
    assert not (course / "work" / "01_convolution.ipynb").exists()
    assert working_copy.main(["--reset", "01"], root=course) == 1
    assert "Nothing was changed: 01_convolution.ipynb is damaged in the course itself" in capsys.readouterr().out
    assert not (course / "work" / "01_convolution.ipynb").exists()


def test_a_whole_copy_is_kept_when_the_original_is_damaged(course, capsys):
    lab(course)
    (course / "notebooks" / "01_convolution.ipynb").write_bytes(b"")
    before = contents(course / "work")
    capsys.readouterr()
    lab(course)
    out = capsys.readouterr().out
    assert contents(course / "work") == before and "0 notebooks copied, 2 kept" in out and "is damaged" in out


def test_a_students_notebook_that_cannot_be_opened_is_named_with_what_helps(course, capsys):
    lab(course)
    (course / "work" / "01_convolution.ipynb").write_bytes(b"")
    capsys.readouterr()
    lab(course)
    out = capsys.readouterr().out
    assert "work/01_convolution.ipynb cannot be opened: it is empty. `make reset NOTEBOOK=01_convolution`" in out


@pytest.mark.parametrize("name", ["helpers", "numpy", "matplotlib", "random"])
def test_a_file_that_hides_what_the_notebooks_import_is_named(course, capsys, name):
    lab(course)
    (course / "work" / "mine.py").write_text("x = 1")
    capsys.readouterr()
    lab(course)
    assert "hides" not in capsys.readouterr().out
    (course / "work" / f"{name}.py").write_text("x = 1")
    lab(course)
    out = capsys.readouterr().out
    assert f"work/{name}.py hides " in out and "give it another name." in out


def test_a_students_own_change_is_not_reported_as_news(course, capsys):
    lab(course)
    (course / "work" / "01_convolution.ipynb").write_text("my work")
    lab(course)
    assert "has changed" not in capsys.readouterr().out


def test_a_new_notebook_of_an_update_is_added(course, capsys):
    lab(course)
    (course / "work" / "00_start_here.ipynb").write_text("my work")
    new = course / "notebooks" / "02_stride.ipynb"
    new.write_bytes((course / "notebooks" / "00_start_here.ipynb").read_bytes())
    lab(course)
    assert (course / "work" / new.name).read_bytes() == new.read_bytes()
    assert "1 notebook copied (02_stride), 2 kept" in capsys.readouterr().out


def test_a_picture_is_refreshed_unless_the_student_changed_it(course):
    lab(course)
    theirs, mine = course / "notebooks" / "figure.svg", course / "work" / "figure.svg"
    theirs.write_text("<svg>new</svg>")
    lab(course)
    assert mine.read_text() == "<svg>new</svg>"
    mine.write_text("<svg>mine</svg>")
    theirs.write_text("<svg>newer</svg>")
    lab(course)
    assert mine.read_text() == "<svg>mine</svg>"


@pytest.mark.parametrize("record", [None, "", "[1]", "{"])
def test_a_lost_or_broken_record_is_no_harm(course, record):
    lab(course)
    (course / "work" / ".copied.json").unlink()
    if record is not None:
        (course / "work" / ".copied.json").write_text(record)
    assert lab(course) == 0
    assert set(json.loads((course / "work" / ".copied.json").read_text())) == {
        "00_start_here.ipynb",
        "01_convolution.ipynb",
        "figure.svg",
    }


def test_a_copy_is_trusted_and_a_changed_file_is_not(course):
    from nbformat.sign import NotebookNotary

    lab(course)
    notebook = nbformat.read(course / "work" / "01_convolution.ipynb", as_version=4)
    assert NotebookNotary().check_signature(notebook)
    notebook.cells[1].source = "2 + 2"
    assert not NotebookNotary().check_signature(notebook)


@pytest.mark.parametrize(
    "name", ["01", "01_convolution", "01_convolution.ipynb", "work/01_convolution.ipynb", " 01 "]
)
def test_reset_brings_the_original_back_and_keeps_the_students_version(course, capsys, name):
    lab(course)
    mine = course / "work" / "01_convolution.ipynb"
    mine.write_text("my work")
    assert working_copy.main(["--reset", name], root=course) == 0
    assert mine.read_bytes() == (course / "notebooks" / mine.name).read_bytes()
    (kept,) = [file for file in (course / "work").glob("01_*.ipynb") if file != mine]
    assert kept.read_text() == "my work"
    assert re.fullmatch(r"01_convolution_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.ipynb", kept.name)
    assert kept.name in capsys.readouterr().out
    lab(course)
    assert "has changed" not in capsys.readouterr().out


def test_two_resets_within_a_second_keep_both_versions(course):
    from datetime import datetime

    lab(course)
    for text in ("first", "second"):
        (course / "work" / "00_start_here.ipynb").write_text(text)
        working_copy.reset("00", course / "notebooks", course / "work", now=datetime(2025, 1, 2, 3, 4, 5))
    kept = sorted(file.read_text() for file in (course / "work").glob("00_start_here_2025-01-02_03-04-05*.ipynb"))
    assert kept == ["first", "second"]


def test_reset_of_an_untouched_notebook_makes_no_second_file(course, capsys):
    lab(course)
    before = set(contents(course / "work"))
    assert working_copy.main(["--reset", "00"], root=course) == 0
    assert set(contents(course / "work")) == before
    assert "already" in capsys.readouterr().out


def test_reset_works_before_the_first_lab(course):
    assert working_copy.main(["--reset", "00"], root=course) == 0
    assert (course / "work" / "00_start_here.ipynb").exists()


@pytest.mark.parametrize("name", ["", "  ", "7", "0", "conv", "figure", "figure.svg", ".."])
def test_reset_of_an_unknown_notebook_lists_the_names_and_changes_nothing(course, capsys, name):
    lab(course)
    (course / "work" / "00_start_here.ipynb").write_text("my work")
    before = contents(course / "work")
    capsys.readouterr()
    assert working_copy.main(["--reset", name], root=course) == 1
    out = capsys.readouterr().out
    assert "00_start_here, 01_convolution" in out and out.startswith("Nothing was changed")
    assert contents(course / "work") == before
