"""The maps of ``draw_conv_layer``, which fill up, and the bands in which everything of one channel lies."""

from helpers.draw.svg import INK, MARK, OUTPUT, SMALLEST, Grid, coordinate, numbers, since, text
from helpers.words import amount

TOP, BANDS = 24, 366  # px: where the bands of the channels begin, and the height that they share
RIGHT, WIDE = 562, 394  # px: where the maps begin, and the width that they share


def pitch(channels):
    """From one channel's band to the next; there is room for three at least."""
    return BANDS / max(channels, 3)


def band(channels):
    """The height of each channel's band."""
    return pitch(channels) - 5


def band_middle(channel, channels):
    """The height of the middle of a channel's band."""
    return TOP + channel * pitch(channels) + band(channels) / 2


def band_grid(x, channel, channels, cell_width, cell_height, size):
    """A square matrix in the band of a channel, in its middle."""
    top = band_middle(channel, channels) - size * cell_height / 2
    return Grid(x, top, cell_width, cell_height, size, size)


def channels_of(filter, filters, channels, groups):
    """The channels that a filter sees: those of its group."""
    own, group = channels // groups, filter // (filters // groups)
    return range(group * own, (group + 1) * own)


def digits_size(texts, width, height, largest=15):
    """The font size at which digits fit a cell, or None. Digits are low: rows of 13 px hold 12 px."""
    longest = max(map(len, texts))
    size = int(min(largest, height - 1, (width - 2) / (0.64 * longest)))
    return size if size >= SMALLEST else None


def group(size, rows, fill=INK):
    """Rows of texts with what they have in common, said once: a picture may hold hundreds of them."""
    colour = "" if fill == INK else f' fill="{fill}"'
    return f'<g font-size="{size}" text-anchor="middle"{colour}>{rows}</g>'


def grid_row(grid, row, size, words, shift=0.5):
    """The texts of a row of cells, from its first, ``shift`` of the way down; for a ``group``."""
    y = coordinate(grid.y + (row + shift) * grid.cell_height + 0.36 * size)
    x, width = grid.x + grid.cell_width / 2, grid.cell_width
    spans = (f'<tspan x="{coordinate(x + j * width)}">{word}</tspan>' for j, word in enumerate(words))
    return f'<text y="{y}">{"".join(spans)}</text>'


class Maps:
    """What K filters have computed so far: ``values`` (K, M*M, 1), or one map a channel before they are added.

    ``channels`` counts those of the input, in ``groups``.
    """

    def __init__(self, values, m, summed, channels, groups):
        self._m, self._summed, self._channels, self._groups = m, summed, channels, groups
        self._grids = [self._filter_grids(i, len(values)) for i in range(len(values))]
        self._texts = numbers(values.transpose(0, 2, 1).reshape(len(values), -1, m, m))
        cell = self._grids[0][0]
        self._size = digits_size(numbers(values.ravel()), cell.cell_width, cell.cell_height)
        each, every = values.shape[2], len(values) * values.shape[2]
        self.note = "" if summed else f"Not added yet: {amount(each, 'map')} for each filter, {every} in all."
        if not self._size:
            self.note = "No room for the maps' numbers: read the sums."

    def _filter_grids(self, i, k):
        """Where the maps of filter ``i`` lie: one, or one for each channel in its band."""
        m = self._m
        if not self._summed:
            width = (WIDE + 6) / k - 6
            cell, x = (min(28, width / m), min(24, band(self._channels) / m)), RIGHT + i * (width + 6)
            seen = channels_of(i, k, self._channels, self._groups)
            return [band_grid(x, c, self._channels, *cell, m) for c in seen]
        height = 290 if k <= 2 else 132
        return [Grid(RIGHT + i % 2 * 204, 96 + i // 2 * 158, min(34, 190 / m), min(30, height / m), m, m)]

    def draw(self):
        """The titles and frames, and every row from the step after its last on."""
        if self._summed:
            yield text(RIGHT, 16, f"output {self._m} × {self._m} × {len(self._grids)}", fill=OUTPUT, weight="bold")
        for i, (grids, texts) in enumerate(zip(self._grids, self._texts, strict=True)):
            title = f"map {i + 1}" if self._summed else f"filter {i + 1}"
            yield text(grids[0].x, grids[0].y - 6 if self._summed else 16, title, 14, fill=OUTPUT, weight="bold")
            for grid in grids:
                yield from grid.frame(OUTPUT)
            if self._summed:
                yield grids[0].cells(f"map{i}", f"{title} of the output")
            for row in range(self._m):
                step = i * self._m**2 + (row + 1) * self._m
                yield since(step, self._row(grids, texts, row, self._m))

    def steps(self):
        """For every step: its row up to the value that is new, and a mark around that."""
        for grids, texts in zip(self._grids, self._texts, strict=True):
            for row in range(self._m):
                for column in range(self._m):
                    marks = (grid.box(row, column, stroke=MARK, stroke_width=3) for grid in grids)
                    yield self._row(grids, texts, row, column + 1) + "".join(marks)

    def _row(self, grids, texts, row, count):
        """The first ``count`` cells of a row in each of the maps of a filter."""
        width, height = coordinate(count * grids[0].cell_width), coordinate(grids[0].cell_height)
        corners = (" ".join(map(coordinate, grid.corner(row, 0))) for grid in grids)
        path = "".join(f"M{corner}h{width}v{height}h-{width}z" for corner in corners)
        parts = [f'<path d="{path}" fill="{OUTPUT}" fill-opacity="0.16"/>']
        if self._size:
            rows = (grid_row(g, row, self._size, rows[row][:count]) for g, rows in zip(grids, texts, strict=True))
            parts.append(group(self._size, "".join(rows)))
        return "".join(parts)
