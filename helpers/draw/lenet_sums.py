"""How one value of a LeNet is made: the cells under its window, their products, the sum; and the words for it."""

import numpy as np

from helpers.draw.raster import raster, signed_raster
from helpers.draw.scene import blanks, flat, written
from helpers.draw.signs import signs
from helpers.draw.svg import Grid, path, rect, text
from helpers.palette import FILTER, INPUT, MARK, MUTED, OUTPUT
from helpers.words import number

LEFT, WIDTH, TOP = 222, 390, 28  # px: the middle of the picture
DENSE = 348  # px: how wide the products of a dense layer are
TILES = 84  # px from one row of tiles to the next


def ink(values, most):
    """``values`` as bytes, from white, 0, to black, ``most``."""
    return np.clip(np.floor(255.5 - 255 * values / max(most, 1e-9)), 0, 255).astype(np.uint8)


def ink_raster(values, x, y, width, height, most):
    """``values`` as an image in the greys of ``ink``, ``width`` x ``height`` px at (x, y)."""
    return raster(ink(values, most), x, y, width, height)


def show_sums(scene, trace, places):
    """Draw at every step how the value at its place is made; gives the words of all steps."""
    if trace.row.kind == "pool":
        return _draw_pool(scene, trace, places)
    if trace.flat:
        return _draw_dense(scene, trace)
    draw = _draw_one_channel if trace.below.shape[2] == 1 else _draw_channels
    sums = [trace.convolved(place) for place in places]
    draw(scene, trace, places, sums)
    return [_words(trace, *step) for step in zip(places, sums, strict=True)]


def _numbers(grid, values, largest=15):
    """Numbers with two decimals, each in its cell, where there is room for all."""
    texts = [[number(value, 2) for value in row] for row in values.tolist()]
    return written(grid, texts, grid.font_size(texts, largest))


def _draw_matrices(scene, grid, arrays, colour, largest=15):
    """A matrix with other numbers at every step, where there is room for all."""
    scene.matrix(grid, colour)
    rows = [[number(value, 2) for value in values.ravel().tolist()] for values in arrays]
    if size := grid.font_size(rows, largest):
        scene.words(rows, blanks([grid], size))


def _draw_one_channel(scene, trace, places, sums):
    """A filter on a single channel: all of its products as numbers."""
    f, which = trace.row.layer.f, places[0].map
    scene.panel(LEFT - 2, 0, 175, TOP + 134)
    scene.title(LEFT, "under the filter", INPUT)
    windows = (trace.window(place)[..., 0] for place in places)
    _draw_matrices(scene, Grid(LEFT, TOP, 170 / f, 130 / f, f, f), windows, INPUT)
    scene.panel(LEFT + 178, 0, 212, TOP + 134)
    scene.title(LEFT + 180, f"filter of map {which}", FILTER)
    grid = Grid(LEFT + 180, TOP, 208 / f, 130 / f, f, f)
    weights = trace.weights[0][which, ..., 0]
    scene.add(*grid.frame(FILTER), *signs(grid, weights), *_numbers(grid, weights))
    scene.panel(LEFT - 2, TOP + 142, 212, 156)
    scene.title(LEFT, "products, rounded", MARK, y=TOP + 156)
    products = (one.products[..., 0] for one in sums)
    grid = Grid(LEFT, TOP + 164, 208 / f, 130 / f, f, f)
    _draw_matrices(scene, grid, products, MARK)
    _draw_sum(scene, trace, ["sum"], sums, LEFT + 226, LEFT + 390, TOP + 180, grid.ends)


def _draw_channels(scene, trace, places, sums):
    """A filter through several channels: each channel's window, weights, products and sum, half of them a panel.

    What is never negative goes from white to black, the rest from purple with bars by white to orange. The darkest
    stands for the largest value of the layer below, the largest weight of the filter, and the product of the two.
    """
    which, channels = places[0].map, trace.below.shape[2]
    weights = trace.weights[0][which]
    below, weight = trace.below.max().item(), abs(weights).max().item()
    scales = below, weight, below * weight
    names = f"{trace.below_name} under the filter", f"filter of map {which}", "products, rounded"
    colours = INPUT, FILTER, MARK
    tile, half = WIDTH / channels, -(-channels // 2)
    size = min(tile - 8, 56)

    def tiles(i, arrays, some):
        """The channels ``some`` of a window, a filter or its products, side by side in row ``i``."""
        places = [(LEFT + c * tile, 26 + TILES * i, size, size) for c in some]
        draw = signed_raster if i else ink_raster
        return [draw(arrays[..., c], *box, scales[i]) for c, box in zip(some, places, strict=True)]

    for some in (range(half), range(half, channels)):
        scene.panel(LEFT + some.start * tile - 2, 0, len(some) * tile - 1, 274)
        for i, (name, most, colour) in enumerate(zip(names, scales, colours, strict=True)):
            ends = ("bars", -most, "orange") if i else ("white", 0, "black")
            scale = f"{ends[0]} {number(ends[1], 2)}, {ends[2]} {number(most, 2)}"
            if some.start:
                scene.add(text(LEFT + WIDTH - 4, 18 + TILES * i, scale, size=13, anchor="end", fill=MUTED))
            else:
                scene.title(LEFT, name, colour, y=18 + TILES * i)
        scene.add(*tiles(1, weights, some))
        for k, (place, one) in enumerate(zip(places, sums, strict=True)):
            words = (text(LEFT + c * tile + 28, 268, number(one.channels[c], 2), 14, "middle") for c in some)
            scene.at(k, *tiles(0, trace.window(place), some), *tiles(2, one.products, some), *words)
        corners = ((LEFT + c * tile, 26 + TILES * i, colour) for i, colour in enumerate(colours) for c in some)
        scene.add(*(rect(x, y, size, size, stroke=colour) for x, y, colour in corners))
    made = LEFT, 26 + 2 * TILES, WIDTH - 4, size
    _draw_sum(scene, trace, [f"sum of the {channels} channels"], sums, LEFT, LEFT + 260, 300, made)


def _draw_sum(scene, trace, names, sums, left, right, y, made):
    """What the numbers of a sum are, named, and its numbers at every step; the last one is what comes out.

    ``made`` is the box of what is summed.
    """
    relu = ["after ReLU"] if trace.row.layer.relu else []
    labels = [*names, "bias", "score" if trace.last else "together", *relu]
    scene.panel(left - 2, y - 17, right - left + 4, 25 * len(labels))
    for i, label in enumerate(labels):
        colour, weight = (OUTPUT, "bold") if i == len(labels) - 1 else (MUTED, None)
        scene.add(text(left, y + 25 * i, label, size=15, fill=colour, weight=weight))
    scene.way("output", made, (right - 60, y + 25 * len(labels) - 42, 62, 22))
    texts = (text(right, y + 25 * i, "", 17, "end", weight="bold") for i in range(len(labels)))
    values = ([*one.parts, one.bias, one.total, one.result][: len(labels)] for one in sums)
    scene.words([[number(value, 2) for value in step] for step in values], *texts)


def _draw_pool(scene, trace, places):
    """The window of a pool, and its winner."""
    f, which, words = trace.row.layer.f, places[0].map, []
    grid = Grid(LEFT, TOP, 220 / f, 160 / f, f, f)
    scene.panel(LEFT - 2, 0, 250, TOP + 234)
    scene.title(LEFT, f"the window in {trace.below_name}, map {which}", INPUT)
    scene.add(text(LEFT, TOP + 228, "The triangle marks the winner.", size=14, fill=MUTED))
    windows = [trace.window(place)[..., which] for place in places]
    _draw_matrices(scene, grid, windows, INPUT, largest=24)
    won = [trace.winner(place) for place in places]
    scene.frames(grid, won, inset=3, stroke_width=3)
    x, y = grid.corner(*won[0])
    sign = path(f"M{x + 8:.1f} {y + 20:.1f}h14l-7 -12z", fill=MARK)
    scene.moving([grid.corner(*cell) for cell in won], sign)
    largest = text(LEFT, TOP + 200, "", 20, weight="bold", fill=OUTPUT)
    scene.way("output", grid.ends, (LEFT, TOP + 180, 150, 26))
    scene.words([[f"largest: {number(window.max(), 2)}"] for window in windows], largest)
    for place, window, (i, j) in zip(places, windows, won, strict=True):
        values = ", ".join(number(value, 2) for value in window.ravel().tolist())
        row, column = place.row * trace.row.layer.stride + i, place.column * trace.row.layer.stride + j
        where = f"at row {row}, column {column} of {trace.below_name}, map {which}"
        where = "all four alike" if window.max() == window.min() else where
        words.append(f"{_here(trace, place)}: the largest of {values} is {number(window.max(), 2)}, {where}.")
    return words


def _draw_dense(scene, trace):
    """Values that see all of their input: the largest products, and the sums of the positive and negative ones."""
    _, counts, order, factors = trace.largest
    right, lines = LEFT + DENSE, range(len(order[0]))
    scene.panel(LEFT - 2, 0, DENSE + 4, TOP + 130)
    scene.title(LEFT, f"largest of {trace.below.size} products", MARK)
    scene.add(text(right, 18, "input × weight", size=13, anchor="end", fill=MUTED))
    ys = [TOP + 18 + 26 * line for line in lines]
    rows = []
    for inputs, three in zip(order, factors, strict=True):
        products = ("{} × {} ≈ {}".format(*(number(value, 2) for value in factors)) for factors in three)
        rows.append(flat(zip((source(trace, i) for i in inputs), products, strict=True)))
    scene.words(rows, *(text(LEFT, y, "", 14, fill=INPUT) + text(right, y, "", 15, "end") for y in ys))
    sums, words = [trace.weighed(unit) for unit in range(len(order))], []
    made = LEFT, TOP, DENSE, 130
    _draw_sum(scene, trace, ["positive products", "negative products"], sums, LEFT, right, TOP + 166, made)
    for unit, one in enumerate(sums):
        name = f"The score of digit {unit}" if trace.last else f"{trace.row.name}, value {unit}"
        (ups, downs), (positive, negative) = one.parts, counts[unit]
        said = f"{name}: {positive} positive products give about {number(ups, 2)}, "
        said += f"{negative} negative ones {number(downs, 2)}; {_end(trace, one)} The largest product, "
        said += f"{number(factors[unit][0][2], 2)}, comes from {source(trace, order[unit][0])}."
        said += f" Softmax makes it {number(trace.probabilities[unit], 3)}." if trace.last else ""
        words.append(said)
    return words


def source(trace, place):
    """Where an input of a dense layer comes from; a volume is flattened rows first, then columns, then maps."""
    side, _, maps = trace.below.shape
    if side == 1:
        return f"{trace.below_name} value {place}"
    row, column = divmod(place // maps, side)
    return f"{trace.below_name} map {place % maps} at ({row}, {column})"


def _here(trace, place):
    return f"{trace.row.name}, map {place.map}, row {place.row}, column {place.column}"


def _words(trace, place, one):
    """What is said of a value of a convolution."""
    top, left, f = place.row, place.column, trace.row.layer.f
    span, _ = trace.row.layer.reach(trace.row.input_shape)
    below = "the input" if trace.below_name == "input" else trace.below_name
    sees = f"it sees rows {top} to {top + span - 1}, columns {left} to {left + span - 1} of {below}"
    (total,), channels = one.parts, one.channels
    made = f"{f * f} products add up to about"
    if len(channels) > 1:
        made = f"{len(channels)} channels give {', '.join(number(value, 2) for value in channels)}, together about"
    return f"{_here(trace, place)}: {sees}. The {made} {number(total, 2)}; {_end(trace, one)}"


def _end(trace, one):
    """The end of the sentence: what the bias makes of a sum, and ReLU of that."""
    end = f"with the bias {number(one.bias, 2)} it is {number(one.total, 2)}"
    if not trace.row.layer.relu:
        return f"{end}."
    return f"{end}, and ReLU {'keeps it' if one.total > 0 else 'makes it 0'}."
