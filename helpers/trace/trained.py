"""The pattern in the small world: the network that numbers write, and what training gave it and all others."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby

from helpers.arguments import one_of, whole
from helpers.networks.attempt import Attempt, spelled
from helpers.trace.pattern import Trial, block_of
from helpers.trained import APART, Setting, offered, small_pattern

COSTS = {"parameters": "parameters", "macs": "MACs"}


@dataclass(frozen=True)
class Dots:
    """All trained ``settings`` in the order of their ``cost``."""

    settings: tuple
    cost: str

    @cached_property
    def costs(self):
        return tuple(getattr(setting, self.cost) for setting in self.settings)


@lru_cache(maxsize=8)
def dots(settings, cost):
    """The ``Dots`` of ``settings``, kept: every move of a slider asks for them."""
    ordered = tuple(sorted(settings, key=lambda setting: (getattr(setting, cost), setting.parameters, setting.name)))
    return Dots(ordered, cost)


@dataclass(frozen=True, eq=False)
class Comparison:
    """The network of some numbers, ``trial``, among all that were trained, ``dots``.

    ``marked`` is its ``Setting``, None where it was not trained; ``asked`` has its numbers.
    """

    trial: Trial
    dots: Dots
    asked: Setting
    marked: Setting | None

    @property
    def totals(self):
        return self.trial.tried.totals

    @cached_property
    def differences(self):
        """How many points each setting is above the marked one; none where nothing is marked."""
        if self.marked is None:
            return ()
        return tuple(setting.mean - self.marked.mean for setting in self.dots.settings)

    @cached_property
    def alike(self):
        """For each setting whether it cannot be told apart from the marked one; that one is like itself."""
        return tuple(abs(difference) < APART - 1e-9 for difference in self.differences)

    @cached_property
    def cheapest(self):
        """The place of the setting of least cost that cannot be told apart; of the best one, if none is marked."""
        if self.marked is None:
            settings = self.dots.settings
            return max(range(len(settings)), key=lambda place: settings[place].mean)
        return self.alike.index(True)

    @cached_property
    def trained_beside(self):
        """{letter: values}: with which other value of one number, the others left alone, it was trained."""
        keys, found = {setting.changed() for setting in self.dots.settings}, {}
        for letter, values in offered(self.dots.settings).items():
            if known := [value for value in values if self.asked.changed(**{letter: value}) in keys]:
                found[letter] = known
        return found


def compared(settings, n, m, k, width, pool=True, cost="parameters"):
    """The ``Comparison`` of ``settings`` (``trained.settings_of``) with the pattern of these numbers.

    Errors: ``ValueError`` for numbers that the sliders do not offer, and for another cost.

    >>> from types import SimpleNamespace as Some
    >>> from helpers.trained import settings_of
    >>> one = dict(network="pattern", m=2, k=0, width=8, pool=True, head="FC", shortcuts=False, right_training=0)
    >>> runs = [Some(**one, n=1, seed=0, right=8941), Some(**one, n=1, seed=1, right=8974)]
    >>> runs += [Some(**one, n=2, seed=0, right=9051)]
    >>> made = compared(settings_of(runs), 1, 2, 0, 8)
    >>> made.marked.right, made.alike, made.totals.parameters
    ((8941, 8974), (True, True), 11498)
    """
    one_of("cost", cost, COSTS)
    given = {"n": n, "m": m, "k": k, "width": width}
    known = offered(settings)
    numbers = [one_of(name, whole(name, value), known[name]) for name, value in given.items()]
    asked = Setting("pattern", *numbers, bool(pool), "FC", False)
    among = dots(settings, cost)
    found = {setting.changed(): setting for setting in among.settings}
    return Comparison(_trial(*numbers, bool(pool)), among, asked, found.get(asked.changed()))


@lru_cache(maxsize=64)
def _trial(n, m, k, width, pool):
    network = small_pattern(n, m, k, width, pool)
    rows = tuple(network.rows())
    groups = tuple((name, tuple(same)) for name, same in groupby(rows, block_of))
    return Trial(spelled(n, m, k, pool), Attempt(network.layers, rows), groups, 1)
