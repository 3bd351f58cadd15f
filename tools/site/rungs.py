"""First rungs on a page: lines to put in order, which need no kernel. Their script is for pages that have some."""

import json
from html import escape
from pathlib import Path

from helpers import palette
from helpers.web import page as still

HERE = Path(__file__).parent


def rung_html(lines):
    """The ``Lines`` of an exercise as HTML; without scripts they lie there to be read."""
    told = json.dumps(lines.told(), ensure_ascii=False).replace("</", "<\\/").replace("<!", "\\u003c!")
    texts = "".join(f"<li><code>{escape(line)}</code></li>" for line in lines.lines)
    words = f"A first rung: {escape(lines.name)} as lines to put in order"
    return (
        f'<div class="rung cnn-lines"><script type="application/json">{told}</script>'
        f"<details><summary>{words}</summary><ul>{texts}</ul></details></div>\n"
    )


def rung_assets():
    """The script and the style of the pages that have a rung, by the names of their files."""
    style = palette.css(".cnn-lines") + still.by_scheme(".cnn-lines") + still.read("lines.css")
    return {"lines.js": still.as_script(HERE / "lines.js"), "lines.css": style}
