"""The states of a page: those that the explorer itself draws, all of them or all near the first one."""

import re
import zlib
from itertools import combinations, product
from math import prod

import pytest
from beside import places_of, texts_of_states, unpacked

from helpers import explore
from helpers.explore import (
    explore_conv_layer,
    explore_convolution,
    explore_kernels,
    explore_lenet,
    explore_network,
    explore_pattern,
    explore_pooling,
)
from helpers.explore.states import MOST_BYTES, states_of
from helpers.web.states import MOST


def without_prefix(lines):
    return [re.sub(r"\bp[0-9a-f]{8}-", "", line) for line in lines]


def page_lines(svg):
    """The lines of a picture that work without a kernel: of grids of cells that of steps, and of what cells meet."""
    needs = re.compile(r"<g data-grid=(?!.* data-(?:row|meets|twin|paint)=)")
    lines = [line for line in svg.split("\n") if not needs.match(line)]
    return [_untyped(line) if line.startswith("<g data-grid") else line for line in lines]


def _untyped(line):
    """None is typed into or drawn on: one that is no step says so."""
    line = line.replace(' data-paint=""', ' data-paint="" data-python=""')
    return re.sub(r' data-values=.*data-ends="-9 9"', "" if " data-row=" in line else ' data-python=""', line)


def values_of(told):
    """The values of a control: of a slider its numbers, of all others the texts that show."""
    return list(range(told["low"], told["low"] + told["count"])) if "low" in told else list(told["texts"])


class Beside:
    """The states of a page, read back: ``{values of the controls: texts}``."""

    def __init__(self, explorer):
        self.states = states_of(explorer)
        self.controls = self.states.told["controls"]
        self.values = [values_of(told) if told["kind"] != "switch" else [False, True] for told in self.controls]
        self.sizes = [len(values) for values in self.values]
        self.opening = [*page_lines(explorer.picture.svg), *explorer.picture.alts, explorer.verdict]
        self.texts = self.read(self.states.told["names"], self.opening)
        self.tables = self.read(self.states.told["tables"]["names"], explorer.picture.packed)
        assert len(self.texts) == self.states.count

    def read(self, names, opening):
        files = {name: self.states.files[name] for name in names}
        return {self.at(number): texts for number, texts in texts_of_states(files, opening).items()}

    def at(self, number):
        places = places_of(number, self.sizes)
        return tuple(values[place] for values, place in zip(self.values, places, strict=True))

    def first(self):
        return tuple(values[told["at"]] for values, told in zip(self.values, self.controls, strict=True))

    def assert_drawn(self, values, picture, verdict):
        lines, alts, said = self.texts[values]
        assert without_prefix(lines) == without_prefix(page_lines(picture.svg))
        assert (alts, said) == (list(picture.alts), [verdict])
        assert self.tables[values] == [picture.packed]


WHOLE = [  # explorers with few states, and what makes each of them anew
    (explore_convolution, {}, {"stride": (1, 2, 3, 4), "padding": (0, 1, 2, 3)}),
    (explore_conv_layer, {"k": 4, "padding": 0, "channels": 4}, {"k": (1, 2, 3, 4), "groups": (1, 2, 3, 4)}),
    (explore_pooling, {}, {"shift": (0, 1, 2, 3), "kind": ("max", "average")}),
]


@pytest.mark.parametrize("make, given, axes", WHOLE)
def test_every_state_is_what_the_explorer_shows_when_it_is_made_so(make, given, axes):
    beside = Beside(make(**given, show=tuple(axes)))
    assert beside.states.whole and [told["name"] for told in beside.controls] == list(axes)
    assert set(beside.texts) == set(product(*axes.values()))
    for values in product(*axes.values()):
        explorer = make(**given | dict(zip(axes, values, strict=True)), show=tuple(axes))
        beside.assert_drawn(values, explorer.picture, explorer.verdict)


def test_buttons_have_their_words_and_what_a_reader_types_into_a_cell_is_no_state():
    beside = Beside(explore_convolution(show=("kernel", "flip")))
    flip, kernel = beside.controls
    assert (flip["kind"], flip["texts"], flip["label"]) == ("buttons", ("correlation", "convolution"), "")
    assert kernel["kind"] == "list" and "vertical edge" in kernel["texts"] and "your own" not in kernel["texts"]
    given = Beside(explore_convolution(kernel=[[1]], show=("kernel",)))
    assert given.controls[0]["texts"][-1] == "your own" and given.first() == ("your own",)
    assert given.states.whole


def test_an_array_that_the_cell_gave_shows_where_its_name_is_chosen():
    image = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    beside = Beside(explore_convolution(image=image, show=("stride", "image")))
    for stride in (1, 2, 3, 4):
        explorer = explore_convolution(image=image, stride=stride, show=("stride", "image"))
        beside.assert_drawn((stride, "your own"), explorer.picture, explorer.verdict)


def test_where_there_are_too_many_those_in_which_two_controls_differ():
    beside = Beside(explore_convolution(show=("n", "f", "stride", "padding", "dilation")))
    assert not beside.states.whole
    first = beside.first()
    expected = {first}
    for i, j in combinations(range(len(first)), 2):
        for one, other in product(beside.values[i], beside.values[j]):
            changed = list(first)
            changed[i], changed[j] = one, other
            expected.add(tuple(changed))
    assert set(beside.texts) == expected
    assert beside.states.count == len(expected) < prod(beside.sizes)


NEAR = [
    (explore_kernels, {"photo": "cat", "kernel": "Sobel x", "row": 52, "flip": False}, ("kernel", "row", "flip")),
    (explore_pattern, {"m": 5, "k": 2, "width": 64, "side": 224, "batch": 1}, None),
]


@pytest.mark.parametrize("make, given, show", NEAR)
def test_else_those_within_two_moves_and_every_control_alone_but_what_is_larger_than_a_file(make, given, show):
    beside = Beside(make(**given, show=show))
    first, moves, expected = beside.first(), [], set()
    for i, (told, values) in enumerate(zip(beside.controls, beside.values, strict=True)):
        near = (told["at"] - 1, told["at"] + 1) if told["kind"] == "slider" else range(len(values))
        moves += [(i, values[place]) for place in near if 0 <= place < len(values)]
        expected |= {(*first[:i], value, *first[i + 1 :]) for value in values}
        if told["kind"] == "slider":
            by_two = range(max(0, told["at"] - 2), min(len(values), told["at"] + 3))
            expected |= {(*first[:i], values[place], *first[i + 1 :]) for place in by_two}
    for (i, one), (j, other) in product(moves, moves):
        changed = list(first)
        changed[i], changed[j] = one, other
        expected.add(tuple(changed))
    assert set(beside.texts) <= expected and len(beside.texts) > 0.8 * len(expected)
    known = set(beside.opening)
    for values in expected - set(beside.texts):
        named = dict(zip((told["name"] for told in beside.controls), values, strict=True))
        explorer = make(**given | named | {"flip": named["flip"] == "convolution"}, show=show)
        own = [line for line in page_lines(explorer.picture.svg) if line not in known]
        assert len(zlib.compress("\n".join([*own, *explorer.picture.alts]).encode(), 9)) > 0.85 * MOST


def test_a_slider_that_is_long_goes_from_end_to_end_and_each_state_is_the_explorers():
    beside = Beside(explore_kernels("cat", "Sobel x", row=52, show=("row",)))
    assert beside.states.whole and set(beside.texts) == {(row,) for row in range(112)}
    for row in (0, 51, 111):
        explorer = explore_kernels("cat", "Sobel x", row=row, show=("row",))
        beside.assert_drawn((row,), explorer.picture, explorer.verdict)


def test_a_control_that_sets_others_leads_where_it_leads_in_the_explorer():
    beside = Beside(explore_lenet())
    controls = {told["name"]: i for i, told in enumerate(beside.controls)}
    assert not {"source", "pen"} & set(controls)  # there is nothing to draw on
    first, moves = beside.first(), beside.states.told["moves"]
    assert [told["name"] for told in beside.controls if "sets" in told] == ["digit", "layer", "map"]
    for name, value in (("digit", 9), ("digit", 7), ("layer", "C3"), ("layer", "output"), ("map", 3)):
        explorer = explore_lenet()
        explorer.controls[name].value = value
        asked = list(first)
        asked[controls[name]], asked[controls["row"]] = value, 0
        number = 0
        for place, size in zip(map(list.index, beside.values, asked), beside.sizes, strict=True):
            number = number * size + place
        to, step = moves[number]
        landed = dict(zip(controls, beside.at(to), strict=True))
        assert landed == {key: explorer.controls[key].value for key in controls}
        assert step == explorer.controls["step"].value
        beside.assert_drawn(beside.at(to), explorer.picture, explorer.verdict)


SLOW = ("explore_one_by_one", "explore_conv_layer", "explore_output_size")


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.nightly] * (name in SLOW)) for name in explore.__all__],
)
def test_an_explorer_is_as_it_was_and_no_file_is_too_large(name):
    explorer = getattr(explore, name)()
    before = {name: control.value for name, control in explorer.controls.items()}
    picture, verdict = explorer.picture, explorer.verdict
    states = states_of(explorer)
    assert {name: control.value for name, control in explorer.controls.items()} == before
    assert (explorer.picture.svg, explorer.verdict) == (picture.svg, verdict)
    sizes = {name: size for name, (size, _, _) in unpacked(states.files).items()}
    assert max(sizes.values()) <= MOST and sum(sizes[name] for name in states.told["names"]) < 2 * MOST_BYTES
    assert [*states.told["names"], *states.told["tables"]["names"]] == list(states.files)


def test_an_explorer_without_such_controls_has_no_states():
    assert states_of(explore_network(show=())) is None
    assert states_of(explore_pattern(show=("n",))) is None
    assert states_of(explore_lenet(show=("layer", "map"))) is None  # they set the row, which does not show
