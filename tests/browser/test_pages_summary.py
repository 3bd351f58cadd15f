"""The course on one sheet: on paper each is one page of A4 in black and white, on a screen it keeps to its width."""

import re

import pytest
from reading import assert_accessible, visits
from summary import PAGES

COLOURS = """() => [...document.querySelectorAll("body, body *")].flatMap((element) => {
  const style = getComputedStyle(element);
  return [style.color, style.backgroundColor, style.borderBottomColor];
})"""


@pytest.fixture
def sheet(landing, chromium):
    """``sheet(name, **context)``: one of the two pages."""
    with visits(chromium, landing[1]) as visit:
        yield visit


@pytest.mark.parametrize("name", PAGES)
def test_it_is_printed_on_one_page_of_a4_in_black_and_white(sheet, name):
    page = sheet(name, scheme="dark")
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    ((width, height),) = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    assert (round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) == (210, 297)
    page.emulate_media(media="print", color_scheme="dark")
    assert set(page.evaluate(COLOURS)) <= {"rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert not page.get_by_role("navigation").is_visible()
    assert page.locator("dd[lang=zh]").first.inner_text() == "卷积"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_it_keeps_to_the_screen_and_axe_finds_nothing(sheet, name, scheme):
    for width in (320, 1280):
        page = sheet(name, scheme, width=width, height=720)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert_accessible(page)


def test_the_sheets_are_at_the_foot_of_the_landing_page(sheet):
    page = sheet("index.html")
    page.get_by_role("link", name="a sheet to fill in").click()
    page.wait_for_url("**/summary_to_fill_in.html")
    assert page.get_by_text("to fill in").count() > 60
    page.get_by_role("link", name="the whole sheet").click()
    page.wait_for_url("**/summary.html")
    page.get_by_role("link", name="Convolutional networks, by sliders").click()
    page.wait_for_url("**/index.html")
