"""Where values that are too large for an engine's messages are kept between steps.

    put("runs/r1/load.result.json", data)   -> "file:///data/runs/r1/load.result.json"

`DAGCOMPILE_STORE` names the store: a folder, or any URL that fsspec opens. Writing is atomic and
may be repeated.
"""

import os
import tempfile
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

STORE_VARIABLE = "DAGCOMPILE_STORE"
"""Environment variable that names the store."""


class NoStore(RuntimeError):
    """A value needs the store, and none is configured."""


class Damaged(RuntimeError):
    """A stored value is not the one that was written."""


def put(name: str, data: bytes) -> str:
    """Write `data` under `name`, a relative path, and give its URI.

    Raises:
        NoStore: no store is configured.
        OSError: the store cannot be written.
    """
    root = os.environ.get(STORE_VARIABLE, "")
    if not root:
        raise NoStore(f"set {STORE_VARIABLE} to a folder or URL that every worker can reach")
    if "://" in root and not root.startswith("file://"):
        return _put_remote(f"{root.rstrip('/')}/{quote(name)}", data)
    folder = Path(unquote(urlsplit(root).path) if root.startswith("file://") else root).absolute()
    path = folder / quote(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path.as_uri()


def get(uri: str) -> bytes:
    """Read what was written at `uri`.

    Raises:
        OSError: it cannot be read.
    """
    if uri.startswith("file://"):
        return Path(unquote(urlsplit(uri).path)).read_bytes()
    return _get_remote(uri)


def _put_remote(uri: str, data: bytes) -> str:
    import fsspec

    filesystem, path = fsspec.core.url_to_fs(uri)
    filesystem.makedirs(path.rpartition("/")[0], exist_ok=True)
    filesystem.pipe_file(path, data)
    return uri


def _get_remote(uri: str) -> bytes:
    import fsspec

    filesystem, path = fsspec.core.url_to_fs(uri)
    data: bytes = filesystem.cat_file(path)
    return data
