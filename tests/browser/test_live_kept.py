"""From a page into the live course: what was answered is known there, and nothing of it leaves the browser."""

import live_lab
import pytest
from course import PYODIDE
from playwright.sync_api import expect
from static import new_page, serve

STRIDE = "02_stride_and_padding"
pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(not PYODIDE.is_dir(), reason="no ../shared/pyodide beside this checkout"),
]


def test_what_was_answered_on_a_page_is_uncovered_live_and_what_was_missed_comes_back_there(
    site_pages, built, chromium, tmp_path
):
    for part in [*site_pages[0].iterdir(), built / "live"]:
        (tmp_path / part.name).symlink_to(part)
    with serve(tmp_path) as address:
        page = new_page(chromium, address)
        page.goto(f"{address}/{STRIDE}.html")
        for number, given in ((0, "4"), (0, "3"), (2, "9")):
            page.locator(".question").nth(number).get_by_role("textbox").fill(given)
            page.locator(".question").nth(number).get_by_role("textbox").press("Enter")
        expect(page.locator(".cnn-went")).to_have_text("Right at the first try: 1 of 9. Not answered yet: 7.")

        live_lab.open_notebook(page, address, "03_conv_layer.ipynb")
        live_lab.ask(page, "print(1)")  # the kernel has been told by then
        known = live_lab.ask(page, "from helpers import kept; print(sorted(kept.known()))")
        assert known == "['02-05', '02-40']"
        first = "from helpers.recall import recall; print(recall('03').children[1].name.split(':')[2])"
        assert live_lab.ask(page, first) == "strides"  # as 02-05, which was missed

        live_lab.open_notebook(page, address, f"{STRIDE}.ipynb")
        page.evaluate(f"{live_lab.APP}.content.scrollToItem({live_lab.APP}.content.widgets.length - 1)")
        went = page.locator(".cnn-end .cnn-went")
        expect(went).to_have_text("Right at the first try: 1 of 9. Not answered yet: 7.")
        where = "Your answers are kept in this browser, and nowhere else."
        expect(page.locator(".cnn-end .cnn-where")).to_have_text(where)
        assert (page.elsewhere, page.missing, page.errors) == ([], [], [])
        page.context.close()
