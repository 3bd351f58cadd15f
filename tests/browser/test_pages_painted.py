"""What a reader's eye meets on the pages: whole pictures, letters to read, and nothing in the way."""

from pathlib import Path

import pytest
from app import LOOK
from checks import SMALLEST, overlaps
from playwright.sync_api import expect
from reading import MOVING, NAMES, uncover

SIZES = [(1280, 720), (1366, 768), (1920, 1080)]
PAINTED = (Path(__file__).parent / "painted.js").read_text(encoding="utf-8")


def faults(page):
    """What is wrong with how a page is painted, in words."""
    for script in (LOOK, PAINTED):
        page.evaluate(script)
    found = {
        "bars": page.evaluate("painted.bars()"),
        "pictures": page.evaluate("painted.cut()"),
        "small": page.evaluate("least => painted.small(least)", SMALLEST),
        "buttons": page.evaluate("painted.broken()"),
        "over each other": [
            pair
            for figure in page.locator("figure").all()
            for texts in figure.evaluate("e => [[...e.querySelectorAll('svg')].flatMap(look.drawn), look.written(e)]")
            for pair in overlaps(texts)
        ],
    }
    return {kind: what for kind, what in found.items() if what}


@pytest.mark.parametrize("name", NAMES)
def test_pictures_are_whole_and_nothing_is_in_the_way(visit, name):
    page = visit(name)
    uncover(page)
    page.add_style_tag(content="button { letter-spacing: 0.06em }")  # a wider font than the one of this machine
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert faults(page) == {}, f"at {width} x {height}"
        page.evaluate("scrollTo(0, 0)")
        for opening in page.locator("main > figure:has(~ .note)").all():
            assert opening.bounding_box()["y"] <= height - 300, "the first screen shows no picture"


@pytest.mark.parametrize("width, height", SIZES)
def test_the_landing_page_begins_with_its_moving_picture_whole(visit, width, height):
    page = visit("index.html", width=width, height=height)
    expect(page.locator("h2").first).to_have_text("Nine notebooks")
    button = page.locator(".moving button")
    for part in (page.locator(".moving svg"), button):
        box = part.bounding_box()
        assert box["y"] + box["height"] <= height
    for words in ("play", "pause"):
        button.click()
        expect(button).to_contain_text(words)
        page.evaluate(PAINTED)
        assert page.evaluate("painted.broken()") == []


@pytest.mark.parametrize("name", NAMES)
def test_on_a_phone_every_letter_can_be_read(visit, name):
    page = visit(name, width=400, height=800)
    uncover(page)
    page.evaluate(PAINTED)
    assert page.evaluate("painted.small(12)") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


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
