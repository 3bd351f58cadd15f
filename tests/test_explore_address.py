"""An address as Python reads it: as a page's script does, in the same sentences; what an explorer makes of it."""

import json
from pathlib import Path

import pytest

from helpers import explore
from helpers.explore import explore_conv_layer, explore_convolution, explore_lenet, explore_pattern
from helpers.explore.address import give, give_out, read, take, take_in
from helpers.explore.states import Axis, axes_of

SHARED = json.loads((Path(__file__).parent / "web" / "addresses.json").read_text("utf-8"))
AXES = [
    Axis("stride", "stride", "slider", (1, 2, 3, 4)),
    Axis("flip", "", "buttons", (False, True), ("correlation", "convolution")),
    Axis("image", "input", "list", ("two & more", "a=b"), ("two & more", "a=b")),
    Axis("pool", "POOL", "switch", (False, True)),
]


@pytest.mark.parametrize("query, said", SHARED["refused"], ids=[query for query, _ in SHARED["refused"]])
def test_nonsense_is_refused_in_the_sentence_of_a_page_and_the_rest_is_taken(query, said):
    asked, step, show, refused = read(f"{query}&image=a%3Db&step=2", AXES)
    assert (asked, step, refused) == ({"image": "a=b"}, 2, [said])
    assert show == (["flip"] if query.startswith("show") else None)


def test_the_controls_of_the_shared_table_are_the_axes_here():
    told = [(control["name"], control["kind"]) for control in SHARED["controls"]]
    assert told == [(axis.name, axis.kind) for axis in AXES]


def test_an_explorer_without_controls_says_that_there_are_none():
    assert take(explore_convolution(show=()), "show=flip") == ["show cannot be “flip”: there are no controls here."]


def test_an_explorer_shows_the_state_of_an_address_as_its_function_does():
    explorer = explore_convolution(show=("stride", "padding", "flip", "image"), step=3)
    assert take(explorer, "stride=2&image=corner&flip=True&step=4") == []
    other = explore_convolution(stride=2, image="corner", flip=True, step=4)
    assert (explorer.picture.svg, explorer.verdict) == (other.picture.svg, other.verdict)
    assert explorer.controls["step"].value == 4
    assert explorer.controls["step"].refusal == ""


def test_what_is_not_named_stays_and_a_control_that_is_not_there_is_no_name():
    explorer = explore_convolution(padding=1, show=("stride",), step=3)
    assert take(explorer, "stride=3") == [] and explorer.controls["padding"].value == 1
    assert take(explorer, "padding=2") == ["There is no “padding” here: there are stride, step, show."]
    assert explorer.controls["padding"].value == 1


def test_show_leaves_controls_out_and_another_address_brings_them_back():
    explorer = explore_convolution(show=("stride", "padding", "flip"))

    def shown():
        return [name for name in ("stride", "padding", "flip") if explorer.controls[name].layout.display != "none"]

    take(explorer, "show=padding,flip")
    assert shown() == ["padding", "flip"]
    take(explorer, "show=")
    assert shown() == []
    take(explorer, "stride=2")
    assert shown() == ["stride", "padding", "flip"]


def test_a_step_that_the_state_does_not_have_is_refused_where_the_eye_is():
    explorer = explore_convolution()
    refused = take(explorer, "stride=4&colour=red&step=4")
    assert refused == [
        "There is no “colour” here: there are n, f, stride, padding, dilation, flip, image, kernel, step, show.",
        "step cannot be “4”: here it is 0 to 3.",
    ]
    assert explorer.controls["step"].value == 3 and explorer.controls["step"].refusal == " ".join(refused)
    assert explorer.verdict.startswith("(7 + 2*0 - 3)/4 + 1 = 2 windows")


def test_a_control_that_sets_others_leaves_those_that_are_named():
    explorer = explore_lenet()
    take(explorer, "layer=C3&digit=7&map=4&row=2&step=5")
    now = {name: explorer.controls[name].value for name in ("layer", "digit", "map", "row", "step")}
    assert now == {"layer": "C3", "digit": 7, "map": 4, "row": 2, "step": 5}


@pytest.mark.parametrize(
    "make", [explore_convolution, explore_conv_layer, explore_pattern], ids=lambda make: make.__name__
)
def test_every_value_of_every_control_can_be_named(make):
    explorer = make()
    for axis in axes_of(explorer):
        for value in (axis.values[0], axis.values[-1]):
            assert take(explorer, f"{axis.name}={value}") == []
            assert explorer.controls[axis.name].value == value


def test_the_browser_names_an_explorer_by_its_model():
    explorer = explore_convolution()
    assert take_in(explorer.model_id, "stride=2") == [] and explorer.controls["stride"].value == 2
    assert take_in("no such model", "stride=2") is None
    assert take_in(explorer.controls["stride"].model_id, "stride=2") is None


@pytest.mark.parametrize(
    "query", ["stride=2&padding=1&step=4&show=stride,padding", "stride=1&padding=0&step=0&show="]
)
def test_what_is_given_is_what_was_taken(query):
    explorer = explore_convolution(show=("stride", "padding"))
    assert take(explorer, query) == []
    assert give(explorer) == query.replace("&show=stride,padding", "")  # both show anyway
    assert give_out(explorer.model_id) == give(explorer)


@pytest.mark.parametrize("name", explore.__all__)
def test_every_explorer_opens_again_from_its_own_address(name):
    explorer, other = (getattr(explore, name)() for _ in range(2))
    for control in explorer.controls.values():
        if hasattr(control, "max"):
            control.value = control.max
    address = give(explorer)
    assert take(other, address) == [] and give(other) == address
    assert other.picture.svg == explorer.picture.svg


def test_what_a_reader_typed_is_not_in_the_address():
    explorer = explore_convolution(show=("image", "stride"))
    explorer.type("image", 0, 0, "7")
    assert give(explorer) == "stride=1&step=12"


def test_what_is_no_explorer_has_no_address():
    assert give_out("no such model") is None
