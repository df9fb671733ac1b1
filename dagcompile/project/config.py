"""The project: `[tool.dagcompile]` of the nearest pyproject.toml, or none.

[tool.dagcompile]
out = "generated"                 # where artifacts are written
targets = ["python", "airflow"]   # every installed one if left out

[tool.dagcompile.pipelines]
daily_delays = "flights.pipelines:daily_delays"

[tool.dagcompile.target.airflow]  # options of a target, read by its own model
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from os.path import realpath
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from dagcompile.diagnostics import CompileError, Diagnostic, Label, Place
from dagcompile.ir.depths import read_depth
from dagcompile.ir.records import Depth, Expectations, Placement
from dagcompile.project.places import Keys, place_of, setting_places
from dagcompile.project.problems import dotted, refused, setting_problems

TABLE: Keys = ("tool", "dagcompile")
FILE = "pyproject.toml"


def is_reference(text: str) -> bool:
    """Whether `text` is of the form `module:name`, and so not the name of a pipeline."""
    return ":" in text


def _reference(text: str) -> str:
    module, _, name = text.partition(":")
    if not all(part.isidentifier() for each in (module, name) for part in each.split(".")):
        raise PydanticCustomError("reference", "expected module:function")
    return text


def _name(text: str) -> str:
    if is_reference(text) or text.startswith("-") or not text.strip():
        raise PydanticCustomError("name", "a name has no colon, no dash in front, and is not empty")
    return text


def _folder(text: str) -> str:
    if "\0" in text:
        raise PydanticCustomError("folder", "no folder has NUL in its name")
    return text


def _depth(text: str) -> str:
    try:
        read_depth(text)
    except ValueError as error:
        raise PydanticCustomError("depth", "{said}", {"said": str(error)}) from None
    return text


Folder: TypeAlias = Annotated[str, AfterValidator(_folder)]
Name: TypeAlias = Annotated[str, AfterValidator(_name)]
Reference: TypeAlias = Annotated[str, AfterValidator(_reference)]


class Settings(BaseModel):
    """What `[tool.dagcompile]` says. Paths are relative to the folder of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    out: Folder = "generated"
    targets: tuple[str, ...] | None = None
    guards: Placement | None = None
    guard_depth: Annotated[str, AfterValidator(_depth)] | None = Field(
        default=None, alias="guard-depth"
    )
    expectations: Expectations | None = None
    path: tuple[Folder, ...] = (".",)
    pipelines: dict[Name, Reference] = {}
    target: dict[str, dict[str, Any]] = {}

    @property
    def depth(self) -> Depth | None:
        """How deep guards look, if the project says so."""
        return None if self.guard_depth is None else read_depth(self.guard_depth)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The settings of a project and the folder that they are relative to.

    `file` is where they stand, None where a project has none; `places` where each of them does.
    `distribution` is the table `[project]` beside them.
    """

    folder: Path
    settings: Settings = field(default_factory=Settings)
    file: Path | None = None
    places: Mapping[Keys, Place] = field(default_factory=dict)
    distribution: Mapping[str, Any] = field(default_factory=dict)

    @property
    def out(self) -> Path:
        """The folder of the artifacts."""
        return self.folder / self.settings.out

    @property
    def path(self) -> tuple[Path, ...]:
        """The folders from which the project's modules are imported, first found first taken."""
        return tuple(Path(realpath(self.folder / each)) for each in self.settings.path)


def load_project(folder: Path | None = None) -> Project:
    """The project of `folder` itself, or of the working folder and those above it if None.

    Above, the nearest pyproject.toml that has a `[tool.dagcompile]` counts. Where there is none,
    the folder is a project without settings.

    Raises:
        CompileError: the file cannot be read (DC610), settings are wrong (DC611), or the working
            folder is not there any more (DC618).
    """
    start = Path(realpath(folder)) if folder else _working_folder()
    for each in (start,) if folder else (start, *start.parents):
        file = each / FILE
        if file.is_file() and (project := _read(file)) is not None:
            return project
    return Project(folder=start)


def _working_folder() -> Path:
    try:
        return Path.cwd()
    except OSError as error:
        raise refused(
            "DC618",
            f"the working folder cannot be read: {(error.strerror or str(error)).lower()}",
            fix="change to a folder that is there",
        ) from None


def _read(file: Path) -> Project | None:
    """The project that `file` describes, None where it has nothing to say of one."""
    try:
        text = file.read_bytes().decode()
    except (OSError, ValueError) as error:
        raise CompileError([_unreadable(file, error)]) from None
    project = read_project(text, file)
    if project is not None and (missing := _missing_folders(project)):
        raise CompileError(missing)
    return project


def read_project(text: str, file: Path) -> Project | None:
    """The project that a `pyproject.toml` with this text describes, as if it were `file`.

    None where it has nothing to say of one. That its folders are there is not asked.

    Raises:
        CompileError: it is no TOML (DC610), or settings are wrong (DC611).
    """
    try:
        whole = tomllib.loads(text)
    except ValueError as error:
        raise CompileError([_unreadable(file, error, text)]) from None
    table: Any = whole
    for key in TABLE:
        if not isinstance(table, dict) or key not in table:
            return None
        table = table[key]
    places = setting_places(file, text)
    try:
        settings = Settings.model_validate_json(as_json(table))
    except ValidationError as error:
        raise CompileError(
            setting_problems(error, Settings, code="DC611", given=table, under=TABLE, places=places)
        ) from None
    distribution = whole.get("project")
    return Project(
        folder=file.parent,
        settings=settings,
        file=file,
        places=places,
        distribution=distribution if isinstance(distribution, dict) else {},
    )


def as_json(table: object) -> str:
    """A table of TOML as JSON: from it a strict model takes a list as a tuple, a text as a date."""
    return json.dumps(table, default=lambda each: each.isoformat())


def _missing_folders(project: Project) -> list[Diagnostic]:
    keys = (*TABLE, "path")
    place = place_of(keys, project.places)
    return [
        Diagnostic(
            code="DC611",
            message=f"{dotted(keys)}: {name!r} is not a folder",
            labels=(Label(place=place, text="listed here"),),
            fix=f"name folders relative to {FILE}",
        )
        for name, folder in zip(project.settings.path, project.path, strict=True)
        if not _is_there(folder)
    ]


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:  # a name that is too long for any folder
        return False


def _unreadable(file: Path, error: Exception, text: str = "") -> Diagnostic:
    place = _place_in(str(error), file, text)
    return Diagnostic(
        code="DC610",
        message=f"{FILE} cannot be read: {error}",
        labels=(Label(place=place, text=""),) if place else (),
        fix="correct the TOML there" if place else f"make {file} a readable TOML file in UTF-8",
    )


def _place_in(said: str, file: Path, text: str) -> Place | None:
    """The place that a message of `tomllib` names."""
    if found := re.search(r"line (\d+), column (\d+)", said):
        return Place(file=str(file), line=int(found[1]), column=int(found[2]))
    if "end of document" in said:
        return Place(file=str(file), line=max(1, len(text.splitlines())))
    return None
