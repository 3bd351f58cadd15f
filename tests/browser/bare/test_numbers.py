"""The numbers of a picture, unfolded below it: those that Python has, of the step and of the state that show."""

import pytest
from playwright.sync_api import expect
from told import BUTTON, read, told

from helpers import explore
from helpers.explore import explore_convolution, explore_output_size


def opened(bare, explorer):
    app = bare.app(explorer)
    app.root.get_by_role("button", name=BUTTON).click()
    app.until(lambda: read(app.root), "no table came")
    return app


@pytest.mark.parametrize("name", explore.__all__)
def test_they_are_those_of_every_step(bare, name):
    explorer = getattr(explore, name)()
    if not explorer.numbers():
        pytest.skip("no numbers yet")
    app = opened(bare, explorer)
    last = len(explorer.picture.alts) - 1
    for step in {0, 1, last // 2, last} & {*range(last + 1)}:
        app.set(step=step)
        assert read(app.root) == told(explorer.numbers())


def test_python_is_asked_only_by_who_opens_them_and_as_long_as_they_are_open(bare):
    explorer = explore_convolution(step=3)
    canvas = explorer.controls["step"]
    app = bare.app(explorer)
    app.set(stride=2)
    assert not canvas.wanted and read(app.root) == []
    fold = app.root.get_by_role("button", name=BUTTON)
    fold.press("Enter")
    app.until(lambda: read(app.root) == told(explorer.numbers()), "they did not come")
    app.set(padding=1, step=8)
    assert canvas.wanted and read(app.root) == told(explorer.numbers())
    fold.press("Enter")
    app.until(lambda: not canvas.wanted, "Python was not told that they are closed")
    app.set(padding=2)
    fold.press("Enter")
    app.until(lambda: read(app.root) == told(explorer.numbers()), "they did not come again")


def test_a_step_writes_one_more_cell_and_leaves_the_other_tables_alone(bare):
    explorer = explore_convolution(step=3)
    app = opened(bare, explorer)
    app.root.evaluate("e => { window.kept = [...e.querySelectorAll('.cnn-numbers table')]; }")
    app.root.get_by_label("step forward").click()
    app.until(lambda: explorer.controls["step"].value == 4, "it did not step")
    now = "[...e.querySelectorAll('.cnn-numbers table')].map((table) => window.kept.includes(table))"
    assert app.root.evaluate(f"e => {now}") == [True, True, False, True]
    assert [text for row in read(app.root)[3]["cells"] for text in row if text] == ["0", "27", "27", "0", "0"]


def test_while_python_is_busy_the_older_numbers_are_marked_with_their_picture(bare):
    explorer = explore_convolution(step=3)
    app = opened(bare, explorer)
    older = read(app.root)
    bare.pause()
    app.turn("padding", 1)
    expect(app.root.locator(".cnn-waits")).to_have_count(1)
    assert read(app.root) == older
    assert app.root.locator(".cnn-tables").evaluate("e => getComputedStyle(e).opacity") == "0.4"
    bare.go_on()
    app.until(lambda: read(app.root) == told(explorer.numbers()), "the newer ones did not come")
    assert explorer.controls["padding"].value == 1 and read(app.root) != older


def test_numbers_of_other_controls_than_those_of_the_picture_do_not_show(bare):
    explorer = explore_convolution(step=3)
    app = opened(bare, explorer)
    canvas = explorer.controls["step"]
    state = "{ shown: [...model.get('shown').with(0, 99)], svg: model.get('svg') }"
    bare.page.evaluate(f"id => {{ const model = bare.model(id); model.take({state}); }}", canvas.model_id)
    assert read(app.root) == []
    expect(app.root.get_by_text("The numbers are asked for.")).to_be_visible()
    app.set(stride=2)
    app.until(lambda: read(app.root) == told(explorer.numbers()), "the right ones did not come")


def test_two_states_with_the_same_numbers_show_them_when_python_has_answered(bare):
    explorer = explore_output_size(n=7, f=3, stride=2, step=0)  # all fits: no rounding changes anything
    app = opened(bare, explorer)
    bare.hold(app.controls["rounding"])
    bare.rest()
    bare.pause()
    app.turn("rounding", "floor")  # it lies ready, and is shown before Python has said whose numbers it has
    app.root.get_by_label("step forward").click()
    bare.page.wait_for_timeout(100)
    bare.go_on()
    bare.settle()
    app.until(lambda: explorer.controls["step"].value == 1, "Python was not told of the step")
    app.until(lambda: read(app.root) == told(explorer.numbers()), "the numbers did not come back")


def test_where_they_are_wider_than_their_place_the_keyboard_reaches_them(bare):
    app = opened(bare, explore_convolution(step=3))
    box = app.root.locator(".cnn-tables")
    assert box.get_attribute("tabindex") is None
    bare.page.set_viewport_size({"width": 400, "height": 720})
    try:
        app.explorer.at_once(n=12, f=1, padding=3)
        bare.push()
        assert box.get_attribute("tabindex") == "0"
    finally:
        bare.page.set_viewport_size({"width": 1280, "height": 720})
