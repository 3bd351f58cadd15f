"""What every operation accepts: arrays of real numbers, of one dtype and of a known rank."""

import numpy as np

Array = np.ndarray | list  # or nested lists of numbers
GREY = {2: "grey, (H, W)"}  # the rank of a grey picture, in words
Pair = int | tuple[int, int]  # one number for both axes, or (rows, columns)


def real_arrays(**arrays: Array) -> list[np.ndarray]:
    """The arguments as arrays of one dtype: float32, float64, or int64 for whole numbers."""
    made = {}
    for name, value in arrays.items():
        try:
            array = made[name] = np.asarray(value)
        except ValueError as error:  # rows of unequal length
            raise ValueError(f"{name} is not an array of numbers: {error}") from None
        if array.dtype.kind not in "biuf":
            raise TypeError(f"{name} must hold real numbers, got dtype {array.dtype}")
        if array.size == 0:
            raise ValueError(f"{name} is empty: its shape is {array.shape}")
    dtype = np.result_type(*made.values())
    if dtype.kind in "biu":
        dtype = np.dtype(np.int64)
    elif dtype not in (np.float32, np.float64):
        dtype = np.dtype(np.float32 if dtype == np.float16 else np.float64)
    return [array.astype(dtype, copy=False) for array in made.values()]


def rank(name, array, allowed):
    """An error that names the argument, unless ``allowed`` maps the array's rank to the words for its shape."""
    if array.ndim not in allowed:
        raise ValueError(f"{name} must be {' or '.join(allowed.values())}, got shape {array.shape}")


def allowed(axis, windows):
    """``windows``, of which there must be some; an error says which axis, rows or columns, it speaks of."""
    if not windows.allowed:
        raise ValueError(f"{axis}: {windows.explain()}")
    return windows


def finite(name, value):
    """``value`` as an array of real and finite numbers, float64 or int64: what can be drawn.

    Of float32, the decimals that it prints are meant: its 0.1 is 0.1, and not 0.10000000149.
    """
    (array,) = real_arrays(**{name: value})
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError(f"{name} must hold finite numbers, got {array[~np.isfinite(array)][0]}")
    return array if array.dtype != np.float32 else array.astype(str).astype(np.float64)


def grey_levels(name, value, allowed=None):
    """``value`` as an array of whole numbers from 0 (black) to 255 (white), as ``finite`` gives it.

    ``allowed`` are the ranks it may have, with the words for their shapes, None for any.
    """
    array = finite(name, value)
    if allowed:
        rank(name, array, allowed)
    low, high = array.min(), array.max()
    if low < 0 or high > 255 or (array.dtype.kind == "f" and (array != array.round()).any()):
        more = f"; for values of 0..1, (255 * {name}).round() does" if low >= 0 and high <= 1 else ""
        raise ValueError(f"{name} must hold whole numbers from 0 to 255, got {low:g} to {high:g}{more}")
    return array
