"""How many windows see each cell of an input: without padding, and with it."""

import numpy as np

from helpers.draw.picture import INPUT, LINE, PAPER, WIDTH, Grid, assemble, font_size, hatch, rect, text
from helpers.shapes import Windows, amount

HEIGHT = 396
SIDE, TOP, RIGHT = 320, 32, 500  # px of each square, where they begin, and where the second one does


def draw_visits(n=7, f=3, stride=1, padding=1, dilation=1):
    """How many windows see each cell of an (``n``, ``n``) input: without padding, and with ``padding``.

    ``f``, ``stride`` and ``dilation`` are the filter's; where windows do not fill the input, those inside count.

    Errors: ``ValueError`` and ``TypeError`` as in ``Windows``.
    """
    lines, words = [f"<defs>{hatch('zero', LINE, '/')}</defs>"], []
    cell = min(44, SIDE / Windows(n, f, stride, padding, dilation).length)
    for x, p in ((2, 0), (RIGHT, padding)):
        windows = Windows(n, f, stride, p, dilation)
        counts = np.outer(*[visits(windows)] * 2)
        title = f"padding {p}" if p else "no padding"
        lines += _draw_counts(x, title, windows, counts, cell)
        words.append(
            f"With {title}, the corner cell is seen by {amount(counts[0, 0], 'window')}, "
            f"the centre cell by {amount(counts[n // 2, n // 2], 'window')}."
        )
    if padding:
        lines += [rect(RIGHT, HEIGHT - 20, 16, 16, fill="url(#zero)", stroke=LINE)]
        lines += [text(RIGHT + 22, HEIGHT - 7, "padding: zeros around the input", size=13)]
    return assemble(WIDTH, HEIGHT, lines, [" ".join(words)])


def visits(windows):
    """How many windows read each of the n input cells along one axis: an array (n,).

    >>> visits(Windows(7, 3))
    array([1, 2, 3, 3, 3, 2, 1])
    >>> visits(Windows(7, 3, padding=1))
    array([2, 3, 3, 3, 3, 3, 2])
    """
    counts = np.zeros(windows.length, int)
    for start in windows.starts:
        counts[start : start + windows.span : windows.dilation] += 1
    return counts[windows.padding : windows.padding + windows.n]


def _draw_counts(x, title, windows, counts, cell):
    n, p, m = windows.n, windows.padding, len(windows.starts)
    outer = Grid(x, TOP, cell, cell, windows.length, windows.length)
    inner = Grid(*outer.corner(p, p), cell, cell, n, n)
    yield text(x, 18, f"{title}: {m} × {m} windows", weight="bold", fill=INPUT)
    if p:
        yield outer.box(0, 0, outer.rows, outer.columns, fill="url(#zero)", stroke=LINE)
        yield inner.box(0, 0, n, n, fill=PAPER)
    yield from inner.frame("none")
    most = counts.max()
    for (i, j), count in np.ndenumerate(counts):
        if count:
            yield inner.box(i, j, inset=1, fill=INPUT, opacity=round(0.45 * count / most, 2))
    yield inner.box(0, 0, n, n, stroke=INPUT, stroke_width=2)
    size = font_size([str(most)], cell, cell)
    if size:
        write = inner.writer(size)
        yield from (write(i, map(str, row)) for i, row in enumerate(counts.tolist()))
    else:
        yield text(
            x, TOP + SIDE + 17, f"{counts.min()} to {most} windows see a cell; the numbers do not fit.", size=13
        )
