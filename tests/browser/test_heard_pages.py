"""The pages by ear: what a screen reader would say of each explorer, question, chart and solution (heard/*.txt)."""

import pytest
from by_ear import assert_read_aloud
from playwright.sync_api import expect
from reading import WRITTEN, uncover

from helpers import explore

KINDS = [name.removeprefix("explore_").replace("_", "-") for name in explore.__all__]
STRIDE, LENET = "02_stride_and_padding.html", "06_lenet.html"


def first_page(kind):
    """The first page that has an explorer of this kind."""
    call = f"explore_{kind.replace('-', '_')}("
    pages = [(link.page, link.path.read_text("utf-8")) for link in WRITTEN]
    return next(page for page, text in pages if call in text)


def still(page):
    """Nothing more comes: no region is about to be emptied, no widget to be laid out."""
    page.locator(".cnn-canvas[data-alive]").first.wait_for()
    page.wait_for_timeout(300)


def quiet(page):
    """What was announced is gone, as it is after 5 s."""
    page.evaluate("for (const said of document.querySelectorAll('.cnn-spoken')) said.textContent = ''")


@pytest.mark.parametrize("kind", KINDS)
def test_an_explorer(visit, kind):
    page = visit(first_page(kind))
    uncover(page)
    explorer = page.locator(f"figure[id^='{kind}-'] .cnn-explorer").last
    explorer.scroll_into_view_if_needed()
    still(page)
    explorer.get_by_role("button", name="numbers of this picture").click()
    explorer.locator(".cnn-tables table").first.wait_for()
    quiet(page)
    assert_read_aloud(f"page-{kind}", explorer)


def test_the_top_of_a_page(visit):
    page = visit(STRIDE)
    page.evaluate("document.querySelectorAll('main > *').forEach((part, n) => { if (n > 3) part.remove(); })")
    still(page)
    assert_read_aloud("page-top", page.locator("body"))


@pytest.mark.parametrize(
    ("name", "number", "answers"),
    [("number", 0, ("4", "3")), ("choice", 1, ("means of neighbours", "every second value"))],
)
def test_a_question_before_and_after_a_wrong_and_a_right_answer(visit, name, number, answers):
    page = visit(STRIDE)
    question = page.locator(".question").nth(number)
    assert_read_aloud(f"page-question-{name}", question)
    for answer, when in zip(answers, ("wrong", "right"), strict=True):
        if name == "number":
            question.get_by_role("textbox").fill(answer)
        else:
            question.get_by_role("radio", name=answer).check()
        question.get_by_role("button", name="Check").click()
        expect(question.locator("form")).to_have_attribute("data-right", str(when == "right").lower())
        assert_read_aloud(f"page-question-{name}-{when}", question)


@pytest.mark.parametrize(
    ("name", "page", "selector"),
    [
        ("chart", LENET, "figure.chart"),
        ("still", STRIDE, "figure:not([id]):not(.chart)"),
        ("solution", STRIDE, "details.solution"),
        ("table", STRIDE, "div.scrolls:has(table)"),
        ("seen", STRIDE, "details.cnn-seen"),
        ("printed", STRIDE, "pre.out"),
    ],
)
def test_a_part(visit, name, page, selector):
    page = visit(page)
    uncover(page)
    part = page.locator(selector).first
    part.scroll_into_view_if_needed()
    part.evaluate("part => { if (part.matches('details')) part.open = true; }")
    assert_read_aloud(f"page-{name}", part)
