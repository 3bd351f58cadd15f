"""Choose outputs, weights and inputs in explore_backward; compare what a step says and marks with loops."""

import itertools
import re

import numpy as np
import pytest
from marks import cells, covered, sheets
from way_back import arrays, as_numbers, came_back, one_in_cells, read_by, states, two_in_cells, windows

from helpers.explore import explore_backward


@pytest.fixture(scope="module")
def explorer():
    return explore_backward(image="digits", kernel="counting")


def framed_cells(frames):
    """The cells under frames of (row, column, rows, columns)."""
    return {(row + i, column + j) for row, column, *size in frames for i, j in np.ndindex(*size)}


def said_numbers(words):
    return [float(word) for word in re.findall(r"-?\d+(?:\.\d+)?", words)]


def test_an_output_hands_its_error_to_its_inputs_and_to_the_weights(explorer):
    for state in states("convolution", sizes=(5, 7)):
        places, f, p = windows(**state), state["f"], state["padding"]
        explorer.at_once(**state, choose="output", flip=False)
        image, kernel, errors = arrays(explorer, state)
        padded = np.pad(image, p)
        for k in {0, len(places) ** 2 // 2, len(places) ** 2 - 1} if places else ():
            a, b = divmod(k, len(places))
            top, left = places[a], places[b]
            alt, e = explorer.picture.alts[k], errors[a, b]
            assert alt.startswith(f"Output row {a}, column {b} has the error {e}. ")
            met = padded[top + p : top + p + f, left + p : left + p + f]
            dropped = f * f - len(read_by((top, left), f, state["n"]))
            assert (f"Dropped in the padding: {dropped}." in alt) == bool(dropped)
            if f <= 3:
                lists = re.findall(r"(?:weight|input): ([-\d, ]+)\.", alt)
                assert [said_numbers(words) for words in lists] == [
                    (e * kernel).ravel().tolist(),
                    (e * met).ravel().tolist(),
                ]
            picture = explorer.picture
            assert cells(picture, k, "frame", "mark", "input") == [(top + p, left + p, f, f)]
            assert cells(picture, k, "frame", "mark", "output") == [(a, b, 1, 1)]
            one, other = sheets(picture, k, "mark")
            tables = [one_in_cells(picture, k, sheet) for sheet in (one, other)]
            assert (tables[0] == e * kernel).all() and (tables[1] == e * met).all()


@pytest.mark.parametrize("operation", ["convolution", "average pool"])
def test_an_input_hears_the_sum_of_the_errors_of_the_outputs_that_read_it(explorer, operation):
    for state in states(operation, sizes=(5, 7)):
        places, f, p, n = windows(**state), state["f"], state["padding"], state["n"]
        if not places:
            continue
        explorer.at_once(**state, choose="input", flip=False)
        image, kernel, errors = arrays(explorer, state)
        of_input, _ = came_back(image, kernel, errors, state)
        picture = explorer.picture
        assert len(picture.alts) == n * n
        for k in (0, n * n // 2, n * n - 1):
            i, j = divmod(k, n)
            readers = [(a, b) for a, b in itertools.product(range(len(places)), repeat=2)
                       if (i, j) in read_by((places[a], places[b]), f, n)]  # fmt: skip
            alt = picture.alts[k]
            p_frames = cells(picture, k, "frame", "mark", "input")
            assert p_frames == [(i + p, j + p, 1, 1)]
            framed = cells(picture, k, "frame", "mark", "output")
            if not readers:
                assert alt == f"Input row {i}, column {j} hears nothing: no window reads it." and not framed
                assert ">hears nothing</text></g>" in picture.at(k)
                continue
            (corner,) = framed
            assert sorted(readers) == sorted(
                (corner[0] + a, corner[1] + b) for a, b in itertools.product(range(corner[2]), range(corner[3]))
            )
            assert f" hears of {len(readers)} output{'s' * (len(readers) > 1)}: " in alt
            assert said_numbers(alt)[-1] == pytest.approx(of_input[i, j], abs=0.006)
            if operation == "convolution":
                met = {(i - places[a], j - places[b]) for a, b in readers}
                marked = framed_cells(cells(picture, k, "frame", "mark", "filter"))
                assert marked == met
            if len(readers) <= 9 and operation == "convolution":
                terms = re.findall(r"\(?(-?\d+)\)?·\(?(-?\d+)\)?", alt)
                expected = [(errors[r], kernel[i - places[r[0]], j - places[r[1]]]) for r in readers]
                assert [(int(e), int(w)) for e, w in terms] == expected
                (middle,) = sheets(picture, k, "mark")
                shown = one_in_cells(picture, k, middle)
                assert shown[~np.isnan(shown)].tolist() == [e * w for e, w in expected]


def test_the_turned_filter_lies_where_its_products_give_the_slope(explorer):
    for state in states("convolution", sizes=(5, 7)):
        places, f, s, n = windows(**state), state["f"], state["stride"], state["n"]
        if not places:
            continue
        explorer.at_once(**state, choose="input", flip=True)
        image, kernel, errors = arrays(explorer, state)
        of_input, hears = came_back(image, kernel, errors, state)
        picture = explorer.picture
        (sheet,) = sheets(picture, 0, "output")
        spread = one_in_cells(picture, 0, sheet)
        assert (spread != 0).sum() == errors.size and (
            spread[f - 1 :: s, f - 1 :: s][: len(errors), : len(errors)] == errors
        ).all()
        assert (covered(picture, 0, "hatch", "between", sheet) == (spread == 0)).all()
        turned = as_numbers(two_in_cells(picture, 0, "filter")[0])
        assert (turned == kernel[::-1, ::-1]).all()
        for k in (0, n * n // 2, n * n - 1):
            framed = cells(picture, k, "frame", "mark", "output")
            if framed:
                ((row, column, *size),) = framed
                assert size == [f, f]
                under = spread[row : row + f, column : column + f]
                assert (under * turned).sum() == of_input.flat[k]
                (middle,) = sheets(picture, k, "mark")
                assert (one_in_cells(picture, k, middle) == under * turned).all()
                count, zeros = int((under != 0).sum()), int((under == 0).sum())
                lies = f"{count} error{'s' * (count > 1)}" + f" and {zeros} zero{'s' * (zeros > 1)}" * bool(zeros)
                assert f"the turned filter lies on {lies}: " in picture.alts[k] or not count
            else:
                assert not hears.flat[k]


def test_a_weight_meets_one_input_for_each_output(explorer):
    for state in states("convolution", sizes=(5, 7)):
        places, f, p = windows(**state), state["f"], state["padding"]
        if not places:
            continue
        explorer.at_once(**state, choose="weight", flip=False)
        image, _, errors = arrays(explorer, state)
        padded = np.pad(image, p)
        for k in {0, f * f // 2, f * f - 1}:
            u, v = divmod(k, f)
            met = {(top + p + u, left + p + v) for top, left in itertools.product(places, repeat=2)}
            marked = framed_cells(cells(explorer.picture, k, "frame", "mark", "input"))
            assert marked == met
            assert cells(explorer.picture, k, "frame", "mark", "filter") == [(u, v, 1, 1)]
            (middle,) = sheets(explorer.picture, k, "mark")
            products = [e * padded[cell] for e, cell in zip(errors.ravel(), sorted(met), strict=True)]
            shown = one_in_cells(explorer.picture, k, middle).ravel()
            assert shown.tolist() == products or (np.isnan(shown).all() and len(places) > 6)
            if len(met) <= 9:
                terms = re.findall(r"\(?(-?\d+)\)?·\(?(-?\d+)\)?", explorer.picture.alts[k])
                assert [int(e) * int(x) for e, x in terms] == products
            assert f"Weight row {u}, column {v} hears of {len(met)} output" in explorer.picture.alts[k]


def test_of_a_maximum_the_first_largest_cell_hears_and_is_named(explorer):
    tied = 0
    for state in states("max pool", sizes=(5, 7)):
        places, f, n, p = windows(**state), state["f"], state["n"], state["padding"]
        if not places:
            continue
        explorer.at_once(**state, choose="output", flip=False)
        image, kernel, errors = arrays(explorer, state)
        for k, (a, b) in enumerate(itertools.product(range(len(places)), repeat=2)):
            inside = read_by((places[a], places[b]), f, n)
            values = [image[cell] for cell in inside]
            i, j = inside[values.index(max(values))]
            first = f", the first of {values.count(max(values))} that tie" if values.count(max(values)) > 1 else ""
            tied += bool(first)
            assert f"The winner, input row {i}, column {j}{first}, hears {errors[a, b]}." in explorer.picture.alts[k]
            others = len(inside) - 1
            said = re.findall(r"(\d+) others? of the window hears? nothing", explorer.picture.alts[k])
            assert said == [str(others)] * bool(others)
            if k == 0:
                assert (i + p, j + p, 1, 1) in cells(explorer.picture, k, "frame", "mark", "input")
        explorer.at_once(choose="input")
        of_input, hears = came_back(image, kernel, errors, state)
        for k, alt in enumerate(explorer.picture.alts):
            told = "hears nothing" if not hears.flat[k] else f"{of_input.flat[k]:.0f}"
            assert alt.endswith(f" {told}.") or alt.endswith("hears nothing: no window reads it."), alt
    assert tied > 100


def test_a_relu_lets_an_error_pass_only_where_its_input_is_above_0(explorer):
    explorer.at_once(n=5, operation="ReLU", choose="input", image="digits")
    image = explorer.controls["image"].matrix(5)
    for view in ("input", "output"):
        explorer.at_once(choose=view)
        for k, alt in enumerate(explorer.picture.alts):
            assert (f"is {image.flat[k]}, above 0: it hears" in alt) == (image.flat[k] > 0)
            assert (f"is {image.flat[k]}, not above 0" in alt) == (image.flat[k] <= 0)
    assert (image == 0).any()
