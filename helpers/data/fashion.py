"""Pictures of clothes from Fashion-MNIST, and a network of the pattern that was trained on others of them."""

import numpy as np

from helpers.data.folder import data_file

CLOTHES = (
    "T-shirt",
    "trousers",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot",
)


def load_fashion():
    """40 pictures of clothes from the test pictures of Fashion-MNIST, four of each class in ``CLOTHES``.

    New arrays: the pictures (40, 28, 28), int64 from 0 (background) to 255, and their labels (40,).

    >>> pictures, labels = load_fashion()
    >>> pictures.shape, labels[:9].tolist(), CLOTHES[labels[-1]]
    ((40, 28, 28), [0, 0, 0, 0, 1, 1, 1, 1, 2], 'ankle boot')

    Source: data/README.md; Xiao, Rasul & Vollgraf, *Fashion-MNIST*, arXiv:1708.07747.
    """
    with np.load(data_file("fashion.npz"), allow_pickle=False) as file:
        return file["pictures"].astype(np.int64), file["labels"].astype(np.intp)


def load_fashion_weights():
    """The weights of ``trained.small_pattern(2, 2, 0, 16)``, trained on the 60,000 pictures of Fashion-MNIST.

    A dict from a layer's name to (weights, biases), float32. It reads volumes of ``digits.fashion_volume``.

    >>> {name: weights.shape for name, (weights, biases) in load_fashion_weights().items()}["fc3"]
    (10, 2048)

    Source: data/README.md.
    """
    with np.load(data_file("fashion_pattern.npz"), allow_pickle=False) as file:
        names = dict.fromkeys(key.partition(".")[0] for key in file if "." in key)
        return {name: (file[f"{name}.weights"], file[f"{name}.biases"]) for name in names}
