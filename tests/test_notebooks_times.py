"""What notebooks 07 and 08 say of times and of memory that were measured, against the tables themselves."""

import csv
import re

import nbformat
import pytest
from test_notebooks import FOLDER

from helpers.data import data_file


def paragraph(notebook, cell):
    """The source of a cell of text, by its id."""
    cells = nbformat.read(FOLDER / f"{notebook}.ipynb", 4).cells
    return next(one.source for one in cells if one.id == cell)


def printed(notebook, cell):
    """What a cell of code has printed."""
    cells = nbformat.read(FOLDER / f"{notebook}.ipynb", 4).cells
    outputs = next(one.outputs for one in cells if one.id == cell)
    return "".join(output.text for output in outputs if output.output_type == "stream")


def lines(file):
    with data_file(file).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


# --- 07: two groups


def layers(network, mode, batch):
    key = {"network": network, "mode": mode, "batch": str(batch)}
    rows = [row for row in lines("gpu_layers.csv") if key.items() <= row.items()]
    return {row["layer"]: float(row["milliseconds"]) for row in rows}


def network(name, mode, batch):
    key = {"network": name, "mode": mode, "batch": str(batch)}
    return next(float(row["as one graph"]) for row in lines("gpu_networks.csv") if key.items() <= row.items())


@pytest.mark.parametrize("mode", ["fp32", "default", "bf16"])
@pytest.mark.parametrize("batch", [1, 128])
def test_two_groups_take_what_notebook_07_says(mode, batch):
    two, one = (layers(name, mode, batch) for name in ("AlexNet", "AlexNet (groups=1)"))
    split = {"conv2", "conv4", "conv5"}
    equal = sum(two[name] for name in two.keys() - split) / sum(one[name] for name in one.keys() - split) - 1
    longer = sum(two[name] - one[name] for name in split)
    assert abs(equal) < 0.0035  # "0.3 % at most"
    gap = network("AlexNet", mode, batch) - network("AlexNet (groups=1)", mode, batch)
    assert gap == pytest.approx(longer, abs=0.035)  # so the three make the gap of the networks
    said = paragraph("07_alexnet", "e0e75672")
    assert longer < 0 if (mode, batch) in (("fp32", 1), ("bf16", 1)) else longer > 0  # "save", "cost"
    if (mode, batch) != ("fp32", 128):
        figure = f"{abs(longer):.2f} ms" if (mode, batch) == ("default", 1) else f"{abs(longer):.3f}"
        assert figure in said or (mode, batch) == ("fp32", 1)
    assert f"{longer:.3f}" in printed("07_alexnet", "44b0f425")


def test_the_whole_networks_that_notebook_07_names():
    said = paragraph("07_alexnet", "e0e75672")
    pairs = {(float(two), float(one)) for two, one in re.findall(r"([\d.]+)(?: ms)? against ([\d.]+)", said)}
    names = "AlexNet", "AlexNet (groups=1)"
    wanted = [("fp32", 128), ("fp32", 1), ("default", 1)]
    assert pairs == {tuple(round(network(name, *key), 2) for name in names) for key in wanted}
