"""What a student sees and does in notebook 02, in a real JupyterLab."""

import re

import pytest
from pages import state
from playwright.sync_api import expect

MAKE = "from helpers.explore import explore_convolution, explore_output_size\n"
AXIS = MAKE + "explorer = explore_output_size()\nexplorer"


def test_every_slider_is_named_and_moves_picture_and_verdict_by_keyboard(scratch, lab):
    page, name = scratch(AXIS)
    handles = page.locator(".cnn-explorer .noUi-handle")
    expect(handles.first).to_have_attribute("aria-label", "input N")
    names = handles.evaluate_all("all => all.map((e) => e.getAttribute('aria-label'))")
    assert names == ["input N", "filter F", "stride", "padding", "dilation"]
    for k, control in enumerate(("n", "f", "stride", "padding", "dilation")):
        before = int(state(lab, name, f"explorer.controls['{control}'].value"))
        handles.nth(k).focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".cnn-explorer .widget-readout").nth(k)).to_have_text(str(before + 1))
        expect(page.locator(".cnn-verdict")).to_have_text(state(lab, name, "explorer.verdict"))
        expect(page.locator(".cnn-words")).to_have_text(state(lab, name, "explorer.picture.alts[0]"))
    # N = 8, F = 4, stride 2, padding 1, dilation 2: the filter spans 7 cells of 10.
    expect(page.locator(".cnn-verdict")).to_contain_text("(8 + 2*1 - 7)/2 + 1 = 2.50")


def test_the_rounding_is_chosen_by_keyboard(scratch, lab):
    page, name = scratch(AXIS.replace("()", "(stride=3)"))
    expect(page.locator(".cnn-verdict")).to_contain_text("Refused")
    for rounding, words, steps in (("floor", "rounded down to 2 windows", 2), ("ceil", "rounded up to 3 windows", 3)):
        page.get_by_role("button", name=rounding).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".cnn-verdict")).to_contain_text(words)
        expect(page.locator(".cnn-count")).to_have_text(f"1 of {steps}")
        assert state(lab, name, "explorer.controls['rounding'].value") == rounding


def test_a_fix_is_pressed_by_keyboard_and_nothing_jumps(scratch, lab):
    page, name = scratch(AXIS.replace("()", "(stride=3)"))
    picture = page.locator(".cnn-picture")
    before = picture.bounding_box()
    page.get_by_role("button", name="stride 2").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cnn-verdict")).to_contain_text("It fits: (7 + 2*0 - 3)/2 + 1 = 3 windows")
    expect(page.get_by_role("button", name="stride 2")).to_be_hidden()
    assert state(lab, name, "explorer.controls['stride'].value") == "2"
    assert picture.bounding_box() == before
    expect(page.locator(".cnn-explorer .noUi-handle").nth(2)).to_have_attribute("aria-valuenow", re.compile(r"^2"))


def test_the_map_is_worked_by_mouse_and_keys_and_follows_the_sliders(scratch, lab):
    page, name = scratch(AXIS)
    grid = page.locator('.cnn-grid[data-grid="map"]')
    grid.wait_for()
    expect(grid).to_have_attribute("aria-label", re.compile("At row 3, column 1$"))
    grid.focus()
    page.keyboard.press("ArrowRight")
    expect(grid).to_have_attribute("aria-label", re.compile("At row 3, column 2$"))
    expect(page.locator(".cnn-verdict")).to_contain_text("(7 + 2*0 - 3)/2 + 1 = 3 windows")
    expect(grid).to_be_focused()
    box = grid.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 2.5 / 8, box["y"] + box["height"] * 3.5 / 11)
    expect(page.locator(".cnn-verdict")).to_contain_text("(7 + 2*0 - 4)/3 + 1 = 2 windows")
    assert state(lab, name, "explorer.controls['f'].value, explorer.controls['stride'].value") == "4 3"
    page.locator(".cnn-explorer .noUi-handle").nth(1).focus()
    page.keyboard.press("ArrowRight")
    expect(grid).to_have_attribute("aria-label", re.compile("At row 5, column 3$"))


@pytest.mark.parametrize("control, key", [("stride", "stride"), ("padding", "padding"), ("dilation", "dilation")])
def test_the_controls_of_the_small_convolution_come_one_at_a_time(scratch, lab, control, key):
    page, name = scratch(MAKE + f"explorer = explore_convolution(show=({key!r},))\nexplorer")
    handles = page.locator(".cnn-explorer .noUi-handle")
    expect(handles).to_have_count(1)
    expect(handles.first).to_have_attribute("aria-label", control)
    handles.first.focus()
    page.keyboard.press("ArrowRight")
    windows = {"stride": "3 × 3", "padding": "7 × 7", "dilation": "3 × 3"}[key]
    expect(page.locator(".cnn-verdict")).to_contain_text(f"so the output is {windows}")
    assert state(lab, name, "explorer.verdict") == page.locator(".cnn-verdict").inner_text()


@pytest.mark.parametrize("arguments", ["", "32, 1, padding=5", "32, 11, 8, 4, 2", "4, 5", "7, 3, 3, rounding='ceil'"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_explorer_fits_and_does_not_jump(scratch, theme, arguments):
    page, _ = scratch(AXIS.replace("()", f"({arguments})"), theme=theme)
    explorer = page.locator(".cnn-explorer")
    page.locator(".cnn-verdict").wait_for()
    before = explorer.bounding_box()
    assert before["width"] <= 1000 and before["height"] <= 600
    page.locator(".cnn-bar input").focus()
    page.keyboard.press("End")
    assert explorer.bounding_box()["height"] == before["height"]


def test_single_keys_on_any_control_leave_the_cells_as_they_were(scratch):
    page, _ = scratch(AXIS.replace("()", "(stride=3)"), "2 + 2")
    page.locator(".cnn-verdict").wait_for()
    controls = page.locator(".cnn-explorer :is(input, button, select, .noUi-handle, .cnn-grid):visible")
    assert controls.count() >= 15
    for k in range(controls.count()):
        control = controls.nth(k)
        if control.is_visible() and control.is_enabled():
            control.focus()
            for key in ("d", "d", "x", "a", "b"):
                page.keyboard.press(key)
            assert page.locator(".jp-Notebook .jp-CodeCell").count() == 2, control.evaluate("e => e.outerHTML")
