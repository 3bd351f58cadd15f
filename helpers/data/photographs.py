"""Photographs to filter: those that the course ships, and a student's own picture."""

import warnings
from io import BytesIO

import numpy as np

from helpers.arguments import one_of, whole
from helpers.data.folder import data_file

PHOTOGRAPHS = ("cat", "coffee", "astronaut", "camera")
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")  # Pillow knows more, some of which start other programs
LARGEST = 50_000_000  # pixels; decoded in colour they take 150 MB
SMALLEST = 8  # pixels a side; below that there is nothing for a filter to see


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
