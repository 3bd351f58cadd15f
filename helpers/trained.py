"""Networks that were trained and are compared: their seeds, and what one move of one number does.

Small differences between trained networks are chance: another seed gives another count. So each setting has a mean
over its seeds, and what cannot be told from chance is called that.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

from helpers.digits import wilson_interval
from helpers.networks import Network, lenet5, pattern

SIDE, CHANNELS, CLASSES, HIDDEN = 32, 1, 10, 128  # of the small world
TESTED = 10_000  # pictures
APART = 1.1  # points: networks that differ by less cannot be told apart; ``close_seeds`` says how often seeds do
EACH = 3  # seeds of a setting that its gaps are taken from: all have so many, and those with ten would count for 15
AGREE, FEWEST = 0.9, 10  # an effect: nine in ten pairs agree, and there are ten at least, else that is not seen
LETTERS = {"n": "N", "m": "M", "k": "K", "width": "width", "pool": "pool"}
LENET = "LeNet-5"
KEY = ("network", "n", "m", "k", "width", "pool", "head", "shortcuts")  # what tells settings apart


def small_pattern(n=2, m=3, k=1, width=16, pool=True, head="FC") -> Network:
    """The pattern in the small world: one channel of 32 x 32, hidden FC layers of 128 outputs, ten classes.

    With the ``head`` "average" the FC layers read the mean of each map.

    >>> small_pattern(1, 1, 0, 8).totals().parameters, small_pattern(4, 3, 0, 16, head="average").totals().parameters
    (20570, 169434)
    """
    average = head == "average"
    world = {"hidden": HIDDEN, "classes": CLASSES, "side": SIDE, "channels": CHANNELS}
    return pattern(n, m, k, pool=pool, width=width, average=average, **world)


@dataclass(frozen=True, eq=False)
class Setting:
    """One network, and of how many of the test pictures it was ``right`` with each of its ``seeds``.

    ``right_training`` counts the same of 10,000 pictures that it learned from.
    """

    network: str
    n: int
    m: int
    k: int
    width: int
    pool: bool
    head: str
    shortcuts: bool
    seeds: tuple = ()
    right: tuple = ()
    right_training: tuple = ()

    @cached_property
    def mean(self):
        """The mean over the seeds, in percent of the test pictures."""
        return 100 * sum(self.right) / len(self.right) / TESTED

    @cached_property
    def mean_training(self):
        """The same of the pictures that it learned from."""
        return 100 * sum(self.right_training) / len(self.right_training) / TESTED

    @cached_property
    def percents(self):
        """What each seed had right, in percent of the test pictures."""
        return tuple(100 * right / TESTED for right in self.right)

    @cached_property
    def intervals(self):
        """For each seed between which percents it lies on all such pictures, with 95 % confidence: (low, high)."""
        shares = (wilson_interval(right, TESTED) for right in self.right)
        return tuple((100 * low, 100 * high) for low, high in shares)

    @cached_property
    def interval(self):
        """The same of the mean: all seeds were asked the same pictures, so more seeds do not make it narrower."""
        low, high = wilson_interval(round(TESTED * self.mean / 100), TESTED)
        return 100 * low, 100 * high

    @cached_property
    def as_network(self):
        """The network as data; a shortcut is in none of its layers, and costs no parameter and no multiply-add."""
        if self.network == LENET:
            return lenet5()
        return small_pattern(self.n, self.m, self.k, self.width, self.pool, self.head)

    @cached_property
    def parameters(self):
        return self.as_network.totals().parameters

    @cached_property
    def macs(self):
        return self.as_network.totals().macs

    @cached_property
    def name(self):
        """Its numbers in words: "N 2, M 3, K 1, width 16"."""
        if self.network == LENET:
            return LENET
        words = f"N {self.n}, M {self.m}, K {self.k}, width {self.width}"
        words += "" if self.pool else ", no pool"
        words += "" if self.head == "FC" else ", average"
        return words + (", shortcuts" if self.shortcuts else "")

    @property
    def plain(self):
        """Whether the sliders can name it: the pattern as the lecture writes it, without average and shortcuts."""
        return self.network != LENET and self.head == "FC" and not self.shortcuts

    def changed(self, **letters):
        """The values of ``KEY``, with others for some of them."""
        return tuple(letters.get(name, getattr(self, name)) for name in KEY)


def settings_of(runs):
    """The settings of ``runs``, such as ``load_trained_patterns()``, with fewest parameters first.

    >>> from types import SimpleNamespace
    >>> one = dict(network="pattern", n=1, m=2, k=0, width=8, pool=True, head="FC", shortcuts=False)
    >>> one |= dict(right_training=9100)
    >>> runs = [SimpleNamespace(**one, seed=seed, right=right) for seed, right in ((1, 8974), (0, 8941))]
    >>> [setting] = settings_of(runs)
    >>> setting.name, setting.right, round(setting.mean, 3), setting.parameters
    ('N 1, M 2, K 0, width 8', (8941, 8974), 89.575, 11498)
    """
    seeds = defaultdict(dict)
    for run in runs:
        key = tuple(getattr(run, name) for name in KEY)
        seeds[key][run.seed] = run.seed, run.right, run.right_training
    found = [Setting(*key, *zip(*(of[seed] for seed in sorted(of)), strict=True)) for key, of in seeds.items()]
    return tuple(sorted(found, key=lambda setting: (setting.parameters, setting.macs, setting.name)))


def offered(settings):
    """{letter: the values, in order, that networks of the sliders were trained with}: all that a slider offers.

    >>> from types import SimpleNamespace as Some
    >>> one = dict(n=2, m=3, k=0, pool=True, plain=True)
    >>> offered([Some(**one, width=16), Some(**one, width=8)])["width"]
    (8, 16)
    """
    plain = [setting for setting in settings if setting.plain]
    return {letter: tuple(sorted({getattr(setting, letter) for setting in plain})) for letter in LETTERS}


def close_seeds(settings):
    """(how many, of how many) pairs of seeds of one of ``settings`` differ by less than ``APART``: see ``seed_gaps``.

    >>> from types import SimpleNamespace as Some
    >>> close_seeds([Some(right=(8858, 8960)), Some(right=(8900, 9010, 9020, 9990))])
    (2, 4)
    """
    gaps = seed_gaps(settings)
    return sum(gap < APART - 1e-9 for gap in gaps), len(gaps)


def seed_gaps(settings):
    """The difference between any two of the first three seeds of one setting, in points, for each of ``settings``.

    >>> from types import SimpleNamespace as Some
    >>> seed_gaps([Some(right=(8858, 8960)), Some(right=(8900,))])
    [1.02]
    """
    return [100 * abs(a - b) / TESTED for setting in settings for a, b in combinations(setting.right[:EACH], 2)]


@dataclass(frozen=True)
class Move:
    """One number goes ``before`` -> ``after`` and the others stay: ``pairs`` are the settings before and after it."""

    letter: str
    before: int
    after: int
    pairs: tuple

    @cached_property
    def differences(self):
        """After minus before in points, each of two means over their seeds."""
        return tuple(after.mean - before.mean for before, after in self.pairs)

    @property
    def mean(self):
        return sum(self.differences) / len(self.pairs)

    @property
    def mean_training(self):
        """The same of the pictures that the networks learned from."""
        return sum(after.mean_training - before.mean_training for before, after in self.pairs) / len(self.pairs)

    @property
    def up(self):
        """How many of the pairs went up."""
        return sum(difference > 0 for difference in self.differences)

    @property
    def effect(self):
        """Whether it does something: ``FEWEST`` pairs or more, of which ``AGREE`` go the same way."""
        most = max(self.up, sum(difference < 0 for difference in self.differences))
        return len(self.pairs) >= FEWEST and most >= AGREE * len(self.pairs)

    @property
    def verdict(self):
        """In a word: "more", "fewer" right answers; "unclear"; or "too few pairs"."""
        if self.effect:
            return "more" if self.mean > 0 else "fewer"
        return "unclear" if len(self.pairs) >= FEWEST else "too few pairs"


def moves_of(settings):
    """What one move of one slider does: a ``Move`` for each step of N, M, K, width and pool that was trained.

    Pairs are made of means over seeds, a pair for two settings: three seeds of one setting are one network tried
    three times, and would count as three that agree.

    >>> from types import SimpleNamespace as Some
    >>> one = dict(network="pattern", m=2, k=0, width=8, pool=True, head="FC", shortcuts=False, seed=0)
    >>> one |= dict(right_training=9100)
    >>> [move] = moves_of(settings_of([Some(**one, n=1, right=8900), Some(**one, n=2, right=9010)]))
    >>> move.letter, move.before, move.after, round(move.mean, 2), move.up, move.effect
    ('n', 1, 2, 1.1, 1, False)
    """
    found = {setting.changed(): setting for setting in settings if setting.plain}
    moves = []
    for letter in LETTERS:
        for before, after in pairwise(offered(settings)[letter]):
            starts = [setting for setting in found.values() if getattr(setting, letter) == before]
            ends = [(start, found.get(start.changed(**{letter: after}))) for start in starts]
            if pairs := tuple((start, end) for start, end in ends if end):
                moves.append(Move(letter, before, after, pairs))
    return moves


def heads_of(settings):
    """[(FC, average)] for each body that was trained with both heads, fewest convolutions first.

    >>> from types import SimpleNamespace as Some
    >>> one = dict(network="pattern", n=1, m=2, k=0, width=16, pool=True, shortcuts=False, seed=0, right_training=0)
    >>> runs = [Some(**one, head="FC", right=9041), Some(**one, head="average", right=7825)]
    >>> [(fc.mean, average.mean) for fc, average in heads_of(settings_of(runs))]
    [(90.41, 78.25)]
    """
    found = {setting.changed(): setting for setting in settings}
    fcs = [setting for setting in settings if setting.plain]
    both = [(fc, found[fc.changed(head="average")]) for fc in fcs if fc.changed(head="average") in found]
    return sorted(both, key=lambda pair: (pair[0].m, pair[0].n))


def dealt(some, others):
    """How often chance alone would do it: the share of all ways to deal these counts into two groups of these sizes
    whose means differ by as much as those of ``some`` and ``others``, or more.

    >>> dealt((90, 91), (80, 85)), dealt((90, 85), (91, 80))
    (0.3333333333333333, 1.0)

    Source: Fisher, *The Design of Experiments*, 1935 (the permutation test).
    """
    counts = [*some, *others]
    total, size, rest = sum(counts), len(some), len(others)

    def apart(first):  # the difference of the two means, times both sizes: a whole number
        return abs(first * rest - (total - first) * size)

    seen = apart(sum(some))
    ways = [apart(sum(group)) >= seen for group in combinations(counts, size)]
    return sum(ways) / len(ways)


def found_words(found):
    """{letter: values} in words, a line for each letter.

    >>> found_words({"width": [8, 16], "k": [0], "pool": [True]})
    ['width 8 or 16', 'K 0', 'with a pool']
    """
    return [_choice(letter, values) for letter, values in found.items()]


def _choice(letter, values):
    if letter == "pool":
        return " or ".join("with a pool" if value else "no pool" for value in values)
    return f"{LETTERS[letter]} {' or '.join(map(str, values))}"
