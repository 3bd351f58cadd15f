"""Milliseconds that networks and layers took on a GPU: measured for the course by tools/measured/times.py."""

from helpers.arguments import one_of
from helpers.data.folder import table_rows

CARD = "NVIDIA H200"
MEASURED = f"{CARD}, PyTorch 2.11, 27 November 2026"
TIMED = ("AlexNet", "AlexNet (groups=1)", "VGG-D")
MODES = ("fp32", "default", "bf16")
ORDERS = ("first", "last")


def load_layer_times(network="AlexNet", mode="default"):
    """Milliseconds of each layer alone, forward: {batch: {layer: milliseconds}} for batches of 1, 8, 32 and 128.

    ``network`` is a name in ``TIMED``. In ``mode`` "fp32" all is multiplied in full 32 bits; "default" is what
    PyTorch does unless told otherwise, convolutions in TF32, which multiplies numbers of 19 bits; "bf16" keeps all in
    16. ReLU belongs to its layer; what it takes to launch an operation is not in it.

    Errors: ``ValueError`` for another network or mode.

    >>> times = load_layer_times()
    >>> list(times), max(times[128], key=times[128].get)
    ([1, 8, 32, 128], 'norm1')

    Source: data/README.md.
    """
    one_of("network", network, TIMED)
    one_of("mode", mode, MODES)
    times = {}
    for row in table_rows("gpu_layers.csv"):
        if (row["network"], row["mode"]) == (network, mode):
            times.setdefault(int(row["batch"]), {})[row["layer"]] = float(row["milliseconds"])
    return times


def load_network_times(network="AlexNet", mode="default"):
    """Milliseconds of a whole forward pass: {batch: (as one graph, call by call)}.

    Call by call each operation is launched by itself, as a program does; as one graph all are launched at once. The
    arguments and errors are those of ``load_layer_times``.

    >>> graph, calls = load_network_times("VGG-D")[1]
    >>> graph < calls
    True

    Source: data/README.md.
    """
    one_of("network", network, TIMED)
    one_of("mode", mode, MODES)
    return {
        int(row["batch"]): (float(row["as one graph"]), float(row["call by call"]))
        for row in table_rows("gpu_networks.csv")
        if (row["network"], row["mode"]) == (network, mode)
    }


def load_training_times(network="VGG-D"):
    """Milliseconds of one step of training, call by call, in PyTorch's default mode: {batch: (forward, backward)}.

    ``network`` is a name in ``TIMED``; batches are the powers of 2 up to 128. Each is a single step, the fourth, so
    small batches say little: one picture of VGG-D forward took longer than four.

    Errors: ``ValueError`` for another network.

    >>> list(load_training_times("VGG-D"))
    [1, 2, 4, 8, 16, 32, 64, 128]

    Source: data/README.md.
    """
    one_of("network", network, TIMED)
    rows = (row for row in table_rows("gpu_training_time.csv") if row["network"] == network)
    return {int(row["batch"]): (float(row["forward"]), float(row["backward"])) for row in rows}


def load_single_layer_times(mode="default", channels="first"):
    """Milliseconds of layers from 256 channels to 256 on 56x56, 64 pictures at once: {case: milliseconds}.

    A case is a filter's size, "groups 2" with 3x3, a depthwise 3x3, a stack, or "separable", a depthwise 3x3 and then
    a 1x1. ``channels`` says in which order the numbers lie in memory: channels "first" or "last".

    Errors: ``ValueError`` for another mode or order.

    >>> times = load_single_layer_times()
    >>> times["1x1"] < times["depthwise 3x3"] < times["3x3"]
    True

    Source: data/README.md.
    """
    one_of("mode", mode, MODES)
    one_of("channels", channels, ORDERS)
    return {
        row["case"]: float(row["milliseconds"])
        for row in table_rows("gpu_single_layers.csv")
        if (row["mode"], row["channels"]) == (mode, channels)
    }
