"""Pictures: pure functions from a state to a Picture."""

from helpers.draw.convolution import draw_convolution
from helpers.draw.kernels import draw_kernels
from helpers.draw.picture import Picture

__all__ = ["Picture", "draw_convolution", "draw_kernels"]
