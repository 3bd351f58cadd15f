"""The pattern in the small world, which no explorer opens on by itself: what every explorer keeps to holds for it."""

import pytest
from checks import (
    assert_announced_at_rest,
    assert_contrast,
    assert_named,
    assert_nothing_heavy,
    assert_order,
    assert_readable,
    assert_seen,
)
from playwright.sync_api import expect
from test_canvas import others
from test_narrow import phone  # noqa: F401 (a fixture)

from helpers.explore import explore_pattern


def small():
    return explore_pattern(world="small")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_read_with_ease_and_has_names(bare, theme):
    app = bare.app(small(), theme)
    assert_contrast(app)
    if theme == "light":
        assert_readable(app)
        assert_seen(app)
        assert_named(app)
        assert_order(app)
        assert_nothing_heavy(app)
        assert_announced_at_rest(app)


def test_each_control_brings_its_picture_and_the_height_stays(bare):
    app = bare.app(small())
    height = app.root.bounding_box()["height"]
    for key, control in app.controls.items():
        first = control.value
        for value in others(control) if key != "step" else ():
            app.turn(key, value)
            bare.settle()
            app.assert_agrees()
            assert abs(app.root.bounding_box()["height"] - height) < 1, f"its height changes with {key} = {value!r}"
        if key != "step":
            app.turn(key, first)


def test_on_a_phone_its_panels_stand_below_each_other(phone):  # noqa: F811
    app = phone.app(small())
    expect(phone.page.locator(".cnn-scroll.cnn-narrow")).to_have_count(1)
    assert_readable(app, scrolled=True)
    assert_order(app)
