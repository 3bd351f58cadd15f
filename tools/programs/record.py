"""data/programs.json as text: an answer a line, so that a diff shows what has changed."""

import json
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "data" / "programs.json"


def read():
    """The questions, each with its answers."""
    return json.loads(FILE.read_text("utf-8"))


def text(questions):
    """The questions as the file has them."""
    blocks = []
    for question in questions:
        head = json.dumps({key: question[key] for key in ("id", "question")}, ensure_ascii=False)
        answers = ",\n".join(f"  {json.dumps(answer, ensure_ascii=False)}" for answer in question["answers"])
        blocks.append(f'{head.removesuffix("}")}, "answers": [\n{answers}\n]}}')
    return "[\n" + ",\n".join(blocks) + "\n]\n"


def write(questions):
    """Store the questions."""
    FILE.write_text(text(questions), encoding="utf-8")
