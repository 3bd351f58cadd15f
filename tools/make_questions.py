"""Write the questions of the course as Moodle XML into ``moodle/``.

A file for each notebook, one for the inventory in its two forms, and ``all.xml`` with all of them.
``notebooks/for_lecturers.md`` says how to use them.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools" / name) for name in ("moodle", "site")]

from asked import categories  # noqa: E402
from inventory import forms  # noqa: E402
from moodle_xml import Item, quiz  # noqa: E402

FOLDER = ROOT / "moodle"


def inventory():
    """The categories of the inventory: (its name, its ``Item`` list) for each form."""
    return [
        (f"Inventory, form {form}", [Item(f"{form}.{k:02}", one) for k, one in enumerate(twelve, 1)])
        for form, twelve in forms()
    ]


def files():
    """The texts of all files, by their names."""
    asked, before_and_after = categories(), inventory()
    texts = {f"{stem}.xml": quiz([category]) for stem, category in asked}
    everything = [*(category for _, category in asked), *before_and_after]
    return {**texts, "inventory.xml": quiz(before_and_after), "all.xml": quiz(everything)}


def main(folder=FOLDER):
    folder.mkdir(exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")
        print(f"{name}: {text.count('<defaultgrade>')} questions, {len(text) / 1e3:.0f} KB")


if __name__ == "__main__":
    main()
