"""Questions to answer before the answer stands anywhere: it is computed only when someone has answered."""

import re
from dataclasses import replace
from html import escape

import anywidget
import traitlets

from helpers import palette
from helpers.arguments import several, text
from helpers.check import Verdict, check_choice, check_number
from helpers.check.predictions import explained, shown
from helpers.web.page import FORCED, QUESTION, read

_CODE = re.compile(r"`([^`]+)`")


class Prediction(anywidget.AnyWidget):
    """A question; ``judge(text)`` gives the verdict on an answer, ``reveal()`` the words of the right one.

    ``foreseen()`` are the answers that get words of their own, the right one first where they are numbers.
    """

    _esm = QUESTION
    _css = palette.css(".cnn-predict") + read("predict.css") + FORCED
    question = traitlets.Unicode().tag(sync=True)
    options = traitlets.List(traitlets.Unicode()).tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    right = traitlets.Bool(False).tag(sync=True)
    given = traitlets.Unicode().tag(sync=True)  # the last answer; "" where it was no answer yet, or told
    name = traitlets.Unicode().tag(sync=True)  # by which its answers are kept; "" where its cell has that name
    truth = traitlets.Unicode().tag(sync=True)  # the right one, as soon as somebody has answered
    tried = traitlets.Int(0).tag(sync=True)  # answers so far: the same verdict once more is an answer too
    answered = traitlets.Bool(False).tag(sync=True)  # right, or told: what follows need not be covered

    def __init__(self, question, judge, reveal, foreseen, options=(), unit="", tolerance=0):
        super().__init__(question=text("question", question), options=list(options), unit=unit)
        self.judge, self.reveal, self.foreseen, self.tolerance = judge, reveal, foreseen, tolerance
        self.on_msg(self._receive)

    def answer(self, text):
        """Give an answer, as the field does; what is said to it."""
        return self._say(self.judge(str(text)), str(text).strip())

    def _receive(self, _widget, content, _buffers):
        if "answer" in content:
            self.answer(content["answer"])
        else:
            self._say(Verdict(False, self.reveal()), told=True)

    def _say(self, verdict, given="", told=False):
        with self.hold_sync():
            self.said, self.right, self.tried = verdict.words, verdict.ok, self.tried + 1
            self.given, self.truth = given if verdict.understood else "", verdict.truth or self.truth
            self.answered = verdict.ok or told
        return verdict

    def _repr_mimebundle_(self, **kwargs):
        """The live form; and in words for whatever runs no widgets, the question without its answer."""
        live, metadata = super()._repr_mimebundle_(**kwargs)
        choices = f" {' / '.join(self.options)}" if self.options else ""
        return {**live, "text/plain": f"Predict. {self.question}{choices}"}, metadata


def predict_number(question, answer, because=None, *, why="", unit="", tolerance=0):
    """A question whose answer is a number.

    ``answer`` is a function without arguments; it is called when the reader has answered. ``because`` maps wrong
    numbers to what is behind them, ``why`` follows the right one, ``unit`` stands behind the field; numbers within
    ``tolerance`` of each other are the same.

    Errors: ``TypeError`` where ``answer`` is not a function: it would stand readable above its question.
    """
    _callable(answer)
    explained(because)

    def judge(text):
        right = answer()
        return _with(why, check_number(text, right, because, tolerance), shown(right))

    def reveal():
        return f"The answer is {shown(answer())}. {why}".strip()

    return Prediction(question, judge, reveal, lambda: [answer(), *(because or {})], unit=unit, tolerance=tolerance)


def predict_choice(question, options, answer, because=None, *, why=""):
    """A question with ``options`` to choose from; ``answer()`` is one of them; ``because`` and ``why`` as in
    ``predict_number``.

    Errors: ``TypeError`` where ``answer`` is not a function; ``ValueError`` for fewer than two options, where
    ``because`` has no such option, and, when it is answered, where ``answer()`` is none of them.
    """
    _callable(answer)
    options = [text("an option", option) for option in several("options", options, ["larger", "smaller"])]
    if len(options) < 2:
        raise ValueError(f"options must be at least two, got {options}")
    unknown = [option for option in explained(because) if option not in options]
    if unknown:
        raise ValueError(f"because explains {unknown[0]!r}, which is not among the options {list(options)}")

    def right():
        found = answer()
        if found not in options:
            raise ValueError(f"answer() must be one of the options {options}, got {found!r}")
        return found

    def judge(text):
        found = right()
        return _with(why, check_choice(text, found, because), found)

    def reveal():
        return f"The answer is “{right()}”. {why}".strip()

    return Prediction(question, judge, reveal, lambda: list(options), options)


class Seen:
    """Answers folded away, one for each item of the list above: as HTML that a browser unfolds, or as plain lines."""

    def __init__(self, answers):
        self.answers = answers

    def __repr__(self):
        if len(self.answers) == 1:
            return self.answers[0]
        return "\n".join(f"{number}. {answer}" for number, answer in enumerate(self.answers, 1))

    def _repr_html_(self):
        words = [_CODE.sub(r"<code>\1</code>", escape(answer)) for answer in self.answers]
        items = "".join(f"<li>{answer}</li>" for answer in words)
        told = f"<ol>{items}</ol>" if len(words) > 1 else f"<p>{words[0]}</p>"
        return f'<details class="cnn-seen"><summary>What you should have seen</summary>{told}</details>'


def seen(*answers):
    """What a reader should have seen: a sentence for each item of the *Try* list above, folded until it is opened.

    Words between backticks are set as code.

    Errors: ``TypeError`` where an answer is no text, ``ValueError`` where there is none.

    >>> seen("Nine of the 25.", f"Column {3 * 2}.")
    1. Nine of the 25.
    2. Column 6.
    """
    if not answers:
        raise ValueError("answers must be at least one: a sentence for each item of the list above")
    return Seen([text("an answer", answer) for answer in answers])


def _callable(answer):
    if not callable(answer):
        raise TypeError(f"answer must be a function that computes it, got {answer!r}")


def _with(why, verdict, truth):
    return replace(verdict, truth=truth, words=f"{verdict.words} {why}".strip() if verdict.ok else verdict.words)
