"""The process in which a pupil's cells run and one of the functions answers; ``examiner.py`` starts it.

It gets inputs and gives answers back. It never sees what is expected, and what it says is not believed: whatever a
cell does to the checks, to its output or to this program changes nothing but the answers.
"""

import contextlib
import io
import os
import socket
import sys
import types

from confine import confine, die_with_parent, limit, step_down
from wire import Unreadable, decode, encode, receive, send

# What does nothing here: pictures, questions, checks.
SKIPPED = (
    *(f"helpers.{room}" for room in ("arrange", "check", "draw", "explore", "kept", "predict", "recall")),
    "matplotlib",
    "matplotlib.pyplot",
)
LONGEST = 2000  # letters of what a function prints


class Nothing:
    """What an explorer, a question or a check is here: it takes everything, and does nothing."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *arguments, **named):
        return self

    def __iter__(self):
        return iter(())

    def __repr__(self):
        return ""


class Room(types.ModuleType):
    """A room of the course that has every name."""

    __path__ = ()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()


class Short(io.StringIO):
    """What is printed, as long as it is short."""

    def write(self, text):
        return super().write(str(text)[: max(0, LONGEST - self.tell())])


def main(number):
    die_with_parent()
    stream = socket.socket(fileno=int(number))
    task = receive(stream)
    try:
        why = confine(task["hidden"], task["work"])
    except OSError as error:
        return send(stream, {"failed": f"half confined: {error}"})
    if why and not task["unconfined"]:
        return send(stream, {"failed": why})
    if why:
        step_down(task["work"])
        os.chdir(task["work"])
    limit(task["seconds"], task["megabytes"])
    silence = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(silence, standard)
    sys.modules |= {name: Room(name) for name in SKIPPED}
    sys.path[:] = [folder for folder in sys.path if folder != os.path.dirname(os.path.abspath(__file__))]
    send(stream, {"confined": not why, "why": why})
    told = run(task["cells"])
    function = vars(sys.modules["__main__"]).get(task["name"])
    callable_ = callable(function)
    send(stream, {"stopped": told, "function": callable_, "value": None if callable_ else _sayable(function)})
    while callable_:
        send(stream, answer(stream, function, receive(stream)["arguments"]))


def run(cells):
    """Run the cells as a notebook does, each [number, text]; [number, error] of those that stop."""
    main_ = sys.modules["__main__"] = types.ModuleType("__main__")
    main_.get_ipython = Nothing()
    main_.display = Nothing()
    stopped = []
    for number, text in cells:
        try:
            with contextlib.redirect_stdout(Short()), contextlib.redirect_stderr(Short()):
                exec(compile(text, f"cell {number}", "exec"), vars(main_))
        except BaseException as error:  # SystemExit too: the others' cells go on
            stopped.append([number, *_said_of(error)])
    return stopped


def answer(stream, function, said):
    """What ``function`` answers to the arguments, with what it printed, and the arguments if it changed them."""

    def asking(place):
        def ask(*given):
            send(stream, {"ask": place, "arguments": encode(given)})
            told = receive(stream)
            if "raised" in told:
                raise ValueError(told["raised"])
            return decode(told["answer"])

        return ask

    arguments, printed = list(decode(said, asking)), Short()
    before = encode(arguments)
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(Short()):
            result = {"answer": encode(function(*arguments))}
    except Unreadable as error:
        result = {"raised": ["ValueError", f"the answer cannot be sent: {error}"]}
    except BaseException as error:
        result = {"raised": _said_of(error)}
    with contextlib.suppress(Unreadable):
        if (after := encode(arguments)) != before:
            result["given"] = after
    return {**result, "printed": printed.getvalue()}


def _said_of(error):
    """The error's kind and words; an error of somebody's own may not even have words."""
    try:
        return [type(error).__name__, str(error)[:LONGEST]]
    except BaseException:
        return [type(error).__name__, ""]


def _sayable(value):
    try:
        return encode(value)
    except Unreadable:
        return encode("")


if __name__ == "__main__":
    main(sys.argv[1])
