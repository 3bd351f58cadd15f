"""A 1x1 filter bank on feature maps: at every pixel, C numbers are mixed into K, and no neighbour is asked."""

from dataclasses import dataclass

import numpy as np

from helpers.draw.picture import assemble
from helpers.draw.raster import Scale, raster
from helpers.draw.svg import (
    FILTER,
    INPUT,
    MARK,
    MUTED,
    OUTPUT,
    SMALLEST,
    WIDTH,
    Grid,
    at,
    coordinate,
    font_size,
    number,
    numbers,
    text,
    text_width,
)
from helpers.words import amount, bracketed, wrapped

HEIGHT = 410
TOP = 24  # px: where the first maps begin
LEFT, MIDDLE, COLUMNS, RIGHT = 4, 342, 430, 632  # px: where the maps, the numbers, their columns, the results begin
ROOM = 194  # px: the width of the numbers' columns
NAMES = ("red", "green", "blue", "edges x", "edges y")
MOST_MAPS, MOST_FILTERS = 5, 4


def draw_one_by_one(maps, weights, divisors=None, row=0, names=NAMES, editable=False):
    """``weights`` (K, C), a bank of 1x1 filters, on C ``maps`` (H, W, C): a Picture, pixel by pixel along a ``row``.

    Each of the K results is the weighted sum of the maps, divided by its number in ``divisors`` (K,), 1 by default.
    ``names`` stand above the maps. ``editable`` lets the canvas change the weights. A result whose weights add up
    to the divisor keeps the scale of the maps, 0 to 255; else black, grey and white are those of ``Scale.of``.

    Errors: ``ValueError`` for other shapes, for C outside 1..5, K outside 1..4, a divisor of 0, a row outside.
    """
    maps, weights = np.asarray(maps), np.asarray(weights)
    divisors = np.ones(len(weights), int) if divisors is None else np.asarray(divisors)
    _check(maps, weights, divisors, row)
    names = names[: maps.shape[2]]
    sums = maps @ weights.T  # the whole layer: one matrix product at every pixel
    results = sums / divisors if (divisors != 1).any() else sums
    panels = [*_map_panels(maps, names), *_result_panels(results, maps, weights, divisors)]
    lines = [line for panel in panels for line in panel.lines(row)]
    lines += _draw_bank(weights, divisors, names, editable)
    lines += _draw_pixels(maps[row], weights, divisors, sums[row], results[row], names, panels, row)
    words = _words(maps[row], weights, divisors, sums[row], results[row], names, row)
    return assemble(WIDTH, HEIGHT, lines, words, maps.shape[1] // 2)


def _check(maps, weights, divisors, row):
    if maps.ndim != 3 or not maps.size or maps.shape[2] > MOST_MAPS:
        raise ValueError(f"maps must be (H, W, C) with C up to {MOST_MAPS}, got shape {maps.shape}")
    if weights.ndim != 2 or weights.shape[1] != maps.shape[2] or not 1 <= len(weights) <= MOST_FILTERS:
        raise ValueError(
            f"weights must be (K, {maps.shape[2]}) with K from 1 to {MOST_FILTERS}, got shape {weights.shape}"
        )
    if divisors.shape != (len(weights),) or not divisors.all():
        raise ValueError(f"divisors must be {len(weights)} numbers other than 0, got {divisors.tolist()}")
    if not 0 <= row < len(maps):
        raise ValueError(f"row must be 0..{len(maps) - 1}, got {row}")


@dataclass(frozen=True)
class _Panel:
    """A map as a picture: its place, its name, and the scale from its values to grey."""

    name: str
    key: str
    colour: str
    values: np.ndarray
    scale: Scale
    x: float
    y: float
    side: float

    @property
    def cell(self):
        return self.side / max(self.values.shape)

    def lines(self, row):
        """The map, its range and its scale; where the title has no room for the range, it stands below."""
        height, width = self.values.shape
        grid = Grid(self.x, self.y, self.cell, self.cell, height, width)
        runs = f"{number(self.values.min().item())} to {number(self.values.max().item())}"
        yield text(self.x, self.y - 6, self.name, 14, fill=self.colour, weight="bold")
        yield raster(self.scale.grey(self.values), self.x, self.y, grid.width, grid.height)
        yield grid.cells(self.key, self.name, row=row)
        phrases = self._phrases()
        if text_width(self.name, 14) + text_width(runs, SMALLEST) + 6 <= self.side:
            yield text(self.x + self.side, self.y - 6, runs, SMALLEST, anchor="end")
        else:
            phrases.insert(0, runs)
        lines = wrapped(phrases, lambda line: text_width(line, SMALLEST) <= self.side, ", ")
        for i, words in enumerate(lines):
            yield text(self.x, self.y + self.side + 13 + 14 * i, words, SMALLEST)

    def _phrases(self):
        black, white = number(self.scale.black), number(self.scale.white)
        outside = self.scale.outside(self.values)
        grey = ["grey 0"] if self.scale.black < 0 else []
        return [
            f"black {black}",
            *grey,
            f"white {white}",
            *([f"{amount(outside, 'pixel')} outside"] if outside else []),
        ]

    def level(self, row):
        """A thin line along the row, as a path."""
        y = coordinate(self.y + (row + 0.5) * self.cell)
        return f"M{coordinate(self.x)} {y}h{coordinate(self.values.shape[1] * self.cell)}"

    def upright(self, row):
        """A thin line through a pixel of the row, with a small frame around the pixel, as the path of a column."""
        y = self.y + (row + 0.5) * self.cell
        north, south = coordinate(y - 4), coordinate(y + 4)
        top, bottom = coordinate(self.y), coordinate(self.y + self.values.shape[0] * self.cell)
        first, cell = self.x + 0.5 * self.cell, self.cell

        def path(column):
            x = first + column * cell
            return f"M{x:.1f} {top}V{north}M{x:.1f} {south}V{bottom}M{x - 4:.1f} {north}h8v8h-8z"

        return path


def _map_panels(maps, names):
    """The C maps: two beside each other, or three where there are five."""
    count = maps.shape[2]
    across, side = (2, 140) if count <= 4 else (3, 106)
    for c in range(count):
        values = maps[..., c]
        scale = Scale.of(values, values.min() >= 0 and values.max() <= 255)
        x, y = LEFT + c % across * (side + 8), TOP + c // across * 200
        yield _Panel(names[c], f"in{c}", INPUT, values, scale, x, y, side)


def _result_panels(results, maps, weights, divisors):
    """The K results: a single one is large."""
    count = len(weights)
    side = 320 if count == 1 else 140
    for k in range(count):
        used = maps[..., weights[k] != 0]
        keeps = used.size > 0 and used.min() >= 0 and used.max() <= 255 and weights[k].sum() == divisors[k]
        scale = Scale.of(results[..., k], keeps)
        x, y = RIGHT + k % 2 * 164, TOP + k // 2 * 200
        yield _Panel(f"map {k + 1}", f"out{k}", OUTPUT, results[..., k], scale, x, y, side)


def _table(y, height, weights):
    """A table with a row for each map and a column for each filter."""
    kernels, channels = weights.shape
    return Grid(COLUMNS, y, min(88, ROOM / kernels), height, channels, kernels)


def _draw_bank(weights, divisors, names, editable):
    kernels, channels = weights.shape
    grid = _table(44, 24, weights)
    title = f"{amount(kernels, 'filter')} 1 × 1 × {channels}"
    yield text(MIDDLE, 18, title, weight="bold", fill=FILTER)
    yield from grid.frame(FILTER)
    texts = numbers(weights.T)
    write = grid.writer(font_size(numbers(weights.ravel()), grid.cell_width, grid.cell_height, 16) or SMALLEST)
    for c, name in enumerate(names):
        yield text(MIDDLE, grid.y + 24 * c + 17, name, 13, fill=INPUT)
        yield write(c, texts[c])
    for k, divisor in enumerate(numbers(divisors)):
        x = grid.x + (k + 0.5) * grid.cell_width
        yield text(x, 38, f"map {k + 1}", 12, "middle", OUTPUT)
        if divisor != "1":
            yield text(x, grid.y + grid.height + 16, f"/ {divisor}", 13, "middle", FILTER)
    if editable:
        yield grid.cells("bank", "filters, a column for each", numbers(weights.T.ravel()))


def _draw_pixels(pixels, weights, divisors, sums, results, names, panels, row):
    """The pixel of every step: its C numbers, their products with each filter, the K sums and results."""
    kernels, channels = weights.shape
    terms = channels <= 3 and kernels <= 2
    grid = _table(214, 38 if terms else 24, weights)
    products = pixels[:, :, None] * weights.T  # (W, C, K)
    product_size = font_size(numbers(_extremes(products)), grid.cell_width, grid.cell_height, 15) or SMALLEST
    write = grid.writer(product_size, shift=0.72 if terms else 0.5)
    write_terms = grid.writer(SMALLEST, shift=0.27, fill=MUTED)
    signed = [list(map(bracketed, line)) for line in numbers(weights.T)]
    bottom = grid.y + grid.height
    yield from grid.frame(MARK)
    yield text(MIDDLE, bottom + 19, "sum", 13, fill=MARK)
    divided = (divisors != 1).any()
    if divided:
        yield text(MIDDLE, bottom + 38, "divided", 13, fill=MARK)
    for c, name in enumerate(names):
        yield text(MIDDLE, grid.y + (c + 0.5) * grid.cell_height + 5, name, 13, fill=INPUT)
    foot = (
        Grid(grid.x, bottom, grid.cell_width, 26, 1, kernels),
        Grid(grid.x, bottom + 19, grid.cell_width, 26, 1, kernels),
    )
    shown = [[_quotient(v, d) for v, d in zip(line, divisors.tolist(), strict=True)] for line in results.tolist()]
    longest = [*numbers(_extremes(sums)), *(word for line in shown for word in line)]
    size = font_size(longest, grid.cell_width, 26, 16) or SMALLEST
    write_sums, write_results = (g.writer(size, fill=MARK) for g in foot)
    levels = "".join(panel.level(row) for panel in panels)
    yield f'<path d="{levels}" fill="none" stroke="{MARK}"/>'
    uprights = [panel.upright(row) for panel in panels]
    inner = zip(numbers(pixels), numbers(products), numbers(sums), shown, strict=True)
    # The texts that differ in nothing but their words are made once, with blanks.
    blank = text(MIDDLE, 204, f"row {row}, column %s: pixel × filter", 14, fill=MARK, weight="bold")
    for c in range(channels):
        y = grid.y + (c + 0.5) * grid.cell_height + 5
        blank += text(COLUMNS - 6, y, "%s", SMALLEST, "end", INPUT)
    for k, (values, rows, added, result) in enumerate(inner):
        path = "".join(upright(k) for upright in uprights)
        parts = [f'<path d="{path}" fill="none" stroke="{MARK}" stroke-width="1.5"/>', blank % (k, *values)]
        for c, value in enumerate(values):
            if terms:
                parts.append(write_terms(c, [f"{value}·{w}" for w in signed[c]]))
            parts.append(write(c, rows[c]))
        parts.append(write_sums(0, added))
        if divided:
            parts.append(write_results(0, result))
        yield at(k, "".join(parts))


def _extremes(array):
    """The least and the greatest value: no other one is longer when it is written."""
    return np.array([array.min(), array.max()])


def _quotient(value, divisor):
    """What stands below a sum that is divided; of thousands, the whole part is enough."""
    return "" if divisor == 1 else number(value, 1 if abs(value) < 1000 else 0)


def _words(pixels, weights, divisors, sums, results, names, row):
    """A sentence for every pixel, with all products where there is one filter."""
    alts = []
    divided, weight_texts = numbers(divisors), numbers(weights)
    for k, (values, added, result) in enumerate(zip(numbers(pixels), numbers(sums), numbers(results), strict=True)):
        seen = ", ".join(f"{name} {value}" for name, value in zip(names, values, strict=True))
        parts = []
        for m, total in enumerate(added):
            written = ""
            if len(weights) == 1:
                pairs = zip(values, weight_texts[m], strict=True)
                written = " + ".join(f"{v}·{bracketed(w)}" for v, w in pairs) + " = "
            end = f" / {divided[m]} = {result[m]}" if divided[m] != "1" else ""
            parts.append(f"Map {m + 1}: {written}{total}{end}.")
        alts.append(f"Pixel row {row}, column {k}: {seen}. {' '.join(parts)}")
    return alts
