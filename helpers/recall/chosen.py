"""Which questions come back on a day, and the widget that asks them."""

from datetime import date
from random import Random

import ipywidgets as widgets

from helpers import kept
from helpers.recall import early_kinds, late_kinds  # noqa: F401 (they add their kinds, in this order)
from helpers.recall.kinds import KINDS

HOW_MANY = 3
DAYS = 28  # then the numbers come again: a page has the questions of so many days (tools/site/recalls.py)
WORDS = "Three questions about earlier notebooks, with new numbers every day: about two minutes."


def earlier(notebook):
    """The kinds of questions about the notebooks before this one.

    >>> [kind.name for kind in earlier("01")]
    ['values-of-a-batch']
    """
    return [kind for kind in KINDS if kind.notebook < notebook]


def in_order(notebook, day):
    """Those kinds in the order of a day, a number of days: each day goes on where the one before ended.

    >>> [kind.name for kind in in_order("02", 1)] != [kind.name for kind in in_order("02", 2)]
    True
    """
    kinds = earlier(notebook)
    Random(notebook).shuffle(kinds)
    first = day % DAYS * HOW_MANY % len(kinds)
    return kinds[first:] + kinds[:first]


def question(kind, notebook, day):
    """The question of a kind, with the numbers of a day."""
    made = kind.make(Random(f"{notebook} {day % DAYS} {kind.name}"))
    made.name = f"recall:{notebook}:{kind.name}:{day}"
    return made


def is_missed(kind, day, answers):
    """Was it missed the last time that it was asked, before this day or in its own notebook?

    ``answers`` are those of a record (``helpers.kept``). What is asked on the day itself does not count: the three
    questions stay when the page is opened again. A class edition's question is known by its cell's id and "@" and a
    seed.
    """
    asked = [
        answer for name, answer in answers.items() if name.split("@")[0] in kind.like or _came_back(name, kind, day)
    ]
    return bool(asked) and not max(asked, key=lambda answer: answer["at"])["right"]


def _came_back(name, kind, day):
    recall, *rest = name.split(":")
    return recall == "recall" and len(rest) == 3 and rest[1] == kind.name and rest[2] != str(day)


def chosen(notebook, day, answers):
    """The questions of a notebook on a day: those that were missed the last time come first."""
    kinds = sorted(in_order(notebook, day), key=lambda kind: not is_missed(kind, day, answers))
    return [question(kind, notebook, day) for kind in kinds[:HOW_MANY]]


class Recall(widgets.VBox):
    """The questions of today; what runs no widgets has a sentence that is the same every day."""

    def __init__(self, notebook):
        self.notebook = notebook
        children = chosen(notebook, date.today().toordinal(), kept.known())
        super().__init__([widgets.HTML(f"<p><b>Before you begin.</b> {WORDS}</p>"), *children])

    def __repr__(self):
        return WORDS

    def _repr_mimebundle_(self, **kwargs):
        live = super()._repr_mimebundle_(**kwargs)
        data, metadata = live if isinstance(live, tuple) else (live, {})
        return {**data, "text/plain": WORDS}, metadata


def recall(notebook):
    """Three questions about the notebooks before ``notebook``, the number of the one that asks.

    The numbers are those of the day; what was missed the last time comes first, as far as answers are kept.

    Errors: ``ValueError`` where there are no three questions about earlier notebooks.

    >>> recall("02")
    Three questions about earlier notebooks, with new numbers every day: about two minutes.
    """
    if not isinstance(notebook, str) or len(earlier(notebook)) < HOW_MANY:
        raise ValueError(f'notebook must be a number as in the name of a file, "02" or later, got {notebook!r}')
    return Recall(notebook)
