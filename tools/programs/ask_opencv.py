# /// script
# requires-python = ">=3.11"
# dependencies = ["opencv-python-headless==5.0.0.*", "numpy"]
# ///
"""OpenCV's filter2D."""

import cv2
from layers import Rows, show

rows = Rows("opencv-python-headless")
rows.flips("OpenCV filter2D", lambda x, k: cv2.filter2D(x, -1, k))
show(rows)
