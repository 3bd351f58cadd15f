"""What the notebooks ask, with what stands above each question and what it covers, for a course system."""

import ast
import contextlib
import io
import re
import tempfile
import warnings
from collections import defaultdict
from functools import cache
from html import escape
from pathlib import Path

import matplotlib
import nbformat
from chain import NOTEBOOKS, appendices, chain
from cover import Cover
from moodle_xml import Item
from prose import TeX, plain, prose
from readable import folded, output_html

from helpers.explore.needs import needed
from helpers.predict import Prediction

_HEADING = re.compile(r"(?s)<h[1-6][^>]*>(.*?)</h[1-6]>\n?")
_NOT_THERE = re.compile(  # what only a notebook has: notes for a lecture, and things to try in a picture that moves
    r"(?s)<p><(em|strong)>(?:For a lecture|Try)\.?</\1>(?:(?!</p>).)*</p>\s*(?:<(ol|ul)>.*?</\2>\n?)?"
)
_OF_THE_PAGE = "Questions before answers"  # the heading of a text about buttons that a course system does not have
_CUT = "\0"  # where a covered reading stood: what is above it belongs to an earlier question
_READ = "<em>Read it.</em> "
_NUMBER = re.compile(r"^\d+\. ")


def notebook_items(link):
    """An ``Item`` for each question of a notebook, in their order."""
    notebook = nbformat.read(link.path, as_version=4)
    reader = Reader(link)
    for cell, prediction in zip(notebook.cells, predictions(notebook, link.path.parent), strict=True):
        if prediction:
            reader.ask(prediction)
        elif cell.cell_type == "markdown":
            reader.read(cell)
        else:
            reader.see(cell)
    return reader.items()


def categories(notebooks=NOTEBOOKS):
    """Pairs of a notebook's file, without its ending, and its category: (its name, its ``Item`` list)."""
    links = [link for link in [*chain(notebooks), *appendices(notebooks)] if link.path]
    return [(link.path.stem, (f"{link.number} {link.name}".strip(), notebook_items(link))) for link in links]


def predictions(notebook, folder):
    """For each cell of a notebook its ``Prediction`` or None; only the cells that a question needs are run."""
    matplotlib.use("Agg")
    code_cells = [k for k, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    sources = [notebook.cells[k].source for k in code_cells]
    asks = [k for k in code_cells if "predict" in notebook.cells[k].metadata.get("tags", [])]
    runs = {code_cells[n] for k in asks for n in needed(sources, code_cells.index(k))}
    found, names = [None] * len(notebook.cells), {"__name__": "__main__"}
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for k in sorted(runs):
            body = ast.parse(notebook.cells[k].source)
            last = body.body.pop() if k in asks else None
            exec(compile(body, "cell", "exec"), names)
            if last:
                found[k] = one = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
                if isinstance(one, Prediction):  # some answers take seconds to compute, and all stay what they are
                    one.judge, one.reveal = cache(one.judge), cache(one.reveal)
    if wrong := [k for k in asks if not isinstance(found[k], Prediction)]:
        raise ValueError(f"{folder.name}: the cells {wrong} are tagged predict and end in no question")
    return found


class Reader(Cover):
    """Goes along a notebook: keeps what a reader has above each question, and what the question covers.

    What an earlier question covers does not stand above a later one: it would tell the earlier one's answer.
    """

    def __init__(self, link):
        super().__init__()
        self.link, self.heading, self.above = link, "", ""
        self.found, self.covered, self.files = [], defaultdict(str), {}

    def ask(self, prediction):
        super().ask(len(self.found) + 1)
        self.found.append((prediction, self.heading + self.above))
        self.above = ""

    def read(self, cell):
        """The prose of a cell; a heading begins anew, and so does what follows a reading that is covered."""
        before, *parts = _HEADING.split(_NOT_THERE.sub("", self.prose(prose(cell.source, TeX))))
        self._goes_on(before)
        if parts:
            heading, self.above = plain(parts[-2]), ""
            if heading == _OF_THE_PAGE:
                self.heading = ""
                return
            self.heading = f"<p><strong>{_NUMBER.sub('', heading)}</strong></p>"
            self._goes_on(parts[-1])

    def see(self, cell):
        """A code cell with its outputs; what belongs to the notebook alone is left out.

        That are answers, solutions, first rungs, checks of exercises, and questions that come back.
        """
        if {"solution", "seen", "rung", "recall"} & set(cell.metadata.get("tags", [])) or re.search(
            r"\bcheck_\w+\(", cell.source
        ):
            return
        outputs = "".join(self._output(output, cell) for output in cell.outputs)
        if not folded(cell) and "<img" not in outputs:
            outputs = f"<pre><code>{escape(cell.source, quote=False)}</code></pre>\n{outputs}"
        self.above += self.output(cell, outputs).replace(_CUT, "") if cell.outputs else outputs

    def items(self):
        """An ``Item`` for each question that was met."""
        number = self.link.number or "app"
        return [
            Item(f"{number}.{k:02}", prediction, above, self.covered[k].replace(_READ, ""), self.files)
            for k, (prediction, above) in enumerate(self.found, 1)
        ]

    def _marked(self, html):
        if not self.question:
            return html
        self.covered[self.question] += html
        return _CUT

    def _goes_on(self, html):
        *ended, rest = html.split(_CUT)
        self.above = rest if ended else self.above + rest

    def _output(self, output, cell):
        """An output as HTML; its picture becomes a file."""
        data = output.get("data", {})
        if "image/svg+xml" in data:
            return self._picture("svg", data["image/svg+xml"].encode(), data["text/plain"])
        with tempfile.TemporaryDirectory() as folder:
            html = output_html(output, self.link, Path(folder), cell.metadata)
            for file in Path(folder).iterdir():
                return self._picture("png", file.read_bytes(), cell.metadata["alt"])
        return html

    def _picture(self, kind, data, words):
        name = f"{self.link.number or 'app'}-{len(self.files) + 1}.{kind}"
        self.files[name] = data
        return f'<p><img src="@@PLUGINFILE@@/{name}" alt="{escape(words)}" style="max-width: 100%"></p>\n'
