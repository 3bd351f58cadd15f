"""What every benchmark shares: a row of the report, and how two ways are timed beside each other."""

import random
import time
import tracemalloc
from typing import NamedTuple


class Row(NamedTuple):
    """One line of ``results.md``. Without a goal it is there for information; a goal is met at or below it.

    With ``least`` a goal is met at or above it.
    """

    what: str
    measured: float
    goal: float | None = None
    unit: str = "times"
    least: bool = False

    @property
    def met(self):
        if self.goal is None:
            return True
        return self.measured >= self.goal if self.least else self.measured <= self.goal


def interleaved(*ways, seconds=2, least=5, clock=time.perf_counter):
    """Seconds that each way takes at its best, the ways taking turns so that a busy moment meets them all.

    Their order is drawn anew each time, for a way runs faster after one that left its data in the cache.
    The minimum, not the mean: what else runs on the machine can only add time. The rounds go on for as many
    ``seconds``, so a short way, which a disturbance hits harder, is tried more often; ``least`` rounds there are.
    With ``time.process_time`` for a ``clock``, only the time that this process has a core counts.
    """
    for way in ways:
        way()  # warms the caches and wakes the threads of BLAS
    order, best = random.Random(0), [float("inf")] * len(ways)
    rounds, end = 0, time.perf_counter() + seconds
    while rounds < least or time.perf_counter() < end:
        rounds += 1
        for i in order.sample(range(len(ways)), len(ways)):
            began = clock()
            ways[i]()
            best[i] = min(best[i], clock() - began)
    return best


def scratch(way):
    """Bytes that ``way`` needs at its peak beyond the array that it returns. NumPy reports to tracemalloc."""
    tracemalloc.start()
    try:
        result = way()
        return tracemalloc.get_traced_memory()[1] - result.nbytes
    finally:
        tracemalloc.stop()
