"""data/programs.json as text: an answer a line, so that a diff shows what has changed."""

import hashlib
import json
import re
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
    """Store the questions, and how many answers there are, with the new SHA-256, in data/README.md."""
    data = text(questions).encode()
    FILE.write_bytes(data)
    count = sum(len(question["answers"]) for question in questions)
    page = FILE.with_name("README.md")
    row = rf"(?m)^(\| `{FILE.name}` .*\| )\d+( answers .*`)[0-9a-f]{{64}}(` \|)$"
    said = re.sub(row, rf"\g<1>{count}\g<2>{hashlib.sha256(data).hexdigest()}\g<3>", page.read_text("utf-8"))
    page.write_text(said, encoding="utf-8")
