"""README and CONTRIBUTING say what is there: the chain as 00 tells it, calls that work, files and commands."""

import re
import textwrap
from pathlib import Path

import nbformat
import pytest
from lesson import Lesson

import helpers.explore
from helpers.draw.scene import Scene
from helpers.draw.svg import Grid

ROOT = Path(__file__).parents[1]
NOTEBOOKS = {
    path.stem: nbformat.read(path, as_version=4) for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
}
APPENDICES = sorted((ROOT / "notebooks").glob("appendix_*.ipynb"))
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
ROW = re.compile(r"^\| (\d\d) \| \[(.+?)\]\(notebooks/(\w+)\.ipynb\) \| (.+?) \| (\d+) \| (\d*) ?\|$", re.M)
NAME_IN_00 = r"(?:\[(\d\d) [^]]+\]\((\w+)\.ipynb\)|\*\*(\d\d) .+?\*\*)"
ROW_OF_00 = re.compile(rf"^\| {NAME_IN_00} \| (.+?) \| (\d+) \| (\d*) ?\|$", re.M)


def chain():
    """The table of notebook 00: {number: (question, minutes, minutes of what is folded as *More*)}."""
    text = "\n".join(cell.source for cell in NOTEBOOKS["00_start_here"].cells if cell.cell_type == "markdown")
    return {linked or own: rest for linked, _, own, *rest in ROW_OF_00.findall(text)}


def test_the_readme_has_a_row_for_each_notebook_in_order():
    assert [(number, name) for number, _, name, *_ in ROW.findall(README)] == [(n[:2], n) for n in NOTEBOOKS]


@pytest.mark.parametrize("number, title, name, question, minutes, more", ROW.findall(README))
def test_a_row_of_the_readme_says_what_the_notebook_and_00_say(number, title, name, question, minutes, more):
    first = [cell.source for cell in NOTEBOOKS[name].cells[:4] if cell.cell_type == "markdown"]
    assert first[0].splitlines()[0] == f"# {title}"
    said = re.search(
        r"takes about (\d+) minutes(?:; the parts under \*More\* take about (\d+) more)?\.", " ".join(first)
    )
    assert [minutes, more] == [said[1], said[2] or ""]
    assert chain()[number] == [question, minutes, more]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_minutes_are_those_that_the_words_and_cells_of_a_notebook_take(name):
    """Rounded to 5; nobody is asked for more than 75 at a time."""
    _, *said = chain()[name[:2]]
    taken = Lesson(f"{name}.ipynb", NOTEBOOKS[name], []).minutes
    assert [int(minutes or 0) for minutes in said] == [5 * round(minutes / 5) for minutes in taken]
    assert taken[0] <= 75.5


def test_00_has_a_row_for_each_notebook():
    assert list(chain()) == [name[:2] for name in NOTEBOOKS]


def test_the_readme_leads_to_every_appendix_by_its_title():
    for path in APPENDICES:
        title = nbformat.read(path, as_version=4).cells[0].source.splitlines()[0].removeprefix("# ")
        assert f"[{title}](notebooks/{path.name})" in README


def test_every_link_of_the_readme_leads_to_a_file():
    targets = re.findall(r"\]\(([^)]+)\)", README)
    assert len(targets) > 10
    assert [t for t in targets if not (ROOT / t).is_file()] == []


def test_the_lines_for_your_own_slides_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = re.findall(r"^explorer\..+$", README, re.M)
    assert len(lines) == 3
    for line in lines:
        exec(line, {"explorer": helpers.explore.explore_output_size()})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.gif", "mine.png", "strides.gif"]


def test_the_test_in_contributing_runs_and_its_scene_can_do_what_it_says():
    (code,) = re.findall(r"```python\n(.+?)```", CONTRIBUTING, re.S)
    names = {}
    exec(textwrap.dedent("   " + code.lstrip()), names)
    (test,) = (names[name] for name in names if name.startswith("test_"))
    test()
    named = re.findall(r"`(scene|grid)\.(\w+)", CONTRIBUTING)
    assert len(set(named)) > 12
    assert [name for what, name in named if not hasattr({"scene": Scene, "grid": Grid}[what], name)] == []


def test_every_file_that_contributing_names_is_there():
    folders = ("helpers", "tests", "tools", "notebooks", "data", "findings", "benchmarks")
    found = [*ROOT.glob("*"), *(file for folder in folders for file in (ROOT / folder).rglob("*"))]
    files = [f"/{file.relative_to(ROOT).as_posix()}" for file in found if "node_modules" not in file.parts]
    made_up = {"NN_words.ipynb", "stamps.py", "test_explore_stamps.py"}
    for name in re.findall(r"`([\w./-]+\.(?:py|js|css|md|json|ipynb|svg|toml|yml|lock))`", CONTRIBUTING):
        there = any(file.endswith(f"/{name}") for file in files)
        assert there or name.rpartition("/")[2] in made_up, f"CONTRIBUTING.md names {name}"


def test_every_command_is_one_of_the_makefile():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    there = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    named = {word for file in ("README.md", "CONTRIBUTING.md") for word in commands((ROOT / file).read_text("utf-8"))}
    assert {"lab", "test", "figures"} <= named
    assert named - there == set()


def commands(text):
    """The targets of ``make`` in code: `make lab`, `make notebooks test`, and a line that starts with make."""
    for line in re.findall(r"`make ([^`]+)`|^make (.+)$", text, re.M):
        words = "".join(line).split("#")[0].split()
        yield from (word for word in words if re.fullmatch("[a-z-]+", word))
