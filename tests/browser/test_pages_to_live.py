"""From a page into the live course: the link has the numbers that show, and what the page does not have is a link."""

from playwright.sync_api import expect
from test_pages_states import START, assert_shows, convolution, served, turn  # noqa: F401 (a fixture)

from helpers.explore import explore_conv_layer, explore_output_size

LINK = ".cnn-live a"


def test_the_link_has_the_numbers_of_the_controls_and_the_step(served):  # noqa: F811
    page = served(convolution(**START))
    link = page.locator(LINK)
    course = f"{page.url.rsplit('/', 1)[0]}/live.html#picture-1"
    expect(link).to_have_attribute("href", f"{course}?stride=1&padding=1&flip=False&image=edge&step=3")
    turn(page, "stride", "ArrowRight")
    page.locator(".cnn-bar button").nth(1).click()
    page.get_by_label("input", exact=True).select_option("corner")
    expect(link).to_have_attribute("href", f"{course}?stride=2&padding=1&flip=False&image=corner&step=4")
    page.evaluate("location.hash = '#picture-1?padding=2&step=0&show=stride'")
    expect(link).to_have_attribute("href", f"{course}?stride=1&padding=2&flip=False&image=edge&step=0&show=stride")


def test_what_the_page_does_not_have_is_a_link_without_the_step_of_another_state(served):  # noqa: F811
    page = served(explore_conv_layer(step=7), "#picture-1?k=3&stride=2&padding=0")
    link = page.locator(".cnn-refusal a")
    expect(link).to_have_text("live in the course")
    address = link.get_attribute("href")
    assert page.locator(LINK).get_attribute("href") == address
    assert "#picture-1?k=3&f=3&stride=2&padding=0&" in address and "step=" not in address
    link.focus()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/live.html#picture-1?k=3&f=3&stride=2&padding=0&**")
    page.missing.clear()  # there is no live course here
    page.errors.clear()


def test_a_cell_of_the_table_and_a_button_of_what_would_fit_act(served):  # noqa: F811
    names = ("n", "f", "stride", "rounding")
    page = served(explore_output_size(stride=3, show=names))
    page.get_by_role("button", name="stride 2", exact=True).press("Enter")
    assert_shows(page, explore_output_size(stride=2, step=1))
    expect(page.locator(".cnn-hints button")).to_have_count(0)
    expect(page.get_by_label("stride", exact=True)).to_be_focused()
    table = page.locator(".cnn-grid[data-grid=map]")
    table.press("ArrowDown")
    assert_shows(page, explore_output_size(f=4, stride=2, step=1))
    words = [text for text, _ in explore_output_size(f=4, stride=2, show=names).hints()]
    expect(page.locator(".cnn-hints button")).to_have_text(words)
