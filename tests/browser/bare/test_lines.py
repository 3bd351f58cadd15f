"""Lines to put in order, by a drag, by clicks and by keys; what is said of an order."""

import pytest
from checks import assert_axe
from playwright.sync_api import expect

from helpers.arrange import arrange_lines
from helpers.arrange.functions import RUNGS


class Rung:
    """The view of a rung, opened."""

    def __init__(self, bare, name="output_size", theme="light"):
        self.widget = arrange_lines(name)
        self.place, self.page = bare.show(self.widget, theme=theme), bare.page
        self.place.locator("summary").click()
        self.loose, self.placed = (self.place.get_by_role("listbox").nth(k) for k in (0, 1))

    def line(self, text):
        return self.place.get_by_role("option").filter(has_text=text.strip()).first

    def button(self, words):
        self.place.get_by_role("button", name=f"{words}: {self.widget.name}", exact=True).click()

    def in_order(self):
        return [text.strip() for text in self.placed.locator("code").all_inner_texts()]

    def says(self, words):
        expect(self.place.get_by_role("status")).to_have_text(words)

    def drag(self, item, x, y):
        box = item.bounding_box()
        self.page.mouse.move(box["x"] + 30, box["y"] + box["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(x, y, steps=5)
        self.page.mouse.up()


def right(name):
    return [line.strip() for line in RUNGS[name].right]


def test_clicks_bring_lines_over_and_the_right_order_is_said_to_be_right(bare):
    rung = Rung(bare)
    rung.button("Check")
    rung.says("Put lines into the function first: a guess is enough.")
    for k, line in enumerate(right("output_size"), 1):
        rung.line(line).click()
        rung.says(f"Line {k} of {k} in your function.")
    rung.button("Check")
    rung.says("Right: these lines make output_size. Now write it below, without looking if you can.")
    assert [rung.widget.lines[k].strip() for k in rung.widget.order] == right("output_size")


def test_a_wrong_line_is_framed_and_its_reason_is_said(bare):
    rung = Rung(bare)
    wrong, reason = next(iter(RUNGS["output_size"].wrong.items()))
    rung.line(right("output_size")[0]).click()
    rung.line(wrong).click()
    rung.button("Check")
    rung.says(f"Line 2 is a wrong one. {reason}")
    expect(rung.placed.locator(".cnn-wrong code")).to_have_text(wrong.strip())
    rung.button("In or out")  # the line that came last is chosen no more: the next to choose is
    expect(rung.place.locator(".cnn-wrong")).to_have_count(0)


def test_a_button_that_is_pressed_by_a_key_keeps_the_focus(bare):
    rung = Rung(bare)
    lines = right("output_size")
    for line in lines:
        rung.line(line).click()
    for words, keys, order in (
        ("Up", 2, [lines[0], lines[3], lines[1], lines[2]]),
        ("Down", 1, [lines[0], lines[1], lines[3], lines[2]]),
        ("In or out", 2, [lines[0], lines[1]]),
    ):
        button = rung.place.get_by_role("button", name=f"{words}: output_size", exact=True)
        if words == "Up":
            rung.line(lines[3]).click()
        button.focus()
        for _ in range(keys):
            rung.page.keyboard.press("Enter")
            expect(button).to_be_focused()
        assert rung.in_order() == order


def test_a_drag_lays_a_line_between_two_others_and_takes_it_out_again(bare):
    rung = Rung(bare)
    first, second, third, last = right("output_size")
    for line in (first, last):
        rung.line(line).click()
    box = rung.line(last).bounding_box()
    rung.drag(rung.line(third), box["x"] + 40, box["y"] + 2)
    assert rung.in_order() == [first, third, last]
    rung.says("Line 2 of 3 in your function.")
    box = rung.line(third).bounding_box()
    rung.drag(rung.line(second), box["x"] + 40, box["y"] + 2)
    assert rung.in_order() == [first, second, third, last]
    box = rung.loose.bounding_box()
    rung.drag(rung.line(second), box["x"] + 40, box["y"] + 10)
    assert rung.in_order() == [first, third, last]
    rung.says("Taken out.")
    assert [rung.widget.lines[k].strip() for k in rung.widget.order] == [first, third, last]


def test_keys_do_all_of_it(bare):
    rung = Rung(bare, "crossing")
    press = rung.page.keyboard.press
    rung.place.locator("summary").focus()
    press("Tab")
    expect(rung.loose.get_by_role("option").first).to_be_focused()
    for line in reversed(right("crossing")):
        press("Home")
        while not rung.line(line).evaluate("e => e === document.activeElement"):
            press("ArrowDown")
        press("Enter")
    assert rung.in_order() == right("crossing")[::-1]
    press("ArrowRight")
    for k in range(len(rung.in_order()) - 1):  # each to the end, the first one first
        rung.placed.get_by_role("option").first.focus()
        for _ in range(len(rung.in_order()) - 1 - k):
            press("Alt+ArrowDown")
    assert rung.in_order() == right("crossing")
    press("Delete")
    assert len(rung.in_order()) == len(right("crossing")) - 1
    rung.says("Taken out.")
    press("ArrowLeft")
    expect(rung.loose.locator("[aria-selected=true]")).to_be_focused()


def test_the_tab_key_stops_once_in_each_list(bare):
    rung = Rung(bare)
    for line in right("output_size")[:2]:
        rung.line(line).click()
    stops = rung.place.locator("[tabindex='0']")
    assert stops.count() == 2 and rung.loose.locator("[tabindex='0']").count() == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 399])
def test_it_can_be_read_and_fits_its_place(bare, theme, width):
    wide = bare.page.viewport_size
    bare.page.set_viewport_size({"width": width, "height": 800})
    rung = Rung(bare, "count_values", theme)
    for line in right("count_values")[:3]:
        rung.line(line).click()
    rung.button("Check")
    rung.says("Right so far. 6 lines are missing.")
    assert bare.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert_axe(bare.page, ".cnn-lines")
    bare.page.set_viewport_size(wide)


@pytest.mark.parametrize("name", RUNGS)
def test_every_rung_is_solved_by_its_lines(bare, name):
    rung = Rung(bare, name)
    for line in RUNGS[name].right:
        rung.place.locator(f"[data-line='{rung.widget.lines.index(line)}']").click()
    rung.button("Check")
    rung.says(f"Right: these lines make {name}. Now write it below, without looking if you can.")
