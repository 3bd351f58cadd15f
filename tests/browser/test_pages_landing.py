"""The landing page does it at once: a photograph under a filter to drag, and a digit to draw."""

import base64
import re
from io import BytesIO

import numpy as np
import pytest
from announced import heard, listen_now
from by_ear import assert_read_aloud
from landing import OPENING, PRESETS, flat_area
from PIL import Image
from playwright.sync_api import expect
from readable import build_landing
from reading import SIZES, assert_accessible, assert_painted, visits
from static import new_page, serve

from helpers.data import load_digits, load_lenet_weights, load_photograph
from helpers.digits import digit_volume, drawn
from helpers.draw.lenet_sums import ink
from helpers.draw.raster import Scale
from helpers.filters import FILTERS
from helpers.networks import lenet5
from helpers.trace.kernels import filtered

# A three, as a hand draws it: (down, right) in cells of the pad.
THREE = [(9, 7), (8, 11), (9, 16), (11, 19), (13, 17), (14, 13), (15, 18), (18, 20), (21, 17), (22, 12), (20, 7)]
LIVE = "figure.digit[data-alive]"
PIXELS = """canvas => [...canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data]"""


@pytest.fixture(scope="module")
def landing(tmp_path_factory):
    """(the folder of the landing page and what it needs, its address)"""
    folder = tmp_path_factory.mktemp("landing")
    build_landing(folder)
    with serve(folder) as address:
        yield folder, f"{address}/"


@pytest.fixture
def land(landing, chromium):
    """``land(**context)``: the landing page, when both things on it are live."""
    with visits(chromium, landing[1]) as visit:

        def land(scheme="light", **options):
            page = visit("index.html", scheme, **options)
            if options.get("java_script_enabled", True):
                page.locator("#draw").scroll_into_view_if_needed()
                page.locator(LIVE).wait_for()
                page.evaluate("scrollTo(0, 0)")
            return page

        yield land


def weights_of(page):
    """The weights as they are heard, (3, 3)."""
    told = [cell.get_attribute("aria-valuenow") for cell in page.get_by_role("spinbutton").all()]
    return np.array(told, int).reshape(3, 3)


def assert_result(page, weights, divisor=1):
    """Each pixel of the result, its scale and the sentence are those that Python gives for these weights."""
    weights = np.array(weights)
    assert np.array_equal(weights_of(page), weights)
    trace = filtered(load_photograph("cat", grey=True), weights, divisor)
    scale = Scale.of(trace.result[trace.inner], trace.keeps_brightness)
    shown = np.array(page.locator(".result canvas").evaluate(PIXELS)).reshape(336, 336, 4)
    assert np.array_equal(shown[..., :3], as_drawn(scale.raster(trace.result, 0, 0, 336, 336)))
    told = f"black {scale.black:.0f}, white {scale.white:.0f}"
    told = f"above 0 orange, below 0 purple, to ±{scale.white:.0f}" if scale.black < 0 else told
    expect(page.locator(".photo .scale")).to_have_text(told)
    expect(page.locator(".photo .words")).to_have_text(flat_area(weights, divisor))


def as_drawn(svg):
    """What Python draws of a result, 336 x 336, as pixels: an image, and the stripes over it."""
    with Image.open(BytesIO(base64.b64decode(re.search(r"base64,([^\"]+)", svg)[1]))) as image:
        pixels = np.array(image.convert("RGB")).repeat(3, axis=0).repeat(3, axis=1)
    for tag in re.findall("<path [^>]+>", svg):
        colour = [int(re.search('stroke="#([^"]+)"', tag)[1][i : i + 2], 16) for i in (0, 2, 4)]
        for left, middle, length in re.findall(r"M(\d+) ([\d.]+)h(\d+)", tag):
            pixels[int(float(middle)), int(left) : int(left) + int(length)] = colour
    return pixels


def answer(digit):
    """What Python's LeNet makes of a digit: {layer: values}, and its probabilities."""
    passed = [(row.name, array) for row, array in lenet5().forward(digit_volume(digit), load_lenet_weights())]
    return dict(passed), passed[-1][1].ravel()


def assert_answer(page, digit):
    """Words, bars, numbers and maps are those of Python's network for this digit."""
    layers, shares = answer(digit)
    best = shares.argmax()
    expect(page.locator(".digit .words")).to_contain_text(f"read as {best}, with probability ")
    picture = page.locator(".digit svg")
    for k, share in enumerate(shares.tolist()):
        shown = picture.locator(f'[data-part="answer {k}"] text').nth(1).text_content()
        assert abs(float(shown) - share) < 0.002
        bar = float(picture.locator(f'[data-part="output {k}"] rect').get_attribute("width"))
        whole = float(picture.locator(f'rect:has(+ [data-part="output {k}"])').get_attribute("width"))
        assert abs(bar - max(0.5, whole * share)) < 0.1
    cells = page.locator(".digit .cnn-numbers td:not(:empty)").all_text_contents()
    assert np.allclose(np.array(cells, float), shares, atol=0.002)
    for name, k in (("C1", 3), ("S2", 0), ("C3", 15), ("S4", 7)):
        expected = ink(layers[name][..., k], layers[name].max())
        assert abs(image_of(picture, f"{name} {k}") - expected).max() <= 2
    for name in ("C5", "F6"):
        values = layers[name].ravel()
        assert abs(image_of(picture, name).ravel()[: values.size] - ink(values, values.max())).max() <= 2
    assert abs(image_of(picture, "input")[2:-2, 2:-2] - (255 - digit)).max() <= 1


def image_of(picture, part):
    address = picture.locator(f'[data-part="{part}"] image').get_attribute("href")
    with Image.open(BytesIO(base64.b64decode(address.partition(",")[2]))) as image:
        return np.array(image)[..., 0].astype(int)


class Hand:
    """Drags with a mouse, a finger or a pen: whole px of the window."""

    def __init__(self, page, kind):
        self.kind, self.send = kind, page.context.new_cdp_session(page).send

    def _event(self, what, x, y):
        if self.kind == "touch":
            at = [] if what == "Released" else [{"x": x, "y": y}]
            kinds = {"Pressed": "touchStart", "Moved": "touchMove", "Released": "touchEnd"}
            self.send("Input.dispatchTouchEvent", {"type": kinds[what], "touchPoints": at})
        else:
            button = {"button": "left", "buttons": 0 if what == "Released" else 1, "clickCount": 1}
            place = {"x": x, "y": y, "pointerType": self.kind}
            self.send("Input.dispatchMouseEvent", {"type": f"mouse{what}", **place, **button})

    def drag(self, *points):
        self._event("Pressed", *points[0])
        for point in points[1:]:
            self._event("Moved", *point)
        self._event("Released", *points[-1])


def test_both_are_live_within_two_seconds_and_what_shows_first_is_at_most_300_kb(landing, chromium):
    page = new_page(chromium, landing[1])
    sizes = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
    page.goto(f"{landing[1]}index.html")
    page.locator("figure.photo.alive").wait_for()
    page.locator(LIVE).wait_for()
    assert page.evaluate("performance.now()") < 2000
    (weights,) = (url for url in sizes if url.endswith("assets/lenet.js"))
    told = "performance.getEntriesByName(weights)[0].startTime >= performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart"  # noqa: E501
    assert page.evaluate(f"weights => {told}", weights)
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


@pytest.mark.parametrize("kind", ["mouse", "touch", pytest.param("pen", marks=pytest.mark.nightly)])
def test_a_weight_is_dragged_up_and_down_and_clicked_above_and_below(land, kind):
    page = land(has_touch=kind == "touch")
    weights = FILTERS[PRESETS[OPENING]].weights.copy()
    assert_result(page, weights)
    hand, cell = Hand(page, kind), page.get_by_role("spinbutton", name="weight, row 1, column 1", exact=True)
    box = cell.bounding_box()
    x, y = round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2)
    hand.drag((x, y), (x, y - 20), (x, y - 32))
    weights[1, 1] = 4
    assert_result(page, weights)
    assert page.locator(".presets [aria-pressed=true]").count() == 0
    hand.drag((x, y), (x, y + 12), (x + 200, y + 56))  # outside of the cell it goes on
    weights[1, 1] = -3
    assert_result(page, weights)
    hand.drag((x, y - 20), (x, y - 20))
    weights[1, 1] = -2
    assert_result(page, weights)
    hand.drag((x, y + 20), (x, y + 20))
    hand.drag((x, y), (x, y + 300))
    weights[1, 1] = -9
    assert_result(page, weights)
    assert page.evaluate("scrollY") == 0


def test_a_weight_is_changed_by_keys(land):
    page = land()
    cell = page.get_by_role("spinbutton").nth(5)
    cell.focus()
    weights = FILTERS[PRESETS[OPENING]].weights.copy()
    for key, weight in {
        "ArrowUp": 3,
        "ArrowDown": 2,
        "PageUp": 5,
        "-": -5,
        "7": 7,
        "PageDown": 4,
        "End": 9,
        "Home": -9,
    }.items():
        page.keyboard.press(key)
        weights[1, 2] = weight
        assert_result(page, weights)
    page.keyboard.press("Tab")
    expect(page.get_by_role("spinbutton").nth(6)).to_be_focused()


def test_a_pixel_that_is_pointed_at_shows_its_window_and_tells_its_sum(land):
    page = land()
    page.get_by_role("button", name="blur").click()
    photo, weights = np.pad(load_photograph("cat", grey=True), 1), FILTERS["Gaussian"].weights
    words, result = page.locator(".photo .words"), page.locator(".result .shown").bounding_box()

    def assert_pixel(row, column):
        total = int((photo[row : row + 3, column : column + 3] * weights).sum())
        told = f"Row {row}, column {column}: the nine products add up to {total}, divided by 16: {total / 16:.1f}."
        expect(words).to_contain_text(told)
        assert ("stand zeros" in words.inner_text()) == (0 in (row, column) or 111 in (row, column))
        for side, reach in ((".input", 1), (".result", 0)):
            around, frame = (page.locator(f"{side} {part}").bounding_box() for part in (".shown", ".frame"))
            cell = around["width"] / 112
            assert abs(frame["x"] - around["x"] - (column - reach) * cell) < 0.1
            assert abs(frame["y"] - around["y"] - (row - reach) * cell) < 0.1
            assert abs(frame["width"] - (1 + 2 * reach) * cell) < 0.1

    for stage in (result, page.locator(".input .shown").bounding_box()):
        for row, column in ((40, 52), (0, 111), (110, 1)):
            page.mouse.move(stage["x"] + (column + 0.5) * 3, stage["y"] + (row + 0.5) * 3)
            assert_pixel(row, column)
    page.mouse.move(0, 0)
    expect(words).to_have_text(flat_area(weights, 16))
    assert page.locator(".frame:visible").count() == 0
    page.locator(".result .cnn-grid").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    assert_pixel(57, 58)
    page.keyboard.press("Shift+Tab")
    expect(words).to_have_text(flat_area(weights, 16))


def test_a_pixel_that_a_finger_has_pointed_at_still_tells_its_sum_when_the_finger_is_away(land):
    page = land(has_touch=True, width=400, height=800)
    words = page.locator(".photo .words")
    for side in (".result", ".input"):
        page.locator(f"{side} .shown").tap(position={"x": 61, "y": 30})
        page.wait_for_timeout(300)  # what follows a tap has come
        assert re.match(r"Row \d+, column \d+: the nine products add up to", words.inner_text()), side
        assert page.locator(".frame:visible").count() == 2
    page.get_by_role("button", name="blur").tap()
    expect(words).to_have_text(flat_area(FILTERS["Gaussian"].weights, 16))
    assert page.locator(".frame:visible").count() == 0


def test_each_named_filter_gives_its_result_and_is_known_again_when_it_is_made_by_hand(land):
    page = land()
    for name, course in PRESETS.items():
        button = page.get_by_role("button", name=name, exact=True)
        button.click()
        assert_result(page, *FILTERS[course])
        expect(button).to_have_attribute("aria-pressed", "true")
    first = page.get_by_role("spinbutton").first
    first.press("ArrowUp")
    expect(button).to_have_attribute("aria-pressed", "false")
    first.press("ArrowDown")
    expect(button).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("kind", ["mouse", "touch", pytest.param("pen", marks=pytest.mark.nightly)])
def test_every_stroke_is_answered_as_python_answers(land, kind):
    page = land(has_touch=kind == "touch", width=1280 if kind == "mouse" else 400, height=800)
    assert_answer(page, load_digits()[0][3])
    pad = page.locator(".digit .cnn-grid")
    pad.evaluate("pad => pad.scrollIntoView({ block: 'center' })")
    box, hand = pad.bounding_box(), Hand(page, kind)
    points = [(round(box["x"] + c / 28 * box["width"]), round(box["y"] + r / 28 * box["height"])) for r, c in THREE]
    in_cells = [(28 * (y - box["y"]) / box["height"], 28 * (x - box["x"]) / box["width"]) for x, y in points]
    before, digit = page.evaluate("scrollY"), np.zeros((28, 28), int)
    for start, end in ((0, 6), (5, len(points))):
        hand.drag(*points[start:end])
        page.wait_for_timeout(100)
        digit = drawn(digit, in_cells[start:end])
        assert_answer(page, digit)
    assert answer(digit)[1].argmax() == 3
    assert page.evaluate("scrollY") == before


def test_a_digit_is_drawn_by_keys_cleared_and_replaced(land):
    page = land()
    page.locator(".digit .cnn-grid").focus()
    for key in ("Space", *["Shift+ArrowDown"] * 6, "ArrowLeft"):
        page.keyboard.press(key)
    assert_answer(page, drawn(np.zeros((28, 28), int), [(14.5, 14.5), (20.5, 14.5)]))
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".digit .words")).to_contain_text("The page is empty, and is ")
    assert_answer(page, np.zeros((28, 28), int))
    for digit in (4, 5):
        page.get_by_role("button", name="Another digit").click()
        assert_answer(page, load_digits()[0][digit])


def test_a_digit_far_from_the_middle_is_said_to_be(land):
    page = land()
    page.locator(".digit .cnn-grid").focus()
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    expect(page.locator(".digit .words")).to_contain_text("It lies 8 cells left of the middle")


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
