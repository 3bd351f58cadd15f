"""1x1 filters on a colour photograph: at every pixel its channels are mixed into K maps."""

import numpy as np

from helpers.data import PHOTOGRAPHS, load_photograph
from helpers.draw import draw_one_by_one
from helpers.explore.cells import OWN, Cells
from helpers.explore.controls import choice, in_order, slider, sliders
from helpers.explore.explorer import Explorer
from helpers.filters import FILTERS
from helpers.layers import correlate2d
from helpers.layers.arrays import finite, grey_levels

LIMITS = {"channels": (3, 5), "k": (1, 4)}
# One-digit weights on red, green and blue, and the divisor of their sum. Grey is 3, 6 and 1 tenths: the weights of
# brightness, 0.299, 0.587 and 0.114, in one digit.
MIXES = {
    "grey": ((3, 6, 1), 10),
    "red only": ((1, 0, 0), 1),
    "red - blue": ((1, 0, -1), 1),
    "mean of the colours": ((1, 1, 1), 3),
}
COLOURED = tuple(name for name in PHOTOGRAPHS if name != "camera")  # that one was taken in grey


def explore_one_by_one(photo="coffee", channels=3, k=1, bank="grey", row=None, step=None, show=None):
    """An app: K filters of 1 x 1 x C mix the C maps of a photograph into K maps, pixel by pixel.

    ``photo`` is a name from ``COLOURED`` or an array (H, W, 3) of 0..255. ``channels`` (3..5) are red, green, blue
    and two edge maps; ``k`` (1..4) counts filters. ``bank`` is a name from ``MIXES`` for the first filter, the
    others follow in their order, or an array (K, C) of weights, which sets ``k`` and ``channels``. ``row`` and
    ``step`` are the pixel's row and column, None for the middle. ``show`` names the controls to show, for example
    ``("bank", "k")``.

    Errors: ``ValueError`` for a number outside its range, an unknown name, an array of another shape.
    """
    photos = {name: load_photograph(name) for name in COLOURED}
    if not isinstance(photo, str):
        photos, photo = {"given": _colours(photo), **photos}, "given"
    if not isinstance(bank, str):
        bank = finite("bank", bank)
        if bank.ndim != 2 or not 1 <= len(bank) <= 4 or not 3 <= bank.shape[1] <= 5:
            raise ValueError(f"bank must be (K, C) with K from 1 to 4 and C from 3 to 5, got shape {bank.shape}")
        k, channels = bank.shape
    chosen = choice("photo", "photograph", photo, photos)
    row = len(photos[photo]) // 2 if row is None else row
    controls = {
        "photo": chosen,
        **sliders(LIMITS, channels=channels, k=k),
        "bank": Cells("bank", "first filter", bank, list(MIXES), _weights),
        "row": slider("row", "pixel row", row, 0, max(map(len, photos.values())) - 1),
    }
    maps = {name: np.dstack([array, *_edges(array)]) for name, array in photos.items()}

    def draw(photo, channels, k, bank, row):
        weights, base = controls["bank"].matrix((k, channels), bank), controls["bank"].base if bank == OWN else bank
        divisors = np.array([MIXES[name][1] for name in _order(base, k)]) if base else None
        row = min(row, len(photos[photo]) - 1)
        picture = draw_one_by_one(maps[photo][..., :channels], weights, divisors, row, editable=True)
        return picture, _verdict(picture.trace)

    def choose(grid, row, column, text):
        if grid == "bank":  # the picture has a column for each filter
            explorer.type("bank", column, row, text)
        else:
            explorer.at_once(row=row, step=column)

    explorer = Explorer(
        controls, draw, in_order(show, controls), choose, about="1 × 1 filters mix a photograph's maps"
    )
    return explorer.start(step)


def _colours(photo):
    photo = grey_levels("photo", photo)
    if photo.ndim != 3 or photo.shape[2] != 3:
        raise ValueError(f"photo must be (H, W, 3), got shape {photo.shape}")
    return photo.astype(np.int64)


def _edges(photo):
    """How much the brightness changes to the right, and downwards: a quarter of what Sobel's filters give."""
    grey = np.pad((photo @ np.array([299, 587, 114]) + 500) // 1000, 1, mode="edge")
    return [correlate2d(grey, FILTERS[name].weights) // 4 for name in ("Sobel x", "Sobel y")]


def _order(first, k):
    """The names of K filters: the first one, and those that follow it in the list, round and round."""
    names = list(MIXES)
    start = names.index(first)
    return [names[(start + i) % len(names)] for i in range(k)]


def _weights(first, size):
    """The bank (K, C) that begins with a named filter; edge maps get the weight 0."""
    k, channels = size
    bank = np.zeros((k, channels), np.int64)
    bank[:, :3] = [MIXES[name][0] for name in _order(first, k)]
    return bank


def _verdict(trace):
    """What becomes of the volume, and what it costs."""
    (height, width, channels), k = trace.maps.shape, len(trace.weights)
    change = "fewer maps" if k < channels else "more maps" if k > channels else "as many maps"
    return (
        f"{height} × {width} × {channels} becomes {height} × {width} × {k}: {change}, "
        "and at stride 1 the same height and width. "
        f"Weights: {k}·1·1·{channels} = {k * channels}, and no biases here. "
        f"Multiply-adds: {height}·{width}·{k * channels} = {height * width * k * channels}."
    )
