"""How fast each explorer answers in JupyterLab and Chromium, beside the same picture by `interact` and `plt.show`."""

import os
import signal
import sys
import tempfile
from pathlib import Path
from statistics import median

import ipywidgets as widgets
import nbformat
from report import Row
from watch import STEP, Watched

import helpers.explore

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser" / "driver"))
import lab as jupyter
from slow_line import SLOW, delay

DELAY = 0.15  # seconds each way: 300 ms there and back
NAIVE = """
%matplotlib inline
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import interact, IntSlider

image = np.zeros((7, 7), int)
image[:, 3:] = 9
kernel = np.array([[-1, 0, 1]] * 3)
sums = np.array([[(image[i:i + 3, j:j + 3] * kernel).sum() for j in range(5)] for i in range(5)])

def numbers(axis, matrix, title, colour, shown=None):
    axis.imshow(np.zeros(matrix.shape), cmap=colour, vmin=0, vmax=3)
    for k, ((i, j), value) in enumerate(np.ndenumerate(matrix)):
        if shown is None or k <= shown:
            axis.text(j, i, value, ha="center", va="center")
    axis.set(title=title, xticks=np.arange(matrix.shape[1]) - 0.5, yticks=np.arange(matrix.shape[0]) - 0.5)
    axis.set(xticklabels=[], yticklabels=[])
    axis.grid(True)

def draw(step):
    i, j = divmod(step, 5)
    products = image[i:i + 3, j:j + 3] * kernel
    figure, axes = plt.subplots(1, 4, figsize=(9.6, 3.4))
    numbers(axes[0], image, "input 7 x 7", "Blues")
    numbers(axes[1], kernel, "filter 3 x 3", "Oranges")
    numbers(axes[2], products, f"sum = {products.sum()}", "Reds")
    numbers(axes[3], sums, "output 5 x 5", "Greens", step)
    axes[0].add_patch(plt.Rectangle((j - 0.5, i - 0.5), 3, 3, fill=False, edgecolor="red", linewidth=3))
    axes[3].add_patch(plt.Rectangle((j - 0.5, i - 0.5), 1, 1, fill=False, edgecolor="red", linewidth=3))
    plt.show()

_ = interact(draw, step=IntSlider(0, 0, 24))
"""
REDRAWS = """
from statistics import median
from time import perf_counter

def seconds(control, trait, values):
    for value in values:
        began = perf_counter()
        setattr(control, trait, value)
        yield perf_counter() - began

print(median(seconds({app}.controls[{name!r}], {trait!r}, {values})))
"""
PLAIN = "jupyter_server.services.kernels.connection.channels.ZMQChannelsWebsocketConnection"


class Other:
    """The first slider of an explorer, else its first list: how it is found, in Python and in the page."""

    def __init__(self, name):
        controls = getattr(helpers.explore, name)().controls
        sliders = [key for key, control in controls.items() if isinstance(control, widgets.IntSlider)]
        self.name = (sliders or list(controls))[0]
        control, place = controls[self.name], list(controls).index(self.name)
        self.label, self.slides = control.description, bool(sliders)
        self.trait = "value" if self.slides else "index"
        now, least = (control.value, control.min) if self.slides else (control.index, 0)
        self.values = [now - 1 if now > least else now + 1, now] * 5
        self.painted = f"JSON.parse(canvas.dataset.shown)[{place}]"

    def watched(self, explorer):
        canvas = explorer.locator(".cnn-canvas")
        if self.slides:
            find = f"""canvas.closest(".cnn-explorer").querySelector('.noUi-handle[aria-label="{self.label}"]')"""
            handle = explorer.locator(f'.noUi-handle[aria-label="{self.label}"]')
            value = f"{find}.closest('.widget-slider').querySelector('.widget-readout').textContent"
            return Watched(canvas, handle, value, self.painted)
        handle = explorer.get_by_label(self.label, exact=True)
        return Watched(canvas, handle, "document.activeElement.selectedIndex", self.painted)


def measure():
    names = helpers.explore.__all__
    others = {name: Other(name) for name in names}
    with tempfile.TemporaryDirectory() as folder:
        cells = [f"from helpers.explore import {name}\n{name}_app = {name}()\n{name}_app" for name in names]
        write(Path(folder) / "ours.ipynb", cells)
        write(Path(folder) / "naive.ipynb", [NAIVE])
        with jupyter.jupyter_lab(folder) as lab, jupyter.chromium() as browser:
            slow = yield from naive(lab, browser)
            yield from ours(lab, browser, others, slow)
            yield from with_the_kernel_paused(lab, browser)
            yield from over_a_slow_line(lab, browser, others)
        yield from without_our_server(folder, others["explore_pooling"])


def naive(lab, browser):
    """The lecture's 7 x 7 input and 3 x 3 filter, drawn anew by matplotlib for each step; the median in ms."""
    page = lab.open(browser, "naive.ipynb")
    jupyter.run_all(page)
    page.locator(".jp-OutputArea-output img").wait_for()
    image = "canvas.querySelector('.jp-OutputArea-output img')"
    painted = f"{image}?.complete ? ({image}.number ??= (window.images = (window.images ?? 0) + 1)) : 'none'"
    handle, value = page.locator(".noUi-handle"), "canvas.querySelector('.widget-readout').textContent"
    watched = Watched(page.locator(".jp-OutputArea").first, handle, value, painted, "false")
    times, drag = watched.press(10), watched.drag()
    page.close()
    what = "interact and plt.show, 7 x 7 and 3 x 3"
    yield Row(f"{what}: key to painted frame, median (95 %: {times.p95:.0f} ms)", times.median, unit="ms")
    yield Row(f"{what}: of the {drag.taken} values dragged over, shown", drag.painted, unit="values")
    return times.median


def opened(page, names=helpers.explore.__all__):
    """The explorers of the page by their names; each has been scrolled into view once, for its parts to be there."""
    jupyter.run_all(page)
    for number, name in enumerate(names):
        cell = page.locator(".jp-Notebook .jp-Cell").nth(number)
        cell.scroll_into_view_if_needed()
        explorer = cell.locator(".cnn-explorer")
        explorer.locator(".cnn-verdict").wait_for()
        explorer.locator(".cnn-canvas").scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        yield name, explorer


def step_of(explorer):
    return Watched(explorer.locator(".cnn-canvas"), explorer.locator(".cnn-bar input"), *STEP)


def ours(lab, browser, others, slow):
    """Each explorer with its kernel beside it."""
    page = lab.open(browser, "ours.ipynb")
    late = 0
    for name, explorer in opened(page):
        step, drag = step_of(explorer).press(15), step_of(explorer).drag()
        what = f"{name}, step"
        yield Row(f"{what}: key to painted frame, median (95 %: {step.p95:.0f} ms)", step.median, 25, "ms")
        yield Row(f"{what}: interact and plt.show over it", slow / step.median, 12, least=True)
        yield Row(
            f"{what}: shown of {drag.taken} values dragged over", 100 * drag.painted / drag.taken, 100, "%", True
        )
        late += drag.late
        other = others[name]
        watched, what = other.watched(explorer), f"{name}, {other.label}"
        times = watched.press(15) if other.slides else watched.press(15, ("ArrowDown", "ArrowUp"))
        yield Row(f"{what}: key to painted frame, median (95 %: {times.p95:.0f} ms)", times.median, 80, "ms")
        yield Row(f"{what}: interact and plt.show over it", slow / times.median, 4, least=True)
        if other.slides:
            drag = watched.drag()
            late += drag.late
            yield Row(f"{what}: shown of {drag.taken} values dragged over", 100 * drag.painted / drag.taken, unit="%")
        code = REDRAWS.format(app=f"{name}_app", name=other.name, trait=other.trait, values=other.values)
        yield Row(f"{what}: Python's part", 1000 * float(lab.ask("ours.ipynb", code)), unit="ms")
        yield Row(f"{what}: what comes over the wire", received(page, lab, name, other) / 1000, unit="KB")
    yield Row("**all explorers, dragging: frames of an older value after a newer one**", late, 0, "frames")
    page.close()


def received(page, lab, name, other):
    """Bytes that a change of this control brings to the browser, in all messages: the mean of there and back."""
    page.wait_for_function("() => !document.querySelector('.cnn-waits')")  # what was dragged before has been answered
    page.wait_for_timeout(500)
    line = page.context.new_cdp_session(page)
    sizes = []
    line.on("Network.webSocketFrameReceived", lambda event: sizes.append(size_of(event["response"])))
    line.send("Network.enable")
    values = other.values[:2]
    control = f"{name}_app.controls[{other.name!r}]"
    lab.ask("ours.ipynb", "\n".join(f"{control}.{other.trait} = {value}" for value in values))
    page.wait_for_timeout(500)
    line.detach()
    return sum(sizes) / len(values)


def size_of(response):
    """Of a frame of a web socket: binary ones come as base64."""
    return len(response["payloadData"]) * (3 / 4 if response["opcode"] == 2 else 1)


def with_the_kernel_paused(lab, browser):
    page = lab.open(browser, "ours.ipynb")
    explorers = list(opened(page))
    kernel = int(lab.ask("ours.ipynb", "import os; print(os.getpid())"))
    os.kill(kernel, signal.SIGSTOP)
    try:
        yield from steps(explorers, "the kernel paused")
    finally:
        os.kill(kernel, signal.SIGCONT)
    page.close()


def over_a_slow_line(lab, browser, others):
    where = f"{1000 * DELAY:.0f} ms each way to the kernel"
    page = lab.open(browser, "ours.ipynb", script=SLOW)
    explorers = list(opened(page))
    delay(page, DELAY)
    yield from steps(explorers, where)
    times = [others[name].watched(explorer).press(3) for name, explorer in explorers if others[name].slides]
    answers = median(one.median for one in times)
    yield Row(f"all other sliders, {where}: key to painted frame, median", answers, unit="ms")
    unmarked = max(one.unmarked for one in times)
    yield Row(
        f"**all other sliders, {where}: longest time that an older picture is not marked**", unmarked, 150, "ms"
    )
    page.close()


def without_our_server(folder, other):
    """A slider with the settings of tools/jupyter and with Jupyter's own, which lets short messages wait."""
    medians = []
    for arguments in ([], [f"--ServerApp.kernel_websocket_connection_class={PLAIN}"]):
        with jupyter.jupyter_lab(folder, *arguments) as lab, jupyter.chromium() as browser:
            explorers = dict(opened(lab.open(browser, "ours.ipynb")))
            medians.append(other.watched(explorers["explore_pooling"]).press(30).median)
    ours, plain = medians
    yield Row(f"explore_pooling, {other.label}: a server as Jupyter sets it, over ours", plain / ours, unit="times")


def steps(explorers, where):
    """The step control of every explorer: the slowest of their medians, and the least shown while it is dragged."""
    times, drags = [], []
    for _, explorer in explorers:
        explorer.locator(".cnn-canvas").scroll_into_view_if_needed()
        times.append(step_of(explorer).press(6))
        drags.append(step_of(explorer).drag())
    slowest = max(one.median for one in times)
    shown = 100 * min(drag.painted / drag.taken for drag in drags)
    yield Row(f"**all step controls, {where}: key to painted frame, the slowest median**", slowest, 25, "ms")
    yield Row(f"**all step controls, {where}: shown of the values dragged over**", shown, 100, "%", True)


def write(path, cells):
    """A notebook of code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)
