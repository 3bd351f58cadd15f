"""What a screen reader would say unasked: the texts that come into the live regions of a page."""

import re
from pathlib import Path

SIGNS = "times", "divided", "by", "minus"  # of formulas, as they are said (names.js)
SCRIPT = (Path(__file__).parent / "announced.js").read_text(encoding="utf-8")


def listen(page):
    """Hear a page from its next opening on."""
    page.add_init_script(SCRIPT)


def listen_now(page):
    """Hear a page that is open already, from now on."""
    page.evaluate(SCRIPT)


def heard(page, where=""):
    """The texts since the last call, in order; of the regions with ``where`` in their class or id."""
    said = page.evaluate("announced.splice(0)")
    return [one["text"] for one in said if where in one["where"]]


def words_of(text):
    """The words and numbers of a text, but for the signs of its formulas, which are words only when they are said."""
    return [word for word in re.findall(r"\w+", text) if word not in SIGNS]


def begins(said, words):
    """Whether what was ``said`` begins with ``words``."""
    words = words_of(words)
    return words_of(said)[: len(words)] == words


def tells(said, words):
    """Whether ``words`` are a part of what was ``said``."""
    return " ".join(words_of(words)) in " ".join(words_of(said))
