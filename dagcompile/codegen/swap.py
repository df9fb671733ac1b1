"""Put new contents in the place of several files, all or nothing.

1. each content is written beside its place and synced      .daily.py.3f2a6c0d.dagcompile.new
2. each old file gets a second name                         .daily.py.3f2a6c0d.dagcompile.old
3. each content is renamed over the old file
4. the second names are removed

An error on the way undoes what was done. After a crash every file is whole, old or new; files
with the names above may be left, which `is_left_over` knows, and can be removed.
"""

import os
import re
import shutil
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from secrets import token_hex

_LEFT_OVER = re.compile(r"\..+\.[0-9a-f]{8}\.dagcompile\.(new|old)")


def is_left_over(name: str) -> bool:
    """Whether a file of this name stood for another while that was written."""
    return _LEFT_OVER.fullmatch(name) is not None


def swap_in(contents: Mapping[Path, bytes]) -> None:
    """Write each content to its file. Folders are made; an old file's mode is kept.

    Raises:
        OSError: the file system refused; everything is as it was.
    """
    with ExitStack() as undo:
        ready = [(place, *_prepare(place, content, undo)) for place, content in contents.items()]
        for place, new, old in ready:
            undo.callback(_restore, place, old)
            new.replace(place)
        undo.pop_all()
    for _, _, old in ready:
        if old is not None:
            with suppress(OSError):
                old.unlink()
    for folder in {place.parent for place in contents}:
        _sync_folder(folder)


def _prepare(place: Path, content: bytes, undo: ExitStack) -> tuple[Path, Path | None]:
    """The new file and, if there is an old one, its second name."""
    make_folder(place.parent, undo)
    # Hidden, and not ending in .py, so that nobody who watches the folder takes it for a file.
    stem = f".{place.name}.{token_hex(4)}.dagcompile"
    new = place.with_name(f"{stem}.new")
    undo.callback(new.unlink, missing_ok=True)
    with new.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if not place.exists():
        return new, None
    shutil.copymode(place, new)
    old = place.with_name(f"{stem}.old")
    undo.callback(old.unlink, missing_ok=True)
    try:
        os.link(place, old)
    except OSError:  # a file system without links
        shutil.copy2(place, old)
    return new, old


def _restore(place: Path, old: Path | None) -> None:
    if old is None:
        place.unlink(missing_ok=True)
    elif old.exists():
        old.replace(place)


def make_folder(folder: Path, undo: ExitStack) -> None:
    """Make `folder` and those above it; `undo` removes those that were made, and are empty then.

    Raises:
        OSError: the file system refused.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        with suppress(FileExistsError):  # another who writes beside us was faster
            each.mkdir()
            undo.callback(_remove_folder, each)


def _remove_folder(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _sync_folder(folder: Path) -> None:
    """Make the renames last, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
