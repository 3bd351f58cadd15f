"""In JupyterLab: a working copy keeps what was answered in a file, and how it went stands at a notebook's end."""

import json
from pathlib import Path

import pytest
from course import write
from lab import run_all, run_cell
from playwright.sync_api import expect

PREDICT = "predict_number('How many are {0}?', lambda: 2 + 3, because={{6: 'One too many.'}}, why='Two and three.')"
CELLS = [
    ("markdown", "# A title", []),
    ("code", "from helpers.predict import predict_number", []),
    ("code", PREDICT.format("these"), ["predict"]),
    ("code", "print('answer', 2 + 3)", []),
    ("markdown", "### More: another one", ["folded"]),
    ("code", PREDICT.format("those"), ["predict"]),
    ("code", "print('second answer')", []),
    ("markdown", "## The end", []),
]


@pytest.fixture
def copy(desk):
    """``copy()``: a notebook in a working copy, as `make lab` makes one, and its page."""
    folder = desk.folder / "work"
    folder.mkdir(exist_ok=True)
    (folder / ".copied.json").write_text("{}")
    write(folder / "kept.ipynb", CELLS)
    page = desk.open("work/kept.ipynb", view="lab")
    yield page
    file_of(desk.folder).unlink(missing_ok=True)


def file_of(folder):
    return folder / ".jupyter" / "data" / "convnet-course" / "answers.json"


def answer(page, number, given):
    field = page.locator(".cnn-predict input").nth(number)
    field.fill(given)
    field.press("Enter")


def test_first_answers_are_in_a_file_of_the_user_and_at_the_notebooks_end(copy, desk):
    page, end = copy, copy.locator(".cnn-end")
    expect(end.locator(".cnn-went")).to_have_text("Its 2 questions are still to be answered.")
    expect(end.get_by_role("button")).to_have_count(0)
    answer(page, 0, "five")  # no number is no answer
    expect(page.locator(".cnn-said").first).to_contain_text("not a number")
    answer(page, 0, "6")
    expect(end.locator(".cnn-went")).to_have_text("Right at the first try: 0 of 2. Not answered yet: 1.")
    answer(page, 0, "5")
    expect(page.locator(".cnn-cover")).to_have_count(1)
    answer(page, 1, "5")
    expect(page.locator(".cnn-cover")).to_have_count(0)
    expect(end.locator(".cnn-went")).to_have_text("Right at the first try: 1 of 2.")
    expect(end.locator("li")).to_have_text("How many are these? You answered 6 first. Try again")
    expect(end.locator(".cnn-where")).to_contain_text(str(file_of(desk.folder)))
    page.wait_for_timeout(1000)
    kept = json.loads(file_of(desk.folder).read_text())["answers"].values()
    kept = sorted((one["first"], one["right"], one["truth"]) for one in kept)
    assert kept == [("5", True, "5"), ("6", False, "5")]

    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    page.evaluate("localStorage.clear()")  # another browser finds it in the file
    page.reload()
    page.lab.wait_until_ready(page)
    expect(end.locator(".cnn-went")).to_have_text("Right at the first try: 1 of 2.")
    expect(page.locator(".cnn-cover")).to_have_count(0)
    with page.expect_download() as download:
        end.get_by_role("button", name="Save my answers").click()
    assert json.loads(Path(download.value.path()).read_text()) == json.loads(file_of(desk.folder).read_text())

    end.get_by_role("button", name="Try again: How many are these?").click()
    expect(page.locator(".cnn-cover")).to_have_count(1)
    expect(page.locator(".cnn-predict input").first).to_be_focused()
    expect(page.locator(".cnn-said").first).to_have_text("")

    page.once("dialog", lambda dialog: dialog.dismiss())
    end.get_by_role("button", name="Erase").click()
    expect(end.locator("li")).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    end.get_by_role("button", name="Erase").click()
    expect(end.locator(".cnn-went")).to_have_text("Its 2 questions are still to be answered.")
    expect(end.locator(".cnn-went")).to_be_focused()
    page.wait_for_timeout(1000)
    assert json.loads(file_of(desk.folder).read_text())["answers"] == {}
    page.reload()
    page.lab.wait_until_ready(page)
    expect(end.locator(".cnn-went")).to_have_text("Its 2 questions are still to be answered.")
    run_cell(page, 2)
    assert page.errors == []


def test_a_file_that_cannot_be_read_is_told_and_nothing_of_it_is_lost(copy, desk):
    page = copy
    file_of(desk.folder).parent.mkdir(parents=True, exist_ok=True)
    file_of(desk.folder).write_text('{"all": true}')
    page.reload()
    expect(page.locator(".jp-toastContainer")).to_contain_text("cannot be read: it is not this course's.")
    expect(page.locator(".cnn-end .cnn-where")).to_contain_text("and a new record begins. Your answers are kept in")
    aside = [path for path in file_of(desk.folder).parent.glob("answers_*") if path.read_text() == '{"all": true}']
    assert len(aside) == 1


def test_originals_write_no_file(desk):
    write(desk.folder / "original.ipynb", CELLS)
    page = desk.open("original.ipynb", view="lab", run=False)
    run_all(page)
    answer(page, 0, "5")
    expect(page.locator(".cnn-end .cnn-went")).to_contain_text("Right at the first try: 1 of 2.")
    page.wait_for_timeout(1000)
    assert not file_of(desk.folder).exists()
    expect(page.locator(".cnn-end .cnn-where")).to_have_text(
        "Your answers are kept in this browser, and nowhere else."
    )


def test_questions_come_back_with_what_was_missed_first_and_their_answers_are_kept_by_their_kind(desk):
    write(desk.folder / "back.ipynb", [("code", 'from helpers.recall import recall\n\nrecall("09")', [])])
    page = desk.open("back.ipynb", view="lab", run=False)
    missed = {"question": "How many places?", "first": "4", "right": False, "truth": "5", "turns": 1}
    record = {"file": "answers of the convolutional networks course", "version": 1, "erased": 0}
    record["answers"] = {"01-18": missed | {"at": "2026-01-01T00:00:00.000Z"}}
    page.evaluate("text => localStorage.setItem('convnet-course:kept', text)", json.dumps(record))
    page.reload()
    page.lab.wait_until_ready(page)
    page.wait_for_timeout(1000)  # the kernel is told
    run_all(page)
    expect(page.locator(".cnn-question")).to_have_count(3)
    expect(page.locator(".cnn-question").first).to_contain_text("slides along")  # as 01-18 does
    answer(page, 0, "-1")
    expect(page.locator(".cnn-said").first).to_contain_text("Not -1.")
    names = list(page.evaluate("JSON.parse(localStorage.getItem('convnet-course:kept'))")["answers"])
    assert [name.split(":")[:3] for name in names if ":" in name] == [["recall", "09", "places"]]
    expect(page.locator(".cnn-end")).to_be_hidden()  # the notebook has no question of its own
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    assert "slides along" not in (desk.folder / "back.ipynb").read_text("utf-8")
    page.lab.restart("back.ipynb")
    page.reload()
    expect(page.locator(".cnn-wake")).to_have_text("▶ Answer it")
    assert page.errors == []
