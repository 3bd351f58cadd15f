"""Notebook 04 in a real JupyterLab: each of its controls is moved by keyboard."""

import pytest
from pages import assert_page_says_what_the_kernel_says, state
from playwright.sync_api import expect

POOL = "from helpers.explore import explore_pooling\nexplorer = explore_pooling(n=5)\nexplorer"
FIELD = "from helpers.explore import explore_receptive_field\nexplorer = explore_receptive_field()\nexplorer"


def test_every_control_of_pooling_moves_picture_words_and_verdict(scratch, lab):
    page, name = scratch(POOL)
    for control, label in {"n": "input N", "size": "window F", "stride": "stride", "padding": "padding"}.items():
        handle = page.locator(f'.noUi-handle[aria-label="{label}"]')
        before = int(state(lab, name, f"explorer.controls['{control}'].value"))
        handle.focus()
        page.keyboard.press("ArrowRight")
        readout = page.locator(".widget-slider").filter(has=handle).locator(".widget-readout")
        expect(readout).to_have_text(str(before + 1))
        assert_page_says_what_the_kernel_says(page, lab, name)
    page.locator('.noUi-handle[aria-label="shift right"]').focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cnn-verdict")).to_contain_text("Moved right by 1")
    page.get_by_role("button", name="average").press("Enter")
    expect(page.locator(".cnn-words")).to_contain_text(") / 4.")
    assert_page_says_what_the_kernel_says(page, lab, name)
    page.get_by_label("input", exact=True).select_option("counting")
    assert state(lab, name, "explorer.controls['image'].value") == "counting"
    assert_page_says_what_the_kernel_says(page, lab, name)
    box = page.locator(".cnn-explorer").bounding_box()
    assert box["width"] <= 1000 and box["height"] <= 600


@pytest.mark.parametrize("layer", range(1, 6))
def test_every_layer_of_the_receptive_field_is_chosen(scratch, lab, layer):
    page, name = scratch(FIELD)
    page.get_by_label(f"layer {layer}", exact=True).select_option("conv 5")
    expect(page.locator(".cnn-verdict")).not_to_contain_text("One output sees 14 input cells")
    assert state(lab, name, f"explorer.controls['layer{layer}'].value") == "conv 5"
    page.locator(".cnn-bar input").focus()
    page.keyboard.press("End")
    expect(page.locator(".cnn-count")).to_have_text("5 of 5")
    expect(page.locator(".cnn-words")).to_contain_text("Output 4 sees")
    assert_page_says_what_the_kernel_says(page, lab, name)
    box = page.locator(".cnn-explorer").bounding_box()
    assert box["width"] <= 1000 and box["height"] <= 600
