"""What is announced unasked on a page and in JupyterLab: while it opens, while all runs, and when somebody acts."""

import pytest
from announced import begins, heard, listen, listen_now, tells
from lab import go_to_cell, run_all
from reading import MOVING, NAMES

LAB_02 = "02_stride_and_padding.ipynb"


@pytest.mark.parametrize("name", [*NAMES[:2], *(pytest.param(name, marks=pytest.mark.nightly) for name in NAMES[2:])])
def test_a_page_announces_nothing_until_somebody_acts(chromium, site_pages, name):
    page = chromium.new_page()
    listen(page)
    page.goto(site_pages[1] + name)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    page.wait_for_timeout(1500)
    page.keyboard.press("Tab")
    page.mouse.wheel(0, 900)
    page.wait_for_timeout(1000)
    assert heard(page) == []
    page.close()


def test_on_a_page_a_step_and_a_control_are_said_once_and_only_there(visit):
    page = visit("02_stride_and_padding.html")
    listen_now(page)
    explorer = page.locator(MOVING).filter(has=page.locator(".cnn-choices")).first
    words, verdict = (explorer.locator(f".cnn-{name}") for name in ("words", "verdict"))
    explorer.locator(".cnn-bar input").focus()
    for count in (3, 1):
        for _ in range(count):
            page.keyboard.press("ArrowRight")
        page.wait_for_timeout(900)
        (said,) = heard(page)
        assert begins(said, words.inner_text())
        assert tells(said, verdict.inner_text()) == (count == 3)
    explorer.locator(".cnn-choices input, .cnn-choices select").first.focus()
    before = verdict.inner_text()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1500)
    (said,) = heard(page, "cnn-spoken")
    assert verdict.inner_text() != before and tells(said, verdict.inner_text())
    page.wait_for_timeout(5000)
    assert page.locator(".cnn-spoken").all_inner_texts() == [""] * page.locator(".cnn-spoken").count()


def test_in_jupyterlab_no_explorer_speaks_while_all_runs_and_one_slider_step_is_said_once(desk):
    page = desk.open(LAB_02, run=False, windowing="none")
    listen_now(page)
    run_all(page)
    page.wait_for_timeout(1500)
    assert heard(page, "cnn-") == []
    cell = page.locator(".jp-CodeCell").filter(has=page.locator(".cnn-explorer .noUi-handle")).first
    go_to_cell(page, int(cell.get_attribute("data-windowed-list-index")))
    page.wait_for_timeout(1000)
    assert heard(page, "cnn-") == []
    before = cell.locator(".cnn-verdict").inner_text()
    handle = cell.locator(".noUi-handle").first
    handle.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(2500)
    (said,) = heard(page, "cnn-")
    words, verdict = (cell.locator(f".cnn-{name}").inner_text() for name in ("words", "verdict"))
    assert verdict != before and begins(said, words) and tells(said, verdict)
