"""What may happen to generated files: a build and a check tell it in the same words, and a build
leaves them as they are unless nobody can have written what is there. Permissions are those of a
real file system.
"""

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from commands import Command, Done
from damaged import DAMAGES, changed, mends_of
from permissions import mode, unprivileged
from suffering import SETTINGS, build, damageable, snapshot, told
from suffering import changed as changed_shop
from workplace import Workplace

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.records import FORMAT
from dagcompile.project.building import build_pipelines
from dagcompile.project.checking import Command as Told
from dagcompile.project.checking import Finding, Teller, check_pipelines
from dagcompile.project.config import load_project

SCRIPT = "python/daily_script.py"


@pytest.fixture
def dagcompile(tmp_path: Path) -> Iterator[Command]:
    """The command in a project whose files are as they should be."""
    yield damageable(tmp_path)
    sys.modules.pop("shop", None)


def refused(place: Workplace) -> list[Diagnostic]:
    """Why a build writes nothing of the first pipeline; what it may write of it, it has written."""
    summary = build_pipelines(load_project(place.folder))
    assert {each.name for each in summary.failed} <= {"doubled"}
    return [one for each in summary.failed for one in each.error.diagnostics]


def found(place: Workplace) -> tuple[Finding, ...]:
    return check_pipelines(load_project(place.folder)).findings


def said(place: Workplace, findings: Sequence[Finding]) -> list[Diagnostic]:
    """What a check tells of each file."""
    teller = Teller.of(load_project(place.folder), Told(), out=None)
    return [one for each in findings for one in teller.by_code([each])]


@pytest.mark.parametrize("happened", DAMAGES)
def test_damage_is_told_in_the_same_words_and_mended_by_what_is_told(
    place: Workplace, happened: str
) -> None:
    damage = DAMAGES[happened]
    file = place.folder / damage.file
    should = file.read_bytes()
    damage.do(file)
    before = snapshot(place.folder / "generated")
    (finding,) = found(place)
    assert (finding.fault.code, finding.fault.text) == (damage.code, damage.said)
    assert (finding.path, finding.pipeline) == (file, "doubled")
    assert snapshot(place.folder / "generated") == before
    (line,) = mends_of(place.folder, [finding])
    if not damage.kept:
        assert refused(place) == []
        assert file.read_bytes() == should
        damage.do(file)
    else:
        assert refused(place) == said(place, [finding])
        assert snapshot(place.folder / "generated") == before
    assert (place(line) == 0) == damage.command
    if damage.command:
        assert file.read_bytes() == should
        assert found(place) == ()


@pytest.mark.parametrize(
    "happened",
    [
        "edited ir",
        "header removed",
        "emptied",
        "cut in the header",
        "cut in the middle",
        "ir cut",
        "merge in the body",
        "merge in the header",
        "cr lf of one edited",
        "latin-1",
        "utf-16",
        "zeros",
        "byte order mark",
        "byte order mark of ir",
    ],
)
def test_what_is_damaged_and_stale_is_told_in_the_same_words(
    place: Workplace, happened: str
) -> None:
    changed("return double(number)", 'return double.named("twice")(number)')(
        place.folder / "flow.py"
    )
    DAMAGES[happened].do(place.folder / DAMAGES[happened].file)
    before = snapshot(place.folder / "generated")
    findings = found(place)
    assert len(findings) == 2
    (told,) = refused(place)
    assert told in said(place, findings)
    assert told.code == findings[0].fault.code != "DC645"
    assert snapshot(place.folder / "generated") == before
    for each in mends_of(place.folder, findings):
        assert place(each) == 0
    assert found(place) == ()


def test_line_ends_of_a_checkout_are_written_as_they_were_generated(dagcompile: Command) -> None:
    file = dagcompile.folder / "generated" / SCRIPT
    before = file.read_bytes()
    file.write_bytes(before.replace(b"\n", b"\r\n"))
    assert [each.written for each in build(dagcompile).built] == [(file,), ()]
    assert file.read_bytes() == before
    file.write_bytes(before.replace(b"\n", b"\r\n"))
    changed_shop(dagcompile, 2)
    assert told(build(dagcompile)) == []
    assert b"\r" not in file.read_bytes()


def test_line_ends_do_not_hide_what_somebody_wrote(dagcompile: Command) -> None:
    file = dagcompile.folder / "generated" / SCRIPT
    edited = (file.read_bytes() + b"x = 1\n").replace(b"\n", b"\r\n")
    file.write_bytes(edited)
    assert told(build(dagcompile)) == [("daily", "DC602")]
    assert file.read_bytes() == edited


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
    changed_shop(dagcompile, 2)
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
    assert "closed/deep/python/daily_script.py cannot be read: permission denied" in done.err


def test_a_file_that_may_not_be_read_costs_its_pipeline_alone(dagcompile: Command) -> None:
    script = dagcompile.folder / "generated" / SCRIPT
    before = script.read_bytes()
    changed_shop(dagcompile, 2)
    with mode(script, 0):
        done = run(dagcompile)
    assert done.status == 4
    said = "generated/python/daily_script.py cannot be read: permission denied"
    assert f"error[DC618]: {said}" in done.err
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
