"""The photographs are what data/README.md says, and a student's own picture is read or refused in a sentence."""

import hashlib
import re
import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from helpers import data as data_module
from helpers.data import PHOTOGRAPHS, data_file, load_errors, load_photograph, load_vgg_errors, read_picture

DATA = Path(__file__).resolve().parent.parent / "data"
TABLE = re.findall(
    r"^\| `([^`]+)` \|.*\| ([^|]+) \| `([0-9a-f]{64})` \|$", (DATA / "README.md").read_text("utf-8"), re.M
)


def encoded(picture, format="PNG", **options):
    file = BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()


def halves(mode="L", size=(40, 40), left=0, right=255):
    """A picture whose left half is one colour and whose right half another."""
    picture = Image.new(mode, size, right)
    picture.paste(left, (0, 0, size[0] // 2, size[1]))
    return picture


def assert_refused(data, *words):
    with pytest.raises(ValueError) as caught:
        read_picture(data)
    message = str(caught.value)
    for word in words:
        assert word in message
    assert message.startswith("This ") and message.endswith(".") and "\n" not in message
    assert re.search(r"choose|save", message), "the sentence must say what to do"


# --- the files


def test_the_table_names_every_data_file_and_only_those():
    assert {name for name, _, _ in TABLE} == {file.name for file in DATA.iterdir()} - {"README.md"}


@pytest.mark.parametrize("name, licence, sha256", TABLE, ids=[row[0] for row in TABLE])
def test_a_data_file_has_the_sha256_and_a_licence_of_the_table(name, licence, sha256):
    assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == sha256
    assert licence.strip()


def test_a_missing_data_file_is_named_with_both_folders():
    with pytest.raises(FileNotFoundError, match=r"no_such\.png.*_data.*data"):
        data_file("no_such.png")


# --- load_photograph


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_a_photograph_is_whole_numbers_from_0_to_255(name):
    for grey in (False, True):
        photograph = load_photograph(name, grey=grey)
        assert photograph.shape == ((112, 112) if grey or name == "camera" else (112, 112, 3))
        assert photograph.dtype == np.int64
        assert photograph.min() >= 0 and photograph.max() <= 255
        assert photograph.std() > 20, "there is something to see"


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_grey_is_the_weighted_sum_of_the_colours(name):
    colour = np.stack([load_photograph(name)] * 3, axis=-1) if name == "camera" else load_photograph(name)
    expected = 0.299 * colour[..., 0] + 0.587 * colour[..., 1] + 0.114 * colour[..., 2]
    assert np.abs(load_photograph(name, grey=True) - expected).max() <= 0.5 + 1e-9


@pytest.mark.parametrize("name", ["cat", "coffee", "astronaut"])
def test_pillow_turns_grey_with_weights_rounded_to_65536ths(name):
    colours = load_photograph(name)
    pillows = np.asarray(Image.fromarray(colours.astype(np.uint8)).convert("L"))
    weights = np.round(np.array([0.299, 0.587, 0.114]) * 2**16).astype(int)
    assert np.array_equal(pillows, (colours @ weights + 2**15) // 2**16)
    assert not np.array_equal(pillows, load_photograph(name, grey=True))  # it rounds a few pixels the other way


def test_changing_a_photograph_does_not_change_the_next_one():
    first = load_photograph("cat")
    kept = first.copy()
    first[:] = 0
    assert np.array_equal(load_photograph("cat"), kept)


@pytest.mark.parametrize("name", ["dog", "", "cat.png", "../cat", None])
def test_an_unknown_photograph_is_refused_with_the_names(name):
    with pytest.raises(ValueError, match=r"name must be one of 'cat', 'coffee', 'astronaut', 'camera', got"):
        load_photograph(name)


# --- tables


def test_the_errors_of_the_contest_are_those_of_the_papers():
    errors = [(e.year, e.networks, e.outside_data, e.pictures, e.top5) for e in load_errors()]
    assert errors[:5] == [
        (2012, None, False, "test", 26.2),
        (2012, 1, False, "validation", 18.2),
        (2012, 5, False, "validation", 16.4),
        (2012, 5, False, "test", 16.4),
        (2012, 7, True, "test", 15.3),
    ]
    assert [e[-2:] for e in errors[5:]] == [("test", 11.7), ("test", 11.2), ("test", 7.3), ("test", 7.0)]
    assert [e[2] for e in errors[5:]] == [False, True, False, False]


def test_only_the_runner_up_of_2012_is_no_network():
    assert [e.top5 for e in load_errors() if not e.is_network] == [26.2]


def test_the_errors_of_vgg_are_those_of_table_3():
    errors = load_vgg_errors()
    top5 = {"A": 10.4, "A-LRN": 10.5, "B": 9.9, "C": 9.4, "D": 8.8, "E": 9.0}
    assert {column: five for column, (_, five) in errors["256"].items()} == top5
    assert [one for one, _ in errors["256"].values()] == [29.6, 29.7, 28.7, 28.1, 27.0, 27.3]
    assert errors["384"] == {"C": (28.1, 9.3), "D": (26.8, 8.7), "E": (26.9, 8.7)}
    assert errors["256 to 512"] == {"C": (27.3, 8.8), "D": (25.6, 8.1), "E": (25.5, 8.0)}


# --- read_picture: what it reads


def test_a_picture_is_cropped_to_its_middle_and_reduced_by_averaging():
    values = np.random.default_rng(0).integers(0, 256, (32, 48)).astype(np.uint8)
    got = read_picture(encoded(Image.fromarray(values)), side=8)
    blocks = values[:, 8:40].reshape(8, 4, 8, 4).mean(axis=(1, 3))
    assert got.dtype == np.int64 and got.shape == (8, 8)
    assert np.abs(got - blocks).max() <= 1, "the mean of each block of 4 x 4 pixels"


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_a_shipped_photograph_reads_as_its_grey_version(name):
    difference = read_picture(data_file(f"{name}.png").read_bytes()) - load_photograph(name, grey=True)
    assert np.abs(difference).max() <= 1


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"])
def test_each_usual_format_is_read(format):
    got = read_picture(encoded(halves(), format), side=20)
    assert np.abs(got[:, :8]).max() <= 6 and np.abs(got[:, 12:] - 255).max() <= 6


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_every_kind_of_bytes_is_taken(kind):
    assert read_picture(kind(encoded(halves())), side=4).tolist() == [[0, 0, 255, 255]] * 4


def test_a_small_picture_is_enlarged_without_inventing_values():
    assert set(read_picture(encoded(halves(size=(8, 8)))).ravel().tolist()) == {0, 255}


def test_sixteen_bits_become_eight_and_are_not_clipped():
    values = np.zeros((16, 16), np.uint16)
    values[:, 8:] = 32896  # 128 * 257: the middle of the range, which clipping would make white
    assert read_picture(encoded(Image.fromarray(values)), side=2).tolist() == [[0, 128]] * 2


@pytest.mark.parametrize("value, grey", [(0, 0), (128, 0), (129, 1), (385, 1), (386, 2), (65406, 254), (65535, 255)])
def test_sixteen_bits_are_rounded_to_the_nearest_grey(value, grey):
    """257 of the 65,536 values a step, each grey in their middle."""
    picture = Image.fromarray(np.full((16, 16), value, np.uint16))
    assert np.unique(read_picture(encoded(picture))).tolist() == [grey]


def test_a_palette_is_looked_up():
    picture = Image.new("P", (16, 16), 1)
    picture.putpalette([255, 255, 255, 10, 10, 10])
    assert np.unique(read_picture(encoded(picture))).tolist() == [10]


@pytest.mark.parametrize("mode, clear", [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0))])
def test_a_transparent_picture_is_laid_on_white(mode, clear):
    assert np.unique(read_picture(encoded(Image.new(mode, (16, 16), clear)))).tolist() == [255]


@pytest.mark.parametrize("mode, colour", [("P", 0), ("L", 0), ("RGB", (0, 0, 0))])
def test_a_transparent_colour_is_laid_on_white(mode, colour):
    picture = Image.new(mode, (16, 16), colour)
    if mode == "P":
        picture.putpalette([0, 0, 0])
    assert np.unique(read_picture(encoded(picture, transparency=colour))).tolist() == [255]


def test_half_transparent_black_on_white_is_middle_grey():
    values = np.unique(read_picture(encoded(Image.new("RGBA", (16, 16), (0, 0, 0, 128)))))
    assert values.tolist() == [127]


def test_the_four_inks_of_a_printers_picture_become_grey():
    no_ink = Image.new("CMYK", (16, 16), (0, 0, 0, 0))
    assert read_picture(encoded(no_ink, "JPEG")).min() >= 250
    black = Image.new("CMYK", (16, 16), (0, 0, 0, 255))
    assert read_picture(encoded(black, "JPEG")).max() <= 5


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation, dark", [(1, "left"), (3, "right"), (6, "top"), (8, "bottom")])
def test_a_photograph_is_turned_as_its_camera_says(format, orientation, dark):
    exif = Image.Exif()
    exif[0x0112] = orientation
    got = read_picture(encoded(halves(), format, exif=exif), side=20)
    sides = {"left": got[:, :8], "right": got[:, 12:], "top": got[:8], "bottom": got[12:]}
    assert sides[dark].max() <= 10
    opposite = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}[dark]
    assert sides[opposite].min() >= 245


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP", "TIFF"])
def test_of_an_animation_the_first_frame_is_taken(format):
    frames = [Image.new("L", (16, 16), grey) for grey in (0, 255, 255)]
    data = encoded(frames[0], format, save_all=True, append_images=frames[1:])
    with Image.open(BytesIO(data)) as picture:
        assert picture.n_frames > 1
    assert read_picture(data).max() <= 5


def test_black_and_white_and_colour_modes_are_read():
    assert np.unique(read_picture(encoded(Image.new("1", (16, 16), 1)))).tolist() == [255]
    assert np.unique(read_picture(encoded(Image.new("RGB", (16, 16), (255, 0, 0))))).tolist() == [76]


# --- read_picture: what it refuses


def test_an_empty_file_is_refused():
    assert_refused(b"", "empty")


@pytest.mark.parametrize(
    "data", [b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%!PS-Adobe-3.0", b"\0" * 999]
)
def test_text_renamed_to_a_picture_is_refused(data):
    assert_refused(data, "not a picture", "PNG", "renaming")


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"])
def test_a_file_cut_off_anywhere_is_refused(format):
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 256, (64, 64)).astype(np.uint8))
    whole = encoded(noise, format)
    for share in (0.02, 0.3, 0.6, 0.9):
        assert_refused(whole[: int(len(whole) * share)])
    assert_refused(whole[: len(whole) * 9 // 10], "cut off" if format not in ("TIFF", "WEBP") else "This")


def test_a_damaged_file_is_refused():
    whole = bytearray(encoded(halves()))
    start = whole.index(b"IDAT") + 6
    whole[start : start + 8] = b"\xff" * 8
    assert_refused(bytes(whole), "damaged")


def png_header_of(width, height):
    """A valid PNG of a few bytes that claims any size: what a decompression bomb looks like."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "width, height", [(10_000, 5_001), (12_000, 9_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)]
)
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(monkeypatch, recwarn, width, height):
    from PIL import PngImagePlugin

    decoded = []
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", lambda self: decoded.append(self.size))
    assert_refused(png_header_of(width, height), "too many pixels", "50 million", "smaller")
    assert not decoded
    assert not recwarn.list, "Pillow's own warning about bombs would puzzle a student"


def test_a_picture_of_just_as_many_pixels_as_are_read_is_read(monkeypatch):
    monkeypatch.setattr("helpers.data.photographs.LARGEST", 100)
    assert read_picture(encoded(Image.new("L", (10, 10))), side=2).shape == (2, 2)
    assert_refused(encoded(Image.new("L", (10, 11))), "too many pixels", "10 x 11")


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (7, 8)])
def test_a_picture_too_narrow_for_a_filter_is_refused_with_its_size(size):
    assert_refused(encoded(Image.new("L", size)), f"{size[0]} x {size[1]} pixels", "8 x 8")


@pytest.mark.parametrize("mode, value", [("F", 0.5), ("I", 70_000), ("I", -1)])
def test_more_than_sixteen_bits_are_refused(mode, value):
    assert_refused(encoded(Image.new(mode, (16, 16), value), "TIFF"), "8-bit PNG or JPEG")


@pytest.mark.parametrize("data", ["cat.png", None, 3])
def test_something_that_is_not_bytes_is_a_type_error(data):
    with pytest.raises(TypeError, match=r"data must be the bytes of a picture file, got"):
        read_picture(data)


def test_a_side_below_one_is_refused():
    with pytest.raises(ValueError, match="side must be at least 1, got 0"):
        read_picture(encoded(halves()), side=0)


@pytest.mark.parametrize("format", ["PPM", "ICO", "EPS"])
def test_a_format_outside_the_list_is_refused(format):
    """Pillow reads more formats, some of them by starting another program."""
    assert format not in data_module.FORMATS
    assert_refused(encoded(Image.new("RGB", (64, 64)), format), "not a picture")
