"""What is made again, and what is not: each module tells on stderr that it is imported."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pydantic
import pytest

from dagcompile.project.cache.digests import digest
from dagcompile.project.cache.sealing import known_secret, made_secret, seal_of
from tests.project.cache.edits import write
from tests.project.cache.forking import Builder

_FLOW = """
    import sys
    from dagcompile import op, pipeline
    from lib.{common} import MORE

    print("importing {name}", file=sys.stderr)

    @op
    def add(number: int, more: int) -> int:
        return number + more

    @pipeline
    def {name}(number: int) -> int:
        return add(number, MORE)
"""
_SETTINGS = """
    [tool.dagcompile]
    targets = ["python"]
    [tool.dagcompile.pipelines]
    one = "flows.one:one"
    two = "flows.two:two"
    three = "flows.three:three"
"""
ALL = ["one", "two", "three"]


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    started = Builder()
    yield started
    started.close()


@pytest.fixture
def project(builder: Builder, tmp_path: Path) -> Path:
    """Three pipelines that were built; two of them use one module."""
    write(
        tmp_path,
        {
            "pyproject.toml": _SETTINGS,
            "flows/one.py": _FLOW.format(name="one", common="shared"),
            "flows/two.py": _FLOW.format(name="two", common="shared"),
            "flows/three.py": _FLOW.format(name="three", common="own"),
            "lib/shared.py": "MORE = 1",
            "lib/own.py": "MORE = 1",
        },
    )
    assert imported(builder, tmp_path) == ALL
    return tmp_path


def imported(builder: Builder, folder: Path, *asked: str) -> list[str]:
    ended = builder(folder, "build", *asked)
    assert ended.status == 0, ended.err
    told = [each.removeprefix("importing ") for each in ended.err.splitlines()]
    assert set(told) <= set(ALL)
    return told


def kept_in(file: Path) -> Any:
    """What is kept, without its seal."""
    return json.loads(file.read_bytes().partition(b"\n")[2])


def keep(builder: Builder, file: Path, document: Any) -> None:
    """Keep something else, as one who knows the secret."""
    content = json.dumps(document).encode()
    file.write_bytes(seal_of(content, builder.secret.read_bytes()) + b"\n" + content)


def test_nothing_is_imported_where_nothing_changed(builder: Builder, project: Path) -> None:
    assert imported(builder, project) == []
    assert imported(builder, project, "two") == []


def test_what_uses_a_module_is_made_again(builder: Builder, project: Path) -> None:
    write(project, {"lib/shared.py": "MORE = 2"})
    assert imported(builder, project) == ["one", "two"]
    assert imported(builder, project) == []
    write(project, {"flows/three.py": _FLOW.format(name="three", common="shared")})
    assert imported(builder, project) == ["three"]
    write(project, {"lib/own.py": "MORE = 9", "lib/others.py": "", "notes.py": ""})
    assert imported(builder, project) == []


def test_a_file_that_was_saved_and_is_as_before_changes_nothing(
    builder: Builder, project: Path
) -> None:
    (project / "lib/shared.py").touch()
    assert imported(builder, project) == []


def test_an_artifact_that_is_another_is_made_again(builder: Builder, project: Path) -> None:
    (project / "generated/python/two_script.py").unlink()
    assert imported(builder, project) == ["two"]
    with (project / "generated/three.ir.json").open("a") as file:
        file.write("\n")
    assert imported(builder, project, "--force") == ["three"]


def test_another_way_to_build_is_known_for_itself(builder: Builder, project: Path) -> None:
    assert imported(builder, project, "--guards", "off") == ALL
    assert imported(builder, project, "--guards", "off") == []
    assert imported(builder, project) == ALL  # the files are those of the other way
    assert imported(builder, project) == []


def test_without_the_cache_all_is_made(builder: Builder, project: Path) -> None:
    shutil.rmtree(project / ".dagcompile_cache")
    assert imported(builder, project, "--no-cache") == ALL
    assert not (project / ".dagcompile_cache").exists()
    assert imported(builder, project) == ALL


def test_what_was_made_in_several_processes_is_known(builder: Builder, project: Path) -> None:
    write(project, {"lib/shared.py": "MORE = 3"})
    assert sorted(imported(builder, project, "--jobs", "2")) == ["one", "two"]
    assert imported(builder, project) == []


def test_an_installed_module_that_is_written_again_counts_for_all(
    builder: Builder, project: Path
) -> None:
    (file,) = (project / ".dagcompile_cache").glob("*.json")
    document = kept_in(file)
    document["libraries"][pydantic.__file__][1] -= 1
    keep(builder, file, document)
    assert imported(builder, project) == ALL
    assert imported(builder, project) == []


def test_the_project_may_move(builder: Builder, project: Path) -> None:
    moved = project.with_name("moved")
    project.rename(moved)
    assert imported(builder, moved) == []
    moved.rename(project)


def test_a_file_that_is_named_from_the_working_folder(builder: Builder, project: Path) -> None:
    read = 'MORE = int(open("more.txt").read())'
    write(project, {"lib/own.py": read, "more.txt": "1", "else/more.txt": "2"})
    assert imported(builder, project) == ["three"]
    assert imported(builder, project) == []
    ended = builder(project / "else", "build")
    assert "importing three" in ended.err
    assert '"value": 2' in (project / "generated/three.ir.json").read_text()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff", b"[]", b'{"format": 1}', b"null", b"[" * 100_000],
    ids=["empty", "cut", "no text", "a list", "a part", "null", "deep"],
)
def test_a_broken_cache_is_as_none(builder: Builder, project: Path, content: bytes) -> None:
    (file,) = (project / ".dagcompile_cache").glob("*.json")
    whole = file.read_bytes()
    file.write_bytes(content)
    assert imported(builder, project) == ALL
    assert file.read_bytes() == whole


@pytest.mark.parametrize("key", ["reference", "names", "files", "folders", "became"])
def test_a_broken_entry_is_as_none(builder: Builder, project: Path, key: str) -> None:
    (file,) = (project / ".dagcompile_cache").glob("*.json")
    for value in (None, 3, [3], {"x": 3}):
        document = kept_in(file)
        document["pipelines"]["two"][key] = value
        keep(builder, file, document)
        assert imported(builder, project) == ["two"]


def test_a_cache_that_cannot_be_written_is_in_nobodys_way(builder: Builder, project: Path) -> None:
    shutil.rmtree(project / ".dagcompile_cache")
    (project / ".dagcompile_cache").write_text("")
    assert imported(builder, project) == ALL


def test_git_and_backups_leave_it_out(project: Path) -> None:
    assert (project / ".dagcompile_cache/.gitignore").read_text() == "*\n"
    tag = (project / ".dagcompile_cache/CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


def test_what_another_kept_is_not_believed(builder: Builder, project: Path) -> None:
    (file,) = (project / ".dagcompile_cache").glob("*.json")
    assert builder.secret.stat().st_mode & 0o777 == 0o600
    whole, own = file.read_bytes(), builder.secret.read_bytes()
    script = project / "generated/python/two_script.py"
    right = script.read_bytes()
    script.write_bytes(right + b"# by hand\n")
    document = kept_in(file)
    kept = document["pipelines"]["two"]["became"]["made"]
    kept[0]["digest"] = digest(script.read_bytes())
    content = json.dumps(document).encode()
    seal = whole.partition(b"\n")[0]
    for forged in (seal, seal_of(content, b"x" * 32), b""):
        file.write_bytes(forged + b"\n" + content)
        ended = builder(project, "check")
        assert ended.status == 1, forged
        assert "two_script.py" in ended.out
    # Nor is a file that says of itself that it was edited, whoever says what of it.
    file.write_bytes(seal_of(content, own) + b"\n" + content)
    assert builder(project, "check").status == 1
    # A secret that others can read is replaced, and so what was sealed by it is made again.
    script.write_bytes(right)
    assert builder(project, "check").status == 0
    builder.secret.chmod(0o644)
    assert imported(builder, project) == ALL
    assert builder.secret.read_bytes() != own
    assert imported(builder, project) == []


@pytest.mark.parametrize("place", ["project", "clone", "none"])
def test_a_secret_that_may_be_cloned_is_none(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone, project = tmp_path / "clone", tmp_path / "clone/etl"
    (clone / ".git").mkdir(parents=True)
    project.mkdir()
    where = {"project": project, "clone": clone, "none": tmp_path / "file"}[place]
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(where)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "link"))
    assert made_secret(project) is None
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    assert made_secret(project) == known_secret(project) != None  # noqa: E711


def test_a_pipe_is_not_waited_for(builder: Builder, project: Path) -> None:
    script = project / "generated/python/two_script.py"
    (cache,) = (project / ".dagcompile_cache").glob("*.json")
    script.unlink()
    os.mkfifo(script)
    ended = builder(project, "check")
    assert ended.status == 1
    assert "two_script.py is no file" in ended.err
    assert builder(project, "build").status == 4
    assert builder(project, "diff", "generated/two.ir.json").status in {0, 4}
    for pipe in (cache, builder.secret):
        pipe.unlink()
        os.mkfifo(pipe)
        assert builder(project, "check").status == 1
