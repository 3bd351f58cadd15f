"""Photographs to filter, those that the course ships and a student's own; digits to read, a trained LeNet, tables.

``data/README.md`` states the source and the licence of every file.
"""

from helpers.data.fashion import CLOTHES, load_fashion, load_fashion_weights
from helpers.data.folder import data_file
from helpers.data.lenet import (
    Training,
    TrainingRun,
    load_digits,
    load_lenet_weights,
    load_training,
    load_training_runs,
)
from helpers.data.memory import MemoryRun, load_gpu_memory
from helpers.data.photographs import FORMATS, PHOTOGRAPHS, load_photograph, read_picture
from helpers.data.tables import Answer, Entry, load_errors, load_programs, load_vgg_errors
from helpers.data.times import (
    MEASURED,
    TIMED,
    load_layer_times,
    load_network_times,
    load_single_layer_times,
    load_training_times,
)
from helpers.data.trained import TrainedRun, load_trained_patterns
