"""A 1x1 filter bank on feature maps: at every pixel, C numbers are mixed into K, and no neighbour is asked."""

from functools import partial

import numpy as np

from helpers.arguments import several
from helpers.draw.few_colours import in_few_colours
from helpers.draw.meets import meets, same_cell
from helpers.draw.raster import Scale, raster, tinted_raster
from helpers.draw.scene import Scene, blanks, exactly, written
from helpers.draw.signs import signs
from helpers.draw.svg import SMALLEST, Grid, coordinate, longest, numbers, path, quotients, text, text_width
from helpers.draw.table import Table, every, matrix, worked
from helpers.palette import CHANNEL, FILTER, INPUT, MARK, MUTED, OUTPUT
from helpers.trace.one_by_one import mix
from helpers.words import amount, bracketed, equals, number, rounded, wrapped

HEIGHT = 410
TOP = 24  # px: where the first maps begin
LEFT, MIDDLE, COLUMNS, RIGHT = 4, 342, 430, 632  # px: where the maps, the numbers, their columns, the results begin
FRAME = 9  # pixels: of a map that a hand can hold, around the pixel of each step
ROOM, PANEL = 194, 286  # px: the width of the numbers' columns, and of all that stands in the middle
NAMES = ("red", "green", "blue", "edges x", "edges y")


def draw_one_by_one(maps, weights, divisors=None, row=0, names=NAMES, editable=False):
    """``weights`` (K, C), a bank of 1x1 filters, on C ``maps`` (H, W, C): a Picture, pixel by pixel along a ``row``.

    Each of the K results is the weighted sum of the maps, divided by its number in ``divisors`` (K,), 1 by default.
    ``names`` stand above the maps. Those called "red", "green" and "blue" have their colour, and where these three
    come first, and are from 0 to 255, the photograph that they make stands before them. ``editable`` lets the canvas
    change the weights. A result whose weights add up to the divisor keeps the scale of the maps, 0 to 255; else the
    scale is that of ``Scale.of``.

    Errors: ``ValueError`` for other shapes, for C outside 1..5, K outside 1..4, a divisor of 0, a row outside,
    and fewer names than maps.
    """
    trace = mix(maps, weights, divisors, row)
    names = several("names", names, NAMES)[: trace.maps.shape[2]]
    if len(names) < trace.maps.shape[2]:
        raise ValueError(f"names must be {trace.maps.shape[2]}, one for each map, got {names}")
    scene = Scene(HEIGHT)
    _draw_maps(scene, trace, names)
    exact = _draw_pixels(scene, trace, names, _draw_bank(scene, trace, names, editable))
    _draw_results(scene, trace)
    return scene.picture(
        list(_words(trace, names, exact)), trace.maps.shape[1] // 2, trace, partial(_tables, trace, names)
    )


def _draw_maps(scene, trace, names):
    """The C maps, with the photograph of the first three: two beside each other, or three where they are more."""
    photo = tuple(names[:3]) == tuple(CHANNEL) and _is_grey(trace.maps[..., :3])
    across, side = (2, 140) if len(names) + photo <= 4 else (3, 106)
    places = [(LEFT + i % across * (side + 8), TOP + i // across * 200) for i in range(len(names) + photo)]
    if photo:
        _draw_photo(scene, trace, *places.pop(0), side)
    for c, (name, place) in enumerate(zip(names, places, strict=True)):
        values = trace.maps[..., c]
        _draw_map(scene, f"in{c}", name, INPUT, values, Scale.of(values, _is_grey(values)), *place, side, trace.row)


def _draw_photo(scene, trace, x, y, side):
    """The photograph in colour, as its channels make it together, and the pixel of every step."""
    height, width = trace.maps.shape[:2]
    cell = side / max(height, width)
    grid = Grid(x, y, cell, cell, height, width)
    scene.panel(x - 4, y - 17, side + 8, side + 18)
    scene.title(x, "photograph", INPUT, y=y - 6, size=14)
    pixels, table = in_few_colours(np.floor(trace.maps[..., :3] + 0.5).astype(np.uint8))
    image = raster(pixels, x, y, grid.width, grid.height, table)
    scene.add(image, grid.cells("photo", "photograph", row=trace.row, drag=FRAME))
    _mark_pixels(scene, grid, trace.row, "window")


def _draw_results(scene, trace):
    """The K results: a single one is large."""
    side = 320 if len(trace.weights) == 1 else 140
    for k, (weights, divisor) in enumerate(zip(trace.weights, trace.divisors, strict=True)):
        values, used = trace.results[..., k], trace.maps[..., weights != 0]
        scale = Scale.of(values, used.size > 0 and _is_grey(used) and weights.sum() == divisor)
        x, y = RIGHT + k % 2 * 164, TOP + k // 2 * 200
        _draw_map(scene, f"out{k}", f"map {k + 1}", OUTPUT, values, scale, x, y, side, trace.row)


def _colour(name):
    """What a map's name is written in: that of its channel, or of the input."""
    return CHANNEL.get(name, INPUT)


def _is_grey(values):
    return values.min() >= 0 and values.max() <= 255


def _draw_map(scene, key, name, colour, values, scale, x, y, side, row):
    """A map with its range and its scale, and the pixel of every step; the range stands where there is room."""
    height, width = values.shape
    cell = side / max(height, width)
    grid = Grid(x, y, cell, cell, height, width)
    runs = f"{number(values.min().item())} to {number(values.max().item())}"
    outside = scale.outside(values)
    tinted = name in CHANNEL and scale == Scale(0, 255)
    phrases = ["black 0", f"{name} 255"] if tinted else scale.words
    phrases = [*phrases, *([f"{amount(outside, 'pixel')} outside"] if outside else [])]
    above = text_width(name, 14) + text_width(runs, SMALLEST) + 6 <= side
    phrases = phrases if above else [runs, *phrases]
    lines = wrapped(phrases, lambda line: text_width(line, SMALLEST) <= side, ", ")
    scene.panel(x - 4, y - 17, side + 8, side + 18 + 14 * len(lines))
    scene.title(x, name, _colour(name) if colour == INPUT else colour, y=y - 6, size=14)
    box = x, y, grid.width, grid.height
    image = tinted_raster(scale.grey(values), *box, name) if tinted else scale.raster(values, *box)
    scene.add(image, grid.cells(key, name, row=row, drag=FRAME))
    if above:
        scene.add(text(x + side, y - 6, runs, SMALLEST, anchor="end"))
    scene.add(*(text(x, y + side + 13 + 14 * i, line, SMALLEST) for i, line in enumerate(lines)))
    _mark_pixels(scene, grid, row, "output" if colour == OUTPUT else "window")


def _mark_pixels(scene, grid, row, moves):
    """A thin line along the row, and at every step one through its pixel, with a small frame around it."""
    middle = grid.y + (row + 0.5) * grid.cell_height
    left, level, north, south = map(coordinate, (grid.x, middle, middle - 4, middle + 4))
    top, bottom = coordinate(grid.y), coordinate(grid.y + grid.height)
    scene.add(path(f"M{left} {level}h{coordinate(grid.width)}", stroke=MARK))
    scene.add(f'<g fill="none" stroke="{MARK}" stroke-width="1.5">')
    corners, x = [grid.corner(row, k) for k in range(grid.columns)], grid.x + 0.5 * grid.cell_width
    box, lines = f"M{x - 4:.1f} {north}h8v8h-8z", f"M{x:.1f} {top}V{north}M{x:.1f} {south}V{bottom}"
    scene.moving(corners, f'<path d="{box}"/>', f'<path d="{lines}"/>', name=moves)
    scene.add("</g>")


def _table(y, height, weights):
    """A table with a row for each map and a column for each filter."""
    count, channels = weights.shape
    return Grid(COLUMNS, y, min(88, ROOM / count), height, channels, count)


def _draw_bank(scene, trace, names, editable):
    """The weights and the divisors; whether the weights are exact."""
    weights = trace.weights.T
    grid = _table(44, 24, trace.weights)
    scene.panel(MIDDLE, 0, PANEL, grid.y + grid.height + 22)
    scene.title(MIDDLE, f"{amount(grid.columns, 'filter')} 1 × 1 × {grid.rows}", FILTER)
    scene.matrix(grid, FILTER)
    scene.add(*signs(grid, weights))
    shown = grid.fitted(weights, 16)
    scene.add(*written(grid, shown.texts, shown.size or SMALLEST))
    scene.add(*(text(MIDDLE, grid.y + 24 * c + 17, name, 13, fill=_colour(name)) for c, name in enumerate(names)))
    for k, divisor in enumerate(numbers(trace.divisors)):
        x = grid.x + (k + 0.5) * grid.cell_width
        scene.add(text(x, 38, f"map {k + 1}", 12, "middle", OUTPUT))
        if divisor != "1":
            scene.add(text(x, grid.y + grid.height + 16, f"/ {divisor}", 13, "middle", FILTER))
    if editable:
        told = _mixed(trace)
        scene.add(grid.cells("bank", "filters, a column for each", numbers(weights.ravel()), meets=told))
    return shown.exact


def _mixed(trace):
    """What each weight meets: its map, the map that it goes into, and its product."""
    (height, width, channels), count = trace.maps.shape, len(trace.weights)
    sides = [(0, height)], [(0, width)]
    own = [[sides[0] if c == i else [] for i in range(channels)] for c in range(channels)]
    told = [meets(f"in{c}", "cells", rows, [sides[1]] * count) for c, rows in enumerate(own)]
    for k in range(count):
        columns = [sides[1] if k == i else [] for i in range(count)]
        told.append(meets(f"out{k}", "cells", [sides[0]] * channels, columns))
    return ";".join([*told, same_cell("products", channels, count)])


def _draw_pixels(scene, trace, names, exact):
    """The pixel of every step: its C numbers, their products with each filter, the K sums and results.

    Gives whether what is shown gives the sums.
    """
    products, sums, results = trace.products, trace.sums[trace.row], trace.results[trace.row]
    width, channels, count = products.shape
    terms, divided = channels <= 3 and count <= 2, (trace.divisors != 1).any()
    maps = numbers(trace.maps[trace.row])
    weights = [list(map(bracketed, line)) for line in numbers(trace.weights.T)]
    length = longest(maps) + 1 + longest(weights)  # of a term, such as 255·(-1)
    terms = terms and 0.64 * SMALLEST * length <= _table(0, 0, trace.weights).cell_width
    grid = _table(214, 38 if terms else 24, trace.weights)
    bottom = grid.y + grid.height
    foot = Grid(grid.x, bottom, grid.cell_width, 26, 1, count)
    multiplied, added = grid.fitted(products.reshape(width, -1), 15), foot.fitted(sums, 16)
    exact = exact and exactly(trace.maps[trace.row]) and multiplied.exact and added.exact
    scene.panel(MIDDLE, 190, PANEL, bottom + 45 - 190)
    scene.matrix(grid, MARK)
    scene.add(grid.cells("products", "products", twin="bank"))
    scene.add(text(MIDDLE, bottom + 19, f"sum{'' if exact else ' ≈'}", 13, fill=MARK))
    if divided:
        scene.add(text(MIDDLE, bottom + 38, "divided", 13, fill=MARK))
    scene.way("output", grid.ends, foot.ends)
    # The texts of every step, in their order: title, the pixel's numbers, terms, products, sums, results.
    heads = [f"row {trace.row}, column {k}: pixel × filter" for k in range(width)]
    blank = text(MIDDLE, 204, "", 14, fill=MARK, weight="bold")
    for c, name in enumerate(names):
        y = grid.y + (c + 0.5) * grid.cell_height + 5
        scene.add(text(MIDDLE, y, name, 13, fill=_colour(name)))
        blank += text(COLUMNS - 6, y, "", SMALLEST, "end", _colour(name))
    shown = [
        [_quotient(v, d) for v, d in zip(line, trace.divisors.tolist(), strict=True)] for line in results.tolist()
    ]
    size = min(added.size or SMALLEST, foot.font_size(shown, 16) or SMALLEST)
    blank += blanks([grid], SMALLEST, 0.27, MUTED) if terms else ""
    blank += blanks([grid], multiplied.size or SMALLEST, 0.72 if terms else 0.5)
    blank += blanks([foot], size, fill=MARK) + (blanks([foot], size, 0.5 + 19 / 26, MARK) if divided else "")
    rows = maps, multiplied.texts, added.texts, shown
    words = []
    for head, values, parts, total, result in zip(heads, *rows, strict=True):
        pairs = (f"{v}·{w}" for v, ws in zip(values, weights, strict=True) for w in ws) if terms else ()
        words.append([head, *values, *pairs, *parts, *total, *(result if divided else ())])
    scene.words(words, blank)
    return exact


def _quotient(value, divisor):
    """What stands below a sum that is divided; of thousands, the whole part is enough."""
    return "" if divisor == 1 else number(value, 1 if abs(value) < 1000 else 0)


def _words(trace, names, exact):
    """A sentence for every pixel, with all products where there is one filter."""
    row, divisors, weights = trace.row, numbers(trace.divisors), numbers(trace.weights)
    texts = numbers(trace.maps[row]), numbers(trace.sums[row]), quotients(trace.results[row])
    for k, (values, added, result) in enumerate(zip(*texts, strict=True)):
        seen = ", ".join(f"{name} {value}" for name, value in zip(names, values, strict=True))
        parts = []
        for m, total in enumerate(added):
            terms = ""
            if len(weights) == 1:
                pairs = zip(values, weights[m], strict=True)
                terms = " + ".join(f"{v}·{bracketed(w)}" for v, w in pairs) + f" {equals(exact)} "
            end = f" / {divisors[m]} = {result[m]}" if divisors[m] != "1" else ""
            parts.append(f"Map {m + 1}: {terms}{total}{rounded(exact)}{end}.")
        yield f"Pixel row {row}, column {k}: {seen}. {' '.join(parts)}"


def _tables(trace, names):
    """The maps and the results as a whole, the filters, and for every pixel of the row its products and sums."""
    (height, width, channels), count = trace.maps.shape, len(trace.weights)
    heads, names = [f"map {k + 1}" for k in range(count)], list(names)
    told = every(*(matrix(f"{name} {height} × {width}", trace.maps[..., c]) for c, name in enumerate(names)))
    divided = (trace.divisors != 1).any()
    rows = [*names, "divided by"] if divided else names
    cells = [*numbers(trace.weights.T), numbers(trace.divisors)][: len(rows)]
    told += every(Table(f"{amount(count, 'filter')} 1 × 1 × {channels}, a column for each", heads, rows, cells))
    pixels = np.broadcast_to(trace.maps[trace.row][:, :, None], trace.products.shape)
    products = worked(pixels, trace.weights.T, trace.products)
    sums, results = numbers(trace.sums[trace.row]), trace.results[trace.row].T
    results = np.array(list(map(quotients, results)), object).T.tolist()
    rows = [*names, "sum", "divided"] if divided else [*names, "sum"]
    for k in range(width):
        cells = [*products[k], sums[k], results[k]][: len(rows)]
        told.append((k, k, Table(f"pixel row {trace.row}, column {k} × filter", heads, rows, cells)))
    return told + every(
        *(matrix(f"{head} {height} × {width}", trace.results[..., k]) for k, head in enumerate(heads))
    )
