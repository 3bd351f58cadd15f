"""Choices value by value, which take their time where NumPy has no BLAS, as in the browser.

NumPy is compiled there without the instructions that make ``np.maximum`` of floats fast (numpy 2.0.2 in Pyodide: 6
to 13 ns a value; of whole numbers 1 ns). So each function has a plain form, and one that gives what the plain one
gives on a desktop, to the last bit.
"""

import numpy as np

from helpers.layers import products


def not_below_zero(x):
    """The larger of 0 and each value; NaN stays, and -0.0 becomes 0.0."""
    if products.BLAS or x.dtype.kind != "f":
        return np.maximum(x, 0)
    return np.where(x <= 0, x.dtype.type(0), x)[()]


def ordered_bits(x):
    """``x``, or whole numbers in the same order, which are compared faster: the bits of floats from 0 to infinity.

    With a sign, of a 0 too, or a NaN among them there is no such order, and they stay floats.
    """
    if products.BLAS or x.dtype.kind != "f":
        return x
    bits = np.ascontiguousarray(x).view(f"u{x.itemsize}")
    infinity = np.array(np.inf, x.dtype).view(bits.dtype)
    return bits if bits.max() <= infinity else x  # a sign is the first bit, and the bits of NaN are above those


def passed(values, gate):
    """``values`` where the ``gate`` is true, else 0."""
    if not products.BLAS and values.dtype.kind == "f":
        return np.where(gate, values, values.dtype.type(0))
    bits = f"i{values.itemsize}"  # by bits, as np.where takes 10 times as long on a desktop (numpy 2.4)
    return (values.view(bits) & -gate.astype(bits)).view(values.dtype)  # -1 has all bits set
