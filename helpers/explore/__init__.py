"""Explorers: sliders around one draw function each."""

from helpers.explore.conv_layer import explore_conv_layer
from helpers.explore.convolution import explore_convolution
from helpers.explore.kernels import explore_kernels
from helpers.explore.lenet import explore_lenet
from helpers.explore.network import explore_network
from helpers.explore.one_by_one import explore_one_by_one
from helpers.explore.output_size import explore_output_size
from helpers.explore.pooling import explore_pooling
from helpers.explore.receptive_field import explore_receptive_field

__all__ = [
    "explore_conv_layer",
    "explore_convolution",
    "explore_kernels",
    "explore_lenet",
    "explore_network",
    "explore_one_by_one",
    "explore_output_size",
    "explore_pooling",
    "explore_receptive_field",
]
