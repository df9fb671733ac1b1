"""A check: what is wrong with each file, and that what it offers mends it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Command as Program
from damaged import DAMAGES, IR, SCRIPT, changed, mends_of
from permissions import mode, unprivileged
from workplace import Workplace

from dagcompile.ir.records import FORMAT
from dagcompile.project.checking import Checked, Command, Teller, check_pipelines
from dagcompile.project.checking.checking import folder_of
from dagcompile.project.config import load_project

OTHERS = "generated/python/quadrupled_script.py"


def checked(place: Workplace, *names: str) -> Checked:
    return check_pipelines(load_project(place.folder), names=names)


def told(place: Workplace, *names: str) -> dict[str, str]:
    """The codes of what is found by the path of the file."""
    found = checked(place, *names).findings
    assert not any(each.verdict == "untracked" for each in found)
    return {each.path.relative_to(place.folder).as_posix(): each.fault.code for each in found}


def mends(place: Workplace, *names: str) -> list[str]:
    """The commands that mend what is found, in the order in which they are told."""
    return mends_of(place.folder, checked(place, *names).findings, *names)


def snapshot(folder: Path) -> dict[Path, tuple[bytes, int]]:
    """What all files hold, and when they were written."""
    return {
        each: (each.read_bytes(), each.stat().st_mtime_ns)
        for each in folder.rglob("*")
        if each.is_file() and not each.is_symlink()
    }


def test_what_was_built_is_as_it_should_be(place: Workplace) -> None:
    before = snapshot(place.folder)
    found = checked(place)
    assert (found.findings, found.right, found.failed) == ((), 4, ())
    assert snapshot(place.folder) == before


def test_a_newer_format_is_no_edit(place: Workplace) -> None:
    changed(f'"dagcompile_ir": {FORMAT}', f'"dagcompile_ir": {FORMAT + 1}')(place.folder / IR)
    (finding,) = checked(place).findings
    assert (finding.verdict, finding.fault.code) == ("wrong", "DC302")
    assert finding.fault.text == "is of a newer dagcompile"


def test_a_folder_that_cannot_be_read_is_told_of_each_file(place: Workplace) -> None:
    folder = place.folder / "generated/python"
    for each in folder.iterdir():
        each.unlink()
    folder.rmdir()
    folder.symlink_to("python")
    assert told(place) == {SCRIPT: "DC618", OTHERS: "DC618"}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [(SCRIPT, 1), ("generated", 4)],
)
def test_what_may_not_be_read_is_told(place: Workplace, name: str, wrong: int) -> None:
    with mode(place.folder / name, 0):
        done = unprivileged(Program(place.folder), "check")
    assert done.status == 1, done
    assert "error[DC618]: " in done.err
    assert "Traceback" not in done.err
    assert done.out.splitlines()[-1].startswith(f"{wrong} wrong")
    assert told(place) == {}


def test_a_project_that_may_not_be_written_is_checked(place: Workplace) -> None:
    shutil.rmtree(place.folder / ".dagcompile_cache", ignore_errors=True)
    with mode(place.folder, 0o555), mode(place.folder / "generated", 0o555):
        done = unprivileged(Program(place.folder), "check")
    assert (done.status, done.out, done.err) == (0, "4 unchanged\n", "")


def test_a_file_in_the_place_of_the_folder(place: Workplace) -> None:
    out = place.folder / "generated"
    out.rename(place.folder / "away")
    out.write_text("")
    assert set(told(place).values()) == {"DC618"}


def test_a_link_that_leads_out(place: Workplace, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "x.py"
    (place.folder / SCRIPT).replace(elsewhere)
    (place.folder / SCRIPT).symlink_to(elsewhere)
    assert told(place) == {SCRIPT: "DC603"}


# --- stale -------------------------------------------------------------------------------------


def test_a_changed_pipeline_is_stale_in_all_of_its_files(place: Workplace) -> None:
    changed("return double(number)", 'return double.named("twice")(number)')(
        place.folder / "flow.py"
    )
    found = checked(place).findings
    assert [(each.verdict, each.fault.text) for each in found] == [
        ("stale", "is stale: doubled changed")
    ] * 2
    line = (place.folder / SCRIPT).read_text().split("\n")[found[0].fault.line - 1]
    assert line == '    double = run.step("double", flow.double)(number)'
    assert mends(place) == [f"dagcompile --project {place.folder} build doubled"]


@pytest.mark.parametrize(
    "change",
    [
        ("flow.py", "Twice a number", "The double", [SCRIPT, IR]),
        ("pyproject.toml", "[tool.dagcompile]", '[tool.dagcompile]\nguards = "off"', [SCRIPT]),
    ],
)
def test_what_does_the_same_is_told_from_what_does_not(
    place: Workplace, change: tuple[str, str, str, list[str]]
) -> None:
    name, old, new, stale = change
    changed(old, new)(place.folder / name)
    found = checked(place, "doubled").findings
    said = "is stale: docs or options of doubled changed, or dagcompile did"
    assert [(each.path, each.fault.text) for each in found] == [
        (place.folder / each, said) for each in stale
    ]


def test_what_was_edited_and_is_stale_is_edited(place: Workplace) -> None:
    changed("return double(number)", 'return double.named("twice")(number)')(
        place.folder / "flow.py"
    )
    changed("number", "n")(place.folder / SCRIPT)
    assert told(place) == {SCRIPT: "DC602", IR: "DC645"}
    for each in mends(place):
        assert place(each) == 0
    assert told(place) == {}


def test_a_pipeline_that_was_moved_is_stale(place: Workplace) -> None:
    (place.folder / "flow.py").rename(place.folder / "flows.py")
    changed('"flow:doubled"', '"flows:doubled"')(place.folder / "pyproject.toml")
    changed('"flow:quadrupled"', '"flows:quadrupled"')(place.folder / "pyproject.toml")
    said = {each.fault.text for each in checked(place).findings}
    assert said == {
        "is stale: doubled takes the place of flow:doubled",
        "is stale: quadrupled takes the place of flow:quadrupled",
    }
    (line,) = mends(place)
    assert place(line) == 0
    assert told(place) == {}


# --- orphans -----------------------------------------------------------------------------------


def _drop(place: Workplace) -> None:
    """The second pipeline is built no more."""
    changed('quadrupled = "flow:quadrupled"\n', "")(place.folder / "pyproject.toml")


def test_what_nothing_makes_any_more_is_told_and_swept(place: Workplace) -> None:
    _drop(place)
    ir = place.folder / "generated/quadrupled.ir.json"
    changed('"quadrupled"', '"quadruple"')(ir)
    assert told(place) == {OTHERS: "DC647", "generated/quadrupled.ir.json": "DC641"}
    (first, second) = sorted(checked(place).findings, key=lambda each: each.fault.code)
    assert first.fault.text == "was edited by hand, and nothing makes it any more"
    assert second.fault.text == "was made from flow:quadrupled, and nothing makes it any more"
    assert {first.verdict, second.verdict} == {"orphaned"}
    for each in mends(place):
        assert place(each) == 0
    assert told(place) == {}
    assert not ir.exists()


def test_only_a_check_of_a_whole_project_can_tell(place: Workplace) -> None:
    _drop(place)
    project = load_project(place.folder)
    assert told(place, "doubled") == {}
    assert check_pipelines(project, targets=["python"]).findings == ()


def test_where_a_pipeline_fails_nothing_is_nobodys(place: Workplace) -> None:
    changed('"flow:quadrupled"', '"flow:nowhere"')(place.folder / "pyproject.toml")
    found = checked(place)
    assert ([each.name for each in found.failed], found.findings) == (["quadrupled"], ())


def test_files_of_others_are_nobodys_orphans(place: Workplace) -> None:
    (place.folder / "generated/notes.txt").write_text("mine\n")
    (place.folder / "generated/python/helper.py").write_text("import os\n")
    assert told(place) == {}


def test_what_a_killed_build_has_left_is_told(place: Workplace) -> None:
    left = place.folder / "generated/python/.doubled_script.py.0123abcd.dagcompile.new"
    left.write_text("half")
    assert told(place) == {left.relative_to(place.folder).as_posix(): "DC647"}
    (line,) = mends(place)
    assert place(line) == 0
    assert not left.exists()


# --- while others are at work ------------------------------------------------------------------

BUILDING = """
import sys, time
from pathlib import Path
from dagcompile.project.building.locking import alone_in

out, script = Path(sys.argv[1]), Path(sys.argv[2])
number = f":{out.stat().st_ino} "
text = script.read_text()
with alone_in(out):
    script.write_text("half")
    print("writing", flush=True)
    for _ in range(6_000):  # until somebody waits for the lock, which an arrow tells
        locks = Path("/proc/locks").read_text().splitlines()
        if any("-> FLOCK" in each and number in each for each in locks):
            break
        time.sleep(0.02)
    script.write_text(text)
"""


def test_a_build_that_is_writing_is_waited_for(
    place: Workplace, capfd: pytest.CaptureFixture[str]
) -> None:
    assert told(place) == {}  # all is loaded, and the next one is quick
    command = [sys.executable, "-c", BUILDING, str(place.folder / "generated")]
    with subprocess.Popen([*command, str(place.folder / SCRIPT)], stdout=subprocess.PIPE) as build:
        assert build.stdout is not None
        assert build.stdout.readline() == b"writing\n"
        assert told(place) == {}
    assert "waiting for another build" in capfd.readouterr().err


def test_nothing_is_left_in_the_tree(place: Workplace, tmp_path: Path) -> None:
    clone = shutil.copytree(
        place.folder, tmp_path / "clone", ignore=shutil.ignore_patterns("__pycache__", ".dag*")
    )
    before = snapshot(clone)
    there = Program(clone)
    assert there("check", "--no-cache", PYTHONDONTWRITEBYTECODE="").status == 0
    assert there("check", "--no-cache", "--jobs", "2", PYTHONDONTWRITEBYTECODE="").status == 0
    assert snapshot(clone) == before
    assert there("check").status == 0
    new = snapshot(clone).keys() - before.keys()
    assert {each.relative_to(clone).parts[0] for each in new} == {".dagcompile_cache"}
    Workplace(clone, place.patch).git("init --quiet")
    Workplace(clone, place.patch).git("add .")
    listed = subprocess.run(["git", "ls-files"], cwd=clone, capture_output=True, check=True)
    assert b".dagcompile_cache" not in listed.stdout


# --- what is asked -----------------------------------------------------------------------------


def test_only_what_is_asked_for_is_looked_at(place: Workplace) -> None:
    for each in (SCRIPT, OTHERS):
        (place.folder / each).unlink()
    assert told(place, "doubled") == {SCRIPT: "DC646"}
    project = load_project(place.folder)
    assert check_pipelines(project, names=["doubled"], targets=["python"]).right == 1
    found = check_pipelines(project, targets=["dask"])
    assert [each.path.name for each in found.findings] == [
        "doubled_dask.py",
        "quadrupled_dask.py",
    ]


def test_a_pipeline_that_does_not_compile_keeps_no_other_from_being_looked_at(
    place: Workplace,
) -> None:
    changed("return double(number)", "return double('x')")(place.folder / "flow.py")
    (place.folder / OTHERS).unlink()
    found = checked(place)
    assert [each.name for each in found.failed] == ["doubled"]
    assert told(place) == {OTHERS: "DC646"}


def test_all_of_a_damaged_project_is_mended_from_top_to_bottom(place: Workplace) -> None:
    changed('return double.named("again")(double(number))', "return double(number)")(
        place.folder / "flow.py"
    )
    DAMAGES["header removed"].do(place.folder / SCRIPT)
    DAMAGES["edited ir"].do(place.folder / IR)
    DAMAGES["merge in the body"].do(place.folder / OTHERS)
    assert len(told(place)) == 4
    for each in mends(place):
        place(each)
    assert told(place) == {}


def test_another_folder_is_looked_at_and_named_in_what_mends(place: Workplace) -> None:
    project = load_project(place.folder)
    out = place.folder / "a folder"
    found = check_pipelines(project, names=["doubled"], out=out)
    assert {each.path.parent.name for each in found.findings} == {"python", "a folder"}
    flags = ("--out", str(out))
    teller = Teller.of(project, Command(flags=flags, names=("doubled",)), out=out)
    assert teller.out == folder_of(project, out)
    (group,) = teller.groups(found.findings)
    assert group.mend.command == f"dagcompile build --out '{out}' doubled"
    assert place(group.mend.command) == 0
    assert check_pipelines(project, names=["doubled"], out=out).findings == ()
