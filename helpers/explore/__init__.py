"""Explorers: sliders around one draw function each."""

from helpers.explore.backward import explore_backward
from helpers.explore.conv_layer import explore_conv_layer
from helpers.explore.convolution import explore_convolution
from helpers.explore.kernels import explore_kernels
from helpers.explore.lenet import explore_lenet
from helpers.explore.memory import explore_memory
from helpers.explore.network import explore_network
from helpers.explore.one_by_one import explore_one_by_one
from helpers.explore.output_size import explore_output_size
from helpers.explore.overview import explore_overview
from helpers.explore.pattern import explore_pattern
from helpers.explore.pooling import explore_pooling
from helpers.explore.receptive_field import explore_receptive_field
from helpers.explore.times import explore_times
from helpers.explore.training import explore_training
from helpers.explore.vgg_columns import explore_vgg_columns

__all__ = [name for name in globals() if name.startswith("explore_")]
