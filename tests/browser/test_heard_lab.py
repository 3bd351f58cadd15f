"""JupyterLab and lecture mode by ear: what a screen reader would say of what the course shows there (heard/*.txt)."""

import re

import pytest
from by_ear import assert_read_aloud
from playwright.sync_api import expect
from podium import go_to, open_notebook

IMPORTS = "from helpers.explore import explore_convolution, explore_lenet\n"
IMPORTS += "from helpers.predict import predict_choice, predict_number, seen"
CELLS = {
    "imports": IMPORTS,
    "convolution": "explore_convolution(show=('stride', 'flip', 'image'))",
    "lenet": "explore_lenet()",
    "seen": "seen('Five of nine.')",  # before the questions, for they cover what follows
    "number": "predict_number('How many windows fit?', lambda: 2 + 3, unit='windows')",
    "choice": "predict_choice('Which one is larger?', ['the first', 'the second'], lambda: 'the first')",
}


@pytest.fixture(scope="module")
def page(desk_of_module):
    page, _ = desk_of_module.scratch(*CELLS.values(), windowing="none")
    return page


def output(page, name):
    """The output of a cell, as a reader has it after scrolling there."""
    part = page.locator(".jp-CodeCell").nth(list(CELLS).index(name)).locator(".jp-OutputArea").first
    part.scroll_into_view_if_needed()
    part.locator(".cnn-explorer, .cnn-predict, .cnn-seen").first.wait_for()
    page.wait_for_timeout(500)
    return part


@pytest.mark.parametrize("name", ["convolution", "lenet", "number", "choice", "seen"])
def test_an_output_in_jupyterlab(page, name):
    part = output(page, name)
    if name == "convolution":
        part.get_by_role("button", name="numbers of this picture").click()
        part.locator(".cnn-tables table").first.wait_for()
        page.wait_for_timeout(6_000)  # what was announced is gone by itself
    assert_read_aloud(f"lab-{name}", part)


def test_a_chart_and_a_still_as_a_notebook_has_them_before_it_runs(desk_of_module):
    page = desk_of_module.open("06_lenet.ipynb", run=False, windowing="none")
    for name, kind in (("chart", "png"), ("still", "svg")):
        part = page.locator(f".jp-OutputArea-output:has(img[src^='data:image/{kind}'])").first
        part.scroll_into_view_if_needed()
        page.wait_for_timeout(500)
        assert_read_aloud(f"lab-{name}", part)


def test_the_glossarys_terms_are_for_a_voice_of_their_language(desk_of_module):
    name = "00_start_here.ipynb"
    page = desk_of_module.open(name, run=False, windowing="none")
    source = (desk_of_module.folder / name).read_text("utf-8")
    terms = re.findall(r"\| ([^|]*[\u3400-\u9fff][^|]*) \|", source)
    marked = page.locator("[lang=zh]")
    expect(marked).to_have_count(len(terms))
    assert marked.all_inner_texts() == terms and len(terms) > 20


def test_a_screen_of_a_lecture(projector, stage):
    open_notebook(projector, stage, "02_stride_and_padding.ipynb")
    projector.locator(".lecture-run").wait_for(timeout=300_000)
    projector.keyboard.press("Home")
    go_to(projector, ".cnn-predict")
    projector.wait_for_timeout(500)
    assert_read_aloud("lecture-question", projector.locator("body"))
