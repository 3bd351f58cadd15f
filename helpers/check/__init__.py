"""Verdicts on predictions and exercises: what was given, what was expected, and a hint. One file a notebook."""

from helpers.check.alexnet import check_first_fc, check_grouped_parameters, check_normalised
from helpers.check.conv_layer import check_as_filters, check_count_parameters, check_one_by_one
from helpers.check.convolution import (
    check_correlate,
    check_multiply_adds,
    check_shift,
    check_turn,
    check_weights_used,
)
from helpers.check.environment import check_environment
from helpers.check.learning import check_backward, check_mended, check_slope
from helpers.check.lenet import check_flip, check_stroke_filter, check_top_k
from helpers.check.patterns import check_branch_macs, check_chosen, check_design, check_most_blocks, check_per_block
from helpers.check.pooling import check_can_be_halved, check_field, check_max_pool, check_winner
from helpers.check.predictions import check_choice, check_number
from helpers.check.strides import check_fitting_strides, check_halving, check_output_size
from helpers.check.verdict import Verdict
from helpers.check.vgg import check_compose, check_count_values, check_crossing, check_no_pair, check_overtaken

__all__ = ["Verdict", *(name for name in globals() if name.startswith("check_"))]
