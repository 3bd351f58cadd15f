"""How often windows visit each cell, against windows laid down one after the other, and scipy."""

import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loops import laid_down
from scipy.signal import convolve2d

from helpers.draw import draw_visits
from helpers.shapes import Windows
from helpers.trace.windows import visits

SETTINGS = settings(max_examples=60, deadline=None, derandomize=True)


@SETTINGS
@given(st.integers(1, 12), st.integers(1, 5), st.integers(1, 3), st.integers(0, 3), st.integers(1, 2))
def test_visits_count_the_windows_that_are_laid_down(n, f, stride, padding, dilation):
    counts = [0] * n
    for window in laid_down(n, f, stride, padding, dilation, "floor"):
        for cell in window:
            if padding <= cell < padding + n:
                counts[cell - padding] += 1
    read = visits(Windows(n, f, stride, padding, dilation))
    assert read[padding : padding + n].tolist() == counts


@pytest.mark.parametrize("n, f, padding", [(7, 3, 1), (7, 3, 0), (5, 5, 2), (12, 3, 1), (10, 1, 0)])
def test_the_table_of_visits_agrees_with_scipy(n, f, padding):
    picture = draw_visits(n, f, padding=padding)
    tables = []
    root = ElementTree.fromstring(picture.at(0))
    rows = [[int(s.text) for s in line] for line in root.iter("{http://www.w3.org/2000/svg}text") if len(line)]
    for p, part in ((0, rows[:n]), (padding, rows[n:])):
        ones = np.ones((n + 2 * p - f + 1,) * 2, int)
        full = convolve2d(ones, np.ones((f, f), int), mode="full")
        tables.append(full[p : p + n, p : p + n])
        assert part == tables[-1].tolist()
    middle = n // 2
    for table, sentence in zip(tables, picture.alts[0].split(". "), strict=True):
        corner, centre = map(int, re.findall(r"by (\d+) window", sentence))
        assert (corner, centre) == (table[0, 0], table[middle, middle])


def test_the_corner_is_seen_once_and_the_centre_nine_times():
    assert "the corner cell is seen by 1 window, the centre cell by 9 windows" in draw_visits().alts[0]
    assert "the corner cell is seen by 4 windows, the centre cell by 9 windows" in draw_visits().alts[0]


@pytest.mark.parametrize(
    "state", [{}, {"n": 40, "f": 11, "padding": 5}, {"n": 2, "f": 5, "padding": 0}, {"n": 9, "f": 3, "stride": 4}]
)
def test_visits_are_well_made(state):
    picture = draw_visits(**state)
    ElementTree.fromstring(picture.svg)
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)"', picture.svg)) >= 12
    if state.get("n") == 40:
        assert "the numbers do not fit" in picture.svg


def test_visits_refuse_bad_input():
    with pytest.raises(ValueError, match="f must be at least 1, got 0"):
        draw_visits(f=0)
    with pytest.raises(ValueError, match="padding must be at least 0, got -1"):
        draw_visits(padding=-1)
    with pytest.raises(TypeError, match="n must be a whole number"):
        draw_visits(n=7.0)
