"""Every picture stays as it was, byte for byte and in all its steps, until someone says otherwise."""

import json

import pytest
from golden import CALLS, KEPT, shown, sums

GOLDEN = json.loads(KEPT.read_text("utf-8"))


def test_the_file_names_every_state_that_is_looked_at():
    assert list(GOLDEN) == list(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_a_picture_is_the_one_that_was_looked_at(name):
    found, kept = sums(*shown(CALLS[name])), GOLDEN.get(name, {})
    changed = " and ".join(part for part in found if found[part] != kept.get(part))
    assert not changed, f"{changed} of {name} changed: look with `make golden STATE={name}`, store with WRITE=1"
