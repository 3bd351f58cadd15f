"""The parts of the readable pages: the chain's table, prose with formulas, and questions that judge by themselves."""

import base64
import json
import re
import shutil
from fractions import Fraction

import nbformat
import numpy as np
import pytest
from chain import NOTEBOOKS, RENAMED, Link, appendices, chain
from nbformat.v4 import new_markdown_cell
from prose import code, plain, prose
from questions import GIVEN, question_html
from readable import (
    Fold,
    moved_pages,
    notebook_page,
    output_html,
    values,
)

from helpers.draw.raster import stored_png
from helpers.explore import explore_pattern
from helpers.explore.states import states_of
from helpers.predict import predict_choice, predict_number
from helpers.programs import table


def verdicts(prediction):
    (encoded,) = re.findall(r'data-verdicts="([^"]+)"', question_html(prediction))
    return json.loads(base64.b64decode(encoded))


def test_the_chain_is_what_notebook_00_says():
    links = chain()
    assert [link.number for link in links] == [f"{k:02}" for k in range(len(links))]
    assert [link.path for link in links if link.path] == sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))
    second = links[1]
    assert (second.name, second.minutes) == ("Convolution", "75")
    assert second.question == "What happens when a filter slides over a picture?"
    assert second.page == "01_convolution.html"
    assert second.live == "live/lab/index.html?path=01_convolution.ipynb"


def test_a_notebook_without_a_row_is_refused(tmp_path):
    for name in ("00_start_here", "99_new"):
        shutil.copy(NOTEBOOKS / "00_start_here.ipynb", tmp_path / f"{name}.ipynb")
    with pytest.raises(ValueError, match="notebook 99 has no row in the table of 00_start_here"):
        chain(tmp_path)


def test_an_appendix_tells_its_own_name_and_question(tmp_path):
    words = new_markdown_cell("# What others do\n\nWho is right?\n\nMore.")
    nbformat.write(nbformat.v4.new_notebook(cells=[words]), tmp_path / "appendix_others.ipynb")
    (link,) = appendices(tmp_path)
    assert (link.label, link.name, link.question) == ("Appendix", "What others do", "Who is right?")
    assert (link.page, link.minutes) == ("appendix_others.html", "") and chain()[1].label == "Notebook 01"
    assert 'href="appendix_others.html#a"' in prose("[there](appendix_others.ipynb#a)")


def test_a_table_of_answers_is_a_table_of_the_page(tmp_path):
    shown = table("up", "PyTorch", "Caffe")
    output = nbformat.v4.new_output("execute_result", {"text/html": shown._repr_html_(), "text/plain": "x"})
    html = output_html(output, chain()[1], tmp_path, {})
    assert html.startswith('<div class="scrolls"><table>') and html.count("<tr>") == 3 and "style" not in html
    assert '<th scope="row">PyTorch (torch 2.13.0)</th><td>3</td>' in html and html.count("<caption>") == 1


def test_what_is_folded_in_the_notebook_is_folded_in_the_page():
    folded, fold = {"jp-MarkdownHeadingCollapsed": True}, Fold()
    sources = ["## One", "### More: a", "below", "#### deeper", "### More: b", "### c", "## More: d", "below"]
    html = ""
    for source in sources:
        cell = new_markdown_cell(source, metadata=folded if "More" in source else {})
        html += fold.around(cell, source.replace("#", "").strip() + "\n")
    opened, closed = (
        '<details class="more"><summary>Open this part</summary><div class="fold">\n',
        "</div></details>\n",
    )
    assert html + fold.end() == (
        f"One\nMore: a\n{opened}below\ndeeper\n{closed}More: b\n{opened}{closed}c\nMore: d\n{opened}below\n{closed}"
    )
    assert fold.end() == ""


def test_a_fold_in_a_fold_is_closed_once():
    fold, folded = Fold(), {"jp-MarkdownHeadingCollapsed": True}
    cells = [new_markdown_cell(source, metadata=folded) for source in ("## More: a", "### More: b")]
    html = "".join(fold.around(cell, "") for cell in cells) + fold.end()
    assert html.count("<details") == html.count("</details>") == 1


def test_chinese_words_are_marked_for_a_voice_of_that_language():
    html = prose("| weight | 权重 |\n|---|---|\n| [窗口](a.html) | one |")
    assert re.findall(r'<span lang="zh">(.+?)</span>', html) == ["权重", "窗口"]
    assert plain(prose("only English")) == "only English" and "lang" not in prose("only English")


def test_formulas_are_mathml():
    inline, block = prose(r"So $n_1 < 3$."), prose(r"$$\frac{a}{b} \cdot 2$$")
    assert "<math" in inline and "<msub><mi>n</mi><mn>1</mn></msub>" in inline and "$" not in inline
    assert "<mfrac>" in block and 'display="block"' in block and "$" not in block


def test_links_between_notebooks_lead_to_pages_and_headings_can_be_linked_to():
    html = prose("## Two words\n\n[one](01_convolution.ipynb#Glossary), [other](https://example.org/02_x.ipynb)")
    assert 'id="Two-words"' in html
    assert 'href="01_convolution.html#Glossary"' in html and 'href="https://example.org/02_x.ipynb"' in html


def test_a_table_scrolls_in_a_box_of_its_own_in_a_quotation_too():
    table = "| a | b |\n|---|---|\n| 1 | 2 |"
    for source in (table, "> Careful.\n>\n" + "\n".join(f"> {line}" for line in table.splitlines())):
        assert '<div class="scrolls"><table>' in prose(source)


def test_what_a_notebook_says_cannot_become_markup():
    assert "<script>" not in prose("<script>alert(1)</script>") + code("'<script>alert(1)</script>'")
    assert plain("<p>a &lt;b&gt;\n <em>c</em></p>") == "a <b> c"


@pytest.mark.parametrize("answer, wrong", [(5, 7), (Fraction(49, 27), Fraction(27, 49)), (2.5, 25)])
def test_a_number_is_judged_as_the_course_judges_it(answer, wrong):
    question = predict_number("How many?", lambda: answer, {wrong: "Upside down."}, why="Because.")
    told = verdicts(question)
    right, foreseen = told["foreseen"]
    assert right[1:] == [True, f"Right: {answer}. Because."]
    assert foreseen[1:] == [False, f"Not {GIVEN}. Upside down."]
    for key, text in (("other", "123"), ("unread", "many")):
        assert told[key][1:] == [False, question.answer(text).words.replace(text, GIVEN)]
    assert told["shown"] == f"The answer is {answer}. Because."


def test_a_decimal_point_in_place_of_a_comma_hears_what_the_course_says():
    question = predict_number("How many?", lambda: 34848, {2.333: "Upside down."})
    for mark, text in ((".", "34.848"), (",", "2,333")):
        assert verdicts(question)["misread"][mark][1:] == [False, question.answer(text).words.replace(text, GIVEN)]


def test_a_choice_is_judged_as_the_course_judges_it():
    question = predict_choice("Which?", ["a", "b", "c"], lambda: "b", {"a": "Not the first."}, why="So.")
    assert verdicts(question)["foreseen"] == [
        [option, verdict.ok, verdict.words] for option in "abc" for verdict in [question.answer(option)]
    ]


def test_nobody_reads_an_answer_by_accident():
    html = question_html(predict_number("How <b>many</b>?", lambda: 54321, {12345: "Reversed."}))
    assert "54321" not in html and "12345" not in html and "Reversed" not in html
    assert "How &lt;b&gt;many&lt;/b&gt;?" in html


def test_cells_give_the_values_of_their_last_lines(tmp_path):
    cells = [nbformat.v4.new_markdown_cell("# Words"), nbformat.v4.new_code_cell("a = 3")]
    cells += [nbformat.v4.new_code_cell("print(a)\na + 1"), nbformat.v4.new_code_cell("def f(): ...")]
    assert values(nbformat.v4.new_notebook(cells=cells), tmp_path) == [None, None, 4, None]


def test_an_output_that_a_page_cannot_show_is_refused(tmp_path):
    output = nbformat.v4.new_output("display_data", {"video/mp4": "", "text/plain": "x"})
    with pytest.raises(ValueError, match=r"01_convolution\.ipynb: a page cannot show an output of video/mp4"):
        output_html(output, chain()[1], tmp_path, {})


def test_a_chart_has_the_words_that_were_written_for_it_and_none_is_without(tmp_path):
    data = base64.b64encode(stored_png(np.zeros((2, 3), np.uint8))).decode()
    output = nbformat.v4.new_output("display_data", {"image/png": data, "text/plain": "<Figure>"})
    html = output_html(output, chain()[1], tmp_path, {"alt": 'Bars, "a" < b.'})
    assert 'alt="Bars, &quot;a&quot; &lt; b."' in html and 'width="3" height="2"' in html
    with pytest.raises(ValueError, match=r"01_convolution\.ipynb: a chart has no words"):
        output_html(output, chain()[1], tmp_path, {})


def small_notebook():
    """Two questions with a heading between them, and all kinds of cells that may follow one."""
    ask = 'predict_number("How many?", lambda: 7)'
    tools = "from helpers.draw import draw_visits\nfrom helpers.explore import explore_pattern\n"
    cells = [
        ("markdown", "# Count", {}),
        ("code", f"{tools}from helpers.predict import predict_number\ndraw_visits(5, 3)", {"hidden": True}),
        ("markdown", "*Read it.* Before any question.", {}),
        ("code", "first()", {"out": "one"}),
        ("code", ask, {"tags": ["predict"]}),
        ("markdown", "Now count.", {}),
        ("code", "second()", {"out": "two"}),
        ("markdown", "*Read it.* Seven.\n\nMore of it.", {}),
        ("code", "explore_pattern()", {"tags": ["open"]}),
        ("code", "explore_pattern()", {}),
        ("code", "check_count(count)", {"out": "not written yet"}),
        ("code", "third()", {"out": "hidden with the solution", "tags": ["solution"]}),
        ("markdown", "*Read it.* Still seven.\n\n### A heading\n\n*Read it.* After the heading.", {}),
        ("code", "fourth()", {"out": "four"}),
        ("code", ask, {"tags": ["predict"]}),
        ("code", "fifth()", {"out": "five"}),
    ]
    notebook = nbformat.v4.new_notebook()
    for kind, source, more in cells:
        cell = getattr(nbformat.v4, f"new_{kind}_cell")(source)
        if "out" in more:
            cell.outputs = [nbformat.v4.new_output("stream", text=more["out"])]
        if more.get("hidden"):
            cell.metadata["jupyter"] = {"source_hidden": True}
        cell.metadata["tags"] = more.get("tags", [])
        notebook.cells.append(cell)
    return notebook


@pytest.fixture
def small_page(tmp_path):
    """The small notebook as ``notebook_page`` gives it; its functions that are only named do nothing."""
    named = [*("first", "second", "third", "fourth", "fifth"), "check_count"]
    notebook = small_notebook()
    notebook.cells[1].source = f"{'='.join(named)} = lambda *_: None\ncount = 0\n{notebook.cells[1].source}"
    nbformat.write(notebook, tmp_path / "07_small.ipynb")
    return notebook_page(Link("07", "Small", "How many?", "5", tmp_path / "07_small.ipynb"), tmp_path)


def test_a_question_covers_outputs_and_readings_up_to_the_next_question_or_heading(small_page):
    first, second = re.findall(r'class="question[^>]+data-question="([^"]+)"', small_page["body"])
    marked = re.findall(r'(?s)<div class="after" data-question="([^"]+)">(.+?)(?=\n<|\n*$)', small_page["body"])
    parts = [(name, "explorer" if "cnn-explorer" in html else plain(html)) for name, html in marked]
    assert parts == [
        (first, "Output: two"),
        (first, "Read it. Seven."),
        (first, "explorer"),
        (first, "Read it. Still seven."),
        (second, "Output: five"),
    ]
    asked = [cell.id for cell in small_notebook().cells if "predict" in cell.metadata.get("tags", [])]
    assert len(asked) == len({first, second}) == 2
    assert small_page["body"].count('<figure class="wide"') == 2
    for free in ("Before any question.", "one", "More of it.", "not written yet", "After the heading.", "four"):
        assert free in plain(small_page["body"])


def test_an_explorer_has_a_name_for_addresses_and_its_states_beside_the_page(small_page, tmp_path):
    assert re.findall(r'<figure [^>]*\bid="([^"]+)"', small_page["body"]) == ["pattern-1", "pattern-2"]
    kept = re.findall(r'<script type="application/json">(\{"alts".*)</script>', small_page["body"])
    told = [json.loads(text) for text in kept]
    first, second = (state["states"] for state in told)
    assert first == second and first["folder"] == "assets/states/"  # the same explorer twice: drawn and kept once
    expected = states_of(explore_pattern())
    assert {path.stem: path.read_text("utf-8") for path in (tmp_path / "states").iterdir()} == expected.files
    assert [*first["names"], *first["tables"]["names"]] == list(expected.files)


def test_a_page_opens_on_the_picture_that_its_notebook_opens_on(small_page):
    assert small_page["opening"].count("<svg") == 1
    before, code_of_it = small_page["opening"].split('<details class="folded">')
    assert "<svg" in before and "draw_visits" not in before and "draw_visits" in plain(code_of_it)
    assert "Before any question." in small_page["body"]


def test_no_two_questions_of_the_course_have_the_same_id_by_which_their_answers_are_kept():
    links = [link for link in (*chain(), *appendices()) if link.path]
    cells = [cell for link in links for cell in nbformat.read(link.path, as_version=4).cells]
    names = [cell.id for cell in cells if "predict" in cell.metadata.get("tags", [])]
    assert len(names) >= 99 and len(set(names)) == len(names)


def test_an_old_page_leads_on_to_the_new_one_with_a_link_a_refresh_and_no_other_host():
    links = [link for link in chain() if link.path]
    pages = moved_pages(links)
    assert set(pages) == {f"{old}.html" for old in RENAMED} and "05_lenet.html" in pages
    assert not set(pages) & {link.page for link in links}
    html = pages["05_lenet.html"]
    assert '<a href="06_lenet.html">06 LeNet</a>' in html and 'url=06_lenet.html"' in html and "://" not in html
    assert 'once its sections 1 and 2, is now in <a href="05_learning.html">05 ' in html
    assert all("05_learning" not in text for name, text in pages.items() if name != "05_lenet.html")
    assert moved_pages(links[:3]) == {}
