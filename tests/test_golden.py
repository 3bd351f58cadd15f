"""Every picture stays as it was, byte for byte and in all its steps, until someone says otherwise."""

import json
import re

import pytest
from golden import CALLS, KEPT, shown, sums
from states import DRAWN, STATES

from helpers import draw, explore

GOLDEN = json.loads(KEPT.read_text("utf-8"))


def called(states):
    return {re.match(r"\w+", call)[0] for call in states.values()}


def test_every_explorer_and_every_picture_has_states_that_are_looked_at():
    missing = set(explore.__all__) - called(STATES)
    ask = "give it a line in STATES of tests/states.py for its default, one for an extreme, one where nothing fits"
    assert not missing, f"{sorted(missing)}: {ask}"
    shown = {name.replace("explore_", "draw_") for name in explore.__all__}
    missing = {name for name in vars(draw) if name.startswith("draw_")} - shown - called(DRAWN)
    assert not missing, f"{sorted(missing)}: no explorer shows it, so give it lines in DRAWN of tests/states.py"


def test_the_file_names_every_state_that_is_looked_at():
    differ = sorted(set(GOLDEN) ^ set(CALLS)) or "their order"
    store = "`make golden` shows old and new, `make golden WRITE=1` stores what is drawn now"
    assert list(GOLDEN) == list(CALLS), f"tests/golden.json and tests/states.py differ in {differ}: {store}"


LARGEST = 300_000  # bytes of a picture's text: what every step writes anew is a line with words for each


@pytest.mark.parametrize("name", CALLS)
def test_a_picture_is_the_one_that_was_looked_at(name):
    picture, verdict = shown(CALLS[name])
    assert len(picture.svg.encode()) <= LARGEST
    found, kept = sums(picture, verdict), GOLDEN.get(name, {})
    changed = " and ".join(part for part in found if found[part] != kept.get(part))
    what = f"{changed} of {name} changed" if kept else f"{name} is new"
    assert not changed, f"{what}: look with `make golden STATE={name}`, store with `make golden STATE={name} WRITE=1`"
