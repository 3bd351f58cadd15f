"""One page of nothing else, in which a test shows what it looks at."""

import pytest
from bare import Bare
from playwright.sync_api import expect


@pytest.fixture(scope="session")
def bare_page(chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    page.set_default_timeout(20_000)
    yield Bare(page)
    page.close()


@pytest.fixture
def bare(bare_page):
    expect.set_options(timeout=10_000)  # no kernel to wait for
    yield bare_page
    expect.set_options(timeout=60_000)
    errors, bare_page.errors = bare_page.errors, []
    assert errors == []
