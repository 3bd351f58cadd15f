"""An animated SVG in a real Chromium: what shows at each moment is the step of that moment."""

import pytest

from helpers.draw import draw_convolution
from helpers.explore import explore_output_size
from helpers.filters import small_filter, small_input

# The texts that show at a time that is set by hand: the animation itself stands still.
SHOWN = """async (seconds) => {
  const svg = document.querySelector("svg");
  svg.pauseAnimations();
  svg.setCurrentTime(seconds);
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  return [...svg.querySelectorAll("text")].filter((e) => e.getClientRects().length).map((e) => e.textContent);
}"""


@pytest.fixture
def shown(chromium):
    """``shown(svg, seconds)``: the texts that a page shows of an SVG at that time."""
    page = chromium.new_page()

    def at(svg, seconds):
        page.set_content(svg)
        return page.evaluate(SHOWN, seconds)

    yield at
    page.close()


def test_step_k_shows_from_k_times_its_seconds_on(shown):
    picture = draw_convolution(small_input("digits", 5), small_filter("counting", 3))
    moving = picture.animated(0.6)
    still = [shown(picture.at(k), 0) for k in range(len(picture.alts))]
    assert len(still) == 9 and len({tuple(texts) for texts in still}) == 9
    for k, texts in enumerate(still):
        for moment in (0.01, 0.3, 0.59):
            assert shown(moving, 0.6 * k + moment) == texts, (k, moment)
    assert shown(moving, 0.6 * 9 + 0.3) == still[0], "it begins again"


def test_chosen_steps_and_the_states_of_a_slider_take_their_turns(shown, tmp_path):
    explorer = explore_output_size(step=0)
    explorer.animate(tmp_path / "x.svg", step=[4, 0], seconds=1)
    moving = (tmp_path / "x.svg").read_text("utf-8")
    assert [shown(moving, t) for t in (0.5, 1.5)] == [shown(explorer.picture.at(k), 0) for k in (4, 0)]
    explorer.animate(tmp_path / "x.svg", stride=[1, 2, 3], seconds=1)
    moving = (tmp_path / "x.svg").read_text("utf-8")
    states = [explore_output_size(stride=stride).picture.at(0) for stride in (1, 2, 3)]
    assert [shown(moving, t) for t in (0.5, 1.5, 2.5)] == [shown(svg, 0) for svg in states]
