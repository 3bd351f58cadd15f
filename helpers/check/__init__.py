"""Verdicts on predictions and exercises: what was given, what was expected, and a hint. One file a notebook."""

from helpers.check.convolution import check_correlate, check_multiply_adds, check_shift, check_turn
from helpers.check.environment import check_environment
from helpers.check.predictions import check_choice, check_number
from helpers.check.verdict import Verdict

__all__ = [
    "Verdict",
    "check_choice",
    "check_correlate",
    "check_environment",
    "check_multiply_adds",
    "check_number",
    "check_shift",
    "check_turn",
]
