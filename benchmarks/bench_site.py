"""The site and its live course: how large it is, how long a reader waits, and what a class costs its server."""

import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from report import Row

ROOT = Path(__file__).resolve().parents[1]
DRIVER = ROOT / "tests" / "browser" / "driver"
PYODIDE = ROOT.parent / "shared" / "pyodide"
CLASS = 200  # visitors who open the site in the same second, each with a connection of its own
FIRST = "00_start_here.ipynb"
# From the key that moves a slider to the frame that shows the new picture, in the page's own clock.
FRAME = """(handle) => new Promise((shown) => {
  const picture = handle.closest(".cnn-explorer").querySelector(".cnn-picture");
  let pressed;
  handle.addEventListener("keydown", () => { pressed = performance.now(); }, { once: true, capture: true });
  const watch = new MutationObserver(() => {
    watch.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => shown(performance.now() - pressed)));
  });
  watch.observe(picture, { childList: true });
  handle.focus();
})"""


def measure():
    """Rows, or a sentence on the screen where the site cannot be built or shown here."""
    sys.path[:0] = [str(DRIVER), str(ROOT / "tools" / "site"), str(ROOT / "tools")]
    import lab
    import live_lab
    import static
    from live import SITE, build_live
    from readable import build_pages

    missing = [str(path.name) for path in (PYODIDE, SITE / "ready") if not path.exists()]
    if missing or not lab.browser_path():
        print(f"The live course is not measured: {', '.join(missing) or 'chromium'} is not here.")
        return
    with tempfile.TemporaryDirectory() as folder:
        build_pages(Path(folder))
        build_live(folder, PYODIDE)
        yield Row("site: size on the server", megabytes(Path(folder)), None, "MB")
        live = Path(folder) / "live"
        yield Row("live course: size on the server", megabytes(live), None, "MB")
        yield Row("live course: Pyodide's part of it", megabytes(live / "pyodide"), None, "MB")
        with static.serve(folder) as address, lab.chromium() as browser:
            yield from landing(static.new_page(browser, address), address)
            page = static.new_page(browser, address)
            asked = []
            page.context.on("request", lambda request: asked.append(urlsplit(request.url)))
            began = time.perf_counter()
            live_lab.open_notebook(page, address, FIRST)
            page.get_by_role("menuitem", name="Run", exact=True).click()
            page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
            lab.go_to_cell(page, first_explorer())  # JupyterLab attaches only what is near the screen
            slider = page.locator(".cnn-explorer input[type=range]:enabled").first
            slider.wait_for(state="attached", timeout=5 * live_lab.MINUTES)
            yield Row("live course: cold start to the first live slider", time.perf_counter() - began, 15, "s")
            visit = [url.path for url in asked if f"{url.scheme}://{url.netloc}" == address]
            live_lab.open_scratch(page, address)
            live_lab.run_cell(page, "from helpers.explore import explore_convolution\nexplore_convolution()")
            yield from frames(page)
            for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
                live_lab.open_notebook(page, address, path.name)
                live_lab.ask(page, "1")  # Python is there
                began = time.perf_counter()
                live_lab.run_all(page)
                yield Row(f"live course: all cells of {path.stem}", time.perf_counter() - began, None, "s")
        yield from class_of(lab, folder, visit)


def landing(page, address):
    """How long a visitor waits for what the first page lets them do: a filter to drag, and a digit to draw."""
    page.goto(f"{address}/index.html")
    for what, there in (("photograph", "figure.photo.alive"), ("digit", "figure.digit[data-alive]")):
        page.locator(there).wait_for()
        yield Row(f"landing page: opening to a {what} that answers", page.evaluate("performance.now()"), 2000, "ms")
    page.context.close()


def first_explorer():
    """The index in ``FIRST`` of the first cell that shows one."""
    cells = json.loads((ROOT / "notebooks" / FIRST).read_text("utf-8"))["cells"]
    return next(k for k, cell in enumerate(cells) if "".join(cell["source"]).startswith("explore_"))


def megabytes(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def frames(page, times=20):
    handle = page.locator(".noUi-handle").first
    handle.scroll_into_view_if_needed()
    taken = []
    for press in range(times):
        handle.evaluate(f"(handle) => {{ window.frame = ({FRAME})(handle); }}")
        page.keyboard.press("ArrowLeft" if press % 2 else "ArrowRight")
        taken.append(page.evaluate("() => window.frame"))
    yield Row("live course: slider to painted frame, median", statistics.median(taken), None, "ms")
    yield Row("live course: slider to painted frame, slowest of 20", max(taken), None, "ms")


def class_of(lab, folder, visit):
    """What ``CLASS`` first visits at once cost one ordinary static server, a Python process of its own."""
    port = lab.free_port()
    server = subprocess.Popen([sys.executable, DRIVER / "static.py", folder, str(port)])
    try:
        asyncio.run(until_open(port))
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        visits = asyncio.run(all_at_once(port, visit))
        seconds = time.perf_counter() - began
    finally:
        server.terminate()
        server.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)  # a child counts once it has ended
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    failed = sum(isinstance(read, BaseException) for read in visits)
    read = sum(read for read in visits if not isinstance(read, BaseException))
    yield Row(f"a class of {CLASS} opens 00 at once: visits that failed", failed, 0, "visits")
    yield Row(f"a class of {CLASS} opens 00 at once: until the last has everything", seconds, None, "s")
    yield Row(f"a class of {CLASS} opens 00 at once: the server's processor", worked, None, "s")
    yield Row(f"a class of {CLASS} opens 00 at once: requests of one visit", len(visit), None, "requests")
    yield Row(f"a class of {CLASS} opens 00 at once: sent in all", read / 1e6, None, "MB")


async def until_open(port):
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise RuntimeError("the static server did not open its port within 10 s")


async def all_at_once(port, paths):
    return await asyncio.gather(*(visit_once(port, paths) for _ in range(CLASS)), return_exceptions=True)


async def visit_once(port, paths):
    """The bytes of one visit: every path, one after the other, on one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    size = 0
    for path in paths:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        left = int(head.split("content-length:")[1].split("\r\n")[0])
        if " 404 " in head.split("\r\n")[0]:  # JupyterLite asks for settings that need not be there
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            continue
        size += left
        while left:
            part = await reader.read(min(left, 1 << 16))
            if not part:
                raise ConnectionError(f"{path} ended {left} bytes early")
            left -= len(part)
    writer.close()
    return size
