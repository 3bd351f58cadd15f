"""What other programs answer to the course's questions, for a sentence or a table; ``data/programs.json`` has it all.

Every answer was got by running the program in the version that stands beside it, or read in its source.
"""

from functools import cache
from html import escape

from helpers.arguments import one_of
from helpers.data import load_programs
from helpers.words import amount, in_digits


@cache
def _questions():
    return load_programs()


def _asked(question):
    known = _questions()
    return known[one_of("question", question, known)]


def answer(question, program):
    """What ``program`` answered to the question with this id: words, or a number.

    Errors: ``ValueError`` for a question or a program that is not in the file, with those that are.

    >>> answer("no_window", "JAX"), answer("up_behind", "Caffe")
    ('an empty array', 3)
    >>> answer("no_window", "Caffe")
    Traceback (most recent call last):
    ValueError: program must be one of 'PyTorch', 'Keras', 'TensorFlow nn.conv2d', ..., got 'Caffe'
    """
    answers = {row.program: row.answer for row in _asked(question)[1]}
    return answers[one_of("program", program, answers)]


def who_answered(question, said):
    """The programs that answered ``said``, in the file's order.

    >>> who_answered("nan_first", "NaN")
    ['PyTorch', 'JAX', 'tinygrad']
    """
    return [row.program for row in _asked(question)[1] if row.answer == said]


LEFT = ' style="text-align: left"'  # JupyterLab sets the cells of a table to the right


class Table:
    """Rows of texts below a heading, the first of each its name. Jupyter shows it as a table below its ``caption``.

    Printed, its columns are aligned.

    >>> print(Table(["program", "the kernel is"], [["OpenCV", "as written"], ["SciPy", "flipped"]]))
    program  the kernel is
    OpenCV   as written
    SciPy    flipped
    """

    def __init__(self, heading, rows, caption=""):
        self.heading, self.rows, self.caption = heading, rows, caption

    def __repr__(self):
        lines = [self.heading, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
        )

    def _repr_html_(self):  # as Markdown it would be an error on the console of JupyterLite
        def cell(words, kind):
            return f"<{kind}{LEFT}>{escape(words, quote=False)}</{kind.split()[0]}>"

        heading = "".join(cell(words, 'th scope="col"') for words in self.heading)
        lines = [[cell(name, 'th scope="row"'), *(cell(words, "td") for words in row)] for name, *row in self.rows]
        body = "\n".join(f"<tr>{''.join(line)}</tr>" for line in lines)
        caption = cell(self.caption, "caption") + "\n" if self.caption else ""
        return f"<table>\n{caption}<thead><tr>{heading}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def table(columns, *programs):
    """A table of answers, a program a row with its version, and with remarks where there are any.

    ``columns`` is the id of a question, or a dict from headings to ids for several questions beside each other. It
    has the ``programs`` that are named, in this order; without any, all that answered the first question. Its caption
    is the one question, or says whose answers they are.

    Errors: ``ValueError`` for a question or a program that is not in the file.

    >>> table({"rounded up": "up", "and where it begins behind the picture": "up_behind"}, "PyTorch", "MXNet")
    program                 rounded up  and where it begins behind the picture
    PyTorch (torch 2.13.0)  3           2
    MXNet (mxnet 1.9.1)     3           3 (the last value is -inf)
    """
    asked = {"answer": columns} if isinstance(columns, str) else columns
    answers = [{row.program: row for row in _asked(question)[1]} for question in asked.values()]
    names = [one_of("program", program, answers[0]) for program in programs] or list(answers[0])
    rows = [[_cell(column.get(name)) for column in answers] for name in names]
    versions = [f"{name} ({answers[0][name].version})" for name in names]
    caption = f"What {amount(len(names), 'program')} answered: {'; '.join(asked)}"
    if isinstance(columns, str):
        caption = _asked(columns)[0]
    return Table(["program", *asked], [[name, *row] for name, row in zip(versions, rows, strict=True)], caption)


def _cell(row):
    if row is None:
        return "not asked"
    said = row.answer if isinstance(row.answer, str) else in_digits(row.answer)
    return f"{said} ({row.remark})" if row.remark else said
