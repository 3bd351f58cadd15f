"""Pictures as files, for other people's slides: SVG, PNG and GIF.

A PNG or GIF is made by resvg with the font that matplotlib brings, so it is the same on every machine. A file is
written whole or not at all.
"""

import io
import re
from collections import Counter
from pathlib import Path

import numpy as np

from helpers.arguments import real, several, whole
from helpers.draw.few_colours import in_few_colours
from helpers.files import write_whole

WIDEST = {".svg": 3840, ".png": 3840, ".gif": 1920}  # px
MOST_STEPS = 200
SECONDS = (0.02, 60)  # viewers do not show a GIF's frame for less
COLOURS = 255  # of a GIF; the one that is left means "as before"


def write_still(path, picture, step, theme, width):
    """Write one step of ``picture`` to ``path``, .svg or .png: the path."""
    path = _target(path, (".svg", ".png"))
    svg = picture.at(step, theme, _checked(path, width))
    write_whole({path: svg.encode() if _kind(path) == ".svg" else png(svg)})
    return path


def write_animation(path, picture, steps, seconds, theme, width):
    """Write ``steps`` of ``picture`` to an .svg or .gif that moves, or each to its own .png: the paths."""
    path = _target(path, (".svg", ".gif", ".png"))
    width = _checked(path, width)
    steps = range(len(picture.alts)) if steps is None else several("steps", steps, [0, 12, 24])
    check_turns(steps, seconds)
    if _kind(path) == ".svg":
        files = {path: picture.animated(seconds, steps, theme, width).encode()}
    else:
        stills = [picture.at(k, theme, width) for k in steps]
        if _kind(path) == ".gif":
            files = {path: gif(stills, seconds)}
        else:  # the count is in the name, so that a shorter run does not mix with the rest of a longer one
            count = len(stills)
            names = (f"{path.stem}-{i:0{len(str(count))}d}-of-{count}.png" for i in range(1, count + 1))
            files = {path.with_name(name): png(svg) for name, svg in zip(names, stills, strict=True)}
    write_whole(files)
    return list(files)


def check_turns(steps, seconds):
    """Errors: ``ValueError`` for no steps or too many, and for seconds that no viewer keeps to."""
    count = len(steps)
    if not 1 <= count <= MOST_STEPS:
        some = f"range(0, {count}, {-(-count // MOST_STEPS)})"
        more = f": choose some, for example {some}" if count else ""
        raise ValueError(f"an animation shows 1 to {MOST_STEPS} steps, got {count}{more}")
    if not SECONDS[0] <= real("seconds", seconds) <= SECONDS[1]:
        raise ValueError(f"seconds must be in {SECONDS[0]}..{SECONDS[1]}, got {seconds}")


def png(svg):
    """``svg``, a text, as PNG bytes. Errors: ``ModuleNotFoundError`` that says what to install."""
    try:
        from resvg_py import svg_to_bytes
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "a PNG or GIF needs resvg_py, which is not installed: run `pip install resvg_py`, or write an .svg"
        ) from None
    from matplotlib import get_data_path

    fonts = [str(Path(get_data_path(), "fonts", "ttf", f"DejaVuSans{face}.ttf")) for face in ("", "-Bold")]
    family = dict.fromkeys(("font_family", "sans_serif_family"), "DejaVu Sans")
    sharp = svg.replace('image-rendering="pixelated"', 'image-rendering="optimizeSpeed"')  # resvg's word for it
    return bytes(svg_to_bytes(svg_string=sharp, skip_system_fonts=True, font_files=fonts, **family))


def gif(svgs, seconds):
    """The frames ``svgs``, texts, as the bytes of a GIF that repeats for ever.

    All frames share one palette: the colours that the pictures name and the most frequent ones, in its last eighth
    means of the rest. What has none of its own, of a photograph or at the edge of a letter, takes the nearest.
    """
    from PIL import Image

    frames = [png(svg) for svg in svgs]
    counts = Counter()
    for frame in frames:
        counts.update(dict(zip(*np.unique(_pixels(frame), return_counts=True), strict=True)))
    words = dict.fromkeys(re.findall("#([0-9a-f]{6})", "".join(svgs)))
    named = [colour for colour in (int(word, 16) for word in words) if colour in counts]
    ranked = named + [colour for colour, _ in counts.most_common()]
    packed = np.array(list(dict.fromkeys(ranked)), np.uint32)
    colours = np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=1).astype(np.float32)
    kept = colours
    if len(colours) > COLOURS:
        exact = min(max(len(named), 7 * COLOURS // 8), COLOURS - 1)
        _, others = in_few_colours(colours[None, exact:].astype(np.uint8), COLOURS - exact)
        kept = np.concatenate([colours[:exact], others.astype(np.float32)])
    distance = (kept**2).sum(axis=1) - 2 * colours @ kept.T  # but for a term that all of a row share
    place = np.zeros(1 << 24, np.uint8)
    place[packed] = distance.argmin(axis=1)
    images = [Image.fromarray(place[_pixels(frame)]) for frame in frames]
    for image in images:
        image.putpalette(kept.astype(np.uint8).tobytes())
    file = io.BytesIO()
    options = {"save_all": True, "append_images": images[1:], "loop": 0, "interlace": 0}
    images[0].save(file, "GIF", duration=10 * round(100 * seconds), **options)
    return file.getvalue()


def _pixels(data):
    """The pixels of a PNG, (H, W), their red, green and blue packed into one number each."""
    from PIL import Image

    red, green, blue = np.moveaxis(np.array(Image.open(io.BytesIO(data)).convert("RGB"), np.uint32), 2, 0)
    return red << 16 | green << 8 | blue


def _target(path, suffixes):
    """``path`` as a Path. Errors: ``ValueError`` for another suffix, ``FileNotFoundError`` for a missing folder."""
    if not isinstance(path, str | Path):
        raise TypeError(f"path must be a file's name such as 'picture.svg', got {path!r}")
    path = Path(path).expanduser()
    if _kind(path) not in suffixes:
        known = f"{', '.join(suffixes[:-1])} or {suffixes[-1]}"
        raise ValueError(f"the file's name must end in {known}, got {path.name!r}")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {str(path.parent)!r} to write {path.name} to")
    return path


def _kind(path):
    """The suffix of a path, in small letters."""
    return path.suffix.lower()


def _checked(path, width):
    """``width``, None for the picture's own. Errors: ``ValueError`` where it is too small or too large."""
    widest = WIDEST[_kind(path)]
    width = None if width is None else whole("width", width, 16)
    if width is not None and width > widest:
        raise ValueError(f"width must be at most {widest} px for {_kind(path)}, got {width}")
    return width
