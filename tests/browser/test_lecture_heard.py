"""Lecture mode by ear and keys: what is announced, what has the focus, the list of keys, and keys without letters."""

import re

import pytest
from announced import begins, heard, listen
from playwright.sync_api import expect
from podium import open_notebook, place, tab_into

NOTEBOOK = "02_stride_and_padding.ipynb"
FOCUSED = "[document.activeElement.computedRole, document.activeElement.computedName]"
SCREEN = ["group", "02 stride and padding, one screen at a time"]
TITLE = "Count the places where a filter fits"


@pytest.fixture(scope="module")
def opened(projector, stage):
    """Notebook 02 in lecture mode, heard from its first moment until all has run; what was said meanwhile."""
    listen(projector)
    open_notebook(projector, stage, NOTEBOOK)
    projector.locator(".lecture-run").wait_for(timeout=300_000)
    projector.wait_for_timeout(1000)
    return heard(projector)


@pytest.fixture
def page(opened, projector):
    """Its first screen, and nothing said yet."""
    projector.keyboard.press("Escape")
    projector.keyboard.press("Home")
    projector.wait_for_timeout(300)
    heard(projector)
    return projector


def pressed(page, *keys, wait=300):
    """What is heard after these keys, each of them at rest."""
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(wait)
    return heard(page)


def test_while_it_opens_and_computes_it_says_its_first_screen_and_nothing_else(opened, projector):
    assert opened == [f"screen 1 of {place(projector)[1]}, {TITLE}"]


def test_each_key_that_brings_a_screen_says_its_heading_once(page):
    count = place(page)[1]
    assert pressed(page, "s") == [f"screen {place(page)[0]} of {count}, 1. Count along one axis, more"]
    assert pressed(page, "Home") == [f"screen 1 of {count}, {TITLE}"]
    assert pressed(page, "Home") == []  # where one is already
    (said,) = pressed(page, "e")
    assert re.fullmatch(rf"screen {place(page)[0]} of {count}, .+, picture with controls(, more)?", said)
    before = place(page)
    (said,) = pressed(page, "PageUp")
    assert said.startswith(f"screen {before[0] - 1} of {count}, ")


def test_what_waited_is_named_when_it_comes_and_a_question_to_the_room_is_said_whole(page):
    page.keyboard.press("s")
    heard(page)
    added = []
    while "more" in page.locator("#lecture-place").inner_text():
        (said,) = pressed(page, "PageDown")
        added.append(said)
    assert added and all(re.match(r"(output|reading|list|text|question)\b", said) for said in added), added
    assert "more" not in added[-1]
    while not page.locator("#lecture-ask b").locator("visible=true").count():
        said = pressed(page, "PageDown")
    assert len(said) == 1 and said[0] == page.locator("#lecture-ask").text_content()
    assert said[0].startswith("Try 1 of ")


def test_a_slider_is_said_once_by_its_picture_and_not_by_the_corner(page):
    page.keyboard.press("e")
    page.keyboard.press("e")
    page.wait_for_timeout(300)
    tab_into(page, ".noUi-handle")
    heard(page)
    now = page.locator(":focus").get_attribute("aria-valuenow")
    key = "ArrowLeft" if now == page.locator(":focus").get_attribute("aria-valuemax") else "ArrowRight"
    (said,) = pressed(page, key, wait=2500)
    assert begins(said, page.locator(".cnn-words").locator("visible=true").inner_text())


def test_the_focus_is_on_a_named_thing_after_each_key(page):
    for key in ("PageDown", "s", "e", "PageUp", "End", "Home"):
        page.keyboard.press(key)
        assert page.evaluate(FOCUSED) == SCREEN, key


def test_the_list_of_keys_is_a_dialog_that_takes_the_focus_and_gives_it_back(page):
    page.keyboard.press("e")
    tab_into(page, ".cnn-bar input")
    page.keyboard.press("Escape")
    page.wait_for_timeout(200)
    assert page.evaluate(FOCUSED) == SCREEN, "out of the picture"
    screen, dialog = place(page), page.get_by_role("dialog", name="keys of lecture mode")
    for close in ("Escape", "h", "Close"):
        page.keyboard.press("h")
        expect(dialog).to_be_visible()
        assert dialog.evaluate("e => e.matches(':modal') && e.contains(document.activeElement)")
        for _ in range(4):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.closest('.jp-Notebook, #lecture-place')") is None
        for key in ("ArrowDown", "Shift", "CapsLock", "Insert"):
            page.keyboard.press(key)
        expect(dialog).to_be_visible()
        if close == "Close":
            dialog.get_by_role("button", name="Close").focus()
            page.keyboard.press("Enter")
        else:
            page.keyboard.press(close)
        expect(dialog).to_be_hidden()
        assert page.evaluate(FOCUSED) == SCREEN, close
    assert place(page) == screen
    page.locator("#lecture-place").click()
    expect(dialog).to_be_visible()
    page.keyboard.press("PageDown")  # a presenter, whoever opened the list
    expect(dialog).to_be_hidden()


def test_without_letters_none_does_anything_and_the_list_says_so(opened, projector, stage):
    projector.goto(f"{stage.address}/doc/tree/{NOTEBOOK}?token={stage.token}&keys=off")
    projector.locator(".lecture-run").wait_for(timeout=300_000)
    cells = projector.locator(".jp-Notebook .jp-Cell").count()
    projector.keyboard.press("PageDown")
    screen, dialog = place(projector), projector.get_by_role("dialog")
    for key in "esnpwdchESd?dd00xab":
        projector.keyboard.press(key)
    projector.wait_for_timeout(500)
    assert place(projector) == screen and dialog.count() == 0
    assert projector.locator("body").get_attribute("data-jp-theme-light") == "true"
    assert projector.locator(".jp-Notebook .jp-Cell").count() == cells, "JupyterLab took them"
    projector.keyboard.press("End")
    assert place(projector)[0] == place(projector)[1]
    projector.locator("#lecture-place").focus()
    projector.keyboard.press("Enter")
    expect(dialog).to_contain_text("the keys that are single letters are switched off")
    assert not re.search(r"(?m)^[a-z0-9]\b", "\n".join(dialog.locator("b").all_inner_texts()[:-2]))
    projector.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
