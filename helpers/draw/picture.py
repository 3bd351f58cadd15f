"""A picture is text: SVG that holds every step, and a sentence for each (``svg.py`` has its elements,
``steps.py`` their steps).

A step is chosen by choosing lines, here and in the browser alike, and whatever interprets neither sees step 0.
"""

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from helpers.arguments import several, whole
from helpers.draw import export
from helpers.draw.steps import at, lines_at, lines_in_turn, size, standalone
from helpers.draw.svg import coordinate
from helpers.draw.table import Numbers, packed
from helpers.palette import INK

FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"


@dataclass(frozen=True)
class Picture:
    """All steps of a picture in one SVG text, and ``alts[k]``, the words for step k.

    ``opening`` is the step that tells most: a notebook shows ``at(opening)``, with its words as its text, and an
    explorer opens on it. ``still(k)`` shows another step. ``trace`` has the arrays that the picture was made of
    (``helpers.trace``); a verdict is made of the same ones. So are its numbers: ``tables()`` gives them, as
    [(first, last, Table), ...] with the steps at which each shows, None for the last of all; it is called at most
    once, when somebody asks for ``numbers``.
    """

    svg: str
    alts: tuple
    opening: int = 0
    trace: object = field(default=None, repr=False, compare=False)
    tables: object = field(default=list, repr=False, compare=False)

    def __post_init__(self):
        object.__setattr__(self, "alts", tuple(self.alts))
        if not self.alts:
            raise ValueError("a picture has at least one step, got no alts")

    def at(self, k, theme="light", width=None):
        """Step ``k`` alone, as an SVG that needs nothing around it: its own background and literal colours.

        ``theme`` is "light" or "dark", ``width`` in px, None for the picture's own.

        Errors: ``ValueError`` where there is no such step or theme, ``TypeError`` where step or width is no number.
        """
        return standalone(self._lines(k), self.alts[k], theme, width)

    def still(self, k):
        """A picture of one step, this one's step ``k``."""
        lines = "\n".join(self._lines(k))
        return Picture(lines, (self.alts[k],), tables=lambda: [(0, None, table) for table in self.numbers(k)])

    def numbers(self, k):
        """The numbers that step ``k`` shows, as Tables. Errors: those of ``at``."""
        k = self._step(k)
        shown = [table for first, last, table in self._told if first <= k and (last is None or k <= last)]
        return Numbers(table.at(k) for table in shown)

    @cached_property
    def _told(self):
        return self.tables()

    @property
    def packed(self):
        """The numbers of all steps, as a list of texts for a browser."""
        return packed(self._told, len(self.alts))

    def _lines(self, k):
        """The lines of step ``k``, which there must be."""
        return lines_at(self.svg, self._step(k))

    def _step(self, k):
        k = whole("step", k)
        if not 0 <= k < len(self.alts):
            raise ValueError(f"step {k} is not in 0..{len(self.alts) - 1}")
        return k

    def animated(self, seconds=0.5, steps=None, theme="light", width=None):
        """The steps one after the other, for ever: an SVG that moves without a script, for a page or a slide.

        ``steps`` are those to show, in their order, None for all. Errors: ``ValueError`` as in ``animate``.
        """
        steps = range(len(self.alts)) if steps is None else several("steps", steps, [0, 12, 24])
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


def assemble(width, height, lines, alts, opening=0, trace=None, tables=list):
    """A Picture of ``lines`` (one element each), with ids that no other picture on the page has."""
    body = "\n".join(lines)
    prefix = "p" + sha256(body.encode()).hexdigest()[:8]
    for name in (' id="', "url(#", 'href="#'):
        body = body.replace(name, f"{name}{prefix}-")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
    head += f'height="{height}" font-family="{FONT}" fill="{INK}">'
    return Picture(f"{head}\n{body}\n</svg>", alts, opening, trace, tables)


def joined(pictures):
    """One Picture that has the first steps of ``pictures`` as its steps."""
    boxes = [size(picture.svg) for picture in pictures]
    width, height = (coordinate(max(lengths)) for lengths in zip(*boxes, strict=True))
    stills = [picture.still(0).svg.splitlines()[1:-1] for picture in pictures]
    lines, alts = [at(k, "".join(s)) for k, s in enumerate(stills)], [p.alts[0] for p in pictures]
    return assemble(
        width, height, lines, alts, tables=lambda: [(k, k, t) for k, p in enumerate(pictures) for t in p.numbers(0)]
    )
