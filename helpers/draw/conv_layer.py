"""A convolution layer on a small volume: every channel with its filter, its products and its sum, and K maps."""

from itertools import product, repeat

import numpy as np

from helpers.arguments import whole
from helpers.draw.conv_layer_maps import (
    RIGHT,
    Maps,
    band,
    band_grid,
    band_middle,
    channels_of,
    digits_size,
    grid_row,
    group,
    pitch,
)
from helpers.draw.conv_layer_words import channel_name, equations, in_words
from helpers.draw.picture import assemble
from helpers.draw.svg import (
    FILTER,
    INK,
    INPUT,
    LINE,
    MARK,
    MUTED,
    OUTPUT,
    SMALLEST,
    WIDTH,
    at,
    coordinate,
    during,
    hatch,
    numbers,
    rect,
    text,
)
from helpers.shapes import Windows
from helpers.trace.windows import strongest, unread
from helpers.words import amount, bracketed, sentence

HEIGHT = 404
INPUT_X, FILTER_X, PRODUCT_X, SUM_X = 44, 214, 338, 520  # px: the columns; SUM_X is a middle
MOST = 4  # filters, and channels


def draw_conv_layer(volume, filters, bias, *, stride=1, padding=0, groups=1, relu=False, summed=True):
    """K ``filters`` (K, F, F, C // groups) with their ``bias`` (K,) on a ``volume`` (N, N, C): filter by filter.

    The Picture has a step for every window of every filter. ``summed=True`` shows the layer's output, one map a
    filter, and with ``relu=True`` what ReLU leaves of it; ``summed=False`` what each channel alone gives, before
    they are added. ``stride``, ``padding`` and ``groups`` are those of ``conv2d``: with groups, a filter sees the
    channels of its own group only. Where windows do not fill the padded input, those that fit are drawn and the
    cells left over are marked; where none fits, or channels or filters cannot be split into groups, the one step
    says so.

    Errors: ``ValueError`` for arrays of another shape, with the shape, for K outside 1..4 and C outside 3..4.
    """
    volume, filters, bias = np.asarray(volume), np.asarray(filters), np.asarray(bias)
    channels = _check(volume, filters, bias, groups)
    windows = Windows(len(volume), filters.shape[1], stride, padding)
    lines = [f"<defs>{hatch('zero', LINE, '/')}{hatch('unseen', LINE, 'x')}</defs>"]
    lines += _draw_input(volume, windows)
    refusal = _refusal(windows, channels, len(filters), groups)
    if refusal:
        lines += [*_draw_nothing(*refusal), *_draw_legend(windows, "")]
        return assemble(WIDTH, HEIGHT, lines, [f"{sentence(refusal[0])} {refusal[1]}."])
    seen, products = _slide(volume, filters, windows, groups)
    sums = products.sum(axis=(2, 3))  # (K, M*M, C // groups): what each channel adds
    totals = sums.sum(axis=2) + bias[:, None]
    results = np.maximum(totals, 0) if relu else totals
    maps = Maps(results[..., None] if summed else sums, len(windows.starts), summed, channels, groups)
    added = equations(sums, bias, totals, relu) if summed else repeat("")
    extra = ["".join(parts) for parts in zip(maps.steps(), added, strict=False)]
    lines += maps.draw()
    size, each = len(filters) // groups, len(windows.starts) ** 2
    for g in range(groups):
        own, some = channels_of(g * size, len(filters), channels, groups), slice(g * size, (g + 1) * size)
        first, last = g * size * each, (g + 1) * size * each
        frames = "".join([*_draw_frames(windows, own, channels), *_draw_filter_frames(windows.f, own, channels)])
        lines.append(during(first, last - 1, frames) if groups > 1 else frames)
        lines += _draw_filters(filters, some, windows, own, channels)
        part = seen[..., own.start : own.stop]
        lines += _draw_steps(
            part, filters[some], products[some], sums[some], windows, extra[first:last], own, channels, first
        )
    lines += _draw_legend(windows, maps.note)
    words = in_words(sums, bias, totals, windows, relu, summed, channels, groups)
    speaks = np.where(sums[0].all(axis=1), totals[0], 0)  # where every channel has something to add
    side = len(windows.starts)
    return assemble(WIDTH, HEIGHT, lines, words, strongest(speaks.reshape(side, side)))


def _check(volume, filters, bias, groups):
    """C, the number of channels, where everything fits together."""
    if volume.ndim != 3 or volume.shape[0] != volume.shape[1] or volume.shape[2] not in (3, 4) or not volume.size:
        raise ValueError(f"volume must be (N, N, 3) or (N, N, 4), got shape {volume.shape}")
    channels = volume.shape[2]
    own = channels // whole("groups", groups, 1)
    fits = filters.ndim == 4 and filters.shape[1] == filters.shape[2] and filters.shape[3] == max(own, 1)
    if not fits or not filters.size:
        raise ValueError(f"filters must be (K, F, F, {max(own, 1)}), got shape {filters.shape}")
    if len(filters) > MOST:
        raise ValueError(f"filters must be 1 to {MOST}, got {len(filters)}")
    if bias.shape != (len(filters),):
        raise ValueError(f"bias must be ({len(filters)},), one number a filter, got shape {bias.shape}")
    return channels


def _refusal(windows, channels, filters, groups):
    """Why there is no output, as (a headline, a sentence), or None."""
    if not windows.starts:
        return (
            "no window fits:",
            f"the filter needs {windows.span} cells along each side, the input has {windows.length}",
        )
    for count, name in ((channels, "channel"), (filters, "filter")):
        if count % groups:
            return "no equal groups:", f"{amount(count, name)} cannot be split into {groups} groups of equal size"
    return None


def _slide(volume, filters, windows, groups):
    """What every window sees, (M*M, F, F, C), and its products with each filter, (K, M*M, F, F, C // groups)."""
    m, f, p, own = len(windows.starts), windows.f, windows.padding, filters.shape[3]
    padded = np.pad(volume, ((p, p), (p, p), (0, 0)))
    cells = np.array(windows.starts, int)[:, None] + np.arange(f)
    seen = padded[cells[:, None, :, None], cells[None, :, None, :]].reshape(m * m, f, f, -1)
    by_group = np.stack([seen[..., g * own : (g + 1) * own] for g in range(groups)])
    return seen, np.repeat(by_group, len(filters) // groups, axis=0) * filters[:, None]


def _input_grid(windows, channel, channels):
    length = windows.length
    return band_grid(INPUT_X, channel, channels, min(24, 150 / length), min(24, band(channels) / length), length)


def _draw_input(volume, windows):
    n, p, channels = windows.n, windows.padding, volume.shape[2]
    title = f"input {n} × {n} × {channels}" + (", padded" if p else "")
    yield text(0, 16, title, 14, weight="bold", fill=INPUT)
    unseen = unread(windows)
    padded = np.pad(volume, ((p, p), (p, p), (0, 0)))
    for c in range(channels):
        grid = _input_grid(windows, c, channels)
        name = channel_name(c, channels).removeprefix("channel ")
        yield text(0, band_middle(c, channels) + 4, name, size=13, fill=INPUT)
        yield from grid.frame(INPUT)
        if p:
            outer_width, outer_height = coordinate(grid.width), coordinate(grid.height)
            inner_width, inner_height = coordinate(n * grid.cell_width), coordinate(n * grid.cell_height)
            corner, inner = (" ".join(map(coordinate, grid.corner(i, i))) for i in (0, p))
            ring = f"M{corner}h{outer_width}v{outer_height}h-{outer_width}z"
            ring += f"M{inner}h{inner_width}v{inner_height}h-{inner_width}z"
            yield f'<path d="{ring}" fill="url(#zero)" fill-opacity="0.4" fill-rule="evenodd"/>'
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


def _filter_grid(f, channel, channels):
    width = min(30, 104 / f)
    height = min(26, band(channels) / f)
    return band_grid(FILTER_X + (104 - f * width) / 2, channel, channels, width, height, f)


def _product_grid(f, channel, channels):
    width = min(60, 144 / f)
    height = min(38, band(channels) / f)
    return band_grid(PRODUCT_X + (144 - f * width) / 2, channel, channels, width, height, f)


def _draw_filter_frames(f, own, channels):
    """The frames of a filter's channels, and the signs that lead from the input to the sums."""
    for c in own:
        yield from _filter_grid(f, c, channels).frame(FILTER)
        for x, sign in ((FILTER_X - 10, "×"), (PRODUCT_X - 10, "="), (SUM_X - 28, "→")):
            yield text(x, band_middle(c, channels) + 6, sign, size=17, anchor="middle", fill=MUTED)


def _draw_filters(filters, some, windows, own, channels):
    """The weights of ``some`` filters, each for its own steps."""
    steps, f = len(windows.starts) ** 2, windows.f
    grids = [_filter_grid(f, c, channels) for c in own]
    size = digits_size(numbers(filters.ravel()), grids[0].cell_width, grids[0].cell_height)
    for m in range(some.start, some.stop):
        title = text(
            FILTER_X + 52, 16, f"filter {m + 1} of {len(filters)}", anchor="middle", weight="bold", fill=FILTER
        )
        rows = [
            grid.writer(size)(i, row)
            for grid, rows in zip(grids, numbers(filters[m].transpose(2, 0, 1)), strict=True)
            for i, row in enumerate(rows)
            if size
        ]
        yield during(m * steps, (m + 1) * steps - 1, title + "".join(rows))


def _draw_frames(windows, own, channels):
    """Titles, frames and plus signs of the products and sums of the channels in ``own``."""
    yield text(PRODUCT_X + 72, 16, "window × filter", anchor="middle", weight="bold", fill=MARK)
    yield text(SUM_X, 16, "sum", anchor="middle", weight="bold", fill=MARK)
    for c in own[:-1]:
        yield text(SUM_X, band_middle(c, channels) + pitch(channels) / 2 + 5, "+", 17, "middle", MUTED)
    for c in own:
        yield from _product_grid(windows.f, c, channels).frame(MARK)


def _draw_steps(seen, filters, products, sums, windows, extra, own, channels, first):
    """At every step: the window on each channel, its products, written out where there is room, and their sum.

    The texts differ from step to step, their places do not: they are made once, with blanks. ``extra`` holds
    what else each step shows; ``own`` are the channels that these filters see, ``first`` is the first step.
    """
    f, span = windows.f, windows.span
    grids = [_product_grid(f, c, channels) for c in own]
    products = np.array(numbers(products.transpose(0, 1, 4, 2, 3)), object)
    size = digits_size(products.ravel(), grids[0].cell_width, grids[0].cell_height, largest=16)
    terms = f <= 3 and size and grids[0].cell_height >= 2 * SMALLEST + 4
    texts = []
    if terms:
        pairs = np.empty((*products.shape, 2), object)
        pairs[..., 0] = numbers(seen.transpose(0, 3, 1, 2))
        weights = np.array([bracketed(w) for w in numbers(filters.transpose(0, 3, 1, 2).ravel())], object)
        pairs[..., 1] = weights.reshape(len(filters), 1, len(own), f, f)
        texts.append((pairs, _blanks(grids, SMALLEST, 0.27, MUTED, "%s·%s")))
    if size:
        lower = min(size, 14) if terms and channels > 3 else size
        texts.append((products, _blanks(grids, lower, 0.73 if terms else 0.5, INK, "%s")))
    places = "".join(f'<text x="{SUM_X}" y="{coordinate(band_middle(c, channels) + 7)}">%s</text>' for c in own)
    blank = f'<g font-size="19" text-anchor="middle" font-weight="bold" fill="{MARK}">{places}</g>'
    texts.append((np.array(numbers(sums), object), blank))
    steps = products.shape[0] * products.shape[1]
    values = np.concatenate([array.reshape(steps, -1) for array, _ in texts], axis=1).tolist()
    template = "".join(blank for _, blank in texts)
    inputs = [_input_grid(windows, c, channels) for c in own]
    boxes = [
        "".join(grid.box(top, left, span, span, stroke=MARK, stroke_width=3) for grid in inputs)
        for top, left in product(windows.starts, repeat=2)
    ]
    for k, words in enumerate(values):
        yield at(first + k, boxes[k % len(boxes)] + template % tuple(words) + extra[k])


def _blanks(grids, size, shift, fill, blank):
    """The texts of the matrices of the three channels, with ``blank`` in each cell, to be filled in with %."""
    rows = [grid_row(grid, i, size, [blank] * grid.columns, shift) for grid in grids for i in range(grid.rows)]
    return group(size, "".join(rows), fill)


def _draw_nothing(headline, sentence):
    yield text(RIGHT, 16, "no output", weight="bold", fill=OUTPUT)
    yield text(FILTER_X, 190, headline, size=18, weight="bold", fill=MARK)
    yield text(FILTER_X, 216, sentence)


def _draw_legend(windows, note):
    """What the patterns mean, and a note under the maps."""
    x = INPUT_X
    unseen = unread(windows).any()
    for shown, name, words in ((windows.padding, "zero", "padding"), (unseen, "unseen", "no window sees it")):
        if shown:
            yield rect(x, 388, 14, 14, fill=f"url(#{name})", stroke=LINE)
            yield text(x + 20, 400, words, size=13)
            x += 90
    if note:
        yield text(RIGHT, 400, note, size=13)
