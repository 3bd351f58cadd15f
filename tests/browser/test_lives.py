"""An explorer in a JupyterLab lives on: a copy, a second view, a new kernel, none at all, a notebook closed."""

import pytest
from app import App, Control
from lab import run_all
from playwright.sync_api import expect

CALL = "explore_convolution(n=5, padding=1, step=0)"  # its padding is hatched: a pattern, found by its id
IMPORT = "from helpers.explore import explore_convolution\n"


def save_and_leave(page):
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.goto("about:blank")


def test_two_copies_keep_apart_and_two_views_go_together(desk):
    page, name = desk.scratch(
        f"{IMPORT}explorer = {CALL}\nexplorer", "explorer", f"other = {CALL}\nother", height=1600
    )
    first, second, other = (App(page, desk.lab, desk.folder, name, nth=n) for n in range(3))
    expect(other.root.locator(".cnn-spoken")).not_to_be_empty()  # what is read aloud comes a little later
    before = other.look("html")
    first.controls()["n"].move(Control.press)
    second.assert_agrees()
    assert other.look("html") == before
    page.locator(".jp-Cell-outputWrapper").first.evaluate("output => { output.style.display = 'none' }")
    ids = page.locator(".cnn-picture [id]").evaluate_all("all => all.map((e) => e.id)")
    assert len(ids) >= 3 and len(set(ids)) == len(ids)
    own = second.root.evaluate(
        """e => [...e.querySelectorAll("[fill^='url(']")].map((hatched) =>
        e.contains(document.getElementById(hatched.getAttribute("fill").slice(5, -1))))"""
    )
    assert own and all(own)  # the hatching does not come from the view that is hidden
    second.controls()["padding"].move(Control.press)


def test_a_new_kernel(desk):
    app = desk.app(CALL)
    page = app.page
    page.evaluate("void jupyterapp.commands.execute('kernelmenu:restart')")
    page.locator(".jp-Dialog button.jp-mod-accept").click()
    for control in page.locator(".cnn-controls").all():
        expect(control).to_be_hidden()  # a slider would move, and the picture not
    said = app.root.evaluate("e => getComputedStyle(e, '::before').content")
    assert "The kernel was restarted. Run this cell again" in said
    page.get_by_role("button", name="step forward").click()
    expect(page.locator(".cnn-count")).to_have_text("2 of 25")
    run_all(page)
    again = App(page, desk.lab, desk.folder, app.name)
    again.controls()["n"].move(Control.press)


@pytest.mark.parametrize("kernel", ["goes on", "is gone"])
def test_closed_and_opened_again(desk, kernel):
    app = desk.app(CALL)
    save_and_leave(app.page)
    if kernel == "is gone":
        desk.lab.shut_down(app.name)
    page = desk.open(app.name, run=False)
    if kernel == "goes on":
        App(page, desk.lab, desk.folder, app.name).assert_agrees()
    run_all(page)
    App(page, desk.lab, desk.folder, app.name).assert_agrees()


def test_the_step_control_goes_on_after_the_kernel_is_shut_down(desk):
    app = desk.app(CALL)
    desk.lab.shut_down(app.name)
    app.page.wait_for_timeout(1500)
    for button in app.page.locator(".jp-Dialog button:is(.jp-mod-reject, .jp-mod-accept)").all()[:1]:
        button.click()
    for _ in range(3):
        app.page.get_by_role("button", name="step forward").click()
    expect(app.page.locator(".cnn-count")).to_have_text("4 of 25")
    expect(app.page.locator(".cnn-words")).to_contain_text("Window 4 of 25")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_stored_picture_can_be_read_before_anything_runs(desk, theme):
    page = desk.open("00_start_here.ipynb", theme, run=False, windowing="none")
    pixel = page.locator(".jp-OutputArea-output img").first.evaluate("""async (img) => {
        await img.decode();
        const c = document.createElement("canvas");
        [c.width, c.height] = [img.naturalWidth, img.naturalHeight];
        const g = c.getContext("2d");
        g.drawImage(img, 0, 0);
        return [...g.getImageData(c.width - 5, c.height - 5, 1, 1).data];
    }""")
    assert pixel == ([255, 255, 255, 255] if theme == "light" else [17, 17, 17, 255])  # its own opaque background
