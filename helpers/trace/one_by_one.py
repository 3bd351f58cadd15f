"""1x1 filters on feature maps: every pixel's weighted sums, and for one row of pixels the products behind them."""

from dataclasses import dataclass

import numpy as np

from helpers.arguments import whole
from helpers.layers.arrays import finite

MOST_MAPS, MOST_FILTERS = 5, 4


@dataclass(frozen=True, eq=False)
class Mix:
    """``maps`` (H, W, C) that ``weights`` (K, C) mix into K.

    ``sums`` (H, W, K) are the weighted sums, ``results`` (H, W, K) the same, each divided by its number in
    ``divisors`` (K,). ``products`` (W, C, K) are those of the pixels in one ``row``.
    """

    maps: np.ndarray
    weights: np.ndarray
    divisors: np.ndarray
    row: int
    sums: np.ndarray
    results: np.ndarray
    products: np.ndarray


def mix(maps, weights, divisors=None, row=0):
    """The ``Mix`` of C ``maps`` (H, W, C) by ``weights`` (K, C): the arguments are those of ``draw_one_by_one``.

    Errors: ``ValueError`` as there.

    >>> halves = mix([[[8, 2], [4, 6]]], [[1, 1], [1, -1]], divisors=[2, 1])
    >>> halves.results.tolist(), halves.products[1].tolist()
    ([[[5.0, 6.0], [5.0, -2.0]]], [[4, 4], [6, -6]])
    """
    maps, weights = finite("maps", maps), finite("weights", weights)
    if maps.ndim != 3 or not maps.size or maps.shape[2] > MOST_MAPS:
        raise ValueError(f"maps must be (H, W, C) with C up to {MOST_MAPS}, got shape {maps.shape}")
    if weights.ndim != 2 or weights.shape[1] != maps.shape[2] or not 1 <= len(weights) <= MOST_FILTERS:
        raise ValueError(
            f"weights must be (K, {maps.shape[2]}) with K from 1 to {MOST_FILTERS}, got shape {weights.shape}"
        )
    divisors = np.ones(len(weights), int) if divisors is None else finite("divisors", divisors)
    if divisors.shape != (len(weights),) or not divisors.all():
        raise ValueError(f"divisors must be {len(weights)} numbers other than 0, got {divisors.tolist()}")
    row = whole("row", row)
    if not 0 <= row < len(maps):
        raise ValueError(f"row must be 0..{len(maps) - 1}, got {row}")
    sums = maps @ weights.T  # the whole layer: one matrix product at every pixel
    results = sums / divisors if (divisors != 1).any() else sums
    return Mix(maps, weights, divisors, row, sums, results, maps[row][:, :, None] * weights.T)
