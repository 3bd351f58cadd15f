"""What a pupil's process and all that it began take together, on Linux: a limit for each process is none for many.

Root has no limit of processes, and memory is limited for each one by itself. So the examiner looks, four times a
second. Between two looks more can be begun: this stops what goes on, and a moment of it is not guarded.
"""

import os
import sys
import threading
from pathlib import Path

MOST, PAUSE = 64, 0.25  # processes, seconds
PAGE = os.sysconf("SC_PAGE_SIZE")


def family(pid, proc=Path("/proc")):
    """The processes that ``pid`` began and those that they began, and itself: their numbers."""
    children = {}
    for file in proc.glob("[0-9]*/stat"):
        try:
            parent = int(file.read_bytes().rpartition(b")")[2].split()[1])
        except (OSError, IndexError, ValueError):
            continue  # it has ended meanwhile
        children.setdefault(parent, []).append(int(file.parent.name))
    found = [pid]
    for one in found:
        found.extend(children.get(one, ()))
    return found


def own_bytes(pids, proc=Path("/proc")):
    """The memory of these processes that is no file's."""
    total = 0
    for pid in pids:
        try:
            _, resident, shared, *_ = (proc / str(pid) / "statm").read_text().split()
        except (OSError, ValueError):
            continue
        total += (int(resident) - int(shared)) * PAGE
    return total


class Watch:
    """Calls ``end`` once when the family of ``pid`` is too many or too large; ``why`` says which, else it is ""."""

    def __init__(self, pid, megabytes, end):
        self.pid, self.megabytes, self.end, self.why = pid, megabytes, end, ""
        self._over = threading.Event()
        if sys.platform == "linux":
            threading.Thread(target=self._look, daemon=True).start()

    def stop(self):
        self._over.set()

    def _look(self):
        while not self._over.wait(PAUSE):
            pids = family(self.pid)
            if len(pids) > MOST:
                self.why = f"it began more than {MOST} processes"
            elif own_bytes(pids) > 2 * self.megabytes << 20:
                self.why = f"its processes took more than {2 * self.megabytes} MB together"
            if self.why:
                self.end()
                return
