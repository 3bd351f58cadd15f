"""Every notebook as a page to read, and the page that leads to them: no kernel, and nothing from another host."""

import ast
import base64
import contextlib
import hashlib
import io
import re
import struct
import warnings
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from html import escape, unescape
from multiprocessing import get_context
from pathlib import Path

import jinja2
import matplotlib
import nbformat
from chain import NOTEBOOKS, RENAMED, appendices, chain
from cover import Cover
from heard import Heard, first_picture
from landing import landing_assets, landing_parts, thumbnail_assets
from printed import printed_table
from prose import code, plain, prose
from questions import question_html
from recalls import recall_html
from rungs import rung_assets, rung_html
from summary import write as write_summary
from thumbnails import thumbnails

from helpers import predict
from helpers.arrange.widget import Lines
from helpers.draw import Picture
from helpers.explore.explorer import Explorer
from helpers.explore.states import states_of
from helpers.programs import LEFT
from helpers.recall import Recall
from helpers.web import page as still

HERE = Path(__file__).parent
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True, undefined=jinja2.StrictUndefined
)
DRAWN = {}  # the states of an explorer by its HTML without them
COUNTED = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"]


def build_pages(out, notebooks=NOTEBOOKS):
    """Write the landing page, a page for each notebook and what they share into the folder ``out``."""
    out = Path(out)
    assets = build_landing(out, notebooks)
    written, beside = [link for link in chain(notebooks) if link.path], appendices(notebooks)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        pages = pool.map(partial(notebook_page, assets=assets), [*written, *beside])
        for i, (link, page) in enumerate(zip([*written, *beside], pages, strict=True)):
            around = {"previous": written[i - 1] if i else None, "next": next(iter(written[i + 1 :]), None)}
            if link in beside:
                around = dict.fromkeys(around)
            (out / link.page).write_text(TEMPLATES.get_template("page.html").render(page | around), encoding="utf-8")
    lecturers = prose((notebooks / "for_lecturers.md").read_text("utf-8"))  # its links lead to states of the pages
    page = TEMPLATES.get_template("lecturers.html").render(body=lecturers)
    (out / "for_lecturers.html").write_text(page, encoding="utf-8")
    for name, text in moved_pages(written).items():
        (out / name).write_text(text, encoding="utf-8")


def build_landing(out, notebooks=NOTEBOOKS):
    """Write the landing page and what all pages share into the folder ``out``; the answer is its folder of assets."""
    assets, links = out / "assets", chain(notebooks)
    assets.mkdir(parents=True, exist_ok=True)
    small = thumbnails()
    for name, text in (shared_assets() | rung_assets() | landing_assets() | thumbnail_assets(small)).items():
        (assets / name).write_text(text, encoding="utf-8")
    pages = defaultdict(lambda: None, {link.path.stem: link for link in links if link.path})
    parts = {"links": links, "beside": appendices(notebooks), "pages": pages, "count": COUNTED[len(links)]}
    parts["small"] = {number: thumbnail.words for number, thumbnail in small.items()}
    page = TEMPLATES.get_template("index.html").render(first="first-picture", **parts, **landing_parts())
    (out / "index.html").write_text(page, encoding="utf-8")
    write_summary(out, home="index.html")
    return assets


def shared_assets():
    """The texts that all pages share, by the names of their files."""
    every = still.HERE / "page.js", HERE / "question.js"  # the first page has no more, for it must come at once
    script, first = still.as_script(*every, HERE / "cover.js"), still.as_script(*every)
    style = still.STYLE + still.read("predict.css") + (HERE / "site.css").read_text("utf-8")
    icon = (HERE / "icon.svg").read_text("utf-8")
    return {"course.js": script, "first.js": first, "course.css": style, "icon.svg": icon}


def moved_pages(links):
    """The pages at old addresses, by their names: each leads on to where its notebook is now, and keeps the #part.

    Sections 1 and 2 of the old 05_lenet are in 05_learning now.
    """
    template, by_name = TEMPLATES.get_template("moved.html"), {link.path.stem: link for link in links}
    taken_over = {"05_lenet": by_name.get("05_learning")}
    return {
        f"{old}.html": template.render(link=by_name[new], learning=taken_over.get(old)) + "\n"
        for old, new in RENAMED.items()
        if new in by_name
    }


def notebook_page(link, assets=None):
    """What the template ``page.html`` needs of a notebook.

    Charts and the states of controls go into the folder ``assets``. Without one the page keeps its charts in itself,
    its explorers have their steps alone, and nothing leads to the live course.
    """
    notebook = nbformat.read(link.path, as_version=4)
    if seed := notebook.metadata.get("course", {}).get("seed"):  # a class edition asks with other numbers
        for cell in notebook.cells:
            cell["id"] += f"@{seed}"  # so its answers are kept by names of their own, as kept.js has them
    body, cover, fold, names, heard = [], Cover(), Fold(), Counter(), Heard()
    for cell, value in zip(notebook.cells, values(notebook, link.path.parent), strict=True):
        if cell.cell_type == "markdown":
            body.append(heard.prose(fold.around(cell, cover.prose(prose(cell.source)))))
        else:
            body.append(heard.cell(cell_html(cell, value, link, assets, cover, names)))
    title, body[0] = re.match(r"<h1[^>]*>(.+?)</h1>\n(.*)", body[0], re.S).groups()
    body.append(fold.end())
    first = 2 if folded(notebook.cells[1]) else 0  # a picture that the notebook opens on comes before all words
    opening, html = "\n".join(body[:first]), "\n".join(body[first:])
    opening, first = first_picture(opening) if opening else (opening, None)
    if not first:
        html, first = first_picture(html)
    headings = [(unescape(name), words) for name, words in re.findall(r'<h2 id="([^"]+)">(.+?)</h2>', html)]
    return {
        "link": link,
        "title": plain(title),
        "headings": headings,
        "opening": opening,
        "body": html,
        "first": first,
        "rungs": 'class="rung' in html,
    }


class Fold:
    """Goes along a notebook: what JupyterLab folds away under a heading (*More*) is folded in the page as well."""

    def __init__(self):
        self.rank = 0  # of the heading under which the reader is, while it is folded

    def around(self, cell, html):
        """The HTML of a Markdown cell, with the end or the beginning of a fold where it has one."""
        heading = re.match(r"#+", cell.source)
        ended = self.end() if heading and len(heading[0]) <= self.rank else ""
        if self.rank or not cell.metadata.get("jp-MarkdownHeadingCollapsed"):  # a fold in a fold opens with it
            return ended + html
        self.rank = len(heading[0])
        return f'{ended}{html}<details class="more"><summary>Open this part</summary><div class="fold">\n'

    def end(self):
        """The end of the fold, where there is one."""
        ended, self.rank = "</div></details>\n" if self.rank else "", 0
        return ended


def values(notebook, folder):
    """For each cell the value of its last line or None: the notebook is run here, without a kernel."""
    matplotlib.use("Agg")
    names = {"__name__": "__main__"}
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [_value(cell.source, names) if cell.cell_type == "code" else None for cell in notebook.cells]


def _value(source, names):
    body = ast.parse(source)
    last = body.body.pop() if body.body and isinstance(body.body[-1], ast.Expr) else None
    exec(compile(body, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


def folded(cell):
    """Is the code of this cell folded away in the notebook?"""
    return cell.cell_type == "code" and cell.metadata.get("jupyter", {}).get("source_hidden", False)


def cell_html(cell, value, link, assets, cover, names):
    """A code cell: its source and its outputs, or the question that it asks, or a solution that is folded away.

    ``names`` counts the explorers so far: in an address the first one of ``explore_conv_layer`` is conv-layer-1.
    """
    if isinstance(value, predict.Prediction):
        cover.ask(cell.id)
        return question_html(value, cell.id)
    if isinstance(value, Recall):
        return recall_html(value.notebook)
    if isinstance(value, predict.Seen):
        return value._repr_html_() + "\n"
    if isinstance(value, Lines):
        return rung_html(value)
    if isinstance(value, Explorer):
        called = re.findall(r"\bexplore_(\w+)\(", cell.source) or ["explorer"]
        name = called[-1].replace("_", "-")
        names[name] += 1
        live = f"{link.live}#{name}-{names[name]}" if assets else None
        html = explorer_html(value, live, assets)
        outputs = [f'<figure class="wide" id="{name}-{names[name]}">{html}</figure>\n']
    elif isinstance(value, Picture):
        outputs = [f'<figure class="wide">{picture_html(value)}</figure>\n']
    else:
        outputs = [output_html(output, link, assets, cell.metadata) for output in cell.outputs]
    source, shown = code(cell.source), "".join(cover.output(cell, html) for html in outputs)
    if "solution" in cell.metadata.get("tags", []):
        return f'<details class="solution"><summary>A solution</summary>\n{source}{shown}</details>'
    if folded(cell):
        return f'{shown}<details class="folded"><summary>The code of this picture</summary>\n{source}</details>\n'
    return f"{source}{shown}"


def explorer_html(explorer, live, assets):
    """An explorer with the states that its page has, whose files go into ``assets``; ``live`` is where it runs."""
    alone = explorer.to_html(script=False)
    if not assets:
        return alone
    if alone not in DRAWN:  # a notebook may show the same one twice
        DRAWN[alone] = states_of(explorer)
    if not (states := DRAWN[alone]):
        return explorer.to_html(live=live, script=False)
    folder = assets / "states"
    folder.mkdir(exist_ok=True)
    for name, text in states.files.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return explorer.to_html(live=live, script=False, states=states, folder="assets/states/")


def picture_html(picture):
    """The step of a picture that tells most, in the colours of the page."""
    words = escape(picture.alts[picture.opening])
    return (
        '<div class="cnn-explorer cnn-page"><div class="cnn-canvas"><div class="cnn-scroll scrolls">'
        f'<div class="cnn-stage"><div class="cnn-picture" role="img" aria-label="{words}">'
        f"{still.unsaid(picture.still(picture.opening).svg)}</div></div></div>"
        f'<p class="cnn-words" aria-hidden="true">{words}</p>'
        f"{numbers_html(picture.numbers(picture.opening))}</div></div>"
    )


def numbers_html(tables):
    """The numbers of a picture that stands still, folded below it as those of an explorer are."""
    if not tables:
        return ""
    inside = "".join(table.html for table in tables)
    words = "<summary>The numbers of this picture</summary>"
    return f'<details class="cnn-numbers">{words}<div class="cnn-tables scrolls">{inside}</div></details>'


def output_html(output, link, assets, metadata):
    """A stored output: printed text, a value's words or table, or a chart. What its cell says of it is ``metadata``.

    That is a chart's words, ``alt``, and the tag ``table`` of text that is printed in columns below their headings.

    Errors: ``ValueError`` for any other kind of output, and for a chart without words.
    """
    if output.output_type == "stream" and "table" in metadata.get("tags", []):
        return printed_table(output.text)
    if output.output_type == "stream":
        return f'<pre class="out scrolls">{escape(output.text.rstrip())}</pre>\n'
    if "image/png" in output.data:
        if not (alt := metadata.get("alt")):
            raise ValueError(f"{link.path.name}: a chart has no words; write them in its cell's metadata, alt")
        data = base64.b64decode(output.data["image/png"])
        source = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        if assets:
            name = f"{link.number or 'appendix'}-{hashlib.sha256(data).hexdigest()[:12]}.png"
            (assets / name).write_bytes(data)
            source = f"assets/{name}"
        width, height = struct.unpack(">II", data[16:24])
        return (
            f'<figure class="chart wide"><img src="{source}" width="{width}" height="{height}" loading="lazy" '
            f'alt="{escape(alt)}"></figure>\n'
        )
    if output.data.get("text/html", "").startswith("<table>"):
        return f'<div class="scrolls">{output.data["text/html"].replace(LEFT, "")}</div>\n'
    if set(output.data) == {"text/plain"}:
        return f'<pre class="out scrolls">{escape(output.data["text/plain"])}</pre>\n'
    raise ValueError(f"{link.path.name}: a page cannot show an output of {', '.join(output.data)}")
