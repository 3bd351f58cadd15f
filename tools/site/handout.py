"""`make handout NOTEBOOK=02`: a notebook as one HTML file with its pictures, which needs nothing beside it.

It is the site's page without what lies beside that: its pictures step and play, its questions answer, its sliders
stand still. A path to a notebook of your own, NOTEBOOK=work/02_stride_and_padding.ipynb, is taken as it is, with the
outputs that are stored in it. Without NOTEBOOK every notebook of the course gets its file.
"""

import base64
import re
import sys
from dataclasses import replace
from pathlib import Path

from chain import NOTEBOOKS, Link, appendices, chain
from readable import TEMPLATES, notebook_page, shared_assets
from rungs import rung_assets

sys.path.append(str(Path(__file__).resolve().parents[1]))
from working_copy import find_notebook

OUT = Path(__file__).resolve().parents[2] / "handouts"
_AWAY = r'<a href="(?!https?:|#|{page}#)[^"]*"[^>]*>(.*?)</a>'  # to a page or a file that is not in this one


def links_of(name):
    """What ``NOTEBOOK`` means, as links: all for "", one by its number or name, or a file of one's own.

    Errors: ``ValueError`` for a name that is neither.
    """
    course = [link for link in [*chain(), *appendices()] if link.path]
    if not name:
        return course
    file = Path(name)
    if file.suffix == ".ipynb" and file.is_file():
        like = next((link for link in course if link.number and file.name.startswith(link.number)), None)
        own = Link("", file.stem, f"The notebook {file.stem}.", "", file.resolve())
        return [replace(like, path=file.resolve()) if like else own]
    if not (found := find_notebook(name, NOTEBOOKS)):
        names = ", ".join(link.path.stem for link in course)
        raise ValueError(
            f"There is no notebook {name!r}. Say for example NOTEBOOK=02, or a path. There are: {names}."
        )
    return [link for link in course if link.path == found]


def handout(link):
    """The notebook of ``link`` as the text of one page; where it leads to another file, the words stay alone."""
    assets = shared_assets()
    icon = base64.b64encode(assets["icon.svg"].encode()).decode()
    parts, rungs = notebook_page(link), rung_assets()
    shared = {"icon": icon, "style": assets["course.css"], "scripts": [assets["course.js"]]}
    if parts["rungs"]:
        shared["style"] += rungs["lines.css"]
        shared["scripts"].append(rungs["lines.js"])
    page = TEMPLATES.get_template("handout.html").render(parts | shared)
    page = re.sub(_AWAY.format(page=re.escape(link.page)), r"\1", page, flags=re.DOTALL)
    return page.replace(f'href="{link.page}#', 'href="#')


def main(name="", out=OUT):
    try:
        links = links_of(name)
    except ValueError as error:
        print(error)
        return 1
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for link in links:
        file = out / link.page
        file.write_text(handout(link), encoding="utf-8")
        print(f"{out.name}/{file.name} holds {file.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
