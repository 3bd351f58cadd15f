"""The course in Firefox and in WebKit, Safari's engine: an explorer's page without a kernel, and the live course.

Skipped where they are not installed; what installs them stands in the reason.
"""

import time

import nbformat
import pytest
from course import NOTEBOOKS, PYODIDE
from others import Firefox, WebKit
from run_notebooks import canonical
from test_live import comparable

from helpers.explore import explore_convolution

NOTEBOOK = next(path for path in NOTEBOOKS if path.stem == "02_stride_and_padding")
OPEN = "[...(window.jupyterapp?.shell?.widgets('main') ?? [])].find((widget) => widget.context?.isReady)"
FIND = """window.found = [...document.querySelectorAll(".cnn-explorer")].find((explorer) => {
  const { top, height } = explorer.getBoundingClientRect();
  return height > 50 && top > 0 && top < innerHeight;
})?.querySelector(".cnn-bar input:enabled")?.closest(".cnn-explorer")"""

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(not PYODIDE.is_dir(), reason="no ../shared/pyodide beside this checkout"),
]


@pytest.fixture(params=[Firefox, WebKit], ids=["firefox", "webkit"])
def other(request, tmp_path):
    if request.param.missing:
        pytest.skip(request.param.missing)
    other = request.param(tmp_path)
    yield other
    other.close()


def until(other, expression, seconds=300):
    """Wait until an expression in JavaScript is true; what it gave."""
    end = time.monotonic() + seconds
    while not (found := other.run(f"return {expression}")):
        assert time.monotonic() < end, f"never true within {seconds} s: {expression}"
        time.sleep(0.2)
    return found


def test_an_explorer_steps_by_keyboard_on_a_page_without_a_kernel(other, built, site):
    page = f"<!DOCTYPE html><meta charset=utf-8>{explore_convolution(step=0).to_html()}"
    (built / "page.html").write_text(page, "utf-8")
    other.goto(f"{site}/page.html")
    other.run("document.querySelector('.cnn-bar input').focus()")
    before = other.run("return document.querySelector('.cnn-picture').innerHTML")
    for _ in range(3):
        other.press_right()
    until(other, "document.querySelector('.cnn-count').textContent === '4 of 25'", 30)
    assert other.run("return document.querySelector('.cnn-picture').innerHTML") != before
    assert other.errors == []


def test_the_live_course_gives_its_outputs_and_answers_the_keyboard(other, site):
    other.goto(f"{site}/live/lab/index.html?path={NOTEBOOK.name}")
    until(other, f"{OPEN}?.context.path")
    until(other, "document.querySelector('#course-line [role=status]').textContent === 'Python is here.'")
    other.run(f"jupyterapp.shell.activateById({OPEN}.id)")
    other.run("jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    other.run("jupyterapp.commands.execute('notebook:run-all-cells')")
    code = f"[...{OPEN}.content.model.cells].filter((cell) => cell.type === 'code')"
    until(other, f"{code}.every((cell) => cell.executionCount && cell.executionState === 'idle')")

    stored = nbformat.read(NOTEBOOK, as_version=4)
    shown = canonical(nbformat.from_dict(other.run(f"return {OPEN}.content.model.toJSON()")))
    for old, new in zip(stored.cells, shown.cells, strict=True):
        if old.cell_type == "code":
            assert comparable(new.outputs) == comparable(old.outputs), old.source

    first = next(k for k, cell in enumerate(stored.cells) if cell.source.startswith("explore_output_size("))
    other.run(f"await {OPEN}.content.scrollToItem({first}, 'start')")
    until(other, f"({FIND}) != null", 60)
    other.run("found.querySelector('.cnn-bar input').focus()")
    other.press_right()
    until(other, "found.querySelector('.cnn-count').textContent.startsWith('2 of')", 30)
    before = other.run("return found.querySelector('.cnn-verdict').textContent")
    other.run("found.querySelector('.noUi-handle').focus()")
    other.press_right()
    until(other, f"found.querySelector('.cnn-verdict').textContent !== {before!r}", 30)
    assert other.run(f"return {OPEN}.content.model.cells.length") == len(stored.cells)  # no key was a command
    assert other.errors == []
