"""Networks of the pattern that were trained on Fashion-MNIST: how many test pictures each reads right."""

from typing import NamedTuple

from helpers.data.folder import table_rows


class TrainedRun(NamedTuple):
    """A network that was trained once: which one, from which ``seed``, and what it does after its last step.

    ``network`` is "pattern" or "LeNet-5"; the latter has 0 for N, M, K and width. ``head`` is "FC", or "average"
    where the FC layers read the mean of each map; with ``shortcuts`` every two convolutions of one width add what
    came in.
    ``right`` of 10,000 test pictures were right, and ``right_training`` of the first 10,000 that it learned from.
    """

    network: str
    n: int
    m: int
    k: int
    width: int
    pool: bool
    head: str
    shortcuts: bool
    seed: int
    right: int
    loss: float
    right_training: int
    parameters: int


def load_trained_patterns():
    """Every training of the pattern in the small world, 32x32x1 and ten classes: a list of ``TrainedRun``.

    >>> runs = load_trained_patterns()
    >>> runs[0].network, runs[0].right, runs[0].parameters
    ('LeNet-5', 8951, 61706)

    Source: data/README.md says with which card, versions and recipe they were trained.
    """
    return [_run(row) for row in table_rows("trained_patterns.csv")]


def _run(row):
    network = "pattern" if row["n"].isdigit() else row["n"]
    numbers = [int(row[name]) if network == "pattern" else 0 for name in ("n", "m", "k", "width")]
    said = [row[name] == "True" for name in ("pool", "shortcuts")]
    counts = [
        int(row[name]) for name in ("right of 10000", "right of the first 10000 training pictures", "parameters")
    ]
    loss = float(row["cross-entropy on the test pictures"])
    return TrainedRun(
        network, *numbers, said[0], row["head"], said[1], int(row["seed"]), counts[0], loss, *counts[1:]
    )
