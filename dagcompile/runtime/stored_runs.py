"""What runs have left in a store, and how it is removed.

    for run in stored_runs(store):
        if run.newest < long_ago:
            remove(run, keep=["report.result"])

Only what is in the folder of the store that is dagcompile's is looked at, and no link is followed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from dagcompile.runtime.store import FOLDER, Store, Unreachable, component

_TIMES = ("mtime", "LastModified", "last_modified", "updated", "created")
"""What file systems call the time at which a file was written."""

_CUT = re.compile(r"-[0-9a-f]{16}$")
"""How the name of a file ends that was too long."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a run: its name, size in bytes, and when it was written, in seconds since 1970."""

    name: str
    bytes: int
    written: float
    unlink: Callable[[], None]


@dataclass(frozen=True, slots=True)
class StoredRun:
    """The files of a run of a pipeline, of which there is one at least."""

    pipeline: str
    run: str
    files: tuple[StoredFile, ...]

    @property
    def newest(self) -> float:
        """When the last of its files was written."""
        return max(each.written for each in self.files)

    @property
    def bytes(self) -> int:
        """How large they are together."""
        return sum(each.bytes for each in self.files)


def stored_runs(store: Store, *, of: tuple[str, ...] = ()) -> Iterator[StoredRun]:
    """The runs of which something is in `store`, by pipeline and run.

    `of` are the names of folders, of a pipeline and of a run, that alone are looked at.

    Raises:
        dagcompile.runtime.store.NoStore: it is no store that can be used.
        dagcompile.runtime.store.Unreachable: it cannot be read.
    """
    found: dict[tuple[str, str], list[StoredFile]] = {}
    url = store.url()
    try:
        files = _remote(store, url, of) if url else _local(store.folder() / FOLDER, of)
        for pipeline, run, file in files:
            found.setdefault((unquote(pipeline), unquote(run)), []).append(file)
    except OSError as error:
        raise Unreachable(f"{store.by} is {store.root}, which cannot be read: {error}") from error
    for (pipeline, run), those in sorted(found.items()):
        yield StoredRun(pipeline, run, tuple(those))


def remove(run: StoredRun, *, keep: Sequence[str] = ()) -> tuple[StoredFile, ...]:
    """Remove the files of `run`, all but those of the outputs `keep` (`node.port`), and give them.

    Raises:
        OSError: the store cannot be written.
    """
    gone = tuple(each for each in run.files if not any(_is_of(each.name, one) for one in keep))
    for each in gone:
        with suppress(FileNotFoundError):  # another was faster
            each.unlink()
    return gone


def _is_of(name: str, output: str) -> bool:
    """Whether a file holds the value of an output; of two whose long names begin alike, maybe."""
    whole = component(f"{output}.")
    if name.rpartition(".")[0] == whole.removesuffix("."):
        return True
    return bool(_CUT.search(whole) and _CUT.search(name)) and name[:-17] == whole[:-17]


def _local(root: Path, of: tuple[str, ...]) -> Iterator[tuple[str, str, StoredFile]]:
    for pipeline in _folders(root, of[:1]):
        for run in _folders(pipeline, of[1:]):
            for file in sorted(run.iterdir()):
                if not file.is_dir():
                    found = file.lstat()
                    made = StoredFile(file.name, found.st_size, found.st_mtime, _unlink(file))
                    yield pipeline.name, run.name, made


def _folders(root: Path, of: tuple[str, ...]) -> list[Path]:
    if not root.is_dir() or root.is_symlink():
        return []
    those = [root / each for each in of] or sorted(root.iterdir())
    return [each for each in those if each.is_dir() and not each.is_symlink()]


def _unlink(file: Path) -> Callable[[], None]:
    def unlink() -> None:
        file.unlink()
        with suppress(OSError):  # the last one takes the folders with it
            file.parent.rmdir()
            file.parent.parent.rmdir()

    return unlink


def _remote(store: Store, url: str, of: tuple[str, ...]) -> Iterator[tuple[str, str, StoredFile]]:
    filesystem, root = store.filesystem(f"{url}/{FOLDER}")
    try:
        found: dict[str, dict[str, Any]] = filesystem.find("/".join([root, *of]), detail=True)
    except FileNotFoundError:
        return
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        raise Unreachable(f"{store.by} is {store.root}, which cannot be read: {said}") from error
    inside = root.strip("/") + "/"
    for path, info in sorted(found.items()):
        parts = path.strip("/").removeprefix(inside).split("/")
        if path.strip("/").startswith(inside) and len(parts) == 3:
            size, written = int(info.get("size") or 0), _time(filesystem, path, info)
            unlink = _remote_unlink(filesystem, path)
            yield parts[0], parts[1], StoredFile(parts[2], size, written, unlink)


def _remote_unlink(filesystem: Any, path: str) -> Callable[[], None]:
    return lambda: filesystem.rm_file(path)


def _time(filesystem: Any, path: str, info: dict[str, Any]) -> float:
    said = next((info[key] for key in _TIMES if info.get(key)), None)
    if said is None:
        said = filesystem.modified(path)
    if isinstance(said, str):
        said = datetime.fromisoformat(said)
    if isinstance(said, datetime):
        return (said if said.tzinfo else said.replace(tzinfo=UTC)).timestamp()
    return float(said)
