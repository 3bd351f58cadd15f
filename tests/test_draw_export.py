"""Pictures and explorers as files: seen by their pixels, their frames and what is left when something is wrong."""

import io
import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from helpers.draw import draw_convolution, export
from helpers.draw.picture import assemble
from helpers.draw.raster import raster
from helpers.draw.steps import at
from helpers.draw.svg import rect, text
from helpers.explore import (
    explore_convolution,
    explore_kernels,
    explore_lenet,
    explore_memory,
    explore_output_size,
    explore_pattern,
)
from helpers.palette import DARK, LIGHT

MARK = "var(--cnn-mark, #c02f1d)"
# Three steps: a square that moves right by 20 px, on the theme's paper.
MOVING = assemble(80, 40, [at(k, rect(10 + 20 * k, 10, 20, 20, fill=MARK)) for k in range(3)], ["a", "b", "c"])


def rgb(colour):
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def pixels(path):
    return np.array(Image.open(path).convert("RGBA"))


def frames(path):
    """The frames of a GIF as a viewer shows them, and the milliseconds of each."""
    image, shown = Image.open(path), []
    for k in range(image.n_frames):
        image.seek(k)
        shown.append((np.array(image.convert("RGB")), image.info["duration"]))
    return shown


# --- one step


@pytest.mark.parametrize("theme, colours", [("light", LIGHT), ("dark", DARK)])
def test_a_png_has_the_themes_colours_and_an_opaque_background(tmp_path, theme, colours):
    image = pixels(MOVING.save(tmp_path / "x.png", 1, theme))
    assert image.shape == (40, 80, 4) and (image[..., 3] == 255).all()
    assert (image[11:29, 31:49, :3] == rgb(colours["mark"])).all()
    image[10:30, 30:50, :3] = rgb(colours["paper"])
    assert (image[..., :3] == rgb(colours["paper"])).all(), "everything but the square is paper"


def test_the_red_frame_of_the_first_window_is_where_the_window_is(tmp_path):
    picture = explore_convolution().picture
    svg = ET.fromstring(picture.at(0))
    red = [element for element in svg.iter() if element.get("stroke") == LIGHT["mark"]]
    x, y, width, height = (float(red[0].get(name)) for name in ("x", "y", "width", "height"))
    image = pixels(picture.save(tmp_path / "x.png", width=1920))
    middle = [(x, y + height / 2), (x + width, y + height / 2), (x + width / 2, y), (x + width / 2, y + height)]
    assert {tuple(image[round(2 * down), round(2 * right), :3]) for right, down in middle} == {(0xC0, 0x2F, 0x1D)}


def test_a_wider_file_shows_the_same_in_more_pixels(tmp_path):
    image = pixels(MOVING.save(tmp_path / "x.png", width=320))
    assert image.shape == (160, 320, 4)
    assert (image[42:118, 42:118, :3] == rgb(LIGHT["mark"])).all()
    root = ET.fromstring(MOVING.save(tmp_path / "x.svg", width=320).read_text("utf-8"))
    assert [root.get(name) for name in ("viewBox", "width", "height")] == ["0 0 80 40", "320", "160"]


def test_text_is_written_centred_and_its_letters_are_there(tmp_path):
    word = '<text y="25" font-size="20" text-anchor="middle" fill="{}"><tspan x="60">{}</tspan></text>'
    for letters in ("8", "×", "⁶"):
        picture = assemble(120, 40, [word.format(MARK, letters)], ["a letter"])
        dark = np.argwhere((pixels(picture.save(tmp_path / "x.png"))[..., :3] != 255).any(axis=2))
        assert len(dark) > 10 and abs(dark[:, 1].mean() - 60) < 1.5, letters
    missing = export.png(assemble(120, 40, [word.format(MARK, "\ue000")], ["none"]).at(0))
    seen = export.png(assemble(120, 40, [word.format(MARK, "⁶")], ["six"]).at(0))
    assert missing != seen


def test_the_pixels_of_a_photograph_stay_sharp(tmp_path):
    squares = np.array([[0, 255], [255, 0]], np.uint8)
    picture = assemble(80, 80, [raster(squares, 0, 0, 80, 80)], ["four squares"])
    image = pixels(picture.save(tmp_path / "x.png"))[..., 0]
    assert np.array_equal(image, np.kron(squares, np.ones((40, 40), np.uint8)))


def test_a_file_says_in_words_what_it_shows(tmp_path):
    assert ET.fromstring(MOVING.save(tmp_path / "x.svg", 2).read_text("utf-8")).get("aria-label") == "c"


# --- all steps


def test_a_gif_has_a_frame_for_each_step_with_its_time_and_exact_colours(tmp_path):
    (path,) = MOVING.animate(tmp_path / "x.gif", seconds=0.4, theme="dark")
    shown = frames(path)
    assert [milliseconds for _, milliseconds in shown] == [400, 400, 400]
    assert Image.open(path).info["loop"] == 0, "it repeats for ever"
    for k, (image, _) in enumerate(shown):
        assert np.array_equal(image, pixels(MOVING.save(tmp_path / "x.png", k, "dark"))[..., :3])


def test_a_gif_of_many_colours_keeps_the_named_ones_and_comes_near_the_rest(tmp_path):
    explorer = explore_kernels()
    (path,) = explorer.animate(tmp_path / "x.gif", step=[3, 60])
    for k, (image, _) in zip((3, 60), frames(path), strict=True):
        exact = pixels(explorer.picture.save(tmp_path / "x.png", k))[..., :3]
        named = (exact == rgb(LIGHT["mark"])).all(axis=2)
        assert named.sum() > 50 and (image[named] == rgb(LIGHT["mark"])).all()
        assert np.abs(image.astype(int) - exact).max() <= 40
        assert (image == exact).all(axis=2).mean() > 0.93


def test_a_named_colour_is_kept_however_rare_it_is(tmp_path):
    greys = np.arange(256, dtype=np.uint8).reshape(16, 16)
    picture = assemble(
        160, 180, [raster(greys, 0, 0, 160, 160), rect(10, 165, 3, 3, fill=MARK)], ["greys, and a dot"]
    )
    (path,) = picture.animate(tmp_path / "x.gif")
    ((image, _),) = frames(path)
    assert (image[165:168, 10:13] == rgb(LIGHT["mark"])).all()


def test_steps_may_be_chosen_and_come_in_their_order(tmp_path):
    (path,) = MOVING.animate(tmp_path / "x.gif", steps=[2, 0])
    starts = [int(np.argwhere((image == rgb(LIGHT["mark"])).all(axis=2))[0, 1]) for image, _ in frames(path)]
    assert starts == [50, 10]


def test_png_frames_are_numbered_and_say_how_many_there_are(tmp_path):
    paths = MOVING.animate(tmp_path / "x.png")
    assert [path.name for path in paths] == ["x-1-of-3.png", "x-2-of-3.png", "x-3-of-3.png"]
    for k, path in enumerate(paths):
        assert path.read_bytes() == MOVING.save(tmp_path / "still.png", k).read_bytes()
    names = [path.name for path in MOVING.animate(tmp_path / "x.png", steps=[0] * 10)]
    assert names == [f"x-{i:02d}-of-10.png" for i in range(1, 11)]


def test_a_long_animation_stays_small(tmp_path):
    """49 steps, 10 KB of GIF for each at most; as SVG less than a quarter of its steps one by one."""
    explorer = explore_convolution(padding=1)
    (gif,) = explorer.animate(tmp_path / "x.gif", step=range(0, 49, 8))
    (svg,) = explorer.animate(tmp_path / "x.svg")
    assert gif.stat().st_size < 7 * 10_000
    assert svg.stat().st_size < sum(len(explorer.picture.at(k)) for k in range(49)) / 4


# --- explorers


def test_an_explorer_saves_what_it_shows(tmp_path):
    explorer = explore_convolution(step=5)
    assert explorer.save(tmp_path / "x.svg").read_text("utf-8") == explorer.picture.at(5)
    assert explorer.save(tmp_path / "x.svg", "dark", 480).read_text("utf-8") == explorer.picture.at(5, "dark", 480)


def test_an_explorer_goes_over_the_states_of_a_control_and_ends_as_it_was(tmp_path):
    explorer = explore_output_size(step=3)
    (path,) = explorer.animate(tmp_path / "x.gif", stride=[1, 2, 3])
    last = {1: 3, 2: 2, 3: 1}  # of 5, 3 and 2 windows: the step goes on as far as there is one
    states = [explore_output_size(stride=stride, step=step) for stride, step in last.items()]
    for (image, _), state in zip(frames(path), states, strict=True):
        exact = pixels(state.save(tmp_path / "x.png"))[..., :3]
        assert (image == exact).all(axis=2).mean() > 0.999
    assert {name: control.value for name, control in explorer.controls.items()} == {
        "n": 7, "f": 3, "stride": 1, "padding": 0, "dilation": 1, "rounding": "exact", "step": 3,
    }  # fmt: skip
    assert explorer.picture.svg == explore_output_size().picture.svg


def test_a_control_that_moves_others_is_put_back_with_them(tmp_path):
    explorer = explore_lenet(digit=8, layer="C3", map=5, row=2, step=4)
    before = {name: control.value for name, control in explorer.controls.items()}
    explorer.animate(tmp_path / "x.svg", digit=[1, 2])
    assert {name: control.value for name, control in explorer.controls.items()} == before


@pytest.mark.parametrize(
    "over, words",
    [
        ({"strid": [1]}, "there is no control 'strid'; there are 'n', 'f', 'stride', .*'step'"),
        ({"stride": [1, 9]}, r"stride must be 1\.\.8, got 9"),
        ({"rounding": ["floor", "up"]}, "rounding must be one of .*'exact', 'floor', 'ceil'.*, got 'up'"),
        ({"n": [7], "f": [3]}, "one control, got 'n' and 'f'"),
        ({"n": [7], "step": [0]}, "one control, got 'n' and 'step'"),
        ({"step": [0, 9]}, r"step 9 is not in 0\.\.4"),
        ({"stride": []}, "shows 1 to 200 steps, got 0"),
    ],
)
def test_what_an_explorer_cannot_go_over_is_named(tmp_path, over, words):
    explorer = explore_output_size(step=2)
    with pytest.raises(ValueError, match=words):
        explorer.animate(tmp_path / "x.svg", **over)
    assert not list(tmp_path.iterdir())
    assert [explorer.controls[name].value for name in ("n", "stride", "rounding", "step")] == [7, 1, "exact", 2]


@pytest.mark.parametrize(
    "explorer, over, words",
    [
        (explore_memory, {"bytes_per_value": [3]}, "bytes_per_value must be one of 2, 4, 8, got 3"),
        (explore_pattern, {"n": [3]}, "n must be of the kind of '2', got 3"),
        (explore_pattern, {"pool": ["no"]}, "pool must be of the kind of True, got 'no'"),
    ],
)
def test_a_value_that_no_switch_and_no_field_takes_is_named(tmp_path, explorer, over, words):
    with pytest.raises(ValueError, match=words):
        explorer().animate(tmp_path / "x.svg", **over)


# --- what is wrong is said, and nothing is half written


@pytest.mark.parametrize(
    "file, options, words",
    [
        ("x.jpg", {}, r"must end in .svg or .png, got 'x.jpg'"),
        ("x", {}, r"must end in .svg or .png, got 'x'"),
        ("x.svg", {"step": 3}, r"step 3 is not in 0\.\.2"),
        ("x.svg", {"theme": "blue"}, "theme must be one of 'light', 'dark', got 'blue'"),
        ("x.png", {"width": 4000}, "width must be at most 3840 px for .png, got 4000"),
        ("x.png", {"width": 0}, "width must be at least 16, got 0"),
    ],
)
def test_what_cannot_be_saved_is_named(tmp_path, file, options, words):
    with pytest.raises(ValueError, match=words):
        MOVING.save(tmp_path / file, **options)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "file, options, words",
    [
        ("x.mp4", {}, r"must end in .svg, .gif or .png, got 'x.mp4'"),
        ("x.gif", {"width": 1921}, "width must be at most 1920 px for .gif, got 1921"),
        ("x.gif", {"seconds": 0.01}, r"seconds must be in 0.02..60, got 0.01"),
        ("x.png", {"steps": [1, 7]}, r"step 7 is not in 0\.\.2"),
        ("x.gif", {"steps": range(201)}, r"got 201: choose some, for example range\(0, 201, 2\)"),
    ],
)
def test_what_cannot_be_animated_is_named(tmp_path, file, options, words):
    with pytest.raises(ValueError, match=words):
        MOVING.animate(tmp_path / file, **options)
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no folder .*nowhere"):
        MOVING.save(tmp_path / "nowhere" / "x.svg")


def test_without_the_extra_a_sentence_says_what_to_install_and_svg_still_works(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    for write, file in ((MOVING.save, "x.png"), (MOVING.animate, "x.gif"), (MOVING.animate, "x.png")):
        with pytest.raises(ModuleNotFoundError, match=r"run `pip install resvg_py`, or write an \.svg"):
            write(tmp_path / file)
    assert not list(tmp_path.iterdir())
    MOVING.save(tmp_path / "x.svg")
    MOVING.animate(tmp_path / "moving.svg")
    assert len(list(tmp_path.iterdir())) == 2


def test_a_file_that_cannot_be_finished_leaves_the_old_ones_as_they_were(tmp_path, monkeypatch):
    first = MOVING.animate(tmp_path / "x.png")[0]
    before = first.read_bytes()
    full = iter([b"a new frame", None])  # the disk is full at the second frame

    def write(self, data):
        if next(full) is None:
            raise OSError("no space left")
        with io.FileIO(self, "w") as file:
            file.write(data)

    monkeypatch.setattr("pathlib.Path.write_bytes", write)
    with pytest.raises(OSError, match="no space left"):
        MOVING.animate(tmp_path / "x.png", theme="dark")
    assert first.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"x-{i}-of-3.png" for i in (1, 2, 3)]


def test_a_picture_with_words_in_quotes_is_still_xml(tmp_path):
    picture = assemble(80, 40, [text(0, 20, '"<a>" & b')], ['it says "<a>" & b'])
    root = ET.fromstring(picture.save(tmp_path / "x.svg").read_text("utf-8"))
    assert root.get("aria-label") == 'it says "<a>" & b'


def test_a_path_may_begin_at_home(tmp_path, monkeypatch):
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    picture = draw_convolution(np.eye(3), [[1]])
    assert picture.save("~/a.svg") == tmp_path / "a.svg" and (tmp_path / "a.svg").exists()
    assert picture.animate("~/b.svg", steps=[0, 1]) == [tmp_path / "b.svg"]
