"""The memory of a network: facts by hand, every slider, and what the picture says against sums made another way."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from legible import assert_legible, texts, written
from marks import marks

from helpers import words
from helpers.draw import draw_memory
from helpers.explore import explore_memory
from helpers.networks import NETWORKS, Conv, Dense, Network, lenet5, memory_of, step_memory, vgg
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


ROWS = (
    "weights", "activations", "their gradients", "the weights' gradients", "momentum", "places, LRN, dropout",
    "room to compute", "the library's own", "together",
)  # fmt: skip


def said(picture, k=0):
    """{row of the table: (what it says by the rule, what it says at the peak)}."""
    words = texts(picture, k)
    return {row: tuple(words[words.index(row) + 1 :][:2]) for row in ROWS}


def held_at(moment):
    """Bytes of the table's rows, but the last, at a moment of a step."""
    held = moment.held
    beside = held.places + held.lrn + held.dropout
    own = (held.weights, held.activations, held.activation_gradients, held.weight_gradients, held.momentum, beside)
    return dict(zip(ROWS, (*own, held.room, held.library), strict=False))


def assert_says(words, size):
    shown, rounding = in_bytes(words)
    assert shown == pytest.approx(size, abs=rounding), words


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
    assert "by the rule" in texts(explorer.picture) and "how full one card is at the peak" in texts(explorer.picture)
    assert "(tested on an H200, 4 bytes)" in explorer.verdict
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


def test_every_combination_of_the_controls_says_both_sums_and_their_parts():
    explorer = explore_memory()
    for name, mode, size in itertools.product(NETWORKS, ("forward", "training"), (2, 4, 8)):
        totals = NETWORKS[name]().totals()
        for batch in (1, 9, 10, 64, 256):
            explorer.at_once(network=name, mode=mode, bytes_per_value=size, batch=batch)
            p, a = totals.parameters * size, totals.values * size * batch
            rule = dict(zip(ROWS, [p, a] if mode == "forward" else [p, a, a, p, p], strict=False))
            step = step_memory(name, batch, size, mode)
            own = {row: [held_at(moment)[row] for moment in step.timeline] for row in ROWS[:-1]}
            there = [row for row in own if any(own[row])]
            table = said(explorer.picture)
            assert len(explorer.picture.alts) == len(there)
            for row in ROWS[:-1]:
                counted, held = table[row]
                if row in rule:
                    assert_says(counted, rule[row])
                else:
                    assert counted == ("not counted" if row in ROWS[5:] else "none")
                if row in there:
                    assert_says(held, held_at(step.fullest)[row])
                else:
                    assert held == "none"
            for row, alt in zip(there, explorer.picture.alts, strict=True):
                first, second = re.search(r": (.*?), ([\d.,]+ \w+) at the peak\.", alt).groups()
                assert_says(second, held_at(step.fullest)[row])
                if row in rule:
                    assert_says(first, rule[row])
                else:
                    assert first == "not in the rule"
            total = sum(rule.values())
            assert_says(table["together"][0], total)
            assert_says(table["together"][1], step.peak)
            assert_says(explorer.verdict, total)
            assert_says(explorer.verdict.partition("simulated,")[2], step.peak)
            assert f": {step.fullest.words}" in " ".join(texts(explorer.picture))
            grows = total - (3 * p if mode == "training" else p)
            assert ("What grows is the larger" in explorer.verdict) == (grows > total - grows)
            assert_cards(explorer.picture, name, batch, size, mode)
            assert_legible(explorer.picture, 0)


def assert_cards(picture, name, batch, size, mode):
    """What stands beside each card, against its size in bytes and the peaks of other batches."""
    words = texts(picture)
    full = [word for word in words if word.endswith(" full")]
    most = [word for word in words if word.startswith("batch ≤") or word in ("not one image", "over a million")]

    def fits(images):
        return step_memory(name, images, size, mode).peak <= capacity

    for (gib, _), how, holds in zip(GPUS.values(), full, most, strict=True):
        capacity = gib * 1024**3
        assert not how.startswith("1.0 times")
        assert ("times" in how or "over" in how) != fits(batch)
        if holds == "over a million":
            assert fits(10**6)
            continue
        largest = int(holds[8:].replace(",", "")) if holds[0] == "b" else 0
        assert (largest >= batch) == fits(batch)
        assert (not largest or fits(largest)) and not fits(largest + 1)


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


def areas(picture):
    """The areas of the time line as corners (x, y) of their upper edge, from the lowest to the highest."""
    found = re.findall(r'<path d="(M[^"]*Z)" fill="[^"]*" stroke="none"[^>]* fill-opacity="0.55"', picture.at(0))
    result = []
    for d in reversed(found):
        x, y, corners = 0.0, 0.0, []
        for command, numbers in re.findall(r"([MHV])([-\d. ]+)", d):
            values = [float(number) for number in numbers.split()]
            x = values[0] if command != "V" else x
            y = values[-1] if command != "H" else y
            corners.append((x, y))
        result.append(corners[: next(i for i, (x, _) in enumerate(corners) if x == 952) + 1])
    return result


def fullest(step):
    """Of each layer on its way the moment at which most is held."""
    runs = itertools.groupby(step.timeline, lambda moment: (moment.layer, moment.backward))
    return [max(run, key=lambda moment: moment.total) for _, run in runs]


@pytest.mark.parametrize("network, batch, mode", [("VGG-D", 64, "training"), ("AlexNet", 16, "forward")])
def test_the_time_line_has_every_layer_in_its_place_and_as_high_as_it_is(network, batch, mode):
    picture, step = draw_memory(network, batch, mode=mode), step_memory(network, batch, mode=mode)
    order = [ROWS[i] for i in (7, 0, 4, 3, 1, 5, 2, 6)]  # from below: the library's, weights, what is there for long
    moments = fullest(step)
    order = [row for row in order if any(held_at(moment)[row] for moment in step.timeline)]
    ticks = {words: y for x, y, _, anchor, words in written(picture.at(0)) if anchor == "end" and x == 434}
    zero = ticks.pop("0") - 4
    scale = [(zero - y + 4) / in_bytes(words)[0] for words, y in ticks.items()]
    assert scale == pytest.approx([scale[0]] * len(scale), rel=0.01)
    wide, piled = (952 - 440) / len(moments), areas(picture)
    assert len(piled) == len(order)
    for i, edge in enumerate(piled):
        for k, moment in enumerate(moments):
            held, middle = held_at(moment), 440 + (k + 0.5) * wide
            (height,) = {y for (x, y), (after, _) in itertools.pairwise(edge) if x <= middle < after}
            size = sum(held[row] for row in order[: i + 1])
            assert zero - height == pytest.approx(size * scale[0], abs=0.6), (moment.words, i)
    (tip,) = re.findall(r'<polygon points="([\d.]+),([\d.]+) ', picture.at(0))
    assert float(tip[0]) == pytest.approx(440 + (moments.index(step.fullest) + 0.5) * wide, abs=0.06)
    assert zero - float(tip[1]) - 1 == pytest.approx(step.peak * scale[0], abs=0.3)
    table = picture.numbers(0)[1]
    assert table.rows == [moment.words for moment in moments]
    for (most,), moment in zip(table.cells, moments, strict=True):
        assert_says(most, moment.total)


def test_a_mark_shows_which_part_the_words_are_about_in_the_table_and_on_the_time_line():
    picture = draw_memory(vgg("D"), mode="training")
    frames = [[mark.box for mark in marks(picture, k, "frame", "mark") if mark.size[0] == 350] for k in range(8)]
    rows = [next(y for _, y, _, _, words in written(picture.at(0)) if words == row) for row in ROWS[:-1]]
    for ((_, top, _, bottom),), y in zip(frames, rows, strict=True):
        assert top < y - 5 and y < bottom < y + 18
    borders = [
        re.findall(r'<path d="(M[^"]*)" fill="none" stroke="#c02f1d" stroke-width="2"', picture.at(k))
        for k in range(8)
    ]
    assert len({border for (border,) in borders}) == 8


def test_the_layers_below_the_time_line_stand_where_they_run():
    picture, moments = draw_memory("AlexNet", 16, mode="training"), fullest(step_memory("AlexNet", 16))
    names = [(x, name) for x, y, _, anchor, name in written(picture.at(0)) if y == 203 and anchor == "middle"]
    wide = (952 - 440) / len(moments)
    assert len(names) >= 6
    for x, name in names:
        assert moments[int((x - 440) / wide)].layer == name


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
    assert all(len(picture.at(k).encode()) < 40_000 for k in range(len(picture.alts)))


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
