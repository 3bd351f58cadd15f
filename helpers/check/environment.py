"""Is everything here that the course needs?"""

import sys
from importlib.metadata import PackageNotFoundError, version

from helpers.check.verdict import Verdict
from helpers.layers import correlate2d


def check_environment() -> Verdict:
    """Are the tools new enough, and do they compute what they should? For the last cell of notebook 00.

    >>> check_environment().ok
    True
    """
    needed = {"numpy": (2, 0), "matplotlib": (3, 8), "ipywidgets": (8, 1), "anywidget": (0, 11)}
    if sys.version_info < (3, 11):  # noqa: UP036 (a notebook may run where nothing has checked it)
        return Verdict(False, f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}.")
    for package, least in needed.items():
        try:
            found = version(package)
        except PackageNotFoundError:
            return Verdict(False, f"{package} is missing. The README says how to set the course up.")
        if tuple(int(part) for part in found.split(".")[:2]) < least:
            wanted = ".".join(map(str, least))
            return Verdict(False, f"{package} {wanted} or newer is needed, this is {found}. See the README.")
    if correlate2d([[1, 2], [3, 4]], [[1, 10], [100, 1000]]).item() != 4321:
        return Verdict(False, "A sum of four products came out wrong. Set the course up anew, as the README says.")
    return Verdict(
        True, "Right: everything that the course needs is here, and a sum of products is what it should be."
    )
