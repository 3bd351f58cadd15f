"""The figures for other people's slides: each is made from its call, with its words and its licence."""

import re
import xml.etree.ElementTree as ET

import make_figures as figures
import pytest
from PIL import Image


def test_the_moving_picture_of_the_readme_is_what_the_code_draws(tmp_path):
    figures.write_readme_picture(tmp_path / "x.svg")
    assert figures.README.read_bytes() == (tmp_path / "x.svg").read_bytes()


@pytest.mark.parametrize("name", figures.FIGURES)
def test_every_figure_has_a_still_and_a_moving_picture(name, tmp_path, monkeypatch):
    """The GIFs are made in test_export; here the calls and what they go over are tried."""
    gifs = {}
    monkeypatch.setattr("helpers.draw.export.gif", lambda svgs, seconds: gifs.update({name: len(svgs)}) or b"GIF")
    part = figures.write(name, tmp_path)
    svg, moving = (ET.parse(tmp_path / f"{name}{end}.svg").getroot() for end in ("", "-moving"))
    assert svg.get("aria-label") in part.replace("\n", " ")
    assert 2 <= gifs[name] <= 60
    durations = {e.get("dur") for e in moving.iter("{http://www.w3.org/2000/svg}animate")}
    assert len(durations) == 1 and float(durations.pop().removesuffix("s")) / gifs[name] <= 2
    assert (tmp_path / f"{name}-moving.svg").stat().st_size < 1_000_000
    assert figures.FIGURES[name][0] in part


def test_the_folder_lists_what_it_holds_with_words_and_licence(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(figures, "FIGURES", {"pooling": ("explore_pooling()", "seconds=1")})
    monkeypatch.setattr(figures, "write_readme_picture", lambda: None)
    figures.main([], tmp_path)
    text = (tmp_path / "README.md").read_text("utf-8")
    assert "CC BY 4.0" in text and "data/README.md" in text
    assert set(re.findall(r"\]\(([\w.-]+)\)", text)) == {f.name for f in tmp_path.iterdir()} - {"README.md"}
    assert "16 numbers become 4" in text and 'explore_pooling().animate("pooling.gif", seconds=1)' in text
    assert Image.open(tmp_path / "pooling.gif").n_frames == 4
    assert capsys.readouterr().out == "pooling\n"


def test_an_unknown_figure_is_named_with_those_there_are(tmp_path):
    with pytest.raises(SystemExit, match=r"There is no figure vgg19. There are: sliding-7x7-by-3x3, flip"):
        figures.main(["vgg19"], tmp_path)
    assert not list(tmp_path.iterdir())
