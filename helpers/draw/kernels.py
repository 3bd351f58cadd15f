"""A filter on a photograph: a row of windows, the products of each, and the whole result on an honest scale."""

import numpy as np

from helpers.draw.images import raster
from helpers.draw.picture import assemble
from helpers.draw.svg import (
    FILTER,
    INPUT,
    LINE,
    MARK,
    MUTED,
    OUTPUT,
    SMALLEST,
    WIDTH,
    Grid,
    at,
    coordinate,
    font_size,
    hatch,
    number,
    numbers,
    rect,
    text,
)
from helpers.layers import correlate2d
from helpers.shapes import same_padding
from helpers.trace.windows import strongest
from helpers.words import amount, bracketed

HEIGHT = 400
SIDE, TOP = 336, 28  # px of the photograph and of the result, and where they begin
LEFT, MIDDLE, MIDDLE_WIDTH, RIGHT = 4, 356, 252, 622  # px: where the photograph, the numbers, the result begin
CENTRE = MIDDLE + MIDDLE_WIDTH / 2


def draw_kernels(photo, weights, divisor=1, row=0, flip=False, editable=False):
    """``weights`` (F, F) on a grey ``photo`` (H, W): a Picture with a step for every pixel of one row.

    Each result is the sum of products divided by ``divisor``; zeros around the photograph keep its size.
    ``photo`` holds whole numbers 0..255. ``flip=True`` turns the weights by 180 degrees first (convolution);
    ``editable`` lets the canvas change them.

    The result's scale is the photograph's, 0 to 255, where the weights add up to the divisor, for they keep
    the brightness; what lies outside is counted. Else grey is zero, and black and white are equally far from it;
    a result without negative values goes from 0 to its maximum.

    Errors: ``ValueError`` for a photograph of another rank, weights that are not square or of even size, a row
    outside the photograph, a divisor of 0.
    """
    photo, weights = np.asarray(photo), np.asarray(weights)
    if photo.ndim != 2:
        raise ValueError(f"photo must be grey, (H, W), got shape {photo.shape}")
    if weights.ndim != 2 or weights.shape[0] != weights.shape[1]:
        raise ValueError(f"weights must be square, (F, F), got shape {weights.shape}")
    if not 0 <= row < len(photo):
        raise ValueError(f"row must be 0..{len(photo) - 1}, got {row}")
    if not divisor:
        raise ValueError("divisor must not be 0")
    taps = weights[::-1, ::-1] if flip else weights
    padding = same_padding(len(taps))
    padded = np.pad(photo, padding)
    result = correlate2d(padded, taps)
    if divisor != 1:
        result = result / divisor
    scale = Scale.of(result, int(taps.sum()) == divisor)
    lines = [f"<defs>{hatch('zero', LINE, '/')}</defs>"]
    lines += _draw_images(photo, result, scale, row)
    lines += _draw_filter(taps, divisor, flip, editable)
    lines += _crosses(row, *photo.shape, len(taps))
    lines += _draw_row(padded, taps, divisor, result, row)
    words = _words(photo, padded, taps, divisor, result, row)
    return assemble(WIDTH, HEIGHT, lines, words, strongest_pixel(result, padding, row)[1])


def strongest_pixel(result, padding, row=None):
    """(row, column) of the strongest answer, in ``row`` or anywhere; where there is room, away from the zeros."""
    height, width = result.shape
    down, across = (padding if 2 * padding < side else 0 for side in (height, width))
    first, last = (down, height - down) if row is None else (row, row + 1)
    inner = result[first:last, across : width - across]
    i, j = divmod(strongest(inner), inner.shape[1])
    return first + i, across + j


class Scale:
    """Which values black and white stand for."""

    def __init__(self, black, white):
        self.black, self.white = black, white

    @staticmethod
    def of(result, keeps_brightness):
        low, high = result.min().item(), result.max().item()
        if keeps_brightness:
            return Scale(0, 255)
        if low < 0:
            most = max(-low, high)
            return Scale(-most, most)
        return Scale(0, max(high, 1))

    def outside(self, result):
        """How many values are blacker than black or whiter than white."""
        return int(((result < self.black) | (result > self.white)).sum())

    def grey(self, result):
        """``result`` as bytes, 0 for black and 255 for white."""
        shade = (result - self.black) * (255 / (self.white - self.black))
        return np.clip(np.floor(shade + 0.5), 0, 255).astype(np.uint8)


def _draw_images(photo, result, scale, row):
    height, width = photo.shape
    cell = SIDE / max(height, width)
    for x, title, colour, name, grey in (
        (LEFT, f"photograph {height} × {width}", INPUT, "photo", photo.astype(np.uint8)),
        (RIGHT, f"result {height} × {width}", OUTPUT, "result", scale.grey(result)),
    ):
        grid = Grid(x, TOP, cell, cell, height, width)
        yield text(x, 18, title, weight="bold", fill=colour)
        yield raster(grey, x, TOP, grid.width, grid.height)
        yield grid.cells(name, title, row=row)
    bottom = TOP + height * cell
    yield text(LEFT, bottom + 20, "black 0, white 255", size=13)
    ends = f"black {number(scale.black)}, white {number(scale.white)}"
    middle = ", grey 0" if scale.black < 0 else ""
    yield text(RIGHT, bottom + 20, ends + middle, size=13)
    outside = scale.outside(result)
    if outside:  # only where black is 0 and white 255, so there is room
        yield text(RIGHT + SIDE, bottom + 20, f"{amount(outside, 'pixel')} outside", size=13, anchor="end")
    low, high = number(result.min().item()), number(result.max().item())
    yield text(RIGHT, bottom + 35, f"values {low} to {high}", size=13)


def _pixels_grid(f):
    return Grid(MIDDLE, TOP + 22, 144 / f, 120 / f, f, f)


def _filter_grid(f):
    return Grid(MIDDLE + MIDDLE_WIDTH - 100, TOP + 22, 100 / f, 120 / f, f, f)


def _draw_filter(taps, divisor, flip, editable):
    grid, texts = _filter_grid(len(taps)), numbers(taps)
    size = font_size(numbers(taps.ravel()), grid.cell_width, grid.cell_height, largest=17)
    left = grid.x
    if flip:  # longer than the filter is wide
        yield text(left + grid.width, 18, "filter, turned", anchor="end", weight="bold", fill=FILTER)
    else:
        yield text(left, 18, "filter", weight="bold", fill=FILTER)
    yield text(left, TOP + 14, f"divided by {divisor}" if divisor != 1 else "", size=13, fill=FILTER)
    yield from grid.frame(FILTER)
    if size:
        write = grid.writer(size)
        yield from (write(i, row) for i, row in enumerate(texts))
    if editable:
        yield grid.cells("kernel", "filter", numbers(taps.ravel()))


def _draw_row(padded, taps, divisor, result, row):
    """The pixels under the filter, their products and the sum, at every step."""
    f, (height, width) = len(taps), result.shape
    padding = f // 2
    window, products = _pixels_grid(f), _products_grid(f)
    seen, multiplied, sums = _row(padded, taps, row, width)
    write, write_products = _fitting_writer(seen, window, 17), _fitting_writer(multiplied, products, 16, f <= 3)
    write_terms = products.writer(SMALLEST, shift=0.27, fill=MUTED)
    weights = [list(map(bracketed, line)) for line in numbers(taps)]
    yield text(MIDDLE, 18, "pixels", weight="bold", fill=INPUT)
    yield text(MIDDLE, TOP + 14, "under the filter", size=13, fill=INPUT)
    yield from window.frame(INPUT)
    yield text(CENTRE, TOP + 172, "pixels × filter", anchor="middle", weight="bold", fill=MARK)
    yield from products.frame(MARK)
    seen_texts, product_texts = numbers(seen), numbers(multiplied)
    values = numbers(result[row])
    for k in range(width):
        parts = [*_outside(window, row - padding, k - padding, height, width)]
        parts += [write(i, line) for i, line in enumerate(seen_texts[k])]
        for i, line in enumerate(product_texts[k]):
            if f <= 3:
                terms = [f"{v}·{w}" for v, w in zip(seen_texts[k][i], weights[i], strict=True)]
                parts.append(write_terms(i, terms))
            parts.append(write_products(i, line))
        whole = f"sum {number(sums[k])}" + (f" / {divisor} = {values[k]}" if divisor != 1 else "")
        parts.append(text(CENTRE, TOP + 338, whole, size=19, anchor="middle", weight="bold", fill=MARK))
        yield at(k, "".join(parts))


def _products_grid(f):
    return Grid(MIDDLE, TOP + 182, MIDDLE_WIDTH / f, 126 / f, f, f)


def _row(padded, taps, row, width):
    """The pixels under the filter at every column of a row (W, F, F), their products, and the sums (W,)."""
    f = len(taps)
    seen = np.stack([padded[row : row + f, k : k + f] for k in range(width)])
    products = seen * taps
    return seen, products, products.sum(axis=(1, 2)).tolist()


def _fitting_writer(values, grid, largest, terms=False):
    """A writer at the largest size that fits every value; at the smallest where none does."""
    widest = max(numbers(values.ravel()), key=len)
    size = font_size([widest], grid.cell_width, grid.cell_height, largest) or SMALLEST
    return grid.writer(size, shift=0.72 if terms else 0.5)


def _crosses(row, height, width, f):
    """On both images: thin lines through the pixel, for the last row of the room, and the filter's outline."""
    cell = SIDE / max(height, width)
    y = TOP + (row + 0.5) * cell
    for name, left, reach in (("photo", LEFT, f * cell / 2 + 2), ("result", RIGHT, cell / 2 + 2)):
        near, far, up, down = map(coordinate, (reach, SIDE, y - reach, y + reach))
        lines = f"M-{far} {coordinate(y)}H-{near}M{near} {coordinate(y)}H{far}M0 0V{up}M0 {down}V{HEIGHT}"
        box = rect(-reach, y - reach, 2 * reach, 2 * reach, stroke=MARK, stroke_width=3)
        around = rect(left - 4, TOP - 4, width * cell + 8, height * cell + 8)
        yield f'<defs><clipPath id="{name}">{around}</clipPath></defs>'
        yield f'<defs><g id="cross-{name}"><path d="{lines}" stroke="{MARK}" stroke-width="1.5"/>{box}</g></defs>'
        yield f'<g clip-path="url(#{name})">'
        for k in range(width):
            yield at(k, f'<use href="#cross-{name}" x="{coordinate(left + (k + 0.5) * cell)}"/>')
        yield "</g>"


def _outside(grid, top, left, height, width):
    """The pattern over the cells of the window that lie outside the photograph."""
    f = grid.rows
    if 0 <= top <= height - f and 0 <= left <= width - f:
        return
    for i in range(f):
        for j in range(f):
            if not (0 <= top + i < height and 0 <= left + j < width):
                yield grid.box(i, j, fill="url(#zero)")


def _words(photo, padded, taps, divisor, result, row):
    f = len(taps)
    _, _, sums = _row(padded, taps, row, photo.shape[1])
    pixels, values = photo[row].tolist(), numbers(result[row])
    products = f"{f * f} products add up to" if f > 1 else "one product is"
    alts = []
    for k, total in enumerate(sums):
        divided = f", divided by {divisor}: {values[k]}" if divisor != 1 else ""
        border = not (f // 2 <= row < len(photo) - f // 2 and f // 2 <= k < photo.shape[1] - f // 2)
        zeros = " Outside stand zeros." if border and f > 1 else ""
        alts.append(f"Pixel row {row}, column {k} is {pixels[k]}; the {products} {number(total)}{divided}.{zeros}")
    return alts
