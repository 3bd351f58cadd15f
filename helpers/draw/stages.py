"""What a network is, in one row: a picture goes in on the left, and a guess with its probability comes out."""

from functools import partial

import numpy as np

from helpers.draw.common_tables import answers, compared, listed
from helpers.draw.lenet_sums import ink
from helpers.draw.raster import raster
from helpers.draw.scene import Scene, bar
from helpers.draw.svg import WIDTH, Grid, path, rect, text
from helpers.draw.table import Table, every, matrix
from helpers.palette import FILTER, INPUT, LINE, MUTED, OUTPUT
from helpers.trace.lenet import stages
from helpers.words import number, sentence

HEIGHT, MOST = 262, 7
SIDE, LINES, TOP = 112, 13, 48  # px of a stage's picture, of one of its bars, and where both begin
BELOW, BOX = 196, 212  # px: the words under the pictures, and the box with the notebooks
NAMES = {  # of a kind of stage: its name, what more there is to say, and its colour
    "input": ("picture", "in numbers", INPUT),
    "conv": ("convolution", "then ReLU", FILTER),
    "pool": ("pooling", "", FILTER),
    "lrn": ("LRN", "", FILTER),
    "dense": ("dense layers", "", FILTER),
    "answer": ("answer", "", OUTPUT),
}


def draw_stages(network, volume, weights, taught):
    """What a ``network`` like LeNet-5 makes of a ``volume``, stage by stage, and where the course explains it.

    ``network`` is a name or a ``Network``, ``volume`` (H, W, 1) holds 0 (paper) to 1 (ink), ``weights`` are those for
    ``network.forward``. ``taught`` has for each kind of stage, "input", "conv", "pool", "lrn", "dense" and "answer",
    as far as there are any, the notebooks that explain it, for example ``{"conv": "01, 02, 03", ...}``. Maps of one
    stage have one scale, from 0, white, to their largest value, black.

    Errors: ``ValueError`` for more than 7 stages and for a kind that ``taught`` lacks; those of ``network.forward``.
    """
    passed = stages(network, volume, weights)
    if len(passed) > MOST:
        raise ValueError(f"network must have at most {MOST} stages, got {len(passed)}")
    if missing := [stage.kind for stage in passed if stage.kind not in taught]:
        raise ValueError(f"taught must say which notebooks explain {missing[0]!r}")
    scene, words, captions, slot = Scene(HEIGHT), [], [], WIDTH / len(passed)
    for i, stage in enumerate(passed):
        name, more, colour = NAMES[stage.kind]
        x = 2 + i * slot
        scene.panel(x - 2, 0, slot - 2, HEIGHT)
        scene.title(x, name, colour)
        caption = _draw_stage(scene, stage, x, colour)
        scene.add(text(x, 35, more, size=13, fill=MUTED), text(x, BELOW, caption, size=13))
        books = "notebooks" if "," in taught[stage.kind] else "notebook"
        scene.add(rect(x, BOX, SIDE, 44, stroke=colour, stroke_width=1.5))
        middle = x + SIDE / 2
        scene.add(text(middle, BOX + 18, books, size=13, anchor="middle", fill=MUTED))
        scene.add(text(middle, BOX + 36, taught[stage.kind], anchor="middle", weight="bold"))
        if i + 1 < len(passed):
            scene.add(_arrow(x + SIDE + 4, slot - SIDE - 8, TOP + SIDE / 2))
        captions.append(caption)
        words.append(f"{', '.join(filter(None, (name, more)))}: {caption} ({books} {taught[stage.kind]})")
    words = f"A network, from left to right. {'. '.join(map(sentence, words))}."
    return scene.picture([words], trace=passed, tables=partial(_tables, passed, captions, taught))


def _draw_stage(scene, stage, x, colour):
    """A stage's values as shades, the answer's as bars; what is said below them."""
    values = stage.values[0]
    height, width, count = values.shape
    if stage.kind == "answer":
        return _draw_answer(scene, values.ravel(), x)
    if stage.kind == "dense":
        y = TOP
        for layer in stage.values:
            y += _draw_values(scene, layer.ravel(), x, y, colour) + 8
        return f"{', '.join(str(layer.size) for layer in stage.values)} numbers"
    across = int(np.ceil(np.sqrt(count)))
    cell = SIDE / across
    grid = Grid(x, TOP, cell, cell, -(-count // across), across)
    most, gap = max(values.max().item(), 1e-9), 1 if count > 1 else 0
    for k in range(count):
        left, top = grid.corner(*divmod(k, across))
        box = left + gap, top + gap, cell - 2 * gap, cell - 2 * gap
        scene.add(raster(ink(values[..., k], most), *box), rect(*box, stroke=LINE))
    maps = f"{count} maps, " if count > 1 else ""
    return f"{maps}{height} × {width}"


def _draw_values(scene, values, x, y, colour):
    """The values of a dense layer, 12 in a row; gives the height that they take, in px."""
    rows = -(-values.size // 12)
    shades = np.zeros(rows * 12)
    shades[: values.size] = values
    height = rows * SIDE / 18
    scene.add(raster(ink(shades.reshape(rows, 12), max(values.max().item(), 1e-9)), x, y, SIDE, height))
    scene.add(rect(x, y, SIDE, height, stroke=colour))
    return height


def _draw_answer(scene, shares, x):
    """A bar for each answer; what is said of the most likely one."""
    best = int(shares.argmax())
    for k, share in enumerate(shares.tolist()):
        y, weight = TOP + 11 + LINES * k, "bold" if k == best else None
        scene.add(text(x, y, str(k), size=12, weight=weight), rect(x + 12, y - 9, 100, 9, fill=LINE, opacity=0.18))
        scene.add(bar(x + 12, y - 9, 100 * share, 9, OUTPUT, opacity=None, least=0.5))
    return f"{best}: {number(shares[best], 2)}"


def _arrow(x, length, y):
    return path(f"M{x:.0f} {y:.0f}h{length:.0f}m-5 -4l5 4l-5 4", stroke=MUTED, stroke_width=1.5)


def _tables(passed, captions, taught):
    """The stages in their order, and the values of each: maps compared, since there are too many to be read."""
    names = [f"stage {i}: {NAMES[stage.kind][0]}" for i, stage in enumerate(passed, 1)]
    cells = [[caption, taught[stage.kind]] for stage, caption in zip(passed, captions, strict=True)]
    found = [Table("stages of the network", ["values", "notebooks"], names, cells)]
    for name, stage, caption in zip(names, passed, captions, strict=True):
        values = stage.values[0]
        if stage.kind == "answer":
            found.append(answers(values.ravel()))
        elif stage.kind == "dense":
            found += [listed(f"{name}, {layer.size} values", layer.ravel()) for layer in stage.values]
        elif values.shape[2] == 1:
            found.append(matrix(f"{name}, {caption}", values[..., 0]))
        else:
            found.append(compared(f"{name}, {caption}", values))
    return every(*found)
