"""What is said of the parts of a network's memory: by the rule, at the peak of a step, and why."""

from helpers.networks.step import PLACE, WORKSPACE
from helpers.words import in_bytes, sentence

ALOUD = {"their gradients": "Gradients of the activations", "the weights' gradients": "Gradients of the weights"}


def part_in_words(name, trace):
    """A part of ``trace``, a ``Needs``: its bytes by the rule and at the peak, and what it consists of."""
    counted, held = trace.counted[name], in_bytes(trace.held[name][trace.peak])
    rule = f"{in_bytes(counted)} by the rule" if counted else "not in the rule"
    return f"{ALOUD.get(name, sentence(name))}: {rule}, {held} at the peak. {_why(name, trace)}"


def _why(name, trace):
    """What a part consists of, and when it comes and goes."""
    memory, most = trace.memory, trace.held[name].max()
    where = trace.step.timeline[trace.held[name].argmax()].words
    if name == "weights":
        return f"All {memory.parameters:,} parameters, biases too, once, whatever the batch."
    if name == "activations":
        return (
            f"The input and every output, {memory.values:,} numbers an image: the rule keeps them all. {_goes(trace)}"
        )
    if name == "their gradients":
        return (
            f"The lecture's *2 for bwd doubles activations only. In a step two are there at once, the one that is "
            f"read and the one that is made: at most {in_bytes(most)} (at {where})."
        )
    if name == "the weights' gradients":
        return (
            f"One for each of the {memory.parameters:,} parameters. They come on the way back, and stay till its end."
        )
    if name == "momentum":
        return "Gradient descent with momentum remembers one number for each parameter; Adam would remember two."
    if name == "places, LRN, dropout":
        return f"{_kept(trace)} At most {in_bytes(most)} (at {where})."
    if name == "room to compute":
        chain = " LRN is a chain of operations." if any(row.kind == "lrn" for row in trace.network.rows()) else ""
        return (
            f"A convolution copies what it reads, its filters and what it writes into another layout.{chain} "
            f"At most {in_bytes(most)} (at {where})."
        )
    threads = most // WORKSPACE
    back = ", and the way back has one of its own" if threads > 1 else ""
    return (
        f"A workspace of {WORKSPACE / 2**20:.0f} MiB for each thread that multiplies matrices{back}: {threads} here."
    )


def _goes(trace):
    """When outputs are let go."""
    most = trace.held["activations"].max()
    if trace.mode == "forward":
        return f"A program that only answers lets one go when the next layer has read it: {in_bytes(most)} at most."
    return f"A step lets one go when nothing below needs it: it holds {in_bytes(most)} when the loss is known."


def _kept(trace):
    """What pools, LRN and dropout keep beside their outputs, as far as the network has them."""
    says = {
        "places": f"Maximum pooling notes a place of {8 * PLACE} bits for every output.",
        "lrn": "LRN keeps three more maps.",
        "dropout": "Dropout notes a byte for every output.",
    }
    return " ".join(
        words for kind, words in says.items() if any(getattr(moment.held, kind) for moment in trace.step.timeline)
    )
