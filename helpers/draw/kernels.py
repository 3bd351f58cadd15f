"""A filter on a photograph: a row of windows, the products of each, and the whole result on an honest scale."""

from functools import partial

import numpy as np

from helpers.draw.meets import same_cell
from helpers.draw.raster import Scale
from helpers.draw.scene import Scene, blanks, exactly, fitted, flat, marked, products
from helpers.draw.svg import SMALLEST, Grid, coordinate, numbers, path, quotients, rect, text
from helpers.draw.table import Table, every, matrix, worked
from helpers.palette import FILTER, INPUT, MARK, OUTPUT
from helpers.trace.kernels import filtered
from helpers.words import amount, number, rounded

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
    the brightness. Else what is below 0 is purple and striped, 0 is white, what is above is orange, and the darkest
    purple and orange are equally far from 0; a result without negative values goes from 0, black, to its maximum,
    white. The largest value is then sought away from the zeros, whose border would have strong answers that no edge
    of the photograph gives. What lies outside of the scale is counted.

    Errors: ``ValueError`` for a photograph of another rank, weights that are not square or of even size, a row
    outside the photograph, a divisor of 0.
    """
    trace = filtered(photo, weights, divisor, row, flip)
    scene = Scene(HEIGHT, zero=("/", "zeros around the photograph"))
    _draw_photo(scene, trace)
    exact = _draw_products(scene, trace, _draw_filter(scene, trace, editable))
    _draw_result(scene, trace)
    return scene.picture(list(_words(trace, exact)), trace.strongest(row)[1], trace, partial(_tables, trace))


def _draw_photo(scene, trace):
    cell = SIDE / max(trace.photo.shape)
    span = len(trace.taps)
    grid = _draw_image(scene, "photo", LEFT, trace.photo, Scale(0, 255), "photograph", INPUT, trace.row, span)
    _cross(scene, "photo", grid, trace.row, span * cell / 2 + 2, "window")
    scene.add(text(LEFT, grid.y + grid.height + 18, "black 0, white 255", size=13))


def _draw_result(scene, trace):
    result, scale = trace.result, Scale.of(trace.result[trace.inner], trace.keeps_brightness)
    grid = _draw_image(scene, "result", RIGHT, result, scale, "result", OUTPUT, trace.row, 3)
    _cross(scene, "result", grid, trace.row, grid.cell_width / 2 + 2, "output")
    bottom = grid.y + grid.height
    scene.add(
        text(RIGHT, bottom + 18, ", ".join(scale.words), size=13),
        text(RIGHT, bottom + 32, f"values {number(result.min().item())} to {number(result.max().item())}", size=13),
    )
    if outside := scale.outside(result):
        scene.add(text(RIGHT + SIDE, bottom + 32, f"{amount(outside, 'pixel')} outside", size=13, anchor="end"))


def _draw_image(scene, key, x, values, scale, name, colour, row, span):
    """The panel of an image, and the Grid of its pixels: at each step a frame of ``span`` pixels can be dragged."""
    height, width = values.shape
    cell = SIDE / max(height, width)
    grid = Grid(x, TOP, cell, cell, height, width)
    scene.panel(x - 4, 0, SIDE + 6, TOP + grid.height + 40)
    title = f"{name} {height} × {width}"
    scene.title(x, title, colour)
    scene.add(scale.raster(values, x, TOP, grid.width, grid.height), grid.cells(key, title, row=row, drag=span))
    return grid


def _cross(scene, name, grid, row, reach, moves):
    """Thin lines through the pixel of every step, and a frame that ends ``reach`` px from its middle."""
    x, y = grid.corner(row + 0.5, 0.5)
    level, middle, up, down, west, east = map(coordinate, (y, x, y - reach, y + reach, x - reach, x + reach))
    lines = f"M{coordinate(x - SIDE)} {level}H{west}M{east} {level}H{coordinate(x + SIDE)}"
    lines += f"M{middle} 0V{up}M{middle} {down}V{HEIGHT}"
    box = rect(x - reach, y - reach, 2 * reach, 2 * reach, stroke=MARK, stroke_width=3)
    around = rect(grid.x - 4, grid.y - 4, grid.width + 8, grid.height + 8)
    corners = [grid.corner(row, k) for k in range(grid.columns)]
    scene.add(f'<defs><clipPath id="{name}">{around}</clipPath></defs>', f'<g clip-path="url(#{name})">')
    scene.moving(corners, box, path(lines, stroke=MARK, stroke_width=1.5), name=moves)
    scene.add("</g>")


def _draw_filter(scene, trace, editable):
    """The pixels under the filter at every step, and its weights; whether these are exact."""
    f = len(trace.taps)
    pixels = Grid(MIDDLE, TOP + 22, 144 / f, 120 / f, f, f)
    grid = Grid(MIDDLE + MIDDLE_WIDTH - 100, TOP + 22, 100 / f, 120 / f, f, f)
    scene.panel(MIDDLE - 8, 0, MIDDLE_WIDTH + 12, TOP + 146)
    if trace.flip:  # longer than the filter is wide
        scene.title(grid.x + grid.width, "filter, turned", FILTER, "end")
    else:
        scene.title(grid.x, "filter", FILTER)
    if trace.divisor != 1:
        scene.add(text(grid.x, TOP + 14, f"divided by {trace.divisor}", size=13, fill=FILTER))
    exact = scene.matrix(grid, FILTER, trace.taps, largest=17)
    if editable:
        told = ";".join(same_cell(name, f, f) for name in ("pixels", "products"))
        scene.add(grid.cells("kernel", "filter", numbers(trace.taps.ravel()), meets=told))
        scene.add(pixels.cells("pixels", "pixels", twin="kernel"))
    scene.title(MIDDLE, "pixels", INPUT)
    scene.add(text(MIDDLE, TOP + 14, "under the filter", size=13, fill=INPUT))
    scene.matrix(pixels, INPUT)
    texts = numbers(trace.seen)
    for k in np.flatnonzero(trace.outside.any(axis=(1, 2))).tolist():
        scene.at(k, marked("zero", pixels, trace.outside[k]))
    scene.words(list(map(flat, texts)), blanks([pixels], pixels.font_size(texts, 17) or SMALLEST))
    return exact


def _draw_products(scene, trace, exact):
    """The products of every step and their sum; whether what is shown gives the sum."""
    f = len(trace.taps)
    grid = Grid(MIDDLE, TOP + 182, MIDDLE_WIDTH / f, 126 / f, f, f)
    scene.panel(MIDDLE - 8, TOP + 156, MIDDLE_WIDTH + 12, 188)
    scene.title(CENTRE, "pixels × filter", MARK, "middle", y=TOP + 172)
    scene.matrix(grid, MARK)
    scene.add(grid.cells("products", "products", twin="kernel"))
    texts, rows, _, fit = products(grid, trace, 16, SMALLEST)
    exact = exact and fit.exact and exactly(trace.sums)
    sums = [f"sum {'' if exact else '≈ '}{total}" for total in numbers(trace.sums)]
    if trace.divisor != 1:
        values = quotients(trace.result[trace.row])
        sums = [f"{words} / {trace.divisor} = {value}" for words, value in zip(sums, values, strict=True)]
    size = fitted(max(sums, key=len), MIDDLE_WIDTH + 8, 19)
    scene.way("output", grid.ends, (CENTRE - 60, TOP + 318, 120, 28))
    added = text(CENTRE, TOP + 338, "", size, "middle", MARK, "bold")
    scene.words([[*row, words] for row, words in zip(rows, sums, strict=True)], texts, added)
    return exact


def _words(trace, exact):
    """A sentence for every pixel, with its sum."""
    f, divisor = len(trace.taps), trace.divisor
    products = f"{f * f} products add up to" if f > 1 else "one product is"
    pixels, values = trace.photo[trace.row].tolist(), quotients(trace.result[trace.row])
    zeros = trace.outside.any(axis=(1, 2))
    for k, total in enumerate(numbers(trace.sums)):
        divided = f", divided by {divisor}: {values[k]}" if divisor != 1 else ""
        border = " Outside stand zeros." if zeros[k] else ""
        made = f"the {products} {total}{rounded(exact)}{divided}"
        yield f"Pixel row {trace.row}, column {k} is {pixels[k]}; {made}.{border}"


def _tables(trace):
    """Photograph and result as a whole, the filter, and for every pixel of the row its products."""
    (height, width), reach = trace.photo.shape, len(trace.taps) // 2
    turned = ", turned by 180°" if trace.flip else ""
    divided = f", divided by {trace.divisor}" if trace.divisor != 1 else ""
    told = every(
        matrix(f"photograph {height} × {width}", trace.photo),
        matrix(f"result {height} × {width}", trace.result),
        matrix(f"filter {len(trace.taps)} × {len(trace.taps)}{turned}{divided}", trace.taps),
    )
    cells, totals = worked(trace.seen, trace.taps, trace.products), numbers(trace.sums)
    values = quotients(trace.result[trace.row])
    rows = _around("row", trace.row, reach, height)
    for k, total in enumerate(totals):
        end = f"{divided}: {values[k]}" if divided else ""
        caption = f"pixels around row {trace.row}, column {k} × filter: the sum is {total}{end}"
        told.append((k, k, Table(caption, _around("column", k, reach, width), rows, cells[k])))
    return told


def _around(what, middle, reach, side):
    """The names of the pixels next to one; outside of the photograph stand zeros."""
    places = range(middle - reach, middle + reach + 1)
    return [f"{what} {i}" if 0 <= i < side else "outside" for i in places]
