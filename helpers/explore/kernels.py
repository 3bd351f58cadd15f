"""Named filters on a photograph, or on the reader's own picture."""

from helpers.arguments import real
from helpers.data import PHOTOGRAPHS, load_photograph, read_picture
from helpers.draw import draw_kernels
from helpers.explore.cells import OWN, Cells, size_of
from helpers.explore.controls import FLIPPED, choice, flip_buttons, in_order, slider
from helpers.explore.explorer import Explorer
from helpers.explore.upload import Upload
from helpers.filters import FILTERS
from helpers.layers.arrays import GREY, grey_levels
from helpers.words import number

ORDER = ("photo", "kernel", "upload", "row", "flip")
YOURS = "your picture"


def explore_kernels(photo="cat", kernel="Sobel x", divisor=1, flip=False, row=None, step=None, show=None):
    """An app: a filter on a photograph, pixel by pixel along a row, with the whole result beside it.

    ``photo`` is a name from ``data.PHOTOGRAPHS`` or a grey array (H, W) of 0..255; ``kernel`` a name from
    ``filters.FILTERS``, which brings its own divisor, or a square array of odd size, divided by ``divisor``.
    ``row`` and ``step`` are the pixel's row and column, None for the strongest answer of all, or of the row;
    ``flip=True`` is convolution. ``show`` names the controls to show, for example ``("kernel", "flip")``.

    Errors: ``ValueError`` for an unknown name, arrays of another shape, a row outside the photograph.
    """
    photos = {name: load_photograph(name, grey=True) for name in PHOTOGRAPHS}
    if not isinstance(photo, str):
        photos, photo = {"given": grey_levels("photo", photo, GREY), **photos}, "given"
    own_size = size_of("kernel", kernel, None, 1, 99)
    if own_size is not None and own_size % 2 == 0:
        raise ValueError(f"kernel must have an odd number of rows, so that one is the middle, got {own_size}")
    if not real("divisor", divisor):
        raise ValueError("divisor must not be 0")
    controls = {
        "photo": choice("photo", "photograph", photo, photos),
        "kernel": Cells("kernel", "filter", kernel, list(FILTERS), lambda name, size: FILTERS[name].weights),
        "flip": flip_buttons(flip),
        "row": slider("row", "pixel row", 0 if row is None else row, 0, max(map(len, photos.values())) - 1),
    }
    upload = Upload()
    shown = in_order(show, {name: {**controls, "upload": upload}[name] for name in ORDER})

    def filter_of(kernel):
        cells = controls["kernel"]
        name = cells.base if kernel == OWN else kernel
        return cells.matrix(own_size, kernel), FILTERS[name].divisor if name else divisor

    def draw(photo, kernel, flip, row):
        weights, divisor = filter_of(kernel)
        row = min(row, len(photos[photo]) - 1)
        picture = draw_kernels(photos[photo], weights, divisor, row, flip=flip, editable=True)
        turned = f" {FLIPPED[bool(flip)]}" if flip or show is None or "flip" in show else ""
        return picture, _verdict(picture.trace) + turned

    def choose(grid, row, column, text):
        if grid == "kernel":
            if controls["flip"].value:  # the picture shows the filter turned by 180 degrees
                last = len(filter_of(controls["kernel"].value)[0]) - 1
                row, column = last - row, last - column
            explorer.type(grid, row, column, text)
        else:
            explorer.at_once(row=row, step=column)

    def uploaded(_widget, content, buffers):
        if "refused" in content:
            explorer.refuse(content["refused"])
            return
        try:
            photos[YOURS] = read_picture(bytes(buffers[0]))
            explorer.remake()
        except ValueError as refusal:
            explorer.refuse(f"{refusal} Nothing has changed.")
        else:
            upload.name = content["name"]
            controls["photo"].options = list(photos)
            explorer.at_once(photo=YOURS)
            explorer.redraw()  # a second picture has the same name

    own = {"private": lambda: controls["photo"].value == YOURS, "about": "a filter on a photograph"}
    explorer = Explorer(controls, draw, shown, choose, **own)
    explorer.cells = {key: {"row": ("row", 0), "step": ("column", 0)} for key in ("photo", "result")}
    upload.on_msg(uploaded)
    if row is None:
        explorer.at_once(row=explorer.picture.trace.strongest()[0])
    return explorer.start(step)


def _verdict(trace):
    """What the sum of the weights does to a flat grey area."""
    total, divisor = trace.taps.sum().item(), trace.divisor
    total = 0 if abs(total) < 1e-9 * abs(trace.taps).sum() else total  # the last bit of a sum of fractions
    written = number(total, 4).rstrip("0").removesuffix(".") if total else "0"
    added = f"The weights add up to {written}" + (f", divided by {divisor}" if divisor != 1 else "")
    if trace.keeps_brightness:
        return f"{added}: a flat grey area stays as it is."
    if total == 0:
        return f"{added}: a flat grey area gives 0, and only differences are left."
    return f"{added}: a flat grey area is multiplied by {number(total / divisor, 2)}."
