"""What a check says, and how it tries a student's function.

A check changes nothing. The inputs of the exercises' checks are not those in the notebooks, so that only a
function that has understood the task passes.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

LISTED = 100  # values of an array that a sentence may list


@dataclass(frozen=True)
class Verdict:
    """``ok`` and the sentence that says why; a notebook shows the sentence."""

    ok: bool
    words: str

    def __repr__(self) -> str:
        return self.words


def agrees(function: Callable, cases: Collection, hint: str) -> Verdict:
    """The verdict on ``function`` over ``cases`` of (arguments, expected): the first that fails is named.

    ``hint`` is the sentence that a wrong answer ends in; it says how to think, not what to write.
    """
    for arguments, expected in cases:
        # Copies: a function that writes into its argument must not spoil what it is compared with.
        got, problem = called(function, tuple(np.copy(a) if isinstance(a, np.ndarray) else a for a in arguments))
        if problem:
            return problem
        shape, wanted = np.shape(got), np.shape(expected)
        call = f"{_name(function)}({', '.join(map(quoted, arguments))})"
        if shape != wanted:
            return Verdict(False, f"Not yet. {call} should have shape {wanted}, got {shape}. Hint: {hint}")
        if not np.allclose(got, expected):
            words = f"{call} should give {quoted(expected)}, got {quoted(got)}"
            return Verdict(False, f"Not yet. {words}. Hint: {hint}")
    return Verdict(True, f"Right: {len(cases)} of {len(cases)} tries agree.")


def called(function, arguments, numbers=True):
    """(result, None), or (None, the verdict on a function that raises or is not written yet).

    With ``numbers``, a result that is no number and no array of numbers counts as raising.
    """
    try:
        result = function(*arguments)
        if numbers and result is not None and result is not ...:
            np.asarray(result) + 0  # what is no number fails here, not in the comparison
    except Exception as error:
        call = f"{_name(function)}({', '.join(map(quoted, arguments))})"
        return None, Verdict(False, f"Not yet. {call} stops with {type(error).__name__}: {error}")
    if result is None or result is ...:
        return None, Verdict(False, f"{_name(function)} is not written yet.")
    return result, None


def _name(function):
    return getattr(function, "__name__", "the function")


def quoted(value):
    """``value`` as a sentence writes it: a small array as its nested lists, a function by its name."""
    if isinstance(value, np.ndarray):
        return str(value.tolist()) if value.size <= LISTED else f"an array of shape {value.shape}"
    return _name(value) if callable(value) else str(value)
