"""A page without Python says that a stroke needs one: by mouse, keys and finger, which scrolls the page."""

import pytest
from app import Shown
from playwright.sync_api import expect
from test_hands import grid
from test_narrow import phone
from test_touch import Finger, drag, middle

from helpers.explore import explore_lenet, explore_overview

__all__ = ["phone"]
SAID = "Python would draw what your stroke makes: “Change these numbers live in the course”, below."
BOTH = pytest.mark.parametrize("explore", [explore_overview, explore_lenet])


def opened(page, explorer):
    page.set_content(f'<body style="min-height: 3000px">{explorer.to_html(live="live")}</body>')
    return Shown(page.locator(".cnn-page"), 8)


@BOTH
def test_a_stroke_on_a_page_is_refused_in_words(bare, explore):
    page = bare.page
    app, refusal = opened(page, explore()), page.locator(".cnn-refusal")
    picture = page.locator(".cnn-picture").inner_html()
    x, y = middle(app, "digit", 5, 5)
    expect(grid(app, "digit")).to_have_css("cursor", "crosshair")
    for act in ("stroke", "dot", "line"):
        if act == "stroke":
            drag(app, (x, y), (x + 60, y + 60))
            page.mouse.up()
        else:
            page.keyboard.press(" " if act == "dot" else "Shift+ArrowRight")
        expect(refusal).to_have_text(SAID)
        refusal.click()
        expect(refusal).to_be_empty()
    assert page.locator(".cnn-picture").inner_html() == picture


@BOTH
def test_a_finger_on_the_digit_of_a_page_scrolls_and_a_tap_is_refused(phone, explore):
    page = phone.page
    app, finger, refusal = opened(page, explore()), Finger(page), page.locator(".cnn-refusal")
    page.evaluate("scrollTo(0, 0)")
    grid(app, "digit").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    finger.swipe(middle(app, "digit", 20, 14), (0, -120))
    page.wait_for_function(f"scrollY > {before + 60}")
    page.wait_for_timeout(300)
    expect(refusal).to_be_empty()
    finger.touch("Start", middle(app, "digit", 20, 14))
    finger.touch("End")
    expect(refusal).to_have_text(SAID)
