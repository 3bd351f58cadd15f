"""Hands on the landing page drag, click and type weights, point at pixels and draw digits, and Python agrees."""

import re

import numpy as np
import pytest
from landed import LIVE, THREE, Hand, answer, assert_answer, assert_result
from landing import OPENING, PRESETS, flat_area
from playwright.sync_api import expect
from static import new_page

from helpers.data import load_digits, load_photograph
from helpers.digits import drawn
from helpers.filters import FILTERS


@pytest.mark.parametrize("kind", ["mouse", "touch", pytest.param("pen", marks=pytest.mark.nightly)])
def test_a_weight_is_dragged_up_and_down_and_clicked_above_and_below(land, kind):
    page = land(has_touch=kind == "touch")
    weights = FILTERS[PRESETS[OPENING]].weights.copy()
    assert_result(page, weights)
    hand, cell = Hand(page, kind), page.get_by_role("spinbutton", name="weight, row 1, column 1", exact=True)
    box = cell.bounding_box()
    x, y = round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2)
    hand.drag((x, y), (x, y - 20), (x, y - 32))
    weights[1, 1] = 4
    assert_result(page, weights)
    assert page.locator(".presets [aria-pressed=true]").count() == 0
    hand.drag((x, y), (x, y + 12), (x + 200, y + 56))  # outside of the cell it goes on
    weights[1, 1] = -3
    assert_result(page, weights)
    hand.drag((x, y - 20), (x, y - 20))
    weights[1, 1] = -2
    assert_result(page, weights)
    hand.drag((x, y + 20), (x, y + 20))
    weights[1, 1] = -3
    assert_result(page, weights)
    hand.drag((x, y), (x, y + 300))
    weights[1, 1] = -9
    assert_result(page, weights)
    assert page.evaluate("scrollY") == 0


def test_a_weight_is_changed_by_keys(land):
    page = land()
    cell = page.get_by_role("spinbutton").nth(5)
    cell.focus()
    weights = FILTERS[PRESETS[OPENING]].weights.copy()
    for key, weight in {
        "ArrowUp": 3,
        "ArrowDown": 2,
        "PageUp": 5,
        "-": -5,
        "7": 7,
        "PageDown": 4,
        "End": 9,
        "Home": -9,
    }.items():
        page.keyboard.press(key)
        weights[1, 2] = weight
        assert_result(page, weights)
    page.keyboard.press("Tab")
    expect(page.get_by_role("spinbutton").nth(6)).to_be_focused()


def test_a_pixel_that_is_pointed_at_shows_its_window_and_tells_its_sum(land):
    page = land()
    page.get_by_role("button", name="blur").click()
    photo, weights = np.pad(load_photograph("cat", grey=True), 1), FILTERS["Gaussian"].weights
    words, result = page.locator(".photo .words"), page.locator(".result .shown").bounding_box()

    def assert_pixel(row, column):
        total = int((photo[row : row + 3, column : column + 3] * weights).sum())
        told = f"Row {row}, column {column}: the nine products add up to {total}, divided by 16: {total / 16:.1f}."
        expect(words).to_contain_text(told)
        assert ("stand zeros" in words.inner_text()) == (0 in (row, column) or 111 in (row, column))
        for side, reach in ((".input", 1), (".result", 0)):
            around, frame = (page.locator(f"{side} {part}").bounding_box() for part in (".shown", ".frame"))
            cell = around["width"] / 112
            assert abs(frame["x"] - around["x"] - (column - reach) * cell) < 0.1
            assert abs(frame["y"] - around["y"] - (row - reach) * cell) < 0.1
            assert abs(frame["width"] - (1 + 2 * reach) * cell) < 0.1

    for stage in (result, page.locator(".input .shown").bounding_box()):
        for row, column in ((40, 52), (0, 111), (110, 1)):
            page.mouse.move(stage["x"] + (column + 0.5) * 3, stage["y"] + (row + 0.5) * 3)
            assert_pixel(row, column)
    page.mouse.move(0, 0)
    expect(words).to_have_text(flat_area(weights, 16))
    assert page.locator(".frame:visible").count() == 0
    page.locator(".result .cnn-grid").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    assert_pixel(57, 58)
    page.keyboard.press("Shift+Tab")
    expect(words).to_have_text(flat_area(weights, 16))


def test_a_pixel_that_a_finger_has_pointed_at_still_tells_its_sum_when_the_finger_is_away(land):
    page = land(has_touch=True, width=400, height=800)
    words = page.locator(".photo .words")
    for side in (".result", ".input"):
        page.locator(f"{side} .shown").tap(position={"x": 61, "y": 30})
        page.wait_for_timeout(300)  # what follows a tap has come
        assert re.match(r"Row \d+, column \d+: the nine products add up to", words.inner_text()), side
        assert page.locator(".frame:visible").count() == 2
    page.get_by_role("button", name="blur").tap()
    expect(words).to_have_text(flat_area(FILTERS["Gaussian"].weights, 16))
    assert page.locator(".frame:visible").count() == 0


def test_each_named_filter_gives_its_result_and_is_known_again_when_it_is_made_by_hand(land):
    page = land()
    for name, course in PRESETS.items():
        button = page.get_by_role("button", name=name, exact=True)
        button.click()
        assert_result(page, *FILTERS[course])
        expect(button).to_have_attribute("aria-pressed", "true")
    first = page.get_by_role("spinbutton").first
    first.press("ArrowUp")
    expect(button).to_have_attribute("aria-pressed", "false")
    first.press("ArrowDown")
    expect(button).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("kind", ["mouse", "touch", pytest.param("pen", marks=pytest.mark.nightly)])
def test_every_stroke_is_answered_as_python_answers(land, kind):
    page = land(has_touch=kind == "touch", width=1280 if kind == "mouse" else 400, height=800)
    assert_answer(page, load_digits()[0][3])
    pad = page.locator(".digit .cnn-grid")
    pad.evaluate("pad => pad.scrollIntoView({ block: 'center' })")
    box, hand = pad.bounding_box(), Hand(page, kind)
    points = [(round(box["x"] + c / 28 * box["width"]), round(box["y"] + r / 28 * box["height"])) for r, c in THREE]
    in_cells = [(28 * (y - box["y"]) / box["height"], 28 * (x - box["x"]) / box["width"]) for x, y in points]
    before, digit = page.evaluate("scrollY"), np.zeros((28, 28), int)
    for start, end in ((0, 6), (5, len(points))):
        hand.drag(*points[start:end])
        page.wait_for_timeout(100)
        digit = drawn(digit, in_cells[start:end])
        assert_answer(page, digit)
    assert answer(digit)[1].argmax() == 3
    assert page.evaluate("scrollY") == before


def test_no_sentence_moves_the_pad_under_a_hand_that_draws(land):
    page = land()
    longest = "Your drawing is read as 3, with probability 0.936. Then 5 (0.060) and 8 (0.003). It lies 10 cells "
    longest += "below and 10 cells right of the middle, and the network learned from digits in the middle."
    top = """async words => {
      document.querySelector(".digit .words").textContent = words;
      for (let k = 0; k < 3; k++) await new Promise(requestAnimationFrame); // the panels have their places
      return document.querySelector(".digit .cnn-grid").getBoundingClientRect().top + scrollY;
    }"""
    for width in (1920, 1280, 1024, 960, 900, 768, 641, 640, 500, 400, 380, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        tops = [page.evaluate(top, words) for words in ("Your drawing is read as 3.", longest)]
        assert abs(tops[1] - tops[0]) < 1, (width, tops)


def test_a_stroke_is_answered_at_every_move(land):
    page = land()
    page.evaluate("""() => {
      const { setTimeout } = window;
      window.waits = [];
      window.setTimeout = (act, ms, ...more) => {
        window.waits.push(ms);
        return setTimeout(act, ms, ...more);
      };
    }""")
    pad = page.locator(".digit .cnn-grid")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    Hand(page, "mouse").drag(*[(box["x"] + 10 * c, box["y"] + 10 * r) for r, c in THREE])
    waits = page.evaluate("waits")
    assert 1 in waits and 50 not in waits, "50 ms are for a kernel"


def test_a_network_that_did_not_come_is_asked_for_again_by_a_stroke_of_the_keys(landing, chromium):
    page = new_page(chromium, landing[1])
    page.route("**/lenet.js", lambda route: route.abort())
    page.goto(f"{landing[1]}index.html")
    words = page.locator(".digit .words")
    words.scroll_into_view_if_needed()
    expect(words).to_contain_text("The network could not be brought here.")
    page.unroute("**/lenet.js")
    page.locator(".digit .cnn-grid").focus()
    page.keyboard.press("Space")
    page.locator(LIVE).wait_for()
    assert_answer(page, drawn(np.zeros((28, 28), int), [(14.5, 14.5)]))
    page.context.close()


def test_a_digit_is_drawn_by_keys_cleared_and_replaced(land):
    page = land()
    page.locator(".digit .cnn-grid").focus()
    for key in ("Space", *["Shift+ArrowDown"] * 6, "ArrowLeft"):
        page.keyboard.press(key)
    assert_answer(page, drawn(np.zeros((28, 28), int), [(14.5, 14.5), (20.5, 14.5)]))
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".digit .words")).to_contain_text("The page is empty, and is ")
    assert_answer(page, np.zeros((28, 28), int))
    for digit in (4, 5):
        page.get_by_role("button", name="Another digit").click()
        assert_answer(page, load_digits()[0][digit])


def test_a_digit_far_from_the_middle_is_said_to_be(land):
    page = land()
    page.locator(".digit .cnn-grid").focus()
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    expect(page.locator(".digit .words")).to_contain_text("It lies 8 cells left of the middle")
