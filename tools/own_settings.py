"""Kernels that store or compare the course's outputs know nothing of the settings of whoever runs them.

A personal profile of IPython, a matplotlibrc or a kernel of the same name would change what a notebook shows, and a
home that cannot be written to would add warnings. It is a plugin of pytest too, for nbval (conftest.py).
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PERSONAL = ("MATPLOTLIBRC", "MPLBACKEND", "PYTHONSTARTUP", "PYTHONWARNINGS", "JUPYTER_PATH", "JUPYTER_CONFIG_PATH")
FOLDERS = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")


def matplotlib_folder():
    """A folder for matplotlib with its list of fonts and no settings: made once, for that takes it seconds.

    While it makes the list it says so, which would be an output of the first cell: so it is made here.
    """
    folder = Path(sys.prefix) / "share" / "convnet-matplotlib"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "matplotlibrc").unlink(missing_ok=True)
    except OSError:  # an environment that is not ours to write to
        folder = Path(tempfile.gettempdir()) / f"convnet-matplotlib-{os.getpid()}"
        folder.mkdir(exist_ok=True)
    if not any(folder.glob("fontlist-*.json")):
        environment = {**os.environ, "MPLCONFIGDIR": str(folder)}
        command = [sys.executable, "-c", "import matplotlib.font_manager"]
        subprocess.run(command, env=environment, capture_output=True, check=False)
    return folder


@contextlib.contextmanager
def own_settings():
    """Within it, the environment that a kernel inherits names empty folders in the places of the user's own."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ.update({name: str(Path(folder) / name.lower()) for name in FOLDERS})
        os.environ["MPLCONFIGDIR"] = str(matplotlib_folder())
        for name in PERSONAL:
            os.environ.pop(name, None)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def pytest_configure(config):
    """pytest: nbval's kernels too. The processes of xdist inherit what the first one sets."""
    if config.getoption("nbval", False) and not hasattr(config, "workerinput"):
        own = contextlib.ExitStack()
        own.enter_context(own_settings())
        config.add_cleanup(own.close)
