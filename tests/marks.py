"""What a step of a picture marks, and which cells: read from its SVG, and from nothing that drew it.

A sheet is a matrix with cells: one whose lines are drawn, an image with its pixels, or what a reader can choose cells
in. A mark is what is framed, dashed, tinted, hatched, crossed by a line, or pointed at by a triangle.
"""

import base64
import re
import struct
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from helpers.palette import LIGHT

SVG = "{http://www.w3.org/2000/svg}"
COLOURS = {colour: name for name, colour in LIGHT.items()}
NEAR = 4.5  # px: how far a frame stands off the cells that it frames, at most
BESIDE = 12  # px: how far from a sheet is what still belongs to it; farther off stand bars and legends
PATH = re.compile(r"([MmLlHhVvZz])|(-?[\d.]+)")


@dataclass
class Sheet:
    """A matrix in the picture: its box in px, its cells, and what it is called: by its tint, and for a reader."""

    left: float
    top: float
    right: float
    bottom: float
    rows: int
    columns: int
    names: set = field(default_factory=set)

    @property
    def box(self):
        return self.left, self.top, self.right, self.bottom

    def across(self, x):
        """``x``, in px, in cells from the left."""
        return (x - self.left) / (self.right - self.left) * self.columns

    def down(self, y):
        return (y - self.top) / (self.bottom - self.top) * self.rows


@dataclass
class Mark:
    """One thing that is drawn: ``kind`` is "frame", "dashed", "tint", "hatch", "clear", "line", "triangle",
    "polygon" or "circle"; ``colour`` is its name in the palette, and of a "hatch" the pattern's."""

    kind: str
    colour: str
    points: np.ndarray  # (x, y) of its corners, in px
    opacity: float = 1.0
    sheet: Sheet | None = None

    @property
    def box(self):
        """(left, top, right, bottom) in px."""
        return (*self.points.min(axis=0).tolist(), *self.points.max(axis=0).tolist())

    @property
    def size(self):
        """(width, height) in px."""
        left, top, right, bottom = self.box
        return right - left, bottom - top

    @property
    def cells(self):
        """(row, column, rows, columns) on its sheet: whole where it keeps to the cells, of a triangle its cell."""
        left, top, right, bottom = self.box
        sheet = self.sheet
        if self.kind == "triangle":
            return int(sheet.down((top + bottom) / 2) // 1), int(sheet.across((left + right) / 2) // 1), 1, 1
        wide, high = (sheet.right - sheet.left) / sheet.columns, (sheet.bottom - sheet.top) / sheet.rows
        first, last = _snapped(sheet.down(top), high), _snapped(sheet.down(bottom), high)
        begin, end = _snapped(sheet.across(left), wide), _snapped(sheet.across(right), wide)
        return first, begin, round(last - first, 2), round(end - begin, 2)

    @property
    def centre(self):
        """(row, column) of its middle on its sheet, where the middle of the first cell is (0.5, 0.5)."""
        left, top, right, bottom = self.box
        return self.sheet.down((top + bottom) / 2), self.sheet.across((left + right) / 2)


def _snapped(value, cell):
    """A place in cells, whole where a line between cells is near."""
    off = abs(value - round(value))
    return round(value) if off <= 0.3 and off * cell <= NEAR else round(value, 2)


def marks(picture, k, kind=None, colour=None, on=None):
    """The marks of step ``k`` in the order of drawing; ``on`` is a name of their sheet."""
    return [
        mark
        for mark in _read(picture.at(k))[1]
        if kind in (None, mark.kind)
        and colour in (None, mark.colour)
        and (on is None or (mark.sheet is not None and on in mark.sheet.names))
    ]


def cells(picture, k, kind, colour, on):
    """(row, column, rows, columns) of each of these marks."""
    return [mark.cells for mark in marks(picture, k, kind, colour, on)]


def sheets(picture, k, name=None):
    """The sheets of step ``k`` in the order of drawing, or those of a name."""
    return [sheet for sheet in _read(picture.at(k))[0] if name is None or name in sheet.names]


def covered(picture, k, kind, colour, sheet):
    """Which cells of a sheet lie under marks of a kind and colour: a boolean array (rows, columns)."""
    result = np.zeros((sheet.rows, sheet.columns), bool)
    rows, columns = np.arange(sheet.rows) + 0.5, np.arange(sheet.columns) + 0.5
    for mark in marks(picture, k):
        if mark.sheet is sheet and (mark.kind == "clear" or (mark.kind, mark.colour) == (kind, colour)):
            left, top, right, bottom = mark.box
            down = (rows > sheet.down(top)) & (rows < sheet.down(bottom))
            across = (columns > sheet.across(left)) & (columns < sheet.across(right))
            result[np.logical_and.outer(down, across)] = mark.kind != "clear"
    return result


@lru_cache(maxsize=400)
def _read(svg):
    """(sheets, marks) of the SVG of one step."""
    root = ET.fromstring(svg)
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    found, drawn, chosen = [], [], []
    for element, style, shift in _walk(root, {}, (0.0, 0.0), named):
        tag = element.tag.removeprefix(SVG)
        if element.get("width") == "100%":  # the background of the whole
            continue
        if "data-grid" in element.attrib:
            left, top, width, height = map(float, element.get("data-box").split())
            size = int(element.get("data-rows")), int(element.get("data-columns"))
            chosen.append(Sheet(left, top, left + width, top + height, *size, {element.get("data-grid")}))
        elif tag == "image":
            left, top, width, height = (float(element.get(name)) for name in ("x", "y", "width", "height"))
            columns, rows = struct.unpack(">II", base64.b64decode(element.get("href").partition(",")[2])[16:24])
            drawn.append(Sheet(left, top, left + width, top + height, rows, columns, {"image"}))
        elif tag in ("rect", "path", "polygon", "circle"):
            lines = _lines(element) if tag == "path" and COLOURS.get(style.get("stroke")) == "line" else None
            if lines:
                lines.names.add(_background(found, lines))
                drawn.append(lines)
            else:
                found += _drawn(element, tag, style, shift)
    for sheet in chosen:
        for other in drawn:
            if np.allclose(other.box, sheet.box, atol=0.25):
                other.names |= sheet.names
    chosen = [sheet for sheet in chosen if not any(sheet.names <= other.names for other in drawn)]
    for mark in found:
        mark.sheet = _sheet_of(mark, drawn, chosen)
    return drawn + chosen, found


def _walk(element, style, shift, named):
    """Every element that is drawn, with what it inherits, and where a ``use`` or a translation has put it."""
    style = {**style, **element.attrib}
    tag = element.tag.removeprefix(SVG)
    if moved := re.fullmatch(r"translate\((\S+) (\S+)\)", element.get("transform", "")):
        shift = shift[0] + float(moved[1]), shift[1] + float(moved[2])
    if tag == "defs":
        return
    yield element, style, shift
    if tag == "use":
        moved = shift[0] + float(element.get("x", 0)), shift[1] + float(element.get("y", 0))
        yield from _walk(named[element.get("href").removeprefix("#")], style, moved, named)
    for child in element:
        yield from _walk(child, style, shift, named)


def _lines(element):
    """The sheet whose cells these lines part, None where they part none: straight, across or down, and through."""
    ends = [points for points, _ in _subpaths(element.get("d"))]
    if any(len(points) != 2 for points in ends):
        return None
    down = [points for points in ends if points[0][0] == points[1][0]]
    across = [points for points in ends if points[0][1] == points[1][1]]
    if len(down) < 2 or len(down) + len(across) != len(ends):
        return None
    xs, ys = sorted(points[0][0] for points in down), sorted(points[0][1] for points in across)
    top, bottom = down[0][0][1], down[0][1][1]
    if ys and not np.allclose((ys[0], ys[-1]), (top, bottom), atol=0.25):
        return None
    return Sheet(xs[0], top, xs[-1], bottom, max(len(ys) - 1, 1), len(xs) - 1)


def _background(found, sheet):
    """Take the tint under a sheet's lines out of the marks, for it marks nothing: its colour."""
    last = [m for m in found[-2:] if m.kind != "clear" and np.allclose(m.box, sheet.box, atol=0.25)]
    del found[len(found) - len(last) :]
    return next((mark.colour for mark in last if mark.kind == "tint"), "none")


def _drawn(element, tag, style, shift):
    """The marks that one element makes."""
    if tag == "rect":
        x, y, width, height = (float(element.get(name)) for name in ("x", "y", "width", "height"))
        parts = [([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], True)]
    elif tag == "circle":
        x, y, r = (float(element.get(name)) for name in ("cx", "cy", "r"))
        parts = [([(x - r, y - r), (x + r, y + r)], True)]
    elif tag == "polygon":
        parts = [([tuple(map(float, pair.split(","))) for pair in element.get("points").split()], True)]
    else:
        parts = _subpaths(element.get("d"))
    fill, stroke = (_colour(style.get(name, "none")) for name in ("fill", "stroke"))
    opacity = float(style.get("fill-opacity", 1))
    hollow = style.get("fill-rule") == "evenodd"
    for i, (points, closed) in enumerate(parts):
        points = np.array(points) + shift
        corners = closed and len(points) == 4 and all(len(np.unique(axis)) == 2 for axis in points.T)
        flat = tag == "rect" or corners
        shape = tag if tag in ("circle", "polygon") else "triangle" if closed and len(points) == 3 else None
        if shape or not flat:
            yield from (
                [Mark(shape, fill if fill != "none" else stroke, points, opacity)]
                if shape
                else [Mark("line", stroke, points[j : j + 2]) for j in range(len(points) - 1)]
            )
            continue
        if fill == "paper" or (hollow and i):
            yield Mark("clear", fill, points)
        elif fill != "none":
            yield Mark("hatch" if fill not in LIGHT else "tint", fill, points, opacity)
        if stroke != "none":
            yield Mark("dashed" if style.get("stroke-dasharray") else "frame", stroke, points)


def _colour(value):
    """The name of a colour or of a pattern, whose id in the page has a prefix."""
    pattern = re.fullmatch(r"url\(#(?:p[0-9a-f]{8}-)?([\w-]+)\)", value)
    return pattern[1] if pattern else COLOURS.get(value, value)


def _subpaths(path):
    """(points, whether it is closed) of every part of a path of straight lines."""
    tokens = [(letter, number) for letter, number in PATH.findall(path)]
    parts, place, i, command = [], (0.0, 0.0), 0, None
    while i < len(tokens):
        if tokens[i][0]:
            command, i = tokens[i][0], i + 1
        if command in "Zz":
            points, _ = parts[-1]
            parts[-1] = points[:-1] if len(points) > 3 and points[-1] == points[0] else points, True
            place = parts[-1][0][0]
            continue
        count = 2 if command in "MmLl" else 1
        numbers, i = [float(number) for _, number in tokens[i : i + count]], i + count
        x, y = place if command.islower() else (0.0, 0.0)
        if command in "Hh":
            place = round(x + numbers[0], 4), place[1]
        elif command in "Vv":
            place = place[0], round(y + numbers[0], 4)
        else:
            place = round(x + numbers[0], 4), round(y + numbers[1], 4)
        if command in "Mm":
            parts.append(([place], False))
        else:
            parts[-1][0].append(place)
    return parts


def _sheet_of(mark, drawn, chosen):
    """The sheet that a mark lies on for the most part: one that is drawn rather than one that is not, else near."""
    for some in (drawn, chosen):
        shares = [_share(mark.box, sheet.box) for sheet in some]
        if shares and max(shares) >= 0.3:
            most = [sheet for sheet, share in zip(some, shares, strict=True) if share > max(shares) - 0.01]
            return min(most, key=lambda sheet: (sheet.right - sheet.left) * (sheet.bottom - sheet.top))
    near = [sheet for sheet in drawn + chosen if _distance(mark.box, sheet.box) <= BESIDE]
    return min(near, key=lambda sheet: _distance(mark.box, sheet.box), default=None)


def _share(box, other):
    """How much of a box lies on another; one without area is a pixel wide."""
    left, top, right, bottom = np.add(box, (-0.5, -0.5, 0.5, 0.5))
    width, height = min(right, other[2]) - max(left, other[0]), min(bottom, other[3]) - max(top, other[1])
    return max(width, 0) * max(height, 0) / ((right - left) * (bottom - top))


def _distance(box, other):
    across = max(box[0] - other[2], other[0] - box[2], 0)
    return across + max(box[1] - other[3], other[1] - box[3], 0)
