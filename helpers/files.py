"""Files that are written whole or not at all: half a notebook or half a picture would be kept for ever."""

import os
from contextlib import contextmanager


@contextmanager
def alone(path):
    """Inside, nobody else is who asks for the same ``path``, a file that holds nothing; they wait for their turn.

    The system lets go of it when a process ends, however it ends.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, alone(f"{folder}/.lock"):
    ...     os.listdir(folder)
    ['.lock']
    """
    with open(path, "ab") as file:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # its first byte, let go of when the file is closed
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def write_whole(files):
    """Write all of ``files``, a dict from paths to bytes, or none: first beside their places, then into them.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_whole({Path(folder, "a.txt"): b"whole"})
    ...     [(path.name, path.read_text()) for path in Path(folder).iterdir()]
    [('a.txt', 'whole')]

    Errors: ``OSError`` where a folder cannot be written to; the files are as they were then.
    """
    beside = {path: path.with_name(f".{path.name}.part") for path in files}
    try:
        for path, data in files.items():
            beside[path].write_bytes(data)
        for path, part in beside.items():
            os.replace(part, path)
    finally:
        for part in beside.values():
            part.unlink(missing_ok=True)
