"""Every explorer in a real JupyterLab: each control moved by keyboard and by mouse, dragged, played, looked at."""

from itertools import chain

import pytest
from app import Control
from checks import (
    assert_announced_at_rest,
    assert_contrast,
    assert_drag_ends_on_the_last,
    assert_fits,
    assert_keys_stay,
    assert_named,
    assert_nothing_heavy,
    assert_order,
    assert_played_to_the_end,
    assert_readable,
    assert_seen,
)
from lab import set_theme

from helpers import explore

# Other screens than 1280 x 720, on which all is done: (width, height, the smallest letters). At 1016 px an output is
# as wide as at 1280 beside JupyterLab's open side bar: all is there, and the letters of a picture are smaller.
SCREENS = {"1366 x 768": (1366, 768, 12), "1920 x 1080": (1920, 1080, 12), "beside a side bar": (1016, 720, 10)}
# The sliders of every explorer at their ends: all low, all high, and in turn, where much does not fit.
EXTREMES = {"low": (0, 0), "high": (1, 1), "low and high": (0, 1), "high and low": (1, 0)}


@pytest.fixture(scope="module", params=explore.__all__)
def opened(request, desk_of_module):
    app = desk_of_module.app(f"{request.param}()", "2 + 2", height=720)
    app.first = {name: control.value for name, control in app.controls().items()}
    yield app
    desk_of_module.close()


@pytest.fixture
def app(opened):
    """The explorer as it opens."""
    set_theme(opened.page, "light")
    opened.set(**opened.first, step=0)
    return opened


def at_its_ends(app):
    """Put the sliders to their ends and go to the first and the last step of each."""
    sliders = [control for control in app.controls().values() if control.kind == "IntSlider"]
    for name, ends in EXTREMES.items() if sliders else ():
        state = app.set(**{slider.name: slider.bounds[ends[k % 2]] for k, slider in enumerate(sliders)}, step=0)
        yield f"{name}, first step"
        if state.steps > 1:
            app.set(step=state.steps - 1)
            yield f"{name}, last step"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_read_with_ease_and_has_names(app, theme):
    set_theme(app.page, theme)
    assert_contrast(app)
    assert_nothing_heavy(app)
    assert_named(app)
    assert_order(app)


def test_it_fits_at_every_end_of_its_sliders_and_keeps_its_height(app):
    height = app.root.bounding_box()["height"]
    for where in chain(["as it opens"], at_its_ends(app)):
        try:
            assert_fits(app)
            assert_readable(app)
            assert_seen(app)
            assert_contrast(app)
            assert abs(app.root.bounding_box()["height"] - height) < 1, "its height has changed"
        except AssertionError as found:
            raise AssertionError(f"{where}: {found}") from None


@pytest.mark.parametrize("screen", SCREENS)
def test_it_is_seen_whole_on_another_screen(app, screen):
    width, height, smallest = SCREENS[screen]
    app.page.set_viewport_size({"width": width, "height": height})
    try:
        assert_fits(app)
        assert_readable(app, smallest)
        assert_seen(app)
    finally:
        app.page.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.parametrize("how", [Control.press, Control.click], ids=["keyboard", "mouse"])
def test_every_control_moves_picture_and_verdict(app, how):
    for control in app.controls().values():
        control.move(how)


def test_a_dragged_slider_shows_no_older_state_after_a_newer_one(app):
    for control in app.controls().values():
        if control.kind == "IntSlider":
            assert_drag_ends_on_the_last(app, control)


def test_it_plays_to_the_end_and_announces_where_it_rests(app):
    assert_played_to_the_end(app)
    assert_announced_at_rest(app)


def test_the_keys_stay_in_it(app):
    assert_keys_stay(app)
