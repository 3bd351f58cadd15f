# /// script
# requires-python = ">=3.11"
# dependencies = ["torch==2.13.0", "numpy"]
# ///
"""PyTorch, on the processor."""

import torch
import torch.nn.functional as F
from layers import (
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
    show,
)


def conv(x, w, stride=1, padding=0):
    return F.conv2d(torch.tensor(x)[None, None], torch.tensor(w)[None, None], stride=stride, padding=padding)[
        0, 0
    ].numpy()


def pool(x, *sizes, up=False):
    return F.max_pool2d(torch.tensor(x)[None, None], *sizes, ceil_mode=up)[0, 0].numpy()


def mean(**more):
    return lambda x, *sizes: F.avg_pool2d(torch.tensor(x)[None, None], *sizes, **more)[0, 0].numpy()


rows = Rows("torch")
ask_convolution(rows, "PyTorch", conv)
ask_eight_bits(rows, "PyTorch", conv)
ask_same(rows, "PyTorch", lambda x, w, stride: conv(x, w, stride, "same"))
ask_which_second(rows, "PyTorch", lambda x, w: conv(x, w, 2, (0, 1)), "padding 1")
ask_down(rows, "PyTorch", lambda x, w: conv(x, w, 3), pool)
ask_up(rows, "PyTorch", lambda *sizes: pool(*sizes, up=True))
ask_nan(rows, "PyTorch", pool)
ask_padding_limit(rows, "PyTorch", pool)
ask_mean(rows, "PyTorch", mean(ceil_mode=True), mean(), mean(ceil_mode=True))
ask_lrn(rows, "PyTorch", lambda v: F.local_response_norm(torch.tensor(v)[None, :, None], 5, 1.0, 1.0, 1.0).numpy())
show(rows)
