"""The questions that come back on a page: all that it may ask, for some days; the browser chooses of them."""

import base64
import json
import zlib
from html import escape

from questions import common_words, verdicts_of

from helpers.recall.chosen import DAYS, WORDS, earlier, in_order, question


def recall_html(notebook):
    """The questions about the notebooks before ``notebook`` as HTML; without scripts a sentence stands there.

    They are packed, not secret: nobody reads an answer by accident.
    """
    data = zlib.compress(json.dumps(recall_data(notebook), ensure_ascii=False).encode(), 9)
    return (
        f'<section class="recall" aria-label="Before you begin" data-recall="{base64.b64encode(data).decode()}">\n'
        f"<p><strong>Before you begin.</strong> {escape(WORDS)}</p></section>\n"
    )


def recall_data(notebook):
    """What ``recall.js`` chooses from: the kinds with their questions, a day's each, and the order of each day."""
    kinds = earlier(notebook)
    return {
        "notebook": notebook,
        "common": common_words(question(kinds[0], notebook, 0)),
        "kinds": [
            {
                "name": kind.name,
                "like": kind.like,
                "asked": [_asked(question(kind, notebook, day)) for day in range(DAYS)],
            }
            for kind in kinds
        ],
        "order": [[kinds.index(kind) for kind in in_order(notebook, day)] for day in range(DAYS)],
    }


def _asked(made):
    return {"question": made.question, "unit": made.unit, **verdicts_of(made)}
