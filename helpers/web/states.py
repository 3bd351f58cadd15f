"""The states of an explorer in files beside a page, which fetches them as its reader goes on (states.js)."""

import base64
import json
import zlib
from hashlib import sha256
from itertools import count

MOST = 30_000  # bytes of a file, deflated: what one move brings, from a host that compresses scripts as most do


class Packer:
    """Puts states into ``files``, {name: text}, each of at most ``MOST`` bytes.

    A state is a ``number`` and its texts: the lines of its picture, its words, its verdict. ``opening`` are the texts
    that the page has already. A file has each of its texts once, and says which ones a state is made of. ``first``
    is the number of the first state in each file; the numbers come in rising order. ``size`` are bytes so far.
    """

    def __init__(self, opening):
        self._known = {text: -1 - i for i, text in enumerate(opening)}
        self.first, self.files, self.count, self._closed = [], {}, 0, 0
        self._begin()

    def _begin(self):
        self._texts, self._states, self._taken, self._stream = {}, {}, 0, zlib.compressobj()

    @property
    def size(self):
        return self._closed + self._taken

    def add(self, number, *parts):
        """Take a state, and answer whether it had room: one larger than a file has none."""
        if not self._fits(number, parts):
            self.close()
            if not self._fits(number, parts):
                return False
        self.count += 1
        return True

    def _fits(self, number, parts):
        """Add a state to the file that is open, where that stays small enough."""
        new = dict.fromkeys(text for part in parts for text in part if text not in self._known)
        new = [text for text in new if text not in self._texts]
        self._texts.update(zip(new, count(len(self._texts))))
        state = [runs([self._known.get(text, self._texts.get(text)) for text in part]) for part in parts]
        stream = self._stream.copy()
        taken = self._taken + len(stream.compress(_json([new, number, state])) + stream.flush(zlib.Z_SYNC_FLUSH))
        if taken > MOST - 1000:  # a little is lost when all is put in order
            for text in new:
                del self._texts[text]
            return False
        self._taken, self._stream = taken, stream
        self._states[number] = state
        return True

    def close(self):
        """End the file that is open."""
        if self._states:
            data = zlib.compress(_json([list(self._texts), self._states]), 9)
            name = sha256(data).hexdigest()[:12]
            self.first.append(min(self._states))
            self.files[name] = f'cnnStates("{name}","{base64.b64encode(data).decode()}");\n'
            self._closed += len(data)
        self._begin()


def runs(places):
    """Rising places as pairs (first, how many), one after the other; the opening's count down from -1.

    >>> runs([5, 6, 7, 2, -1, -2, -4])
    [5, 3, 2, 1, -1, 2, -4, 1]
    """
    found = []
    for place in places:
        if found and place == _after(*found[-2:]):
            found[-1] += 1
        else:
            found += [place, 1]
    return found


def _after(first, count):
    """The place behind a run; a run does not pass from the opening's texts to the file's."""
    return first + count if first >= 0 else first - count


def _json(data):
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
