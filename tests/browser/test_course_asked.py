"""An address that names an explorer, in JupyterLab: its cell runs with what it needs, and takes the numbers."""

import pytest
from playwright.sync_api import expect

CELLS = (
    "from helpers.explore import explore_convolution, explore_pooling",
    "unused = 1 / 0",
    "size = 6",
    "explore_convolution(n=size, show=('stride', 'padding', 'flip'))",
    "explore_pooling()",
    "explore_convolution(n=size + 3, show=('stride',))",
)
RAN = "[...jupyterapp.shell.currentWidget.content.model.cells].map((cell) => cell.executionCount)"
READY = "window.jupyterapp?.shell?.currentWidget?.context?.isReady"


@pytest.fixture(scope="module")
def opened(desk_of_module):
    page, name = desk_of_module.scratch(*CELLS, run=False, view="lab", height=900)
    page.notebook_name = name
    return page


@pytest.fixture
def visit(opened):
    """``visit(state)``: the notebook at an address, as somebody opens it who was sent a link; its kernel is new."""

    def visit(state):
        opened.goto("about:blank")
        opened.lab.shut_down(opened.notebook_name)
        opened.goto(opened.lab.address_of(opened.notebook_name, "lab") + state)
        opened.wait_for_function(READY)
        return opened

    return visit


def cell(page, k):
    return page.locator(".jp-Notebook .jp-Cell").nth(k)


def test_its_cell_and_what_that_needs_run_and_nothing_else(visit):
    page = visit("#convolution-2?stride=2&step=4")
    shown = cell(page, 5).locator(".cnn-explorer")
    expect(shown.locator(".cnn-count")).to_have_text("5 of 16")
    expect(shown.locator(".cnn-verdict")).to_contain_text("(9 + 2*0 - 3)/2 + 1 = 4 windows along each side")
    assert page.evaluate(RAN) == [1, None, 2, None, None, 3]
    expect(cell(page, 5).locator(".jp-InputArea")).to_be_in_viewport()


def test_of_nonsense_a_sentence_says_what_was_not_taken_and_show_leaves_controls_out(visit):
    page = visit("#convolution-1?stride=3&padding=9&colour=red&show=stride,flip")
    shown = cell(page, 3).locator(".cnn-explorer")
    expect(shown.locator(".cnn-refusal")).to_have_text(
        "padding cannot be “9”: it is 0 to 3. There is no “colour” here: there are stride, padding, flip, step, show."
    )
    expect(shown.locator(".widget-slider").filter(has_text="stride")).to_be_visible()
    expect(shown.locator(".widget-slider").filter(has_text="padding")).to_be_hidden()
    expect(shown.locator(".cnn-verdict")).to_contain_text("(6 + 2*0 - 3)/3 + 1 = 2 windows")


def test_of_a_picture_that_lives_no_more_than_its_cell_runs_and_what_is_not_named_is_as_the_cell_has_it(visit):
    page = visit("#convolution-1?stride=3")
    expect(cell(page, 3).locator(".cnn-verdict")).to_contain_text("(6 + 2*0 - 3)/3 + 1 = 2 windows")
    ran = page.evaluate(RAN)
    page.evaluate("jupyterapp.shell.currentWidget.setFragment('#convolution-1?padding=1')")
    expect(cell(page, 3).locator(".cnn-verdict")).to_contain_text("(6 + 2*1 - 3)/1 + 1 = 6 windows")
    assert [k for k, (old, new) in enumerate(zip(ran, page.evaluate(RAN), strict=True)) if old != new] == [3]


def test_a_picture_that_is_not_there_is_said_with_those_that_are(visit):
    page = visit("#convolution-7?stride=3")
    expect(page.locator(".jp-Notification-Toast, .Toastify__toast").first).to_contain_text(
        "There is no picture “convolution-7” in this notebook: there are convolution-1, pooling-1, convolution-2."
    )
    assert page.evaluate(RAN) == [None] * 6


def test_a_link_in_a_text_beside_it_opens_it_too(visit, folder):
    page = visit("")
    text = f"[here]({page.notebook_name}#convolution-2?stride=3&step=1)"
    (folder / "links.md").write_text(text, "utf-8")
    page.evaluate("jupyterapp.commands.execute('docmanager:open', { path: 'links.md', factory: 'Markdown Preview' })")
    page.get_by_role("link", name="here").click()
    expect(page.locator(".jp-Notebook .cnn-count")).to_have_text("2 of 9")
    (folder / "links.md").unlink()


def test_a_cell_that_fails_is_said(desk_of_module):
    failing = ("from helpers.explore import explore_convolution", "n = 1 / 0", "explore_convolution(n=n)")
    page, _ = desk_of_module.scratch(*failing, run=False)
    page.evaluate("jupyterapp.shell.currentWidget.setFragment('#convolution-1?stride=2')")
    expect(page.locator(".jp-Notification-Toast, .Toastify__toast").first).to_contain_text("did not run to its end")
    assert page.evaluate(RAN) == [1, 2, None]


def test_copy_link_gives_the_address_that_opens_the_same(visit):
    page = visit("#convolution-2?stride=2&step=4")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shown = cell(page, 5).locator(".cnn-explorer")
    expect(shown.locator(".cnn-count")).to_have_text("5 of 16")
    shown.get_by_role("button", name="step forward").click()
    shown.get_by_role("button", name="copy link").click()
    expect(page.locator(".jp-Notification-Toast, .Toastify__toast").first).to_contain_text("Copied: ")
    address = page.evaluate("navigator.clipboard.readText()")
    assert address.startswith(page.url.split("?")[0].split("#")[0]), address
    assert address.endswith(f"{page.notebook_name}#convolution-2?stride=2&step=5"), address
    page = visit("#" + address.split("#")[1])
    expect(cell(page, 5).locator(".cnn-count")).to_have_text("6 of 16")
