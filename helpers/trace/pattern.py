"""The pattern with numbers for its letters: the network that they write block by block, or why they write none."""

from dataclasses import dataclass
from itertools import groupby

from helpers.arguments import plain, several, whole
from helpers.networks.attempt import Attempt, attempt, spelled, where_it_stops

LETTERS = "[(CONV-RELU)*N-POOL?]*M", "-(FC-RELU)*K-FC, SOFTMAX"
MOST = 5  # convolutions in a block, where N is typed: the lecture's "up to about 5"


@dataclass(frozen=True, eq=False)
class Trial:
    """What came of some numbers: ``tried`` has the rows that fit, ``groups`` the same by block, [(name, rows), ...].

    ``title`` is the pattern with its numbers; ``refusal`` a sentence where these write no network at all, else "";
    ``stop`` the two sentences of ``where_it_stops`` where a layer does not fit. Sums are for ``batch`` images.
    """

    title: str
    tried: Attempt
    groups: tuple
    batch: int
    refusal: str = ""
    stop: tuple = ()


def trial(n=2, m=5, k=2, pool=True, width=64, side=224, batch=1, free=("side", "m", "pool")):
    """The ``Trial`` of these numbers: the arguments are those of ``draw_pattern``.

    >>> trial(2, 6).stop[0]
    'pool6 does not fit its input, 7×7×512: (7 + 2*0 - 2)/2 + 1 = 3.50, and 1 cell is left over.'
    >>> [name for name, rows in trial("1 2", 2, 0).groups], trial("1 6", 2).refusal
    (['input', '1', '2', 'FC'], 'N must be 1 to 5 convolutions in a block, got 6.')
    """
    batch, n = whole("batch", batch, 1), plain(n)
    free = several("free", free, ["side", "pool"])
    try:
        n = typed(n, m) if isinstance(n, str) else tuple(n) if isinstance(n, list) else n
    except ValueError as refusal:
        return Trial("", Attempt((), ()), (), batch, str(refusal))
    tried = attempt(n, m, k, pool, width, side)
    if not tried.rows:
        return Trial("", tried, (), batch, f"{tried.refusal}.")
    groups = tuple((name, tuple(rows)) for name, rows in groupby(tried.rows, block_of))
    stop = where_it_stops(tried, free) if tried.failed else ()
    return Trial(spelled(n, m, k, pool), tried, groups, batch, "", stop)


def typed(text, m):
    """What a reader typed for N: one number, or a tuple with one for each of ``m`` blocks.

    Errors: ``ValueError`` with what would do.

    >>> typed("2", 5), typed("2, 2 3 3 3", 5)
    (2, (2, 2, 3, 3, 3))
    """
    words = text.replace(",", " ").split()
    if not words or not all(word.isdecimal() for word in words):
        raise ValueError(f"N is a number such as 2, or one for each block such as 2 2 3 3 3; got {text.strip()!r}.")
    numbers = [int(word) for word in words]
    wrong = [number for number in numbers if not 1 <= number <= MOST]
    if wrong:
        raise ValueError(f"N must be 1 to {MOST} convolutions in a block, got {wrong[0]}.")
    if len(numbers) == 1:
        return numbers[0]
    if len(numbers) != m:
        raise ValueError(
            f"N has numbers for {len(numbers)} blocks, and M is {m}: write one number for all blocks, or {m} of them."
        )
    return tuple(numbers)


def block_of(row):
    """The name of the block that a row belongs to: "input", "FC", or a number.

    >>> [block_of(row) for row in trial(1, 2, 0).tried.rows]
    ['input', '1', '1', '2', '2', 'FC']
    """
    if row.kind == "input":
        return "input"
    return "FC" if row.kind == "dense" else row.name.removeprefix(row.kind).partition("_")[0]


def layers_of(rows):
    """The layers of a block in the paper's words.

    >>> layers_of(trial().groups[1][1])
    '2 CONV-64, POOL'
    """
    words = []
    for (kind, channels), same in groupby(rows, lambda row: (row.kind, row.output_shape[2])):
        count = len(list(same))
        name = {"conv": f"CONV-{channels}", "pool": "POOL", "dense": f"FC-{channels}", "input": "image"}[kind]
        words.append(f"{count} {name}" if count > 1 or kind == "conv" else name)
    return ", ".join(words)
