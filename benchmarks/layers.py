"""The convolutions of AlexNet and VGG-16, and a script that times those of two trees of this project in turn.

``python layers.py TREE OTHER JSON`` on a desktop; ``layers.mjs`` runs the same in Pyodide. The JSON is
``{"layers": [...], "seconds": 1, "back": false}``, what is printed the seconds by TREE and OTHER, for each layer.
"""

import json
import sys
import time

ALEXNET = [
    ((227, 227, 3), (96, 11, 11, 3), {"stride": 4}),
    ((27, 27, 96), (256, 5, 5, 48), {"padding": 2, "groups": 2}),
    ((13, 13, 256), (384, 3, 3, 256), {"padding": 1}),
    ((13, 13, 384), (384, 3, 3, 192), {"padding": 1, "groups": 2}),
    ((13, 13, 384), (256, 3, 3, 192), {"padding": 1, "groups": 2}),
]
DEPTHS = [(1, 3, 64), (1, 64, 64), (2, 64, 128), (2, 128, 128), (4, 128, 256), *[(4, 256, 256)] * 2, (8, 256, 512)]
DEPTHS += [*[(8, 512, 512)] * 2, *[(16, 512, 512)] * 3]


def vgg16(side):
    """The 13 convolutions of VGG-16 for a picture of so many cells a side: all 3x3, stride 1, padding 1."""
    return [((side // by, side // by, c), (k, 3, 3, c), {"padding": 1}) for by, c, k in DEPTHS]


def layers_of(tree):
    """``helpers.layers`` as a tree of this project has it."""
    for name in [name for name in sys.modules if name.split(".")[0] == "helpers"]:
        del sys.modules[name]
    sys.path.insert(0, tree)
    try:
        import helpers.layers

        return helpers.layers
    finally:
        sys.path.remove(tree)


def measure(trees, layers, seconds=1, back=False, clock=time.process_time):
    """The seconds of ``clock`` that a call of each layer takes by each tree, in turn: the mean of many calls.

    A processor's clock may go in steps of milliseconds, so the least of them would say little of a small layer.
    """
    import numpy as np

    ways, generator, told = [layers_of(tree) for tree in trees], np.random.default_rng(0), []
    for shape, bank, options in layers:
        x, filters = (generator.standard_normal(size, dtype=np.float32) for size in (shape, bank))
        arrays = (x, filters)
        if back:
            output = ways[0].conv2d(x, filters, **options)
            arrays = (generator.standard_normal(output.shape, dtype=np.float32), x, filters)
        calls = [way.conv2d_backward if back else way.conv2d for way in ways]
        for call in calls:
            call(*arrays, **options)
        spent, often = [0.0] * len(ways), 0
        while min(spent) < seconds:
            often += 1
            for place, call in enumerate(calls):
                began = clock()
                call(*arrays, **options)
                spent[place] += clock() - began
        told.append([total / often for total in spent])
    return told


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1:3], **json.loads(sys.argv[3]))))
