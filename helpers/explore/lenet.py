"""A trained LeNet at work: on a digit it never saw, or on one that the reader draws."""

import ipywidgets as widgets
import numpy as np

from helpers.data import load_digits, load_lenet_weights
from helpers.digits import SIDE, digit_volume, drawn, noisy, shifted, turned
from helpers.draw.lenet import ACROSS_MAPS, ACROSS_VALUES, Seen, draw_seen
from helpers.draw.svg import number
from helpers.explore.explorer import Explorer, choice, in_order, slider
from helpers.networks import lenet5

ORDER = ("digit", "layer", "map", "row", "down", "right", "turn", "noise", "source", "pen", "clear")


def explore_lenet(digit=8, layer="C1", map=0, row=None, step=None, down=0, right=0, turn=0, noise=0, show=None):
    """An app: a digit on its way through LeNet, and how each value of a layer was made.

    ``digit`` is a place in ``load_digits()``, ``layer`` a name from ``lenet5()``, ``map`` one of its maps; ``row``
    and ``step`` (the column; in a dense layer the value) say which value shows, None for the largest one of the
    map. The digit is turned by ``turn`` degrees, moved ``down`` and ``right`` by cells, and gets normal ``noise``
    of so many grey levels. Whoever draws on it gets a copy to draw on. ``show`` names the controls to show, for
    example ``("layer", "map")``.

    Errors: ``ValueError`` for what is outside the sliders or not in the list, and for a step that is not there.
    """
    images, labels = load_digits()
    network, weights = lenet5(), load_lenet_weights()
    drawing, kept = np.zeros((SIDE, SIDE), int), {}
    layers = [shown.name for shown in network.rows()[1:]]
    controls = {
        "digit": slider("digit", "digit", digit, 0, len(images) - 1),
        "source": _pair("digit", "yours"),
        "layer": choice("layer", "layer", layer, layers),
        "map": slider("map", "map", map, 0, 15),
        "row": slider("row", "row", row or 0, 0, 27),
        "pen": _pair("pen", "rubber"),
        "down": slider("down", "down", down, -6, 6),
        "right": slider("right", "right", right, -6, 6),
        "turn": slider("turn", "turn", turn, -90, 90),
        "noise": slider("noise", "noise", noise, 0, 128),
    }
    clear = widgets.Button(description="Clear", tooltip="an empty page to draw on")
    shown = in_order(show, ORDER, {**controls, "clear": clear})

    def digit_now(source, digit, down, right, turn, noise, **_rest):
        """What is on the page: (28, 28) of 0..255."""
        page = drawing if source == "yours" else images[digit]
        return noisy(shifted(turned(page, turn), down, right), noise)

    def seen_in(layer, **state):
        """(the page, its forward pass), kept: the strongest place, the picture and the answer share it."""
        page = digit_now(**state)
        key = page.tobytes(), layer
        if key not in kept:
            kept.clear()
            kept[key] = Seen.of(network, digit_volume(page), weights, layer)
        return page, kept[key]

    def place(layer, map, row):
        """The map and the row that show: those of the sliders, where the layer has them."""
        side, _, maps = network.row(layer).output_shape
        return min(map, maps - 1), min(row, side - 1)

    def draw(**state):
        page, seen = seen_in(**state)
        layer = state["layer"]
        map, row = place(layer, state["map"], state["row"])
        picture = draw_seen(seen, map, row)
        said = [_answer(page, seen.probabilities, None if state["source"] == "yours" else labels[state["digit"]])]
        side, _, maps = network.row(layer).output_shape
        if side > 1 and (map, row) != (state["map"], state["row"]):
            said.append(f"{layer} has maps 0 to {maps - 1} and rows 0 to {side - 1}: map {map}, row {row} shows.")
        return picture, " ".join(said)

    def now(**other):
        return {name: control.value for name, control in controls.items()} | other

    def to_the_strongest(change=None):
        """Show how the largest value of the map came about: elsewhere there may be nothing to see."""
        other = {"source": "digit"} if change and change["owner"] is controls["digit"] else {}
        state = now(**other)
        values = seen_in(**state)[1].values
        if len(values) == 1:  # a dense layer has no rows
            explorer.at_once(step=int(values.argmax()), **other)
        else:
            map, _ = place(state["layer"], state["map"], 0)
            at_row, at_step = divmod(int(values[..., map].argmax()), values.shape[1])
            explorer.at_once(row=at_row, step=at_step, **other)

    def choose(grid, row, column, _text):
        if grid == "map":
            explorer.at_once(row=row, step=column)
        elif grid == "maps":
            controls["map"].value = row * ACROSS_MAPS + column  # and ``to_the_strongest`` draws it
        elif grid == "values":
            across = 1 if controls["layer"].value == layers[-1] else ACROSS_VALUES
            explorer.at_once(step=row * across + column)

    def draw_on(page):
        nonlocal drawing
        drawing = page
        explorer.at_once(source="yours", down=0, right=0, turn=0, noise=0)

    def paint(_grid, points):
        draw_on(drawn(digit_now(**now()), points, rubber=controls["pen"].value == "rubber"))

    def wipe(_button):
        controls["pen"].value = "pen"
        draw_on(np.zeros((SIDE, SIDE), int))

    explorer = Explorer(controls, draw, shown, choose, paint)
    clear.on_click(wipe)
    for name in ("digit", "layer", "map"):  # drawn once, where the value is largest
        explorer.leave(name)
        controls[name].observe(to_the_strongest, "value")
    to_the_strongest()
    if row is not None:
        controls["row"].value = row
    if step is not None:
        explorer.start(step)
    return explorer


def _answer(page, shares, label):
    """What LeNet reads, how surely, and whether that is right; for a drawing, how far it is from the middle."""
    best = int(shares.argmax())
    said = f"read as {best}, with probability {number(shares[best], 3)}"
    if label is not None:
        return f"A digit that LeNet never saw, meant as {label}: {said}. {'Right' if best == label else 'Wrong'}."
    if not page.any():
        return f"An empty page: {said}. It has no answer for “nothing”. Draw on the dashed square."
    down, right = (np.indices(page.shape) * page).sum(axis=(1, 2)) / page.sum() - (SIDE - 1) / 2
    height, side = _apart(down, "below", "above"), _apart(right, "right of", "left of")
    return f"Your drawing: {said}. Its middle is {height} and {side} the page's."


def _apart(cells, more, less):
    return f"{number(abs(cells), 1)} cells {more if cells >= 0 else less}"


def _pair(first, second):
    return widgets.ToggleButtons(options=[first, second], value=first)
