# /// script
# requires-python = ">=3.11"
# dependencies = ["paddlepaddle==3.3.1", "numpy", "setuptools"]
# ///
"""Paddle, on the processor."""

import paddle
import paddle.nn.functional as F
from layers import (
    ONES,
    Rows,
    ask_convolution,
    ask_down,
    ask_eight_bits,
    ask_mean,
    ask_nan,
    ask_padding_limit,
    ask_same,
    ask_up,
    show,
)


def conv(x, w, stride=1, padding=0):
    got = F.conv2d(paddle.to_tensor(x[None, None]), paddle.to_tensor(w[None, None]), stride=stride, padding=padding)
    return got.numpy()[0, 0]


def pool(x, *sizes, up=False):
    return F.max_pool2d(paddle.to_tensor(x[None, None]), *sizes, ceil_mode=up).numpy()[0, 0]


def mean(**more):
    return lambda x, *sizes: F.avg_pool2d(paddle.to_tensor(x[None, None]), *sizes, **more).numpy()[0, 0]


rows = Rows("paddlepaddle")
ask_convolution(rows, "Paddle", conv)
shapes = []
for n in (3, 4):
    x = paddle.ones([1, 1, n, n])
    shapes.append(F.conv2d(x, paddle.to_tensor(ONES[None, None])).shape[-1])
nothing = next(row for row in rows if row["question"] == "no_window")
nothing |= {"answer": "a shape of 0 or -1", "remark": f"{shapes[1]} here, {shapes[0]} for 3×3"}
ask_eight_bits(rows, "Paddle", conv)
ask_same(rows, "Paddle", lambda x, w, stride: conv(x, w, stride, "SAME"))
ask_down(rows, "Paddle", lambda x, w: conv(x, w, 3), pool)
ask_up(rows, "Paddle", lambda *sizes: pool(*sizes, up=True))
ask_nan(rows, "Paddle", pool)
ask_padding_limit(rows, "Paddle", pool)
ask_mean(rows, "Paddle", mean(ceil_mode=True, exclusive=False), mean(), mean(ceil_mode=True))
show(rows)
