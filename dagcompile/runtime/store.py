"""Where values that are too large for an engine's messages are kept between steps.

    put("runs/r1/load.result.json", data)   -> "file:///data/runs/r1/load.result.json"
    put(("runs", "../r1", "a.json"), data)  -> "file:///data/runs/..%252Fr1/a.json"

A store is a folder, or any URL that fsspec opens; `DAGCOMPILE_STORE` names it, unless who puts
something there says otherwise. Writing is atomic and may be repeated.
"""

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from dagcompile.runtime import whole

STORE_VARIABLE = "DAGCOMPILE_STORE"
"""Environment variable that names the store."""

FOLDER = "dagcompile"
"""The folder of a store that holds the values of runs: pipeline, run, then `node.port.suffix`."""

_LONGEST = 120
"""Bytes of a component of a name at most. File systems allow 255 or less."""

_AT_ONCE = frozenset("abfs abfss adl az gcs gs memory oci oss r2 s3 s3a wasb wasbs".split())
"""Protocols of stores in which a file appears when all of it has arrived."""

_TYPED_WRONG = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)(?::(?!//)|//)")
"""`s3:/bucket`, `s3:bucket`, `s3//bucket`."""


@dataclass(frozen=True, slots=True)
class Store:
    """A store that may be used.

    Args:
        root: a folder or URL; empty where there is no store.
        by: who names it, for messages.
        note: what the first to write there is to tell; empty where nothing is.
    """

    root: str
    by: str = STORE_VARIABLE
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.root)

    def url(self) -> str:
        """The store as a URL without a slash at its end, other than `file://`; else empty.

        Raises:
            NoStore: it is none that can be used.
        """
        if not self.root:
            raise NoStore(f"set {STORE_VARIABLE} to a folder or URL that every worker can reach")
        if wrong := _TYPED_WRONG.match(self.root):
            near = f"{wrong[1]}://{self.root[wrong.end() :].lstrip('/')}"
            raise NoStore(
                f"{self.by} is {self.root}, which is no folder and no URL; did you mean {near}?"
            )
        if "://" not in self.root and not os.path.isabs(self.root):
            raise NoStore(
                f"{self.by} is {self.root}, which would be another folder for each worker; write"
                " a path that begins with /, or a URL such as s3://bucket/values"
            )
        remote = "://" in self.root and not self.root.startswith("file://")
        return self.root.removesuffix("/") if remote else ""

    def folder(self) -> Path:
        """The folder that the store is, where it is one."""
        if not self.root.startswith("file://"):
            return Path(self.root)
        parts = urlsplit(self.root)
        if parts.netloc not in ("", "localhost"):
            raise NoStore(f"{self.by} is {self.root}, which names a host; write file:///folder")
        return Path(unquote(parts.path))

    def filesystem(self, url: str) -> tuple[Any, str]:
        """What opens a URL of this store, and the path of that there. Raises `NoStore`."""
        try:
            import fsspec

            found: tuple[Any, str] = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError) as error:  # fsspec, or what it needs for this kind of URL
            raise NoStore(f"{self.by} is {self.root}, which cannot be opened: {error}") from error
        return found


class NoStore(RuntimeError):
    """A value needs the store, and none is configured that can be used."""


class Unreachable(OSError):
    """The store cannot be written or read just now; another attempt may."""


class Damaged(RuntimeError):
    """A stored value is not the one that was written."""


def from_environment() -> Store:
    """The store that the environment names, if it does."""
    return Store(os.environ.get(STORE_VARIABLE, ""))


def put(name: str | Sequence[str], data: bytes, *, store: Store | None = None) -> str:
    """Write `data` under `name` and give its URI.

    Args:
        name: a relative path, or its components, each of which may be any text. Two names that
            differ are two places, and none is outside the store.
        store: by default the one that the environment names.

    Raises:
        NoStore: no store is configured, or none that can be used.
        Unreachable: it cannot be written.
    """
    store = from_environment() if store is None else store
    inside = "/".join(map(component, name.split("/") if isinstance(name, str) else name))
    if url := store.url():
        with _reached(f"{store.by} is {store.root}, which cannot be written"):
            _put_remote(*store.filesystem(f"{url}/{inside}"), data)
        return f"{url}/{inside}"
    folder = store.folder()
    path = folder / inside
    assert Path(os.path.normpath(path)).is_relative_to(os.path.normpath(folder))
    with _reached(f"{store.by} is {store.root}, which cannot be written"):
        whole.write(path, data)
    return path.as_uri()


def component(text: str) -> str:
    """`text` as one component of a path or URL: never empty, `.` or `..`, and without a slash."""
    plain = quote(text, safe="", errors="surrogatepass")
    if not plain.strip("."):
        plain = plain.replace(".", "%2E") or "%"
    if len(plain) < _LONGEST:
        return plain
    # As long as none that is left as it is, so that it is never the name of another.
    digest = hashlib.sha256(plain.encode()).hexdigest()[:16]
    return f"{plain[: _LONGEST - 17]}-{digest}"


def get(uri: str) -> bytes:
    """Read what was written at `uri`.

    Raises:
        FileNotFoundError: nothing is there.
        NoStore: nothing here opens such a URI.
        Unreachable: it cannot be read.
    """
    with _reached(f"{uri} cannot be read"):
        if uri.startswith("file://"):
            return Path(unquote(urlsplit(uri).path)).read_bytes()
        filesystem, path = Store(uri, by="the store").filesystem(uri)
        data: bytes = filesystem.cat_file(path)
        return data


def _put_remote(filesystem: Any, path: str, data: bytes) -> None:
    folder, _, last = path.rpartition("/")
    filesystem.makedirs(folder, exist_ok=True)
    protocol = filesystem.protocol
    if _AT_ONCE.intersection((protocol,) if isinstance(protocol, str) else protocol):
        filesystem.pipe_file(path, data)
        return
    prefix = f".writing-{last}-"
    for left in filesystem.ls(folder, detail=False):
        # Of one who died. There are no locks: one who still writes loses to us, and says so.
        if left.rpartition("/")[2].startswith(prefix):
            with suppress(FileNotFoundError):
                filesystem.rm_file(left)
    beside = f"{folder}/{prefix}{os.urandom(8).hex()}"
    try:
        filesystem.pipe_file(beside, data)
        filesystem.mv(beside, path)
    except BaseException:
        if filesystem.exists(beside):
            filesystem.rm_file(beside)
        raise


@contextmanager
def _reached(what: str) -> Iterator[None]:
    """Tell what goes wrong with a store as such, whatever the library of it raises."""
    try:
        yield
    except (NoStore, FileNotFoundError):
        raise
    except Exception as error:
        said = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
        where = f" ({error.filename})" if isinstance(error, OSError) and error.filename else ""
        kind = type(error).__name__
        raise Unreachable(f"{what}: {kind}: {said}{where}") from error
