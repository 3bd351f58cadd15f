"""What a picture of the way back says at each step, and the terms of its sums."""

import re

import numpy as np

from helpers.draw.scene import exactly
from helpers.draw.svg import decimals, numbers, tenths
from helpers.words import amount, bracketed, equals, rounded

MOST_TERMS = 9  # that a sentence has room for


def shown(array):
    """The values of an array as texts, parts of an error with few decimals, and whether they are exact.

    >>> shown(np.array([2, -1])), shown(np.array([1 / 9, 0.5]))
    ((['2', '-1'], True), (['0.11', '0.50'], False))
    """
    needed, exact = decimals(array)
    places = min(needed, 1 + tenths(array)) if needed else 0
    return numbers(array, places), exact and places == needed


def totals_of(trace, sums):
    """The sums as texts, and whether their terms, as they are shown, give them: those of a mean are whole numbers."""
    totals, exact = shown(sums.totals)
    return totals, exact and exactly(sums.told, *[sums.factors] * (trace.operation != "average pool"))


def terms_of(trace, sums):
    """The products as a sum has them, "2·(-1)" or, of a mean, "2/4": ``[k][i][j]``, "" where there is no error."""
    told, joint = numbers(sums.told), "·"
    if trace.operation == "average pool":
        parts = np.divide(1, sums.factors, out=np.ones(sums.factors.shape), where=sums.factors > 0)
        factors, joint = numbers(parts.round().astype(int)), "/"
    else:
        factors = numbers(sums.factors)
    return [
        [
            [f"{e}{joint}{bracketed(w)}" if here else "" for e, w, here in zip(*rows, strict=True)]
            for rows in zip(*tables, strict=True)
        ]
        for tables in zip(told, factors, sums.there.tolist(), strict=True)
    ]


def of_outputs(trace):
    """A sentence for each output: what becomes of its error."""
    m, errors = len(trace.outputs), numbers(trace.errors.ravel())
    tell = {"convolution": _of_filter, "ReLU": _of_relu, "max pool": _of_winner, "average pool": _of_parts}
    for k, (e, words) in enumerate(zip(errors, tell[trace.operation](trace, errors), strict=True)):
        yield f"Output row {k // m}, column {k % m} has the error {e}. {words}"


def _of_filter(trace, errors):
    f = trace.windows.f
    count = f * f
    to_inputs, to_weights = (numbers(a.reshape(-1, count)) for a in (trace.to_inputs, trace.to_weights))
    inputs, weights = ("input hears", "weight hears") if f == 1 else (f"{count} inputs hear", f"{count} weights hear")
    their = "its" if f == 1 else "their"
    outside = count - trace.inside.sum(axis=(1, 2))
    for e, one, other, padding in zip(errors, to_inputs, to_weights, outside.tolist(), strict=True):
        lists = [f": {', '.join(values)}" if count <= MOST_TERMS else "" for values in (one, other)]
        dropped = f" Dropped in the padding: {padding}." if padding else ""
        yield (
            f"Its {inputs} {e} times {their} weight{lists[0]}.{dropped} "
            f"The {weights} {e} times {their} input{lists[1]}."
        )


def _of_relu(trace, errors):
    for e, x, passes in zip(errors, numbers(trace.image.ravel()), trace.hears.ravel().tolist(), strict=True):
        heard = f"above 0: it hears {e}." if passes else "not above 0: the error ends here."
        yield f"Its input is {x}, {heard}"


def _of_winner(trace, errors):
    values = np.where(trace.inside, trace.seen, -np.inf).reshape(len(trace.seen), -1)
    tied = (values == values.max(axis=1, keepdims=True)).sum(axis=1).tolist()
    for k, (e, ties) in enumerate(zip(errors, tied, strict=True)):
        row, column = winner(trace, k)
        first = f", the first of {ties} that tie" if ties > 1 else ""
        others = int(trace.inside[k].sum()) - 1
        rest = f" {amount(others, 'other')} of the window {'hears' if others == 1 else 'hear'} nothing of it."
        yield f"The winner, input row {row}, column {column}{first}, hears {e}.{rest if others else ''}"


def winner(trace, k):
    """Row and column of the input cell that wins window ``k``."""
    w = trace.windows
    i, j = divmod(int(trace.local[k].argmax()), w.f)
    top, left = (w.starts[place] - w.padding for place in divmod(k, len(w.starts)))
    return top + i, left + j


def _of_parts(trace, errors):
    counts = trace.inside.sum(axis=(1, 2))
    parts, exact = shown(trace.errors.ravel() / counts)
    for e, count, part in zip(errors, counts.tolist(), parts, strict=True):
        cells = f"each of the {count} cells of its window" if count > 1 else "the one cell of its window"
        yield f"It goes in equal parts to {cells}: {e}/{count} {equals(exact)} {part}."


def of_inputs(trace, sums, terms, turned=False):
    """A sentence for each input cell: what comes back to it, from the ``sums`` of ``back_to_inputs``.

    ``turned`` speaks of the filter that lies on errors and on the zeros between and around them.
    """
    totals, exact = totals_of(trace, sums)
    values = numbers(trace.image.ravel())
    for k, there in enumerate(sums.there):
        count, total = int(there.sum()), totals[k]
        where = f"Input row {k // trace.windows.n}, column {k % trace.windows.n}"
        if not count:
            yield f"{where} hears nothing: no window reads it."
        elif trace.operation == "ReLU":
            passes = f"above 0: it hears {total}." if trace.hears.flat[k] else "not above 0: it hears nothing."
            yield f"{where} is {values[k]}, {passes}"
        elif trace.operation == "max pool":
            won = numbers(sums.told[k][sums.factors[k] > 0])
            yield f"{where} lies in {amount(count, 'window')} and {_won(won, total)}."
        elif turned:
            zeros = trace.windows.f**2 - count
            lies = amount(count, "error") + (f" and {amount(zeros, 'zero')}" if zeros else "")
            yield f"{where}: the turned filter lies on {lies}: {summed(terms[k], count, total, exact)}."
        else:
            yield f"{where} hears of {amount(count, 'output')}: {summed(terms[k], count, total, exact)}."


def _won(errors, total):
    """What a cell hears that has won windows with these errors."""
    if not errors:
        return "wins none: it hears nothing"
    if len(errors) == 1:
        return f"wins 1: it hears {total}"
    return f"wins {len(errors)}: {added(errors)} = {total}"


def of_weights(trace, sums, terms):
    """A sentence for each weight: what comes back to it."""
    totals, exact = totals_of(trace, sums)
    f, count = trace.windows.f, trace.errors.size
    for k, total in enumerate(totals):
        words = summed(terms and terms[k], count, total, exact)
        yield f"Weight row {k // f}, column {k % f} hears of {amount(count, 'output')}, error times input: {words}."


def summed(terms, count, total, exact):
    """Some terms and their sum, or the sum alone where there are too many to say."""
    if count > MOST_TERMS:
        return f"the sum of {count} products is {total}{rounded(exact)}"
    return f"{added([term for row in terms for term in row if term])} {equals(exact)} {total}"


def added(terms):
    """Terms with a plus between them: a number that begins with a minus stands in brackets behind it.

    >>> added(["-2·1", "-1·(-3)", "-1/4"])
    '-2·1 + (-1)·(-3) + (-1)/4'
    """
    return " + ".join([*terms[:1], *(re.sub(r"^-[\d.]+", r"(\g<0>)", term) for term in terms[1:])])
