"""What a command does not load that has nothing to do for it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import FLOW, Command
from repositories import repository_in

SETTINGS = """
    [tool.dagcompile]
    targets = ["airflow", "python"]

    [tool.dagcompile.pipelines]
    doubled = "flow:doubled"
    again = "other:again"
"""
OTHER = """
    from dagcompile import pipeline
    from flow import double

    @pipeline
    def again(number: int) -> int:
        return double(number)
"""
COMMAND = """
import atexit, sys
atexit.register(lambda: print("loaded:", *sys.modules, file=sys.stderr))
from dagcompile.cli.app import main
main()
"""
IR = "generated/doubled.ir.json"

COMPARES = {
    "dagcompile.changes.comparing",
    "dagcompile.changes.contract",
    "dagcompile.drawing",
    "dagcompile.project.comparing",
    "dagcompile.targets.airflow.impact",
}
MERGES = {"dagcompile.changes.merging", "dagcompile.project.merging"}
TRACES = {
    "dagcompile.authoring.loading",
    "dagcompile.authoring.tracing",
    "dagcompile.project.cache.recording",
    "dagcompile.project.compiling",
}
EMITS = {
    "dagcompile.codegen.layout",
    "dagcompile.passes.compiler",
    "dagcompile.project.emitting",
    "dagcompile.target.straight",
    "dagcompile.targets.airflow.plan",
    "jinja2",
}
PROJECTS = {"dagcompile.ir.records", "dagcompile.project", "dagcompile.target", "pydantic"}
APART = {"dagcompile.project.building.processes", "multiprocessing"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was built and committed; nothing has changed since."""
    dagcompile = Command(tmp_path_factory.mktemp("project"))
    commits = repository_in(dagcompile.folder)
    dagcompile.write("pyproject.toml", SETTINGS)
    dagcompile.write("flow.py", FLOW)
    dagcompile.write("other.py", OTHER)
    dagcompile.write(".gitignore", "__pycache__/\n.dagcompile_cache/\n")
    assert dagcompile("build").status == 0
    commits.commit()
    loaded(dagcompile.folder, "check")  # Python's flags count: what is known is of the same
    for each in ("base", "ours", "theirs"):
        dagcompile.write(f"{each}.json", (dagcompile.folder / IR).read_text())
    return dagcompile.folder


def loaded(folder: Path, *words: str) -> set[str]:
    """The modules that a command has loaded at its end."""
    command = [sys.executable, "-P", "-c", COMMAND, *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return set(done.stderr.rpartition("loaded: ")[2].split())


@pytest.mark.parametrize(
    ("command", "idle"),
    [
        ("--version", PROJECTS | TRACES | EMITS | COMPARES | MERGES | APART),
        ("--help", PROJECTS | TRACES | EMITS | COMPARES | MERGES | APART),
        ("check", TRACES | EMITS | COMPARES | MERGES | APART),
        ("build", TRACES | EMITS | COMPARES | MERGES | APART),
        ("diff", TRACES | EMITS | COMPARES | MERGES | APART),
        ("diff HEAD..HEAD", TRACES | EMITS | COMPARES | MERGES | APART),
        (f"diff --textconv {IR}", TRACES | EMITS | COMPARES | MERGES | APART),
        (f"merge base.json ours.json theirs.json {IR}", TRACES | {"jinja2"} | APART),
    ],
)
def test_a_command_loads_nothing_that_it_has_no_use_for(
    built: Path, command: str, idle: set[str]
) -> None:
    found = loaded(built, *command.split())
    assert not idle & found
    assert "typer" in found


def test_it_is_loaded_where_it_is_of_use(built: Path, tmp_path: Path) -> None:
    """Names of modules that are gone would prove nothing."""
    folder = shutil.copytree(built, tmp_path / "changed")
    file = folder / "flow.py"
    file.write_text(file.read_text().replace("@op\ndef double", "@op(timeout=30)\ndef double"))
    assert loaded(folder, "diff") >= PROJECTS | TRACES | EMITS | COMPARES
    assert loaded(folder, "build", "--jobs", "2") >= APART
    assert loaded(folder, "merge", "base.json", "ours.json", "theirs.json", IR) >= MERGES
