"""One build at a time writes below an output folder.

with alone_in(Path("generated")) as alone:
    ...     # no other build writes there, if `alone`

with settled(Path("generated")):
    ...     # no build writes there

The lock is on the folder itself, so that it holds between projects which share one, leaves no file
behind, and ends with the process that has it, however that ends.
"""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dagcompile.diagnostics.render import here, shown_path


@contextmanager
def alone_in(folder: Path) -> Iterator[bool]:
    """Wait until no other build writes below `folder`, and keep others out while inside.

    The folder is made if need be, and removed if nothing came into it. False where it cannot be
    had, or the file system knows no locks: then nobody is kept out, and writing tells why.
    """
    made = [each for each in (folder, *folder.parents) if _is_missing(each)]
    descriptor = _locked(folder)
    try:
        yield descriptor is not None
    finally:
        for each in made:
            with suppress(OSError):
                each.rmdir()
        if descriptor is not None:
            os.close(descriptor)


@contextmanager
def settled(folder: Path) -> Iterator[bool]:
    """Wait until no build writes below `folder`, and keep builds out while inside. Nothing is made.

    False where the folder is not there, or the file system knows no locks.
    """
    descriptor = None
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor is not None and _is_held(descriptor, folder)
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _is_held(descriptor: int, folder: Path) -> bool:
    try:
        _lock(descriptor, folder, fcntl.LOCK_SH)
    except OSError:
        return False
    return True


def _locked(folder: Path) -> int | None:
    while True:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            return None
        try:
            _lock(descriptor, folder, fcntl.LOCK_EX)
        except OSError:
            os.close(descriptor)
            return None
        except BaseException:
            os.close(descriptor)
            raise
        if _is_there(descriptor, folder):
            return descriptor
        os.close(descriptor)  # whoever had it removed the folder


def _lock(descriptor: int, folder: Path, how: int) -> None:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.stderr.write(f"waiting for another build that writes {shown_path(folder, here())}\n")
        sys.stderr.flush()
        fcntl.flock(descriptor, how)


def _is_missing(folder: Path) -> bool:
    try:
        folder.lstat()
    except FileNotFoundError:
        return True
    except OSError:  # nobody can make it, or say whether it is there
        return False
    return False


def _is_there(descriptor: int, folder: Path) -> bool:
    """Whether the folder that was opened still is the one that stands there."""
    try:
        return os.path.samestat(os.fstat(descriptor), folder.stat())
    except OSError:
        return False
