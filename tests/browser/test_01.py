"""What a student sees and does in notebooks 00 and 01, in a real JupyterLab."""

import re

import pytest
from pages import state
from playwright.sync_api import expect

MAKE = "from helpers.explore import explore_convolution, explore_kernels\n"
SMALL = MAKE + "explorer = explore_convolution()\nexplorer"
PHOTO = MAKE + "explorer = explore_kernels()\nexplorer"


@pytest.fixture
def small(scratch):
    return scratch(SMALL, "2 + 2")


def test_the_step_control_goes_by_button_by_key_and_by_mouse(small, lab):
    page, name = small
    slider, count = page.locator(".cnn-bar input"), page.locator(".cnn-count")
    page.get_by_role("button", name="step forward").click()
    expect(count).to_have_text("2 of 25")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(count).to_have_text("3 of 25")
    page.keyboard.press("End")
    expect(count).to_have_text("25 of 25")
    box = slider.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(count).to_have_text("13 of 25")
    expect(page.locator(".cnn-words")).to_contain_text("Window 13 of 25: output row 2, column 2")
    assert state(lab, name, "explorer.controls['step'].value") == "12"
    shown = page.locator(".cnn-picture [data-at]:not([display])")
    assert set(shown.evaluate_all("all => all.map((e) => e.dataset.at)")) == {"12"}


def test_play_runs_to_the_end_and_stops(scratch):
    page, _ = scratch(MAKE + "explore_convolution(n=4, f=2)")
    page.get_by_label("speed").select_option("fast")
    page.get_by_role("button", name="play").click()
    expect(page.get_by_role("button", name="pause")).to_be_visible()
    expect(page.locator(".cnn-count")).to_have_text("9 of 9")
    expect(page.get_by_role("button", name="play")).to_be_visible()


def test_single_keys_on_any_control_leave_the_cells_as_they_were(small):
    page, _ = small
    page.locator(".cnn-verdict").wait_for()
    controls = page.locator(".cnn-explorer :is(input, button, select, .noUi-handle, .cnn-grid):visible")
    assert controls.count() >= 15
    for k in range(controls.count()):
        control = controls.nth(k)
        if not control.is_enabled():
            continue
        control.focus()
        for key in ("d", "d", "x", "a", "b", "Space", "Enter"):
            page.keyboard.press(key)
        page.keyboard.press("Escape")
        assert page.locator(".jp-Notebook .jp-CodeCell").count() == 2, control.evaluate("e => e.outerHTML")
    texts = page.locator(".jp-Notebook .jp-CodeCell .cm-content").all_inner_texts()
    assert "explore_convolution()" in texts[0] and texts[1] == "2 + 2"


def test_every_slider_moves_picture_and_verdict_to_what_the_kernel_says(small, lab):
    page, name = small
    handles = page.locator(".cnn-explorer .noUi-handle")
    expect(handles.first).to_have_attribute("aria-label", "input N")
    names = handles.evaluate_all("all => all.map((e) => e.getAttribute('aria-label'))")
    assert names == ["input N", "filter F", "stride", "padding", "dilation"]
    for k, control in enumerate(("n", "f", "stride", "padding", "dilation")):
        before = int(state(lab, name, f"explorer.controls['{control}'].value"))
        handles.nth(k).focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".cnn-explorer .widget-readout").nth(k)).to_have_text(str(before + 1))
        verdict = state(lab, name, "explorer.verdict")
        assert state(lab, name, f"explorer.controls['{control}'].value") == str(before + 1)
        expect(page.locator(".cnn-verdict")).to_have_text(verdict)
        words = state(lab, name, "explorer.picture.alts[explorer.controls['step'].value]")
        expect(page.locator(".cnn-words")).to_have_text(words)
    page.get_by_role("button", name="convolution").click()
    expect(page.locator(".cnn-verdict")).to_contain_text(
        "turned by 180°" if "left over" not in verdict else "left over"
    )


def test_a_cell_is_changed_by_mouse_and_by_keyboard(small, lab):
    page, name = small
    grid = page.locator('.cnn-grid[data-grid="image"]')
    box = grid.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 2.5 / 7, box["y"] + box["height"] * 1.5 / 7)
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(grid).to_have_attribute("aria-label", re.compile("row 1, column 2: 5$"))
    assert state(lab, name, "explorer.controls['image'].matrix(7)[1, 2]") == "5"
    expect(grid).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("-3")
    page.keyboard.press("Enter")
    expect(grid).to_have_attribute("aria-label", re.compile("row 2, column 2: -3$"))
    page.keyboard.press("Enter")
    page.keyboard.type("99")
    page.keyboard.press("Enter")
    expect(page.locator(".cnn-verdict")).to_contain_text(
        "cells hold whole numbers from -9 to 9. Nothing has changed."
    )
    page.keyboard.press("Enter")
    page.keyboard.type("4")
    page.keyboard.press("Escape")
    assert state(lab, name, "explorer.controls['image'].matrix(7)[2, 2]") == "-3"


def test_the_step_control_goes_on_after_the_kernel_is_shut_down(small, lab):
    page, name = small
    expect(page.locator(".cnn-count")).to_have_text("1 of 25")
    lab.shut_down(name)
    page.wait_for_timeout(1500)
    dismiss = page.locator(".jp-Dialog button.jp-mod-reject, .jp-Dialog button.jp-mod-accept")
    if dismiss.count():
        dismiss.first.click()
    for _ in range(3):
        page.get_by_role("button", name="step forward").click()
    expect(page.locator(".cnn-count")).to_have_text("4 of 25")
    expect(page.locator(".cnn-words")).to_contain_text("Window 4 of 25")


def test_a_pixel_is_chosen_by_click_and_by_arrow_keys(scratch, lab):
    page, name = scratch(PHOTO)
    grid = page.locator('.cnn-grid[data-grid="photo"]')
    grid.wait_for()
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 20.5 / 112, box["y"] + box["height"] * 30.5 / 112)
    expect(page.locator(".cnn-words")).to_contain_text("Pixel row 30, column 20 is")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cnn-words")).to_contain_text("Pixel row 30, column 21 is")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".cnn-words")).to_contain_text("Pixel row 29, column 21 is")
    assert state(lab, name, "explorer.controls['row'].value, explorer.controls['step'].value") == "29 21"


def test_the_readers_own_picture_is_shown_and_never_stored(scratch, lab, tmp_path):
    page, name = scratch(PHOTO)
    from PIL import Image

    Image.new("RGB", (3000, 2000), (200, 100, 50)).save(tmp_path / "mine.png")
    page.locator(".cnn-upload input").set_input_files(tmp_path / "mine.png")
    expect(page.locator(".cnn-explorer select").first).to_have_value("your picture")
    assert state(lab, name, "explorer.controls['photo'].value") == "your picture"
    assert state(lab, name, "sorted(explorer._repr_mimebundle_())") == (
        "['application/vnd.jupyter.widget-view+json', 'text/plain']"
    )
    (tmp_path / "not.png").write_text("no picture at all")
    page.locator(".cnn-upload input").set_input_files(tmp_path / "not.png")
    expect(page.locator(".cnn-upload [role=status]")).to_contain_text("is not a picture that this browser can read")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_stored_picture_can_be_read_before_anything_runs(open_notebook, theme):
    page = open_notebook("00_start_here.ipynb", theme, run=False)
    for _ in range(20):
        if page.locator(".jp-OutputArea-output img").count():
            break
        page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollBy(0, 400)")
        page.wait_for_timeout(300)
    image = page.locator(".jp-OutputArea-output img").first
    image.scroll_into_view_if_needed()
    pixel = image.evaluate("""async (img) => {
        await img.decode();
        const c = document.createElement("canvas");
        [c.width, c.height] = [img.naturalWidth, img.naturalHeight];
        const g = c.getContext("2d");
        g.drawImage(img, 0, 0);
        return [...g.getImageData(c.width - 5, c.height - 5, 1, 1).data];
    }""")
    assert pixel == [255, 255, 255, 255]  # its own opaque background, in the dark theme too


def test_a_prediction_explains_a_known_mistake_and_then_the_answer(scratch):
    page, _ = scratch(
        "from helpers.predict import predict_number\n"
        "predict_number('How many?', lambda: 2 + 3, because={6: 'That is one too many.'}, why='Two and three.')"
    )
    said, field = page.locator(".cnn-said"), page.locator(".cnn-predict input")
    expect(page.get_by_role("button", name="Show the answer")).to_be_hidden()
    assert "5" not in page.locator(".cnn-predict").inner_text()
    field.fill("6")
    page.keyboard.press("Enter")
    expect(said).to_have_text("Not 6. That is one too many.")
    expect(page.get_by_role("button", name="Show the answer")).to_be_visible()
    field.fill("5")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(said).to_have_text("Right: 5. Two and three.")


@pytest.mark.parametrize("cell", [SMALL, PHOTO, SMALL.replace("()", "(n=12, f=7, padding=3, image='digits')")])
def test_an_explorer_fits_and_does_not_jump(scratch, cell):
    page, _ = scratch(cell)
    explorer = page.locator(".cnn-explorer")
    page.locator(".cnn-verdict").wait_for()
    before = explorer.bounding_box()
    assert before["width"] <= 1000 and before["height"] <= 600
    page.locator(".cnn-bar input").focus()
    page.keyboard.press("End")
    assert explorer.bounding_box()["height"] == before["height"]
    sizes = page.locator(".cnn-picture text").evaluate_all(
        "all => all.filter((t) => t.getBBox().height).map((t) => parseFloat(getComputedStyle(t).fontSize))"
    )
    assert len(sizes) > 20 and min(sizes) >= 12
