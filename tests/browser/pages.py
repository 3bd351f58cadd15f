"""What the browser tests of several notebooks ask of a page."""

from playwright.sync_api import expect


def state(lab, name, expression):
    """What the kernel prints for an expression."""
    return lab.ask(name, f"print({expression})")


def assert_page_says_what_the_kernel_says(page, lab, name):
    expect(page.locator(".cnn-verdict")).to_have_text(state(lab, name, "explorer.verdict"))
    words = state(lab, name, "explorer.picture.alts[explorer.controls['step'].value]")
    expect(page.locator(".cnn-words")).to_have_text(words)


def assert_fits(page):
    """The whole explorer, with its controls, is at most 1000 x 600 px."""
    box = page.locator(".cnn-explorer").bounding_box()
    assert box["width"] <= 1000 and box["height"] <= 600, box


def press_right(page, label, before):
    """Move the slider of this name by one with the keyboard, and see its number change."""
    handle = page.locator(f'.noUi-handle[aria-label="{label}"]')
    handle.focus()
    page.keyboard.press("ArrowRight")
    readout = page.locator(".widget-slider").filter(has=handle).locator(".widget-readout")
    expect(readout).to_have_text(str(before + 1))
