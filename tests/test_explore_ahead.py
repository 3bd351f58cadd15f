"""States drawn ahead: the explorer's own, drawn while nothing else is to do, with nothing changed by it."""

import json
import tracemalloc
from types import SimpleNamespace

import ipywidgets as widgets
import numpy as np
import pytest

from helpers import explore
from helpers.explore import ahead, explore_convolution, explore_kernels, explore_lenet, explore_output_size
from helpers.explore.explorer import Canvas

OWN = "your own"


@pytest.fixture
def turns(monkeypatch):
    """The turns that wait on an event loop."""
    waiting = []
    monkeypatch.setattr(ahead, "later", waiting.append)
    monkeypatch.setattr(ahead, "ON_ITS_WAY", 0)  # on a quick machine the same state is asked for twice at once
    return waiting


class Asked:
    """An explorer that is asked for states as a browser asks; ``sent`` are its messages."""

    def __init__(self, explorer, turns):
        self.explorer, self.turns, self.sent = explorer, turns, []
        self.controls = {name: control for name, control in explorer.controls.items() if name != "step"}
        self.canvas = explorer.controls["step"]
        self.canvas.send = lambda content, buffers=None: self.sent.append(json.loads(json.dumps(content)))

    def values(self, **others):
        return [others.get(name, sent(control)) for name, control in self.controls.items()]

    def ask(self, name, *wanted, **given):
        place = list(self.controls).index(name)
        message = {"ahead": place, "wanted": list(wanted), "values": self.values(), "made": self.canvas.made}
        self.explorer._receive(self.canvas, message | given, [])

    def take(self, most=1000):
        """So many turns, or all: the messages that came of them."""
        self.sent.clear()
        while self.turns and most:
            self.turns.pop(0)()
            most -= 1
        return list(self.sent)

    def of(self, name, *wanted):
        self.ask(name, *wanted)
        return self.take()

    def everything(self):
        """All that a reader or a cell could see of it."""
        parts = [*self.controls.values(), self.canvas, *buttons(self.explorer)]
        traits = {part.model_id: str(part.get_state()) for part in [*parts, *(part.layout for part in parts)]}
        return traits, id(self.explorer.picture), self.explorer.picture.svg, self.explorer.verdict


def sent(control):
    return control.value if "value" in control.keys else control.index


def buttons(explorer):
    return getattr(explorer, "fixes", [])


def places(control):
    """What a browser may ask for, as it writes it; a few of many."""
    if isinstance(control, widgets.IntSlider):
        found = {control.min, control.value - 1, control.value + 1, control.max}
        return sorted(place for place in found - {control.value} if control.min <= place <= control.max)
    if isinstance(control, widgets.Checkbox):
        return [not control.value]
    if hasattr(control, "options"):
        names = [name for name, _ in control._options_full]
        return [place for place, name in enumerate(names) if place != control.index and name != OWN]
    return []


def put(control, place):
    if "value" in control.keys:
        control.value = place
    else:
        control.index = place


@pytest.mark.parametrize("name", explore.__all__)
def test_each_neighbour_is_the_state_that_the_explorer_comes_to_and_nothing_changes(turns, name):
    asked = Asked(getattr(explore, name)(), turns)
    for key, control in asked.controls.items():
        wanted = places(control)[:6]
        if not wanted:
            continue
        before = asked.everything()
        messages = asked.of(key, *wanted)
        assert asked.everything() == before, f"{key}: drawing ahead has changed something"
        at = list(asked.controls).index(key)
        assert [message["ahead"][at] for message in messages] == wanted[: len(messages)] and messages
        for message in messages:
            other = getattr(explore, name)()
            other.at_once(**{other_name: control.value for other_name, control in asked.controls.items()})
            put(other.controls[key], message["ahead"][at])
            canvas = other.controls["step"]
            state = message["state"]
            assert (state["svg"], state["alts"], state["verdict"]) == (canvas.svg, canvas.alts, canvas.verdict)
            assert message["shown"] == canvas.shown
            assert message["step"] in (None, canvas.value)
            assert [*state["beside"].values()] == [*canvas.beside.values()]
        put(control, wanted[0])  # and the next control from there


def test_the_browser_shows_all_that_a_state_is_made_of():
    script = (ahead.__file__.rsplit("/", 2)[0] + "/web/ahead.js").replace("/explore", "")
    with open(script, encoding="utf-8") as file:
        (line,) = (line for line in file if line.startswith("const SHOWS"))
    told = explore_convolution().told(explore_convolution().picture, "")
    assert {*json.loads(line[line.index("[") : line.index("]") + 1])} == {*told, "shown"}
    assert all(name in Canvas.class_trait_names(sync=True) for name in told)


def test_the_nearest_comes_first_and_one_in_a_turn(turns):
    asked = Asked(explore_convolution(), turns)
    asked.ask("n", 8, 6, 9, 5)
    assert [message["ahead"][0] for message in asked.take(1)] == [8]
    assert [message["ahead"][0] for message in asked.take(1)] == [6]
    assert [message["ahead"][0] for message in asked.take()] == [9, 5]


@pytest.mark.parametrize(
    "comes",
    [
        lambda app, other: put(app.controls["stride"], 2),
        lambda app, other: put(other.controls["stride"], 2),
        lambda app, other: app._receive(None, {"grid": "image", "row": 0, "column": 0, "value": "7"}, []),
        lambda app, other: app._receive(None, {"ahead": None}, []),
        lambda app, other: app.at_once(step=3),
        lambda app, other: app.redraw(),
    ],
    ids=["a control", "another explorer's", "a cell typed into", "nobody looks", "a step from a cell", "a redraw"],
)
def test_whatever_comes_ends_it(turns, comes):
    asked = Asked(explore_convolution(), turns)
    other = explore_convolution()
    asked.ask("n", 8, 6, 9, 5)
    assert len(asked.take(1)) == 1
    comes(asked.explorer, other)
    assert asked.take() == []


def test_a_new_question_takes_the_place_of_the_one_before(turns):
    asked = Asked(explore_convolution(), turns)
    asked.ask("n", 8, 6, 9, 5)
    asked.ask("stride", 2)
    assert [message["ahead"][:3] for message in asked.take()] == [[7, 3, 2]]


def test_any_message_to_the_kernel_ends_it_and_nothing_is_drawn_while_a_cell_runs(turns, monkeypatch):
    last = {"header": {"msg_id": "one"}}
    shell = SimpleNamespace(kernel=SimpleNamespace(get_parent=lambda channel: last))
    asked = Asked(explore_convolution(), turns)
    monkeypatch.setattr(ahead, "get_ipython", lambda: shell)
    cells = SimpleNamespace(runs=False)
    monkeypatch.setattr(ahead, "_watch", lambda _shell: cells)
    asked.ask("n", 8, 6, 9)
    assert len(asked.take(1)) == 1
    last["header"] = {"msg_id": "two"}
    assert asked.take() == []
    asked.ask("n", 8, 6)
    cells.runs = True
    assert asked.take() == []
    cells.runs = False
    asked.ask("n", 8, 6)
    assert len(asked.take()) == 2


def test_a_cell_that_begins_ends_it(turns):
    asked = Asked(explore_convolution(), turns)
    asked.ask("n", 8, 6)
    cells = ahead._Cells(None)
    cells.begin(None)
    assert cells.runs and asked.take() == []
    cells.end(None)
    assert not cells.runs


def test_a_question_of_other_numbers_than_pythons_is_answered_for_those(turns):
    asked = Asked(explore_convolution(), turns)
    asked.ask("n", 8, values=asked.values(stride=2))  # the browser's slider is ahead of Python's
    (message,) = asked.take()
    assert message["state"]["svg"] == explore_convolution(n=8, stride=2).picture.svg


NONSENSE = {
    "beyond the slider": {"wanted": [13]},
    "another kind": {"wanted": ["eight"]},
    "nothing": {"wanted": [None]},
    "a list of lists": {"wanted": [[8]]},
    "a list's place that there is not": {"ahead": 6, "wanted": [99]},
    "before a list's first place": {"ahead": 6, "wanted": [-9]},
    "the reader's own matrix, which there is not yet": {"ahead": 6, "wanted": [5]},
    "values of another kind": {"values": [7, "3", 1, 0, 1, 0, 0, 0]},
    "what was made before": {"made": -3},
}


@pytest.mark.parametrize("given", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_not_drawn(turns, given):
    asked = Asked(explore_convolution(), turns)
    asked.ask("n", 8, **given)
    assert asked.take() == []


def test_what_is_made_of_something_else_has_another_number(turns):
    app = explore_convolution()
    canvas, image = app.controls["step"], app.controls["image"]
    seen = [canvas.made]
    app._receive(canvas, {"grid": "image", "row": 0, "column": 0, "value": "7"}, [])
    seen.append(canvas.made)
    app._receive(canvas, {"grid": "image", "row": 0, "column": 1, "value": "7"}, [])
    seen.append(canvas.made)
    app.redraw()  # a cell says that something has changed
    seen.append(canvas.made)
    assert len({*seen}) == 4
    for control, place in (("stride", 2), ("image", 1), ("kernel", 1), ("n", 8)):
        put(app.controls[control], place)
        assert canvas.made == seen[-1]
    fresh = explore_convolution()
    fresh.controls["image"].value = OWN  # it is the one that showed before, and could be another one later
    assert not fresh.controls["step"].lasts
    fresh.controls["image"].value = "dot"
    assert fresh.controls["step"].lasts
    given = explore_convolution(image=np.eye(5, dtype=int))
    assert given.controls["step"].lasts and image.value != OWN


def test_beside_the_readers_own_matrix_that_is_none_yet_only_named_ones_are_drawn(turns):
    app = explore_convolution()
    app.controls["image"].value = OWN
    asked = Asked(app, turns)
    assert asked.of("n", 8, 6) == []
    assert [message["ahead"][6] for message in asked.of("image", 0, 4)] == [0, 4]
    app.type("image", 0, 0, "7")
    assert len(asked.of("n", 8, 6)) == 2


def test_a_drawing_and_an_own_picture_have_numbers_of_their_own():
    app = explore_lenet()
    canvas, seen = app.controls["step"], set()
    for column in (5, 10, 15):
        app._receive(canvas, {"grid": "input", "points": [(4, column), (20, column)]}, [])
        seen.add(canvas.made)
    assert len(seen) == 3
    app.controls["source"].value = "digit"
    assert canvas.made == max(seen)
    assert explore_kernels().controls["step"].made == 0


def test_one_question_brings_no_more_than_two_megabytes(turns, monkeypatch):
    asked = Asked(explore_kernels(), turns)
    wanted = places(asked.controls["row"])
    sizes = [size(message) for message in asked.of("row", *range(100, 104))]
    assert len(sizes) == 4 and sum(sizes) <= 2_000_000 and wanted
    for most in (sum(sizes[:2]), sum(sizes[:2]) - 1):
        monkeypatch.setattr(ahead, "MOST_BYTES", most)
        messages = asked.of("row", *range(100, 104))
        assert sum(map(size, messages)) <= most and len(messages) == (2 if most == sum(sizes[:2]) else 1)


def size(message):
    told = {name: part for name, part in message.items() if name not in ("of", "ahead", "made")}
    return len(json.dumps(told, ensure_ascii=False).encode())


def test_one_question_brings_no_more_than_a_few_states(turns):
    asked = Asked(explore.explore_pattern(), turns)
    assert len(asked.of("width", *range(1, 100))) == ahead.MOST_PLACES


@pytest.mark.parametrize("name", explore.__all__)
def test_it_takes_less_than_30_megabytes_of_the_kernel_and_leaves_none(turns, name):
    asked = Asked(getattr(explore, name)(), turns)
    asked.canvas.send = lambda content, buffers=None: None
    moves = [(key, places(control)) for key, control in asked.controls.items() if places(control)]
    for key, wanted in moves:
        asked.of(key, *wanted)
    tracemalloc.start()
    for key, wanted in moves:
        asked.of(key, *wanted)
    left, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 30e6 and left < 3e6, (most, left)


def test_a_slider_of_one_value_and_words_have_no_neighbours(turns):
    asked = Asked(explore.explore_pattern(), turns)
    assert asked.of("n", "3") == []


def test_outside_a_kernel_nothing_waits():
    assert ahead.later(lambda: None) is False


def test_the_buttons_beside_a_picture_follow_it():
    app = explore_output_size(stride=2, n=7)
    assert not any(button.description for button in app.fixes)
    app.controls["n"].value = 8
    button = next(button for button in app.fixes if button.description == "stride 1")
    assert button.layout.display is None
    button.click()
    assert app.controls["stride"].value == 1 and not any(button.description for button in app.fixes)
