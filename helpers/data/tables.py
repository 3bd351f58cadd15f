"""Published results, and what other programs answered."""

import json
from typing import NamedTuple

from helpers.data.folder import data_file, table_rows


class Entry(NamedTuple):
    """A result of ILSVRC: ``top5`` in percent; ``networks`` is how many were averaged, None where it is not known."""

    year: int
    entry: str
    is_network: bool
    networks: int | None
    outside_data: bool
    pictures: str
    top5: float


def load_errors():
    """Top-5 errors of ILSVRC 2012 to 2014, oldest first: a list of ``Entry``.

    >>> errors = load_errors()
    >>> errors[0].top5, errors[4].entry, errors[4].top5
    (26.2, 'AlexNet, seven networks, outside data', 15.3)

    Source: data/README.md; Krizhevsky et al., NIPS 2012, table 2; Simonyan & Zisserman, arXiv:1409.1556v6, table 7.
    """
    return [
        Entry(
            int(row["year"]),
            row["entry"],
            row["is_network"] == "yes",
            int(row["networks"]) if row["networks"] else None,
            row["outside_data"] == "yes",
            row["pictures"],
            float(row["top5"]),
        )
        for row in table_rows("imagenet_errors.csv")
    ]


def load_vgg_errors():
    """The errors of VGG's columns on ImageNet's validation pictures, from table 3 of the paper.

    A dict from the scale of training to a dict from a column to (top-1, top-5), in percent. A scale is the
    picture's shorter side in pixels: ``"256"`` for all six columns, tested at 256; ``"384"`` and the random
    ``"256 to 512"`` for C, D and E, both tested at 384.

    >>> errors = load_vgg_errors()
    >>> errors["256"]["D"], errors["256 to 512"]["E"]
    ((27.0, 8.8), (25.5, 8.0))

    Source: data/README.md; Simonyan & Zisserman, arXiv:1409.1556v6.
    """
    errors = {}
    for row in table_rows("vgg_table3.csv"):
        errors.setdefault(row["scale"], {})[row["column"]] = float(row["top1"]), float(row["top5"])
    return errors


class Answer(NamedTuple):
    """What a program said: ``asked`` is the script in tools/programs that ran it, "note" or a source's address."""

    program: str
    version: str
    date: str
    asked: str
    answer: str | int | float
    remark: str = ""


def load_programs():
    """What other programs answered: a dict from a question's id to its words and its answers, a list of ``Answer``.

    >>> question, answers = load_programs()["up_behind"]
    >>> question
    'Max pooling along 6 cells, window 2, stride 3, no padding, rounded up: how many windows?'
    >>> {answer.program: answer.answer for answer in answers if answer.program in ("Caffe", "PyTorch")}
    {'PyTorch': 2, 'Caffe': 3}

    Source: data/README.md.
    """
    questions = json.loads(data_file("programs.json").read_text("utf-8"))
    return {one["id"]: (one["question"], [Answer(**answer) for answer in one["answers"]]) for one in questions}
