"""The settings of the Jupyter server, every message of a kernel at once to the browser; and how tests reach it."""

import importlib
import os
import re
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import direct
import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from traitlets.config.loader import PyFileConfigLoader

ROOT = Path(__file__).parents[1]


def test_the_line_to_a_kernel_has_its_delay_switched_off_before_it_opens(monkeypatch):
    happened = []

    class Handler:
        def set_nodelay(self, on):
            happened.append(("nodelay", on))

    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda self: happened.append("connected"))
    settings = PyFileConfigLoader("jupyter_server_config.py", str(ROOT / "tools" / "jupyter")).load_config()
    ours = settings.ServerApp.kernel_websocket_connection_class
    assert issubclass(ours, ZMQChannelsWebsocketConnection)
    connection = ours.__new__(ours)
    monkeypatch.setattr(ours, "websocket_handler", Handler())
    connection.connect()
    assert happened == [("nodelay", True), "connected"]


@pytest.mark.skipif(not (shutil.which("make") and shutil.which("sh")), reason="there is no make here, or no sh")
@pytest.mark.parametrize("others", ["", "/somebody/else"])
@pytest.mark.parametrize("command", ["lab", "author"])
def test_make_starts_the_server_with_these_settings_beside_the_users_own(command, others):
    make = ["make", "--dry-run", "--assume-old=.venv/ready", command]
    dry = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=True)
    line = next(line for line in dry.stdout.splitlines() if "jupyter lab" in line)
    said = line.split()[0].replace("JUPYTER_CONFIG_PATH=", "")
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": others}
    path = subprocess.run(["sh", "-c", f'echo "{said}"'], env=environment, capture_output=True, text=True, check=True)
    assert path.stdout.strip().split(":") == ["tools/jupyter", *filter(None, [others])]


@pytest.fixture
def answering():
    """The address of a server on this machine that says "here"."""

    class Here(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"here")

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Here) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_server_of_the_tests_is_reached_behind_a_proxy(answering, monkeypatch):
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody listens there
    importlib.reload(direct)  # a test session begins with these variables
    with direct.open_directly(answering, timeout=5) as answer:
        assert answer.read() == b"here"
    assert not {"http_proxy", "HTTP_PROXY", "all_proxy"} & set(direct.without_proxies(os.environ))


def test_no_test_and_no_tool_asks_the_environments_proxy():
    sources = [file for folder in ("tests", "tools", "benchmarks") for file in (ROOT / folder).rglob("*.py")]
    by_proxy = re.compile(r"\burl" + r"open\(|\brequests\.get\(")
    asking = [file.name for file in sources if by_proxy.search(file.read_text("utf-8"))]
    assert asking == [], "use open_directly of tests/browser/driver/direct.py"
