"""A notebook's code cells in one namespace, in any order: what each one shows, without a kernel."""

import ast
import contextlib
import io
import warnings
from pathlib import Path

import matplotlib
import numpy as np
from lesson import tree

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"


class Session:
    """The names that a notebook's cells share."""

    def __init__(self):
        matplotlib.use("Agg")
        self.names = {"__name__": "__main__"}

    def run(self, cell):
        """Run a cell: what it prints, what its last line shows, and the numbers in its charts, as texts."""
        import matplotlib.pyplot as plt

        body = tree(cell)
        last = body.body.pop() if body.body and isinstance(body.body[-1], ast.Expr) else None
        printed = io.StringIO()
        with contextlib.chdir(FOLDER), contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(body, "cell", "exec"), self.names)
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), self.names) if last else None
        charts = [_numbers(axes) for number in plt.get_fignums() for axes in plt.figure(number).axes]
        plt.close("all")
        return [printed.getvalue(), _shown(value), *charts]


def _shown(value):
    """What a notebook stores of a value: an explorer's picture and words, else its text."""
    if hasattr(value, "_repr_mimebundle_"):
        bundle = value._repr_mimebundle_()
        bundle = bundle[0] if isinstance(bundle, tuple) else bundle
        return str({kind: data for kind, data in bundle.items() if "widget" not in kind})
    return repr(value)


def _numbers(axes):
    """The data of a chart."""
    lines = [line.get_ydata() for line in axes.lines]
    images = [image.get_array() for image in axes.images]
    bars = [[patch.get_x(), patch.get_height()] for patch in axes.patches if hasattr(patch, "get_height")]
    return str([np.asarray(array, float).tolist() for array in [*lines, *images, bars]])
