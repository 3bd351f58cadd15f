# /// script
# requires-python = ">=3.11"
# dependencies = ["pyvips-binary==8.18.*", "pyvips", "numpy"]
# ///
"""libvips, by its Python binding."""

import numpy as np
import pyvips
from layers import Rows, show


def filtered(picture, kernel):
    return (
        pyvips.Image.new_from_array(picture)
        .conv(pyvips.Image.new_from_array(kernel.tolist()), precision="float")
        .numpy()
    )


rows = Rows("pyvips-binary")
rows.version = f"libvips {'.'.join(str(pyvips.version(part)) for part in range(3))}"
rows.flips("libvips", lambda picture, kernel: np.squeeze(filtered(picture, kernel)))
show(rows)
