# /// script
# requires-python = ">=3.11"
# dependencies = ["playwright", "Pillow", "numpy"]
# ///
"""SVG's feConvolveMatrix in the Chromium that is here."""

import base64
import io
import shutil

import numpy as np
from flips import KERNEL
from layers import Rows, show
from PIL import Image
from playwright.sync_api import sync_playwright

SMALL = np.random.default_rng(2).integers(0, 3, (11, 13)).astype(float)  # no sum passes 255
PAGE = """<body style="margin:0"><svg width="{w}" height="{h}" style="display:block">
<filter id="f" filterUnits="userSpaceOnUse" x="0" y="0" width="{w}" height="{h}" color-interpolation-filters="sRGB">
<feConvolveMatrix order="{side}" kernelMatrix="{kernel}" divisor="1" preserveAlpha="true"/></filter>
<image href="data:image/png;base64,{data}" width="{w}" height="{h}" filter="url(#f)"/></svg></body>"""


def filtered(picture, kernel):
    file = io.BytesIO()
    Image.fromarray(picture.astype(np.uint8)).save(file, "PNG")
    (h, w), data = picture.shape, base64.b64encode(file.getvalue()).decode()
    page.set_content(PAGE.format(w=w, h=h, side=len(kernel), kernel=" ".join(map(str, kernel.ravel())), data=data))
    shot = page.screenshot(clip={"x": 0, "y": 0, "width": w, "height": h})
    return np.array(Image.open(io.BytesIO(shot)).convert("RGB"))[..., 0]


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    page = browser.new_page()
    rows = Rows("numpy")
    rows.version = f"Chromium {browser.version.split('.')[0]}"
    rows.flips("Chromium, SVG feConvolveMatrix", filtered, picture=SMALL, kernel=KERNEL % 7)
show(rows)
