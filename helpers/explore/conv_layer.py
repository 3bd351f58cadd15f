"""A convolution layer on a small volume: the filters reach through all channels, and each makes one map."""

from helpers.draw import draw_conv_layer
from helpers.explore.controls import in_order, reach, sliders, switch
from helpers.explore.explorer import Explorer
from helpers.filters import small_bank, small_volume
from helpers.words import amount, sentence

GEOMETRY = {"f", "stride", "padding", "groups"}
LIMITS = {"k": (1, 4), "f": (1, 5), "stride": (1, 4), "padding": (0, 2), "groups": (1, 4)}


def explore_conv_layer(
    k=2, f=3, stride=1, padding=1, relu=False, summed=True, groups=1, channels=3, step=None, show=None
):
    """An app: K filters of F x F x 3 slide over a 5 x 5 x 3 input, with every product, sum and bias.

    ``k`` (1..4) counts filters, ``f`` (1..5), ``stride`` (1..4) and ``padding`` (0..2) cells. ``summed=False`` shows
    what each channel gives before the channels are added; ``relu=True`` sets what is negative to 0 afterwards.
    With ``groups`` (1..4) filters and ``channels`` (3 or 4) are split, and a filter sees its own group's channels.
    ``step`` is the window shown first, counted filter by filter, None for the strongest answer of the first filter.
    ``show`` names the controls to show, for example ``("k", "summed")``; the step always shows.

    Errors: ``ValueError`` for a number outside its range.
    """
    sums = switch("summed", bool(summed), {"each channel alone": False, "channels added": True})
    controls = {
        **sliders(LIMITS, k=k, f=f, stride=stride, padding=padding),
        "summed": sums.add_class("cnn-two"),
        "relu": switch("relu", bool(relu), {"no ReLU": False, "ReLU": True}),
        **sliders(LIMITS, groups=groups),
    }
    counted = show is None or bool(GEOMETRY & set(show))
    volume = small_volume(channels)

    def draw(k, f, groups, summed, **options):
        bank = small_bank(k, f, max(channels // groups, 1))
        picture = draw_conv_layer(volume, *bank, groups=groups, summed=summed, **options)
        if picture.trace.refusal and picture.trace.windows.starts:
            return picture, _not_split(k, channels, groups, show is None or "groups" in show)
        return picture, _verdict(picture.trace, summed, counted, reach(controls, show))

    explorer = Explorer(controls, draw, in_order(show, controls), about="a layer of filters, sum by sum")
    return explorer.start(step)


def _not_split(k, channels, groups, free):
    """Why there are no groups, and, where the slider of groups shows, which there could be."""
    fitting = [str(g) for g in range(1, 5) if channels % g == 0 and k % g == 0]
    given = f"{amount(channels, 'channel')} and {amount(k, 'filter')}"
    words = f"Each group needs the same number of channels and of filters: {given}"
    if not free:
        return f"{words} cannot be split into {groups} groups."
    return f"{words} can be split into {' or '.join(fitting)}, not into {groups} groups."


def _verdict(layer, summed, counted, most):
    """What the state means; with the formula and the counts only where the sliders of the geometry show."""
    k, f, _, own = layer.filters.shape
    windows, groups = layer.windows, layer.groups
    size, products, filters = len(windows.starts), f * f * own, amount(k, "filter")
    parameters = f"Parameters: {k} · ({f}·{f}·{own} + 1) = {k * (products + 1)}."
    if not windows.fits:  # there is room for two lines: the reason comes first
        shown = f"Shown are the {size} × {size} windows that do fit." if size else "PyTorch refuses it too."
        if size == 1:
            shown = "Shown is the one window that does fit."
        return " ".join([sentence(windows.explain(most)), shown, *[parameters] * counted])
    reason = f"{windows.formula} along each side, and {filters}" if counted else sentence(filters)
    shape = f"{reason}: the output is {size} × {size} × {k}."
    if not summed:
        shape += f" Before the sum: {amount(own, 'map')} for each filter, {own * k} in all."
        shape += " ReLU comes after the sum." if layer.relu else ""
    if groups > 1:
        shape += f" {groups} groups: a filter sees {own} of the {layer.channels} channels."
    if not counted:
        return shape
    sums = f"{size}·{size}·{k} sums of {amount(products, 'product')} = {size * size * k * products}"
    return f"{shape} {parameters} Multiply-adds: {sums}."
