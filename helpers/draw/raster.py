"""Photographs and maps inside a picture: values as shades, and pixels as a PNG that is the same on every machine."""

import base64
import struct
import zlib
from dataclasses import dataclass

import numpy as np

from helpers.draw.svg import coordinate, path
from helpers.palette import BARS, LIGHTS, SIGNED
from helpers.words import number

COLOURS = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in SIGNED])
MOST_IN_FULL = 400  # cells: a larger map is stored as places in a table of colours, a byte each
NARROW = 4  # px: cells smaller than this have no bar of their own: bars join to stripes, this far apart or farther
FAINT = 1 / 12  # of the largest value: what is nearer to 0 has no stripe, for it is as good as white


@dataclass(frozen=True)
class Scale:
    """Which values black and white stand for; of a ``signed`` one, the darkest purple and the darkest orange."""

    black: float
    white: float

    @property
    def signed(self):
        """Whether it goes below 0, which is white then."""
        return self.black < 0

    @property
    def words(self):
        """What its colours stand for, in phrases.

        >>> Scale(0, 255).words, Scale(-2, 2).words
        (['black 0', 'white 255'], ['darkest ±2', 'striped below 0'])
        """
        if self.signed:
            return [f"darkest ±{number(self.white)}", "striped below 0"]
        return [f"black {number(self.black)}", f"white {number(self.white)}"]

    def raster(self, result, x, y, width, height):
        """``result`` (H, W) as an image in these colours, ``width`` x ``height`` px at (x, y)."""
        if self.signed:
            return signed_raster(result, x, y, width, height, self.white)
        return raster(self.grey(result), x, y, width, height)

    @staticmethod
    def of(result, keeps_brightness):
        """0 to 255 where the brightness is kept; else as far below 0 as above, or from 0 if nothing is negative."""
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


def _signed(values, most):
    """``values`` (H, W) as colours (H, W, 3), bytes: purple from -``most``, white at 0, orange to ``most``.

    >>> _signed(np.array([[-2.0, 0.0, 2.0]]), most=2).tolist()
    [[[45, 0, 75], [247, 247, 247], [127, 59, 8]]]
    """
    places = (values / max(most, 1e-9) + 1) * (len(COLOURS) - 1) / 2
    parts = [np.interp(places, range(len(COLOURS)), part) for part in COLOURS.T]
    return np.floor(np.stack(parts, axis=-1) + 0.5).astype(np.uint8)


def signed_raster(values, x, y, width, height, most):
    """``values`` (H, W) as an image in the colours of ``_signed``, with a bar, the minus sign, in each cell below 0.

    Without colours, on paper or to an eye that sees none, the bars alone tell purple from orange. The image is
    ``width`` x ``height`` px at (x, y). Where cells are smaller than 4 px, bars join to stripes over all that is
    below 0, but what is nearer to 0 than a 12th of ``most`` has none.
    """
    if values.size > MOST_IN_FULL:
        pixels, table = _places(values, most), _signed(np.arange(-127, 128)[None], 127)[0]
    else:
        pixels, table = _signed(values, most), None
    high = height / values.shape[0]
    narrow = min(high, width / values.shape[1]) < NARROW
    shown = np.where(values < -FAINT * most, values, 0) if narrow else values
    draw = _stripes if narrow else _bars
    lines = [raster(pixels, x, y, width, height, table)]
    for colour, where in sign_bars(shown, most).items():
        if d := draw(where, x, y, width, height):
            lines.append(path(d, stroke=colour, stroke_width=coordinate(max(1, high / 7))))
    return "".join(lines)


def _places(values, most):
    """Where the colours of ``values`` stand in a table of 255 from -``most`` to ``most``; 127 is 0.

    >>> _places(np.array([[-2.0, 0.0, 2.0]]), most=2).tolist()
    [[0, 127, 254]]
    """
    return np.clip(np.floor(values * (127 / max(most, 1e-9)) + 127.5), 0, 254).astype(np.uint8)


def _bars(where, x, y, width, height):
    """The commands of a path: a bar in each cell at which the array ``where`` is true."""
    wide, high = width / where.shape[1], height / where.shape[0]
    bar = f"h{coordinate(0.56 * wide)}"
    cells = np.argwhere(where).tolist()
    starts = [(coordinate(x + wide * (j + 0.22)), coordinate(y + high * (i + 0.5))) for i, j in cells]
    return "".join(f"M{left} {middle}{bar}" for left, middle in starts)


def _stripes(where, x, y, width, height):
    """The commands of a path: stripes over the cells at which ``where`` is true, in rows that lie apart enough."""
    wide, high = width / where.shape[1], height / where.shape[0]
    every = int(np.ceil(NARROW / high))
    d = ""
    for i in range(every // 2, len(where), every):
        ends = np.flatnonzero(np.diff(where[i].astype(int), prepend=0, append=0)).tolist()
        for left, right in zip(ends[::2], ends[1::2], strict=True):
            start, length = x + wide * left, wide * (right - left)
            d += f"M{coordinate(start)} {coordinate(y + high * (i + 0.5))}h{coordinate(length)}"
    return d


def sign_bars(values, most):
    """Where to draw a bar, the minus sign, over ``values`` in colours from -``most`` to ``most``: in those below 0.

    A dict from the bar's colour to an array of booleans. The colour is 3:1 to the purple under it, and little more.

    >>> {colour: where.tolist() for colour, where in sign_bars(np.array([-2, -1, -0.1, 0, 2]), most=2).items()}
    {'#f7f7f7': [True, False, False, False, False], '#2d004b': [False, True, False, False, False], \
'#8073ac': [False, False, True, False, False]}
    """
    dark, pale = values < -0.6 * most, (values < 0) & (values >= -0.2 * most)
    return dict(zip(BARS, (dark, (values < 0) & ~dark & ~pale, pale), strict=True))


def tinted_raster(values, x, y, width, height, name):
    """``values`` (H, W), bytes, as an image from black, 0, to the light of the channel ``name``, 255.

    It is ``width`` x ``height`` px at (x, y), and ``name`` "red", "green" or "blue".
    """
    table = np.floor(np.linspace(0, 1, 256)[:, None] * LIGHTS[name] + 0.5).astype(np.uint8)
    return raster(values, x, y, width, height, table)


def raster(pixels, x, y, width, height, table=None):
    """``pixels``, as ``stored_png`` takes them, as an image of ``width`` x ``height`` px at (x, y): sharp squares."""
    data = base64.b64encode(stored_png(pixels, table)).decode()
    box = f'x="{coordinate(x)}" y="{coordinate(y)}" width="{coordinate(width)}" height="{coordinate(height)}"'
    return (
        f'<image {box} preserveAspectRatio="none" image-rendering="pixelated" href="data:image/png;base64,{data}"/>'
    )


def stored_png(pixels, table=None):
    """``pixels``, dtype uint8, as a PNG: (H, W) are greys, (H, W, 3) red, green and blue.

    With a ``table`` of colours (N, 3), pixels (H, W) are places in it. It is stored, not compressed: compressors
    differ between machines.

    Errors: ``ValueError`` for another rank or dtype.

    Source: Portable Network Graphics, W3C Recommendation, and RFC 1950 and 1951 (stored blocks).
    """
    if pixels.ndim not in (2, 3) or pixels.shape[2:] not in ((), (3,)) or pixels.dtype != np.uint8:
        raise ValueError(
            f"pixels must be (H, W) or (H, W, 3) of dtype uint8, got shape {pixels.shape} of {pixels.dtype}"
        )
    height, width = pixels.shape[:2]
    lines = np.zeros((height, pixels[0].size + 1), np.uint8)  # each line starts with its filter type, 0: none
    lines[:, 1:] = pixels.reshape(height, -1)
    raw = lines.tobytes()
    blocks = [raw[i : i + 65535] for i in range(0, len(raw), 65535)]
    stored = b"".join(
        struct.pack("<BHH", block is blocks[-1], len(block), 65535 - len(block)) + block for block in blocks
    )
    body = b"\x78\x01" + stored + struct.pack(">I", zlib.adler32(raw))
    colour_type = 3 if table is not None else 0 if pixels.ndim == 2 else 2  # a table; grey; red, green, blue
    header = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)  # 8 bits each
    colours = b"" if table is None else _chunk(b"PLTE", table.tobytes())
    chunks = (_chunk(b"IHDR", header), colours, _chunk(b"IDAT", body), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
