"""What a cell showed is let go when it runs again, unless somebody has it still: in a kernel, with cells of an id."""

import queue
from itertools import count

import pytest
from jupyter_client.manager import start_new_kernel

NUMBERS = count(1)
START = """
import gc
from IPython.display import display
from ipywidgets import Button, HBox, Output, Widget
from ipywidgets.widgets.widget import _instances
from helpers.explore import explore_convolution, explore_lenet, explore_pooling
from helpers.explore.explorer import Explorer
def alive():
    gc.collect()
    return sum(isinstance(found, Explorer) for found in gc.get_objects())
"""


class Kernel:
    """A kernel, and what JupyterLab says to it."""

    def __init__(self, client):
        self.client, self.closed, self.said = client, [], []
        self.run(START)

    def run(self, code, cell=None):
        """Run a cell of a notebook, or without ``cell`` something between the cells: the text that it prints."""
        content = {"code": code, "silent": False, "store_history": cell is not None, "allow_stdin": False}
        return self.ask("execute_request", content, {"cellId": cell} if cell else {})

    def say(self, comm, **data):
        """What the browser says when a control is used."""
        return self.ask("comm_msg", {"comm_id": comm, "data": data}, {})

    def ask(self, kind, content, metadata):
        """Send a message and wait until the kernel is idle; ``closed`` are the comms that it closed meanwhile."""
        message = self.client.session.msg(kind, content, metadata=metadata)
        self.client.shell_channel.send(message)
        self.closed, self.said, idle = [], [], False
        while not idle:
            try:
                answer = self.client.get_iopub_msg(timeout=60)
            except queue.Empty:
                pytest.fail(f"no answer to {content}")
            if answer["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            kind, told = answer["msg_type"], answer["content"]
            if kind == "error":
                self.said.append(told["ename"])
            elif kind == "stream":
                self.said.append(told["text"])
            elif kind == "comm_close":
                self.closed.append(told["comm_id"])
            idle = kind == "status" and told["execution_state"] == "idle"
        return "".join(self.said).strip()

    def widgets(self):
        return int(self.run("print(len(_instances))"))


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel(kernel_name="python3")
    yield Kernel(client)
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.fixture
def cell(kernel):
    """The id of a new cell. Afterwards nothing is left of what a test showed."""
    name = f"cell-{next(NUMBERS)}"
    yield name
    kernel.run("Widget.close_all()\nkept = app = box = None")
    for used in (name, f"{name}-other"):
        assert kernel.run("0", used) == ""
    assert kernel.run("print(alive())") == "0"


@pytest.mark.parametrize(
    "source",
    [
        "explore_lenet()",
        "explore_pooling(n=5)",
        "app = explore_convolution()\napp",
        "display(explore_convolution())",
        "display(explore_convolution(), explore_pooling())",
        "app = explore_convolution()\ndisplay(app)\napp",
    ],
)
def test_many_runs_of_a_cell_keep_one_runs_widgets(kernel, cell, source):
    before = kernel.widgets()
    assert kernel.run(source, cell) == "" and kernel.closed == []
    one = kernel.widgets() - before
    for _ in range(4):
        assert kernel.run(source, cell) == ""
        assert len(set(kernel.closed)) == one  # the browser lets go, too
    assert kernel.widgets() - before == one
    assert kernel.run("print(alive())") == str(source.count("explore_"))


def test_a_cell_that_shows_nothing_any_more_lets_go(kernel, cell):
    for source, said in (("1 / 0", "ZeroDivisionError"), ("pass", "")):
        kernel.run("explore_convolution()", cell)
        assert kernel.run("print(alive())") == "1"
        assert kernel.run(source, cell) == said
        assert kernel.run("print(alive())") == "0"


# How the explorer that a cell shows can be had still, when that cell has run again: (the cell, what runs after it).
HELD = {
    "by a name": ("explore_convolution()", "kept = _"),
    "by a list in a list": ("explore_convolution()", "kept = [[_]]"),
    "by what it draws with": ("explore_convolution()", "kept = _.redraw"),
    "by its own cell": ("kept = globals().get('kept') or explore_convolution()\nkept", "0"),
    "by the screen alone": ("_ if isinstance(_, Explorer) else explore_convolution()", "pass"),
    "by another cell": ("app = explore_convolution()\napp", "app"),
    "by a widget of the reader": ("explore_convolution()", "display(HBox([_]))"),
    "by an Output": ("box = Output()\nwith box: display(explore_convolution())\nbox", "0"),
}
ONLY = "[widget for widget in _instances.values() if isinstance(widget, Explorer)]"


@pytest.mark.parametrize("how", HELD)
def test_what_is_still_held_still_works(kernel, cell, how):
    source, after = HELD[how]
    kernel.run(source, cell)
    kernel.run(after, f"{cell}-other")
    name, slider = kernel.run(f"for it in {ONLY}: print(it.model_id, it.controls['stride'].model_id)\ndel it").split()
    for _ in range(3):
        assert kernel.run(source, cell) == ""
    kernel.say(slider, method="update", state={"value": 2}, buffer_paths=[])
    assert kernel.run(f"print(len(_instances['{name}'].picture.alts))") == "9"


@pytest.mark.parametrize("how", ["by a name", "by another cell"])
def test_what_is_held_no_longer_goes_with_the_next(kernel, cell, how):
    source, after = HELD[how]
    kernel.run(source, cell)
    kernel.run(after, f"{cell}-other")
    kernel.run(source, cell)
    assert kernel.run("print(alive())") == "2"
    kernel.run("kept = 0", f"{cell}-other")
    kernel.run(source, cell)
    assert kernel.run("print(alive())") == "1"


def test_what_no_cell_shows_is_kept(kernel, cell):
    kernel.run("display(explore_convolution())")  # where cells have no ids nobody can say what shows
    kernel.run("display(explore_convolution())")
    kernel.run("kept = explore_pooling()", cell)  # never shown
    kernel.run("pass", cell)
    assert kernel.run("print(alive())") == "3"


def test_what_a_press_shows_belongs_to_no_cell(kernel, cell):
    kernel.run("box = Button()\nbox.on_click(lambda _: display(explore_convolution()))\nbox", cell)
    kernel.say(kernel.run("print(box.model_id)"), method="custom", content={"event": "click"})
    for _ in range(2):
        kernel.run("explore_pooling()", f"{cell}-other")
    assert kernel.run("print(alive())") == "2"


def test_other_results_stay_in_out(kernel, cell):
    kernel.run("6 * 7", f"{cell}-other")
    number = int(kernel.run("print(max(Out))"))
    for after in ("_ = 'mine'", "pass", "pass"):
        kernel.run("explore_convolution()", cell)
        kernel.run(after, f"{cell}-other")
    said = kernel.run(
        f"print(_, Out[{number}], _{number}, [type(result).__name__ for n, result in Out.items() if n > {number}])"
    )
    assert said == "mine 42 42 ['Explorer']"


def ask_ahead(kernel, wanted):
    """What the browser asks where the hand rests on the first slider of ``explorer``."""
    canvas = kernel.run("print(explorer.controls['step'].model_id)")
    content = {"ahead": 0, "wanted": wanted, "values": [7, 3, 1, 0, 1, 0, 0, 0], "made": 0}
    kernel.say(canvas, method="custom", content=content)


def ahead_of(kernel, seconds=3):
    """The values of the first slider that come drawn ahead, as long as one comes after the other."""
    found = []
    while True:
        try:
            told = kernel.client.get_iopub_msg(timeout=seconds)["content"]
        except queue.Empty:
            return found
        if told.get("data", {}).get("method") == "custom" and "ahead" in told["data"]["content"]:
            found.append(told["data"]["content"]["ahead"][0])
            seconds = 1


def test_states_drawn_ahead_hold_nothing_and_end_with_the_next_cell(kernel, cell):
    source = "explorer = explore_convolution()\nexplorer"
    kernel.run(source, cell)
    ask_ahead(kernel, [8, 6, 9, 5])
    assert ahead_of(kernel) == [8, 6, 9, 5]
    kernel.run("from helpers.explore import ahead\nahead.PAUSE, ahead.ON_ITS_WAY = 1.5, 0")
    ask_ahead(kernel, [8, 6])
    kernel.run(source, cell)  # while the question waits
    assert kernel.run("print(alive())") == "1"
    assert ahead_of(kernel) == []
    ask_ahead(kernel, [8, 6])
    kernel.run("pass", f"{cell}-other")
    assert ahead_of(kernel) == []
    kernel.run("ahead.PAUSE = 0.002\ndel explorer, ahead")
