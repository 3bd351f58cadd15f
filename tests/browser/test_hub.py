"""JupyterLab as a hub serves it, behind a prefix: two users at once, each with a server of their own."""

import contextlib

import lab as jupyter
import pytest
from course import Desk
from playwright.sync_api import expect

CELLS = ("from helpers.explore import explore_convolution", "explore_convolution(show=('stride',))")
USERS = ("ana", "ben")


@pytest.fixture(scope="module")
def desks(tmp_path_factory, chromium, pages):
    """By user: (a desk at the user's own server, the page with the notebook of CELLS, the notebook's name)."""
    desks = {}
    with contextlib.ExitStack() as servers:
        for user in USERS:
            folder = tmp_path_factory.mktemp(user)
            server = servers.enter_context(jupyter.jupyter_lab(folder, prefix=f"/user/{user}"))
            desk = Desk(server, chromium, folder, pages)
            desks[user] = (desk, *desk.scratch(*CELLS))
        yield desks
        for desk, *_ in desks.values():
            desk.close()


def test_two_users_move_their_sliders_and_neither_moves_the_others(desks):
    shown = {user: page.locator(".cnn-explorer") for user, (_, page, _) in desks.items()}
    for user, stride in zip(USERS, (2, 3), strict=True):
        slider = shown[user].locator('.widget-slider [role="slider"]').first
        slider.focus()
        for _ in range(stride - 1):
            slider.press("ArrowRight")
    for user, says in zip(USERS, ("= 3 windows", "2 × 2 windows that do fit"), strict=True):
        expect(shown[user].locator(".cnn-verdict")).to_contain_text(says)
    assert not any(page.errors for _, page, _ in desks.values())


@pytest.mark.parametrize("user", USERS)
def test_an_address_below_the_prefix_opens_the_state_that_it_names(desks, user):
    desk, page, name = desks[user]
    assert f"/user/{user}/" in page.url
    page.goto("about:blank")
    page.goto(desk.lab.address_of(name, "lab") + "#convolution-1?stride=2&step=4")
    expect(page.locator(".cnn-explorer .cnn-count")).to_have_text("5 of 9")
    expect(page.locator(".cnn-explorer .cnn-verdict")).to_contain_text("(7 + 2*0 - 3)/2 + 1 = 3 windows")
