"""The readable pages by ear and at 400 %: each name is the thing's own and no neighbour's, and all fits."""

from collections import Counter

import pytest
from named import assert_each_id_once, assert_own_names
from playwright.sync_api import expect
from reading import NAMES, uncover, unfold

BY_DAY = ("index.html", "02_stride_and_padding.html", "06_lenet.html")
SOME = [name if name in BY_DAY else pytest.param(name, marks=pytest.mark.nightly) for name in NAMES]
# WCAG 2.2, 1.4.12: with these nothing may be cut off.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
# What has no room for its own words, or hides them.
CUT = """() => [...document.querySelectorAll("body *")].filter((e) => {
  if (e.closest("svg, math, .formula, .spoken, .cnn-spoken, .cnn-numbers th span, select") || !e.checkVisibility({ visibilityProperty: true })) return false;
  const style = getComputedStyle(e), range = document.createRange(), hides = /hidden|clip/;
  if (e.matches("button, .button, summary")) {
    range.selectNodeContents(e);
    const words = range.getBoundingClientRect(), box = e.getBoundingClientRect();
    if (words.right > box.right + 1 || words.bottom > box.bottom + 1 || words.left < box.left - 1 || words.top < box.top - 1) return true;
  }
  return (hides.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1)
    || (hides.test(style.overflowY) && e.scrollHeight > e.clientHeight + 1);
}).map((e) => e.outerHTML.slice(0, 140))"""  # noqa: E501
WIDE = """() => [document.documentElement.scrollWidth - document.documentElement.clientWidth,
  ...[...document.querySelectorAll("body *")].filter((e) => !e.closest("svg, .scrolls > *, .cnn-scroll > *")
    && e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 140)).slice(0, 4)]"""
NAMED = "main :is(summary, figure, [role=group][aria-label^='explorer:'], .cnn-live a, .question button)"
TOLD = """all => all.filter((e) => e.checkVisibility() && e.computedRole !== "none")
  .map((e) => [e.computedRole, e.computedName])"""
KINDS = {f"{kind}, scrolled sideways" for kind in ("code", "output", "table", "formula", "picture", "the picture")}


@pytest.mark.parametrize("name", SOME)
def test_each_thing_has_its_own_name_and_no_id_stands_twice(visit, name):
    page = visit(name)
    uncover(page)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    assert_own_names(page.locator("main"))
    assert_each_id_once(page)
    told = [words for _, words in page.locator(NAMED).evaluate_all(TOLD)]
    assert all(told)
    assert [words for words, count in Counter(told).items() if count > 1] == []
    scrolled = page.locator(".scrolls[tabindex], .cnn-scroll[tabindex]").evaluate_all(TOLD)
    assert {words for _, words in scrolled} <= KINDS
    outs = page.locator("pre.out").evaluate_all("all => all.map((e) => e.textContent.startsWith('Output: '))")
    assert all(outs)


@pytest.mark.parametrize("name", SOME)
def test_at_400_percent_nothing_is_beside_the_screen_and_nothing_is_cut(visit, name):
    page = visit(name, width=320, height=256)
    uncover(page)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    for text in ("", SPACED):
        page.add_style_tag(content=text or "main { color: inherit }")
        page.wait_for_timeout(300)  # the panels find their places
        wide = page.evaluate(WIDE)
        assert wide[0] <= 0, f"with {text!r} wider than the screen by {wide}"
        cut = page.evaluate(CUT)
        assert cut == [], f"with {text!r}: {cut}"
    radios = page.locator("input[type=radio]").evaluate_all("all => all.map((e) => e.getBoundingClientRect().width)")
    assert all(width >= 18 for width in radios), radios


def test_solutions_and_links_are_told_apart_by_what_they_are_of(visit):
    page = visit("02_stride_and_padding.html")
    unfold(page)
    for name in ("A solution to 1. The output size", "A solution to 3. Which strides fit?"):
        expect(page.locator("summary").and_(page.get_by_label(name, exact=True))).to_have_count(1)
    link = "Change these numbers live in the course: where a filter fits along one axis, 7. All of it"
    expect(page.get_by_role("link", name=link, exact=True)).to_have_count(1)


@pytest.mark.parametrize("name", ["index.html", "00_start_here.html", "06_lenet.html"])
def test_a_second_link_skips_to_the_first_picture(visit, name):
    page = visit(name)
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the first picture")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "document.querySelector('main figure').contains(document.activeElement)"
    assert page.evaluate(inside), page.evaluate("document.activeElement.outerHTML.slice(0, 100)")
