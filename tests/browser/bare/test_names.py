"""What a screen reader calls the parts of several widgets on one page, and what it hears where a hand moves."""

import re

from announced import heard as announced
from announced import listen_now
from named import assert_each_id_once, assert_own_names
from playwright.sync_api import expect

from helpers import explore
from helpers.explore import explore_convolution, explore_kernels, explore_lenet, explore_pooling
from helpers.predict import predict_choice, predict_number

FIRST = "The same 7 cells and filter of 3, but the filter moves by 2. How many windows?"
SECOND = "Ten filters of 5 × 5 × 3: how many numbers are that?"
# What ipywidgets makes of a slider and of a row of buttons.
CONTROLS = """<div class="cnn-controls">
  <div class="jupyter-widgets widget-slider"><label class="widget-label" title="null">stride</label>
    <div class="noUi-handle" role="slider" tabindex="0"></div>
    <div class="widget-readout" contenteditable="true">1</div></div>
  <div class="jupyter-widgets widget-toggle-buttons"><label class="widget-label" style="display: none"></label>
    <div><button class="widget-toggle-button mod-active">exact</button>
    <button class="widget-toggle-button">floor</button>
    <button class="widget-toggle-button">ceil</button></div></div>
</div>"""


def test_each_field_has_the_name_of_its_own_question(bare):
    bare.show(
        predict_number(FIRST, lambda: 3, unit="windows"),
        predict_number(SECOND, lambda: 760),
        predict_choice("Which is larger?", ["CONV", "FC"], lambda: "FC"),
        predict_choice("Which is smaller?", ["CONV", "FC"], lambda: "CONV"),
    )
    page = bare.page
    assert assert_own_names(page.locator("main")) == 2 + 2 + 4
    assert_each_id_once(page)
    for name in (f"Predict. {FIRST} windows", f"Predict. {SECOND}"):
        expect(page.get_by_role("textbox", name=name, exact=True)).to_have_count(1)
    for name in ("Which is larger?", "Which is smaller?"):
        expect(page.get_by_role("radiogroup", name=name)).to_have_count(1)
    expect(page.get_by_role("group")).to_have_count(0)  # a question is not read once more by what is around its field
    expect(page.get_by_role("button", name="Check: Ten filters of 5")).to_have_count(1)


def test_no_id_stands_twice_where_a_picture_does(bare):
    bare.app(
        explore_convolution(padding=1), beside=[explore_convolution(padding=1), predict_number("Why?", lambda: 1)]
    )
    assert_each_id_once(bare.page)


def test_every_explorer_is_a_group_with_a_name_of_its_own(bare):
    names = {}
    for name in explore.__all__:
        explorer = getattr(explore, name)()
        app = bare.app(explorer)
        assert_own_names(app.root)
        names[name] = app.root.get_attribute("aria-label")
    assert len(set(names.values())) == len(names), names


def test_controls_that_come_later_have_names_and_tell_which_button_is_pressed(bare):
    app = bare.app(explore_pooling())
    app.root.evaluate("(e, html) => e.insertAdjacentHTML('afterbegin', html)", CONTROLS)
    page = bare.page
    expect(page.get_by_role("slider", name="stride", exact=True)).to_have_count(1)
    expect(page.get_by_role("textbox", name="stride, number")).to_have_count(1)
    row = page.get_by_role("group", name="exact, floor or ceil", exact=True)
    pressed = row.get_by_role("button", pressed=True)
    expect(pressed).to_have_text("exact")
    app.root.evaluate(
        """e => { const [one, other] = e.querySelectorAll(".widget-toggle-button");
        one.classList.remove("mod-active"); other.classList.add("mod-active"); }"""
    )
    expect(pressed).to_have_text("floor")
    expect(row.get_by_role("button", pressed=False)).to_have_count(2)
    assert assert_own_names(app.root) == 2 + 1 + 3 + len(page.locator(".cnn-grid").all())


def test_a_grid_has_a_short_name_and_says_where_a_key_has_come_to(bare):
    app = bare.app(explore_convolution(step=0))
    image, spoken = app.root.locator('.cnn-grid[data-grid="image"]'), app.root.locator(".cnn-spoken")
    name = image.evaluate("e => e.computedName")
    assert name == "input, 7 by 7"
    app.page.wait_for_timeout(1000)  # what the page says as it opens is behind us
    image.focus()
    expect(spoken).to_have_text("row 0, column 0: 0")
    app.page.keyboard.press("ArrowRight")
    expect(spoken).to_have_text("row 0, column 1: 0; 2 windows read it")
    assert image.evaluate("e => e.computedName") == name
    told = [image.get_attribute(f"aria-{part}") for part in ("roledescription", "description")]
    assert told == ["grid of numbers", "Arrow keys choose, a number or Enter changes."]
    photo = bare.app(explore_kernels()).root.locator('.cnn-grid[data-grid="photo"]')
    assert photo.get_attribute("aria-roledescription") == "grid of cells"


def test_who_draws_by_keys_hears_where_the_pen_is_and_whether_there_is_ink(bare):
    app = bare.app(explore_lenet(digit=8))
    (pixels,) = [app.explorer.picture.trace.volume[2:-2, 2:-2, 0]]
    page, spoken = app.page, app.root.locator(".cnn-spoken")
    page.wait_for_timeout(1000)  # what the page says as it opens is behind us
    page.locator('.cnn-grid[data-grid="digit"]').focus()
    heard = set()
    for key, count in (("ArrowDown", 10), ("ArrowRight", 16)):
        for _ in range(count):
            page.keyboard.press(key)
            at = page.locator('.cnn-grid[data-grid="digit"]').get_attribute("data-now")
            row, column = map(int, re.findall(r"\d+", at))
            under = "ink" if pixels[row, column] > 0.5 else "paper"
            expect(spoken).to_have_text(f"{at}, {under}")
            heard.add(under)
    assert heard == {"ink", "paper"}
    grid = page.locator('.cnn-grid[data-grid="digit"]')
    listen_now(page)
    app.bare.pause()  # the picture is the one before, in which there is no ink yet
    for _ in range(4):
        page.keyboard.press("Shift+ArrowUp")
        expect(spoken).to_have_text(grid.get_attribute("data-now"))
    assert not re.search("ink|paper", " ".join(announced(page, "cnn-spoken")))
    app.bare.go_on()


def test_a_formula_is_heard_in_words(bare):
    app = bare.app(explore_convolution(step=0))
    app.root.get_by_role("button", name="step forward").click()
    expect(app.root.locator(".cnn-spoken")).to_contain_text("7 + 2 times 0 minus 3) divided by 1")
    expect(app.root.locator(".cnn-verdict")).to_contain_text("(7 + 2*0 - 3)/1")
