"""A static server on loopback, and pages that reach nothing else: for the readable pages and for the live course."""

import contextlib
import functools
import re
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class Quiet(SimpleHTTPRequestHandler):
    """An ordinary static server: no header beyond those, and the types that every host gives."""

    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 (as the class above it has it)
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    """One thread a connection; a whole class may knock at once, where Python's own takes 5 at a time."""

    request_queue_size = 1000
    daemon_threads = True

    def __init__(self, folder, port=0):
        super().__init__(("127.0.0.1", port), functools.partial(Quiet, directory=str(folder)))


@contextlib.contextmanager
def serve(folder):
    """Serve ``folder`` on a free port of loopback: its address."""
    server = Server(folder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def new_page(browser, address, blocked=(), width=1280, height=720, **options):
    """A page that reaches ``address`` and nothing else, and of that nothing that matches a pattern of ``blocked``.

    ``page.elsewhere`` is what it asked for at other addresses, ``page.missing`` what the server does not have,
    ``page.errors`` what no handler caught.
    """
    page = browser.new_context(viewport={"width": width, "height": height}, **options).new_page()
    page.errors, page.elsewhere, page.missing = [], [], []
    page.context.on("response", lambda answer: answer.status >= 400 and page.missing.append(answer.url))
    page.on("pageerror", lambda error: page.errors.append(str(error)))

    def elsewhere(route):
        page.elsewhere.append(route.request.url)
        route.abort()

    page.context.route(re.compile(f"^(?!{re.escape(address)}|blob:|data:)"), elsewhere)
    for pattern in blocked:
        page.context.route(pattern, lambda route: route.abort())
    return page


if __name__ == "__main__":  # python static.py FOLDER PORT, for a server in a process of its own
    Server(sys.argv[1], int(sys.argv[2])).serve_forever()
