"""What a network takes of a card's memory: counted by the lecture's rule, and held at every moment of a step."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from helpers.networks import Held, Memory, Network, StepMemory, memory_of, network_of, step_memory
from helpers.networks.memory import GIB, GPUS

PARTS = {  # in a picture: in a Memory, None where the rule does not count it; in what is Held
    "weights": ("weights", ("weights",)),
    "activations": ("activations", ("activations",)),
    "their gradients": ("activation_gradients", ("activation_gradients",)),
    "the weights' gradients": ("weight_gradients", ("weight_gradients",)),
    "momentum": ("momentum", ("momentum",)),
    "places, LRN, dropout": (None, ("places", "lrn", "dropout")),
    "room to compute": (None, ("room",)),
    "the library's own": (None, ("library",)),
}


class Card(NamedTuple):
    """A graphics card: ``full`` is how many times the step fills it, ``most`` the largest batch that it holds."""

    words: str
    capacity: int
    full: float
    most: int


@dataclass(frozen=True, eq=False)
class Needs:
    """The ``memory`` of a network in a ``mode`` by the lecture's rule, and its ``step``, simulated.

    ``counted`` and ``held`` have the parts that there are, in their order: {name: bytes by the rule, None where it
    does not count them} and {name: an array, the bytes at each moment of the step}. ``peak`` is the moment at which
    most is held, ``line`` an array of those at which a layer, on its way, holds most.
    """

    network: Network
    mode: str
    memory: Memory
    step: StepMemory
    counted: dict
    held: dict
    peak: int
    line: np.ndarray
    cards: tuple


def needs(network, batch=1, bytes_per_value=4, mode="forward"):
    """The ``Needs`` of a network: the arguments and the errors are those of ``networks.memory_of``.

    Errors: ``ValueError`` for a network without weights.

    >>> found = needs("VGG-D", 64, mode="training")
    >>> list(found.held)[2:5], found.counted["room to compute"]
    (['their gradients', "the weights' gradients", 'momentum'], None)
    >>> found.cards[1].words, found.cards[1].most
    ('Titan Black, 6 GiB (four for VGG)', 62)
    """
    network = network_of(network)
    memory = memory_of(network, batch, bytes_per_value, mode)
    if not memory.weights:
        raise ValueError(f"network must have weights, and {network.name} has none")
    step, counted, held = step_memory(network, batch, bytes_per_value, mode), {}, {}
    kept = np.array([moment.held for moment in step.timeline], np.int64)
    for name, (attribute, kinds) in PARTS.items():
        sizes = kept[:, [Held._fields.index(kind) for kind in kinds]].sum(axis=1)
        if sizes.any():
            held[name], counted[name] = sizes, attribute and getattr(memory, attribute)
    cards = []
    for name, (size, note) in GPUS.items():
        capacity = size * GIB
        words = f"{name}, {size} GiB ({note})"
        cards.append(Card(words, capacity, step.peak / capacity, step.largest_batch(capacity)))
    totals, groups = kept.sum(axis=1), {}
    for i, moment in enumerate(step.timeline):
        groups.setdefault((moment.layer, moment.backward), []).append(i)
    line = np.array([max(group, key=totals.__getitem__) for group in groups.values()])
    return Needs(network, mode, memory, step, counted, held, int(totals.argmax()), line, tuple(cards))
