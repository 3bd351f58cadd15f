"""Where a filter can stand: output sizes, windows along one axis, and what is left over.

Conventions, stated here once and used by everything else:

- Sizes count cells (pixels). ``n`` is the input's size along one axis, ``f`` the filter's.
- ``padding`` counts cells of zeros on *each* side, so the padded axis has ``n + 2*padding`` cells.
- ``dilation`` is the distance between two taps of the filter, which then spans
  ``span = dilation*(f - 1) + 1`` cells.
- A filter fits when ``(n + 2*padding - span) / stride`` is a whole number. ``rounding="exact"``
  refuses anything else, as the lecture does; ``"floor"`` leaves the last cells out, as PyTorch does;
  ``"ceil"`` adds a window that reaches past the end, as PyTorch's pooling does with ``ceil_mode``.

Source: Dumoulin & Visin, *A guide to convolution arithmetic for deep learning*, arXiv:1603.07285.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from helpers.arguments import keep_whole, one_of, plain, several, whole
from helpers.words import amount, amount_is, is_or_are, sentence

ROUNDINGS = ("exact", "floor", "ceil")


def spanned(f: int, dilation: int = 1) -> int:
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
    >>> up = Windows(n=7, f=3, stride=3, rounding="ceil")
    >>> up.starts, up.left_over, up.past_end
    ((0, 3, 6), 0, 2)

    With ``rounding`` "floor" and "exact" these are the windows that lie inside, also where cells are left over:
    only ``allowed`` and ``size`` tell the two apart. "ceil" adds one that reaches past the end, if it starts inside
    the input or its left padding: PyTorch's dialect. Caffe's drops one that starts behind the input only where there
    is padding. With ``pooling``, sentences speak of a window, and more padding than half of it leaves no window at
    all.

    Errors: ``TypeError`` for anything but whole numbers, ``ValueError`` for ``n``, ``f``, ``stride`` or
    ``dilation`` below 1, ``padding`` below 0 and another rounding.
    """

    n: int
    f: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    rounding: str = "floor"
    pooling: bool = False

    def __post_init__(self):
        keep_whole(self, {"n": 1, "f": 1, "stride": 1, "padding": 0, "dilation": 1})
        one_of("rounding", self.rounding, ROUNDINGS)

    @cached_property
    def span(self) -> int:
        """Cells from the window's first tap to its last."""
        return spanned(self.f, self.dilation)

    @property
    def most_padding(self) -> int:
        """The most padding that is worth a try: half of a pooling window; else, the first would see nothing else."""
        return self.f // 2 if self.pooling else self.span - 1

    @property
    def overpadded(self) -> bool:
        """True for pooling with more padding than half of the window, which is refused, as PyTorch does."""
        return self.pooling and self.padding > self.most_padding

    @property
    def length(self) -> int:
        """Cells of the padded axis."""
        return self.n + 2 * self.padding

    @cached_property
    def exact(self) -> Fraction:
        """The formula's own answer, a Fraction: whole when the filter fits."""
        return Fraction(self.length - self.span, self.stride) + 1

    @property
    def fits(self) -> bool:
        """True when at least one window fits and no cell is left over."""
        return self.span <= self.length and self.exact.denominator == 1 and not self.overpadded

    @cached_property
    def count(self) -> int:
        """How many windows there are."""
        if self.overpadded:
            return 0
        inside = max(0, (self.length - self.span) // self.stride + 1)
        up = self.rounding == "ceil" and self.exact > inside and inside * self.stride < self.n + self.padding
        return inside + up

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """First cell of every window, in padded coordinates: 0 is the first padded cell."""
        return tuple(range(0, self.count * self.stride, self.stride))

    @cached_property
    def allowed(self) -> bool:
        """True where there is a window and, if ``rounding`` is "exact", no cell is left over."""
        return self.count > 0 and (self.fits or self.rounding != "exact")

    @property
    def size(self) -> int:
        """``count``, the output's size. Errors: ``ValueError`` where the windows are not allowed."""
        if not self.allowed:
            raise ValueError(self.explain())
        return self.count

    @property
    def taps(self) -> list[list[int]]:
        """The cells that each window reads, window by window, in padded coordinates."""
        return [list(range(start, start + self.span, self.dilation)) for start in self.starts]

    @property
    def reach(self) -> int:
        """Cells from the padded axis's first one to the last that a window covers."""
        return (self.count - 1) * self.stride + self.span if self.count else 0

    @cached_property
    def past_end(self) -> int:
        """Cells behind the padded axis that the last window covers."""
        return max(0, self.reach - self.length)

    @property
    def left_over(self) -> int:
        """Cells behind the last window; all of them where there is none."""
        return max(0, self.length - self.reach)

    @cached_property
    def nearest(self) -> dict[str, tuple[int, ...]]:
        """The strides, and the paddings, closest to the present ones that would fit; empty where none does."""
        return self._nearest({"stride": None, "padding": None})

    def _nearest(self, most):
        """``nearest``, for the numbers in ``most`` only, and up to what it says for each."""
        room, widest = self.length - self.span, self.most_padding
        worth = {
            "stride": (1, max(room, 1) if room else self.stride),
            "padding": (max(0, -(-(self.span - self.n) // 2)), widest if self.pooling else max(widest, self.padding)),
        }
        near = {}
        for name, up_to in most.items():
            low, high = worth[name]
            near[name] = self._closest(name, low, high if up_to is None else min(high, up_to))
        return near

    def _closest(self, name, low, high):
        """The values of ``name`` in ``low``..``high`` that fit and are closest to the present one."""
        now = getattr(self, name)
        if low > high or (name == "stride" and self.span > self.length):
            return ()
        first = min(max(now, low), high)
        far = max(first - low, high - first)
        if name == "padding":  # if one fits, then another one so many cells further on
            far = min(far, self.stride)
        for distance in range(far + 1):
            near = sorted({first - distance, first + distance})
            fitting = [v for v in near if low <= v <= high and replace(self, **{name: v}).fits]
            if fitting:
                return tuple(fitting)
        return ()

    @property
    def formula(self) -> str:
        """The lecture's formula with the numbers put in.

        >>> print(Windows(n=7, f=3, stride=3).formula)
        (7 + 2*0 - 3)/3 + 1 = 2.33
        """
        value = f"{float(self.exact):.2f}"
        if value.endswith(".00"):  # a whole number, or one like 1999/1000 that must not read as one
            value = str(self.exact)
        return f"({self.n} + 2*{self.padding} - {self.span})/{self.stride} + 1 = {value}"

    def explain(self, most: dict[str, int] | None = None) -> str:
        """Why the filter does not fit, in a sentence or two with the numbers and what would fit; "" if it does.
        ``most``, for example {"stride": 4}, names what can be changed, and up to what; None for all.
        """
        if self.fits:
            return ""
        what = "window" if self.pooling else "filter"
        if self.overpadded:
            return (
                f"padding must be at most half of the {what}, {self.most_padding} for {self.f} cells, "
                f"got {self.padding}"
            )
        dilated = f", spread over {self.span} cells by dilation {self.dilation}," if self.span > self.f else ""
        if self.span > self.length:
            padded, there = "padded input" if self.padding else "input", is_or_are(self.length)
            reason = (
                f"a {what} of {amount(self.f, 'cell')}{dilated} is larger than the {padded}: "
                f"it needs {self.span} cells, and {self.n} + 2*{self.padding} = {self.length} {there} there"
            )
        else:
            reason = (
                f"a {what} of {amount(self.f, 'cell')}{dilated} does not fit {amount(self.n, 'cell')} "
                f"at stride {self.stride} with padding {self.padding}: {self.formula}, and "
                f"{amount_is((self.length - self.span) % self.stride, 'cell')} left over"
            )
        return f"{reason}. {self._would_fit(most)}".rstrip()

    def _would_fit(self, most):
        near = self.nearest if most is None else self._nearest(most)
        ways = " or ".join(f"{name} {' or '.join(map(str, values))}" for name, values in near.items() if values)
        if not ways and most is None:
            ways = f"no stride and no padding below {self.most_padding + 1}"
        ways = ways or " and ".join(f"no {name} up to {up_to}" for name, up_to in most.items())
        return f"{sentence(ways)} would fit." if ways else ""


def output_size(n: int, f: int, stride: int = 1, padding: int = 0, dilation: int = 1, rounding: str = "exact") -> int:
    """Number of places that a filter of ``f`` cells takes along ``n`` cells.

    ``(n + 2*padding - span) / stride + 1`` with ``span = dilation*(f - 1) + 1``.

    ``rounding``: ``"exact"`` raises where the result is not whole, ``"floor"`` rounds it down, ``"ceil"``
    rounds it up as long as the last window starts inside the input or its left padding, as PyTorch does.

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
    return Windows(n, f, stride, padding, dilation, rounding).size


def same_padding(f: int, dilation: int = 1) -> int:
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


def receptive_field(layers: Iterable[tuple[int, ...]]) -> list[tuple[int, int]]:
    """How much each layer of a stack sees: for each, (receptive field, effective stride), both in input cells.

    ``layers`` are (size, stride) or (size, stride, dilation) of convolutions and pools alike, the first one nearest
    to the input. A cell of it sees itself: r = 1, j = 1. A layer makes ``r + d*(f - 1)*j`` of r, and ``j*s`` of j.

    Errors: ``ValueError`` and ``TypeError`` for numbers that are not whole and at least 1.

    >>> receptive_field([(3, 1), (3, 1), (2, 2)]), receptive_field([(2, 1, 2**i) for i in range(10)])[-1]  # WaveNet's
    ([(3, 1), (5, 1), (6, 2)], (1024, 1))
    >>> vgg16 = [layer for n in (2, 2, 3, 3, 3) for layer in [(3, 1)] * n + [(2, 2)]]
    >>> receptive_field(vgg16)[-1]
    (212, 32)

    Source: Dumoulin & Visin, arXiv:1603.07285, and Araujo, Norris & Sim, *Computing Receptive Fields*, Distill 2019.
    """
    field, step, result = 1, 1, []
    for number, layer in enumerate(several("layers", plain(layers), [(3, 1), (2, 2)])):
        if not isinstance(layer, tuple | list) or len(layer) not in (2, 3):
            raise ValueError(f"layers[{number}] must be (size, stride) or (size, stride, dilation), got {layer!r}")
        names = zip(("size", "stride", "dilation"), layer, strict=False)
        f, s, *d = (whole(f"layers[{number}] {name}", value, 1) for name, value in names)
        field, step = field + (spanned(f, *d) - 1) * step, step * s
        result.append((field, step))
    return result
