"""Questions as Moodle XML: read back by a reader of its own, they judge and say what the course does.

The reader follows docs.moodle.org, *Moodle XML format*, and for numbers Moodle's own rule: the first answer counts
whose tolerance, with a slack of 1e-14 of its size, takes what was given.
"""

import doctest
import re
import xml.etree.ElementTree as ET
from base64 import b64decode
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from html import unescape
from html.parser import HTMLParser
from types import SimpleNamespace

import make_questions
import moodle_xml
import nbformat
import pytest
from asked import notebook_items, predictions
from chain import NOTEBOOKS, appendices, chain
from covers import covers, tags
from inventory import TWELVE, forms
from moodle_xml import Item, decimal, quiz
from nbformat.v4 import new_code_cell, new_notebook

from helpers.predict import predict_choice, predict_number
from helpers.recall.chosen import DAYS, earlier, question

LINKS = [link for link in [*chain(), *appendices()] if link.path]
IDS = [link.path.stem for link in LINKS]
COURSE = "$course$/top/Convolutional networks, by sliders/"


# --- the reader


@dataclass
class Asked:
    """A question as it stands in the file."""

    kind: str
    category: str
    name: str
    number: str
    text: str
    after: str
    files: dict
    answers: list
    units: list
    settings: dict


@dataclass
class Choice:
    """An answer: ``text`` as words, its ``tolerance`` where it is a number."""

    text: str
    fraction: float
    feedback: str
    tolerance: float | None


def words(html):
    """The words of some HTML."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def read(text):
    """The questions of a file, in their order."""
    root, category, found = ET.fromstring(text.encode()), None, []
    assert root.tag == "quiz"
    for element in root:
        assert element.tag == "question"
        if element.get("type") == "category":
            category = element.find("category/text").text.strip()
            continue
        parts = [element.find(name) for name in ("questiontext", "generalfeedback")]
        assert all(part.get("format") == "html" for part in parts)
        found.append(
            Asked(
                element.get("type"),
                category,
                element.find("name/text").text.strip(),
                element.find("idnumber").text,
                *(part.find("text").text for part in parts),
                [
                    {file.get("name"): b64decode(file.text, validate=True) for file in part.iter("file")}
                    for part in parts
                ],
                [choice(answer) for answer in element.iter("answer")],
                [(unit.find("unit_name").text, float(unit.find("multiplier").text)) for unit in element.iter("unit")],
                {child.tag: child.text for child in element if len(child) == 0},
            )
        )
    return found


def choice(answer):
    tolerance = answer.find("tolerance")
    return Choice(
        words(answer.find("text").text),
        float(answer.get("fraction")),
        words(answer.find("feedback/text").text),
        None if tolerance is None else float(tolerance.text),
    )


def judged(asked, given):
    """(is it right, what is said) of what somebody gives, as a course system judges it."""
    for answer in asked.answers:
        if asked.kind == "multichoice":
            fits = answer.text == given
        elif not (fits := answer.text == "*"):
            number = float(answer.text)
            fits = abs(given - number) <= answer.tolerance + 1e-14 * max(1, abs(number))
        if fits:
            return answer.fraction == 100, answer.feedback
    raise AssertionError(f"nothing fits {given}")


class Tags(HTMLParser):
    """Are all tags closed, in their order?"""

    def __init__(self, html):
        super().__init__()
        self.open = []
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        if tag not in ("br", "img", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@cache
def items(link):
    return notebook_items(link)


@cache
def found_in(link):
    return read(quiz([("x", items(link))]))


def plain(text):
    """Words without the backticks of code."""
    return " ".join(text.replace("`", "").split())


# --- what they say and how they judge


def given_numbers(prediction):
    """Each number that is foreseen, within its tolerance and just beyond it, and two that nobody foresees."""
    reach = float(prediction.tolerance)
    for number in prediction.foreseen():
        number = float(Fraction(str(number)))
        yield from (number, number + 0.99 * reach, number - 0.99 * reach)
        beyond = 1.01 * reach + 1e-6 * max(1, abs(number))
        yield from (number + beyond, number - beyond)
    yield from (123456.789, -3.25)


def assert_the_same(asked, prediction):
    """A question of the file judges as its prediction does, and says the same."""
    if prediction.options:
        given = {option: plain(option) for option in prediction.options}
        assert [answer.text for answer in asked.answers] == list(given.values())
        assert sum(answer.fraction == 100 for answer in asked.answers) == 1
    else:
        given = {f"{number:.12f}": number for number in given_numbers(prediction)}
        assert {answer.tolerance for answer in asked.answers[:-1]} == {float(prediction.tolerance)}
        assert all(re.fullmatch(r"-?\d+(\.\d+)?", answer.text) for answer in asked.answers[:-1])
    for typed, value in given.items():
        verdict, (right, said) = prediction.judge(typed), judged(asked, value)
        assert right == verdict.ok, (asked.name, typed)
        if right:
            assert said == plain(verdict.words)
        else:
            assert said and plain(verdict.words) in (f"Not {typed}. {said}", f"Not “{value}”. {said}"), (typed, said)


@pytest.mark.parametrize("link", LINKS, ids=IDS)
def test_every_question_is_judged_as_in_the_course(link):
    found = found_in(link)
    notebook = nbformat.read(link.path, 4)
    shown = [cell.outputs[0].data["text/plain"] for cell in notebook.cells if "predict" in tags(cell)]
    assert len(found) == len(shown) >= 2
    for asked, item, stored in zip(found, items(link), shown, strict=True):
        assert stored.startswith(f"Predict. {item.prediction.question}")
        assert asked.kind == ("multichoice" if item.prediction.options else "numerical")
        assert plain(item.prediction.question) in words(asked.text)
        assert words(asked.after).startswith(plain(item.prediction.reveal()))
        assert asked.units == ([(item.prediction.unit, 1)] if item.prediction.unit else [])
        assert_the_same(asked, item.prediction)


@pytest.mark.parametrize("link", LINKS, ids=IDS)
def test_no_question_tells_what_an_earlier_one_covers_and_what_it_covers_follows_it(link):
    found, notebook = found_in(link), nbformat.read(link.path, 4)
    above = " ".join(words(asked.text) for asked in found)
    for asked, cover in zip(found, covers(notebook), strict=True):
        after = words(asked.after)
        for _, paragraph in cover.readings:
            text = re.sub(r"[`*]", "", paragraph.removeprefix("*Read it.* ").removeprefix("- "))
            if not re.search(r"[$\\\[<]", text[:24]):  # no formula and no link, which are written otherwise
                assert text[:24] in after and text[:24] not in above, paragraph
        for index in cover.outputs:
            for text in map(printed, notebook.cells[index].outputs):
                if len(text) > 20 and "table" not in tags(notebook.cells[index]):
                    assert text in after and text not in above


def printed(output):
    """The words of an output that is text and nothing else; else none."""
    if set(output.get("data", {})) - {"text/plain"}:
        return ""
    return " ".join((output.get("text") or output["data"]["text/plain"]).split())


@pytest.mark.parametrize("link", LINKS, ids=IDS)
def test_pictures_go_along_and_nothing_else_is_asked_for(link):
    notebook, stored = nbformat.read(link.path, 4), set()
    for output in (output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs):
        data = output.get("data", {})
        stored |= {data["image/svg+xml"].encode()} if "image/svg+xml" in data else set()
        stored |= {b64decode(data["image/png"])} if "image/png" in data else set()
    for asked in found_in(link):
        for html, files in zip((asked.text, asked.after), asked.files, strict=True):
            Tags(html)
            images = re.findall(r'<img src="([^"]*)" alt="([^"]+)"', html)
            assert len(images) == html.count("<img") and all(len(alt) > 20 for _, alt in images)
            assert [src for src, _ in images] == [f"@@PLUGINFILE@@/{name}" for name in files]
            assert set(files.values()) <= stored
            assert html.count(r"\(") == html.count(r"\)") and html.count(r"\[") == html.count(r"\]")
            assert not re.search(r'<(math|script|svg|h\d)\b|href="(?!https?://)|\.ipynb|\0', html)


def test_pictures_and_formulas_are_there():
    found = [asked for link in LINKS for asked in found_in(link)]
    assert sum(bool(files) for asked in found for files in asked.files) >= 20
    assert sum(r"\(" in asked.text + asked.after or r"\[" in asked.text + asked.after for asked in found) >= 5


# --- the files


def test_the_files_hold_all_questions_by_notebook_and_the_inventory(tmp_path, monkeypatch, capsys):
    few = [(link.path.stem, (f"{link.number} {link.name}", items(link))) for link in LINKS[:3]]
    monkeypatch.setattr(make_questions, "categories", lambda: few)
    make_questions.main(tmp_path / "moodle")
    files = {file.name: read(file.read_text("utf-8")) for file in (tmp_path / "moodle").iterdir()}
    assert set(files) == {*(f"{stem}.xml" for stem, _ in few), "inventory.xml", "all.xml"}
    everything = files.pop("all.xml")
    assert sorted(map(repr, everything)) == sorted(repr(asked) for found in files.values() for asked in found)
    assert {asked.category for asked in files["02_stride_and_padding.xml"]} == {f"{COURSE}02 Stride and padding"}
    assert {asked.category for asked in files["inventory.xml"]} == {
        f"{COURSE}Inventory, form {form}" for form in "AB"
    }
    for names in ([asked.name for asked in everything], [asked.number for asked in everything]):
        assert len(set(names)) == len(names)
        assert max(map(len, names)) <= 100
    assert f"all.xml: {len(everything)} questions" in capsys.readouterr().out


def test_what_xml_html_and_a_path_would_read_otherwise_comes_through():
    asked = "Is 1 < 2 & “3” ]]> 卷积 🙂 <b>`a<b`</b>?"
    option = "a < b & <i>c</i> ]]>"
    prediction = predict_choice(asked, [option, "`x`"], lambda: option, {"`x`": "<script> & `y`"}, why="]]> 步长")
    (found,) = read(quiz([("1/2 & 3", [Item("x.01", prediction)])]))
    assert found.category == f"{COURSE}1//2 & 3"
    assert asked.replace("`", "") in words(found.text)
    assert_the_same(found, prediction)
    assert "<code>x</code>" in quiz([("x", [Item("x.01", prediction)])]).replace("&lt;", "<").replace("&gt;", ">")


def test_numbers_have_a_point_no_exponent_and_a_unit_that_may_be_left_out():
    prediction = predict_number(
        "?", lambda: 1234567.5, {"49/27": "A share.", 2e-7: "Small."}, unit="%", tolerance=1e-8
    )
    (found,) = read(quiz([("x", [Item("x.01", prediction)])]))
    assert [answer.text for answer in found.answers] == ["1234567.5", "1.8148148148148149", "0.0000002", "*"]
    assert "Answer in %." in found.text
    assert found.units == [("%", 1)]
    assert found.settings["showunits"] == found.settings["unitgradingtype"] == "0"
    (bare,) = read(quiz([("x", [Item("x.01", predict_number("?", lambda: 1))])]))
    assert bare.settings["showunits"] == "3" and not bare.units
    assert decimal(-5) == "-5"


def test_a_character_that_xml_cannot_hold_is_refused_with_its_place():
    with pytest.raises(ValueError, match=r"cannot hold the character '\\x07', in 'x.01 What is \\x07 here"):
        quiz([("x", [Item("x.01", predict_number("What is \x07 here?", lambda: 1))])])


def test_a_cell_that_is_tagged_and_asks_nothing_is_refused(tmp_path):
    cell = new_code_cell("x = 1\nx", metadata={"tags": ["predict"]})
    with pytest.raises(ValueError, match=r"the cells \[0\] are tagged predict and end in no question"):
        predictions(new_notebook(cells=[cell]), tmp_path)


def test_examples():
    failed, tried = doctest.testmod(moodle_xml)
    assert tried >= 4 and not failed


# --- the inventory


@pytest.mark.parametrize("row", TWELVE, ids=[row[0] for row in TWELVE])
def test_both_forms_ask_the_same_with_other_numbers(row):
    a, b = row[2](), row[3]()
    assert a.question != b.question and re.sub(r"\d", "", a.question)[:10] == re.sub(r"\d", "", b.question)[:10]
    assert len(a.foreseen()) == len(b.foreseen()) >= 3
    for form in (a, b):
        answers = [decimal(number) for number in form.foreseen()] if not form.options else form.options
        assert len(set(answers)) == len(answers)
        right = [answer for answer in answers if form.judge(answer).ok]
        assert right == answers[:1], "the first is right, and no mistake is"
    if not a.options:
        assert a.foreseen()[0] != b.foreseen()[0]


def test_the_inventory_is_judged_as_the_course_judges():
    for _, twelve in forms():
        assert len(twelve) == 12
        found = read(quiz([("x", [Item(f"x.{k}", one) for k, one in enumerate(twelve)])]))
        for asked, prediction in zip(found, twelve, strict=True):
            assert_the_same(asked, prediction)


def numbers_in(words):
    return frozenset(re.findall(r"\d+", words))


def test_no_question_of_the_inventory_has_the_numbers_of_one_in_the_course():
    course = {numbers_in(item.prediction.question) for link in LINKS for item in items(link)}
    for _, twelve in forms():
        for one in twelve:
            numbers = numbers_in(one.question)
            assert not numbers or numbers not in course, one.question


def test_no_question_that_comes_back_has_the_numbers_and_the_answer_of_one_in_the_inventory(monkeypatch):
    made = lambda words, answer, *_, **__: SimpleNamespace(words=words, right=float(answer()))  # noqa: E731
    monkeypatch.setattr("helpers.recall.kinds.predict_number", made)
    notebooks = [f"{number:02}" for number in range(2, 10)]
    back = [question(kind, one, day) for one in notebooks for kind in earlier(one) for day in range(DAYS)]
    asked = {(numbers_in(one.words), one.right) for one in back}
    assert len(asked) > 1000
    for _, twelve in forms():
        for one in twelve:
            assert one.options or (numbers_in(one.question), float(one.foreseen()[0])) not in asked, one.question


def test_the_page_for_lecturers_lists_the_inventory():
    page = (NOTEBOOKS / "for_lecturers.md").read_text("utf-8")
    for (concept, number, *_), *both in zip(TWELVE, *(twelve for _, twelve in forms()), strict=True):
        right = [one.options[0] if one.options else decimal(one.foreseen()[0]) for one in both]
        assert f"| {concept} | {number} | {both[0].question} | {right[0]} | {right[1]} |" in page
