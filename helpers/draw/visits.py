"""How many windows see each cell of an input: without padding, and with it."""

import numpy as np

from helpers.draw.scene import Scene, written
from helpers.draw.svg import Grid, numbers, text
from helpers.draw.table import every, matrix
from helpers.palette import INPUT, LINE
from helpers.shapes import Windows
from helpers.trace.windows import visits
from helpers.words import amount

HEIGHT = 396
SIDE, TOP, RIGHT = 320, 32, 500  # px of each square, where they begin, and where the second one does


def draw_visits(n=7, f=3, stride=1, padding=1, dilation=1):
    """How many windows see each cell of an (``n``, ``n``) input: without padding, and with ``padding``.

    ``f``, ``stride`` and ``dilation`` are the filter's; where windows do not fill the input, those inside count.

    Errors: ``ValueError`` and ``TypeError`` as in ``Windows``.
    """
    scene, words, tables = Scene(HEIGHT, zero=("/", "padding: zeros around the input")), [], []
    cell = min(44, SIDE / Windows(n, f, stride, padding, dilation).length)
    for x, p in ((2, 0), (RIGHT, padding)):
        windows = Windows(n, f, stride, p, dilation)
        along = visits(windows)[p : p + n]
        counts = np.outer(along, along)
        title = f"padding {p}" if p else "no padding"
        _draw_counts(scene, x, title, windows, counts, cell)
        tables.append((f"windows that see each cell, {title}", counts))
        words.append(
            f"With {title}, the corner cell is seen by {amount(counts[0, 0], 'window')}, "
            f"the centre cell by {amount(counts[n // 2, n // 2], 'window')}."
        )
    scene.legend(RIGHT, HEIGHT - 20)
    return scene.picture([" ".join(words)], tables=lambda: every(*(matrix(*table) for table in tables)))


def _draw_counts(scene, x, title, windows, counts, cell):
    n, p, m = windows.n, windows.padding, len(windows.starts)
    outer = Grid(x, TOP, cell, cell, windows.length, windows.length)
    inner = Grid(*outer.corner(p, p), cell, cell, n, n)
    most = counts.max()
    size = inner.font_size([str(most)])
    scene.panel(x - 2, 0, SIDE + 4, TOP + outer.height + (4 if size else 22))
    scene.title(x, f"{title}: {m} × {m} windows", INPUT)
    if p:
        scene.ring("zero", outer, inner)
        scene.add(outer.box(0, 0, outer.rows, outer.columns, stroke=LINE))
    scene.matrix(inner, "none")
    tints = ((i, j, round(0.45 * count / most, 2)) for (i, j), count in np.ndenumerate(counts) if count)
    scene.add(*(inner.box(i, j, inset=1, fill=INPUT, opacity=tint) for i, j, tint in tints))
    scene.add(inner.box(0, 0, n, n, stroke=INPUT, stroke_width=2), *written(inner, numbers(counts), size))
    if not size:
        note = f"{counts.min()} to {most} windows see a cell; the numbers do not fit."
        scene.add(text(x, TOP + outer.height + 17, note, size=13))
