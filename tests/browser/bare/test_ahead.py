"""States that lie ready in the browser: what shows at once, and that it is never another than the one asked for."""

import pytest
from playwright.sync_api import expect
from test_waiting import LATE, is_marked

from helpers import explore
from helpers.explore import (
    explore_convolution,
    explore_kernels,
    explore_lenet,
    explore_output_size,
    explore_pattern,
    explore_pooling,
)

# What shows at once, in the same task as the turn, before a frame is drawn and before Python can hear of it.
AT_ONCE = """([id, name, sent]) => {
  bare.pause();
  const model = bare.model(id);
  model.set(name, sent);
  model.save_changes();
  const canvas = document.querySelector(".cnn-canvas");
  const [count, verdict] = ["count", "verdict"].map((part) => canvas.querySelector(`.cnn-${part}`).textContent);
  return [canvas.dataset.shown, count, verdict];
}"""


def turn_at_once(bare, control, value):
    """Turn a control while Python is busy: values of the controls, count of steps and verdict as they show then."""
    name = "value" if "value" in control.keys else "index"
    sent = value if name == "value" else [option for _, option in control._options_full].index(value)
    return bare.page.evaluate(AT_ONCE, [control.model_id, name, sent])


def rested(bare, explorer, name):
    """The explorer in the page, with the hand on one of its controls until the states near it are there."""
    app = bare.app(explorer)
    bare.hold(app.controls[name])
    assert bare.rest()
    return app


def test_a_state_that_lies_ready_shows_before_python_hears_of_it_and_stays(bare):
    app = rested(bare, explore_convolution(step=0), "stride")
    _, count, verdict = turn_at_once(bare, app.controls["stride"], 2)
    expected = explore_convolution(step=0, stride=2)
    assert (count, verdict) == ("1 of 9", expected.verdict)
    assert app.controls["stride"].value == 1
    bare.page.wait_for_timeout(300)
    is_marked(bare.page, False)
    (picture,) = app.rewritten([expected.picture.still(0).svg])
    assert app.root.evaluate("(e) => look.shown(e.querySelector('.cnn-picture'))") == picture
    bare.page.evaluate("window.drawn = document.querySelector('.cnn-picture svg')")
    bare.go_on()
    app.until(lambda: app.controls["stride"].value == 2, "Python was not told")
    app.assert_agrees()
    bare.settle()
    assert bare.page.evaluate("drawn.isConnected"), "Python's answer drew the same picture once more"


def test_a_state_that_does_not_lie_ready_is_marked(bare):
    app = rested(bare, explore_convolution(step=0), "stride")
    _, count, _ = turn_at_once(bare, app.controls["stride"], 4)
    assert count == "1 of 25"
    is_marked(bare.page)
    bare.go_on()
    is_marked(bare.page, False)
    app.assert_agrees()


def test_an_answer_to_an_older_question_does_not_replace_what_lies_ready(bare):
    app = rested(bare, explore_convolution(step=0), "stride")
    page, count = bare.page, bare.page.locator(".cnn-count")
    page.evaluate(
        """() => {
          window.counts = [];
          const count = document.querySelector(".cnn-count");
          new MutationObserver(() => counts.push(count.textContent)).observe(count, { childList: true });
        }"""
    )
    bare.pause()
    for stride in (2, 3, 2, 3):
        app.turn("stride", stride)
    bare.answer_one()
    bare.answer_one()
    page.wait_for_timeout(300)
    expect(count).to_have_text("1 of 4")
    is_marked(page, False)
    bare.go_on()
    bare.settle()
    app.assert_agrees()
    assert page.evaluate("counts.join()") == "1 of 9,1 of 4,1 of 9,1 of 4"


def test_behind_what_lies_ready_an_older_answer_does_not_come_back(bare):
    app = rested(bare, explore_convolution(step=0), "stride")
    bare.pause()
    for stride in (2, 3, 4):  # 4 does not lie ready
        app.turn("stride", stride)
    is_marked(bare.page)
    count = bare.page.locator(".cnn-count")
    bare.answer_one()
    bare.page.wait_for_timeout(100)
    expect(count).to_have_text("1 of 4")  # that of stride 3, and not of 2
    is_marked(bare.page)
    bare.go_on()
    bare.settle()
    is_marked(bare.page, False)
    app.assert_agrees()


def test_what_is_typed_makes_all_that_lay_ready_another_state(bare):
    app = rested(bare, explore_convolution(step=0), "stride")
    page, grid = bare.page, bare.page.locator('.cnn-grid[data-grid="image"]')
    bare.pause()
    grid.focus()
    page.keyboard.type("7")
    page.keyboard.press("Enter")  # asked, and not yet answered
    page.locator("main > * > button").first.focus()
    _, count, _ = turn_at_once(bare, app.controls["stride"], 2)
    assert count == "1 of 25"
    is_marked(page)
    bare.go_on()
    bare.settle()
    app.assert_agrees()
    assert app.controls["image"].matrix(7)[0, 0] == 7
    _, count, _ = turn_at_once(bare, app.controls["stride"], 3)  # it lay ready before the cell was typed into
    assert count == "1 of 9"
    bare.go_on()
    bare.settle()
    app.assert_agrees()
    bare.rest()
    _, count, _ = turn_at_once(bare, app.controls["stride"], 2)
    assert count == "1 of 9"
    bare.page.wait_for_timeout(200)
    assert "7·" in bare.page.locator(".cnn-picture").text_content()
    bare.go_on()
    app.assert_agrees()


def test_the_readers_own_matrix_never_shows_with_the_numbers_of_another(bare):
    app = bare.app(explore_convolution(step=0))
    bare.hold(app.controls["image"])
    for name in ("your own", "corner"):
        app.turn("image", name)
        bare.settle()
        bare.rest()
    bare.page.wait_for_timeout(100)
    turn_at_once(bare, app.controls["image"], "your own")  # it was "edge" before, and is "corner" now
    is_marked(bare.page)
    bare.go_on()
    bare.settle()
    app.assert_agrees()


def test_who_chooses_a_digit_comes_to_its_largest_value_at_once(bare):
    app = rested(bare, explore_lenet(), "digit")
    _, count, verdict = turn_at_once(bare, app.controls["digit"], 9)
    expected = explore_lenet(digit=9)
    row, step = expected.controls["row"].value, expected.controls["step"].value
    assert (count, verdict) == (f"{step + 1} of 28", expected.verdict)
    assert bare.page.evaluate("id => bare.model(id).get('value')", app.controls["row"].model_id) == row
    bare.page.wait_for_timeout(200)
    is_marked(bare.page, False)
    bare.go_on()
    bare.settle()
    assert app.controls["row"].value == row
    app.assert_agrees()


def test_whatever_row_a_digit_came_to_the_next_one_lies_ready(bare):
    app = rested(bare, explore_lenet(), "digit")
    rows = [explore_lenet(digit=digit).controls["row"].value for digit in (8, 9, 10)]
    assert len({*rows}) > 1, "their largest values should be in different rows here"
    for digit in (9, 10, 9):
        _, count, verdict = turn_at_once(bare, app.controls["digit"], digit)
        expected = explore_lenet(digit=digit)
        assert (count, verdict) == (f"{expected.controls['step'].value + 1} of 28", expected.verdict)
    bare.go_on()
    bare.settle()
    app.assert_agrees()


def test_a_step_that_was_chosen_after_a_digit_stays(bare):
    app = rested(bare, explore_lenet(), "digit")
    turn_at_once(bare, app.controls["digit"], 9)
    bare.page.evaluate("id => bare.model(id).set('value', 0)", app.controls["step"].model_id)
    bare.page.wait_for_timeout(100)
    expect(bare.page.locator(".cnn-count")).to_have_text("1 of 28")


def test_a_drawing_is_never_the_one_before(bare):
    explorer = explore_lenet()
    app = rested(bare, explorer, "turn")
    bare.settle()
    for column in (10, 20):
        explorer._paint("input", [(4, column), (20, column)])
        bare.push()
        app.assert_agrees()
        bare.rest()
        turn_at_once(bare, app.controls["turn"], 1)
        bare.page.wait_for_timeout(200)
        is_marked(bare.page, False)
        state = explorer._draw(**explorer.state() | {"turn": 1})[0]
        (picture,) = app.rewritten([state.still(app.controls["step"].value).svg])
        assert app.root.evaluate("(e) => look.shown(e.querySelector('.cnn-picture'))") == picture
        bare.go_on()
        bare.settle()
        app.turn("turn", 0)
        bare.settle()


def test_while_a_button_is_not_answered_nothing_that_lies_ready_shows(bare):
    explorer = explore_lenet()
    explorer._paint("input", [(4, 10), (20, 10)])
    app = rested(bare, explorer, "turn")
    bare.pause()
    clear = next(part for part in explorer.children[0].children if getattr(part, "description", "") == "Clear")
    bare.press(clear)
    bare.page.evaluate(
        """() => {
          const button = document.createElement("button");
          button.className = "widget-button";
          document.querySelector("main > *").append(button);
          button.click();
        }"""
    )
    turn_at_once(bare, app.controls["turn"], 1)
    is_marked(bare.page)  # it would be the drawing that is no more
    bare.go_on()
    bare.settle()
    is_marked(bare.page, False)
    app.assert_agrees()


def test_what_stands_beside_a_picture_comes_with_it(bare):
    app = bare.app(explore_output_size(stride=2, n=7))
    bare.widgets |= {button.layout.model_id: button.layout for button in app.explorer.fixes}
    bare.push()
    bare.hold(app.controls["n"])
    bare.rest()
    turn_at_once(bare, app.controls["n"], 8)
    expected = explore_output_size(stride=2, n=8)
    page, fixes = bare.page, app.explorer.fixes
    said = page.evaluate("ids => ids.map((id) => bare.model(id).get('description'))", [b.model_id for b in fixes])
    assert said == [button.description for button in expected.fixes] and said[0]
    hidden = page.evaluate(
        "ids => ids.map((id) => bare.model(id).get('display'))", [b.layout.model_id for b in fixes]
    )
    assert hidden == [button.layout.display for button in expected.fixes]
    assert not any(button.description for button in fixes)
    bare.go_on()
    bare.settle()
    app.assert_agrees()


def test_a_step_that_a_state_does_not_have_is_left_in_python_too(bare):
    app = rested(bare, explore_convolution(step=24), "stride")
    quickly = "id => { for (const stride of [2, 1]) bare.model(id).set('value', stride); }"
    bare.page.evaluate(quickly, app.controls["stride"].model_id)  # too quick for ipywidgets to say each
    expect(bare.page.locator(".cnn-count")).to_have_text("9 of 25")
    bare.page.wait_for_timeout(50)
    bare.settle()
    app.until(lambda: app.controls["step"].value == 8, "Python shows another step")
    app.assert_agrees()


def test_in_a_drag_the_next_ones_keep_coming(bare):
    app = rested(bare, explore_pattern(width=10), "width")
    wanted, ask = [], app.explorer._ahead.ask
    app.explorer._ahead.ask = lambda message: (wanted.append(message["wanted"]), ask(message))
    for width in (11, 12):
        app.turn("width", width)
    bare.rest()
    assert wanted[0] == [13], "with the first move, before the hand rests"
    assert {13, 14} <= {place for places in wanted for place in places}


def test_none_is_asked_for_without_a_hand_or_where_nobody_looks(bare):
    app = bare.app(explore_convolution())
    app.turn("stride", 2)
    assert bare.rest() == []
    bare.page.evaluate("id => { bare.hand(id).blur(); }", app.controls["n"].model_id)  # it does not rest there
    assert bare.rest() == []
    hand = bare.hold(app.controls["stride"])
    bare.page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    hand.evaluate("(e) => { e.blur(); e.focus(); }")
    assert bare.rest() == []
    bare.page.evaluate("delete document.hidden")
    bare.page.evaluate("document.querySelector('main').style.marginTop = '2500px'")
    hand.evaluate("(e) => { e.blur(); e.focus({ preventScroll: true }); scrollTo(0, 0); }")
    assert bare.rest() == []
    bare.page.evaluate("document.querySelector('main').style.marginTop = ''")
    hand.evaluate("(e) => { e.blur(); e.focus(); }")
    assert bare.rest()
    bare.page.mouse.move(0, 0)


def test_who_leaves_for_another_tab_gets_no_more(bare):
    app = bare.app(explore_kernels())
    bare.hold(app.controls["row"])
    bare.page.wait_for_timeout(150)
    bare.settle()
    assert bare.turns
    bare.page.evaluate(
        """() => {
          Object.defineProperty(document, "hidden", { value: true, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    bare.settle()
    assert bare.idle() == []
    bare.page.evaluate("delete document.hidden")


def test_a_picture_that_has_gone_asks_for_nothing(bare):
    app = bare.app(explore_pooling())
    bare.hold(app.controls["n"])
    bare.page.evaluate("document.querySelector('.cnn-canvas').remove()")
    assert bare.rest() == []


def test_with_the_pointer_on_a_control_it_is_in_hand_too(bare):
    app = bare.app(explore_convolution(step=0))
    hand = bare.hold(app.controls["stride"])
    hand.evaluate("(e) => { e.textContent = 'stride'; e.blur(); }")
    bare.page.mouse.move(0, 0)
    bare.rest()
    hand.hover()
    bare.rest()
    _, count, _ = turn_at_once(bare, app.controls["stride"], 2)
    assert count == "1 of 9"
    bare.go_on()
    bare.settle()
    app.assert_agrees()


def test_without_the_hand_a_state_waits_for_python(bare):
    app = rested(bare, explore_convolution(step=0), "stride")
    bare.page.evaluate("document.activeElement.blur()")
    bare.page.mouse.move(0, 0)
    _, count, _ = turn_at_once(bare, app.controls["stride"], 2)
    assert count == "1 of 25"
    bare.go_on()
    expect(bare.page.locator(".cnn-late")).not_to_have_text(LATE)
    app.assert_agrees()


@pytest.mark.nightly  # how soon a question comes depends on the machine
@pytest.mark.parametrize("name", explore.__all__)
def test_every_explorer_shows_what_lies_ready_and_python_says_the_same(bare, name):
    app = bare.app(getattr(explore, name)())
    for key, control in app.controls.items():
        near = [value for value in neighbours(control) if value != "your own"] if key != "step" else []
        if not near:
            continue
        at = list(app.controls).index(key)
        sent = near[0] if "value" in control.keys else [value for _, value in control._options_full].index(near[0])
        for _ in range(8):  # what was still asked of the control before comes first
            bare.hold(control)
            if any(message["ahead"][at] == sent for message in bare.rest()):
                break
        shown, _, _ = turn_at_once(bare, control, near[0])
        asked = bare.page.evaluate(
            "id => bare.model(id).get('value') ?? bare.model(id).get('index')", control.model_id
        )
        assert bare.page.evaluate("shown => JSON.parse(shown)", shown)[at] == asked, f"{key} did not lie ready"
        bare.page.evaluate("window.drawn = document.querySelector('.cnn-picture svg')")
        bare.go_on()
        bare.settle()
        app.assert_agrees()
        assert bare.page.evaluate("drawn.isConnected"), f"{key}: Python's answer is another picture"


def neighbours(control):
    """The values next to that of a slider, the next choice of a list, the other one of a switch."""
    if hasattr(control, "min"):
        return [value for value in (control.value + 1, control.value - 1) if control.min <= value <= control.max]
    if hasattr(control, "options"):
        values = [value for _, value in control._options_full]
        return sorted(
            values[: control.index] + values[control.index + 1 :],
            key=lambda value: abs(values.index(value) - control.index),
        )
    return [not control.value] if isinstance(control.value, bool) else []
