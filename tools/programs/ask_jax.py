# /// script
# requires-python = ">=3.11"
# dependencies = ["jax==0.10.2"]
# ///
"""JAX: lax's convolution and windows, and its copy of SciPy's convolve2d."""

import jax.numpy as jnp
import jax.scipy.signal
import numpy as np
from jax import lax
from layers import (
    Rows,
    ask_convolution,
    ask_down,
    ask_eight_bits,
    ask_nan,
    ask_padding_limit,
    ask_same,
    ask_up,
    show,
)


def conv(x, w, stride=1, padding="VALID"):
    return lax.conv_general_dilated(jnp.array(x)[None, None], jnp.array(w)[None, None], (stride, stride), padding)[
        0, 0
    ]


def pool(x, f, stride, padding=0):
    pads = padding if isinstance(padding, str) else ((padding, padding),) * 2
    return lax.reduce_window(jnp.array(x), -jnp.inf, lax.max, (f, f), (stride, stride), pads)


rows = Rows("jax")
rows.flips("JAX scipy.signal.convolve2d", lambda x, k: jax.scipy.signal.convolve2d(x, k), "full output")
ask_convolution(rows, "JAX", conv)
ask_eight_bits(rows, "JAX", conv)
ask_same(rows, "JAX", lambda x, w, stride: conv(x, w, stride, "SAME"))
ask_down(rows, "JAX", lambda x, w: conv(x, w, 3), pool)
ask_up(rows, "JAX", lambda x, f, stride, _: pool(x, f, stride, "SAME"), 'by padding "same"; it has no rounding up')
ask_nan(rows, "JAX", lambda x, f, stride: np.asarray(pool(x, f, stride)))
ask_padding_limit(rows, "JAX", pool)
show(rows)
