"""Every explorer in a real JupyterLab, in both themes, on three screens: default, extreme, and where nothing fits."""

import sys
import tempfile
from pathlib import Path

import nbformat
from states import STATES

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser" / "driver"))
import lab

SCREENS = ((1280, 720), (1366, 768), (1920, 1080))
OUT = Path(__file__).parents[1] / "screenshots"


def main(wanted):
    """Write ``screenshots/NAME-THEME-WIDTH.png`` for the states named like one of ``wanted`` (all, if empty)."""
    OUT.mkdir(exist_ok=True)
    states = {name: cell for name, cell in STATES.items() if not wanted or any(w in name for w in wanted)}
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "all.ipynb", [f"from helpers.explore import *\n\n{cell}" for cell in states.values()])
        with lab.jupyter_lab(folder) as server, lab.chromium() as browser:
            page = server.open(browser, "all.ipynb")
            lab.run_all(page)
            for theme in lab.THEMES:
                lab.set_theme(page, theme)
                for width, height in SCREENS:
                    page.set_viewport_size({"width": width, "height": height})
                    for k, name in enumerate(states):
                        lab.go_to_cell(page, k).locator(".cnn-explorer").scroll_into_view_if_needed()
                        page.wait_for_timeout(300)
                        page.screenshot(path=OUT / f"{name}-{theme}-{width}.png")
                        print(name, theme, width)


def write(path, codes):
    """A notebook with these cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in codes])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


if __name__ == "__main__":
    main(sys.argv[1:])
