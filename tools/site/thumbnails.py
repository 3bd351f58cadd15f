"""A small picture for each notebook that moves by itself: parts of the course's own pictures, side by side."""

import re
from dataclasses import dataclass
from html import escape

import numpy as np

from helpers.data import load_digits, load_lenet_weights, load_photograph, load_training
from helpers.digits import digit_volume
from helpers.draw import (
    draw_convolution,
    draw_lenet,
    draw_network,
    draw_one_by_one,
    draw_pattern,
    draw_pooling,
    draw_receptive_field,
    draw_training,
)
from helpers.draw.steps import at, lines_at, lines_in_turn
from helpers.filters import small_filter, small_input
from helpers.palette import INK, PAPER, declarations

WIDTH, HEIGHT = 240, 135  # px
LEAST = 8  # px: smaller letters are left out
_PANEL = re.compile(r'<g data-panel="([^"]+)">')
_TEXT = re.compile(r'<text [^>]*?font-size="(\d+)"[^>]*>.*?</text>')
_GRID = re.compile(r"<g data-grid=[^>]*/>")
_OPENS = re.compile(r"<g(?: [^>]*)?(?<!/)>")
_DARK = f"@media (prefers-color-scheme: dark) {{ :root {{ {declarations('dark')} }} }}"
_STYLE = f":root {{ {declarations('light')} }} {_DARK}"


@dataclass(frozen=True)
class Part:
    """A piece of a picture, ``box`` (x, y, width, height) in its px, at (``x``, ``y``) of the thumbnail, scaled."""

    box: tuple
    x: float
    y: float
    scale: float


@dataclass(frozen=True)
class Thumbnail:
    """Steps of ``pictures``, each for so many ``seconds``, seen through ``parts``: of one all, else each one's first.

    ``words`` say what there is to see; ``still`` is the step for who asks for less motion.
    """

    pictures: tuple
    words: str
    parts: tuple
    seconds: float
    still: int = -1

    @property
    def steps(self):
        """How many there are."""
        return len(self.pictures) if len(self.pictures) > 1 else len(self.pictures[0].alts)

    @property
    def moving(self):
        """SVG text that goes over the steps for ever, without a script."""
        return self._drawn(lambda svg: lines_in_turn(svg, range(self.steps), self.seconds))

    @property
    def resting(self):
        """SVG text of one step."""
        return self._drawn(lambda svg: lines_at(svg, self.still % self.steps))

    def _drawn(self, shown):
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        head += f'height="{HEIGHT}" font-family="system-ui, sans-serif" fill="{INK}" role="img" '
        head += f'aria-label="{escape(self.words)}">'
        paper = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
        pieces = [self._piece(part, shown) for part in self.parts]
        return "\n".join([head, f"<style>{_STYLE}</style>", paper, *pieces, "</svg>"])

    def _piece(self, part, shown):
        """What is seen of a part, in a window of its own: no small letters, and nothing that only a canvas needs."""
        left, top, width, height = part.box
        if len(self.pictures) == 1:
            lines = _inside(self.pictures[0].svg, part.box)
        else:
            stills = (_inside(picture.still(0).svg, part.box) for picture in self.pictures)
            lines = [at(k, "".join(still)) for k, still in enumerate(stills)]
        drawn = "".join(shown("\n".join(lines)))
        drawn = _TEXT.sub(lambda text: text[0] if int(text[1]) * part.scale >= LEAST else "", drawn)
        where = f'x="{part.x:g}" y="{part.y:g}" width="{width * part.scale:.1f}" height="{height * part.scale:.1f}"'
        return f'<svg {where} viewBox="{left:g} {top:g} {width:g} {height:g}">{_GRID.sub("", drawn)}</svg>'


def _inside(svg, box):
    """The lines of a picture's panels that a box meets, with the definitions that they share."""
    left, top, width, height = box
    kept, depth, inside = [], 0, True
    for line in svg.splitlines()[1:-1]:
        panel = _PANEL.match(line)
        if panel and depth == 0:
            x, y, w, h = map(float, panel[1].split())
            inside = x < left + width and left < x + w and y < top + height and top < y + h
        if inside:
            kept.append("<g>" if panel else line)
        depth += len(_OPENS.findall(line)) - line.count("</g>")
        inside = inside or depth == 0
    return kept


def thumbnails():
    """A ``Thumbnail`` for each notebook, by its number as its file's name has it, "00" to "09"."""
    images, labels = load_digits()
    weights, digits = load_lenet_weights(), [int(np.flatnonzero(labels == d)[0]) for d in (8, 3, 5, 2)]
    read = [draw_lenet("LeNet-5", digit_volume(images[i]), weights, "output") for i in digits]
    volume = digit_volume(images[digits[0]])
    passed = [_brightest(volume, weights, layer) for layer in ("C1", "S2", "C3", "S4")]
    training = load_training()
    learned = draw_training(
        training, np.stack([digit_volume(images[i]) for i in training.digits]), labels[training.digits], 3
    )
    small = load_photograph("coffee").reshape(28, 4, 28, 4, 3).mean(axis=(1, 3)).round()
    deeper = [draw_pattern(m=m) for m in (1, 2, 3, 4, 5)]
    edge = small_filter("vertical edge", 3)
    return {
        "00": _made(
            read,
            "Digits, and ten bars with what a network reads in each",
            (Part((4, 28, 200, 200), 8, 8, 0.6), Part((0, 253, 150, 150), 132, 12, 0.72)),
            1.2,
        ),
        "01": _made(
            draw_convolution(small_input("edge", 5), edge),
            "A filter slides over a table of numbers, and the output fills up",
            (Part((0, 26, 226, 226), 8, 10, 0.51), Part((630, 26, 138, 138), 144, 32, 0.51)),
            0.5,
        ),
        "02": _made(
            draw_convolution(small_input("edge", 7), edge, stride=2),
            "A window moves by two cells a step",
            (Part((0, 26, 312, 312), 4, 2, 0.42), Part((630, 26, 138, 138), 150, 32, 0.51)),
            0.5,
        ),
        "03": _made(
            draw_one_by_one(small, [[3, 6, 1]], [10], 14),
            "A photograph, its red, its green and its blue, and the grey one that a filter mixes of them",
            (
                Part((4, 24, 140, 140), 6, 8, 0.41),
                Part((152, 24, 140, 140), 66, 8, 0.41),
                Part((4, 224, 140, 140), 6, 69, 0.41),
                Part((152, 224, 140, 140), 66, 69, 0.41),
                Part((632, 24, 320, 320), 132, 17, 0.32),
            ),
            0.25,
        ),
        "04": _made(
            draw_pooling(small_input("digits", 4)),
            "The largest of each four cells is kept",
            (Part((0, 26, 228, 228), 8, 10, 0.5), Part((638, 26, 116, 116), 150, 38, 0.5)),
            0.9,
        ),
        "05": _made(
            learned,
            "Six filters while a network learns, and its loss, which falls",
            (Part((224, 26, 350, 58), 8, 6, 0.64), Part((654, 22, 302, 112), 8, 50, 0.74)),
            0.5,
        ),
        "06": _made(
            passed,
            "A digit, and one map of each layer that it passes, smaller and smaller",
            (Part((2, 26, 204, 204), 6, 14, 0.53), Part((625, 25, 222, 222), 126, 14, 0.48)),
            1.2,
        ),
        "07": _made(
            draw_network("AlexNet"),
            "The layers of AlexNet as blocks, and bars with what each of them costs",
            (Part((118, 20, 842, 114), 4, 20, 0.275), Part((118, 174, 842, 118), 4, 70, 0.275)),
            0.6,
        ),
        "08": _made(
            draw_receptive_field(("conv 3", "conv 3")),
            "A value above two filters of three sees five cells below them",
            (Part((470, 120, 300, 240), 38, 2, 0.545),),
            0.6,
        ),
        "09": _made(
            deeper,
            "Block after block, and a network is deeper",
            (Part((132, 22, 828, 150), 4, 44, 0.28),),
            1.0,
        ),
    }


def _brightest(volume, weights, layer):
    """LeNet on a digit, with the map of a layer that has most to show."""
    values = draw_lenet("LeNet-5", volume, weights, layer).trace.values
    return draw_lenet("LeNet-5", volume, weights, layer, int(values.sum(axis=(0, 1)).argmax()))


def _made(pictures, words, parts, seconds):
    return Thumbnail(tuple(pictures) if isinstance(pictures, list) else (pictures,), words, parts, seconds)
