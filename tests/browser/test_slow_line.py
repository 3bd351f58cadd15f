"""A kernel far away, busy or gone: the step control goes on, and no older picture passes for the current one."""

import os
import signal

import lab as jupyter
import pytest
from app import App
from playwright.sync_api import expect
from slow_line import slow_line

LATE = "waiting for Python: this is still the picture before"
ASK = "from helpers.predict import predict_number\npredict_number('How many?', lambda: 5)"


@pytest.fixture
def paused(lab):
    """``paused(name)``: stop the kernel of a notebook; ``paused(name, False)``: let it go on. It ends running."""
    stopped = {}

    def pause(name, stop=True):
        if stop:
            stopped[name] = int(lab.ask(name, "print(__import__('os').getpid())"))
            os.kill(stopped[name], signal.SIGSTOP)
        else:
            os.kill(stopped.pop(name), signal.SIGCONT)

    yield pause
    for pid in stopped.values():
        os.kill(pid, signal.SIGCONT)


def is_marked(app, late=True):
    expect(app.page.locator(".cnn-stage")).to_have_attribute("aria-busy", str(late).lower())
    expect(app.page.locator(".cnn-picture")).to_have_css("opacity", "0.4" if late else "1")
    expect(app.page.locator(".cnn-late")).to_have_text(LATE if late else "")


def test_while_the_kernel_is_paused_an_older_picture_says_so_and_the_step_goes_on(desk, paused):
    app = desk.app("explore_convolution(step=0)")
    page, stride = app.page, app.controls()["stride"]
    is_marked(app, False)
    paused(app.name)
    verdict = page.locator(".cnn-verdict").inner_text()
    stride.key("ArrowRight")
    is_marked(app)
    expect(page.locator(".cnn-verdict")).to_have_text(verdict)
    page.locator(".cnn-bar input").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cnn-count")).to_have_text("2 of 25")
    expect(page.locator(".cnn-words")).to_contain_text("Window 2 of 25")
    paused(app.name, False)
    is_marked(app, False)
    expect(page.locator(".cnn-count")).to_have_text("2 of 9")
    app.assert_agrees()


def test_a_slider_that_comes_back_asks_for_nothing(desk, paused):
    app = desk.app("explore_convolution(step=0)")
    stride = app.controls()["stride"]
    is_marked(app, False)
    paused(app.name)
    stride.key("ArrowRight")
    is_marked(app)
    stride.key("ArrowLeft")
    is_marked(app, False)
    paused(app.name, False)
    expect(app.page.locator(".cnn-count")).to_have_text("1 of 25")
    is_marked(app, False)


def test_a_list_buttons_and_a_typed_cell_are_marked_too(desk, paused):
    app = desk.app("explore_convolution(step=0)")
    page, grid = app.page, app.page.locator('.cnn-grid[data-grid="image"]')
    for change in (
        lambda: page.get_by_label("filter", exact=True).select_option("emboss"),
        lambda: page.get_by_role("button", name="convolution").click(),
        lambda: (grid.focus(), page.keyboard.type("7"), page.keyboard.press("Enter")),
    ):
        is_marked(app, False)
        paused(app.name)
        change()
        is_marked(app)
        paused(app.name, False)
    is_marked(app, False)


def test_an_answer_that_changes_nothing_ends_the_waiting(desk, paused):
    app = desk.app("explore_pooling(n=4, size=4, stride=1)")
    page, grid = app.page, app.page.locator('.cnn-grid[data-grid="image"]')
    is_marked(app, False)
    paused(app.name)
    picture = page.locator(".cnn-picture").inner_html()
    grid.focus()
    page.keyboard.type("99")  # refused: the picture stays as it is
    page.keyboard.press("Enter")
    is_marked(app)
    paused(app.name, False)
    is_marked(app, False)
    assert page.locator(".cnn-picture").inner_html() == picture


def test_what_a_cell_sets_from_python_leaves_no_mark(desk):
    app = desk.app("explore_convolution(step=0)")
    is_marked(app, False)
    app.set(stride=2, kernel="emboss", flip=True)
    expect(app.page.locator(".cnn-count")).to_have_text("1 of 9")
    is_marked(app, False)


def test_both_views_of_one_explorer_are_marked(desk, paused):
    app = desk.app("explore_convolution(step=0)", "explorer")
    stride = app.controls()["stride"]
    expect(app.page.locator(".cnn-stage")).to_have_count(2)
    paused(app.name)
    stride.key("ArrowRight")
    for late in app.page.locator(".cnn-late").all():
        expect(late).to_have_text(LATE)
    paused(app.name, False)
    for late in app.page.locator(".cnn-late").all():
        expect(late).to_have_text("")


def test_the_verdict_on_an_older_answer_does_not_stay_while_the_kernel_is_paused(desk, paused):
    page, name = desk.scratch(ASK)
    said, field = page.locator(".cnn-said"), page.locator(".cnn-predict input")
    for answer, verdict in (("4", "Not 4"), ("4", "Not 4"), ("5", "Right")):  # the same verdict is an answer too
        paused(name)
        field.fill(answer)
        field.press("Enter")
        expect(said).to_have_text("Waiting for Python's verdict …")
        paused(name, False)
        expect(said).to_contain_text(verdict)


def test_over_a_slow_line_an_older_picture_is_dimmed_until_the_answer(lab, chromium, folder, desk):
    _, name = desk.scratch("from helpers.explore import *\nexplorer = explore_convolution()\nexplorer", run=False)
    with slow_line(lab) as (far, line):
        page = far.open(chromium, name)
        jupyter.run_all(page)
        app = App(page, lab, folder, name)
        stride = app.controls()["stride"]
        is_marked(app, False)
        line.delay = 0.5  # seconds each way
        page.evaluate("""() => {
          const canvas = document.querySelector(".cnn-canvas");
          window.marks = [];
          const note = () => marks.push([canvas.dataset.shown, canvas.classList.contains("cnn-waits")]);
          new MutationObserver(note).observe(canvas, { attributes: true });
        }""")
        before = page.locator(".cnn-canvas").get_attribute("data-shown")
        stride.key("ArrowRight")
        expect(page.locator(".cnn-count")).to_have_text("9 of 9")
        is_marked(app, False)
        after = page.locator(".cnn-canvas").get_attribute("data-shown")
        marks = page.evaluate("marks")
        assert [before, True] in marks and [after, True] not in marks and marks[-1] == [after, False], marks
        page.close()
