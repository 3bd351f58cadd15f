"""What runs in Pyodide for cells.mjs: a shell as the live course's kernel has one, and the profile of a cell."""

import json
import os
import sys
import time

import numpy
from IPython.core.interactiveshell import InteractiveShell

os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
sys.dont_write_bytecode = True
if numpy.int64 not in numpy._core.arrayprint._typelessdata:  # as d88c56c's python.js has it
    numpy._core.arrayprint._typelessdata.append(numpy.int64)
shell = InteractiveShell.instance()
shell.displayhook.write_output_prompt = lambda: None
# What the time of a call counts as, and of what it calls in turn, as far as that is of no kind of its own.
KINDS = {
    "imports": ("importlib", "zipimport"),
    "layers": ("helpers/layers",),
    "drawing": ("matplotlib", "PIL/", "helpers/draw", "helpers/explore", "ipywidgets", "traitlets"),
}
PRODUCTS = {"c_einsum", "dot", "matmul", "tensordot"}  # NumPy's, with no BLAS under them


def run(code):
    answer = shell.run_cell(code, store_history=False)
    wrong = answer.error_before_exec or answer.error_in_exec
    if wrong:
        raise wrong
    return "{}"


def profiled(code):
    """Seconds by what they went to. What the profile itself takes counts as nothing."""
    spent, open_calls = dict.fromkeys(["products", *KINDS, "Python"], 0.0), ["Python"]
    last = time.perf_counter()

    def watch(frame, event, called):
        nonlocal last
        spent[open_calls[-1]] += time.perf_counter() - last
        if event == "call":
            open_calls.append(kind_of(frame.f_code.co_filename, open_calls[-1]))
        elif event == "c_call":
            open_calls.append("products" if getattr(called, "__name__", "") in PRODUCTS else open_calls[-1])
        elif len(open_calls) > 1:  # what was begun before the profile ends in it, too
            open_calls.pop()
        last = time.perf_counter()

    sys.setprofile(watch)
    try:
        run(code)
    finally:
        sys.setprofile(None)
    return json.dumps(spent)


def kind_of(file, caller):
    if caller == "imports":  # all that a module does when it is imported
        return caller
    return next((kind for kind, parts in KINDS.items() if any(part in file for part in parts)), caller)
