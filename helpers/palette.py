"""The colours of pictures and pages: one set a theme, the same names in both, and nowhere else."""

import re

from helpers.arguments import one_of

LIGHT = {
    "ink": "#1a1a1a",
    "paper": "#ffffff",
    "muted": "#595959",
    "line": "#8a8a8a",
    "input": "#0067a3",
    "filter": "#8f5600",
    "output": "#007355",
    "mark": "#c02f1d",
    "red": "#c4103e",
    "green": "#175512",
    "blue": "#1f46c7",
    "minus": "#542788",
    "plus": "#b35806",
    "minus_tint": "#ded9ef",
    "plus_tint": "#fddfb8",
}
DARK = {
    "ink": "#f2f2f2",
    "paper": "#111111",
    "muted": "#b4b4b4",
    "line": "#7d7d7d",
    "input": "#6cb8ee",
    "filter": "#f0ad4e",
    "output": "#4cc9a0",
    "mark": "#ff8a73",
    "red": "#ff8c97",
    "green": "#7fd069",
    "blue": "#9db4ff",
    "minus": "#b2abd2",
    "plus": "#fdb863",
    "minus_tint": "#3b3163",
    "plus_tint": "#5c3a10",
}
THEMES = {"light": LIGHT, "dark": DARK}
# Pages that say they are dark: JupyterLab's, VS Code's (its light theme of high contrast has both names), Colab's.
DARK_PAGES = (
    ':is([data-jp-theme-light="false"], .vscode-dark, .vscode-high-contrast:not(.vscode-high-contrast-light), '
    'html[theme="dark"])'
)
# Pixels below 0 are purple, 0 is white, those above are orange, in both themes. ColorBrewer's PuOr, which the
# notebooks' own pictures take from matplotlib as "PuOr_r".
PURPLES = ["#2d004b", "#542788", "#8073ac", "#b2abd2", "#d8daeb"]
ORANGES = ["#fee0b6", "#fdb863", "#e08214", "#b35806", "#7f3b08"]
SIGNED = [*PURPLES, "#f7f7f7", *ORANGES]
BARS = "#f7f7f7", PURPLES[0], PURPLES[2]  # minus signs: on dark purple, on middle purple, on the palest
# The lights of a photograph's channels, as bytes: a little of the others is in each, for pure blue is nearly black.
LIGHTS = {"red": (255, 64, 84), "green": (96, 236, 96), "blue": (92, 146, 255)}
_VARIABLE = re.compile(r"var\(--cnn-(\w+), [^)]+\)")


def variable(name):
    """A colour that the page decides on; without a page that does, it is the light theme's.

    >>> variable("mark")
    'var(--cnn-mark, #c02f1d)'
    """
    return f"var(--cnn-{name}, {LIGHT[name]})"


_ALL = list(map(variable, LIGHT))
INK, PAPER, MUTED, LINE, INPUT, FILTER, OUTPUT, MARK = _ALL[:8]  # what a picture writes
RED, GREEN, BLUE, MINUS, PLUS, MINUS_TINT, PLUS_TINT = _ALL[8:]  # channels; signs: bars, and cells behind numbers
CHANNEL = {"red": RED, "green": GREEN, "blue": BLUE}  # what the name of a channel is written in


def literal(text, theme="light"):
    """``text`` with the theme's own colours in place of the variables, for where there is no page.

    Errors: ``ValueError`` for a theme that there is not.

    >>> literal('<g fill="var(--cnn-mark, #c02f1d)"/>', "dark")
    '<g fill="#ff8a73"/>'
    """
    one_of("theme", theme, THEMES)
    return _VARIABLE.sub(lambda found: THEMES[theme][found[1]], text)


def declarations(theme):
    """What sets the variables to a theme's colours, to stand between the braces of a CSS rule.

    >>> declarations("dark")  # doctest: +ELLIPSIS
    '--cnn-ink: #f2f2f2; ... --cnn-plus_tint: #5c3a10;'
    """
    return " ".join(f"--cnn-{name}: {colour};" for name, colour in THEMES[theme].items())


def css(selector):
    """The rules that set the variables for ``selector``, in the light and the dark theme of the ``DARK_PAGES``.

    >>> print(css(".page"))  # doctest: +ELLIPSIS
    .page { --cnn-ink: #1a1a1a; ... }
    :is([data-jp-theme-light="false"], ...) .page { --cnn-ink: #f2f2f2; ... }
    <BLANKLINE>
    """
    dark = f"{DARK_PAGES} {selector}"
    return f"{selector} {{ {declarations('light')} }}\n{dark} {{ {declarations('dark')} }}\n"
