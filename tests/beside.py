"""The states of a page read back from their files, as states.js does it, written another way."""

import base64
import json
import re
import zlib


def unpacked(files):
    """{file's name: (its size in bytes deflated, its texts, {number: runs})}"""
    found = {}
    for name, text in files.items():
        (said, code), *more = re.findall(r'^cnnStates\("(\w+)","([A-Za-z0-9+/=]+)"\);\n$', text)
        assert said == name and not more
        data = base64.b64decode(code)
        texts, states = json.loads(zlib.decompress(data))
        found[name] = len(data), texts, {int(number): runs for number, runs in states.items()}
    return found


def texts_of_states(files, opening):
    """{number: [lines of the picture, words of the steps, [verdict]]}; ``opening`` are the texts of the page."""
    found = {}
    for _, texts, states in unpacked(files).values():
        for number, parts in states.items():
            assert number not in found
            found[number] = [list(_follow(runs, texts, opening)) for runs in parts]
    return found


def _follow(runs, texts, opening):
    for first, count in zip(runs[::2], runs[1::2], strict=True):
        for k in range(count):
            yield opening[-1 - first + k] if first < 0 else texts[first + k]


def places_of(number, sizes):
    """The places along the controls, the last one fastest."""
    places = []
    for size in reversed(sizes):
        number, place = divmod(number, size)
        places.append(place)
    return places[::-1]
