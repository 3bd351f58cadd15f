"""A small matrix that a reader can choose by name or change cell by cell."""

import ipywidgets as widgets
import numpy as np

from helpers.layers.arrays import finite

OWN = "your own"
LOWEST, HIGHEST = -9, 9  # one digit: it fits every cell, and the sums can be done in the head
ALLOWED = f"cells hold whole numbers from {LOWEST} to {HIGHEST}"


class Cells(widgets.Dropdown):
    """A list of named matrices, and one more that is the reader's own.

    ``make(name, size)`` gives a named (size, size) matrix; ``matrix(size)`` is the one that is chosen. A ``size``
    may be a pair (rows, columns) too. What a reader has typed stays when another name is chosen, and when the size
    shrinks below it; ``turns`` counts it.
    """

    def __init__(self, name, label, value, presets, make):
        self._make, self._given, self._typed, self.turns = make, None, {}, 0
        self.base = value  # the named matrix that the reader's own one began with; None for a given array
        if not isinstance(value, str):
            self._given, self.base, value = np.asarray(value), None, OWN
        elif value not in presets:
            raise ValueError(f"{name} must be one of {', '.join(map(repr, presets))} or an array, got {value!r}")
        super().__init__(options=[*presets, OWN], value=value, description=label)
        self.observe(self._remember, "value")

    def _remember(self, change):
        if change["new"] != OWN and not self._typed and self._given is None:
            self.base = change["new"]

    def lasts(self, name):
        """Whether this name means the same matrix after another one was chosen: not so the own one, before it is."""
        return name != OWN or bool(self._typed) or self._given is not None

    def matrix(self, size, name=None):
        """The matrix of that name, None for the chosen one, at this size; a cell that was never given is zero."""
        name = name or self.value
        if name != OWN:
            return self._make(name, size)
        matrix = self._make(self.base, size).copy() if self.base else _resized(self._given, size)
        for (row, column), number in self._typed.items():
            if row < matrix.shape[0] and column < matrix.shape[1]:
                matrix[row, column] = number
        return matrix

    def type(self, row, column, text):
        """Write into a cell of the matrix that shows, which becomes the reader's own.

        Returns whether the name has changed with it. Errors: ``ValueError`` with a sentence for the reader;
        nothing has changed then.
        """
        try:
            number = int(text)
        except ValueError:
            number = None
        if number is None or not LOWEST <= number <= HIGHEST:
            raise ValueError(f"“{text}” cannot stand there: {ALLOWED}. Nothing has changed.")
        named = self.value != OWN
        if named:
            self.base, self._typed = self.value, {}
        self._typed[row, column] = number
        self.turns += 1
        self.value = OWN
        return named


def size_of(name, value, default, low, high):
    """``default``, or the size of ``value`` where that is an array rather than a name.

    Errors: ``ValueError`` where the array is not square, of a size outside ``low``..``high``, or where its numbers
    are not finite.
    """
    if isinstance(value, str):
        return default
    array = finite(name, value)
    if array.ndim != 2 or array.shape[0] != array.shape[1] or not low <= len(array) <= high:
        raise ValueError(f"{name} must be square with {low} to {high} rows, got shape {array.shape}")
    return len(array)


def _resized(array, size):
    """``array`` cut to (size, size), or to the pair ``size``; where it is smaller, continued with zeros."""
    rows, columns = size if isinstance(size, tuple) else (size, size)
    result = np.zeros((rows, columns), array.dtype)
    part = array[:rows, :columns]
    result[: part.shape[0], : part.shape[1]] = part
    return result
