"""A picture while it is drawn: panels, matrices of numbers, the marks over them, a legend, a refusal."""

from itertools import chain

import numpy as np

from helpers.draw.picture import assemble
from helpers.draw.signs import signs
from helpers.draw.steps import at, moving, reworded, since
from helpers.draw.svg import (
    SMALLEST,
    WIDTH,
    Grid,
    coordinate,
    decimals,
    numbers,
    pattern,
    rect,
    text,
    text_width,
)
from helpers.palette import FILTER, INK, LINE, MARK, MUTED, OUTPUT, PAPER
from helpers.shapes import Windows
from helpers.words import bracketed


class Scene:
    """What is drawn, in its order: ``picture`` joins it, with the words of every step.

    All stands in panels, boxes that the canvas may move: where a place is too narrow for the whole picture, they
    stand below each other (``helpers/web/panels.js``). ``signs`` are what the legend explains, in its order:
    ``name=("/", words)`` for a pattern, "/", "x" or ".", which ``mark`` and ``ring`` lay over cells, and
    ``name=(function, words)`` for another sign, where ``function(x, y)`` gives its element; it counts once ``use``
    has named it. The legend has only those that were used. An element is a text, as ``svg.py`` makes it.
    """

    def __init__(self, height, **signs):
        self._height, self._signs, self._used, self._in_panel = height, signs, set(), False
        patterns = "".join(pattern(name, kind) for name, (kind, _) in signs.items() if isinstance(kind, str))
        self._lines = [f"<defs>{patterns}</defs>"] if patterns else []

    def panel(self, x, y, width, height):
        """Begin the next panel: all that is drawn until another begins lies in this box, in px, at every step."""
        self._close()
        self._lines.append(f'<g data-panel="{" ".join(map(coordinate, (x, y, width, height)))}">')
        self._in_panel = True

    def _close(self):
        if self._in_panel:
            self._lines.append("</g>")

    def add(self, *elements):
        """Elements that show at every step."""
        self._lines += elements

    def at(self, k, *elements):
        """Elements that show at step ``k`` only."""
        self._lines.append(at(k, "".join(elements)))

    def since(self, k, *elements):
        """Elements that show from step ``k`` on."""
        self._lines.append(since(k, "".join(elements)))

    def during(self, first, last, *elements):
        """Elements that show from step ``first`` to step ``last``, both included."""
        self._lines.append(since(first, "".join(elements), last))

    def moving(self, places, *elements, name=""):
        """Elements that stand at another place at every step: the arguments are those of ``steps.moving``."""
        if any(places):
            self._lines.append(moving(places, "".join(elements), name))

    def frames(self, grid, boxes, name="", **style):
        """A frame around ``boxes[k]`` at step ``k``, (row, column) or (row, column, rows, columns) of ``grid``.

        None is no frame. Those of one size are one frame that moves.
        """
        boxes = [box and (*box, 1, 1)[:4] for box in boxes]
        for size in dict.fromkeys(box[2:] for box in boxes if box):
            places = [grid.corner(*box[:2]) if box and box[2:] == size else None for box in boxes]
            first = next(box for box in boxes if box and box[2:] == size)
            self.moving(places, grid.box(*first, **{"stroke": MARK, "stroke_width": 4} | style), name=name)

    def way(self, lands, *boxes):
        """What a value comes from, boxes (x, y, width, height): the browser shows its way to the part ``lands``."""
        told = ";".join(" ".join(map(coordinate, box)) for box in boxes)
        self.add(f'<g data-lands="{lands}" data-way="{told}"/>')

    def words(self, rows, *elements):
        """Elements whose texts read ``rows[k]`` at step ``k``: the arguments are those of ``steps.reworded``."""
        if content := "".join(elements):
            self._lines.append(reworded(rows, content))

    def title(self, x, words, colour, anchor="start", y=18, size=15):
        """What stands above a matrix, in its colour."""
        self.add(text(x, y, words, size, anchor, colour, "bold"))

    def matrix(self, grid, colour, values=None, largest=20):
        """The cells of a grid and the numbers in them, ``values`` (rows, columns); gives whether these are exact.

        A filter's have the tints of their signs.
        """
        self.add(*grid.frame(colour))
        if values is not None and colour == FILTER:
            self.add(*signs(grid, values))
        return values is None or self.numbers(grid, values, largest)

    def numbers(self, grid, values, largest=20):
        """The values (rows, columns), each in its cell, as large as they fit; where that is below 12 px, it says so.

        Gives whether all are exact: a cell may have room for fewer decimals than its number needs.
        """
        shown = grid.fitted(values, largest)
        self.add(*written(grid, shown.texts, shown.size))
        if not shown.size:
            self.too_long(grid)
        return shown.exact

    def too_long(self, grid):
        """Why the cells of a grid are empty, in its middle."""
        x, y = grid.x + grid.width / 2, grid.y + grid.height / 2
        self.add(rect(x - 36, y - 17, 72, 34, fill=PAPER))
        self.add(*(text(x, y + dy, word, SMALLEST, "middle") for dy, word in ((-3, "numbers"), (12, "too long"))))

    def fill(self, grids, texts, size, first=0, opacity=0.2, frame=4):
        """The cells of ``grids`` fill up together, one a step from step ``first`` on, and the newest has a frame.

        ``texts`` are those of each grid's cells, row by row: from their step on, if there is a font ``size``.
        """
        grid = grids[0]
        cells = [(i, j) for i in range(grid.rows) for j in range(grid.columns)]
        self.add(f'<g fill="{OUTPUT}" fill-opacity="{opacity}">')
        for k, (i, j) in enumerate(cells):
            self.at(first + k, *(each.area(i, 0, 1, j + 1) for each in grids))
            if j + 1 == grid.columns and i + 1 < grid.rows:
                self.during(first + k + 1, first + len(cells) - 1, *(each.area(i, 0, 1, j + 1) for each in grids))
        self.since(first + len(cells), *(each.area(0, 0, grid.rows, grid.columns) for each in grids))
        self.add("</g>")
        if size:
            self.add(f'<g font-size="{size}" text-anchor="middle">')
            for k, (cell, words) in enumerate(zip(cells, zip(*texts, strict=True), strict=True)):
                self.since(
                    first + k, *(each.word(*cell, word, size) for each, word in zip(grids, words, strict=True))
                )
            self.add("</g>")
        frames = (each.box(0, 0, stroke=MARK, stroke_width=frame) for each in grids)
        self.moving([None] * first + [grid.corner(*cell) for cell in cells], *frames, name="output")

    def padded(self, grid, p, colour, opacity=None):
        """The cells of a grid whose outer ``p`` on each side are padding, and the Grid of the others."""
        inside = Grid(*grid.corner(p, p), grid.cell_width, grid.cell_height, grid.rows - 2 * p, grid.columns - 2 * p)
        self.matrix(grid, colour)
        if p:
            self.ring("zero", grid, inside, opacity)
            self.add(inside.box(0, 0, inside.rows, inside.columns, stroke=colour, stroke_width=2))
        return inside

    def use(self, name):
        """The legend owes the reader the sign ``name``. Errors: ``ValueError`` where the scene has no such sign."""
        if name not in self._signs:
            raise ValueError(f"the scene has no sign {name!r}, only {', '.join(map(repr, self._signs)) or 'no sign'}")
        self._used.add(name)

    def mark(self, name, grid, where):
        """The pattern ``name`` over the cells of ``grid`` at which the array ``where`` is true."""
        if where.any():
            self.use(name)
            self.add(marked(name, grid, where))

    def ring(self, name, outer, inner, opacity=None):
        """The pattern ``name`` over ``outer`` but not over ``inner``, which lies in it."""
        self.use(name)
        d = "".join(
            f"M{coordinate(g.x)} {coordinate(g.y)}h{(w := coordinate(g.width))}v{coordinate(g.height)}h-{w}z"
            for g in (outer, inner)
        )
        more = f' fill-opacity="{opacity}"' if opacity else ""
        self.add(f'<path d="{d}" fill="url(#{name})"{more} fill-rule="evenodd"/>')

    def legend(self, x, y):
        """The signs that were used with their words, one after the other, each a panel of its own."""
        for name in (name for name in self._signs if name in self._used):
            kind, words = self._signs[name]
            width = 36 + int(text_width(words, 13))
            self.panel(x, y, width - 8, 18)
            swatch = rect(x, y, 16, 16, fill=f"url(#{name})", stroke=LINE) if isinstance(kind, str) else kind(x, y)
            self.add(swatch, text(x + 22, y + 13, words, size=13))
            x += width

    def refuse(self, x, y, headline, *lines):
        """Why there is no output, around the middle ``x``."""
        self.add(text(x, y, headline, anchor="middle", size=18, weight="bold", fill=MARK))
        self.add(*(text(x, y + 26 + 22 * i, line, anchor="middle") for i, line in enumerate(lines)))

    def picture(self, alts, opening=0, trace=None, tables=list):
        """The Picture of what was drawn; the arguments are those of ``Picture``."""
        self._close()
        self._in_panel = False
        return assemble(WIDTH, self._height, self._lines, alts, opening, trace, tables)


def input_title(windows: Windows):
    """What an input is called, in its picture and in its table.

    >>> input_title(Windows(7, 3, padding=1))
    'input 7 × 7, padded to 9 × 9'
    """
    n, length = windows.n, windows.length
    return f"input {n} × {n}" + (f", padded to {length} × {length}" if windows.padding else "")


def written(grid, texts, size, shift=0.5, **style):
    """The ``texts`` of all rows, each in its cell; none where there is no size for them."""
    if not size:
        return []
    write = grid.writer(size, shift, **style)
    return [write(i, row) for i, row in enumerate(texts)]


def flat(rows):
    """The words of all rows, one after the other, as ``blanks`` have them."""
    return [word for row in rows for word in row]


def blanks(grids, size, shift=0.5, fill=INK, word="%s"):
    """The texts of all cells of ``grids``, row by row, with ``word`` in each: for ``%``, or for ``Scene.words``."""
    rows = (grid.writer(size, shift, fill=None)(i, [word] * grid.columns) for grid in grids for i in range(grid.rows))
    return f'<g font-size="{size}" text-anchor="middle" fill="{fill}">{"".join(rows)}</g>'


def marked(name, grid, where):
    """The pattern ``name`` over the cells of ``grid`` at which the array ``where`` is true, as one element."""
    size = coordinate(grid.cell_width), coordinate(grid.cell_height)
    corners = (map(coordinate, grid.corner(i, j)) for i, j in np.argwhere(where).tolist())
    cells = "".join(f"M{x} {y}h{size[0]}v{size[1]}h-{size[0]}z" for x, y in corners)
    return f'<path d="{cells}" fill="url(#{name})"/>' if cells else ""


def bar(x, y, length, thickness, fill, opacity, least=1, way="right", **style):
    """A bar as long as its number, and never so short that it is not seen.

    It begins at (x, y) and goes to the "right" or "left", its upper side at ``y``, or "up", its left side at ``x``.
    """
    length = max(length, least)
    left, top = x - length if way == "left" else x, y - length if way == "up" else y
    width, height = (thickness, length) if way == "up" else (length, thickness)
    return rect(left, top, width, height, fill=fill, opacity=opacity, **style)


def fitted(words, width, largest):
    """The font size of a line that takes at most ``width`` px in a common font: ``largest``, or 12 px at least."""
    return max(SMALLEST, min(largest, int(width / (0.59 * max(len(words), 1)))))


def triangle(x, y, side, fill=MARK):
    """A small triangle in a corner: in the upper left one, or with a negative ``side`` in the lower right one."""
    x, y, side, back = map(coordinate, (x, y, side, -side))
    return f'<path d="M{x} {y}h{side}l{back} {side}z" fill="{fill}"/>'


def products(grid, trace, largest=15, least=None):
    """The products of every window, each written out above its value where there is room: (texts, rows, terms, fit).

    ``rows[k]`` are the words of step ``k`` for the ``texts``, an element. Values that do not fit at 12 px are written
    at ``least``, or not at all. ``trace`` has ``seen`` and ``products`` (steps, F, F) and ``taps`` (F, F).
    ``terms[k][i][j]`` is, say, "9·(-1)"; None where a matrix is too large to say them; ``fit`` are the ``Fitted``
    products.
    """
    f = len(trace.taps)
    fit = grid.fitted(trace.products, largest)
    values, size = fit.texts, fit.size or least
    terms = written_out(trace.seen, trace.taps) if f <= 4 else None
    shown = terms if terms and size and grid.font_size(terms, SMALLEST, share=1) else None
    texts, parts = blanks([grid], size, 0.72 if shown else 0.5) if size else "", [values] if size else []
    if shown:
        texts, parts = texts + blanks([grid], SMALLEST, 0.27, MUTED), [*parts, shown]
    rows = [flat([*chain.from_iterable(part[k] for part in parts)]) for k in range(len(values))]
    return texts, rows, terms, fit


def exactly(*arrays):
    """Whether each array has as many decimals as its values need, so that the shown terms give the shown sum."""
    return all(decimals(array)[1] for array in arrays)


def written_out(seen, taps):
    """The products of every window as a sum has them: ``[k][i][j]`` is, say, "9·(-1)".

    >>> written_out(np.array([[[9, 1]]]), np.array([[-1, 2]]))
    [[['9·(-1)', '1·2']]]
    """
    weights = [list(map(bracketed, row)) for row in numbers(taps)]
    return [
        [[f"{v}·{w}" for v, w in zip(*rows, strict=True)] for rows in zip(window, weights, strict=True)]
        for window in numbers(seen)
    ]
