"""The states next to the one that shows, drawn while Python has nothing else to do, for the browser to have ready.

The browser asks where a hand rests or moves (``web/ahead.js``): for values of one control, the others as they are.
Each is drawn in a turn of its own on the kernel's event loop, and nothing that the explorer shows or keeps changes.
"""

import asyncio
import json
from contextvars import Context
from functools import lru_cache, partial
from time import monotonic
from weakref import ref

from IPython import get_ipython

from helpers.explore.cells import Cells
from helpers.explore.states import axis_of

MOST_PLACES = 24  # asked for at once
MOST_BYTES = 2_000_000  # sent for one question
PAUSE = 0.002  # seconds before each state, in which a message can come in
ON_ITS_WAY = 0.5  # seconds for which what was sent is not sent again: the browser may not have it yet


def later(act):
    """Call ``act`` soon, if the kernel's event loop runs: whether it does."""
    try:
        asyncio.get_running_loop().call_later(PAUSE, act)
    except RuntimeError:  # no kernel, so nobody who would see it
        return False
    return True


class Ahead:
    """What is drawn ahead of one explorer.

    ``made`` counts what a picture depends on beside the controls: the browser keeps states of one number only.
    """

    turns = 0  # of all explorers: who waits for a turn gives up when another number stands here

    def __init__(self, explorer):
        self._explorer, self._made = ref(explorer), 0
        self._under_way = {}  # what was sent, as it was asked for: when
        _watch(get_ipython())

    @property
    def made(self):
        return self._made + sum(getattr(control, "turns", 0) for control in self._explorer().controls.values())

    def lasts(self, state):
        """Whether these values of the controls mean the same picture as long as ``made`` stays."""
        controls = self._explorer().controls
        return all(controls[name].lasts(value) for name, value in state.items() if isinstance(controls[name], Cells))

    def remake(self):
        """Something that pictures are made of has changed, and it is no control."""
        self._made += 1

    def drawn(self, anew):
        """A picture is drawn because it is asked for, ``anew`` where no control is the reason."""
        give_up()
        self._made += anew

    def ask(self, message):
        """Draw, one after the other, the values ``wanted`` of the control ``ahead`` as long as nothing else comes.

        ``values`` are those of all controls in the browser; all are as it writes them (``sent_of``).
        """
        give_up()
        if message["ahead"] is None or message["made"] != self.made:
            return
        names = [name for name in self._explorer().controls if name != "step"]
        rest = iter([*message["wanted"]][:MOST_PLACES])
        self._wait(message["ahead"], dict(zip(names, message["values"], strict=True)), rest, 0)

    def _wait(self, *asked):
        later(partial(_go_on, ref(self), _moment(), asked))

    def go_on(self, place, values, rest, sent):
        """Draw and send the next of the ``rest``; ``sent`` are the bytes so far."""
        explorer, name = self._explorer(), [*values][place]
        _lands, sets = explorer.left.get(name, (None, ()))
        for wanted in rest:
            asked = values | {name: wanted}
            kept = [value for other, value in asked.items() if other not in sets]
            key, now = json.dumps([self.made, place, *kept]), monotonic()
            if now - self._under_way.get(key, -ON_ITS_WAY) < ON_ITS_WAY:
                continue
            told = self._state(explorer, name, asked)
            if told is None:
                continue
            size = len(json.dumps(told, ensure_ascii=False).encode())
            if sent + size <= MOST_BYTES:
                explorer.controls["step"].send({"of": place, "ahead": [*asked.values()], "made": self.made, **told})
                self._under_way = {old: at for old, at in self._under_way.items() if now - at < ON_ITS_WAY}
                self._under_way[key] = now
                self._wait(place, values, rest, sent + size)
            return

    def _state(self, explorer, name, asked):
        """What the browser is told of the state ``asked`` for by the control ``name``; None where there is none."""
        axis = axis_of(name, explorer)
        controls = {other: explorer.controls[other] for other in asked}
        try:
            state = {other: _value(controls[other], sent) for other, sent in asked.items()}
        except (IndexError, TypeError, ValueError):
            return None
        if axis is None or state[name] not in axis.values or not self.lasts(state):
            return None
        landed = axis.lands(state) if axis.lands else {}
        step = landed.pop("step", None)
        state |= landed
        picture, verdict = explorer._draw(**state)
        shown = [sent_of(control, state[other]) for other, control in controls.items()]
        return {"shown": shown, "step": step, "state": explorer.told(picture, verdict)}


def give_up():
    """Whatever waits for its turn is drawn no more."""
    Ahead.turns += 1


def sent_of(control, value):
    """A value of a control as the browser has it: a list has the place of what is chosen."""
    if "value" in control.keys:
        return value
    return next(place for place, (_, other) in enumerate(_options(control)) if other == value)


def _value(control, sent):
    """The other way round. Errors: ``ValueError``, ``TypeError`` and ``IndexError`` for what it never had."""
    if "value" not in control.keys:
        return _options(control)[range(len(control.options))[sent]][1]
    if type(sent) is not type(control.value):
        raise TypeError(f"{control.description} is {control.value!r}, got {sent!r}")
    return sent


def _options(control):
    return [option if isinstance(option, tuple) else (option, option) for option in control.options]


def _moment():
    """What is another as soon as something has come in: our own count, and the kernel's last message."""
    return Ahead.turns, Context().run(_last_message)


def _last_message():
    try:
        return get_ipython().kernel.get_parent("shell")["header"]["msg_id"]
    except (AttributeError, KeyError, LookupError, TypeError):  # not every kernel says it
        return None


def _go_on(waiting, moment, asked):
    """Its turn has come, if it is still there and nothing else is."""
    ahead = waiting()
    if ahead and ahead._explorer() and moment == _moment() and not _watch(get_ipython()).runs:
        ahead.go_on(*asked)


@lru_cache(maxsize=1)
def _watch(shell):
    return _Cells(shell)


class _Cells:
    """Whether a cell runs: where messages have a thread of their own, they come in then as well."""

    def __init__(self, shell):
        self.runs = False
        if shell is not None:
            shell.events.register("pre_run_cell", self.begin)
            shell.events.register("post_run_cell", self.end)

    def begin(self, _info):
        self.runs = True
        give_up()

    def end(self, _result):
        self.runs = False
