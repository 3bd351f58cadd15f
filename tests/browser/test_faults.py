"""The checks of test_explorers can fail: each kind of fault, put in on purpose, is found. More in bare/."""

import pytest
from app import App, Control
from checks import (
    assert_drag_ends_on_the_last,
    assert_keys_stay,
    assert_named,
    assert_seen,
)
from lab import run_cell

UNWIRED = "explorer.controls['n'].unobserve_all('value')\nexplorer._ahead.ask = lambda message: None"
LATE = """
import asyncio
_old = explorer.picture.svg
def _late(change):
    asyncio.get_event_loop().call_later(0.3, lambda: setattr(explorer.controls['step'], 'svg', _old))
explorer.controls['n'].observe(_late, 'value')
"""
GROWS = "explorer.controls['n'].observe(lambda to: setattr(explorer.layout, 'padding', f'{to.new}px'), 'value')"
LEAK = "(e) => e.addEventListener('keydown', () => jupyterapp.commands.execute('notebook:insert-cell-below'), true)"


def moves(app):
    app.controls()["n"].move(Control.press)


def drags(app):
    assert_drag_ends_on_the_last(app, app.controls()["n"])


# name: (what is done in the kernel, what is done in the page, the check, what it says)
FAULTS = {
    "a slider unwired": (UNWIRED, None, moves, "never showed the kernel's state"),
    "a late frame": (LATE, None, drags, "older state|never showed"),
    "a height that changes": (GROWS, None, drags, "height changes"),
    "a short track": (
        None, "(e) => { e.querySelector('.slider-container').style.flex = '0 0 60px' }",
        assert_seen, "tracks too short",
    ),
    "a knob over its number": (
        None, "(e) => { e.querySelector('.slider-container').style.marginRight = '-16px'; "
        "e.querySelector('.noUi-origin').style.transform = 'none' }", assert_seen, "knobs over a text",
    ),
    "a value outside": (
        None, "(e) => { e.querySelector('.widget-readout').style.transform = 'translateX(60px)' }",
        assert_seen, "outside",
    ),
    "a control without a name": (
        None, "(e) => e.querySelector('.noUi-handle').removeAttribute('aria-label')", assert_named, "without a name",
    ),
    "keys that get out": (None, LEAK, assert_keys_stay, "keys left"),
}  # fmt: skip


@pytest.fixture(scope="module")
def scratch_page(desk_of_module):
    return desk_of_module.app("explore_pooling(n=5)", "2 + 2", height=900)


@pytest.mark.parametrize("name", FAULTS)
def test_it_is_found(scratch_page, name):
    in_kernel, in_page, check, words = FAULTS[name]
    page = scratch_page.page
    run_cell(page, 0)
    app = App(page, scratch_page.lab, scratch_page.file.parent, scratch_page.name, patience=3)
    app.assert_agrees()
    if in_kernel:
        app.ask("0", in_kernel)
    if in_page:
        app.root.evaluate(in_page)
    with pytest.raises(AssertionError, match=words):
        check(app)
    if name == "keys that get out":
        page.evaluate("jupyterapp.commands.execute('notebook:undo-cell-action')")
