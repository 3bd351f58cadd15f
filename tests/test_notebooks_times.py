"""What notebooks 07 and 08 say of times and of memory that were measured, against the tables themselves."""

import csv
import re

import nbformat
import pytest
from test_notebooks import FOLDER

from helpers.data import data_file
from helpers.networks import step_memory, vgg


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


# --- 08: time


def test_the_layers_that_overtake_are_those_that_notebook_08_names():
    rows = vgg("D").rows()[1:]
    found = {}
    for batch in (1, 128):
        times = layers("VGG-D", "default", batch)
        over = {a.name: [b.name for b in rows if b.macs < a.macs and times[b.name] > times[a.name]] for a in rows}
        most = max(map(len, over.values()))
        found[batch] = {name: names for name, names in over.items() if len(names) == most}
        said = printed("08_vgg", "9081446c")
        assert f"batch {batch}, by {most} of 21 layers" in said
        assert all(f"  {name} by {', '.join(names)}\n" in said for name, names in found[batch].items())
    block_5 = [f"conv5_{i}" for i in (1, 2, 3)]
    one, many = paragraph("08_vgg", "c1093e2c").split("For one picture block 5")[1].split("For 128 pictures")
    assert re.findall(r"(?:conv|fc)\w+", one) == ["fc6", "conv1_1", *found[1]]
    assert all(sorted(names) == sorted([*block_5, "fc6", "conv1_1"]) for names in found[1].values())
    assert re.findall(r"(?:conv|fc|pool)\d\w*", many) == [*found[128]["conv5_1"], "fc8"]
    assert [*found[128]] == [*block_5, "fc8"]
    assert found[128]["fc8"] == [f"pool{i}" for i in (1, 2, 3, 4)] and "four pools overtake it" in many


def test_the_way_back_is_what_notebook_08_says_of_single_steps():
    steps = {int(row["batch"]): row for row in lines("gpu_training_time.csv") if row["network"] == "VGG-D"}
    forward = {batch: float(row["forward"]) for batch, row in steps.items()}
    for batch in (16, 128):  # "about twice as long"
        assert 1.8 < float(steps[batch]["backward"]) / forward[batch] < 2.3
    assert forward[1] > forward[4]  # "takes longer than that of four"
    assert "batch   1" not in printed("08_vgg", "8ef379a3")


# --- 08: memory


def test_how_far_the_simulation_is_off_is_what_notebook_08_says():
    off, before = {}, {}
    for row in lines("gpu_memory.csv"):
        if (row["network"], row["mode"]) == ("AlexNet", "training"):
            batch, step = int(row["batch"]), step_memory("AlexNet", int(row["batch"]))
            off[batch] = int(row["peak"]) - step.peak
            start = step.timeline[0].held  # weights, momentum, and the gradients of the step before: as many each
            before[batch] = int(row["before"]) - start.library - 3 * start.weights - 4 * batch * 227 * 227 * 3
    said = paragraph("08_vgg", "3f1c8a3a")
    assert f"{off[2] / 1e6:.1f} MB" in said and f"{before[2] / 1e6:.1f} MB more were held" in said
    assert max(off, key=lambda batch: off[batch] / step_memory("AlexNet", batch).peak) == 2
    assert max(before.values()) < 4e6 < off[2] / 8  # so rounding is no reason
