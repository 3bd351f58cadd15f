"""What the tests of the readable pages share."""

import contextlib
from pathlib import Path

from app import LOOK
from axe_playwright_python.sync_playwright import Axe
from chain import appendices, chain
from checks import SMALLEST, overlaps
from static import new_page

WRITTEN = [link for link in [*chain(), *appendices()] if link.path]
NAMES = ["index.html", *(link.page for link in WRITTEN)]
MOVING = ".cnn-page:has(.cnn-bar)"
SIZES = [(1280, 720), (1366, 768), (1920, 1080)]
PAINTED = (Path(__file__).parent / "painted.js").read_text(encoding="utf-8")


@contextlib.contextmanager
def visits(chromium, address):
    """``visit(name, scheme, **options)`` opens a page; at the end none has asked another host or told an error."""
    visited = []

    def visit(name, scheme="light", **options):
        page = new_page(chromium, address, color_scheme=scheme, reduced_motion="no-preference", **options)
        page.on("console", lambda message: message.type == "error" and page.errors.append(message.text))
        page.goto(f"{address}{name}")
        visited.append(page)
        return page

    yield visit
    for page in visited:
        assert (page.elsewhere, page.missing, page.errors) == ([], [], [])
        page.context.close()


def unfold(page):
    """Open what a page has folded as *More*."""
    page.evaluate("for (const part of document.querySelectorAll('details.more')) part.open = true")


def uncover(page):
    """Show every answer of a page, as its switch does, the folded ones too."""
    unfold(page)
    for switch in page.locator(".answers input").all():
        switch.check()


def assert_accessible(page):
    """Axe finds nothing; drawings have the role "img", and what they are drawn of is taken out, for it takes long."""
    page.evaluate("for (const svg of document.querySelectorAll('.cnn-picture svg')) svg.replaceChildren()")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert [
        (rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found.response["violations"]
    ] == []


def faults(page):
    """What is wrong with how a page is painted, in words."""
    for script in (LOOK, PAINTED):
        page.evaluate(script)
    found = {
        "bars": page.evaluate("painted.bars()"),
        "pictures": page.evaluate("painted.cut()"),
        "small": page.evaluate("least => painted.small(least)", SMALLEST),
        "buttons": page.evaluate("painted.broken()"),
        "over each other": [
            pair
            for figure in page.locator("figure").all()
            for texts in figure.evaluate("e => [[...e.querySelectorAll('svg')].flatMap(look.drawn), look.written(e)]")
            for pair in overlaps(texts)
        ],
    }
    return {kind: what for kind, what in found.items() if what}


def assert_painted(page, sizes):
    """On each screen pictures are whole, letters large enough, nothing is in the way; it opens on a picture."""
    page.add_style_tag(content="button { letter-spacing: 0.06em }")  # a wider font than the one of this machine
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        found = faults(page)
        assert found == {}, f"at {width} x {height}: {found}"
        page.evaluate("scrollTo(0, 0)")
        for opening in page.locator("main > figure:has(~ .note)").all():
            assert opening.bounding_box()["y"] <= height - 300, "the first screen shows no picture"
