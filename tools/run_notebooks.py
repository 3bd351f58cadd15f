"""Run every notebook from top to bottom and store its outputs in one canonical form.

    python tools/run_notebooks.py                    every notebook in notebooks/
    python tools/run_notebooks.py 01 04_pooling      some of them

Whatever changes from run to run although the course has not changed (times, ids of widgets, Python's patch version)
is not stored, so a second run gives a zero diff; nor do your own settings of IPython and matplotlib count, or what
your editor writes into cells. A notebook is written only when all its cells have run; where one fails, its name, the
cell and the traceback are printed, the file stays as it was, and the exit code is 1. The same goes for a file that is
no notebook any more: its name and what is wrong are printed.
"""

import copy
import hashlib
import json
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from notebook_file import damage
from own_settings import own_settings
from working_copy import find_notebook

from helpers.files import write_whole

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
WIDGET = "application/vnd.jupyter.widget-view+json"  # without its kernel it shows "model not found"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
# What the course keeps of a cell's metadata: VS Code, Colab, nbgrader and others write much more into it.
KEPT = ("tags", "jp-MarkdownHeadingCollapsed", "alt")
KEPT_OF_JUPYTER = ("source_hidden",)
SECONDS = 600  # for one cell


class NotebookFailed(Exception):
    """A cell failed, or a file is no notebook; the message names it and the cell, and holds the traceback or why."""


def name_cells(cells):
    """Give an id to each cell that has none, or one that another cell has: always the same one for the same cell."""
    used = set()
    for position, cell in enumerate(cells):
        if not cell.get("id") or cell["id"] in used:
            source = "".join(cell["source"])
            number = 0
            while not cell.get("id") or cell["id"] in used:
                cell["id"] = hashlib.sha256(f"{position} {number} {source}".encode()).hexdigest()[:8]
                number += 1
        used.add(cell["id"])


def canonical_outputs(outputs):
    """A code cell's outputs with its widgets' views left out and consecutive streams of one name merged."""
    result = []
    for output in outputs:
        before = result[-1] if result else {}
        if output.output_type == "stream" == before.get("output_type") and output.name == before.name:
            before.text += output.text
            continue
        if "data" in output:
            output.data.pop(WIDGET, None)
            output.metadata.pop(WIDGET, None)
        if "data" not in output or output.data:
            result.append(output)
    return result


def kept_metadata(metadata):
    """The part of a cell's metadata that the course keeps."""
    kept = {key: metadata[key] for key in KEPT if metadata.get(key)}
    own = metadata.get("jupyter", {})
    if jupyter := {key: own[key] for key in KEPT_OF_JUPYTER if own.get(key)}:
        kept["jupyter"] = jupyter
    return nbformat.from_dict(kept)


def canonical(notebook):
    """A copy of ``notebook`` without anything that changes from run to run. Applied twice it changes nothing."""
    notebook = copy.deepcopy(notebook)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = nbformat.from_dict(METADATA)
    name_cells(notebook.cells)
    for cell in notebook.cells:
        cell.metadata = kept_metadata(cell.metadata)
        if cell.cell_type == "code":
            cell.outputs = canonical_outputs(cell.outputs)
    return notebook


def read(path):
    """The notebook in a file. Ids are given before nbformat sees it, for nbformat would make up random ones.

    Errors: ``NotebookFailed`` with the name and the reason where the file holds no notebook.
    """
    data = path.read_bytes()
    if why := damage(data):
        raise NotebookFailed(f"{path.name} cannot be used: {why}.")
    raw = json.loads(data)
    name_cells(raw["cells"])
    raw["nbformat_minor"] = 5
    return nbformat.reads(json.dumps(raw), as_version=4)


def write(notebook, path):
    """Write a notebook whole or not at all; True when the file is another one than before."""
    text = nbformat.writes(notebook).rstrip("\n") + "\n"  # indent 1, keys sorted, letters as they are
    data = text.encode()
    if path.exists() and path.read_bytes() == data:
        return False
    write_whole({path: data})
    return True


def run(path):
    """Execute the notebook in ``path`` in a fresh kernel, store its outputs, and say whether the file changed."""
    notebook = read(path)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=SECONDS,
        allow_errors=False,
        force_raise_errors=True,  # also for a cell that is tagged raises-exception
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    running = []
    client.on_cell_execute = lambda cell, cell_index: running.append(cell_index)
    try:
        with own_settings():
            client.execute()
    except (CellControlSignal, DeadKernelError) as error:
        index = running[-1] if running else 0
        report = re.sub(r"\x1b\[[0-9;]*m", "", str(error))
        raise NotebookFailed(f"{path.name}, cell {index + 1} of {len(notebook.cells)} failed:\n{report}") from None
    notebook = canonical(notebook)
    return write(notebook, path)


def main(names):
    paths = sorted(NOTEBOOKS.glob("*.ipynb"))
    if names:
        found = {name: find_notebook(name, NOTEBOOKS) for name in names}
        missing = [name for name, path in found.items() if path is None]
        if missing:
            known = ", ".join(path.stem for path in paths)
            raise SystemExit(f"There is no notebook {', '.join(map(repr, missing))}. There are: {known}.")
        paths = list(found.values())
    failures = 0
    for path in paths:
        try:
            print(f"{path.name}: {'written' if run(path) else 'unchanged'}", flush=True)
        except NotebookFailed as failure:
            failures += 1
            print(failure, file=sys.stderr)
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
