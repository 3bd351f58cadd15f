"""Questions that come back: three about earlier notebooks, with new numbers every day, the missed ones first."""

from helpers.recall.chosen import Recall, recall
