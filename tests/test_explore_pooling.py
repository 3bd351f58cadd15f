"""Move the controls of explore_pooling; compare what it says with plain counting."""

import itertools
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from legible import assert_legible
from loops import brute, starts

from helpers.draw import draw_pooling
from helpers.explore import explore_pooling

LECTURE = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])
RANGES = {"n": range(2, 9), "size": range(1, 5), "stride": range(1, 5), "padding": range(3)}


def test_every_combination_of_sliders_draws_and_explains():
    explorer = explore_pooling(image="digits")
    for values in itertools.product(*RANGES.values(), ("max", "average")):
        state = dict(zip([*RANGES, "kind"], values, strict=True))
        with explorer.controls["step"].hold_sync():
            for name, value in state.items():
                explorer.controls[name].value = value
        n, size, stride, padding, kind = state.values()
        x = explorer.controls["image"].matrix(n)[..., None]
        picture, verdict = explorer.picture, explorer.verdict
        ET.fromstring(picture.svg)
        if 2 * padding > size:
            assert len(picture.alts) == 1 and "more than half" in verdict
            continue
        tops = starts(n, size, stride, padding)
        assert len(picture.alts) == max(1, len(tops) ** 2)
        if not tops:
            assert "is larger than the" in verdict
            continue
        reduce = (lambda v, _: max(v)) if kind == "max" else (lambda v, _: sum(v) / len(v))
        expected = brute(x, (size,) * 2, (stride,) * 2, (padding,) * 2, reduce)[..., 0]
        for k, (i, j) in ((0, (0, 0)), (len(tops) ** 2 - 1, (len(tops) - 1,) * 2)):
            assert f"output row {i}, column {j} is" in picture.alts[k]
            (said,) = re.findall(r"column \d+ is (-?[\d.]+),", picture.alts[k])
            assert float(said) == pytest.approx(expected[i, j], abs=0.051)
        left_over = n + padding - (tops[-1] + size)
        assert (
            ("left over" in verdict and "PyTorch" in verdict) if left_over else f"become {len(tops) ** 2}" in verdict
        )


def caffes(n, size, stride, padding):
    """Caffe's windows, laid down until one reaches the end; where there is padding, the last must start before it."""
    found = [-padding]
    while found[-1] + size < n + padding:
        found.append(found[-1] + stride)
    return found[:-1] if padding and found[-1] >= n else found


def test_rounding_up_is_told_in_both_dialects():
    explorer, said = explore_pooling(image="digits"), set()
    for n, size, stride, padding in itertools.product(*RANGES.values()):
        explorer.at_once(n=n, size=size, stride=stride, padding=padding)
        inside, up, caffe = starts(n, size, stride, padding), starts(n, size, stride, padding, "ceil"), None
        if 2 * padding > size or size > n + 2 * padding or inside[-1] + size == n + padding:
            continue
        caffe, words = caffes(n, size, stride, padding), explorer.verdict
        if len(caffe) != len(up):
            said.add("two")
            assert (
                f"Caffe rounds up to {len(caffe)} × {len(caffe)}, with" in words
                and f"those: {len(up)} × {len(up)}." in words
            )
        elif len(up) == len(inside):
            said.add("same")
            assert "Caffe, rounding up, gets the same." in words
        else:
            said.add("more")
            assert f"Caffe rounds up to {len(up)} × {len(up)}, past the end" in words
    assert said == {"two", "same", "more"}


@pytest.mark.parametrize(
    "n, size, stride, padding, kind, shift",
    [(4, 2, 2, 0, "max", 0), (8, 4, 1, 2, "average", 3), (5, 2, 2, 0, "max", 0), (8, 1, 1, 0, "max", 1),
     (2, 4, 1, 0, "max", 0), (7, 3, 2, 0, "average", 2), (8, 2, 3, 1, "max", 3), (4, 2, 2, 2, "max", 0)],
)  # fmt: skip
def test_every_picture_is_legible_and_within_its_budget(n, size, stride, padding, kind, shift):
    image = np.random.default_rng(1).integers(-9, 10, (n, n))
    picture = draw_pooling(image, size, stride, padding, kind, shift, editable=True)
    assert len(picture.svg.encode()) <= 300_000
    for k in {0, len(picture.alts) - 1}:
        assert len(picture.at(k).encode()) <= 40_000
        assert_legible(picture, k)


def test_a_shift_that_changes_nothing_is_told_from_one_that_does():
    explorer = explore_pooling(image="dot")  # the 9 stands in row 2, column 2
    said = []
    for shift in (1, 2):
        explorer.controls["shift"].value = shift
        said.append(re.findall(r"(\d+) of the 4 outputs changed", explorer.verdict))
    assert said == [["0"], ["1"]]


def test_it_opens_on_the_lectures_map():
    explorer = explore_pooling()
    assert explorer.controls["image"].value == "lecture"
    assert np.array_equal(explorer.controls["image"].matrix(4), LECTURE)
    assert explorer.picture.trace.outputs.tolist() == [[6, 8], [3, 4]]


@pytest.mark.parametrize("n, kind, changed", [(4, "max", 0), (4, "average", 2), (6, "max", 3), (6, "average", 3)])
def test_at_an_edge_between_two_windows_only_the_mean_notices_a_shift(n, kind, changed):
    verdict = explore_pooling(n=n, image="edge", shift=1, kind=kind).verdict
    assert f"{changed} of the {(n // 2) ** 2} outputs changed" in verdict


def test_a_dot_stays_in_its_output_until_it_crosses_into_the_next_window():
    dot = np.zeros((6, 6), int)
    dot[2, 2] = 9
    outputs = [explore_pooling(image=dot, shift=shift).picture.trace.outputs for shift in range(4)]
    assert [output.argmax() for output in outputs] == [4, 4, 5, 5] and {output.max() for output in outputs} == {9}


def test_a_typed_cell_moves_with_the_shift_and_zeros_that_came_in_are_refused():
    explorer = explore_pooling(shift=1)
    explorer.controls["step"]._handle_custom_msg({"grid": "image", "row": 0, "column": 2, "value": "9"}, [])
    assert explorer.controls["image"].matrix(4)[0, 1] == 9
    explorer.controls["step"]._handle_custom_msg({"grid": "image", "row": 0, "column": 0, "value": "9"}, [])
    assert "Nothing has changed" in explorer.verdict and explorer.controls["image"].matrix(4)[0, 0] == 1


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"n": 9}, "n must be at most 8 here, got 9"),
        ({"kind": "sum"}, "kind must be one of 'max', 'average', got 'sum'"),
        ({"image": "horse"}, "image must be one of"),
        ({"shift": 4}, "shift must be at most 3 here, got 4"),
    ],
)
def test_bad_arguments_are_named_with_their_numbers(arguments, message):
    with pytest.raises(ValueError, match=message):
        explore_pooling(**arguments)
    with pytest.raises(ValueError, match=r"image must be square, \(N, N\), got shape \(2, 3\)"):
        draw_pooling(np.zeros((2, 3)))
