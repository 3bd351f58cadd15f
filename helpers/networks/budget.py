"""What a network may cost at most and must do at least, and how a network stands to it."""

import reprlib
from dataclasses import dataclass
from typing import NamedTuple

from helpers.arguments import keep_whole
from helpers.networks.network import Row, Totals
from helpers.words import in_bytes


class Line(NamedTuple):
    """One demand of a budget: what a network has, what is asked, and whether that is met."""

    name: str
    amount: str
    limit: str
    met: bool

    def __str__(self) -> str:
        return f"{self.name} {self.amount}, {self.limit}: {'met' if self.met else 'missed'}."


@dataclass(frozen=True)
class Budget:
    """At most so many parameters, bytes and MACs; at least so wide a receptive field and so many maps.

    ``memory`` is what one image takes in a forward pass: parameters and values, 4 bytes each. ``field`` (cells of
    the input) and ``maps`` are those of the last volume, in front of the dense layers.

    Errors: ``ValueError`` for a number below 1.

    >>> from helpers.networks import vgg
    >>> for line in PHONE.lines(vgg("D").rows()):
    ...     print(line)
    Parameters 138,357,544, at most 5,000,000: missed.
    Memory 614.38 MB, at most 30.00 MB: missed.
    MACs 15,470,264,320, at most 300,000,000: missed.
    Receptive field 212, at least 128: met.
    Maps at the end 512, at least 64: met.
    """

    parameters: int
    memory: int
    macs: int
    field: int
    maps: int

    def __post_init__(self):
        keep_whole(self, dict.fromkeys(("parameters", "memory", "macs", "field", "maps"), 1))

    def lines(self, rows: list[Row] | tuple[Row, ...]) -> list[Line]:
        """How a network with these ``rows`` (its ``rows()``) stands to each of the five demands: a list of ``Line``.

        Errors: ``ValueError`` for anything but rows.
        """
        known = isinstance(rows, list | tuple) and all(isinstance(row, Row) for row in rows)
        if not known or "input" not in (row.kind for row in rows):
            raise ValueError(f"rows must be those of a network, as vgg().rows() gives them, got {reprlib.repr(rows)}")
        sums, last = Totals.of(rows), [row for row in rows if row.kind != "dense"][-1]
        (side, *_), field = next(row.output_shape for row in rows if row.kind == "input"), last.receptive_field
        more = f" (more than the {side} of the picture)" if field > side else ""
        return [
            _most("Parameters", sums.parameters, self.parameters),
            _most("Memory", 4 * (sums.parameters + sums.values), self.memory, in_bytes),
            _most("MACs", sums.macs, self.macs),
            _least("Receptive field", field, self.field, more),
            _least("Maps at the end", last.output_shape[2], self.maps),
        ]


def _most(name, amount, limit, written="{:,}".format):
    return Line(name, written(amount), f"at most {written(limit)}", amount <= limit)


def _least(name, amount, limit, more=""):
    return Line(name, f"{amount:,}{more}", f"at least {limit:,}", amount >= limit)


# The task of notebook 09: a network for a phone. AlexNet and VGG exceed all three costs.
PHONE = Budget(parameters=5_000_000, memory=30_000_000, macs=300_000_000, field=128, maps=64)
