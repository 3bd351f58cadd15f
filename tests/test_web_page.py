"""An explorer as HTML: everything that its steps need is in it, and nothing that needs a kernel or another host."""

import json
import re
from html.parser import HTMLParser

import pytest

from helpers import explore, palette
from helpers.explore import (
    explore_backward,
    explore_convolution,
    explore_kernels,
    explore_lenet,
    explore_network,
    explore_overview,
    explore_pattern,
    explore_vgg_columns,
)
from helpers.explore.states import States, states_of
from helpers.web.page import SCRIPT, SHEET, STYLE, page_html

EVERY = [getattr(explore, name) for name in explore.__all__]


@pytest.mark.parametrize("make", EVERY)
@pytest.mark.parametrize("step", [-1, 999])
def test_a_step_that_is_not_there_is_refused(make, step):
    with pytest.raises(ValueError, match=rf"step must be .*, got {step}"):
        make(step=step)


class Page(HTMLParser):
    """The elements of some HTML with their attributes, the texts inside, and whether each one is closed."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.texts, self.open = [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))

    def said(self, tag):
        return [text for inside, text in self.texts if inside == tag]


def state(html):
    (script,) = Page(html).said("script")
    return json.loads(script)


@pytest.mark.parametrize("make", EVERY, ids=explore.__all__)
def test_every_step_and_its_words_are_in_it(make):
    explorer = make()
    html = explorer.to_html(script=False)
    page = Page(html)
    assert not page.open
    assert state(html) == {
        "alts": list(explorer.picture.alts),
        "verdict": explorer.verdict,
        "value": explorer.controls["step"].value,
        "tables": explorer.picture.packed,
    }
    steps = {a[k] for _, a in page.elements for k in ("data-at", "data-from") if k in a}
    assert steps == set(re.findall(r'data-(?:at|from)="(\d+)"', explorer.picture.svg))


@pytest.mark.parametrize("make", EVERY, ids=explore.__all__)
def test_it_weighs_what_its_picture_and_words_weigh(make):
    explorer = make()
    own = sum(len(text.encode()) for text in (explorer.picture.svg, *explorer.picture.alts, *explorer.picture.packed))
    alone, shared = (len(explorer.to_html(live="live", script=script).encode()) for script in (True, False))
    assert alone < 400_000
    assert shared < 1.05 * own + 2_000
    assert alone - shared == len(f"<style>\n{STYLE}</style>\n<script>\n{SCRIPT}</script>\n".encode()) < 86_000


@pytest.mark.parametrize("make", EVERY, ids=explore.__all__)
def test_it_asks_no_other_host_for_anything(make):
    html = make().to_html()
    assert re.findall(r"https?://[^\s\"')]+", html.replace("http://www.w3.org/2000/svg", "")) == []
    loads = [a for _, a in Page(html).elements if any(name in a for name in ("src", "srcset", "data"))]
    assert loads == [] and "@import" not in html and "import(" not in html
    assert all(a["href"].startswith(("#", "data:")) for _, a in Page(html).elements if "href" in a)


def test_controls_that_need_python_show_their_values_and_where_they_work():
    page = Page(explore_convolution(stride=2, flip=True, show=("stride", "flip")).to_html(live="live?a=1&b=2"))
    assert page.said("b") == ["2", "convolution"]
    assert [text.strip() for text in page.said("li")] == ["stride", ""]
    (link,) = [a for tag, a in page.elements if tag == "a"]
    assert link["href"] == "live?a=1&b=2"
    assert page.said("a") == ["Change these numbers live in the course"]


def test_without_an_address_it_still_says_where():
    page = Page(explore_network(show=()).to_html())
    assert "a" not in [tag for tag, _ in page.elements]
    assert "Run and change it live in the course" in page.said("span")
    assert "ul" not in [tag for tag, _ in page.elements]


@pytest.mark.parametrize(
    "explorer, near, words",
    [
        (explore_convolution(show=("stride",)), "", "Run and change it live in the course"),
        (explore_backward(), "This page has the states near this one. ", "Change these numbers live in the course"),
        (explore_pattern(show=("n", "m")), "", "Change these numbers live in the course"),  # N is typed
    ],
)
def test_a_page_with_states_is_told_of_them_and_says_what_lies_beyond(explorer, near, words):
    states = states_of(explorer)
    page = Page(explorer.to_html(live="live", script=False, states=states, folder="there/"))
    told = json.loads(page.said("script")[0])["states"]
    assert told == json.loads(json.dumps(states.told)) | {"folder": "there/"}
    assert near in "".join(page.said("p")) and words in page.said("a")
    assert ("near this one" in "".join(page.said("p"))) == bool(near)
    named = [a["data-name"] for tag, a in page.elements if tag == "li"]
    assert {control["name"] for control in told["controls"]} <= {*named}  # where the script puts them


def test_only_cells_that_choose_the_step_or_say_what_they_meet_can_be_chosen():
    grids = {a["data-grid"]: a for _, a in Page(explore_kernels().to_html()).elements if "data-grid" in a}
    assert set(grids) == {"photo", "result", "kernel", "pixels", "products"}
    assert ["data-values" in grids["kernel"], "data-python" in grids["kernel"]] == [False, True]
    for explorer in (explore_lenet(), explore_overview()):  # a page to draw on says that it needs Python
        grids = {a["data-grid"]: a for _, a in Page(explorer.to_html()).elements if "data-grid" in a}
        assert (grids["digit"]["data-paint"], grids["digit"]["data-python"]) == ("", "")
        assert "data-python" not in explorer.picture.svg
    assert "data-grid" not in explore_vgg_columns().to_html(script=False)
    page = Page(explore_backward(choose="input").to_html())
    there = [(a["data-grid"], "data-values" in a, "data-python" in a) for _, a in page.elements if "data-grid" in a]
    assert there == [("image", False, False), ("kernel", False, True)]


def test_no_words_can_become_markup():
    explorer = explore_convolution()
    evil = "</script><script>alert(1)</script><!-- <b>\"'"
    states = States({"controls": [{"label": evil}]}, {}, 1, False)
    html = page_html(explorer.picture, evil, 0, {evil: (evil, evil)}, ["x"], evil, False, states, evil)
    told = state(html)
    assert told["verdict"] == told["states"]["folder"] == told["states"]["controls"][0]["label"] == evil
    page = Page(html)
    assert [tag for tag, _ in page.elements].count("script") == 1
    assert not page.open


def test_the_dark_theme_is_that_of_jupyterlab_and_that_of_the_readers_system():
    assert STYLE.count(palette.declarations("dark").replace("; ", ";")) == 2
    assert "@media (prefers-color-scheme: dark)" in STYLE and '[data-jp-theme-light="false"]' in STYLE


def test_a_page_has_its_own_paper_so_that_its_words_show_on_any_page():
    (rule,) = re.findall(r"(?m)^\.cnn-page\{([^}]*)\}", STYLE)
    assert "color: var(--cnn-ink)" in rule and "background: var(--cnn-paper)" in rule


def test_dark_pages_are_those_of_jupyterlab_vs_code_and_colab():
    for name in ('[data-jp-theme-light="false"]', ".vscode-dark", ".vscode-high-contrast", 'html[theme="dark"]'):
        assert name in palette.DARK_PAGES
    assert ":not(.vscode-high-contrast-light)" in palette.DARK_PAGES
    for sheet in (STYLE, SHEET):
        assert f"{palette.DARK_PAGES} " in sheet
