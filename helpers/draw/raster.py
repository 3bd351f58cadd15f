"""Photographs and maps inside a picture: values as shades, and pixels as a PNG that is the same on every machine."""

import base64
import struct
import zlib
from dataclasses import dataclass

import numpy as np

from helpers.draw.svg import coordinate, path
from helpers.palette import BARS, SIGNED

COLOURS = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in SIGNED])


@dataclass(frozen=True)
class Scale:
    """Which values black and white stand for."""

    black: float
    white: float

    @staticmethod
    def of(result, keeps_brightness):
        """0 to 255 where the brightness is kept; else grey is 0, or black is where nothing is negative."""
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
    ``width`` x ``height`` px at (x, y).
    """
    wide, high = width / values.shape[1], height / values.shape[0]
    bar = f"h{coordinate(0.56 * wide)}"
    lines = [raster(_signed(values, most), x, y, width, height)]
    for colour, where in sign_bars(values, most).items():
        cells = np.argwhere(where).tolist()
        starts = [(coordinate(x + wide * (j + 0.22)), coordinate(y + high * (i + 0.5))) for i, j in cells]
        if starts:
            d = "".join(f"M{left} {middle}{bar}" for left, middle in starts)
            lines.append(path(d, stroke=colour, stroke_width=coordinate(max(1, high / 7))))
    return "".join(lines)


def sign_bars(values, most):
    """Where to draw a bar, the minus sign, over ``values`` in colours from -``most`` to ``most``: in those below 0.

    A dict from the bar's colour to an array of booleans. The colour is 3:1 to the purple under it, and little more.

    >>> {colour: where.tolist() for colour, where in sign_bars(np.array([-2, -1, -0.1, 0, 2]), most=2).items()}
    {'#f7f7f7': [True, False, False, False, False], '#2d004b': [False, True, False, False, False], \
'#8073ac': [False, False, True, False, False]}
    """
    dark, pale = values < -0.6 * most, (values < 0) & (values >= -0.2 * most)
    return dict(zip(BARS, (dark, (values < 0) & ~dark & ~pale, pale), strict=True))


def raster(pixels, x, y, width, height):
    """``pixels``, as ``stored_png`` takes them, as an image of ``width`` x ``height`` px at (x, y): sharp squares."""
    data = base64.b64encode(stored_png(pixels)).decode()
    box = f'x="{coordinate(x)}" y="{coordinate(y)}" width="{coordinate(width)}" height="{coordinate(height)}"'
    return (
        f'<image {box} preserveAspectRatio="none" image-rendering="pixelated" href="data:image/png;base64,{data}"/>'
    )


def stored_png(pixels):
    """``pixels``, dtype uint8, as a PNG: (H, W) are greys, (H, W, 3) red, green and blue.

    It is stored, not compressed: compressors differ between machines.

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
    colour_type = 0 if pixels.ndim == 2 else 2  # grey; red, green, blue
    header = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)  # 8 bits each
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", body), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
