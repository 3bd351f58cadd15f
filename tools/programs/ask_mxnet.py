# /// script
# requires-python = ">=3.8,<3.11"
# dependencies = ["mxnet==1.9.1", "numpy<1.24"]
# ///
"""MXNet, on the processor."""

import mxnet as mx
from layers import (
    Rows,
    ask_convolution,
    ask_down,
    ask_lrn,
    ask_mean,
    ask_nan,
    ask_padding_limit,
    ask_up,
    show,
)


def conv(x, w, stride=1):
    shape = {"kernel": w.shape, "stride": (stride, stride), "num_filter": 1, "no_bias": True}
    return mx.nd.Convolution(mx.nd.array(x[None, None]), mx.nd.array(w[None, None]), **shape).asnumpy()[0, 0]


def pool(x, f, stride, padding=0, **more):
    sizes = {"kernel": (f, f), "stride": (stride, stride), "pad": (padding, padding)}
    return mx.nd.Pooling(mx.nd.array(x[None, None]), **sizes, **more).asnumpy()[0, 0]


def mean(**more):
    return lambda *sizes: pool(*sizes, pool_type="avg", **more)


rows = Rows("mxnet")
UP = {"pooling_convention": "full"}
ask_convolution(rows, "MXNet", conv)
ask_down(rows, "MXNet", lambda x, w: conv(x, w, 3), pool)
ask_up(rows, "MXNet", lambda *sizes: pool(*sizes, **UP))
ask_nan(rows, "MXNet", pool)
ask_padding_limit(rows, "MXNet", pool)
ask_mean(rows, "MXNet", mean(**UP), mean(), mean(**UP))
ask_lrn(
    rows,
    "MXNet",
    lambda v: mx.nd.LRN(mx.nd.array(v[None, :, None, None]), nsize=5, alpha=1, beta=1, knorm=1).asnumpy(),
)
show(rows)
