"""Can it be read? The picture of every explorer in a bare page, in the states that its sliders and lists reach."""

import numpy as np
import pytest
from app import LOOK
from checks import SMALLEST, overlaps, weak

from helpers import explore
from helpers.filters import FILTERS

# Where the sliders stand in turn: 0 low, 1 high; in the middle cells of the padding are often left over.
PLACES = [(0, 0), (1, 1), (0, 1), (1, 0), (0.5, 0.5)]
BY_DAY, BY_NIGHT = 8, 30  # steps of a picture that are looked at
# The widest range that a photograph gives: black and white, four columns each.
STRIPES = np.tile(255 * (np.arange(112) // 4 % 2), (112, 1))


@pytest.fixture(scope="module")
def page(chromium):
    page = chromium.new_page(viewport={"width": 980, "height": 440})
    page.set_content("<style>svg { display: block }</style><main></main>")
    page.evaluate(LOOK)
    yield page
    page.close()


def states(explorer):
    """Bring it to its states, one after the other: as it opens, its sliders far apart, each option of a list."""
    first = {name: control.value for name, control in explorer.controls.items() if name != "step"}
    yield "as it opens"
    sliders = {name: (c.min, c.max) for name, c in explorer.controls.items() if hasattr(c, "min")}
    for parts in PLACES if sliders else ():
        values = [int(low + parts[k % 2] * (high - low)) for k, (low, high) in enumerate(sliders.values())]
        explorer.at_once(**dict(zip(sliders, values, strict=True)))
        yield f"sliders {dict(zip(sliders, values, strict=True))}"
    explorer.at_once(**first)
    for name, control in explorer.controls.items():
        for label, value in getattr(control, "_options_full", ()):
            if value != first[name]:
                explorer.at_once(**{name: value})
                yield f"{name} {label}"
        if name != "step":
            explorer.at_once(**{name: first[name]})


def show(page, svg):
    return page.evaluate("svg => { document.querySelector('main').innerHTML = svg; }", svg)


def looked_at(state, last, most):
    """(step, theme) of what is photographed: by day one of an option of a list."""
    if most == BY_NIGHT:
        return {(0, "light"), (last // 2, "light"), (last // 2, "dark"), (last, "dark")}
    ends = {(0, "light"), (last, "light")} if state.startswith(("as it opens", "sliders")) else set()
    return {(last // 2, "dark"), *ends}


@pytest.mark.parametrize("most", [BY_DAY, pytest.param(BY_NIGHT, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("name", explore.__all__)
def test_every_text_is_inside_large_enough_and_stands_out(page, name, most):
    explorer = getattr(explore, name)()
    wrong = []
    for state in states(explorer):
        picture = explorer.picture
        last = len(picture.alts) - 1
        show(page, picture.svg)
        steps = sorted({*range(0, last, max(1, last // most)), last})
        astray = page.evaluate(
            "([steps, smallest]) => look.astray(document.querySelector('svg'), steps, smallest)", [steps, SMALLEST]
        )
        wrong += [(state, "small or outside", astray)] * bool(astray)
        for step, theme in looked_at(state, last, most):
            show(page, picture.at(step, theme))
            texts = page.evaluate("look.drawn(document.querySelector('svg'))")
            found = {"pale": weak(page, texts), "overlapping": overlaps(texts)}
            wrong += [(state, step, theme, what, pairs) for what, pairs in found.items() if pairs]
    assert not wrong, "\n".join(map(str, wrong))


def test_the_captions_of_the_widest_range_have_room(page):
    wide = [explore.explore_kernels(STRIPES, name) for name in FILTERS]
    wide.append(explore.explore_one_by_one(np.dstack([STRIPES] * 3), bank=[[9] * 5] * 4))
    for explorer in wide:
        show(page, explorer.picture.at(0))
        texts = page.evaluate("look.drawn(document.querySelector('svg'))")
        astray = page.evaluate("smallest => look.astray(document.querySelector('svg'), [0], smallest)", SMALLEST)
        assert (overlaps(texts), astray) == ([], []), explorer.verdict
