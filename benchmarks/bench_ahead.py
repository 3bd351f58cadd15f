"""States that lie ready in the browser: how fast a control answers, beside the build before there were any.

`.venv/bin/python benchmarks/bench_ahead.py` runs this alone and prints its rows. Both builds are in one server and
one browser, a kernel each, and take turns control by control.
"""

import io
import json
import os
import signal
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from statistics import median

import ipywidgets as widgets
from bench_browser import DELAY, opened, step_of, write
from playwright.sync_api import TimeoutError as Timeout
from report import Row
from watch import Watched, answered

import helpers.explore

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser" / "driver"))
import lab as jupyter
from slow_line import SLOW, delay

ROOT = Path(__file__).parents[1]
BEFORE = "d88c56c"  # the last build that asked Python for every state
SLOWING = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")  # what a machine may set that makes BLAS slow
FRAMES = 2 * 1000 / 60  # ms: as fast as a screen can, with the frame in which a key falls
REST, LONG_REST = 300, 900  # ms that the hand rests, near the kernel and far from it
KEYS = {"slider": ("ArrowRight", "ArrowLeft"), "list": ("ArrowDown", "ArrowUp")}


class Control:
    """A control of an explorer: where it is in a page, and how it is pressed."""

    def __init__(self, explorer, name, place):
        control = explorer.controls[name]
        self.name, self.label, self.key = name, control.description, None
        self.kind = next(kind for kind, family in FAMILIES.items() if isinstance(control, family))
        self.painted = f"Number(JSON.parse(canvas.dataset.shown)[{place}])"
        self.index = getattr(control, "index", None)
        self.words = [str(text) for text, _ in getattr(control, "_options_full", ())]
        self.low, self.high = 0, sum(word != "your own" for word in self.words) - 1
        if self.kind == "slider":
            self.low, self.high = control.min, control.max

    def there(self, explorer):
        if self.kind == "slider":
            return explorer.locator(f'.noUi-handle[aria-label="{self.label}"]')
        if self.kind == "switch":
            return explorer.get_by_role("checkbox", name=self.label, exact=True)
        if self.kind == "list":
            return explorer.get_by_label(self.label, exact=True)
        return [explorer.get_by_role("button", name=word, exact=True) for word in self.words]

    def watched(self, explorer):
        there = self.there(explorer)
        handle = there[0] if isinstance(there, list) else there
        return Watched(explorer.locator(".cnn-canvas"), handle, self.painted, self.painted)

    def rested(self, explorer, times, rest):
        """ms from key to painted frame, the hand resting before each press."""
        watched, there, page = self.watched(explorer), self.there(explorer), explorer.page
        watched.begin()
        for _ in range(times):
            key = self.take(there, page)
            page.wait_for_timeout(rest)
            now = page.evaluate("see.now()[1]")
            page.keyboard.press(key)
            page.wait_for_function("old => see.now()[1] !== old", arg=now)
        return answered(page.evaluate("see.keys"), watched.frames())

    def take(self, there, page):
        """Lay the hand on it: the key that moves it, away from the end of its range."""
        if self.kind == "buttons":  # the one beside the one that is pressed
            self.index += 1 if self.index < self.high else -1
            there[self.index].focus()
            return "Enter"
        there.focus()
        if self.kind == "switch":
            return "Space"
        up, down = KEYS[self.kind]
        now = int(page.evaluate("see.now()[1]"))
        self.key = down if now >= self.high else up if now <= self.low else self.key or up
        return self.key

    def held(self, explorer):
        """ms from each press of a key that is held, from the low end on."""
        key = KEYS[self.kind][0]
        self.there(explorer).focus()
        explorer.page.keyboard.press("Home")
        explorer.page.wait_for_timeout(400)
        explorer.page.wait_for_function("() => !document.querySelector('.cnn-waits')")
        return self.watched(explorer).hold(key, min(self.high - self.low, 8))


FAMILIES = {
    "slider": widgets.IntSlider,
    "list": widgets.Dropdown,
    "buttons": widgets.ToggleButtons,
    "switch": widgets.Checkbox,
}


def controls_of(name, orders):
    """One slider of an explorer, and one list, or row of buttons, or switch, as far as it has them, in every build.

    ``orders`` are the names of its controls in each build, in their order.
    """
    explorer = getattr(helpers.explore, name)()
    for kinds in (("slider",), ("list", "buttons", "switch")):
        found = [
            key
            for kind in kinds
            for key, control in explorer.controls.items()
            if key not in explorer.by_hand and isinstance(control, FAMILIES[kind])
        ]
        if found:
            yield [Control(explorer, found[0], order.index(found[0])) for order in orders]


ORDERS = """
import json, sys
sys.path.insert(0, sys.argv[1])
from helpers import explore
print(json.dumps({name: list(getattr(explore, name)().controls) for name in explore.__all__}))
"""


def orders_of(folder):
    """The names of the controls of every explorer of a build, in their order."""
    told = subprocess.run([sys.executable, "-c", ORDERS, folder], check=True, capture_output=True, text=True)
    return json.loads(told.stdout)


def measure():
    for name in SLOWING:
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory() as folder:
        before = Path(folder) / ".before"
        _unpack(before)
        builds = {"now": orders_of(ROOT), "before": orders_of(before)}
        controls = {
            name: list(controls_of(name, [build[name] for build in builds.values() if name in build]))
            for name in builds["now"]
        }
        for which, names in builds.items():
            cells = [f"from helpers.explore import {name}\n{name}_app = {name}()\n{name}_app" for name in names]
            if which == "before":
                cells[0] = f"import sys\nsys.path.insert(0, {str(before)!r})\n{cells[0]}"
            write(Path(folder) / f"{which}.ipynb", cells)
        with jupyter.jupyter_lab(folder) as lab, jupyter.chromium() as browser:
            pages = [lab.open(browser, f"{which}.ipynb", script=SLOW) for which in builds]
            both = [dict(opened(page, builds[which])) for page, which in zip(pages, builds, strict=True)]
            yield from beside_the_kernel(both, controls)
            yield from far_from_the_kernel(pages, both, controls)
            yield from with_the_kernel_paused(lab, both[0], controls)


def beside_the_kernel(both, controls):
    for name, there in controls.items():
        now, *before = (step_of_one(explorers[name]) for explorers in both if name in explorers)
        if before:
            what = f"{name}, step: over {BEFORE} ({now:.0f} and {before[0]:.0f} ms)"
            yield Row(what, now / before[0], _unless_frames(now, 1.1))
        for control in there:
            what = f"{name}, {control[0].label or control[0].name}"
            rested = [
                median(one.rested(explorers[name], 5, REST)) for one, explorers in zip(control, both, strict=False)
            ]
            yield from _compared(f"{what}: key to painted frame after a rest", rested, now, 0.55)
            if control[0].kind in KEYS and control[0].high - control[0].low > 1:
                held = [median(one.held(explorers[name])) for one, explorers in zip(control, both, strict=False)]
                yield from _compared(f"{what}: key held, to a frame as far", held, None, 0.8)


def step_of_one(explorer):
    explorer.locator(".cnn-canvas").scroll_into_view_if_needed()
    return step_of(explorer).press(7, rest=100).median


def _compared(what, both, step, most):
    now, *before = both
    yield Row(f"{what}, median", now, max(1.25 * step, FRAMES) if step else None, "ms")
    if before:
        yield Row(f"{what}: over {BEFORE} ({before[0]:.0f} ms)", now / before[0], _unless_frames(now, most))


def _unless_frames(ms, goal):
    """A goal for a ratio, none where a screen can be no faster."""
    return None if ms <= FRAMES else goal


def far_from_the_kernel(pages, both, controls):
    where = f"{1000 * DELAY:.0f} ms each way to the kernel"
    for page in pages:
        delay(page, DELAY)
    ratios, times = [], []
    for name, there in controls.items():
        for control in [control for control in there if len(control) == 2]:
            now, before = (
                median(one.rested(page[name], 2, LONG_REST)) for one, page in zip(control, both, strict=False)
            )
            ratios.append((now / before, f"{name}, {control[0].label or control[0].name}"))
            times.append((now, before))
    for page in pages:
        delay(page, 0)
    now, before = (median(column) for column in zip(*times, strict=True))
    yield Row(f"all of these, {where}, states that lie ready: median of medians", now, unit="ms")
    yield Row(f"all of these, {where}, {BEFORE}: median of medians", before, unit="ms")
    yield Row(f"**all of these, {where}: over {BEFORE}, median**", now / before, 0.1)
    worst, which = max(ratios)
    yield Row(f"all of these, {where}: over {BEFORE}, the slowest ({which})", worst)


def with_the_kernel_paused(lab, explorers, controls):
    """Of what lies ready: the build before shows nothing at all until the kernel goes on."""
    kernel = int(lab.ask("now.ipynb", "import os; print(os.getpid())"))
    times, missing = [], []
    for name, there in controls.items():
        for control, *_ in there:
            watched, where = control.watched(explorers[name]), control.there(explorers[name])
            watched.begin()
            key = control.take(where, explorers[name].page)
            explorers[name].page.wait_for_timeout(2 * REST)
            os.kill(kernel, signal.SIGSTOP)
            try:
                times.append(watched.once(key))
            except Timeout:
                missing.append(f"{name}, {control.label or control.name}")
            finally:
                os.kill(kernel, signal.SIGCONT)
            explorers[name].page.wait_for_timeout(REST)
    count = sum(map(len, controls.values()))
    what = "**all of these, the kernel paused: controls that show a state that lies ready**"
    yield Row(what + (f" (not {', '.join(missing)})" if missing else ""), len(times), count, "controls", True)
    yield Row("all of these, the kernel paused: key to painted frame, median", median(times), FRAMES, "ms")


def _unpack(folder):
    """The package and the data as they were."""
    archive = subprocess.run(
        ["git", "archive", BEFORE, "helpers", "data"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(folder, filter="data")


if __name__ == "__main__":
    for row in measure():
        print(f"{row.what}: {row.measured:.2f} {row.unit}{'' if row.met else '  GOAL MISSED'}", flush=True)
