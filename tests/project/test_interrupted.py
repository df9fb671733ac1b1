"""What may happen to a build while it writes: the disk is full, it is killed, another one writes.
What was there before is still there, and whole; the errors are those of a real system.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from commands import Command
from suffering import SETTINGS, assert_as_built_afresh, build, changed, damageable, snapshot

from dagcompile.codegen.artifact import Artifact
from dagcompile.project.building import Plan, build_pipelines
from dagcompile.project.building.building import _filed
from dagcompile.project.building.writing import Into
from dagcompile.project.config import load_project
from dagcompile.project.emissions import Emission, Made


@pytest.fixture
def dagcompile(tmp_path: Path) -> Iterator[Command]:
    """The command in a project whose files are as they should be."""
    yield damageable(tmp_path)
    sys.modules.pop("shop", None)


FULL = """
    import os, resource, sys
    from pathlib import Path
    from commands import Command
    from suffering import build, changed, snapshot, told

    command, room = Command(Path.cwd()), Path("generated/room")
    before = snapshot(Path("generated"))
    if sys.argv[1] == "a small disk":
        with room.open("wb") as file:
            try:
                while True:
                    os.write(file.fileno(), bytes(512))
            except OSError as error:
                print(error.strerror)
    else:
        before["room"] = b""
        room.touch()
        resource.setrlimit(resource.RLIMIT_FSIZE, (500, -1))
    before["room"] = room.read_bytes()
    changed(command, 2)
    summary = build(command)
    print(told(summary), "; ".join(one.message for each in summary.failed
                                   for one in each.error.diagnostics))
    assert snapshot(Path("generated")) == before
    room.unlink()
    if sys.argv[1] != "a small disk":
        resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))
    assert told(build(command)) == []
    print("built")
"""


def in_a_small_disk(folder: Path) -> list[str] | None:
    """What begins a command that has a few kilobytes for generated files; None if nothing can."""
    disk = f"mount -t tmpfs -o size=64k none {folder}/generated"
    start = ["unshare", "--mount", "--map-root-user", "sh", "-ec"]
    try:
        done = subprocess.run([*start, disk], capture_output=True, check=False)
    except FileNotFoundError:
        return None
    fill = (
        f"cp -r {folder}/generated {folder}/kept; {disk}; cp -r {folder}/kept/. {folder}/generated"
    )
    return [*start, f'{fill}; exec "$@"', "-"] if done.returncode == 0 else None


@pytest.mark.parametrize("how", ["a small disk", "a limit"])
def test_where_the_disk_is_full_every_file_is_as_it_was(how: str, dagcompile: Command) -> None:
    start = in_a_small_disk(dagcompile.folder) if how == "a small disk" else []
    if start is None:
        how, start = "a limit", []  # no disk of one's own here
    done = subprocess.run(
        [*start, sys.executable, "-c", dedent(FULL), how],
        cwd=dagcompile.folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert "[('daily', 'DC618'), ('hourly', 'DC618')]" in done.stdout
    assert ("no space left on device" if how == "a small disk" else "file too large") in done.stdout
    assert done.stdout.endswith("\nbuilt\n")


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from commands import Command
    from suffering import build, changed, snapshot
    from dagcompile.codegen.swap import is_left_over

    command, out = Command(Path.cwd()), Path("generated")
    old = snapshot(out)
    changed(command, 2)
    build(command)
    new = snapshot(out)
    WRITING = ("open", "os.rename", "os.link", "os.remove")
    moment, left, mixed = 0, 0, 0
    while True:
        for name, content in old.items():
            (out / name).write_bytes(content)
        child = os.fork()
        if not child:
            count = iter(range(moment, -1, -1))
            def die(event, arguments):
                if event in WRITING and str(arguments[0]).startswith(str(out.resolve())):
                    if next(count) == 0:
                        os.kill(os.getpid(), signal.SIGKILL)
            sys.addaudithook(die)
            build(command)
            os._exit(0)
        ended = os.waitpid(child, 0)[1]
        after = snapshot(out)
        files = {name: after.pop(name) for name in old}
        assert all(files[name] in (old[name], new[name]) for name in old), moment
        assert all(is_left_over(Path(name).name) for name in after), after.keys()
        left += bool(after)
        mixed += files not in (old, new)
        if ended == 0:
            break
        assert ended == signal.SIGKILL
        build(command)
        assert snapshot(out) == new, moment
        moment += 1
    assert files == new
    print(moment > 20, left > 10, mixed > 0)
"""


def test_a_build_that_is_killed_leaves_whole_files_and_the_next_one_all_of_them(
    dagcompile: Command,
) -> None:
    """At each moment at which it touches a file below the folder."""
    done = subprocess.run(
        [sys.executable, "-c", dedent(KILLED)],
        cwd=dagcompile.folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.stdout) == ("", "True True True\n")


def test_what_a_killed_build_left_is_cleared_where_the_next_one_writes(dagcompile: Command) -> None:
    out = dagcompile.folder / "generated"
    left = [
        out / "python/.daily_script.py.0123abcd.dagcompile.new",
        out / ".x.89abcdef.dagcompile.old",
    ]
    other = [out / "python/.x.new", out / ".x.0123abcd.old"]
    far = out / "elsewhere/.y.py.0123abcd.dagcompile.new"
    far.parent.mkdir()
    for each in [*left, *other, far]:
        each.touch()
    build_pipelines(load_project(dagcompile.folder), names=["daily"])
    assert [each.exists() for each in [*left, *other, far]] == [False, False, True, True, True]
    build(dagcompile)
    assert not far.exists()


def started(command: Command, *arguments: str, cwd: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "dagcompile.cli", "build", "--no-cache", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


WAITING = "waiting for another build that writes "


def test_two_builds_at_once_write_one_after_the_other(dagcompile: Command) -> None:
    """From two states of the sources, neither of which is that of the files."""
    out = dagcompile.folder / "generated"
    states = []
    for number in (2, 3):
        folder = dagcompile.folder / f"state{number}"
        command = Command(folder)
        command.write("pyproject.toml", SETTINGS + "\n[tool.dagcompile.target.python]\n")
        changed(command, number)
        build(command)
        states.append(snapshot(folder / "generated"))
    (dagcompile.folder / "pyproject.toml").unlink()  # it is of neither, and would have a say
    lock = os.open(out, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    folders = [dagcompile.folder / f"state{number}" for number in (2, 3)]
    builds = [started(dagcompile, "--out", str(out), cwd=each) for each in folders]
    for each in builds:
        assert each.stderr is not None
        assert each.stderr.readline().startswith(WAITING)
    before = snapshot(out)
    os.close(lock)
    ends = [(*each.communicate(timeout=300), each.returncode) for each in builds]
    assert [(said, status) for _, said, status in ends] == [("", 0), ("", 0)]
    assert all(written.endswith("\n4 written\n") for written, _, _ in ends)
    assert before not in states
    assert snapshot(out) in states


def test_a_folder_that_was_removed_while_a_build_waited_is_made_again(dagcompile: Command) -> None:
    out = dagcompile.folder / "generated"
    lock = os.open(out, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    process = started(dagcompile, cwd=dagcompile.folder)
    assert process.stderr is not None
    assert process.stderr.readline().startswith(WAITING)
    shutil.rmtree(out)
    os.close(lock)
    written, _ = process.communicate(timeout=300)
    assert written.endswith("\n4 written\n")
    assert_as_built_afresh(dagcompile)


def test_files_of_many_pipelines_are_written_at_once_into_a_folder_that_is_new(
    tmp_path: Path,
) -> None:
    def emission(number: int) -> Emission:
        path = f"deep/er/{number}" + "x" * 300 * (number % 10 == 9)
        artifact = Artifact(f"{path}.py", f"# {number}\n")
        return Emission(name=str(number), id=path, made=(Made(artifact=artifact, maker="it"),))

    emissions = [emission(number) for number in range(100)]
    into = Into(out=tmp_path / "out")
    plan = Plan(wanted=(), chosen=(), path=())
    filed = _filed(plan, emissions, into=into)
    assert [each.name for each in filed.built] == [str(n) for n in range(100) if n % 10 != 9]
    assert list(filed.failed) == [str(number) for number in range(9, 100, 10)]
    assert {name: content.decode() for name, content in snapshot(into.out).items()} == {
        f"deep/er/{number}.py": f"# {number}\n" for number in range(100) if number % 10 != 9
    }


def test_a_build_that_fails_leaves_no_folder_behind(dagcompile: Command) -> None:
    dagcompile.write("pyproject.toml", SETTINGS.replace("shop:", "no:"))
    summary = build_pipelines(load_project(dagcompile.folder), out=dagcompile.folder / "a/b")
    assert len(summary.failed) == 2
    assert not (dagcompile.folder / "a").exists()
