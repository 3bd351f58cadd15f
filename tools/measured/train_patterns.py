"""Train networks of the pattern on Fashion-MNIST: data/trained_patterns.csv, fashion.npz and fashion_pattern.npz.

    PYTHONPATH=. python tools/measured/train_patterns.py table FOLDER

in the root of the course, with PyTorch, writes trained_patterns.csv into FOLDER: every setting from every seed.
`network FOLDER` trains the one that the course ships, and writes fashion.npz, a few test pictures, and
fashion_pattern.npz, its weights and the scores that PyTorch gives to these pictures. With `--weights FILE` it takes
parameters that are there already, arrays "0", "1", ... in PyTorch's order. In small, on any computer:

    ... table /tmp/small --pictures 2000 --epochs 1 --settings 2 --seeds 1

The pictures are those of Debian's package dataset-fashion-mnist (MIT licence), in the folder that FASHION names.

Recipe: padded to 32x32, less their mean, divided by their spread; nothing turned or shifted. Adam, batches of 250, 10
epochs; the rate rises to 0.002 for 15 % of the way and falls to 0. He's random start, dropout 0.5 where the pattern
has it. For the table that is shipped each step was a CUDA graph, and 159 trainings ran several at once: that
saves time only. Three settings have more seeds there (data/README.md).
"""

import argparse
import csv
import gzip
import os
from itertools import product
from pathlib import Path

import numpy as np
from nets import DEVICE, he, modules_of, nn, torch  # it says so where there is no PyTorch

from helpers.digits import fashion_volume
from helpers.networks import lenet5
from helpers.trained import LENET, small_pattern

FASHION = Path(os.environ.get("FASHION", "/usr/share/datasets/fashion-mnist"))
RATE, WARM, BATCH, EPOCHS, SEEDS = 2e-3, 0.15, 250, 10, 3
SHIPPED, EACH, AMONG = dict(n=2, m=2, k=0, width=16), 4, 200  # pictures of each class, of the first test pictures
COLUMNS = (
    "n",
    "m",
    "k",
    "width",
    "pool",
    "head",
    "shortcuts",
    "seed",
    "right of 10000",
    "cross-entropy on the test pictures",
    "right of the first 10000 training pictures",
    "parameters",
)


def settings():
    """Every network of the table: dicts of the arguments of ``small_pattern``, and ``shortcuts``."""
    plain = {"pool": True, "head": "FC", "shortcuts": False}
    yield {"n": LENET, "m": "", "k": "", "width": "", **plain}
    for width, n, m, k in product((8, 16), (1, 2, 3), (1, 2, 3, 4), (0, 1, 2)):
        yield {"n": n, "m": m, "k": k, "width": width, **plain}
    for n, m in ((1, 1), (2, 1), (2, 2), (3, 1), (3, 2)):
        yield {"n": n, "m": m, "k": 0, "width": 8, **plain, "pool": False}
    for n, m in product((1, 2, 3), (2, 3, 4)):
        yield {"n": n, "m": m, "k": 0, "width": 16, **plain, "head": "average"}
    for n, shortcuts in product((4, 8), (False, True)):
        yield {"n": n, "m": 3, "k": 0, "width": 16, "pool": True, "head": "average", "shortcuts": shortcuts}


class Shortcut(nn.Module):
    """Two convolutions with what came in added before the last ReLU: ResNet's basic block without batch norm."""

    def __init__(self, first, second):
        super().__init__()
        self.first, self.second = first, second[0]  # without its ReLU

    def forward(self, x):
        return torch.relu(x + self.second(self.first(x)))


def built(setting):
    """The network of a setting as our data, and as a module of PyTorch with He's random start."""
    if setting["n"] == LENET:
        network = lenet5()
    else:
        network = small_pattern(**{name: value for name, value in setting.items() if name != "shortcuts"})
    parts = [module for _, module in modules_of(network)]
    if setting["shortcuts"]:
        parts = with_shortcuts(parts)
    return network, he(nn.Sequential(*parts)).to(DEVICE)


def with_shortcuts(parts):
    """The layers with a shortcut over every two convolutions that keep the number of channels."""
    kept = []
    while parts:
        pair = [part[0] for part in parts[:2]]
        if len(pair) == 2 and all(isinstance(c, nn.Conv2d) and c.in_channels == c.out_channels for c in pair):
            kept.append(Shortcut(*parts[:2]))
            parts = parts[2:]
        else:
            kept.append(parts[0])
            parts = parts[1:]
    return kept


def pictures(kind, most=None):
    """The pictures (N, 28, 28) and labels (N,) of "train" or "t10k"."""
    packed = [(FASHION / f"{kind}-{name}.gz").read_bytes() for name in ("images-idx3-ubyte", "labels-idx1-ubyte")]
    images, labels = (
        np.frombuffer(gzip.decompress(part), np.uint8, offset=skip)
        for part, skip in zip(packed, (16, 8), strict=True)
    )
    return images.reshape(-1, 28, 28)[:most], labels[:most].astype(np.int64)


def tensors(kind, most=None):
    """The same as PyTorch reads them, (N, 1, 32, 32), on the device."""
    images, labels = pictures(kind, most)
    volumes = np.concatenate([fashion_volume(part) for part in np.array_split(images, max(1, len(images) // 1000))])
    return torch.tensor(volumes.transpose(0, 3, 1, 2)).to(DEVICE), torch.tensor(labels).to(DEVICE)


def train(net, images, labels, epochs):
    """All steps of the recipe; the network is trained in place."""
    per_epoch = len(images) // BATCH
    steps, made = per_epoch * epochs, 0
    adam = torch.optim.Adam(net.parameters(), lr=RATE)
    net.train()
    for _ in range(epochs):
        order = torch.randperm(len(images), device=DEVICE)
        for batch in order[: per_epoch * BATCH].split(BATCH):
            way = made / steps
            adam.param_groups[0]["lr"] = RATE * (way / WARM if way < WARM else 1 - (way - WARM) / (1 - WARM))
            adam.zero_grad()
            nn.functional.cross_entropy(net(images[batch]), labels[batch]).backward()
            adam.step()
            made += 1
    net.eval()


def scores(net, images):
    with torch.inference_mode():
        return torch.cat([net(part) for part in images.split(1000)])


def make_table(folder, asked):
    """Write trained_patterns.csv: a row for every training."""
    learned, tested = tensors("train", asked.pictures), tensors("t10k")
    with (folder / "trained_patterns.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for setting, seed in product(list(settings())[: asked.settings], range(asked.seeds)):
            torch.manual_seed(seed)
            network, net = built(setting)
            train(net, *learned, asked.epochs)
            given, trained = scores(net, tested[0]), scores(net, learned[0][:10_000])
            right = int((given.argmax(1) == tested[1]).sum())
            loss = nn.functional.cross_entropy(given, tested[1]).item()
            both = int((trained.argmax(1) == learned[1][:10_000]).sum())
            row = [*setting.values(), seed, right, f"{loss:.4f}", both, network.totals().parameters]
            table.writerow(row)
            print(*row, flush=True)


def as_ours(network, arrays):
    """PyTorch's parameters in their order as our weights, {name: (weights, biases)}: channels last."""
    arrays, weights = iter(arrays), {}
    for row in network.rows():
        if row.weights:
            values, biases = next(arrays), next(arrays)
            if row.kind == "conv":
                values = values.transpose(0, 2, 3, 1)
            else:  # it read maps one after the other, ours reads all channels of a place
                side, _, channels = row.input_shape
                values = values.reshape(-1, channels, side, side).transpose(0, 2, 3, 1).reshape(len(values), -1)
            weights[row.name] = np.ascontiguousarray(values), biases
    return weights


def make_network(folder, asked):
    """Write fashion.npz and fashion_pattern.npz."""
    torch.manual_seed(asked.seed)
    network, net = built({**next(settings()), **SHIPPED})
    if asked.weights:
        with np.load(asked.weights) as file, torch.no_grad():
            for i, parameter in enumerate(net.parameters()):
                parameter.copy_(torch.tensor(file[str(i)]))
        net.eval()
    else:
        train(net, *tensors("train", asked.pictures), asked.epochs)
    images, labels = tensors("t10k")
    right = int((scores(net, images).argmax(1) == labels).sum())
    kept, classes = pictures("t10k", AMONG)
    places = np.concatenate([np.flatnonzero(classes == label)[:EACH] for label in range(10)])
    np.savez_compressed(folder / "fashion.npz", pictures=kept[places], labels=classes[places], places=places)
    given = scores(net.cpu().float(), images[torch.tensor(places).to(DEVICE)].cpu()).numpy()
    weights = as_ours(network, [parameter.detach().cpu().numpy() for parameter in net.parameters()])
    arrays = {
        f"{name}.{what}": a
        for name, both in weights.items()
        for what, a in zip(("weights", "biases"), both, strict=True)
    }
    np.savez_compressed(folder / "fashion_pattern.npz", scores=given, right=right, **arrays)
    print(f"{right} of {len(labels)} right, {(folder / 'fashion_pattern.npz').stat().st_size:,} bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("word", choices=("table", "network"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=int, default=60_000)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--settings", type=int, help="only so many of the settings")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--seed", type=int, default=2, help="of the network that is shipped")
    parser.add_argument("--weights", type=Path)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    {"table": make_table, "network": make_network}[given.word](given.folder, given)
