"""Files that are written whole or not at all: half a notebook or half a picture would be kept for ever."""

import os


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
