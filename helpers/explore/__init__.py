"""Explorers: sliders around one draw function each."""

from helpers.explore.convolution import explore_convolution
from helpers.explore.kernels import explore_kernels

__all__ = ["explore_convolution", "explore_kernels"]
