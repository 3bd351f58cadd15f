"""The whole network by mouse, keys and finger: a digit is drawn, a map unfolds and folds, the tour waits."""

import re

import pytest
from playwright.sync_api import expect
from test_hands import click, expect_verdict, expect_words, grid
from test_narrow import assert_in_sight, phone

from helpers.explore import explore_overview

__all__ = ["phone"]


def focused(app):
    return app.page.evaluate("document.activeElement.dataset.grid ?? document.activeElement.tagName")


def expect_told(app, start):
    """What the label of the buttons says to do; the words below do not repeat it."""
    app.bare.settle()
    assert app.explorer.shown[-1].children[0].value.startswith(start)
    expect(app.root.locator(".cnn-words")).not_to_contain_text(start.partition(": ")[2])


def test_a_click_unfolds_a_map_and_escape_folds_it(bare):
    app = bare.app(explore_overview(station=2))
    expect_told(app, "Station 2 of 10: choose one of the maps of C1.")
    click(app, "C3", 2, 1)
    expect_words(app, "C3, map 5, row")
    click(app, "maps", 0, 2)
    expect_words(app, "C3, map 2, row")
    bare.settle()
    assert focused(app) == "maps"
    app.page.keyboard.press("Escape")
    expect_words(app, "C1: 6 maps of 28")
    bare.settle()
    assert focused(app) == "C3"  # where the reader left the whole
    app.page.keyboard.press("Escape")  # now it leaves, and nothing changes
    bare.settle()
    expect_words(app, "C1: 6 maps of 28")
    app.assert_agrees()


def test_by_keys_alone_arrows_move_over_the_maps_and_enter_unfolds_one(bare):
    app = bare.app(explore_overview(station=2))
    keys, maps = app.page.keyboard, grid(app, "C1")
    maps.focus()
    expect(maps).to_have_attribute("aria-label", "maps of C1, 6 by 1")
    expect(maps).to_have_attribute("aria-description", "Arrow keys move, Enter chooses.")
    for _ in range(3):
        keys.press("ArrowDown")
    expect(maps).to_have_attribute("data-now", "map 3")
    bare.settle()
    assert app.explorer.controls["layer"].value == "whole"
    keys.press("Enter")
    expect_words(app, "Station 2 is done. The map unfolds into the sum that made one of its values. C1, map 3")
    bare.settle()
    assert focused(app) == "map"
    keys.press("ArrowUp")
    expect_words(app, "C1, map 3, row")
    keys.press("Escape")
    expect_words(app, "Each filter of C1 slides over the page and makes one map. C1: 6 maps of 28")
    bare.settle()
    assert focused(app) == "C1"
    grid(app, "C5").focus()
    keys.press("ArrowDown")
    keys.press("ArrowRight")
    expect(grid(app, "C5")).to_have_attribute("data-now", "value 6")
    keys.press(" ")
    expect_words(app, "C5, value 6")
    bare.settle()
    assert focused(app) == "values"
    app.assert_agrees()


def test_the_buttons_go_through_the_tour_and_a_station_is_done_where_its_step_is(bare):
    app = bare.app(explore_overview())
    app.button("start the tour")
    expect_told(app, "Station 1 of 10: draw a digit in the dashed square")
    app.button("next")
    app.button("next")
    expect_told(app, "Station 3 of 10: move the window")
    app.page.get_by_role("button", name="step forward").click()
    expect_words(app, "Station 3 is done.")
    app.page.get_by_role("button", name="step back").click()
    expect_words(app, "C1, map")
    app.button("the whole network")
    expect_words(app, "C1: 6 maps of 28")
    app.assert_agrees()


@pytest.mark.parametrize("way", ["mouse", "keys"])
def test_a_one_is_drawn_and_every_map_is_new(bare, way):
    app = bare.app(explore_overview(station=1))
    app.button("Clear")
    expect_verdict(app, "An empty page")
    expect_told(app, "Station 1 of 10: draw")
    before = app.page.locator('[data-part="S4 3"] image').get_attribute("href")
    page, box = app.page, grid(app, "digit").bounding_box()
    if way == "mouse":
        assert box["width"] > 270
        x = box["x"] + box["width"] / 2
        page.mouse.move(x, box["y"] + box["height"] * 5 / 28)
        page.mouse.down()
        for down in range(5, 24):
            page.mouse.move(x, box["y"] + box["height"] * down / 28)
            page.wait_for_timeout(10)
        page.mouse.up()
    else:
        grid(app, "digit").focus()
        for _ in range(14):
            page.keyboard.press("ArrowRight")
        for _ in range(5):
            page.keyboard.press("ArrowDown")
        page.keyboard.press(" ")
        for _ in range(17):
            page.keyboard.press("Shift+ArrowDown")
    expect_verdict(app, "Your drawing: read as 1")
    bare.settle()
    expect_words(app, "Station 1 is done.")
    assert app.page.locator('[data-part="S4 3"] image').get_attribute("href") != before
    app.assert_agrees()


def test_on_a_phone_all_maps_are_in_sight_and_can_be_chosen(phone):
    app = phone.app(explore_overview(station=6))
    for name in ("digit", "C1", "S2", "C3", "S4", "C5", "F6", "output"):
        assert_in_sight(app, grid(app, name))
    click(app, "C3", 7, 1)
    expect_words(app, "Station 6 is done.")
    expect_words(app, "C3, map 15")


def test_what_to_do_is_read_aloud_once_where_it_is_new(bare):
    page = bare.page
    page.set_content(f"<body>{explore_overview().to_html(live='live')}</body>")
    page.locator(".cnn-live").evaluate("e => e.insertAdjacentHTML('beforebegin', '<span class=cnn-told>ten</span>')")
    spoken, forward = page.locator(".cnn-spoken"), page.get_by_role("button", name="step forward")
    told = page.locator(".cnn-told")
    for text, start in (("ten", "C1: 6 maps"), ("Choose a map.", "Choose a map. S2: 6 maps"), (None, "C3: 16 maps")):
        if text:
            told.evaluate("(e, text) => { e.textContent = text; }", text)
        forward.click()
        expect(spoken).to_have_text(re.compile(f"^{start}"))
