"""From a page of the site into the live course, with the numbers that the page shows, and nothing from elsewhere."""

import json

import live_lab
import pytest
from course import NOTEBOOKS, PYODIDE
from playwright.sync_api import expect
from static import new_page, serve

from helpers.explore import explore_conv_layer, explore_output_size

NAME = "02_stride_and_padding"
SOURCES = [
    cell["source"]
    for path in NOTEBOOKS
    if path.stem == NAME
    for cell in json.loads(path.read_text("utf-8"))["cells"]
    if cell["cell_type"] == "code"
]
COUNTS = "map((cell) => cell.executionCount)"
OUTPUTS = f"[...{live_lab.APP}.content.model.cells].filter((cell) => cell.type === 'code').{COUNTS}"
pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(not PYODIDE.is_dir(), reason="no ../shared/pyodide beside this checkout"),
]


@pytest.fixture(scope="module")
def whole(site_pages, built, tmp_path_factory):
    """The address of the whole site, pages and live course."""
    folder = tmp_path_factory.mktemp("site")
    for part in [*site_pages[0].iterdir(), built / "live"]:
        (folder / part.name).symlink_to(part)
    with serve(folder) as address:
        yield address


@pytest.fixture
def reader(whole, chromium, pages):
    page = new_page(chromium, whole)
    pages.append(page)
    yield page
    pages.remove(page)
    assert (page.elsewhere, page.missing, page.errors) == ([], [], [])
    page.context.close()


def press(place, label, key):
    place.get_by_label(label, exact=True).focus()
    place.get_by_label(label, exact=True).press(key)


def test_the_course_goes_on_with_the_numbers_of_the_page_which_answers_until_python_is_there(whole, reader):
    reader.goto(f"{whole}/{NAME}.html#output-size-1?n=9&stride=2")
    figure = reader.locator("#output-size-1")
    press(figure, "stride", "ArrowRight")
    figure.locator(".cnn-live a").click()
    frame = reader.frame_locator(".cnn-asked iframe")
    expect(frame.locator(".cnn-verdict")).to_have_text(explore_output_size(n=9, stride=3).verdict, timeout=300_000)
    press(frame, "stride", "ArrowRight")
    expect(frame.locator(".cnn-verdict")).to_have_text(explore_output_size(n=9, stride=4).verdict)
    live = reader.locator(".jp-Cell .cnn-explorer:has(.cnn-fixes)")
    expect(live.locator(".cnn-verdict")).to_have_text(explore_output_size(n=9, stride=4).verdict, timeout=300_000)
    expect(live.locator(".cnn-count")).to_have_text("2 of 2")
    expect(live).to_be_in_viewport()
    expect(reader.locator(".cnn-asked")).to_have_count(0)
    stored = json.loads(next(path for path in NOTEBOOKS if path.stem == NAME).read_text("utf-8"))
    before = [cell["execution_count"] for cell in stored["cells"] if cell["cell_type"] == "code"]
    ran = [k for k, (old, new) in enumerate(zip(before, reader.evaluate(OUTPUTS), strict=True)) if old != new]
    explorer = next(k for k, source in enumerate(SOURCES) if "".join(source).startswith("explore_output_size("))
    assert set(ran) <= {0, explorer} and explorer in ran


def test_a_state_that_the_page_does_not_have_opens_there(whole, reader):
    reader.goto(f"{whole}/03_conv_layer.html#conv-layer-4?k=3&stride=2&padding=0")
    link = reader.locator("#conv-layer-4 .cnn-refusal a")
    link.click()
    verdict = explore_conv_layer(k=3, stride=2, padding=0, relu=True).verdict
    live = reader.locator(".jp-Cell .cnn-explorer:has(.widget-slider)")
    expect(live.locator(".cnn-verdict")).to_have_text(verdict, timeout=300_000)


def test_nonsense_is_refused_in_the_course_too_and_the_rest_taken(whole, reader):
    reader.goto(f"{whole}/live/lab/index.html?path={NAME}.ipynb#output-size-1?n=9&stride=30&step=1")
    said = reader.locator(".jp-Cell .cnn-refusal").filter(has_text="stride")
    expect(said).to_have_text("stride cannot be “30”: it is 1 to 8.", timeout=300_000)
    explorer = explore_output_size(n=9, stride=3, step=1)
    expect(reader.locator(".cnn-explorer:has(.cnn-fixes) .cnn-verdict")).to_have_text(explorer.verdict)
