"""What a page says to those who listen, where the eye sees it from the place: under which heading a thing stands, and
which text is an output.
"""

import re
from collections import Counter
from html import escape

from prose import plain

_HEADING = re.compile(r"(?s)<h[1-4][^>]*>(.+?)</h[1-4]>")
_SUMMARY = re.compile(r"<summary>([^<]+)</summary>")
_JOINED = {"A solution": " to "}  # before the heading; other words have a colon
_LABEL = re.compile(
    r'aria-label="((?:explorer|Change these numbers live in the course|Run and change it live in the course): [^"]*)"'
)
_FIGURE = re.compile(r'<figure class="(chart )?wide"( id="[^"]+")?>')
_EXERCISE = re.compile(r"<p><strong>(\d+\. [^<]+?)\.?</strong>")
_TABLE = re.compile(r"(?s)<table>.*?</table>")
_FIRST = re.compile(r"(?s)(<tr>\s*)<td([^>]*)>(.*?)</td>")
_PRINTED = re.compile(r'<table class="printed">(?=\s*<thead)')  # one without a caption
_OUTPUT = '<pre class="out scrolls">'


class Heard:
    """Goes along a notebook with its reader, under the heading that was the last."""

    def __init__(self):
        self.heading, self.exercise, self._names = "", "", Counter()

    def prose(self, html):
        """The HTML of a Markdown cell, in which a folded part bears the name of its heading."""
        if headings := _HEADING.findall(html):
            self.heading, self.exercise = plain(headings[-1]), ""
        if exercises := _EXERCISE.findall(html):
            self.exercise = plain(exercises[-1])
        return _TABLE.sub(self._table, _SUMMARY.sub(self._summary, html))

    def _table(self, found):
        """A table of the text is called by its heading, and each of its rows by its first cell."""
        name = self._name(self._table_name())
        rows = _FIRST.sub(r'\1<th scope="row"\2>\3</th>', found[0])
        return rows.replace("<table>", f'<table aria-label="{name}">', 1)

    def cell(self, html):
        """The HTML of a code cell: its outputs are called so, and what is folded, pictures and links bear names."""
        html = _SUMMARY.sub(self._summary, html)
        html = _LABEL.sub(lambda found: f'aria-label="{self._name(f"{found[1]}, {escape(self.heading)}")}"', html)
        html = _FIGURE.sub(lambda found: self._figure(found, html), html)
        html = _PRINTED.sub(lambda found: f'{found[0][:-1]} aria-label="{self._name(self._table_name())}">', html)
        return html.replace(_OUTPUT, f'{_OUTPUT}<span class="spoken">Output: </span>')

    def _table_name(self):
        return f"table: {escape(self.heading)}"

    def _summary(self, found):
        under = self.exercise if found[1] in _JOINED and self.exercise else self.heading
        name = f"{found[1]}{_JOINED.get(found[1], ': ')}{escape(under)}"
        return f'<summary aria-label="{self._name(name)}">{found[1]}</summary>'

    def _figure(self, found, html):
        """An explorer is a group with a name already, in a figure that says nothing; others have the heading's."""
        if 'role="group" aria-label="explorer: ' in html:
            return f'{found[0][:-1]} role="none">'
        kind = "chart" if found[1] else "picture"
        return f'{found[0][:-1]} aria-label="{self._name(f"{kind}: {escape(self.heading)}")}">'

    def _name(self, name):
        """A name that nothing before it on the page has."""
        self._names[name] += 1
        return name if self._names[name] == 1 else f"{name}, {self._names[name]}"


def first_picture(html):
    """(the HTML, the id of its first picture), which it gets where it has none."""
    found = re.search(r"<figure [^>]*>", html)
    if not found:
        return html, None
    if name := re.search(r' id="([^"]+)"', found[0]):
        return html, name[1]
    return html.replace(found[0], f'{found[0][:-1]} id="first-picture">', 1), "first-picture"
