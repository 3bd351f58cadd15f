"""The pattern in the small world, where its networks were trained: what N, M, K and width are worth."""

from functools import cache

import ipywidgets as widgets

from helpers.arguments import whole
from helpers.data import load_trained_patterns
from helpers.draw import draw_trained
from helpers.explore.controls import in_order, slider, switch
from helpers.explore.explorer import Explorer
from helpers.trace.trained import COSTS
from helpers.trained import APART, LETTERS, close_seeds, found_words, offered, settings_of
from helpers.words import amount


@cache
def trained_settings():
    """The settings of ``load_trained_patterns()``, read once."""
    return settings_of(load_trained_patterns())


def small_world(n, m, k, pool, width, cost, step, show):
    """The app of ``explore_pattern(world="small")``: its arguments are said there."""
    settings = trained_settings()
    known, given = offered(settings), {"n": n, "m": m, "k": k}
    controls = {
        name: slider(name, LETTERS[name], value, known[name][0], known[name][-1]) for name, value in given.items()
    }
    controls["pool"] = widgets.Checkbox(bool(pool), description="POOL", indent=False)
    controls["width"] = switch("width", whole("width", width), known["width"], "width")
    controls["cost"] = switch("cost", cost, {name: key for key, name in COSTS.items()}, "over")

    def draw(**state):
        picture = draw_trained(settings, **state)
        return picture, _verdict(picture.trace)

    about = "trained networks beside the one of your numbers"
    return Explorer(controls, draw, in_order(show, controls), about=about).start(step)


def _verdict(trace):
    """What the network of the numbers had right, and which others cannot be told apart from it."""
    dots, marked = trace.dots, trace.marked
    if not marked:
        found = trace.trained_beside
        beside = f"One move away was: {', '.join(found_words(found))}." if found else "Nor was any one move away."
        return f"{trace.asked.name} was not trained: how many it would have right is not known. {beside}"
    seeds, low_high = amount(len(marked.right), "seed"), "{:.2f} to {:.2f}".format(*marked.interval)
    alike, (close, pairs) = sum(trace.alike) - 1, close_seeds(dots.settings)
    cheapest = dots.settings[trace.cheapest]
    said = (
        f"{marked.name}: {marked.mean:.2f} % right with {seeds} (95 %: {low_high}). {alike} of the "
        f"{len(dots.settings) - 1} others cannot be told apart: less than {APART:.1f} points away, as {close} of "
        f"{pairs} pairs of seeds are."
    )
    costs = [f"{getattr(one, dots.cost):,}" for one in (cheapest, marked)]
    if cheapest is marked:
        return f"{said} None of them has fewer {COSTS[dots.cost]}."
    return f"{said} The smallest is {cheapest.name}: {costs[0]} {COSTS[dots.cost]} for {costs[1]}."
