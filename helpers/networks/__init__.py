"""Networks as data: a tuple of layers that can be read aloud, one accounting for all, and the forward pass.

Counts are for one image. "Parameters" are weights and biases; tables show both apart. A MAC is one multiply and one
add, counted for convolutions and dense layers only.
"""

from helpers.networks.budget import PHONE, Budget
from helpers.networks.famous import NETWORKS, VGG, alexnet, lenet5, network_of, pattern, pattern_layers, vgg
from helpers.networks.layers import LRN, Conv, Dense, Pool
from helpers.networks.memory import Memory, memory_of
from helpers.networks.network import Network, Row, Totals, walk
from helpers.networks.step import Held, Moment, StepMemory, step_memory
from helpers.networks.timing import layer_bytes, layer_times
from helpers.networks.weights import SeededWeights
