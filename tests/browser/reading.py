"""What the tests of the readable pages share: a static server, and every other host blocked."""

import functools
import http.server
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from chain import chain
from readable import build_pages

WRITTEN = [link for link in chain() if link.path]
NAMES = ["index.html", *(link.page for link in WRITTEN)]
MOVING = ".cnn-page:has(.cnn-bar)"


@pytest.fixture(scope="session")
def site_pages(tmp_path_factory):
    """(the folder of the built pages, their address)"""
    folder = tmp_path_factory.mktemp("pages")
    build_pages(folder)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture
def visit(site_pages, chromium):
    """``visit(name, **context)``: a page; afterwards it has asked no other host and told no error."""
    visited = []

    def open_it(name, scheme="light", width=1280, height=720, **context):
        page = chromium.new_page(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="no-preference",
            **context,
        )
        page.errors, page.foreign = [], []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda message: message.type == "error" and page.errors.append(message.text))

        def answer(route):
            if route.request.url.startswith((site_pages[1], "data:")):
                return route.continue_()
            page.foreign.append(route.request.url)
            return route.abort()

        page.route("**/*", answer)
        page.goto(f"{site_pages[1]}{name}")
        visited.append(page)
        return page

    yield open_it
    for page in visited:
        assert (page.foreign, page.errors) == ([], [])
        page.close()


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
