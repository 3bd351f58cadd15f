"""How one value of a LeNet is made: the cells under its window, their products, the sum; and the words for it."""

from typing import NamedTuple

import numpy as np

from helpers.draw.images import raster
from helpers.draw.picture import FILTER, INPUT, MARK, MUTED, OUTPUT, Grid, font_size, number, rect, text

LEFT, WIDTH, TOP = 222, 390, 28  # px: the middle of the picture
LISTED = 5  # products of a dense layer that are written


class Place(NamedTuple):
    """Where a value stands in its layer."""

    row: int
    column: int
    map: int


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


def _one_channel(seen, place):
    """A filter on a single channel: all of its products as numbers."""
    window = _window(seen, place)[..., 0]
    filters, biases = seen.weights
    taps, f = filters[place.map, ..., 0], seen.row.layer.f
    products = window * taps
    parts = [text(LEFT, 18, "under the filter", size=15, weight="bold", fill=INPUT)]
    parts += _matrix(Grid(LEFT, TOP, 170 / f, 130 / f, f, f), window, INPUT)
    parts.append(text(LEFT + 180, 18, f"filter of map {place.map}", size=15, weight="bold", fill=FILTER))
    parts += _matrix(Grid(LEFT + 180, TOP, 208 / f, 130 / f, f, f), taps, FILTER)
    parts.append(text(LEFT, TOP + 156, "products", size=15, weight="bold", fill=MARK))
    parts += _matrix(Grid(LEFT, TOP + 164, 208 / f, 130 / f, f, f), products, MARK)
    lines, end = _sum(seen, place, [("sum", products.sum())], biases[place.map])
    parts += _column(lines, LEFT + 226, TOP + 180)
    top, left = place.row, place.column
    words = f"{_here(seen, place)}: it sees rows {top} to {top + f - 1}, columns {left} to {left + f - 1} of the "
    words += f"input. The {f * f} products add up to {number(products.sum(), 2)}; {end}"
    return parts, words


def _channels(seen, place):
    """A filter through several channels: each channel's window, weights, products and sum."""
    window = _window(seen, place)
    filters, biases = seen.weights
    taps, channels = filters[place.map], window.shape[2]
    products = window * taps
    sums = products.sum(axis=(0, 1))
    tile = WIDTH / channels
    most = [seen.below.max(), abs(taps).max(), abs(products).max()]
    titles = f"{seen.below_name} under the filter", f"filter of map {place.map}", "products"
    parts = []
    for i, (title, arrays, colour) in enumerate(
        zip(titles, (window, taps, products), (INPUT, FILTER, MARK), strict=True)
    ):
        y = 18 + 84 * i
        parts.append(text(LEFT, y, title, size=15, weight="bold", fill=colour))
        scale = f"white {'0' if not i else number(-most[i], 2)}, black {number(most[i], 2)}"
        parts.append(text(LEFT + WIDTH - 4, y, scale, size=13, anchor="end", fill=MUTED))
        for c in range(channels):
            x, size = LEFT + c * tile, min(tile - 8, 56)
            shades = arrays[..., c] / most[i] if not i else (arrays[..., c] / max(most[i], 1e-9) + 1) / 2
            shades = np.clip(np.floor(255.5 - 255 * shades), 0, 255).astype(np.uint8)
            parts += [raster(shades, x, y + 8, size, size), rect(x, y + 8, size, size, stroke=colour)]
    for c, value in enumerate(sums.tolist()):
        parts.append(text(LEFT + c * tile + 28, 268, number(value, 2), size=14, anchor="middle"))
    lines, end = _sum(seen, place, [(f"sum of the {channels} channels", sums.sum())], biases[place.map])
    parts += _column(lines, LEFT, 300, width=260)
    each = ", ".join(number(value, 2) for value in sums.tolist())
    words = f"{_here(seen, place)}: its {channels} channels give {each}, together {number(sums.sum(), 2)}; {end}"
    return parts, words


def _pooled(seen, place):
    """The window of a pool, and its winner."""
    f, stride = seen.row.layer.f, seen.row.layer.stride
    window = _window(seen, place)[..., place.map]
    i, j = divmod(int(window.argmax()), f)
    name = f"{seen.below_name}, map {place.map}"
    parts = [text(LEFT, 18, f"the window in {name}", size=15, weight="bold", fill=INPUT)]
    grid = Grid(LEFT, TOP, 220 / f, 160 / f, f, f)
    parts += _matrix(grid, window, INPUT, largest=24)
    x, y = grid.corner(i, j)
    parts.append(grid.box(i, j, inset=3, stroke=MARK, stroke_width=3))
    parts.append(f'<path d="M{x + 8:.1f} {y + 20:.1f}h14l-7 -12z" fill="{MARK}"/>')
    winner = f"largest: {number(window.max(), 2)}"
    parts.append(text(LEFT, TOP + 200, winner, size=20, weight="bold", fill=OUTPUT))
    parts.append(text(LEFT, TOP + 228, "The triangle marks the winner.", size=14, fill=MUTED))
    values = ", ".join(number(value, 2) for value in window.ravel().tolist())
    words = f"{_here(seen, place)}: the largest of {values} is {number(window.max(), 2)}, "
    if window.max() == window.min():
        return parts, f"{words}all four alike."
    return parts, f"{words}at row {place.row * stride + i}, column {place.column * stride + j} of {name}."


def _dense(seen, place):
    """A value that sees all of its input: the largest products, and the sums of the positive and negative ones."""
    weights, biases = seen.weights
    inputs = seen.below.ravel()
    products = inputs * weights[place.map]
    order = np.argsort(-abs(products), kind="stable")[:LISTED]
    positive, negative = products[products > 0], products[products < 0]
    parts = [text(LEFT, 18, f"largest of {products.size} products", size=15, weight="bold", fill=MARK)]
    parts.append(text(LEFT + WIDTH - 4, 18, "input × weight", size=13, anchor="end", fill=MUTED))
    y = TOP + 18
    for i in order.tolist():
        product = f"{number(inputs[i], 2)} × {number(weights[place.map, i], 2)} = {number(products[i], 2)}"
        parts.append(text(LEFT, y, _source(seen, i), size=14, fill=INPUT))
        parts.append(text(LEFT + WIDTH - 4, y, product, size=15, anchor="end"))
        y += 26
    sums = [
        (f"{positive.size} positive products", positive.sum()),
        (f"{negative.size} negative products", negative.sum()),
    ]
    lines, end = _sum(seen, place, sums, biases[place.map])
    parts += _column(lines, LEFT, y + 18, width=WIDTH - 4)
    largest = int(order[0])
    words = f"{_unit(seen, place.map)}: {positive.size} positive products give {number(positive.sum(), 2)}, "
    words += f"{negative.size} negative ones {number(negative.sum(), 2)}; {end} The largest product, "
    words += f"{number(products[largest], 2)}, comes from {_source(seen, largest)}."
    if seen.last:
        words += f" Softmax makes it {number(seen.probabilities[place.map], 3)}."
    return parts, words


def _unit(seen, unit):
    return f"The score of digit {unit}" if seen.last else f"{seen.row.name}, value {unit}"


def _source(seen, place):
    """Where an input of a dense layer comes from; a volume is flattened rows first, then columns, then maps."""
    side, _, maps = seen.below.shape
    if side == 1:
        return f"{seen.below_name} value {place}"
    row, column, map_ = np.unravel_index(place, (side, side, maps))
    return f"{seen.below_name} map {map_} at ({row}, {column})"


def _sum(seen, place, parts, bias):
    """The lines under the products, (label, value), and the end of the sentence."""
    total = sum(value for _, value in parts) + bias
    lines = [*parts, ("bias", bias), ("together", total)]
    end = f"with the bias {number(bias, 2)} it is {number(total, 2)}."
    if seen.row.layer.relu:
        lines.append(("after ReLU", max(total, 0)))
        end = end[:-1] + (", and ReLU keeps it." if total > 0 else ", and ReLU makes it 0.")
    return lines, end


def _column(lines, x, y, width=164):
    """Labels and numbers, one under the other; the last one is what comes out."""
    for i, (label, value) in enumerate(lines):
        last = i == len(lines) - 1
        colour, weight = (OUTPUT, "bold") if last else (MUTED, None)
        yield text(x, y + 25 * i, label, size=15, fill=colour, weight=weight)
        yield text(x + width, y + 25 * i, number(value, 2), size=17, anchor="end", weight="bold")


def _matrix(grid, values, colour, largest=15):
    """A grid of numbers with two decimals."""
    words = [[number(value, 2) for value in row] for row in values.tolist()]
    size = font_size([word for row in words for word in row], grid.cell_width, grid.cell_height, largest)
    yield from grid.frame(colour)
    if size:
        write = grid.writer(size)
        yield from (write(i, row) for i, row in enumerate(words))
