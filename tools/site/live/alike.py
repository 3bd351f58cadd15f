"""What makes a notebook show in the live course what it shows on a desktop, and a chart sooner (``python.js``)."""

from io import BytesIO

MARGIN = 0.1  # inches around a chart: matplotlib's savefig.pad_inches


def begin():
    """Before the first cell."""
    import gc
    import logging
    import sys

    import numpy as np
    from IPython.core import pylabtools
    from IPython.core.completer import Completer

    sys.dont_write_bytecode = True  # no visit would find again what is written down here
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)  # looking for unreachable objects less often makes a chart 7 % faster
    # The default whole numbers of a 32-bit Python have 32 bits, the course's have 64, and print as numpy's default:
    # by a list of numpy's own, for numpy 2.0 has no setting for it (2.1 has: set_printoptions(override_repr=...)).
    np._core.arrayprint._typelessdata.append(np.int64)
    # Matplotlib's list of fonts comes with its bytecode (bytecode.py); without it, it says that it looks for them.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    # The kernel would have the Tab key ask jedi, which takes more than a second of every visit.
    Completer.use_jedi = property(lambda self: False, lambda self, value: None)
    pylabtools.print_figure = drawn_once(pylabtools.print_figure)


def before_a_cell():
    """Where matplotlib has come with bytecode (``bytecode.py``), it finds the tables of properties in its help ready.

    Else it makes them whenever it is imported, for each of its classes anew.
    """
    import sys
    from importlib.util import find_spec
    from pathlib import Path

    spec = None if "matplotlib.artist" in sys.modules else find_spec("matplotlib")
    if spec is None or not (tables := Path(spec.origin).with_name("kwdoc.json")).exists():
        return
    import json

    import matplotlib.artist

    known, table_of = json.loads(tables.read_text("utf-8")), matplotlib.artist.kwdoc

    def kwdoc(artist):
        name = f"{getattr(artist, '__module__', '')}.{getattr(artist, '__qualname__', '')}"
        return known.get(name) or table_of(artist)

    matplotlib.artist.kwdoc = kwdoc


def drawn_once(print_figure):
    """IPython's ``print_figure``, faster for a chart that lays itself out (layout="constrained").

    IPython cuts a chart to what is on it (bbox_inches="tight"). For that matplotlib draws it twice, and asks each
    part for its size once more (3.8.4 and 3.11.2). Here it is drawn once, on all its paper, and cut by what is seen.
    """

    def printed(figure, fmt="png", bbox_inches="tight", base64=False, **more):
        alone = figure.axes and not (figure.texts or figure.legends)  # those may lie beside the paper
        if not alone or figure.get_layout_engine() is None or (fmt, bbox_inches, more) != ("png", "tight", {}):
            return print_figure(figure, fmt, bbox_inches, base64, **more)
        return _png(figure, base64)

    return printed


def _png(figure, base64):
    from binascii import b2a_base64

    import numpy as np
    from PIL import Image

    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())
    paper, margin = pixels[0, 0], round(MARGIN * figure.dpi)
    kept = (pixels != paper).any(axis=2)
    for axes in figure.axes:  # an image of white paper is a part of the chart, too
        left, below, right, above = np.rint(axes.bbox.extents).clip(0).astype(int)
        kept[len(kept) - above : len(kept) - below, left:right] = True
    rows, columns = (np.flatnonzero(kept.any(axis=axis)) for axis in (1, 0))
    pixels = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    whole = np.empty((pixels.shape[0] + 2 * margin, pixels.shape[1] + 2 * margin, 4), np.uint8)
    whole[...] = paper
    whole[margin:-margin, margin:-margin] = pixels
    file = BytesIO()
    Image.fromarray(whole).save(file, "png", dpi=(figure.dpi, figure.dpi))
    return b2a_base64(file.getvalue(), newline=False).decode() if base64 else file.getvalue()
