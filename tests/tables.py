"""Tables as numbers: for the tests of what a picture tells."""

import re
from collections import Counter

import numpy as np


def values(table):
    """The numbers in a table's cells; of a sum or product that is written out, what stands behind its sign."""
    return np.array([[float(re.split(" [=≈] ", text)[-1]) for text in row] for row in table.cells])


def assert_shown(tables, seen):
    """Each number of the tables stands in the picture as often as in them, or oftener."""
    told = Counter(text.split(" = ")[-1] for table in tables for row in table.cells for text in row if text)
    missing = told - Counter(seen)
    del missing["0"]  # of small cells the padding's zeros are a pattern
    assert not missing, missing


def named(tables, beginning):
    (table,) = [table for table in tables if table.caption.startswith(beginning)]
    return table
