"""What the tests of the readable pages share."""

import contextlib

from axe_playwright_python.sync_playwright import Axe
from chain import chain
from static import new_page

WRITTEN = [link for link in chain() if link.path]
NAMES = ["index.html", *(link.page for link in WRITTEN)]
MOVING = ".cnn-page:has(.cnn-bar)"


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


def uncover(page):
    """Show every answer of a page, as its switch does."""
    for switch in page.locator(".answers input").all():
        switch.check()


def assert_accessible(page):
    """Axe finds nothing; drawings have the role "img", and what they are drawn of is taken out, for it takes long."""
    page.evaluate("for (const svg of document.querySelectorAll('.cnn-picture svg')) svg.replaceChildren()")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert [
        (rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found.response["violations"]
    ] == []
