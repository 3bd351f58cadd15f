"""How one value of a LeNet is made: the cells under its window, their products, the sum; and the words for it."""

from typing import NamedTuple

import numpy as np

from helpers.draw.raster import raster
from helpers.draw.svg import FILTER, INPUT, MARK, MUTED, OUTPUT, Grid, font_size, number, rect, text

LEFT, WIDTH, TOP = 222, 390, 28  # px: the middle of the picture
TILES = 84  # px from one row of tiles to the next
LISTED = 5  # products of a dense layer that are written
DENSE_SUMS = TOP + 166  # px: where the sums of a dense layer begin


class Place(NamedTuple):
    """Where a value stands in its layer."""

    row: int
    column: int
    map: int


def common(seen, map):
    """What all steps share: titles, labels, and the filter of the ``map``."""
    if seen.row.kind == "pool":
        return _pool_titles(seen, map)
    if seen.flat:
        return _dense_titles(seen)
    return _filter_of_one_channel(seen, map) if seen.below.shape[2] == 1 else _filter_of_channels(seen, map)


def explain(seen, place):
    """(what is drawn, the words) of the value at ``place``."""
    if seen.row.kind == "pool":
        return _pooled(seen, place)
    if seen.flat:
        return _dense(seen, place)
    return _one_channel(seen, place) if seen.below.shape[2] == 1 else _channels(seen, place)


def _window(seen, place):
    """The cells (F, F, C) of the layer below that a value is made from."""
    f, stride = seen.row.layer.f, seen.row.layer.stride
    top, left = place.row * stride, place.column * stride
    return seen.below[top : top + f, left : left + f]


def _here(seen, place):
    return f"{seen.row.name}, map {place.map}, row {place.row}, column {place.column}"


def _sees(seen, place):
    """Which cells of the layer below a value of a convolution is made from."""
    top, left, more = place.row, place.column, seen.row.layer.f - 1
    below = "the input" if seen.below_name == "input" else seen.below_name
    return f"it sees rows {top} to {top + more}, columns {left} to {left + more} of {below}"


def _filter_of_one_channel(seen, map):
    f = seen.row.layer.f
    yield text(LEFT, 18, "under the filter", size=15, weight="bold", fill=INPUT)
    yield text(LEFT + 180, 18, f"filter of map {map}", size=15, weight="bold", fill=FILTER)
    yield from _matrix(Grid(LEFT + 180, TOP, 208 / f, 130 / f, f, f), seen.weights[0][map, ..., 0], FILTER)
    yield text(LEFT, TOP + 156, "products", size=15, weight="bold", fill=MARK)
    yield from _labels(["sum", "bias", "together", "after ReLU"], LEFT + 226, TOP + 180)


def _one_channel(seen, place):
    """A filter on a single channel: all of its products as numbers."""
    window, f = _window(seen, place)[..., 0], seen.row.layer.f
    filters, biases = seen.weights
    products = window * filters[place.map, ..., 0]
    parts = [*_matrix(Grid(LEFT, TOP, 170 / f, 130 / f, f, f), window, INPUT)]
    parts += _matrix(Grid(LEFT, TOP + 164, 208 / f, 130 / f, f, f), products, MARK)
    numbers, end = _sum(seen, [products.sum().item()], biases[place.map].item())
    parts += _numbers(numbers, LEFT + 390, TOP + 180)
    words = f"{_here(seen, place)}: {_sees(seen, place)}. "
    words += f"The {f * f} products add up to {number(products.sum(), 2)}; {end}"
    return parts, words


def _filter_of_channels(seen, map):
    weights = seen.weights[0][map]
    titles = f"{seen.below_name} under the filter", f"filter of map {map}", "products"
    for i, (title, most, colour) in enumerate(zip(titles, _scales(seen, map), (INPUT, FILTER, MARK), strict=True)):
        scale = f"white {number(-most if i else 0, 2)}, black {number(most, 2)}"
        yield text(LEFT, 18 + TILES * i, title, size=15, weight="bold", fill=colour)
        yield text(LEFT + WIDTH - 4, 18 + TILES * i, scale, size=13, anchor="end", fill=MUTED)
    yield from _tiles(weights, 1, _scales(seen, map)[1], FILTER)
    yield from _labels([f"sum of the {weights.shape[2]} channels", "bias", "together", "after ReLU"], LEFT, 300)


def _scales(seen, map):
    """What black stands for: in the layer below, in the filter, and at most in their products."""
    below, weight = seen.below.max().item(), abs(seen.weights[0][map]).max().item()
    return below, weight, below * weight


def _tiles(arrays, i, most, colour):
    """The channels of a window, a filter or its products, side by side in row ``i``; windows are never below 0."""
    channels = arrays.shape[2]
    tile = WIDTH / channels
    size, y = min(tile - 8, 56), 26 + TILES * i
    shades = arrays / max(most, 1e-9)
    shades = np.clip(np.floor(255.5 - 255 * ((shades + 1) / 2 if i else shades)), 0, 255).astype(np.uint8)
    for c in range(channels):
        x = LEFT + c * tile
        yield raster(shades[..., c], x, y, size, size)
        yield rect(x, y, size, size, stroke=colour)


def _channels(seen, place):
    """A filter through several channels: each channel's window, weights, products and sum."""
    window = _window(seen, place)
    filters, biases = seen.weights
    products = window * filters[place.map]
    below, _, largest = _scales(seen, place.map)
    parts = [*_tiles(window, 0, below, INPUT), *_tiles(products, 2, largest, MARK)]
    sums = products.sum(axis=(0, 1)).tolist()
    for c, value in enumerate(sums):
        parts.append(text(LEFT + c * WIDTH / len(sums) + 28, 268, number(value, 2), size=14, anchor="middle"))
    numbers, end = _sum(seen, [sum(sums)], biases[place.map].item())
    parts += _numbers(numbers, LEFT + 260, 300)
    each = ", ".join(number(value, 2) for value in sums)
    words = f"{_here(seen, place)}: {_sees(seen, place)}. "
    words += f"The {len(sums)} channels give {each}, together {number(sum(sums), 2)}; {end}"
    return parts, words


def _pool_titles(seen, map):
    name = f"the window in {seen.below_name}, map {map}"
    yield text(LEFT, 18, name, size=15, weight="bold", fill=INPUT)
    yield text(LEFT, TOP + 228, "The triangle marks the winner.", size=14, fill=MUTED)


def _pooled(seen, place):
    """The window of a pool, and its winner."""
    f, stride = seen.row.layer.f, seen.row.layer.stride
    window = _window(seen, place)[..., place.map]
    i, j = divmod(int(window.argmax()), f)
    grid = Grid(LEFT, TOP, 220 / f, 160 / f, f, f)
    parts = [*_matrix(grid, window, INPUT, largest=24)]
    x, y = grid.corner(i, j)
    parts.append(grid.box(i, j, inset=3, stroke=MARK, stroke_width=3))
    parts.append(f'<path d="M{x + 8:.1f} {y + 20:.1f}h14l-7 -12z" fill="{MARK}"/>')
    winner = f"largest: {number(window.max(), 2)}"
    parts.append(text(LEFT, TOP + 200, winner, size=20, weight="bold", fill=OUTPUT))
    values = ", ".join(number(value, 2) for value in window.ravel().tolist())
    words = f"{_here(seen, place)}: the largest of {values} is {number(window.max(), 2)}, "
    if window.max() == window.min():
        return parts, f"{words}all four alike."
    where = f"row {place.row * stride + i}, column {place.column * stride + j} of {seen.below_name}, map {place.map}"
    return parts, f"{words}at {where}."


def _dense_titles(seen):
    yield text(LEFT, 18, f"largest of {seen.below.size} products", size=15, weight="bold", fill=MARK)
    yield text(LEFT + WIDTH - 4, 18, "input × weight", size=13, anchor="end", fill=MUTED)
    labels = ["positive products", "negative products", "bias", "score" if seen.last else "together"]
    yield from _labels([*labels, *([] if seen.last else ["after ReLU"])], LEFT, DENSE_SUMS)


class Products:
    """The products of all values of a dense layer at once: their sums and the largest of each."""

    def __init__(self, seen):
        inputs, weights = seen.below.ravel(), seen.weights[0]
        products = weights * inputs
        up, down = products > 0, products < 0
        self.counts = np.stack([up.sum(axis=1), down.sum(axis=1)], axis=1).tolist()
        self.sums = np.stack([(products * up).sum(axis=1), (products * down).sum(axis=1)], axis=1).tolist()
        order = np.argsort(-abs(products), axis=1, kind="stable")[:, :LISTED]
        self.order = order.tolist()
        factors = inputs[order], np.take_along_axis(weights, order, 1), np.take_along_axis(products, order, 1)
        self.factors = np.stack(factors, axis=2).tolist()


def _dense(seen, place):
    """A value that sees all of its input: the largest products, and the sums of the positive and negative ones."""
    unit, products = place.map, seen.products
    order, factors = products.order[unit], products.factors[unit]
    parts = []
    for line, (i, three) in enumerate(zip(order, factors, strict=True)):
        value, weight, product = (number(factor, 2) for factor in three)
        y = TOP + 18 + 26 * line
        parts.append(text(LEFT, y, _source(seen, i), size=14, fill=INPUT))
        parts.append(text(LEFT + WIDTH - 4, y, f"{value} × {weight} = {product}", size=15, anchor="end"))
    (ups, downs), (positive, negative) = products.sums[unit], products.counts[unit]
    numbers, end = _sum(seen, [ups, downs], seen.weights[1][unit].item())
    parts += _numbers(numbers, LEFT + WIDTH - 4, DENSE_SUMS)
    words = f"{_unit(seen, unit)}: {positive} positive products give {number(ups, 2)}, "
    words += f"{negative} negative ones {number(downs, 2)}; {end} The largest product, "
    words += f"{number(factors[0][2], 2)}, comes from {_source(seen, order[0])}."
    if seen.last:
        words += f" Softmax makes it {number(seen.probabilities[unit], 3)}."
    return parts, words


def _unit(seen, unit):
    return f"The score of digit {unit}" if seen.last else f"{seen.row.name}, value {unit}"


def _source(seen, place):
    """Where an input of a dense layer comes from; a volume is flattened rows first, then columns, then maps."""
    side, _, maps = seen.below.shape
    if side == 1:
        return f"{seen.below_name} value {place}"
    row, column = divmod(place // maps, side)
    return f"{seen.below_name} map {place % maps} at ({row}, {column})"


def _sum(seen, parts, bias):
    """The numbers under the products, and the end of the sentence."""
    total = sum(parts) + bias
    end = f"with the bias {number(bias, 2)} it is {number(total, 2)}"
    if not seen.row.layer.relu:
        return [*parts, bias, total], f"{end}."
    end += ", and ReLU keeps it." if total > 0 else ", and ReLU makes it 0."
    return [*parts, bias, total, max(total, 0.0)], end


def _labels(labels, x, y):
    """What the numbers of a sum are; the last one is what comes out."""
    for i, label in enumerate(labels):
        colour, weight = (OUTPUT, "bold") if i == len(labels) - 1 else (MUTED, None)
        yield text(x, y + 25 * i, label, size=15, fill=colour, weight=weight)


def _numbers(numbers, right, y):
    for i, value in enumerate(numbers):
        yield text(right, y + 25 * i, number(value, 2), size=17, anchor="end", weight="bold")


def _matrix(grid, values, colour, largest=15):
    """A grid of numbers with two decimals."""
    words = [[number(value, 2) for value in row] for row in values.tolist()]
    size = font_size([word for row in words for word in row], grid.cell_width, grid.cell_height, largest)
    yield from grid.frame(colour)
    if size:
        write = grid.writer(size)
        yield from (write(i, row) for i, row in enumerate(words))
