"""One step of training, or one forward pass, as a framework runs it: what a card holds at every moment."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import prod
from typing import NamedTuple

from helpers.arguments import one_of, whole
from helpers.networks.famous import Named, network_of
from helpers.networks.layers import LRN, Conv, Pool
from helpers.networks.memory import MODES
from helpers.networks.network import Network

PLACE = 8  # bytes: maximum pooling notes where each output came from, as a whole number of 64 bits
KEPT = 1  # byte: dropout notes of each output whether it was kept
# PyTorch lends cuBLAS so much for each thread that multiplies: 2^25 bytes on a card of Hopper's kind, 8.1 MiB on
# older ones. The way back has a thread of its own. Source: PyTorch's CublasHandlePool.cpp, parseChosenWorkspaceSize.
WORKSPACE = 2**25


class Held(NamedTuple):
    """Bytes of each kind that are held at one moment; their order is that in which a picture piles them up.

    ``weight_gradients`` are those that are there by now, ``activations`` the picture and the outputs that somebody
    still needs, ``activation_gradients`` the one that an operation reads and the one that it makes. ``places`` are
    maximum pooling's, ``lrn`` is what LRN keeps beside its input and its output, ``dropout`` which outputs were kept.
    ``room`` is what the operation needs while it runs, ``library`` what the library holds all the time.
    """

    library: int = 0
    weights: int = 0
    momentum: int = 0
    weight_gradients: int = 0
    activations: int = 0
    places: int = 0
    lrn: int = 0
    dropout: int = 0
    activation_gradients: int = 0
    room: int = 0


class Moment(NamedTuple):
    """What is held while an operation runs: its ``name`` as ``rows(detail=True)`` has it, on the way down or back up.

    ``layer`` is the one that it belongs to. Behind the last one come "loss", down and back, and "update". ``fixed``
    are the bytes that do not grow with the batch.
    """

    name: str
    layer: str
    backward: bool
    held: Held
    fixed: int

    @property
    def total(self) -> int:
        """All bytes that are held."""
        return sum(self.held)

    @property
    def words(self) -> str:
        """Its name, and the way if that is the one back."""
        return f"{self.name}, on the way back" if self.backward else self.name


@dataclass(frozen=True)
class StepMemory:
    """The ``timeline`` of a step with ``batch`` images: a ``Moment`` for every operation, in their order."""

    batch: int
    bytes_per_value: int
    mode: str
    timeline: tuple[Moment, ...]

    @cached_property
    def fullest(self) -> Moment:
        """The first moment at which most is held."""
        return max(self.timeline, key=lambda moment: moment.total)

    @property
    def peak(self) -> int:
        """Bytes that are held at the fullest moment."""
        return self.fullest.total

    def largest_batch(self, capacity: int) -> int:
        """The largest batch of whose step ``capacity`` bytes hold every moment; 0 where they do not hold one image.

        Each moment grows evenly with the batch, but not all as fast: another one may be the fullest.
        """
        capacity = whole("capacity", capacity, 0)
        rooms = (
            (capacity - moment.fixed) // ((moment.total - moment.fixed) // self.batch)
            for moment in self.timeline
            if moment.total > moment.fixed
        )
        return max(0, min(rooms))


def step_memory(network: Named, batch: int = 1, bytes_per_value: int = 4, mode: str = "training") -> StepMemory:
    """A ``StepMemory``: what a card holds while ``network`` (see ``network_of``) works on ``batch`` images.

    ``mode="training"`` is a step of gradient descent with momentum as PyTorch takes it, from the second one on: the
    network forward, the cross-entropy, the way back, the update. An output is let go when the last operation that
    needs it on the way back has run; its gradient as soon as the layer below has used it; the weights' gradients stay
    for the update. ``mode="forward"`` only answers: an output is let go when the next layer has read it.

    An operation may need room while it runs. A convolution of 4 channels, or 8, 12 and so on, copies what it reads,
    its filters and what it writes into another layout (channels last), so that cuDNN can use the card's tensor cores;
    numbers of more than 4 bytes are not multiplied there, and not copied.
    LRN is a chain of six operations.

    Not counted: what the driver takes, gaps between the blocks of memory, and other ways to convolve, which a library
    may choose. The measured peaks of ``helpers.data.load_gpu_memory`` are the test; all are of numbers of 4 bytes, on
    one card. What is said of other sizes and cards is inferred: older ones have no tensor cores, and less workspace.

    Errors: ``ValueError`` for a mode that is neither "forward" nor "training", and for numbers below 1; those of
    ``network_of``.

    >>> step = step_memory("VGG-D", 64)
    >>> step.peak, step.fullest.words                            # 6.55 GB were measured
    (6532630752, 'conv4_3, on the way back')
    >>> step.largest_batch(8 * 2**30)
    91

    Source: PyTorch 2.11, its autograd (tools/autograd/derivatives.yaml: what each operation saves) and its allocator.
    """
    batch, size = whole("batch", batch, 1), whole("bytes_per_value", bytes_per_value, 1)
    one_of("mode", mode, MODES)
    timeline = []
    for name, layer, backward, fixed, image in _lines(network_of(network), size, mode):
        held = Held(*(start + batch * slope for start, slope in zip(fixed, image, strict=True)))
        timeline.append(Moment(name, layer, backward, held, sum(fixed)))
    return StepMemory(batch, size, mode, tuple(timeline))


@lru_cache(maxsize=16)
def _lines(network: Network, size: int, mode: str) -> list[tuple[str, str, bool, Held, Held]]:
    """Every moment's name, layer and way, what is held whatever the batch, and what each image adds to it."""
    pairs = zip(*(_moments(network, batch, size, mode) for batch in (0, 1)), strict=True)
    return [
        (*called, none, Held(*(more - least for least, more in zip(none, one, strict=True))))
        for (*called, none), (*_, one) in pairs
    ]


class _Operation(NamedTuple):
    """A row of ``rows(detail=True)`` in bytes: what it reads, makes, and keeps for the way back (a kind of ``Held``).

    ``copied`` is what a convolution copies. ReLU works in place and makes nothing.
    """

    name: str
    layer: str
    kind: str
    reads: int
    makes: int
    slopes: int  # the gradient of its output
    parameters: int
    copied: int
    keeps: dict[str, int]


def _operations(network: Network, batch: int, size: int) -> Iterator[_Operation]:
    own = ""
    for row in network.rows(detail=True):
        if row.kind in ("input", "softmax"):  # the softmax is the loss's
            continue
        own = row.name if row.layer else own
        reads, output, keeps, layer = prod(row.input_shape) * batch * size, row.values * batch * size, {}, row.layer
        if isinstance(layer, Pool) and not layer.average:
            keeps = {"places": PLACE * row.values * batch}
        elif isinstance(layer, LRN):  # squares between channels of zeros, the sums of windows, and the power of these
            channels = row.output_shape[2]
            keeps = {"lrn": output * (channels + layer.size - 1) // channels + 2 * output}
        elif row.kind == "dropout":
            keeps = {"dropout": KEPT * row.values * batch}
        tensor_cores = size <= 4 and isinstance(layer, Conv) and row.input_shape[2] // layer.groups % 4 == 0
        copied = reads + output + row.weights * size if tensor_cores else 0
        makes = 0 if row.kind == "relu" else output
        yield _Operation(row.name, own, row.kind, reads, makes, output, row.parameters * size, copied, keeps)


def _room(operation: _Operation, backward: bool, training: bool) -> int:
    """Bytes that an operation needs while it runs, beside what it reads, makes and keeps."""
    if operation.kind == "lrn" and (backward or not training):
        return operation.makes * (3 if backward else 2)  # the links of its chain that are alive at once
    return operation.copied


def _moments(network: Network, batch: int, size: int, mode: str) -> Iterator[tuple[str, str, bool, Held]]:
    """(name, layer, whether on the way back, what is held) of every moment of a step."""
    operations, totals = list(_operations(network, batch, size)), network.totals()
    picture, weights = prod(network.input_shape) * batch * size, totals.parameters * size
    held = Counter({"library": WORKSPACE, "weights": weights, "activations": picture})

    def now(**more: int) -> Held:
        return Held(*(held[name] + more.get(name, 0) for name in Held._fields))

    if mode == "forward":
        for i, operation in enumerate(operations):
            if operation.kind == "dropout":  # a network that only answers drops nothing
                continue
            held["activations"] += operation.makes
            places = operation.keeps.get("places", 0)  # made, though nobody asks for them
            yield operation.name, operation.layer, False, now(places=places, room=_room(operation, False, False))
            if operation.makes and i:  # the picture stays its owner's
                held["activations"] -= operation.reads
        return

    held.update(library=WORKSPACE, momentum=weights)
    pairs = list(zip(["", *(operation.kind for operation in operations)], operations, strict=False))
    for below, operation in pairs:  # with the kind of the operation below it
        held.update(operation.keeps, activations=operation.makes)
        yield operation.name, operation.layer, False, now(room=_room(operation, False, True))
        if operation.kind == "dropout" and below != "relu":
            held["activations"] -= operation.reads
    scores = network.rows()[-1].values * batch * size
    held["activations"] += scores  # their log-softmax, which the loss keeps in their place
    yield "loss", "loss", False, now()
    if operations and operations[-1].kind != "relu":
        held["activations"] -= scores
    yield "loss", "loss", True, now(activation_gradients=2 * scores)
    held["activations"] -= scores
    for i, (below, operation) in reversed([*enumerate(pairs)]):
        held["weight_gradients"] += operation.parameters
        slopes = operation.slopes + (operation.reads if i else 0)  # nobody asks for the picture's
        yield (
            operation.name,
            operation.layer,
            True,
            now(activation_gradients=slopes, room=_room(operation, True, True)),
        )
        held.subtract(operation.keeps)
        if operation.kind == "relu":  # it needs what it left of the layer's output, and is the last that does
            held["activations"] -= operation.slopes
        elif i and operation.kind != "dropout" and below != "relu":
            held["activations"] -= operation.reads
    yield "update", "update", False, now()
