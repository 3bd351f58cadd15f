"""What a check says, and how it tries a student's function.

A check changes nothing. The inputs of the exercises' checks are not those in the notebooks, so that only a
function that has understood the task passes. With a generator, its second argument, a check draws further inputs: for
marks, since a verdict shows its inputs together with what is expected.
"""

import dis
import inspect
import sys
from collections.abc import Callable, Collection, Iterator, KeysView, ValuesView
from contextlib import redirect_stdout
from copy import deepcopy
from dataclasses import dataclass
from io import StringIO

import numpy as np

from helpers.check.wording import asked, called_with, described, kind, named, numbers, placed, written

Rng = np.random.Generator | None


@dataclass(frozen=True)
class Verdict:
    """``ok`` and the sentence that says why; a notebook shows the sentence.

    ``understood`` is false where what was given is no answer yet, but a text that cannot be read as one; ``truth`` is
    the right answer to a question, as it is shown.
    """

    ok: bool
    words: str
    understood: bool = True
    truth: str = ""

    def __repr__(self) -> str:
        return self.words


def drawn(rng: Rng, draw: Callable, count: int = 6) -> list:
    """Inputs that no verdict has shown: ``count`` times what ``draw(rng)`` gives, none without a generator.

    >>> drawn(None, lambda rng: 7), drawn(np.random.default_rng(0), lambda rng: 7, 2)
    ([], [7, 7])
    """
    return [] if rng is None else [draw(rng) for _ in range(count)]


def whole(rng: np.random.Generator, least: int, largest: int) -> int:
    """A whole number from ``least`` to ``largest``, both among them."""
    return int(rng.integers(least, largest, endpoint=True))


def sides(rng: np.random.Generator, *largest: int) -> tuple[int, ...]:
    """Whole numbers from 1 on, one for each of ``largest``."""
    return tuple(whole(rng, 1, most) for most in largest)


def agrees(
    name: str, function: Callable, cases: Collection, hint: str, parts: tuple[str, str] | None = None
) -> Verdict:
    """The verdict on ``function``, the exercise ``name``, over ``cases`` of (arguments, expected): the first that
    fails is named.

    ``hint`` is the sentence that a wrong answer ends in; it says how to think, not what to write. Of a function that
    gives a pair of tables ``parts`` says what each of the two is.
    """
    for arguments, expected in cases:
        like = None if parts else expected
        got, problem = called(name, function, arguments, like, [others for others, _ in cases])
        if problem:
            return problem
        call = called_with(named(function, name), arguments)
        if words := _of_a_pair(call, expected, got, parts) if parts else _of_one(call, expected, got):
            if _changes(function, arguments):
                words += "It also changes what it is given: let it work on a copy. "
            return Verdict(False, f"Not yet. {words}Hint: {hint}")
    return Verdict(True, f"Right: {len(cases)} of {len(cases)} tries agree.")


def _of_one(call, expected, got):
    """What is said of a wrong result, "" of a right one."""
    return "" if _same(got, expected) else _should_give(call, expected, got)


def _of_a_pair(call, expected, got, parts):
    """What is said of a wrong pair of tables, "" of a right one; ``parts`` are their names."""
    if not _is_pair(got):
        return f"{call} gives {kind(got)}; a pair of tables is asked for. They are {parts[0]} and {parts[1]}. "
    right = [_same(one, wanted) for one, wanted in zip(got, expected, strict=True)]
    if all(right):
        return ""
    if _same(got[0], expected[1]) and _same(got[1], expected[0]):
        return f"{call} gives the two in the other order: {parts[0]} first, then {parts[1]}. "
    place = right.index(False)
    before = f"The {('second', 'first')[place]} is right: {parts[1 - place]}. " if any(right) else ""
    return before + _should_give(f"As {parts[place]} {call}", expected[place], got[place])


def _is_pair(got):
    return (
        isinstance(got, tuple | list)
        and len(got) == 2
        and all(numbers(one) is not None and np.ndim(one) == 2 for one in got)
    )


def _same(got, expected):
    got, expected = numbers(got), numbers(expected)
    if got.shape != expected.shape:
        return False
    whole = got.dtype.kind in "biu" and expected.dtype.kind in "biu"
    return np.array_equal(got, expected) if whole else np.allclose(got, expected)


def _should_give(call, expected, got):
    """The sentence that shows what is expected and what came, each with its shape where the shapes differ."""
    if np.shape(got) != np.shape(expected):
        return f"{call} should give{described(expected, ', ')}got{described(got, '. ')}"
    return f"{call} should give{placed(written(expected), end=', ')}got{placed(written(got), end='. ')}"


def called(name, function, arguments=(), like=None, others=()):
    """(what ``function`` gives, None), or (None, the verdict on a function that gives nothing that can be judged).

    It gets copies of the arguments, so that no later try is spoilt. ``like`` is a value of the kind that is asked
    for; without it all but None will do. ``others`` are more arguments, to be tried where the first give None.
    """
    if not callable(function):
        words = f"The check got {kind(function)}, not a function: give it the function itself, without parentheses."
        return None, Verdict(False, f"Not yet. {words}")
    name = named(function, name)
    if _is_stub(function):
        return None, Verdict(False, f"{name} is not written yet.")
    call = called_with(name, arguments)
    if words := _misfit(function, arguments):
        words = f"The check calls {call}, which does not fit the function's arguments: {words}."
        return None, Verdict(False, f"Not yet. {words}")
    printed = _Heard()
    try:
        with redirect_stdout(printed):
            got = function(*deepcopy(arguments))
    except Exception as error:
        words = f": {error}" if str(error) else ""
        return None, Verdict(False, f"Not yet. {call} stops with {type(error).__name__}{words}")
    if got is None:
        return None, Verdict(False, f"Not yet. {call} {_nothing(name, function, arguments, others, printed)}")
    if like is not None and numbers(got) is None:
        return None, Verdict(False, f"Not yet. {call} gives {_of_another_kind(got, like)}")
    return got, None


class _Heard(StringIO):
    """What is printed, which is shown all the same."""

    def __init__(self):
        super().__init__()
        self.shown = sys.stdout

    def write(self, text):
        self.shown.write(text)
        return super().write(text)


def _is_stub(function):
    """Is the body nothing but ``...``, ``pass`` or a docstring?

    >>> def stub(n):
    ...     '''To be written.'''
    >>> def forgot(n):
    ...     n + 1
    >>> _is_stub(stub), _is_stub(lambda n: ...), _is_stub(forgot), _is_stub(len)
    (True, True, False, False)
    """

    def nothing(): ...

    return hasattr(function, "__code__") and _steps(function) in (_steps(nothing), _steps(lambda: ...))


def _steps(function):
    """What the function does, instruction for instruction, but for those that do nothing."""
    return [(step.opname, step.argval) for step in dis.get_instructions(function.__code__) if step.opname != "NOP"]


def _misfit(function, arguments):
    """Why ``function`` cannot take these arguments, or None."""
    try:
        takes = inspect.signature(function)
    except (TypeError, ValueError):  # one of C's, which does not say what it takes
        return None
    try:
        takes.bind(*arguments)
    except TypeError as error:
        return error
    return None


def _nothing(name, function, arguments, others, printed):
    """What is said to a function that gives None for ``arguments``."""
    for other in others:
        got = _tried(function, deepcopy(other))
        if got is not None:
            but = f"gives nothing back (None), and {called_with(name, other)} gives"
            return f"{but}{placed(written(got), end='. ')}Does one branch end without a `return`?"
    if said := printed.getvalue().strip():
        said = f"printed {said}, and" if len(said) <= 40 and "\n" not in said else "printed a text, and"
        return f"{said} gives nothing back (None). `print` only shows a value, `return` gives it back."
    branch = ", or does one branch end without one" if arguments else ""
    return f"gives nothing back (None). Is a `return` missing{branch}?"


def _tried(function, arguments):
    """What ``function`` gives, in silence, and None where it stops."""
    try:
        with redirect_stdout(StringIO()):
            return function(*arguments)
    except Exception:
        return None


def _of_another_kind(got, like):
    """What is said where something else came than was asked for: what it is, what is asked for, what would help."""
    shown = f", {written(got)}" if isinstance(got, str) else ""
    words = f"{kind(got)}{shown}; {asked(like)} is asked for."
    if isinstance(like, list) and isinstance(got, set | frozenset):
        words += " `sorted(...)` makes a list of it."
    elif np.ndim(like) and isinstance(got, Iterator | KeysView | ValuesView):
        words += " `list(...)` makes a list of it."
    elif callable(got):
        words += " Are the parentheses of a call missing?"
    return words


def _changes(function, arguments):
    """Does ``function`` write into what it is given?"""
    given = deepcopy(arguments)
    _tried(function, given)
    return not all(map(np.array_equal, given, arguments))
