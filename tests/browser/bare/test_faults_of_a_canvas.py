"""The checks of a picture and its step bar can fail: each kind of fault, put in on purpose, is found."""

import pytest
from app import LOOK
from checks import (
    assert_announced_at_rest,
    assert_clean,
    assert_contrast,
    assert_named,
    assert_nothing_heavy,
    assert_order,
    assert_played_to_the_end,
    assert_readable,
    assert_seen,
)

from helpers.explore import explore_pooling

TEXT = "<text {}>input</text></svg>"
COVER = """(e) => { e.append(Object.assign(document.createElement('div'), { style:
    'position: absolute; inset: auto 0 0; height: 90px' })) }"""
TALKS = """(e) => new MutationObserver(() => { e.querySelector('.cnn-spoken').textContent += '.' })
    .observe(e.querySelector('.cnn-words'), { childList: true })"""
STUCK = (
    "(e) => e.querySelector('[aria-label=play]').addEventListener('click', (event) => event.stopPropagation(), true)"
)


def written(attributes):
    """A fault in Python: the picture with one more text."""

    def write(explorer):
        canvas = explorer.controls["step"]
        canvas.svg = explorer.picture.svg.replace("</svg>", TEXT.format(attributes))

    return write


def unwired(explorer):
    explorer.controls["n"].unobserve_all("value")
    explorer.controls["n"].value += 1


def agrees(app):
    app.assert_agrees()


# name: (what is done in Python, what is done in the page, the check, what it says)
FAULTS = {
    "a slider unwired": (unwired, None, agrees, "never showed the kernel's state"),
    "texts that overlap": (written('x="2" y="20" font-size="15"'), None, assert_readable, "overlapping"),
    "a text outside": (written('x="940" y="60" font-size="15"'), None, assert_readable, "outside"),
    "a text too small": (written('x="700" y="300" font-size="9"'), None, assert_readable, "smaller than 12"),
    "a text scaled down": (None, "(e) => { e.style.width = '800px' }", assert_readable, "smaller than 12"),
    "a scroll bar inside": (
        None, "(e) => { e.style.cssText = 'overflow: auto; height: 300px' }", assert_seen, "scroll bars",
    ),
    "sentences that are covered": (None, COVER, assert_seen, "covered by"),
    "a button in two lines": (
        None, "(e) => { e.querySelector('[aria-label=play]').style.cssText = 'width: 3em; white-space: normal' }",
        assert_seen, "break",
    ),
    "a pale text": (written('x="700" y="300" fill="#999"'), None, assert_contrast, "contrast"),
    "a control without a name": (
        None, "(e) => e.querySelector('.cnn-bar input').removeAttribute('aria-label')",
        assert_named, "without a name",
    ),
    "a grid with another one's name": (
        None, "(e) => e.querySelector('.cnn-grid').setAttribute('aria-label', 'output, 2 by 2')",
        assert_named, "another name than its own",
    ),
    "an explorer without a name": (None, "(e) => e.removeAttribute('aria-label')", assert_named, "another name"),
    "two names with one id": (
        None, "(e) => { e.querySelector('.cnn-words').id = e.querySelector('.cnn-verdict').id = 'one'; "
        "e.querySelector('.cnn-bar input').setAttribute('aria-describedby', 'one') }",
        assert_nothing_heavy, "duplicate-id",
    ),
    "an order against the eye": (None, "(e) => { e.style.direction = 'rtl' }", assert_order, "comes before"),
    "an announcement of every frame": (None, TALKS, assert_announced_at_rest, "texts"),
    "an announcement while it plays": (None, TALKS, assert_played_to_the_end, "announced while playing"),
    "a play button that does nothing": (None, STUCK, assert_played_to_the_end, "play did not start"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_it_is_found(bare, name):
    in_python, in_page, check, words = FAULTS[name]
    app = bare.app(explore_pooling(n=5), patience=2)
    app.assert_agrees()
    if in_python:
        in_python(app.explorer)
        bare.push()
    if in_page:
        app.root.evaluate(in_page)
    with pytest.raises(AssertionError, match=words):
        check(app)


STILL = """<img alt="" style="{}" src='data:image/svg+xml,
<svg xmlns="http://www.w3.org/2000/svg" width="200" height="50"><text y="20" font-size="{}">letters</text></svg>'>"""
OUTPUTS = {
    "a scroll bar": '<div style="overflow: auto; width: 100px"><div style="width: 200px">wide</div></div>',
    "a still that is cut": STILL.format("max-width: none; width: 3000px", 12),
    "a still with small letters": STILL.format("width: 200px", 11),
    "a broken button": '<button style="width: 3em">one two three</button>',
}


def test_what_is_wrong_in_an_output_is_found(bare):
    areas = "".join(
        f'<div class="jp-Cell-outputArea"><div class="jp-OutputArea-output">{html}</div></div>'
        for html in ("<b>right</b>", *OUTPUTS.values())
    )
    bare.page.set_content(areas)
    bare.page.evaluate(LOOK)
    with pytest.raises(AssertionError) as found:
        assert_clean(bare.page)
    assert all(f"output {k}: {what}" in str(found.value) for k, what in enumerate(OUTPUTS, 1)), found.value
    assert "output 0" not in str(found.value)
