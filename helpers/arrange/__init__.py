"""Lines to put in order: what comes before writing an exercise's function."""

from helpers.arrange.widget import arrange_lines
