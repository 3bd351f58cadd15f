"""For nbval: its kernels run without the settings of whoever runs the tests. The tests' own is in tests/."""

pytest_plugins = ["own_settings"]
