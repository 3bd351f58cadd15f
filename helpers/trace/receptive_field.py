"""Layers one upon another in one dimension: what each of the topmost outputs depends on, row by row."""

from dataclasses import dataclass

from helpers.arguments import several
from helpers.shapes import receptive_field

OUTPUTS = 5  # cells of the top row: the input is as long as these need
MOST = 5  # layers
NONE = "none"
LAYERS = {  # name: (size, stride); the stride is never larger than the size, so that a field has no gaps
    "conv 3": (3, 1),
    "conv 5": (5, 1),
    "conv 3, stride 2": (3, 2),
    "pool 2, stride 2": (2, 2),
    "pool 3, stride 2": (3, 2),
}


@dataclass(frozen=True, eq=False)
class Stack:
    """Layers over an input; rows of cells are counted from the input up, which is row 0.

    ``names`` and ``layers`` (size, stride) are those of the layers; for every row, ``pairs`` has (receptive field,
    effective stride) and ``lengths`` how many cells it has; ``spans[k]`` has the first and the last cell of every row
    that output ``k`` depends on.
    """

    names: tuple
    layers: tuple
    pairs: tuple
    lengths: tuple
    spans: tuple


def stack(names):
    """The ``Stack`` of the layers ``names``, keys of ``LAYERS`` from the input upwards; "none" is left out.

    Errors: ``ValueError`` for an unknown name, or more than five layers.

    >>> two = stack(["conv 3", "pool 2, stride 2"])
    >>> two.pairs, two.lengths, two.spans[1]
    (((1, 1), (3, 1), (4, 2)), (12, 10, 5), ((2, 5), (2, 3), (1, 1)))
    """
    names = several("names", names, ["conv 3", "pool 2, stride 2"])
    unknown = [name for name in names if name not in (NONE, *LAYERS)]
    if unknown:
        raise ValueError(f"names has {unknown[0]!r}; the layers are {', '.join(map(repr, (NONE, *LAYERS)))}")
    if len(names) > MOST:
        raise ValueError(f"names must have at most {MOST} layers, got {len(names)}")
    names = tuple(name for name in names if name != NONE)
    layers = tuple(LAYERS[name] for name in names)
    spans = tuple(_below(layers, k) for k in range(OUTPUTS))
    lengths = tuple(last + 1 for _, last in spans[-1])
    return Stack(names, layers, ((1, 1), *receptive_field(layers)), lengths, spans)


def _below(layers, k):
    """The first and the last cell of every row, from the input up, that output ``k`` depends on."""
    spans = [(k, k)]
    for f, s in reversed(layers):
        first, last = spans[-1]
        spans.append((first * s, last * s + f - 1))
    return tuple(reversed(spans))
