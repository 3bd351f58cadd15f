"""What the landing page lets a reader do at once: a photograph under a filter, and a digit to draw.

Python draws both as they stand before anybody acts; the scripts beside this file go on from there, without Python.
"""

import json
from base64 import b64encode
from pathlib import Path

import numpy as np

from helpers.data import load_digits, load_lenet_weights, load_photograph
from helpers.digits import digit_volume
from helpers.draw import draw_overview
from helpers.draw.common_tables import answers
from helpers.draw.raster import Scale, signed_table, stored_png
from helpers.filters import FILTERS
from helpers.networks import lenet5
from helpers.palette import BARS
from helpers.trace.kernels import filtered
from helpers.web import page as still
from helpers.words import number

HERE = Path(__file__).parent
PHOTO, SIDE = "cat", 336  # px of the photograph and of its result, 3 for each pixel
# What a newcomer calls a filter, and its name in the course; the page opens on OPENING.
PRESETS = {
    "unchanged": "identity",
    "sharpen": "sharpen",
    "blur": "Gaussian",
    "mean of nine": "box",
    "upright edges": "Sobel x",
    "level edges": "Sobel y",
    "all edges": "Laplacian",
    "emboss": "emboss",
}
OPENING = "upright edges"
DIGIT = 3  # of the ten that the page brings along, one of each class


def landing_parts():
    """What the template needs for the two things to do."""
    return {"photo": photo_parts(), "digit": digit_parts()}


def landing_assets():
    """The texts of the landing page alone, by the names of their files."""
    style = (HERE / "landing.css").read_text("utf-8")
    return {"landing.js": still.as_script(HERE / "landing.js"), "landing.css": style, "lenet.js": lenet_script()}


def thumbnail_assets(small):
    """The texts of the notebooks' thumbnails, ``small``, standing and moving, by the names of their files."""
    kinds = {"": "resting", "-moving": "moving"}
    return {f"small-{n}{kind}.svg": getattr(one, text) for n, one in small.items() for kind, text in kinds.items()}


def photo_parts():
    """The photograph, its result under the opening filter, and what the script needs to make others."""
    photo, chosen = load_photograph(PHOTO, grey=True), FILTERS[PRESETS[OPENING]]
    trace = filtered(photo, chosen.weights, chosen.divisor)
    scale = Scale.of(trace.result[trace.inner], trace.keeps_brightness)
    presets = {
        name: {"weights": FILTERS[course].weights.tolist(), "divisor": FILTERS[course].divisor}
        for name, course in PRESETS.items()
    }
    png = stored_png(photo.astype(np.uint8))  # not compressed: the script reads the pixels there, behind two heads
    begins = png.index(b"IDAT") + len(b"IDAT") + 2 + 5
    state = {"begins": begins, "shape": photo.shape, "presets": presets, "opening": OPENING}
    stripes = bytes.fromhex("".join(BARS).replace("#", ""))
    state |= {"colours": _packed(signed_table(), np.uint8), "stripes": b64encode(stripes).decode()}
    return {
        "shape": photo.shape,
        "photo": f"data:image/png;base64,{b64encode(png).decode()}",
        "result": scale.raster(trace.result, 0, 0, SIDE, SIDE),
        "side": SIDE,
        "weights": chosen.weights.tolist(),
        "scale": f"above 0 orange, below 0 purple, to ±{number(scale.white)}",
        "words": flat_area(chosen.weights, chosen.divisor),
        "presets": list(PRESETS),
        "state": json.dumps(state),
    }


def flat_area(weights, divisor):
    """What a filter makes of a flat area, in words; photo.js says the same of every filter that a reader makes.

    >>> flat_area(np.ones((3, 3), int), 18)
    'The nine weights add up to 9, divided by 18: a flat area of grey 100 becomes 50.'
    """
    total = weights.sum().item()
    value = number(100 * total / divisor, 0 if 100 * total % divisor == 0 else 1)
    becomes = "stays 100" if total == divisor else f"becomes {value}"
    left = "" if total else ", and only differences are left"
    divided = f", divided by {divisor}" if divisor != 1 else ""
    return f"The nine weights add up to {total}{divided}: a flat area of grey 100 {becomes}{left}."


def digit_parts():
    """The overview of one digit, which the script paints anew, and what is said of it."""
    digit, network = load_digits()[0][DIGIT], lenet5()
    picture = draw_overview(network, digit_volume(digit), load_lenet_weights())
    shares = picture.trace.probabilities
    best = int(shares.argmax())
    return {
        "svg": still.unsaid(picture.still(0).svg),
        "words": f"The digit is read as {best}, with probability {number(shares[best].item(), 3)}.",
        "weights": f"{network.totals().parameters:,}",
        "digit": DIGIT,
        "table": answers(shares).html,
    }


def lenet_script():
    """The weights of LeNet, float32, and ten digits: a script that hands itself over, as a file may not fetch.

    Each array is packed in base64, with its shape: 246,824 bytes of weights become 329,100 letters.
    """
    digits = load_digits()[0][:10]
    weights = {name: [_array(part, "<f4") for part in pair] for name, pair in load_lenet_weights().items()}
    return f"cnnLenet({json.dumps({'weights': weights, 'digits': _array(digits, np.uint8)})});\n"


def _array(array, kind):
    return {"shape": array.shape, "values": _packed(array, kind)}


def _packed(array, kind):
    """The bytes of an array, its last axis fastest, in base64."""
    return b64encode(np.ascontiguousarray(array, kind).tobytes()).decode()
