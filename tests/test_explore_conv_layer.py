"""Move the controls of explore_conv_layer; compare what it says with scipy and plain counting."""

import itertools
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legible import assert_legible, texts, written
from scipy.signal import correlate2d as scipy_correlate2d

from helpers.draw import draw_conv_layer
from helpers.explore import explore_conv_layer
from helpers.filters import small_bank, small_volume

RANGES = {"k": range(1, 5), "f": range(1, 6), "stride": range(1, 5), "padding": range(3)}
SWITCHES = [(True, False), (True, True), (False, False), (False, True)]  # summed, relu


def numbers_of(words):
    return [int(n) for n in re.findall(r"-?\d+", words)]


def channel_sums(volume, filters, stride, padding):
    """(K, M, M, 3): each channel alone, by scipy; then every stride-th value."""
    padded = np.pad(volume, ((padding, padding), (padding, padding), (0, 0)))
    if filters.shape[1] > len(padded):
        return np.zeros((len(filters), 0, 0, 3), int)
    maps = [[scipy_correlate2d(padded[..., c], w[..., c], mode="valid") for c in range(3)] for w in filters]
    return np.array(maps)[:, :, ::stride, ::stride].transpose(0, 2, 3, 1)


# --- explore_conv_layer


def check_conv_layer(explorer, k, f, stride, padding, summed, relu):
    volume, (filters, bias) = small_volume(), small_bank(k, f)
    sums = channel_sums(volume, filters, stride, padding)
    m = sums.shape[1]
    picture, verdict = explorer.picture, explorer.verdict
    assert len(picture.alts) == k * m * m
    assert len(picture.svg) < 1e6
    last = len(picture.alts) - 1
    for step in (0, last):
        i, row, column = step // (m * m), step % (m * m) // m, step % m
        own = sums[i, row, column].tolist()
        total = sum(own) + bias[i]
        svg, words = picture.at(step), picture.alts[step]
        assert len(svg.encode()) <= 44_000
        said = texts(picture, step)
        assert f"filter {i + 1} of {k}" in said
        assert [int(t) for *_, size, _, t in written(svg) if size == 19] == own
        assert words.startswith(f"Filter {i + 1} of {k}, window {row * m + column + 1} of {m * m}: ")
        assert f"red {own[0]}, green {own[1]}, blue {own[2]}" in words
        assert f"row {row}, column {column} of " in words
        if summed:
            (equation,) = [t for t in said if " + bias " in t]
            assert numbers_of(equation) == [*own, bias[i], total]
            assert f"bias {bias[i]}." in words and f" = {total}" in words and words.endswith(f"of map {i + 1}.")
            assert f"output {m} × {m} × {k}" in said
            left = [t for t in said if t.startswith("ReLU")]
            assert left == ([f"ReLU: max(0, {total}) = {max(0, total)}"] if relu else [])
        else:
            assert "Not added yet" in words and not [t for t in said if " + bias " in t]
    left_over = (5 + 2 * padding - f) % stride
    if not summed and not left_over:
        assert f"{3 * k} in all" in verdict
    assert ("left over" in verdict) == bool(left_over)
    if left_over:
        assert ("the one window that does fit" if m == 1 else f"the {m} × {m} windows that do fit") in verdict
    else:
        assert f"the output is {m} × {m} × {k}" in verdict
    assert f"= {filters.size + bias.size}." in verdict
    assert left_over or verdict.endswith(f"= {m * m * filters.size}.")
    assert len(verdict) < 290  # two lines


def test_every_combination_of_sliders_draws_and_explains():
    """All 4 * 5 * 4 * 3 of them, with every setting of the switches in turn, at the first and the last step."""
    explorer = explore_conv_layer()
    for count, values in enumerate(itertools.product(*RANGES.values())):
        summed, relu = SWITCHES[count % 4 if count % 12 < 4 else (count + count // 12) % 4]
        state = {**dict(zip(RANGES, values, strict=True)), "summed": summed, "relu": relu}
        explorer.at_once(**state)
        check_conv_layer(explorer, **state)


@settings(deadline=None, derandomize=True, max_examples=25)
@given(*(st.sampled_from(values) for values in RANGES.values()), st.booleans(), st.booleans(), st.data())
def test_any_state_moved_to_in_any_order_draws_and_explains(k, f, stride, padding, summed, relu, data):
    state = {"k": k, "f": f, "stride": stride, "padding": padding, "summed": summed, "relu": relu}
    explorer = explore_conv_layer()
    for name in data.draw(st.permutations(list(state))):
        explorer.controls[name].value = state[name]
    check_conv_layer(explorer, **state)


@pytest.mark.parametrize("f, padding", list(itertools.product(range(1, 6), range(3))))
def test_texts_of_a_conv_layer_are_legible(f, padding):
    for k, summed, relu in itertools.product((1, 2, 3, 4), (True, False), (True, False)):
        options = {"padding": padding, "summed": summed, "relu": relu}
        picture = draw_conv_layer(small_volume(), *small_bank(k, f), **options)
        assert_legible(picture, len(picture.alts) - 1)


@pytest.mark.parametrize(
    "k, f, padding, relu", [(2, 3, 1, False), (4, 5, 2, True), (3, 2, 0, True), (4, 1, 2, False)]
)
def test_the_last_step_shows_every_number_of_the_output(k, f, padding, relu):
    volume, (filters, bias) = small_volume(), small_bank(k, f)
    totals = channel_sums(volume, filters, 1, padding).sum(axis=-1) + bias[:, None, None]
    expected = np.maximum(totals, 0) if relu else totals
    picture = draw_conv_layer(volume, filters, bias, padding=padding, relu=relu)
    last = len(picture.alts) - 1
    shown = [(x, y, t) for x, y, size, _, t in written(picture.at(last)) if x > 562 and y > 90 and "map" not in t]
    assert sorted(int(t) for *_, t in shown) == sorted(expected.ravel().tolist())
    in_first = sorted((y, x, int(t)) for x, y, t in shown if x < 756 and y < (226 if k > 2 else 400))
    assert [t for *_, t in in_first] == expected[0].ravel().tolist()


def test_before_the_sum_every_channel_has_its_map():
    volume, (filters, bias) = small_volume(), small_bank(2, 3)
    picture = draw_conv_layer(volume, filters, bias, padding=1, summed=False)
    shown = [(x, y, t) for x, y, _, _, t in written(picture.at(49)) if x > 562 and re.fullmatch(r"-?\d+", t)]
    sums = channel_sums(volume, filters, 1, 1)
    assert len(shown) == sums.size == 150
    red = sorted((y, x, int(t)) for x, y, t in shown if y < 140 and x < 760)
    assert [t for *_, t in red] == sums[0, ..., 0].ravel().tolist()


@pytest.mark.parametrize("summed, signs", [(True, 2), (False, 0)])
def test_a_plus_stands_between_the_sums_only_where_they_are_added(summed, signs):
    picture = draw_conv_layer(small_volume(), *small_bank(2, 3), padding=1, summed=summed)
    assert all(texts(picture, step).count("+") == signs for step in (0, 7, 49))


def test_the_filter_of_each_step_is_the_one_that_shows():
    filters, _ = small_bank(3, 2)
    picture = draw_conv_layer(small_volume(), *small_bank(3, 2))
    for step in (0, 15, 16, 31, 32, 47):
        shown = [(y, x, int(t)) for x, y, _, _, t in written(picture.at(step)) if 210 < x < 320 and "filter" not in t]
        weights = filters[step // 16].transpose(2, 0, 1).ravel().tolist()
        assert [t for *_, t in sorted(n for n in shown if isinstance(n[2], int))] == weights


def test_a_filter_larger_than_its_input_is_told_from_cells_left_over():
    picture = draw_conv_layer(small_volume(), np.ones((1, 6, 6, 3), int), [0])
    assert picture.alts == ("No window fits: the filter needs 6 cells along each side, the input has 5.",)
    assert "no window fits:" in picture.svg and ET.fromstring(picture.at(0)) is not None
    left = draw_conv_layer(small_volume(), *small_bank(1, 3), stride=2, padding=0)
    assert "no window sees it" not in left.svg  # (5 - 3)/2 + 1 = 2: it fits
    assert "no window sees it" in draw_conv_layer(small_volume(), *small_bank(1, 2), stride=2).svg


def test_parameters_stay_while_stride_and_padding_change():
    explorer = explore_conv_layer()
    for stride, padding in itertools.product(RANGES["stride"], RANGES["padding"]):
        explorer.controls["stride"].value, explorer.controls["padding"].value = stride, padding
        assert "Parameters: 2 · (3·3·3 + 1) = 56." in explorer.verdict


def test_the_counts_show_only_where_they_have_been_taught():
    assert "Parameters" not in explore_conv_layer(show=("k", "summed")).verdict
    assert "2 filters: the output is 5 × 5 × 2." in explore_conv_layer(show=("k", "summed")).verdict.lower()


def test_a_cell_of_a_map_is_a_step():
    picture = explore_conv_layer(k=3, stride=2).picture
    begins = {name: int(row) for name, row in re.findall(r'data-grid="(map\d)"[^>]* data-row="(-?\d+)"', picture.svg)}
    for i, row, column in itertools.product(range(3), repeat=3):
        step = (row - begins[f"map{i}"]) * 3 + column  # as the canvas counts them
        assert picture.alts[step].endswith(f"row {row}, column {column} of map {i + 1}.")


# --- bytes, bad input


def test_the_lectures_example_stays_small():
    picture = explore_conv_layer().picture
    assert len(picture.svg.encode()) <= 300_000 and ET.fromstring(picture.svg) is not None


VOLUME, (FILTERS, BIAS) = small_volume(), small_bank(2, 3)


@pytest.mark.parametrize(
    "call, words",
    [
        (
            lambda: draw_conv_layer(VOLUME[..., 0], FILTERS, BIAS),
            r"volume must be \(N, N, 3\) or \(N, N, 4\), got shape \(5, 5\)",
        ),
        (lambda: draw_conv_layer(VOLUME[:4], FILTERS, BIAS), r"volume must be .* got shape \(4, 5, 3\)"),
        (lambda: draw_conv_layer(VOLUME, FILTERS[..., :2], BIAS), r"filters must be .* got shape \(2, 3, 3, 2\)"),
        (lambda: draw_conv_layer(VOLUME, np.ones((5, 1, 1, 3)), np.ones(5)), "filters must be 1 to 4, got 5"),
        (lambda: draw_conv_layer(VOLUME, FILTERS, [1]), r"bias must be \(2,\), .* got shape \(1,\)"),
        (lambda: draw_conv_layer(VOLUME, FILTERS, BIAS, stride=0), "stride must be at least 1, got 0"),
        (lambda: explore_conv_layer(k=5), "k must be at most 4 here, got 5"),
        (lambda: explore_conv_layer(f=0), "f must be at least 1, got 0"),
        (lambda: explore_conv_layer(padding=3), "padding must be at most 2 here, got 3"),
        (lambda: explore_conv_layer(show=("size",)), "show has 'size'; the controls are 'k'"),
        (lambda: small_bank(5, 3), "k must be at most 4 here, got 5"),
        (lambda: small_bank(2, 0), "f must be at least 1, got 0"),
    ],
)
def test_bad_arguments_are_named_with_their_numbers(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_the_four_filters_differ():
    for f in range(1, 6):
        filters, _ = small_bank(4, f)
        assert len({w.tobytes() for w in filters}) == 4 and set(np.unique(filters)) <= {-1, 0, 1}


# --- groups


def grouped_sums(volume, filters, bias, groups):
    """(K, M, M): each filter on the channels of its group, by scipy, with its bias."""
    own, each = volume.shape[2] // groups, len(filters) // groups
    maps = []
    for k, (weights, b) in enumerate(zip(filters, bias, strict=True)):
        seen = range(k // each * own, (k // each + 1) * own)
        channels = [scipy_correlate2d(volume[..., c], weights[..., i], mode="valid") for i, c in enumerate(seen)]
        maps.append(sum(channels) + b)
    return np.array(maps)


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("k", range(1, 5))
@pytest.mark.parametrize("groups", range(1, 5))
def test_groups_split_channels_and_filters_or_say_why_not(channels, k, groups):
    explorer = explore_conv_layer(k=k, padding=0, groups=groups, channels=channels)
    picture = explorer.picture
    if channels % groups or k % groups:
        assert "cannot be split into" in picture.alts[0] and len(picture.alts) == 1
        assert f"not into {groups} groups" in explorer.verdict
        assert_legible(picture, 0)
        return
    expected = grouped_sums(small_volume(channels), *small_bank(k, 3, channels // groups), groups)
    for step, words in enumerate(picture.alts):
        total = expected.ravel()[step]
        assert re.search(rf" = {total}: row", words)
    for step in (0, len(picture.alts) // 2, len(picture.alts) - 1):
        assert_legible(picture, step)
        assert texts(picture, step).count("→") == channels // groups  # a band for each channel that it sees
    if groups > 1:
        assert f"a filter sees {channels // groups} of the {channels} channels" in explorer.verdict
    assert f"= {k * (9 * channels // groups + 1)}." in explorer.verdict


@pytest.mark.parametrize("f, padding, summed", list(itertools.product((1, 2, 5), (0, 1, 2), (True, False))))
def test_four_channels_can_be_read_at_every_size(f, padding, summed):
    picture = explore_conv_layer(k=4, f=f, padding=padding, groups=2, channels=4, summed=summed).picture
    for step in (0, len(picture.alts) - 1):
        assert_legible(picture, step)
        assert len(picture.at(step)) < 40_000


def test_moving_the_groups_meets_every_state():
    explorer = explore_conv_layer(k=4, channels=4)  # 5 x 5, padded by 1: 25 windows a filter
    for k, groups, summed in itertools.product(range(1, 5), range(1, 5), (True, False)):
        explorer.at_once(k=k, groups=groups, summed=summed)
        refused = bool(4 % groups or k % groups)
        assert len(explorer.picture.alts) == (1 if refused else 25 * k)
        assert ("split into" in explorer.verdict) == ("split into" in explorer.picture.alts[0]) == refused
        last = texts(explorer.picture, len(explorer.picture.alts) - 1)
        assert refused or (f"filter {k} of {k}" in last and last.count("→") == 4 // groups)
        assert 0 <= explorer.controls["step"].value < len(explorer.picture.alts)


def test_groups_are_at_least_one_and_channels_three_or_four():
    with pytest.raises(ValueError, match="groups must be at least 1, got 0"):
        explore_conv_layer(groups=0)
    with pytest.raises(ValueError, match="channels must be 3 or 4 here, got 5"):
        explore_conv_layer(channels=5)
