"""What a screen reader, a keyboard and eyes that see little contrast meet: axe over our outputs, in both themes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from helpers import explore

CELLS = {
    **{name: f"from helpers.explore import {name}\n{name}()" for name in explore.__all__},
    "predict": (
        "from helpers.predict import predict_choice, predict_number\nimport ipywidgets\n"
        "ipywidgets.VBox([predict_number('How many?', lambda: 5), predict_choice('Which?', ['a', 'b'], lambda: 'a')])"
    ),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", CELLS)
def test_axe_finds_nothing_serious(scratch, name, theme):
    page, _ = scratch(CELLS[name], theme=theme)
    page.locator(".cnn-verdict, .cnn-question").first.wait_for()
    page.wait_for_timeout(500)
    found = Axe().run(page, context=".jp-OutputArea-output .lm-Widget.jupyter-widgets")
    serious = [rule for rule in found.response["violations"] if rule["impact"] in ("serious", "critical")]
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in serious] == []
    assert found.response["passes"]
