"""Two columns of VGG's table next to each other, layer by layer."""

from helpers.draw import draw_vgg_columns
from helpers.explore.controls import choice, in_order
from helpers.explore.explorer import Explorer
from helpers.networks import VGG


def explore_vgg_columns(left="A", right="D", step=None, show=None):
    """An app: two of VGG's six columns, row by row, with what each layer costs and the sums so far.

    ``left`` and ``right`` are names in ``networks.VGG``; ``step`` is the row shown first, 0 for the input, None for
    the first one in which the two differ; a layer that only one of the two columns has is a row as well. ``show``
    names the lists of columns to show, None both; the step always shows.

    Errors: ``ValueError`` for a column that the paper does not have.
    """
    controls = {name: choice(name, name, column, VGG) for name, column in (("left", left), ("right", right))}

    def draw(left, right):
        picture = draw_vgg_columns(left, right)
        return picture, _verdict(picture.trace)

    def choose(_grid, row, _column, _text):
        """A layer in the list was chosen."""
        explorer.controls["step"].value = row

    explorer = Explorer(controls, draw, in_order(show, controls), choose, about="two of VGG's columns side by side")
    return explorer.start(step)


def _verdict(trace):
    first, second = (_sums(*both) for both in zip(trace.columns, trace.totals, strict=True))
    if first == second:
        return f"Both are column {trace.columns[0]}. {first}"
    few, many = sorted((0, 1), key=lambda side: trace.totals[side].macs)
    less, more = trace.totals[few], trace.totals[many]
    words = f"{first} {second}"
    if less.macs == more.macs:
        return f"{words} They differ in LRN only, which has nothing to train: the same parameters, the same MACs."
    percent, times = 100 * (more.parameters / less.parameters - 1), more.macs / less.macs
    compared = f"{trace.columns[many]} has {percent:.1f} % more parameters than {trace.columns[few]}"
    return f"{words} {compared}, and {times:.2f} times its MACs."


def _sums(column, totals):
    words = f"{totals.weight_layers} weight layers, {totals.parameters:,} parameters, {totals.values:,} values"
    return f"{column}: {words}, {totals.macs / 1e9:.2f} G MACs."
