"""Notebook 06 in a real JupyterLab: a convolution layer with groups, by keyboard."""

from pages import assert_fits, assert_page_says_what_the_kernel_says, press_right
from playwright.sync_api import expect

GROUPS = """from helpers.explore import explore_conv_layer
explorer = explore_conv_layer(k=4, padding=0, groups=2, channels=4)
explorer"""


def test_groups_are_split_and_what_cannot_be_split_is_said(scratch, lab):
    page, name = scratch(GROUPS)
    expect(page.locator(".cnn-words")).to_contain_text("channel 1: -1, channel 2: 3")
    assert_fits(page)
    for _ in range(18):  # to the first window of filter 3, in the second group
        page.get_by_role("button", name="step forward").click()
    expect(page.locator(".cnn-words")).to_contain_text("Filter 3 of 4, window 1 of 9: channel 3: ")
    assert_page_says_what_the_kernel_says(page, lab, name)
    press_right(page, "groups", 2)
    expect(page.locator(".cnn-verdict")).to_contain_text("not into 3 groups")
    assert_page_says_what_the_kernel_says(page, lab, name)
    press_right(page, "groups", 3)
    expect(page.locator(".cnn-verdict")).to_contain_text("a filter sees 1 of the 4 channels")
    assert_page_says_what_the_kernel_says(page, lab, name)
    assert_fits(page)
