"""Where a filter can stand: output sizes, windows along one axis, and what is left over.

Conventions, stated here once and used by everything else:

- Sizes count cells (pixels). ``n`` is the input's size along one axis, ``f`` the filter's.
- ``padding`` counts cells of zeros on *each* side, so the padded axis has ``n + 2*padding`` cells.
- ``dilation`` is the distance between two taps of the filter, which then spans
  ``span = dilation*(f - 1) + 1`` cells.
- A filter fits when ``(n + 2*padding - span) / stride`` is a whole number. ``rounding="exact"``
  refuses anything else, as the lecture does; ``"floor"`` leaves the last cells out, as PyTorch does;
  ``"ceil"`` adds a window that reaches past the end, as Caffe's pooling does.

Source: Dumoulin & Visin, *A guide to convolution arithmetic for deep learning*, arXiv:1603.07285.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil
from operator import index

from helpers.words import amount, amount_is, is_or_are, sentence

ROUNDINGS = ("exact", "floor", "ceil")


def whole(name, value, least):
    """``value`` as an int of at least ``least``; anything else is an error that names the argument.

    >>> whole("stride", 2, least=1)
    2
    >>> whole("stride", 0, least=1)
    Traceback (most recent call last):
    ValueError: stride must be at least 1, got 0
    """
    if isinstance(value, bool):
        raise TypeError(f"{name} must be a whole number, got {value!r}")
    try:
        number = index(value)
    except TypeError:
        raise TypeError(f"{name} must be a whole number, got {value!r}") from None
    if number < least:
        raise ValueError(f"{name} must be at least {least}, got {number}")
    return number


def pair(name, value, least):
    """``value`` as (rows, columns): one whole number stands for both.

    >>> pair("stride", 2, least=1), pair("stride", (2, 3), least=1)
    ((2, 2), (2, 3))
    """
    if not isinstance(value, tuple | list):
        return (whole(name, value, least),) * 2
    if len(value) != 2:
        raise ValueError(f"{name} must be one number or a pair (rows, columns), got {value!r}")
    return tuple(whole(f"{name} ({axis})", v, least) for axis, v in zip(("rows", "columns"), value, strict=True))


def spanned(f, dilation=1):
    """Number of cells from a filter's first tap to its last: ``dilation*(f - 1) + 1``.

    >>> spanned(3), spanned(3, dilation=2)
    (3, 5)
    """
    return whole("dilation", dilation, 1) * (whole("f", f, 1) - 1) + 1


@dataclass(frozen=True)
class Windows:
    """The places that a filter of size ``f`` takes along ``n`` cells.

    >>> Windows(n=7, f=3, stride=2).starts
    (0, 2, 4)
    >>> refused = Windows(n=7, f=3, stride=3)
    >>> refused.fits, refused.exact, refused.left_over, refused.nearest
    (False, Fraction(7, 3), 1, {'stride': (2, 4), 'padding': (1,)})

    Errors: ``TypeError`` for anything but whole numbers, ``ValueError`` for ``n``, ``f``, ``stride`` or
    ``dilation`` below 1 and ``padding`` below 0.
    """

    n: int
    f: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    what = "filter"  # what the sentences call it

    def __post_init__(self):
        for name, least in (("n", 1), ("f", 1), ("stride", 1), ("padding", 0), ("dilation", 1)):
            object.__setattr__(self, name, whole(name, getattr(self, name), least))

    @property
    def span(self):
        """Cells from the window's first tap to its last."""
        return spanned(self.f, self.dilation)

    @property
    def most_padding(self):
        """The most padding that is worth a try: with more, the first window would see nothing else."""
        return self.span - 1

    @property
    def length(self):
        """Cells of the padded axis."""
        return self.n + 2 * self.padding

    @property
    def exact(self):
        """The formula's own answer, a Fraction: whole when the filter fits."""
        return Fraction(self.length - self.span, self.stride) + 1

    @property
    def fits(self):
        """True when at least one window fits and no cell is left over."""
        return self.span <= self.length and self.exact.denominator == 1

    @cached_property
    def starts(self):
        """First cell of every window that lies inside, in padded coordinates: 0 is the first padded cell."""
        return tuple(range(0, self.length - self.span + 1, self.stride))

    @property
    def left_over(self):
        """Cells behind the last window; all of them where no window fits."""
        return self.length - (self.starts[-1] + self.span) if self.starts else self.length

    @cached_property
    def nearest(self):
        """The strides, and the paddings, closest to the present ones that would fit; empty where none does."""
        return self._nearest({"stride": None, "padding": None})

    def _nearest(self, most):
        """``nearest``, for the numbers in ``most`` only, and up to what it says for each."""
        worth = {
            "stride": range(1, max(self.length - self.span, self.stride) + 1),
            "padding": range(max(self.most_padding, self.padding) + 1),
        }
        fitting = {
            name: [v for v in worth[name] if (up_to is None or v <= up_to) and replace(self, **{name: v}).fits]
            for name, up_to in most.items()
        }
        return {name: _closest(getattr(self, name), values) for name, values in fitting.items()}

    @property
    def formula(self):
        """The lecture's formula with the numbers put in.

        >>> print(Windows(n=7, f=3, stride=3).formula)
        (7 + 2*0 - 3)/3 + 1 = 2.33
        """
        value = f"{float(self.exact):.2f}"
        if value.endswith(".00"):  # a whole number, or one like 1999/1000 that must not read as one
            value = self.exact
        return f"({self.n} + 2*{self.padding} - {self.span})/{self.stride} + 1 = {value}"

    def explain(self, most=None):
        """Why the filter does not fit, in a sentence or two with the numbers and what would fit; "" if it does.
        ``most``, for example {"stride": 4}, names what can be changed, and up to what; None for all.
        """
        if self.fits:
            return ""
        dilated = f", spread over {self.span} cells by dilation {self.dilation}," if self.span > self.f else ""
        if not self.starts:
            padded, there = "padded input" if self.padding else "input", is_or_are(self.length)
            reason = (
                f"a {self.what} of {amount(self.f, 'cell')}{dilated} is larger than the {padded}: "
                f"it needs {self.span} cells, and {self.n} + 2*{self.padding} = {self.length} {there} there"
            )
        else:
            reason = (
                f"a {self.what} of {amount(self.f, 'cell')}{dilated} does not fit {amount(self.n, 'cell')} "
                f"at stride {self.stride} with padding {self.padding}: {self.formula}, and "
                f"{amount_is(self.left_over, 'cell')} left over"
            )
        return f"{reason}. {self._would_fit(most)}".rstrip()

    def _would_fit(self, most):
        near = self.nearest if most is None else self._nearest(most)
        ways = " or ".join(f"{name} {_either(values)}" for name, values in near.items() if values)
        if not ways and most is None:
            ways = f"no stride and no padding below {self.most_padding + 1}"
        ways = ways or " and ".join(f"no {name} up to {up_to}" for name, up_to in most.items())
        return f"{sentence(ways)} would fit." if ways else ""


class PoolingWindows(Windows):
    """The places of a pooling window: padding is at most half of it, as PyTorch demands, so none sees padding alone.

    >>> print(PoolingWindows(n=55, f=2, stride=2).explain())
    a window of 2 cells does not fit 55 cells at stride 2 with padding 0: (55 + 2*0 - 2)/2 + 1 = 27.50, \
and 1 cell is left over. Stride 1 would fit.

    Errors: as ``Windows``, and ``ValueError`` for more padding than half the window.
    """

    what = "window"

    def __post_init__(self):
        super().__post_init__()
        if self.padding > self.most_padding:
            raise ValueError(
                f"padding must be at most half of the window, {self.most_padding} for {self.f} cells, "
                f"got {self.padding}"
            )

    @property
    def most_padding(self):
        """Half of the window, rounded down."""
        return self.f // 2


def _closest(value, candidates):
    distance = min((abs(c - value) for c in candidates), default=None)
    return tuple(c for c in candidates if abs(c - value) == distance)


def _either(values):
    return " or ".join(map(str, values))


def output_size(n, f, stride=1, padding=0, dilation=1, rounding="exact"):
    """Number of places that a filter of ``f`` cells takes along ``n`` cells.

    ``(n + 2*padding - span) / stride + 1`` with ``span = dilation*(f - 1) + 1``.

    ``rounding``: ``"exact"`` raises where the result is not whole, ``"floor"`` rounds it down, ``"ceil"``
    rounds it up as long as the last window starts inside the input or its left padding.

    Errors: ``ValueError`` where the filter does not fit, with the formula, the cells left over and the nearest
    stride and padding that do; ``TypeError`` and ``ValueError`` as in ``Windows``.

    >>> output_size(227, 11, stride=4)      # AlexNet's first layer
    55
    >>> output_size(7, 3, stride=3)
    Traceback (most recent call last):
    ValueError: a filter of 3 cells does not fit 7 cells at stride 3 with padding 0: (7 + 2*0 - 3)/3 + 1 = 2.33, \
and 1 cell is left over. Stride 2 or 4 or padding 1 would fit.
    >>> output_size(7, 3, stride=3, rounding="floor"), output_size(7, 3, stride=3, rounding="ceil")
    (2, 3)

    Source: Dumoulin & Visin, arXiv:1603.07285, relationships 6 and 15.
    """
    if rounding not in ROUNDINGS:
        raise ValueError(f"rounding must be one of {', '.join(map(repr, ROUNDINGS))}, got {rounding!r}")
    windows = Windows(n, f, stride, padding, dilation)
    size = len(windows.starts)
    if rounding == "ceil" and windows.exact > size:
        size = ceil(windows.exact)
        if (size - 1) * windows.stride >= windows.n + windows.padding:
            size -= 1
    if size < 1 or (rounding == "exact" and not windows.fits):
        raise ValueError(windows.explain())
    return size


def same_padding(f, dilation=1):
    """Zeros on each side that keep the size at stride 1: ``dilation*(f - 1)/2``.

    Errors: ``ValueError`` where that is not whole: the two sides would need different paddings.

    >>> [same_padding(f) for f in (3, 5, 7)]
    [1, 2, 3]

    Source: Dumoulin & Visin, arXiv:1603.07285, section 2.2.
    """
    both_sides = spanned(f, dilation) - 1
    if both_sides % 2:
        raise ValueError(
            f"f = {f} with dilation {dilation} needs {amount(both_sides, 'zero')} in all to keep the size: "
            f"an odd number, {both_sides // 2} on one side and {both_sides // 2 + 1} on the other"
        )
    return both_sides // 2


def receptive_field(layers):
    """How much each layer of a stack sees: for each, (receptive field, effective stride), both in input cells.

    ``layers`` are pairs (size, stride) of convolutions and pools alike, the first one nearest to the input. A
    cell of the input sees itself: r = 1 and j = 1. A layer then makes ``r + (f - 1)*j`` of r, and ``j*s`` of j.

    Errors: ``ValueError`` and ``TypeError`` for sizes and strides that are not whole numbers of at least 1.

    >>> receptive_field([(3, 1), (3, 1), (2, 2)])
    [(3, 1), (5, 1), (6, 2)]
    >>> vgg16 = [layer for n in (2, 2, 3, 3, 3) for layer in [(3, 1)] * n + [(2, 2)]]
    >>> receptive_field(vgg16)[-1]
    (212, 32)

    Source: Dumoulin & Visin, arXiv:1603.07285, and Araujo, Norris & Sim, *Computing Receptive Fields*, Distill 2019.
    """
    field, step, result = 1, 1, []
    for number, layer in enumerate(layers):
        if not isinstance(layer, tuple | list) or len(layer) != 2:
            raise ValueError(f"layers[{number}] must be a pair (size, stride), got {layer!r}")
        f, s = whole(f"layers[{number}] size", layer[0], 1), whole(f"layers[{number}] stride", layer[1], 1)
        field, step = field + (f - 1) * step, step * s
        result.append((field, step))
    return result
