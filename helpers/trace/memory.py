"""What a network takes of a card's memory: its parts, and how full each card is."""

from dataclasses import dataclass
from typing import NamedTuple

from helpers.networks import Memory, Network, memory_of, network_of
from helpers.networks.memory import GIB, GPUS

PARTS = {  # in a picture: in a Memory
    "weights": "weights",
    "activations": "activations",
    "their gradients": "activation_gradients",
    "the weights' gradients": "weight_gradients",
    "momentum": "momentum",
}


class Card(NamedTuple):
    """A graphics card: ``full`` is how many times the memory fills it, ``most`` the largest batch that it holds."""

    words: str
    capacity: int
    full: float
    most: int


@dataclass(frozen=True, eq=False)
class Needs:
    """The ``memory`` of a network in a ``mode``; ``parts`` {name: bytes} are those that there are, in their order."""

    network: Network
    mode: str
    memory: Memory
    parts: dict
    cards: tuple


def needs(network, batch=1, bytes_per_value=4, mode="forward"):
    """The ``Needs`` of a network: the arguments and the errors are those of ``networks.memory_of``.

    Errors: ``ValueError`` for a network without weights.

    >>> found = needs("VGG-D", 64, mode="training")
    >>> list(found.parts)[2:], found.cards[1].words, found.cards[1].most
    (['their gradients', "the weights' gradients", 'momentum'], 'Titan Black, 6 GiB (four for VGG)', 39)
    """
    network = network_of(network)
    memory = memory_of(network, batch, bytes_per_value, mode)
    if not memory.weights:
        raise ValueError(f"network must have weights, and {network.name} has none")
    parts = {name: size for name, attribute in PARTS.items() if (size := getattr(memory, attribute))}
    cards = []
    for name, (size, note) in GPUS.items():
        capacity = size * GIB
        words = f"{name}, {size} GiB ({note})"
        cards.append(Card(words, capacity, memory.total / capacity, memory.largest_batch(capacity)))
    return Needs(network, mode, memory, parts, tuple(cards))
