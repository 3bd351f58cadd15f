"""A page that a reader draws on: what the explorers of a network that reads digits have in common."""

import ipywidgets as widgets
import numpy as np

from helpers.digits import SIDE, drawn
from helpers.explore.controls import switch

MOST_PASSES = 4  # of the network, that are kept


class Drawing:
    """The controls of a drawing, and what a reader does to it, for an app that has ``controls`` and an ``explorer``.

    The app's ``page(**state)`` gives what shows, (28, 28) of 0..255: ``self.drawing`` where the control ``source``
    is "yours". A drawing shows as it is: with it the controls named in ``plain`` go to these values.
    """

    def __init__(self, **plain):
        self._plain = plain
        self.drawing = np.zeros((SIDE, SIDE), int)
        self._passed = {}  # by the page
        self.clear = widgets.Button(description="Clear", tooltip="an empty page to draw on")
        self.clear.on_click(self.wipe)

    @staticmethod
    def tools():
        """The controls that only serve a drawing: which page shows, and what a stroke does."""
        return {
            "source": switch("source", "digit", ("digit", "yours")),
            "pen": switch("pen", "pen", ("pen", "rubber")),
        }

    def state(self):
        """The value of every control."""
        return {name: control.value for name, control in self.controls.items()}

    def passed(self, page, run):
        """What ``run()`` gives of a page, run once; the last few are kept, for some pages are drawn ahead."""
        key = page.tobytes()
        if key not in self._passed:
            self._passed[key] = run()
            if len(self._passed) > MOST_PASSES:
                del self._passed[next(iter(self._passed))]
        return self._passed[key]

    def paint(self, _grid, points):
        """A reader drew a stroke on what shows."""
        rubber = self.controls["pen"].value == "rubber"
        self._show(drawn(self.ground(rubber), points, rubber=rubber))

    def ground(self, rubber):
        """The page that a stroke goes on, or that a ``rubber`` works on: what shows."""
        return self.page(**self.state())

    def wipe(self, _button):
        """A reader wants an empty page."""
        self.controls["pen"].value = "pen"
        self._show(np.zeros((SIDE, SIDE), int))

    def _show(self, page):
        self.drawing = page
        self.explorer.remake()
        self.explorer.at_once(source="yours", **self._plain)
