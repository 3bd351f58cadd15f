"""Signs without colours: pictures in grey, read cell by cell."""

import io

import numpy as np
import pytest
from PIL import Image

from helpers.data import load_lenet_weights, load_training
from helpers.draw import sign_bars
from helpers.draw.export import png
from helpers.draw.raster import signed_raster
from helpers.explore import explore_lenet, explore_training
from helpers.palette import SIGNED

SCALE = 4  # pixels of an image for each px of its picture
STRONG = 3  # to 1: the contrast that a mark must have (WCAG 2.2, 1.4.11)


def light(colours):
    """Relative luminance, 0 to 1, of sRGB bytes (..., 3): what is left of a colour in grey (WCAG 2.2)."""
    parts = np.asarray(colours) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ (0.2126, 0.7152, 0.0722)


def in_grey(svg):
    return light(np.asarray(Image.open(io.BytesIO(png(svg))).convert("RGB")))


def step_in_grey(explorer, step):
    return in_grey(explorer.picture.at(step, width=960 * SCALE))


def contrasts(grey, left, top, side, n):
    """Of each cell of ``n`` x ``n`` in a square of the picture: the contrast of its middle to its upper left part."""

    def read(part):
        rows, columns = ([int(SCALE * (start + side / n * (i + part))) for i in range(n)] for start in (top, left))
        return grey[np.ix_(rows, columns)] + 0.05

    middle, beside = read(0.5), read(0.2)
    return np.maximum(middle, beside) / np.minimum(middle, beside)


def test_each_cell_below_0_has_a_bar_that_is_seen_in_grey_and_no_other_cell_has_one():
    values = np.concatenate([np.linspace(-1, 1, 397), [-1e-6, 0, 1e-6]]).reshape(20, 20)
    size, wide = 'viewBox="0 0 400 400"', f'width="{400 * SCALE}" height="{400 * SCALE}"'
    drawn = signed_raster(values, 0, 0, 400, 400, 1)
    grey = in_grey(f'<svg xmlns="http://www.w3.org/2000/svg" {size} {wide}>{drawn}</svg>')
    found = contrasts(grey, 0, 0, 400, 20)
    assert (found[values < 0] >= STRONG).all() and (found[values >= 0] < 1.01).all()


def test_the_colours_alone_lose_the_sign():
    purple, orange = light([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (SIGNED[4], SIGNED[6])])
    assert (orange + 0.05) / (purple + 0.05) < 1.2


@pytest.mark.parametrize("step", [0, 4, 11])
def test_the_filters_and_slopes_of_a_training_keep_their_signs_in_grey(step):
    training = load_training()
    grey = step_in_grey(explore_training(filter=2), step)
    for k, weights in enumerate(training.filters[step]):
        assert ((contrasts(grey, 226 + 58 * k, 28, 54, 5) > 2) == (weights < 0)).all(), k
    weights, slopes = training.filters[step, 2], training.filter_slopes[step, 2]
    moved = weights.astype(float) - training.filters[0, 2]
    for i, values in enumerate((weights, slopes, moved)):
        assert ((contrasts(grey, 226 + 122 * i, 226, 106, 5) > 2) == (values < 0)).all(), i


def test_the_channels_of_a_filter_of_c3_keep_their_signs_in_grey():
    grey = step_in_grey(explore_lenet(layer="C3", map=3), 4)
    for channel, weights in enumerate(load_lenet_weights()["C3"][0][3].transpose(2, 0, 1)):
        assert ((contrasts(grey, 222 + 65 * channel, 110, 56, 5) > 2) == (weights < 0)).all(), channel


def test_bars_stand_where_a_chart_needs_them():
    values = np.array([[-3.0, 0, 2], [-0.1, -1, 3]], np.float32)
    assert (sum(sign_bars(values, 3).values()) == (values < 0)).all()
