"""Values that are kept between steps."""

import errno
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import fsspec
import pytest

from dagcompile.runtime import store
from dagcompile.runtime.store import STORE_VARIABLE, NoStore, Unreachable, get, put

NAMES = [
    "a.json",
    "r/a.json",
    "manual__2024-01-01T00:00:00+00:00/clean all.ré sult#1?.json",
    "100%",
]


@pytest.fixture(params=["plain", "url", "quoted url"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "a store"
    root = {
        "plain": str(path),
        "url": f"file://{path}",
        "quoted url": path.as_uri(),
    }[request.param]
    monkeypatch.setenv(STORE_VARIABLE, root)
    return path


@pytest.mark.parametrize("name", NAMES)
def test_what_was_put_is_got(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    uri = put(name, b"\0data")
    assert uri.startswith("file:///")
    monkeypatch.chdir("/")
    monkeypatch.delenv(STORE_VARIABLE)
    assert get(uri) == b"\0data"
    (file,) = [each for each in folder.rglob("*") if each.is_file()]
    assert file.read_bytes() == b"\0data"


def test_a_name_stays_inside(folder: Path) -> None:
    put("a:b?c#d.json", b"")
    assert [each.name for each in folder.iterdir()] == ["a%3Ab%3Fc%23d.json"]


@pytest.mark.parametrize("root", ["plain", "memory"])
def test_components_may_be_any_text(
    root: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = fsspec.filesystem("memory").store
    memory.clear()
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "s") if root == "plain" else "memory://s")
    ids = ["../../esc", "..", ".", "", "x/../a", "a", "a/", "é" * 100, "é" * 99 + "e", "\udc80",
           "%2E", "%", "x" * 119, "x" * 120, "x" * 121, "x" * 5000]  # fmt: skip
    ids.append(put(("x" * 121,), b"").rpartition("/")[2])
    uris = [put(("r", each, "n"), each.encode("utf-8", "surrogatepass")) for each in ids]
    for uri, each in zip(uris, ids, strict=True):
        assert get(uri) == each.encode("utf-8", "surrogatepass")
    if root == "plain":
        assert [each.name for each in tmp_path.iterdir()] == ["s"]
        assert all(len(each.name) <= 120 for each in (tmp_path / "s").rglob("*"))
    else:
        assert all(key.startswith("/s/") for key in memory)


def test_a_path_stays_inside(folder: Path) -> None:
    uris = {put(name, b"") for name in ("../../esc.json", "x/../a", "a", "./a", "/a", "b//a")}
    assert len(uris) == 6
    assert {each.name for each in folder.parent.iterdir()} == {folder.name}


def test_putting_again_replaces(folder: Path) -> None:
    first = put("r/a.json", b"one, which is longer")
    assert put("r/a.json", b"two") == first
    assert get(first) == b"two"
    assert len([each for each in folder.rglob("*") if each.is_file()]) == 1


def test_others_may_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path))
    before = os.umask(0o022)
    try:
        put("a.json", b"data")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == 0o644


CUT_SHORT = """
import os, resource, signal
from pathlib import Path
from dagcompile.runtime.store import put
put("a.json", b"old")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    put("a.json", b"x" * 5000)
except OSError as error:
    print(error.errno, sorted(os.listdir(os.environ["DAGCOMPILE_STORE"])))
"""


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    """A file may grow to 1,000 bytes, as if the disk were full then."""
    environment = {**os.environ, STORE_VARIABLE: str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", CUT_SHORT],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split(" ", 1)[1] == "['a.json']\n"
    assert (tmp_path / "a.json").read_bytes() == b"old"


def test_a_store_that_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "file"))
    with pytest.raises(OSError, match="file"):
        put("a.json", b"")


@pytest.mark.parametrize(
    ("root", "message"),
    [
        (None, "set DAGCOMPILE_STORE to a folder or URL that every worker can reach"),
        ("", "set DAGCOMPILE_STORE"),
        ("file://host/folder", "names a host; write file:///folder"),
        ("nowhere://bucket", "DAGCOMPILE_STORE is nowhere://bucket, which cannot be opened: .*"),
        ("abfs://bucket", r"DAGCOMPILE_STORE is abfs://bucket, which cannot be opened: .*adlfs"),
        ("s3:/bucket/a", "is no folder and no URL; did you mean s3://bucket/a"),
        ("s3:bucket", "did you mean s3://bucket"),
        ("s3//bad", r"DAGCOMPILE_STORE is s3//bad, .*; did you mean s3://bad\?"),
        ("values", "DAGCOMPILE_STORE is values, .*; write a path that begins with /"),
        ("./values", "write a path that begins with /"),
        ("file:/folder", "did you mean file://folder"),
    ],
)
def test_no_store(root: str | None, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if root is None:
        monkeypatch.delenv(STORE_VARIABLE, raising=False)
    else:
        monkeypatch.setenv(STORE_VARIABLE, root)
    with pytest.raises(NoStore, match=message):
        put("a.json", b"")


@pytest.mark.parametrize("root", ["memory://", "memory://bucket", "memory://bucket/deep/"])
@pytest.mark.parametrize("name", NAMES)
def test_a_url_that_fsspec_opens(root: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE_VARIABLE, root)
    fsspec.filesystem("memory").store.clear()
    uri = put(name, b"one")
    assert put(name, b"two") == uri
    assert uri.startswith(root)
    assert get(uri) == b"two"
    assert len(fsspec.filesystem("memory").store) == 1


SIZE = 200_000_000


@pytest.mark.parametrize("root", ["local://{}", "{}"])
def test_who_is_killed_while_it_writes_leaves_what_was_there(
    root: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process is killed when some of a file, and not all of it, has been written. The next to
    write it takes that away, and nothing of others.
    """
    environment = {**os.environ, STORE_VARIABLE: root.format(tmp_path)}
    code = (
        "from dagcompile.runtime.store import put\n"
        f"put('r/a.json', b'old'); print(flush=True); put('r/a.json', bytes({SIZE}))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE
    ) as p:
        assert p.stdout is not None
        p.stdout.readline()
        while p.poll() is None and not any(map(_size, (tmp_path / "r").glob(".writing-*"))):
            pass
        p.kill()
    assert p.returncode == -signal.SIGKILL
    assert (tmp_path / "r" / "a.json").read_bytes() == b"old"
    assert [0 < _size(each) < SIZE for each in (tmp_path / "r").glob(".writing-*")] == [True]
    (tmp_path / "r" / ".writing-b.json-00").touch()
    monkeypatch.setenv(STORE_VARIABLE, root.format(tmp_path))
    assert get(put("r/a.json", b"new")) == b"new"
    assert sorted(each.name for each in (tmp_path / "r").iterdir()) == [
        ".writing-b.json-00",
        "a.json",
    ]


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def test_a_store_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path))

    def denied(path: Path, data: bytes) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("dagcompile.runtime.whole.write", denied)  # root may write anywhere
    with pytest.raises(Unreachable) as raised:
        put("a.json", b"")
    assert str(raised.value) == (
        f"DAGCOMPILE_STORE is {tmp_path}, which cannot be written: PermissionError: "
        f"Permission denied ({tmp_path}/a.json)"
    )


def test_a_store_whose_library_raises_what_it_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoCredentials(Exception):
        pass

    def refuse(*_: object, **__: object) -> None:
        raise NoCredentials("unable to locate credentials")

    monkeypatch.setenv(STORE_VARIABLE, "memory://bucket")
    for method in ("pipe_file", "cat_file"):
        monkeypatch.setattr(fsspec.implementations.memory.MemoryFileSystem, method, refuse)
    said = "NoCredentials: unable to locate credentials"
    with pytest.raises(Unreachable, match=f"memory://bucket, which cannot be written: {said}"):
        put("a.json", b"")
    with pytest.raises(Unreachable, match=f"memory://bucket/a.json cannot be read: {said}"):
        get("memory://bucket/a.json")


def test_a_url_of_a_file_system_is_written_beside_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, f"local://{tmp_path}")
    for data in (b"one", b"two"):
        uri = put("r/a.json", data)
        assert get(uri) == data
    assert [each.name for each in (tmp_path / "r").iterdir()] == ["a.json"]


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        get((tmp_path / "a.json").as_uri())
    with pytest.raises(FileNotFoundError):
        get("memory://bucket/none.json")


def test_without_fsspec_the_repair_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    monkeypatch.setenv(store.STORE_VARIABLE, "memory://bucket")
    with pytest.raises(NoStore, match="fsspec"):
        put("a.json", b"")
