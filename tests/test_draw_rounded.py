"""What a picture writes can be added up by eye: the terms that it shows give the sum that it shows, or it says ≈."""

import re
from fractions import Fraction

import numpy as np
import pytest
from legible import assert_legible, texts

from helpers.draw import draw_conv_layer, draw_convolution, draw_kernels, draw_one_by_one, draw_pooling
from helpers.explore import explore_kernels
from helpers.trace.convolution import Slide

RANDOM = np.random.default_rng(0).random
DIGITS = np.arange(25).reshape(5, 5) % 10
TERM = re.compile(r"(-?[\d.]+)·\(?(-?[\d.]+)\)?")

PICTURES = {
    "nine ninths": draw_convolution(np.full((5, 5), 9), np.ones((3, 3)) / 9),
    "a digit from 0 to 1": draw_convolution(DIGITS / 255, np.ones((2, 2))),
    "random": draw_convolution(RANDOM((5, 5)), RANDOM((3, 3)) - 0.5),
    "halves": draw_convolution(DIGITS / 2, np.full((3, 3), -0.25)),
    "tenths of float32": draw_convolution((DIGITS / 10).astype(np.float32), np.ones((3, 3), np.float32)),
    "many": draw_convolution(RANDOM((12, 12)), RANDOM((3, 3)), padding=2),
    "millionths": draw_convolution(DIGITS / 10**6, np.ones((2, 2))),
    "whole": draw_convolution(DIGITS, np.ones((3, 3), int)),
    "nine digits": draw_convolution(np.full((5, 5), 123456789), np.ones((3, 3))),
    "pixels": draw_one_by_one(np.arange(75).reshape(5, 5, 3), [[0.299, 0.587, 0.114]]),
    "pixels in thirds": draw_one_by_one(np.arange(75).reshape(5, 5, 3), np.ones((1, 3)) / 3),
}


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_the_terms_of_a_sentence_give_its_sum_or_it_says_that_they_are_rounded(picture):
    for k, words in enumerate(picture.alts):
        terms = TERM.findall(words)
        assert terms, words
        sum_of_terms = sum(Fraction(a) * Fraction(b) for a, b in terms)
        sign, total = re.search(r" ([=≈]) (-?[\d.]*\d)", words).groups()
        if sign == "=":
            assert sum_of_terms == Fraction(total) and "(rounded)" not in words
        else:
            assert "(rounded)" in words and Fraction(total) != 0
            assert (
                abs(sum_of_terms - Fraction(total))
                < sum(abs(Fraction(a)) + abs(Fraction(b)) + 1 for a, b in terms) / 10**4
            )
        assert_legible(picture, k)


SLIDES = {name: picture for name, picture in PICTURES.items() if isinstance(picture.trace, Slide)}


@pytest.mark.parametrize("picture", SLIDES.values(), ids=SLIDES)
def test_the_products_in_the_cells_give_the_sum_beside_them_or_it_says_about(picture):
    for k in range(len(picture.alts)):
        found = texts(picture, k)
        (line,) = [words for words in found if words.startswith("sum ")]
        assert ("≈" in line) == ("≈" in picture.alts[k])
        if "=" in line and "numbers" not in found:
            f = len(picture.trace.taps)
            start = found.index("window × filter") + 1
            products = [Fraction(word) for word in found[start:] if re.fullmatch(r"-?[\d.]+", word)][: f * f]
            assert sum(products) == Fraction(line.removeprefix("sum = "))


def test_what_is_exact_in_few_decimals_has_no_sign_of_rounding():
    exact = ("halves", "tenths of float32", "millionths", "whole", "nine digits", "pixels")
    assert [name for name in PICTURES if "≈" not in PICTURES[name].svg] == list(exact)


def test_small_values_are_not_written_as_zero():
    image = np.zeros((5, 5))
    image[:2, :2] = np.array([[2, 3], [3, 4]]) / 255
    picture = draw_convolution(image, np.ones((2, 2)))
    assert "0.0471" in picture.alts[0] and "sum ≈ 0.0471" in texts(picture)


@pytest.mark.parametrize("draw", [draw_convolution, draw_pooling, draw_conv_layer])
def test_cells_that_have_no_room_for_their_numbers_say_so(draw):
    large = np.full((5, 5), 123456789)
    if draw is draw_conv_layer:
        picture = draw(np.stack([large] * 3, axis=-1), np.ones((1, 3, 3, 3), int), [1])
    else:
        picture = draw(large, np.ones((3, 3), int)) if draw is draw_convolution else draw(large, 2, 1)
    assert texts(picture, 0).count("too long") >= 2
    assert "too long" not in draw_convolution(DIGITS, np.ones((3, 3))).svg


def test_a_layer_of_fractions_says_that_its_numbers_are_rounded():
    volume, filters = RANDOM((4, 4, 3)), RANDOM((2, 3, 3, 3)) - 0.5
    picture = draw_conv_layer(volume, filters, [0.123456, 1])
    assert all("≈" in words and words.endswith("Numbers are rounded.") for words in picture.alts)
    for k in range(len(picture.alts)):
        assert_legible(picture, k)
    halves = draw_conv_layer(np.ones((4, 4, 3)) / 2, np.ones((1, 3, 3, 3)), [0.25])
    assert "4.5 + 4.5 + 4.5 + 0.25 = 13.75" in halves.alts[0] and "≈" not in halves.svg


def test_a_maximum_has_the_decimals_of_the_cells_it_comes_from():
    image = np.array([[0.125, 0.5], [0.25, 0.375]])
    assert "is 0.500, the largest of 0.125, 0.500, 0.250, 0.375," in draw_pooling(image).alts[0]
    assert draw_pooling(image, kind="average").alts[0].endswith("(0.125 + 0.500 + 0.250 + 0.375) / 4 (rounded).")
    assert "is 0.0045, (0.002 + 0.007 + " in draw_pooling(np.array([[2, 7], [4, 5]]) / 1000, kind="average").alts[0]
    assert "is 4.75, (1 + 5 + 6 + 7) / 4." in draw_pooling([[1, 5], [6, 7]], kind="average").alts[0]


def test_a_filter_of_ninths_keeps_the_brightness_and_its_sums_their_decimals():
    photo = np.full((5, 5), 90)
    explorer = explore_kernels(photo, np.ones((3, 3)) / 9, row=2, step=2)
    assert "The weights add up to 1: a flat grey area stays as it is." in explorer.verdict
    assert "the 9 products add up to 90 (rounded)." in explorer.picture.alts[2]
    assert "add up to 0.9: a flat" in explore_kernels(photo, np.full((3, 3), 0.1), row=2).verdict
    assert "add up to 0: a flat" in explore_kernels(photo, np.array([[0.1, 0.2, -0.3]] * 3), row=2).verdict
    halves = draw_kernels(np.arange(25).reshape(5, 5), np.full((3, 3), 0.5), row=1)
    assert "the 9 products add up to 16.5." in halves.alts[0]
