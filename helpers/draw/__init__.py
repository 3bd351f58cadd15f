"""Pictures: pure functions from a state to a Picture."""

from helpers.draw.backward import draw_backward
from helpers.draw.chain import draw_chain
from helpers.draw.conv_layer import draw_conv_layer
from helpers.draw.convolution import draw_convolution
from helpers.draw.kernels import draw_kernels
from helpers.draw.lenet import draw_lenet
from helpers.draw.memory import draw_memory
from helpers.draw.network import draw_network
from helpers.draw.one_by_one import draw_one_by_one
from helpers.draw.output_size import draw_output_size
from helpers.draw.overview import draw_overview
from helpers.draw.pattern import draw_pattern
from helpers.draw.picture import Picture
from helpers.draw.pooling import draw_pooling
from helpers.draw.raster import sign_bars
from helpers.draw.receptive_field import draw_receptive_field
from helpers.draw.times import draw_times
from helpers.draw.trained import draw_trained
from helpers.draw.training import draw_training
from helpers.draw.vgg import draw_vgg_columns, draw_vgg_table
from helpers.draw.visits import draw_visits
