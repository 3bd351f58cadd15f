"""The product of two matrices, in which the work of a convolution and of a dense layer ends."""

import numpy as np

# BLAS is a library of fast products of floats. NumPy in the browser is built without one, and none has whole numbers.
BLAS = bool(np.show_config(mode="dicts")["Build Dependencies"]["blas"].get("found"))
PART = 2**16  # bytes of a result that are made at a time where they are copied


def product(a, b, out=None):
    """``a @ b``: a matrix or vector ``a`` (..., T) times a matrix ``b`` (T, K). That of matrices can go into ``out``.

    Without BLAS, ``@`` has loops of its own. Those of ``einsum`` are up to 3 times as fast (numpy 2.0.2 in Pyodide):
    they go along what lies in a row in memory, and keep four sums at once.
    """
    if has_blas(a):
        # Of a column and a row, "@" takes 9 times as long as "dot" (numpy 2.4), which writes into whole arrays only.
        return np.dot(a, b) if out is None else np.matmul(a, b, out=out)
    if out is None:
        return np.ascontiguousarray(np.einsum("...t,tk->...k", a, b))
    if a.flags.c_contiguous:
        return np.einsum("mt,tk->mk", a, b, out=out)
    rows = max(1, PART // out[0].nbytes)
    for part in (slice(first, first + rows) for first in range(0, len(out), rows)):
        out[part] = np.einsum("mt,tk->mk", a[part], b)  # made in the order that suits the loops, then copied
    return out


def for_products(matrix):
    """``matrix`` with its rows in a row in memory, where that makes its product faster: BLAS takes any order."""
    return matrix if has_blas(matrix) else np.ascontiguousarray(matrix)


def has_blas(array):
    """True where the products of such arrays are BLAS's: of floats, where NumPy has one."""
    return BLAS and array.dtype.kind == "f"
