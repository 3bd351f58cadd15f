"""What runs in Pyodide for cells.mjs: a shell as the live course's kernel has one, and the profile of a cell."""

import cProfile
import json
import os
import pstats
import sys

import numpy
from IPython.core.interactiveshell import InteractiveShell

os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
sys.dont_write_bytecode = True
if numpy.int64 not in numpy._core.arrayprint._typelessdata:  # as d88c56c's python.js has it
    numpy._core.arrayprint._typelessdata.append(numpy.int64)
shell = InteractiveShell.instance()
shell.displayhook.write_output_prompt = lambda: None
# Whose own time counts as what. What numpy does counts for the function that asks for it.
KINDS = {
    "layers": ("helpers/layers",),
    "imports": ("importlib", "zipimport"),
    "drawing": ("matplotlib", "PIL/", "helpers/draw", "helpers/explore", "ipywidgets", "traitlets"),
}


def run(code):
    answer = shell.run_cell(code, store_history=False)
    wrong = answer.error_before_exec or answer.error_in_exec
    if wrong:
        raise wrong
    return "{}"


def profiled(code):
    profile = cProfile.Profile()
    profile.enable()
    run(code)
    profile.disable()
    stats = pstats.Stats(profile).stats
    spent, longest = {}, {}
    for (file, line, name), (_, _, own, whole, _) in stats.items():
        kind = next((kind for kind, parts in KINDS.items() if any(part in file for part in parts)), "the rest")
        spent[kind] = spent.get(kind, 0) + own
        longest[f"{'/'.join(file.split('/')[-2:])}:{line} {name}"] = own, whole
    top = sorted(longest.items(), key=lambda item: -item[1][0])[:3]
    return json.dumps({"spent": spent, "top": top})
