"""Every explorer in a real JupyterLab, in both themes, on three screens: default, extreme, and where nothing fits."""

import sys
import tempfile
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser" / "driver"))
import lab

SCREENS = ((1280, 720), (1366, 768), (1920, 1080))
OUT = Path(__file__).parents[1] / "screenshots"
STATES = {
    "convolution-default": "explore_convolution()",
    "convolution-middle": "explore_convolution(image='corner', kernel='emboss', flip=True, step=12)",
    "convolution-extreme": "explore_convolution(n=12, f=7, padding=3, image='digits', kernel='counting', step=70)",
    "convolution-many": "explore_convolution(n=12, f=1, padding=3, image='digits', kernel='counting', step=323)",
    "convolution-dilated": "explore_convolution(n=9, dilation=3, padding=1, stride=2, image='digits', step=3)",
    "convolution-left-over": "explore_convolution(stride=3, image='digits', step=3)",
    "convolution-none-fits": "explore_convolution(n=4, f=7)",
    "kernels-default": "explore_kernels()",
    "kernels-emboss": "explore_kernels(kernel='emboss', flip=True, row=30, step=40)",
    "kernels-extreme": "explore_kernels('astronaut', 'box 5 x 5', row=0, step=0)",
    "kernels-sharpen": "explore_kernels('camera', 'sharpen', row=60, step=111)",
    "output-size-default": "explore_output_size()",
    "output-size-extreme": "explore_output_size(n=32, f=5, padding=2, step=20)",
    "output-size-left-over": "explore_output_size(stride=3, step=1)",
    "output-size-none-fits": "explore_output_size(n=4, f=5)",
    "conv-layer-default": "explore_conv_layer()",
    "conv-layer-extreme": "explore_conv_layer(k=4, f=3, padding=2, relu=True, step=150)",
    "conv-layer-left-over": "explore_conv_layer(k=1, f=2, stride=2, padding=0)",
    "conv-layer-groups": "explore_conv_layer(k=4, padding=0, groups=2, channels=4, step=20)",
    "conv-layer-no-groups": "explore_conv_layer(k=3, groups=2)",
    "lenet-default": "explore_lenet()",
    "lenet-channels": "explore_lenet(layer='C3', map=3)",
    "lenet-dense": "explore_lenet(layer='C5')",
    "lenet-extreme": "explore_lenet(digit=499, layer='output', down=6, right=-6, turn=-90, noise=128)",
    "memory-default": "explore_memory(step=1)",
    "memory-training": "explore_memory(batch=64, mode='training', step=2)",
    "memory-extreme": "explore_memory('VGG-E', 256, 8, 'training', step=4)",
    "network-default": "explore_network(step=1)",
    "network-alexnet": "explore_network('AlexNet', step=4)",
    "network-extreme": "explore_network('VGG-E', step=23)",
    "one-by-one-default": "explore_one_by_one()",
    "one-by-one-extreme": "explore_one_by_one(k=4, step=30)",
    "pattern-default": "explore_pattern(step=2)",
    "pattern-per-block": "explore_pattern((2, 2, 3, 3, 3), batch=16, step=17)",
    "pattern-extreme": "explore_pattern((5,) * 8, 8, 3, True, 128, 256, 256, step=40)",
    "pattern-none-fits": "explore_pattern(m=6, step=18)",
    "pooling-default": "explore_pooling()",
    "pooling-overlap": "explore_pooling(n=7, size=3, image='digits', step=4)",
    "pooling-left-over": "explore_pooling(n=5, size=2, image='digits', kind='average')",
    "receptive-field-default": "explore_receptive_field()",
    "vgg-columns-default": "explore_vgg_columns(step=2)",
    "vgg-columns-extreme": "explore_vgg_columns('A-LRN', 'E', step=22)",
    "vgg-columns-same": "explore_vgg_columns('C', 'C', step=21)",
}


def main(wanted):
    """Write ``screenshots/NAME-THEME-WIDTH.png`` for the states named like one of ``wanted`` (all, if empty)."""
    OUT.mkdir(exist_ok=True)
    states = {name: cell for name, cell in STATES.items() if not wanted or any(w in name for w in wanted)}
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "all.ipynb", [f"from helpers.explore import *\n\n{cell}" for cell in states.values()])
        with lab.jupyter_lab(folder) as server, lab.chromium() as browser:
            page = server.open(browser, "all.ipynb")
            lab.run_all(page)
            for theme in lab.THEMES:
                lab.set_theme(page, theme)
                for width, height in SCREENS:
                    page.set_viewport_size({"width": width, "height": height})
                    for k, name in enumerate(states):
                        lab.go_to_cell(page, k).locator(".cnn-explorer").scroll_into_view_if_needed()
                        page.wait_for_timeout(300)
                        page.screenshot(path=OUT / f"{name}-{theme}-{width}.png")
                        print(name, theme, width)


def write(path, codes):
    """A notebook with these cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in codes])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


if __name__ == "__main__":
    main(sys.argv[1:])
