"""What the words of the charts claim, computed another way than in the cells that draw them."""

import re
from itertools import pairwise

import nbformat
import numpy as np
import pytest
from test_notebooks import FOLDER

from helpers.data import load_digits, load_errors, load_lenet_weights, load_photograph, load_vgg_errors
from helpers.digits import digit_volume, shifted
from helpers.networks import alexnet, lenet5

CLAIMS = []  # (notebook, words of a chart in it, a function that answers whether they are so)


def claim(notebook, *phrases):
    """Whether these ``phrases`` of a chart's words are so is what the function answers."""

    def keep(asked):
        CLAIMS.append(pytest.param(notebook, phrases, asked, id=f"{notebook[:2]}-{asked.__name__}"))
        return asked

    return keep


def halved(image, how):
    rows, columns = image.shape
    return how(how(image.reshape(rows // 2, 2, columns // 2, 2), axis=3), axis=1)


@claim("04_pooling", "the face gets brighter", "it stays as bright as it was", "half the side of the one before")
def pooled_by_maximum_a_cat_gets_brighter():
    by_max = by_mean = cat = load_photograph("cat", grey=True)
    for _ in range(3):
        brighter, by_mean = halved(by_max, np.max), halved(by_mean, np.mean)
        if brighter.mean() <= by_max.mean():
            return False
        by_max = brighter
    return abs(by_mean.mean() - cat.mean()) < 0.01


@claim("06_lenet", "filter 2 is positive in its left columns and negative in its right ones", "the other way round")
def filters_2_and_5_look_for_opposite_edges():
    two, five = (load_lenet_weights()["C1"][0][k, ..., 0].sum(axis=0) for k in (2, 5))
    left, right = slice(0, 2), slice(3, 5)
    return two[left].sum() > 0 > two[right].sum() and five[left].sum() < 0 < five[right].sum()


@claim("06_lenet", "just below 0 in maps 0, 1, 2 and 5.", "orange lines on opposite sides of the strokes")
def the_paper_of_c1s_maps_is_pale():
    eight = load_digits()[0][np.flatnonzero(load_digits()[1] == 8)[0]]
    maps = dict((row.name, a) for row, a in lenet5().forward(digit_volume(eight), load_lenet_weights(), detail=True))
    paper = maps["C1"][0, 0]
    two, five = maps["C1"][..., 2], maps["C1"][..., 5]
    apart = np.corrcoef(two.ravel(), five.ravel())[0, 1] < -0.2
    return np.flatnonzero(paper < 0).tolist() == [0, 1, 2, 5] and abs(paper).max() < 0.7 < two.max() and apart


@claim("06_lenet", "the curve for down falls earlier than the one for right")
def a_shift_down_hurts_earlier():
    images, labels = load_digits()
    right = {}
    for way in ("right", "down"):
        moved = np.stack([digit_volume(shifted(image, **{way: 5})) for image in images])
        *_, (_, shares) = lenet5().forward(moved, load_lenet_weights())
        right[way] = (shares.reshape(len(images), -1).argmax(axis=1) == labels).sum()
    return right["down"] < right["right"]


@claim(
    "07_alexnet",
    "No bar is longer than the one above it.",
    "The first one is grey",
    "the others, hatched, are networks",
)
def errors_fall_from_entry_to_entry():
    errors = load_errors()
    falling = all(a.top5 >= b.top5 for a, b in pairwise(errors))
    return falling and [e.is_network for e in errors] == [False] + [True] * (len(errors) - 1)


@claim("07_alexnet", "parameters stand at fc6 and fc7", "up to the second norm", "five convolutions, most at conv2")
def alexnets_columns_are_tall_at_different_rows():
    rows = alexnet().rows()
    tall = {
        kind: {row.name for row in rows if getattr(row, kind) > 0.1 * sum(getattr(one, kind) for one in rows)}
        for kind in ("parameters", "values", "macs")
    }
    return (
        tall
        == {
            "parameters": {"fc6", "fc7"},
            "values": {"input", "conv1", "norm1", "conv2", "norm2"},
            "macs": {f"conv{k}" for k in range(1, 6)},
        }
        and max(rows, key=lambda row: row.macs).name == "conv2"
    )


@claim(
    "07_alexnet",
    "for conv4 it is more than half as wide as the picture",
    "only edges on the right and below stay dark",
)
def alexnets_squares_grow():
    conv4, pool5 = (alexnet().row(name).receptive_field for name in ("conv4", "pool5"))
    return 227 / 2 < conv4 < pool5 < 227


@claim(
    "08_vgg", "rises a little from A to A-LRN, falls to D and rises a little to E", "begin at C", "falls to the end"
)
def vggs_errors_fall_with_depth():
    errors = {scale: {name: five for name, (_, five) in by.items()} for scale, by in load_vgg_errors().items()}
    a, lrn, b, c, d, e = errors["256"].values()
    low = list(errors["256 to 512"].values())
    below = all(low[i] < errors[s][name] for s in ("256", "384") for i, name in enumerate("CDE"))
    return 0 < lrn - a < 0.3 and lrn > b > c > d < e < d + 0.3 and below and low == sorted(low, reverse=True)


@pytest.mark.parametrize("notebook, phrases, asked", CLAIMS)
def test_a_chart_shows_what_its_words_claim(notebook, phrases, asked):
    cells = nbformat.read(FOLDER / f"{notebook}.ipynb", as_version=4).cells
    alts = [cell.metadata.alt for cell in cells if "alt" in cell.metadata]
    assert any(all(phrase in alt for phrase in phrases) for alt in alts), f"no chart of {notebook} says {phrases}"
    assert asked()


def test_all_words_of_charts_end_as_sentences():
    for path in FOLDER.glob("*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            assert re.search(r"^[A-Z].*\.$", cell.metadata.get("alt", "A.")), (path.name, cell.id)
