"""The canvas of every explorer in a bare page: it shows what Python says; how it plays, rests and is read."""

import pytest
from checks import (
    assert_announced_at_rest,
    assert_contrast,
    assert_named,
    assert_nothing_heavy,
    assert_order,
    assert_played_to_the_end,
    assert_readable,
    assert_seen,
)

from helpers import explore

# One class and one script are the canvas of them all: what is its own is tried on two, and on the rest at night.
TWO = ("explore_convolution", "explore_pattern")
SHARED = [name if name in TWO else pytest.param(name, marks=pytest.mark.nightly) for name in sorted(explore.__all__)]


def others(control):
    """Values of a control other than its own: its ends, or each of its options."""
    if hasattr(control, "min"):
        found = [control.min, control.max]
    elif hasattr(control, "options"):
        found = [value for _, value in control._options_full]
    elif isinstance(control.value, bool):
        found = [not control.value]
    else:
        found = [f"{control.value} "]
    return [value for value in found if value != control.value]


@pytest.mark.parametrize("name", explore.__all__)
def test_each_control_brings_its_picture_and_its_words_and_the_height_stays(bare, name):
    app = bare.app(getattr(explore, name)())
    app.assert_agrees()
    height = app.root.bounding_box()["height"]
    for key, control in app.controls.items():
        first = control.value
        for value in others(control) if key != "step" else ():
            app.turn(key, value)
            bare.settle()
            assert control.value == value
            app.assert_agrees()
            assert abs(app.root.bounding_box()["height"] - height) < 1, f"its height changes with {key} = {value!r}"
        if key != "step":
            app.turn(key, first)
    bare.settle()
    app.assert_agrees()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", explore.__all__)
def test_it_is_read_with_ease_and_has_names(bare, name, theme):
    app = bare.app(getattr(explore, name)(), theme)
    assert_contrast(app)
    if theme == "light":
        assert_readable(app)
        assert_seen(app)
        assert_named(app)
        assert_order(app)
        assert_nothing_heavy(app)


@pytest.mark.parametrize("name", SHARED)
def test_it_plays_to_the_end_and_announces_where_it_rests(bare, name):
    app = bare.app(getattr(explore, name)())
    assert_played_to_the_end(app)
    assert_announced_at_rest(app)


@pytest.mark.parametrize("name", SHARED)
def test_no_key_but_tab_and_escape_leaves_it(bare, name):
    app = bare.app(getattr(explore, name)())
    bare.page.evaluate("addEventListener('keydown', ({ key }) => (window.heard ??= []).push(key))")
    for k in range(len(app.look("reachable"))):
        app.look("focus", k)
        own = "document.activeElement.hasAttribute('data-lm-suppress-shortcuts')"
        assert bare.page.evaluate(own), "Notebook 7 would take the keys"
        for key in ("d", "x", "b", "Shift+Enter", "ArrowDown"):
            bare.page.keyboard.press(key)
        bare.page.keyboard.press("Escape")
        assert set(bare.page.evaluate("window.heard ?? []")) <= {"Escape", "Shift"}
