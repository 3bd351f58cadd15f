"""For all tests: what hypothesis draws is the same on every run, and a busy machine is slow, not wrong."""

import pytest
from hypothesis import settings

from helpers.layers import products

settings.register_profile("course", derandomize=True, deadline=None)
settings.load_profile("course")


@pytest.fixture(scope="module", params=[True, False], ids=["BLAS", "no BLAS"])
def both_products(request):
    """Each test of a file twice: with the products of BLAS, and with those where NumPy has none (the browser)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(products, "BLAS", request.param)
        yield
