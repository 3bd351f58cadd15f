"""What a notebook of the course must keep to: each rule yields one sentence for each place that breaks it.

A rule takes a ``Lesson`` (``lesson.py``: a notebook, its file name and the whole chain). ``test_notebooks.py`` holds
every notebook to every rule, and breaks each rule once to see that it says no.
"""

import ast
import json
import re
from urllib.parse import unquote

import alt_rules
import question_rules
from lesson import called, is_solution, prose, tree
from run_notebooks import WIDGET, canonical

LONGEST_CELL = 15  # lines
COLLAPSED = "jp-MarkdownHeadingCollapsed"  # JupyterLab's and Notebook 7's own
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u26ff\u2705\u2728\u274c\u274e\u2753-\u2757\u2764\ufe0f]")
FORBIDDEN = {  # in code: what it is, how to recognise it
    "import *": r"\bimport\s+\*",
    "sys.path": r"\bsys\.path\b",
    "pip": r"(^|\s)[%!]\s*(conda|pip|uv)\b|\bpip3?\s+install\b",
    "asking for the platform": r"\b(sys\.platform|platform\.(system|machine|platform)|os\.name)\b|emscripten|pyodide",
}
# Whose answers data/programs.json has; of these NumPy, Pillow, Chromium and "sharp" are words of the course too.
PROGRAMS = re.compile(
    r"PyTorch|Keras|TensorFlow|JAX|Caffe|Theano|ONNX|onnx-tool|OpenVINO|Paddle|MXNet|tinygrad|torch(info|summary|vision)|"
    r"fvcore|thop|ptflops|calflops|deepspeed|SciPy|OpenCV|ImageMagick|GraphicsMagick|cuda-convnet|kornia|libvips|"
    r"ffmpeg|SimpleITK|astropy|scikit-image"
)
LINK = re.compile(r"(?<!\\)\]\(\s*<?([^)\s>]+)>?[^)]*\)|<(?:a|img)\b[^>]*?\b(?:href|src)\s*=\s*[\"']([^\"']+)", re.I)


# --- order and outputs


def has_a_title_first(lesson):
    first = lesson.cells[0]
    if first.cell_type != "markdown" or not re.match(r"# \S", first.source):
        yield "cell 1 must be markdown and start with a title, `# ...`"


def is_executed_in_order(lesson):
    counts = [cell.execution_count for _, cell in lesson.code]
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts must be 1..{len(counts)}, are {counts}; run `make notebooks`"


def is_stored_canonically(lesson):
    if canonical(lesson.notebook) != lesson.notebook:
        yield "the stored form is not canonical; run `make notebooks`"
    if "widgets" in lesson.notebook.metadata or WIDGET in json.dumps(lesson.notebook):
        yield "a widget's state or view is stored; run `make notebooks`"


def stores_no_error(lesson):
    for number, cell in lesson.code:
        for output in cell.outputs:
            if output.output_type == "error":
                yield f"cell {number} stores an error: {output.get('ename')}: {output.get('evalue')}"


def shows_a_picture_first(lesson):
    """A picture is on the first screen before anything runs: the first code cell gets the tools, and ends in one."""
    number, cell = lesson.code[0]
    last = tree(cell).body[-1:]
    shown = [n for node in last for n in ast.walk(node) if isinstance(n, ast.Call)]
    if number > 2:
        yield f"the first code cell is cell {number}, and must be among the first two"
    if not any(called(call).startswith(("draw_", "explore_")) for call in shown):
        yield f"cell {number} is the first code cell, and must end in a picture: explore_...() or draw_...()"
    if cell.metadata.get("jupyter", {}).get("source_hidden") is not True:
        yield f"cell {number} is the first code cell, whose source must be folded (metadata jupyter.source_hidden)"
    if "image/svg+xml" not in json.dumps(cell.outputs):
        yield f"cell {number} is the first code cell, and stores no picture; run `make notebooks`"


# --- cells


def has_short_cells(lesson):
    for number, cell in lesson.code:
        lines = len(cell.source.strip().splitlines())
        if not lines:
            yield f"cell {number} is empty"
        if lines > LONGEST_CELL:
            yield f"cell {number} has {lines} lines, more than {LONGEST_CELL}"


def asks_before_each_code_cell(lesson):
    for number, cell in lesson.code:
        if is_solution(cell):  # it follows the student's own cell
            continue
        above = [one for one in lesson.cells[: number - 1] if "rung" not in one.metadata.get("tags", [])]
        before = above[-1] if above else None
        if before is None or before.cell_type != "markdown":
            yield f"cell {number} is code without a markdown cell directly before it"
        elif not re.search(r"^(?!#)[^\n]*\w", before.source, re.M):
            yield f"cell {number} is code, and the markdown before it is a heading without a sentence"


def keeps_to_plain_imports(lesson):
    for number, cell in lesson.code:
        for what, pattern in FORBIDDEN.items():
            if re.search(pattern, cell.source, re.M):
                yield f"cell {number} uses {what}"


def ends_no_line_in_a_semicolon(lesson):
    for number, cell in lesson.code:
        if any(line.rstrip().endswith(";") for line in cell.source.splitlines()):
            yield f"cell {number} has a trailing `;`, which strict nbval does not see; write `_ = ...`"


def speaks_calmly(lesson):
    for number, cell in lesson.markdown:
        text = prose(cell.source)
        for mark in sorted(set(re.findall("[!！]", text)) | set(EMOJI.findall(text))):
            end = text.index(mark) + 1
            yield f"cell {number} has {mark!r} in its prose: {text[max(0, end - 30) : end]!r}"


# --- links


def without_blocks(source):
    """Markdown without its fenced blocks of code."""
    return re.sub(r"^(```|~~~).*?^\1\s*$", "", source, flags=re.S | re.M)


def anchors(notebook):
    """The anchors of a notebook's headings, by JupyterLab's rule: the heading's text, spaces become hyphens."""
    result = set()
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            source = without_blocks(cell.source)
            for heading in re.findall(r"^#{1,6}\s+(.+?)\s*#*\s*$", source, re.M):
                text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
                text = re.sub(r"[*`]|(?<!\w)_|_(?!\w)", "", text)
                result.add(text.strip().replace(" ", "-"))
    return result


def links(source):
    """Targets of the links and pictures in markdown, code left out."""
    source = re.sub(r"^(```|~~~).*?^\1\s*$|(`+)(?!`).*?(?<!`)\2(?!`)", "``", source, flags=re.S | re.M)
    return [target or attribute for target, attribute in LINK.findall(source)]


def has_links_that_lead_somewhere(lesson):
    for number, cell in lesson.markdown:
        for target in links(cell.source):
            if re.match(r"[a-z][a-z0-9+.-]*:", target, re.I):
                continue
            file, _, anchor = unquote(target).partition("#")
            if file.startswith(("/", "..")):
                yield f"cell {number}: the link {target!r} leaves the folder, which is all that a student's work/ has"
                continue
            path = lesson.folder / file if file else None
            if path and not (path.is_file() and path.name in {f.name for f in path.parent.iterdir()}):
                yield f"cell {number}: the link {target!r} leads to no file"
            elif anchor and (not file or file.endswith(".ipynb")):
                notebook = read_other(path) if path else lesson.notebook
                if anchor not in anchors(notebook):
                    known = ", ".join(sorted(anchors(notebook)))
                    yield f"cell {number}: the link {target!r} leads to no heading; there are {known}"


def read_other(path):
    import nbformat

    return nbformat.read(path, as_version=4)


def links_to_its_neighbours(lesson):
    last = lesson.cells[-1]
    if lesson.name in lesson.chain:
        position = lesson.chain.index(lesson.name)
        neighbours = {"previous": lesson.chain[position - 1]} if position else {}
        if position + 1 < len(lesson.chain):
            neighbours["next"] = lesson.chain[position + 1]
    else:
        neighbours = {"first": lesson.chain[0]}  # an appendix leads back to the chain
    if last.cell_type != "markdown":
        yield "the last cell must be markdown, with the links to the previous and the next notebook"
        return
    found = {unquote(target).partition("#")[0] for target in links(last.source)}
    for which, name in neighbours.items():
        if name not in found:
            yield f"the last cell has no link to the {which} notebook, {name}"


# --- what is folded, and what is told of others


def folds_what_is_more(lesson):
    """A heading that begins with *More* is folded, alone in its cell with a sentence that says what is under it."""
    for number, cell in lesson.markdown:
        is_more = re.match(r"#+ More\b", cell.source)
        if bool(is_more) != bool(cell.metadata.get(COLLAPSED)):
            yield f"cell {number}: headings that begin with More are folded (metadata {COLLAPSED}), and no others"
        if is_more and not re.search(r"\n\n\w", cell.source):
            yield f"cell {number}: a sentence below the heading More says what is folded there"
        if (is_more or number in lesson.folded) and re.search(r"\n#+ ", without_blocks(cell.source)):
            yield f"cell {number} has a heading behind its first line, where JupyterLab neither folds nor unfolds"


def takes_its_answers_from_the_file(lesson):
    """What another program answers comes from data/programs.json, or the text leads to the page that has it."""
    named = [number for number, cell in lesson.markdown if PROGRAMS.search(prose(cell.source))]
    source = "\n".join(cell.source for cell in lesson.cells)
    if named and "helpers.programs" not in source and "appendix_programs.ipynb" not in source:
        yield f"cell {named[0]} names another program: take its answer from helpers.programs, or link to the appendix"


RULES = (
    has_a_title_first,
    is_executed_in_order,
    is_stored_canonically,
    stores_no_error,
    shows_a_picture_first,
    has_short_cells,
    asks_before_each_code_cell,
    keeps_to_plain_imports,
    ends_no_line_in_a_semicolon,
    speaks_calmly,
    has_links_that_lead_somewhere,
    links_to_its_neighbours,
    *question_rules.RULES,
    folds_what_is_more,
    takes_its_answers_from_the_file,
    *alt_rules.RULES,
)


def in_chain(name):
    """Is this file a link of the chain? An appendix, ``appendix_...``, stands beside it."""
    return not re.fullmatch(r"appendix_[a-z0-9_]+\.ipynb", name)


def gaps(names):
    """One sentence for each place where the file names do not form 00_..., 01_..., 02_... without a gap."""
    for position, name in enumerate(sorted(filter(in_chain, names))):
        if not re.fullmatch(rf"{position:02d}_[a-z0-9_]+\.ipynb", name):
            yield f"{name} should be the notebook {position:02d}_<words>.ipynb"
