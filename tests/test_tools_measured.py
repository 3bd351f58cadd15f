"""The scripts behind data/gpu_*.csv: they say what they need, and the tables have what they write."""

import csv
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MEASURED = ROOT / "tools" / "measured"


@pytest.mark.skipif(find_spec("torch") is not None, reason="PyTorch is installed here")
@pytest.mark.parametrize("script", ["nets.py", "times.py", "memory.py", "train_patterns.py"])
def test_a_script_says_that_it_needs_pytorch(script, tmp_path):
    run = [sys.executable, str(MEASURED / script), str(tmp_path)]
    said = subprocess.run(run, cwd=ROOT, env={"PYTHONPATH": "."}, capture_output=True, text=True)
    assert said.returncode == 1 and not list(tmp_path.iterdir())
    assert said.stderr.startswith("The scripts in tools/measured need PyTorch") and "Traceback" not in said.stderr


@pytest.mark.parametrize(
    "name, rows", [("layers", 3 * 4 * (13 + 13 + 21)), ("networks", 36), ("single_layers", 66), ("training_time", 24)]
)
def test_a_table_has_the_headings_that_the_script_writes_and_all_its_rows(name, rows):
    file = f"gpu_{name}.csv"
    with (ROOT / "data" / file).open(encoding="utf-8", newline="") as table:
        head, *lines = csv.reader(table)
    written = f'write(folder, "{file}", {head}'.replace("'", '"')
    assert written in (MEASURED / "times.py").read_text("utf-8")
    assert (
        len(lines)
        == rows
        == len({tuple(line[: -2 if "networks" in name or "training" in name else -1]) for line in lines})
    )
