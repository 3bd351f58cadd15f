"""A network: a tuple of layers, one accounting of what they make and cost, and the forward pass."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod

import numpy as np

from helpers.arguments import plain, text, whole
from helpers.layers import relu, softmax
from helpers.networks.layers import LRN, Conv, Dense, Layer, Pool, Shape
from helpers.networks.weights import SeededWeights, Weights, of_layer
from helpers.words import times


@dataclass(frozen=True)
class Row:
    """What one layer makes of its input, and what that costs for one image.

    ``values`` are the numbers that the layer puts out; ``macs`` its multiply-adds. ``receptive_field`` and
    ``effective_stride`` count cells of the network's input along one side; with padding, the field may reach
    beyond the picture. ``layer`` is the layer itself, None for the input and for what works in place.
    """

    name: str
    kind: str
    input_shape: Shape
    output_shape: Shape
    weights: int
    biases: int
    macs: int
    receptive_field: int
    effective_stride: int
    formula: str
    layer: Layer | None = None

    @property
    def values(self) -> int:
        """Numbers in the output of one image."""
        return prod(self.output_shape)

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return self.weights + self.biases

    @property
    def value_formula(self) -> str:
        """Rows times columns times channels, as the lecture writes memory: ``224*224*64 = 3,211,264``."""
        return f"{times(self.output_shape, '*')} = {self.values:,}"

    @property
    def weight_formula(self) -> str:
        """The weights as the lecture counts them: ``(3*3*64)*128 = 73,728``; "0" where there are none."""
        if self.kind == "dense":
            return self.formula
        shapes = self.layer and self.layer.weight_shapes(self.input_shape)
        if not shapes:
            return "0"
        k, f, _, c = shapes[0]
        return f"({f}*{f}*{c})*{k} = {self.weights:,}"

    @property
    def mac_formula(self) -> str:
        """Places times weights: ``55*55*(11*11*3)*96 = 105,415,200``; "0" where nothing is multiplied."""
        if self.kind != "conv":
            return self.weight_formula
        side = self.output_shape[0]
        return f"{side}*{side}*{self.weight_formula.partition(' ')[0]} = {self.macs:,}"


@dataclass(frozen=True)
class Totals:
    """The sums of the columns of some rows, for one image; of a whole network, ``values`` include the input's.

    ``weight_layers`` counts the rows that have weights.
    """

    values: int
    weights: int
    biases: int
    parameters: int
    macs: int
    weight_layers: int

    @staticmethod
    def of(rows: Collection[Row]) -> "Totals":
        """The sums over ``rows``, all of a network's or some of them.

        >>> block = Totals.of(list(walk((8, 8, 3), [Conv("conv1", 4, 3, padding=1), Pool("pool1", 2)])))
        >>> block.values, block.parameters, block.weight_layers
        (512, 112, 1)
        """
        columns = ("values", "weights", "biases", "parameters", "macs")
        sums = {column: sum(getattr(row, column) for row in rows) for column in columns}
        return Totals(**sums, weight_layers=sum(row.weights > 0 for row in rows))


@dataclass(frozen=True)
class Network:
    """Layers in a row, on a picture of ``input_shape`` (side, side, channels).

    ``softmax`` says whether the last layer's values are scores that a softmax makes probabilities of, as by default.

    >>> tiny = Network("tiny", (7, 7, 3), (Conv("conv1", 10, 3), Dense("scores", 2, relu=False)))
    >>> [(row.name, row.output_shape, row.parameters) for row in tiny.rows()]
    [('input', (7, 7, 3), 0), ('conv1', (5, 5, 10), 280), ('scores', (1, 1, 2), 502)]
    >>> Network("tiny", (7, 7, 3), (Conv("conv1", 10, 3, stride=3),))
    Traceback (most recent call last):
    ValueError: conv1 of tiny does not fit its input, 7x7x3: a filter of 3 cells does not fit 7 cells at stride 3 \
with padding 0: (7 + 2*0 - 3)/3 + 1 = 2.33, and 1 cell is left over. Stride 2 or 4 or padding 1 would fit.

    Errors: ``ValueError`` for a layer that does not fit, which it names; for a shape that is not square, and
    for two layers of one name; ``TypeError`` for what is no layer.
    """

    name: str
    input_shape: Shape
    layers: tuple[Layer, ...]
    softmax: bool = True

    def __post_init__(self):
        text("name", self.name)
        object.__setattr__(self, "layers", _layers(self.name, self.layers))
        object.__setattr__(self, "input_shape", _square(self.input_shape))
        names = ["input"]
        for layer in self.layers:
            if layer.name in names:
                raise ValueError(f"layers of {self.name}: the name {layer.name!r} is taken")
            names.append(layer.name)
        self._rows  # noqa: B018 (a layer that does not fit is refused here)

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        return tuple(walk(self.input_shape, self.layers, self.name))

    @cached_property
    def _totals(self) -> Totals:
        return Totals.of(self._rows)

    def rows(self, detail: bool = False) -> list[Row]:
        """The input, then a row for every layer; with ``detail``, ReLU, dropout and softmax have rows of their own.

        They work in place, so that in the short form they belong to the row of their layer.
        """
        if not detail:
            return list(self._rows)
        split = []
        for row in self._rows:
            split += [row, *(_in_place(row, kind) for kind in self._afterwards(row))]
        return split

    def totals(self) -> Totals:
        """The sums of the columns of ``rows()``."""
        return self._totals

    def row(self, name: str) -> Row:
        """The row of the layer ``name``; ``ValueError`` with the names there are."""
        rows = {row.name: row for row in self.rows()}
        if name not in list(rows):
            raise ValueError(f"{self.name} has no layer {name!r}; its layers are {', '.join(rows)}")
        return rows[name]

    def resized(self, side: int) -> "Network":
        """The same layers on a picture of another side."""
        side = whole("side", side, 1)
        return replace(self, input_shape=(side, side, self.input_shape[2]))

    def until(self, name: str) -> "Network":
        """The network cut off behind the layer ``name``; without the softmax, unless that is the last one."""
        self.row(name)
        names = [layer.name for layer in self.layers]
        end = names.index(name) + 1 if name in names else 0
        return replace(self, layers=self.layers[:end], softmax=self.softmax and end == len(names))

    def random_weights(self, seed: int = 0) -> SeededWeights:
        """Weights drawn from ``seed``, each layer's when it is asked for: nothing is held twice."""
        return SeededWeights(self, seed)

    def forward(self, image: np.ndarray, weights: Weights, detail: bool = False) -> Iterator[tuple[Row, np.ndarray]]:
        """Run the network: an iterator of (row, array), one for each of ``rows(detail)``.

        ``image`` has the input's shape, or (N, side, side, channels); each array is its row's ``output_shape``,
        or (N, ...). ``weights[name]`` is a pair (weights, biases), for example from a file or from
        ``random_weights``; it is asked for once, when its layer's turn comes, and let go after it.

        Errors: ``ValueError`` for another shape of the image, and for weights that are missing or do not fit.

        >>> tiny = Network("tiny", (2, 2, 1), (Dense("scores", 2, relu=False),))
        >>> weights = {"scores": (np.array([[1, 0, 0, 0], [0, 0, 0, 1]]), np.array([0, 0]))}
        >>> [(row.name, array.ravel().round(3).tolist()) for row, array in tiny.forward(np.ones((2, 2, 1)), weights)]
        [('input', [1.0, 1.0, 1.0, 1.0]), ('scores', [0.5, 0.5])]
        """
        x = np.asarray(image)
        if x.shape[-3:] != self.input_shape or x.ndim not in (3, 4):
            wanted = times(self.input_shape, "x")
            raise ValueError(f"image must be {wanted} for {self.name}, or a batch of such, got shape {x.shape}")
        return self._run(x.astype(np.float32) if x.dtype.kind in "biu" else x, weights, detail)

    def _run(self, x, weights, detail):
        for row in self.rows():
            if row.layer:
                x = row.layer.apply(x, *of_layer(row, weights))
            after = self._afterwards(row)
            if not detail:
                for kind in after:
                    x = IN_PLACE[kind](x)
            yield row, x
            if detail:
                for kind in after:
                    x = IN_PLACE[kind](x)
                    yield _in_place(row, kind), x

    def _afterwards(self, row):
        """What is done in place behind a row, in order."""
        if not row.layer:
            return []
        last = self.softmax and row.layer is self.layers[-1]
        done = {"relu": row.layer.relu, "dropout": row.layer.dropout > 0, "softmax": last}
        return [kind for kind, here in done.items() if here]

    def __str__(self) -> str:
        """The table of the rows, with its totals: one image, weights and biases apart."""
        lines = [f"{self.name}: one image; weights and biases apart, MACs of convolutions and dense layers"]
        lines.append(f"{'layer':<9}{'output':>12}{'values':>12}{'weights':>13}{'biases':>8}{'MACs':>16}   formula")
        for row in self.rows():
            shape = times(row.output_shape, "x")
            numbers = f"{row.values:>12,}{row.weights:>13,}{row.biases:>8,}{row.macs:>16,}"
            lines.append(f"{row.name:<9}{shape:>12}{numbers}   {row.formula}")
        all_ = self.totals()
        lines.append(f"{'total':<21}{all_.values:>12,}{all_.weights:>13,}{all_.biases:>8,}{all_.macs:>16,}")
        return "\n".join(lines)


LAYERS = Conv | Pool | LRN | Dense
# A trained network drops nothing: dropout is for training.
IN_PLACE = {"relu": relu, "dropout": lambda x: x, "softmax": softmax}


def walk(input_shape: Shape, layers: Iterable[Layer], network: str = "the network") -> Iterator[Row]:
    """The rows of ``layers`` one by one, as far as they fit: then a ``ValueError`` that names the layer.

    >>> [row.output_shape for row in walk((8, 8, 1), [Pool("pool1", 2), Pool("pool2", 2)])]
    [(8, 8, 1), (4, 4, 1), (2, 2, 1)]
    """
    shape, field, step = _square(input_shape), 1, 1
    product = f"{times(shape, '*')} = {prod(shape):,}"
    yield Row("input", "input", shape, shape, 0, 0, 0, field, step, product)
    for layer in _layers(network, layers):
        try:
            output = layer.output_shape(shape)
        except ValueError as error:
            given = times(shape, "x")
            raise ValueError(f"{layer.name} of {network} does not fit its input, {given}: {error}") from None
        f, stride = layer.reach(shape)
        field, step = field + (f - 1) * step, step * stride
        weights, biases = layer.weight_shapes(shape) or ((0,), (0,))
        counts = prod(weights), prod(biases), layer.macs(shape)
        yield Row(layer.name, layer.kind, shape, output, *counts, field, step, layer.formula(shape), layer)
        shape = output


def _in_place(row, kind):
    """The row of what works in place on another row's values."""
    name, shape = f"{row.name} {kind}", row.output_shape
    field, step = row.receptive_field, row.effective_stride
    return Row(name, kind, shape, shape, 0, 0, 0, field, step, f"{shape[0]} stays {shape[0]}")


def _layers(network, layers):
    """The layers of a network as a tuple: a single one is no list of layers."""
    if isinstance(layers, LAYERS):
        raise TypeError(f"layers of {network} must be a list, and a tuple of one needs a comma, got {layers!r} alone")
    if not isinstance(layers, Iterable):
        raise TypeError(f"layers of {network} must be a list of Conv, Pool, LRN and Dense, got {layers!r}")
    layers = tuple(layers)
    for layer in layers:
        if not isinstance(layer, LAYERS):
            raise TypeError(f"layers of {network} must be Conv, Pool, LRN or Dense, got {layer!r}")
    return layers


def _square(shape):
    """An input's shape: (side, side, channels)."""
    shape = plain(shape)
    if not isinstance(shape, tuple | list) or len(shape) != 3 or shape[0] != shape[1]:
        raise ValueError(f"input_shape must be (side, side, channels), got {shape!r}")
    return tuple(whole(f"input_shape[{axis}]", size, 1) for axis, size in enumerate(shape))
