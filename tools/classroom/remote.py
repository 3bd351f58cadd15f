"""A pupil's process, as the examiner has it: a function that is asked over there, and never runs here."""

import ast
import contextlib
import inspect
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

import numpy as np
from watch import Watch
from wire import Unreadable, decode, encode, receive, send

from helpers import check
from helpers.check.wording import called_with

PUPIL = Path(__file__).with_name("pupil.py")


@dataclass(frozen=True)
class Limits:
    """Of each exercise: ``seconds`` for its cells and as many for its answers, ``megabytes`` of memory.

    ``unconfined``: a pupil's process may run where the system does not shut it in.
    """

    seconds: float = 20
    megabytes: int = 2000
    unconfined: bool = False


class Stopped(BaseException):
    """A pupil's process said nothing in time, nothing that can be read, or ended: no check may catch that."""


class NotConfined(Exception):
    """A pupil's process could not be shut in, so nothing of the student's ran."""


class Pupil:
    """A process that answers for one function as long as the ``with`` lasts; then it and what it began is killed."""

    def __init__(self, cells, name, source, hidden, limits):
        self.cells, self.name, self.source, self.limits = cells, name, source, limits
        self.hidden, self.calls, self.why, self.printed = list(map(str, hidden)), [], "", ""

    def __enter__(self):
        self.work = tempfile.mkdtemp(prefix="pupil-")
        self.stream, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-s", "-B", str(PUPIL), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                cwd=self.work,
                env={
                    **{name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ},
                    **{"HOME": self.work, "TMPDIR": self.work},
                    **{f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")},
                },
            )
        self.watch = Watch(self.process.pid, self.limits.megabytes, self._end)
        return self

    def __exit__(self, *_):
        self.watch.stop()
        self._end()
        self.process.wait()
        self.stream.close()
        shutil.rmtree(self.work, ignore_errors=True)

    def _end(self):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()

    def judged(self, judge):
        """The verdict of ``judge`` on the function."""
        self._until = time.monotonic() + self.limits.seconds
        task = {"cells": self.cells, "name": self.name, "hidden": self.hidden, "work": self.work}
        task |= {"seconds": int(2 * self.limits.seconds), "megabytes": self.limits.megabytes}
        self._send({**task, "unconfined": self.limits.unconfined})
        told = self._receive("It")
        if "failed" in told:
            raise NotConfined(str(told["failed"]))
        self.why = str(told["why"])
        told = self._receive(f"The cells that {self.name} needs: they")
        self._until = time.monotonic() + self.limits.seconds
        stopped = "".join(
            f"Cell {cell} of those that it needs stops with {why}: {words} " for cell, why, words in told["stopped"]
        )
        function = Remote(self) if told["function"] else self._read(told["value"])
        if function is None:
            raise Stopped(f"There is no function {self.name} when its cells have run. {stopped}".strip())
        with contextlib.redirect_stdout(io.StringIO()):
            verdict = judge(function)
        return verdict if verdict.ok else check.Verdict(False, f"{verdict.words} {stopped}".strip())

    def ask(self, arguments):
        """What the function answers to ``arguments``; what it raises is raised here, under the same name."""
        functions = []
        call = called_with(self.name, arguments)
        self.calls.append(call)
        self._send({"arguments": encode(list(arguments), functions)})
        while "ask" in (said := self._receive(call)):
            self._send(self._asked_back(functions, said))
        self.printed = str(said.get("printed", ""))[:2000]
        sys.stdout.write(self.printed)
        if "given" in said:
            _overwrite(arguments, self._read(said["given"]))
        if "raised" in said:
            name, words = map(str, said["raised"])
            raise type(name[:80], (Exception,), {})(words[:600])
        return self._read(said["answer"])

    def _asked_back(self, functions, said):
        """The answer of one of the functions among the arguments, which the student's function has called."""
        try:
            given = self._read({"list": said["arguments"]["tuple"]})
            return {"answer": encode(functions[said["ask"]](*given))}
        except Exception as error:
            return {"raised": f"{type(error).__name__}: {error}"[:600]}

    def failing(self, words):
        """The first call that the ``words`` of a verdict show, else the last one."""
        return next((call for call in self.calls if call in words), self.calls[-1] if self.calls else "")

    def _send(self, message):
        with self._in_time("It"):
            send(self.stream, message)

    def _receive(self, who):
        with self._in_time(who):
            return receive(self.stream)

    @contextlib.contextmanager
    def _in_time(self, who):
        try:
            self.stream.settimeout(max(0.01, self._until - time.monotonic()))
            yield
        except TimeoutError:
            raise Stopped(f"{who} did not end within {self.limits.seconds:g} s. Does a loop never end?") from None
        except (EOFError, OSError):
            why = self.watch.why or "its process is gone. Did it leave, or take too much memory?"
            raise Stopped(f"{who} did not end: {why}") from None
        except Unreadable as why:
            raise Stopped(f"{who} gives nothing that can be read: {why}.") from None

    def _read(self, said):
        try:
            return decode(said)
        except Unreadable as why:
            raise Stopped(f"{self.name} gives nothing that can be read: {why}.") from None


class Remote:
    """The function of a pupil's process, as a check sees it: its name, arguments and code, which never runs here."""

    def __init__(self, pupil):
        self.pupil, self.__name__ = pupil, pupil.name
        if hollow := hollow_function(pupil.source, pupil.name):
            self.__signature__, self.__code__ = inspect.signature(hollow), hollow.__code__

    def __call__(self, *arguments):
        return self.pupil.ask(arguments)

    def __deepcopy__(self, memo):
        return self


def hollow_function(source, name):
    """The last function ``name`` that is defined in a cell, made from its text without running anything; or None.

    >>> inspect.signature(hollow_function("import nothing\\ndef f(a, b=2): return boom", "f"))
    <Signature (a, b=None)>
    """
    try:
        tree = ast.parse(without_magics(source))
    except (SyntaxError, ValueError):
        return None
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    if not found or found[-1].decorator_list:
        return None
    module = compile(ast.Module([found[-1]], []), "hollow", "exec")
    code = next(one for one in module.co_consts if isinstance(one, CodeType) and one.co_name == name)
    given = found[-1].args
    hollow = FunctionType(code, {}, name, (None,) * len(given.defaults), (None,) * len(code.co_freevars) or None)
    hollow.__kwdefaults__ = {
        one.arg: None for one, value in zip(given.kwonlyargs, given.kw_defaults, strict=True) if value is not None
    }
    return hollow


def _overwrite(arguments, given):
    """Write into arrays and lists what a function in another process has written into its copies of them."""
    for argument, now in zip(arguments, deepcopy(given), strict=False):
        with contextlib.suppress(ValueError, TypeError):
            if isinstance(argument, np.ndarray | list):
                argument[:] = now


def without_magics(source):
    """A cell without IPython's own lines, where it is no Python with them."""
    try:
        ast.parse(source)
        return source
    except (SyntaxError, ValueError):
        return "\n".join("" if line.lstrip()[:1] in ("%", "!", "?") else line for line in source.split("\n"))
