"""The controls of a page without Python: what they ask for is what Python says, or is marked as not here."""

import gzip
import re
from functools import partial
from html import unescape

import nbformat
import pytest
from playwright.sync_api import expect
from readable import values
from reading import NAMES, WRITTEN, assert_accessible, uncover
from static import new_page, serve

from helpers.explore import explore_conv_layer, explore_convolution, explore_kernels, explore_lenet, explore_pattern
from helpers.explore.explorer import Explorer
from helpers.explore.states import axes_of, states_of

START = {"stride": 1, "padding": 1, "step": 3}
convolution = partial(explore_convolution, show=("stride", "padding", "flip", "image"))
SHORT = "04_pooling.html"
OTHERS = [name for name in NAMES[1:] if name != SHORT]
LATE = "waiting for the picture: this is still the one before"


def write_page(folder, explorer):
    """A page of one explorer, with the files of its states beside it."""
    states = states_of(explorer)
    (folder / "states").mkdir()
    for name, text in states.files.items():
        (folder / "states" / f"{name}.js").write_text(text, encoding="utf-8")
    html = explorer.to_html("live.html", states=states, folder="states/")
    html = f'<main><h1>A page</h1><figure id="picture-1">{html}</figure></main>'
    text = f"<!doctype html><html lang='en'><meta charset='utf-8'><title>A page</title>{html}</html>"
    (folder / "page.html").write_text(text, encoding="utf-8")
    return states


def open_file(chromium, folder):
    """The page that ``write_page`` wrote, without any server."""
    page = new_page(chromium, "file:")
    page.goto((folder / "page.html").as_uri())
    return page


@pytest.fixture
def served(chromium, tmp_path):
    """``served(explorer)``: its page, from a server; at the end it has asked no other host and told no error."""
    opened = []
    with serve(tmp_path) as address:

        def open_page(explorer, state="", **options):
            write_page(tmp_path, explorer)
            page = new_page(chromium, address, **options)
            page.requests = []
            page.on("request", lambda request: page.requests.append(request.url))
            page.goto(f"{address}/page.html{state}")
            opened.append(page)
            return page

        yield open_page
        for page in opened:
            assert (page.elsewhere, page.missing, page.errors) == ([], [], [])
            page.context.close()


@pytest.fixture
def in_a_file(chromium, tmp_path):
    """``in_a_file(explorer)``: its page, without any server."""
    opened = []

    def open_page(explorer):
        write_page(tmp_path, explorer)
        page = open_file(chromium, tmp_path)
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        assert (page.elsewhere, page.errors) == ([], [])
        page.context.close()


def assert_shows(part, explorer):
    """The page shows what the explorer shows, at its step: count, words, verdict, every number of the picture."""
    step, alts = explorer.controls["step"].value, explorer.picture.alts
    expect(part.locator(".cnn-count")).to_have_text(f"{step + 1} of {len(alts)}")
    expect(part.locator(".cnn-words")).to_have_text(alts[step])
    expect(part.locator(".cnn-verdict")).to_have_text(explorer.verdict)
    texts = "all => all.filter((e) => !e.closest('[display=none]')).map((e) => e.textContent)"
    said = re.findall(r"(?s)<text[^>]*>(.*?)</text>", explorer.picture.still(step).svg)
    drawn = part.locator(".cnn-picture text").evaluate_all(texts)
    assert sorted(drawn) == sorted(unescape(re.sub("<[^>]+>", "", text)) for text in said)
    expect(part.locator(".cnn-late")).to_have_text("")
    expect(part.locator(".cnn-stage")).to_have_attribute("aria-busy", "false")


def in_the_chain(name):
    """The explorers of a notebook that have controls on its page, in their order."""
    link = next(link for link in WRITTEN if link.page == name)
    notebook = nbformat.read(link.path, as_version=4)
    explorers = [value for value in values(notebook, link.path.parent) if isinstance(value, Explorer)]
    return [explorer for explorer in explorers if axes_of(explorer)]


@pytest.mark.parametrize("name", [SHORT, *(pytest.param(name, marks=pytest.mark.nightly) for name in OTHERS)])
def test_every_control_of_a_notebook_shows_on_its_page_what_it_shows_there(visit, name):
    page = visit(name)
    uncover(page)
    explorers, shown = in_the_chain(name), page.locator(".cnn-page:has(.cnn-choices)").all()
    assert len(explorers) == len(shown)
    beyond = 0
    for explorer, on_page in zip(explorers, shown, strict=True):
        for axis in axes_of(explorer):
            before = {key: control.value for key, control in explorer.controls.items()}
            place = axis.values.index(before[axis.name])
            other = place + (1 if place + 1 < len(axis.values) else -1)
            put(on_page, axis, other)
            explorer.controls[axis.name].value = axis.values[other]
            said = on_page.locator(".cnn-refusal")
            words = explorer.picture.alts[explorer.controls["step"].value]
            shows = on_page.locator(".cnn-words").filter(has_text=re.compile(f"^{re.escape(words)}$"))
            expect(shows.or_(said.filter(has_text=".")).first).to_be_visible()  # or why not: a file may have to come
            if said.inner_text():
                beyond += 1
            else:
                assert_shows(on_page, explorer)
            put(on_page, axis, place)
            explorer.at_once(**before)
            expect(said).to_have_text("")
            expect(on_page.locator(".cnn-count")).to_contain_text(f" of {len(explorer.picture.alts)}")
            on_page.locator(".cnn-bar input").evaluate(
                "(field, k) => Object.assign(field, { value: k }).dispatchEvent(new Event('input'))", before["step"]
            )
            assert_shows(on_page, explorer)
    assert beyond <= 3  # whose pictures are larger than a file may be


def put(on_page, axis, place):
    """Give a control of a page another value."""
    control = on_page.locator(f'li[data-name="{axis.name}"]')
    if axis.kind == "slider":
        value = axis.values[place]
        control.locator("input").evaluate(
            "(field, value) => Object.assign(field, { value }).dispatchEvent(new Event('input'))", value
        )
    elif axis.kind == "list":
        control.locator("select").select_option(index=place)
    elif axis.kind == "switch":
        control.locator("input").click()
    else:
        control.locator("button").nth(place).click()


def test_a_page_begins_small_and_a_move_brings_little(site_pages):
    folder = site_pages[0]
    shared = sum(len(gzip.compress((folder / "assets" / f"course.{kind}").read_bytes())) for kind in ("css", "js"))
    for link in WRITTEN:
        assert len(gzip.compress((folder / link.page).read_bytes())) + shared < 300_000
    files = list((folder / "assets" / "states").iterdir())
    assert len(files) > 100
    for file in files:
        assert len(gzip.compress(file.read_bytes())) < 31_000 and file.stat().st_size < 41_000


def turn(page, label, key):
    page.get_by_label(label, exact=True).focus()
    page.keyboard.press(key)


def test_sliders_buttons_and_lists_show_what_python_says_by_keyboard_without_a_server(in_a_file):
    page = in_a_file(convolution(**START))
    assert_shows(page, convolution(**START))
    turn(page, "stride", "ArrowRight")
    assert_shows(page, convolution(stride=2, padding=1, step=3))
    turn(page, "padding", "End")
    assert_shows(page, convolution(stride=2, padding=3, step=3))
    page.get_by_role("button", name="convolution").focus()
    page.keyboard.press("Enter")
    assert_shows(page, convolution(stride=2, padding=3, step=3, flip=True))
    expect(page.get_by_role("button", name="convolution")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="correlation")).to_have_attribute("aria-pressed", "false")
    turn(page, "input", "ArrowDown")
    chosen = page.get_by_label("input", exact=True).evaluate("e => e.value")
    assert chosen != "edge"
    assert_shows(page, convolution(stride=2, padding=3, step=3, flip=True, image=chosen))


def test_a_step_that_the_next_state_does_not_have_becomes_its_last_one(in_a_file):
    page = in_a_file(convolution(padding=1, step=48))
    turn(page, "stride", "End")
    assert_shows(page, convolution(stride=4, padding=1, step=3))
    turn(page, "stride", "Home")
    assert_shows(page, convolution(stride=1, padding=1, step=3))


def test_names_values_and_order_are_those_of_jupyterlab(in_a_file):
    page = in_a_file(convolution(**START))
    told = page.locator(".cnn-choices").aria_snapshot()
    names = re.findall(r'- (slider|combobox|button) "([^"]+)"', told)
    assert names[:2] == [("slider", "stride"), ("slider", "padding")]
    assert {("button", "correlation"), ("button", "convolution"), ("combobox", "input")} < set(names)
    assert 'group "correlation or convolution"' in told
    assert [name for _, name in names].index("correlation") < [name for _, name in names].index("input")
    assert_accessible(page)


def test_a_box_to_tick(in_a_file):
    make = partial(explore_pattern, show=("m", "pool"))
    page = in_a_file(make(step=4))
    page.get_by_role("checkbox", name="POOL").focus()
    page.keyboard.press("Space")
    assert_shows(page, make(pool=False, step=4))
    expect(page.locator(".cnn-given")).not_to_contain_text("N")


def test_what_lies_ahead_is_here_before_it_is_asked_for_and_shows_at_once(served):
    page = served(explore_kernels("cat", "Sobel x", row=52, step=10, show=("row",)))
    files = [url for url in page.requests if "/states/" in url]
    assert files == []
    field = page.get_by_label("pixel row", exact=True)
    field.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1000)
    page.context.route("**/states/*", lambda route: route.abort())
    for row in (54, 55):
        now = field.evaluate(
            """(field, row) => {
              Object.assign(field, { value: row }).dispatchEvent(new Event("input"));
              const explorer = field.closest(".cnn-page");
              return [".cnn-words", ".cnn-count"].map((part) => explorer.querySelector(part).textContent);
            }""",
            row,
        )
        explorer = explore_kernels("cat", "Sobel x", row=row, step=10, show=("row",))
        assert now == [explorer.picture.alts[10], "11 of 112"]
        assert_shows(page, explorer)


def test_a_move_brings_one_file_at_most_once_the_control_is_in_hand(served):
    page = served(explore_kernels("cat", "Sobel x", row=52, step=10, show=("row",)))
    page.get_by_label("pixel row", exact=True).focus()
    page.wait_for_timeout(1000)
    before = len(page.requests)
    assert 0 < len([url for url in page.requests if "/states/" in url]) <= 4
    for _ in range(12):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(100)
    assert_shows(page, explore_kernels("cat", "Sobel x", row=64, step=10, show=("row",)))
    page.wait_for_timeout(1000)
    assert 0 < len(page.requests) - before <= 12


def test_while_a_state_is_on_its_way_the_older_one_is_marked_and_a_failed_one_says_so(served):
    page = served(explore_kernels("cat", "Sobel x", row=52, step=10, show=("row",)))
    held = []
    page.context.route("**/states/*", lambda route: held.append(route))
    before = page.locator(".cnn-verdict").inner_text()
    field = page.get_by_label("pixel row", exact=True)
    field.evaluate("field => Object.assign(field, { value: 100 }).dispatchEvent(new Event('input'))")
    expect(page.locator(".cnn-stage")).to_have_attribute("aria-busy", "true")
    expect(page.locator(".cnn-picture")).to_have_css("opacity", "0.4")
    expect(page.locator(".cnn-late")).to_have_text(LATE)
    expect(page.locator(".cnn-verdict")).to_have_text(before)
    for route in held:
        route.abort()
    held.clear()
    expect(page.locator(".cnn-refusal")).to_contain_text("could not be fetched")
    expect(page.locator(".cnn-picture")).to_have_css("opacity", "0.4")
    page.context.unroute("**/states/*")
    field.evaluate("field => field.dispatchEvent(new Event('input'))")
    assert_shows(page, explore_kernels("cat", "Sobel x", row=100, step=10, show=("row",)))
    expect(page.locator(".cnn-refusal")).to_have_text("")


def test_an_answer_to_an_older_question_does_not_show(served):
    page = served(explore_kernels("cat", "Sobel x", row=52, step=10, show=("row",)))
    held = []
    page.context.route("**/states/*", lambda route: held.append(route))
    field = page.get_by_label("pixel row", exact=True)
    for row in (100, 20):
        field.evaluate("(field, row) => Object.assign(field, { value: row }).dispatchEvent(new Event('input'))", row)
    page.wait_for_timeout(100)
    held.pop(0).continue_()
    page.wait_for_timeout(500)
    expect(page.locator(".cnn-stage")).to_have_attribute("aria-busy", "true")
    while held:
        held.pop(0).continue_()
        page.wait_for_timeout(100)
    assert_shows(page, explore_kernels("cat", "Sobel x", row=20, step=10, show=("row",)))


def test_beyond_the_states_of_a_page_nothing_older_passes_for_current(in_a_file):
    names = ("k", "f", "stride", "padding", "relu", "groups", "summed")
    make = partial(explore_conv_layer, show=names)
    page = in_a_file(make(step=7))
    expect(page.locator(".cnn-live")).to_contain_text("This page has the states near this one.")
    turn(page, "filters K", "ArrowRight")
    turn(page, "stride", "ArrowRight")
    assert_shows(page, make(k=3, stride=2, step=7))
    turn(page, "padding", "ArrowLeft")
    expect(page.locator(".cnn-refusal")).to_contain_text("This page does not have this state")
    expect(page.locator(".cnn-picture")).to_have_css("opacity", "0.4")
    expect(page.locator(".cnn-late")).to_have_text("not on this page: this is still the picture before")
    turn(page, "stride", "ArrowLeft")
    assert_shows(page, make(k=3, padding=0, step=7))
    expect(page.locator(".cnn-refusal")).to_have_text("")


def test_a_control_that_sets_others_does_so_on_the_page(in_a_file):
    page = in_a_file(explore_lenet())
    explorer = explore_lenet()
    for label, name, value in (("digit", "digit", 9), ("map", "map", 1)):
        turn(page, label, "ArrowRight")
        explorer.controls[name].value = value
        assert_shows(page, explorer)
        row = str(explorer.controls["row"].value)
        expect(page.get_by_label("row", exact=True)).to_have_value(row)
    turn(page, "digit", "ArrowLeft")
    explorer.controls["digit"].value = 8
    assert_shows(page, explorer)


def test_without_scripts_the_values_stand_there(chromium, tmp_path):
    write_page(tmp_path, convolution(**START))
    page = chromium.new_page(java_script_enabled=False)
    page.goto((tmp_path / "page.html").as_uri())
    expect(page.locator(".cnn-given li")).to_have_text(["stride 1", "padding 1", "correlation", "input edge"])
    page.close()


def test_on_a_phone_the_controls_fit_and_work_by_touch(served):
    options = {"width": 400, "height": 800, "has_touch": True, "is_mobile": True, "color_scheme": "dark"}
    page = served(convolution(**START), **options)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    page.get_by_role("button", name="convolution").tap()
    assert_shows(page, convolution(**START, flip=True))
    heights = page.locator(".cnn-choice :is(button, select, input)").evaluate_all(
        "all => all.map((e) => e.offsetHeight)"
    )
    assert min(heights) >= 44
    assert_accessible(page)


def test_an_address_opens_its_state_and_the_button_copies_the_one_that_shows(served):
    page = served(
        convolution(**START),
        "#picture-1?stride=2&image=corner&flip=True&step=4",
        permissions=["clipboard-read", "clipboard-write"],
    )
    assert_shows(page, convolution(stride=2, padding=1, image="corner", flip=True, step=4))
    expect(page.get_by_label("stride", exact=True)).to_have_value("2")
    turn(page, "padding", "ArrowLeft")
    page.locator(".cnn-bar button").first.click()
    page.get_by_role("button", name="copy link").click()
    expect(page.locator(".cnn-live")).to_contain_text("copied")
    address = page.evaluate("navigator.clipboard.readText()")
    assert address.endswith("#picture-1?stride=2&padding=0&flip=True&image=corner&step=3") and address == page.url
    page.goto("about:blank")
    page.goto(address)
    assert_shows(page, convolution(stride=2, padding=0, image="corner", flip=True, step=3))


def test_show_leaves_controls_out_and_another_address_brings_them_back(served):
    page = served(convolution(**START), "#picture-1?padding=2&show=stride,flip")
    assert_shows(page, convolution(padding=2, step=3))
    for label, shows in (("stride", True), ("padding", False), ("input", False)):
        assert page.get_by_label(label, exact=True).is_visible() == shows
    page.get_by_role("button", name="copy link").click()
    assert page.url.endswith("&step=3&show=stride,flip")
    page.evaluate("location.hash = '#picture-1?stride=4'")
    assert_shows(page, convolution(stride=4, padding=1, step=3))
    expect(page.get_by_label("padding", exact=True)).to_be_visible()


def test_of_a_wrong_address_the_rest_is_taken_and_a_sentence_says_what_was_not(served):
    page = served(convolution(**START), "#picture-1?stride=9&padding=3&colour=<b>red</b>&step=999&show=stride,sound")
    expect(page.locator(".cnn-refusal")).to_have_text(
        "stride cannot be “9”: it is 1 to 4. "
        "There is no “colour” here: there are stride, padding, flip, image, step, show. "
        "show cannot be “sound”: there are stride, padding, flip, image. "
        "step cannot be “999”: here it is 0 to 120."
    )
    page.locator(".cnn-refusal").click()
    assert_shows(page, convolution(padding=3, step=120))


def test_an_address_beyond_the_states_of_the_page_is_marked(served):
    page = served(explore_conv_layer(), "#picture-1?k=3&stride=2&padding=0")
    expect(page.locator(".cnn-refusal")).to_contain_text("This page does not have this state")
    expect(page.locator(".cnn-picture")).to_have_css("opacity", "0.4")


def test_in_a_file_the_link_is_in_the_address_bar_or_copied(in_a_file):
    page = in_a_file(convolution(**START))
    page.get_by_role("button", name="copy link").click()
    expect(page.locator(".cnn-live [role=status]")).to_have_text(re.compile("copied|it is in the address bar"))
    assert page.url.endswith("page.html#picture-1?stride=1&padding=1&flip=False&image=edge&step=3")
