"""Bytes that networks took of a GPU's memory: measured for the course by tools/measured/memory.py."""

from typing import NamedTuple

from helpers.data.folder import table_rows


class MemoryRun(NamedTuple):
    """Bytes that PyTorch held at the ``peak`` of a step of training, or of one forward pass, with ``batch`` images.

    ``reserved`` is what it had asked the card for by then, some of it let go and kept for later; ``before`` is what
    it held before the step, ``after_forward`` when the loss was known. None is what was not measured.
    """

    network: str
    mode: str
    batch: int
    date: str
    card: str
    peak: int
    reserved: int | None
    before: int | None
    after_forward: int | None


def load_gpu_memory():
    """What PyTorch 2.11 held on a GPU, in its default mode: a list of ``MemoryRun``.

    ``mode`` is "training" or "forward", as in ``networks.step_memory``.

    >>> [run.peak for run in load_gpu_memory() if run[:3] == ("VGG-D", "training", 64)]
    [6546657792]

    Source: data/README.md.
    """
    return [
        MemoryRun(
            *(row[name] for name in ("network", "mode")),
            int(row["batch"]),
            *(row[name] for name in ("date", "card")),
            *(int(row[name]) if row[name] else None for name in ("peak", "reserved", "before", "after_forward")),
        )
        for row in table_rows("gpu_memory.csv")
    ]
