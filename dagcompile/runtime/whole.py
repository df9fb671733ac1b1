"""Files that are there whole or not at all, however often and by whomever they are written.

A file is written beside its place under a name of its own, and then put there. Who dies meanwhile
leaves that behind; the next to write the file, as another attempt does, takes it away. Who is still
writing holds a lock, which ends with its process.
"""

import contextlib
import fcntl
import os
import uuid
from pathlib import Path
from typing import BinaryIO


def write(path: Path, data: bytes) -> None:
    """Have the file at `path` be `data`, once all of it has reached the disk.

    Raises:
        OSError: it cannot be written; what was there before still is.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear(path)
    temporary, file = _beside(path)
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _beside(path: Path) -> tuple[Path, BinaryIO]:
    """A new file, locked; not by tempfile, whose files only their owner may read."""
    while True:
        temporary = path.parent / f"{_prefix(path)}{uuid.uuid4().hex}"
        file = temporary.open("xb")
        _lock(file, fcntl.LOCK_EX)
        if temporary.exists():
            return temporary, file
        file.close()  # `_clear` of another came before the lock


def _clear(path: Path) -> None:
    """Take away what those have left who died while they wrote `path`."""
    for left in path.parent.iterdir():
        if left.name.startswith(_prefix(path)):
            with contextlib.suppress(OSError), left.open("r+b") as file:
                if _lock(file, fcntl.LOCK_EX | fcntl.LOCK_NB):
                    left.unlink()


def _prefix(path: Path) -> str:
    return f".writing-{path.name}-"


def _lock(file: BinaryIO, kind: int) -> bool:
    """Lock `file` until it is closed. False where another has, or where there are no locks."""
    try:
        fcntl.flock(file, kind)
    except OSError:
        return False
    return True
