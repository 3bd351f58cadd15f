"""The memory of a network: facts by hand, every slider, and what the picture says against sums made another way."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legible import assert_legible, texts
from marks import marks

from helpers import words
from helpers.draw import draw_memory
from helpers.explore import explore_memory
from helpers.networks import NETWORKS, Conv, Dense, Network, alexnet, least_at_once, lenet5, memory_of, vgg
from helpers.networks.memory import GPUS

# Values (with the input's) and parameters of one image: facts.md, and the papers' tables counted by hand.
COUNTED = {
    "LeNet-5": (1024 + 4704 + 1176 + 1600 + 400 + 120 + 84 + 10, 61_706),
    "AlexNet": (
        154_587 + 2 * 290_400 + 69_984 + 2 * 186_624 + 43_264 + 2 * 64_896 + 43_264 + 9216 + 9192,
        60_965_224,
    ),
    "VGG-D": (15_237_608, 138_357_544),
}
UNITS = {"bytes": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}


def in_bytes(words):
    """The size that a text says, and how much its rounding may hide."""
    amount, unit = re.search(r"([\d.,]+) (bytes|KB|MB|GB)", words).groups()
    return float(amount.replace(",", "")) * UNITS[unit], 0.0051 * UNITS[unit]


def said(picture):
    """Bytes in the picture's right column, row by row."""
    rows = [words for words in texts(picture) if re.search(r" = [\d.,]+ (bytes|.B|.iB)$", words)]
    return [in_bytes(words.partition(" = ")[2] if " × " in words else words) for words in rows]


def test_the_numbers_of_the_lecture():
    one = memory_of(vgg("D"))
    assert (one.activations / 1e6, one.weights / 1e6) == (
        pytest.approx(60.95, abs=0.005),
        pytest.approx(553.43, abs=0.005),
    )
    assert one.overtaking_batch == 10
    training = [memory_of(vgg("D"), batch, mode="training").total / 1e9 for batch in (1, 64)]
    assert training == [pytest.approx(1.78, abs=0.005), pytest.approx(9.46, abs=0.005)]


@pytest.mark.parametrize("mode", ["forward", "training"])
def test_the_count_is_called_the_lectures_rule_and_never_what_a_program_needs_at_least(mode):
    explorer = explore_memory(mode=mode, batch=64)
    said = [explorer.verdict, *explorer.picture.alts, *texts(explorer.picture), memory_of.__doc__]
    assert "by the lecture's rule" in explorer.verdict and "no bound" in explorer.verdict
    assert "how full one card is, by this rule" in texts(explorer.picture)
    assert not [words for words in said if "at least" in words]


@pytest.mark.parametrize("name", COUNTED)
@pytest.mark.parametrize("batch, size", [(1, 4), (7, 2), (64, 8)])
def test_training_holds_three_numbers_a_weight_and_two_an_activation(name, batch, size):
    values, parameters = COUNTED[name]
    forward, training = (memory_of(NETWORKS[name](), batch, size, mode) for mode in ("forward", "training"))
    assert forward.total == size * (parameters + batch * values)
    assert training.total == size * (3 * parameters + 2 * batch * values)
    assert (forward.parameters, forward.values) == (training.parameters, training.values) == (parameters, values)


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("mode", ["forward", "training"])
def test_the_crossover_is_where_the_inequality_turns(name, mode):
    crossing = memory_of(NETWORKS[name](), mode=mode).overtaking_batch
    before, after = (memory_of(NETWORKS[name](), batch, mode=mode) for batch in (crossing - 1, crossing))
    assert before.growing <= before.fixed and after.growing > after.fixed
    assert memory_of(NETWORKS[name](), 50, 2, mode).overtaking_batch == crossing


@pytest.mark.parametrize("capacity", [0, 10**6, 3 * 2**30, 80 * 2**30])
@pytest.mark.parametrize("mode", ["forward", "training"])
def test_the_largest_batch_fits_and_one_more_does_not(capacity, mode):
    for network in (lenet5(), vgg("D")):
        most = memory_of(network, 5, mode=mode).largest_batch(capacity)
        assert most == 0 or memory_of(network, most, mode=mode).total <= capacity
        assert memory_of(network, most + 1, mode=mode).total > capacity


def test_a_program_that_only_answers_needs_two_neighbours_at_once():
    assert least_at_once(vgg("D")) == (2 * 224 * 224 * 64, "conv1_2")
    assert least_at_once(alexnet()) == (2 * 55 * 55 * 96, "norm1")
    assert least_at_once(Network("a", (9, 9, 9), (Dense("s", 2, relu=False),))) == (731, "s")


def test_every_combination_of_the_controls_says_sums_that_add_up():
    explorer = explore_memory()
    for name, mode, size in itertools.product(NETWORKS, ("forward", "training"), (2, 4, 8)):
        totals = NETWORKS[name]().totals()
        for batch in (1, 2, 9, 10, 64, 255, 256):
            explorer.at_once(network=name, mode=mode, bytes_per_value=size, batch=batch)
            p, a = totals.parameters * size, totals.values * size * batch
            parts = [p, a] if mode == "forward" else [p, a, a, p, p]
            assert len(explorer.picture.alts) == len(parts)
            for (shown, rounding), part in zip(said(explorer.picture), [*parts, sum(parts)], strict=True):
                assert shown == pytest.approx(part, abs=rounding)
            for alt, part in zip(explorer.picture.alts, parts, strict=True):
                shown, rounding = in_bytes(alt)
                assert shown == pytest.approx(part, abs=rounding)
            total, rounding = in_bytes(explorer.verdict)
            assert total == pytest.approx(sum(parts), abs=rounding)
            grows = sum(parts[1:3]) if mode == "training" else a
            assert ("What grows is the larger" in explorer.verdict) == (grows > sum(parts) - grows)
            assert_cards(explorer.picture, sum(parts) - grows, grows, batch)
            assert_legible(explorer.picture, 0)


def assert_cards(picture, fixed, grows, batch):
    """What stands beside each card, against its size in bytes."""
    words = texts(picture)
    full = [word for word in words if word.endswith(" full")]
    most = [word for word in words if word.startswith("batch ≤") or word in ("not one image", "over a million")]
    for (size, _), how, holds in zip(GPUS.values(), full, most, strict=True):
        capacity = size * 1024**3
        assert not how.startswith("1.0 times")
        assert ("times" in how or "over" in how) == (fixed + grows > capacity)
        if holds == "over a million":
            assert fixed + 10**6 * (grows // batch) <= capacity
            continue
        largest = int(holds[8:].replace(",", "")) if holds[0] == "b" else 0
        assert (largest >= batch) == (fixed + grows <= capacity)
        assert fixed + largest * (grows // batch) <= capacity or not largest
        assert fixed + (largest + 1) * (grows // batch) > capacity


def test_it_opens_on_one_image_and_reaches_the_crossover():
    explorer = explore_memory()
    assert explorer.controls["batch"].value == 1 and "614.38 MB" in explorer.verdict
    explorer.controls["batch"].value = 9
    assert "What grows is the smaller part" in explorer.verdict
    explorer.controls["batch"].value = 10
    assert "What grows is the larger part" in explorer.verdict
    assert "activations overtake weights from batch 10 on" in texts(explorer.picture)
    explorer.controls["mode"].value = "training"
    assert "activations × 2 overtake weights × 3 from batch 14 on" in texts(explorer.picture)


def test_bars_follow_on_one_another_and_are_to_scale():
    picture = draw_memory(vgg("D"), 64, mode="training")
    bars = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="16" [^>]*fill-opacity', picture.svg)
    single = [(float(x), float(width)) for x, y, width in bars if y != bars[1][1]]
    together = [(float(x), float(width)) for x, y, width in bars if y == bars[1][1]]
    assert single == together and len(single) == 5
    for (x, width), (after, _) in itertools.pairwise(single):
        assert x + width == pytest.approx(after, abs=0.11)
    assert single[1][1] / single[0][1] == pytest.approx(64 * 15_237_608 / 138_357_544, rel=0.01)
    assert single[-1][0] + single[-1][1] == pytest.approx(590, abs=0.2)


def test_a_mark_shows_which_part_the_words_are_about():
    picture = draw_memory(vgg("D"), mode="training")
    frames = [[mark.box for mark in marks(picture, k, "frame", "mark") if mark.size[0] == 958] for k in range(5)]
    tops = [top for ((_, top, _, _),) in frames]
    assert [b - a for a, b in itertools.pairwise(tops)] == [24] * 4


@settings(deadline=None, max_examples=60, derandomize=True)
@given(
    st.integers(1, 40), st.integers(1, 3000), st.integers(1, 5000), st.integers(1, 4096), st.integers(1, 8),
    st.sampled_from(["forward", "training"]),
)  # fmt: skip
def test_any_network_and_batch_can_be_read(side, filters, outputs, batch, size, mode):
    layers = (Conv("conv1", filters, 1), Dense("scores", outputs, relu=False))
    picture = draw_memory(Network("mine", (side, side, 3), layers), batch, size, mode)
    for k in range(len(picture.alts)):
        assert_legible(picture, k)


def test_the_picture_is_small():
    picture = explore_memory("VGG-E", 256, 8, "training").picture
    assert len(picture.svg.encode()) < 300_000
    assert all(len(picture.at(k).encode()) < 40_000 for k in range(5))


@pytest.mark.parametrize(
    "count, said",
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.00 KB"), (999_996, "1.00 MB"), (1_782_191_392, "1.78 GB")],
)
def test_bytes_are_written_with_powers_of_ten(count, said):
    assert words.in_bytes(count) == said


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"network": "VGG"}, "network must be one of 'LeNet-5'"),
        ({"batch": 257}, "batch must be at most 256 here, got 257"),
        ({"batch": 0}, "batch must be at least 1, got 0"),
        ({"bytes_per_value": 3}, "bytes_per_value must be one of 2, 4, 8, got 3"),
        ({"mode": "backward"}, "mode must be one of 'forward', 'training', got 'backward'"),
        ({"show": ("size",)}, "show has 'size'"),
    ],
)
def test_bad_arguments_are_named_with_their_numbers(arguments, message):
    with pytest.raises(ValueError, match=message):
        explore_memory(**arguments)


def test_bad_numbers_are_refused_below_the_sliders_too():
    with pytest.raises(ValueError, match="batch must be at least 1, got 0"):
        memory_of(vgg("D"), 0)
    with pytest.raises(ValueError, match="bytes_per_value must be at least 1, got 0"):
        memory_of(vgg("D"), 1, 0)
    with pytest.raises(ValueError, match="mode must be one of"):
        draw_memory(vgg("D"), mode="backward")


def test_a_network_of_ones_own_joins_the_list_and_is_counted():
    own = Network("mine", (8, 8, 1), (Conv("c", 2, 3), Dense("fc", 3)))
    explorer = explore_memory(own)
    assert explorer.controls["network"].value == "mine" and "VGG-D" in explorer.controls["network"].options
    assert str(memory_of(own).parameters) in explorer.picture.alts[0]
    explorer.controls["network"].value = "LeNet-5"
    assert "61,706 parameters" in explorer.picture.alts[0]
    assert explore_memory(vgg("D")).picture == explore_memory("VGG-D").picture
