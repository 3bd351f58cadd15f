"""The elements of a picture as SVG text: texts, boxes, grids of cells, and the step at which each shows.

Each element stands on a line of its own. A line that starts with ``<g data-at="3"`` shows at step 3 only, one
with ``<g data-from="3"`` from step 3 on, or, with ``data-to="7"`` behind it, until step 7; all others always.
"""

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import floor, log10
from typing import NamedTuple

import numpy as np

from helpers.palette import INK, LINE
from helpers.words import number

SMALLEST = 12  # px; nothing is written smaller
MOST = 4  # decimals
NOISE = 1e-12  # what a sum of decimals may be off by
DIGITS = 0.93  # how much of a cell's height digits may take
WIDTH = 960  # px; every explorer's picture is this wide, so that it fits 1000 px with its cell


def at(k, content):
    """``content`` as a line that shows at step ``k`` only."""
    return f'<g data-at="{k}"{_hidden(k)}>{content}</g>'


def since(k, content, last=None):
    """``content`` as a line that shows from step ``k`` on, or until step ``last``, included."""
    until = f' data-to="{last}"' if last is not None else ""
    return f'<g data-from="{k}"{until}{_hidden(k)}>{content}</g>'


def _hidden(k):
    return ' display="none"' if k else ""


def decimals(array):
    """(how many decimals the values of ``array`` need, whether all are exact with them).

    That is 4 at most, or so many more that the largest value has two digits: 1/9 needs 4, and is rounded with them.

    >>> decimals(np.array([1.0, -2])), decimals(np.array([0.25, 3])), decimals(np.array([1 / 9]))
    ((0, True), (2, True), (4, False))
    >>> decimals(np.array([7e-6]))
    (6, True)
    """
    if array.dtype.kind in "iub" or not array.size:
        return 0, True
    largest = np.abs(array).max()
    most = max(MOST, 1 - floor(log10(largest))) if largest > NOISE else 0
    for places in range(most + 1):
        if (np.abs(array - array.round(places)) <= NOISE * (1 + largest)).all():
            return places, True
    return most, False


def tenths(array):
    """How many decimals a quotient is rounded to: one, or as many as its largest value needs for a digit.

    >>> tenths(np.array([13.67, 0.01])), tenths(np.array([0.002, 0.0]))
    (1, 3)
    """
    largest = np.abs(array).max()
    return max(1, -floor(log10(largest))) if largest > NOISE else 1


def quotients(array):
    """Results of a division as texts: whole ones without decimals, others with those of ``tenths``.

    >>> quotients(np.array([41 / 3, 1.0])), quotients(np.array([2.0]))
    (['13.7', '1.0'], ['2'])
    """
    return numbers(array, min(decimals(array)[0], tenths(array)))


def numbers(array, places=None):
    """The values of ``array`` as texts in nested lists, with so many ``places``, None for those that they need.

    >>> numbers(np.array([[1.0, -2.0]])), numbers(np.array([0.25, 3])), numbers(np.array([0.25, 3]), 1)
    ([['1', '-2']], ['0.25', '3.00'], ['0.2', '3.0'])
    """
    if array.dtype.kind in "iu":
        texts = map(str, array.ravel().tolist())
    else:
        places = decimals(array)[0] if places is None else places
        texts = (number(v, places) for v in array.ravel().tolist())
    return np.array(list(texts), object).reshape(array.shape).tolist()


@lru_cache(maxsize=10_000)
def coordinate(value):
    """A length in px, to a tenth and without a trailing zero: short, and the same on every machine.

    Most are asked for again and again, so they are kept; 0 and -0, which are one to a cache, read alike.

    >>> coordinate(12.0), coordinate(12.34), coordinate(-0.0)
    ('12', '12.3', '0')
    """
    return f"{value + 0.0:.1f}".removesuffix(".0")


def text_width(text, size, weight=None):
    """An upper bound of the width of ``text`` at font size ``size``, in px, in any common sans-serif."""
    return (0.74 if weight == "bold" else 0.64) * size * len(text)


def text(x, y, words, size=15, anchor="start", fill=INK, weight=None):
    """One line of text; its baseline starts (or is centred, or ends) at (x, y)."""
    bold = f' font-weight="{weight}"' if weight else ""
    return (
        f'<text x="{coordinate(x)}" y="{coordinate(y)}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{fill}"{bold}>{escape(words)}</text>'
    )


def rect(x, y, width, height, fill="none", stroke="none", stroke_width=1, opacity=None, dash=None):
    """A rectangle; ``opacity`` is that of its fill."""
    more = (f' fill-opacity="{opacity}"' if opacity else "") + (f' stroke-dasharray="{dash}"' if dash else "")
    return (  # written out, for it is drawn by the thousand
        f'<rect x="{coordinate(x)}" y="{coordinate(y)}" width="{coordinate(width)}" height="{coordinate(height)}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="{stroke_width}"{more}/>'
    )


def path(d, **style):
    """A path of the commands ``d``; ``style`` is that of ``_style``."""
    return f'<path d="{d}" {_style(**style)}/>'


def polygon(corners, **style):
    """A closed figure with the ``corners`` [(x, y), ...]; ``style`` is that of ``_style``."""
    points = " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in corners)
    return f'<polygon points="{points}" {_style(**style)}/>'


def _style(fill="none", stroke="none", stroke_width=1, opacity=None, dash=None):
    """The colours of a shape and its line; ``opacity`` is that of its fill, ``dash`` lengths such as "5 3"."""
    more = (f' fill-opacity="{opacity}"' if opacity else "") + (f' stroke-dasharray="{dash}"' if dash else "")
    return f'fill="{fill}" stroke="{stroke}" stroke-width="{stroke_width}"{more}'


class Fitted(NamedTuple):
    """Numbers as they fit a cell: ``texts``, the font ``size`` (None: they do not), whether they are ``exact``."""

    texts: list
    size: int | None
    exact: bool


@dataclass(frozen=True)
class Grid:
    """Where the cells of a drawn matrix lie: its corner and its cells' size in px, its rows and columns.

    A vector is a grid of one row or of one column. In px, across comes first (x, y); in cells, down (row, column).

    >>> Grid(0, 0, 40, 20, rows=2, columns=3).box(1, 0, 1, 2).partition(" fill")[0]
    '<rect x="0" y="20" width="80" height="20"'
    """

    x: float
    y: float
    cell_width: float
    cell_height: float
    rows: int
    columns: int

    @property
    def width(self):
        return self.columns * self.cell_width

    @property
    def height(self):
        return self.rows * self.cell_height

    def corner(self, row, column):
        """The upper left corner of a cell."""
        return self.x + column * self.cell_width, self.y + row * self.cell_height

    def font_size(self, texts, largest=20, share=0.68):
        """The font size at which each of ``texts``, in lists or lists of lists, fits a cell; None where 12 px do not.

        It may be ``share`` of the height: digits are low, and alone they may have ``DIGITS`` of it.
        """
        size = min(largest, share * self.cell_height, (self.cell_width - 2) / (0.64 * longest(texts)))
        return int(size) if size >= SMALLEST else None

    def fitted(self, values, largest=20, share=0.68):
        """The ``Fitted`` texts of an array, of any rank: with fewer decimals than it needs where so many do not fit.

        Its largest value keeps a digit. The arguments are those of ``font_size``.
        """
        needed, exact = decimals(values)
        for places in range(needed, min(needed, tenths(values)) - 1, -1):
            texts = numbers(values, places)
            if size := self.font_size(texts, largest, share):
                return Fitted(texts, size, exact and places == needed)
        return Fitted(numbers(values), None, exact)

    def box(self, row, column, rows=1, columns=1, inset=0.0, **style):
        """A rectangle over ``rows`` x ``columns`` cells."""
        x, y = self.corner(row, column)
        width, height = columns * self.cell_width - 2 * inset, rows * self.cell_height - 2 * inset
        return rect(x + inset, y + inset, width, height, **style)

    def frame(self, tint):
        """The tinted background and the lines between the cells."""
        xs = (coordinate(self.x + j * self.cell_width) for j in range(self.columns + 1))
        ys = (coordinate(self.y + i * self.cell_height) for i in range(self.rows + 1))
        left, top = coordinate(self.x), coordinate(self.y)
        path = "".join(f"M{x} {top}v{coordinate(self.height)}" for x in xs)
        path += "".join(f"M{left} {y}h{coordinate(self.width)}" for y in ys)
        return [
            rect(self.x, self.y, self.width, self.height, fill=tint, opacity=0.14),
            f'<path d="{path}" stroke="{LINE}" stroke-width="1" fill="none"/>',
        ]

    def writer(self, size, shift=0.5, fill=INK):
        """A function that writes the texts of a row, each centred in its cell, ``shift`` of the way down.

        What the rows have in common is made once: a picture may write thousands of them. Without a ``fill`` they
        are for a group that says their style.
        """
        tops = [coordinate(self.y + (row + shift) * self.cell_height + 0.36 * size) for row in range(self.rows)]
        style = f' font-size="{size}" text-anchor="middle" fill="{fill}"' if fill else ""
        heads = [f'<text y="{y}"{style}>' for y in tops]
        starts = [f'<tspan x="{coordinate(self.x + (j + 0.5) * self.cell_width)}">' for j in range(self.columns)]

        def write(row, words):
            spans = [f"{start}{word}</tspan>" for start, word in zip(starts, words, strict=True) if word]
            return f"{heads[row]}{''.join(spans)}</text>"

        return write

    def word(self, row, column, word, size):
        """The text of one cell, for a group that says its font size and centres it."""
        x, y = self.x + (column + 0.5) * self.cell_width, self.y + (row + 0.5) * self.cell_height + 0.36 * size
        return f'<text x="{coordinate(x)}" y="{coordinate(y)}">{word}</text>'

    def cells(self, name, label, values=None, row=None, chosen=None, first=0, paint=False, called=""):
        """What the canvas needs to let a reader choose a cell, by mouse and keys; with ``values``, to change it.

        With ``row``, cells are steps, from the first of that row on, and the chosen one is that of the step that
        shows; with ``chosen``, it is a pair (row, column). ``first`` is what the first row and
        column are called aloud. With ``paint`` a reader draws on the cells. With ``called``, a cell leads to another
        picture: arrow keys only move, Enter chooses, and it is called, say, "map 3", as all are counted.
        """
        box = " ".join(map(coordinate, (self.x, self.y, self.width, self.height)))
        more = f' data-values="{" ".join(values)}"' if values else ""
        more += f' data-row="{row}"' if row is not None else ""
        more += f' data-chosen="{chosen[0]} {chosen[1]}"' if chosen else ""
        more += f' data-first="{first}"' if first else ""
        more += ' data-paint=""' if paint else ""
        more += f' data-called="{called}"' if called else ""
        return (
            f'<g data-grid="{name}" data-label="{escape(label)}" data-rows="{self.rows}" '
            f'data-columns="{self.columns}" data-box="{box}"{more}/>'
        )


def longest(texts):
    """How long the longest text is, in lists and lists of lists."""
    return max(1, *map(len if isinstance(texts[0], str) else longest, texts)) if texts else 1


def pattern(name, kind, colour=LINE):
    """A pattern that marks cells without relying on colour: thin lines "/" or "x", or dots "."."""
    if kind == ".":
        side, inside = 7, f'<circle cx="2" cy="2" r="0.9" fill="{colour}"/>'
    else:
        d = "M-2 2l4 -4M0 8l8 -8M6 10l4 -4" + ("M-2 6l4 4M0 0l8 8M6 -2l4 4" if kind == "x" else "")
        side, inside = 8, f'<path d="{d}" stroke="{colour}" stroke-width="0.7" fill="none"/>'
    return f'<pattern id="{name}" width="{side}" height="{side}" patternUnits="userSpaceOnUse">{inside}</pattern>'
