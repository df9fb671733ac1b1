"""What may happen to generated files: a build tells it, and leaves them as they are. Permissions
are those of a real file system.
"""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from commands import Command, Done
from permissions import mode, unprivileged
from suffering import SETTINGS, assert_as_built_afresh, build, changed, damageable, snapshot, told

from dagcompile.ir.records import FORMAT

SCRIPT, IR = "python/daily_script.py", "daily.ir.json"


@pytest.fixture
def dagcompile(tmp_path: Path) -> Iterator[Command]:
    """The command in a project whose files are as they should be."""
    yield damageable(tmp_path)
    sys.modules.pop("shop", None)


def lines_of(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda data: b"", "DC601"),
    "truncated": (lambda data: data[: len(data) // 2], "DC602"),
    "cut in its header": (lambda data: data[:10], "DC601"),
    "a conflict at the top": (lambda data: b"<<<<<<< HEAD\n" + data, "DC602"),
    "a conflict within": (
        lambda data: data.replace(b"\n", b"\n<<<<<<< HEAD\n=======\n>>>>>>> other\n", 9),
        "DC602",
    ),
    "in UTF-16": (lambda data: data.decode().encode("utf-16"), "DC601"),
    "with a byte order mark": (lambda data: b"\xef\xbb\xbf" + data, "DC602"),
    "with bytes of Latin-1": (lambda data: data + b"# \xe4\n", "DC601"),
    "with NUL": (lambda data: data + b"\0", "DC602"),
    "without its first lines": (lambda data: b"".join(lines_of(data)[3:]), "DC601"),
}


@pytest.mark.parametrize("name", [SCRIPT, IR])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_told_of_and_left_as_it_is(
    damage: str, name: str, dagcompile: Command
) -> None:
    file = dagcompile.folder / "generated" / name
    damaged, code = DAMAGES[damage]
    file.write_bytes(damaged(file.read_bytes()))
    before = snapshot(dagcompile.folder / "generated")
    changed(dagcompile, 2)
    assert told(build(dagcompile)) == [("daily", code)]
    after = snapshot(dagcompile.folder / "generated")
    assert {each for each in after if after[each] != before[each]} == {
        "hourly.ir.json",
        "python/hourly_script.py",
    }
    if code == "DC601":
        file.unlink()
    assert told(build(dagcompile, force=True)) == []
    assert_as_built_afresh(dagcompile)


def test_line_ends_of_a_checkout_are_no_damage(dagcompile: Command) -> None:
    file = dagcompile.folder / "generated" / SCRIPT
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert [each.written for each in build(dagcompile).built] == [(), ()]
    changed(dagcompile, 2)
    assert told(build(dagcompile)) == []
    assert b"\r" not in file.read_bytes()


def test_ir_of_a_newer_format_is_made_older_by_force_alone(dagcompile: Command) -> None:
    file = dagcompile.folder / "generated/daily.ir.json"
    now = f'"dagcompile_ir": {FORMAT}'
    file.write_text(file.read_text().replace(now, f'"dagcompile_ir": {FORMAT + 1}'))
    before = snapshot(dagcompile.folder / "generated")
    assert told(build(dagcompile)) == [("daily", "DC302")]
    assert snapshot(dagcompile.folder / "generated") == before
    assert told(build(dagcompile, force=True)) == []


def run(command: Command, *arguments: str) -> Done:
    """Build in a process of its own that permissions hold for."""
    return unprivileged(command, "build", *arguments)


def test_a_folder_that_may_not_be_written_is_told_of(dagcompile: Command) -> None:
    before = snapshot(dagcompile.folder / "generated")
    changed(dagcompile, 2)
    with mode(dagcompile.folder / "generated/python", 0o555):
        done = run(dagcompile)
    assert (done.status, done.out) == (4, "failed  daily\nfailed  hourly\n2 failed\n")
    said = "the artifacts of daily cannot be written: generated/python/.daily_script.py"
    assert f"error[DC618]: {said}" in done.err
    assert done.err.count("permission denied") == 2
    assert snapshot(dagcompile.folder / "generated") == before


def test_a_folder_that_cannot_be_reached_is_told_of(dagcompile: Command) -> None:
    (dagcompile.folder / "closed").mkdir()
    with mode(dagcompile.folder / "closed", 0):
        done = run(dagcompile, "--out", "closed/deep")
    assert (done.status, done.out) == (4, "failed  daily\nfailed  hourly\n2 failed\n")
    assert "cannot be written: closed/deep/python/daily_script.py: permission denied" in done.err


def test_a_file_that_may_not_be_read_costs_its_pipeline_alone(dagcompile: Command) -> None:
    script = dagcompile.folder / "generated" / SCRIPT
    before = script.read_bytes()
    changed(dagcompile, 2)
    with mode(script, 0):
        done = run(dagcompile)
    assert done.status == 4
    said = "the artifacts of daily cannot be written: generated/python/daily_script.py: permission"
    assert f"error[DC618]: {said} denied" in done.err
    assert done.out.endswith("failed   daily\n2 written, 1 failed\n")
    assert script.read_bytes() == before


def test_what_cannot_be_looked_into_or_removed_is_told_of(dagcompile: Command) -> None:
    out = dagcompile.folder / "generated"
    (out / "locked").mkdir()
    (out / "secret.txt").touch()
    (out / "old").mkdir()
    shutil.copy(out / "python/hourly_script.py", out / "old/hourly_script.py")
    dagcompile.write("pyproject.toml", SETTINGS.replace("hourly", "# hourly"))
    with mode(out / "locked", 0), mode(out / "secret.txt", 0), mode(out / "old", 0o555):
        done = run(dagcompile)
        again = run(dagcompile, "daily")
    assert done.status == 4
    said = "generated/old/hourly_script.py cannot be removed, though nothing needs it"
    assert f"error[DC618]: {said}" in done.err
    unread = "warning[DC618]: it is not known whether anything makes what cannot be read: generated"
    assert f"{unread}/locked: permission denied" in done.err
    assert f"{unread}/secret.txt: permission denied" in done.err
    assert done.out.endswith("\n2 unchanged, 2 removed\n")
    assert (again.status, again.err) == (0, "")  # who builds one pipeline looks no further
