"""Say in one sentence what is missing before `make` sets anything up."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (this file is what an older Python runs)
    sys.exit(
        f"The course needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.\n"
        "Name another one, for example: make lab PYTHON=python3.12"
    )
try:
    import ensurepip  # noqa: F401
    import venv  # noqa: F401
except ImportError:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    sys.exit(
        f"Python {version} is here, but without its `venv` module.\n"
        f"On Debian and Ubuntu: apt-get install python{version}-venv"
    )
