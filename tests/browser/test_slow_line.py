"""A kernel far away, busy or gone: the step control goes on, and no older picture passes for the current one."""

import os
import signal

import lab as jupyter
import pytest
from playwright.sync_api import expect
from slow_line import slow_line

MAKE = "from helpers.explore import explore_convolution, explore_pooling\n"
SMALL = MAKE + "explorer = explore_convolution()\nexplorer"
LATE = "waiting for Python: this is still the picture before"


def state(lab, name, expression):
    """What the kernel prints for an expression."""
    return lab.ask(name, f"print({expression})")


def assert_page_says_what_the_kernel_says(page, lab, name):
    expect(page.locator(".cnn-verdict")).to_have_text(state(lab, name, "explorer.verdict"))
    words = state(lab, name, "explorer.picture.alts[explorer.controls['step'].value]")
    expect(page.locator(".cnn-words")).to_have_text(words)


def press_right(page, label, before):
    """Move the slider of this name by one with the keyboard, and see its number change."""
    handle = page.locator(f'.noUi-handle[aria-label="{label}"]')
    handle.focus()
    page.keyboard.press("ArrowRight")
    readout = page.locator(".widget-slider").filter(has=handle).locator(".widget-readout")
    expect(readout).to_have_text(str(before + 1))


@pytest.fixture
def scratch(desk):
    return desk.scratch


@pytest.fixture
def paused(lab):
    """``paused(name)``: stop the kernel of a notebook; ``paused(name, False)``: let it go on. It ends running."""
    stopped = {}

    def pause(name, stop=True):
        if stop:
            stopped[name] = int(state(lab, name, "__import__('os').getpid()"))
            os.kill(stopped[name], signal.SIGSTOP)
        else:
            os.kill(stopped.pop(name), signal.SIGCONT)

    yield pause
    for pid in stopped.values():
        os.kill(pid, signal.SIGCONT)


def is_marked(page, late=True):
    expect(page.locator(".cnn-stage")).to_have_attribute("aria-busy", str(late).lower())
    expect(page.locator(".cnn-picture")).to_have_css("opacity", "0.4" if late else "1")
    expect(page.locator(".cnn-late")).to_have_text(LATE if late else "")


def test_while_the_kernel_is_paused_an_older_picture_says_so_and_the_step_goes_on(scratch, lab, paused):
    page, name = scratch(SMALL)
    is_marked(page, False)
    paused(name)
    verdict = page.locator(".cnn-verdict").inner_text()
    press_right(page, "stride", 1)
    is_marked(page)
    expect(page.locator(".cnn-verdict")).to_have_text(verdict)
    page.locator(".cnn-bar input").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cnn-count")).to_have_text("2 of 25")
    expect(page.locator(".cnn-words")).to_contain_text("Window 2 of 25")
    paused(name, False)
    is_marked(page, False)
    expect(page.locator(".cnn-count")).to_have_text("2 of 9")
    assert_page_says_what_the_kernel_says(page, lab, name)


def test_a_slider_that_comes_back_asks_for_nothing(scratch, paused):
    page, name = scratch(SMALL)
    is_marked(page, False)
    paused(name)
    press_right(page, "stride", 1)
    is_marked(page)
    page.keyboard.press("ArrowLeft")
    is_marked(page, False)
    paused(name, False)
    expect(page.locator(".cnn-count")).to_have_text("1 of 25")
    is_marked(page, False)


def test_a_list_buttons_and_a_typed_cell_are_marked_too(scratch, paused):
    page, name = scratch(SMALL)
    grid = page.locator('.cnn-grid[data-grid="image"]')
    for change in (
        lambda: page.get_by_label("filter", exact=True).select_option("emboss"),
        lambda: page.get_by_role("button", name="convolution").click(),
        lambda: (grid.focus(), page.keyboard.type("7"), page.keyboard.press("Enter")),
    ):
        is_marked(page, False)
        paused(name)
        change()
        is_marked(page)
        paused(name, False)
    is_marked(page, False)


def test_an_answer_that_changes_nothing_ends_the_waiting(scratch, paused):
    page, name = scratch(MAKE + "explorer = explore_pooling(n=4, size=4, stride=1)\nexplorer")
    is_marked(page, False)
    paused(name)
    picture = page.locator(".cnn-picture").inner_html()
    grid = page.locator('.cnn-grid[data-grid="image"]')
    grid.focus()
    page.keyboard.type("99")  # refused: the picture stays as it is
    page.keyboard.press("Enter")
    is_marked(page)
    paused(name, False)
    is_marked(page, False)
    assert page.locator(".cnn-picture").inner_html() == picture


def test_what_a_cell_sets_from_python_leaves_no_mark(scratch, lab):
    page, name = scratch(SMALL)
    is_marked(page, False)
    lab.ask(name, "explorer.at_once(stride=2, kernel='emboss', flip=True)")
    expect(page.locator(".cnn-count")).to_have_text("1 of 9")
    is_marked(page, False)


def test_both_views_of_one_explorer_are_marked(scratch, paused):
    page, name = scratch(SMALL, "explorer")
    expect(page.locator(".cnn-stage")).to_have_count(2)
    paused(name)
    handle = page.locator('.noUi-handle[aria-label="stride"]').first
    handle.focus()
    page.keyboard.press("ArrowRight")
    for late in page.locator(".cnn-late").all():
        expect(late).to_have_text(LATE)
    paused(name, False)
    for late in page.locator(".cnn-late").all():
        expect(late).to_have_text("")


def test_over_a_slow_line_an_older_picture_is_dimmed_until_the_answer(lab, chromium, scratch):
    _, name = scratch(SMALL, run=False)
    with slow_line(lab) as (far, line):
        page = far.open(chromium, name)
        jupyter.run_all(page)
        is_marked(page, False)
        line.delay = 0.5  # seconds each way
        page.evaluate("""() => {
          const canvas = document.querySelector(".cnn-canvas");
          window.marks = [];
          const note = () => marks.push([canvas.dataset.shown, canvas.classList.contains("cnn-waits")]);
          new MutationObserver(note).observe(canvas, { attributes: true });
        }""")
        before = page.locator(".cnn-canvas").get_attribute("data-shown")
        press_right(page, "stride", 1)
        expect(page.locator(".cnn-count")).to_have_text("1 of 9")
        is_marked(page, False)
        after = page.locator(".cnn-canvas").get_attribute("data-shown")
        marks = page.evaluate("marks")
        assert [before, True] in marks and [after, True] not in marks and marks[-1] == [after, False], marks
        page.close()
