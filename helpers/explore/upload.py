"""The reader's own picture: chosen and reduced in the browser, checked again here by ``data.read_picture``."""

from pathlib import Path

import anywidget


class Upload(anywidget.AnyWidget):
    """A button for a picture file; it sends a message whose one buffer is a small PNG."""

    _esm = Path(__file__).parent / "upload.js"
