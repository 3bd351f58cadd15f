"""What the course costs: the time of its imports and of its tests, and the memory of a student's kernel."""

import subprocess
import sys
import time
from pathlib import Path

import nbformat
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient
from report import Row, interleaved

NOTEBOOKS = sorted(Path(__file__).parents[1].joinpath("notebooks").glob("*.ipynb"))
RESIDENT = "next(line for line in open('/proc/self/status') if line.startswith('VmRSS')).split()[1]"


def measure():
    yield from imports()
    yield from memory()
    yield from memory_of_reruns()
    yield tests()


def imports():
    """In processes of their own; the time of starting Python is taken off."""
    cells = ("pass", "import anywidget, ipywidgets", "import anywidget, ipywidgets, numpy, PIL.Image")
    nothing, widgets, needed, ours = interleaved(*map(python, (*cells, "import helpers.explore")), seconds=8)
    yield Row("import helpers.explore", ours - nothing, unit="s")
    yield Row("import helpers.explore, over ipywidgets and anywidget", (ours - nothing) / (widgets - nothing))
    what = "**import helpers.explore, over ipywidgets, anywidget, numpy and Pillow, which it needs**"
    yield Row(what, (ours - nothing) / (needed - nothing), 1.4)


def python(code):
    return lambda: subprocess.run([sys.executable, "-c", code], check=True)


def memory():
    """Resident in a kernel after the last cell, in MB of 10^6 bytes: what a hub pays for each student."""
    if sys.platform != "linux":  # /proc says it
        return
    for path in NOTEBOOKS:
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(nbformat.v4.new_code_cell(f"print({RESIDENT})"))
        client = NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}})
        client.execute()
        resident = 1024 * int(notebook.cells[-1].outputs[0].text) / 1e6
        yield Row(f"{path.stem}: resident memory of its kernel", resident, 300, "MB")


def memory_of_reruns(runs=50):
    """What many runs of one cell leave in its kernel, sent as JupyterLab does, with the id of the cell."""
    if sys.platform != "linux":
        return
    manager, client = start_new_kernel(kernel_name="python3")
    content = {"code": "from helpers.explore import explore_lenet\nexplore_lenet()", "store_history": True}
    content["user_expressions"] = {"resident": RESIDENT}
    resident = []
    for _ in range(1 + runs):
        message = client.session.msg("execute_request", content, metadata={"cellId": "one"})
        client.shell_channel.send(message)
        while (reply := client.get_shell_msg(timeout=60))["parent_header"]["msg_id"] != message["header"]["msg_id"]:
            pass  # the answer to what was asked at its start
        told = reply["content"]["user_expressions"]["resident"]["data"]["text/plain"]
        resident.append(1024 * int(told.strip("'")) / 1e6)
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    yield Row(
        f"**explore_lenet, {runs} more runs of its cell: left in the kernel**", resident[-1] - resident[0], 15, "MB"
    )


def tests():
    """`make notebooks-test`: two at a time, with the start of each kernel."""
    began = time.perf_counter()
    subprocess.run(["make", "notebooks-test"], check=True, stdout=subprocess.DEVNULL, cwd=NOTEBOOKS[0].parents[1])
    return Row(f"**the {len(NOTEBOOKS)} notebooks under nbval**", time.perf_counter() - began, 60, "s")
