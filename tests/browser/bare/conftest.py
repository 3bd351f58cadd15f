"""One page of nothing else, in which a test shows what it looks at."""

import pytest
from bare import Bare


@pytest.fixture(scope="session")
def bare_page(chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    page.set_default_timeout(20_000)
    yield Bare(page)
    page.close()


@pytest.fixture
def bare(bare_page):
    yield bare_page
    errors, bare_page.errors = bare_page.errors, []
    assert errors == []
