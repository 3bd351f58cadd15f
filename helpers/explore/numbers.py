"""The numbers of a picture for the browser, which has them only while somebody there reads them (``numbers.js``)."""

import traitlets


class Numbered(traitlets.HasTraits):
    """A part of the canvas: while ``wanted``, ``tables`` are those of the picture that shows; else there are none.

    ``numbered`` is what ``shown`` was for them: the browser may show the picture of other controls by itself.
    """

    wanted = traitlets.Bool(False).tag(sync=True)
    tables = traitlets.List(traitlets.Unicode()).tag(sync=True)
    numbered = traitlets.List().tag(sync=True)
    _picture = None

    def tell(self, picture):
        """Take the picture that shows from now on; its tables go out with it, so that they are never of another."""
        self._picture = picture
        with self.hold_sync():
            if self.wanted:
                self.numbered = list(self.shown)
            self.tables = picture.packed if self.wanted else []

    @traitlets.observe("wanted")
    def _tell_again(self, _change):
        self.tell(self._picture)
