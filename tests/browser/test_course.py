"""What stands around the notebooks in JupyterLab: covers over answers, stored pictures, and the reader's place."""

import json
import re

import nbformat
import pytest
from app import App, Control
from course import write
from direct import open_directly
from lab import go_to_cell, run_all, run_cell, set_theme
from playwright.sync_api import expect

from helpers.draw import draw_convolution
from helpers.filters import small_filter, small_input

PREDICT = "predict_number('How many?', lambda: 2 + 3, because={6: 'One too many.'}, why='Two and three.')"
IMPORTS = "from helpers.check import check_shift\nfrom helpers.explore import explore_convolution\n"
IMPORTS += "from helpers.predict import predict_choice, predict_number"
# (kind, source, tags); "answer 5" is an answer that must not be read.
CELLS = [
    ("markdown", "# A title\n\nSome words.", []),
    ("code", IMPORTS, []),
    ("code", PREDICT, ["predict"]),
    ("markdown", "Count it.", []),
    ("code", "print('answer', 2 + 3)", []),
    ("markdown", "*Read it.* It is five:\n\n- 2 + 3\n\nNow go on.", []),
    ("code", "explore_convolution(show=())", []),
    ("code", "explore_convolution(show=('stride',))", ["open"]),
    ("code", "def shifted(image):\n    ...\n\n\ncheck_shift(shifted)", []),
    ("code", "print('a solution')", ["solution"]),
    ("code", PREDICT, ["predict"]),
    ("code", "print('second answer')", []),
    ("markdown", "*Read it.* Five again.\n\n## A heading\n\n*Read it.* Not an answer.", []),
    ("code", "print('behind the heading')", []),
]
COVERED = [4, 6, 11]  # code cells whose outputs wait for an answer
READINGS = ["Read it. It is five:", "2 + 3", "Read it. Five again."]  # and what one of them leads on to


ALIVE = """
import gc
gc.collect()
print(sum(type(found).__name__ == "Explorer" for found in gc.get_objects()))
"""


class Visit:
    """A notebook as a newcomer opens it, with the list of files and all; ``again()`` is the second visit."""

    def __init__(self, page, folder):
        self.page, self.lab, self.folder, self.name = page, page.lab, folder, page.notebook

    def reload(self):
        self.page.goto(self.lab.address_of(self.name, "lab"))

    def again(self):
        self.reload()
        self.lab.wait_until_ready(self.page)
        self.page.locator(".cnn-answers").wait_for()

    def save(self):
        self.page.evaluate("jupyterapp.commands.execute('docmanager:save')")
        self.page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
        return (self.folder / self.name).read_text("utf-8")

    def covered(self):
        """The numbers of the code cells whose outputs are covered."""
        return self.page.evaluate(
            """() => [...document.querySelectorAll(".jp-Cell")].filter((cell) => cell.querySelector(".cnn-cover"))
              .map((cell) => Number(cell.dataset.windowedListIndex))"""
        )

    def readings(self):
        return self.page.locator(".jp-RenderedMarkdown > .cnn-covered").all_text_contents()

    def told(self):
        """All that the page says to a screen reader."""
        return self.page.locator(".jp-Notebook").aria_snapshot()


# Is a picture inside its output, and how far does the output scroll?
FITS = """(e) => {
  const area = e.closest(".jp-OutputArea-output"), right = (one) => one.getBoundingClientRect().right;
  return [right(e) <= right(area) + 1, area.scrollWidth - area.clientWidth];
}"""


@pytest.fixture(scope="module")
def visit(desk_of_module):
    """``visit(name, cells)``: a new notebook in the one page of these tests, as large and as light as at first."""
    page = None

    def open_it(name, cells):
        nonlocal page
        write(desk_of_module.folder / name, cells)
        if page is None:
            page = desk_of_module.open(name, run=False, view="lab")
        else:
            page.set_viewport_size({"width": 1280, "height": 720})
            set_theme(page, "light")
            desk_of_module.lab.turn_to(page, name)
        return Visit(page, desk_of_module.folder)

    return open_it


def painted_over(page, selector):
    """Of each element: is the middle of it painted by something else, or by nothing?"""
    return page.evaluate(
        """(selector) => [...document.querySelectorAll(selector)].map((e) => {
          e.scrollIntoView({ block: "center" });
          const { left, top, width, height } = e.getBoundingClientRect();
          return !e.contains(document.elementFromPoint(left + Math.min(20, width / 2), top + height / 2));
        })""",
        selector,
    )


def test_an_answer_is_covered_until_it_is_given_or_shown(visit):
    one = visit("covers.ipynb", CELLS)
    page = one.page
    run_all(page)
    expect(page.locator(".cnn-predict form")).to_have_count(2)
    assert one.covered() == COVERED
    assert [text.strip() for text in one.readings()] == READINGS
    told = one.told()
    for answer in ("answer 5", "It is five", "second answer", "Five again"):
        assert answer not in told, answer
    for shown in ("Count it.", "Now go on.", "a solution", "behind the heading", "Not an answer."):
        assert shown in told, shown
    covered, open_ = (page.locator(".jp-Cell-outputWrapper").nth(k).aria_snapshot() for k in (3, 4))
    assert ("Window 13 of 25" in covered, "Window 13 of 25" in open_) == (False, True)
    assert all(painted_over(page, ".cnn-covered"))

    first = page.locator(".cnn-predict").first
    heights = page.evaluate("document.querySelectorAll('.jp-Cell')[6].offsetHeight")
    first.locator("input").fill("6")
    page.keyboard.press("Enter")
    expect(first.locator(".cnn-said")).to_contain_text("One too many.")
    assert one.covered() == COVERED
    first.locator("input").fill("5")
    page.keyboard.press("Enter")
    expect(page.locator(".cnn-cover")).to_have_count(1)
    assert one.covered() == [11] and "answer 5" in one.told() and "second answer" not in one.told()
    assert page.evaluate("document.querySelectorAll('.jp-Cell')[6].offsetHeight") == heights
    assert not any(painted_over(page, ".jp-Cell:nth-child(5) .jp-OutputArea-output pre"))

    show = page.locator(".cnn-cover button")
    show.focus()
    for key in "dd":
        page.keyboard.press(key)  # no command of JupyterLab's
    page.keyboard.press("Enter")
    expect(page.locator(".cnn-cover")).to_have_count(0)
    assert "second answer" in one.told() and len(CELLS) == page.locator(".jp-Notebook .jp-Cell").count()
    assert page.evaluate("document.activeElement.closest('.jp-Cell').dataset.windowedListIndex") == "11"
    text = one.save()
    assert "cnn-" not in text and "Answer the question" not in text


def test_one_switch_shows_all_answers_of_a_notebook_and_is_remembered(visit):
    one = visit("switch.ipynb", CELLS)
    page = one.page
    switch = page.locator(".cnn-answers")
    expect(switch).to_have_text("Answers: covered")
    run_all(page)
    switch.press("Enter")
    expect(switch).to_have_text("Answers: shown")
    assert (switch.get_attribute("aria-pressed"), one.covered(), one.readings()) == ("true", [], [])
    one.save()
    one.again()
    expect(switch).to_have_text("Answers: shown")
    assert one.covered() == []
    switch.click()
    expect(switch).to_have_text("Answers: covered")
    expect(page.locator(".cnn-cover")).to_have_count(len(COVERED))
    assert one.covered() == COVERED
    page.locator(".cnn-cover button").first.click()
    assert one.covered() == [11]
    one.again()
    expect(page.locator(".cnn-cover")).to_have_count(1)  # what was shown is remembered, too
    assert one.covered() == [11]


def test_what_is_covered_again_opens_again_and_a_traceback_is_never_covered(visit):
    one = visit("again_covered.ipynb", [*CELLS[:5], ("code", "1 / 0", []), *CELLS[5:]])
    page, switch = one.page, one.page.locator(".cnn-answers")
    run_all(page)
    expect(page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").first).to_be_visible()
    assert one.covered() == [4]
    field, said = page.locator(".cnn-predict input").first, page.locator(".cnn-said").first
    for _ in range(2):
        field.fill("5")
        page.keyboard.press("Enter")
        expect(said).to_contain_text("Right: 5.")
        expect(page.locator(".cnn-cover")).to_have_count(0)
        switch.click()
        switch.click()
        expect(page.locator(".cnn-cover")).to_have_count(1)
    field.fill("6")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("One too many.")
    expect(page.locator(".cnn-cover")).to_have_count(1)


def test_a_notebook_that_is_opened_again_shows_its_pictures_and_one_press_brings_them_to_life(visit):
    one = visit("again.ipynb", [cell for cell in CELLS if cell[1] != CELLS[6][1]])
    page = one.page
    expect(page.locator(".cnn-awaken")).to_be_hidden()  # nothing is stored in it yet
    run_all(page)
    expect(page.locator(".cnn-explorer .cnn-picture svg")).to_have_count(1)
    for _ in range(3):
        text = one.save()
        assert page.locator(".jp-Dialog").count() == 0
    stored = nbformat.reads(text, as_version=4)
    assert "widget-view" not in text and "widgets" not in stored.metadata
    assert set(stored.cells[6].outputs[0].data) == {"image/svg+xml", "text/plain"}
    assert page.locator(".cnn-explorer .cnn-picture svg").count() == 1  # what is on the page lives on

    one.again()  # the kernel is the same: what lived lives
    expect(page.locator(".cnn-explorer .cnn-picture svg")).to_have_count(1)
    expect(page.locator(".cnn-predict form")).to_have_count(2)
    expect(page.locator(".cnn-awaken")).to_be_hidden()

    one.lab.restart(one.name)  # the kernel keeps its name, and knows nothing of the pictures
    one.again()
    go_to_cell(page, 6)
    expect(page.locator(".jp-RenderedSVG img")).to_be_visible()
    expect(page.get_by_text("Predict. How many?")).to_have_count(2)
    for words in ("Loading widget", "model not found"):
        expect(page.get_by_text(words)).to_have_count(0)
    expect(page.locator(".cnn-wake")).to_have_count(3)
    expect(page.locator(".cnn-awaken")).to_be_visible()
    page.locator(".jp-RenderedSVG .cnn-wake").press("Enter")
    expect(page.locator(".cnn-explorer .cnn-picture svg")).to_have_count(1)
    expect(page.locator(".cnn-awaken")).to_be_hidden()
    assert page.locator(".cnn-explorer").first.evaluate("e => e.getBoundingClientRect().top < innerHeight")

    one.save()
    one.lab.shut_down(one.name)
    one.reload()
    page.locator(".cnn-awaken").click()  # at once, before there is a kernel
    expect(page.locator(".cnn-explorer .cnn-picture svg")).to_have_count(1)


def test_a_cell_that_is_run_again_has_a_live_explorer_and_its_copy_a_picture(visit):
    one = visit("rerun.ipynb", [("code", IMPORTS, []), ("code", "explorer = explore_convolution(n=5)\nexplorer", [])])
    page, live = one.page, one.page.locator(".cnn-explorer .cnn-picture svg")
    run_all(page)
    go_to_cell(page, 1)
    page.evaluate(
        """async () => {
          const { activeCell } = jupyterapp.shell.currentWidget.content;
          for (const act of ["copy-cell", "paste-cell-below"]) await jupyterapp.commands.execute(`notebook:${act}`);
          jupyterapp.shell.currentWidget.content.activeCell = activeCell;
        }"""
    )
    expect(live).to_have_count(2)
    before = len(page.errors)
    for _ in range(3):
        run_cell(page, 1)
        expect(page.locator(".jp-Cell:nth-child(2) .cnn-picture svg")).to_have_count(1)
        app = App(page, one.lab, one.folder, one.name)
        app.controls()["stride"].move(Control.press)
        expect(live).to_have_count(1)
        expect(page.locator(".jp-RenderedSVG img")).to_have_count(1)
        one.lab.ask(one.name, "_controls = None")  # with these App holds on to the explorer
    expect(page.get_by_text("Error displaying widget")).to_have_count(0)
    assert page.errors[before:] == []
    assert one.lab.ask(one.name, ALIVE) == "1"
    assert "widget-view" not in one.save()


def test_the_readers_place_is_kept_when_all_cells_run(visit):
    tall = "print('\\n'.join(map(str, range(60))))"
    cells = [("markdown", "# Long", []), ("code", IMPORTS, []), *[("code", tall, [])] * 6]
    one = visit("place.ipynb", [*cells, ("code", "1 / 0", [])])
    page = one.page

    def place():
        return page.evaluate(
            """() => {
              const { content } = jupyterapp.shell.currentWidget;
              const top = content.widgets.findIndex(({ node }) => node.getBoundingClientRect().bottom > 140);
              return [content.activeCellIndex, top];
            }"""
        )

    page.evaluate("jupyterapp.shell.currentWidget.content.model.sharedModel.deleteCell(8)")
    run_all(page)
    page.wait_for_timeout(2000)
    assert place() == [0, 0]
    go_to_cell(page, 4)
    before = place()
    page.wait_for_timeout(200)
    run_all(page)
    page.wait_for_timeout(2000)
    assert place() == before and before[1] in (3, 4)
    page.evaluate("jupyterapp.shell.currentWidget.content.model.sharedModel.cells[2].setSource('1 / 0')")
    run_all(page)
    page.wait_for_timeout(2500)
    failed = page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']")
    box = failed.first.bounding_box()
    assert 0 <= box["y"] < 720, "a cell that failed is shown, as JupyterLab has it"


def test_stored_pictures_are_whole_and_follow_the_theme(visit):
    draw = "from helpers.draw import draw_convolution\nfrom helpers.filters import small_filter, small_input\n\n"
    draw += "picture = draw_convolution(small_input('edge', 7), small_filter('vertical edge', 3))\npicture.still(12)"
    chart = "import matplotlib.pyplot as plt\n_ = plt.plot([1, 2])\nplt.show()"
    foreign = 'from IPython.display import SVG\nSVG(\'<svg xmlns="http://www.w3.org/2000/svg" fill="#ffffff"/>\')'
    other = visit("other.ipynb", [("code", foreign, []), ("code", "import ipywidgets\nipywidgets.IntSlider()", [])])
    run_all(other.page)
    set_theme(other.page, "dark")
    assert "widget-view" in other.save()  # a notebook that is none of the course's is left alone
    assert other.page.locator(".jp-RenderedSVG img").get_attribute("src").count("%23ffffff") == 1
    assert other.page.locator(".cnn-answers, .cnn-awaken").count() == 0
    one = visit("stills.ipynb", [("code", draw, []), ("code", chart, [])])
    page = one.page
    run_all(page)
    picture = draw_convolution(small_input("edge", 7), small_filter("vertical edge", 3))
    image = page.locator(".jp-RenderedSVG img")
    shown = "e => decodeURIComponent(e.src.split(',').slice(1).join(','))"
    for theme in ("light", "dark", "light"):
        set_theme(page, theme)
        expect(image).to_have_attribute("src", re.compile("%23111111" if theme == "dark" else "%23ffffff"))
        assert image.evaluate(shown).strip() == picture.at(12, theme).strip()
    for theme, width, height in (
        ("light", 1280, 720),
        ("dark", 1366, 768),
        ("light", 1920, 1080),
        ("dark", 800, 600),
    ):
        set_theme(page, theme)
        page.set_viewport_size({"width": width, "height": height})
        for still in (image, page.locator(".jp-RenderedImage img")):
            fits = still.evaluate(FITS)
            assert fits == [True, 0], (width, fits)


def test_no_question_of_jupyters_covers_the_course(lab):
    address = f"{lab.address}/lab/api/settings/@jupyterlab/apputils-extension:notification?token={lab.token}"
    with open_directly(address) as answer:
        assert json.load(answer)["schema"]["properties"]["fetchNews"]["default"] == "false"


FOLDED = [
    ("markdown", "# A title\n\n*Try.*\n\n1. Count.\n2. Add.", []),
    ("code", "from helpers.predict import seen\n\nseen('Nine.', f'It is {2 + 3}.')", ["seen"]),
    ("markdown", "### More: another way\n\nOne sentence about it.", ["folded"]),
    ("markdown", "What is below.", []),
    ("code", "print(6 * 7)", []),
    ("markdown", "## A heading\n\nGo on.", []),
]


def test_answers_of_a_try_and_what_is_more_stay_folded_until_they_are_opened(visit):
    one = visit("folded.ipynb", FOLDED)
    page = one.page
    one.reload()
    page.locator(".jp-showHiddenCellsButton").wait_for()
    one.lab.wait_for_kernel(one.name)
    run_all(page)
    below = page.locator(".jp-RenderedMarkdown p", has_text="What is below.")
    expect(below).to_be_hidden()
    expect(page.locator(".jp-RenderedMarkdown p", has_text="Go on.")).to_be_visible()
    answer = page.locator(".cnn-seen li").nth(1)
    expect(answer).to_be_hidden()
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(answer).to_be_visible()
    page.locator(".jp-showHiddenCellsButton").click()
    expect(below).to_be_visible()
    expect(page.locator(".jp-OutputArea-output pre", has_text="42")).to_be_visible()  # it has run with the others
