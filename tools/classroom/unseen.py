"""What a pupil's process finds empty: answers, other people's work, and places where other programs listen."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "arrange",
    "check",
    "draw",
    "explore",
    "recall",
    "web",
)  # of helpers/: nothing in a pupil's process needs them
# Where a system has its users' files and the sockets of its programs.
ELSEWHERE = ("/home", "/root", "/tmp", "/var/tmp", "/run", "/var/run", "/mnt", "/media", "/srv")


def needed(root=ROOT):
    """What a cell may import or read: the helper package but for ``ROOMS``, its data, and Python itself."""
    helpers = [one for one in (root / "helpers").iterdir() if one.name not in ROOMS]
    python = {sys.prefix, sys.base_prefix, sys.exec_prefix, str(Path(sys.executable).parent)}
    libraries = [place for place in sys.path if place and not _within(Path(place).resolve(), root)]
    found = [*helpers, root / "data", *map(Path, python), *map(Path, libraries)]
    return sorted({one.resolve() for one in found if one.exists()})


def unseen(folders, root=ROOT):
    """All that is to be empty: the ``folders``, and what is not needed of the repository and of ``ELSEWHERE``."""
    kept, tops = needed(root), {Path(top).resolve() for top in (*ELSEWHERE, root, *folders)}
    found = {one for top in tops if top.exists() for one in others(top, kept)}
    return sorted(found, key=lambda one: (len(one.parts), one))


def others(top, kept):
    """The largest places at or below ``top`` that neither hold one of ``kept`` nor are in one.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     for name in ("a/b", "a/c", "d"):
    ...         Path(folder, name).mkdir(parents=True)
    ...     [str(one.relative_to(folder)) for one in sorted(others(Path(folder), [Path(folder, "a/b")]))]
    ['a/c', 'd']
    """
    if any(_within(top, one) for one in kept):
        return
    if not any(_within(one, top) for one in kept):
        yield top
        return
    try:
        children = list(top.iterdir())
    except OSError:
        return  # nobody can look into it
    for child in children:
        if not child.is_symlink():  # where it leads is seen to there
            yield from others(child, kept)


def above(folder, root=ROOT):
    """What of the repository or of Python lies in ``folder``, or None: it cannot be hidden then."""
    folder = folder.resolve()
    places = (root, *map(Path, (sys.prefix, sys.base_prefix, sys.executable)))
    return next((one for one in places if _within(one.resolve(), folder) or _within(one, folder)), None)


def _within(one, folder):
    return one == folder or folder in one.parents
