"""On the pages first answers are kept in the browser: they stay, two tabs lose none, and one button erases them."""

import json
from pathlib import Path

from playwright.sync_api import expect
from reading import assert_accessible, unfold

START, STRIDE = "00_start_here.html", "02_stride_and_padding.html"
KEPT = "JSON.parse(localStorage.getItem('convnet-course:kept'))"


def answer(page, number, given):
    field = page.locator(".question").nth(number).get_by_role("textbox")
    field.fill(given)
    field.press("Enter")


def went(page, words):
    expect(page.locator(".cnn-went")).to_have_text(words)


def test_first_answers_are_counted_and_what_was_missed_is_asked_again(visit):
    page = visit(STRIDE)
    end = page.get_by_role("region", name="Your answers")
    went(page, "Its 9 questions are still to be answered.")
    expect(end.get_by_role("button")).to_have_count(0)
    answer(page, 0, "three")  # no number is no answer
    went(page, "Its 9 questions are still to be answered.")
    for given in ("4", "3"):
        answer(page, 0, given)
        went(page, "Right at the first try: 0 of 9. Not answered yet: 8.")
    answer(page, 2, "9")
    unfold(page)
    answer(page, 7, "25")  # folded as *More*
    went(page, "Right at the first try: 1 of 9. Not answered yet: 6.")
    page.locator(".cnn-cover-words button").first.click()
    went(page, "Right at the first try: 1 of 9. Not answered yet: 5.")
    expect(end.get_by_role("listitem")).to_contain_text(
        ["You answered 4 first.", "You looked first.", "answered 25 first."]
    )
    assert_accessible(page)
    kept = page.evaluate(KEPT)["answers"].values()
    assert sorted((one["first"], one["right"], one["truth"]) for one in kept) == [
        ("", False, ""),
        ("25", False, "9"),
        ("4", False, "3"),
        ("9", True, "9"),
    ]

    page.reload()
    went(page, "Right at the first try: 1 of 9. Not answered yet: 5.")
    end.get_by_role("button", name="Try again: A 3 x 3 filter").click()
    expect(page.locator(".question").nth(7).get_by_role("textbox")).to_be_focused()  # in a part that opened for it
    first = page.locator(".question").first
    name = first.get_attribute("data-question")
    after = page.locator(f'.after[data-question="{name}"]').first
    expect(after.locator(".cnn-cover-words")).to_have_count(0)
    end.get_by_role("button", name="Try again: The same 7 cells").click()
    expect(after.locator(".cnn-cover-words")).to_have_count(1)
    answer(page, 0, "3")
    expect(after.locator(".cnn-cover-words")).to_have_count(0)
    went(page, "Right at the first try: 1 of 9. Not answered yet: 5.")


def test_three_questions_of_earlier_notebooks_come_back_every_day_with_what_was_missed_first(visit):
    page = visit(STRIDE)
    section = page.get_by_role("region", name="Before you begin")
    asked = section.locator(".cnn-question")

    def on(day):
        page.clock.set_fixed_time(f"2026-12-{day:02}T10:00:00")
        page.reload()
        expect(asked).to_have_count(3)
        return asked.all_inner_texts()

    days = [on(day) for day in (1, 2, 3)]
    assert len({tuple(texts) for texts in days}) == 3 and on(3) == days[2]
    assert_accessible(page)
    went(page, "Its 9 questions are still to be answered.")
    answer_to = section.locator(".recalled").last.get_by_role("textbox")
    answer_to.fill("-1")
    answer_to.press("Enter")
    expect(section.get_by_role("status").last).to_contain_text("Not -1.")
    ((name, kept),) = page.evaluate(KEPT)["answers"].items()
    _, notebook, kind, _ = name.split(":")
    assert (notebook, kept["first"], kept["right"]) == ("02", "-1", False) and kept["truth"]
    assert on(3) == days[2]  # they stay for the day
    went(page, "Its 9 questions are still to be answered.")
    for day in range(4, 8):
        on(day)
        first = section.locator(".recalled").first.get_by_role("textbox")
        first.fill("-1")
        first.press("Enter")
        expect(section.get_by_role("status").first).to_contain_text("Not -1.")
        newest = max(page.evaluate(KEPT)["answers"].items(), key=lambda one: one[1]["at"])[0]
        assert newest.split(":")[2] == kind  # missed again, so it comes again


def test_two_tabs_lose_nothing_and_both_hear_of_it_when_all_is_erased(visit):
    page = visit(STRIDE)
    other = page.context.new_page()
    other.goto(page.url)
    answer(page, 0, "3")
    answer(other, 2, "9")
    for tab in (page, other):
        went(tab, "Right at the first try: 2 of 9. Not answered yet: 7.")
    end = page.locator(".cnn-end")
    with page.expect_download() as download:
        end.get_by_role("button", name="Save my answers").click()
    assert json.loads(Path(download.value.path()).read_text("utf-8")) == page.evaluate(KEPT)
    page.once("dialog", lambda dialog: dialog.dismiss())
    end.get_by_role("button", name="Erase").click()
    went(page, "Right at the first try: 2 of 9. Not answered yet: 7.")
    page.once("dialog", lambda dialog: dialog.accept())
    end.get_by_role("button", name="Erase").click()
    expect(page.locator(".cnn-went")).to_be_focused()
    answer(other, 0, "3")
    for tab in (page, other):
        went(tab, "Right at the first try: 1 of 9. Not answered yet: 8.")
    other.close()


def test_what_cannot_be_read_is_told_and_lies_aside(visit):
    page = visit(START)
    page.evaluate("localStorage.setItem('convnet-course:kept', '{\"cut off')")
    page.reload()
    expect(page.locator(".cnn-where")).to_contain_text(
        "cannot be read: it is damaged: it is no JSON. It lies aside as"
    )
    answer(page, 0, "3072")
    went(page, "Right at the first try: 1 of 2. Not answered yet: 1.")
    assert '{"cut off' in page.evaluate("Object.values(localStorage)")
