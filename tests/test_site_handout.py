"""A notebook as one file: all that a page needs is in it, and nothing in it leads to a file that is not there."""

import re

import handout as maker
import nbformat
import pytest
from chain import chain
from readable import notebook_page


def seventh():
    return next(link for link in chain() if link.number == "07")


@pytest.fixture(scope="module")
def alexnet():
    """(the handout of 07, what a page has of it): with charts, explorers, questions and links to other notebooks."""
    return maker.handout(seventh()), notebook_page(seventh())["body"]


def test_all_that_it_needs_is_in_it(alexnet):
    html, page = alexnet
    sources = re.findall(r'<(?:img|script|link|iframe|source)[^>]* (?:src|href)="([^"]*)"', html)
    assert sources and all(source.startswith("data:") for source in sources)
    assert not re.search(r"url\((?!#|\"?data:)|@import|assets/", html)
    assert html.count("data:image/png;base64,") >= page.count('<figure class="chart') > 0
    assert "live/lab" not in html
    assert "sheet to fill in" not in html  # a sentence that would lead nowhere
    assert len(html.encode()) < 1e6  # the README says so


def test_its_links_stay_in_it_or_lead_into_the_web(alexnet):
    html, page = alexnet
    links = re.findall(r'<a [^>]*href="([^"]*)"', html)
    assert links and all(re.match("#|https?://", link) for link in links)
    ids = set(re.findall(r' id="([^"]*)"', html))
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    words = re.findall(r'<a href="0\d_\w+\.html[^"]*">(.*?)</a>', page)
    assert words and all(said in html for said in words)  # what led away still reads


def test_a_page_of_the_site_keeps_its_files_beside_it(tmp_path):
    (tmp_path / "assets").mkdir()
    page = notebook_page(seventh(), tmp_path / "assets")
    assert 'src="assets/07-' in page["body"] and "live/lab" in page["body"]


def test_a_notebook_of_ones_own_is_taken_as_it_is(tmp_path):
    notebook = nbformat.read(seventh().path, as_version=4)
    notebook.cells[0].source = notebook.cells[0].source.replace("# ", "# Our own: ", 1)
    own = tmp_path / "07_ours.ipynb"
    nbformat.write(notebook, own)
    assert maker.main(str(own), tmp_path / "out") == 0
    html = (tmp_path / "out" / "07_ours.html").read_text("utf-8")
    assert "<title>Our own: " in html and "open the notebook 07_ours.ipynb" in html


def test_a_name_that_nothing_has_is_refused_with_those_that_there_are(tmp_path, capsys):
    assert maker.main("77", tmp_path) == 1
    said = capsys.readouterr().out
    assert "no notebook '77'" in said and "07_alexnet" in said and not list(tmp_path.iterdir())


def test_without_a_name_every_notebook_is_meant():
    assert [link.path.name for link in maker.links_of("")][:2] == ["00_start_here.ipynb", "01_convolution.ipynb"]
    assert maker.links_of("07_alexnet") == maker.links_of("notebooks/07_alexnet.ipynb")[:1] == [seventh()]
