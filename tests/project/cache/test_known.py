"""What is made again, and what is not: each module tells on stderr that it is imported."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pydantic
import pytest

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
    document = json.loads(file.read_bytes())
    document["libraries"][pydantic.__file__][1] -= 1
    file.write_text(json.dumps(document))
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
        document = json.loads(file.read_bytes())
        document["pipelines"]["two"][key] = value
        file.write_text(json.dumps(document))
        assert imported(builder, project) == ["two"]


def test_a_cache_that_cannot_be_written_is_in_nobodys_way(builder: Builder, project: Path) -> None:
    shutil.rmtree(project / ".dagcompile_cache")
    (project / ".dagcompile_cache").write_text("")
    assert imported(builder, project) == ALL


def test_git_and_backups_leave_it_out(project: Path) -> None:
    assert (project / ".dagcompile_cache/.gitignore").read_text() == "*\n"
    tag = (project / ".dagcompile_cache/CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
