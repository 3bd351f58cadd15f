"""Build the course's site: pages to read, and the live course. Any web server or file host can serve the folder.

``python tools/site/build.py`` builds into _site/; with ``--pyodide FOLDER`` the site needs no other host.
"""

import argparse
import shutil
from pathlib import Path

from live import build_live
from readable import build_pages

OUT = Path(__file__).resolve().parents[2] / "_site"


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pyodide", type=Path, help="a folder with a Pyodide that fits")
    pyodide = options.parse_args().pyodide
    shutil.rmtree(OUT, ignore_errors=True)
    build_pages(OUT)
    build_live(OUT, pyodide)
    print(f"{OUT.name}/ holds {sum(f.stat().st_size for f in OUT.rglob('*') if f.is_file()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
