"""Bytes that a network takes while it runs, by the lecture's rule: what grows with the batch, and what does not."""

from dataclasses import dataclass

from helpers.arguments import one_of, whole
from helpers.networks.famous import Named, network_of

MODES = ("forward", "training")
GIB = 2**30
# Memory of one card. On the box stands GB, meant are 2^30 bytes; a few per cent of it are not for programs.
# The first is in AlexNet's paper, section 3.2; VGG's, section 3.3, names four Titan Black. The sizes of the other
# cards are NVIDIA's data sheets'; nvidia-smi says 81,920 MiB for an A100.
GPUS = {
    "GTX 580": (3, "two for AlexNet"),
    "Titan Black": (6, "four for VGG"),
    "RTX 4060": (8, "2023"),
    "RTX 4090": (24, "2022"),
    "A100": (80, "2020"),
}


@dataclass(frozen=True)
class Memory:
    """Bytes of each kind, for ``batch`` images. ``fixed`` do not depend on the batch, ``growing`` do."""

    batch: int
    bytes_per_value: int
    weights: int
    activations: int
    activation_gradients: int = 0
    weight_gradients: int = 0
    momentum: int = 0

    @property
    def parameters(self) -> int:
        """How many weights and biases there are."""
        return self.weights // self.bytes_per_value

    @property
    def values(self) -> int:
        """Numbers in the input and all outputs of one image."""
        return self.activations // self.batch // self.bytes_per_value

    @property
    def fixed(self) -> int:
        """Weights, their gradients and the optimiser's momentum."""
        return self.weights + self.weight_gradients + self.momentum

    @property
    def growing(self) -> int:
        """Activations and their gradients."""
        return self.activations + self.activation_gradients

    @property
    def total(self) -> int:
        """All of it."""
        return self.fixed + self.growing

    @property
    def overtaking_batch(self) -> int:
        """The smallest batch for which what grows with it takes more bytes than what does not.

        Forward these are the activations against the weights; in training both count with what they carry: two
        numbers for an activation, three for a weight.
        """
        return self.fixed // (self.growing // self.batch) + 1

    def largest_batch(self, capacity: int) -> int:
        """The largest batch that ``capacity`` bytes hold; 0 where they do not hold one image."""
        room = whole("capacity", capacity, 0) - self.fixed
        return max(0, room // (self.growing // self.batch))


def memory_of(network: Named, batch: int = 1, bytes_per_value: int = 4, mode: str = "forward") -> Memory:
    """A ``Memory``: the bytes that ``network`` (see ``network_of``) takes for ``batch`` images.

    As the lecture counts them, "weights" are all parameters, biases too, and "activations" the input and every
    layer's output, all of them kept.
    ``mode="training"`` adds a gradient for every activation (the lecture's "*2 for bwd", which doubles nothing
    else), a gradient for every weight, and the momentum of gradient descent, a fading sum of gradients, one number
    for each weight. Not counted: what convolutions need while they compute, copies, and the framework itself.

    It is the lecture's rule, and no bound: a framework lets go of some of it early, and keeps other things beside it.
    ``step_memory`` simulates that, and ``helpers.data.load_gpu_memory`` has what a GPU held.

    Errors: ``ValueError`` for a mode that is neither "forward" nor "training", and for numbers below 1; those of
    ``network_of``.

    >>> forward, training = memory_of("VGG-D"), memory_of("VGG-D", 64, mode="training")
    >>> forward.weights, forward.activations, forward.overtaking_batch
    (553430176, 60950432, 10)
    >>> training.total, training.largest_batch(6 * GIB)       # on one of VGG's four cards
    (9461945824, 39)
    """
    batch, bytes_per_value = whole("batch", batch, 1), whole("bytes_per_value", bytes_per_value, 1)
    one_of("mode", mode, MODES)
    totals = network_of(network).totals()
    weights, activations = bytes_per_value * totals.parameters, bytes_per_value * batch * totals.values
    gradients = (activations, weights, weights) if mode == "training" else ()
    return Memory(batch, bytes_per_value, weights, activations, *gradients)
