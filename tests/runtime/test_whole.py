"""Files are there whole or not at all, and who dies as they write one leaves nothing for good."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dagcompile.runtime import whole

SLOWLY = """
import os, sys, time
from pathlib import Path
from dagcompile.runtime import whole

def wait(file):  # the disk takes its time
    print("writing", flush=True)
    time.sleep(60)

os.fsync = wait
whole.write(Path(sys.argv[1]), b"half")
"""


@pytest.fixture
def writer(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process that has written all of `tmp_path / "a"`, and has not put it in its place."""
    command = [sys.executable, "-c", SLOWLY, str(tmp_path / "a")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        yield process
        process.kill()


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_what_is_written_replaces_what_was(tmp_path: Path) -> None:
    whole.write(tmp_path / "b" / "a", b"1")
    whole.write(tmp_path / "b" / "a", b"22")
    assert (tmp_path / "b" / "a").read_bytes() == b"22"
    assert names(tmp_path / "b") == ["a"]


def test_half_of_a_file_is_never_seen(tmp_path: Path, writer: "subprocess.Popen[str]") -> None:
    assert len(names(tmp_path)) == 1
    assert not (tmp_path / "a").exists()


def test_the_next_to_write_it_takes_away_what_the_dead_have_left(
    tmp_path: Path, writer: "subprocess.Popen[str]"
) -> None:
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    (left,) = names(tmp_path)
    assert left.startswith(".writing-a-")
    whole.write(tmp_path / "ab", b"another file, which says nothing of that one")
    assert names(tmp_path) == [left, "ab"]
    whole.write(tmp_path / "a", b"all")
    assert names(tmp_path) == ["a", "ab"]
    assert (tmp_path / "a").read_bytes() == b"all"


def test_who_is_still_writing_is_left_alone(
    tmp_path: Path, writer: "subprocess.Popen[str]"
) -> None:
    (theirs,) = names(tmp_path)
    whole.write(tmp_path / "a", b"all")
    assert names(tmp_path) == [theirs, "a"]


def test_many_may_write_it_at_once(tmp_path: Path) -> None:
    texts = [bytes([each]) * 10_000 for each in range(64)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: whole.write(tmp_path / "a", text), texts))
    assert (tmp_path / "a").read_bytes() in texts
    assert names(tmp_path) == ["a"]


def test_what_cannot_be_written_leaves_what_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole.write(tmp_path / "a", b"1")

    def full(_: int) -> None:
        raise OSError("no space left on the device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        whole.write(tmp_path / "a", b"22")
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"1"
