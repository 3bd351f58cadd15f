"""Where a network's time goes beside where its multiply-adds are: shares of both, layer by layer."""

from dataclasses import dataclass

from helpers.arguments import whole
from helpers.networks import Network, network_of

KINDS = {"conv": "convolutions", "lrn": "LRN", "pool": "pools", "dense": "FC layers"}


@dataclass(frozen=True)
class Measured:
    """A pass of ``batch`` pictures: ``milliseconds`` of each layer, None where it was not measured, and ``why``."""

    batch: int
    milliseconds: tuple | None
    why: str = ""

    @property
    def total(self):
        """Milliseconds of all layers."""
        return sum(self.milliseconds)

    @property
    def shares(self):
        """Each layer's part of the total."""
        return [taken / self.total for taken in self.milliseconds]


@dataclass(frozen=True, eq=False)
class Times:
    """``rows`` are a network's layers, ``macs`` the MACs of all, ``passes`` what was ``Measured`` of them."""

    network: Network
    rows: tuple
    macs: int
    passes: tuple

    @property
    def measured(self):
        """The passes that were measured."""
        return [each for each in self.passes if each.milliseconds]

    @property
    def shares(self):
        """Each layer's part of the MACs."""
        return [row.macs / self.macs for row in self.rows]

    def price(self, k, measured):
        """How long a MAC of layer ``k`` takes against one of the whole network, None where it has none."""
        return measured.shares[k] / self.shares[k] if self.rows[k].macs else None

    def place(self, k, measured):
        """The place of layer ``k`` in the order of time, 1 for the one that takes longest."""
        return 1 + sum(taken > measured.milliseconds[k] for taken in measured.milliseconds)

    def without(self, measured):
        """What the layers without a multiply-add have of the time."""
        return sum(part for row, part in zip(self.rows, measured.shares, strict=True) if not row.macs)

    def of_kind(self, kind, shares):
        """What the layers of a kind have of all, ``shares`` being each layer's; None where there is no such layer."""
        parts = [share for row, share in zip(self.rows, shares, strict=True) if row.kind == kind]
        return sum(parts) if parts else None


def times_of(network, times):
    """The ``Times`` of a network: ``times`` is {batch: {layer: milliseconds}}, or {batch: why it was not measured}.

    Errors: ``ValueError`` for a network without MACs, for a batch below 1, for other layers than the network has, and
    for times that are not above 0; those of ``network_of``.

    >>> made = times_of("LeNet-5", {1: dict.fromkeys(["C1", "S2", "C3", "S4", "C5", "F6", "output"], 0.5), 8: "no"})
    >>> made.measured[0].total, round(made.of_kind("dense", made.shares), 2), round(made.price(0, made.passes[0]), 2)
    (3.5, 0.14, 0.51)
    """
    network = network_of(network)
    rows = tuple(row for row in network.rows() if row.kind != "input")
    macs = network.totals().macs
    if not macs:
        raise ValueError(f"network must have multiply-adds, and {network.name} has none")
    passes = [_measured(network, rows, whole("batch", batch, 1), taken) for batch, taken in times.items()]
    return Times(network, rows, macs, tuple(passes))


def _measured(network, rows, batch, taken):
    if isinstance(taken, str):
        return Measured(batch, None, taken)
    names = [row.name for row in rows]
    if set(taken) != set(names):
        raise ValueError(
            f"times at batch {batch} must be those of the {len(names)} layers of {network.name}, {', '.join(names)}; "
            f"got {', '.join(taken) or 'none'}"
        )
    for name in names:
        if not taken[name] > 0:
            raise ValueError(f"milliseconds of {name} at batch {batch} must be above 0, got {taken[name]}")
    return Measured(batch, tuple(float(taken[name]) for name in names))
