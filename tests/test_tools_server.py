"""The settings of the Jupyter server: every message of a kernel goes to the browser at once."""

import os
import subprocess
from pathlib import Path

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
