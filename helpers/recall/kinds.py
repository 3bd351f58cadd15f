"""What a kind of question that comes back is: it makes a question with numbers drawn by ``rng``.

The kinds are in ``early_kinds.py`` and ``late_kinds.py``. Each belongs to a notebook and is like some of its
questions, by the ids of their cells. What is right is computed with the course's own functions;
``tests/test_recall.py`` reads the numbers in the words and computes it another way.
"""

from collections.abc import Callable
from dataclasses import dataclass

from helpers.networks import Conv, Network
from helpers.predict import predict_number

KINDS = []


@dataclass(frozen=True)
class Kind:
    """``make(rng)`` gives a question; ``like`` are the ids of those that it brings back, of ``notebook``."""

    name: str
    notebook: str
    like: tuple[str, ...]
    make: Callable


def kind(notebook, *like):
    """A decorator: the function below it makes a question that is like some of ``notebook``."""

    def add(make):
        KINDS.append(Kind(make.__name__.removeprefix("_").replace("_", "-"), notebook, like, make))
        return make

    return add


def ask(question, right, wrong, why="", tolerance=0):
    """A question; ``wrong`` are (number, reason): the first reason of a number counts, none is of the right one."""
    because = {}
    for number, reason in wrong:
        if abs(number - right) > tolerance:
            because.setdefault(number, reason)
    return predict_number(question, lambda: right, because, why=why, tolerance=tolerance)


def conv_row(side, channels, **layer):
    """The row of a network's table of one convolution."""
    return Network("one layer", (side, side, channels), (Conv("conv", **layer),)).rows()[-1]
