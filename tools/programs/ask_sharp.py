# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy"]
# ///
"""sharp, in Node; npm brings it into a folder that is thrown away."""

import json
import subprocess
import tempfile

import numpy as np
from flips import KERNEL
from layers import Rows, show

VERSION = "sharp@0.35.5"
CODE = """
const sharp = require("sharp");
const { data, rows, columns, kernel, side } = JSON.parse(process.argv[1]);
sharp(Buffer.from(data), { raw: { width: columns, height: rows, channels: 1 } })
  .convolve({ width: side, height: side, kernel, scale: 1 }).extractChannel(0).raw().toBuffer()
  .then((buffer) => console.log(JSON.stringify([...buffer])));
"""
SMALL = np.random.default_rng(2).integers(0, 3, (11, 13)).astype(float)  # no sum passes 255

rows = Rows("numpy")
rows.version = VERSION.replace("@", " ")
with tempfile.TemporaryDirectory() as folder:
    subprocess.run(["npm", "install", "--silent", "--no-audit", VERSION], cwd=folder, check=True)

    def filtered(picture, kernel):
        (height, width), side = picture.shape, len(kernel)
        given = {"rows": height, "columns": width, "side": side, "kernel": kernel.ravel().tolist()}
        given["data"] = picture.astype(int).ravel().tolist()
        command = ["node", "-e", CODE, json.dumps(given)]
        printed = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
        return np.array(json.loads(printed)).reshape(height, width)

    rows.flips("sharp", filtered, picture=SMALL, kernel=KERNEL % 7)
show(rows)
