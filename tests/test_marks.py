"""Every picture of windows marks the cells that it speaks of: its SVG, read as cells, against plain counting."""

from itertools import product

import numpy as np
import pytest
from legible import written
from marks import cells, covered, marks, sheets

from helpers.data import load_photograph
from helpers.draw import (
    Picture,
    draw_conv_layer,
    draw_convolution,
    draw_kernels,
    draw_one_by_one,
    draw_output_size,
    draw_pooling,
    draw_receptive_field,
    draw_visits,
)
from helpers.filters import small_bank, small_filter, small_input, small_volume

PHOTO = load_photograph("cat", grey=True)


def starts(length, span, stride):
    """Where windows begin on an axis, counted."""
    return [start for start in range(0, length, stride) if start + span <= length]


def read_by(length, f, stride, dilation=1):
    """How many windows read each cell of an axis: an array (length,)."""
    counts = np.zeros(length, int)
    for start in starts(length, dilation * (f - 1) + 1, stride):
        for tap in range(f):
            counts[start + tap * dilation] += 1
    return counts


def around(n, padding):
    """Which cells of a padded square are padding."""
    inside = np.zeros((n + 2 * padding,) * 2, bool)
    inside[padding : padding + n, padding : padding + n] = True
    return ~inside


# --- the oracle itself


# A sheet of 4 x 5 cells of 30 x 25 px at (10, 20), tinted, as a picture draws it.
SHEET = '<rect x="10" y="20" width="150" height="100" fill="var(--cnn-input, #0067a3)" fill-opacity="0.14"/><path d="'
SHEET += "".join(f"M{10 + 30 * j} 20v100" for j in range(6)) + "".join(f"M10 {20 + 25 * i}h150" for i in range(5))
SHEET += '" stroke="var(--cnn-line, #8a8a8a)" stroke-width="1" fill="none"/>'


def picture_of(*lines):
    body = "\n".join([SHEET, *lines])
    return Picture(f'<svg viewBox="0 0 200 200" width="200" height="200">\n{body}\n</svg>', ["a step", "another"])


def test_marks_are_read_from_any_depth_of_groups_and_in_cells():
    boxes = '<rect x="70" y="45" width="90" height="50" fill="none" stroke="var(--cnn-mark, #c02f1d)"/>'
    boxes += '<rect x="13" y="98" width="24" height="19" fill="var(--cnn-output, #007355)" fill-opacity="0.3"/>'
    path = '<path d="M10 20h30v25h-30zM40 45h30v25h-30z" fill="url(#p01234567-zero)"/>'
    picture = picture_of(f'<g data-at="1" display="none"><g><g>{boxes}</g></g><g>{path}</g></g>')
    (sheet,) = sheets(picture, 1, "input")
    assert (sheet.rows, sheet.columns) == (4, 5)
    assert cells(picture, 1, "frame", "mark", "input") == [(1, 2, 2, 3)]
    assert cells(picture, 1, "tint", "output", "input") == [(3, 0, 1, 1)]
    assert np.argwhere(covered(picture, 1, "hatch", "zero", sheet)).tolist() == [[0, 0], [1, 1]]
    assert not marks(picture, 0), "another step's"


@pytest.mark.parametrize("shift, found", [(3, (1, 2, 1, 1)), (8, (1.32, 2.27, 1, 1)), (30, (2.2, 3, 1, 1))])
def test_a_mark_that_stands_off_its_cells_is_seen(shift, found):
    box = f'<rect x="{70 + shift}" y="{45 + shift}" width="30" height="25" fill="none" stroke="#c02f1d"/>'
    assert cells(picture_of(box), 0, "frame", "mark", "input") == [found]


# --- convolution

SLIDES = [  # n, f, stride, padding, dilation
    (7, 3, 1, 0, 1),
    (5, 3, 2, 1, 1),
    (6, 3, 2, 2, 1),
    (9, 3, 2, 1, 3),
    (8, 2, 3, 0, 2),
    (12, 7, 1, 3, 1),
]


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("n, f, stride, padding, dilation", SLIDES)
def test_the_red_frame_of_a_convolution_covers_the_cells_that_its_window_reads(n, f, stride, padding, dilation, flip):
    options = {"stride": stride, "padding": padding, "dilation": dilation, "flip": flip}
    picture = draw_convolution(small_input("digits", n), small_filter("counting", f), **options)
    span, length = dilation * (f - 1) + 1, n + 2 * padding
    begin = starts(length, span, stride)
    m, axis = len(begin), read_by(length, f, stride, dilation)
    steps = range(m * m) if m < 8 else (0, 1, m, m * m - 1)
    for k in steps:
        (sheet,), (output,) = sheets(picture, k, "input"), sheets(picture, k, "output")
        assert (sheet.rows, output.rows) == (length, m)
        row, column = divmod(k, m)
        assert cells(picture, k, "frame", "mark", "input") == [(begin[row], begin[column], span, span)]
        taps = [(begin[row] + dilation * i, begin[column] + dilation * j, 1, 1) for i in range(f) for j in range(f)]
        assert cells(picture, k, "tint", "mark", "input") == (taps if dilation > 1 else [])
        assert cells(picture, k, "frame", "mark", "output") == [(row, column, 1, 1)]
        done = covered(picture, k, "tint", "output", output)
        assert np.array_equal(done.ravel(), np.arange(m * m) <= k), "the cells that are computed, and no others"
        assert np.array_equal(covered(picture, k, "hatch", "zero", sheet), around(n, padding))
        unseen = ~(axis > 0)[:, None] | ~(axis > 0)[None, :]
        assert np.array_equal(covered(picture, k, "hatch", "unseen", sheet), unseen)
        own = f - 1 if flip else 0  # the corner of the filter's first weight, turned by 180 degrees with it
        assert cells(picture, k, "triangle", "filter", "filter") == [(own, own, 1, 1)]


def test_a_convolution_without_a_window_marks_no_cell():
    picture = draw_convolution(small_input("digits", 4), small_filter("counting", 7))
    assert not cells(picture, 0, "frame", "mark", "input") and not sheets(picture, 0, "output")


# --- a convolution layer


@pytest.mark.parametrize(
    "k, f, stride, padding, channels, groups",
    [(2, 3, 1, 1, 3, 1), (4, 2, 2, 0, 4, 2), (3, 3, 2, 2, 3, 3), (1, 5, 1, 1, 4, 1), (4, 3, 2, 0, 4, 4)],
)
@pytest.mark.parametrize("summed", [True, False])
def test_the_red_frames_of_a_layer_cover_the_cells_of_its_own_channels(
    k, f, stride, padding, channels, groups, summed
):
    each = channels // groups
    options = {"stride": stride, "padding": padding, "groups": groups, "summed": summed}
    picture = draw_conv_layer(small_volume(channels), *small_bank(k, f, each), **options)
    begin = starts(5 + 2 * padding, f, stride)
    m, axis = len(begin), read_by(5 + 2 * padding, f, stride)
    assert len(picture.alts) == k * m * m
    for step in range(0, k * m * m, 1 if m < 4 else 5):
        which, (row, column) = step // m**2, divmod(step % m**2, m)
        names = ("red", "green", "blue") if channels == 3 else ("input",)
        inputs = [sheet for name in names for sheet in sheets(picture, step, name)]
        outputs = sheets(picture, step, "output")
        group = which // (k // groups)
        own = range(group * each, (group + 1) * each)
        assert len(inputs) == channels and len(outputs) == (k if summed else k * each)
        frames = [mark for name in names for mark in marks(picture, step, "frame", "mark", name)]
        assert [inputs.index(mark.sheet) for mark in frames] == list(own)
        assert {mark.cells for mark in frames} == {(begin[row], begin[column], f, f)}
        new = outputs[which : which + 1] if summed else outputs[which * each : (which + 1) * each]
        framed = marks(picture, step, "frame", "mark", "output")
        assert [mark.sheet for mark in framed] == new and {mark.cells for mark in framed} == {(row, column, 1, 1)}
        for i, sheet in enumerate(outputs):
            done = np.clip(step + 1 - i // (1 if summed else each) * m * m, 0, m * m)
            tinted = covered(picture, step, "tint", "output", sheet)
            assert np.array_equal(tinted.ravel(), np.arange(m * m) < done)
        for sheet in inputs:
            assert np.array_equal(covered(picture, step, "hatch", "zero", sheet), around(5, padding))
            unseen = ~(axis > 0)[:, None] | ~(axis > 0)[None, :]
            assert np.array_equal(covered(picture, step, "hatch", "unseen", sheet), unseen)
        assert len(sheets(picture, step, "filter")) == len(sheets(picture, step, "mark")) == each


# --- filters on a photograph


@pytest.mark.parametrize("f", [1, 3, 5])
def test_the_cross_on_a_photograph_meets_its_pixel_and_the_frame_is_as_large_as_the_filter(f):
    row = 30
    picture = draw_kernels(PHOTO, np.ones((f, f), int), row=row)
    for k in (0, 1, 57, 111):
        for name, size in (("photo", f), ("result", 1)):
            (frame,) = marks(picture, k, "frame", "mark", name)
            (sheet,) = sheets(picture, k, name)
            cell = (sheet.right - sheet.left) / 112
            assert frame.centre == pytest.approx((row + 0.5, k + 0.5), abs=0.05)
            assert frame.size == pytest.approx((size * cell + 4, size * cell + 4), abs=0.2)  # 2 px outside of it
            for line in marks(picture, k, "line", "mark", name):
                across = line.size[1] < line.size[0]
                assert line.centre[0 if across else 1] == pytest.approx((row if across else k) + 0.5, abs=0.05)


@pytest.mark.parametrize("row, k, f", [(0, 0, 3), (0, 50, 5), (111, 111, 3), (1, 110, 5), (50, 50, 5)])
def test_the_pixels_under_a_filter_that_lie_outside_of_the_photograph_are_hatched(row, k, f):
    picture = draw_kernels(PHOTO, np.ones((f, f), int), row=row)
    (sheet,) = sheets(picture, k, "input")
    reach = np.arange(f) - f // 2
    down, across = ((place + reach < 0) | (place + reach > 111) for place in (row, k))
    assert np.array_equal(covered(picture, k, "hatch", "zero", sheet), down[:, None] | across[None, :])


# --- one by one


@pytest.mark.parametrize("channels, filters", [(3, 1), (5, 4), (1, 2)])
def test_the_small_frame_on_every_map_surrounds_the_pixel(channels, filters):
    maps = np.arange(20 * 20 * channels).reshape(20, 20, channels) % 251
    picture = draw_one_by_one(maps, np.ones((filters, channels), int), row=7)
    for k in (0, 9, 19):
        frames = marks(picture, k, "frame", "mark")
        names = [f"in{c}" for c in range(channels)] + [f"out{i}" for i in range(filters)]
        assert [name for mark in frames for name in mark.sheet.names & set(names)] == names
        for mark in frames:
            assert mark.centre == pytest.approx((7.5, k + 0.5), abs=0.05)
        for line in marks(picture, k, "line", "mark"):
            across = line.size[1] < line.size[0]
            assert line.centre[0 if across else 1] == pytest.approx((7 if across else k) + 0.5, abs=0.05)


# --- pooling


@pytest.mark.parametrize("kind", ["max", "average"])
@pytest.mark.parametrize(
    "n, size, stride, padding, shift",
    [(4, 2, 2, 0, 0), (7, 3, 2, 1, 1), (6, 3, 1, 0, 2), (5, 2, 3, 1, 0), (8, 3, 2, 0, 1)],
)
def test_the_red_frame_of_a_pool_covers_its_window_and_the_triangle_its_winner(n, size, stride, padding, shift, kind):
    image = small_input("digits", n)
    picture = draw_pooling(image, size, stride, padding, kind, shift)
    moved = np.zeros_like(image)
    moved[:, shift:] = image[:, : n - shift]
    empty = np.full((n + 2 * padding,) * 2, np.nan)
    fields = []
    for values in (moved, image):
        fields.append(empty.copy())
        fields[-1][padding : padding + n, padding : padding + n] = values
    begin = starts(n + 2 * padding, size, stride)
    m, axis = len(begin), read_by(n + 2 * padding, size, stride)
    reads = np.outer(axis, axis)
    winners, changed = [], []
    for k, (top, left) in enumerate(product(begin, repeat=2)):
        windows = [field[top : top + size, left : left + size] for field in fields]
        largest = np.unravel_index(np.nanargmax(windows[0]), (size, size))
        winners.append((int(top + largest[0]), int(left + largest[1]), 1, 1))
        summary = np.nanmax if kind == "max" else np.nanmean
        changed += [(*divmod(k, m), 1, 1)] if summary(windows[0]) != summary(windows[1]) else []
        (sheet,), (output,) = sheets(picture, k, "input"), sheets(picture, k, "output")
        (small,) = (sheet for sheet in sheets(picture, k, "mark") if sheet.rows == size)
        frames = cells(picture, k, "frame", "mark", "input")
        assert frames == [(top, left, size, size)] + ([winners[-1]] if kind == "max" else [])
        won = set(winners) if kind == "max" else set()
        assert set(cells(picture, k, "triangle", "mark", "input")) == won
        inside = [(*map(int, largest), 1, 1)] if kind == "max" else []
        assert cells(picture, k, "triangle", "mark", "mark") == inside
        assert cells(picture, k, "frame", "mark", "mark") == inside
        assert np.array_equal(covered(picture, k, "hatch", "zero", small), np.isnan(windows[0]))
        assert np.array_equal(covered(picture, k, "hatch", "zero", sheet), around(n, padding))
        assert np.array_equal(covered(picture, k, "hatch", "unseen", sheet), reads == 0)
        assert np.array_equal(covered(picture, k, "hatch", "shared", sheet), (reads > 1) & ~around(n, padding))
        assert cells(picture, k, "frame", "mark", "output") == [(*divmod(k, m), 1, 1)]
        assert np.array_equal(covered(picture, k, "tint", "output", output).ravel(), np.arange(m * m) <= k)
        assert cells(picture, k, "dashed", "output", "output") == changed


# --- output sizes


@pytest.mark.parametrize(
    "n, f, stride, padding, dilation, rounding",
    [
        (7, 3, 1, 0, 1, "exact"),
        (7, 3, 3, 1, 1, "floor"),
        (8, 3, 2, 0, 1, "ceil"),
        (10, 3, 2, 2, 2, "ceil"),
        (32, 5, 1, 2, 1, "exact"),
        (9, 2, 4, 0, 3, "floor"),
    ],
)
def test_what_is_red_on_the_axis_are_the_cells_of_the_window(n, f, stride, padding, dilation, rounding):
    picture = draw_output_size(n, f, stride, padding, dilation, rounding)
    length, span = n + 2 * padding, dilation * (f - 1) + 1
    begin = starts(length, span, stride)
    if rounding == "ceil" and begin[-1] + span < length:
        begin.append(begin[-1] + stride)
    reach = begin[-1] + span
    assert len(picture.alts) == len(begin)
    for k, start in enumerate(begin):
        (axis,) = sheets(picture, k, "input")
        assert (axis.rows, axis.columns) == (1, length)
        taps = [(start, f)] if dilation == 1 or f == 1 else [(start + dilation * i, 1) for i in range(f)]
        red = [mark for mark in marks(picture, k, "frame", "mark") if mark.box[1] == axis.top]
        assert [(m.cells[1], m.cells[3]) for m in red] == taps
        guide, *bars = (m for m in marks(picture, k, "tint", "mark"))
        places = [(axis.across(m.box[0]), axis.across(m.box[2])) for m in bars]
        assert np.allclose(places, [(first, first + count) for first, count in taps], atol=0.02)
        assert (axis.across(guide.box[0]), axis.across(guide.box[2])) == pytest.approx(
            (start, start + span), abs=0.02
        )
        assert guide.box[1] == axis.top and guide.box[3] <= bars[0].box[1] <= guide.box[3] + 4
        done = [axis.across(m.box[0]) for m in marks(picture, k, "tint", "output") if m.box[0] < 700]
        assert np.allclose(done, [s + t - start for s in begin[: k + 1] for t, _ in taps], atol=0.02)
        zero = np.zeros((1, length), bool)
        zero[0, :padding] = zero[0, padding + n :] = True
        assert np.array_equal(covered(picture, k, "hatch", "zero", axis), zero)
        left = [
            tuple(round(axis.across(x), 1) for x in m.box[::2])
            for m in marks(picture, k, "hatch", "over")
            if m.box[1] == axis.top
        ]
        assert left == ([(reach, length)] if reach < length else [])
        past = [m.cells[1::2] for m in marks(picture, k, "dashed", "muted", "input")]
        assert past == ([(length, reach - length)] if reach > length else [])


@pytest.mark.parametrize("n, padding, dilation", [(7, 0, 1), (4, 1, 1), (10, 2, 2)])
def test_the_map_tints_what_fits_and_hatches_where_no_window_does(n, padding, dilation):
    picture = draw_output_size(n, 2, 3, padding, dilation, "floor")
    (sheet,) = sheets(picture, 0, "map")
    room = [[n + 2 * padding - (dilation * (f - 1) + 1) for _ in range(1, 9)] for f in range(1, 12)]
    room, stride = np.array(room), np.arange(1, 9)
    assert np.array_equal(covered(picture, 0, "tint", "output", sheet), (room >= 0) & (room % stride == 0))
    assert np.array_equal(covered(picture, 0, "hatch", "over", sheet), room < 0)
    assert cells(picture, 0, "frame", "mark", "map") == cells(picture, 0, "triangle", "mark", "map") == [(1, 2, 1, 1)]


# --- receptive field


@pytest.mark.parametrize(
    "names", [["conv 3"] * 3, ["conv 5", "pool 2, stride 2", "conv 3, stride 2"], ["pool 3, stride 2"] * 4, []]
)
def test_each_row_marks_the_cells_that_its_output_depends_on_and_dashes_the_neighbours(names):
    picture = draw_receptive_field(names)
    outputs = len(picture.alts)

    def below(cell):
        """The cells of every row that one output depends on, from the top, walked one cell at a time."""
        rows = [{cell}]
        for name in reversed(names):
            f, stride = int(name.split(",")[0][5:]), int(name[-1]) if "stride" in name else 1
            rows.append({i * stride + tap for i in rows[-1] for tap in range(f)})
        return rows

    for k in range(outputs):
        rows = sheets(picture, k)  # from the input up
        seen = below(k)[::-1]
        assert len(rows) == len(seen) and rows[-1].columns == outputs
        for kind in ("frame", "tint"):
            found = [(mark.sheet, mark.cells) for mark in marks(picture, k, kind, "mark")]
            assert found == [(row, (0, min(s), 1, len(s))) for row, s in zip(rows, seen, strict=True)]
        other = below(k + 1 if k + 1 < outputs else k - 1)[-1]
        (dashed,) = (mark for mark in marks(picture, k, "dashed", "muted") if mark.sheet is rows[0])
        assert dashed.cells[1::2] == (min(other), len(other))
        cones = marks(picture, k, "polygon", "mark")
        for cone, lower, upper, a, b in zip(cones, rows, rows[1:], seen, seen[1:], strict=False):
            ends = [(upper.across(x) if y < cone.box[3] else lower.across(x)) for x, y in cone.points]
            assert ends == pytest.approx([min(b), max(b) + 1, max(a) + 1, min(a)], abs=0.02)
        assert len(cones) == len(names)


# --- visits


@pytest.mark.parametrize(
    "n, f, stride, padding, dilation", [(7, 3, 1, 1, 1), (9, 2, 3, 0, 1), (8, 3, 2, 2, 2), (5, 5, 1, 2, 1)]
)
def test_a_cell_is_tinted_as_often_as_windows_read_it(n, f, stride, padding, dilation):
    picture = draw_visits(n, f, stride, padding, dilation)
    grids = sheets(picture, 0)
    assert [(sheet.rows, sheet.columns) for sheet in grids] == [(n, n)] * 2
    for sheet, p in zip(grids, (0, padding), strict=True):
        axis = read_by(n + 2 * p, f, stride, dilation)[p : p + n]
        counts, shades = np.outer(axis, axis), np.zeros((n, n))
        for mark in marks(picture, 0, "tint", "input"):
            if mark.sheet is sheet:
                shades[mark.cells[:2]] += mark.opacity
        assert np.allclose(shades / shades.max(), counts / counts.max(), atol=0.02)
        texts = [(sheet.down(y), sheet.across(x), words) for x, y, _, _, words in written(picture.at(0))]
        inside = {(int(i), int(j)): int(words) for i, j, words in texts if 0 < i < n and 0 < j < n}
        assert [inside[i, j] for i, j in np.ndindex(n, n)] == counts.ravel().tolist()
        ring = [mark.cells for mark in marks(picture, 0, "hatch", "zero") if mark.sheet is sheet]
        assert ring == ([(-p, -p, n + 2 * p, n + 2 * p)] if p else [])
        bare = [mark.cells for mark in marks(picture, 0, "clear") if mark.sheet is sheet]
        assert bare == ([(0, 0, n, n)] if p else [])
