"""What the tests of the landing page share: hands, and what Python makes of what they do."""

import base64
import re
from io import BytesIO

import numpy as np
from landing import flat_area
from PIL import Image
from playwright.sync_api import expect

from helpers.data import load_lenet_weights, load_photograph
from helpers.digits import digit_volume
from helpers.draw.lenet_sums import ink
from helpers.draw.raster import Scale
from helpers.networks import lenet5
from helpers.trace.kernels import filtered

# A three, as a hand draws it: (down, right) in cells of the pad.
THREE = [(9, 7), (8, 11), (9, 16), (11, 19), (13, 17), (14, 13), (15, 18), (18, 20), (21, 17), (22, 12), (20, 7)]
LIVE = "figure.digit[data-alive]"
PIXELS = """canvas => [...canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data]"""


def weights_of(page):
    """The weights as they are heard, (3, 3)."""
    told = [cell.get_attribute("aria-valuenow") for cell in page.get_by_role("spinbutton").all()]
    return np.array(told, int).reshape(3, 3)


def assert_result(page, weights, divisor=1):
    """Each pixel of the result, its scale and the sentence are those that Python gives for these weights."""
    weights = np.array(weights)
    assert np.array_equal(weights_of(page), weights)
    trace = filtered(load_photograph("cat", grey=True), weights, divisor)
    scale = Scale.of(trace.result[trace.inner], trace.keeps_brightness)
    shown = np.array(page.locator(".result canvas").evaluate(PIXELS)).reshape(336, 336, 4)
    assert np.array_equal(shown[..., :3], as_drawn(scale.raster(trace.result, 0, 0, 336, 336)))
    told = f"black {scale.black:.0f}, white {scale.white:.0f}"
    told = f"above 0 orange, below 0 purple, to ±{scale.white:.0f}" if scale.black < 0 else told
    expect(page.locator(".photo .scale")).to_have_text(told)
    expect(page.locator(".photo .words")).to_have_text(flat_area(weights, divisor))


def as_drawn(svg):
    """What Python draws of a result, 336 x 336, as pixels: an image, and the stripes over it."""
    with Image.open(BytesIO(base64.b64decode(re.search(r"base64,([^\"]+)", svg)[1]))) as image:
        pixels = np.array(image.convert("RGB")).repeat(3, axis=0).repeat(3, axis=1)
    for tag in re.findall("<path [^>]+>", svg):
        colour = [int(re.search('stroke="#([^"]+)"', tag)[1][i : i + 2], 16) for i in (0, 2, 4)]
        for left, middle, length in re.findall(r"M(\d+) ([\d.]+)h(\d+)", tag):
            pixels[int(float(middle)), int(left) : int(left) + int(length)] = colour
    return pixels


def answer(digit):
    """What Python's LeNet makes of a digit: {layer: values}, and its probabilities."""
    passed = [(row.name, array) for row, array in lenet5().forward(digit_volume(digit), load_lenet_weights())]
    return dict(passed), passed[-1][1].ravel()


def assert_answer(page, digit):
    """Words, bars, numbers and maps are those of Python's network for this digit."""
    layers, shares = answer(digit)
    best = shares.argmax()
    expect(page.locator(".digit .words")).to_contain_text(f"read as {best}, with probability ")
    picture = page.locator(".digit svg")
    for k, share in enumerate(shares.tolist()):
        shown = picture.locator(f'[data-part="answer {k}"] text').nth(1).text_content()
        assert abs(float(shown) - share) < 0.002
        bar = float(picture.locator(f'[data-part="output {k}"] rect').get_attribute("width"))
        whole = float(picture.locator(f'rect:has(+ [data-part="output {k}"])').get_attribute("width"))
        assert abs(bar - max(0.5, whole * share)) < 0.1
    cells = page.locator(".digit .cnn-numbers td:not(:empty)").all_text_contents()
    assert np.allclose(np.array(cells, float), shares, atol=0.002)
    for name, k in (("C1", 3), ("S2", 0), ("C3", 15), ("S4", 7)):
        expected = ink(layers[name][..., k], layers[name].max())
        assert abs(image_of(picture, f"{name} {k}") - expected).max() <= 2
    for name in ("C5", "F6"):
        values = layers[name].ravel()
        assert abs(image_of(picture, name).ravel()[: values.size] - ink(values, values.max())).max() <= 2
    assert abs(image_of(picture, "input")[2:-2, 2:-2] - (255 - digit)).max() <= 1


def image_of(picture, part):
    address = picture.locator(f'[data-part="{part}"] image').get_attribute("href")
    with Image.open(BytesIO(base64.b64decode(address.partition(",")[2]))) as image:
        return np.array(image)[..., 0].astype(int)


class Hand:
    """Drags with a mouse, a finger or a pen: whole px of the window."""

    def __init__(self, page, kind):
        self.kind, self.send = kind, page.context.new_cdp_session(page).send

    def _event(self, what, x, y):
        if self.kind == "touch":
            at = [] if what == "Released" else [{"x": x, "y": y}]
            kinds = {"Pressed": "touchStart", "Moved": "touchMove", "Released": "touchEnd"}
            self.send("Input.dispatchTouchEvent", {"type": kinds[what], "touchPoints": at})
        else:
            button = {"button": "left", "buttons": 0 if what == "Released" else 1, "clickCount": 1}
            place = {"x": x, "y": y, "pointerType": self.kind}
            self.send("Input.dispatchMouseEvent", {"type": f"mouse{what}", **place, **button})

    def drag(self, *points):
        self._event("Pressed", *points[0])
        for point in points[1:]:
            self._event("Moved", *point)
        self._event("Released", *points[-1])
