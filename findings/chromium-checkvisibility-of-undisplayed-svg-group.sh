#!/usr/bin/env bash
# Chromium 156.0 (2026-11-28): checkVisibility() says true of an SVG group whose display is none.
# Expected: false. CSSOM View's first step is to return false for an element that has no box, and so it does for a
#           <rect> or a <div> that is not displayed.
# Instead:  a <g> with display="none", one with a style of display: none, and what lies in them are called visible. The
#           computed display of the groups is none, and all their bounding boxes are empty.
# Exits 0 while this is so, 1 when it has changed. Needs chromium on the PATH.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install -qq --disable-pip-version-check playwright==1.65.2
cd "$folder"
cat > see.py <<'PY'
import shutil, sys
from playwright.sync_api import sync_playwright

PAGE = """
<div id="div" style="display: none">a</div>
<svg width="90" height="30">
  <rect id="rect" display="none" width="20" height="20"/>
  <g id="group" display="none"><rect id="rect in it" width="20" height="20"/></g>
  <g id="styled group" style="display: none"><rect width="20" height="20"/></g>
  <g id="shown group"><rect width="20" height="20"/></g>
</svg>"""
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
    page = browser.new_page()
    page.set_content(PAGE)
    print(f"Chromium {browser.version}")
    seen = page.locator("[id]").evaluate_all(
        "all => all.map((e) => [e.id, getComputedStyle(e).display, e.getBoundingClientRect().width, e.checkVisibility()])"
    )
    browser.close()
for name, display, width, visible in seen:
    print(f"{name}: display {display}, {width} px wide, checkVisibility() {str(visible).lower()}")
said = {name: visible for name, _, _, visible in seen}
as_expected = not said["div"] and not said["rect"] and said["shown group"]
sys.exit(0 if as_expected and said["group"] and said["styled group"] and said["rect in it"] else 1)
PY
"$folder/env/bin/python" see.py
