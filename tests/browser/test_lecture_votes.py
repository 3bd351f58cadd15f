"""Two votes of a room on a question in lecture mode: hands are typed, bars stand side by side, then the reason."""

import pytest
from playwright.sync_api import expect
from podium import go_to, look, open_notebook, place, tab_into

CHOICE = '.cnn-predict [role="radiogroup"] > label'
VISIBLE = "visible=true"


@pytest.fixture(scope="module")
def asked(projector, stage):
    """The first question with choices of notebook 03, all cells run."""
    projector.set_viewport_size({"width": 1280, "height": 720})
    open_notebook(projector, stage, "03_conv_layer.ipynb")
    projector.locator(".lecture-run").wait_for(timeout=300_000)
    projector.keyboard.press("Escape")
    go_to(projector, CHOICE)
    return projector


def form(page):
    return page.locator(".cnn-predict form").locator(VISIBLE)


def bars(page, vote):
    return form(page).locator(f'.lecture-bar[data-vote="{vote}"]').all_text_contents()


def test_two_votes_stand_beside_each_other_and_then_comes_the_reason(asked):
    page, heard = asked, asked.locator("#lecture-said")
    choices = page.locator(CHOICE).locator(VISIBLE)
    count, here = choices.count(), place(page)
    assert count >= 2 and look(page)["screen"] == here[0]
    for k, choice in enumerate(choices.all()):
        assert choice.inner_text().startswith("ABCDEF"[k])
        assert choice.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 28
    page.keyboard.type("12")  # a digit begins with A
    for hands in range(1, count):
        page.keyboard.press("Enter")
        page.keyboard.type(str(hands))
    page.keyboard.press("Enter")
    all_hands = 12 + sum(range(1, count))
    assert bars(page, 1)[0] == f"1st: 12 · {round(1200 / all_hands)} %"
    expect(heard).to_contain_text(f"A 12, {round(1200 / all_hands)} %")
    expect(form(page).locator(".lecture-voted")).to_contain_text("Convince your neighbour")
    assert form(page).locator(".cnn-said").inner_text() == "" and page.locator(f"{CHOICE} input:checked").count() == 0
    page.keyboard.type("0")
    for _ in range(1, count):
        page.keyboard.press("ArrowDown")
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    last = "ABCDEF"[count - 1]
    assert (
        bars(page, 2)[0] == "2nd: 0 · 0 %" and bars(page, 2)[-1] == "2nd: 20 · 100 %" and len(bars(page, 1)) == count
    )
    expect(heard).to_contain_text(f"{last} 20, 100 %")
    assert not form(page).locator(".lecture-hands input").count()
    seen = look(page)
    assert seen["screen"] == here[0] and not seen["small"]
    page.keyboard.press("PageDown")  # the reason: of the room's own choice, then the answer
    expect(form(page).locator(".cnn-said")).not_to_have_text("")
    assert page.locator(f"{CHOICE} input").locator(VISIBLE).nth(count - 1).is_checked()
    if form(page).get_attribute("data-right") != "true":
        said = form(page).locator(".cnn-said").inner_text()
        page.keyboard.press("PageDown")
        expect(form(page).locator(".cnn-said")).not_to_have_text(said)
        expect(form(page).locator(".cnn-said")).to_contain_text("The answer is")
    box = form(page).locator(".cnn-said").bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 720 - 32, "what is right is on the screen, above the corner"
    page.keyboard.press("PageUp")
    go_to(page, CHOICE)
    assert place(page) == here and len(bars(page, 2)) == count  # the votes are still there


def test_what_is_no_number_is_refused_and_counts_nothing(asked):
    page = asked
    before = form(page).evaluate_handle("e => e")
    page.keyboard.press("PageDown")
    for _ in range(300):
        fields = page.locator(".lecture-hands input").locator(VISIBLE)
        if fields.count() and not form(page).evaluate("(e, before) => e === before", before):
            break
        page.keyboard.press("PageDown")
    page.keyboard.type("3")
    page.keyboard.type("x")
    for _ in range(fields.count()):
        page.keyboard.press("Enter")
    expect(form(page).locator(".lecture-voted")).to_have_text("Hands are counted in whole numbers, such as 12.")
    assert bars(page, 1) == [] and fields.first.evaluate("e => e === document.activeElement")
    page.keyboard.press("Escape")
    here = place(page)
    page.keyboard.press("PageDown")  # without a vote the key goes on as ever
    assert form(page).locator(".cnn-said").first.inner_text() == "" if place(page) == here else True
    assert not page.errors


def test_one_vote_is_enough_and_after_the_reason_nothing_is_counted(projector, stage):
    """Without keys that are single letters or digits: Tab leads into the fields. The window is low."""
    page = projector
    page.set_viewport_size({"width": 1280, "height": 480})
    page.goto(f"{stage.address}/doc/tree/05_learning.ipynb?token={stage.token}&keys=off")
    page.locator(".lecture-run").wait_for(timeout=300_000)
    page.keyboard.press("Escape")
    go_to(page, CHOICE)
    page.keyboard.press("7")
    assert page.evaluate("document.activeElement.matches('input')") is False
    tab_into(page, ".lecture-hands")
    for hands in ("2", "9", "1"):
        page.keyboard.type(hands)
        page.keyboard.press("Enter")
    assert bars(page, 1) == ["1st: 2 · 17 %", "1st: 9 · 75 %", "1st: 1 · 8 %"]
    page.keyboard.press("ArrowRight")
    expect(form(page).locator(".cnn-said")).to_contain_text("Not “w arrives at 2 later”.")
    assert form(page).locator(".lecture-hands input").count() == 0
    assert form(page).locator(".lecture-voted").text_content() == "", "nobody discusses any more"
    box = form(page).locator(".cnn-said").bounding_box()
    assert box["y"] + box["height"] <= 480 - 32, "the reason came into view"
