"""Printed text with columns as a table of the page, whose cells a screen reader can go along with their headings."""

import re
from html import escape


def printed_table(text):
    """Text in columns, a heading above them, as HTML: what stands before the heading is the caption.

    A column's words begin, or its numbers end, where its heading does. Rows begin with their name, which may have no
    heading. What follows the rows, in no column, stays as it is printed.

    Errors: ``ValueError`` for text without columns, and for a word that stands in none.
    """
    lines = text.rstrip().split("\n")
    split = [list(re.finditer(r"\S+(?: \S+)*", line)) for line in lines]
    top = next((k for k, words in enumerate(split) if len(words) > 1), None)
    if top is None:
        raise ValueError(f"no columns are printed in {text!r}")
    headings = [(word.start(), word.end(), word[0]) for word in split[top]]
    if headings[0][0]:
        headings.insert(0, (0, 0, ""))
    end = next((k for k in range(top + 1, len(lines)) if len(split[k]) < 2), len(lines))
    rows = [[_placed(words, headings).get(i) for i in range(len(headings))] for words in split[top + 1 : end]]
    right = [all(row[i] is None or row[i].end() == headings[i][1] for row in rows) for i in range(len(headings))]
    caption = f"<caption>{escape(' '.join(lines[:top]))}</caption>\n" if top else ""
    kinds = [' class="number"' if is_right and i else "" for i, is_right in enumerate(right)]
    names = (f'<th scope="col"{k}>{escape(name)}</th>' for k, (_, _, name) in zip(kinds, headings, strict=True))
    head = "".join(names).replace('<th scope="col"></th>', "<td></td>")  # over names without a heading
    body = "".join(f"<tr>{_row(row, kinds)}</tr>\n" for row in rows)
    after = f'<pre class="out scrolls">{escape(chr(10).join(lines[end:]))}</pre>\n' if lines[end:] else ""
    return (
        f'<div class="scrolls"><table class="printed">\n{caption}<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}</tbody>\n</table></div>\n{after}"
    )


def _placed(words, headings):
    """The words of a line by the numbers of their columns."""
    placed = {}
    for word in words:
        of = [i for i, (start, end, _) in enumerate(headings) if word.start() == start or word.end() == end]
        if len(of) != 1:
            raise ValueError(f"{word[0]!r} stands in no column of {[name for _, _, name in headings]}")
        placed[of[0]] = word
    return placed


def _row(row, kinds):
    name, *cells = (escape(word[0]) if word else "" for word in row)
    return f'<th scope="row">{name}</th>' + "".join(f"<td{k}>{c}</td>" for k, c in zip(kinds[1:], cells, strict=True))
