"""The numbers of a LeNet at work as tables: the input, the answers, the maps, and how each value is made."""

import numpy as np

from helpers.draw.common_tables import answers, by_digit, compared, listed
from helpers.draw.lenet_sums import source
from helpers.draw.svg import numbers
from helpers.draw.table import LARGEST, Table, every, matrix, named, worked


def tables(trace, places):
    """Those of a ``ForwardPass`` whose steps have ``places``."""
    side = len(trace.volume)
    told = every(matrix(f"input {side} × {side}", trace.volume[..., 0]), answers(trace.probabilities))
    if trace.flat:
        return told + _values(trace) + _weighed(trace)
    maps = _maps(trace, places[0])
    if trace.row.kind == "pool":
        return told + [(k, k, _pooled(trace, place)) for k, place in enumerate(places)] + maps
    told += [(k, k, table) for k, place in enumerate(places) for table in _convolved(trace, place)]
    return told + every(_filter(trace, places[0].map)) + maps


def _maps(trace, place):
    """All maps beside each other, the chosen one, and of a large one the row that the steps go along."""
    name, (side, _, count), which = trace.row.name, trace.values.shape, place.map
    values = trace.values[..., which]
    told = every(compared(f"all {count} maps of {name}", trace.values))
    told += every(matrix(f"{name}, map {which}, {side} × {side}", values))
    if side <= LARGEST:
        return told
    row = f"row {place.row}"
    return told + every(
        Table(f"{name}, map {which}, {row}", named("column", side), [row], [numbers(values[place.row])])
    )


def _values(trace):
    """The scores, or the values of another dense layer."""
    values, name = trace.values.ravel(), trace.row.name
    if trace.last:
        return every(by_digit(f"scores, {name}", "score", values))
    return every(listed(f"{name}: {values.size} values", values))


def _rows(trace, rows):
    """The headers of a window's ``rows`` in every channel of the layer below."""
    channels = trace.below.shape[2]
    if channels == 1:
        return rows
    return [f"{trace.below_name} map {c}, {row}" for c in range(channels) for row in rows]


def _channels(array):
    """An array (F, F, C) with its channels below each other: (C * F, F)."""
    return array.transpose(2, 0, 1).reshape(-1, array.shape[1])


def _filter(trace, which):
    f, weights = trace.row.layer.f, trace.weights[0][which]
    rows = _rows(trace, named("row", f))
    bias = numbers(trace.weights[1][which : which + 1])[0]
    return Table(f"filter of map {which}, bias {bias}", named("column", f), rows, numbers(_channels(weights)))


def _here(trace, place):
    return f"{trace.row.name}, map {place.map}, row {place.row}, column {place.column}"


def _seen(trace, place):
    """The headers of the rows and of the columns that a window covers."""
    layer = trace.row.layer
    _, stride = layer.reach(trace.row.input_shape)
    apart = getattr(layer, "dilation", 1)
    return [
        [f"{what} {start * stride + i * apart}" for i in range(layer.f)]
        for what, start in (("row", place.row), ("column", place.column))
    ]


def _convolved(trace, place):
    """What the products of a window and the bias come to, and these products."""
    rows, columns = _seen(trace, place)
    one, here = trace.convolved(place), _here(trace, place)
    below = trace.below_name
    channels = [f"{below} map {c}" for c in range(len(one.channels))] if len(one.channels) > 1 else []
    yield _sum(trace, f"{here}: its sum", [*channels, "sum"], [*one.channels[: len(channels)], *one.parts], one)
    parts = map(_channels, (trace.window(place), trace.weights[0][place.map], one.products))
    yield Table(f"{here}: {below} × filter", columns, _rows(trace, rows), worked(*parts))


def _sum(trace, caption, names, parts, one):
    """The ``parts`` of a sum with their ``names``, and what bias and ReLU make of it."""
    return Table(caption, _ended(trace, names), ["value"], [numbers(_with_end(trace, parts, one))])


def _ended(trace, names):
    return [*names, "bias", "score" if trace.last else "together", *["after ReLU"] * trace.row.layer.relu]


def _with_end(trace, parts, one):
    return np.array([*parts, one.bias, one.total, *[one.result] * trace.row.layer.relu], float)


def _pooled(trace, place):
    rows, columns = _seen(trace, place)
    window, (i, j) = trace.window(place)[..., place.map], trace.winner(place)
    texts = numbers(window)
    caption = f"{_here(trace, place)}: window in {trace.below_name}, largest {texts[i][j]} at {rows[i]}, {columns[j]}"
    return Table(caption, columns, rows, texts)


def _weighed(trace):
    """The largest products of every value of a dense layer, and what all of its products come to."""
    _, _, order, factors = trace.largest
    products, told = numbers(np.array(factors)), []
    sums = [trace.weighed(unit) for unit in range(len(order))]
    sums = numbers(np.array([_with_end(trace, one.parts, one) for one in sums]))
    names = _ended(trace, ["positive products", "negative products"])
    for unit, places in enumerate(order):
        name = f"score of digit {unit}" if trace.last else f"{trace.row.name}, value {unit}"
        sources = [source(trace, place) for place in places]
        caption = f"{name}: the {len(sources)} largest of {trace.below.size} products"
        told.append((unit, unit, Table(caption, ["input", "weight", "product"], sources, products[unit])))
        told.append((unit, unit, Table(f"{name}: its sum", names, ["value"], [sums[unit]])))
    return told
