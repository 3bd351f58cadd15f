"""A convolution layer on a small volume: every channel with its filter, its products and its sum, and K maps."""

from functools import partial
from itertools import chain, product

import numpy as np

from helpers.draw.conv_layer_tables import tables
from helpers.draw.meets import same_cell, seen_in, stands, weighed
from helpers.draw.scene import Scene, blanks, exactly
from helpers.draw.signs import signs
from helpers.draw.svg import DIGITS, SMALLEST, Grid, coordinate, decimals, longest, numbers, text
from helpers.palette import CHANNEL, FILTER, INPUT, MARK, MUTED, OUTPUT
from helpers.trace.conv_layer import conv_layer
from helpers.trace.windows import strongest, unread
from helpers.words import amount, bracketed, equals, sentence, wrapped

HEIGHT = 404
TOP, BANDS = 24, 366  # px: where the bands of the channels begin, and the height that they share
INPUT_X, FILTER_X, PRODUCT_X, SUM_X = 44, 214, 338, 520  # px: the columns; SUM_X is a middle
FILTERS, PRODUCTS, END = 198, 321.6, 556  # px: where the panels of filters and products begin, and this ends
RIGHT, WIDE, NARROW = 562, 394, 366  # px: where the maps begin, their width, and the one that a small place has
COLOURS = ("red", "green", "blue")


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
    trace = conv_layer(volume, filters, bias, stride, padding, groups, relu)
    scene = Scene(HEIGHT, zero=("/", "padding"), unseen=("x", "no window sees it"))
    exact = [_draw_input(scene, trace, summed)]
    if trace.refusal:
        words = _draw_nothing(scene, *trace.refusal)
    else:
        exact += [_draw_filters(scene, trace), _draw_products(scene, trace, summed)]
        exact = all(exact) and exactly(trace.bias, trace.sums, trace.totals)
        steps = list(_steps(trace))
        if summed:
            _draw_equations(scene, trace, steps, exact)
        _draw_maps(scene, trace, summed)
        words = _words(trace, steps, summed, exact)
    scene.legend(INPUT_X, HEIGHT - 18)
    side = len(trace.windows.starts)
    speaks = np.where(trace.sums[0].all(axis=1), trace.totals[0], 0)  # where every channel has something to add
    opening = 0 if trace.refusal else strongest(speaks.reshape(side, side))
    names = [_name(c, trace.channels) for c in range(trace.channels)]
    return scene.picture(words, opening, trace, partial(tables, trace, names, summed))


def _middle(channel, channels):
    """The height of the middle of a channel's band; there is room for three at least."""
    pitch = BANDS / max(channels, 3)
    return TOP + channel * pitch + (pitch - 5) / 2


def _grids(some, channels, size, x, width, widest, highest, middle=False):
    """A square matrix of ``size`` in the band of each of ``some`` channels, from ``x`` on in ``width`` px."""
    across, down = min(widest, width / size), min(highest, (BANDS / max(channels, 3) - 5) / size)
    x += (width - size * across) / 2 if middle else 0
    return [Grid(x, _middle(c, channels) - size * down / 2, across, down, size, size) for c in some]


def _name(channel, channels):
    """What a channel is called: three are colours."""
    return COLOURS[channel] if channels == 3 else f"channel {channel + 1}"


def _draw_input(scene, trace, summed):
    """Every channel of the volume, and the window of each step on those that its filter sees; whether it is exact."""
    windows, n, p, channels = trace.windows, trace.windows.n, trace.windows.padding, trace.channels
    scene.panel(0, 0, FILTERS, HEIGHT - 18)
    scene.title(0, f"input {n} × {n} × {channels}" + (", padded" if p else ""), INPUT, y=16, size=14)
    grids = _grids(range(channels), channels, windows.length, INPUT_X, 150, 24, 24)
    padded = np.pad(trace.volume, ((p, p), (p, p), (0, 0))).transpose(2, 0, 1)
    values, size, exact = grids[0].fitted(padded.ravel(), 15, DIGITS)
    unseen = unread(windows)
    for c, grid in enumerate(grids):
        name = _name(c, channels).removeprefix("channel ")
        colour = CHANNEL.get(name, INPUT)
        scene.add(text(0, _middle(c, channels) + 4, name, size=13, fill=colour))
        inside = scene.padded(grid, p, colour, opacity=0.4)
        if trace.groups == 1 and not trace.refusal:  # all channels are told of once
            maps = ",".join(f"map{i}" if summed else f"map{i}-#" for i in range(len(trace.filters)))
            told = {"twin": "in0"} if c else {"meets": seen_in(windows, "in#", [maps]), "drag": stands(windows)}
            scene.add(inside.cells(f"in{c}", f"input, {_name(c, channels)}", **told))
        scene.mark("unseen", grid, unseen)
    if size:
        scene.add(blanks(grids, size) % tuple(values))
    else:
        for grid in grids:
            scene.too_long(grid)
    if trace.refusal:
        return exact
    places = list(product(windows.starts, repeat=2))
    style = {"stroke": MARK, "stroke_width": 3}
    for own, filters in trace.turns:
        boxes = (grids[c].box(0, 0, windows.f, windows.f, **style) for c in own)
        corners = [grids[0].corner(*place) for place in places] * len(filters)
        scene.moving([None] * filters.start * len(places) + corners, *boxes, name="window")
    return exact


def _signs(x, sign, own, channels, down=6):
    return [text(x, _middle(c, channels) + down, sign, 17, "middle", MUTED) for c in own]


def _draw_filters(scene, trace):
    """The filter of each step, with its weights for every channel that it sees; whether they are exact."""
    count, channels, each = len(trace.filters), trace.channels, trace.sums.shape[1]
    scene.panel(FILTERS, 0, PRODUCTS - FILTERS, HEIGHT - 18)
    weights = trace.filters.transpose(0, 3, 1, 2).reshape(count, -1)
    for own, filters in trace.turns:
        grids = _grids(own, channels, trace.windows.f, FILTER_X, 104, 30, 26, middle=True)
        texts, size, exact = grids[0].fitted(weights, 15, DIGITS)
        frames = chain.from_iterable(grid.frame(FILTER) for grid in grids)
        for c, grid in enumerate(grids) if trace.groups == 1 else ():
            meets = weighed(trace.windows, "in#", [same_cell("products#", grid.rows, grid.rows)])
            told = {"twin": "weights0"} if c else {"meets": meets}
            scene.add(grid.cells(f"weights{c}", f"weights, {_name(c, channels)}", **told))
        scene.during(
            filters.start * each, filters.stop * each - 1, *frames, *_signs(FILTER_X - 10, "×", own, channels)
        )
        blank = blanks(grids, size) if size else ""
        for i in filters:
            title = text(FILTER_X + 52, 16, f"filter {i + 1} of {count}", 15, "middle", FILTER, "bold")
            taps = trace.filters[i].transpose(2, 0, 1)
            tints = chain.from_iterable(signs(grid, own) for grid, own in zip(grids, taps, strict=True))
            scene.during(i * each, (i + 1) * each - 1, *tints, title, blank % tuple(texts[i]) if size else "")
        if not size:
            for grid in grids:
                scene.too_long(grid)
    return exact


def _draw_products(scene, trace, summed):
    """At every step: the products of its window, written out where there is room, and the sum of each channel.

    A plus stands between the sums where they are ``summed``. Gives whether all are exact.
    """
    f, channels, (count, each, _) = trace.windows.f, trace.channels, trace.sums.shape
    scene.panel(PRODUCTS, 0, END - PRODUCTS, HEIGHT - 18)
    scene.title(PRODUCT_X + 72, "window × filter", MARK, "middle", y=16)
    scene.title(SUM_X, "sum", MARK, "middle", y=16)
    seen, weights = numbers(trace.seen.reshape(count, each, -1)), trace.filters.transpose(0, 3, 1, 2)
    weights = [list(map(bracketed, line)) for line in numbers(weights.reshape(count, -1))]
    sums, sum_size, exact = Grid(0, 0, 46, 40, 1, 1).fitted(trace.sums, 19, 1)
    length = longest(weights) + 1 + longest(seen)  # of a term, such as 9·(-1)
    for own, filters in trace.turns:
        grids = _grids(own, channels, f, PRODUCT_X, 144, 60, 38, middle=True)
        frames = chain.from_iterable(grid.frame(MARK) for grid in grids)
        if trace.groups == 1:
            scene.add(*(grid.cells(f"products{c}", "products", twin="weights0") for c, grid in enumerate(grids)))
        signs = _signs(PRODUCT_X - 10, "=", own, channels) + _signs(SUM_X - 28, "→", own, channels)
        if summed:
            signs += _signs(SUM_X, "+", own[:-1], channels, down=BANDS / max(channels, 3) / 2 + 5)
        scene.during(filters.start * each, filters.stop * each - 1, *frames, *signs)
        products, size, fits = grids[0].fitted(trace.products.reshape(count, each, -1), 16, DIGITS)
        exact = exact and fits
        terms = f <= 3 and size and grids[0].cell_height >= 2 * SMALLEST + 4
        terms = terms and 0.64 * SMALLEST * length <= grids[0].cell_width
        if not size:
            for grid in grids:
                scene.too_long(grid)
        blank = blanks(grids, SMALLEST, 0.27, MUTED) if terms else ""
        if size:
            blank += blanks(grids, min(size, 14) if terms and channels > 3 else size, 0.73 if terms else 0.5)
        style = f'font-size="{sum_size or SMALLEST}" text-anchor="middle" font-weight="bold" fill="{MARK}"'
        places = (f'<text x="{SUM_X}" y="{coordinate(_middle(c, channels) + 7)}"></text>' for c in own)
        blank += f"<g {style}>{''.join(places)}</g>"
        words = [None] * count * each
        for i in filters:
            for k, (read, values, added) in enumerate(zip(seen[i], products[i], sums[i], strict=True), i * each):
                factors = zip(read, weights[i], strict=True) if terms else ()
                words[k] = [*(f"{v}·{w}" for v, w in factors), *(values if size else ()), *added]
        scene.words(words, blank)
    return exact


def _draw_maps(scene, trace, summed):
    """What the filters have computed so far: a map for each, or one for each channel before they are added."""
    m, count, each = len(trace.windows.starts), len(trace.filters), trace.sums.shape[2]
    values = trace.outputs[:, None] if summed else trace.sums.transpose(0, 2, 1)
    maps = [[_map_grid(i, count, m)] if summed else _channel_grids(i, trace) for i in range(count)]
    texts, size, _ = maps[0][0].fitted(values, 15, DIGITS)
    for i, grids in enumerate(maps):
        x, top = grids[0].x, grids[0].y - 18 if summed else 0
        title = f"{'map' if summed else 'filter'} {i + 1}"
        scene.panel(x - 2, top, max(grids[0].width + 4, 66), grids[-1].y + grids[-1].height + 2 - top)
        scene.title(x, title, OUTPUT, y=grids[0].y - 6 if summed else 16, size=14)
        label = f"{title} of the output" if summed else f"{title}, each channel alone"
        for c, grid in enumerate(grids):
            scene.matrix(grid, OUTPUT)
            name, twin = f"map{i}" if summed else f"map{i}-{c}", f"map{i}-0" if c else ""
            scene.add(grid.cells(name, label, row=-i * m, twin=twin))
        scene.fill(grids, texts[i], size, i * m * m, opacity=0.16, frame=3)
    note = "" if summed else f"Not added yet: {amount(each, 'map')} for each filter, {count * each} in all."
    note = note if size else "No room for the maps' numbers: read the sums."
    if note:
        scene.panel(RIGHT, HEIGHT - 16, NARROW, 16)
        scene.add(text(RIGHT, HEIGHT - 4, note, size=13))


def _map_grid(i, count, m):
    height = 290 if count <= 2 else 132
    return Grid(RIGHT + i % 2 * 204, 96 + i // 2 * 158, min(34, 190 / m), min(30, height / m), m, m)


def _channel_grids(i, trace):
    pitch = (WIDE + 6) / len(trace.filters)
    m = len(trace.windows.starts)
    return _grids(trace.own(i), trace.channels, m, RIGHT + i * pitch, pitch - 6, 28, 24)


def _steps(trace, places=None):
    """(filter, window, the channels' sums, those added, the bias, the total) of every step, four as texts."""
    texts = (numbers(array, places) for array in (trace.sums, trace.bias, trace.totals))
    for i, (sums, bias, totals) in enumerate(zip(*texts, strict=True)):
        for k, (own, total) in enumerate(zip(sums, totals, strict=True)):
            yield i, k, own, " + ".join(map(bracketed, own)), bias, total


def _rectified(number):
    return "0" if number[0] == "-" else number


def _draw_equations(scene, trace, steps, exact):
    """At every step: the sums and the bias become one number, and ReLU keeps it or makes it 0."""
    m = len(trace.windows.starts)
    scene.panel(RIGHT, 0, NARROW, 72 if trace.relu else 50)
    scene.title(RIGHT, f"output {m} × {m} × {len(trace.filters)}", OUTPUT, y=16)
    needed = max(decimals(array)[0] for array in (trace.sums, trace.bias, trace.totals))
    for places in range(needed, min(needed, 1) - 1, -1):  # fewer where so many do not fit
        steps = list(_steps(trace, places)) if places < needed else steps
        sign = equals(exact and places == needed)
        lines = [f"{own} + bias {bracketed(bias)} {sign} {total}" for *_, own, bias, total in steps]
        size = min(18 if trace.sums.shape[2] <= 3 else 15, int(NARROW / (0.58 * max(map(len, lines)))))
        if size >= SMALLEST:
            break
    size = max(size, SMALLEST)
    channels = trace.channels
    top, bottom = _middle(0, channels) - 20, _middle(channels - 1, channels) + 20
    columns = ((x, top, width, bottom - top) for x, width in ((PRODUCT_X, 144), (SUM_X - 30, 60)))
    scene.way("output", *columns, (RIGHT, 26, NARROW / 2, 22))
    texts, words = text(RIGHT, 42, "", size, fill=MARK, weight="bold"), [lines]
    if trace.relu:
        texts += text(RIGHT, 66, "", 16, fill=MARK)
        words.append([f"ReLU: max(0, {total}) = {_rectified(total)}" for *_, total in steps])
    scene.words(list(zip(*words, strict=True)), texts)


def _draw_nothing(scene, headline, reason):
    scene.panel(FILTERS, 160, NARROW, 90)
    scene.refuse(FILTERS + NARROW / 2, 190, headline, *wrapped(reason.split(), lambda line: len(line) <= 32))
    scene.panel(RIGHT, 0, NARROW, 22)
    scene.title(RIGHT, "no output", OUTPUT, y=16)
    return [f"{sentence(headline)} {reason}."]


def _words(trace, steps, summed, exact):
    """A sentence for every step, with its numbers."""
    m, count, channels, alts = len(trace.windows.starts), len(trace.filters), trace.channels, []
    for i, k, own, added, bias, total in steps:
        row, column = divmod(k, m)
        where = f"Filter {i + 1} of {count}, window {k + 1} of {m * m}"
        mark = " " if channels == 3 else ": "
        named = ", ".join(f"{_name(c, channels)}{mark}{value}" for c, value in zip(trace.own(i), own, strict=True))
        if summed:
            result = f"; ReLU gives {_rectified(total)}" if trace.relu else ""
            place = f"row {row}, column {column} of map {i + 1}"
            words = f"{named}, bias {bias}. {added} + {bracketed(bias)} {equals(exact)} {total}{result}: {place}."
        else:
            maps = ("one map", "two maps", "three maps", "four maps")[len(own) - 1]
            words = f"the sums are {named}. Not added yet, they are row {row}, column {column} of {maps}."
        alts.append(f"{where}: {words}{'' if exact else ' Numbers are rounded.'}")
    return alts
