"""Make the photographs in data/ from the pictures that scikit-image's wheel carries.

The course ships the result, so nobody needs this to use or to test it. To run it again, from the top of the
checkout, in a throw-away environment (scikit-image is never a dependency of the course):

    python3 -m venv /tmp/photographs
    /tmp/photographs/bin/pip install scikit-image==0.26.0 Pillow
    /tmp/photographs/bin/python tools/make_photographs.py

Each picture is cropped to a square and reduced to 112 x 112 by area averaging in whole numbers, so every machine
computes the same pixels. The bytes of a PNG also depend on the compression library, so a file is written only
when its pixels change. The script prints the rows for data/README.md.
"""

import hashlib
from pathlib import Path

import numpy as np

SIDE = 112
DATA = Path(__file__).resolve().parent.parent / "data"
# our name: (scikit-image's file, its SHA-256, left, top and side of the square)
CROPS = {
    "cat": ("chelsea.png", "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb", 80, 0, 300),
    "coffee": ("coffee.png", "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7", 78, 0, 400),
    "astronaut": ("astronaut.png", "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5", 85, 0, 280),
    "camera": ("camera.png", "b0793d2adda0fa6ae899c03989482bff9a42d3d5690fc7e3648f2795d730c23a", 0, 56, 448),
}


def overlaps(n, side):
    """How much of each of ``n`` cells each of ``side`` output cells covers, in units of 1/side of a cell.

    The result is a (side, n) array of whole numbers; every row adds up to ``n``, every column to ``side``.
    """
    out = np.arange(side)[:, None] * n
    cell = np.arange(n)[None, :] * side
    return np.clip(np.minimum(out + n, cell + side) - np.maximum(out, cell), 0, None)


def area_average(square, side=SIDE):
    """A square (n, n) or (n, n, C) array of 0..255 reduced to (side, side) or (side, side, C), rounded half up."""
    n = square.shape[0]
    weights = overlaps(n, side)
    sums = np.einsum("ij,jk...,lk->il...", weights, square.astype(np.int64), weights, optimize=True)
    return ((2 * sums + n * n) // (2 * n * n)).astype(np.uint8)


def main():
    import skimage
    from PIL import Image

    originals = Path(skimage.__file__).parent / "data"
    DATA.mkdir(exist_ok=True)
    for name, (file, sha256, left, top, side) in CROPS.items():
        original = originals / file
        found = hashlib.sha256(original.read_bytes()).hexdigest()
        if found != sha256:
            raise SystemExit(f"{file} is not the picture the crops were chosen on: its SHA-256 is {found}")
        pixels = np.asarray(Image.open(original))
        reduced = area_average(pixels[top : top + side, left : left + side])
        target = DATA / f"{name}.png"
        if target.exists() and np.array_equal(np.asarray(Image.open(target)), reduced):
            state = "unchanged"
        else:
            Image.fromarray(reduced).save(target, optimize=True)
            state = "written"
        data = target.read_bytes()
        print(f"{state}: {target.name}, {reduced.shape}, {len(data)} bytes, {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
