"""Time beside multiply-adds: the tables that were measured, every control, and what the picture says of both."""

import csv
import re
import tracemalloc
from itertools import product

import pytest
from legible import assert_legible, texts
from marks import cells

from helpers.data import TIMED, data_file, load_layer_times, load_network_times, load_single_layer_times
from helpers.data.times import load_training_times
from helpers.draw import draw_times
from helpers.explore import explore_times
from helpers.explore import times as explore_times_file
from helpers.networks import LRN, Dense, Network, alexnet, layer_bytes, layer_times, lenet5, vgg

HERE = "here"
MODES, BATCHES = ("fp32", "default", "bf16"), (1, 8, 32, 128)
MACS = {  # of the layers with weights, by hand: facts.md, and the papers' tables
    "AlexNet": [105_415_200, 223_948_800, 149_520_384, 112_140_288, 74_760_192, 37_748_736, 16_777_216, 4_096_000],
    "AlexNet (groups=1)": [
        *(105_415_200, 447_897_600, 149_520_384, 224_280_576, 149_520_384, 37_748_736, 16_777_216, 4_096_000),
    ],
}


def table(network, mode, batch):
    """{layer: milliseconds}, read from the file line by line."""
    with data_file("gpu_layers.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))[1:]
    return {layer: float(ms) for *key, layer, ms in lines if key == [network, mode, str(batch)]}


def percents(words):
    """Every share in a text, in percent; "under 0.1 %" is None."""
    return [None if under else float(value) for under, value in re.findall(r"(under )?([\d.]+) %", words)]


# --- the tables


@pytest.mark.parametrize("network, mode, batch", list(product(TIMED, MODES, BATCHES)))
def test_layers_add_up_to_about_the_whole_network(network, mode, batch):
    layers = load_layer_times(network, mode)[batch]
    graph, calls = load_network_times(network, mode)[batch]
    assert layers == table(network, mode, batch) and min(layers.values()) > 0
    assert sum(layers.values()) == pytest.approx(graph, rel=0.2)  # alone, a layer's weights may stay in the cache
    assert calls > graph


@pytest.mark.parametrize("network", TIMED)
def test_the_layers_of_the_tables_are_those_of_the_networks(network):
    net = explore_times_file.NETWORKS[network]
    assert net.name == network
    names = [row.name for row in net.rows()[1:]]
    assert all(list(layers) == names for mode in MODES for layers in load_layer_times(network, mode).values())
    assert list(load_training_times(network)) == [1, 2, 4, 8, 16, 32, 64, 128]


def test_what_the_course_says_was_measured():
    """The figures of the course's note of 27 November 2026."""
    alone = load_layer_times("AlexNet")
    lrn = [sum(alone[batch][name] for name in ("norm1", "norm2")) / sum(alone[batch].values()) for batch in BATCHES]
    assert [round(100 * share) for share in lrn] == [13, 22, 31, 41]
    dense = load_layer_times("VGG-D")
    assert [
        round(100 * sum(dense[batch][name] for name in ("fc6", "fc7", "fc8")) / sum(dense[batch].values()))
        for batch in (1, 128)
    ] == [21, 3]
    for mode in MODES:
        two, one = (load_network_times(name, mode)[128][0] for name in TIMED[:2])
        assert two > one
    single = load_single_layer_times()
    assert single["depthwise 3x3"] / single["3x3"] == pytest.approx(0.55, abs=0.005)
    last = load_single_layer_times(channels="last")
    assert last["depthwise 3x3"] / last["3x3"] == pytest.approx(0.38, abs=0.005)


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: load_layer_times("VGG-E"), "network must be one of 'AlexNet', .* got 'VGG-E'"),
        (lambda: load_layer_times("VGG-D", "fp16"), "mode must be one of 'fp32', .* got 'fp16'"),
        (lambda: load_network_times("VGG"), "network must be one of"),
        (lambda: load_network_times("VGG-D", 3), "mode must be one of"),
        (lambda: load_training_times("VGG"), "network must be one of"),
        (lambda: load_single_layer_times("fp16"), "mode must be one of"),
        (lambda: load_single_layer_times(channels=3), "channels must be one of 'first', 'last', got 3"),
        (lambda: explore_times("VGG-E"), "network must be one of 'AlexNet'"),
        (lambda: explore_times(on="a phone"), "on must be one of 'NVIDIA H200', 'here', got 'a phone'"),
        (lambda: explore_times(batch=1), "batch must be one of 8, 32, 128, got 1"),
        (lambda: explore_times(mode="int8"), "mode must be one of"),
        (lambda: explore_times(step=13), r"step must be 0\.\.12 here, got 13"),
        (lambda: explore_times(show=("size",)), "show has 'size'"),
        (lambda: layer_times("LeNet-5", 0), "batch must be at least 1, got 0"),
        (lambda: layer_times("LeNet-5", passes=0), "passes must be at least 1, got 0"),
        (lambda: draw_times("LeNet-5", {}, "here"), "times must be of one batch or two, got 0"),
        (lambda: draw_times("LeNet-5", {1: a_second()}, "here", ("a", "b", "c")), "notes must be two at most, got 3"),
        (lambda: layer_bytes("LeNet-5", 0), "batch must be at least 1, got 0"),
        (lambda: draw_times("LeNet-5", {1: {"C1": 1}}, "here"), "those of the 7 layers of LeNet-5, C1, .*; got C1"),
        (lambda: draw_times("LeNet-5", {1: a_second() | {"S2": 0}}, "here"), "milliseconds of S2 at batch 1 must be"),
        (lambda: draw_times("LeNet-5", {0: a_second()}, "here"), "batch must be at least 1, got 0"),
        (lambda: draw_times(Network("n", (2, 2, 5), (LRN("norm"),)), {1: {"norm": 1}}, "here"), "n has none"),
    ],
)
def test_bad_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def a_second():
    return {row.name: 1000 for row in lenet5().rows()[1:]}


# --- the picture


@pytest.mark.parametrize("network, mode, batch", list(product(TIMED, MODES, (8, 32, 128))))
def test_every_state_says_the_shares_that_the_table_has(network, mode, batch):
    explorer = explore_times(network, batch=batch, mode=mode)
    net = vgg("D") if network == "VGG-D" else alexnet(groups=1 if "groups" in network else 2)
    rows = net.rows()[1:]
    macs = [row.macs for row in rows]
    if network in MACS:
        assert [count for count in macs if count] == MACS[network]
    one, several = (table(network, mode, size) for size in (1, batch))
    assert len(explorer.picture.alts) == len(rows)
    for row, words in zip(rows, explorer.picture.alts, strict=True):
        counted, *taken = words.split(" Batch ")
        assert counted.startswith(f"{row.name}: ")
        assert ("no multiply-add" in counted) == (not row.macs)
        if row.macs:
            assert_share(percents(counted)[0], row.macs, sum(macs))
        for size, times, said in zip((1, batch), (one, several), taken, strict=True):
            assert said.startswith(f"{size}: ")
            assert_share(percents(said)[0], times[row.name], sum(times.values()))
            place = sorted(times.values(), reverse=True).index(times[row.name]) + 1
            assert (f"place {place} of {len(rows)}" if place > 1 else "the longest") in said
            if row.macs:
                price = float(re.search(r"costs ([\d.]+) times", said)[1])
                wanted = times[row.name] / row.macs * sum(macs) / sum(times.values())
                assert price == pytest.approx(wanted, abs=0.051)
            else:
                assert "a MAC of it" not in said
    assert f"mode {mode}: " in " ".join(texts(explorer.picture)) and "27 November 2026" in " ".join(
        texts(explorer.picture)
    )
    assert_legible(explorer.picture, 0)


def assert_share(said, part, whole):
    percent = 100 * part / whole
    assert percent < 0.05 if said is None else said == pytest.approx(percent, abs=0.051)


def test_it_opens_on_what_takes_most_time_for_its_macs():
    assert explore_times().controls["step"].value == 1  # norm1
    assert explore_times("VGG-D").picture.alts[explore_times("VGG-D").picture.opening].startswith("conv1_1: ")
    assert explore_times(step=4).controls["step"].value == 4


def test_frames_of_all_columns_go_along_and_bars_are_on_one_scale():
    picture = explore_times("VGG-D").picture
    for k in (0, 7, 20):
        for i in range(3):
            assert cells(picture, k, "frame", "mark", f"layers {i}") == [(k, 0, 1, 1)]
    bars = re.findall(r'<rect x="(\d+)" y="[\d.]+" width="([\d.]+)" height="[\d.]+" [^>]*fill-opacity', picture.svg)
    times, macs = load_layer_times("VGG-D")[128], [row.macs for row in vgg("D").rows()[1:]]
    counted = [float(width) for x, width in bars if x == "62"]
    taken = [float(width) for x, width in bars if x == "710"]
    assert len(taken) == 21 and len(counted) == sum(count > 0 for count in macs)
    assert taken[1] / counted[1] == pytest.approx(
        times["conv1_2"] / sum(times.values()) / (macs[1] / sum(macs)), rel=0.01
    )
    assert max(taken) == pytest.approx(188, abs=0.1)


def test_the_verdict_sums_up_what_has_no_macs_and_the_fc_layers():
    times = {size: table("AlexNet", "default", size) for size in (1, 128)}
    without = [
        100 * sum(ms for name, ms in taken.items() if name.startswith(("norm", "pool"))) / sum(taken.values())
        for taken in times.values()
    ]
    dense = [
        100 * sum(ms for name, ms in taken.items() if name.startswith("fc")) / sum(taken.values())
        for taken in times.values()
    ]
    said = percents(explore_times().verdict)
    assert said == [pytest.approx(value, abs=0.051) for value in (*without, 8.1, *dense)]


# --- this computer


def test_nothing_of_this_computer_shows_before_its_reader_measures():
    explorer = explore_times(on="here")
    assert explorer.verdict == "AlexNet was not measured on this computer yet."
    assert texts(explorer.picture).count("not measured") == 2
    assert "H200" not in " ".join(texts(explorer.picture)) and "ms" not in " ".join(texts(explorer.picture)).split()
    assert all(alt.endswith("Batch 1: not measured. Batch 128: not measured.") for alt in explorer.picture.alts)
    assert_legible(explorer.picture, 0)


def test_the_button_measures_one_picture_and_the_batch_that_shows(monkeypatch):
    asked = []

    def fixed(network, batch=1):
        asked.append((network.name, batch))
        return {row.name: 2.0 * batch for row in network.rows()[1:]}

    monkeypatch.setattr(explore_times_file, "layer_times", fixed)
    explorer = explore_times("VGG-D", batch=8, step=3)
    button = explorer.shown[-1]
    button.click()
    assert asked == [("VGG-D", 1), ("VGG-D", 8)]
    assert explorer.controls["on"].value == "here" and not button.disabled
    assert "42.0 ms for one picture, 336 ms for 8 pictures" in explorer.verdict
    assert percents(explorer.picture.alts[0])[1:] == [4.8, 4.8]
    explorer.controls["batch"].value = 32  # not measured yet: the rest stays
    assert "not measured" in texts(explorer.picture) and "42.0 ms for one picture." in explorer.verdict
    explorer.controls["on"].value = "NVIDIA H200"
    assert "NVIDIA H200" in explorer.verdict


def test_what_would_take_over_a_minute_is_not_begun(monkeypatch):
    asked = []

    def slow(network, batch=1):
        asked.append(batch)
        return {row.name: 1000.0 for row in network.rows()[1:]}

    monkeypatch.setattr(explore_times_file, "layer_times", slow)
    explorer = explore_times(batch=8)
    explorer.shown[-1].click()
    assert asked == [1]
    assert explorer.verdict.startswith("AlexNet on this computer: 13,000 ms")
    assert "about 104 seconds here." in texts(explorer.picture) and "13,000 ms for one picture" in explorer.verdict


def test_what_would_hold_more_than_a_hub_gives_is_not_begun(monkeypatch):
    asked = []

    def quick(network, batch=1):
        asked.append((network.name, batch))
        return {row.name: 1.0 for row in network.rows()[1:]}

    monkeypatch.setattr(explore_times_file, "layer_times", quick)
    for network, batch, words in (
        ("VGG-D", 128, "128 pictures would hold 4.94 GB"),  # conv1_2: 3 arrays of 128 x 224 x 224 x 64 x 4 bytes
        ("VGG-D", 32, "32 pictures would hold 1.24 GB"),
        ("VGG-D", 8, None),
        ("AlexNet", 128, None),
    ):
        explorer = explore_times(network, batch=batch)
        explorer.shown[-1].click()
        assert asked[-1] == (network, 1 if words else batch)
        assert "not measured" not in texts(explorer.picture) if words is None else words in texts(explorer.picture)
        assert_legible(explorer.picture, 0)


@pytest.mark.parametrize("network, batch", [("LeNet-5", 64), (alexnet(), 8), (alexnet(groups=1), 2), (vgg("A"), 1)])
def test_the_bytes_that_are_said_are_those_that_numpy_takes(network, batch):
    tracemalloc.start()
    layer_times(network, batch, passes=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak <= layer_bytes(network, batch) < 1.1 * peak + 10e6


def test_where_the_memory_ends_it_says_so(monkeypatch):
    def small(network, batch=1, most=1):
        if batch > most:
            raise MemoryError
        return {row.name: 1.0 for row in network.rows()[1:]}

    monkeypatch.setattr(explore_times_file, "layer_times", small)
    explorer = explore_times(batch=8)
    explorer.shown[-1].click()
    assert "8 pictures hold 161.57 MB at once," in texts(explorer.picture) and "13.0 ms for one" in explorer.verdict
    monkeypatch.setattr(explore_times_file, "layer_times", lambda network, batch=1: small(network, batch, 0))
    explorer = explore_times(batch=8)
    explorer.shown[-1].click()
    assert "One picture takes 161.08 MB," in texts(explorer.picture) and explorer.controls["on"].value == HERE
    assert (
        "not measured on this computer yet" in explorer.verdict and explorer.shown[-1].description == "Measure here"
    )


def test_it_says_that_it_measures_and_a_press_meanwhile_is_none(monkeypatch):
    now, seen = [100.0], []

    def watched(network, batch=1):
        seen.append((explorer.verdict, button.description, button.disabled))
        now[0] += 30
        return {row.name: 1.0 for row in network.rows()[1:]}

    monkeypatch.setattr(explore_times_file, "layer_times", watched)
    monkeypatch.setattr(explore_times_file, "monotonic", lambda: now[0])
    explorer = explore_times(batch=8)
    button = explorer.shown[-1]
    button.click()
    button.click()  # the kernel hears it when it has measured, at once
    words = "Measuring AlexNet on this computer: one picture, then 8 if there is time and memory."
    assert seen == [(words, "measuring ...", False)] * 2
    assert button.description == "Measure here" and "Measuring" not in explorer.verdict
    now[0] += 1
    button.click()
    assert len(seen) == 4


def slow_relu(monkeypatch, milliseconds):
    """A clock that goes on by so many milliseconds with every ReLU, in whole steps of one; the shapes that it got."""
    shapes = []
    monkeypatch.setattr("helpers.networks.timing.relu", lambda x: shapes.append(x.shape))
    monkeypatch.setattr("helpers.networks.timing.perf_counter", lambda: int(milliseconds * len(shapes)) / 1000)
    return shapes


@pytest.mark.parametrize("milliseconds, runs", [(20, 2), (3, 2 * 7), (0.4, 2 * 63)])
def test_what_is_short_runs_until_a_coarse_clock_can_tell(monkeypatch, milliseconds, runs):
    shapes = slow_relu(monkeypatch, milliseconds)
    net = Network("tiny", (2, 2, 1), (Dense("a", 3),))
    assert layer_times(net, batch=4, passes=2)["a"] == pytest.approx(milliseconds, rel=0.1)
    assert shapes == [(4, 1, 1, 3)] * runs


@pytest.mark.parametrize("milliseconds, runs", [(2100, 1), (700, 3), (150, 9)])
def test_what_takes_long_is_measured_less_often(monkeypatch, milliseconds, runs):
    shapes = slow_relu(monkeypatch, milliseconds)
    assert layer_times(Network("tiny", (2, 2, 1), (Dense("a", 3),)), passes=9) == {"a": pytest.approx(milliseconds)}
    assert len(shapes) == runs


def test_the_shortest_measurement_counts(monkeypatch):
    now = iter([0, 0.9, 1, 1.02, 2, 2.5])
    monkeypatch.setattr("helpers.networks.timing.perf_counter", lambda: next(now))
    assert layer_times(Network("tiny", (2, 2, 1), (Dense("a", 3),)), passes=3) == {"a": pytest.approx(20)}
