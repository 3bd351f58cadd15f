"""The numbers of a picture on a page: of every state that it has, from its files, without Python or a server."""

import pytest
from playwright.sync_api import expect
from reading import assert_accessible
from static import new_page
from test_pages_states import convolution, open_file, turn, write_page
from told import BUTTON, read, told

START = {"stride": 1, "padding": 1, "step": 3}


@pytest.fixture
def in_a_file(chromium, tmp_path):
    """``in_a_file(explorer, broken)``: its page, in which the files of the tables may be broken."""
    opened = []

    def open_page(explorer, broken=False):
        states = write_page(tmp_path, explorer)
        for name in states.told["tables"]["names"] if broken else ():
            (tmp_path / "states" / f"{name}.js").unlink()
        page = open_file(chromium, tmp_path)
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        page.context.close()


def assert_tells(page, **state):
    expected = told(convolution(**state).numbers())
    expect(page.locator(".cnn-numbers caption")).to_have_text([table["caption"] for table in expected])
    assert read(page.locator("figure")) == expected


def test_they_are_those_that_python_has_in_every_state_and_at_every_step(in_a_file):
    page = in_a_file(convolution(**START))
    page.get_by_role("button", name=BUTTON).press("Enter")
    assert_tells(page, **START)
    turn(page, "stride", "ArrowRight")
    assert_tells(page, stride=2, padding=1, step=3)
    turn(page, "step", "ArrowRight")
    assert_tells(page, stride=2, padding=1, step=4)
    page.get_by_role("button", name="convolution").click()
    assert_tells(page, stride=2, padding=1, step=4, flip=True)
    page.get_by_role("button", name=BUTTON).press("Enter")
    turn(page, "padding", "End")
    expect(page.locator("output").nth(1)).to_have_text("3")
    page.get_by_role("button", name=BUTTON).press("Enter")
    assert_tells(page, stride=2, padding=3, step=4, flip=True)
    assert page.errors == [] and page.elsewhere == []
    assert_accessible(page)


def test_where_they_could_not_be_fetched_it_says_so_and_shows_none_of_another_state(in_a_file):
    page = in_a_file(convolution(**START), broken=True)
    page.get_by_role("button", name=BUTTON).press("Enter")
    turn(page, "stride", "ArrowRight")
    expect(page.locator(".cnn-coming")).to_have_text(
        "The numbers of this state are not here. The live course has them."
    )
    assert read(page.locator("figure")) == []
    turn(page, "stride", "ArrowLeft")
    assert_tells(page, **START)


def test_a_picture_that_stands_still_has_them_in_its_page(chromium, tmp_path):
    from readable import picture_html

    from helpers.draw import draw_visits
    from helpers.web.page import STYLE

    picture = draw_visits()
    html = f"<main><h1>A</h1><style>{STYLE}</style><figure>{picture_html(picture)}</figure></main>"
    (tmp_path / "page.html").write_text(f"<!doctype html><meta charset='utf-8'>{html}", encoding="utf-8")
    page = new_page(chromium, "file:")
    page.goto((tmp_path / "page.html").as_uri())
    page.get_by_text("The numbers of this picture").click()
    assert read(page.locator("figure")) == told(picture.numbers(0))
    seen = page.locator(".cnn-numbers thead th").nth(2)
    assert seen.evaluate("e => e.computedName") == "column 2" and seen.bounding_box()["width"] < 40
    page.context.close()


def test_lecture_mode_and_paper_have_no_room_for_them(in_a_file):
    page = in_a_file(convolution(**START))
    button, fold = page.get_by_role("button", name=BUTTON), page.locator(".cnn-numbers")
    button.click()
    page.evaluate("document.body.classList.add('lecture')")
    expect(button).to_be_hidden()
    expect(fold).to_be_hidden()
    page.evaluate("document.body.classList.remove('lecture')")
    expect(fold).to_be_visible()
    page.emulate_media(media="print")
    expect(button).to_be_hidden()
    expect(fold).to_be_hidden()
