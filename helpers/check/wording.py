"""How a check writes what a student's function was given and what it gave back: in plain Python, and short."""

import textwrap
from collections.abc import Callable
from numbers import Real

import numpy as np

from helpers.words import amount, number

LISTED = 100  # values of an array that a sentence may list
LONGEST = 600  # letters of anything else


def written(value):
    """``value`` as a sentence writes it: a table as rows below each other, a function by its name.

    >>> print(written((np.int64(0), np.bool_(True), 2 / 3)), written(np.array([[1, -20], [300, 4]])), sep="\\n")
    (0, True, 0.666667)
    [[  1, -20],
     [300,   4]]
    """
    if isinstance(value, np.ndarray):
        if value.size > LISTED:
            return f"an array of shape {value.shape}"
        value = value.tolist()
    text = _rows(value) if _is_table(value) else _plain(value)
    if len(text) > LONGEST:
        return f"{text[:40].rstrip(', ')} …"
    return text


def _plain(value):
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_plain(key)}: {_plain(item)}' for key, item in value.items())}}}"
    if isinstance(value, list | tuple | set | frozenset):
        inner = ", ".join(map(_plain, value))
        if isinstance(value, list):
            return f"[{inner}]"
        if isinstance(value, tuple):
            return f"({inner},)" if len(value) == 1 else f"({inner})"
        return f"{{{inner}}}" if value else "set()"
    if isinstance(value, float):
        return _decimal(value)
    if isinstance(value, str):
        return repr(value)
    if callable(value):
        return named(value, "a function")
    return "..." if value is ... else str(value)


def _decimal(value):
    """A float with six digits, for a check overlooks 1e-5 of it; a large one with all those before its point."""
    if abs(value) < 1e16 and (value.is_integer() or abs(value) >= 1e5):
        return number(value, 0 if value.is_integer() else 1)
    return f"{value:.6g}"


def _is_table(value):
    return isinstance(value, list) and bool(value) and all(isinstance(row, list) for row in value)


def _rows(table):
    """Nested lists, a line for each row, with the numbers right below each other."""

    def texts(part):
        return [texts(row) for row in part] if _is_table(part) else list(map(_plain, part))

    def lines(part, depth):
        if _is_table(part):
            return "[" + (",\n" + " " * depth).join(lines(row, depth + 1) for row in part) + "]"
        return "[" + ", ".join(text.rjust(width) for text in part) + "]"

    everything = texts(table)
    width = max(map(len, _leaves(everything)), default=0)
    return lines(everything, 1)


def _leaves(value):
    """What stands in lists, tuples and arrays, however deep."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if not isinstance(value, list | tuple):
        return [value]
    return [leaf for part in value for leaf in _leaves(part)]


def placed(text, begin=" ", end=" "):
    """``text`` within a sentence, between ``begin`` and ``end``; one of several lines stands below it, indented.

    >>> placed("7", end=". "), placed("[[1],\\n [2]]", end=". ")
    (' 7. ', '\\n    [[1],\\n     [2]]\\n')
    """
    return f"\n{textwrap.indent(text, '    ')}\n" if "\n" in text else f"{begin}{text}{end}"


def called_with(name, arguments):
    """The call as a student would write it; a table among the ``arguments`` gets lines of its own.

    >>> print(called_with("turn", (np.array([[1], [2]]), 3)))
    turn(
        [[1],
         [2]],
        3
    )
    """
    texts = list(map(written, arguments))
    if any("\n" in text for text in texts):
        return f"{name}(\n{textwrap.indent(f',{chr(10)}'.join(texts), '    ')}\n)"
    return f"{name}({', '.join(texts)})"


def named(function, otherwise):
    """The name of a function; ``otherwise`` where it has none that a student has given.

    >>> named(len, "f"), named(lambda: 0, "f")
    ('len', 'f')
    """
    name = getattr(function, "__name__", "<lambda>")
    return otherwise if name == "<lambda>" else name


def numbers(value):
    """``value`` as an array of numbers, or None where it is no number and no table of numbers.

    >>> numbers([[1, 2], [3, 4]]).shape, numbers(True).shape, numbers([1, None]), numbers([[1], [1, 2]]), numbers("7")
    ((2, 2), (), None, None, None)
    """
    try:
        array = np.asarray(value)
    except Exception:  # rows of different lengths, and whatever an object of somebody else's says
        return None
    if array.dtype.kind in "biuf":
        return array
    if array.dtype == object and all(map(_is_number, array.flat)):  # fractions, and whole numbers past 64 bits
        return array.astype(float)
    return None


def _is_number(value):
    return isinstance(value, Real | np.bool_) or type(value).__name__ == "Decimal"


def sized(value):
    """What a number, or a list or array of numbers, is, without its numbers.

    >>> sized(7), sized([1, 2]), sized((4,)), sized(np.ones(3)), sized(np.ones((2, 3)))
    ('one number', 'a list of 2 numbers', 'a tuple of 1 number', 'an array of 3 numbers', 'shape (2, 3)')
    """
    shape = np.shape(value)
    if not shape:
        return "one number"
    return f"{kind(value)} of {amount(shape[0], 'number')}" if len(shape) == 1 else f"shape {shape}"


def described(value, end):
    """A number, or a list or array of numbers, with what it is, for the ``end`` of a sentence.

    >>> described([1, 2], "."), described(np.zeros((2, 1)), ".")
    (' [1, 2], a list of 2 numbers.', ' shape (2, 1):\\n    [[0],\\n     [0]]\\n')
    """
    text, size = written(value), sized(value)
    if "shape" in text:  # a large array is shown as its shape
        return f" {text}{end}"
    return f" {size}:{placed(text)}" if "\n" in text else f" {text}, {size}{end}"


def asked(expected):
    """What is asked for, where ``expected`` is what a right function gives.

    >>> asked(7), asked(True), asked((0, 1)), asked([1, 2, 3]), asked(np.ones((2, 2)))
    ('one number', 'True or False', 'a pair of numbers', 'a list of numbers', 'one table of numbers')
    """
    if isinstance(expected, bool):
        return "True or False"
    dimensions = np.ndim(expected)
    if dimensions == 1:
        return "a pair of numbers" if isinstance(expected, tuple) else "a list of numbers"
    return {0: "one number", 2: "one table of numbers"}.get(dimensions, "one array of numbers")


def kind(value):
    """What ``value`` is, as a sentence names it; of what is no number and no table of numbers, what spoils it.

    >>> kind((np.ones(2), 3)), kind([1, None]), kind([[1], [1, 2]]), kind(filter(None, [])), kind("7")
    ('a tuple of an array and a number', 'a list with None in it', 'a list of lists that are not equally long', \
'a filter object', 'a text')
    """
    if value is None or value is ...:
        return "None" if value is None else "`...`"
    if _is_number(value):
        return "a number"
    if isinstance(value, list | tuple | np.ndarray):
        return _container(value)
    for type_, words in (
        ((str, np.str_), "a text"),
        (dict, "a dict"),
        (range, "a range"),
        ((set, frozenset), "a set"),
        ((complex, np.complexfloating), "a complex number"),
        (Callable, "a function"),
    ):
        if isinstance(value, type_):
            return words
    name = type(value).__name__
    article = "an" if name[0].lower() in "aeiou" else "a"
    return f"{article} generator" if name == "generator" else f"{article} {name} object"


def _container(value):
    name = "an array" if isinstance(value, np.ndarray) else f"a {type(value).__name__}"
    if numbers(value) is not None:
        return name
    odd = [leaf for leaf in _leaves(value) if not _is_number(leaf)]
    if isinstance(value, tuple) and len(value) in (2, 3):
        *first, last = map(kind, value)
        return f"{name} of {', '.join(first)} and {last}"
    if odd:
        return f"{name} with {kind(odd[0])} in it"
    return f"{name} of lists that are not equally long"
