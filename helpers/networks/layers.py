"""The layers of a network as data: what each makes of its input's shape, what it costs, and how it is computed.

A volume's shape is (side, side, channels): every network of the course looks at square pictures. A dense layer
gives (1, 1, outputs), as the lecture writes it, and takes any volume, flattened row by row.
"""

from dataclasses import dataclass
from math import prod

import numpy as np

from helpers.arguments import keep_whole, one_of, real, text
from helpers.layers import avg_pool2d, conv2d, dense, local_response_norm, max_pool2d
from helpers.shapes import ROUNDINGS, Windows, spanned
from helpers.words import times

Shape = tuple[int, int, int]  # (side, side, channels)
ROUNDED = {"floor": "down", "ceil": "up"}


@dataclass(frozen=True)
class Conv:
    """A convolution layer: ``filters`` filters of ``f`` x ``f`` cells, ``dilation`` apart, then ReLU.

    >>> conv1 = Conv("conv1", 96, 11, stride=4)
    >>> conv1.output_shape((227, 227, 3)), conv1.formula((227, 227, 3))
    ((55, 55, 96), '(227 + 2*0 - 11)/4 + 1 = 55')
    >>> fc6 = Conv("fc6", 1024, 3, padding=6, dilation=6)       # of SSD, which made a convolution of VGG's
    >>> fc6.output_shape((19, 19, 512)), fc6.reach((19, 19, 512))
    ((19, 19, 1024), (13, 1))
    """

    name: str
    filters: int
    f: int
    stride: int = 1
    padding: int = 0
    groups: int = 1
    relu: bool = True
    rounding: str = "exact"
    dilation: int = 1
    kind = "conv"
    dropout = 0.0

    def __post_init__(self):
        text("name of a layer", self.name)
        leasts = {"filters": 1, "f": 1, "stride": 1, "padding": 0, "groups": 1, "dilation": 1}
        keep_whole(self, leasts, f" of {self.name}")
        one_of(f"rounding of {self.name}", self.rounding, ROUNDINGS)

    def windows(self, shape: Shape) -> Windows:
        """The places of a filter along one side of a volume of this shape."""
        return Windows(shape[0], self.f, self.stride, self.padding, self.dilation, self.rounding)

    def output_shape(self, shape: Shape) -> Shape:
        """(side, side, filters); ``ValueError`` where the filters do not fit the volume or its channels."""
        shape = _ints(shape)
        if shape[2] % self.groups or self.filters % self.groups:
            raise ValueError(
                f"groups = {self.groups} must divide the {shape[2]} channels of its input "
                f"and its {self.filters} filters"
            )
        side = self.windows(shape).size
        return side, side, self.filters

    def weight_shapes(self, shape: Shape) -> tuple[tuple[int, ...], tuple[int]]:
        """The shapes of its filters (K, F, F, C // groups) and of its biases (K,)."""
        return (self.filters, self.f, self.f, _ints(shape)[2] // self.groups), (self.filters,)

    def macs(self, shape: Shape) -> int:
        """Multiply-adds for one image: every output value takes a whole filter."""
        return prod(self.output_shape(shape)) * prod(self.weight_shapes(shape)[0][1:])

    def reach(self, shape: Shape) -> tuple[int, int]:
        """(size, stride) of the window that one output looks through, its gaps included."""
        return spanned(self.f, self.dilation), self.stride

    def formula(self, shape: Shape) -> str:
        """The output size, with its numbers."""
        return _size_formula(self, shape)

    def apply(self, x: np.ndarray, weights: np.ndarray, biases: np.ndarray) -> np.ndarray:
        """The layer's sums, before ReLU."""
        names = ("stride", "padding", "dilation", "groups", "rounding")
        return conv2d(x, weights, biases, **{name: getattr(self, name) for name in names})


class Untrained:
    """What a layer without weights is asked all the same."""

    relu = False
    dropout = 0.0

    def weight_shapes(self, shape: Shape) -> None:
        """None: there is nothing to train."""
        return None

    def macs(self, shape: Shape) -> int:
        """0: a pool multiplies by no weight; by the course's convention LRN does not count either."""
        return 0


@dataclass(frozen=True)
class Pool(Untrained):
    """A pooling layer: the largest value of each window of ``f`` x ``f`` cells, or their mean with ``average``.

    >>> Pool("pool1", 3, stride=2).output_shape((55, 55, 96))       # AlexNet's windows overlap
    (27, 27, 96)
    """

    name: str
    f: int
    stride: int | None = None  # None: as far as the window is wide
    padding: int = 0
    average: bool = False
    rounding: str = "exact"
    kind = "pool"

    def __post_init__(self):
        text("name of a layer", self.name)
        if self.stride is None:
            object.__setattr__(self, "stride", self.f)
        keep_whole(self, {"f": 1, "stride": 1, "padding": 0}, f" of {self.name}")
        one_of(f"rounding of {self.name}", self.rounding, ROUNDINGS)

    def windows(self, shape: Shape) -> Windows:
        """The places of the window along one side of a volume of this shape."""
        return Windows(shape[0], *self.reach(shape), self.padding, rounding=self.rounding, pooling=True)

    def output_shape(self, shape: Shape) -> Shape:
        """(side, side, as many channels as before); ``ValueError`` where the windows do not fit."""
        side = self.windows(shape).size
        return side, side, _ints(shape)[2]

    def reach(self, shape: Shape) -> tuple[int, int]:
        """(size, stride) of its window."""
        return self.f, self.stride or self.f

    def formula(self, shape: Shape) -> str:
        """The output size, with its numbers."""
        return _size_formula(self, shape)

    def apply(self, x: np.ndarray) -> np.ndarray:
        """The pooled volume."""
        pool = avg_pool2d if self.average else max_pool2d
        return pool(x, self.f, self.stride, self.padding, rounding=self.rounding)


@dataclass(frozen=True)
class LRN(Untrained):
    """Local response normalisation: every value is divided by a power of its neighbours' squares across channels."""

    name: str
    size: int = 5
    k: float = 2.0
    alpha: float = 1e-4
    beta: float = 0.75
    kind = "lrn"

    def __post_init__(self):
        text("name of a layer", self.name)
        keep_whole(self, {"size": 1}, f" of {self.name}")
        for field in ("k", "alpha", "beta"):
            real(f"{field} of {self.name}", getattr(self, field), 0 if field == "alpha" else None)
        if self.size % 2 == 0:
            raise ValueError(f"size of {self.name} must be odd, as many channels before as behind, got {self.size}")
        if self.k <= 0:
            raise ValueError(f"k of {self.name} must be above 0, got {self.k}")

    def output_shape(self, shape: Shape) -> Shape:
        """The same shape."""
        return _ints(shape)

    def reach(self, shape: Shape) -> tuple[int, int]:
        """It looks at one cell, through several channels."""
        return 1, 1

    def formula(self, shape: Shape) -> str:
        """The size stays."""
        return f"{shape[0]} stays {shape[0]}"

    def apply(self, x: np.ndarray) -> np.ndarray:
        """The normalised volume."""
        return local_response_norm(x, self.size, self.k, self.alpha, self.beta)


@dataclass(frozen=True)
class Dense:
    """A fully connected layer: each of its ``outputs`` values sees every value of its input; then ReLU.

    >>> Dense("fc6", 4096).formula((7, 7, 512))
    '7*7*512*4096 = 102,760,448'
    """

    name: str
    outputs: int
    relu: bool = True
    dropout: float = 0.0  # the share of values that training sets to 0; ``forward`` leaves all as they are
    kind = "dense"

    def __post_init__(self):
        text("name of a layer", self.name)
        keep_whole(self, {"outputs": 1}, f" of {self.name}")
        real(f"dropout of {self.name}", self.dropout, 0, 1)

    def output_shape(self, shape: Shape) -> Shape:
        """(1, 1, outputs)."""
        return 1, 1, self.outputs

    def weight_shapes(self, shape: Shape) -> tuple[tuple[int, ...], tuple[int]]:
        """The shapes of its weights (outputs, inputs) and of its biases (outputs,)."""
        return (self.outputs, prod(_ints(shape))), (self.outputs,)

    def macs(self, shape: Shape) -> int:
        """One multiply-add for each weight."""
        return self.outputs * prod(_ints(shape))

    def reach(self, shape: Shape) -> tuple[int, int]:
        """It is a convolution whose filter covers the whole volume, in one place."""
        return shape[0], 1

    def formula(self, shape: Shape) -> str:
        """Inputs times outputs: its weights."""
        return f"{_product(shape)}*{self.outputs} = {self.macs(shape):,}"

    def apply(self, x: np.ndarray, weights: np.ndarray, biases: np.ndarray) -> np.ndarray:
        """The layer's sums, before ReLU, as (..., 1, 1, outputs)."""
        flat = x.reshape(*x.shape[:-3], -1)
        return dense(flat, weights, biases)[..., None, None, :]


def _ints(shape: Shape) -> Shape:
    """A volume's shape in Python's numbers, for a product of NumPy's ends at 2^31 without a word."""
    rows, columns, channels = map(int, shape)
    return rows, columns, channels


def _size_formula(layer, shape):
    """``(N + 2P - F)/S + 1`` with its numbers, and what a result that is not whole was rounded to."""
    windows = layer.windows(shape)
    if windows.fits:
        return windows.formula
    return f"{windows.formula}, rounded {ROUNDED[layer.rounding]} to {windows.size}"


def _product(shape):
    return times(shape if shape[:2] != (1, 1) else shape[2:], "*")


Layer = Conv | Pool | LRN | Dense
