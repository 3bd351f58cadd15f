# /// script
# requires-python = ">=3.11"
# dependencies = ["torch==2.13.0", "kornia==0.9.0", "numpy"]
# ///
"""kornia's filter2d."""

import kornia
import torch
from layers import Rows, show


def filtered(picture, kernel):
    return kornia.filters.filter2d(torch.tensor(picture)[None, None], torch.tensor(kernel.copy())[None])[0, 0].numpy()


rows = Rows("kornia")
rows.flips("kornia filter2d", filtered)
show(rows)
