"""The pattern in the small world: every trained network is a dot at its numbers, and what is alike is filled."""

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from legible import SVG, assert_legible, texts, written
from marks import marks

from helpers.data import load_trained_patterns
from helpers.draw import draw_trained
from helpers.explore import explore_pattern
from helpers.palette import LIGHT
from helpers.trained import settings_of

RUNS = load_trained_patterns()
SETTINGS = settings_of(RUNS)
APART = float(re.search(r"less than ([\d.]+) points", explore_pattern(world="small").verdict)[1])
STATES = list(itertools.product((1, 2, 3), (1, 2, 3, 4), (0, 1, 2), (8, 16), (True, False)))


def runs_of(n, m, k, width, pool):
    return sorted(
        (run.seed, run.right)
        for run in RUNS
        if (run.network, run.n, run.m, run.k, run.width, run.pool) == ("pattern", n, m, k, width, pool)
        and run.head == "FC"
        and not run.shortcuts
    )


def spots(picture, k=0):
    """[(x, y, whether filled)] of every dot, by the paths that draw them."""
    found = []
    paths = {f"fill {LIGHT['input']}": True, f"fill {LIGHT['paper']}": False}
    for element in ET.fromstring(picture.at(k)).iter(f"{SVG}path"):
        filled = paths.get(f"fill {element.get('fill')}")
        if filled is not None and element.get("stroke") == LIGHT["input"]:
            starts = re.findall(r"M([\d.]+) ([\d.]+)m", element.get("d"))
            found += [(float(x), float(y), filled) for x, y in starts]
    return [spot for spot in found if spot[1] < 380]  # below that is the legend


def axis(picture):
    """A function from percent to px, read from the labels of the axis."""
    labels = [
        (y - 5, int(words))
        for x, y, _, anchor, words in written(picture.at(0))
        if (x, anchor) == (34, "end") and words.isdigit()
    ]
    (first, low), (last, high) = max(labels), min(labels)
    return lambda percent: first + (last - first) * (percent - low) / (high - low), low


def test_every_trained_network_is_a_dot_at_its_right_answers():
    for cost in ("parameters", "macs"):
        picture = draw_trained(SETTINGS, cost=cost)
        y, low = axis(picture)
        expected = sorted(y(run.right / 100) for run in RUNS if run.right >= 100 * low)
        found = spots(picture)
        assert len(found) == len(RUNS)
        assert sorted(spot[1] for spot in found if spot[1] < y(low) + 1) == pytest.approx(expected, abs=0.06)


def test_dots_stand_over_their_cost_on_a_logarithmic_axis():
    picture = draw_trained(SETTINGS, cost="macs")
    xs = sorted({x for x, _, _ in spots(picture)})
    costs = sorted({setting.macs for setting in SETTINGS})
    assert len(xs) <= len(costs)
    from math import log10

    scale = (xs[-1] - xs[0]) / (log10(costs[-1]) - log10(costs[0]))
    for cost in costs:
        assert min(abs(xs[0] + scale * log10(cost / costs[0]) - x) for x in xs) < 0.11


@pytest.mark.parametrize("n, m, k, width, pool", STATES[::5])
def test_what_is_said_of_a_network_is_what_its_seeds_had_right(n, m, k, width, pool):
    explorer = explore_pattern(n, m, k, pool, width, world="small")
    runs, picture = runs_of(n, m, k, width, pool), explorer.picture
    rings = marks(picture, 0, "circle", "mark")
    if not runs:
        assert "was not trained: how many it would have right is not known" in explorer.verdict
        assert "was not trained" in texts(picture) and not rings
        assert not any(filled for _, _, filled in spots(picture))
        return
    right = [count for _, count in runs]
    mean = sum(right) / len(right) / 100
    assert f"{mean:.2f} % right with {len(runs)} seed" in explorer.verdict
    assert f"right: {', '.join(f'{count / 100:.2f}' for count in sorted(right, reverse=True))} %" in texts(picture)
    y, _ = axis(picture)
    assert sorted(m.points.mean(axis=0)[1] for m in rings) == pytest.approx(
        sorted(y(c / 100) for c in right), abs=0.1
    )
    alike = [s for s in SETTINGS if abs(s.mean - mean) < APART - 1e-9]
    assert f"{len(alike) - 1} of the {len(SETTINGS) - 1} others cannot be told apart: less than" in explorer.verdict
    assert sum(filled for _, _, filled in spots(picture)) == sum(len(s.right) for s in alike)
    smallest = min(s.parameters for s in alike)
    assert (
        f"{smallest:,} parameters for" in explorer.verdict or "None of them has fewer parameters" in explorer.verdict
    )


def test_a_step_says_how_far_its_network_is_from_the_marked_one():
    picture = draw_trained(SETTINGS, 2, 3, 1, 16)
    mean = sum(right for _, right in runs_of(2, 3, 1, 16, True)) / len(runs_of(2, 3, 1, 16, True)) / 100
    assert len(picture.alts) == len(SETTINGS)
    for place, setting in enumerate(SETTINGS):
        words, shown = picture.alts[place], texts(picture, place)
        assert setting.name in words and f"{setting.parameters:,} parameters" in words
        if setting.name == "N 2, M 3, K 1, width 16":
            assert "the one that the sliders name" in words
            continue
        difference = setting.mean - mean
        assert f"{abs(difference):.2f} points {'more' if difference > 0 else 'fewer'} than" in words
        alike = abs(difference) < APART - 1e-9
        assert words.endswith("it cannot be told apart." if alike else "it can be told apart.")
        assert any(line.endswith(": not told apart" if alike else ": told apart") for line in shown)
        y, low = axis(picture)
        (frame,) = [m for m in marks(picture, place, "frame") if m.size == pytest.approx((18, 18), abs=0.2)]
        if setting.mean >= low:
            assert frame.points.mean(axis=0)[1] == pytest.approx(y(setting.mean), abs=0.15)


@pytest.mark.parametrize("state", STATES[::17])
def test_every_state_can_be_read_and_is_small(state):
    n, m, k, width, pool = state
    for cost in ("parameters", "macs"):
        picture = draw_trained(SETTINGS, n, m, k, width, pool, cost)
        for place in (0, 40, len(picture.alts) - 1):
            assert_legible(picture, place)
            assert len(picture.at(place).encode()) < 40_000
        assert len(picture.svg.encode()) < 300_000


def test_the_words_say_how_often_two_seeds_are_as_near():
    pairs = [abs(a - b) for s in SETTINGS for a, b in itertools.combinations(s.right[:3], 2)]
    close = sum(pair < round(100 * APART) for pair in pairs)
    assert (
        f"less than 1.1 points away, as {close} of {len(pairs)} pairs of seeds are."
        in explore_pattern(world="small").verdict
    )


def test_totals_are_those_of_the_network_with_one_channel_and_ten_classes():
    words = texts(explore_pattern(1, 2, 0, width=8, world="small").picture)
    conv = 9 * 8 + 8 + 9 * 8 * 16 + 16
    dense = 8 * 8 * 16 * 10 + 10
    macs = 32 * 32 * 72 + 16 * 16 * 9 * 8 * 16 + 8 * 8 * 16 * 10
    assert f"{(conv + dense) / 1000:.1f} K parameters, {macs / 1000:.0f} K MACs" in words


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"n": 4}, "n must be at most 3 here, got 4"),
        ({"m": 5}, "m must be at most 4 here, got 5"),
        ({"k": 3}, "k must be at most 2 here, got 3"),
        ({"width": 9}, "width must be one of 8, 16"),
        ({"cost": "values"}, "cost must be one of 'parameters', 'macs', got 'values'"),
        ({"side": 32}, "side belongs to the large world, got 32 in the small one"),
        ({"world": "large", "cost": "rubbish"}, "cost belongs to the small world, got 'rubbish' in the large one"),
        ({"world": "large", "cost": "macs"}, "cost belongs to the small world, got 'macs'"),
        ({"cost": "rubbish"}, "cost must be one of"),
        ({"batch": 2}, "batch belongs to the large world"),
        ({"world": "tiny"}, "world must be one of 'large', 'small', got 'tiny'"),
    ],
)
def test_what_the_small_world_does_not_have_is_refused(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        explore_pattern(**{"world": "small"} | arguments)


def test_the_picture_refuses_what_was_never_trained():
    with pytest.raises(ValueError, match="n must be one of 1, 2, 3, got 4"):
        draw_trained(SETTINGS, 4)


def test_the_sentences_fit_two_lines_so_that_nothing_below_jumps():
    explorer = explore_pattern(world="small")
    for n, m, k, width, pool in STATES:
        explorer.at_once(n=n, m=m, k=k, width=width, pool=pool)
        assert len(explorer.verdict) <= 285, explorer.verdict
        assert max(map(len, explorer.picture.alts)) <= 230


def test_its_numbers_are_those_of_the_file():
    picture = draw_trained(SETTINGS, 1, 2, 0, 8)
    own, beside, everyone = picture.numbers(3)
    runs = [right for _, right in runs_of(1, 2, 0, 8, True)]
    cells = dict(zip(own.rows, (row[0] for row in own.cells), strict=True))
    assert cells["right, %"].split() == [f"{right / 100:.2f}" for right in runs]
    assert cells["mean, %"] == f"{sum(runs) / len(runs) / 100:.2f}" and cells["parameters"] == "11,498"
    assert len(everyone.rows) == len(SETTINGS)
    assert (beside.rows, beside.cells) == ([everyone.rows[3]], [everyone.cells[3]])
    alike = [s.name for s in SETTINGS if abs(s.mean - sum(runs) / len(runs) / 100) < APART - 1e-9]
    said = [
        name for name, row in zip(everyone.rows, everyone.cells, strict=True) if not row[4].endswith(": told apart")
    ]
    assert said == alike
    told = sorted(word for row in everyone.cells for word in row[2].split())
    assert told == sorted(f"{run.right / 100:.2f}" for run in RUNS)
    own, *_ = draw_trained(SETTINGS, 1, 1, 1, 8, pool=False).numbers(0)
    assert own.cells[-1] == ["0, not trained"]


def test_a_state_drawn_again_is_the_same():
    explorer = explore_pattern(world="small")
    first = explorer.picture.svg
    explorer.at_once(n=3, cost="macs")
    explorer.at_once(n=2, cost="parameters")
    assert explorer.picture.svg == first
