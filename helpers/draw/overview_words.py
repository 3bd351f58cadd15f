"""What is said of a whole network, part by part, and its numbers as tables."""

import numpy as np

from helpers.draw.common_tables import answers, by_digit, compared, listed
from helpers.draw.table import every, matrix
from helpers.words import amount, number, times


def words(trace):
    """The words of the input and of each layer of an ``Overview``, in their order."""
    return [_of_input(trace), *map(_of_layer, trace.passes.values())]


def _of_input(trace):
    side, inked = len(trace.volume), int((trace.volume > 0).sum())
    said = f"The input: {side} × {side} cells, 0 for paper and 1 for ink. {amount(inked, 'cell')} of {side * side} "
    return f"{said}{'has' if inked == 1 else 'have'} ink."


def _of_layer(passed):
    """How a layer makes its values, how many, and where the largest stands."""
    row, values = passed.row, passed.values
    height, width, count = values.shape
    if passed.last:
        likely = np.argsort(-passed.probabilities, kind="stable")[:2].tolist()
        first, second = (f"{digit}, {number(passed.probabilities[digit], 3)}" for digit in likely)
        made = f"a score for each of {count} digits, made from {passed.below.size} values. Softmax makes"
        return f"{row.name}: {made} probabilities of them. The longest bar is that of {first}; then {second}."
    zeros = f"{int((values == 0).sum()):,} of {values.size:,} values are 0"
    largest = f"The largest of all is {number(values.max(), 2)}, {_place(passed)}; {zeros}."
    if passed.flat:
        relu = ", then ReLU" if row.layer.relu else ""
        made = f"{count} values, each made from all {passed.below.size} values of {passed.below_name}{relu}"
        return f"{row.name}: {made}. {largest}"
    maps = f"{amount(count, 'map')} of {height} × {width}"
    if row.kind == "pool":
        f = row.layer.f
        kept = "mean" if row.layer.average else "largest"
        return f"{row.name}: {maps}. Of every {f} × {f} values of {passed.below_name} the {kept} stays. {largest}"
    size = times(row.layer.weight_shapes(row.input_shape)[0][1:])
    relu = ", then ReLU" if row.layer.relu else ""
    made = f"one for each filter of {size} weights that slides over {passed.below_name}{relu}"
    made = made.replace("over input", "over the input")
    return f"{row.name}: {maps}, {made}. {largest}"


def _place(passed):
    """Where the largest value of a layer stands."""
    row, column, which = passed.strongest(passed.strongest_map)
    return f"value {which}" if passed.flat else f"in map {which} at row {row}, column {column}"


def tables(trace):
    """The answers at every step, and the numbers of the part that a step tells of."""
    side = len(trace.volume)
    told = every(answers(trace.probabilities))
    told.append((0, 0, matrix(f"input {side} × {side}", trace.volume[..., 0])))
    return told + [(k, k, _table(passed)) for k, passed in enumerate(trace.passes.values(), 1)]


def _table(passed):
    name, values = passed.row.name, passed.values
    if passed.last:
        return by_digit(f"scores, {name}", "score", values.ravel())
    if passed.flat:
        return listed(f"{name}: {values.size} values", values.ravel())
    return compared(f"all {values.shape[2]} maps of {name}", values)
