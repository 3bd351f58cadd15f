"""A real JupyterLab in a real Chromium, for the browser tests, the benchmarks and the screenshots."""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

from direct import open_directly
from jupyter_client import BlockingKernelClient
from own_settings import matplotlib_folder
from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
FLAGS += ["--enable-blink-features=ComputedAccessibilityInfo"]  # element.computedName: what a screen reader says
HIDING = ["--hide-scrollbars"]  # Playwright adds it, and readers have scroll bars
SERVER = Path(__file__).parents[3] / "tools" / "jupyter"  # what `make lab` sets for its server, too
FRESH = "if (!sessionStorage.fresh) { localStorage.clear(); sessionStorage.fresh = 1; }"  # once, not at a reload
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


def browser_path():
    """Where Chromium is, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextlib.contextmanager
def chromium():
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS, ignore_default_args=HIDING)
        yield browser
        browser.close()


def settings_of(folder):
    """The environment of a JupyterLab that keeps its settings in ``folder`` and leaves the user's own alone."""
    places = {"CONFIG_DIR": "", "DATA_DIR": "data", "RUNTIME_DIR": "runtime"}
    own = {f"JUPYTER_{name}": str(Path(folder) / ".jupyter" / place) for name, place in places.items()}
    own |= {"JUPYTER_CONFIG_PATH": str(SERVER), "MPLCONFIGDIR": str(matplotlib_folder())}
    return {**os.environ, **own, "IPYTHONDIR": str(Path(folder) / ".jupyter" / "ipython")}


@contextlib.contextmanager
def jupyter_lab(folder, *arguments, prefix=""):
    """JupyterLab with ``folder`` as its root, on a free port, with a token and settings of its own: its address.

    ``arguments`` are more of its command line; ``prefix``, "/user/ana", is what its addresses begin with on a hub.
    """
    folder = Path(folder)
    port, token = free_port(), secrets.token_hex(16)
    settings = folder / ".jupyter"
    environment = {**settings_of(folder), "JUPYTER_TOKEN": token}
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--port-retries=0",
    ]
    command += [f"--ServerApp.root_dir={folder}", "--LabApp.extension_manager=readonly", *arguments]
    command += [f"--ServerApp.base_url={prefix}/"]
    command += ["--LabApp.expose_app_in_browser=True"]  # as window.jupyterapp, for its commands and cells
    log = settings / "log.txt"
    settings.mkdir(parents=True, exist_ok=True)
    with log.open("w") as out:
        server = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}{prefix}"
    try:
        _wait_for(f"{address}/api/status?token={token}", server, log)
        yield Lab(address, token, settings / "runtime")
    finally:
        server.terminate()
        server.wait(timeout=20)


def free_port():
    """A port of loopback that nobody listens on now."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def _wait_for(address, server, log, seconds=240):
    for _ in range(10 * seconds):
        if server.poll() is not None:
            raise RuntimeError(f"JupyterLab stopped at its start:\n{log.read_text()}")
        with contextlib.suppress(urllib.error.URLError, OSError):
            open_directly(address, timeout=2)
            return
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not answer within {seconds} s:\n{log.read_text()}")


class Lab:
    """A running server; ``open`` gives a notebook in a page, ``ask`` what its kernel says."""

    def __init__(self, address, token, runtime):
        self.address, self.token, self.runtime = address, token, runtime
        self._clients = {}  # of the kernels that were asked something

    def open(
        self,
        browser,
        notebook,
        theme="light",
        width=1280,
        height=720,
        windowing="contentVisibility",
        view="doc",
        script="",
    ):
        """A new page with ``notebook`` (a path below the root) open and its kernel ready.

        With ``windowing="none"`` all cells are in the page at once, not only those near the screen. ``view="doc"``
        shows the notebook alone, ``view="lab"`` as `make lab` does, with the list of files and tabs around it.
        What was open before on the same server is not opened again. ``script`` runs in the page before all else.
        """
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(120_000)  # a busy machine is slow, not wrong
        page.lab, page.notebook = self, notebook
        page.errors = []  # what a reader would never see: uncaught errors, and errors on the console
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda message: message.type == "error" and page.errors.append(message.text))
        page.add_init_script(FRESH + script)
        self._set(page, "apputils-extension:themes", {"theme": THEMES[theme]})
        self._set(page, "apputils-extension:notification", {"checkForUpdates": False})
        self._set(page, "notebook-extension:tracker", {"windowingMode": windowing})
        page.goto(self.address_of(notebook, view))
        page.wait_for_selector(f'body[data-jp-theme-light="{str(theme == "light").lower()}"]', state="attached")
        self.wait_until_ready(page)
        return page

    def address_of(self, notebook, view="doc"):
        """Where a notebook opens, and nothing beside it that was open before."""
        return f"{self.address}/{view}/tree/{quote(notebook)}?token={self.token}&reset"

    def turn_to(self, page, notebook):
        """Open ``notebook`` in a page in the place of the one that it has, whose kernel ends: JupyterLab stays."""
        before, page.notebook = page.notebook, notebook
        page.evaluate(
            """async (path) => {
              const now = await jupyterapp.commands.execute("docmanager:open", { path });
              await now.context.ready;
              for (const other of [...jupyterapp.shell.widgets("main")]) if (other !== now) other.dispose();
            }""",
            notebook,
        )
        if before != notebook:
            self.shut_down(before)
        self.wait_until_ready(page)

    def wait_until_ready(self, page):
        """Until the page shows its notebook, what is folded as *More* too, and the kernel of that waits for work."""
        page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")
        self.wait_for_kernel(page.notebook)
        page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
        page.evaluate("jupyterapp.commands.execute('notebook:expand-all-headings')")

    def ask(self, notebook, code, timeout=30):
        """Run ``code`` in the kernel of an open notebook, beside its cells, and give what it prints."""
        (kernel,) = (s["kernel"]["id"] for s in self.sessions(notebook))
        if kernel not in self._clients:
            client = BlockingKernelClient(connection_file=str(self.runtime / f"kernel-{kernel}.json"))
            client.load_connection_file()
            client.start_channels()
            client.wait_for_ready(timeout=timeout)
            self._clients[kernel] = client
        printed = []

        def keep(message):
            content = message["content"]
            printed.append(content.get("text", "") or "\n".join(content.get("traceback", [])))

        client = self._clients[kernel]
        client.execute_interactive(code, store_history=False, timeout=timeout, output_hook=keep)
        return "".join(printed).strip()

    def shut_down(self, notebook):
        """End the kernel of a notebook."""
        for session in self.sessions(notebook):
            client = self._clients.pop(session["kernel"]["id"], None)
            if client:
                client.stop_channels()
            address = f"{self.address}/api/sessions/{session['id']}?token={self.token}"
            open_directly(urllib.request.Request(address, method="DELETE"))

    def sessions(self, notebook):
        """What the server knows of an open notebook: one entry, or none."""
        with open_directly(f"{self.address}/api/sessions?token={self.token}") as answer:
            return [s for s in json.load(answer) if s["path"] == notebook]

    def restart(self, notebook):
        """Restart the kernel of a notebook: it keeps its id, and forgets all else."""
        (session,) = self.sessions(notebook)
        address = f"{self.address}/api/kernels/{session['kernel']['id']}/restart?token={self.token}"
        open_directly(urllib.request.Request(address, method="POST"))

    def wait_for_kernel(self, notebook, seconds=180):
        """The page shows "idle" before there is a kernel too; the server knows."""
        for _ in range(10 * seconds):
            kernels = [session["kernel"] for session in self.sessions(notebook)]
            if any(kernel["connections"] and kernel["execution_state"] == "idle" for kernel in kernels):
                return
            time.sleep(0.1)
        raise RuntimeError(f"the kernel of {notebook} was not ready within {seconds} s")

    def _set(self, page, name, values):
        """JupyterLab keeps its settings on the server."""
        response = page.request.put(
            f"{self.address}/lab/api/settings/@jupyterlab/{name}?token={self.token}",
            data={"raw": json.dumps(values)},
        )
        assert response.ok, response.text()


def run_all(page, timeout=180):
    """Run every cell and wait for the last one."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(
        """() => {
          const prompts = [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputPrompt")];
          return prompts.length && prompts.every((p) => !p.textContent.includes("*"));
        }""",
        timeout=1000 * timeout,
    )
    page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]')  # the last output
    page.evaluate("dispatchEvent(new WheelEvent('wheel'))")  # the reader goes on: place.js holds them no longer


def run_cell(page, k, source=None):
    """Run the k-th cell to its end, with another ``source`` if there is one."""
    page.evaluate(
        """async ([k, source]) => {
          const { content } = jupyterapp.shell.currentWidget;
          content.activeCellIndex = k;
          if (source !== null) content.activeCell.model.sharedModel.setSource(source);
          await jupyterapp.commands.execute("notebook:run-cell");
        }""",
        [k, source],
    )


def set_theme(page, theme):
    """Change the theme of an open page.

    JupyterLab 4.6 shows its splash for each change and takes it away 0.2 s later, twice after two quick changes,
    which is an error in its console: so this waits until the splash has gone.
    """
    page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', { theme })", THEMES[theme])
    page.wait_for_selector(f'body[data-jp-theme-light="{str(theme == "light").lower()}"]', state="attached")
    page.wait_for_selector("#jupyterlab-splash", state="detached")


def go_to_cell(page, k):
    """Scroll to the k-th cell of the notebook, for JupyterLab attaches outputs only as they come near: the cell."""
    page.evaluate(
        """async (k) => {
          const notebook = jupyterapp.shell.currentWidget.content;
          notebook.activeCellIndex = k;
          await notebook.scrollToItem(k, "start");
        }""",
        k,
    )
    return page.locator(f'.jp-Cell[data-windowed-list-index="{k}"]')
