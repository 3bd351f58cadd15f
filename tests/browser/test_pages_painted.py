"""What a reader's eye meets on the landing page and on a phone; the other pages are looked at in test_pages.py."""

from playwright.sync_api import expect
from reading import MOVING, PAINTED, SIZES, uncover


def test_the_landing_page_begins_with_its_moving_picture_whole(visit):
    page = visit("index.html")
    expect(page.locator("h2").first).to_have_text("Ten notebooks")
    button = page.locator(".moving button")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for part in (page.locator(".moving svg"), button):
            box = part.bounding_box()
            assert box["y"] + box["height"] <= height
    for words in ("play", "pause"):
        button.click()
        expect(button).to_contain_text(words)
        page.evaluate(PAINTED)
        assert page.evaluate("painted.broken()") == []


def test_on_a_phone_the_output_is_in_sight_while_the_step_slider_is(visit):
    page = visit("02_stride_and_padding.html", width=400, height=800)
    uncover(page)
    explorer = page.locator(MOVING).first
    slider = explorer.locator(".cnn-bar input")
    slider.evaluate("e => { e.value = e.max; e.dispatchEvent(new Event('input')); }")  # the output is full
    slider.evaluate("e => e.scrollIntoView({ block: 'end' })")
    cells = explorer.locator(".cnn-picture [data-from]").evaluate_all(
        "cells => cells.map((e) => e.getBoundingClientRect()).map(({ left, right, top }) => [left, right, top])"
    )
    if not cells:
        raise RuntimeError("no output to look for")
    assert min(left for left, _, _ in cells) >= 0 and max(right for _, right, _ in cells) <= 400
    assert min(top for _, _, top in cells) >= 0
