"""A convolution layer on a small volume: what every filter reads in every window, its products and their sums."""

from dataclasses import dataclass

import numpy as np

from helpers.arguments import whole
from helpers.layers.arrays import finite
from helpers.shapes import Windows
from helpers.trace.windows import gather
from helpers.words import amount

MOST = 4  # filters


@dataclass(frozen=True, eq=False)
class ConvLayer:
    """What K ``filters`` (K, F, F, O) with their ``bias`` (K,) make of a ``volume`` (N, N, C), O = C // ``groups``.

    ``seen`` and ``products`` (K, M*M, O, F, F) are what every filter reads in every window, channel by channel, and
    the same times its weights; ``sums`` (K, M*M, O) those of each channel; ``totals`` (K, M*M) those of all, with
    the bias; ``outputs`` the same after ReLU, where there is one. ``refusal`` is why there is no output, as
    (a headline, a sentence), else None; with one, M is 0.
    """

    windows: Windows
    volume: np.ndarray
    filters: np.ndarray
    bias: np.ndarray
    groups: int
    relu: bool
    refusal: tuple | None
    seen: np.ndarray
    products: np.ndarray
    sums: np.ndarray
    totals: np.ndarray
    outputs: np.ndarray

    @property
    def channels(self):
        """C, those of the volume."""
        return self.volume.shape[2]

    def own(self, k):
        """The channels that filter ``k`` sees: those of its group."""
        return _channels(k, len(self.filters), self.channels, self.groups)

    @property
    def turns(self):
        """(channels, filters) of each group, as ranges."""
        size = len(self.filters) // self.groups
        return [(self.own(g * size), range(g * size, (g + 1) * size)) for g in range(self.groups)]


def conv_layer(volume, filters, bias, stride=1, padding=0, groups=1, relu=False):
    """The ``ConvLayer`` of ``draw_conv_layer``'s arguments.

    Errors: ``ValueError`` for arrays of another shape, with the shape, and for more than 4 filters; ``TypeError``
    and ``ValueError`` as in ``Windows``.

    >>> layer = conv_layer(np.ones((2, 2, 3)), np.full((1, 2, 2, 3), 2.0), [1])
    >>> layer.sums.tolist(), layer.totals.tolist()
    ([[[8.0, 8.0, 8.0]]], [[25.0]])
    """
    volume, filters, bias = finite("volume", volume), finite("filters", filters), finite("bias", bias)
    groups = whole("groups", groups, 1)
    _check(volume, filters, bias, groups)
    windows = Windows(len(volume), filters.shape[1], stride, padding)
    count, channels = len(filters), volume.shape[2]
    refusal = _refusal(windows, channels, count, groups)
    around = (windows.padding,) * 2
    read = gather(np.pad(volume, (around, around, (0, 0))), windows).transpose(0, 3, 1, 2)
    weights = filters.transpose(0, 3, 1, 2)[:, None]
    if refusal:
        seen = np.zeros((count, 0, *weights.shape[2:]), volume.dtype)
    else:
        own = (_channels(i, count, channels, groups) for i in range(count))
        seen = np.stack([read[:, some.start : some.stop] for some in own])
    products = seen * weights
    sums = products.sum(axis=(3, 4))
    totals = sums.sum(axis=2) + bias[:, None]
    outputs = np.maximum(totals, 0) if relu else totals
    return ConvLayer(windows, volume, filters, bias, groups, relu, refusal, seen, products, sums, totals, outputs)


def _channels(k, count, channels, groups):
    own, group = channels // groups, k // (count // groups)
    return range(group * own, (group + 1) * own)


def _check(volume, filters, bias, groups):
    if volume.ndim != 3 or volume.shape[0] != volume.shape[1] or volume.shape[2] not in (3, 4) or not volume.size:
        raise ValueError(f"volume must be (N, N, 3) or (N, N, 4), got shape {volume.shape}")
    own = max(volume.shape[2] // groups, 1)
    fits = filters.ndim == 4 and filters.shape[1] == filters.shape[2] and filters.shape[3] == own
    if not fits or not filters.size:
        raise ValueError(f"filters must be (K, F, F, {own}), got shape {filters.shape}")
    if len(filters) > MOST:
        raise ValueError(f"filters must be 1 to {MOST}, got {len(filters)}")
    if bias.shape != (len(filters),):
        raise ValueError(f"bias must be ({len(filters)},), one number a filter, got shape {bias.shape}")


def _refusal(windows, channels, count, groups):
    if not windows.starts:
        needs = f"the filter needs {windows.span} cells along each side, the input has {windows.length}"
        return "no window fits:", needs
    for number, name in ((channels, "channel"), (count, "filter")):
        if number % groups:
            return "no equal groups:", f"{amount(number, name)} cannot be split into {groups} groups of equal size"
    return None
