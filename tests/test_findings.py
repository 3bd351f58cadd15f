"""The findings keep to their form, and each has its row in findings/README.md. None of them is run here."""

import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = sorted((ROOT / "findings").glob("*.sh"))
README = (ROOT / "findings" / "README.md").read_text("utf-8")
ROWS = re.findall(r"^\| \[`([\w.-]+)`\]\(([\w.-]+)\) \| (.+) \| (.+) \|$", README, re.M)


def test_every_finding_has_a_row_and_every_row_its_finding():
    assert [name for name, *_ in ROWS] == [link for _, link, *_ in ROWS] == [script.name for script in SCRIPTS]
    assert {path.name for path in (ROOT / "findings").iterdir()} == {"README.md", *(s.name for s in SCRIPTS)}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_finding_can_be_started_and_its_first_lines_say_what_it_is(script):
    assert os.name == "nt" or os.access(script, os.X_OK)  # Windows has no such mark
    shebang, *lines = script.read_text("utf-8").splitlines()
    assert shebang == "#!/usr/bin/env bash"
    first = " ".join(line[1:].strip() for line in lines[: next(k for k, line in enumerate(lines) if line[0] != "#")])
    said = r"\S+ \d+\.\d+.*\d{4}-\d\d-\d\d\): .+ Expected: .+ Instead: .+ Exits 0 while this is so, 1 when"
    assert re.match(said, first)
    for version in re.findall(r"\d+\.\d+\.\d+", dict((name, seen) for name, _, _, seen in ROWS)[script.name]):
        assert version in first and f"=={version}" in script.read_text("utf-8")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_finding_stands_alone_with_pinned_packages_in_a_folder_that_it_removes(script):
    source = script.read_text("utf-8")
    assert "folder=$(mktemp -d)" in source and "trap 'rm -rf \"$folder\"' EXIT" in source
    (wanted,) = re.findall(r"pip\" install (.+)", source)
    packages = [word for word in wanted.split() if not word.startswith("-")]
    assert packages and all(re.fullmatch(r"[\w-]+(\[[\w-]+\])?==[\w.]+", package) for package in packages)
    assert not re.search(r"\bhelpers\b|\bconvnet\b|\.\./", source)


def test_no_finding_runs_in_ci():
    for file in (ROOT / "Makefile", ROOT / ".ci" / "run", *(ROOT / ".github" / "workflows").iterdir()):
        assert "findings" not in file.read_text("utf-8")
