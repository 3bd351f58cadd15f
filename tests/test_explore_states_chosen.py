"""What sets several controls at once, on a page as in JupyterLab: the cells of a table, the buttons of what fits."""

import json
import re
from html import unescape
from itertools import product

import pytest

from helpers.explore import explore_kernels, explore_output_size
from helpers.explore.states import axes_of, states_of

OUTPUT_SIZE = ("n", "f", "stride", "rounding")


@pytest.mark.parametrize(
    "make, show", [(explore_output_size, OUTPUT_SIZE), (explore_kernels, ("kernel", "row"))], ids=["map", "photo"]
)
def test_a_cell_sets_on_a_page_what_it_sets_in_jupyterlab(make, show):
    explorer = make(show=show)
    cells = states_of(explorer).told["cells"]
    assert cells
    for grid, sets in cells.items():
        rows, columns = map(
            int,
            re.search(rf'data-grid="{grid}".*?data-rows="(\d+)" data-columns="(\d+)"', explorer.picture.svg).groups(),
        )
        for row, column in product((0, 1, rows - 1), (0, 2, columns - 1)):
            explorer.at_once(**{name: control.value for name, control in make(show=show).controls.items()})
            explorer._receive(None, {"grid": grid, "row": row, "column": column}, [])
            place = {"row": row, "column": column}
            for name, (way, first) in sets.items():
                last = len(explorer.picture.alts) - 1 if name == "step" else 10**6
                assert explorer.controls[name].value == min(place[way] + first, last)


def hints_in(html):
    return [json.loads(unescape(text)) for text in re.findall(r'<metadata data-hints="([^"]*)"/>', html)]


def test_the_buttons_of_what_would_fit_are_on_the_page_with_what_they_set():
    explorer = explore_output_size(stride=3, show=OUTPUT_SIZE)
    html = explorer.to_html(states=states_of(explorer), folder="there/")
    (hints,) = hints_in(html)
    shown = [button.description for button in explorer.fixes if button.layout.display is None]
    assert [words for words, _ in hints] == shown and len(shown) >= 3
    for _, values in hints:
        assert explore_output_size(**({"stride": 3} | values)).verdict.startswith("It fits")
    assert {name for _, values in hints for name in values} <= {axis.name for axis in axes_of(explorer)}


def test_where_all_fits_there_are_none_and_without_states_nothing_can_be_chosen():
    explorer = explore_output_size(show=OUTPUT_SIZE)
    states = states_of(explorer)
    assert hints_in(explorer.to_html(states=states)) == [] and states.told["hints"] == []
    assert 'data-grid="map"' in explorer.to_html(states=states)
    assert 'data-grid="map"' not in explorer.to_html(script=False)


def test_a_table_that_sets_a_control_which_does_not_show_is_left_out():
    assert "cells" not in states_of(explore_output_size(show=("n", "stride"))).told
