"""Write the lecture's own examples for other people's slides into ``figures/``, and the README's moving picture.

python tools/make_figures.py           all of them
python tools/make_figures.py pooling   those whose name contains a word
python tools/make_figures.py --readme  notebooks/sliding.svg only
"""

import sys
from pathlib import Path

from helpers import explore, networks

ROOT = Path(__file__).parents[1]
FOLDER, README = ROOT / "figures", ROOT / "notebooks" / "sliding.svg"

# Each with the call that makes its explorer, and what its animation goes over: nothing for all steps.
FIGURES = {
    "sliding-7x7-by-3x3": ("explore_convolution()", ""),
    "flip": ("explore_convolution(image='corner', kernel='counting', step=12)", "flip=[False, True], seconds=2"),
    "padding-1": ("explore_convolution(padding=1)", ""),
    "stride-1": ("explore_output_size(stride=1)", ""),
    "stride-2": ("explore_output_size(stride=2)", ""),
    "stride-3-does-not-fit": ("explore_output_size(stride=3)", ""),
    "strides-1-2-3": ("explore_output_size()", "stride=[1, 2, 3], seconds=2"),
    "edges-of-a-photograph": ("explore_kernels(row=30, step=40)", "step=range(0, 112, 4), seconds=0.2"),
    "filter-5-on-32-cells-padding-2": ("explore_output_size(n=32, f=5, padding=2)", "seconds=0.3"),
    "ten-5x5-filters-on-32x32x3": (
        "explore_network(Network('ten filters', (32, 32, 3), [Conv('conv', 10, 5, padding=2)], False), step=1)",
        "seconds=2",
    ),
    "conv-layer": ("explore_conv_layer()", "seconds=0.8"),
    "one-by-one": ("explore_one_by_one(step=30)", "step=range(0, 112, 4), seconds=0.3"),
    "max-pooling-2x2": ("explore_pooling()", "seconds=1"),
    "receptive-field": ("explore_receptive_field()", "seconds=1"),
    "lenet-on-a-digit": ("explore_lenet()", "seconds=0.3"),
    "alexnet-layer-by-layer": ("explore_network('AlexNet', step=1)", "seconds=1.5"),
    "vgg-columns-a-and-d": ("explore_vgg_columns('A', 'D', step=2)", "seconds=1.5"),
    "pattern": ("explore_pattern(step=2)", "seconds=1.5"),
    "memory": ("explore_memory(step=1)", "seconds=1.5"),
}
HEAD = """# Figures

The lecture's own examples, for your slides. Each comes as a still picture (`.svg`), as one that moves in a browser
(`-moving.svg`) and as one that moves in PowerPoint, Keynote and Impress (`.gif`, 960 px wide). Its words are meant as
its alternative text. The call under it makes its explorer, in a notebook of the course: move the sliders, then
`.save("mine.svg")`, or `.animate("mine.gif", theme="dark")` for a dark slide.

Text and pictures: CC BY 4.0, "Convolutional networks, by sliders". The photograph and the digit keep the licences
that `data/README.md` names. `make figures` wrote this folder.
"""


def namespace():
    """What a call may name."""
    return {**vars(explore), **vars(networks)}


def write(name, folder):
    """Write the three files of a figure, and give its part of the README."""
    call, over = FIGURES[name]
    explorer = eval(call, namespace())
    options = eval(f"dict({over})")
    explorer.save(folder / f"{name}.svg")
    explorer.animate(folder / f"{name}-moving.svg", **options)
    explorer.animate(folder / f"{name}.gif", **options)
    files = [f"{name}.svg", f"{name}-moving.svg", f"{name}.gif"]
    links = ", ".join(f"[{file}]({file}) ({-(-(folder / file).stat().st_size // 1000)} KB)" for file in files)
    words = explorer.picture.alts[explorer.controls["step"].value]
    made = f'`{call}.animate("{name}.gif"{", " if over else ""}{over})`'
    return f"\n## {name}\n\n![{words}]({name}.svg)\n\n{links}\n\n{explorer.verdict} {words}\n\n{made}\n"


def write_readme_picture(path=README):
    """The README's moving picture: the course's first explorer, its steps one after the other."""
    explore.explore_convolution().animate(path, seconds=0.6)


def main(words, folder=FOLDER):
    if words == ["--readme"]:
        return write_readme_picture()
    names = [name for name in FIGURES if not words or any(word in name for word in words)]
    if not names:
        raise SystemExit(f"There is no figure {' or '.join(words)}. There are: {', '.join(FIGURES)}.")
    folder.mkdir(exist_ok=True)
    parts = [HEAD]
    for name in names:
        parts.append(write(name, folder))
        print(name, flush=True)
    if not words:
        (folder / "README.md").write_text("".join(parts), encoding="utf-8")
        write_readme_picture()


if __name__ == "__main__":
    main(sys.argv[1:])
