"""What is read aloud of an explorer: nothing unasked, what is new first, and once where the motion rests."""

import numpy as np
import pytest
from announced import begins, heard, listen_now, words_of

from helpers.explore import explore_conv_layer, explore_convolution, explore_pooling

RESTED = 900  # ms: more than the rest after which a step is said


class Reader:
    """Somebody who works an explorer by keys, and hears it."""

    def __init__(self, bare, explorer, beside=()):
        self.bare, self.page = bare, bare.page
        self.app = bare.app(explorer, beside=beside)
        listen_now(self.page)

    def press(self, key, control=".cnn-bar input", times=1):
        self.app.root.locator(control).focus()
        for _ in range(times):
            self.page.keyboard.press(key)

    def hears(self):
        self.page.wait_for_timeout(RESTED)
        return heard(self.page)


@pytest.fixture
def reads(bare):
    return lambda *explorers: Reader(bare, explorers[0], explorers[1:])


def test_nothing_is_said_until_somebody_acts_in_this_explorer(reads):
    other = explore_pooling()
    reader = reads(explore_convolution(step=0), other)
    assert reader.hears() == []  # as it opens
    reader.app.set(stride=2)  # by a cell
    reader.page.locator("body").press("ArrowRight")
    reader.press("Tab", ".cnn-grid >> nth=0")  # who goes past it hears where the Tab key stands, and asks for nothing
    assert reader.hears() == ["row 0, column 0: 0", "row 0, column 0: minus 1"]
    reader.app.set(stride=1)
    assert reader.hears() == []
    reader.press("ArrowRight")
    (said,) = reader.hears()
    assert said.startswith("Window 2 of 25")
    other.at_once(stride=1)
    reader.bare.push()
    assert reader.hears() == [], "the explorer beside it"


@pytest.mark.parametrize("act", ["click", "key", "list", "cell"])
def test_whatever_a_reader_does_first_is_answered(reads, act):
    reader = reads(explore_convolution(step=0))
    root = reader.app.root
    if act == "click":
        root.get_by_role("button", name="step forward").click()
    elif act == "key":
        reader.press("ArrowRight")
    elif act == "cell":
        root.locator('.cnn-grid[data-grid="image"]').focus()
        assert len(reader.hears()) == 1  # where it stands
        reader.page.keyboard.press("ArrowRight")
    else:
        root.get_by_label("speed").select_option("slow")
        reader.app.turn("stride", 2)
    assert len(reader.hears()) == 1


def test_the_new_words_come_first_and_a_verdict_once(reads):
    explorer = explore_convolution(step=0)
    reader = reads(explorer)
    for step in (1, 2, 3):
        reader.press("ArrowRight")
        words = explorer.picture.alts[step]
        (said,) = reader.hears()
        assert words_of(said) == words_of(words if step > 1 else f"{words} {explorer.verdict}")
    reader.app.turn("stride", 2)
    reader.bare.settle()
    assert explorer.controls["stride"].value == 2
    (said,) = reader.hears()
    assert words_of(said) == words_of(f"{explorer.picture.alts[3]} {explorer.verdict}"), "another verdict"


def test_the_last_step_says_so_and_a_key_beyond_it_only_that(reads):
    explorer = explore_convolution(n=5, step=7)
    reader = reads(explorer)
    forward, back = (reader.app.root.get_by_role("button", name=f"step {way}") for way in ("forward", "back"))
    reader.press("ArrowRight")
    (said,) = reader.hears()
    assert begins(said, f"{explorer.picture.alts[8]} Output row 2: ") and "This is the last step. " in said
    forward.click()
    assert reader.hears() == ["This is the last step."]
    reader.press("ArrowRight")
    assert reader.hears() == ["This is the last step."]
    reader.press("Home")
    (said,) = reader.hears()
    assert words_of(said) == words_of(explorer.picture.alts[0])
    reader.press("ArrowLeft")
    back.click()
    assert reader.hears() == ["This is the first step."] * 2
    reader.press("ArrowRight", times=9)  # one more than there are
    *_, said = reader.hears()
    assert begins(said, explorer.picture.alts[8]), "what is new is not lost behind the end"


def test_ten_steps_a_drag_and_a_play_are_said_once_each(reads):
    explorer = explore_convolution(step=0)
    reader = reads(explorer)
    reader.press("ArrowRight", times=10)
    assert len(reader.hears()) == 1
    box = reader.app.root.locator(".cnn-bar input").bounding_box()
    y = box["y"] + box["height"] / 2
    reader.page.mouse.move(box["x"] + 10, y)
    reader.page.mouse.down()
    reader.page.mouse.move(box["x"] + 300, y, steps=20)
    reader.page.mouse.up()
    assert len(reader.hears()) == 1
    reader.app.root.get_by_label("speed").select_option("slow")  # a step takes longer than the rest
    reader.hears()
    reader.app.root.get_by_role("button", name="play", exact=True).click()
    reader.page.wait_for_timeout(2200)
    assert heard(reader.page) == []
    reader.app.root.get_by_role("button", name="pause", exact=True).click()
    assert len(reader.hears()) == 1


def test_what_was_said_is_gone_after_five_seconds(reads):
    explorer = explore_convolution(step=0)
    reader = reads(explorer)
    spoken = reader.app.root.locator(".cnn-spoken")
    reader.press("ArrowRight")
    first = reader.hears()
    assert spoken.inner_text() == first[0]
    reader.page.wait_for_timeout(3500)
    assert spoken.inner_text() == first[0]
    reader.page.wait_for_timeout(1500)
    assert spoken.inner_text() == "" and heard(reader.page) == []
    reader.press("ArrowRight")
    (said,) = reader.hears()
    assert words_of(said) == words_of(explorer.picture.alts[2])


def aloud(number):
    return str(number).replace("-", "minus ")


def rows_of(array):
    """The rows of an output as they should be said, by their last cells' places in the order of reading."""
    array = np.asarray(array)
    said = [f"Output row {i}: {', '.join(map(aloud, row.tolist()))}." for i, row in enumerate(array)]
    return {(i + 1) * array.shape[1] - 1: row for i, row in enumerate(said)}


def correlated(image, kernel):
    image, kernel = np.asarray(image), np.asarray(kernel)
    size = len(image) - len(kernel) + 1
    return [
        [(image[i : i + len(kernel), j : j + len(kernel)] * kernel).sum() for j in range(size)] for i in range(size)
    ]


def test_a_row_that_is_done_is_said_as_a_row(reads):
    image = [[0, 0, 0, 9, 9], [0, 0, 0, 9, 9], [1, 2, 3, 4, 5], [0, 5, 0, 9, 9], [7, 0, 0, 9, 9]]
    kernel = [[-1, 0, 1], [-1, 0, 1], [-1, 0, 2]]
    explorer = explore_convolution(image=image, kernel=kernel, step=0)
    reader = reads(explorer)
    expected = rows_of(correlated(image, kernel))
    for step in range(1, 9):
        reader.press("ArrowRight")
        (said,) = reader.hears()
        assert begins(said, explorer.picture.alts[step])
        assert ("Output row" in said) == (step in expected)
        assert expected.get(step, "") in said
    assert len(expected) == 3


def test_rows_of_a_pooling_and_of_each_map_of_a_layer(reads):
    pooling = explore_pooling(image=[[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]], step=0)
    reader = reads(pooling)
    reader.press("ArrowRight")
    assert " Output row 0: 6, 8. " in reader.hears()[0]
    reader.press("ArrowRight", times=2)
    assert " Output row 1: 3, 4. This is the last step." in reader.hears()[0]
    pooling.at_once(n=6, shift=1, step=1)  # which changes some cells: they have a frame
    changed = pooling.picture.trace.changed
    assert 0 < changed.sum() < changed.size
    reader.bare.push()
    assert "Output row" not in reader.hears()[0], "another picture: nobody went to the end of a row"
    reader.press("ArrowRight")
    assert f" Output row 0: {', '.join(map(str, pooling.picture.trace.outputs[0].tolist()))}." in reader.hears()[0]
    layer = explore_conv_layer(step=28)
    reader = reads(layer)
    reader.press("ArrowRight")
    (said,) = reader.hears()
    ends = [words.rsplit("= ", 1)[1].split(":")[0] for words in layer.picture.alts[25:30]]
    assert f" Output row 0: {', '.join(map(aloud, ends))}. " in said, "the first row of map 2"


def test_a_picture_has_a_short_name_and_its_words_by_reference(reads):
    explorer = explore_convolution(step=0)
    reader = reads(explorer, explorer)
    for picture in reader.page.locator(".cnn-picture").all():
        assert picture.get_attribute("aria-label") == (
            "picture: input 7 × 7, filter 3 × 3, window × filter, output 5 × 5"
        )
        described = "e => document.getElementById(e.getAttribute('aria-describedby')) === e.closest('.cnn-canvas')"
        assert picture.evaluate(f"{described}.querySelector('.cnn-words')"), "the words of another picture"


def test_a_cell_says_at_once_where_it_is(reads):
    reader = reads(explore_convolution(step=0))
    reader.press("ArrowRight", '.cnn-grid[data-grid="image"]')
    assert reader.hears() == ["row 0, column 0: 0", "row 0, column 1: 0; 2 windows read it"]
