"""Which way a program holds the kernel, and what it takes for the border: found by comparing, not by reading."""

from itertools import product

import numpy as np

PICTURE = np.random.default_rng(0).integers(0, 20, (11, 13)).astype(float)
# All eight turnings of it differ. With 3x3 "the edge twice" and "the edge repeated" would be the same.
KERNEL = np.random.default_rng(1).permutation(25).reshape(5, 5).astype(float)
RULES = {
    "the edge repeated": "edge",
    "mirrored, the edge twice": "symmetric",
    "mirrored, the edge once": "reflect",
    "from the other side": "wrap",
    "zeros": "constant",
}


def turnings(kernel):
    """The eight ways to hold a kernel, by their names."""
    return {
        "as written": kernel,
        "flipped": kernel[::-1, ::-1],
        "upside down only": kernel[::-1],
        "left to right only": kernel[:, ::-1],
        "rows as columns": kernel.T,
        "rows as columns, flipped": kernel.T[::-1, ::-1],
        "a quarter to the left": np.rot90(kernel),
        "a quarter to the right": np.rot90(kernel, -1),
    }


def correlated(picture, kernel):
    """Every window that fits, times the kernel as written."""
    windows = np.lib.stride_tricks.sliding_window_view(picture, kernel.shape)
    return np.einsum("ijkl,kl", windows, kernel)


def look(filtered, picture=PICTURE, kernel=KERNEL, within=1e-6):
    """(the kernel is, beyond the border) of ``filtered``, a function of a picture and a kernel; equal is ``within``.

    Errors: ``ValueError`` where no turning and no rule gives the same.
    """
    got, side = np.asarray(filtered(picture, kernel), dtype=float), len(kernel) // 2
    rows, columns = picture.shape

    def same(one, other):
        return np.allclose(one, other, rtol=0, atol=within)

    for name, turned in turnings(kernel).items():
        inner = correlated(picture, turned)
        if got.shape == inner.shape and same(got, inner):
            return name, "none"
        if got.shape == (rows + 2 * side, columns + 2 * side):
            if same(got, correlated(np.pad(picture, 2 * side), turned)):
                return name, "zeros"
        elif got.shape == picture.shape and same(got[side:-side, side:-side], inner):
            return name, _border(got, picture, turned, side, same)
    raise ValueError(f"no turning of the kernel gives {got}")


def _border(got, picture, kernel, side, same):
    left_alone = picture.copy()
    left_alone[side:-side, side:-side] = got[side:-side, side:-side]
    if same(got, left_alone):
        return "left as it was, unfiltered"
    pairs = sorted(product(RULES.items(), repeat=2), key=lambda pair: pair[0] != pair[1])  # first the same all around
    for (first, one), (second, two) in pairs:
        larger = np.pad(np.pad(picture, ((side, 0), (side, 0)), mode=one), ((0, side), (0, side)), mode=two)
        if same(got, correlated(larger, kernel)):
            return first if first == second else f"left and top {first}, right and bottom {second}"
    raise ValueError(f"no rule of the border gives {got}")
