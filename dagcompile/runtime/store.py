"""Where values that are too large for an engine's messages are kept between steps.

    put("runs/r1/load.result.json", data)   -> "file:///data/runs/r1/load.result.json"
    put(("runs", "../r1", "a.json"), data)  -> "file:///data/runs/..%252Fr1/a.json"

`DAGCOMPILE_STORE` names the store: a folder, or any URL that fsspec opens. Writing is atomic and
may be repeated.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from dagcompile.runtime import whole

STORE_VARIABLE = "DAGCOMPILE_STORE"
"""Environment variable that names the store."""


_LONGEST = 120
"""Bytes that a component of a name takes at most. File systems allow 255 or less."""


class NoStore(RuntimeError):
    """A value needs the store, and none is configured that can be used."""


class Damaged(RuntimeError):
    """A stored value is not the one that was written."""


def configured() -> bool:
    """Whether there is a store to use, be it one that can be used or not."""
    return bool(os.environ.get(STORE_VARIABLE))


def put(name: str | Sequence[str], data: bytes) -> str:
    """Write `data` under `name` and give its URI.

    Args:
        name: a relative path, or its components, each of which may be any text. Two names that
            differ are two places, and none is outside the store.

    Raises:
        NoStore: no store is configured, or none that can be used.
        OSError: the store cannot be written.
    """
    root = os.environ.get(STORE_VARIABLE, "")
    if not root:
        raise NoStore(f"set {STORE_VARIABLE} to a folder or URL that every worker can reach")
    inside = "/".join(map(_component, name.split("/") if isinstance(name, str) else name))
    if "://" in root and not root.startswith("file://"):
        return _put_remote(f"{root}{'' if root.endswith('/') else '/'}{inside}", data)
    folder = _folder(root)
    path = folder / inside
    assert Path(os.path.normpath(path)).is_relative_to(os.path.normpath(folder))
    whole.write(path, data)
    return path.as_uri()


def _component(text: str) -> str:
    """`text` as one component of a path or URL: never empty, `.` or `..`, and without a slash."""
    plain = quote(text, safe="", errors="surrogatepass")
    if not plain.strip("."):
        plain = plain.replace(".", "%2E") or "%"
    if len(plain) < _LONGEST:
        return plain
    # As long as none that is left as it is, so that it is never the name of another.
    digest = hashlib.sha256(plain.encode()).hexdigest()[:16]
    return f"{plain[: _LONGEST - 17]}-{digest}"


def _folder(root: str) -> Path:
    if not root.startswith("file://"):
        return Path(root).absolute()
    parts = urlsplit(root)
    if parts.netloc not in ("", "localhost"):
        raise NoStore(f"{STORE_VARIABLE} is {root}, which names a host; write file:///folder")
    return Path(unquote(parts.path))


def get(uri: str) -> bytes:
    """Read what was written at `uri`.

    Raises:
        OSError: it cannot be read.
    """
    if uri.startswith("file://"):
        return Path(unquote(urlsplit(uri).path)).read_bytes()
    return _get_remote(uri)


def _put_remote(uri: str, data: bytes) -> str:
    filesystem, path = _remote(uri)
    filesystem.makedirs(path.rpartition("/")[0], exist_ok=True)
    filesystem.pipe_file(path, data)
    return uri


def _get_remote(uri: str) -> bytes:
    filesystem, path = _remote(uri)
    data: bytes = filesystem.cat_file(path)
    return data


def _remote(uri: str) -> tuple[Any, str]:
    try:
        import fsspec

        found: tuple[Any, str] = fsspec.core.url_to_fs(uri)
    except (ImportError, ValueError) as error:  # fsspec, or what it needs for this kind of URL
        raise NoStore(f"{STORE_VARIABLE} is a URL that cannot be opened: {error}") from error
    return found
