"""The prose of a notebook as HTML: nbconvert's Markdown, with mathematics as MathML, which needs no script."""

import re
from html import escape, unescape

from latex2mathml.converter import convert
from mistune import import_plugin
from mistune.plugins.table import table_in_quote
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

_CHINESE = re.compile(r"[\u3400-\u9fff]+(?![^<>]*>)")  # the glossary's terms, for a voice of that language


class _Renderer(IPythonRenderer):
    """Links between notebooks lead to pages, and headings have the ids that JupyterLab gives them."""

    def __init__(self):
        super().__init__(escape=True, exclude_anchor_links=True)

    def block_math(self, body):
        return f'<div class="formula scrolls">{convert(body.strip(), display="block")}</div>\n'

    def inline_math(self, body):
        return convert(body.strip())

    def heading(self, text, level, **attrs):
        name = plain(text).replace(" ", "-")
        return f'<h{level} id="{escape(name)}">{text}</h{level}>\n'

    def link(self, text, url, title=None):
        return super().link(text, re.sub(r"^((?:\d\d|appendix)_\w+)\.ipynb", r"\1.html", url), title)


class TeX(_Renderer):
    """For a course system, which sets TeX between ``\\(`` and ``\\)`` itself and has none of the course's pages."""

    def block_math(self, body):
        return f"\\[{escape(body.strip())}\\]\n"

    def inline_math(self, body):
        return f"\\({escape(body.strip())}\\)"

    def link(self, text, url, title=None):
        return super().link(text, url, title) if "://" in url else text


def prose(source, renderer=_Renderer):
    """Markdown as HTML; a table scrolls in a box of its own, and so does code; Chinese is marked."""
    plugins = [*map(import_plugin, MarkdownWithMath.DEFAULT_PLUGINS), table_in_quote]
    html = MarkdownWithMath(renderer=renderer(), plugins=plugins).render(source)
    html = html.replace("<pre>", '<pre class="scrolls">')
    html = _CHINESE.sub(r'<span lang="zh">\g<0></span>', html)
    return html.replace("<table>", '<div class="scrolls"><table>').replace("</table>", "</table></div>")


def plain(html):
    """The words of some HTML on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def code(source):
    """Python with its colours."""
    lines = highlight(source, PythonLexer(), HtmlFormatter(nowrap=True))
    return f'<pre class="code scrolls"><code>{lines.rstrip()}</code></pre>\n'
