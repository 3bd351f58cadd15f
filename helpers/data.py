"""Photographs to filter, those that the course ships and a student's own; digits to read, a trained LeNet, tables.

``data/README.md`` states the source and the licence of every file.
"""

import csv
import json
import warnings
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import numpy as np

from helpers.arguments import one_of, whole

PHOTOGRAPHS = ("cat", "coffee", "astronaut", "camera")
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")  # Pillow knows more, some of which start other programs
LARGEST = 50_000_000  # pixels; decoded in colour they take 150 MB
SMALLEST = 8  # pixels a side; below that there is nothing for a filter to see


def data_file(name):
    """The path of a data file: in the installed package first, then in the checkout beside it.

    Errors: ``FileNotFoundError`` with both places where it is in neither.

    >>> data_file("cat.png").name
    'cat.png'
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "_data", here.parent / "data"):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"the data file {name!r} is neither in {here / '_data'} nor in {here.parent / 'data'}")


def load_photograph(name="cat", grey=False):
    """One of the photographs in ``PHOTOGRAPHS``, 112 x 112 pixels, as whole numbers from 0 (black) to 255 (white).

    A new int64 array: (112, 112, 3) with red, green and blue last, or (112, 112) where ``grey`` is True and for
    ``"camera"``, which was taken in grey. Brightness is 0.299 red + 0.587 green + 0.114 blue, rounded.

    Errors: ``ValueError`` for another ``name``.

    >>> load_photograph("cat").shape, load_photograph("cat", grey=True).shape, load_photograph("camera").shape
    ((112, 112, 3), (112, 112), (112, 112))
    >>> load_photograph("dog")
    Traceback (most recent call last):
    ValueError: name must be one of 'cat', 'coffee', 'astronaut', 'camera', got 'dog'

    Source: the photographs, data/README.md; the weights of brightness, ITU-R BT.601.
    """
    from PIL import Image

    one_of("name", name, PHOTOGRAPHS)
    with Image.open(data_file(f"{name}.png"), formats=["PNG"]) as picture:
        photograph = np.array(picture, dtype=np.int64)
    if grey and photograph.ndim == 3:
        photograph = (photograph @ np.array([299, 587, 114]) + 500) // 1000
    return photograph


def load_digits():
    """500 handwritten digits of MNIST that the training of ``load_lenet_weights`` never saw, 50 of each class.

    New arrays: the digits (500, 28, 28), int64 from 0 (paper) to 255 (ink), and their labels (500,). The
    first ten are one well recognised digit of each class, 0 to 9.

    >>> digits, labels = load_digits()
    >>> digits.shape, labels[:10].tolist()
    ((500, 28, 28), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])

    Source: data/README.md; LeCun, Cortes & Burges, *The MNIST database of handwritten digits*.
    """
    with np.load(data_file("digits.npz"), allow_pickle=False) as file:
        return file["digits"].astype(np.int64), file["labels"].astype(np.intp)


def load_lenet_weights():
    """The weights of ``networks.lenet5()``, trained on 4,000 digits by tools/train_digits.py.

    A dict from a layer's name to (weights, biases), float32.

    >>> weights = load_lenet_weights()
    >>> weights["C1"][0].shape, weights["output"][1].shape
    ((6, 5, 5, 1), (10,))

    Source: data/README.md.
    """
    with np.load(data_file("lenet.npz"), allow_pickle=False) as file:
        names = dict.fromkeys(key.partition(".")[0] for key in file)
        return {name: (file[f"{name}.weights"], file[f"{name}.biases"]) for name in names}


class Entry(NamedTuple):
    """A result of ILSVRC: ``top5`` in percent; ``networks`` is how many were averaged, None where it is not known."""

    year: int
    entry: str
    is_network: bool
    networks: int | None
    outside_data: bool
    pictures: str
    top5: float


def load_errors():
    """Top-5 errors of ILSVRC 2012 to 2014, oldest first: a list of ``Entry``.

    >>> errors = load_errors()
    >>> errors[0].top5, errors[4].entry, errors[4].top5
    (26.2, 'AlexNet, seven networks, outside data', 15.3)

    Source: data/README.md; Krizhevsky et al., NIPS 2012, table 2; Simonyan & Zisserman, arXiv:1409.1556v6, table 7.
    """
    with data_file("imagenet_errors.csv").open(encoding="utf-8", newline="") as file:
        return [
            Entry(
                int(row["year"]),
                row["entry"],
                row["is_network"] == "yes",
                int(row["networks"]) if row["networks"] else None,
                row["outside_data"] == "yes",
                row["pictures"],
                float(row["top5"]),
            )
            for row in csv.DictReader(file)
        ]


def load_vgg_errors():
    """The errors of VGG's columns on ImageNet's validation pictures, from table 3 of the paper.

    A dict from the scale of training to a dict from a column to (top-1, top-5), in percent. A scale is the
    picture's shorter side in pixels: ``"256"`` for all six columns, tested at 256; ``"384"`` and the random
    ``"256 to 512"`` for C, D and E, both tested at 384.

    >>> errors = load_vgg_errors()
    >>> errors["256"]["D"], errors["256 to 512"]["E"]
    ((27.0, 8.8), (25.5, 8.0))

    Source: data/README.md; Simonyan & Zisserman, arXiv:1409.1556v6.
    """
    errors = {}
    with data_file("vgg_table3.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            errors.setdefault(row["scale"], {})[row["column"]] = float(row["top1"]), float(row["top5"])
    return errors


class Answer(NamedTuple):
    """What a program said: ``asked`` is the script in tools/programs that ran it, "note" or a source's address."""

    program: str
    version: str
    date: str
    asked: str
    answer: str | int | float
    remark: str = ""


def load_programs():
    """What other programs answered: a dict from a question's id to its words and its answers, a list of ``Answer``.

    >>> question, answers = load_programs()["up_behind"]
    >>> question
    'Max pooling along 6 cells, window 2, stride 3, no padding, rounded up: how many windows?'
    >>> {answer.program: answer.answer for answer in answers if answer.program in ("Caffe", "PyTorch")}
    {'PyTorch': 2, 'Caffe': 3}

    Source: data/README.md.
    """
    questions = json.loads(data_file("programs.json").read_text("utf-8"))
    return {one["id"]: (one["question"], [Answer(**answer) for answer in one["answers"]]) for one in questions}


def read_picture(data, side=112):
    """A student's own picture in grey: the largest square in its middle, reduced to ``side`` x ``side`` pixels.

    ``data`` are the bytes of a PNG, JPEG, GIF, BMP, WebP or TIFF file. The result is a new int64 array, 0 (black) to
    255 (white). A transparent picture is laid on white, a photograph is turned as its camera says, of an animation
    the first frame is taken, 16 bits become 8.

    Errors: ``ValueError`` with a sentence for the student where the file cannot be used, or ``side`` is below 1;
    ``TypeError`` where ``data`` are no bytes.

    >>> read_picture(data_file("cat.png").read_bytes(), side=56).shape
    (56, 56)
    >>> read_picture(b"not a picture")
    Traceback (most recent call last):
    ValueError: This file is not a picture that the course can read; choose a PNG, JPEG, GIF, BMP or WebP file ...
    """
    from PIL import Image, ImageOps

    if not isinstance(data, bytes | bytearray | memoryview):
        raise TypeError(f"data must be the bytes of a picture file, got {type(data).__name__}")
    side = whole("side", side, 1)
    data = bytes(data)
    if not data:
        raise ValueError("This file is empty (0 bytes); choose another one, or save the picture again.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's warnings name its own settings, which help no student
        try:
            picture = Image.open(BytesIO(data), formats=FORMATS)
        except Image.DecompressionBombError:
            raise ValueError(too_large("far more")) from None
        except Exception:  # a broken header raises almost anything
            raise ValueError(
                "This file is not a picture that the course can read; choose a PNG, JPEG, GIF, BMP or WebP file "
                "(renaming a file does not convert it; export an iPhone's HEIC photo as JPEG)."
            ) from None
        # Only the header is read so far. Look at the size before any pixel is decoded.
        width, height = picture.size
        if width * height > LARGEST:
            raise ValueError(too_large(f"{width} x {height}, more"))
        if min(width, height) < SMALLEST:
            raise ValueError(
                f"This picture is {width} x {height} pixels; choose one of at least {SMALLEST} x {SMALLEST}."
            )
        try:
            picture.load()
            square = ImageOps.exif_transpose(middle(picture))
            grey = in_grey(square).resize((side, side), Image.Resampling.BOX)  # BOX averages areas
        except NotImplementedError as reason:
            raise ValueError(f"This picture {reason}; save it as an ordinary 8-bit PNG or JPEG.") from None
        except Exception:  # the data after the header can break in as many ways
            raise ValueError(
                "This picture is damaged or cut off (it may not be fully downloaded); "
                "open it in a picture viewer and save it again, or choose another one."
            ) from None
    return np.array(grey, dtype=np.int64)


def too_large(how_many):
    """The sentence for a picture with too many pixels.

    >>> too_large("9000 x 9000, more")
    'This picture has too many pixels (9000 x 9000, more than 50 million); make it smaller and choose it again.'
    """
    million = LARGEST // 1_000_000
    return (
        f"This picture has too many pixels ({how_many} than {million} million); make it smaller and choose it again."
    )


def middle(picture):
    """The largest square in the middle of a Pillow picture.

    >>> from PIL import Image
    >>> middle(Image.new("L", (30, 20))).size
    (20, 20)
    """
    width, height = picture.size
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    return picture.crop((left, top, left + side, top + side))  # keeps the transparent colour and the camera's turn


def in_grey(picture):
    """A Pillow picture of any mode as 8-bit grey, transparent parts on white.

    >>> from PIL import Image
    >>> in_grey(Image.new("RGBA", (1, 1), (0, 0, 0, 0))).getpixel((0, 0))
    255
    """
    from PIL import Image

    if picture.mode == "F":
        raise NotImplementedError("stores fractions instead of whole numbers")
    if picture.mode.startswith("I"):  # 16 bits: Pillow would clip everything above 255 to white
        values = np.asarray(picture).astype(np.int64)
        if values.min() < 0 or values.max() > 65535:
            raise NotImplementedError("stores more than 16 bits a pixel")
        return Image.fromarray(((values + 128) // 257).astype(np.uint8))
    if "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA", "RGBa", "La"):
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture)
    return picture.convert("RGB").convert("L")
