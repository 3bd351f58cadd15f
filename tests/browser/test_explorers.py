"""Every explorer in a real JupyterLab, one below the other in one notebook: its real controls, moved and looked at.

What the canvas does by itself is tried in bare/, which takes no kernel.
"""

from itertools import chain

import pytest
from app import App, Control
from checks import (
    assert_axe,
    assert_contrast,
    assert_drag_ends_on_the_last,
    assert_fits,
    assert_keys_stay,
    assert_order,
    assert_readable,
    assert_seen,
)
from lab import set_theme
from playwright.sync_api import expect
from told import BUTTON, read

from helpers import explore

# Other screens than 1280 x 720, on which all is done: (width, height, the smallest letters). At 1016 px an output is
# as wide as at 1280 beside JupyterLab's open side bar: all is there, and the letters of a picture are smaller.
SCREENS = {"1366 x 768": (1366, 768, 12), "1920 x 1080": (1920, 1080, 12), "beside a side bar": (1016, 720, 10)}
# The sliders of every explorer at their ends: all low, all high, and in turn, where much does not fit.
EXTREMES = {"low": (0, 0), "high": (1, 1), "low and high": (0, 1), "high and low": (1, 0)}


def at_night(*by_day):
    """All explorers as parameters; those that are none of ``by_day`` are tried at night only."""
    night = pytest.mark.nightly
    return [name if name in by_day else pytest.param(name, marks=night) for name in explore.__all__]


@pytest.fixture(scope="module")
def apps(desk_of_module):
    """The explorers of one page by their names, each with the values that it opens with as ``first``."""
    cells = [f"from helpers.explore import {name}\n{name}_app = {name}()\n{name}_app" for name in explore.__all__]
    page, notebook = desk_of_module.scratch(*cells, windowing="none", height=720)
    desk, apps = desk_of_module, {}
    for nth, name in enumerate(explore.__all__):
        page.locator(".cnn-explorer").nth(nth).scroll_into_view_if_needed()
        apps[name] = App(page, desk.lab, desk.folder, notebook, nth=nth, variable=f"{name}_app")
        apps[name].first = {name: control.value for name, control in apps[name].controls().items()}
    return apps


def opens(app):
    """The explorer as it opens, in the window."""
    app.set(**app.first, step=0)
    app.root.evaluate("e => e.scrollIntoView({ block: 'center' })")
    return app


def each(apps, *checks):
    """Every explorer as it opens is looked at; what is found wrong bears its name."""
    for name, app in apps.items():
        opens(app)
        for check in checks:
            try:
                check(app)
            except AssertionError as found:
                raise AssertionError(f"{name}: {found}") from None


def at_its_ends(app):
    """Put the sliders to their ends and go to the last step of each."""
    sliders = [control for control in app.controls().values() if control.kind == "IntSlider"]
    for name, ends in EXTREMES.items() if sliders else ():
        app.set(**{slider.name: slider.bounds[ends[k % 2]] for k, slider in enumerate(sliders)}, step=10_000)
        yield f"{name}, last step"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_texts_stand_out(apps, theme):
    page = next(iter(apps.values())).page
    set_theme(page, theme)
    try:
        each(apps, assert_contrast)
    finally:
        set_theme(page, "light")


@pytest.mark.parametrize("name", explore.__all__)
def test_it_fits_at_every_end_of_its_sliders_and_keeps_its_height(apps, name):
    app = opens(apps[name])
    height = app.root.bounding_box()["height"]
    for where in chain(["as it opens"], at_its_ends(app)):
        try:
            assert_fits(app)
            assert_readable(app)
            assert_seen(app)
            assert abs(app.root.bounding_box()["height"] - height) < 1, "its height has changed"
        except AssertionError as found:
            raise AssertionError(f"{where}: {found}") from None


@pytest.mark.parametrize("screen", SCREENS)
def test_all_are_seen_whole_on_another_screen(apps, screen):
    width, height, smallest = SCREENS[screen]
    page = next(iter(apps.values())).page
    page.set_viewport_size({"width": width, "height": height})
    try:
        each(apps, assert_fits, lambda app: assert_readable(app, smallest), assert_seen)
    finally:
        page.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.parametrize("name", explore.__all__)
def test_every_control_moves_picture_and_verdict_by_keyboard(apps, name):
    for control in opens(apps[name]).controls().values():
        control.move(Control.press)


@pytest.mark.parametrize("name", at_night("explore_convolution"))
def test_every_control_moves_picture_and_verdict_by_mouse(apps, name):
    for control in opens(apps[name]).controls().values():
        control.move(Control.click)


@pytest.mark.parametrize("name", at_night("explore_one_by_one"))
def test_a_dragged_slider_shows_no_older_state_after_a_newer_one(apps, name):
    app = opens(apps[name])
    for control in app.controls().values():
        if control.kind == "IntSlider":
            assert_drag_ends_on_the_last(app, control)


@pytest.mark.parametrize("name", at_night("explore_convolution"))
def test_the_keys_stay_in_it(apps, name):
    assert_keys_stay(opens(apps[name]))


def test_a_fix_is_pressed_by_keyboard_and_nothing_jumps(apps):
    app = apps["explore_output_size"]
    opens(app)
    app.set(stride=3)
    picture, fix = app.root.locator(".cnn-picture"), app.root.get_by_role("button", name="stride 2")
    before = picture.bounding_box()
    fix.press("Enter")
    expect(app.root.locator(".cnn-verdict")).to_contain_text("It fits: (7 + 2*0 - 3)/2 + 1 = 3 windows")
    expect(fix).to_be_hidden()
    assert app.controls()["stride"].value == 2
    assert picture.bounding_box() == before


def test_its_numbers_come_from_the_kernel_in_colours_that_stand_out(apps):
    app = opens(apps["explore_convolution"])
    app.root.get_by_role("button", name=BUTTON).press("Enter")
    try:
        for state in ({}, {"padding": 1, "step": 9}):
            app.set(**state)
            told = app.ask("[{**vars(table), 'fills': 0} for table in explorer.numbers()]")
            app.until(lambda told=told: [table | {"fills": 0} for table in read(app.root)] == told, "they never came")
        app.page.set_viewport_size({"width": 1280, "height": 1500})  # all of it is in the photograph
        assert_readable(app)
        for theme in ("dark", "light"):
            set_theme(app.page, theme)
            assert_contrast(app)
    finally:
        set_theme(app.page, "light")
        app.page.set_viewport_size({"width": 1280, "height": 720})
        app.root.get_by_role("button", name=BUTTON).press("Enter")


def test_all_have_names_and_an_order_and_axe_finds_nothing(apps):
    """The last test here: the pictures are emptied, for with them Chromium takes long to say what has which name."""
    page = next(iter(apps.values())).page
    each(apps, assert_order)
    page.evaluate("for (const svg of document.querySelectorAll('.cnn-picture svg')) svg.replaceChildren()")
    for name, app in apps.items():
        assert app.look("nameless") == [], name
    assert_axe(page, ".cnn-explorer")
