"""Names that are the thing's own, and ids that stand once on a page."""

from pathlib import Path

NAMED = (Path(__file__).parent / "named.js").read_text(encoding="utf-8")


def assert_own_names(root):
    """What is in the locator ``root`` is called what stands beside it, not merely something: how many there are."""
    root.page.evaluate(NAMED)
    wrong = root.evaluate("root => named.wrong(root)")
    assert not wrong, f"called another name than its own: {wrong}"
    return root.evaluate("root => named.count(root)")


def assert_each_id_once(page):
    """No id stands twice on the page."""
    page.evaluate(NAMED)
    twice = page.evaluate("named.twice()")
    assert not twice, f"ids that stand twice: {twice}"
