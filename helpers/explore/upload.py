"""The reader's own picture: chosen and reduced in the browser, checked again here by ``data.read_picture``."""

import anywidget
import traitlets

from helpers.web.page import read


class Upload(anywidget.AnyWidget):
    """A button for a picture file, and the ``name`` of the one that was taken.

    It sends a message: ``name`` and, as its one buffer, a small PNG; or why the browser has ``refused`` a file.
    """

    name = traitlets.Unicode().tag(sync=True)
    _esm = read("upload.js")
