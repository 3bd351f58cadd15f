"""The operations of a convolutional network on NumPy arrays.

Arrays are channels last, as the lecture writes them: an image is ``(H, W)`` or ``(H, W, C)``, a batch
``(N, H, W, C)``, a filter bank ``(K, F, F, C // groups)``, a bias ``(K,)``. float32 and float64 keep their
dtype; whole numbers are computed as int64, so that an 8-bit photograph cannot overflow.
"""

from helpers.layers.backward import (
    avg_pool2d_backward,
    conv2d_backward,
    dense_backward,
    max_pool2d_backward,
    relu_backward,
    softmax_cross_entropy,
)
from helpers.layers.convolution import conv2d, convolve2d, correlate2d
from helpers.layers.normalisation import local_response_norm
from helpers.layers.pointwise import dense, relu, softmax
from helpers.layers.pooling import avg_pool2d, max_pool2d
