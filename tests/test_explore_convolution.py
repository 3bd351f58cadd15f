"""Move the sliders of explore_convolution, and compare what the picture says with scipy and plain counting."""

import itertools
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marks import cells
from scipy.signal import correlate2d as scipy_correlate2d

from helpers.draw import draw_convolution
from helpers.explore import explore_convolution
from helpers.filters import SMALL_FILTERS, SMALL_INPUTS, small_filter, small_input

SVG = "{http://www.w3.org/2000/svg}"
RANGES = {"n": range(3, 13), "f": range(1, 8), "stride": range(1, 5), "padding": range(4), "dilation": range(1, 4)}


def places(n, f, stride, padding, dilation):
    """Every window by trying every cell: the starts at which all taps lie inside. Not the formula."""
    inside = range(n + 2 * padding)
    return [s for s in inside if s % stride == 0 and all(s + dilation * tap in inside for tap in range(f))]


def oracle(image, kernel, stride, padding, dilation, flip):
    """The output by scipy: a dilated kernel, then every stride-th value."""
    spread = np.zeros((dilation * (len(kernel) - 1) + 1,) * 2)
    spread[::dilation, ::dilation] = kernel[::-1, ::-1] if flip else kernel
    return scipy_correlate2d(np.pad(image, padding), spread, mode="valid")[::stride, ::stride]


def said_sum(picture, k):
    """The sum as the picture writes it at step k."""
    (found,) = re.findall(r">sum = (-?[\d.]+)<", picture.at(k))
    return float(found)


def check_state(explorer, n, f, stride, padding, dilation, flip=False):
    image, kernel = explorer.controls["image"].matrix(n), explorer.controls["kernel"].matrix(f)
    picture, verdict = explorer.picture, explorer.verdict
    starts = places(n, f, stride, padding, dilation)
    m, left_over = len(starts), (n + 2 * padding) - (starts[-1] + dilation * (f - 1) + 1) if starts else 0
    assert len(picture.alts) == max(1, m * m)
    assert explorer.controls["step"].alts == list(picture.alts)
    if not starts:
        assert "No window fits" in picture.alts[0] and "input: it needs" in verdict
        assert "no window fits" in picture.svg
        return
    expected = oracle(image, kernel, stride, padding, dilation, flip)
    assert expected.shape == (m, m)
    for k, (i, j) in ((0, (0, 0)), (m * m - 1, (m - 1, m - 1))):
        assert said_sum(picture, k) == expected[i, j]
        assert f"output row {i}, column {j} is" in picture.alts[k]
        assert picture.alts[k].endswith(f" {expected[i, j]:.0f}.")
    if left_over:
        shown = "the one window that does fit" if m == 1 else f"the {m} × {m} windows that do fit"
        assert "left over" in verdict and shown in verdict and "PyTorch" in verdict
    else:
        assert f"so the output is {m} × {m}" in verdict


@pytest.fixture(scope="module")
def explorer():
    return explore_convolution(image="digits", kernel="diagonal edge")


def test_every_combination_of_sliders_draws_and_explains(explorer):
    """Each of the 7 * 4 * 4 * 3 combinations of the others with two sizes of the input, at the first and last step.

    Every fifth of all, for 5 divides none of these numbers.
    """
    states = list(itertools.islice(itertools.product(*RANGES.values()), 0, None, 5))
    assert len({values[1:] for values in states}) == 7 * 4 * 4 * 3
    for values in states:
        state = dict(zip(RANGES, values, strict=True))
        explorer.at_once(**state)
        check_state(explorer, **state)


def test_no_control_clamps_another(explorer):
    for name, values in RANGES.items():
        control = explorer.controls[name]
        for other, others in RANGES.items():
            if other != name:
                explorer.controls[other].value = others[-1]
        assert (control.min, control.max) == (values[0], values[-1])
    for name, values in RANGES.items():
        assert explorer.controls[name].value in values


@settings(deadline=None, max_examples=60, derandomize=True)
@given(
    st.tuples(*[st.sampled_from(r) for r in RANGES.values()]),
    st.booleans(),
    st.sampled_from(SMALL_INPUTS),
    st.sampled_from(SMALL_FILTERS),
)
def test_every_preset_and_the_flip_agree_with_scipy_at_every_step(values, flip, image, kernel):
    n, f, stride, padding, dilation = values
    arrays = small_input(image, n), small_filter(kernel, f)
    picture = draw_convolution(*arrays, stride=stride, padding=padding, dilation=dilation, flip=flip)
    if not places(*values):
        assert len(picture.alts) == 1
        return
    expected = oracle(*arrays, stride, padding, dilation, flip).ravel()
    assert [said_sum(picture, k) for k in range(len(expected))] == expected.tolist()


def test_the_products_of_a_step_add_up_to_its_sum():
    picture = draw_convolution(small_input("digits", 6), small_filter("counting", 3))
    for k, alt in enumerate(picture.alts):
        terms = re.findall(r"(\d+)·\(?(-?\d+)\)?", alt)
        assert len(terms) == 9
        assert sum(int(a) * int(b) for a, b in terms) == said_sum(picture, k)


def test_the_output_fills_up_one_number_a_step():
    picture = draw_convolution(small_input("digits", 5), small_filter("ones", 3))
    shown = [len(re.findall(r'<g><text x="[\d.]+" y="[\d.]+">-?\d+</text></g>', picture.at(k))) for k in range(9)]
    assert shown == list(range(1, 10))
    for k, (row, column) in enumerate(itertools.product(range(3), repeat=2)):
        assert cells(picture, k, "frame", "mark", "output") == [(row, column, 1, 1)]


def test_the_window_stands_where_the_step_says():
    picture = draw_convolution(small_input("digits", 7), small_filter("ones", 3), stride=2)
    for k, (row, column) in enumerate(itertools.product((0, 2, 4), repeat=2)):
        assert cells(picture, k, "frame", "mark", "input") == [(row, column, 3, 3)]


@pytest.mark.parametrize("padding, stride, zeros, unseen", [(0, 1, 0, 0), (1, 1, 1, 0), (0, 3, 0, 1), (1, 4, 1, 1)])
def test_padding_and_cells_that_no_window_visits_are_marked_by_pattern(padding, stride, zeros, unseen):
    picture = draw_convolution(small_input("digits", 7), small_filter("ones", 3), padding=padding, stride=stride)
    marks = [
        len(re.findall(rf'<path [^>]*fill="url\(#p[0-9a-f]+-{name}\)"', picture.svg)) for name in ("zero", "unseen")
    ]
    assert marks == [zeros, unseen]
    assert ("zeros around the input" in picture.svg, "no window visits" in picture.svg) == (bool(zeros), bool(unseen))


def test_the_flip_is_seen_and_said():
    picture = [
        draw_convolution(small_input("corner", 7), small_filter("diagonal edge", 3), flip=flip)
        for flip in (False, True)
    ]
    assert "turned by 180°" not in picture[0].svg and "turned by 180°" in picture[1].svg
    corners = [re.search(r'<path d="M([\d.]+) ([\d.]+)h-?9', p.svg).groups() for p in picture]
    assert corners[0] != corners[1]


@pytest.mark.parametrize("n, f, padding", [(7, 3, 0), (12, 7, 3), (12, 1, 3), (12, 4, 3), (12, 3, 3)])
def test_a_picture_keeps_within_its_budget(n, f, padding):
    picture = draw_convolution(small_input("digits", n), small_filter("counting", f), padding=padding, editable=True)
    largest = 300_000 if (n, f, padding) == (7, 3, 0) else 1_000_000
    assert len(picture.svg.encode()) <= largest
    assert max(len(picture.at(k).encode()) for k in (0, len(picture.alts) - 1)) <= 40_000
    sizes = [int(e.get("font-size", 12)) for e in ET.fromstring(picture.svg).iter()]
    assert min(sizes) >= 12


def test_a_change_of_state_is_one_message():
    explorer, sent = explore_convolution(), []
    explorer.controls["step"].value = 24
    explorer.controls["step"].send_state = lambda key: sent.append(set(key))
    explorer.controls["n"].value = 4  # 4 windows: fewer steps, so the step's value changes too
    assert sent == [{"shown", "alts", "verdict", "value", "svg"}]


def test_only_the_step_is_held_within_its_range():
    explorer = explore_convolution()
    explorer.controls["step"].value = 24
    explorer.controls["stride"].value = 2
    assert explorer.controls["step"].value == 8
    explorer.controls["step"].value = 99
    assert explorer.controls["step"].value == 8


def test_a_cell_that_is_typed_stays_when_the_size_or_the_name_changes():
    explorer = explore_convolution()
    image, n = explorer.controls["image"], explorer.controls["n"]
    explorer.type("image", 6, 6, "-4")
    assert (image.value, image.matrix(7)[6, 6], said_sum(explorer.picture, 24)) == ("your own", -4, -13)
    n.value = 5
    n.value = 7
    assert image.matrix(7)[6, 6] == -4
    image.value = "dot"
    assert image.matrix(7)[6, 6] == 0
    image.value = "your own"
    assert image.matrix(7)[6, 6] == -4


@pytest.mark.parametrize("typed", ["10", "-10", "2.5", "", "x", "<b>", "１０"])
def test_what_is_no_digit_is_refused_in_a_sentence_and_changes_nothing(typed):
    explorer = explore_convolution()
    before = explorer.picture
    explorer.type("kernel", 0, 0, typed)
    assert "cells hold whole numbers from -9 to 9. Nothing has changed." in explorer.verdict
    assert explorer.picture is before and explorer.controls["kernel"].value == "vertical edge"
    explorer.type("kernel", 0, 0, "2")
    assert "Nothing has changed" not in explorer.verdict


@pytest.mark.parametrize("row, column", [(0, 6), (6, 0), (2, 5)])
def test_a_cell_that_a_smaller_size_cuts_off_comes_back_with_the_larger_one(row, column):
    explorer = explore_convolution()
    image, n = explorer.controls["image"], explorer.controls["n"]
    explorer.type("image", row, column, "-4")
    n.value = 5
    assert image.matrix(5).shape == (5, 5) and -4 not in image.matrix(5)
    n.value = 7
    assert np.argwhere(image.matrix(7) == -4).tolist() == [[row, column]]


def test_a_typed_weight_of_a_turned_filter_lands_where_it_is_seen():
    explorer = explore_convolution(flip=True, kernel="ones")
    explorer.controls["step"]._handle_custom_msg({"grid": "kernel", "row": 0, "column": 0, "value": "7"}, [])
    assert explorer.controls["kernel"].matrix(3)[2, 2] == 7


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"n": 2}, "n must be at least 3, got 2"),
        ({"n": 13}, "n must be at most 12 here, got 13"),
        ({"stride": 1.5}, "stride must be a whole number, got 1.5"),
        ({"image": "horse"}, "image must be one of 'edge'"),
        ({"kernel": np.ones((2, 3))}, r"kernel must be square with 1 to 7 rows, got shape \(2, 3\)"),
        ({"show": ("size",)}, "show has 'size'; the controls are 'n', 'f'"),
    ],
)
def test_bad_arguments_are_named_with_their_numbers(arguments, message):
    with pytest.raises((ValueError, TypeError), match=message):
        explore_convolution(**arguments)


def test_arrays_are_taken_as_they_are():
    image, kernel = np.arange(25).reshape(5, 5), np.array([[0, 1], [2, 0]])
    explorer = explore_convolution(image=image, kernel=kernel, step=3)
    assert (explorer.controls["n"].value, explorer.controls["f"].value) == (5, 2)
    assert said_sum(explorer.picture, 3) == scipy_correlate2d(image, kernel, "valid")[0, 3]
    assert explorer._repr_mimebundle_()["image/svg+xml"] == explorer.picture.at(3)


def test_only_the_controls_that_are_named_show():
    def labels(explorer):
        boxes = [box for box in explorer.children if hasattr(box, "children")]
        return [child for box in boxes for child in box.children]

    assert labels(explore_convolution(show=())) == []
    some = explore_convolution(show=("stride", "flip"))
    assert labels(some) == [some.controls["stride"], some.controls["flip"]]
    assert len(labels(explore_convolution())) == 8
    assert "2*0" not in explore_convolution(show=("flip",)).verdict  # the formula is taught in notebook 02


def test_what_a_notebook_stores_has_words_and_a_picture_but_no_html():
    bundle = explore_convolution()._repr_mimebundle_()
    assert set(bundle) == {"image/svg+xml", "text/plain", "application/vnd.jupyter.widget-view+json"}
    assert bundle["text/plain"].startswith("(7 + 2*0 - 3)/1 + 1 = 5 windows along each side")
