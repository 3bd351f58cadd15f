"""Local response normalisation, which AlexNet used and nobody does today."""

import numpy as np

from helpers.arguments import real, whole
from helpers.layers.arrays import Array, real_arrays


def local_response_norm(
    x: Array, size: int = 5, k: float = 2.0, alpha: float = 1e-4, beta: float = 0.75
) -> np.ndarray:
    """Each value divided by ``(k + alpha * sum of squares)**beta``, the squares of ``size`` neighbouring channels.

    ``x`` has its channels last; the result has its shape, float64 for whole numbers. The neighbours are the
    ``size // 2`` channels before and behind and the channel itself, at the same place; at the first and last
    channels there are fewer. This is the paper's form: PyTorch divides ``alpha`` by ``size``.

    Errors: ``ValueError`` for an even ``size``, for ``k`` not above 0, for ``alpha`` below 0 and for a single number
    ``x``; ``TypeError`` for an array that does not hold real numbers.

    >>> local_response_norm(np.array([0.0, 3.0, 4.0]), size=3, k=1.0, alpha=1.0, beta=0.5).round(4).tolist()
    [0.0, 0.5883, 0.7845]

    Source: Krizhevsky, Sutskever & Hinton, NIPS 2012, section 3.3.
    """
    (x,) = real_arrays(x=x)
    size = whole("size", size, 1)
    if size % 2 == 0:
        raise ValueError(f"size must be odd, as many channels before as behind, got {size}")
    if not x.ndim:
        raise ValueError(f"x must have its channels last, (..., C), got shape {x.shape}")
    if real("k", k) <= 0:
        raise ValueError(f"k must be above 0, got {k}")
    real("alpha", alpha, 0)
    real("beta", beta)
    if x.dtype.kind != "f":
        x = x.astype(np.float64)
    squares, sums, channels = x * x, np.zeros_like(x), x.shape[-1]
    for shift in range(-min(size // 2, channels - 1), min(size // 2, channels - 1) + 1):
        first, end = max(0, -shift), channels - max(0, shift)  # the channels that have a neighbour so far away
        sums[..., first:end] += squares[..., first + shift : end + shift]
    return x / (k + alpha * sums) ** beta
