"""The filter slides over a small input: every window, its products, and the output that fills up."""

from itertools import product

import numpy as np

from helpers.draw.picture import (
    FILTER,
    INPUT,
    LINE,
    MARK,
    MUTED,
    OUTPUT,
    SMALLEST,
    WIDTH,
    Grid,
    assemble,
    at,
    coordinate,
    font_size,
    hatch,
    numbers,
    rect,
    since,
    text,
)
from helpers.draw.steps import strongest
from helpers.shapes import Windows

HEIGHT = 388
SIDE, TOP = 324, 28  # px of the square left to the input and to the output, and where they begin
MIDDLE, MIDDLE_WIDTH, RIGHT = 348, 264, 634  # px: the column of the filter and products, that of the output
CENTRE = MIDDLE + MIDDLE_WIDTH / 2


def draw_convolution(image, kernel, *, stride=1, padding=0, dilation=1, flip=False, editable=False):
    """``kernel`` (F, F) sliding over ``image`` (N, N): a Picture with a step for every window.

    ``stride`` cells a step, ``padding`` zeros on each side, ``dilation`` cells from one tap to the next;
    ``flip=True`` turns the kernel by 180 degrees first (convolution), else it is used as it is (correlation).
    Where windows do not fill the padded input, those that fit are drawn and the cells left over are marked;
    where none fits, the picture has one step that says so. ``editable`` lets the canvas change cells.

    Errors: ``ValueError`` where image or kernel is not square.
    """
    image, kernel = np.asarray(image), np.asarray(kernel)
    for name, array in (("image", image), ("kernel", kernel)):
        if array.ndim != 2 or array.shape[0] != array.shape[1] or not array.size:
            raise ValueError(f"{name} must be square, (N, N), got shape {array.shape}")
    windows = Windows(len(image), len(kernel), stride, padding, dilation)
    taps = kernel[::-1, ::-1] if flip else kernel
    seen, products, outputs = _slide(image, taps, windows)
    cell = min(44, SIDE / windows.length)
    padded = Grid(2, TOP, cell, cell, windows.length, windows.length)
    lines = [f"<defs>{hatch('zero', LINE, '/')}{hatch('unseen', LINE, 'x')}</defs>"]
    lines += _draw_input(padded, image, windows, editable)
    lines += _draw_filter(taps, flip, editable)
    if windows.starts:
        lines += _draw_windows(padded, windows)
        lines += _draw_products(seen, taps, products, outputs)
        lines += _draw_output(outputs)
    else:
        lines += _draw_nothing(windows)
    lines += _draw_legend(windows)
    opening = strongest(outputs) if windows.starts else 0
    return assemble(WIDTH, HEIGHT, lines, _words(seen, taps, windows, outputs), opening)


def seen_cells(windows):
    """Which of the padded axis's cells at least one window touches: a boolean array (n + 2*padding,)."""
    seen = np.zeros(windows.length, bool)
    for start in windows.starts:
        seen[start : start + windows.span : windows.dilation] = True
    return seen


def _slide(image, taps, windows):
    """What every window sees, (M*M, F, F), its products with the taps, and their sums, (M, M); M may be 0."""
    m, f = len(windows.starts), windows.f
    padded = np.pad(image, windows.padding)
    offsets = windows.dilation * np.arange(f)
    cells = np.array(windows.starts, int)[:, None] + offsets  # (M, F): the rows, and the columns, of each window
    seen = padded[cells[:, None, :, None], cells[None, :, None, :]].reshape(m * m, f, f)
    products = seen * taps
    return seen, products, products.sum(axis=(1, 2)).reshape(m, m)


def _draw_input(grid, image, windows, editable):
    n, p = windows.n, windows.padding
    title = f"input {n} × {n}" + (f", padded to {windows.length} × {windows.length}" if p else "")
    lines = [text(0, 18, title, weight="bold", fill=INPUT), *grid.frame(INPUT)]
    if p:
        lines += [*_draw_padding(grid, n, p), grid.box(p, p, n, n, stroke=INPUT, stroke_width=2)]
    unseen = ~np.logical_and.outer(*[seen_cells(windows)] * 2) if windows.starts else np.zeros((0, 0), bool)
    if unseen.any():
        size = coordinate(grid.cell_width)
        corners = (map(coordinate, grid.corner(i, j)) for i, j in np.argwhere(unseen).tolist())
        path = "".join(f"M{x} {y}h{size}v{size}h-{size}z" for x, y in corners)
        lines.append(f'<path d="{path}" fill="url(#unseen)"/>')
    inside = Grid(*grid.corner(p, p), grid.cell_width, grid.cell_height, n, n)
    texts = numbers(image)
    size = font_size(numbers(image.ravel()), grid.cell_width, grid.cell_height)
    if size:
        write = inside.writer(size)
        lines += [write(i, row) for i, row in enumerate(texts)]
    if editable:
        lines.append(inside.cells("image", "input", numbers(image.ravel())))
    return lines


def _draw_padding(grid, n, p):
    """The ring of padding cells: a pattern, and the zeros that they hold."""
    outer, inner = coordinate(grid.width), coordinate(n * grid.cell_width)
    x, y = map(coordinate, grid.corner(p, p))
    ring = f"M{coordinate(grid.x)} {TOP}h{outer}v{outer}h-{outer}zM{x} {y}h{inner}v{inner}h-{inner}z"
    yield f'<path d="{ring}" fill="url(#zero)" fill-rule="evenodd"/>'
    write = grid.writer(font_size("0", grid.cell_width, grid.cell_height))
    sides, full = ["0"] * p + [""] * n + ["0"] * p, ["0"] * (n + 2 * p)
    for i in range(n + 2 * p):
        yield write(i, sides if p <= i < p + n else full)


def _middle_grid(top, f):
    width, height = min(66, MIDDLE_WIDTH / f), min(42, 128 / f)
    return Grid(MIDDLE + (MIDDLE_WIDTH - f * width) / 2, top, width, height, f, f)


def _draw_filter(taps, flip, editable):
    f = len(taps)
    grid = _middle_grid(TOP, f)
    title = f"filter {f} × {f}" + (", turned by 180°" if flip else "")
    texts = numbers(taps)
    size = font_size(numbers(taps.ravel()), grid.cell_width, grid.cell_height, largest=18)
    lines = [text(CENTRE, 18, title, anchor="middle", weight="bold", fill=FILTER), *grid.frame(FILTER)]
    if size:
        write = grid.writer(size)
        lines += [write(i, row) for i, row in enumerate(texts)]
    # A triangle stays with the filter's own first weight, so that a flip is seen even where the weights hide it.
    x, y = map(coordinate, (grid.x + grid.width, grid.y + grid.height) if flip else (grid.x, grid.y))
    side = -9 if flip else 9
    lines.append(f'<path d="M{x} {y}h{side}l{-side} {side}z" fill="{FILTER}"/>')
    if editable:
        lines.append(grid.cells("kernel", "filter", numbers(taps.ravel())))
    return lines


def _draw_windows(grid, windows):
    """The window at every step: its outline, and its taps where dilation spreads them."""
    taps = range(0, windows.span, windows.dilation)
    for k, (top, left) in enumerate(product(windows.starts, repeat=2)):
        box = grid.box(top, left, windows.span, windows.span, stroke=MARK, stroke_width=4)
        if windows.dilation > 1:
            box += "".join(grid.box(top + i, left + j, inset=1, fill=MARK, opacity=0.3) for i in taps for j in taps)
        yield at(k, box)


def _draw_products(seen, taps, products, outputs):
    f = len(taps)
    grid = _middle_grid(208, f)
    yield text(CENTRE, 198, "window × filter", anchor="middle", weight="bold", fill=MARK)
    yield from grid.frame(MARK)
    texts, sums = numbers(products), numbers(outputs.ravel())
    longest = max((t for window in texts for row in window for t in row), key=len)
    size = font_size([longest], grid.cell_width, grid.cell_height, largest=15)
    # Where a cell has room for two lines, each product is written out above its value.
    terms = _terms(seen, taps) if f <= 4 and size else None
    write_terms = grid.writer(SMALLEST, shift=0.27, fill=MUTED)
    write = grid.writer(size, shift=0.72 if terms else 0.5) if size else None
    for k, window in enumerate(texts):
        parts = [write(i, row) for i, row in enumerate(window)] if size else []
        parts += [write_terms(i, row) for i, row in enumerate(terms[k])] if terms else []
        parts.append(text(CENTRE, 358, f"sum = {sums[k]}", size=20, anchor="middle", weight="bold", fill=MARK))
        yield at(k, "".join(parts))


def _terms(seen, taps):
    """The products of every window, written out: ``terms[k][i][j]`` is, say, ``"9·(-1)"``."""
    weights = [[f"({w})" if w.startswith("-") else w for w in row] for row in numbers(taps)]
    return [
        [[f"{v}·{w}" for v, w in zip(*rows, strict=True)] for rows in zip(window, weights, strict=True)]
        for window in numbers(seen)
    ]


def _draw_output(outputs):
    m = len(outputs)
    cell = min(44, SIDE / m)
    grid = Grid(RIGHT, TOP, cell, cell, m, m)
    texts = numbers(outputs.ravel())
    size = font_size(texts, cell, cell)
    yield text(RIGHT, 18, f"output {m} × {m}", weight="bold", fill=OUTPUT)
    yield from grid.frame(OUTPUT)
    yield from (at(k, _filled(grid, *divmod(k, m))) for k in range(m * m))
    if size:
        yield f'<g font-size="{size}" text-anchor="middle">'
        yield from (since(k, grid.word(*divmod(k, m), value, size)) for k, value in enumerate(texts))
        yield "</g>"
    else:
        yield text(RIGHT, 381, "Its numbers do not fit the cells: read the sum.", size=13)


def _filled(grid, row, column):
    """The tint over all cells up to (row, column), and the frame of that one."""
    rows = grid.box(0, 0, row, grid.columns, fill=OUTPUT, opacity=0.2) if row else ""
    begun = grid.box(row, 0, 1, column + 1, fill=OUTPUT, opacity=0.2)
    return rows + begun + grid.box(row, column, stroke=MARK, stroke_width=4)


def _draw_nothing(windows):
    yield text(RIGHT, 18, "no output", weight="bold", fill=OUTPUT)
    yield text(CENTRE, 230, "no window fits:", anchor="middle", size=18, weight="bold", fill=MARK)
    yield text(CENTRE, 256, f"the filter needs {windows.span} cells,", anchor="middle")
    yield text(CENTRE, 278, f"the input has {windows.length}", anchor="middle")


def _draw_legend(windows):
    x = 2
    unseen = bool(windows.starts) and not seen_cells(windows).all()
    for shown, name, words in (
        (windows.padding > 0, "zero", "padding: zeros around the input"),
        (unseen, "unseen", "no window visits this cell"),
    ):
        if shown:
            yield rect(x, 368, 16, 16, fill=f"url(#{name})", stroke=LINE)
            yield text(x + 22, 381, words, size=13)
            x += 250


def _words(seen, taps, windows, outputs):
    """A sentence for every step, with its numbers."""
    m, f = len(outputs), len(taps)
    if not m:
        return [
            f"No window fits: the filter needs {windows.span} cells along each side, the input has {windows.length}."
        ]
    sums = numbers(outputs.ravel())
    if f <= 3:
        written = [" + ".join(" + ".join(row) for row in rows) for rows in _terms(seen, taps)]
        sums = [f"{terms} = {total}" for terms, total in zip(written, sums, strict=True)]
    else:
        sums = [f"the sum of {f * f} products, {total}" for total in sums]
    return [
        f"Window {k + 1} of {m * m}: output row {k // m}, column {k % m} is {total}." for k, total in enumerate(sums)
    ]
