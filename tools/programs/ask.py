"""Ask other programs the course's questions anew, and put what they say into data/programs.json.

    .venv/bin/python tools/programs/ask.py scipy torch      ask_scipy.py and ask_torch.py
    .venv/bin/python tools/programs/ask.py                  all scripts beside this one

Each script names its packages with their versions in its head, and uv runs it in an environment of its own.
``make test`` runs none of this. Answers of programs that no script asks stay as they are.
"""

import datetime
import json
import subprocess
import sys
from pathlib import Path

from record import read, write

HERE = Path(__file__).resolve().parent
UV = Path(sys.executable).with_name("uv")


def answers_of(script):
    """What a script printed: a list of answers, each with its question."""
    command = [UV, "run", "--quiet", "--no-project", "--script", script]
    printed = subprocess.run(command, capture_output=True, text=True)
    lines = [line for line in printed.stdout.splitlines() if line.startswith("ANSWERS ")]
    if printed.returncode or not lines:
        raise SystemExit(f"{script.name} failed:\n{printed.stdout[-1000:]}\n{printed.stderr[-3000:]}")
    return json.loads(lines[-1].removeprefix("ANSWERS "))


def put(questions, new, script, today):
    """Put the ``new`` answers of a script into the questions; one that says something else than before is printed."""
    known = {question["id"]: question["answers"] for question in questions}
    for row in new:
        answers, question = known[row["question"]], row["question"]
        old = next((answer for answer in answers if answer["program"] == row["program"]), None)
        said = {"program": row["program"], "version": row["version"], "date": today, "asked": script}
        said |= {key: row[key] for key in ("answer", "remark") if key in row}
        if old is None:
            answers.append(said)
            print(f"{question}: {row['program']} is new: {row['answer']!r} {row.get('remark', '')}")
            continue
        for key in ("answer", "remark"):
            if old.get(key) != said.get(key):
                print(f"{question}: {row['program']} has the {key} {said.get(key)!r}, before {old.get(key)!r}")
        answers[answers.index(old)] = said


def main(names):
    scripts = [HERE / f"ask_{name}.py" for name in names] or sorted(HERE.glob("ask_*.py"))
    for script in scripts:
        new, questions = answers_of(script), read()
        put(questions, new, f"tools/programs/{script.name}", datetime.date.today().isoformat())
        write(questions)
        print(f"{script.name}: {len(new)} answers")


if __name__ == "__main__":
    main(sys.argv[1:])
