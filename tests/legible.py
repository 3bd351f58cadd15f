"""What a picture writes, and whether it can be read: for the tests of pictures."""

import re
import xml.etree.ElementTree as ET

import numpy as np

SVG = "{http://www.w3.org/2000/svg}"


def written(svg):
    """(x, y, font size, anchor, words) of every text in an SVG; groups and texts hand their attributes down."""

    def walk(element, inherited):
        inherited = {**inherited, **element.attrib}
        if element.tag in (f"{SVG}text", f"{SVG}tspan") and element.text:
            x, y, size = (float(inherited[name]) for name in ("x", "y", "font-size"))
            found.append((x, y, size, inherited.get("text-anchor", "start"), element.text))
        for child in element:
            walk(child, inherited)

    found = []
    walk(ET.fromstring(svg), {})
    return found


def texts(picture, k=0):
    """The words of every text at step k, in the order of drawing."""
    return [words for *_, words in written(picture.at(k))]


def boxes(found):
    """An array of (left, right, top, bottom) of texts, in px: digits as wide as in the widest common font."""
    result = []
    for x, y, size, anchor, words in found:
        width = size * (0.64 if re.fullmatch(r"[-\d.·()]+", words) else 0.58) * len(words)
        left = x - width * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        result.append((left, left + width, y - 0.73 * size, y + 0.02 * size))
    return np.array(result)


def assert_legible(picture, k):
    """At step k every text is large enough, lies inside of the picture, and overlaps no other."""
    svg = picture.at(k)
    found = written(svg)
    width, height = map(float, ET.fromstring(svg).attrib["viewBox"].split()[2:])
    assert min(size for _, _, size, _, _ in found) >= 12
    left, right, top, bottom = boxes(found).T
    outside = (left < -0.5) | (right > width + 0.5) | (top < 0) | (bottom > height)
    assert not outside.any(), [found[i] for i in np.flatnonzero(outside)]
    across = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    along = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    touching = np.triu((across > 0.5) & (along > 0.5), 1)
    assert not touching.any(), [(found[i][4], found[j][4]) for i, j in np.argwhere(touching)]
