"""The landing page does it at once: a photograph under a filter to drag, and a digit to draw."""

import re

import pytest
from announced import heard, listen_now
from by_ear import assert_read_aloud
from landed import LIVE, THREE, Hand, assert_answer, assert_result
from landing import OPENING, PRESETS, flat_area
from playwright.sync_api import expect
from reading import SIZES, assert_accessible, assert_painted
from static import new_page

from helpers.data import load_digits
from helpers.filters import FILTERS


def test_both_come_alive_and_what_shows_first_is_at_most_300_kb(landing, chromium):
    page = new_page(chromium, landing[1])
    sizes = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
    page.goto(f"{landing[1]}index.html")
    page.locator("figure.photo.alive").wait_for()
    page.locator(LIVE).wait_for()
    (weights,) = (url for url in sizes if url.endswith("assets/lenet.js"))
    begun, shown = "getEntriesByName(weights)[0].startTime", "getEntriesByType('navigation')[0].loadEventStart"
    assert page.evaluate(f"weights => performance.{begun} >= performance.{shown}", weights)
    first = sum(size for url, size in sizes.items() if url != weights)
    assert first <= 300_000 and sizes[weights] <= 345_000
    assert (page.elsewhere, page.missing, page.errors) == ([], [], [])
    page.context.close()


def test_it_works_from_a_file_without_any_line(landing, chromium):
    page = new_page(chromium, "file://")
    page.context.set_offline(True)
    page.goto((landing[0] / "index.html").as_uri())
    page.locator(LIVE).wait_for()
    page.get_by_role("button", name="blur").click()
    assert_result(page, *FILTERS["Gaussian"])
    page.get_by_role("button", name="Another digit").click()
    assert_answer(page, load_digits()[0][4])
    assert (page.elsewhere, page.errors) == ([], [])
    page.context.close()


def test_what_was_done_is_announced_once_when_the_hand_rests(land):
    page = land()
    listen_now(page)
    page.wait_for_timeout(900)
    assert heard(page) == []
    pad = page.locator(".digit .cnn-grid")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    Hand(page, "mouse").drag(*[(box["x"] + 10 * c, box["y"] + 10 * r) for r, c in THREE])
    page.wait_for_timeout(1000)
    (said,) = heard(page)
    assert re.match(r"Your drawing is read as \d, with probability \d\.\d{3}\.", said)
    for _ in range(3):
        page.get_by_role("spinbutton").first.press("ArrowUp")
    page.wait_for_timeout(1000)
    (said,) = heard(page)
    assert said == "The nine weights add up to 3: a flat area of grey 100 becomes 300."
    page.wait_for_timeout(5000)
    assert page.locator(".spoken[role=status]").all_inner_texts() == ["", ""]


def moving_ones(page):
    """The numbers of the notebooks whose small pictures move."""
    addresses = page.locator(".notebooks img").evaluate_all("all => all.map((image) => image.currentSrc)")
    return [number for address in addresses for number in re.findall(r"small-(\d\d)-moving\.svg$", address)]


def test_small_pictures_move_in_sight_until_they_are_stopped(land):
    page = land()
    assert moving_ones(page) == []
    page.locator("#notebooks").evaluate("e => e.scrollIntoView()")
    page.wait_for_function("document.querySelectorAll('.notebooks img')[5].src.endsWith('-moving.svg')")
    page.wait_for_timeout(300)
    tops = [image.bounding_box()["y"] for image in page.locator(".notebooks img").all()]
    assert moving_ones(page) == [f"{k:02}" for k, top in enumerate(tops) if 0 < top < 720]
    assert any(top >= 720 for top in tops)
    image = page.locator(".notebooks img").nth(1)
    shots = [image.screenshot()]
    for _ in range(4):
        page.wait_for_timeout(600)
        shots.append(image.screenshot())
    assert len(set(shots)) > 1
    button = page.get_by_role("button", name="pause the small pictures")
    button.click()
    assert moving_ones(page) == []
    page.get_by_role("button", name="play the small pictures").click()
    assert len(moving_ones(page)) > 0
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    page.locator("#notebooks").evaluate("e => e.scrollIntoView()")
    expect(page.get_by_role("button", name="play the small pictures")).to_be_visible()
    page.wait_for_timeout(300)
    assert moving_ones(page) == []


def test_a_small_picture_leads_to_its_notebook_and_has_its_words(land):
    page = land(java_script_enabled=False)
    rows = page.locator(".notebooks li").all()
    assert len(rows) == 10
    for row in rows:
        leads = {row.locator(part).get_attribute("href") for part in ("figure a", "h3 a")}
        assert len(leads) == 1
        assert len(row.locator("img").get_attribute("alt")) >= 30
    assert moving_ones(page) == []


def test_without_scripts_both_stand_still_with_their_words(land):
    page = land(java_script_enabled=False)
    assert page.locator(".photo img").evaluate("e => e.naturalWidth") == 112
    expect(page.locator(".result svg image")).to_be_visible()
    expect(page.locator(".photo .words")).to_have_text(flat_area(*FILTERS[PRESETS[OPENING]]))
    expect(page.locator(".weight")).to_have_text([str(w) for w in FILTERS[PRESETS[OPENING]].weights.ravel()])
    expect(page.locator(".digit svg")).to_be_visible()
    expect(page.locator(".digit .words")).to_contain_text("The digit is read as 3, with probability ")
    assert page.locator("figure button:visible").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(land, scheme):
    page = land(scheme)
    page.get_by_role("spinbutton").first.press("ArrowUp")
    assert_accessible(page)


@pytest.mark.parametrize("part", ["photo", "digit"])
def test_heard_as_a_screen_reader_would_say_it(land, part):
    page = land()
    assert_read_aloud(f"page-landing-{part}", page.locator(f"figure.{part}"))


def test_nothing_is_in_the_way_and_the_first_screen_has_something_to_do(land):
    page = land()
    assert_painted(page, SIZES)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        box = page.locator(".photo .words").bounding_box()
        assert box["y"] + box["height"] <= height


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (400, 800), (320, 640)])
def test_a_hand_on_a_weight_sees_the_result_and_a_hand_on_the_pad_the_answer(land, width, height):
    page = land(width=width, height=height)
    for hand, seen in ((".weights", ".result canvas"), (".digit .cnn-grid", ".digit .words")):
        page.locator(hand).evaluate("e => e.scrollIntoView({ block: 'end' })")
        box = page.locator(seen).bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= height
    assert page.evaluate("document.documentElement.scrollWidth") <= width
