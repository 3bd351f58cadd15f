"""A handout, opened from the disk without a connection: its pictures step, and its questions answer."""

import handout as maker
from playwright.sync_api import expect


def test_a_handout_works_from_the_disk_without_a_connection(chromium, tmp_path):
    assert maker.main("01", tmp_path) == 0
    context = chromium.new_context(offline=True)
    page, asked, errors = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    address = (tmp_path / "01_convolution.html").as_uri()
    page.goto(address)
    explorer = page.locator(".cnn-explorer:has(.cnn-bar input)").first
    slider = explorer.locator(".cnn-bar input")
    slider.focus()
    page.keyboard.press("Home")
    before = explorer.locator(".cnn-words").inner_text()
    page.keyboard.press("ArrowRight")
    expect(explorer.locator(".cnn-words")).not_to_have_text(before)
    rung = page.locator(".rung").first  # its lines can be put in order
    rung.locator("summary").click()
    rung.get_by_role("option").first.click()
    expect(rung.get_by_role("status")).to_have_text("Line 1 of 1 in your function.")
    assert rung.get_by_role("listbox").last.evaluate("e => getComputedStyle(e).listStyleType") == "none"
    covered = page.locator(".cnn-cover").count()
    page.get_by_role("button", name="Show what follows the question above").first.click()
    assert page.locator(".cnn-cover").count() < covered
    assert [url for url in asked if not url.startswith("data:")] == [address] and not errors
    context.close()
