"""The correlation of one image with one filter where NumPy has no BLAS: no window is copied.

That is in the browser, and everywhere for whole numbers, which BLAS does not multiply: most of notebooks 01 and 02.
``conv2d`` copies every window into a row of a matrix, and checks stride, padding and dilation: for one small filter
both cost more than its products. Notebook 05 trains one with 16,000 correlations.
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided

LONG = 16  # cells in a row of the filter, from which on einsum's sums over a row are faster (numpy 2.0.2 in Pyodide)


def correlation(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """``correlate2d`` of an ``image`` (H, W) and a ``kernel`` (F1, F2) of one dtype that fits inside.

    >>> correlation(np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), np.array([[0, 1], [2, 0]]))
    array([[10, 13],
           [19, 22]])
    """
    height, width = (n - f + 1 for n, f in zip(image.shape, kernel.shape, strict=True))
    if kernel.shape[1] >= LONG:
        kernel = np.ascontiguousarray(kernel)  # a turned one lies backwards, and einsum would go along it one by one
        windows = as_strided(image, (height, width, *kernel.shape), image.strides * 2, writeable=False)
        return np.einsum("xyij,ij->xy", windows, kernel)
    out, products = np.zeros((height, width), image.dtype), np.empty((height, width), image.dtype)
    for i, row in enumerate(kernel.tolist()):
        for j, weight in enumerate(row):
            out += np.multiply(image[i : i + height, j : j + width], weight, out=products)
    return out
