"""The numbers of a picture as tables: what a reader who does not see it reads cell by cell, or copies from it."""

import re
from dataclasses import dataclass, replace
from html import escape

import numpy as np

from helpers.draw.svg import decimals, numbers, tenths
from helpers.words import bracketed, equals, share

_COLUMN, _WORD = re.compile("^column "), r"<span>\g<0></span>"
LARGEST = 20  # cells along a side: no matrix whose numbers stand in a picture has more
PARTS = 4  # along each side of what is told of a larger one


@dataclass(frozen=True)
class Table:
    """A ``caption``, the headers of ``columns`` and ``rows``, and ``cells``, a text each in nested lists.

    Where ``fills`` is a step, the first cell shows from that step on, and one more, in the order of reading, each
    step after it.
    """

    caption: str
    columns: list
    rows: list
    cells: list
    fills: int | None = None

    def at(self, k):
        """The table as step ``k`` has it: what does not show yet is empty.

        >>> Table("output", ["column 0", "column 1"], ["row 0"], [["3", "4"]], fills=0).at(0).cells
        [['3', '']]
        """
        if self.fills is None:
            return self
        across, shown = len(self.columns), k - self.fills + 1
        cells = [
            [text if i * across + j < shown else "" for j, text in enumerate(row)] for i, row in enumerate(self.cells)
        ]
        return replace(self, cells=cells, fills=None)

    @property
    def text(self):
        """The table as lines of text, its columns below each other."""
        heads = ["", *(head.removeprefix("column ") for head in self.columns)]
        lines = [heads, *([head, *row] for head, row in zip(self.rows, self.cells, strict=True))]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        written = (
            "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]).rstrip() for line in lines
        )
        return "\n".join([self.caption, *written])

    @property
    def html(self):
        """The table as HTML, with a caption and headers that say what they are of.

        A style sheet may hide the word "column" from those who see the table: it has an element of its own.
        """
        heads = "".join(f'<th scope="col">{_COLUMN.sub(_WORD, escape(head))}</th>' for head in self.columns)
        rows = "".join(
            f'<tr><th scope="row">{escape(head)}</th>{"".join(f"<td>{escape(text)}</td>" for text in row)}</tr>'
            for head, row in zip(self.rows, self.cells, strict=True)
        )
        head = f"<thead><tr><td></td>{heads}</tr></thead>"
        return f"<table><caption>{escape(self.caption)}</caption>{head}<tbody>{rows}</tbody></table>"


class Numbers(tuple):
    """The Tables of one step: printed in a notebook as tables, elsewhere as text."""

    def __repr__(self):
        return "\n\n".join(table.text for table in self)

    __str__ = __repr__

    def _repr_html_(self):
        return "\n".join(table.html for table in self)


def named(what, count, padding=0):
    """Headers of ``count`` rows or columns, of which the first and the last ``padding`` have no number.

    >>> named("row", 2), named("column", 4, padding=1)
    (['row 0', 'row 1'], ['padding', 'column 0', 'column 1', 'padding'])
    """
    around = ["padding"] * padding
    return [*around, *(f"{what} {i}" for i in range(count - 2 * padding)), *around]


def matrix(caption, array, padding=0, fills=None):
    """The Table of an ``array`` (rows, columns), whose outer ``padding`` cells on each side have no number.

    One with more than 20 cells along a side is told by ``coarse``. ``fills`` is that of ``Table``.
    """
    rows, columns = array.shape
    if max(rows, columns) > LARGEST:
        return coarse(caption, array)
    return Table(caption, named("column", columns, padding), named("row", rows, padding), numbers(array), fills)


def worked(seen, taps, products):
    """Products written out, in nested lists: "9·(-1) = -9", or with "≈" where they are not exact as they are written.

    The arrays are ``seen``, what each is multiplied by, ``taps``, and the ``products``, of the same shape or one
    that numpy spreads to it.

    >>> worked(np.array([[9, 1]]), np.array([-1, 2]), np.array([[-9, 2]]))
    [['9·(-1) = -9', '1·2 = 2']]
    """
    sign = equals(all(decimals(array)[1] for array in (seen, taps, products)))
    factors = np.broadcast_to(np.array(numbers(taps), object), seen.shape).ravel()
    parts = zip(_flat(seen), factors, _flat(products), strict=True)
    texts = [f"{value}·{bracketed(tap)} {sign} {product}" for value, tap, product in parts]
    return np.array(texts, object).reshape(seen.shape).tolist()


def _flat(array):
    return numbers(array.ravel())


def every(*tables):
    """Tables that show at every step, as ``Picture.tables`` gives them."""
    return [(0, None, table) for table in tables]


def coarse(caption, array):
    """What is told of an ``array`` (rows, columns) too large to be read: where it is largest and smallest, how much
    of it is 0, and the means of 4 x 4 parts as a Table.

    >>> print(coarse("map", np.eye(8)).text)
    map: largest 1 at row 0, column 0; smallest 0 at row 0, column 1; 87.5 % are 0. Means of 4 × 4 parts:
                 columns 0 to 1  columns 2 to 3  columns 4 to 5  columns 6 to 7
    rows 0 to 1             0.5             0.0             0.0             0.0
    rows 2 to 3             0.0             0.5             0.0             0.0
    rows 4 to 5             0.0             0.0             0.5             0.0
    rows 6 to 7             0.0             0.0             0.0             0.5
    """
    ends = []
    for word, place in (("largest", array.argmax()), ("smallest", array.argmin())):
        row, column = np.unravel_index(place, array.shape)
        (text,) = numbers(array[row, column : column + 1])
        ends.append(f"{word} {text} at row {row}, column {column}")
    zeros = share(int((array == 0).sum()), array.size)
    down, across = (np.array_split(np.arange(length), min(PARTS, length)) for length in array.shape)
    means = np.array([[array[np.ix_(rows, columns)].mean() for columns in across] for rows in down])
    told = f"{caption}: {'; '.join(ends)}; {zeros} are 0. Means of {len(down)} × {len(across)} parts:"
    return Table(
        told,
        _spans("column", across),
        _spans("row", down),
        numbers(means, min(decimals(means)[0], tenths(means) + 1)),
    )


def _spans(what, parts):
    """The headers of parts of an axis."""
    return [f"{what}s {part[0]} to {part[-1]}" if len(part) > 1 else f"{what} {part[0]}" for part in parts]


def packed(told, steps):
    r"""Tables with the steps at which they show, [(first, last, Table), ...], as texts for a browser (numbers.js).

    A text has a line for the steps and the caption, one for the headers of the columns, and one for each row; tabs
    part the cells. ``last`` is None for those that show until the last of all ``steps``.

    >>> packed([(0, None, Table("output", ["column 0"], ["row 0"], [["3"]], fills=2))], 5)
    ['0\t4\t2\toutput\ncolumn 0\nrow 0\t3']
    """
    texts = []
    for first, last, table in told:
        last, fills = steps - 1 if last is None else last, "" if table.fills is None else table.fills
        rows = ([head, *row] for head, row in zip(table.rows, table.cells, strict=True))
        lines = (map(str, (first, last, fills, table.caption)), table.columns, *rows)
        texts.append("\n".join(map("\t".join, lines)))
    return texts
