"""One axis with every window under it, the formula with its numbers, and a map of what else would fit."""

from dataclasses import replace

from helpers.arguments import whole
from helpers.draw.picture import assemble
from helpers.draw.svg import (
    FILTER,
    INPUT,
    LINE,
    MARK,
    MUTED,
    OUTPUT,
    SMALLEST,
    WIDTH,
    Grid,
    at,
    coordinate,
    font_size,
    hatch,
    number,
    rect,
    since,
    text,
)
from helpers.shapes import Windows
from helpers.words import amount, amount_is, plural

HEIGHT = 366
# The least and the most of each number that the picture has room for.
LIMITS = {"n": (1, 32), "f": (1, 11), "stride": (1, 8), "padding": (0, 5), "dilation": (1, 3)}
AXIS, AXIS_WIDTH, AXIS_TOP, AXIS_HEIGHT = 58, 634, 70, 22  # px: the row of cells
BARS_TOP, BARS_HEIGHT = 98, 232  # px: the windows under it
MAP, MAP_TOP, MAP_CELL, MAP_ROW = 746, 64, 26, 22  # px: the map's corner and its cells


def draw_output_size(n=7, f=3, stride=1, padding=0, dilation=1, rounding="exact"):
    """The windows of a filter of ``f`` cells along ``n`` cells: a Picture with a step for every window.

    Where they do not fill the padded axis, the cells left over are marked; ``rounding="ceil"`` adds the window
    that reaches past the end. Where no window fits, the picture has one step that says so. The map beside it
    has the output size of every (``f``, ``stride``) that fits ``n``, ``padding`` and ``dilation``.

    Errors: ``ValueError`` for a number outside ``LIMITS`` or an unknown rounding, ``TypeError`` for no number.
    """
    given = {"n": n, "f": f, "stride": stride, "padding": padding, "dilation": dilation}
    for name, (least, most) in LIMITS.items():
        whole(name, given[name], least, most)
    windows = Windows(**given, rounding=rounding)
    lines = [f"<defs>{hatch('zero', LINE, '/')}{hatch('over', LINE, 'x')}</defs>"]
    lines += _draw_formula(windows)
    lines += _draw_axis(windows)
    lines += _draw_bars(windows) if windows.starts else _draw_nothing(windows)
    lines += _draw_legend(windows)
    lines += _draw_map(windows)
    return assemble(WIDTH, HEIGHT, lines, _words(windows), max(len(windows.starts) - 1, 0))


def _cells(windows):
    """How many cells the picture draws: the padded axis, and what reaches past its end."""
    return max(windows.length, windows.reach if windows.starts else windows.span)


def _axis(windows):
    cell = min(80, AXIS_WIDTH / _cells(windows))
    return Grid(AXIS, AXIS_TOP, cell, AXIS_HEIGHT, 1, windows.length)


def _draw_formula(w):
    filter_letter = "F" if w.dilation == 1 else "span"
    yield text(0, 18, f"(N + 2P - {filter_letter})/S + 1 = {w.formula}{_rounded(w)}", size=16, weight="bold")
    if w.dilation == 1:
        words = f"input N = {w.n}, padding P = {w.padding} on each side, filter F = {w.f}, stride S = {w.stride}"
    else:
        words = f"dilation D = {w.dilation} spreads the filter over D(F - 1) + 1 = {amount(w.span, 'cell')}: its span"
    yield text(0, 40, words, size=13, fill=MUTED)


def _rounded(windows):
    """What becomes of a formula that gives no whole number."""
    if windows.fits:
        return ""
    if not windows.starts:
        return ": no window"
    return f", {windows.rounding}: {windows.size}" if windows.allowed else ": refused"


def _draw_axis(w):
    grid, drawn = _axis(w), _cells(w)
    cell = grid.cell_width
    yield from grid.frame(INPUT)
    if w.padding:
        for first in (0, w.padding + w.n):
            yield grid.box(0, first, columns=w.padding, fill="url(#zero)")
    yield grid.box(0, w.padding, columns=w.n, stroke=INPUT, stroke_width=2)
    if drawn > w.length:
        yield grid.box(0, w.length, columns=drawn - w.length, stroke=MUTED, dash="4 3")
    if w.starts and w.left_over:
        x, height = grid.corner(0, w.reach)[0], BARS_TOP + _row_height(w) * len(w.starts) - AXIS_TOP
        yield rect(x, AXIS_TOP, cell * w.left_over, height, fill="url(#over)", stroke=MUTED)
    every = 1 if cell >= 24 else 5
    size = font_size([str(w.n - 1)], cell * every, 24, largest=13) or SMALLEST
    write = Grid(grid.corner(0, w.padding)[0], AXIS_TOP - 9, cell, 0, 1, w.n).writer(size, fill=INPUT)
    labels = [str(i) if i % every == 0 else "" for i in range(w.n)]
    yield write(0, labels)


def _row_height(windows):
    return min(38, BARS_HEIGHT / max(1, len(windows.starts)))


def _draw_bars(windows):
    """Every window on its own row: an outline before its step, marked at it, tinted after it."""
    axis, height = _axis(windows), _row_height(windows)
    inset = min(3, height * 0.12)
    every = 1 if height >= 14 else 5
    span = windows.span
    yield text(0, AXIS_TOP - 9 + 4.3, "window", size=12, fill=MUTED)
    for k, taps in enumerate(windows.taps):  # first what lies under the windows: from each up to its cells
        x, width = axis.corner(0, taps[0])[0], span * axis.cell_width
        guide = rect(x, AXIS_TOP, width, BARS_TOP + k * height - AXIS_TOP, fill=MARK, opacity=0.1)
        cells = _segments(axis, taps, AXIS_TOP, AXIS_HEIGHT)
        yield at(k, f'{guide}<path d="{cells}" fill="none" stroke="{MARK}" stroke-width="3"/>')
    for k, taps in enumerate(windows.taps):
        top, x = BARS_TOP + k * height, axis.corner(0, taps[0])[0]
        shape = _segments(axis, taps, top + inset, height - 2 * inset)
        if windows.dilation > 1:
            shape += f"M{coordinate(x)} {coordinate(top + height / 2)}h{coordinate(span * axis.cell_width)}"
        yield f'<path d="{shape}" fill="none" stroke="{LINE}"/>'
        yield since(k, f'<path d="{shape}" fill="{OUTPUT}" fill-opacity="0.4" stroke="{OUTPUT}"/>')
        yield at(k, f'<path d="{shape}" fill="{MARK}" stroke="{MARK}"/>')
        if k % every == 0:
            yield text(46, top + height / 2 + 4.3, str(k), size=12, anchor="end", fill=MUTED)


def _segments(axis, taps, top, height):
    """The path of a window's cells: one box where they touch, one for each where dilation spreads them."""
    touching = len(taps) == 1 or taps[1] == taps[0] + 1
    boxes = [(taps[0], len(taps))] if touching else [(tap, 1) for tap in taps]
    top, height = coordinate(top), coordinate(height)
    parts = []
    for first, count in boxes:
        width = coordinate(count * axis.cell_width)
        parts.append(f"M{coordinate(axis.corner(0, first)[0])} {top}h{width}v{height}h-{width}z")
    return "".join(parts)


def _draw_nothing(w):
    """A filter that is longer than the axis, laid under it."""
    yield rect(AXIS, BARS_TOP + 3, w.span * _axis(w).cell_width, 24, stroke=FILTER, stroke_width=2, dash="6 4")
    yield text(AXIS, BARS_TOP + 56, "no window fits:", size=18, weight="bold", fill=MARK)
    yield text(AXIS, BARS_TOP + 82, f"the filter spans {w.span} cells, and only {amount_is(w.length, 'cell')} there")


def _draw_legend(windows):
    x = AXIS
    left_over = bool(windows.starts) and windows.left_over
    for shown, fill, dash, words in (
        (windows.padding, "url(#zero)", None, "zeros"),
        (left_over, "url(#over)", None, f"left over: {windows.left_over}"),
        (windows.past_end, "none", "4 3", f"past the end: {windows.past_end}"),
    ):
        if shown:
            yield rect(x, HEIGHT - 19, 16, 14, fill=fill, stroke=LINE, dash=dash)
            yield text(x + 22, HEIGHT - 7, words, size=13)
            x += 48 + 8.4 * len(words)


def _draw_map(windows):
    """The output size of each (F, stride) that fits; hatched where no window fits at all."""
    rows, columns = LIMITS["f"][1], LIMITS["stride"][1]
    grid = Grid(MAP, MAP_TOP, MAP_CELL, MAP_ROW, rows, columns)
    dilated = f", D = {windows.dilation}" if windows.dilation > 1 else ""
    yield text(MAP - 26, 18, f"fits N = {windows.n}, P = {windows.padding}{dilated}", size=13, weight="bold")
    yield text(MAP - 26, 40, "filter F down, stride S across", size=12, fill=MUTED)
    heads = Grid(MAP, MAP_TOP - 20, MAP_CELL, 20, 1, columns).writer(12, fill=MUTED)
    yield heads(0, map(str, range(1, columns + 1)))
    names = Grid(MAP - 26, MAP_TOP, 22, MAP_ROW, rows, 1).writer(12, fill=MUTED)
    write = grid.writer(13)
    yield from grid.frame("none")
    for i in range(rows):
        row = [replace(windows, f=i + 1, stride=j + 1) for j in range(columns)]
        yield names(i, [str(i + 1)])
        if not row[0].starts:
            yield grid.box(i, 0, columns=columns, fill="url(#over)")
            continue
        yield "".join(grid.box(i, j, inset=1, fill=OUTPUT, opacity=0.16) for j, w in enumerate(row) if w.fits)
        yield write(i, [number(int(w.exact)) if w.fits else "" for w in row])
    now = windows.f - 1, windows.stride - 1
    x, y = map(coordinate, grid.corner(*now))
    yield grid.box(*now, stroke=MARK, stroke_width=3) + f'<path d="M{x} {y}h9l-9 9z" fill="{MARK}"/>'
    legend = ("number: it fits, the output", "empty: cells are left over", "hatched: no window fits")
    for position, words in enumerate(legend):
        yield text(MAP - 26, MAP_TOP + grid.height + 17 + 15 * position, words, size=12)
    yield grid.cells("map", "map, a row for each filter F and a column for each stride", chosen=now, first=1)


def _words(w):
    """A sentence for every step, with the cells that its window reads."""
    count = len(w.starts)
    if not count:
        return [f"The axis has {amount(w.length, 'cell')}, and the filter spans {w.span}: there is no window."]
    return [f"Window {k} ({k + 1} of {count}) reads {_read(w, taps)}." for k, taps in enumerate(w.taps)]


def _read(windows, taps):
    """The cells of one window in words: input cells by number, padding and what lies behind it by count."""
    inside = [tap - windows.padding for tap in taps if 0 <= tap - windows.padding < windows.n]
    past = sum(tap >= windows.length for tap in taps)
    zeros = len(taps) - len(inside) - past
    parts = [f"{amount(zeros, 'zero')} of the padding"] if zeros else []
    if inside:
        listed = inside if len(inside) <= 4 or windows.dilation > 1 else None
        named = _and(map(str, listed)) if listed else f"{inside[0]} to {inside[-1]}"
        parts.append(f"input {plural(len(inside), 'cell')} {named}")
    if past:
        parts.append(f"{past} past the end")
    return " and ".join(parts) if len(parts) < 3 else f"{parts[0]}, {parts[1]} and {parts[2]}"


def _and(words):
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
