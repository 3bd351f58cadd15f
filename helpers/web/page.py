"""An explorer for a page without a kernel: its steps move, and what Python would have to compute stands still."""

import json
import re
from html import escape
from pathlib import Path

from helpers import palette

HERE = Path(__file__).parent
IMPORT = re.compile(r'(?m)^import .* from "(.*)";\n')
EXPORT = re.compile(r"(?m)^export (?:default .*\n)?")
COMMENT = re.compile(r"(?m)^ *(?://.*|/\*\*(?:.|\n)*?\*/)?\n| /\*\*.*?\*/| +//.*$")  # or the type of a name


def read(*names):
    """The text of files beside this one, one after the other."""
    return "".join((HERE / name).read_text(encoding="utf-8") for name in names)


def as_module(*paths):
    """Modules as one text: each file once, behind those that it imports, and without the lines that import them."""
    texts = {}

    def add(path):
        text = path.read_text(encoding="utf-8")
        for imported in IMPORT.findall(text):
            add((path.parent / imported).resolve())
        texts[path] = IMPORT.sub("", text)

    for path in paths:
        add(path.resolve())
    return "".join(texts.values())


def as_script(*paths):
    """The same for a page, whose readers fetch no comments: one function that is called, with nothing exported."""
    code = COMMENT.sub("", EXPORT.sub("", as_module(*paths)))
    return f'(() => {{\n"use strict";\n{code}}})();\n'


def by_scheme(selector):
    """The rule that gives ``selector`` the dark theme where a reader's system asks for it."""
    return f"@media (prefers-color-scheme: dark) {{ {selector} {{ {palette.declarations('dark')} }} }}\n"


COLOURED = ":is(.cnn-explorer, .cnn-canvas)"
CANVAS = as_module(HERE / "ahead.js")
QUESTION = as_module(HERE / "predict.js")
SCROLL_BARS = f"{palette.DARK_PAGES} .cnn-scroll {{ color-scheme: dark; }}\n"
PICTURE = palette.css(COLOURED) + read("canvas.css", "numbers.css") + SCROLL_BARS
FORCED = read("forced.css")
SHEET = PICTURE + read("controls.css") + FORCED  # JupyterLab's; a page has no controls
RULES = PICTURE + by_scheme(f"{COLOURED}:is(.cnn-page, .cnn-page *)") + read("page.css") + FORCED
SCRIPT = as_script(HERE / "page.js")
# Comments and spaces for the eye stay in the files: a page's readers would fetch them for nothing.
STYLE = re.sub(r"\s*\n\s*", "\n", re.sub(r" */\*.*?\*/", "", RULES, flags=re.DOTALL))
STYLE = re.sub(r"(?<=[;{]) | (?=[{}])", "", STYLE)


def page_html(picture, verdict, step, given, classes, live, script, states=None, folder="", about=""):
    """The HTML of a picture with its steps; ``Explorer.to_html`` says what the last ones are.

    ``given`` are the texts (label, value) of the controls by their names. A page without scripts shows step 0.
    """
    told = states.told if states else {}
    lines, alts, _ = texts_of(picture, verdict, told.get("cells", ()), told.get("hints", ()))
    numbers = "".join(
        f'<li data-name="{escape(name)}">{escape(label)} <b>{escape(value)}</b></li>'
        for name, (label, value) in given.items()
    )
    controls = f'<ul class="cnn-given">{numbers}</ul>\n' if given else ""
    whole = states and states.whole and len(states.told["controls"]) == len(given)
    words = f"{'Change these numbers' if given and not whole else 'Run and change it'} live in the course"
    aloud = f' aria-label="{escape(f"{words}: {about}")}"' if about else ""
    link = f'<a href="{escape(live)}"{aloud}>{words}</a>' if live else f"<span>{words}</span>"
    near = "This page has the states near this one. " if states and not states.whole else ""
    state = {"alts": alts, "verdict": verdict, "value": step, "tables": picture.packed}
    if states:
        state["states"] = {**states.told, "folder": folder}
    state = json.dumps(state, ensure_ascii=False)
    state = state.replace("</", "<\\/").replace("<!", "\\u003c!")  # nothing in it may end its element
    assets = f"<style>\n{STYLE}</style>\n<script>\n{SCRIPT}</script>\n" if script else ""
    svg = unsaid("\n".join(lines))
    name = f' role="group" aria-label="{escape(f"explorer: {about}")}"' if about else ""
    return (
        f'<div class="{" ".join(dict.fromkeys([*classes, "cnn-page"]))}"{name}>\n{controls}'
        f'<div class="cnn-canvas"><div class="cnn-scroll"><div class="cnn-stage">'
        f'<div class="cnn-picture" role="img" aria-label="picture">{svg}</div></div></div>\n'
        f'<p class="cnn-words">{escape(picture.alts[0])}</p><p class="cnn-verdict">{escape(verdict)}</p></div>'
        f'<script type="application/json">{state}</script>\n<p class="cnn-live">{near}{link}</p>\n</div>\n{assets}'
    )


def unsaid(svg):
    """A picture that is not read aloud: its words say what it shows."""
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1)


def texts_of(picture, verdict, cells=(), hints=()):
    """What a page has of a state: the lines of its picture, as they work without a kernel, its words, its verdict.

    ``cells`` names the grids whose cells set controls, and ``hints`` are buttons that do (``chosen.js``).
    """
    lines = [_untyped(line) for line in picture.svg.splitlines() if _works_alone(line, cells)]
    if hints:
        lines.insert(-1, f'<metadata data-hints="{escape(json.dumps(hints, ensure_ascii=False))}"/>')
    return lines, list(picture.alts), [verdict]


def _works_alone(line, cells):
    """Of the grids of cells over a picture, those that choose steps need no kernel, nor do those of ``cells``.

    Nor do those that say what their cells meet, and their twins. A page to draw on stays, and says what it needs.
    """
    grid = re.search(r'<g data-grid="([^"]*)"', line)
    return not grid or bool(re.search(" data-(row|meets|twin|paint)=", line)) or grid[1] in cells


def _untyped(line):
    """What is typed or drawn would need a kernel; a grid whose cells do nothing else says so."""
    if not line.startswith("<g data-grid="):
        return line
    says = "" if " data-row=" in line else ' data-python=""'
    line = line.replace(' data-paint=""', ' data-paint="" data-python=""')
    return re.sub(' data-values="[^"]*" data-ends="[^"]*"', says, line)
