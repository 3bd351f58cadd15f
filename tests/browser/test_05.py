"""Notebook 05 in a real JupyterLab: its controls move, and a digit is drawn by mouse and by keys."""

from math import cos, pi, sin

from pages import assert_fits, assert_page_says_what_the_kernel_says, state
from playwright.sync_api import expect

LENET = "from helpers.explore import explore_lenet\nexplorer = explore_lenet()\nexplorer"
NETWORK = "from helpers.explore import explore_network\nexplorer = explore_network()\nexplorer"


def grid(page, name):
    return page.locator(f'.cnn-grid[data-grid="{name}"]')


def click(page, name, row, column):
    """Click into the middle of a grid's cell."""
    on = grid(page, name)
    box = on.bounding_box()
    rows, columns = (int(on.get_attribute(f"data-{count}")) for count in ("rows", "columns"))
    x, y = (column + 0.5) * box["width"] / columns, (row + 0.5) * box["height"] / rows
    on.click(position={"x": x, "y": y})


def test_an_eight_is_drawn_with_the_mouse_and_read(scratch, lab):
    page, name = scratch(LENET)
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".cnn-verdict")).to_contain_text("An empty page")
    box = grid(page, "digit").bounding_box()
    turn = [k * pi / 8 for k in range(17)]
    points = [(18.5 - 4.5 * cos(t), 14 + 4.5 * sin(t)) for t in turn]
    points += [(9.5 + 4.2 * cos(t), 14 + 3.8 * sin(t)) for t in turn]
    where = [(box["x"] + box["width"] * right / 28, box["y"] + box["height"] * down / 28) for down, right in points]
    page.mouse.move(*where[0])
    page.mouse.down()
    for x, y in where:
        page.mouse.move(x, y)
        page.wait_for_timeout(10)
    page.mouse.up()
    expect(page.locator(".cnn-verdict")).to_contain_text("Your drawing: read as 8")
    assert_page_says_what_the_kernel_says(page, lab, name)
    before = state(lab, name, "explorer.verdict")
    page.mouse.move(*where[3])  # without a pressed button nothing is drawn
    page.mouse.move(*where[30])
    page.wait_for_timeout(300)
    assert state(lab, name, "explorer.verdict") == before
    assert [error for error in page.errors if "favicon" not in error] == []


def test_a_one_is_drawn_with_the_keyboard_alone(scratch, lab):
    page, name = scratch(LENET)
    page.get_by_role("button", name="Clear").press("Enter")
    expect(page.locator(".cnn-verdict")).to_contain_text("An empty page")
    page.locator('.cnn-grid[data-grid="digit"]').focus()
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    for _ in range(14):
        page.keyboard.press("ArrowRight")
    expect(grid(page, "digit")).to_have_attribute("aria-label", "digit to draw on, 28 by 28 cells. Arrow keys move, "
        "Space makes a dot, Shift and an arrow draw a line. At row 5, column 14")  # fmt: skip
    expect(page.locator(".cnn-verdict")).to_contain_text("An empty page")
    page.keyboard.press(" ")
    expect(page.locator(".cnn-verdict")).to_contain_text("Your drawing")
    for _ in range(17):
        page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(".cnn-verdict")).to_contain_text("Your drawing: read as 1")
    expect(page.locator(".cnn-verdict")).to_contain_text("Its middle is 0.0 cells below and 0.5 cells right")
    assert_page_says_what_the_kernel_says(page, lab, name)
    assert page.evaluate("document.activeElement.dataset.grid") == "digit"  # the picture was drawn anew under it
    assert_fits(page)


def test_every_control_of_lenet_moves_picture_words_and_verdict(scratch, lab):
    page, name = scratch(LENET)
    assert_fits(page)
    for control in ("digit", "map", "row", "down", "right", "turn", "noise"):
        handle = page.locator(f'.noUi-handle[aria-label="{control}"]')
        before = int(state(lab, name, f"explorer.controls['{control}'].value"))
        handle.focus()
        page.keyboard.press("ArrowRight")
        readout = page.locator(".widget-slider").filter(has=handle).locator(".widget-readout")
        expect(readout).to_have_text(str(before + 1))
        assert_page_says_what_the_kernel_says(page, lab, name)
    for layer in ("S2", "C3", "S4", "C5", "F6", "output"):
        page.get_by_label("layer", exact=True).select_option(layer)
        expect(page.locator(".cnn-words")).to_contain_text("score of digit" if layer == "output" else f"{layer}, ")
        assert_page_says_what_the_kernel_says(page, lab, name)
        assert_fits(page)
    page.get_by_role("button", name="rubber").press("Enter")
    assert state(lab, name, "explorer.controls['pen'].value") == "rubber"
    page.get_by_role("button", name="yours").press("Enter")
    expect(page.locator(".cnn-verdict")).to_contain_text("Your drawing: ")


def test_clicks_choose_places_maps_and_values(scratch, lab):
    page, name = scratch(LENET)
    click(page, "map", 20, 9)
    expect(page.locator(".cnn-words")).to_contain_text("C1, map 0, row 20, column 9")
    click(page, "maps", 0, 5)
    expect(page.locator(".cnn-words")).to_contain_text("C1, map 5, row")
    page.get_by_label("layer", exact=True).select_option("C5")
    expect(page.locator(".cnn-words")).to_contain_text("C5, value")
    click(page, "values", 2, 3)
    expect(page.locator(".cnn-words")).to_contain_text("C5, value 27")
    assert_page_says_what_the_kernel_says(page, lab, name)


def test_a_network_is_walked_through_and_exchanged(scratch, lab):
    page, name = scratch(NETWORK)
    page.locator(".cnn-bar input").focus()
    page.keyboard.press("End")
    expect(page.locator(".cnn-words")).to_contain_text("output: ")
    page.get_by_label("network", exact=True).select_option("VGG-D")
    expect(page.locator(".cnn-verdict")).to_contain_text("138,357,544 parameters")
    assert_page_says_what_the_kernel_says(page, lab, name)
    for _ in range(3):
        page.get_by_role("button", name="step forward").click()
    assert_page_says_what_the_kernel_says(page, lab, name)
    assert_fits(page)
