"""What a screen reader would say unasked: the texts that come into the live regions of a page."""

from pathlib import Path

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
