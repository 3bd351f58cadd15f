"""Firefox and WebKit, Safari's engine, as Debian installs them: only what test_other_browsers.py asks of them.

Playwright drives neither: it wants builds of its own. Firefox speaks WebDriver BiDi (https://w3c.github.io/webdriver-bidi/)
by itself, WebKit speaks WebDriver (https://www.w3.org/TR/webdriver2/) through WebKitWebDriver.
"""

import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import websocket
from direct import open_directly, without_proxies
from lab import free_port

RIGHT = "\ue014"  # WebDriver's ArrowRight
PATIENCE = 300  # seconds
PRESS = {"type": "key", "id": "keys", "actions": [{"type": kind, "value": RIGHT} for kind in ("keyDown", "keyUp")]}
MINI = sorted(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"))


def started(command, folder, connect):
    """The process of ``command``, with ``folder`` as its home, and what ``connect`` gives once it answers."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env={**without_proxies(os.environ), "HOME": str(folder)}, **quiet)
    for _ in range(300):
        try:
            return process, connect()
        except OSError:
            time.sleep(0.2)
    process.terminate()
    raise RuntimeError(f"{command[0]} did not answer within 60 s")


class Firefox:
    missing = None if shutil.which("firefox-esr") else "no Firefox here: apt-get install firefox-esr"

    def __init__(self, folder):
        port = free_port()
        command = ["firefox-esr", "--headless", "--profile", str(folder), "--remote-debugging-port", str(port)]
        address = f"ws://127.0.0.1:{port}/session"

        def connect():
            return websocket.create_connection(address, timeout=PATIENCE, suppress_origin=True)

        self.process, self.line = started(command, folder, connect)
        self.asked, self.errors = 0, []
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded"])
        self.tab = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method, **parameters):
        self.asked += 1
        self.line.send(json.dumps({"id": self.asked, "method": method, "params": parameters}))
        while True:
            told = json.loads(self.line.recv())
            if told["type"] == "event" and told["params"].get("level") == "error":
                self.errors.append(told["params"]["text"])
            elif told.get("id") == self.asked:
                assert told["type"] == "success", told
                return told["result"]

    def goto(self, address):
        self.call("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def run(self, body):
        """What the body of an asynchronous function in JavaScript returns."""
        code = f"(async () => JSON.stringify(await (async () => {{ {body} }})() ?? null))()"
        told = self.call("script.evaluate", expression=code, target={"context": self.tab}, awaitPromise=True)
        assert told["type"] == "success", told["exceptionDetails"]["text"]
        return json.loads(told["result"]["value"])

    def press_right(self):
        self.call("input.performActions", context=self.tab, actions=[PRESS])

    def close(self):
        self.process.terminate()
        self.process.wait()


class WebKit:
    here = MINI and shutil.which("WebKitWebDriver") and shutil.which("xvfb-run")
    missing = None if here else "no WebKit here: apt-get install webkit2gtk-driver xvfb"

    def __init__(self, folder):
        port = free_port()
        self.address, self.errors = f"http://127.0.0.1:{port}", []  # it tells of no errors
        options = {"binary": str(MINI[-1]), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self.session = "/session"
        command = ["xvfb-run", "--auto-servernum", "WebKitWebDriver", f"--port={port}"]
        self.process, session = started(command, folder, lambda: self.call("", wanted))
        self.session = f"/session/{session['sessionId']}"
        self.call("/timeouts", {"script": 1000 * PATIENCE, "pageLoad": 1000 * PATIENCE})

    def call(self, what, body, method="POST"):
        headers = {"Content-Type": "application/json"}
        data = json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}{self.session}{what}", data, headers, method=method)
        try:
            with open_directly(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()) from error

    def goto(self, address):
        self.call("/url", {"url": address})

    def run(self, body):
        """What the body of an asynchronous function in JavaScript returns."""
        code = f"const [done] = arguments; (async () => {{ {body} }})().then("
        code += (
            "(value) => done({ value: JSON.stringify(value ?? null) }), (error) => done({ error: String(error) }))"
        )
        told = self.call("/execute/async", {"script": code, "args": []})
        assert "error" not in told, told["error"]
        return json.loads(told["value"])

    def press_right(self):
        self.call("/actions", {"actions": [PRESS]})

    def close(self):
        self.call("", {}, "DELETE")
        self.process.terminate()
        self.process.wait()
