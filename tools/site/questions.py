"""The questions of a readable page: they judge there, with no kernel, in the words that the course gives."""

import base64
import json
from fractions import Fraction
from html import escape

from helpers.check.typed import MISREAD

GIVEN = "\0"  # where the reader's own words go
NUMBER = "987654321.125"  # an answer that nobody foresaw


def question_html(prediction, name="question"):
    """A ``Prediction`` as HTML that asks and judges; without scripts it only asks.

    ``name`` is the id of its cell: what it covers has the same, and its answers are kept by it.
    The verdicts are encoded, not secret: nobody reads them by accident.
    """
    options = prediction.options
    verdicts = verdicts_of(prediction) | ({} if options else common_words(prediction))
    code = base64.b64encode(json.dumps(verdicts, ensure_ascii=False).encode()).decode()
    asked = {"question": prediction.question, "options": options, "unit": prediction.unit}
    asked = json.dumps(asked, ensure_ascii=False).replace("</", "<\\/").replace("<!", "\\u003c!")
    choices = f"<ul>{''.join(f'<li>{escape(option)}</li>' for option in options)}</ul>" if options else ""
    return (
        f'<div class="question cnn-predict" id="question-{name}" data-question="{name}" data-verdicts="{code}">'
        f'<script type="application/json">{asked}</script>\n'
        f'<p class="cnn-question"><b>Predict.</b> {escape(prediction.question)}</p>{choices}</div>'
    )


def verdicts_of(prediction):
    """What is said to the answers of a question that are foreseen, and what is told when it is shown."""
    options = prediction.options
    foreseen = [
        [answer if options else float(Fraction(answer)), *_words(prediction, answer, answer if options else None)]
        for answer in prediction.foreseen()
    ]
    truth, shown = prediction.judge("?").truth, prediction.reveal()
    return {"foreseen": foreseen, "truth": truth, "shown": shown, "tolerance": float(prediction.tolerance)}


def common_words(prediction):
    """What is said to all other numbers, and to what is no number: the same for each question."""
    return {
        "other": [None, *_words(prediction, NUMBER)],
        "misread": {mark: [None, False, f"Not {GIVEN}. {words}"] for mark, words in MISREAD.items()},
        "unread": [None, *_words(prediction, "?")],
    }


def _words(prediction, answer, keep=None):
    """[is it right, the verdict]; what was typed is left open, unless it is an option to ``keep``."""
    verdict = prediction.judge(str(answer))
    words = verdict.words
    if keep is None and not verdict.ok:
        for quoted in (f"Not {answer}.", f"“{answer}”"):
            words = words.replace(quoted, quoted.replace(str(answer), GIVEN), 1)
    return verdict.ok, words
