"""The course on one sheet of paper, whole and to fill in; every number on it is computed.

``python tools/site/summary.py`` writes both into ``sheets/``; the site has them too.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
import nbformat
import numpy as np
from chain import NOTEBOOKS

from helpers.layers import softmax
from helpers.layers.backward import (
    avg_pool2d_backward,
    conv2d_backward,
    dense_backward,
    max_pool2d_backward,
    relu_backward,
    softmax_cross_entropy,
)
from helpers.networks import Conv, Network, Totals, alexnet, lenet5, vgg
from helpers.shapes import Windows, same_padding
from helpers.words import number, share, short, times

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "sheets"
PAGES = {"summary.html": False, "summary_to_fill_in.html": True}  # is it the one to fill in?
# Terms by their English names in the glossary of notebook 00, which has the Chinese ones.
TERMS = (
    "convolution",
    "cross-correlation, correlation for short",
    "filter, kernel",
    "weight",
    "bias",
    "parameter",
    "hyper-parameter",
    "window",
    "output size",
    "stride",
    "padding",
    "dilation",
    "volume",
    "channel",
    "activation map, feature map",
    "layer",
    "network",
    "pooling",
    "ReLU",
    "fully connected (FC) layer, dense layer",
    "softmax",
    "multiply-add, MAC",
    "receptive field",
    "effective stride",
    "loss",
    "slope",
    "gradient descent",
    "learning rate",
    "backward pass, backpropagation",
    "chain rule",
    "training",
    "batch",
)


class Told(str):
    """What a reader finds out: written on the whole sheet, left open on the other one."""


@dataclass(frozen=True)
class Part:
    """A part of the sheet: ``rules`` are pairs of what is asked and its formula, ``rows`` stand below ``head``."""

    title: str
    chinese: str
    rules: list = field(default_factory=list)
    head: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    below: str = ""
    kind: str = ""  # how it is laid out


def output_sizes():
    """The lecture's examples, and what the formula gives for them."""
    examples = {
        "the lecture": (7, 3, 1, 0),
        "stride 2": (7, 3, 2, 0),
        "stride 3": (7, 3, 3, 0),
        "padded by 1": (7, 3, 1, 1),
        "5x5 on 32x32": (32, 5, 1, 2),
        "AlexNet's conv1": (227, 11, 4, 0),
        "its first pool": (55, 3, 2, 0),
        "VGG's first pool": (224, 2, 2, 0),
    }
    rows = []
    for name, given in examples.items():
        windows = Windows(*given)
        size = str(windows.size) if windows.fits else f"{number(float(windows.exact), 2)}: does not fit"
        rows.append([name, *map(str, given), Told(size)])
    kept = ", ".join(f"{same_padding(f)} for F = {f}" for f in (3, 5, 7))
    rules = [
        ("output size =", Told("(N + 2P − F) / S + 1, if that is whole")),
        ("P that keeps the size (S = 1, F odd):", Told(f"(F − 1) / 2: {kept}")),
    ]
    return Part("Output size", "输出尺寸", rules, ["", "N", "F", "S", "P", "output"], rows, kind="sizes")


def costs():
    """Parameters and multiply-adds, by formula and for the lecture's layers."""
    ten = Network("ten", (32, 32, 3), (Conv("conv", 10, 5, padding=2),)).row("conv")
    d = vgg("D")
    layers = {"the lecture's": ten, "AlexNet's conv1": alexnet().row("conv1")}
    layers |= {f"VGG-D's {name}": d.row(name) for name in ("conv1_2", "pool1", "conv5_3", "fc6")}
    rows = [
        [
            f"{name}: {described(row.layer)}",
            times(row.input_shape, "x"),
            Told(times(row.output_shape, "x")),
            *(Told(f"{count:,}") for count in (row.weights, row.biases, row.macs)),
        ]
        for name, row in layers.items()
    ]
    rules = [
        ("parameters of K filters, C channels:", Told("K · (F · F · C + 1)")),
        ("multiply-adds:", Told("places · F · F · C · K")),
        ("parameters of an FC layer:", Told("outputs · (inputs + 1)")),
        ("of a pool:", Told("0")),
    ]
    head = ["", "input", "output", "weights", "biases", "MACs"]
    return Part("Parameters and multiply-adds (MACs)", "参数，乘加运算", rules, head, rows)


def fields():
    """How far the layers of VGG-D see, up to its last pool."""
    all_rows = vgg("D").until("pool5").rows()
    seen = [row for row in all_rows if row.kind == "pool" or row.name[:5] in ("conv1", "conv2")]
    blocks = [sum(row.name.startswith(f"conv{block}_") for row in all_rows) for block in range(1, 6)]
    head = ["VGG-D", *(row.name for row in seen)]
    rows = [
        ["field", *(Told(row.receptive_field) for row in seen)],
        ["step", *(Told(row.effective_stride) for row in seen)],
    ]
    rules = [
        ("Begin with field 1, step 1. A layer makes the field", Told("field + (F − 1) · step")),
        ("and then the step", Told("step · S")),
    ]
    below = (
        f"VGG-D has convolutions of 3x3, stride 1, and pools of 2x2, stride 2, after {listed(blocks)} convolutions."
    )
    return Part("Receptive field", "感受野", rules, head, rows, below)


def way_back():
    """What each layer hands back, and for small numbers what comes out."""
    kernel, e = np.array([[1, 2], [3, 5]]), 10
    of_input, *_ = conv2d_backward([[[e]]], np.ones((2, 2, 1)), kernel[None, ..., None])
    weights, x, errors = [[1, 0, -1], [1, 1, 1]], [1, 2, 3], [10, 1]
    of_x, of_weights, _ = dense_backward(errors, x, weights)
    into, of_relu, window = [-3, 2], [10, 20], np.array([[1, 1], [5, 6]])
    _, of_scores = softmax_cross_entropy([2.0, 1.0, 0.0], 1)
    shares = softmax([2.0, 1.0, 0.0])
    by_max, by_mean = (
        told(back([[[e]]], window[..., None], 2)[..., 0]) for back in (max_pool2d_backward, avg_pool2d_backward)
    )
    rows = [
        [
            "FC: y = Wx + b",
            Told("W, transposed, times e"),
            f"W = {told(weights)}; x = {listed(x)}; e = {listed(errors)}",
            Told(f"x: {listed(of_x)}; W: {told(of_weights)}"),
        ],
        [
            "convolution",
            Told("convolution of e with the filter, full: turned by 180°"),
            f"filter {told(kernel)}; one output, e = {e}",
            Told(told(of_input[..., 0])),
        ],
        [
            "ReLU",
            Told("e where the input was above 0, else 0"),
            f"input {listed(into)}; e = {listed(of_relu)}",
            Told(listed(relu_backward(of_relu, into))),
        ],
        ["max pooling", Told("the winner e, the others 0"), f"window {told(window)}; e = {e}", Told(by_max)],
        ["average pooling", Told("each an equal share of e"), f"window {told(window)}; e = {e}", Told(by_mean)],
        [
            "softmax, cross-entropy",
            Told("its probability, minus 1 at the right class"),
            f"probabilities {listed(shares, 3)}; the second is right",
            Told(listed(of_scores, 3)),
        ],
    ]
    rules = [
        ("slope of a weight =", Told("its input times the error e of its output, summed over all its places")),
        ("step:", Told("weight − rate · slope")),
    ]
    head = ["layer", "its input hears", "example", "what comes back"]
    return Part("The way back", "反向传播", rules, head, rows, kind="back")


def networks():
    """The three networks of the lecture in numbers."""
    rows = []
    for network in (lenet5(), alexnet(), vgg("D")):
        sums, fc = network.totals(), Totals.of([row for row in network.rows() if row.kind == "dense"])
        counts = (sums.weight_layers, sums.parameters, sums.values)
        shares = share(fc.parameters, sums.parameters), share(fc.macs, sums.macs)
        name = f"{network.name}, {times(network.input_shape, 'x')}"
        rows.append([name, *(f"{count:,}" for count in counts), short(sums.macs), *shares])
    head = ["", "weight layers", "parameters", "values", "MACs", "FC's parameters", "FC's MACs"]
    below = "The line of the lecture: [(CONV-RELU)*N-POOL?]*M-(FC-RELU)*K, SOFTMAX"
    return Part("Three networks", "网络", [], head, rows, below)


def described(layer):
    """What a layer is, as far as its sizes go.

    >>> described(Conv("conv1", 96, 11, stride=4)), described(Conv("conv", 10, 5, padding=2))
    ('96 of 11x11, stride 4', '10 of 5x5, stride 1, pad 2')
    """
    if layer.kind == "dense":
        return f"{layer.outputs:,} outputs"
    count = f"{layer.filters} of " if layer.kind == "conv" else ""
    pad = f", pad {layer.padding}" if layer.padding else ""
    return f"{count}{layer.f}x{layer.f}, stride {layer.stride}{pad}"


def told(rows):
    """Rows of numbers on one line.

    >>> told([[1, 2.5], [0, -1]])
    '1, 2.5 / 0, −1'
    """
    return " / ".join(listed(row) for row in rows)


def listed(values, decimals=None):
    """Numbers on one line, with the longer minus.

    >>> listed([-0.755, 2], 3), listed([2.5, 0])
    ('−0.755, 2.000', '2.5, 0')
    """
    texts = (f"{value:g}" if decimals is None else number(value, decimals) for value in values)
    return ", ".join(texts).replace("-", "−")


def terms(folder=NOTEBOOKS):
    """Pairs of ``TERMS`` and their Chinese names, of notebook 00's glossary.

    Errors: ``ValueError`` for a term that is not in the glossary.
    """
    cells = nbformat.read(folder / "00_start_here.ipynb", 4).cells
    (glossary,) = [cell.source for cell in cells if cell.source.startswith("## Glossary")]
    chinese = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|", glossary, re.M))
    if missing := [term for term in TERMS if term not in chinese]:
        raise ValueError(f"the glossary of notebook 00 has no {', no '.join(missing)}")
    return [(term.partition(",")[0].partition(" (")[0], chinese[term]) for term in TERMS]


def summary_pages(home=None):
    """The two pages by their names; ``home`` is the address of the landing page, where there is one."""
    parts = [output_sizes(), costs(), fields(), way_back(), networks()]
    loader = jinja2.FileSystemLoader(HERE / "templates")
    template = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    template.tests["told"] = lambda cell: isinstance(cell, Told)
    page, style = template.get_template("summary.html"), (HERE / "summary.css").read_text("utf-8")
    shared = {"parts": parts, "terms": terms(), "style": style, "home": home, "names": list(PAGES)}
    return {name: page.render(name=name, open=is_open, **shared) + "\n" for name, is_open in PAGES.items()}


def write(folder=OUT, home=None):
    """Write both pages into ``folder``."""
    folder.mkdir(exist_ok=True)
    for name, text in summary_pages(home).items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
    print(*(OUT / name for name in PAGES), sep="\n")
