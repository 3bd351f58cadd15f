# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy"]
# ///
"""Programs of the command line: ImageMagick 6, GraphicsMagick and ffmpeg, as far as they are here.

IMAGEMAGICK, GRAPHICSMAGICK and FFMPEG in the environment name the commands where they have other names.
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from flips import KERNEL, look
from layers import Rows, show

WEIGHTS = KERNEL % 7
TOTAL = WEIGHTS.sum()
SMALL, LARGE = (np.random.default_rng(2).integers(0, end, (11, 13)).astype(float) for end in (3, 256))
# Who divides by the sum rounds to 8 bits after that: what is brought back is right to one times the sum.
DIVIDED = {"remark": "divides by the kernel's sum", "picture": LARGE, "kernel": WEIGHTS, "within": TOTAL}
THREE = "left and top mirrored, the edge once, right and bottom the edge repeated"  # ffmpeg, of 3x3 alone
COMMANDS = {
    "ImageMagick": os.environ.get("IMAGEMAGICK", "convert"),
    "GraphicsMagick": os.environ.get("GRAPHICSMAGICK", "gm"),
    "ffmpeg": os.environ.get("FFMPEG", "ffmpeg"),
}


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout


def through(command):
    """A function of a picture and a kernel: ``command(one, other, kernel)`` makes a file of another one."""

    def filtered(picture, kernel):
        rows, columns = picture.shape
        with tempfile.TemporaryDirectory() as folder:
            one, other = Path(folder) / "one.pgm", Path(folder) / "other.pgm"
            one.write_bytes(b"P5 %d %d 255\n" % (columns, rows) + picture.astype(np.uint8).tobytes())
            run(*command(one, other, kernel))
            return np.frombuffer(other.read_bytes()[-rows * columns :], dtype=np.uint8).reshape(rows, columns)

    return filtered


def numbers(kernel, joint=","):
    return joint.join(f"{value:.10g}" for value in kernel.ravel())


def brought_back(command):
    return lambda picture, kernel: kernel.sum() * through(command)(picture, kernel).astype(float)


def of_imagemagick(name):
    rows, size = Rows("numpy"), f"{len(WEIGHTS)}x{len(WEIGHTS)}"
    rows.version = re.search(r"ImageMagick \S+", run(name, "-version"))[0]
    convolve = brought_back(lambda one, other, kernel: [name, one, "-convolve", numbers(kernel), other])
    rows.flips("ImageMagick 6 -convolve", convolve, **DIVIDED)
    morphology = through(lambda one, other, k: [name, one, "-morphology", "Convolve", f"{size}:{numbers(k)}", other])
    rows.flips("ImageMagick 6 -morphology Convolve", morphology, picture=SMALL, kernel=WEIGHTS)
    return rows


def of_graphicsmagick(name):
    rows = Rows("numpy")
    rows.version = re.search(r"GraphicsMagick \S+", run(name, "version"))[0]
    convolve = brought_back(lambda one, other, kernel: [name, "convert", one, "-convolve", numbers(kernel), other])
    rows.flips("GraphicsMagick -convolve", convolve, **DIVIDED)
    return rows


def of_ffmpeg(name):
    rows = Rows("numpy")
    rows.version = f"ffmpeg {re.search(r'version ([0-9.]+)', run(name, '-version'))[1]}"
    convolution = brought_back(
        lambda one, other, kernel: [
            name,
            "-v",
            "error",
            "-i",
            one,
            "-vf",
            f"convolution=0m={numbers(kernel, ' ')}",
            other,
        ]
    )
    kernel, border = look(convolution, LARGE, WEIGHTS[:3, :3], WEIGHTS[:3, :3].sum())
    assert (kernel, border) == ("as written", THREE)
    remark = f"{DIVIDED['remark']}; of a 3×3 kernel, {border}"
    rows.flips("ffmpeg convolution", convolution, **(DIVIDED | {"remark": remark}))
    return rows


asked = {"ImageMagick": of_imagemagick, "GraphicsMagick": of_graphicsmagick, "ffmpeg": of_ffmpeg}
show(*(ask(COMMANDS[program]) for program, ask in asked.items() if shutil.which(COMMANDS[program])))
