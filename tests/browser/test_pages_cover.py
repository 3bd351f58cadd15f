"""On the pages an answer is out of reach until its question is answered, or the reader asks to see it."""

import pytest
from playwright.sync_api import expect
from reading import assert_accessible, unfold

START, STRIDE = "00_start_here.html", "02_stride_and_padding.html"
# A page, the answer to its first question, and what the output then says.
COVERED = [
    (START, "3072", "((32, 32, 3), 3072)"),
    pytest.param(STRIDE, "3", "[0, 2, 4]", marks=pytest.mark.nightly),
]
# What a screen reader has in the place of an output, and of a reading.
ASKS = """- paragraph:
  - text: Answer the question above first, or
  - button "Show what follows the question above": Show"""
WAITS = "- paragraph: Covered until the question above is answered."

# For each part behind a cover: can it be hit, read, or reached by keyboard?
LEAKS = """boxes => boxes.flatMap((box) => {
  const found = [...box.children].filter((part) => !part.matches(".cnn-cover-words")).flatMap((part) =>
    [part, ...part.querySelectorAll("*")]).filter((e) => {
      e.focus?.();
      return e.checkVisibility({ visibilityProperty: true }) || e === document.activeElement;
    }).map((e) => e.outerHTML.slice(0, 80));
  box.scrollIntoView({ block: "center" });
  const { left, right, top, bottom } = box.getBoundingClientRect();
  for (const x of [0.1, 0.5, 0.9]) for (const y of [0.1, 0.5, 0.9]) {
    // null where a high picture's ends are outside of the window
    const hit = document.elementFromPoint(left + x * (right - left), top + y * (bottom - top));
    if (hit && !hit.closest(".cnn-cover-words")) found.push(hit.outerHTML.slice(0, 80));
  }
  return found;
})"""


def boxes(page, question=None):
    """All that is covered after a question, by its number from 1, or after any."""
    if question is None:
        return page.locator(".after")
    name = page.locator(".question").nth(question - 1).get_attribute("data-question")
    return page.locator(f'.after[data-question="{name}"]')


def is_found(page, text):
    """Does the page's own search find a text?"""
    return page.evaluate("text => { getSelection().removeAllRanges(); return find(text); }", text)


def assert_covered(boxes):
    """Nothing of it can be seen, read aloud, found or reached; only the sentence in its place, and *Show*."""
    assert boxes.count()
    assert boxes.evaluate_all(LEAKS) == []
    for box in boxes.all():
        assert box.aria_snapshot() == (ASKS if box.get_by_role("button").count() else WAITS)


def assert_shown(boxes):
    for box in boxes.all():
        expect(box.locator(".cnn-cover-words")).to_have_count(0)
        assert box.locator(":scope > *").first.evaluate("e => e.checkVisibility({ visibilityProperty: true })")


@pytest.mark.parametrize("name, answer, output", COVERED)
def test_an_answer_is_covered_until_its_question_is_answered_or_it_is_asked_for(visit, name, answer, output):
    page = visit(name)
    unfold(page)
    first, second = page.locator(".question").all()[:2]
    assert_covered(boxes(page))
    assert not is_found(page, output)
    assert_accessible(page)

    field = first.get_by_role("textbox")
    field.fill("5")
    field.press("Enter")
    expect(first.get_by_role("status")).to_contain_text("Not 5")
    assert_covered(boxes(page))
    heights = "boxes => boxes.map((box) => box.getBoundingClientRect().height)"
    before = boxes(page).evaluate_all(heights)
    field.fill(answer)
    field.press("Enter")
    assert_shown(boxes(page, 1))
    assert boxes(page, 1).first.inner_text().removeprefix("Output: ").strip() == output and is_found(page, output)
    assert_covered(boxes(page, 2))

    second.get_by_role("button", name="Check").focus()
    page.keyboard.press("Tab")
    show = boxes(page, 2).get_by_role("button").first
    expect(show).to_be_focused()
    page.keyboard.press("Enter")
    assert_shown(boxes(page, 2))
    expect(boxes(page, 2).first).to_be_focused()
    assert boxes(page).evaluate_all(heights) == before

    page.reload()
    unfold(page)
    for question in (1, 2):
        assert_shown(boxes(page, question))
    for question in range(3, page.locator(".question").count() + 1):
        assert_covered(boxes(page, question))
    assert_accessible(page)


def test_show_the_answer_uncovers_too(visit):
    page = visit(START)
    question = page.locator(".question").first
    question.get_by_role("textbox").fill("5")
    question.get_by_role("button", name="Check").click()
    question.get_by_role("button", name="Show the answer").click()
    assert_shown(boxes(page, 1))
    assert_covered(boxes(page, 2))


def test_one_switch_shows_every_answer_of_the_course_and_covers_them_again(visit):
    page = visit(STRIDE)
    for _ in range(3):  # two links that skip, the course
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    switch = page.get_by_role("checkbox", name="Show all answers")
    expect(switch).to_be_focused()
    page.keyboard.press("Space")
    unfold(page)
    assert_shown(boxes(page))
    page.reload()
    unfold(page)
    assert_shown(boxes(page))
    page.goto(page.url.replace(STRIDE, START))
    expect(switch).to_be_checked()
    assert_shown(boxes(page))
    switch.uncheck()
    assert_covered(boxes(page))
    page.reload()
    expect(switch).not_to_be_checked()
    assert_covered(boxes(page))


def test_a_browser_that_keeps_nothing_covers_and_shows_all_the_same(visit):
    page = visit(START)
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })")
    page.reload()
    assert_covered(boxes(page))
    boxes(page, 2).get_by_role("button", name="Show").first.click()
    assert_shown(boxes(page, 2))
    page.get_by_label("Show all answers").check()
    assert_shown(boxes(page))


def test_on_paper_and_without_scripts_all_answers_show(visit):
    for page in (visit(START), visit(START, java_script_enabled=False)):
        page.emulate_media(media="print")
        for part in page.locator(".after > :not(.cnn-cover-words)").all():
            expect(part).to_be_visible()
        for words in page.locator(".cnn-cover-words").all():
            expect(words).to_be_hidden()


def test_on_a_phone_the_cover_has_room_for_its_words(visit):
    page = visit(STRIDE, width=400, height=800, has_touch=True, is_mobile=True)
    outside = """all => all.filter((e) => e.scrollHeight > e.clientHeight || e.getBoundingClientRect().right > 384)
      .map((e) => e.outerHTML)"""
    assert page.locator(".cnn-cover-words").count() and page.locator(".cnn-cover-words").evaluate_all(outside) == []
