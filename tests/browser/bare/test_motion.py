"""What a step moves: all is final in its first frame, and what is seen to glide there is only seen."""

import pytest

from helpers.explore import explore_convolution

# Animations stand still where they begin, for a test to wind them on.
STOPPED = """() => {
  const { animate } = Element.prototype;
  Element.prototype.animate = function (...given) {
    const animation = animate.apply(this, given);
    animation.pause();
    return animation;
  };
  window.goesOn = () => { Element.prototype.animate = animate; };
}"""
WIND = """(share) => {
  for (const one of document.getAnimations()) one.currentTime = share * one.effect.getComputedTiming().endTime;
}"""
# What an explorer shows in the very task in which its button is pressed.
AT_ONCE = """(e) => {
  e.querySelector("[aria-label='step forward']").click();
  return [look.shown(e.querySelector(".cnn-picture")), e.querySelector(".cnn-words").textContent];
}"""
# The middle of what is seen of an element, and its size, in px of the picture.
SEEN = """(e) => {
  const of = document.querySelector(".cnn-picture svg").getBoundingClientRect(), px = 960 / of.width;
  const { left, top, width, height } = e.getBoundingClientRect();
  return [(left + width / 2 - of.left) * px, (top + height / 2 - of.top) * px, width * px, height * px];
}"""


@pytest.fixture
def sliding(bare):
    """An input 7 x 7 at its step 2, with a filter 3 x 3, whose animations stand still where they begin."""
    app = bare.app(explore_convolution(step=2))
    bare.page.evaluate(STOPPED)
    yield app
    bare.page.evaluate("goesOn()")  # the page is that of all tests
    bare.page.emulate_media(reduced_motion="no-preference")


def seen(app, name):
    return pytest.approx(app.bare.page.locator(f'[data-moves="{name}"]').evaluate(SEEN), abs=1)


def window(row, column):
    """Where the window is: cells of 44 px from (2, 28) on."""
    return [2 + 44 * (column + 1.5), 28 + 44 * (row + 1.5), 132, 132]


def output(row, column):
    return [634 + 44 * (column + 0.5), 28 + 44 * (row + 0.5), 44, 44]


def running(app):
    return app.bare.page.evaluate("document.getAnimations().length")


def forward(app):
    step = app.controls["step"]
    there = step.value + 1
    app.root.get_by_role("button", name="step forward").click()
    app.until(lambda: step.value == there, "Python was not told of the step")


def test_words_and_cells_are_final_while_the_frames_begin_to_glide(sliding):
    shown = sliding.root.evaluate(AT_ONCE)
    sliding.until(lambda: sliding.controls["step"].value == 3, "Python was not told of the step")
    state = sliding.state()
    assert shown == [*sliding.rewritten([state.svg]), state.words] and running(sliding) == 3
    assert window(0, 2) == seen(sliding, "window") and output(0, 2) == seen(sliding, "output")
    sliding.bare.page.evaluate(WIND, 0.5)
    left, top, *_ = seen(sliding, "window").expected
    assert window(0, 2)[0] + 20 < left < window(0, 3)[0] - 1 and abs(top - window(0, 0)[1]) < 1
    sliding.assert_agrees()


def test_a_glide_ends_where_the_step_has_its_window(bare):
    app = bare.app(explore_convolution(step=4))
    forward(app)  # to the next row
    app.until(lambda: not running(app), "the glide never ended")
    assert window(1, 0) == seen(app, "window") and output(1, 0) == seen(app, "output")
    assert bare.page.locator(".cnn-ghost").count() == 0


def test_a_value_goes_from_its_products_over_the_sum_to_its_cell(sliding):
    forward(sliding)
    ghost = sliding.bare.page.locator(".cnn-ghost")
    places = []
    for share in (0, 0.5, 0.999):
        sliding.bare.page.evaluate(WIND, share)
        places.append(ghost.evaluate(SEEN))
    assert places[0] == pytest.approx(
        [480, 272, 198, 126], abs=1.5
    )  # 3 x 3 products, 66 x 42 px each, from y = 208 + 1 on
    total = sliding.bare.page.locator("svg text", has_text="sum =").evaluate(SEEN)
    assert abs(places[1][0] - total[0]) < 3 and abs(places[1][1] - total[1]) < 12
    assert places[2] == pytest.approx(output(0, 3), abs=2)
    assert ghost.get_attribute("aria-hidden") == "true" and ghost.inner_text() == ""


def test_a_key_ends_it_and_a_key_that_is_held_jumps(sliding):
    forward(sliding)
    keyboard = sliding.bare.page.keyboard
    keyboard.press("Shift")
    assert running(sliding) == 0 and window(0, 3) == seen(sliding, "window")
    sliding.root.get_by_role("slider", name="step", exact=True).focus()
    keyboard.down("ArrowRight")
    assert running(sliding) == 3
    keyboard.down("ArrowRight")  # it repeats
    assert running(sliding) == 0 and window(1, 0) == seen(sliding, "window")
    keyboard.up("ArrowRight")
    keyboard.press("ArrowRight")
    assert running(sliding) == 3, "a key that is pressed once is no key that is held"


def test_a_new_step_ends_the_glide_of_the_one_before(sliding):
    forward(sliding)
    sliding.bare.page.evaluate(WIND, 0.3)
    forward(sliding)
    assert running(sliding) == 3 and window(0, 3) == seen(sliding, "window"), (
        "it begins where the last one was to end"
    )


@pytest.mark.parametrize("why", ["fast", "calm"])
def test_at_full_speed_and_where_less_motion_is_asked_for_it_jumps(sliding, why):
    if why == "fast":
        sliding.root.get_by_role("combobox", name="speed").select_option("fast")
    else:
        sliding.bare.page.emulate_media(reduced_motion="reduce")
    forward(sliding)
    sliding.assert_agrees()
    assert running(sliding) == 0 and window(0, 3) == seen(sliding, "window")


def test_another_picture_does_not_glide(sliding):
    sliding.set(stride=2, step=4)
    assert running(sliding) == 0
    forward(sliding)
    assert running(sliding) == 3
    sliding.set(padding=1)
    assert running(sliding) == 0
