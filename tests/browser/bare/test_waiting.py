"""Python far away or busy: the step control goes on, and no older picture passes for the current one."""

from playwright.sync_api import expect

from helpers.explore import explore_convolution, explore_pooling
from helpers.predict import predict_number

LATE = "waiting for Python: this is still the picture before"


def is_marked(page, late=True):
    expect(page.locator(".cnn-stage")).to_have_attribute("aria-busy", str(late).lower())
    expect(page.locator(".cnn-picture")).to_have_css("opacity", "0.4" if late else "1")
    expect(page.locator(".cnn-late")).to_have_text(LATE if late else "")


def test_while_python_is_busy_an_older_picture_says_so_and_the_step_goes_on(bare):
    app = bare.app(explore_convolution(step=0))
    page = bare.page
    is_marked(page, False)
    bare.pause()
    verdict = page.locator(".cnn-verdict").inner_text()
    app.turn("stride", 2)
    is_marked(page)
    expect(page.locator(".cnn-verdict")).to_have_text(verdict)
    page.locator(".cnn-bar input").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cnn-count")).to_have_text("2 of 25")
    expect(page.locator(".cnn-words")).to_contain_text("Window 2 of 25")
    expect(page.locator(".cnn-spoken")).to_contain_text("Not yet answered: ")
    bare.go_on()
    is_marked(page, False)
    expect(page.locator(".cnn-count")).to_have_text("2 of 9")
    app.assert_agrees()


def test_a_slider_that_comes_back_asks_for_nothing(bare):
    app = bare.app(explore_convolution(step=0))
    bare.pause()
    app.turn("stride", 2)
    is_marked(bare.page)
    app.turn("stride", 1)
    is_marked(bare.page, False)
    bare.go_on()
    bare.settle()
    expect(bare.page.locator(".cnn-count")).to_have_text("1 of 25")
    is_marked(bare.page, False)


def test_an_answer_to_an_older_question_does_not_end_the_waiting(bare):
    app = bare.app(explore_convolution(step=0))
    page, count = bare.page, bare.page.locator(".cnn-count")
    bare.pause()
    app.turn("stride", 2)
    app.turn("stride", 4)
    is_marked(page)
    bare.answer_one()
    expect(count).to_have_text("1 of 9")
    page.wait_for_timeout(300)
    assert page.locator(".cnn-waits").count() == 1  # the picture of stride 2, and the slider asks for 4
    bare.go_on()
    expect(count).to_have_text("1 of 4")
    is_marked(page, False)


def test_a_list_buttons_and_a_typed_cell_are_marked_too(bare):
    app = bare.app(explore_convolution(step=0))
    page, grid = bare.page, bare.page.locator('.cnn-grid[data-grid="image"]')
    for change in (
        lambda: app.turn("kernel", "diagonal edge"),
        lambda: app.turn("flip", True),
        lambda: (grid.focus(), page.keyboard.type("7"), page.keyboard.press("Enter")),
    ):
        is_marked(page, False)
        bare.pause()
        change()
        is_marked(page)
        bare.go_on()
    is_marked(page, False)


def test_an_answer_that_changes_nothing_ends_the_waiting(bare):
    bare.app(explore_pooling(n=4, size=4, stride=1))
    page = bare.page
    bare.pause()
    picture = page.locator(".cnn-picture").inner_html()
    page.locator('.cnn-grid[data-grid="image"]').focus()
    page.keyboard.type("99")  # refused: the picture stays as it is
    page.keyboard.press("Enter")
    is_marked(page)
    bare.go_on()
    is_marked(page, False)
    assert page.locator(".cnn-picture").inner_html() == picture


def test_what_a_cell_sets_from_python_leaves_no_mark(bare):
    app = bare.app(explore_convolution(step=0))
    app.set(stride=2, kernel="diagonal edge", flip=True)
    expect(bare.page.locator(".cnn-count")).to_have_text("1 of 9")
    is_marked(bare.page, False)


def test_both_views_of_one_explorer_are_marked(bare):
    explorer = explore_convolution(step=0)
    app = bare.app(explorer, beside=(explorer,))
    late = bare.page.locator(".cnn-late")
    expect(late).to_have_count(2)
    bare.pause()
    app.turn("stride", 2)
    for one in late.all():
        expect(one).to_have_text(LATE)
    bare.go_on()
    for one in late.all():
        expect(one).to_have_text("")


# Whether the canvas is marked, each time it changes, beside what it shows.
MARKS = """() => {
  const canvas = document.querySelector(".cnn-canvas");
  window.marks = [];
  const note = () => marks.push([canvas.dataset.shown, canvas.classList.contains("cnn-waits")]);
  new MutationObserver(note).observe(canvas, { attributes: true });
}"""


def test_a_late_picture_is_dimmed_until_the_answer_and_no_longer(bare):
    app = bare.app(explore_convolution())
    page, canvas = bare.page, bare.page.locator(".cnn-canvas")
    page.evaluate(MARKS)
    before = canvas.get_attribute("data-shown")
    for stride in (2, 3):
        bare.pause()
        app.turn("stride", stride)
        page.wait_for_timeout(300)
        bare.go_on()
        is_marked(page, False)
        after = canvas.get_attribute("data-shown")
        marks = page.evaluate("marks.splice(0)")
        assert [before, True] in marks and [after, True] not in marks and marks[-1] == [after, False], marks
        before = after


def test_a_quick_answer_leaves_no_mark(bare):
    app = bare.app(explore_convolution())
    bare.page.evaluate(MARKS)
    app.turn("stride", 2)
    bare.settle()
    bare.page.wait_for_timeout(200)
    assert not any(late for _, late in bare.page.evaluate("marks"))


def test_the_verdict_on_an_older_answer_does_not_stay_while_python_is_busy(bare):
    bare.show(predict_number("How many?", lambda: 5))
    page = bare.page
    said, field = page.locator(".cnn-said"), page.locator(".cnn-predict input")
    for answer, verdict in (("4", "Not 4"), ("4", "Not 4"), ("5", "Right")):  # the same verdict is an answer too
        bare.pause()
        field.fill(answer)
        field.press("Enter")
        expect(said).to_have_text("Waiting for Python's verdict …")
        bare.go_on()
        expect(said).to_contain_text(verdict)
