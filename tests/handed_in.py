"""Notebooks as students hand them in, some of them with tricks; none does harm where it is not confined."""

import json

from exercises import NOTEBOOKS, exercises, tags, text_of


def solved(stem="02_stride_and_padding", **bodies):
    """The course's notebook with its exercises solved; ``bodies`` are other definitions, by the function's name."""
    notebook = json.loads((NOTEBOOKS / f"{stem}.ipynb").read_bytes())
    notebook["cells"], before = [], notebook["cells"]
    named = {one.name for one in exercises(before)}
    for cell in before:
        if "solution" in tags(cell):
            name = next(one for one in named if f"def {one}_solution(" in text_of(cell))
            stub = notebook["cells"][-1]
            check = text_of(stub).strip().split("\n")[-1]
            answer = bodies.get(name, text_of(cell).split("\n\n\n")[0].replace(f"{name}_solution", name))
            stub["source"] = f"{answer}\n\n\n{check}"
        else:
            notebook["cells"].append(cell)
    return notebook


def with_cell(notebook, source, place=2):
    """The notebook with one more cell."""
    cell = {
        "cell_type": "code",
        "id": "mine",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }
    notebook["cells"].insert(place, cell)
    return notebook


SIGNATURE = "def output_size(n, f, stride, padding):"
ANSWER = "return max(0, (n + 2 * padding - f) // stride + 1)"


def sizes(body):
    """The first exercise, with another body: lines below each other."""
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    return solved(output_size=f"{SIGNATURE}\n{lines}")


OTHER = f"def answer(n, f, stride, padding):\n    {ANSWER}"
CALLS = "return answer(n, f, stride, padding)"
FAKE = b'\x00\x00\x00\x0d{"answer": 7}'  # as a pupil's process says an answer, and the first one is 7
WRITES = "import os\nfor number in range(1, 64):\n    try: os.write(number, {!r})\n    except OSError: pass\n{}"

# (the notebook, its points of 2 and of 1 below *More*, what its line says of the first that failed)
HANDED = {
    "right": (solved(), (2, 1), ""),
    "wrong": (sizes("return (n - f) // stride + 1"), (1, 1), "should give"),
    "untouched": (json.loads((NOTEBOOKS / "02_stride_and_padding.ipynb").read_bytes()), (0, 0), "not written yet"),
    "never_ends": (sizes("while True: pass"), (1, 1), "did not end within"),
    "never_ends_and_hides_it": (
        sizes("while True:\n    try:\n        while True: pass\n    except BaseException: pass"),
        (1, 1),
        "did not end within",
    ),
    "cell_never_ends": (
        with_cell(sizes("return table[n]"), "table = {}\nwhile True: pass"),
        (1, 1),
        "The cells that output_size needs: they did not end within",
    ),
    "fills_memory": (sizes("return len(bytearray(10**11))"), (1, 1), "stops with MemoryError"),
    "fills_memory_slowly": (
        sizes("kept = []\nwhile True: kept.append(bytearray(10**7))"),
        (1, 1),
        "stops with MemoryError",
    ),
    "own_check": (
        with_cell(
            sizes("return 1"),
            "import helpers.check as check\nfrom helpers.check import Verdict\n"
            "check_output_size = check.check_output_size = lambda f: 'Right: 7 of 7 tries agree.'",
        ),
        (1, 1),
        "should give",
    ),
    "raises_before": (with_cell(solved(), "1 / 0"), (2, 1), ""),
    "needs_what_raises": (
        with_cell(sizes("return table[n]"), "table = 1 / 0"),
        (1, 1),
        "Cell 2 of those that it needs stops with ZeroDivisionError: division by zero",
    ),
    "prints_a_lot": (sizes(f"print('a' * 10**7)\n{ANSWER}"), (2, 1), ""),
    "leaves": (sizes("import os\nos._exit(0)"), (1, 1), "its process is gone"),
    "exits": (sizes("raise SystemExit('done')"), (1, 1), "stops with SystemExit: done"),
    "forks": (
        sizes(f"import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(60)\n{ANSWER}"),
        (2, 1),
        "",
    ),
    "fakes_what_is_said": (sizes(WRITES.format(FAKE, "os._exit(0)")), (1, 1), "its process is gone"),
    "writes_rubbish": (
        sizes(WRITES.format(b"\xff" * 99, "return 1")),
        (1, 1),
        "gives nothing that can be read: a message of 4,294,967,295 bytes",
    ),
    "answers_too_much": (
        sizes("import numpy as np\nreturn np.ones(10**7)"),
        (1, 1),
        "the answer cannot be sent: an array of 80,000,000 bytes",
    ),
    "says_half_a_letter": (sizes("raise ValueError(chr(0xD800))"), (1, 1), "stops with ValueError: ?"),
    "pickles": (
        sizes("class Bad:\n    def __reduce__(self): return print, ('run',)\nreturn Bad()"),
        (1, 1),
        "gives a Bad object; one number is asked for",
    ),
    "asks_for_a_billion_windows": (
        solved(halving="def halving(): return 10**9, 1"),
        (1, 1),
        "What halving gives cannot be judged: MemoryError",
    ),
    "has_no_function": (with_cell(solved(output_size="output = 3"), "del output"), (1, 1), "There is no function"),
    "no_function_any_more": (
        solved(output_size="output_size = 3"),
        (1, 1),
        "The check got a number, not a function",
    ),
    "magics": (with_cell(sizes(CALLS), f"%matplotlib inline\n{OTHER}"), (2, 1), ""),
    "defined_below": (with_cell(sizes(CALLS), OTHER, 10**6), (2, 1), ""),
}
