"""The hand on the picture: a pointer that rests, what is dragged, by mouse, finger and keys; and what flashes."""

from itertools import pairwise

import pytest
from announced import heard, listen_now
from app import Shown
from bare import Bare
from playwright.sync_api import expect
from test_hands import click, expect_words, grid

from helpers.explore import (
    explore_backward,
    explore_conv_layer,
    explore_convolution,
    explore_kernels,
    explore_network,
    explore_overview,
    explore_pooling,
    explore_receptive_field,
)

RESTED = 400  # ms: more than a pointer rests before what a cell meets is marked


def middle(app, name, row, column):
    """The middle of a grid's cell, in px of the screen."""
    on = grid(app, name)
    box = on.bounding_box()
    rows, columns = (int(on.get_attribute(f"data-{count}")) for count in ("rows", "columns"))
    return box["x"] + (column + 0.5) * box["width"] / columns, box["y"] + (row + 0.5) * box["height"] / rows


def hover(app, name, row, column):
    x, y = middle(app, name, row, column)
    app.page.mouse.move(x - 1, y)
    app.page.mouse.move(x, y)


def marked(app, name, what):
    """(row, column, rows, columns) of what is marked in a grid."""
    return grid(app, name).evaluate(
        """(e, what) => [...e.querySelectorAll(`.cnn-met-${what}`)].map(({style}) => {
          const [rows, columns] = [Number(e.dataset.rows) / 100, Number(e.dataset.columns) / 100];
          return [[style.top, rows], [style.left, columns], [style.height, rows], [style.width, columns]]
            .map(([at, cells]) => Math.round(parseFloat(at) * cells));
        })""",
        what,
    )


def count(app):
    return app.page.locator(".cnn-count").inner_text()


def drag(app, start, *stops):
    mouse = app.page.mouse
    mouse.move(*start)
    mouse.down()
    for stop in stops:
        mouse.move(*stop, steps=4)


def in_window(app, name="image"):
    """The middle of the window's handle."""
    box = grid(app, name).locator(".cnn-handle").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


# --- a pointer that only points


def test_an_output_cell_shows_its_window_while_the_pointer_is_on_it_and_nobody_is_told(bare):
    app = bare.app(explore_convolution(step=11))
    app.page.get_by_role("button", name="step forward").click()  # from now on it speaks
    app.page.wait_for_timeout(900)
    listen_now(app.page)
    hover(app, "output", 3, 4)
    expect_words(app, "Window 20 of 25: output row 3, column 4")
    assert count(app) == "20 of 25"
    hover(app, "output", 0, 1)
    assert count(app) == "2 of 25"
    app.page.mouse.move(5, 5)
    expect_words(app, "Window 13 of 25")
    app.page.wait_for_timeout(900)
    bare.settle()
    assert app.controls["step"].value == 12 and not heard(app.page)
    app.assert_agrees()


def test_a_click_on_an_output_cell_stays(bare):
    app = bare.app(explore_convolution(step=12))
    click(app, "output", 1, 1)
    app.page.mouse.move(5, 5)
    expect_words(app, "Window 7 of 25")
    app.until(lambda: app.controls["step"].value == 6, "Python was not told")
    app.page.keyboard.press("ArrowDown")
    expect_words(app, "Window 12 of 25: output row 2, column 1")


def test_the_step_slider_goes_on_from_its_own_step_under_a_pointer_that_rests(bare):
    app = bare.app(explore_convolution(step=12))
    hover(app, "output", 0, 0)
    app.page.locator(".cnn-bar input").focus()
    app.page.keyboard.press("End")
    expect_words(app, "Window 25 of 25")
    assert not marked(app, "image", "windows")


def test_a_film_is_not_stopped_by_a_pointer_that_passes(bare):
    app = bare.app(explore_convolution(step=0))
    app.root.get_by_label("speed").select_option("slow")
    app.page.get_by_role("button", name="play").click()
    hover(app, "output", 4, 4)
    app.page.wait_for_timeout(150)
    assert count(app) == "1 of 25"
    app.page.get_by_role("button", name="pause").click()


def test_a_pointer_that_rests_on_an_input_cell_outlines_the_windows_that_read_it(bare):
    app = bare.app(explore_convolution(step=12, padding=1))
    listen_now(app.page)
    hover(app, "image", 0, 3)
    assert not marked(app, "image", "windows"), "at once"
    app.page.wait_for_timeout(RESTED)
    assert sorted(marked(app, "image", "windows")) == [[row, column, 3, 3] for row in (-1, 0) for column in (1, 2, 3)]
    assert marked(app, "output", "cells") == [[0, 2, 2, 3]]
    expect_words(app, "Input, row 0, column 3: 6 windows read it.")
    hover(app, "image", 6, 6)  # once they are there, they follow
    assert len(marked(app, "image", "windows")) == 4
    app.page.keyboard.press("Escape")
    app.page.mouse.move(5, 5)
    assert not marked(app, "image", "windows")
    expect_words(app, "Window 13 of 49")
    app.page.wait_for_timeout(900)
    assert not heard(app.page), "a pointer is not read aloud"


def test_escape_takes_away_what_a_pointer_shows(bare):
    app = bare.app(explore_convolution(step=12))
    grid(app, "image").focus()
    hover(app, "image", 3, 3)
    app.page.wait_for_timeout(RESTED)
    assert marked(app, "image", "windows")
    app.page.keyboard.press("Escape")
    assert not marked(app, "image", "windows")
    expect_words(app, "Window 13 of 25")


def test_a_weight_marks_the_cells_that_it_meets(bare):
    app = bare.app(explore_convolution(stride=2))
    hover(app, "kernel", 0, 2)
    app.page.wait_for_timeout(RESTED)
    assert sorted(marked(app, "image", "cells")) == [[row, column, 1, 1] for row in (0, 2, 4) for column in (2, 4, 6)]
    assert marked(app, "products", "cells") == [[0, 2, 1, 1]]
    expect_words(app, "Filter, row 0, column 2: it meets 9 cells, one in each window.")


def test_the_keys_mark_what_a_pointer_does_and_say_how_many_once(bare):
    app = bare.app(explore_convolution(step=0))
    listen_now(app.page)
    grid(app, "image").focus()
    app.page.keyboard.press("ArrowDown")
    assert len(marked(app, "image", "windows")) == 2
    expect_words(app, "Input, row 1, column 0: 2 windows read it.")
    app.page.wait_for_timeout(900)
    assert heard(app.page)[1:] == ["row 1, column 0: 0; 2 windows read it"]
    app.page.keyboard.press("Tab")
    assert not marked(app, "image", "windows") and marked(app, "image", "cells"), "the weight has the focus now"


def test_a_cell_of_a_pool_says_what_it_wins(bare):
    app = bare.app(explore_pooling(stride=1))
    hover(app, "image", 1, 1)
    app.page.wait_for_timeout(RESTED)
    expect_words(app, "4 windows read it; it wins 2 of them.")
    assert len(marked(app, "output", "pairs")) == 2 and len(marked(app, "image", "windows")) == 4


def test_a_cell_of_any_layer_lights_what_it_sees(bare):
    app = bare.app(explore_receptive_field())
    names = app.explorer.picture.trace.names
    hover(app, "layer1", 0, 2)
    app.page.wait_for_timeout(RESTED)
    ((_, first, _, size),) = marked(app, "layer0", "cells")
    size_of, stride = app.explorer.picture.trace.layers[0]
    assert (first, size) == (2 * stride, size_of)
    expect_words(app, f"Layer 1, cell 2: it sees {size_of} cells of the input.")
    hover(app, f"layer{len(names)}", 0, 0)
    expect_words(app, "Output 0 sees")


def test_channels_are_twins_for_pointers_only(bare):
    app = bare.app(explore_conv_layer(padding=0))
    hover(app, "in2", 1, 1)
    app.page.wait_for_timeout(RESTED)
    assert len(marked(app, "in2", "windows")) == 4 and not marked(app, "in0", "windows")
    twins = app.page.locator(".cnn-grid[data-twin]")
    assert twins.count() and set(twins.evaluate_all("all => all.map((e) => `${e.tabIndex} ${e.ariaHidden}`)")) == {
        "-1 true"
    }
    expect_words(app, "Input, blue, row 1, column 1: 4 windows read it.")
    hover(app, "products1", 1, 1)
    assert marked(app, "in1", "cells") and not marked(app, "in0", "cells")
    expect_words(app, "Weights, green, row 1, column 1: it meets 9 cells, one in each window.")
    hover(app, "map1", 0, 1)
    expect_words(app, "Filter 2 of 2, window 2 of")


def test_a_layer_of_a_network_shows_under_the_pointer(bare):
    app = bare.app(explore_network(step=0))
    hover(app, "layers", 0, 2)
    assert count(app).startswith("3 of")


# --- dragging


@pytest.mark.parametrize("make", [explore_convolution, explore_pooling, explore_backward])
def test_the_window_follows_the_mouse_from_place_to_place(bare, make):
    app = bare.app(make(step=0, stride=1))
    last = len(app.explorer.picture.alts)
    side = round(last**0.5)
    x, y = in_window(app)
    cell = grid(app, "image").bounding_box()["width"] / int(grid(app, "image").get_attribute("data-columns"))
    drag(app, (x, y), (x + 1.2 * cell, y), (x + 1.2 * cell, y + 0.8 * cell))
    assert count(app) == f"{side + 2} of {last}"
    app.page.mouse.move(x + 500, y + 400)
    assert count(app) == f"{last} of {last}"
    app.page.mouse.up()
    app.until(lambda: app.controls["step"].value == last - 1, "Python was not told")
    assert not app.page.locator(".cnn-cell input").count(), "a drag is no click"
    app.assert_agrees()
    ring = "e => getComputedStyle(e).outlineStyle"
    cell = grid(app, "image").locator(".cnn-cell")
    assert cell.evaluate(ring) == "none", "nobody has chosen a cell"
    app.page.keyboard.press("Tab")
    app.page.keyboard.press("Shift+Tab")
    assert cell.evaluate(ring) == "solid"


def test_escape_takes_a_dragged_window_back(bare):
    app = bare.app(explore_convolution(step=12))
    x, y = in_window(app)
    drag(app, (x, y), (x + 100, y + 60))
    assert count(app) != "13 of 25"
    app.page.keyboard.press("Escape")
    assert count(app) == "13 of 25"
    app.page.mouse.move(x + 50, y)
    assert count(app) == "13 of 25"
    app.page.mouse.up()


def test_escape_takes_back_a_window_that_is_dragged_on_another_channel_where_nothing_has_the_focus(bare):
    app = bare.app(explore_conv_layer(padding=0, step=0))
    x, y = in_window(app, "in1")
    drag(app, (x, y), (x + 400, y))
    assert count(app) == "3 of 18"
    app.page.keyboard.press("Escape")
    assert count(app) == "1 of 18"
    app.page.mouse.move(x + 400, y)
    assert count(app) == "1 of 18"
    app.page.mouse.up()


def test_in_what_was_unfolded_escape_ends_a_drag_before_it_folds(bare):
    app = bare.app(explore_overview(layer="C1"))
    before = count(app)
    x, y = in_window(app, "map")
    drag(app, (x, y), (x + 60, y))
    assert count(app) != before
    app.page.keyboard.press("Escape")
    assert count(app) == before
    app.page.mouse.up()
    app.page.keyboard.press("Escape")
    expect_words(app, "The input: 32")
    assert app.controls["layer"].value == "whole"


def test_a_hand_lets_go_of_what_another_picture_does_not_have(bare):
    app = bare.app(explore_overview(layer="C1"))
    x, y = in_window(app, "map")
    drag(app, (x, y), (x + 60, y))
    app.set(layer="whole", map=0, row=0, step=2)
    app.page.mouse.move(x, y + 200, steps=4)
    bare.settle()
    assert (app.controls["row"].value, count(app)) == (0, "3 of 8")
    app.page.mouse.up()


def test_a_press_on_the_window_without_a_move_chooses_the_cell_below(bare):
    app = bare.app(explore_convolution(step=12))
    x, y = in_window(app)
    app.page.mouse.move(x, y)
    app.page.mouse.down()
    app.page.mouse.move(x + 3, y)
    app.page.mouse.up()
    field = app.page.locator(".cnn-cell input")
    expect(field).to_be_focused()
    assert field.get_attribute("aria-label") == "input, row 3, column 3" and count(app) == "13 of 25"


def test_a_layers_window_stays_with_its_filter(bare):
    app = bare.app(explore_conv_layer(k=2, padding=0))
    each = len(app.explorer.picture.alts) // 2
    app.set(step=each)
    x, y = in_window(app, "in1")
    drag(app, (x, y), (x + 400, y))
    app.page.mouse.up()
    assert count(app) == f"{each + 3} of {2 * each}"


def test_a_pointer_on_its_way_over_a_photograph_does_not_move_its_frame(bare):
    app = bare.app(explore_kernels(row=50, step=50))
    hover(app, "photo", 50, 20)  # in the one row whose pixels are steps
    app.page.wait_for_timeout(RESTED)
    assert count(app) == "51 of 112"
    x, y = middle(app, "photo", 50, 20)
    app.page.mouse.click(x, y)
    assert count(app) == "21 of 112"


def test_the_frame_of_a_photograph_goes_to_other_rows_too(bare):
    app = bare.app(explore_kernels(row=50, step=50))
    x, y = in_window(app, "photo")
    cell = grid(app, "photo").bounding_box()["width"] / int(grid(app, "photo").get_attribute("data-columns"))
    drag(app, (x, y), (x + 10 * cell, y))
    assert count(app).startswith("61 of")
    app.page.mouse.move(x + 10 * cell, y + 5 * cell, steps=5)
    app.page.mouse.up()
    app.until(lambda: app.controls["row"].value == 55, "Python was not told of the row")
    assert app.controls["step"].value == 60


def test_a_weight_is_dragged_up_and_down_and_escape_takes_it_back(bare):
    app = bare.app(explore_convolution())
    kernel = app.controls["kernel"]
    x, y = middle(app, "kernel", 1, 1)
    drag(app, (x, y), (x, y - 25))
    cell = grid(app, "kernel").locator(".cnn-cell")
    expect(cell).to_have_attribute("data-pulled", "3")
    app.until(lambda: kernel.matrix(3)[1, 1] == 3, "Python was not told")
    app.page.mouse.move(x, y + 400)
    app.until(lambda: kernel.matrix(3)[1, 1] == -9, "it goes no further than what may be typed")
    app.page.keyboard.press("Escape")
    app.until(lambda: kernel.matrix(3)[1, 1] == 0, "Escape did not take it back")
    app.page.mouse.up()
    bare.settle()
    assert cell.get_attribute("data-pulled") is None and not app.page.locator(".cnn-cell input").count()
    app.assert_agrees()


def test_a_weight_that_is_no_whole_number_is_dragged_to_whole_ones(bare):
    app = bare.app(explore_convolution(kernel=[[0.4, 0, 0], [0, 0, 0], [0, 0, 0]]))
    x, y = middle(app, "kernel", 0, 0)
    drag(app, (x, y), (x, y - 25))
    app.page.mouse.up()
    app.until(lambda: app.controls["kernel"].matrix(3)[0, 0] == 3, "what was dragged is refused")
    expect(app.page.locator(".cnn-refusal")).to_be_empty()


def test_of_the_numbers_on_their_way_only_the_newest_waits(bare):
    app = bare.app(explore_convolution())
    bare.pause()
    x, y = middle(app, "kernel", 0, 0)
    drag(app, (x, y), *[(x, y - 8.5 * k) for k in range(1, 6)])
    expect(grid(app, "kernel").locator(".cnn-cell")).to_have_attribute("data-pulled", "4")
    before = app.controls["kernel"].turns
    app.page.mouse.up()
    bare.go_on()
    app.until(lambda: app.controls["kernel"].matrix(3)[0, 0] == 4, "the last one was lost")
    bare.settle()
    assert app.controls["kernel"].turns - before <= 2
    app.assert_agrees()


# --- a finger


@pytest.fixture
def phone(chromium):
    page = chromium.new_page(viewport={"width": 1000, "height": 700}, has_touch=True)
    page.set_default_timeout(20_000)
    yield Bare(page)
    page.close()


class Finger:
    def __init__(self, page):
        self.cdp = page.context.new_cdp_session(page)

    def touch(self, kind, *points):
        told = [{"x": x, "y": y} for x, y in points]
        self.cdp.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": told})

    def swipe(self, start, by, steps=10):
        self.touch("Start", start)
        for k in range(1, steps + 1):
            self.touch("Move", tuple(at + way * k / steps for at, way in zip(start, by, strict=True)))
        self.touch("End")


def test_a_finger_drags_the_window_and_scrolls_the_page_elsewhere(phone):
    app, finger = phone.app(explore_convolution(step=0)), Finger(phone.page)
    x, y = in_window(app)
    finger.swipe((x, y), (0, 95))
    assert count(app) == "11 of 25"
    assert phone.page.evaluate("scrollY") == 0
    finger.swipe(middle(app, "image", 0, 6), (0, -200))
    assert phone.page.evaluate("scrollY") > 50 and count(app) == "11 of 25"


def test_a_finger_pulls_a_weight_and_one_that_stays_marks_what_a_cell_meets(phone):
    app, finger = phone.app(explore_convolution()), Finger(phone.page)
    finger.swipe(middle(app, "kernel", 1, 1), (0, -30))
    app.until(lambda: app.controls["kernel"].matrix(3)[1, 1] == 3, "Python was not told")
    finger.touch("Start", middle(app, "image", 0, 0))
    phone.page.wait_for_timeout(600)
    assert len(marked(app, "image", "windows")) == 1
    finger.touch("End")
    phone.page.wait_for_timeout(100)
    assert not app.page.locator(".cnn-cell input").count(), "who asked what a cell meets does not type"
    finger.touch("Start", middle(app, "image", 0, 0))
    finger.touch("End")
    expect(app.page.locator(".cnn-cell input")).to_be_focused()


def test_a_finger_chooses_the_cell_under_it_where_the_grid_is_half_out_of_sight(phone):
    phone.page.set_viewport_size({"width": 390, "height": 844})
    app, finger = phone.app(explore_convolution(step=12)), Finger(phone.page)
    app.until(lambda: phone.page.locator(".cnn-narrow").count(), "the panels never stood below each other")
    at = middle(app, "output", 0, 1)
    assert at[1] < 844 < middle(app, "output", 4, 1)[1]
    finger.touch("Start", at)
    finger.touch("End")
    expect_words(app, "Window 2 of 25")


# --- a page without Python


def test_a_page_marks_and_drags_and_says_that_a_number_needs_python(bare):
    page = bare.page
    page.set_content(f'<body style="min-height: 2000px">{explore_convolution(step=0).to_html(live="live")}</body>')
    app = Shown(page.locator(".cnn-page"), 10)
    hover(app, "output", 1, 0)
    expect_words(app, "Window 6 of 25")
    hover(app, "image", 6, 6)
    page.wait_for_timeout(RESTED)
    expect_words(app, "Input, row 6, column 6: 1 window reads it.")
    x, y = in_window(app)
    drag(app, (x, y), (x + 48, y))
    page.mouse.up()
    assert count(app) == "2 of 25"
    refusal = page.locator(".cnn-refusal")
    x, y = middle(app, "kernel", 0, 0)
    for act in ("drag", "type"):
        if act == "drag":
            drag(app, (x, y), (x, y - 20))
            page.mouse.up()
        else:
            page.keyboard.press("5")
        expect(refusal).to_have_text(
            "Python would draw what another number makes: “Change these numbers live in the course”, below."
        )
        refusal.click()
        expect(refusal).to_be_empty()
    assert not page.locator(".cnn-cell input").count()


# --- what a change has changed


def flashed(app):
    """[(row, column) of the output] of every flash since ``watch``."""
    return app.page.evaluate("window.flashed")


WATCH = """() => { window.flashed = []; new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) if (node.className === "cnn-flash") {
    const { rows, columns } = node.parentElement.dataset, at = [[node.style.top, rows], [node.style.left, columns]];
    window.flashed.push(at.map(([part, cells]) => Math.round(parseFloat(part) * cells / 100)));
  }
}).observe(document.querySelector(".cnn-stage"), { childList: true, subtree: true }); }"""


def test_the_outputs_that_a_typed_number_changes_flash_once(bare):
    app = bare.app(explore_convolution(step=24))
    before = app.explorer.picture.trace.outputs
    app.page.evaluate(WATCH)
    click(app, "image", 6, 0)
    app.page.keyboard.type("5")
    app.page.keyboard.press("Enter")
    app.until(lambda: flashed(app), "nothing flashed")
    bare.settle()
    after = app.explorer.picture.trace.outputs
    assert sorted(map(tuple, flashed(app))) == [
        tuple(map(int, cell)) for cell in zip(*(before != after).nonzero(), strict=True)
    ]
    app.page.wait_for_timeout(600)
    assert not app.page.locator(".cnn-flash").count()
    app.turn("stride", 2)
    bare.settle()
    app.turn("stride", 1)
    bare.settle()
    assert len(flashed(app)) == (before != after).sum(), "a slider changes all of it"


@pytest.mark.parametrize("moved", ["errors", "image", "kernel"])
def test_on_the_way_back_a_dragged_number_flashes_all_that_it_changes_but_not_itself(bare, moved):
    app = bare.app(explore_backward(step=0, stride=1))
    before, (row, column) = app.explorer.picture.trace, (4, 4) if moved == "image" else (1, 1)  # not in the window
    app.page.evaluate(WATCH.replace("push(at", "push([node.parentElement.name, ...at").replace("100)));", "100))]);"))
    x, y = middle(app, moved, row, column)
    drag(app, (x, y), (x, y + 20))
    app.page.mouse.up()
    app.until(lambda: flashed(app), "nothing flashed")
    bare.settle()
    after = app.explorer.picture.trace
    told = {"errors": ["outputs", "errors"], "image": ["image", "of_input"], "kernel": ["weights", "of_weights"]}
    expected = {
        (grid, *map(int, cell))
        for grid, names in told.items()
        for name in names
        for cell in zip(*(getattr(before, name) != getattr(after, name)).nonzero(), strict=True)
    }
    assert sorted(map(tuple, flashed(app))) == sorted(expected - {(moved, row, column)})
    assert len({grid for grid, *_ in flashed(app)}) >= 2


def test_a_number_that_nothing_written_so_far_reads_shows_which_windows_will(bare):
    app = bare.app(explore_convolution(step=0))
    app.page.evaluate(WATCH)
    x, y = middle(app, "image", 3, 6)
    drag(app, (x, y), (x, y + 20))
    app.until(lambda: app.controls["image"].matrix(7)[3, 6] == 7, "Python was not told")
    bare.settle()
    assert sorted(marked(app, "image", "windows")) == [[row, 4, 3, 3] for row in (1, 2, 3)] and not flashed(app)
    expect_words(app, "Input, row 3, column 6: 3 windows read it.")
    app.page.mouse.up()
    app.page.mouse.move(5, 5)
    assert not marked(app, "image", "windows")
    expect_words(app, "Window 1 of 25")


def test_a_hand_that_drags_a_number_makes_no_more_than_two_flashes_in_a_second(bare):
    app = bare.app(explore_convolution(step=24))
    app.page.evaluate(
        WATCH.replace("at.map(([part, cells]) => Math.round(parseFloat(part) * cells / 100))", "performance.now()")
    )
    x, y = middle(app, "kernel", 1, 1)
    drag(app, (x, y), *[(x, y - 8.5 * k) for k in range(1, 3)])
    for k in (*range(3, 9), *range(8, -9, -1)):
        app.page.mouse.move(x, y - 8.5 * k)
        bare.settle()
    app.page.mouse.up()
    times = flashed(app)
    apart = [later - before for before, later in pairwise(times) if later - before > 20]  # many cells flash at once
    assert len(times) > 9 and apart and min(apart) >= 480


def test_where_motion_is_reduced_a_flash_does_not_fade(bare):
    bare.page.emulate_media(reduced_motion="reduce")
    app = bare.app(explore_convolution(step=24))
    app.page.evaluate("document.querySelector('.cnn-grid').innerHTML += '<div class=\"cnn-flash\"></div>'")
    style = app.page.locator(".cnn-flash").evaluate(
        "e => [getComputedStyle(e).animationName, getComputedStyle(e).outlineStyle]"
    )
    bare.page.emulate_media(reduced_motion="no-preference")
    assert style == ["none", "solid"]


def test_what_a_page_refuses_goes_by_escape_and_by_a_press_anywhere_else_in_the_explorer(bare):
    page = bare.page
    page.set_content(f"<body>{explore_convolution(step=0).to_html(live='live')}<p>The next paragraph.</p></body>")
    app, refusal = Shown(page.locator(".cnn-page"), 10), page.locator(".cnn-refusal")
    x, y = middle(app, "kernel", 0, 0)

    def refused():
        drag(app, (x, y), (x, y - 20))
        page.mouse.up()
        expect(refusal).to_contain_text("Python would draw")

    refused()
    page.keyboard.press("Escape")
    expect(refusal).to_be_empty()
    assert page.evaluate("document.activeElement.classList.contains('cnn-grid')")
    refused()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    expect(refusal).to_be_empty()
    refused()
    page.get_by_text("The next paragraph.").click()
    expect(refusal).to_contain_text("Python would draw")
    page.locator(".cnn-words").click()
    expect(refusal).to_be_empty()
    refused()
    page.get_by_role("button", name="step forward").click()
    expect(refusal).to_be_empty()
    assert count(app) == "2 of 25"
