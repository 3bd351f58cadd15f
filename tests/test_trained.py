"""Trained networks: seeds, pairs and what cannot be told apart, against loops over the file itself."""

import csv
import itertools
from collections import Counter, defaultdict
from math import comb
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.stats import binomtest, permutation_test

from helpers.data import data_file, load_trained_patterns
from helpers.trained import (
    APART,
    close_seeds,
    dealt,
    heads_of,
    moves_of,
    offered,
    seed_gaps,
    settings_of,
    small_pattern,
)

with data_file("trained_patterns.csv").open(encoding="utf-8", newline="") as FILE:
    ROWS = list(csv.DictReader(FILE))
SETTINGS = settings_of(load_trained_patterns())
BY_HAND = defaultdict(list)  # (n, m, k, width, pool, head, shortcuts) as texts: right answers
for ROW in ROWS:
    BY_HAND[tuple(ROW[name] for name in ("n", "m", "k", "width", "pool", "head", "shortcuts"))].append(
        int(ROW["right of 10000"])
    )


def key(setting):
    numbers = ("LeNet-5", "", "", "") if setting.network == "LeNet-5" else (setting.n, setting.m, setting.k)
    numbers = (*numbers, setting.width)[:4] if setting.network != "LeNet-5" else numbers
    return tuple(map(str, (*numbers, setting.pool, setting.head, setting.shortcuts)))


def test_every_row_is_a_run_and_every_setting_has_its_seeds():
    assert {key(setting): sorted(setting.right) for setting in SETTINGS} == {k: sorted(v) for k, v in BY_HAND.items()}
    assert sum(len(setting.right) for setting in SETTINGS) == len(ROWS)
    assert all(len(set(setting.seeds)) == len(setting.seeds) for setting in SETTINGS)


def test_the_seeds_of_a_setting_are_as_many_as_the_list_of_files_says():
    counts = Counter(len(right) for right in BY_HAND.values())
    words = ", ".join(
        f"{counts[seeds]} {say} {seeds}" for seeds, say in ((3, "settings have"), (10, "have"), (4, "has"))
    )
    said = (Path(__file__).parents[1] / "data" / "README.md").read_text("utf-8")
    assert words.replace("have 3,", "have 3 seeds,") in said and sum(counts.values()) == len(SETTINGS)


def test_the_parameters_that_torch_counted_are_those_of_our_networks():
    counted = {key(setting): setting.parameters for setting in SETTINGS}
    for row in ROWS:
        where = tuple(row[name] for name in ("n", "m", "k", "width", "pool", "head", "shortcuts"))
        assert counted[where] == int(row["parameters"])


def test_settings_come_with_fewest_parameters_first():
    assert [s.parameters for s in SETTINGS] == sorted(s.parameters for s in SETTINGS)


def test_gaps_between_seeds_are_those_of_a_loop():
    first = defaultdict(list)  # of each setting, of which all have three seeds: 0, 1 and 2
    for row in ROWS:
        if int(row["seed"]) < 3:
            first[tuple(list(row.values())[:7])].append(int(row["right of 10000"]))
    assert {len(right) for right in first.values()} == {3}
    gaps = [abs(a - b) for right in first.values() for i, a in enumerate(right) for b in right[:i]]
    assert sorted(seed_gaps(SETTINGS)) == pytest.approx(sorted(gap / 100 for gap in gaps))
    assert close_seeds(SETTINGS) == (sum(gap < 110 for gap in gaps), len(gaps))


def test_what_cannot_be_told_apart_is_what_seeds_seldom_exceed():
    close, pairs = close_seeds(SETTINGS)
    assert 0.97 < close / pairs < 1


def test_an_interval_is_scipys():
    for setting in SETTINGS[::7]:
        for right, (low, high) in zip(setting.right, setting.intervals, strict=True):
            theirs = binomtest(right, 10_000).proportion_ci(0.95, "wilson")
            assert (low, high) == pytest.approx((100 * theirs.low, 100 * theirs.high))
        assert setting.interval[0] < setting.mean < setting.interval[1]


@pytest.mark.parametrize("letter, place", [("n", 0), ("m", 1), ("k", 2), ("width", 3), ("pool", 4)])
def test_pairs_differ_in_one_number_and_none_is_left_out(letter, place):
    means = {where: sum(right) / len(right) / 100 for where, right in BY_HAND.items()}
    plain = {where: mean for where, mean in means.items() if where[0] != "LeNet-5" and where[5:] == ("FC", "False")}
    values = sorted({where[place] for where in plain}, key=lambda v: (v == "True", v.isdigit() and int(v)))
    moves = [move for move in moves_of(SETTINGS) if move.letter == letter]
    expected = {}
    for before, after in itertools.pairwise(values):
        pairs = [
            (mean, plain[(*where[:place], after, *where[place + 1 :])])
            for where, mean in plain.items()
            if where[place] == before and (*where[:place], after, *where[place + 1 :]) in plain
        ]
        expected[before, after] = sorted(b - a for a, b in pairs)
    assert [(str(m.before), str(m.after)) for m in moves] == [ends for ends, pairs in expected.items() if pairs]
    for move in moves:
        differences = expected[str(move.before), str(move.after)]
        assert sorted(move.differences) == pytest.approx(differences)
        assert move.mean == pytest.approx(sum(differences) / len(differences))
        assert move.up == sum(difference > 1e-9 for difference in differences)


@pytest.mark.parametrize(
    "ups, downs, verdict",
    [
        (9, 1, "more"),
        (8, 2, "unclear"),
        (1, 9, "fewer"),
        (9, 0, "too few pairs"),
        (18, 2, "more"),
        (17, 3, "unclear"),
    ],
)
def test_an_effect_needs_nine_in_ten_pairs_and_ten_of_them(ups, downs, verdict):
    runs = []
    for i in range(ups + downs):
        one = {"network": "pattern", "m": 1, "k": i, "width": 8, "pool": True, "head": "FC", "shortcuts": False}
        for n, right in ((1, 9000), (2, 9100 if i < ups else 8900)):
            runs.append(SimpleNamespace(**one, n=n, seed=0, right=right, right_training=right))
    move = next(move for move in moves_of(settings_of(runs)) if move.letter == "n")
    assert (len(move.pairs), move.up, move.verdict) == (ups + downs, ups, verdict)


def test_the_sliders_offer_what_was_trained_with_fc_layers():
    plain = [where for where in BY_HAND if where[0] != "LeNet-5" and where[5:] == ("FC", "False")]
    for letter, place in (("n", 0), ("m", 1), ("k", 2), ("width", 3)):
        assert list(offered(SETTINGS)[letter]) == sorted({int(where[place]) for where in plain})


def test_both_heads_stand_on_the_same_body():
    pairs = heads_of(SETTINGS)
    assert len(pairs) == sum(where[5:] == ("average", "False") and int(where[0]) <= 3 for where in BY_HAND)
    for fc, average in pairs:
        assert (fc.head, average.head) == ("FC", "average")
        bodies = [[layer for layer in s.as_network.layers if layer.kind == "conv"] for s in (fc, average)]
        assert bodies[0] == bodies[1] and fc.parameters > average.parameters


def test_an_average_reads_the_mean_of_each_map():
    network = small_pattern(2, 3, 0, 8, head="average")
    assert [row.output_shape for row in network.rows()][-2:] == [(1, 1, 32), (1, 1, 10)]
    assert network.rows()[-2].kind == "pool" and network.layers[-2].average


# --- what notebook 09 says


MOVES = {(move.letter, move.before): move for move in moves_of(SETTINGS)}


def test_the_moves_are_what_notebook_09_says_of_them():
    usual = sum(seed_gaps(SETTINGS)) / len(seed_gaps(SETTINGS))
    for move in (MOVES["n", 1], MOVES["width", 8]):
        assert move.verdict == "more" and 0.9 < move.mean < 1.5  # about a point each
    assert MOVES["m", 3].verdict == "more" and MOVES["m", 3].mean == pytest.approx(usual, abs=0.05)
    assert MOVES["k", 1].verdict == "fewer" and MOVES["k", 1].mean_training < 0
    assert MOVES["k", 0].verdict == "unclear" and 0 < MOVES["k", 0].mean < usual
    assert {MOVES[place].verdict for place in (("n", 2), ("m", 1), ("m", 2))} == {"unclear"}


def test_the_average_is_what_notebook_09_says_of_it():
    differences = {(fc.n, fc.m): (average.mean - fc.mean, average) for fc, average in heads_of(SETTINGS)}
    apart = {place for place, (difference, _) in differences.items() if abs(difference) >= APART}
    assert apart == {(1, 2), (2, 2), (3, 2), (1, 3)} and all(differences[place][0] < 0 for place in apart)
    for place, (_, average) in differences.items():
        assert (average.as_network.rows()[-3].receptive_field > 32) == (place not in apart)


def test_shortcuts_are_what_notebook_09_says_of_them():
    shares = {}
    for n, each in ((4, False), (8, True)):
        plain, shortcuts = (one for one in SETTINGS if one.n == n)
        assert (min(plain.right) > max(shortcuts.right)) == each
        assert 0 < plain.mean - shortcuts.mean < APART
        shares[n] = dealt(plain.right[1:], shortcuts.right[1:])
    assert (plain.seeds[0], plain.right[0], shortcuts.right[0]) == (0, 9247, 9132)
    assert shares[8] == 1 / comb(5, 2) and shares[4] > 0.05  # the least that 3 seeds against 2 can give
    assert dealt(plain.right, shortcuts.right) == 1 / comb(7, 3)


def test_a_second_convolution_costs_what_notebook_09_says_of_it():
    of = {key(setting)[:5]: setting.parameters for setting in SETTINGS if setting.plain}
    starts = [where for where in of if where[0] == "1" and where[2] == "0" and where[4] == "True"]
    fewer = [m for n, m, k, *rest in starts if of["2", m, k, *rest] < of["1", m, "1", *rest]]
    assert sorted(fewer) == ["1", "1", "2", "2", "3", "3"] and len(starts) == 8


def test_dealing_anew_agrees_with_scipy():
    rng = np.random.default_rng(3)
    for sizes in ((4, 3), (5, 5), (2, 6)):
        some, others = (rng.integers(8900, 9000, size).tolist() for size in sizes)
        theirs = permutation_test(
            (some, others), lambda a, b: abs(np.mean(a) - np.mean(b)), n_resamples=np.inf, alternative="greater"
        )
        assert dealt(some, others) == pytest.approx(theirs.pvalue)
