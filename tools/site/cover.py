"""What a page covers until a question is answered, by the rule that the whole course keeps to.

After a question, up to the next one or the next heading, that is each output and each paragraph that begins with
*Read it.*, with the formula or list that it leads on to by a colon. Free are solutions and
the answers of a *Try*, which are folded, what calls a check, and what is tagged ``open``: an explorer to which a
question sends its reader.
"""

import re

_GOES_ON = r"(?:(?<=:</p>)\s*<(?P<block>p|ul|ol|div|pre)\b.*?</(?P=block)>)?"
_READ = rf"<p><em>Read it\.</em>(?:(?!</p>).)*</p>{_GOES_ON}"
_PARTS = re.compile(rf"(?s)<(?P<heading>h[1-6])[ >]|{_READ}")
_CHECKS = re.compile(r"\bcheck_\w+\(")


class Cover:
    """Goes along a notebook with its reader: ``question`` is the one that has just been asked."""

    def __init__(self):
        self.question = None

    def ask(self, question):
        """The next question, by the id of its cell: what follows is its answer."""
        self.question = question

    def prose(self, html):
        """The HTML of a Markdown cell, its readings marked."""
        return _PARTS.sub(self._part, html)

    def output(self, cell, html):
        """The HTML of one output of a cell, marked."""
        free = {"solution", "seen", "open"} & set(cell.metadata.get("tags", [])) or _CHECKS.search(cell.source)
        return html if free else self._marked(html)

    def _part(self, found):
        if found["heading"]:
            self.question = None
            return found[0]
        return self._marked(found[0])

    def _marked(self, html):
        return f'<div class="after" data-question="{self.question}">{html.strip()}</div>\n' if self.question else html
