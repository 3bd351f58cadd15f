"""The checks of test_explorers can fail: each kind of fault, put in on purpose, is found."""

import pytest
from app import LOOK, App, Control
from checks import (
    assert_announced_at_rest,
    assert_clean,
    assert_contrast,
    assert_drag_ends_on_the_last,
    assert_keys_stay,
    assert_named,
    assert_order,
    assert_readable,
    assert_seen,
)
from lab import run_all

UNWIRED = "explorer.controls['n'].unobserve_all('value')"
LATE = """
import asyncio
_old = explorer.picture.svg
def _late(change):
    asyncio.get_event_loop().call_later(0.3, lambda: setattr(explorer.controls['step'], 'svg', _old))
explorer.controls['n'].observe(_late, 'value')
"""
GROWS = "explorer.controls['n'].observe(lambda to: setattr(explorer.layout, 'padding', f'{to.new}px'), 'value')"
WRITE = "explorer.controls['step'].svg = explorer.picture.svg.replace('</svg>', '<text {}>input</text></svg>')"
COVER = """(e) => { e.append(Object.assign(document.createElement('div'), { style:
    'position: absolute; inset: auto 0 0; height: 90px' })) }"""
LEAK = "(e) => e.addEventListener('keydown', () => jupyterapp.commands.execute('notebook:insert-cell-below'), true)"
TALKS = """(e) => new MutationObserver(() => { e.querySelector('.cnn-spoken').textContent += '.' })
    .observe(e.querySelector('.cnn-words'), { childList: true })"""


def moves(app):
    app.controls()["n"].move(Control.press)


def drags(app):
    assert_drag_ends_on_the_last(app, app.controls()["n"])


# name: (what is done in the kernel, what is done in the page, the check, what it says)
FAULTS = {
    "a slider unwired": (UNWIRED, None, moves, "never showed the kernel's state"),
    "a late frame": (LATE, None, drags, "older state|never showed"),
    "a height that changes": (GROWS, None, drags, "height changes"),
    "texts that overlap": (WRITE.format('x="2" y="20" font-size="15"'), None, assert_readable, "overlapping"),
    "a text outside": (WRITE.format('x="940" y="60" font-size="15"'), None, assert_readable, "outside"),
    "a text too small": (WRITE.format('x="700" y="300" font-size="9"'), None, assert_readable, "smaller than 12"),
    "a text scaled down": (None, "(e) => { e.style.width = '800px' }", assert_readable, "smaller than 12"),
    "a scroll bar inside": (
        None, "(e) => { e.style.cssText = 'overflow: auto; height: 400px' }", assert_seen, "scroll bars",
    ),
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
    "sentences that are covered": (None, COVER, assert_seen, "covered by"),
    "a button in two lines": (
        None, "(e) => { e.querySelector('[aria-label=play]').style.cssText = 'width: 3em; white-space: normal' }",
        assert_seen, "break",
    ),
    "a pale text": (WRITE.format('x="700" y="300" fill="#999"'), None, assert_contrast, "contrast"),
    "a control without a name": (
        None, "(e) => e.querySelector('.noUi-handle').removeAttribute('aria-label')", assert_named, "without a name",
    ),
    "an order against the eye": (None, "(e) => { e.style.direction = 'rtl' }", assert_order, "comes before"),
    "keys that get out": (None, LEAK, assert_keys_stay, "keys left"),
    "an announcement of every frame": (None, TALKS, assert_announced_at_rest, "texts"),
}  # fmt: skip


@pytest.fixture(scope="module")
def scratch_page(desk_of_module):
    return desk_of_module.app("explore_pooling(n=5)", "2 + 2", height=900)


@pytest.mark.parametrize("name", FAULTS)
def test_it_is_found(scratch_page, name):
    in_kernel, in_page, check, words = FAULTS[name]
    page = scratch_page.page
    run_all(page)
    app = App(page, scratch_page.lab, scratch_page.file.parent, scratch_page.name, patience=3)
    app.assert_agrees()
    if in_kernel:
        app.ask("0", in_kernel)
        page.wait_for_timeout(500)
    if in_page:
        app.root.evaluate(in_page)
    with pytest.raises(AssertionError, match=words):
        check(app)
    if name == "keys that get out":
        page.evaluate("jupyterapp.commands.execute('notebook:undo-cell-action')")


STILL = """<img alt="" style="{}" src='data:image/svg+xml,
<svg xmlns="http://www.w3.org/2000/svg" width="200" height="50"><text y="20" font-size="{}">letters</text></svg>'>"""
OUTPUTS = {
    "a scroll bar": '<div style="overflow: auto; width: 100px"><div style="width: 200px">wide</div></div>',
    "a still that is cut": STILL.format("max-width: none; width: 3000px", 12),
    "a still with small letters": STILL.format("width: 200px", 11),
    "a broken button": '<button style="width: 3em">one two three</button>',
}


def test_what_is_wrong_in_an_output_is_found(desk):
    cells = [f"from IPython.display import HTML\nHTML({html!r})" for html in ("<b>right</b>", *OUTPUTS.values())]
    page, _ = desk.scratch(*cells)
    page.evaluate(LOOK)
    with pytest.raises(AssertionError) as found:
        assert_clean(page)
    assert all(f"output {k}: {what}" in str(found.value) for k, what in enumerate(OUTPUTS, 1)), found.value
    assert "output 0" not in str(found.value)
