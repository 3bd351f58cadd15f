"""What a hand does in a picture itself: cells typed into, pixels and maps chosen, a digit drawn, a question."""

import re
from math import cos, pi, sin

import pytest
from PIL import Image
from playwright.sync_api import expect

from helpers.explore import (
    explore_backward,
    explore_conv_layer,
    explore_convolution,
    explore_kernels,
    explore_lenet,
    explore_one_by_one,
    explore_output_size,
    explore_pattern,
    explore_vgg_columns,
)
from helpers.networks import PHONE
from helpers.predict import predict_number


def grid(app, name):
    return app.page.locator(f'.cnn-grid[data-grid="{name}"]')


def click(app, name, row, column):
    """Click into the middle of a grid's cell."""
    on = grid(app, name)
    box = on.bounding_box()
    rows, columns = (int(on.get_attribute(f"data-{count}")) for count in ("rows", "columns"))
    on.click(position={"x": (column + 0.5) * box["width"] / columns, "y": (row + 0.5) * box["height"] / rows})


def expect_words(app, words):
    expect(app.page.locator(".cnn-words")).to_contain_text(words)


def expect_verdict(app, words):
    expect(app.page.locator(".cnn-verdict")).to_contain_text(words)


def assert_refused(app, words, near=None):
    """A refusal is painted over the picture, by the grid's cell ``near`` that has the focus, and moves nothing."""
    said, verdict = app.page.locator(".cnn-refusal"), app.page.locator(".cnn-verdict")
    expect(said).to_contain_text(words)
    expect(verdict).to_have_text(said.inner_text())
    box, picture = said.bounding_box(), app.page.locator(".cnn-picture").bounding_box()
    for side, size in (("x", "width"), ("y", "height")):
        assert picture[side] <= box[side] and box[side] + box[size] <= picture[side] + picture[size] + 1
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    assert app.page.evaluate("([x, y]) => document.elementFromPoint(x, y).className", middle) == "cnn-refusal"
    if near:
        cell = grid(app, near).locator(".cnn-cell").bounding_box()
        apart = max(box["y"] - cell["y"] - cell["height"], cell["y"] - box["y"] - box["height"])
        assert 0 <= apart < 20 and box["x"] <= cell["x"] + cell["width"] and cell["x"] <= box["x"] + box["width"]


def test_the_step_control_goes_by_button_by_key_and_by_mouse(bare):
    app = bare.app(explore_convolution(step=0))
    slider, count = app.page.locator(".cnn-bar input"), app.page.locator(".cnn-count")
    app.page.get_by_role("button", name="step forward").click()
    expect(count).to_have_text("2 of 25")
    slider.focus()
    app.page.keyboard.press("ArrowRight")
    expect(count).to_have_text("3 of 25")
    app.page.get_by_role("button", name="step back").click()
    expect(count).to_have_text("2 of 25")
    slider.focus()
    app.page.keyboard.press("End")
    expect(count).to_have_text("25 of 25")
    box = slider.bounding_box()
    app.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(count).to_have_text("13 of 25")
    expect_words(app, "Window 13 of 25: output row 2, column 2")
    app.until(lambda: app.state().step == 12, "Python was not told")
    app.assert_agrees()


def test_an_arrow_chooses_the_next_cell_on_its_side_and_stays_at_the_edge(bare):
    app = bare.app(explore_convolution())
    grid(app, "image").focus()
    row, column = 0, 0
    for key, down, right in [
        ("ArrowDown", 1, 0), ("ArrowDown", 1, 0), ("ArrowRight", 0, 1), ("ArrowUp", -1, 0), ("ArrowLeft", 0, -1),
        ("ArrowLeft", 0, 0), ("ArrowUp", -1, 0), ("ArrowUp", 0, 0),
    ]:  # fmt: skip
        app.page.keyboard.press(key)
        row, column = row + down, column + right
        at = re.compile(f"^row {row}, column {column}: ")
        expect(grid(app, "image")).to_have_attribute("data-now", at)


def test_a_cell_is_changed_by_mouse_and_by_keyboard(bare):
    app = bare.app(explore_convolution())
    keys, image = app.page.keyboard, grid(app, "image")
    click(app, "image", 1, 2)
    keys.type("5")
    keys.press("Enter")
    expect(image).to_have_attribute("data-now", "row 1, column 2: 5")
    assert app.controls["image"].matrix(7)[1, 2] == 5
    expect(image).to_be_focused()
    keys.press("ArrowDown")
    keys.type("-3")
    keys.press("Enter")
    expect(image).to_have_attribute("data-now", "row 2, column 2: -3")
    app.assert_agrees()
    keys.press("Enter")
    where = app.page.locator(".cnn-picture").bounding_box()
    keys.type("99")
    keys.press("Enter")
    assert_refused(
        app, "“99” cannot stand there: cells hold whole numbers from -9 to 9. Nothing has changed.", "image"
    )
    assert app.page.locator(".cnn-picture").bounding_box() == where
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("x")  # a letter, on the last row: the refusal stands above it
    assert_refused(app, "“x” cannot stand there", "image")
    app.page.locator(".cnn-refusal").click()
    expect(app.page.locator(".cnn-refusal")).to_be_hidden()
    keys.press("x")
    app.page.get_by_role("button", name="step forward").click()
    expect(app.page.locator(".cnn-refusal")).to_be_hidden()
    click(app, "image", 2, 2)
    keys.press("Escape")
    keys.press("Enter")
    keys.type("4")
    keys.press("Escape")
    bare.settle()
    assert app.controls["image"].matrix(7)[2, 2] == -3


def test_a_cell_is_a_step_where_cells_are_chosen_and_can_be_typed_into_all_the_same(bare):
    app = bare.app(explore_backward(choose="input", step=0))
    keys, cell = app.page.keyboard, grid(app, "image").locator(".cnn-cell")
    click(app, "image", 2, 3)
    keys.press("Escape")
    expect_words(app, "Input row 2, column 3 hears of 9 outputs")
    keys.press("ArrowDown")
    expect_words(app, "Input row 3, column 3 hears of 9 outputs")
    app.until(lambda: app.state().step == 24, "Python was not told")
    keys.type("-3")
    keys.press("Enter")
    expect(grid(app, "image")).to_have_attribute("data-now", "row 3, column 3: -3")
    expect(app.page.locator(".cnn-count")).to_have_text("25 of 49")
    assert app.controls["image"].matrix(7)[3, 3] == -3
    before = cell.bounding_box()
    click(app, "image", 0, 0)
    keys.press("Escape")
    expect_words(app, "Input row 0, column 0 hears of 1 output")
    click(app, "image", 3, 3)
    keys.press("Escape")
    app.page.get_by_role("button", name="step forward").click()
    after = cell.bounding_box()
    assert (round(after["x"] - before["x"]), after["y"] - before["y"]) == (round(before["width"]), 0)
    click(app, "errors", 1, 1)  # of the outputs none is chosen now: nothing but its number can change
    keys.press("Escape")
    expect_words(app, "Input row 3, column 4")
    app.turn("choose", "output")
    click(app, "errors", 1, 1)
    keys.press("Escape")
    expect_words(app, "Output row 1, column 1 has the error 2.")
    click(app, "image", 0, 0)
    keys.press("Escape")
    expect_words(app, "Output row 1, column 1 has the error 2.")


def test_a_refusal_goes_with_the_picture_that_it_was_about(bare):
    app = bare.app(explore_convolution())
    grid(app, "image").focus()
    app.page.keyboard.press("x")
    expect(app.page.locator(".cnn-refusal")).to_be_visible()
    app.turn("stride", 2)
    expect(app.page.locator(".cnn-refusal")).to_be_hidden()


def test_a_refusal_is_still_there_for_who_leaves_the_window_and_comes_back(bare):
    app = bare.app(explore_convolution(step=0))
    grid(app, "image").focus()
    app.page.keyboard.type("x")
    expect(app.root.locator(".cnn-refusal")).to_contain_text("“x” cannot stand there")
    grid(app, "image").evaluate("grid => { grid.blur(); grid.focus(); }")
    bare.settle()
    app.page.wait_for_timeout(100)
    expect(app.root.locator(".cnn-refusal")).to_contain_text("“x” cannot stand there")
    app.page.keyboard.press("ArrowRight")
    expect(app.root.locator(".cnn-refusal")).to_be_empty()


def test_a_pixel_is_chosen_and_the_readers_own_picture_is_never_stored(bare, tmp_path):
    explorer = explore_kernels()
    (upload,) = (widget for widget in explorer.shown if widget not in explorer.controls.values())
    app = bare.app(explorer, beside=(upload,))
    click(app, "photo", 30, 20)
    expect_words(app, "Pixel row 30, column 20 is")
    app.page.keyboard.press("ArrowRight")
    expect_words(app, "Pixel row 30, column 21 is")
    app.page.keyboard.press("ArrowUp")
    expect_words(app, "Pixel row 29, column 21 is")
    assert [app.controls[name].value for name in ("row", "step")] == [29, 21]
    Image.new("RGB", (3000, 2000), (200, 100, 50)).save(tmp_path / "mine.png")
    app.page.locator(".cnn-upload input").set_input_files(tmp_path / "mine.png")
    expect(app.page.locator(".cnn-upload")).to_have_text("own picturemine.png")
    assert app.controls["photo"].value == "your picture"
    app.assert_agrees()
    assert sorted(explorer._repr_mimebundle_()) == ["application/vnd.jupyter.widget-view+json", "text/plain"]
    (tmp_path / "not.png").write_text("no picture at all")
    Image.new("RGB", (3, 2)).save(tmp_path / "tiny.png")
    where = app.page.locator(".cnn-picture").bounding_box()
    for name, why in (("not", "is not a picture that this browser can read"), ("tiny", "Nothing has changed.")):
        app.page.locator(".cnn-upload input").set_input_files(tmp_path / f"{name}.png")
        assert_refused(app, why)
        assert app.page.locator(".cnn-picture").bounding_box() == where
        expect(app.page.locator(".cnn-upload")).to_have_text("own picturemine.png")
        app.page.locator(".cnn-refusal").click()
        expect(app.page.locator(".cnn-refusal")).to_be_hidden()
    with app.page.expect_file_chooser():
        app.page.get_by_role("button", name="own picture").press("Enter")


def test_a_prediction_explains_a_known_mistake_and_then_the_answer(bare):
    bare.show(predict_number("How many?", lambda: 2 + 3, because={6: "That is one too many."}, why="Two and three."))
    page = bare.page
    said, field = page.locator(".cnn-said"), page.locator(".cnn-predict input")
    expect(page.get_by_role("button", name="Show the answer")).to_be_hidden()
    assert "5" not in page.locator(".cnn-predict").inner_text()
    field.fill("6")
    page.keyboard.press("Enter")
    expect(said).to_have_text("Not 6. That is one too many.")
    expect(page.get_by_role("button", name="Show the answer")).to_be_visible()
    field.fill("5")
    page.get_by_role("button", name="Check").click()
    expect(said).to_have_text("Right: 5. Two and three.")


def test_the_map_of_sizes_is_worked_by_mouse_and_keys_and_follows_the_sliders(bare):
    app = bare.app(explore_output_size())
    sizes = grid(app, "map")
    expect(sizes).to_have_attribute("data-now", "row 3, column 1")
    sizes.focus()
    app.page.keyboard.press("ArrowRight")
    expect(sizes).to_have_attribute("data-now", "row 3, column 2")
    expect_verdict(app, "(7 + 2*0 - 3)/2 + 1 = 3 windows")
    expect(sizes).to_be_focused()
    click(app, "map", 3, 2)
    expect_verdict(app, "(7 + 2*0 - 4)/3 + 1 = 2 windows")
    app.turn("f", 5)
    expect(sizes).to_have_attribute("data-now", "row 5, column 3")
    app.assert_agrees()


def test_a_cell_of_an_output_map_is_chosen_by_click_and_by_arrow_keys(bare):
    app = bare.app(explore_conv_layer())
    click(app, "map1", 1, 2)
    expect_words(app, "row 1, column 2 of map 2")
    app.page.keyboard.press("ArrowDown")
    expect_words(app, "row 2, column 2 of map 2")


def test_a_weight_is_typed_and_a_pixel_is_chosen(bare):
    app = bare.app(explore_one_by_one())
    keys = app.page.keyboard
    grid(app, "bank").focus()
    keys.press("ArrowDown")
    keys.type("-4")
    keys.press("Enter")
    expect(grid(app, "bank")).to_have_attribute("data-now", re.compile(": -4$"))
    assert app.controls["bank"].value == "your own"
    assert app.controls["bank"].matrix((1, 3)).tolist() == [[3, -4, 1]]
    keys.type("77")
    keys.press("Enter")
    assert_refused(app, "from -9 to 9. Nothing has changed.", "bank")
    click(app, "in2", 30, 20)
    expect_words(app, "Pixel row 30, column 20: red")
    keys.press("ArrowUp")
    expect_words(app, "Pixel row 29, column 20: red")


def test_an_eight_is_drawn_with_the_mouse_and_a_one_with_the_keyboard_alone(bare):
    app = bare.app(explore_lenet())
    page, mouse, keys = app.page, app.page.mouse, app.page.keyboard
    app.button("Clear")
    expect_verdict(app, "An empty page")
    box = grid(app, "digit").bounding_box()
    turn = [k * pi / 8 for k in range(17)]
    points = [(18.5 - 4.5 * cos(t), 14 + 4.5 * sin(t)) for t in turn]
    points += [(9.5 + 4.2 * cos(t), 14 + 3.8 * sin(t)) for t in turn]
    where = [(box["x"] + box["width"] * right / 28, box["y"] + box["height"] * down / 28) for down, right in points]
    mouse.move(*where[0])
    mouse.down()
    for x, y in where:
        mouse.move(x, y)
        page.wait_for_timeout(10)
    mouse.up()
    expect_verdict(app, "Your drawing: read as 8")
    bare.settle()
    before = app.assert_agrees()
    mouse.move(*where[3])  # without a pressed button nothing is drawn
    mouse.move(*where[30])
    page.wait_for_timeout(200)
    bare.settle()
    assert app.state() == before
    app.button("Clear")
    expect_verdict(app, "An empty page")
    grid(app, "digit").focus()
    row, column = (int(n) for n in re.findall(r"\d+", grid(app, "digit").get_attribute("data-now")))
    for key, count in (("ArrowDown", 5 - row), ("ArrowRight", 14 - column)):
        for _ in range(abs(count)):
            keys.press(key if count > 0 else {"ArrowDown": "ArrowUp", "ArrowRight": "ArrowLeft"}[key])
    expect(grid(app, "digit")).to_have_attribute("data-now", "row 5, column 14")
    expect_verdict(app, "An empty page")
    keys.press(" ")
    expect_verdict(app, "Your drawing")
    for _ in range(17):
        keys.press("Shift+ArrowDown")
    expect_verdict(app, "Your drawing: read as 1")
    expect_verdict(app, "Its middle is 0.0 cells below and 0.5 cells right")
    app.assert_agrees()
    assert page.evaluate("document.activeElement.dataset.grid") == "digit"  # the picture was drawn anew under it


@pytest.fixture
def send(bare):
    """Chromium's own protocol, for what Playwright has no words for; touch is on."""
    session = bare.page.context.new_cdp_session(bare.page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
    yield session.send
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    session.detach()


def test_a_pen_and_a_finger_draw_and_the_rubber_takes_ink_away(bare, send):
    app = bare.app(explore_lenet())
    page = app.page
    app.button("Clear")
    expect_verdict(app, "An empty page")
    box = grid(app, "digit").bounding_box()

    def at(down, right):
        return {"x": box["x"] + box["width"] * right / 28, "y": box["y"] + box["height"] * down / 28}

    def pen(points):
        kinds = ["mousePressed", *["mouseMoved"] * (len(points) - 2), "mouseReleased"]
        for kind, point in zip(kinds, points, strict=True):
            how = {"pointerType": "pen", "button": "left", "buttons": 1, "clickCount": 1}
            send("Input.dispatchMouseEvent", {"type": kind, **at(*point), **how})

    def finger(points, second=None):
        for k, point in enumerate(points):
            touches = [{**at(*point), "id": 0}, *([{**at(*second), "id": 1}] if k and second else [])]
            send("Input.dispatchTouchEvent", {"type": "touchMove" if k else "touchStart", "touchPoints": touches})
            if k == 0 and second:
                both = [{**at(*point), "id": 0}, {**at(*second), "id": 1}]
                send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": both})
        send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    column = [(5 + k, 14) for k in range(18)]
    pen(column)
    middle = "Its middle is 0.5 cells above and 0.0 cells right of the page's."
    expect_verdict(app, "Your drawing: read as 1, with probability 1.000. Then ")
    expect_verdict(app, f"Ink is in rows 3 to 23, columns 12 to 15 of the dashed square. {middle}")
    assert page.evaluate("document.documentElement.scrollHeight > innerHeight")
    before = page.evaluate("scrollY")  # the pen may have brought the page into view
    finger(column[:17], second=(26, 26))  # a hand that rests on the page leaves no ink
    page.wait_for_timeout(300)
    bare.settle()
    expect_verdict(app, middle)
    assert page.evaluate("scrollY") == before, "a finger that draws does not scroll"
    app.turn("pen", "rubber")
    finger(column[12:])
    expect_verdict(app, "cells above")
    pen([(3 + k, 14) for k in range(22)])
    expect_verdict(app, "An empty page")
    app.turn("pen", "pen")
    finger([(20, 4 + k) for k in range(21)])
    expect_verdict(app, "Its middle is 6.0 cells below and 0.0 cells right of the page's.")
    app.assert_agrees()


def test_clicks_choose_places_maps_and_values(bare):
    app = bare.app(explore_lenet())
    click(app, "map", 20, 9)
    expect_words(app, "C1, map 0, row 20, column 9")
    click(app, "maps", 0, 5)
    expect_words(app, "C1, map 5, row")
    app.turn("layer", "C5")
    expect_words(app, "C5, value")
    click(app, "values", 2, 3)
    expect_words(app, "C5, value 27")
    app.until(lambda: app.controls["step"].value == 27, "Python was not told")
    app.assert_agrees()


def test_a_layer_in_the_list_is_chosen_by_the_mouse(bare):
    app = bare.app(explore_vgg_columns())
    click(app, "layers", 2, 0)
    expect_words(app, "conv1_2: A has no layer")


def test_a_network_is_written_held_against_a_budget_and_refused(bare):
    app = bare.app(explore_pattern(k=0, width=9, budget=PHONE))
    height = app.root.bounding_box()["height"]
    expect_verdict(app, "5 of 5 met.")
    app.turn("width", 10)
    expect_verdict(app, "MACs 288,417,920, at most 300,000,000: met.")
    app.turn("width", 11)
    expect_verdict(app, "4 of 5 met.")
    app.turn("n", "2 2 3 3 3")
    expect_verdict(app, "Receptive field 212")
    app.turn("m", 6)
    expect_verdict(app, "N has numbers for 5 blocks, and M is 6")
    app.turn("n", "2")
    expect_verdict(app, "pool6 does not fit its input, 7×7×")
    app.assert_agrees()
    assert abs(app.root.bounding_box()["height"] - height) < 1
