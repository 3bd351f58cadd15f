"""A filter that slides over a small input: what every window reads, its products and its sum."""

from dataclasses import dataclass

import numpy as np

from helpers.shapes import Windows
from helpers.trace.windows import gather, square


@dataclass(frozen=True, eq=False)
class Slide:
    """A filter's way over an ``image`` (N, N), window by window.

    ``taps`` (F, F) are the weights as they lie on the input, turned where ``flip`` is true. ``seen`` (M*M, F, F) is
    what each window reads, ``products`` the same times the taps, ``outputs`` (M, M) their sums; M may be 0.
    """

    windows: Windows
    image: np.ndarray
    taps: np.ndarray
    flip: bool
    seen: np.ndarray
    products: np.ndarray
    outputs: np.ndarray


def slide(image, kernel, stride=1, padding=0, dilation=1, flip=False):
    """The ``Slide`` of a ``kernel`` (F, F) over an ``image`` (N, N): the arguments are those of ``draw_convolution``.

    Errors: ``ValueError`` where image or kernel is not square; ``TypeError`` and ``ValueError`` as in ``Windows``.

    >>> slide([[1, 2], [3, 4]], [[1, 0], [0, 2]]).outputs
    array([[9]])
    """
    image, kernel = square("image", image), square("kernel", kernel)
    windows = Windows(len(image), len(kernel), stride, padding, dilation)
    taps = kernel[::-1, ::-1] if flip else kernel
    seen = gather(np.pad(image, windows.padding), windows)
    products = seen * taps
    m = len(windows.starts)
    return Slide(windows, image, taps, flip, seen, products, products.sum(axis=(1, 2)).reshape(m, m))
