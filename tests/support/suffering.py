"""A small project whose generated files suffer, and how they are compared."""

import shutil
import sys
from pathlib import Path

from commands import Command

from dagcompile.project.building import Summary, build_pipelines
from dagcompile.project.config import load_project

SHOP = """
    from dagcompile import op, pipeline

    @op
    def load(number: int) -> int:
        return number

    @pipeline
    def daily() -> int:
        return load({number})

    @pipeline
    def hourly() -> int:
        return load({number})
"""
SETTINGS = """
    [tool.dagcompile]
    targets = ["python"]

    [tool.dagcompile.pipelines]
    daily = "shop:daily"
    hourly = "shop:hourly"
"""


def damageable(folder: Path) -> Command:
    """The command in a project whose files are as they should be."""
    command = Command(folder)
    command.write("pyproject.toml", SETTINGS)
    changed(command, 1)
    build(command)
    return command


def changed(command: Command, number: int) -> None:
    """Every file of the project is another now."""
    command.write("shop.py", SHOP.format(number=number))
    sys.modules.pop("shop", None)
    shutil.rmtree(command.folder / "__pycache__", ignore_errors=True)


def build(command: Command, *, force: bool = False) -> Summary:
    return build_pipelines(load_project(command.folder), force=force)


def snapshot(folder: Path) -> dict[str, bytes]:
    found = sorted(each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in found}


def told(summary: Summary) -> list[tuple[str, str]]:
    return [(each.name, one.code) for each in summary.failed for one in each.error.diagnostics]


def assert_as_built_afresh(command: Command) -> None:
    """All files, and no others, are those of a build into an empty folder."""
    project = load_project(command.folder)
    build_pipelines(project, out=command.folder / "fresh")
    assert snapshot(command.folder / "generated") == snapshot(command.folder / "fresh")
