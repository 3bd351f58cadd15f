# /// script
# requires-python = ">=3.11"
# dependencies = ["tinygrad==0.14.0", "numpy"]
# ///
"""tinygrad, whose steps Python does by itself here: its own device for the processor needs clang."""

import os

from layers import (
    Rows,
    ask_convolution,
    ask_down,
    ask_eight_bits,
    ask_mean,
    ask_nan,
    ask_padding_limit,
    ask_up,
    show,
)

os.environ.setdefault("DEV", "PYTHON")
from tinygrad import Tensor


def conv(x, w, stride=1):
    return Tensor(x[None, None]).conv2d(Tensor(w[None, None]), stride=stride).numpy()[0, 0]


def pool(x, f, stride, padding=0, up=False):
    return Tensor(x[None, None]).max_pool2d((f, f), stride, padding=padding, ceil_mode=up).numpy()[0, 0]


def mean(**more):
    return lambda x, f, stride, padding: (
        Tensor(x[None, None]).avg_pool2d((f, f), stride, padding=padding, **more).numpy()[0, 0]
    )


rows = Rows("tinygrad")
ask_convolution(rows, "tinygrad", conv)
ask_eight_bits(rows, "tinygrad", conv)
ask_down(rows, "tinygrad", lambda x, w: conv(x, w, 3), pool)
ask_up(rows, "tinygrad", lambda *sizes: pool(*sizes, up=True))
ask_nan(rows, "tinygrad", pool)
ask_padding_limit(rows, "tinygrad", pool)
ask_mean(rows, "tinygrad", mean(ceil_mode=True, count_include_pad=True), mean(), mean(ceil_mode=True))
show(rows)
