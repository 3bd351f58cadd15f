"""The steps of a picture: the kinds of lines that a step shows, written and read, one at a time or several in turn.

Each element of a picture stands on a line of its own. A line that starts with ``<g data-at="3"`` shows at step 3
only, one with ``<g data-from="3"`` from step 3 on, or, with ``data-to="7"`` behind it, until step 7. One with
``<g data-places="0 0;44 0;;88 0"`` is a moving part: at step ``k`` it stands so many px to the right and below of
where it is drawn; an empty place, or none, is a step without it. One with ``<g data-words="9|1;8|0"`` writes other
words at every step, in the order of its texts; no words at all are a step without it. All others show always.
"""

import re
from html import escape
from itertools import chain, islice, repeat

from helpers.arguments import whole
from helpers.draw.svg import coordinate
from helpers.palette import literal, variable

_STEPPED = re.compile(r'^<g data-(at|from)="(\d+)"(?: data-to="(\d+)")?(?: display="none")?>')
_CHANGING = re.compile(r'^<g data-(places|words)="([^"]*)"(?: data-moves="\w+")?(?: display="none")?>')
_TEXT = re.compile(r"(<(t(?:ext|span))\b[^>]*>)[^<]*(</\2>)")
_SPECIAL = re.compile('[;&<>"]')
_HIDDEN = ' display="none"'
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)" width="[\d.]+" height="[\d.]+"')


def at(k, content):
    """``content`` as a line that shows at step ``k`` only."""
    return f'<g data-at="{k}"{_HIDDEN if k else ""}>{content}</g>'


def since(k, content, last=None):
    """``content`` as a line that shows from step ``k`` on, or until step ``last``, included."""
    until = f' data-to="{last}"' if last is not None else ""
    return f'<g data-from="{k}"{until}{_HIDDEN if k else ""}>{content}</g>'


def moving(places, content, name=""):
    """``content`` as a line that moves: at step ``k`` it stands where ``places[k]`` says, None for not at all.

    Places are (x, y) in px, of any corner, and ``content`` is drawn at the first of them. With a ``name`` the browser
    knows what its first element frames: a "window" on an input, an "output" cell.

    >>> moving([None, (10, 4), (32, 4)], "<path/>", "window")
    '<g data-places=";0 0;22 0" data-moves="window" display="none"><path/></g>'
    """
    x, y = (round(length, 1) for length in next(filter(None, places)))  # as what is drawn there is
    steps = [
        f"{coordinate(round(place[0], 1) - x)} {coordinate(round(place[1], 1) - y)}" if place else ""
        for place in places
    ]
    named = f' data-moves="{name}"' if name else ""
    return f'<g data-places="{";".join(steps)}"{named}{"" if places[0] else _HIDDEN}>{content}</g>'


def reworded(rows, content):
    """``content`` as a line whose texts read ``rows[k]`` at step ``k``, in their order; None for not at all.

    Errors: ``ValueError`` where a row has more or fewer words than there are texts, and for words with ; | & < > ".

    >>> reworded([["a", "1"], ["b", ""]], '<text y="9"><tspan x="2"></tspan><tspan x="4"></tspan></text>')
    '<g data-words="a|1;b|"><text y="9"><tspan x="2">a</tspan><tspan x="4">1</tspan></text></g>'
    """
    count = len(_TEXT.findall(content))
    for k, row in enumerate(rows):
        if row is not None and len(row) != count:
            raise ValueError(f"step {k} has {len(row)} words for {count} texts")
    steps = ["|".join(row or ()) for row in rows]
    for row, step in zip(rows, steps, strict=True):
        if _SPECIAL.search(step) or step.count("|") != max(len(row or ()) - 1, 0):
            special = next(word for word in row if _SPECIAL.search(word) or "|" in word)
            raise ValueError(f'words may have none of ; | & < > ", got {special!r}')
    first = next((row for row in rows if row), [""] * count)
    hidden = "" if rows[0] is not None else _HIDDEN
    return f'<g data-words="{";".join(steps)}"{hidden}>{_written(content, first)}</g>'


def _written(content, words):
    """``content`` with ``words`` in its texts."""
    rest = iter(words)
    return _TEXT.sub(lambda found: f"{found[1]}{next(rest)}{found[3]}", content)


def lines_at(svg, k):
    """The lines that show at step ``k``, none of them stepped any more."""
    for line in svg.splitlines():
        if not line.startswith("<g data-"):
            yield line
        elif changing := _CHANGING.match(line):
            yield from _changed(line, changing, k)
        elif not (stepped := _STEPPED.match(line)):
            yield line
        elif _shows(stepped, k):
            yield "<g>" + line[stepped.end() :]


def _changed(line, changing, k):
    """A moving part at its place of step ``k``, or a line with its words; nothing where it is not there."""
    kind, steps = changing.groups()
    now, content = next(islice(steps.split(";"), k, None), ""), line[changing.end() :]
    if not now:
        return
    if kind == "places":
        yield ("<g>" if now == "0 0" else f'<g transform="translate({now})">') + content
        return
    words = chain(now.split("|"), repeat(""))
    yield "<g>" + _TEXT.sub(lambda found: f"{found[1]}{word}{found[3]}" if (word := next(words)) else "", content)


def lines_in_turn(svg, steps, seconds):
    """The lines with what makes them come and go by themselves, for ever: each of ``steps`` shows for ``seconds``."""
    for line in svg.splitlines():
        if changing := _CHANGING.match(line):
            stills = [next(_changed(line, changing, k), None) for k in steps]
            for still in dict.fromkeys(filter(None, stills)):
                yield _in_turn(still, [other == still for other in stills], seconds)
        elif stepped := _STEPPED.match(line):
            yield _in_turn("<g>" + line[stepped.end() :], [_shows(stepped, k) for k in steps], seconds)
        else:
            yield line


def _in_turn(line, shown, seconds):
    """A line, a group, that shows at those of the turns for which ``shown`` says so."""
    changes = [i for i in range(len(shown)) if not i or shown[i] != shown[i - 1]]
    values = ";".join("inline" if shown[i] else "none" for i in changes)
    times = ";".join(f"{i / len(shown):.6g}" for i in changes)
    head, _, content = line.partition(">")
    return (
        f'{head}{"" if shown[0] else _HIDDEN}><animate attributeName="display" values="{values}" keyTimes="{times}" '
        f'calcMode="discrete" dur="{len(shown) * seconds:g}s" repeatCount="indefinite"/>{content}'
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
