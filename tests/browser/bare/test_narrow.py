"""In a place as narrow as a phone's, panels stand below each other: all is read and reached as in a wide one."""

import pytest
from checks import assert_order, assert_readable
from playwright.sync_api import expect
from test_hands import assert_refused, click, expect_words, grid

from helpers import explore

PHONE = 399  # px: with a scroll bar and margins, 368 of them are the canvas's
SCROLLED = ("memory", "network", "output_size", "pattern", "receptive_field")  # a panel of them is wider than that
ENDS = "e => { const { left, right } = e.getBoundingClientRect(); return [left, right]; }"


@pytest.fixture
def phone(bare):
    wide = bare.page.viewport_size
    bare.page.set_viewport_size({"width": PHONE, "height": 800})
    yield bare
    bare.page.set_viewport_size(wide)


def canvas_of(app):
    return app.page.locator(".cnn-canvas")


def height_at(app, step):
    """The height of the canvas at a step."""
    app.explorer.at_once(step=step)
    app.bare.push()
    return canvas_of(app).bounding_box()["height"]


def assert_in_sight(app, what):
    """All of an element, from left to right, is in the place of the picture, once nothing glides."""
    app.page.wait_for_function("document.getAnimations().every((one) => one.playState !== 'running')")
    (left, right), (first, last) = what.evaluate(ENDS), app.page.locator(".cnn-scroll").evaluate(ENDS)
    assert first - 1 <= left and right <= last + 1, f"{left}..{right} px is not in {first}..{last} px"


@pytest.mark.parametrize("name", explore.__all__)
def test_all_is_read_and_reached_in_order_and_nothing_jumps_from_step_to_step(phone, name):
    app = phone.app(getattr(explore, name)())
    expect(phone.page.locator(".cnn-scroll.cnn-narrow")).to_have_count(1)  # its panels have found their places
    scrolled = name.removeprefix("explore_") in SCROLLED
    assert_readable(app, scrolled=scrolled)
    assert_order(app)
    assert phone.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    scroll = phone.page.locator(".cnn-scroll").evaluate("e => e.scrollWidth > e.clientWidth")
    assert scroll == scrolled
    last = len(app.explorer.picture.alts) - 1
    heights = {height_at(app, step) for step in (0, last // 2, last)}
    assert max(heights) - min(heights) < 1


def test_what_is_hardly_too_wide_becomes_smaller_and_is_not_scrolled(phone):
    app = phone.app(explore.explore_conv_layer())
    phone.page.set_viewport_size({"width": 375, "height": 800})
    expect(phone.page.locator(".cnn-stage")).to_have_css("width", "344px")
    assert_readable(app, smallest=10)
    click(app, "map1", 1, 2)
    expect_words(app, "row 1, column 2 of map 2")


def test_a_wide_panel_is_scrolled_to_what_the_step_marks_and_the_others_stay(phone):
    app = phone.app(explore.explore_network("VGG-E", step=0))
    for step in (24, 12, 0):
        app.explorer.at_once(step=step)
        phone.push()
        expect_words(app, app.explorer.picture.alts[step])
        assert_in_sight(app, phone.page.locator("svg [data-at] > rect").first)
        for text in phone.page.locator("svg text", has_text="of all values").all():
            assert_in_sight(app, text)
    click(app, "layers", 0, 5)
    expect_words(app, "conv2_2")


def test_a_refusal_stands_beside_its_cell(phone):
    app = phone.app(explore.explore_convolution())
    for name, row in (("image", 6), ("kernel", 2)):
        grid(app, name).focus()
        for key in ("ArrowDown", "ArrowRight") * row:
            app.page.keyboard.press(key)
        app.page.keyboard.press("x")
        assert_refused(app, "“x” cannot stand there", name)
        app.page.locator(".cnn-refusal").click()


def test_a_place_becomes_narrow_and_wide_again_while_it_plays_and_the_focus_stays(bare):
    app = bare.app(explore.explore_one_by_one(step=0))
    wide, page = bare.page.viewport_size, bare.page
    order = "[...document.querySelectorAll('.cnn-grid')].map((e) => e.dataset.grid)"
    before = page.evaluate(order)
    page.get_by_label("speed").select_option("fast")
    page.get_by_role("button", name="play", exact=True).click()
    grid(app, "bank").focus()
    for width in (PHONE, wide["width"]):
        page.set_viewport_size({**wide, "width": width})
        expect(page.locator(".cnn-scroll.cnn-narrow")).to_have_count(int(width == PHONE))
        expect(grid(app, "bank")).to_be_focused()
    expect(page.locator(".cnn-count")).not_to_have_text("1 of 112")
    page.get_by_role("button", name="pause").click()
    bare.settle()
    assert app.assert_agrees().step > 0 and page.evaluate(order) == before


def test_paper_has_room_for_the_whole_picture(phone):
    app, page = phone.app(explore.explore_network("VGG-D", step=20)), phone.page
    narrow = page.locator(".cnn-scroll.cnn-narrow")
    expect(narrow).to_have_count(1)
    page.emulate_media(media="print")
    expect(narrow).to_have_count(0)
    assert_in_sight(app, page.locator(".cnn-picture svg"))
    page.emulate_media(media="screen")
    expect(narrow).to_have_count(1)
    assert_in_sight(app, page.locator("svg [data-at] > rect").first)
