"""Every colour can be read on the paper of its theme, by WCAG 2's contrast."""

import pytest

from helpers.palette import THEMES


def luminance(colour):
    """The relative luminance of "#rrggbb", as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """From 1, alike, to 21, black on white."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def blended(colour, share, paper):
    """A tint: ``share`` of a colour laid over the paper."""
    mixed = (round(share * int(colour[i : i + 2], 16) + (1 - share) * int(paper[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def test_the_contrast_is_wcags():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # the grey just too pale for a text


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["ink", "muted", "input", "filter", "output", "mark"])
def test_a_text_in_any_colour_can_be_read_on_paper(name, theme):
    colours = THEMES[theme]
    assert contrast(colours[name], colours["paper"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["ink", "muted", "input", "filter", "output", "mark"])
def test_a_text_in_any_colour_can_be_read_on_the_tint_of_a_matrix(name, theme):
    colours = THEMES[theme]
    for tint in ("input", "filter", "output", "mark"):
        assert contrast(colours[name], blended(colours[tint], 0.14, colours["paper"])) >= 4.5, tint


@pytest.mark.parametrize("theme", THEMES)
def test_a_line_stands_out_as_a_drawing_must(theme):
    assert contrast(THEMES[theme]["line"], THEMES[theme]["paper"]) >= 3
