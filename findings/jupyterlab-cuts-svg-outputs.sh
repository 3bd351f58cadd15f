#!/usr/bin/env bash
# JupyterLab 4.6.6 (Chromium, 2026-11-27): an SVG output that is wider than the notebook is cut off, a PNG is not.
# Expected: both are pictures in the same output area, and JupyterLab's style sheet says `max-width: 100%` for both.
# Instead:  the SVG keeps its natural width and its right part is out of sight. The rule for it is written for
#           `.jp-RenderedSVG svg`, but an SVG output is shown as an <img>, which that rule does not meet.
# Exits 0 while this is so, 1 when it has changed. Needs chromium on the PATH.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install -qq --disable-pip-version-check jupyterlab==4.6.6 playwright==1.65.2
cd "$folder"
export JUPYTER_CONFIG_DIR="$folder/config" JUPYTER_DATA_DIR="$folder/data" JUPYTER_RUNTIME_DIR="$folder/run"
cat > see.py <<'PY'
import base64, json, shutil, socket, struct, subprocess, sys, time, urllib.request, zlib
from playwright.sync_api import sync_playwright

WIDE = 2000  # px of both pictures

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

rows = b"".join(b"\0" + bytes(WIDE) for _ in range(100))
png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", WIDE, 100, 8, 0, 0, 0, 0))
png += chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="100" viewBox="0 0 {WIDE} 100"><rect width="{WIDE}" height="100"/></svg>'

def cell(kind, data):
    output = {"output_type": "display_data", "metadata": {}, "data": {kind: data}}
    return {"cell_type": "code", "id": kind[-3:], "metadata": {}, "source": "", "execution_count": None, "outputs": [output]}

cells = [cell("image/png", base64.b64encode(png).decode()), cell("image/svg+xml", svg)]
json.dump({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, open("two.ipynb", "w"))
subprocess.run([sys.executable, "-m", "jupyter", "trust", "two.ipynb"], check=True, capture_output=True)
with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    port = s.getsockname()[1]
command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token=see", f"--ServerApp.root_dir={sys.path[0]}"]
server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
try:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/status?token=see", timeout=2)
            break
        except OSError:
            time.sleep(0.5)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(f"http://127.0.0.1:{port}/doc/tree/two.ipynb?token=see")
        page.locator(".jp-OutputArea-output img").nth(1).wait_for(timeout=120_000)
        page.wait_for_timeout(1000)
        seen = page.locator(".jp-OutputArea-output img").evaluate_all(
            "all => all.map(e => [e.parentElement.className.match(/jp-Rendered(Image|SVG)/)[1], Math.round(e.getBoundingClientRect().width), Math.round(e.parentElement.clientWidth)])"
        )
        browser.close()
finally:
    server.terminate()
for kind, width, area in seen:
    print(f"{kind}: {width} px wide in an output of {area} px{', cut off' if width > area else ', whole'}")
cut = {kind: width > area for kind, width, area in seen}
sys.exit(0 if cut == {"Image": False, "SVG": True} else 1)
PY
"$folder/env/bin/python" see.py
