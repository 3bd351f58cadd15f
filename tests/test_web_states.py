"""States in files: each text once, no file too large, and all come back as they went in."""

import random

from beside import texts_of_states, unpacked

from helpers.web.states import MOST, Packer

OPENING = ["<svg>", "first", "second", "</svg>", "words", "verdict"]


def noise(seed, length):
    """A text that cannot be made smaller than by a quarter."""
    return random.Random(seed).randbytes(3 * length // 4).hex()[:length]


def packed(states):
    packer = Packer(OPENING)
    taken = [packer.add(number, *parts) for number, parts in states.items()]
    packer.close()
    return packer, taken


def test_what_goes_in_comes_out():
    states = {
        0: [["<svg>", "first", "</svg>"], ["words"], ["verdict"]],
        3: [["<svg>", "own", "second", "own", "</svg>"], ["words", "more"], ["own"]],
        7: [["own", "other", "first", "second"], ["a", "b", "c"], ["verdict"]],
    }
    packer, taken = packed(states)
    assert taken == [True] * 3 and packer.count == 3
    assert texts_of_states(packer.files, OPENING) == states


def test_a_text_stands_once_in_a_file_and_not_at_all_where_the_page_has_it():
    long = noise(1, 9000)
    packer, _ = packed({n: [["first", long], ["words"], [f"verdict {n}"]] for n in range(20)})
    ((size, texts, states),) = unpacked(packer.files).values()
    assert texts.count(long) == 1 and "first" not in texts and len(states) == 20
    assert len(long) / 2 < size < len(long)


def test_files_are_as_small_as_a_move_may_bring_and_a_state_knows_its_file():
    states = {n: [[noise(n, 14_000)], ["words"], ["verdict"]] for n in range(0, 40, 4)}
    packer, _ = packed(states)
    found = unpacked(packer.files)
    assert 3 < len(found) < 10
    for first, (size, _, inside) in zip(packer.first, found.values(), strict=True):
        assert size <= MOST and first == min(inside)
    assert packer.first == sorted(packer.first)
    assert packer.size == sum(size for size, _, _ in found.values())
    assert texts_of_states(packer.files, OPENING) == states


def test_a_state_larger_than_a_file_has_no_room_and_the_others_do():
    states = {0: [["a"], ["b"], ["c"]], 1: [[noise(1, 80_000)], ["b"], ["c"]], 2: [["d"], ["b"], ["c"]]}
    packer, taken = packed(states)
    assert taken == [True, False, True]
    assert set(texts_of_states(packer.files, OPENING)) == {0, 2}


def test_the_same_states_have_the_same_files():
    states = {0: [["a"], ["b"], ["c"]]}
    assert packed(states)[0].files == packed(states)[0].files != packed({1: states[0]})[0].files
