"""Questions of the course as Moodle XML, the form that course systems import.

The form: docs.moodle.org, *Moodle XML format*; how it is read: ``question/format/xml/format.php`` and
``question/type/numerical/question.php`` of moodle/moodle on GitHub, as they stood in November 2026.
"""

import re
import xml.etree.ElementTree as ET
from base64 import b64encode
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from html import escape

COURSE = "Convolutional networks, by sliders"
TOP = "$course$/top"  # of the question bank of the course into which a file is imported
UNFORESEEN = "987654321.125"  # a number that no question foresees
_CODE = re.compile(r"`([^`]+)`")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 90  # letters of a name


@dataclass(frozen=True)
class Item:
    """A question for a course system: a ``Prediction`` and what stands around it, as HTML.

    ``place`` is its name among all, ``above`` what a reader has read before it, ``after`` what is shown to everyone
    who has answered. ``files`` are the pictures of both, by the names that follow ``@@PLUGINFILE@@/`` there.
    """

    place: str
    prediction: object
    above: str = ""
    after: str = ""
    files: dict = field(default_factory=dict)

    @property
    def name(self):
        """Its place and the beginning of its question, in whole words."""
        words, *more = f"{self.place} {self.prediction.question}".split()
        while more and len(words) + len(more[0]) < _LONGEST:
            words += f" {more.pop(0)}"
        return words + " ..." if more else words


@dataclass(frozen=True)
class Answer:
    """An answer that a question foresees; ``text`` is "*" for all others, ``tolerance`` None for an option."""

    text: str
    right: bool
    feedback: str
    tolerance: str | None = None


@cache
def answers(prediction):
    """The answers that a ``Prediction`` foresees, with what the course says to each: the first that fits counts.

    >>> from helpers.predict import predict_number
    >>> for answer in answers(predict_number("7 cells, F = 3?", lambda: 5, {7: "That is the input."}, why="Count.")):
    ...     print(answer.text, answer.right, answer.feedback)
    5 True Right: 5. Count.
    7 False That is the input.
    * False Try once more, or let it be shown.
    """
    if prediction.options:
        return [Answer(option, *_said(prediction, option, f"Not “{option}”. ")) for option in prediction.options]
    tolerance = decimal(prediction.tolerance)
    foreseen = [
        Answer(decimal(number), *_said(prediction, str(number), f"Not {number}. "), tolerance)
        for number in prediction.foreseen()
    ]
    return [*foreseen, Answer("*", *_said(prediction, UNFORESEEN, f"Not {UNFORESEEN}. "), "0")]


def _said(prediction, given, before):
    verdict = prediction.judge(given)
    return verdict.ok, verdict.words.removeprefix(before)


def decimal(number):
    """A number with a decimal point, no exponent and nothing between thousands: a fraction as its nearest float.

    >>> decimal(34848), decimal("49/27"), decimal(-0.755), decimal(1e-05)
    ('34848', '1.8148148148148149', '-0.755', '0.00001')
    """
    number = Fraction(str(number))
    return str(number) if number.denominator == 1 else format(Decimal(repr(float(number))), "f")


def marked(words):
    """Words as HTML: what stands between backticks is code.

    >>> marked("`a < b` & c")
    '<code>a &lt; b</code> &amp; c'
    """
    return _CODE.sub(r"<code>\1</code>", escape(words, quote=False))


def quiz(categories):
    """The text of a file: ``categories`` are pairs of a category's name and its list of ``Item``.

    Errors: ``ValueError`` for a character that XML cannot hold, with the question that has it.
    """
    root = ET.Element("quiz")
    for category, items in categories:
        head = ET.SubElement(root, "question", type="category")
        path = "/".join([TOP, *(part.replace("/", "//") for part in (COURSE, category))])  # a name's own / is doubled
        _text(ET.SubElement(head, "category"), path)
        for item in items:
            _question(root, item)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _question(root, item):
    prediction = item.prediction
    kind = "multichoice" if prediction.options else "numerical"
    question = ET.SubElement(root, "question", type=kind)
    unit = f" Answer in {prediction.unit}." if prediction.unit else ""
    asked = f"{item.above}<p><strong>{marked(prediction.question + unit)}</strong></p>"
    _text(ET.SubElement(question, "name"), item.name)
    _html(question, "questiontext", asked, item)
    _html(question, "generalfeedback", f"<p>{marked(prediction.reveal())}</p>{item.after}", item)
    once = {"defaultgrade": "1", "penalty": "0.3333333", "hidden": "0", "idnumber": f"convnet-{item.place}"}
    if prediction.options:
        once |= {
            "single": "true",
            "shuffleanswers": "true",
            "answernumbering": "none",
            "showstandardinstruction": "0",
        }
    for name, value in once.items():
        ET.SubElement(question, name).text = value
    for answer in answers(prediction):
        _answer(question, answer)
    if not prediction.options:
        _unit(question, prediction.unit)


def _answer(question, answer):
    choice = answer.tolerance is None
    element = ET.SubElement(question, "answer", fraction="100" if answer.right else "0")
    element.set("format", "html" if choice else "moodle_auto_format")
    _text(element, marked(answer.text) if choice else answer.text)
    if not choice:
        ET.SubElement(element, "tolerance").text = answer.tolerance
    _text(ET.SubElement(element, "feedback", format="html"), f"<p>{marked(answer.feedback)}</p>")


def _unit(question, unit):
    """A number may be followed by its unit, and need not be; without a unit it stands alone."""
    if unit:
        one = ET.SubElement(ET.SubElement(question, "units"), "unit")
        ET.SubElement(one, "multiplier").text, ET.SubElement(one, "unit_name").text = "1", unit
    for name, value in {"unitgradingtype": "0", "showunits": "0" if unit else "3", "unitsleft": "0"}.items():
        ET.SubElement(question, name).text = value


def _html(question, name, html, item):
    element = ET.SubElement(question, name, format="html")
    _text(element, html)
    for file, data in item.files.items():
        if f"@@PLUGINFILE@@/{file}" in html:
            ET.SubElement(element, "file", name=file, path="/", encoding="base64").text = b64encode(data).decode()


def _text(element, text):
    if found := _NOT_XML.search(text):
        raise ValueError(f"XML cannot hold the character {found[0]!r}, in {text[: found.start() + 20]!r}")
    ET.SubElement(element, "text").text = text
