"""The readable pages: they step, judge and lead somewhere, by keyboard, by touch, and without scripts."""

import html
import re

import pytest
from app import LOOK
from chain import chain
from checks import SMALLEST
from playwright.sync_api import expect
from readable import moved_pages
from reading import MOVING, NAMES, PAINTED, SIZES, WRITTEN, assert_accessible, assert_painted, uncover
from summary import PAGES as SHEETS

from helpers.explore import explore_convolution

NIGHT, REST = pytest.mark.nightly, [NAMES[1], *NAMES[3:]]


def button(explorer, name):
    """A button of the explorer's bar (by its label: asking for roles would walk through the whole drawing)."""
    return explorer.locator(f'.cnn-bar button[aria-label="{name}"]')


def count_of(explorer):
    """How many steps the explorer has."""
    return int(explorer.locator(".cnn-count").inner_text().split(" of ")[1])


def assert_shows(explorer, k):
    """The explorer shows step k: its count, its slider, its words, and of its picture what belongs to that step."""
    explorer.page.evaluate(LOOK)
    shown, told, belongs = explorer.evaluate(
        """(explorer, k) => {
          const text = (part) => explorer.querySelector(part).textContent;
          const { alts } = JSON.parse(text("script")), value = explorer.querySelector(".cnn-bar input").value;
          const told = [`${k + 1} of ${alts.length}`, String(k), alts[k]];
          return [[text(".cnn-count"), value, text(".cnn-words")], told, look.belong(explorer, k)];
        }""",
        k,
    )
    assert shown == told
    assert belongs and all(belongs)


def assert_no_sideways_scroll(page):
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"  # a phone widens innerWidth
    assert page.evaluate(wide) <= 0


@pytest.mark.parametrize("name", NAMES)
def test_every_explorer_steps_by_keyboard_and_by_button_and_all_is_painted_whole(visit, name):
    page = visit(name)
    uncover(page)
    expect(page.locator("h1")).to_have_count(1)
    for explorer in page.locator(MOVING).all():
        slider = explorer.locator(".cnn-bar input")
        slider.focus()
        page.keyboard.press("Home")
        assert_shows(explorer, 0)
        page.keyboard.press("ArrowRight")
        assert_shows(explorer, 1)
        button(explorer, "step forward").click()
        assert_shows(explorer, min(2, count_of(explorer) - 1))
        button(explorer, "step back").click()
        slider.focus()
        page.keyboard.press("End")
        assert_shows(explorer, count_of(explorer) - 1)
    assert_painted(page, SIZES[::2])
    labels = """all => all.map((e) => [e.getAttribute('aria-label') || e.getAttribute('alt') || '',
      document.getElementById(e.getAttribute('aria-describedby'))?.textContent].join(' '))"""
    assert all(len(words) > 20 for words in page.locator("[role=img], img").evaluate_all(labels))
    assert_accessible(page)


def test_what_is_more_is_folded_until_its_line_is_pressed(visit):
    page = visit("02_stride_and_padding.html")
    page.get_by_label("Show all answers").check()
    more = page.locator("details.more").filter(has=page.locator(".cnn-page")).first
    explorer = more.locator(".cnn-page")
    expect(explorer).to_be_hidden()
    more.locator("> summary").focus()
    page.keyboard.press("Enter")
    explorer.scroll_into_view_if_needed()
    button(explorer, "step forward").click()
    others = page.locator(f"main > figure {MOVING}").last
    assert explorer.bounding_box()["width"] == others.bounding_box()["width"]  # the columns of the page


@pytest.mark.nightly
@pytest.mark.parametrize("name", NAMES)
def test_all_is_painted_whole_on_a_screen_between(visit, name):
    page = visit(name)
    uncover(page)
    assert_painted(page, SIZES[1:2])


@pytest.mark.parametrize("name", NAMES)
def test_a_page_fits_a_phone_in_the_dark_with_letters_to_read_and_works_by_touch(visit, name):
    page = visit(name, scheme="dark", width=400, height=800, has_touch=True, is_mobile=True)
    uncover(page)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 17, 17)"
    assert_no_sideways_scroll(page)
    for explorer in page.locator(MOVING).all():
        explorer.locator(".cnn-bar input").evaluate("e => { e.value = 0; e.dispatchEvent(new Event('input')); }")
        button(explorer, "step forward").tap()
        assert_shows(explorer, 1)
        assert explorer.evaluate("e => getComputedStyle(e).getPropertyValue('--cnn-paper')") == "#111111"
    assert_no_sideways_scroll(page)
    page.evaluate(PAINTED)
    assert page.evaluate("least => painted.small(least)", SMALLEST) == []


@pytest.mark.parametrize("name", [NAMES[0], NAMES[2], *(pytest.param(name, marks=NIGHT) for name in REST)])
def test_axe_finds_nothing_in_the_dark(visit, name):
    page = visit(name, scheme="dark")
    uncover(page)
    assert_accessible(page)


def test_every_notebook_has_its_explorers(site_pages):
    for link in WRITTEN:
        source = link.path.read_text("utf-8")
        calls = re.findall(r'^ +"explore_\w+\([^\n]*\)"$', source, re.M)
        made = (site_pages[0] / link.page).read_text("utf-8").count('<script type="application/json">{"alts"')
        assert made == sum(".still(" not in call for call in calls), link.page


def test_every_link_leads_somewhere(site_pages):
    names = [*NAMES, "for_lecturers.html", *SHEETS]
    texts = {name: (site_pages[0] / name).read_text("utf-8") for name in names}
    for name, text in texts.items():
        assert len(set(re.findall(r' id="([^"]+)"', re.sub("(?s)<svg.+?</svg>", "", text)))) > 0
        for href in map(html.unescape, re.findall(r'<a [^>]*href="([^"]+)"', text)):
            target, _, fragment = re.sub(r"(#[a-z-]+-\d+)\?.*", r"\1", href).partition("#")  # a state's, without it
            if target == "live/reset.html":
                assert name == "index.html"
            elif target.startswith("live/"):
                path, _, fragment = href.partition("?path=")[2].partition("#")
                assert path in {link.path.name for link in WRITTEN}
                assert not fragment or f' id="{fragment}"' in text
            elif not target.startswith("https://"):
                assert not fragment or f' id="{html.escape(fragment)}"' in texts[target or name], (name, href)
                assert (target or name) in texts, (name, href)


def test_play_goes_to_the_end_and_pauses(visit):
    page = visit("00_start_here.html")
    explorer = page.locator(MOVING).first
    explorer.locator(".cnn-bar input").evaluate("e => { e.value = 21; e.dispatchEvent(new Event('input')); }")
    explorer.get_by_label("speed").select_option("fast")
    button(explorer, "play").click()
    expect(button(explorer, "play")).to_be_visible()
    expect(explorer.locator(".cnn-count")).to_have_text("25 of 25")
    explorer.get_by_label("speed").select_option("slow")
    button(explorer, "play").click()
    button(explorer, "pause").click()
    expect(button(explorer, "play")).to_be_visible()
    expect(explorer.locator(".cnn-count")).not_to_have_text("25 of 25")


def test_a_pixel_of_another_row_sets_the_row(visit):
    page = visit("01_convolution.html")
    uncover(page)
    explorer = page.locator("#kernels-2")
    grid = explorer.locator(".cnn-grid").first
    grid.press("ArrowRight")
    expect(explorer.locator(".cnn-count")).to_have_text("22 of 112")
    grid.press("ArrowDown")
    expect(explorer.get_by_label("pixel row", exact=True)).to_have_value("44")
    expect(grid).to_have_attribute("data-now", re.compile("^row 44, column 21"))
    expect(explorer.locator(".cnn-count")).to_have_text("22 of 112")


def test_a_pixel_in_the_row_is_chosen_and_one_elsewhere_says_where_that_works(visit):
    page = visit("03_conv_layer.html")
    uncover(page)
    explorer = page.locator("#one-by-one-1")
    grid, verdict = explorer.locator(".cnn-grid").first, explorer.locator(".cnn-verdict")
    before = verdict.inner_text()
    grid.focus()
    page.keyboard.press("ArrowRight")
    expect(explorer.locator(".cnn-count")).to_have_text("58 of 112")
    page.keyboard.press("ArrowDown")
    expect(verdict).to_have_text(
        "Change these numbers live in the course: here only the steps and the controls move."
    )
    expect(grid).to_have_attribute("data-now", re.compile(r"row \d+, column 57"))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(explorer.locator(".cnn-count")).to_have_text("59 of 112")
    expect(verdict).to_have_text(before)


def test_questions_judge_and_do_not_tell_before(visit):
    page = visit("00_start_here.html")
    number, choice = page.locator(".question").all()
    answer = number.get_by_role("textbox")
    show = number.get_by_role("button", name="Show the answer")
    expect(show).to_be_hidden()
    for typed, said in (
        ("", "Choose or write an answer first"),
        ("many", "“many” is not a number"),
        ("1024", "Not 1024. That is 32 · 32"),
        ("8", "Not 8. Try once more"),
        ("3.072", "Not 3.072. A point is a decimal point here."),
        ("6144/2", "Right: 3,072."),
        ("3,072", "Right: 3,072."),
        ("3’072", "Right: 3,072."),
    ):
        answer.fill(typed)
        answer.press("Enter")
        expect(number.get_by_role("status")).to_contain_text(said)
    choice.get_by_label("(10, 3, 224, 224)").check()
    choice.get_by_role("button", name="Check").click()
    expect(choice.get_by_role("status")).to_contain_text("PyTorch puts the channels first")
    choice.get_by_role("button", name="Show the answer").click()
    expect(choice.get_by_role("status")).to_contain_text("The answer is “(10, 224, 224, 3)”")


def test_without_scripts_the_first_step_its_words_and_the_questions_show(visit):
    page = visit("00_start_here.html", java_script_enabled=False)
    expect(page.locator(".cnn-picture svg").first).to_be_visible()
    expect(page.locator(".cnn-words").first).to_contain_text("Window 1 of 25")
    expect(page.locator(".question").first).to_contain_text("How many numbers is that?")
    assert page.locator('.cnn-picture [data-at="1"]').first.is_hidden()
    expect(page.locator(".after .out").first).to_be_visible()
    expect(page.locator(".answers")).to_be_hidden()


def test_an_explorer_alone_moves_in_a_file(chromium, tmp_path):
    explorers = explore_convolution(step=3).to_html(), explore_convolution(n=5, stride=2).to_html("live.html")
    (tmp_path / "two.html").write_text("<!doctype html><meta charset='utf-8'>" + "".join(explorers), encoding="utf-8")
    page = chromium.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto((tmp_path / "two.html").as_uri())
    first, second = page.locator(MOVING).all()
    assert_shows(first, 3)
    button(first, "step forward").click()
    assert_shows(first, 4)
    assert_shows(second, 0)
    assert second.locator(".cnn-bar").count() == 1
    assert page.errors == []
    page.close()


def test_an_old_address_of_what_another_notebook_has_taken_over_leads_there(chromium, tmp_path):
    pages = moved_pages([link for link in chain() if link.path])
    (tmp_path / "05_lenet.html").write_text(pages["05_lenet.html"], encoding="utf-8")
    for name in ("05_learning", "06_lenet"):
        (tmp_path / f"{name}.html").write_text(f"<!doctype html><p>{name}")
    page = chromium.new_page()
    for part, name in (("#2.-Find-nine-weights", "05_learning"), ("#3.-A-network", "06_lenet"), ("", "06_lenet")):
        page.goto((tmp_path / "05_lenet.html").as_uri() + part)
        page.wait_for_url((tmp_path / f"{name}.html").as_uri() + part)
    page.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_old_address_leads_on_in_a_file_too_and_with_scripts_to_the_same_part(chromium, tmp_path, scripts):
    for name, text in moved_pages([link for link in chain() if link.path]).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "06_lenet.html").write_text("<!doctype html><p>" + "down " * 20_000 + "<h2 id='C1'>C1</h2>")
    page = chromium.new_page(java_script_enabled=scripts)
    page.goto((tmp_path / "05_lenet.html").as_uri() + "#C1")
    page.wait_for_url((tmp_path / "06_lenet.html").as_uri() + "*")
    if scripts:
        assert page.url.endswith("06_lenet.html#C1") and page.evaluate("scrollY") > 0
        assert page.evaluate("history.length") == 2  # about:blank and the new one: back does not lead here again
    page.close()
