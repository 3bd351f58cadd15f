"""A picture is text: SVG that holds every step, and a sentence for each.

Each element stands on a line of its own. A line that starts with ``<g data-at="3"`` shows at step 3 only, one
with ``<g data-from="3"`` from step 3 on, or, with ``data-to="7"`` behind it, until step 7; all others always. So a
step is chosen by choosing lines, here and in the browser alike, and whatever interprets neither sees step 0.
"""

from dataclasses import dataclass
from hashlib import sha256
from html import escape

import numpy as np

from helpers.draw import export
from helpers.draw.steps import lines_at, lines_in_turn, size, standalone
from helpers.palette import LIGHT, variable

INK, PAPER, MUTED, LINE, INPUT, FILTER, OUTPUT, MARK = map(variable, LIGHT)

FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
SMALLEST = 12  # px; nothing is written smaller
WIDTH = 960  # px; every explorer's picture is this wide, so that it fits 1000 px with its cell


@dataclass(frozen=True)
class Picture:
    """All steps of a picture in one SVG text, and ``alts[k]``, the words for step k.

    ``opening`` is the step that tells most: a notebook shows ``at(opening)``, with its words as its text, and an
    explorer opens on it. ``still(k)`` shows another step.
    """

    svg: str
    alts: tuple
    opening: int = 0

    def __post_init__(self):
        object.__setattr__(self, "alts", tuple(self.alts))
        if not self.alts:
            raise ValueError("a picture has at least one step, got no alts")

    def at(self, k, theme="light", width=None):
        """Step ``k`` alone, as an SVG that needs nothing around it: its own background and literal colours.

        ``theme`` is "light" or "dark", ``width`` in px, None for the picture's own.

        Errors: ``ValueError`` where there is no such step or theme.
        """
        return standalone(self._lines(k), self.alts[k], theme, width)

    def still(self, k):
        """A picture of one step, this one's step ``k``."""
        return Picture("\n".join(self._lines(k)), (self.alts[k],))

    def _lines(self, k):
        """The lines of step ``k``, which there must be."""
        if not 0 <= k < len(self.alts):
            raise ValueError(f"step {k} is not in 0..{len(self.alts) - 1}")
        return lines_at(self.svg, k)

    def animated(self, seconds=0.5, steps=None, theme="light", width=None):
        """The steps one after the other, for ever: an SVG that moves without a script, for a page or a slide.

        ``steps`` are those to show, in their order, None for all. Errors: ``ValueError`` as in ``animate``.
        """
        steps = range(len(self.alts)) if steps is None else list(steps)
        export.check_turns(steps, seconds)
        for k in steps:
            self._lines(k)
        lines = lines_in_turn(self.svg, steps, seconds)
        return standalone(lines, self.alts[steps[0]], theme, width)

    def save(self, path, step=0, theme="light", width=None):
        """Write step ``step`` to ``path``, an .svg or .png file, and give its Path.

        ``theme`` is "light" or "dark"; ``width`` is 16..3840 px, None for the picture's own, 960. A PNG needs
        ``resvg_py``.

        Errors: ``ValueError`` for another suffix, step, theme or width, ``FileNotFoundError`` for a folder that is
        not there, ``ModuleNotFoundError`` without resvg_py. Nothing is half written.
        """
        return export.write_still(path, self, step, theme, width)

    def animate(self, path, steps=None, seconds=0.5, theme="light", width=None):
        """Write the steps one after the other, each for ``seconds``, and give the list of the files' Paths.

        ``path`` ends in .svg or .gif for one file that moves and repeats, or in .png for a file a step, numbered
        ``name-01-of-25.png``. ``steps`` are those to show, None for all: 1 to 200. ``theme`` and ``width`` are those
        of ``save``; a GIF is at most 1920 px wide. GIF and PNG need ``resvg_py``.

        Errors: those of ``save``, and ``ValueError`` for too many steps and for seconds outside 0.02..60.
        """
        return export.write_animation(path, self, steps, seconds, theme, width)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"image/svg+xml": self.at(self.opening), "text/plain": self.alts[self.opening]}


def assemble(width, height, lines, alts, opening=0):
    """A Picture of ``lines`` (one element each), with ids that no other picture on the page has."""
    body = "\n".join(lines)
    prefix = "p" + sha256(body.encode()).hexdigest()[:8]
    for name in (' id="', "url(#", 'href="#'):
        body = body.replace(name, f"{name}{prefix}-")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
    head += f'height="{height}" font-family="{FONT}" fill="{INK}">'
    return Picture(f"{head}\n{body}\n</svg>", alts, opening)


def joined(pictures):
    """One Picture that has the first steps of ``pictures`` as its steps."""
    boxes = [size(picture.svg) for picture in pictures]
    width, height = (coordinate(max(lengths)) for lengths in zip(*boxes, strict=True))
    stills = [picture.still(0).svg.splitlines()[1:-1] for picture in pictures]
    return assemble(width, height, [at(k, "".join(s)) for k, s in enumerate(stills)], [p.alts[0] for p in pictures])


def at(k, content):
    """``content`` as a line that shows at step ``k`` only."""
    return f'<g data-at="{k}"{_hidden(k)}>{content}</g>'


def since(k, content):
    """``content`` as a line that shows from step ``k`` on."""
    return f'<g data-from="{k}"{_hidden(k)}>{content}</g>'


def during(first, last, content):
    """``content`` as a line that shows from step ``first`` to step ``last``, both included."""
    return f'<g data-from="{first}" data-to="{last}"{_hidden(first)}>{content}</g>'


def _hidden(k):
    return ' display="none"' if k else ""


def number(value, decimals=0):
    """``value`` as every picture and sentence writes it: fixed decimals, never -0.

    >>> number(3), number(-0.2), number(2.5, 1), number(-1020.0)
    ('3', '0', '2.5', '-1020')
    """
    if not decimals and type(value) is int:  # most of them; a picture may hold thousands
        return str(value)
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if not text.strip("-0.") else text


def numbers(array):
    """The values of ``array`` as texts in nested lists: without decimals where all are whole, else with one.

    >>> numbers(np.array([[1.0, -2.0]])), numbers(np.array([0.25, 3]))
    ([['1', '-2']], ['0.2', '3.0'])
    """
    whole = array.dtype.kind in "iub" or (array == array.round()).all()
    texts = (
        map(str, array.ravel().tolist())
        if array.dtype.kind in "iu"
        else (number(v, 0 if whole else 1) for v in array.ravel().tolist())
    )
    return np.array(list(texts), object).reshape(array.shape).tolist()


def coordinate(value):
    """A length in px, to a tenth and without a trailing zero: short, and the same on every machine.

    >>> coordinate(12.0), coordinate(12.34)
    ('12', '12.3')
    """
    return f"{value:.1f}".removesuffix(".0")


def text_width(text, size, weight=None):
    """An upper bound of the width of ``text`` at font size ``size``, in px, in any common sans-serif."""
    return (0.74 if weight == "bold" else 0.64) * size * len(text)


def font_size(texts, width, height, largest=20):
    """The font size at which every text fits a cell of ``width`` x ``height`` px, or None where 12 px is too much."""
    longest = max((len(t) for t in texts), default=1)
    size = min(largest, 0.68 * height, (width - 2) / (0.64 * longest))
    return int(size) if size >= SMALLEST else None


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
    return (
        f'<rect x="{coordinate(x)}" y="{coordinate(y)}" width="{coordinate(width)}" height="{coordinate(height)}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="{stroke_width}"{more}/>'
    )


@dataclass(frozen=True)
class Grid:
    """Where the cells of a drawn matrix lie: its corner, its cells' size, its rows and columns."""

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

        What the rows have in common is made once: a picture may write thousands of them.
        """
        tops = [coordinate(self.y + (row + shift) * self.cell_height + 0.36 * size) for row in range(self.rows)]
        heads = [f'<text y="{y}" font-size="{size}" text-anchor="middle" fill="{fill}">' for y in tops]
        starts = [f'<tspan x="{coordinate(self.x + (j + 0.5) * self.cell_width)}">' for j in range(self.columns)]

        def write(row, words):
            spans = [f"{start}{word}</tspan>" for start, word in zip(starts, words, strict=True) if word]
            return f"{heads[row]}{''.join(spans)}</text>"

        return write

    def word(self, row, column, word, size):
        """The text of one cell, for a group that says its font size and centres it."""
        x, y = self.x + (column + 0.5) * self.cell_width, self.y + (row + 0.5) * self.cell_height + 0.36 * size
        return f'<text x="{coordinate(x)}" y="{coordinate(y)}">{word}</text>'

    def cells(self, name, label, values=None, row=None, chosen=None, first=0, paint=False):
        """What the canvas needs to let a reader choose a cell, by mouse and keys; with ``values``, to change it.

        With ``row``, the chosen cell is the one at that row and at the column of the step that shows; with
        ``chosen``, a pair (row, column). ``first`` is what the first row and column are called aloud. With
        ``paint`` a reader draws on the cells.
        """
        box = " ".join(map(coordinate, (self.x, self.y, self.width, self.height)))
        more = f' data-values="{" ".join(values)}"' if values else ""
        more += f' data-row="{row}"' if row is not None else ""
        more += f' data-chosen="{chosen[0]} {chosen[1]}"' if chosen else ""
        more += f' data-first="{first}"' if first else ""
        more += ' data-paint=""' if paint else ""
        return (
            f'<g data-grid="{name}" data-label="{escape(label)}" data-rows="{self.rows}" '
            f'data-columns="{self.columns}" data-box="{box}"{more}/>'
        )


def hatch(name, colour, lines):
    """A pattern of thin lines, to mark cells without relying on colour: "/" for one direction, "x" for both."""
    path = "M-2 2l4 -4M0 8l8 -8M6 10l4 -4" + ("M-2 6l4 4M0 0l8 8M6 -2l4 4" if lines == "x" else "")
    return (
        f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<path d="{path}" stroke="{colour}" stroke-width="0.7" fill="none"/></pattern>'
    )
