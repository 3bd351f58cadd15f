"""What a reader's eye meets on a phone; wider screens are looked at in test_pages.py."""

from reading import MOVING, uncover


def test_on_a_phone_the_output_is_in_sight_while_the_step_slider_is(visit):
    page = visit("02_stride_and_padding.html", width=400, height=800)
    uncover(page)
    explorer = page.locator(MOVING).first
    slider = explorer.locator(".cnn-bar input")
    slider.evaluate("e => { e.value = e.max; e.dispatchEvent(new Event('input')); }")  # the output is full
    slider.evaluate("e => e.scrollIntoView({ block: 'end' })")
    cells = explorer.locator(".cnn-picture [data-from]").evaluate_all(
        "cells => cells.map((e) => e.getBoundingClientRect()).map(({ left, right, top }) => [left, right, top])"
    )
    if not cells:
        raise RuntimeError("no output to look for")
    assert min(left for left, _, _ in cells) >= 0 and max(right for _, right, _ in cells) <= 400
    assert min(top for _, _, top in cells) >= 0
