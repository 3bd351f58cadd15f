"""The numbers of its own that a class edition has: which of the course's numbers a seed changes, and into what.

A row changes one question or exercise, with every cell that has its numbers. Each text stands here once, with names
in the place of numbers: filled with the course's numbers it must be in the cell, filled with the drawn ones it takes
its place. So where a notebook has changed, `make class` stops and names the cell (and a test does before).

All other numbers stay. They are the lecture's examples or a paper's, belong to a photograph or to a trained network,
or are read off a picture above; and most exercises have none: `make grade` draws the arguments of their functions.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from helpers.check.convolution import MOVES
from helpers.check.verdict import whole

COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True)
class Row:
    """``draw(rng)`` gives numbers in the place of ``own``, and ``more(**numbers)`` what follows from them.

    ``texts`` are (a cell's id, what stands there); where it reads otherwise with other numbers, what stands then is
    the third. ``asked`` says what the check of an exercise is told, from the same numbers.
    """

    notebook: str
    own: dict
    draw: Callable
    texts: tuple
    more: Callable = dict
    check: str = ""
    asked: Callable = dict

    def numbers(self, seed):
        """All that the texts name: the course's where there is no seed, else none that the course has there."""
        own = {**self.own, **self.more(**self.own)}
        if seed is None:
            return own
        rng = generator(seed, self.texts[0][0])
        while True:
            drawn = self.draw(rng)
            drawn = {**drawn, **self.more(**drawn)}
            if all(drawn[name] != own[name] for name in own):
                return drawn


def generator(seed, what):
    """A generator for one thing: the same seed gives the same numbers, whatever else has been drawn."""
    digest = hashlib.sha256(f"{seed} {what}".encode()).digest()
    return np.random.default_rng(list(digest))


def _even(rng, least, largest):
    return 2 * whole(rng, least // 2, largest // 2)


ROWS = (
    Row(
        "00_start_here",
        {"h": 32, "w": 32},
        lambda rng: {"h": _even(rng, 16, 48), "w": _even(rng, 50, 80)},
        (
            ("00-11", "A colour picture is {h} pixels high, {w} wide, and has"),
            ("00-11", "np.zeros(({h}, {w}, 3)).size"),
            ("00-11", '{pixels}: "That is {h} · {w}, one'),
            ("00-11", '{added}: "That adds'),
            ("00-11", 'why="{h} · {w} · 3: three numbers for each of the {pixels} pixels."'),
            ("00-13", "np.zeros(({h}, {w}, 3))"),
            (
                "00-14",
                "The lecture writes {h}x{w}x3, the code says `({h}, {w}, 3)`",
                "The lecture would write {h}x{w}x3, the code says `({h}, {w}, 3)`",
            ),
        ),
        lambda h, w: {"pixels": h * w, "added": h + w + 3},
    ),
    Row(
        "01_convolution",
        {"total": 2, "grey": 100},
        lambda rng: {"total": whole(rng, 2, 6), "grey": 10 * whole(rng, 2, 12)},
        (
            ("ca88d3fd", "weights add up to {total}. It lies where all nine pixels are {grey}."),
            ("ca88d3fd", 'np.full((3, 3), {grey}), {total} * FILTERS["identity"]'),
            ("ca88d3fd", '{grey}: "That would be so'),
            ("ca88d3fd", '{nine}: "That is the sum of the pixels'),
            ("ca88d3fd", '{all}: "Each pixel'),
            ("ca88d3fd", "only all nine weights together are {total}."),
            ("ca88d3fd", "Every product is {grey} times a weight, so the sum is {grey} times"),
        ),
        lambda total, grey: {"nine": 9 * grey, "all": 9 * grey * total},
    ),
    Row(
        "01_convolution",
        {"where": "to the right"},
        lambda rng: {"where": str(rng.choice(list(MOVES)))},
        (
            ("01-101", "`shift_{word}()` gives a 3 × 3 filter whose correlation moves a picture one pixel {where}."),
            ("01-102", "def shift_{word}(): ..."),
            ("01-102", "check_shift(shift_{word})", 'check_shift(shift_{word}, "{where}")'),
        ),
        lambda where: {"word": where.split()[-1]},
        "check_shift",
        lambda where, word: {"where": where, "name": f"shift_{word}"},
    ),
    Row(
        "02_stride_and_padding",
        {"n": 32, "f": 4},
        lambda rng: {"n": _even(rng, 20, 64), "f": _even(rng, 4, 8)},
        (
            ("02-97", "with which a filter of F = {f} takes {n} cells to exactly {half}."),
            ("02-98", "check_halving(halving)", "check_halving(halving, n={n}, f={f})"),
        ),
        lambda n, f: {"half": n // 2},
        "check_halving",
        lambda n, f, half: {"n": n, "f": f},
    ),
    Row(
        "02_stride_and_padding",
        {"n": 10},
        lambda rng: {"n": _even(rng, 6, 12)},
        (
            (
                "02-32",
                "Stanford's course cs231n has a case that does not fit: N = {n}, F = 3, stride 2.",
                "Here is a case that does not fit, like one of Stanford's course cs231n: N = {n}, F = 3, stride 2.",
            ),
            ("02-33", '"N = {n}, F = 3, stride 2, no padding.'),
            ("02-33", "Windows({n}, 3, stride=2)"),
            ("02-33", '{steps}: "({n} - 3)/2 are the steps.'),
            ("02-33", '{inside}: "That is the number of windows inside.'),
            ("02-33", '{half}: "Half of the {count} cells? Take F away first: ({n} - 3)/2 + 1."'),
            ("02-33", 'why="({n} - 3)/2 + 1: {windows} windows, and'),
            ("02-35", "stanford = Windows({n}, 3, stride=2)"),
            ("02-57", "*Read it.* {exact}, and one cell left over."),
        ),
        lambda n: {
            **{"steps": (n - 3) / 2, "exact": (n - 3) / 2 + 1, "inside": n // 2 - 1, "half": n // 2},
            **{"count": COUNTS[n], "windows": COUNTS[n // 2 - 1]},
        },
    ),
    Row(
        "03_conv_layer",
        {"k": 10},
        lambda rng: {"k": whole(rng, 5, 12)},
        (
            ("03-13", "{Count} filters of 5 x 5 x 3 slide"),
            ("03-13", "np.ones(({k}, 5, 5, 3))).shape[-1]"),
            ("03-13", '{channels}: "That would keep the channels apart.'),
        ),
        lambda k: {"Count": COUNTS[k].capitalize(), "channels": 3 * k},
    ),
    Row(
        "04_pooling",
        {"cold": -5},
        lambda rng: {"cold": -whole(rng, 2, 20)},
        (
            ("04-49", "negative here, say {cold}, and"),
            ("04-50", "4 x 4 cells of {cold}, windows"),
            ("04-50", "np.full((4, 4, 1), {cold})"),
            ("04-50", '{added}: "Nothing is added up.'),
            ("04-52", "cold = np.full((4, 4, 1), {cold})"),
            ("2118fcbc", "*Read it.* {cold} at every place"),
            ("2118fcbc", "has one {cold} and three zeros, {cold}/4 = {mean}, and"),
        ),
        lambda cold: {"added": 4 * cold, "mean": f"{cold / 4:g}" if cold % 4 else cold // 4},
    ),
)

# What a class edition says otherwise, since it has no solutions: (notebook, cell, as it is, as it will be).
SAID = (
    (
        "00_start_here",
        "00-19",
        " Above most of them lies a *first rung*: the function's lines in disorder, with wrong ones among them. Put "
        "them in order first, if you do not know how to begin. Under each one a solution is folded away: click on "
        "the three dots to open it, after you have tried.",
        " Your lecturer has the solutions.",
    ),
    ("06_lenet", "05-123", ", and say why, before you open the solution.", ", and say why."),
)


def numbered(stem, cells, seed):
    """Change the ``cells`` of one notebook: the numbers that ``seed`` draws, and what is said of solutions.

    Errors: ``ValueError`` for a text that its cell does not have exactly once; it names both.
    """
    by_id = {cell["id"]: cell for cell in cells}
    changes = [(cell, before, after) for notebook, cell, before, after in SAID if notebook == stem]
    for row in (row for row in ROWS if row.notebook == stem):
        own, drawn = row.numbers(None), row.numbers(seed)
        for cell, text, *other in row.texts:
            changes.append((cell, filled(text, own), filled((other or [text])[0], drawn)))
    for cell, before, after in changes:
        source = "".join(by_id[cell]["source"]) if cell in by_id else ""
        if source.count(before) != 1:
            raise ValueError(
                f"cell {cell} of {stem} should have once: {before!r}. Mend tools/classroom/own_numbers.py."
            )
        by_id[cell]["source"] = source.replace(before, after)


def filled(text, numbers):
    """``text`` with each number in the place of its name.

    >>> filled("{h}x{w}, {1}", {"h": 3, "w": 4})
    '3x4, {1}'
    """
    for name, number in numbers.items():
        text = text.replace(f"{{{name}}}", str(number))
    return text


def asked_of(check, seed):
    """What a class edition's exercise is told: arguments of its check, and another ``name`` of the function."""
    if seed is None:
        return {}
    return next((row.asked(**row.numbers(seed)) for row in ROWS if row.check == check), {})
