"""An explorer whose cell runs again is let go, for ipywidgets by itself keeps every widget until somebody closes it.

It stays where anybody still has it: another cell that shows it, a name, a list, another widget.
"""

import gc
from functools import lru_cache
from weakref import WeakKeyDictionary, WeakSet, ref

from IPython import get_ipython
from ipywidgets import Output, Widget
from ipywidgets.widgets import widget as registry

UNKNOWN = None  # the cell of what is shown by a callback, in an Output, or where cells have no id: it is kept


def note_shown(widget):
    """Note that the cell that runs now shows ``widget``, which may go when that cell has run again."""
    shell = get_ipython()
    if shell is not None:
        _shows_of(shell).add(widget)


@lru_cache(maxsize=1)
def _shows_of(shell):
    return _Shows(shell)


class _Shows:
    """The cells in whose last run each widget was shown; IPython calls ``begin`` and ``end`` around every run."""

    def __init__(self, shell):
        self.shell, self.cells, self.now = shell, WeakKeyDictionary(), WeakSet()
        shell.events.register("pre_run_cell", self.begin)
        shell.events.register("post_run_cell", self.end)

    def add(self, widget):
        """This is shown now."""
        self.now.add(widget)
        if any(isinstance(other, Output) and other.msg_id for other in [*registry._instances.values()]):
            self._note(UNKNOWN)

    def begin(self, _info):
        """What was shown since the last run was shown by no cell."""
        self._note(UNKNOWN)

    def end(self, result):
        """Let go what this cell showed in its run before and now no cell shows."""
        if self._moved(getattr(result.info, "cell_id", UNKNOWN)):
            loose = self._loosen()
            gc.collect()  # an explorer and its controls hold each other: only this finds out who else does
            for widget, comm in loose:
                _tie(widget(), comm)

    def _note(self, cell):
        for widget in self.now:
            self.cells.setdefault(widget, set()).add(cell)
        self.now.clear()

    def _moved(self, cell):
        """Note the run of a cell; whether there is a widget that no cell shows any more."""
        gone = [widget for widget, cells in self.cells.items() if cell in cells and widget not in self.now]
        self._note(cell)
        if cell is UNKNOWN:
            return False
        for widget in gone:
            self.cells[widget].remove(cell)
        return any(not self.cells[widget] for widget in gone)

    def _loosen(self):
        """Let IPython and ipywidgets forget what no cell shows, and all that it is made of: (ref, comm) of each."""
        idle = [widget for widget, cells in self.cells.items() if not cells]
        for widget in idle:
            _forget(self.shell, widget)
        parts = _parts(idle, set())
        for part in parts:
            registry._instances.pop(part.model_id, None)
            part.comm.on_msg(None)
        return [(ref(part), part.comm) for part in parts]


def _parts(widgets, found):
    """Those of ``widgets`` and of what they are made of that nobody has closed, added to the set ``found``."""
    for widget in widgets:
        if isinstance(widget, Widget) and widget.comm is not None and widget not in found:
            found.add(widget)
            for value in (getattr(widget, name) for name in widget.keys):
                _parts(value if isinstance(value, list | tuple) else [value], found)
    return found


def _tie(widget, comm):
    """What is still there answers the browser again; what is not has closed its comm itself."""
    if widget is not None:
        registry._instances[widget.model_id] = widget
        comm.on_msg(widget._handle_msg)


def _forget(shell, widget):
    """Take a widget out of what IPython keeps of results by itself: ``Out``, ``_3``, and ``_``, ``__``, ``___``."""
    names, own, results = shell.user_ns, shell.user_ns_hidden, shell.user_ns["_oh"]
    for name in [name for name, value in own.items() if value is widget]:
        del own[name]
        if names.get(name) is widget:
            del names[name]
    for count in [count for count, result in results.items() if result is widget]:
        del results[count]
    for name in ("_", "__", "___"):
        if getattr(shell.displayhook, name) is widget:
            setattr(shell.displayhook, name, None)
