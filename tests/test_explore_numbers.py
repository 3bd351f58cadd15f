"""The numbers of every picture as tables: of arrays computed another way, and those that the picture shows."""

from itertools import product

import numpy as np
import pytest
from golden import CALLS, shown
from legible import texts
from loops import laid_down
from tables import assert_shown, named, values

from helpers import explore
from helpers.explore import explore_convolution

RNG = np.random.default_rng(11)


@pytest.mark.parametrize("name", CALLS)
def test_every_step_of_every_picture_has_tables(name):
    picture, _ = shown(CALLS[name])
    for k in range(len(picture.alts)):
        tables = picture.numbers(k)
        assert tables, f"step {k} has no numbers"
        assert len({table.caption for table in tables}) == len(tables)
        for table in tables:
            assert np.shape(table.cells) == (len(table.rows), len(table.columns)), table.caption
            assert table.caption and all(map(str.strip, [*table.rows, *table.columns]))
            assert "nan" not in table.text and "\t" not in table.text


@pytest.mark.parametrize("state", [{}, {"padding": 2, "stride": 2}, {"dilation": 2}, {"flip": True}])
def test_a_convolution_has_its_input_filter_products_and_the_output_so_far(state):
    image, kernel = RNG.integers(-9, 10, (6, 6)), RNG.integers(-3, 4, (3, 3))
    explorer = explore_convolution(image=image, kernel=kernel, step=0, **state)
    p, s, d = (explorer.controls[name].value for name in ("padding", "stride", "dilation"))
    taps = kernel[::-1, ::-1] if explorer.controls["flip"].value else kernel
    windows = laid_down(6, len(kernel), s, p, d, "floor")
    padded = np.zeros((6 + 2 * p, 6 + 2 * p))
    padded[p : p + 6, p : p + 6] = image
    outputs = []
    for k, (rows, columns) in enumerate(product(windows, repeat=2)):
        explorer.controls["step"].value = k
        tables = explorer.numbers()
        assert np.array_equal(values(named(tables, "input 6 × 6")), padded)
        assert np.array_equal(values(named(tables, "filter")), taps)
        window = named(tables, f"window {k + 1} × filter")
        seen = np.array([[padded[i, j] for j in columns] for i in rows])
        assert np.array_equal(values(window), seen * taps)
        names = [f"row {i - p}" if p <= i < p + 6 else "padding" for i in rows]
        assert window.rows == names
        outputs.append((seen * taps).sum())
        assert window.caption.endswith(f"the sum is {outputs[-1]:.0f}")
        output = named(tables, f"output {len(windows)} × {len(windows)}")
        assert [float(text) for row in output.cells for text in row if text] == outputs
        assert_shown([table for table in tables if "that see each" not in table.caption], texts(explorer.picture, k))


def test_where_nothing_fits_input_and_filter_are_told():
    assert [table.caption for table in explore_convolution(n=4, f=7).numbers()] == ["input 4 × 4", "filter 7 × 7"]


def test_in_a_notebook_the_numbers_are_tables_and_elsewhere_text():
    found = explore_convolution(step=0).numbers()
    assert repr(found) == str(found) == "\n\n".join(table.text for table in found)
    assert found._repr_html_().count("<caption>") == len(found) == 4
    assert repr(found).splitlines()[:3] == ["input 7 × 7", "       0  1  2  3  4  5  6", "row 0  0  0  0  9  9  9  9"]


def test_the_browser_has_the_numbers_only_while_it_wants_them_and_never_older_ones():
    explorer = explore_convolution()
    canvas = explorer.controls["step"]
    assert canvas.tables == [] and not canvas.wanted
    canvas.wanted = True
    assert canvas.tables == explorer.picture.packed
    explorer.at_once(stride=2)
    assert canvas.tables == explorer.picture.packed != explore_convolution().picture.packed
    canvas.wanted = False
    explorer.at_once(stride=1)
    assert canvas.tables == []


def test_every_explorer_has_numbers():
    assert not [name for name in explore.__all__ if not getattr(explore, name)().numbers()]
