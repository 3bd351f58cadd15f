"""A convolution layer on a small volume: every channel with its filter, its products and its sum, and K maps."""

from itertools import product, repeat

import numpy as np

from helpers.draw.conv_layer_maps import (
    BAND,
    PITCH,
    RIGHT,
    Maps,
    band_grid,
    band_middle,
    digits_size,
    grid_row,
    group,
)
from helpers.draw.convolution import seen_cells
from helpers.draw.picture import (
    FILTER,
    INK,
    INPUT,
    LINE,
    MARK,
    MUTED,
    OUTPUT,
    SMALLEST,
    WIDTH,
    assemble,
    at,
    coordinate,
    during,
    hatch,
    numbers,
    rect,
    text,
)
from helpers.shapes import Windows

HEIGHT = 404
INPUT_X, FILTER_X, PRODUCT_X, SUM_X = 44, 214, 338, 520  # px: the columns; SUM_X is a middle
CHANNELS = ("red", "green", "blue")
MOST = 4  # filters


def draw_conv_layer(volume, filters, bias, *, stride=1, padding=0, relu=False, summed=True):
    """K ``filters`` (K, F, F, 3) with their ``bias`` (K,) on a ``volume`` (N, N, 3): a Picture, filter by filter.

    It has a step for every window of every filter. ``summed=True`` shows the layer's output, one map a filter, and
    with ``relu=True`` what ReLU leaves of it; ``summed=False`` what each channel alone gives, before they are
    added. ``stride`` and ``padding`` are those of ``conv2d``. Where windows do not fill the padded input, those
    that fit are drawn and the cells left over are marked; where none fits, the one step says so.

    Errors: ``ValueError`` for arrays of another shape, with the shape, and for K outside 1..4.
    """
    volume, filters, bias = np.asarray(volume), np.asarray(filters), np.asarray(bias)
    _check(volume, filters, bias)
    windows = Windows(len(volume), filters.shape[1], stride, padding)
    seen, products = _slide(volume, filters, windows)
    sums = products.sum(axis=(2, 3))  # (K, M*M, 3): what each channel adds
    totals = sums.sum(axis=2) + bias[:, None]
    maps = np.maximum(totals, 0) if relu else totals
    values = maps[..., None] if summed else sums
    lines = [f"<defs>{hatch('zero', LINE, '/')}{hatch('unseen', MUTED, 'x')}</defs>"]
    lines += _draw_input(volume, windows)
    if windows.starts:
        maps = Maps(values, len(windows.starts), summed)
        added = _totals(sums, bias, totals, relu) if summed else repeat("")
        lines += maps.draw()
        lines += _draw_filters(filters, windows)
        extra = ["".join(parts) for parts in zip(maps.steps(), added, strict=False)]
        lines += _draw_steps(seen, filters, products, sums, windows, extra)
        lines += _draw_legend(windows, maps.note)
    else:
        lines += _draw_nothing(windows)
        lines += _draw_legend(windows, "")
    return assemble(WIDTH, HEIGHT, lines, _words(sums, bias, totals, windows, relu, summed))


def _check(volume, filters, bias):
    if volume.ndim != 3 or volume.shape[0] != volume.shape[1] or volume.shape[2] != 3 or not volume.size:
        raise ValueError(f"volume must be (N, N, 3), got shape {volume.shape}")
    if filters.ndim != 4 or filters.shape[1] != filters.shape[2] or filters.shape[3] != 3 or not filters.size:
        raise ValueError(f"filters must be (K, F, F, 3), got shape {filters.shape}")
    if len(filters) > MOST:
        raise ValueError(f"filters must be 1 to {MOST}, got {len(filters)}")
    if bias.shape != (len(filters),):
        raise ValueError(f"bias must be ({len(filters)},), one number a filter, got shape {bias.shape}")


def _slide(volume, filters, windows):
    """What every window sees, (M*M, F, F, 3), and its products with each filter, (K, M*M, F, F, 3); M may be 0."""
    m, f, p = len(windows.starts), windows.f, windows.padding
    padded = np.pad(volume, ((p, p), (p, p), (0, 0)))
    cells = np.array(windows.starts, int)[:, None] + np.arange(f)
    seen = padded[cells[:, None, :, None], cells[None, :, None, :]].reshape(m * m, f, f, 3)
    return seen, seen * filters[:, None]


def _input_grid(windows, channel):
    length = windows.length
    return band_grid(INPUT_X, channel, min(24, 150 / length), min(24, BAND / length), length)


def _draw_input(volume, windows):
    n, p = windows.n, windows.padding
    title = f"input {n} × {n} × 3" + (", padded" if p else "")
    yield text(0, 16, title, 14, weight="bold", fill=INPUT)
    unseen = ~np.logical_and.outer(*[seen_cells(windows)] * 2) if windows.starts else np.zeros((0, 0), bool)
    padded = np.pad(volume, ((p, p), (p, p), (0, 0)))
    for c, name in enumerate(CHANNELS):
        grid = _input_grid(windows, c)
        yield text(0, band_middle(c) + 4, name, size=13, fill=INPUT)
        yield from grid.frame(INPUT)
        if p:
            outer_width, outer_height = coordinate(grid.width), coordinate(grid.height)
            inner_width, inner_height = coordinate(n * grid.cell_width), coordinate(n * grid.cell_height)
            corner, inner = (" ".join(map(coordinate, grid.corner(i, i))) for i in (0, p))
            ring = f"M{corner}h{outer_width}v{outer_height}h-{outer_width}z"
            ring += f"M{inner}h{inner_width}v{inner_height}h-{inner_width}z"
            yield f'<path d="{ring}" fill="url(#zero)" fill-rule="evenodd"/>'
            yield grid.box(p, p, n, n, stroke=INPUT, stroke_width=2)
        if unseen.any():
            cell = f"h{coordinate(grid.cell_width)}v{coordinate(grid.cell_height)}h-{coordinate(grid.cell_width)}z"
            corners = (grid.corner(i, j) for i, j in np.argwhere(unseen).tolist())
            path = "".join(f"M{x:.1f} {y:.1f}{cell}" for x, y in corners)
            yield f'<path d="{path}" fill="url(#unseen)"/>'
        texts = numbers(padded[..., c])
        size = digits_size(numbers(padded.ravel()), grid.cell_width, grid.cell_height)
        if size:
            yield group(size, "".join(grid_row(grid, i, size, row) for i, row in enumerate(texts)))


def _filter_grid(f, channel):
    width = min(30, 104 / f)
    return band_grid(FILTER_X + (104 - f * width) / 2, channel, width, min(26, BAND / f), f)


def _draw_filters(filters, windows):
    """The filter of the step, and the signs that lead from the input to the sums."""
    steps, f = len(windows.starts) ** 2, windows.f
    grids = [_filter_grid(f, c) for c in range(3)]
    size = digits_size(numbers(filters.ravel()), grids[0].cell_width, grids[0].cell_height)
    for c, grid in enumerate(grids):
        yield from grid.frame(FILTER)
        for x, sign in ((FILTER_X - 10, "×"), (PRODUCT_X - 10, "="), (SUM_X - 28, "→")):
            yield text(x, band_middle(c) + 6, sign, size=17, anchor="middle", fill=MUTED)
    for m, weights in enumerate(numbers(filters.transpose(0, 3, 1, 2))):
        title = text(
            FILTER_X + 52, 16, f"filter {m + 1} of {len(filters)}", anchor="middle", weight="bold", fill=FILTER
        )
        rows = [
            grid.writer(size)(i, row)
            for grid, rows in zip(grids, weights, strict=True)
            for i, row in enumerate(rows)
            if size
        ]
        yield during(m * steps, (m + 1) * steps - 1, title + "".join(rows))


def _draw_steps(seen, filters, products, sums, windows, extra):
    """At every step: the window on each channel, its products, written out where there is room, and their sum.

    The texts differ from step to step, their places do not: they are made once, with blanks. ``extra`` holds
    what else each step shows.
    """
    f, span = windows.f, windows.span
    width = min(60, 144 / f)
    grids = [band_grid(PRODUCT_X + (144 - f * width) / 2, c, width, min(38, BAND / f), f) for c in range(3)]
    products = np.array(numbers(products.transpose(0, 1, 4, 2, 3)), object)
    size = digits_size(products.ravel(), grids[0].cell_width, grids[0].cell_height, largest=16)
    terms = f <= 3 and size
    texts = []
    if terms:
        pairs = np.empty((*products.shape, 2), object)
        pairs[..., 0] = numbers(seen.transpose(0, 3, 1, 2))
        signed = np.array([_signed(w) for w in numbers(filters.transpose(0, 3, 1, 2).ravel())], object)
        pairs[..., 1] = signed.reshape(len(filters), 1, 3, f, f)
        texts.append((pairs, _blanks(grids, SMALLEST, 0.27, MUTED, "%s·%s")))
    if size:
        texts.append((products, _blanks(grids, size, 0.73 if terms else 0.5, INK, "%s")))
    places = "".join(f'<text x="{SUM_X}" y="{coordinate(band_middle(c) + 7)}">%s</text>' for c in range(3))
    blank = f'<g font-size="19" text-anchor="middle" font-weight="bold" fill="{MARK}">{places}</g>'
    texts.append((np.array(numbers(sums), object), blank))
    steps = products.shape[0] * products.shape[1]
    values = np.concatenate([array.reshape(steps, -1) for array, _ in texts], axis=1).tolist()
    template = "".join(blank for _, blank in texts)
    yield text(PRODUCT_X + 72, 16, "window × filter", anchor="middle", weight="bold", fill=MARK)
    yield text(SUM_X, 16, "sum", anchor="middle", weight="bold", fill=MARK)
    yield from (text(SUM_X, band_middle(c) + PITCH / 2 + 5, "+", 17, "middle", MUTED) for c in range(2))
    for grid in grids:
        yield from grid.frame(MARK)
    inputs = [_input_grid(windows, c) for c in range(3)]
    boxes = [
        "".join(grid.box(top, left, span, span, stroke=MARK, stroke_width=3) for grid in inputs)
        for top, left in product(windows.starts, repeat=2)
    ]
    for k, words in enumerate(values):
        yield at(k, boxes[k % len(boxes)] + template % tuple(words) + extra[k])


def _blanks(grids, size, shift, fill, blank):
    """The texts of the matrices of the three channels, with ``blank`` in each cell, to be filled in with %."""
    rows = [grid_row(grid, i, size, [blank] * grid.columns, shift) for grid in grids for i in range(grid.rows)]
    return group(size, "".join(rows), fill)


def _totals(sums, bias, totals, relu):
    """For every step: the three sums and the bias become one number, and ReLU keeps it or makes it 0."""
    blank = text(RIGHT, 42, "%s + %s + %s + bias %s = %s", 18, fill=MARK, weight="bold")
    blank += text(RIGHT, 66, "ReLU: max(0, %s) = %s", 16, fill=MARK) if relu else ""
    for channels, b, total in _steps(sums, bias, totals):
        first = (*map(_signed, [*channels, b]), total)
        yield blank % ((*first, total, _rectified(total)) if relu else first)


def _steps(sums, bias, totals):
    """(the three sums, the bias, the total) of every step, as texts."""
    for per_step, b, results in zip(numbers(sums), numbers(bias), numbers(totals), strict=True):
        yield from ((channels, b, total) for channels, total in zip(per_step, results, strict=True))


def _signed(number):
    return f"({number})" if number[0] == "-" else number


def _rectified(number):
    return "0" if number[0] == "-" else number


def _draw_nothing(windows):
    yield text(RIGHT, 16, "no output", weight="bold", fill=OUTPUT)
    yield text(FILTER_X, 190, "no window fits:", size=18, weight="bold", fill=MARK)
    yield text(FILTER_X, 216, f"the filter needs {windows.span} cells, the input has {windows.length}")


def _draw_legend(windows, note):
    """What the patterns mean, and a note under the maps."""
    x = INPUT_X
    unseen = bool(windows.starts) and not seen_cells(windows).all()
    for shown, name, words in ((windows.padding, "zero", "padding"), (unseen, "unseen", "no window sees it")):
        if shown:
            yield rect(x, 388, 14, 14, fill=f"url(#{name})", stroke=LINE)
            yield text(x + 20, 400, words, size=13)
            x += 90
    if note:
        yield text(RIGHT, 400, note, size=13)


def _words(sums, bias, totals, windows, relu, summed):
    """A sentence for every step, with its numbers."""
    m, alts = len(windows.starts), []
    if not m:
        needed = f"the filter needs {windows.span} cells along each side, the input has {windows.length}"
        return [f"No window fits: {needed}."]
    for step, (channels, b, total) in enumerate(_steps(sums, bias, totals)):
        i, k = divmod(step, m * m)
        row, column = divmod(k, m)
        where = f"Filter {i + 1} of {len(bias)}, window {k + 1} of {m * m}"
        named = ", ".join(f"{name} {value}" for name, value in zip(CHANNELS, channels, strict=True))
        if summed:
            added = " + ".join(map(_signed, [*channels, b]))
            result = f"; ReLU gives {_rectified(total)}" if relu else ""
            alts.append(
                f"{where}: {named}, bias {b}. {added} = {total}{result}: row {row}, column {column} of map {i + 1}."
            )
        else:
            alts.append(
                f"{where}: the sums are {named}. Not added yet, they are row {row}, column {column} of three maps."
            )
    return alts
