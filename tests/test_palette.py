"""Every colour can be read on the paper of its theme, by WCAG 2's contrast."""

from itertools import combinations

import numpy as np
import pytest

from helpers.palette import LIGHTS, SIGNED, THEMES

NAMES = ["ink", "muted", "input", "filter", "output", "mark", "red", "green", "blue"]


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
@pytest.mark.parametrize("name", NAMES)
def test_a_text_in_any_colour_can_be_read_on_paper(name, theme):
    colours = THEMES[theme]
    assert contrast(colours[name], colours["paper"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", NAMES)
def test_a_text_in_any_colour_can_be_read_on_the_tint_of_a_matrix(name, theme):
    colours = THEMES[theme]
    for tint in ("input", "filter", "output", "mark", "red", "green", "blue"):
        assert contrast(colours[name], blended(colours[tint], 0.14, colours["paper"])) >= 4.5, tint


@pytest.mark.parametrize("theme", THEMES)
def test_a_number_can_be_read_on_the_tint_of_its_sign_and_a_bar_stands_out(theme):
    colours = THEMES[theme]
    for name in ("ink", "muted"):
        assert contrast(colours[name], colours["minus_tint"]) >= 4.5 <= contrast(colours[name], colours["plus_tint"])
    assert contrast(colours["minus"], colours["paper"]) >= 3 <= contrast(colours["plus"], colours["paper"])


@pytest.mark.parametrize("theme", THEMES)
def test_a_line_stands_out_as_a_drawing_must(theme):
    assert contrast(THEMES[theme]["line"], THEMES[theme]["paper"]) >= 3


# What is left of linear red, green, blue for eyes without the cones of long, middle, short waves.
# Source: Machado, Oliveira & Fernandes, IEEE TVCG 15(6), 2009, severity 1.
EYES = {
    "all": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def lab(colour, eye):
    """CIE L*a*b* (D65) of what an eye sees of a colour, bytes (3,)."""
    parts = np.array(colour) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.array(EYES[eye]) @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
    x, y, z = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in xyz / (0.9505, 1, 1.089))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(one, other, eye):
    """How different two colours look, CIE 1976: 2.3 is just seen."""
    return np.linalg.norm(lab(one, eye) - lab(other, eye))


def parts(colour):
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def test_the_distance_is_that_of_the_cie():
    assert lab((255, 255, 255), "all") == pytest.approx([100, 0, 0], abs=0.1)
    assert lab((255, 0, 0), "all") == pytest.approx([53.2, 80.1, 67.2], abs=0.3)  # as published for sRGB's red
    assert apart((200, 40, 40), (80, 90, 20), "deutan") < 0.4 * apart((200, 40, 40), (80, 90, 20), "all")


@pytest.mark.parametrize("eye", EYES)
def test_the_two_hues_of_signs_are_told_apart_by_every_eye(eye):
    for k in range(5):
        assert apart(parts(SIGNED[k]), parts(SIGNED[10 - k]), eye) > 15, (SIGNED[k], SIGNED[10 - k])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eye", EYES)
def test_tints_and_bars_of_signs_are_told_apart_by_every_eye(theme, eye):
    colours = {name: parts(colour) for name, colour in THEMES[theme].items()}
    assert apart(colours["minus_tint"], colours["plus_tint"], eye) > 15
    assert apart(colours["minus"], colours["plus"], eye) > 15


@pytest.mark.parametrize("eye", EYES)
def test_the_channels_are_told_apart_by_every_eye(eye):
    """Their names are written too: what is asked is three steps, not that a red looks red."""
    sets = [LIGHTS, *({name: parts(colours[name]) for name in LIGHTS} for colours in THEMES.values())]
    for colours in sets:
        for one, other in combinations(colours, 2):
            assert apart(colours[one], colours[other], eye) > 12, (one, other, colours)
