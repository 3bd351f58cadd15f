"""Move the controls of explore_backward; compare what it writes, says and marks with loops and with nudging."""

import itertools
import re

import numpy as np
import pytest
from legible import assert_legible
from marks import covered, sheets
from scipy.signal import convolve2d, correlate2d
from way_back import RANGES, arrays, as_numbers, came_back, states, two_in_cells, windows

from helpers.draw import draw_backward
from helpers.explore import explore_backward, explore_convolution

OPERATIONS = ("convolution", "ReLU", "max pool", "average pool")
SIZES = (
    (3, 1, 1, 0),
    (9, 5, 1, 2),
    (9, 3, 1, 2),
    (9, 1, 1, 2),
    (7, 3, 3, 0),
    (8, 4, 2, 1),
    (9, 2, 4, 2),
    (3, 5, 1, 0),
)
VIEWS = (("output", False), ("weight", False), ("input", False), ("input", True))


@pytest.fixture(scope="module")
def explorer():
    return explore_backward(image="digits", kernel="counting")


# --- what is written in the cells


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_combination_of_sliders_writes_the_slopes_that_come_back(explorer, operation):
    hidden = 0
    for state in states(operation):
        explorer.at_once(**state, choose="output", flip=False)
        picture, places = explorer.picture, windows(**state)
        assert len(picture.alts) == max(1, len(places) ** 2)
        if not places:
            assert re.match("No (window fits|output)", picture.alts[0]), picture.alts
            continue
        image, kernel, errors = arrays(explorer, state)
        of_input, hears = came_back(image, kernel, errors, state)
        p, n = 0 if operation == "ReLU" else state["padding"], state["n"]
        (sheet,) = sheets(picture, 0, "input")
        assert (covered(picture, 0, "hatch", "deaf", sheet)[p : p + n, p : p + n] == ~hears).all()
        silent = int((~hears).sum())
        said = re.search(r"(\d+) of the \d+ input cells hears? nothing|All \d+ input cells hear", explorer.verdict)
        assert int(said[1] or 0) == silent
        values, slopes = (table[p : p + n, p : p + n] for table in two_in_cells(picture, 0, "input"))
        assert (as_numbers(values) == image).all()
        if slopes[0, 0] is None:
            hidden += 1
            assert f"input {n} × {n}: numbers too long" in picture.svg
            continue
        digits = max(len(word.partition(".")[2]) for word in slopes.ravel())
        assert np.allclose(as_numbers(slopes), of_input, atol=0.51 * 10.0**-digits if digits else 0)
        assert (as_numbers(two_in_cells(picture, 0, "output")[1]) == errors).all()
    assert hidden == 0 or operation == "average pool"


def test_a_filter_has_the_slopes_that_nudging_each_weight_finds(explorer):
    for state in states("convolution"):
        if not windows(**state):
            continue
        explorer.at_once(**state, choose="weight", flip=False)
        image, kernel, errors = arrays(explorer, state)
        s, padded = state["stride"], np.pad(image, state["padding"])

        def loss(weights, padded=padded, s=s, errors=errors):
            return (correlate2d(padded, weights, "valid")[::s, ::s] * errors).sum()

        weights, slopes = two_in_cells(explorer.picture, 0, "filter")
        assert (as_numbers(weights) == kernel).all()
        units = np.eye(kernel.size, dtype=int).reshape(-1, *kernel.shape)
        found = np.array([loss(kernel + unit) - loss(kernel) for unit in units]).reshape(kernel.shape)
        assert (as_numbers(slopes) == found).all()
        assert [int(re.search(r"(-?\d+)\.$", alt)[1]) for alt in explorer.picture.alts] == found.ravel().tolist()


def test_what_the_verdict_calls_computes_what_the_picture_shows(explorer):
    """``convolve2d(errors, filter, mode="full")`` and ``correlate2d(input, errors)``, by scipy."""
    seen = set()
    for state in states("convolution", sizes=(5, 7)):
        places, s, p = windows(**state), state["stride"], state["padding"]
        explorer.at_once(**state, choose="input", flip=True)
        if "convolve2d" not in explorer.verdict:
            continue
        image, kernel, errors = arrays(explorer, state)
        apart = s > 1 and len(places) > 1
        assert (f"With {s - 1} zero{'s' * (s > 2)} between errors: slopes" in explorer.verdict) == apart
        assert ("without the padding" in explorer.verdict) == ("padded input" in explorer.verdict) == bool(p)
        side = s * (len(places) - 1) + 1
        spread = np.zeros((side, side), int)
        spread[::s, ::s] = errors
        full = convolve2d(spread, kernel, "full")[p : p + state["n"], p : p + state["n"]]
        assert (
            as_numbers(two_in_cells(explorer.picture, 0, "input")[1][p : p + state["n"], p : p + state["n"]]) == full
        ).all()
        slopes = correlate2d(np.pad(image, p), spread, "valid")
        assert (as_numbers(two_in_cells(explorer.picture, 0, "filter")[1])[::-1, ::-1] == slopes).all()
        seen.add((apart, bool(p)))
    assert len(seen) == 4


# --- the lecture's example, and what it is for


def test_it_opens_on_the_lectures_seven_by_seven():
    explorer = explore_backward()
    assert {name: explorer.controls[name].value for name in RANGES} == {"n": 7, "f": 3, "stride": 1, "padding": 0}
    assert [(s.rows, s.columns) for s in sheets(explorer.picture, 0)[:2]] == [(7, 7), (3, 3)]
    assert explorer.verdict.startswith('Slopes of the input = convolve2d(errors, filter, mode="full"); ')


def test_at_stride_3_those_hear_nothing_that_notebook_02_draws_as_left_over():
    one, other = explore_backward(stride=3).picture, explore_convolution(stride=3).picture
    silent, unseen = (
        covered(picture, 0, "hatch", name, sheets(picture, 0, "input")[0])
        for picture, name in ((one, "deaf"), (other, "unseen"))
    )
    assert silent.sum() == 13 and (silent == unseen).all()


def test_one_error_comes_back_as_the_filter_itself():
    explorer = explore_backward(errors="one error", kernel="counting")
    slopes = as_numbers(two_in_cells(explorer.picture, 0, "input")[1])
    assert (slopes[2:5, 2:5] == np.arange(1, 10).reshape(3, 3)).all() and slopes.sum() == 45


def test_a_control_that_changes_nothing_is_said_to():
    explorer = explore_backward(flip=True)
    assert "Turned is the view of an input." in explorer.verdict
    explorer.at_once(choose="input")
    assert "Turned is" not in explorer.verdict and ", turned by 180°" in explorer.picture.svg
    explorer.at_once(choose="weight", operation="ReLU")
    assert explorer.verdict.endswith("It has no weights: outputs are chosen.")
    assert explorer.picture.alts[0].startswith("Output row 0, column 0 has the error 1.")


# --- cells, controls, budgets


def send(explorer, grid, row, column, value):
    explorer.controls["step"]._handle_custom_msg({"grid": grid, "row": row, "column": column, "value": value}, [])


def test_image_filter_and_errors_can_be_typed_into():
    explorer = explore_backward()
    for grid, size in (("image", 7), ("kernel", 3), ("errors", 5)):
        send(explorer, grid, 1, 2, "-9")
        assert explorer.controls[grid].matrix(size)[1, 2] == -9 and explorer.controls[grid].value == "your own"
    send(explorer, "errors", 0, 0, "12")
    assert "Nothing has changed" in explorer.verdict


def test_a_typed_weight_of_a_turned_filter_lands_where_it_is_seen():
    explorer = explore_backward(flip=True, kernel="ones")
    send(explorer, "kernel", 0, 0, "7")
    assert explorer.controls["kernel"].matrix(3)[0, 0] == 7  # for an output nothing is turned
    explorer.at_once(choose="input")
    send(explorer, "kernel", 0, 1, "8")
    assert explorer.controls["kernel"].matrix(3)[2, 1] == 8
    assert as_numbers(two_in_cells(explorer.picture, 0, "filter")[0]).tolist() == [[1, 8, 1], [1, 1, 1], [1, 1, 7]]


def test_numbers_that_do_not_fit_are_left_out_and_said_so():
    explorer = explore_backward(n=9, padding=2, errors=np.full((11, 11), 9), kernel=np.full((3, 3), -9))
    assert "input 9 × 9: numbers too long" in explorer.picture.svg
    assert_legible(explorer.picture, 0)


def test_every_view_is_legible_and_within_its_budget(explorer):
    for operation, (choose, flip) in itertools.product(OPERATIONS, VIEWS):
        for n, f, stride, padding in SIZES:
            explorer.at_once(n=n, f=f, stride=stride, padding=padding, operation=operation, choose=choose, flip=flip)
            picture = explorer.picture
            assert len(picture.svg.encode()) <= 300_000 and len(explorer.verdict) <= 250
            assert max(map(len, picture.alts)) <= 250
            for k in {0, len(picture.alts) // 2, len(picture.alts) - 1}:
                assert len(picture.at(k).encode()) <= 40_000
                assert_legible(picture, k)


def test_no_control_clamps_another(explorer):
    for name, values in RANGES.items():
        control = explorer.controls[name]
        assert (control.min, control.max) == (values[0], values[-1])
        explorer.at_once(**{other: others[-1] for other, others in RANGES.items() if other != name})
        assert (control.min, control.max) == (values[0], values[-1])


def test_arrays_are_taken_as_they_are():
    image, kernel, errors = (
        np.arange(16).reshape(4, 4),
        np.array([[0, 1], [2, 0]]),
        [[1, 2, 3], [4, 5, 6], [7, 8, -9]],
    )
    explorer = explore_backward(image=image, kernel=kernel, errors=errors, choose="input", step=5)
    assert (explorer.controls["n"].value, explorer.controls["f"].value) == (4, 2)
    assert explorer.picture.alts[5] == "Input row 1, column 1 hears of 4 outputs: 1·0 + 2·2 + 4·1 + 5·0 = 8."
    assert explorer._repr_mimebundle_()["image/svg+xml"] == explorer.picture.at(5)


def test_a_sum_of_rounded_terms_is_not_said_to_be_equal():
    explorer = explore_backward(choose="input", kernel=np.full((3, 3), 1 / 3), errors="ones", step=24)
    assert "1·0.3333 + 1·0.3333" in explorer.picture.alts[24] and explorer.picture.alts[24].endswith("≈ 3.00.")
    assert ">sum ≈ 3.00<" in explorer.picture.at(24)
    assert (
        explore_backward(choose="input", kernel=np.full((3, 3), 0.5), errors="ones")
        .picture.alts[24]
        .endswith("= 4.5.")
    )


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"n": 10}, "n must be at most 9 here, got 10"),
        ({"f": 0}, "f must be at least 1, got 0"),
        ({"operation": "mean"}, "operation must be one of 'convolution', 'ReLU', 'max pool', 'average pool'"),
        ({"choose": "bias"}, "choose must be one of 'output', 'weight', 'input', got 'bias'"),
        ({"errors": "random"}, "errors must be one of 'mixed'"),
        ({"errors": np.ones((2, 3))}, r"errors must be square with 1 to 13 rows, got shape \(2, 3\)"),
        ({"show": ("size",)}, "show has 'size'; the controls are 'n', 'f'"),
    ],
)
def test_bad_arguments_are_named_with_their_numbers(arguments, message):
    with pytest.raises(ValueError, match=message):
        explore_backward(**arguments)


def test_errors_of_another_shape_than_the_output_are_refused():
    with pytest.raises(ValueError, match=r"errors must have the shape of the output, \(3, 3\), got \(2, 2\)"):
        draw_backward(np.ones((5, 5)), np.ones((3, 3)), np.ones((2, 2)))
