#!/usr/bin/env bash
# JupyterLab 4.6.6 with jupyterlab_widgets 3.0.17 (Chromium, 2026-11-27): a saved output that holds a widget's view and,
# as its fallback, a picture, shows neither when the notebook is opened again.
# Expected: an output lists one thing in several forms, and a front end shows the best form that it can show. With no
#           kernel that knows the widget, that is the picture.
# Instead:  the widget's form is chosen for its rank before anything is known of its model. The output says "Loading
#           widget..." and then "Error displaying widget: model not found"; the picture beside it is never shown.
# Exits 0 while this is so, 1 when it has changed. Needs chromium on the PATH.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install -qq --disable-pip-version-check jupyterlab==4.6.6 jupyterlab_widgets==3.0.17 ipywidgets==8.1.9 playwright==1.65.2
cd "$folder"
export JUPYTER_CONFIG_DIR="$folder/config" JUPYTER_DATA_DIR="$folder/data" JUPYTER_RUNTIME_DIR="$folder/run"
cat > see.py <<'PY'
import json, shutil, socket, subprocess, sys, time, urllib.request
from playwright.sync_api import sync_playwright

VIEW = "application/vnd.jupyter.widget-view+json"
svg = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><rect width="200" height="100"/></svg>'

def cell(name, *forms):
    data = {"image/svg+xml": svg, "text/plain": "a picture", VIEW: {"version_major": 2, "version_minor": 0, "model_id": "0" * 32}}
    output = {"output_type": "display_data", "metadata": {}, "data": {form: data[form] for form in forms}}
    return {"cell_type": "code", "id": name, "metadata": {}, "source": "", "execution_count": None, "outputs": [output]}

cells = [cell("plain", "image/svg+xml", "text/plain"), cell("widget", VIEW, "image/svg+xml", "text/plain")]
kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
json.dump({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}, open("two.ipynb", "w"))
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
        page.locator(".jp-OutputArea-output").nth(1).wait_for(timeout=120_000)
        page.wait_for_timeout(15_000)  # a kernel has started, and knows no widget
        outputs = page.locator(".jp-OutputArea-output")
        seen = [(outputs.nth(k).locator("img").count(), outputs.nth(k).inner_text().strip()) for k in range(2)]
        browser.close()
finally:
    server.terminate()
for name, (pictures, words) in zip(("picture alone", "picture beside a widget's view"), seen):
    print(f"{name}: {pictures} picture shown, words {words!r}")
dead = seen[1][0] == 0 and seen[1][1].startswith(("Loading widget", "Error displaying widget"))
sys.exit(0 if seen[0][0] == 1 and dead else 1)
PY
"$folder/env/bin/python" see.py
