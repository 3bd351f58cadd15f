"""Output sizes and windows against published values and a filter that is walked along the axis cell by cell."""

import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.arguments import pair, whole
from helpers.shapes import Windows, output_size, receptive_field, same_padding, spanned

settings.register_profile("units", deadline=None, derandomize=True)
settings.load_profile("units")

AXES = st.fixed_dictionaries(
    {
        "n": st.integers(1, 24),
        "f": st.integers(1, 7),
        "stride": st.integers(1, 7),
        "padding": st.integers(0, 8),
        "dilation": st.integers(1, 4),
    }
)


def walk(n, f, stride=1, padding=0, dilation=1):
    """The cells under every window that lies inside the padded axis, found by trying one start after another."""
    cells = list(range(n + 2 * padding))
    windows = ([start + tap * dilation for tap in range(f)] for start in cells[::stride])
    return [taps for taps in windows if taps[-1] in cells]


def fits_by_walk(n, f, stride=1, padding=0, dilation=1):
    windows = walk(n, f, stride, padding, dilation)
    return bool(windows) and windows[-1][-1] == n + 2 * padding - 1


def closest(value, candidates):
    candidates = list(candidates)
    least = min((abs(candidate - value) for candidate in candidates), default=None)
    return tuple(candidate for candidate in candidates if abs(candidate - value) == least)


def larger(padding):
    """What is said where no window fits, not even the first."""
    return "is larger than the padded input" if padding else "is larger than the input"


def suggestions(message):
    """The strides and paddings that a message offers, read from its last sentence."""
    last = message.split(". ")[-1].lower()
    return {
        name: [int(number) for number in re.findall(r"\d+", words)]
        for name, words in re.findall(r"(stride|padding) (\d+(?: or \d+)*)", last)
    }


@pytest.mark.parametrize(
    "arguments, expected",
    [
        ((7, 3, 1), 5),  # the lecture's three strides, the third below
        ((7, 3, 2), 3),
        ((227, 11, 4), 55),  # AlexNet CONV1 and its overlapping pools
        ((55, 3, 2), 27),
        ((27, 3, 2), 13),
        ((13, 3, 2), 6),
        ((32, 5, 1, 2), 32),  # the lecture's layer of ten 5x5 filters
        ((7, 3, 1, 1), 7),
        ((5, 3, 2, 1), 3),  # Dumoulin and Visin, figure 2.6
        ((224, 2, 2), 112),  # VGG's pool
        ((7, 3, 1, 0, 2), 3),  # Dumoulin and Visin, figure 5.1: dilation 2
        ((1, 1), 1),
    ],
)
def test_published_sizes_are_met(arguments, expected):
    assert output_size(*arguments) == expected


@pytest.mark.parametrize(
    "axis, exact, left_over",
    [
        ({"n": 7, "f": 3, "stride": 3}, Fraction(7, 3), 1),  # the lecture's 2.33
        ({"n": 4, "f": 3, "stride": 2, "padding": 1}, Fraction(5, 2), 1),  # CNN Explainer's issue 59
        ({"n": 10, "f": 3, "stride": 2}, Fraction(9, 2), 1),  # cs231n
        ({"n": 224, "f": 11, "stride": 4}, Fraction(217, 4), 1),  # AlexNet with the paper's 224
        ({"n": 224, "f": 11, "stride": 4, "padding": 2}, Fraction(221, 4), 1),  # torchvision's
    ],
)
def test_published_sizes_that_are_not_whole_are_refused_with_their_numbers(axis, exact, left_over):
    windows = Windows(**axis)
    assert (windows.exact, windows.left_over, windows.fits) == (exact, left_over, False)
    with pytest.raises(ValueError) as caught:
        output_size(**axis)
    n, f, stride, padding = axis["n"], axis["f"], axis["stride"], axis.get("padding", 0)
    assert f"({n} + 2*{padding} - {f})/{stride} + 1 = {float(exact):.2f}" in str(caught.value)
    assert "1 cell is left over" in str(caught.value)


def test_the_three_roundings_give_the_sizes_of_lecture_pytorch_and_caffe():
    assert [output_size(224, 11, 4, rounding=rule) for rule in ("floor", "ceil")] == [54, 55]
    assert output_size(224, 11, 4, 2, rounding="floor") == 55
    floors, ceilings = [54], [54]
    for _ in range(3):  # AlexNet's pools after a first layer of 54: 5*5*256 = 6400 inputs to FC, or 6*6*256 = 9216
        floors.append(output_size(floors[-1], 3, 2, rounding="floor"))
        ceilings.append(output_size(ceilings[-1], 3, 2, rounding="ceil"))
    assert floors == [54, 26, 12, 5]
    assert ceilings == [54, 27, 13, 6]


@pytest.mark.parametrize(
    "axis, expected",
    [
        ((4, 2, 3), 2),  # starts 0 and 3: the second begins on the last cell and reaches one past it
        ((3, 1, 3), 1),  # a second would start at 3, behind the three cells
        ((5, 2, 3, 1), 2),  # a third would start at 6, in the right padding
        ((6, 3, 3, 1), 3),  # the third starts at 6, on the last cell
        ((2, 3, 2), 1),  # no window lies inside, but one starts there and lacks less than a stride
    ],
)
def test_ceil_adds_a_window_only_if_it_starts_inside_the_input_or_its_left_padding(axis, expected):
    assert output_size(*axis, rounding="ceil") == expected


@given(AXES)
def test_floor_counts_the_windows_that_a_walk_finds(axis):
    windows = walk(**axis)
    if windows:
        assert output_size(**axis, rounding="floor") == len(windows)
    else:
        with pytest.raises(ValueError, match=larger(axis["padding"])):
            output_size(**axis, rounding="floor")


@given(AXES)
def test_exact_counts_the_windows_of_a_walk_that_ends_at_the_edge_and_refuses_all_others(axis):
    if fits_by_walk(**axis):
        assert output_size(**axis) == len(walk(**axis))
    else:
        with pytest.raises(ValueError, match=r"does not fit|is larger than"):
            output_size(**axis)


@given(AXES)
def test_ceil_follows_pytorchs_rule(axis):
    """Beside the windows inside, one more: if cells are left over and it starts in the input or left of it."""
    n, stride, padding, inside = axis["n"], axis["stride"], axis["padding"], walk(**axis)
    start = len(inside) * stride
    lacking = start + (axis["f"] - 1) * axis["dilation"] + 1 - (n + 2 * padding)
    one_more = not fits_by_walk(**axis) and start < n + padding and lacking < stride
    if inside or one_more:
        assert output_size(**axis, rounding="ceil") == len(inside) + one_more
    else:
        with pytest.raises(ValueError, match=larger(axis["padding"])):
            output_size(**axis, rounding="ceil")


@given(AXES)
def test_windows_stand_where_a_walk_finds_them(axis):
    windows, walked = Windows(**axis), walk(**axis)
    length = axis["n"] + 2 * axis["padding"]
    assert windows.starts == tuple(taps[0] for taps in walked)
    assert windows.fits == fits_by_walk(**axis)
    assert windows.left_over == length - (walked[-1][-1] + 1 if walked else 0)
    assert windows.span == len(range(0, (axis["f"] - 1) * axis["dilation"] + 1))
    assert windows.length == length
    assert windows.exact == Fraction(length - (axis["f"] - 1) * axis["dilation"] - 1 + axis["stride"], axis["stride"])


@given(AXES, st.sampled_from(["exact", "floor", "ceil"]))
def test_windows_read_the_cells_of_a_walk_and_rounding_up_adds_one_past_the_end(axis, rounding):
    windows, walked, n = Windows(**axis, rounding=rounding), walk(**axis), axis["n"]
    start, length = len(walked) * axis["stride"], n + 2 * axis["padding"]
    further = [start + tap * axis["dilation"] for tap in range(axis["f"])]
    up = rounding == "ceil" and not fits_by_walk(**axis)
    if up and start < n + axis["padding"] and further[-1] - length + 1 < axis["stride"]:
        walked.append(further)
    assert windows.taps == walked
    assert windows.starts == tuple(taps[0] for taps in walked)
    last = walked[-1][-1] + 1 if walked else 0
    assert (windows.reach, windows.past_end, windows.left_over) == (
        last,
        max(0, last - length),
        max(0, length - last),
    )
    assert windows.allowed == bool(walked and (rounding != "exact" or fits_by_walk(**axis)))
    if windows.allowed:
        assert windows.size == len(walked)


def test_a_pooling_window_takes_padding_of_at_most_half_of_it():
    for f in range(1, 7):
        for padding in range(5):
            windows = Windows(12, f, padding=padding, pooling=True)
            assert windows.overpadded == (not windows.starts) == (not windows.fits) == (padding > f / 2)
            assert not Windows(12, f, padding=padding).overpadded
    refused = Windows(12, 3, padding=2, rounding="ceil", pooling=True)
    with pytest.raises(ValueError, match=r"^padding must be at most half of the window, 1 for 3 cells, got 2$"):
        refused.size  # noqa: B018
    assert refused.nearest["padding"] == (1,)
    assert (
        Windows(55, 2, 2, pooling=True).explain().startswith("a window of 2 cells does not fit 55 cells at stride 2")
    )


@given(AXES)
def test_nearest_holds_the_closest_strides_and_paddings_that_fit(axis):
    widest = max((axis["f"] - 1) * axis["dilation"], axis["padding"])  # more padding than that sees only zeros
    assert Windows(**axis).nearest == {
        "stride": closest(axis["stride"], (s for s in range(1, 60) if fits_by_walk(**axis | {"stride": s}))),
        "padding": closest(axis["padding"], (p for p in range(widest + 1) if fits_by_walk(**axis | {"padding": p}))),
    }


@given(AXES)
def test_every_suggestion_in_a_message_fits_and_none_is_missing(axis):
    message = Windows(**axis).explain()
    if fits_by_walk(**axis):
        assert message == ""
        return
    offered = suggestions(message)
    assert offered == {name: list(values) for name, values in Windows(**axis).nearest.items() if values}
    for name, values in offered.items():
        for value in values:
            assert fits_by_walk(**axis | {name: value})
    if not offered:
        assert message.endswith(f"No stride and no padding below {Windows(**axis).span} would fit.")
        assert not any(fits_by_walk(**axis | {"stride": stride}) for stride in range(1, 60))


@given(AXES)
def test_a_message_carries_the_formula_and_the_cells_left_over(axis):
    if fits_by_walk(**axis):
        return
    with pytest.raises(ValueError) as caught:
        output_size(**axis)
    message, walked = str(caught.value), walk(**axis)
    n, stride, padding = axis["n"], axis["stride"], axis["padding"]
    span, length = (axis["f"] - 1) * axis["dilation"] + 1, n + 2 * padding
    assert re.search(f"a filter of ({axis['f']} cells|1 cell)\\b", message)
    assert ("by dilation" in message) == (span > axis["f"])
    if walked:
        over = length - walked[-1][-1] - 1
        assert f"({n} + 2*{padding} - {span})/{stride} + 1 = {(length - span) / stride + 1:.2f}" in message
        assert f"and {over} cell{' is' if over == 1 else 's are'} left over" in message
    else:
        assert larger(padding) in message
        there = "is there" if length == 1 else "are there"
        assert f"it needs {span} cells, and {n} + 2*{padding} = {length} {there}" in message


def test_a_size_that_is_almost_whole_does_not_read_as_whole():
    assert Windows(n=1000, f=1, stride=1000).formula == "(1000 + 2*0 - 1)/1000 + 1 = 1999/1000"


def test_same_padding_keeps_the_size():
    assert [same_padding(f) for f in (1, 3, 5, 7)] == [0, 1, 2, 3]
    for f in (1, 2, 3, 5, 7):
        for dilation in (2, 4):
            windows = walk(20, f, padding=same_padding(f, dilation), dilation=dilation)
            assert len(windows) == 20


@pytest.mark.parametrize("f, dilation, numbers", [(2, 1, (1, 0, 1)), (4, 1, (3, 1, 2)), (4, 3, (9, 4, 5))])
def test_an_even_filter_has_no_same_padding_and_the_message_says_why(f, dilation, numbers):
    with pytest.raises(ValueError) as caught:
        same_padding(f, dilation)
    both, left, right = numbers
    assert f"f = {f} with dilation {dilation} needs {both} zero{'s' * (both > 1)} in all" in str(caught.value)
    assert f"{left} on one side and {right} on the other" in str(caught.value)


@pytest.mark.parametrize("name, least", [("n", 1), ("f", 1), ("stride", 1), ("padding", 0), ("dilation", 1)])
@pytest.mark.parametrize("make", [Windows, output_size])
def test_arguments_out_of_range_or_not_whole_are_refused_by_name(make, name, least):
    good = {"n": 7, "f": 3}
    for value in (least - 1, -5):
        with pytest.raises(ValueError, match=rf"^{name} must be at least {least}, got {value}$"):
            make(**good | {name: value})
    for value in (2.0, Fraction(2), "2", None, True, False, np.True_, [2], (1, 2), np.array([1, 2]), 2j):
        with pytest.raises(TypeError, match=rf"^{name} must be a whole number, got {re.escape(repr(value))}$"):
            make(**good | {name: value})


def test_the_whole_numbers_of_numpy_are_whole_numbers():
    windows = Windows(np.int64(7), np.uint8(3), stride=np.int32(2))
    assert windows == Windows(7, 3, 2)
    assert [type(value) for value in (windows.n, windows.f, windows.stride)] == [int] * 3
    assert windows.starts == (0, 2, 4)
    assert output_size(np.uint8(250), np.uint8(3), padding=np.uint8(10)) == 268  # 250 + 20 would wrap in uint8


@pytest.mark.parametrize("rounding", ["round", "Exact", "", None, 1])
def test_an_unknown_rounding_is_refused_with_the_three_known(rounding):
    with pytest.raises(ValueError) as caught:
        output_size(7, 3, rounding=rounding)
    assert str(caught.value) == f"rounding must be one of 'exact', 'floor', 'ceil', got {rounding!r}"


def test_a_pair_is_rows_and_columns_and_one_number_stands_for_both():
    assert pair("stride", 2, 1) == (2, 2)
    assert pair("stride", (2, 3), 1) == pair("stride", [2, 3], 1) == (2, 3)
    for wrong in ((), (1,), (1, 2, 3)):
        with pytest.raises(ValueError, match=r"^stride must be one number or a pair \(rows, columns\), got "):
            pair("stride", wrong, 1)
    with pytest.raises(ValueError, match=r"^stride \(columns\) must be at least 1, got 0$"):
        pair("stride", (1, 0), 1)
    with pytest.raises(TypeError, match=r"^stride \(rows\) must be a whole number, got 1.5$"):
        pair("stride", (1.5, 1), 1)


def test_a_filter_spans_its_taps_and_the_gaps_between_them():
    assert [spanned(f, d) for f, d in ((1, 1), (1, 5), (3, 1), (3, 2), (2, 4))] == [1, 1, 3, 5, 5]
    with pytest.raises(ValueError, match=r"^dilation must be at least 1, got 0$"):
        spanned(3, 0)


def test_whole_gives_back_the_number():
    assert whole("n", 3, 3) == 3


@pytest.mark.parametrize(
    "layers, field",
    [
        ([(2, 1, 2**i) for i in range(10)] * 3, 3070),  # WaveNet's three blocks
        ([(3, 1, 1), (3, 1, 2), (3, 1, 4)], 15),  # Yu & Koltun's first layers, ICLR 2016, section 2
        ([(3, 2), (3, 2, 2), (2, 2)], 15),
        ([(3, 1, 6), [3, 1]], 15),
    ],
)
def test_the_receptive_field_of_dilated_layers_is_what_a_walk_back_finds(layers, field):
    seen = {0}
    for f, s, *d in reversed(layers):
        seen = {place * s + tap * (d or [1])[0] for place in seen for tap in range(f)}
    assert receptive_field(layers)[-1][0] == max(seen) - min(seen) + 1 == field


@pytest.mark.parametrize(
    "layer, words",
    [
        ((3,), r"layers\[0\] must be \(size, stride\) or \(size, stride, dilation\), got \(3,\)"),
        ((3, 1, 2, 4), r"layers\[0\] must be \(size, stride\) or"),
        ((3, 1, 0), r"layers\[0\] dilation must be at least 1, got 0"),
    ],
)
def test_a_layer_of_another_form_is_refused(layer, words):
    with pytest.raises(ValueError, match=words):
        receptive_field([layer])
