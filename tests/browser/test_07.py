"""Notebook 07 in a real JupyterLab: it runs whole, and two columns of VGG are chosen and stepped by keyboard."""

from playwright.sync_api import expect

COLUMNS = "from helpers.explore import explore_vgg_columns\nexplorer = explore_vgg_columns()\nexplorer"


def state(lab, name, expression):
    return lab.ask(name, f"print({expression})")


def assert_page_says_what_the_kernel_says(page, lab, name):
    expect(page.locator(".cnn-verdict")).to_have_text(state(lab, name, "explorer.verdict"))
    words = state(lab, name, "explorer.picture.alts[explorer.controls['step'].value]")
    expect(page.locator(".cnn-words")).to_have_text(words)


def test_the_notebook_runs_whole_and_its_pictures_come_alive(open_notebook):
    page = open_notebook("07_vgg.ipynb")
    assert page.locator('[data-mime-type*="error"], [data-mime-type*="stderr"]').count() == 0
    found, panel = set(), page.locator(".jp-WindowedPanel-outer")
    for _ in range(400):
        for explorer in page.locator(".cnn-explorer").all():
            found.add(explorer.evaluate("e => e.closest('.jp-Cell').querySelector('.jp-InputPrompt').textContent"))
        panel.evaluate("e => e.scrollBy(0, 600)")
        page.wait_for_timeout(60)
        if panel.evaluate("e => e.scrollTop + e.clientHeight >= e.scrollHeight - 2"):
            break
    assert len(found) == 3
    assert [error for error in page.errors if "favicon" not in error] == []


def test_both_columns_are_chosen_and_the_layers_stepped(scratch, lab):
    page, name = scratch(COLUMNS)
    assert_page_says_what_the_kernel_says(page, lab, name)
    for control, column in (("left", "A-LRN"), ("right", "E")):
        page.get_by_label(control, exact=True).select_option(column)
        expect(page.locator(".cnn-verdict")).to_contain_text(f"{column}: ")
        assert state(lab, name, f"explorer.controls['{control}'].value") == column
        assert_page_says_what_the_kernel_says(page, lab, name)
    page.locator(".cnn-bar input").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cnn-count")).to_have_text("2 of 26")
    page.keyboard.press("End")
    expect(page.locator(".cnn-count")).to_have_text("26 of 26")
    expect(page.locator(".cnn-words")).to_contain_text("E has FC-1000, 1×1×1000; so far 100 % of its parameters")
    assert_page_says_what_the_kernel_says(page, lab, name)
    box = page.locator(".cnn-explorer").bounding_box()
    assert box["width"] <= 1000 and box["height"] <= 600


def test_a_layer_in_the_list_is_chosen_by_the_mouse(scratch, lab):
    page, _ = scratch(COLUMNS)
    picture = page.locator(".cnn-picture svg").bounding_box()
    page.mouse.click(picture["x"] + 100, picture["y"] + 26 + 17 * 2.5)  # the third row: conv1_2
    expect(page.locator(".cnn-words")).to_contain_text("conv1_2: A has no layer")
