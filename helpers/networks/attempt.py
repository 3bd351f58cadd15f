"""A try of the pattern with any numbers: the network that they write, or how far it goes and what would fit."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from helpers.arguments import plain, whole
from helpers.networks.famous import pattern_layers
from helpers.networks.network import Totals, walk
from helpers.words import amount_is, times

HIDDEN, CLASSES, CHANNELS = 4096, 1000, 3  # as in AlexNet and VGG
LARGEST_SIDE = 256  # of a picture that the explorer offers


@dataclass(frozen=True)
class Attempt:
    """Where a choice of numbers leads: the rows that fit, and why the next layer does not, if one does not."""

    layers: tuple
    rows: tuple
    refusal: str = ""
    softmax = True

    @property
    def failed(self):
        """The layer that does not fit, or None."""
        return self.layers[len(self.rows) - 1] if self.rows and self.refusal else None

    @cached_property
    def totals(self):
        """The sums of the columns of the rows that fit."""
        return Totals.of(self.rows)


def attempt(n, m, k, pool, width, side):
    """The pattern with these numbers, as far as it goes; the arguments are those of ``pattern``.

    Errors: ``TypeError`` for what is no number.

    >>> attempt(2, 5, 2, True, 64, 224).refusal, len(attempt(2, 6, 2, True, 64, 224).rows)
    ('', 18)
    >>> attempt(2, 6, 2, True, 64, 224).failed.name, attempt((2, 2), 3, 2, True, 64, 224).refusal
    ('pool6', 'n must be one number, or one for each of 3 blocks, got 2 of them')
    """
    n, pool, width = (tuple(value) if isinstance(value, list) else value for value in map(plain, (n, pool, width)))
    try:
        hash((n, m, k, pool, width, side))
    except TypeError:  # it cannot be kept: one of these says why
        pattern_layers(n, m, k, pool, width, HIDDEN, CLASSES)
        side = whole("side", side, 1)
    return _attempt(n, m, k, pool, width, side)


@lru_cache(maxsize=16)
def _attempt(n, m, k, pool, width, side):
    rows = []
    try:
        layers = pattern_layers(n, m, k, pool, width, HIDDEN, CLASSES)
        side = whole("side", side, 1)
    except ValueError as error:
        return Attempt((), (), str(error))
    try:
        for row in walk((side, side, CHANNELS), layers, "the pattern"):
            rows.append(row)
    except ValueError as error:
        return Attempt(layers, tuple(rows), str(error))
    return Attempt(layers, tuple(rows))


def spelled(n, m, k, pool):
    """The pattern with its numbers, as the lecture writes it; the last FC has no ReLU."""
    each = "N" if isinstance(n, tuple) else n
    blocks = f"[(CONV-RELU)*{each}{'-POOL' if pool else ''}]*{m}"
    hidden = f"-(FC-RELU)*{k}" if k else ""
    return f"{blocks}{hidden}-FC, SOFTMAX" + (f" with N = {', '.join(map(str, n))}" if each == "N" else "")


def where_it_stops(tried, free=("side", "m", "pool")):
    """Two sentences: which layer does not fit and why, and which numbers would, of those that are ``free``."""
    last, failed = tried.rows[-1].output_shape, tried.failed
    windows = failed.windows(last)
    why = f"{failed.name} does not fit its input, {times(last)}: {windows.formula}"
    if last[0] < failed.f:
        why += f"; a window of {failed.f} cells is more than the {last[0]} there."
    else:
        why += f", and {amount_is(windows.left_over, 'cell')} left over."
    pools = sum(layer.kind == "pool" for layer in tried.layers)
    side, multiple = tried.rows[0].output_shape[0], 2**pools
    below = side // multiple * multiple
    sides = [near for near in (below, below + multiple) if 1 <= near <= LARGEST_SIDE]
    fits = [f"side {' or '.join(map(str, sides))}"] * (bool(sides) and "side" in free)
    halvings = (side & -side).bit_length() - 1  # how often 2 divides the side
    fits += [f"M at most {halvings}"] * (bool(halvings) and "m" in free)
    fits += ["no pooling"] * ("pool" in free)
    halved = "Its one pool halves" if pools == 1 else f"Each of the {pools} pools halves"
    return why, f"{halved} the side." + (f" What would fit: {', '.join(fits)}." if fits else "")
