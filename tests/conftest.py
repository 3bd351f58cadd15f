"""For all tests: what hypothesis draws is the same on every run, and a busy machine is slow, not wrong."""

from hypothesis import settings

settings.register_profile("course", derandomize=True, deadline=None)
settings.load_profile("course")
