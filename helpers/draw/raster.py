"""Photographs and maps inside a picture: values as grey, and pixels as a PNG that is the same on every machine."""

import base64
import struct
import zlib
from dataclasses import dataclass

import numpy as np

from helpers.draw.svg import coordinate


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


def raster(grey, x, y, width, height):
    """``grey`` (H, W), bytes, as an image of ``width`` x ``height`` px at (x, y); its pixels stay sharp."""
    data = base64.b64encode(stored_png(grey)).decode()
    box = f'x="{coordinate(x)}" y="{coordinate(y)}" width="{coordinate(width)}" height="{coordinate(height)}"'
    return (
        f'<image {box} preserveAspectRatio="none" image-rendering="pixelated" href="data:image/png;base64,{data}"/>'
    )


def stored_png(grey):
    """``grey`` (H, W), dtype uint8, as a PNG. It is stored, not compressed: compressors differ between machines.

    Errors: ``ValueError`` for another rank or dtype.

    Source: Portable Network Graphics, W3C Recommendation, and RFC 1950 and 1951 (stored blocks).
    """
    if grey.ndim != 2 or grey.dtype != np.uint8:
        raise ValueError(f"grey must be (H, W) of dtype uint8, got shape {grey.shape} of {grey.dtype}")
    height, width = grey.shape
    lines = np.zeros((height, width + 1), np.uint8)  # each line starts with its filter type, 0: none
    lines[:, 1:] = grey
    raw = lines.tobytes()
    blocks = [raw[i : i + 65535] for i in range(0, len(raw), 65535)]
    stored = b"".join(
        struct.pack("<BHH", block is blocks[-1], len(block), 65535 - len(block)) + block for block in blocks
    )
    body = b"\x78\x01" + stored + struct.pack(">I", zlib.adler32(raw))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)  # 8 bits, grey
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", body), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
