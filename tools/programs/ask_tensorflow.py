# /// script
# requires-python = ">=3.11"
# dependencies = ["tensorflow-cpu==2.21.0", "keras==3.15.1"]
# ///
"""TensorFlow and Keras, on the processor."""

import keras
import numpy as np
import tensorflow as tf
from layers import (
    ONES,
    Rows,
    ask_convolution,
    ask_down,
    ask_eight_bits,
    ask_lrn,
    ask_mean,
    ask_nan,
    ask_padding_limit,
    ask_same,
    ask_up,
    ask_which_second,
    refused,
    show,
)

SAME = 'padding "same"'


def conv(x, w, stride=1, padding="VALID"):
    return tf.nn.conv2d(x[None, :, :, None], w[:, :, None, None], stride, padding).numpy()[0, :, :, 0]


def pool(x, f, stride, padding="VALID"):
    if isinstance(padding, int):
        padding = [[0, 0], [padding] * 2, [padding] * 2, [0, 0]] if padding else "VALID"
    return tf.nn.max_pool2d(x[None, :, :, None], f, stride, padding).numpy()[0, :, :, 0]


def mean_same(x, f, stride, padding):
    return tf.nn.avg_pool2d(x[None, :, :, None], f, stride, "SAME").numpy()[0, :, :, 0]


rows, of_keras = Rows("tensorflow-cpu"), Rows("keras")
ask_convolution(rows, "TensorFlow", conv)
nothing = next(row for row in rows if row["question"] == "no_window")
shape = tf.nn.conv2d(np.ones((1, 4, 4, 1), np.float32), ONES[:, :, None, None], 1, "VALID").shape
assert shape != (1, 0, 0, 1), "an honest empty array"
nothing |= {
    "program": "TensorFlow nn.conv2d",
    "answer": "a shape that means nothing",
    "remark": "×".join(map(str, shape)),
}
layer = refused(keras.layers.Conv2D(1, 5), np.ones((1, 4, 4, 1), np.float32))
of_keras.say("no_window", "Keras", "refuses" if layer is None else str(layer.shape))
ask_eight_bits(rows, "TensorFlow", conv)
ask_same(rows, "TensorFlow", lambda x, w, stride: conv(x, w, stride, "SAME"))
ask_which_second(rows, "TensorFlow", lambda x, w: conv(x, w, 2, "SAME"), SAME)
ask_down(rows, "TensorFlow", lambda x, w: conv(x, w, 3), pool)
ask_up(rows, "TensorFlow", lambda x, f, stride, _: pool(x, f, stride, "SAME"), f"by {SAME}; it has no rounding up")
ask_nan(rows, "TensorFlow", pool)
ask_padding_limit(rows, "TensorFlow", pool, "maximum: up to F - 1")
assert refused(pool, ONES, 3, 1, 3) is None
ask_mean(rows, "TensorFlow", mean_same, mean_same, None)
rows[-2]["remark"] = f"{SAME} never counts"
ask_lrn(
    rows, "TensorFlow", lambda v: tf.nn.lrn(v[None, None, None], 2, 1, 1, 1).numpy(), "the form of AlexNet's paper"
)

vgg = keras.applications.VGG16(weights=None)
of_keras.say("vgg16_parameters", "Keras", vgg.count_params())
printed = []
vgg.summary(print_fn=lambda line, **_: printed.append(line))
words = next(line for line in "\n".join(printed).splitlines() if "Total params" in line)
size, unit = words.partition("(")[2].rstrip(") ").split()
of_keras.say("vgg16_memory", "Keras, total params", float(size), f"in MiB, called {unit}: the parameters")
show(rows, of_keras)
