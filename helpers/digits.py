"""What happens to a digit before a network sees it, and how well the network then does.

A digit is (28, 28), whole numbers from 0 (paper) to 255 (ink), as in MNIST; so is a picture of Fashion-MNIST. No
function changes its argument.
"""

from functools import lru_cache
from math import cos, radians, sin, sqrt

import numpy as np

from helpers.arguments import real, whole
from helpers.layers.arrays import grey_levels

SIDE = 28
PEN, RUBBER = (1.25, 2.0), (2.0, 1.0)  # cells: where a stroke has half of its ink, and how wide its edge is
MEAN, SPREAD = np.float32(72.94), np.float32(90.02)  # of the pixels of Fashion-MNIST's 60,000 pictures of training
Z95 = 1.959964  # the 97.5 % point of the normal distribution


def digit_volume(digit):
    """LeNet's input: (28, 28) of 0..255 becomes (32, 32, 1) of 0..1, float32, with two zeros on each side.

    A batch (N, 28, 28) becomes (N, 32, 32, 1). Errors: ``ValueError`` for another shape, and for values that are no
    whole numbers of 0..255.

    >>> volume = digit_volume(np.full((28, 28), 255))
    >>> volume.shape, volume[0, 0, 0].item(), volume[2, 2, 0].item()
    ((32, 32, 1), 0.0, 1.0)

    Source: LeCun et al., 1998, section II.B: strokes reach the middle of the largest receptive fields this way.
    """
    digit = grey_levels("digit", digit)
    if digit.shape[-2:] != (SIDE, SIDE) or digit.ndim not in (2, 3):
        raise ValueError(f"digit must be (28, 28), or a batch (N, 28, 28), got shape {digit.shape}")
    return (_framed(digit, 2) / 255).astype(np.float32)[..., None]


def fashion_volume(picture):
    """What the networks of the small world read: (28, 28) of 0..255 becomes (32, 32, 1), float32.

    Zeros around it, less the mean of all pictures of training, divided by their spread. A batch as ``digit_volume``,
    and so the errors.

    >>> fashion_volume(np.full((28, 28), 255))[[0, 2], [0, 2], 0].round(3).tolist()
    [-0.8100000023841858, 2.0220000743865967]
    """
    return (digit_volume(picture) * np.float32(255) - MEAN) / SPREAD


def shifted(digit, down=0, right=0):
    """The digit moved ``down`` and ``right`` by whole cells, up and left below 0; paper comes in from behind.

    Errors: ``ValueError`` for more than 28 cells, and for another digit than (28, 28) of 0..255.

    >>> spot = np.zeros((28, 28), int)
    >>> spot[3, 5] = 255
    >>> np.argwhere(shifted(spot, down=2, right=-1)).tolist()
    [[5, 4]]
    """
    digit = _digit(digit)
    down, right = whole("down", down, -SIDE, SIDE), whole("right", right, -SIDE, SIDE)
    wide = _framed(digit, SIDE)
    return wide[SIDE - down : 2 * SIDE - down, SIDE - right : 2 * SIDE - right].copy()


def turned(digit, degrees):
    """The digit turned about its middle by ``degrees``, anticlockwise above 0, with paper around it.

    Each cell is mixed from the four cells nearest to where it comes from (bilinear), and rounded.

    >>> bar = np.zeros((28, 28), int)
    >>> bar[13:15, 4:24] = 200
    >>> np.array_equal(turned(bar, 90), bar.T)
    True

    Errors: ``TypeError`` and ``ValueError`` where ``degrees`` is no finite number, or the digit another one than
    (28, 28) of 0..255.
    """
    digit = _digit(digit)
    frame, (top, left, down, right) = _framed(digit, 1), _turned_places(real("degrees", degrees))
    above = frame[top, left] * (1 - right) + frame[top, left + 1] * right
    below = frame[top + 1, left] * (1 - right) + frame[top + 1, left + 1] * right
    mixed = above * (1 - down) + below * down
    return np.rint(mixed).astype(digit.dtype)


@lru_cache(maxsize=4)  # a set of digits is turned by the same angle
def _turned_places(degrees):
    """Where each cell of a turned digit comes from, in a frame of one cell of paper: (top, left), and how far off."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    y, x = np.indices((SIDE, SIDE)) - (SIDE - 1) / 2
    rows, columns = x * s + y * c + (SIDE + 1) / 2, x * c - y * s + (SIDE + 1) / 2
    top, left = (np.clip(np.floor(places), 0, SIDE).astype(int) for places in (rows, columns))
    return top, left, np.clip(rows - top, 0, 1), np.clip(columns - left, 0, 1)


def noisy(digit, amount, seed=0):
    """The digit with normal noise of standard deviation ``amount`` grey levels, cut off at 0 and 255.

    The same ``seed``, a whole number, gives the same noise.

    >>> noise = noisy(np.full((28, 28), 128), 20) - 128
    >>> abs(noise.mean()) < 3, 18 < noise.std() < 22
    (np.True_, np.True_)

    Errors: ``ValueError`` for an ``amount`` or a seed below 0, and for another digit than (28, 28) of 0..255.
    """
    digit = _digit(digit)
    real("amount", amount, 0)
    noise = np.random.default_rng(whole("seed", seed, 0)).standard_normal(digit.shape)
    return np.clip(np.rint(digit + amount * noise), 0, 255).astype(digit.dtype)


def occluded(digit, row, column, size=7):
    """The digit with a square of paper over it: ``size`` cells wide, its upper left cell at (row, column).

    >>> occluded(np.full((28, 28), 9), 26, 0, size=7)[25:, :8].tolist()
    [[9, 9, 9, 9, 9, 9, 9, 9], [0, 0, 0, 0, 0, 0, 0, 9], [0, 0, 0, 0, 0, 0, 0, 9]]

    Source: Zeiler & Fergus, *Visualizing and Understanding Convolutional Networks*, ECCV 2014, section 4.2.
    """
    digit = _digit(digit).copy()
    row, column, size = whole("row", row, -SIDE), whole("column", column, -SIDE), whole("size", size, 0)
    digit[max(0, row) : max(0, row + size), max(0, column) : max(0, column + size)] = 0
    return digit


def drawn(digit, points, rubber=False):
    """The digit with a stroke of the pen, or of the ``rubber``, through ``points``: (down, right) in cells from its
    upper left corner, so that (0.5, 0.5) is the middle of the first cell. One point makes a dot.

    The pen is as wide as those of MNIST, about 2.5 cells, and its edge is soft; the rubber is 4 cells wide.

    >>> drawn(np.zeros((28, 28), int), [(14, 4), (14, 24)])[11:17, 10].tolist()
    [0, 96, 223, 223, 96, 0]

    Errors: ``ValueError`` where a point is no pair of finite numbers.
    """
    digit = _digit(digit)
    try:
        points = np.asarray(points, float)
    except (TypeError, ValueError):
        raise ValueError(f"points must be pairs (down, right) of numbers, got {points!r}") from None
    if points.ndim != 2 or points.shape[1] != 2 or not len(points) or not np.isfinite(points).all():
        raise ValueError(f"points must be pairs (down, right) of numbers, got shape {points.shape}")
    cells = np.indices(digit.shape).transpose(1, 2, 0) + 0.5
    distance = np.full(digit.shape, np.inf)
    for start, end in zip(points, points[1:] if len(points) > 1 else points, strict=False):
        along = end - start
        part = np.clip((cells - start) @ along / max(along @ along, 1e-12), 0, 1)
        distance = np.minimum(distance, np.linalg.norm(cells - start - part[..., None] * along, axis=-1))
    radius, edge = RUBBER if rubber else PEN
    ink = np.rint(255 * np.clip((radius - distance) / edge + 0.5, 0, 1)).astype(int)
    return np.minimum(digit, 255 - ink) if rubber else np.maximum(digit, ink)


def confusion_matrix(labels, answers, classes=10):
    """How often each label got each answer: (classes, classes), labels down, answers across.

    >>> confusion_matrix([0, 0, 1, 2], [0, 1, 1, 1], classes=3)
    array([[1, 1, 0],
           [0, 1, 0],
           [0, 1, 0]])

    Errors: ``ValueError`` where there is not one answer for each label, or a number is not in 0..classes - 1.
    """
    labels, answers = np.asarray(labels), np.asarray(answers)
    if labels.shape != answers.shape or labels.ndim != 1:
        raise ValueError(f"labels {labels.shape} and answers {answers.shape} must be lists of the same length")
    classes = whole("classes", classes, 1)
    for name, numbers in (("labels", labels), ("answers", answers)):
        if numbers.size and numbers.dtype.kind not in "iu":
            raise ValueError(f"{name} must be whole numbers, got {numbers.dtype}")
        if numbers.size and not (numbers.min() >= 0 and numbers.max() < classes):
            raise ValueError(f"{name} must be 0..{classes - 1}, got {numbers.min()}..{numbers.max()}")
    counts = np.zeros((classes, classes), int)
    np.add.at(counts, (labels, answers), 1)
    return counts


def wilson_interval(right, n):
    """Between which shares, (low, high), the true one lies with 95 % confidence when ``right`` of ``n`` were right.

    >>> low, high = wilson_interval(98, 100)
    >>> print(f"{low:.3f} to {high:.3f}")
    0.930 to 0.994

    Errors: ``ValueError`` for ``right`` outside 0..n and for ``n`` below 1.

    Source: Wilson, *Probable Inference, the Law of Succession, and Statistical Inference*, JASA 1927.
    """
    n, right = whole("n", n, 1), whole("right", right, 0)
    if right > n:
        raise ValueError(f"right must be at most n = {n}, got {right}")
    share, z2 = right / n, Z95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return middle - half, middle + half


def _framed(digit, cells):
    """The digit, or each of a batch, with ``cells`` of paper on each side: ``np.pad`` takes ten times as long."""
    *batch, height, width = digit.shape
    framed = np.zeros((*batch, height + 2 * cells, width + 2 * cells), digit.dtype)
    framed[..., cells : cells + height, cells : cells + width] = digit
    return framed


def _digit(digit):
    digit = grey_levels("digit", digit)
    if digit.shape != (SIDE, SIDE):
        raise ValueError(f"digit must be (28, 28), got shape {digit.shape}")
    return digit
