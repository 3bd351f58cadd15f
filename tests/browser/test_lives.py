"""An explorer in a JupyterLab lives on: a copy, a second view, a new kernel, none at all, a notebook opened again.

One page for all of it: each test begins with all cells run.
"""

import pytest
from app import App, Control
from lab import run_all
from playwright.sync_api import expect

CALL = "explore_convolution(n=5, padding=1, step=0)"  # its padding is hatched: a pattern, found by its id
CELLS = (
    f"from helpers.explore import explore_convolution\nexplorer = {CALL}\nexplorer",
    "explorer",
    f"other = {CALL}\nother",
)


@pytest.fixture(scope="module")
def opened(desk_of_module):
    page, _ = desk_of_module.scratch(*CELLS, height=1600, windowing="none", run=False)
    return page


@pytest.fixture
def apps(opened, desk_of_module):
    """The notebook with all its cells run: the explorer, a second view of it, and another one like it."""
    run_all(opened)
    return apps_of(opened, desk_of_module)


def apps_of(page, desk):
    return [App(page, desk.lab, desk.folder, page.notebook, nth=n) for n in range(3)]


def reload_after(page, act):
    """Save, leave, ``act``, and open the notebook again; its kernel is ready then."""
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.goto("about:blank")
    act()
    page.go_back()
    page.lab.wait_until_ready(page)


def test_two_copies_keep_apart_and_two_views_go_together(apps):
    first, second, other = apps
    page = first.page
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
    page.locator(".jp-Cell-outputWrapper").first.evaluate("output => { output.style.display = '' }")


def test_closed_and_opened_again_while_the_kernel_goes_on(apps, desk_of_module):
    page = apps[0].page
    reload_after(page, lambda: None)
    apps_of(page, desk_of_module)[0].assert_agrees()
    run_all(page)
    apps_of(page, desk_of_module)[0].assert_agrees()


def test_a_new_kernel(apps, desk_of_module):
    app, page = apps[0], apps[0].page
    page.evaluate("void jupyterapp.commands.execute('kernelmenu:restart')")
    page.locator(".jp-Dialog button.jp-mod-accept").click()
    for control in page.locator(".cnn-controls").all():
        expect(control).to_be_hidden()  # a slider would move, and the picture not
    said = app.root.evaluate("e => getComputedStyle(e, '::before').content")
    assert "The kernel was restarted. Run this cell again" in said
    app.root.get_by_role("button", name="step forward").click()
    expect(app.root.locator(".cnn-count")).to_have_text("2 of 25")
    run_all(page)
    apps_of(page, desk_of_module)[0].controls()["n"].move(Control.press)


def test_the_step_control_goes_on_after_the_kernel_is_shut_down_and_opened_again_all_lives(apps, desk_of_module):
    app, page = apps[0], apps[0].page
    desk_of_module.lab.shut_down(app.name)
    page.wait_for_timeout(1500)
    for button in page.locator(".jp-Dialog button:is(.jp-mod-reject, .jp-mod-accept)").all()[:1]:
        button.click()
    for _ in range(3):
        app.root.get_by_role("button", name="step forward").click()
    expect(app.root.locator(".cnn-count")).to_have_text("4 of 25")
    expect(app.root.locator(".cnn-words")).to_contain_text("Window 4 of 25")
    reload_after(page, lambda: None)
    run_all(page)
    apps_of(page, desk_of_module)[0].assert_agrees()
