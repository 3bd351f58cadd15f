"""The picture of a whole network: what it says and shows, against the network's own rows and its forward pass."""

import base64
import io
import re
from pathlib import Path

import numpy as np
import pytest
from legible import assert_legible, texts
from PIL import Image
from states import DRAWN

from helpers.data import load_digits, load_lenet_weights
from helpers.digits import digit_volume
from helpers.draw import draw_stages
from helpers.layers import conv2d, max_pool2d, relu
from helpers.networks import LRN, Conv, Dense, Network, Pool, lenet5

TAUGHT = {"input": "00", "conv": "01, 02", "pool": "04", "dense": "05", "answer": "06"}
VOLUME, WEIGHTS = digit_volume(load_digits()[0][20]), load_lenet_weights()
PICTURE = draw_stages("LeNet-5", VOLUME, WEIGHTS, TAUGHT)


def shades(picture):
    """Every image that is drawn, as an array of bytes."""
    data = re.findall(r'href="data:image/png;base64,([^"]+)"', picture.at(0))
    return [np.array(Image.open(io.BytesIO(base64.b64decode(png)))) for png in data]


def test_every_stage_says_how_many_maps_it_has_and_how_large_they_are():
    said = texts(PICTURE)
    for row in lenet5().rows():
        height, width, count = row.output_shape
        if row.kind in ("conv", "pool"):
            assert f"{count} maps, {height} × {width}" in said
    assert {"32 × 32", "120, 84 numbers"} <= set(said)
    assert_legible(PICTURE, 0)


def test_the_answer_is_that_of_the_network():
    *_, (_, shares) = lenet5().forward(VOLUME, WEIGHTS)
    assert f"{shares.argmax()}: {shares.max():.2f}" in texts(PICTURE)
    assert f"answer: {shares.argmax()}: {shares.max():.2f} (notebook 06)" in PICTURE.alts[0].lower()


def test_what_is_drawn_are_the_digit_and_the_maps():
    drawn = shades(PICTURE)
    assert len(drawn) == 1 + 6 + 6 + 16 + 16 + 2
    assert np.abs(drawn[0] - 255 * (1 - VOLUME[..., 0])).max() <= 1
    maps = relu(conv2d(VOLUME.astype(float), *(a.astype(float) for a in WEIGHTS["C1"])))
    for first, values in ((1, maps), (7, max_pool2d(maps, 2, stride=2))):
        for k in range(6):
            assert np.abs(drawn[first + k] - 255 * (1 - values[..., k] / values.max())).max() <= 1


def test_every_stage_names_its_notebooks():
    said = texts(PICTURE)
    assert [word for word in said if word in TAUGHT.values()] == ["00", *["01, 02", "04"] * 2, "05", "06"]
    assert said.count("notebook") == 5 and said.count("notebooks") == 2


def test_the_notebooks_that_the_course_names_in_it_are_there():
    folder = Path(__file__).parents[1] / "notebooks"
    (named,) = re.findall(r"dict\((.*)\)\)", DRAWN["stages-default"])
    assert all(list(folder.glob(f"{number}_*.ipynb")) for number in re.findall(r"\d\d", named))


def test_every_kind_of_layer_has_a_name():
    layers = (Conv("c", 2, 3), LRN("n"), Pool("p", 2), Dense("scores", 2, relu=False))
    normalised = Network("normalised", (6, 6, 1), layers)
    picture = draw_stages(normalised, np.ones((6, 6, 1)), normalised.random_weights(), {**TAUGHT, "lrn": "07"})
    assert "LRN: 2 maps, 4 × 4 (notebook 07)" in picture.alts[0]


def test_what_cannot_be_drawn_is_refused_with_its_numbers():
    with pytest.raises(ValueError, match="taught must say which notebooks explain 'pool'"):
        draw_stages("LeNet-5", VOLUME, WEIGHTS, {k: v for k, v in TAUGHT.items() if k != "pool"})
    long = Network("long", (32, 32, 1), (*(Conv(f"conv{i}", 1, 3) for i in range(6)), Dense("scores", 2, relu=False)))
    with pytest.raises(ValueError, match="network must have at most 7 stages, got 8"):
        draw_stages(long, VOLUME, long.random_weights(), TAUGHT)
