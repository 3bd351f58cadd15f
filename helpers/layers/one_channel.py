"""The correlation of one image with one filter where NumPy has no BLAS.

That is in the browser, and everywhere for whole numbers, which BLAS does not multiply: most of notebooks 01 and 02.
``conv2d`` checks stride, padding and dilation, and takes a window at a time: for one small filter both cost more than
its products. Notebook 05 trains one with 16,000 correlations.
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided

LONG = 16  # cells in a row of the filter, from which on einsum's sums over a row are faster (numpy 2.0.2 in Pyodide)
COPIED = 2**20  # bytes of the image's cells that are copied at a time (measured there)


def correlation(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """``correlate2d`` of an ``image`` (H, W) and a ``kernel`` (F1, F2) of one dtype that fits inside.

    >>> correlation(np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), np.array([[0, 1], [2, 0]]))
    array([[10, 13],
           [19, 22]])
    """
    height, width = (n - f + 1 for n, f in zip(image.shape, kernel.shape, strict=True))
    kernel = np.ascontiguousarray(kernel)  # a turned one lies backwards, and einsum would go along it one by one
    if kernel.shape[1] >= LONG:
        windows = as_strided(image, (height, width, *kernel.shape), image.strides * 2, writeable=False)
        return np.einsum("xyij,ij->xy", windows, kernel)
    out = np.empty((height, width), image.dtype)
    lines = max(1, COPIED // (kernel.size * width * image.itemsize))
    for top in range(0, height, lines):
        part = out[top : top + lines]
        # A row for each weight: the cells that it meets, for all windows. Then few loops are long, not many short.
        met = as_strided(image[top:], (*kernel.shape, *part.shape), image.strides * 2, writeable=False)
        np.einsum("tm,t->m", met.reshape(kernel.size, -1), kernel.reshape(-1), out=part.reshape(-1))
    return out
