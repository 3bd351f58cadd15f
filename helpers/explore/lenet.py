"""A trained LeNet at work: on a digit it never saw, or on one that the reader draws."""

from functools import partial

from helpers.data import load_digits, load_lenet_weights
from helpers.digits import digit_volume, noisy, shifted, turned
from helpers.draw.lenet import draw_forward_pass
from helpers.explore.answer import answer, inside
from helpers.explore.controls import choice, in_order, slider, sliders
from helpers.explore.drawing import Drawing
from helpers.explore.explorer import Explorer
from helpers.networks import lenet5
from helpers.trace.lenet import forward_passes

LIMITS = {"map": (0, 15), "row": (0, 27), "down": (-6, 6), "right": (-6, 6), "turn": (-90, 90), "noise": (0, 128)}


def explore_lenet(digit=8, layer="C1", map=0, row=None, step=None, down=0, right=0, turn=0, noise=0, show=None):
    """An app: a digit on its way through LeNet, and how each value of a layer was made.

    ``digit`` is a place in ``load_digits()`` (0..499), ``layer`` a name from ``lenet5()``, ``map`` one of its maps
    (0..15); ``row`` (0..27) and ``step`` (the column; in a dense layer the value) say which value shows, None for
    the largest one of the map. The digit is turned by ``turn`` degrees (-90..90), moved ``down`` and ``right`` by
    cells (-6..6), and gets normal ``noise`` of so many grey levels (0..128). Whoever draws on it gets a copy to
    draw on. ``show`` names the controls to show, for example ``("layer", "map")``.

    Errors: ``ValueError`` for what is outside the sliders or not in the list, and for a step that is not there.
    """
    given = {"map": map, "row": 0 if row is None else row, "down": down, "right": right, "turn": turn, "noise": noise}
    app = _LeNetApp(digit, layer, given, show)
    if row is not None:
        app.controls["row"].value = row
    if step is not None:
        app.explorer.start(step)
    return app.explorer


class _LeNetApp(Drawing):
    """The controls, the reader's drawing, and the last forward passes, which picture, answer and choice share."""

    def __init__(self, digit, layer, given, show):
        super().__init__(down=0, right=0, turn=0, noise=0)
        self.images, self.labels = load_digits()
        self.network, self.weights = lenet5(), load_lenet_weights()
        self.controls = {
            "digit": slider("digit", "digit", digit, 0, len(self.images) - 1),
            "layer": choice("layer", "layer", layer, [row.name for row in self.network.rows()[1:]]),
            **sliders(LIMITS, **given),
            **self.tools(),
        }
        shown = in_order(show, {**self.controls, "clear": self.clear})
        told = {"by_hand": ("source", "pen"), "about": "a digit on its way through LeNet"}
        self.explorer = Explorer(self.controls, self.draw, shown, self.choose, self.paint, **told)
        for name in ("digit", "layer", "map"):  # drawn once, where the value is largest
            self.explorer.leave(name, partial(self.strongest, name), ("row",))
        self.explorer.at_once(**self.strongest(None, self.state()))

    def page(self, source, digit, down, right, turn, noise, **_rest):
        """What is on the page: (28, 28) of 0..255."""
        page = self.drawing if source == "yours" else self.images[digit]
        return noisy(shifted(turned(page, turn), down, right), noise)

    def forward_pass(self, page, layer):
        """That of the page to a layer: one run for all."""
        return self.passed(page, lambda: forward_passes(self.network, digit_volume(page), self.weights))[layer]

    def draw(self, layer, map, row, **state):
        """The picture of a state, and what is said about it."""
        page = self.page(**state)
        map, row, other = inside(layer, self.network.row(layer).output_shape, map, row)
        picture = draw_forward_pass(self.forward_pass(page, layer), map, row)
        label = None if state["source"] == "yours" else self.labels[state["digit"]]
        return picture, answer(page, picture.trace.probabilities, label) + other

    def strongest(self, moved, state):
        """What shows how the largest value of the map came about: elsewhere there may be nothing to see."""
        other = {"source": "digit"} if moved == "digit" else {}
        state = state | other
        passed = self.forward_pass(self.page(**state), state["layer"])
        place = passed.strongest(min(state["map"], passed.values.shape[2] - 1))
        if passed.flat:  # it has no rows
            return {**other, "step": place.map}
        return {**other, "row": place.row, "step": place.column}

    def choose(self, grid, row, column, _text):
        """A reader chose a cell of another row of the large map, or one of the small maps."""
        if grid == "map":
            self.explorer.at_once(row=row, step=column)
        elif grid == "maps":  # and goes to the strongest value
            self.controls["map"].value = row * self.explorer.picture.trace.across + column
