"""Notebook 08 in a real JupyterLab: the pattern's numbers are typed and moved, and held against a budget."""

from pages import assert_fits, assert_page_says_what_the_kernel_says, press_right
from playwright.sync_api import expect

BUDGET = """from helpers.explore import explore_pattern
from helpers.networks import PHONE
explorer = explore_pattern(k=0, width=9, budget=PHONE)
explorer"""


def test_a_network_is_written_held_against_a_budget_and_refused(scratch, lab):
    page, name = scratch(BUDGET)
    expect(page.locator(".cnn-verdict")).to_contain_text("5 of 5 met.")
    assert_fits(page)
    press_right(page, "width", 9)
    expect(page.locator(".cnn-verdict")).to_contain_text("MACs 288,417,920, at most 300,000,000: met.")
    press_right(page, "width", 10)
    expect(page.locator(".cnn-verdict")).to_contain_text("4 of 5 met.")
    assert_page_says_what_the_kernel_says(page, lab, name)
    assert_fits(page)
    field = page.get_by_label("N", exact=True)
    field.fill("2 2 3 3 3")
    field.press("Enter")
    expect(page.locator(".cnn-verdict")).to_contain_text("Receptive field 212")
    press_right(page, "M", 5)
    expect(page.locator(".cnn-verdict")).to_contain_text("N has numbers for 5 blocks, and M is 6")
    assert_page_says_what_the_kernel_says(page, lab, name)
    field.fill("2")
    field.press("Enter")
    expect(page.locator(".cnn-verdict")).to_contain_text("pool6 does not fit its input, 7×7×")
    assert_page_says_what_the_kernel_says(page, lab, name)
    assert_fits(page)
