"""Printed columns as tables of a page: every number stands under its heading, beside its row's name."""

import re

import nbformat
import pytest
from chain import NOTEBOOKS
from printed import printed_table

from helpers.networks import lenet5

PRINTED = [
    pytest.param("".join(output.text for output in cell.outputs if "text" in output), id=f"{path.stem}-{cell.id}")
    for path in sorted(NOTEBOOKS.glob("*.ipynb"))
    for cell in nbformat.read(path, as_version=4).cells
    if "table" in cell.metadata.get("tags", [])
]


def cells(html):
    """The heading's texts, then the rows'."""
    rows = re.findall(r"<tr>(.+?)</tr>", html)
    return [[re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def test_a_networks_table_has_every_number_of_its_rows_under_its_heading():
    html = printed_table(str(lenet5()))
    heading, *rows, total = cells(html)
    assert heading == ["layer", "output", "values", "weights", "biases", "MACs", "formula"]
    for cell, row in zip(rows, lenet5().rows(), strict=True):
        wanted = row.values, row.weights, row.biases, row.macs
        assert cell == [row.name, "x".join(map(str, row.output_shape)), *(f"{n:,}" for n in wanted), row.formula]
    assert total == ["total", "", "9,118", "61,470", "236", "416,520", ""]
    assert re.search(r"<caption>(.+)</caption>", html)[1].startswith("LeNet-5: one image; ")
    assert html.count('<th scope="row">') == len(rows) + 1 and html.count('scope="col"') == 7


def test_names_without_a_heading_and_what_is_said_below():
    html = printed_table("       a   bc\none    1    2\nb, c  30  0.4\n3 in all\n")
    assert cells(html) == [["", "a", "bc"], ["one", "1", "2"], ["b, c", "30", "0.4"]]
    assert html.endswith('<pre class="out scrolls">3 in all</pre>\n') and "<td></td><th" in html
    assert "caption" not in html


@pytest.mark.parametrize("text", PRINTED)
def test_a_printed_table_of_the_course_loses_nothing(text):
    html = printed_table(text)
    told = re.sub("<[^>]+>", " ", html)
    assert told.split() == text.replace("<", "&lt;").split()
    widths = {len(row) for row in cells(html)}
    assert len(widths) == 1 and widths.pop() >= 4


@pytest.mark.parametrize(
    "text, words", [("one line\n", "no columns"), ("a    b   c\nx     1  2\n", "'1' stands in no col")]
)
def test_text_that_stands_in_no_columns_is_refused(text, words):
    with pytest.raises(ValueError, match=words):
        printed_table(text)
