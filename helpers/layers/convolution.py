"""Correlation, convolution, and the convolution layer."""

import math

import numpy as np
from numpy.lib.stride_tricks import as_strided

from helpers.arguments import one_of, pair, whole
from helpers.layers import winograd
from helpers.layers.arrays import Array, Pair, allowed, rank, real_arrays
from helpers.layers.one_channel import correlation
from helpers.layers.products import BLAS, has_blas, product
from helpers.shapes import Windows

SCRATCH = 4 * 2**20  # bytes of windows copied at a time: enough for BLAS, and little enough for the cache (measured)
# Bytes of windows up to which small images go together: a call takes its time, small or not, and most in the browser.
TOGETHER = 2**18 if BLAS else 2**20
MANY = 2**16  # numbers in an output, from which on its biases are added by lines (measured)
THIN = 16  # numbers that lie in a row in a window: no more of them, and its columns are copied faster (measured)


def correlate2d(image: Array, kernel: Array) -> np.ndarray:
    """Slide ``kernel`` over ``image``; each output is the sum of the products under it. No flip.

    ``image`` is (H, W), ``kernel`` (F1, F2), the result (H - F1 + 1, W - F2 + 1).

    Errors: ``ValueError`` for another rank, an empty array or a kernel larger than the image; ``TypeError``
    for arrays that do not hold real numbers.

    >>> correlate2d([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[0, 1], [2, 0]])
    array([[10, 13],
           [19, 22]])

    Source: Goodfellow, Bengio & Courville, *Deep Learning*, equation 9.6.
    """
    image, kernel = real_arrays(image=image, kernel=kernel)
    rank("image", image, {2: "(H, W)"})
    rank("kernel", kernel, {2: "(F1, F2)"})
    if kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1]:
        raise ValueError(f"kernel {kernel.shape} is larger than image {image.shape}: no window fits inside")
    if not has_blas(image):  # in the browser; anywhere for whole numbers
        return correlation(image, kernel)
    return conv2d(image[..., None], kernel[None, ..., None])[..., 0]


def convolve2d(image: Array, kernel: Array, mode: str = "valid") -> np.ndarray:
    """The convolution of signal processing: ``correlate2d`` with the kernel turned by 180 degrees.

    ``sum over n1, n2 of image[n1, n2] * kernel[x - n1, y - n2]``. ``mode="valid"`` keeps the (H - F1 + 1,
    W - F2 + 1) outputs at which the kernel lies inside the image; ``"full"`` all (H + F1 - 1, W + F2 - 1)
    at which it touches the image, with zeros outside.

    Errors: as ``correlate2d``, in "valid" mode only where the kernel is larger; ``ValueError`` for another mode.

    >>> convolve2d([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[0, 1], [2, 0]])
    array([[ 8, 11],
           [17, 20]])
    >>> convolve2d([[1, 2]], [[1, 10]], mode="full")
    array([[ 1, 12, 20]])

    Source: Gonzalez & Woods, *Digital Image Processing*, section 3.4.
    """
    one_of("mode", mode, ("valid", "full"))
    image, kernel = real_arrays(image=image, kernel=kernel)
    rank("image", image, {2: "(H, W)"})
    rank("kernel", kernel, {2: "(F1, F2)"})
    if mode == "full":
        rows, columns = kernel.shape[0] - 1, kernel.shape[1] - 1
        image = np.pad(image, ((rows, rows), (columns, columns)))
    return correlate2d(image, kernel[::-1, ::-1])


def conv2d(
    x: Array,
    filters: Array,
    bias: Array | None = None,
    *,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
    rounding: str = "exact",
) -> np.ndarray:
    """A convolution layer: K filters slide over a volume and give K maps. No flip (cross-correlation).

    ``x`` is (H, W, C) or (N, H, W, C), ``filters`` (K, F1, F2, C // groups), ``bias`` (K,); the result is
    (H', W', K) or (N, H', W', K) with H', W' from ``output_size``. ``stride``, ``padding`` and ``dilation``
    take one number or a pair (rows, columns). With ``groups``, the first K/groups filters see the first
    C/groups channels, and so on. ``rounding`` is that of ``output_size``.

    Errors: ``ValueError`` where shapes do not match or the filters do not fit, with the numbers; ``TypeError``
    for arrays that do not hold real numbers.

    >>> conv2d(np.ones((32, 32, 3)), np.ones((10, 5, 5, 3)), padding=2).shape      # the lecture's layer
    (32, 32, 10)

    Source: Dumoulin & Visin, arXiv:1603.07285; groups as in Krizhevsky et al., NIPS 2012.
    """
    groups = whole("groups", groups, 1)
    x, filters, bias = conv2d_arguments(x, filters, bias, groups)
    batch = x if x.ndim == 4 else x[None]
    windows = windows_of(x, filters, stride, padding, dilation, rounding)
    out = np.empty((len(batch), *(w.size for w in windows), len(filters)), x.dtype)
    fast = winograd.pays(x, filters, windows)
    copied = filters[0].nbytes * math.prod(w.size for w in windows)  # bytes that the windows of one image hold
    images = max(1, TOGETHER // copied)
    for some in (slice(first, first + images) for first in range(0, len(batch), images)):
        padded = with_zeros(batch[some], windows)
        for own, seen in groups_of(filters, groups):
            layer = padded[..., seen], filters[own], out[some, ..., own]
            if not (fast and winograd.slide(*layer, SCRATCH)):
                _slide(*layer, windows)
    if bias is not None:
        _add(bias, out)
    return out if x.ndim == 4 else out[0]


def _add(bias, out):
    """Add the ``bias`` (K,) to every place of ``out`` (N, H', W', K): of many places, to a line of them at a time."""
    if out.size > MANY:
        out, bias = out.reshape(-1, out[0, 0].size), np.tile(bias, out.shape[2])
    out += bias


def windows_of(x, filters, stride, padding, dilation, rounding) -> list[Windows]:
    """The windows along the rows and along the columns of ``x``, or an error that says why they do not fit."""
    stride, padding, dilation = pair("stride", stride, 1), pair("padding", padding, 0), pair("dilation", dilation, 1)
    axes = zip(("rows", "columns"), x.shape[-3:-1], filters.shape[1:3], stride, padding, dilation, strict=True)
    return [allowed(axis, Windows(n, f, s, p, d, rounding)) for axis, n, f, s, p, d in axes]


def groups_of(filters, groups):
    """For each group, which filters are its own and which channels they see, as two slices."""
    count, channels = len(filters) // groups, filters.shape[-1]
    for g in range(groups):
        yield slice(g * count, (g + 1) * count), slice(g * channels, (g + 1) * channels)


def _slide(volumes, filters, out, windows):
    """Write the correlation of padded ``volumes`` (N, H, W, C) with ``filters`` (K, F1, F2, C) into ``out``.

    Every window becomes a row of a matrix, every filter a column of another, and one product gives all
    sums. The rows of one volume are made for a few lines of the output at a time: at once they would take F*F times
    the memory of the volume. Several volumes are small ones, whose rows are made at once.
    """
    count, taps = len(filters), filters[0].size
    images, height, width, _ = out.shape
    columns = filters.reshape(count, taps).T
    seen = seen_by(volumes, windows)
    most = SCRATCH if filters[0, 0].size > THIN else SCRATCH // 4  # of columns, copies that stay nearer are faster
    budget = min(most, (filters.shape[1] - 1) * volumes.nbytes + out.nbytes)
    lines = height if images > 1 else max(1, budget // (width * taps * volumes.itemsize))
    for top in range(0, height, lines):
        # The rows are a copy for F > 1, freed before the next is made, and a mere view for 1x1 at stride 1.
        part, sums = seen[:, top : top + lines], out[:, top : top + lines]
        product(rows_of(part), columns, out=sums.reshape(-1, count))


def rows_of(seen):
    """Every window a row: what windows see, a view (..., F1, F2, C), as a matrix (M, F1*F2*C).

    A copy is as fast as the runs are long that it can take at once. Of a few channels a window has only F2*C numbers
    in a row, so then the columns are copied: one place in the window after the other, for all windows.
    """
    f1, f2, channels = seen.shape[-3:]
    taps = f1 * f2 * channels
    if f2 * channels > THIN:
        return seen.reshape(-1, taps)
    return seen.transpose(-3, -2, -1, *range(seen.ndim - 3)).reshape(taps, -1).T


def seen_by(volume, windows, writeable=False):
    """What each window sees of a padded ``volume`` (..., H, W, C): a view (..., H', W', F1, F2, C), no copy."""
    (*batch, row, column, channel), (rows, columns) = volume.strides, windows
    return as_strided(
        volume,
        (*volume.shape[:-3], rows.size, columns.size, rows.f, columns.f, volume.shape[-1]),
        (*batch, row * rows.stride, column * columns.stride, row * rows.dilation, column * columns.dilation, channel),
        writeable=writeable,
    )


def with_zeros(image, windows):
    """``image`` (..., H, W, C) with zeros on each side, and behind the end where "ceil" lets a window reach out."""
    (*batch, height, width, channels), lengths = image.shape, [w.length + w.past_end for w in windows]
    if lengths == [height, width]:
        return image
    padded = np.zeros((*batch, *lengths, channels), image.dtype)
    top, left = (w.padding for w in windows)
    padded[..., top : top + height, left : left + width, :] = image
    return padded


def conv2d_arguments(x, filters, bias, groups) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """The arrays of ``conv2d`` in one dtype, or an error that says which shapes do not go together."""
    if bias is None:
        x, filters = real_arrays(x=x, filters=filters)
    else:
        x, filters, bias = real_arrays(x=x, filters=filters, bias=bias)
    rank("x", x, {3: "(H, W, C)", 4: "(N, H, W, C)"})
    rank("filters", filters, {4: "(K, F, F, C // groups)"})
    count, channels = len(filters), x.shape[-1]
    if channels % groups or count % groups:
        first = _channels_first(x, filters, groups)
        raise ValueError(f"groups = {groups} must divide the {channels} channels of x and the {count} filters{first}")
    if filters.shape[-1] * groups != channels:
        raise ValueError(
            f"filters {filters.shape} see {filters.shape[-1]} channels in each of {groups} group(s), "
            f"x {x.shape} has {channels} / {groups} = {channels // groups}{_channels_first(x, filters, groups)}"
        )
    if bias is not None and bias.shape != (count,):
        raise ValueError(f"bias {bias.shape} must be ({count},): one number for each of the {count} filters")
    return x, filters, bias


def _channels_first(x, filters, groups):
    """What helps where x or the filters have PyTorch's order, else nothing."""
    given = x.shape[-3]
    ways = []
    if given in (filters.shape[-1] * groups, filters.shape[1] * groups):
        ways.append(f"x.transpose({'1, 2, 0' if x.ndim == 3 else '0, 2, 3, 1'})")
    if filters.shape[1] * groups in (given, x.shape[-1]) and filters.shape[2] == filters.shape[3]:
        ways.append("filters.transpose(0, 2, 3, 1)")
    return f". Channels are last here: {' and '.join(ways)}" if ways else ""
