# /// script
# requires-python = ">=3.11"
# dependencies = ["Pillow==13.0.0", "numpy==2.4.6"]
# ///
"""Pillow's ImageFilter.Kernel, on whole numbers of 8 bits."""

import numpy as np
from flips import KERNEL
from layers import Rows, show
from PIL import Image, ImageFilter


def filtered(picture, kernel):
    """With scale 1, and numbers so small that no sum passes 255."""
    image = Image.fromarray(picture.astype(np.uint8))
    return np.array(image.filter(ImageFilter.Kernel(kernel.shape, kernel.ravel().tolist(), scale=1)))


small = np.random.default_rng(2).integers(0, 3, (11, 13)).astype(float)
weights = KERNEL % 7  # its eight turnings still differ
rows = Rows("Pillow")
rows.flips("Pillow ImageFilter.Kernel", filtered, picture=small, kernel=weights)
show(rows)
