"""Notebook 03 in a real JupyterLab: each of its controls is moved by keyboard."""

import pytest
from pages import assert_page_says_what_the_kernel_says, state
from playwright.sync_api import expect

LAYER = "from helpers.explore import explore_conv_layer\nexplorer = explore_conv_layer()\nexplorer"
MIX = "from helpers.explore import explore_one_by_one\nexplorer = explore_one_by_one()\nexplorer"


@pytest.mark.parametrize(
    "cell, names",
    [
        (LAYER, {"k": "filters K", "f": "filter F", "stride": "stride", "padding": "padding"}),
        (MIX, {"channels": "maps C", "k": "filters K", "row": "pixel row"}),
    ],
    ids=["conv_layer", "one_by_one"],
)
def test_every_slider_moves_picture_words_and_verdict(scratch, lab, cell, names):
    page, name = scratch(cell)
    box = page.locator(".cnn-explorer").bounding_box()
    assert box["width"] <= 1000 and box["height"] <= 600
    for control, label in names.items():
        handle = page.locator(f'.noUi-handle[aria-label="{label}"]')
        before = int(state(lab, name, f"explorer.controls['{control}'].value"))
        handle.focus()
        page.keyboard.press("ArrowRight")
        readout = page.locator(".widget-slider").filter(has=handle).locator(".widget-readout")
        expect(readout).to_have_text(str(before + 1))
        assert state(lab, name, f"explorer.controls['{control}'].value") == str(before + 1)
        assert_page_says_what_the_kernel_says(page, lab, name)
    assert page.locator(".cnn-explorer").bounding_box()["height"] <= 600


def test_the_step_goes_from_one_filter_to_the_next(scratch):
    page, _ = scratch(LAYER)
    slider, picture = page.locator(".cnn-bar input"), page.locator(".cnn-picture")
    shown = picture.locator('[data-from="0"][data-to="24"]')
    expect(shown).to_contain_text("filter 1 of 2")
    slider.focus()
    for _ in range(25):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".cnn-count")).to_have_text("26 of 50")
    expect(shown).to_be_hidden()
    expect(picture.locator('[data-from="25"][data-to="49"]')).to_be_visible()
    expect(page.locator(".cnn-words")).to_contain_text("Filter 2 of 2, window 1 of 25")


def test_the_switches_work_by_keyboard(scratch, lab):
    page, name = scratch(LAYER)
    for label, control, value in (("each channel alone", "summed", "False"), ("ReLU", "relu", "True")):
        page.get_by_role("button", name=label, exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".cnn-verdict")).to_contain_text("ReLU comes after" if value == "True" else "6 in all")
        assert state(lab, name, f"explorer.controls['{control}'].value") == value
    assert_page_says_what_the_kernel_says(page, lab, name)


def test_a_cell_of_an_output_map_is_chosen_by_click_and_by_arrow_keys(scratch):
    page, _ = scratch(LAYER)
    grid = page.locator('.cnn-grid[data-grid="map1"]')
    box = grid.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 2.5 / 5, box["y"] + box["height"] * 1.5 / 5)
    expect(page.locator(".cnn-words")).to_contain_text("row 1, column 2 of map 2")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".cnn-words")).to_contain_text("row 2, column 2 of map 2")


def test_a_weight_is_typed_and_a_pixel_is_chosen(scratch, lab):
    page, name = scratch(MIX)
    grid = page.locator('.cnn-grid[data-grid="bank"]')
    grid.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("-4")
    page.keyboard.press("Enter")
    expect(page.locator(".cnn-explorer select").nth(1)).to_have_value("your own")
    assert state(lab, name, "explorer.controls['bank'].matrix((1, 3)).tolist()") == "[[3, -4, 1]]"
    page.keyboard.type("77")
    page.keyboard.press("Enter")
    expect(page.locator(".cnn-verdict")).to_contain_text("from -9 to 9. Nothing has changed.")
    box = page.locator('.cnn-grid[data-grid="in2"]').bounding_box()
    page.mouse.click(box["x"] + box["width"] * 20.5 / 112, box["y"] + box["height"] * 30.5 / 112)
    expect(page.locator(".cnn-words")).to_contain_text("Pixel row 30, column 20: red")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".cnn-words")).to_contain_text("Pixel row 29, column 20: red")


def test_photograph_and_bank_are_chosen_from_lists_by_keyboard(scratch, lab):
    page, name = scratch(MIX)
    for k, (control, value) in enumerate((("photo", "astronaut"), ("bank", "red only"))):
        page.locator(".cnn-explorer select").nth(k).focus()
        page.keyboard.press("ArrowDown")
        expect(page.locator(".cnn-explorer select").nth(k)).to_have_value(value)
        assert state(lab, name, f"explorer.controls['{control}'].value") == value
        assert_page_says_what_the_kernel_says(page, lab, name)
