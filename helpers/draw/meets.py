"""Which cells meet, as a short text in a picture: a browser marks them while a hand rests on one of them.

A text has parts joined by "|": the ``Grid.cells`` that is marked; what is marked there; for each row of the own grid
the rows that it meets; the same of columns where they are others; three sentences, for none, one and ``{}``.
Rows are parted by "/", the spans of one by ","; "2+3" are three rows from row 2 on. It is marked where the spans of a
row cross those of a column: "windows" are counted as they are, of "cells" each cell counts. For "pairs", which are no
such product, the third part has for each cell of the own grid, row by row, the numbers of the other grid's cells.
In a grid's name "#" is the number at the end of the own one's, for grids that are told of together; several names
are joined by ",". ``helpers/web/meets.js`` reads it.
"""

from helpers.shapes import Windows

SEES = "no window reads it", "1 window reads it", "{} windows read it"
WEIGHS = "it meets no cell", "it meets 1 cell, in the only window", "it meets {} cells, one in each window"


def meets(name, what, rows, columns=None, words=()):
    """The text of one kind of meeting: ``rows`` and ``columns`` have a list of (first, size) for each own one.

    >>> meets("output", "cells", [[(0, 1)], [(0, 2)]])
    'output|cells|0/0+2|'
    """
    return "|".join([name, what, _text(rows), _text(columns) if columns else "", *words])


def pairs(name, numbers, words=()):
    """The same where the cells of the own grid, row by row, meet the other grid's cells of these ``numbers``.

    >>> pairs("output", [[0, 3], [], [1]])
    'output|pairs|0,3//1|'
    """
    return meets(name, "pairs", [[(number, 1) for number in each] for each in numbers], words=words)


def _text(spans):
    return "/".join(",".join(f"{first}+{size}" if size > 1 else f"{first}" for first, size in each) for each in spans)


def runs(cells):
    """Cells in their order as (first, size) of those that touch.

    >>> runs([0, 1, 2, 5])
    [(0, 3), (5, 1)]
    """
    found = []
    for cell in cells:
        if found and cell == sum(found[-1]):
            found[-1] = found[-1][0], found[-1][1] + 1
        else:
            found.append((cell, 1))
    return found


def windows_on(windows: Windows):
    """For each cell of the axis, without its padding, the windows that read it: (first cell, span).

    >>> windows_on(Windows(3, 2, padding=1))
    [[(-1, 2), (0, 2)], [(0, 2), (1, 2)], [(1, 2), (2, 2)]]
    """
    p, taps = windows.padding, windows.taps
    return [[(own[0] - p, windows.span) for own in taps if cell + p in own] for cell in range(windows.n)]


def outputs_of(windows: Windows):
    """For each cell of the axis, without its padding, the outputs that it goes into, as runs.

    >>> outputs_of(Windows(3, 2))
    [[(0, 1)], [(0, 2)], [(1, 1)]]
    """
    p, taps = windows.padding, windows.taps
    return [runs([k for k, own in enumerate(taps) if cell + p in own]) for cell in range(windows.n)]


def inputs_of(windows: Windows):
    """For each tap of the filter the cells that it meets in all windows, as runs; padding has negative numbers.

    >>> inputs_of(Windows(5, 2, stride=2))
    [[(0, 1), (2, 1)], [(1, 1), (3, 1)]]
    """
    p, f = windows.padding, windows.f
    return [runs([own[tap] - p for own in windows.taps]) for tap in range(f)]


def seen_in(windows: Windows, own, outputs, more=()):
    """What a cell of the input ``own`` meets: the windows that see it, and their cells in the grids ``outputs``.

    >>> seen_in(Windows(2, 1), "image", ["output"])
    'image|windows|0/1||no window reads it|1 window reads it|{} windows read it;output|cells|0/1|'
    """
    if not windows.starts:
        return ""
    cells = outputs_of(windows)
    return ";".join(
        [
            meets(own, "windows", windows_on(windows), words=SEES),
            *(meets(name, "cells", cells) for name in outputs),
            *more,
        ]
    )


def weighed(windows: Windows, name, more=()):
    """What a weight meets: the cells of the input ``name`` in all windows.

    >>> weighed(Windows(3, 2), "image").partition("||")[0]
    'image|cells|0+2/1+2'
    """
    return ";".join([meets(name, "cells", inputs_of(windows), words=WEIGHS), *more]) if windows.starts else ""


def same_cell(name, rows, columns):
    """A cell meets the one at its own place in ``name``.

    >>> same_cell("products", 2, 3)
    'products|cells|0/1|0/1/2'
    """
    down, across = ([[(i, 1)] for i in range(count)] for count in (rows, columns))
    return meets(name, "cells", down, across if columns != rows else None)


def stands(windows: Windows):
    """Where a window can stand over an input, for a hand that drags it: its span, its first cells along each side.

    >>> stands(Windows(7, 3, stride=2, padding=1))
    '3 -1,1,3,5'
    """
    return (
        f"{windows.span} {','.join(str(start - windows.padding) for start in windows.starts)}"
        if windows.starts
        else ""
    )
