"""The labextension that stands around the notebooks: what holds it together. A browser tries it in test_course.py."""

import json
import re
from pathlib import Path

from helpers.palette import DARK, LIGHT

COURSE = Path(__file__).parents[1] / "tools" / "labextensions" / "course"


def test_every_part_that_it_asks_for_lies_beside_it():
    package = json.loads((COURSE / "package.json").read_text("utf-8"))
    start = (COURSE / package["jupyterlab"]["_build"]["load"]).read_text("utf-8")
    assert f'_JUPYTERLAB ??= {{}})["{package["name"]}"]' in start
    modules = re.search(r"\[([^\]]+)\]\.map\(\(name\) => import", start)[1]
    wanted = {f"{name}.js" for name in re.findall(r'"(\w+)"', modules)} | set(
        re.findall(r'beside\("([\w.]+)"\)', start)
    )
    assert len(wanted) == 10
    for name in [name for name in wanted if name.endswith(".js")]:
        wanted |= set(re.findall(r'from "\./([\w.]+)"', (COURSE / name).read_text("utf-8")))
    assert wanted | {"course.js", "package.json"} == {path.name for path in COURSE.iterdir()}


def test_it_changes_the_colours_of_stored_pictures_for_those_of_the_dark_theme():
    pairs = dict(re.findall(r'"(#\w+)": "(#\w+)"', (COURSE / "stills.js").read_text("utf-8")))
    assert pairs == {LIGHT[name]: DARK[name] for name in LIGHT}
