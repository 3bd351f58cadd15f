"""The steps of a picture: which lines show at one of them, or at several in turn."""

import re
from html import escape

from helpers.arguments import whole
from helpers.palette import literal, variable

_STEPPED = re.compile(r'^<g data-(at|from)="(\d+)"(?: data-to="(\d+)")?(?: display="none")?>')
_HIDDEN = ' display="none"'
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)" width="[\d.]+" height="[\d.]+"')


def lines_at(svg, k):
    """The lines that show at step ``k``, none of them stepped any more."""
    for line in svg.splitlines():
        stepped = _STEPPED.match(line)
        if not stepped:
            yield line
        elif _shows(stepped, k):
            yield "<g>" + line[stepped.end() :]


def lines_in_turn(svg, steps, seconds):
    """The lines with what makes them come and go by themselves, for ever: each of ``steps`` shows for ``seconds``."""
    for line in svg.splitlines():
        stepped = _STEPPED.match(line)
        if not stepped:
            yield line
            continue
        shown = [_shows(stepped, k) for k in steps]
        changes = [i for i in range(len(steps)) if not i or shown[i] != shown[i - 1]]
        values = ";".join("inline" if shown[i] else "none" for i in changes)
        times = ";".join(f"{i / len(steps):.6g}" for i in changes)
        yield (
            f'<g{"" if shown[0] else _HIDDEN}><animate attributeName="display" values="{values}" keyTimes="{times}" '
            f'calcMode="discrete" dur="{len(steps) * seconds:g}s" repeatCount="indefinite"/>{line[stepped.end() :]}'
        )


def _shows(stepped, k):
    """Whether a stepped line, matched by ``_STEPPED``, shows at step ``k``."""
    kind, first, last = stepped.groups()
    return int(first) == k if kind == "at" else int(first) <= k <= int(last or k)


def standalone(lines, words, theme="light", width=None):
    """The SVG of ``lines`` for a place that has neither our background nor our colours, ``width`` px wide."""
    head, *rest = lines
    head = head.replace(">", f' role="img" aria-label="{escape(words)}">')
    if width is not None:
        w, h = size(head)
        width = whole("width", width, 1)
        head = _BOX.sub(rf'viewBox="0 0 \1 \2" width="{width}" height="{round(h * width / w)}"', head)
    paper = f'<rect width="100%" height="100%" fill="{variable("paper")}"/>'
    return literal("\n".join([head, paper, *rest]), theme)


def size(svg):
    """Width and height of a picture's own coordinates, in px."""
    return tuple(float(length) for length in _BOX.search(svg).groups())
