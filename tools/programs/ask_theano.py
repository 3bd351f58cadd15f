# /// script
# requires-python = ">=3.11,<3.12"
# dependencies = ["aesara==2.9.4", "numpy<2", "scipy<1.15", "setuptools<70"]
# ///
"""aesara, which goes on from Theano: its convolution of networks."""

import aesara
import numpy as np
from aesara.tensor.nnet import conv2d
from aesara.tensor.type import tensor4
from layers import Rows, show

x, w = tensor4("x"), tensor4("w")
slowly = aesara.compile.Mode(linker="py", optimizer=None)  # as the operation is written, without a compiler and BLAS
function = aesara.function([x, w], conv2d(x, w), mode=slowly)


def filtered(picture, kernel):
    kind = aesara.config.floatX
    return np.asarray(function(picture[None, None].astype(kind), kernel[None, None].astype(kind)))[0, 0]


rows = Rows("aesara")
rows.flips("Theano's line, conv2d", filtered)
rows[0]["remark"] = "by default; its trained weights have to be turned for PyTorch"
show(rows)
