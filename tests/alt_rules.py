"""What is seen must be said: rules as those of ``notebook_rules.py`` for charts and for printed tables.

A chart is a picture that no reader of words can read, so its cell has a text for it in its metadata, ``"alt"``. The
pages use it, and the extension ``course`` gives it to JupyterLab's own <img>.
"""

import re

from lesson import prose

SHORTEST, LONGEST = 40, 300  # characters


def has_chart(cell):
    """Does this code cell show a chart?"""
    return any("image/png" in output.get("data", {}) for output in cell.outputs)


def gives_its_charts_words(lesson):
    """Each chart has words of its own, no others have them, and they name no number that a cell computes."""
    for number, cell in lesson.code:
        alt = cell.metadata.get("alt", "")
        if alt and not has_chart(cell):
            yield f"cell {number} shows no chart, and has words for one (metadata alt)"
        if not has_chart(cell):
            continue
        if not SHORTEST <= len(alt) <= LONGEST:
            yield f"cell {number} shows a chart: say in its metadata, alt, what it shows, in 40 to 300 characters"
        around = lesson.cells[max(0, number - 4) : number + 3]
        told = _plain(" ".join(prose(one.source) for one in around if one.cell_type == "markdown"))
        for sentence in re.split(r"(?<=[.:]) ", alt):
            if sentence and _plain(sentence) in told:
                yield f"cell {number}: its words for the chart stand in the text beside it: {sentence!r}"
        code = " ".join(_code(one) for one in around if one.cell_type == "code")
        for word in re.findall(r"\w*\d\w*", alt):
            if not re.search(rf"\b{word}\b", code):
                yield f"cell {number}: its words for the chart have {word!r}, which no cell beside it has"


def _plain(text):
    return " ".join(re.sub(r"[*`_]", "", text).split())


def _code(cell):
    """The source of a code cell and what it prints."""
    return " ".join([cell.source, *(output.get("text", "") for output in cell.outputs)])


def marks_its_networks_tables(lesson):
    """The table of a network's layers is printed by a cell with the tag that makes it a table of the page."""
    for number, cell in lesson.code:
        printed = any(re.search(r"^layer +output +values", output.get("text", ""), re.M) for output in cell.outputs)
        if printed and "table" not in cell.metadata.get("tags", []):
            yield f"cell {number} prints the table of a network, and is not tagged `table`"


RULES = (gives_its_charts_words, marks_its_networks_tables)
