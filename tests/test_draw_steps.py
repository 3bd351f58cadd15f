"""Parts that move and texts that change: one line each, placed and written by whoever shows a step."""

import re
import xml.etree.ElementTree as ET
from itertools import product

import numpy as np
import pytest
from legible import texts
from marks import cells, marks

from helpers.draw import draw_convolution, draw_kernels, draw_pooling
from helpers.draw.picture import assemble
from helpers.draw.scene import Scene
from helpers.draw.steps import moving, reworded
from helpers.draw.svg import Grid, text
from helpers.explore import explore_conv_layer
from helpers.filters import small_filter, small_input

BOX = '<rect x="10" y="4" width="20" height="20" fill="none" stroke="#c02f1d"/>'


@pytest.fixture
def four():
    lines = [moving([(10, 4), (30.04, 4), None, (10, 14)], BOX, "window")]
    lines += [moving([None, (0, 0), (7.5, 0)], '<path d="M0 0h9"/>')]
    lines += [reworded([["a", "1"], ["b", ""], None, ["c", "3"]], text(0, 9, "") + text(9, 9, ""))]
    return assemble(50, 40, lines, ["one", "two", "three", "four"])


def places(svg, tag):
    """Where elements of a tag have been put, in px."""
    found = []
    for group in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}g"):
        if group.find(f"{{http://www.w3.org/2000/svg}}{tag}") is not None:
            found.append(group.get("transform", "translate(0 0)")[10:-1])
    return found


@pytest.mark.parametrize(
    "k, window, line, words",
    [
        (0, ["0 0"], [], ["a", "1"]),
        (1, ["20 0"], ["0 0"], ["b"]),
        (2, [], ["7.5 0"], []),
        (3, ["0 10"], [], ["c", "3"]),  # the line has no place any more
    ],
)
def test_a_step_has_each_part_at_its_place_and_with_its_words_or_not_at_all(four, k, window, line, words):
    for svg in (four.at(k), four.still(k).svg):
        assert (places(svg, "rect"), places(svg, "path"), texts_of(svg)) == (
            window,
            line,
            words,
        )
        assert not re.search("data-|display|></t", svg)


def texts_of(svg):
    return [e.text for e in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text") if e.text]


def test_what_interprets_no_steps_sees_step_0(four):
    assert texts_of(four.svg) == ["a", "1"]
    hidden = re.findall(r'<g data-places="([^"]*)"[^>]* display="none">', four.svg)
    assert hidden == [";0 0;7.5 0"]


def test_a_moving_part_has_a_name_for_the_browser(four):
    assert re.findall(r'data-moves="(\w+)"', four.svg) == ["window"]


def test_an_animation_shows_each_place_and_all_words_in_their_turn(four):
    shown = {}
    for group in ET.fromstring(four.animated(1, steps=[3, 1])).iter("{http://www.w3.org/2000/svg}g"):
        animate = group.find("{http://www.w3.org/2000/svg}animate")
        if animate is not None:
            inner = ET.tostring(group, encoding="unicode")
            key = (re.findall(r"translate\(([^)]*)\)", inner) or ["0 0"])[0], tuple(texts_of(f"<x>{inner}</x>"))
            shown[key] = animate.get("values")
    assert shown == {
        ("0 10", ()): "inline;none",
        ("20 0", ()): "none;inline",
        ("0 0", ()): "none;inline",  # the line
        ("0 0", ("c", "3")): "inline;none",
        ("0 0", ("b",)): "none;inline",
    }


@pytest.mark.parametrize(
    "rows, words",
    [
        ([["1"], ["1", "2"]], "step 1 has 2 words for 1 texts"),
        ([["1"], []], "step 1 has 0 words for 1 texts"),
        ([["1;2"]], r"words may have none of ; \| & < > \", got '1;2'"),
        ([["a"], ["<b>"]], "got '<b>'"),
        ([["a"], ["1|2"]], r"got '1\|2'"),
    ],
)
def test_words_that_do_not_fit_or_would_be_read_as_others_are_refused(rows, words):
    with pytest.raises(ValueError, match=words):
        reworded(rows, text(0, 0, ""))


def test_frames_of_one_size_are_one_that_moves():
    scene = Scene(100)
    scene.frames(Grid(0, 0, 10, 20, 3, 3), [(0, 0), (0, 1, 2, 2), None, (2, 1)], "output")
    picture = scene.picture(["a", "b", "c", "d"])
    assert picture.svg.count("data-places") == 2 and picture.svg.count('data-moves="output"') == 2
    boxes = [[mark.box for mark in marks(picture, k, "frame", "mark")] for k in range(4)]
    assert boxes == [[(0, 0, 10, 20)], [(10, 0, 30, 40)], [], [(10, 40, 20, 60)]]


def starts(n, f, stride, padding=0, dilation=1):
    """Where windows begin, one after the other while they fit."""
    found, span = [], dilation * (f - 1)
    while (found[-1] + stride if found else 0) + span < n + 2 * padding:
        found.append(found[-1] + stride if found else 0)
    return found


@pytest.mark.parametrize(
    "n, f, stride, padding, dilation", [(7, 3, 1, 0, 1), (6, 2, 2, 1, 1), (9, 3, 2, 1, 3), (5, 5, 1, 2, 1)]
)
def test_the_window_and_the_mark_on_the_output_are_where_the_step_says(n, f, stride, padding, dilation):
    picture = draw_convolution(
        small_input("digits", n), small_filter("counting", f), stride=stride, padding=padding, dilation=dilation
    )
    span, along = dilation * (f - 1) + 1, starts(n, f, stride, padding, dilation)
    assert len(picture.alts) == len(along) ** 2
    for k, (row, column) in enumerate(product(range(len(along)), repeat=2)):
        assert (along[row], along[column], span, span) in cells(picture, k, "frame", "mark", "input")
        assert cells(picture, k, "frame", "mark", "output") == [(row, column, 1, 1)]


def test_the_window_of_a_pool_and_of_every_filter_of_a_layer_are_where_the_step_says():
    picture = draw_pooling(small_input("digits", 7), size=3, stride=2, kind="average")
    along = starts(7, 3, 2)
    for k, (row, column) in enumerate(product(along, repeat=2)):
        assert (row, column, 3, 3) in cells(picture, k, "frame", "mark", "input")
    layer = explore_conv_layer(k=2, f=3, stride=2, padding=1).picture
    along = starts(5, 3, 2, 1)
    assert len(layer.alts) == 2 * len(along) ** 2
    for k, (_, row, column) in enumerate(product(range(2), along, along)):
        for channel in ("red", "green", "blue"):
            assert cells(layer, k, "frame", "mark", channel) == [(row, column, 3, 3)]


def test_the_cross_on_a_photograph_goes_along_its_row():
    photo = np.arange(144).reshape(12, 12)
    picture = draw_kernels(photo, small_filter("ones", 3), 9, row=4)
    for k in range(12):
        for name, size in (("photo", 3), ("result", 1)):
            (frame,) = marks(picture, k, "frame", "mark", name)
            assert np.allclose(frame.centre, (4.5, k + 0.5), atol=0.01)
            assert frame.size[0] == pytest.approx(size * 336 / 12 + 4, abs=0.11)


def test_numbers_of_a_step_are_its_own():
    image, kernel = small_input("digits", 5), small_filter("counting", 2)
    picture = draw_convolution(image, kernel)
    for k, (i, j) in enumerate(product(range(4), repeat=2)):
        seen = [image[i + a, j + b] * kernel[a, b] for a in range(2) for b in range(2)]
        shown = texts(picture, k)
        first = shown.index("window × filter") + 1
        assert shown[first : first + 4] == [str(value) for value in seen]
        assert f"sum = {sum(seen)}" in shown
