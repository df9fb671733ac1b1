"""Files are written all or none, where whoever knows what is there lets them."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dagcompile.codegen.artifact import Artifact
from dagcompile.codegen.header import with_header
from dagcompile.codegen.write import Standing, Written, ownership
from dagcompile.codegen.write import write as write_judged
from dagcompile.diagnostics import CompileError, Diagnostic


def python(path: str, body: str = "x = 1\n") -> Artifact:
    return Artifact(
        path, with_header(body, origin="app:daily", ir="0" * 64, regenerate="dagcompile")
    )


def write(artifacts: list[Artifact], folder: Path) -> tuple[Written, ...]:
    """Write over whatever has other bytes."""

    def judge(artifact: Artifact) -> Standing:
        file = folder / artifact.path
        same = file.is_file() and file.read_bytes() == artifact.text.encode()
        return "right" if same else "free"

    return write_judged(artifacts, folder, judge=judge)


def snapshot(folder: Path) -> dict[str, object]:
    """Everything below a folder: texts, links, modes and times of files."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        stat = path.lstat()
        content = path.read_bytes() if path.is_file() else b""
        found[str(path.relative_to(folder))] = (
            content,
            stat.st_mode,
            path.is_dir() or stat.st_mtime_ns,
        )
    return found


def test_files_and_folders_are_made(tmp_path: Path) -> None:
    made = write([python("a.py"), python("sub/deep/b.py")], tmp_path / "new")
    assert made == (
        Written(path="a.py", outcome="written"),
        Written(path="sub/deep/b.py", outcome="written"),
    )
    assert (tmp_path / "new/sub/deep/b.py").read_text() == python("b.py").text
    assert [each for each in snapshot(tmp_path) if each.rpartition("/")[2].startswith(".")] == []


def test_what_is_unchanged_is_not_touched(tmp_path: Path) -> None:
    write([python("a.py"), python("b.py")], tmp_path)
    before = (tmp_path / "a.py").stat()
    os.utime(tmp_path / "a.py", (1, 1))
    made = write([python("a.py"), python("b.py", "x = 2\n")], tmp_path)
    assert [each.outcome for each in made] == ["unchanged", "written"]
    after = (tmp_path / "a.py").stat()
    assert (after.st_ino, after.st_mtime) == (before.st_ino, 1)


def test_a_new_file_has_the_usual_mode_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write([python("a.py")], tmp_path)
    assert (tmp_path / "a.py").stat().st_mode == (tmp_path / "usual").stat().st_mode
    (tmp_path / "a.py").chmod(0o640)
    write([python("a.py", "x = 2\n")], tmp_path)
    assert (tmp_path / "a.py").stat().st_mode & 0o777 == 0o640


def test_where_one_is_refused_none_is_written(tmp_path: Path) -> None:
    write([python("a.py"), python("b.py")], tmp_path)
    before = snapshot(tmp_path)
    refused = [Diagnostic(code="DC602", message=name) for name in ("a.py", "c.py")]

    def judge(artifact: Artifact) -> Standing | Diagnostic:
        return {each.message: each for each in refused}.get(artifact.path, "free")

    new = [python(name, "x = 2\n") for name in ("a.py", "b.py", "c.py")]
    with pytest.raises(CompileError) as caught:
        write_judged(new, tmp_path, judge=judge)
    assert list(caught.value.diagnostics) == refused
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    "path",
    [
        "../a.py",
        "sub/../../a.py",
        "sub/../a.py",
        "/tmp/a.py",
        "",
        ".",
        "a\\b.py",
        "a\0.py",
        "C:a.py",
        "out/a.py",
        "link.py",
    ],
)
def test_a_path_that_leads_out_is_refused(path: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (folder / "out").symlink_to(tmp_path / "elsewhere")
    (folder / "link.py").symlink_to(tmp_path / "a.py")
    before = snapshot(tmp_path)
    with pytest.raises(ValueError, match="leads out"):
        write_judged([python("fine.py"), python(path)], folder, judge=lambda _: "free")
    assert snapshot(tmp_path) == before


def test_a_link_that_stays_within_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "folder").symlink_to(tmp_path / "real")
    (tmp_path / "a.py").symlink_to(tmp_path / "real/a.py")
    write([python("folder/b.py"), python("a.py")], tmp_path)
    assert sorted(each.name for each in (tmp_path / "real").iterdir()) == ["a.py", "b.py"]
    assert (tmp_path / "a.py").is_symlink()


def test_two_artifacts_need_two_paths(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="same path"):
        write([python("a.py"), python("./a.py")], tmp_path)
    assert snapshot(tmp_path) == {}


OLD = [python(name, "old = 1\n") for name in ("a.py", "b.py", "sub/c.py")]
NEW = [python(name, "new = 1\n") for name in ("new/x.py", "a.py", "b.py", "sub/c.py")]


@pytest.mark.parametrize("bad", [f"{'n' * 300}.py", "a.py/inside.py"])
def test_when_the_file_system_refuses_one_all_stay_as_they_were(bad: str, tmp_path: Path) -> None:
    write(OLD, tmp_path)
    before = snapshot(tmp_path)
    with pytest.raises(OSError, match=bad[:5]):
        write([*NEW, python(bad)], tmp_path)
    assert snapshot(tmp_path) == before


def test_when_the_disk_is_full_all_stay_as_they_were(tmp_path: Path) -> None:
    """In a process that may not write more than a few bytes into a file."""
    write(OLD, tmp_path)
    before = snapshot(tmp_path)
    script = (
        "import errno, resource, sys; from pathlib import Path\n"
        "from tests.codegen.test_write import NEW, python, write\n"
        "big = python('z.py', 'x = 1\\n' * 1000)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "try: write([*NEW, big], Path(sys.argv[1]))\n"
        "except OSError as error: sys.exit(40 if error.errno == errno.EFBIG else 41)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=root, check=False)
    assert done.returncode == 40
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("error", [OSError(errno.EIO, "broken"), KeyboardInterrupt()])
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_an_error_between_two_renames_takes_the_first_back(
    at: int, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(OLD, tmp_path)
    before = snapshot(tmp_path)
    rename = Path.replace
    calls: list[Path] = []

    def fails(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == at:
            raise error
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(type(error)):
        write(NEW, tmp_path)
    assert snapshot(tmp_path) == before


def test_a_file_system_without_links_keeps_old_files_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*names: object, **options: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuses)
    test_an_error_between_two_renames_takes_the_first_back(
        3, OSError(errno.EIO, "broken"), tmp_path, monkeypatch
    )
    monkeypatch.undo()
    write(NEW, tmp_path)


def test_whose_a_file_is_stands_in_its_header() -> None:
    text = python("a.py").text
    assert ownership(text) == "ours"
    assert ownership(text + "y = 2\n") == "edited"
    assert ownership("# Code generated by dagcompile from app:daily. DO NOT EDIT.\n") == "edited"
    assert ownership("import os\n") == "foreign"


@pytest.mark.parametrize("above", ["\ufeff", "<<<<<<< HEAD\n", "# mine\n" * 19])
def test_what_came_to_stand_above_the_header_is_an_edit(above: str) -> None:
    assert ownership(above + python("a.py").text) == "edited"


def test_a_header_far_down_is_a_quotation() -> None:
    assert ownership("# mine\n" * 20 + python("a.py").text) == "foreign"
