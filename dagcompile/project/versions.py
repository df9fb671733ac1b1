"""One side of a difference: the pipelines of a project as one state of it has them.

    revision_side(project, repository, "HEAD~1")    committed IR and artifacts; no code is run
    file_side(project, Path("old.ir.json"))         one pipeline
    sources_side(project, selected(project))        compiled now, in memory

The settings of a revision are those of its own `pyproject.toml`, read as text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dagcompile.codegen.artifact import Artifact
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.diagnostics.render import here, shown_path
from dagcompile.ir.records import Pipeline
from dagcompile.project.building import Plan, make
from dagcompile.project.cache.bytecode import leaving_no_bytecode
from dagcompile.project.cache.known import made_or_known
from dagcompile.project.config import FILE, Project, read_project
from dagcompile.project.emissions import IR_SUFFIX, Emission
from dagcompile.project.git import Repository
from dagcompile.project.held import Held, held_in, lost_in
from dagcompile.project.problems import refused
from dagcompile.project.selection import Selected
from dagcompile.project.targets import Chosen, chosen_targets
from dagcompile.target import Version, found_targets


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A state of a project.

    Args:
        label: what it is called.
        project: with the settings that it has there.
        chosen: the targets that it is built for there, with their options.
        held: its pipelines.
        failed: those that do not compile, by reference, with the name each was asked for by.
        warnings: what is told of it and fails nothing.
        is_now: it is what the sources give.
        revision: the full id of the commit that holds it; empty where none does.
        lost: where pipelines are written of which it has artifacts, and no IR.
    """

    label: str
    project: Project
    chosen: tuple[Chosen, ...]
    held: tuple[Held, ...]
    failed: Mapping[str, tuple[str, CompileError]] = field(default_factory=dict)
    warnings: tuple[Diagnostic, ...] = ()
    is_now: bool = False
    revision: str = ""
    lost: frozenset[str] = frozenset()

    def versions(self, held: Held, pipeline: Pipeline) -> dict[str, Version]:
        """What each target sees of a pipeline: its files as they are, or else as they are made."""
        return {
            each.target.name: Version(
                pipeline=pipeline, options=each.options, artifacts=_files(held, pipeline, each)
            )
            for each in self.chosen
        }

    @property
    def named(self) -> frozenset[str]:
        """The targets that it is built for there, also those that cannot be used now."""
        return frozenset(
            self.project.settings.targets or (each.target.name for each in self.chosen)
        )

    def made(self, pipeline: Pipeline) -> dict[str, str]:
        """The files of a pipeline as they would be made now, with the settings of this side."""
        return {path: text for each in self.chosen for path, text in _made_now(pipeline, each)}


def _made_now(pipeline: Pipeline, chosen: Chosen) -> list[tuple[str, str]]:
    try:
        made = chosen.target.artifacts(pipeline, chosen.options)
    except Exception:  # noqa: BLE001  what an older pipeline asks for may be gone from the target
        return []
    return [(each.path, each.text) for each in made]


def _files(held: Held, pipeline: Pipeline, chosen: Chosen) -> tuple[Artifact, ...]:
    paths = dict(_made_now(pipeline, chosen))
    there = {path: held.artifacts[path] for path in paths if path in held.artifacts}
    folder = f"{chosen.target.name}/"
    there |= {path: text for path, text in held.artifacts.items() if path.startswith(folder)}
    return tuple(Artifact(path, text) for path, text in sorted((there or paths).items()))


def revision_side(project: Project, repository: Repository, id: str, label: str) -> Side:
    """What a revision has committed.

    Args:
        project: as it is now; the folder of it is looked up in the revision.
        repository: holds the revision.
        id: the full id of the revision.
        label: what it is called.

    Raises:
        CompileError: its settings cannot be read (DC610, DC611).
    """
    then = _project_then(project, repository, id, label)
    out = repository.path(then.out)
    files = repository.files(id, out) if out is not None else {}
    within = {path.removeprefix(f"{out}/" if out else ""): each for path, each in files.items()}
    chosen, warnings = _chosen_then(then, label)
    held = found = held_in(within, f"{label}:{f'{out}/' if out else ''}")
    if not _is_inside(then):
        listed = {*then.settings.pipelines.values(), *project.settings.pipelines.values()}
        held = tuple(each for each in held if each.reference in listed)
    return Side(
        label=label,
        project=then,
        chosen=chosen,
        held=held,
        warnings=warnings,
        revision=id,
        lost=lost_in(within, found),
    )


def _is_inside(project: Project) -> bool:
    """Whether the artifacts lie in the folder of the project: others may share another."""
    return project.out.resolve().is_relative_to(project.folder.resolve())


def _project_then(project: Project, repository: Repository, id: str, label: str) -> Project:
    folder = repository.path(project.folder)
    content = None
    if folder is not None:
        content = repository.read(id, f"{folder}/{FILE}" if folder else FILE)
    if content is None:
        return Project(folder=project.folder)
    try:
        text = content.decode()
        found = read_project(text, project.folder / FILE)
    except UnicodeDecodeError as error:
        raise refused("DC610", f"{label}: {FILE} cannot be read: {error}") from None
    except CompileError as error:
        raise CompileError(_then(each, label) for each in error.diagnostics) from None
    if found is None:
        return Project(folder=project.folder)
    return replace(found, places={})  # they are lines of a file that is not there


def _then(told: Diagnostic, label: str) -> Diagnostic:
    """What is wrong with the settings of a revision, whose lines nobody can show."""
    return replace(told, message=f"{label}: {told.message}", labels=())


def _chosen_then(project: Project, label: str) -> tuple[tuple[Chosen, ...], tuple[Diagnostic, ...]]:
    """The targets of a revision, as far as they can be used now; why others cannot."""
    try:
        return chosen_targets(project), ()
    except CompileError as error:
        told = tuple(replace(_then(each, label), severity="warning") for each in error.diagnostics)
    chosen: list[Chosen] = []
    installed = [each.name for each in found_targets().targets]
    for name in project.settings.targets or installed:
        alone = replace(project, settings=_for_one(project, name))
        try:
            chosen += chosen_targets(alone)
        except CompileError:
            continue
    return tuple(chosen), told


def _for_one(project: Project, name: str) -> Any:
    tables = {key: table for key, table in project.settings.target.items() if key == name}
    return project.settings.model_copy(update={"targets": (name,), "target": tables})


def file_side(project: Project, file: Path) -> Side:
    """One pipeline, from an IR file.

    Raises:
        CompileError: the file cannot be read (DC618).
    """
    label = shown_path(file, here())
    try:
        content = file.read_bytes()
    except OSError as error:
        raise refused(
            "DC618",
            f"{label} cannot be read: {(error.strerror or str(error)).lower()}",
            fix=_of_revision(file) or "name a file that a build wrote",
        ) from None
    held = Held(file=file.name, where=label, content=content)
    stem = f"{held.id}{IR_SUFFIX}"  # two files of one pipeline meet, whatever they are called
    return Side(
        label=label,
        project=project,
        chosen=chosen_targets(project),
        held=(replace(held, file=stem),),
    )


def _of_revision(file: Path) -> str:
    """How a file of a revision is named, where it was in git's own way, `HEAD~1:out/a.ir.json`."""
    revision, colon, path = str(file).partition(":")
    if not colon:
        return ""
    stem = Path(path).name.removesuffix(IR_SUFFIX)
    return (
        "a pipeline of a revision is named beside it: dagcompile diff"
        f" {revision}..REV --pipeline {stem}"
    )


def sources_side(project: Project, wanted: Sequence[Selected], *, cached: bool = False) -> Side:
    """What the sources give now. The author's modules are imported, nothing is written.

    What is told of a pipeline that compiles is for a build to tell, and not here.

    Args:
        project: as it is now.
        wanted: its pipelines; one that does not compile is told of beside the others.
        cached: make only what is not known from earlier builds, and keep what is found out.

    Raises:
        CompileError: the targets of the project, or their options, are not there.
    """
    plan = Plan(wanted=tuple(wanted), chosen=chosen_targets(project), path=project.path)
    folder = project.folder if cached else None
    with leaving_no_bytecode():
        results = made_or_known(plan, folder=folder, out=project.out, make=make)
    references = {each.name: each.reference for each in plan.wanted}
    return Side(
        label="the sources",
        project=project,
        chosen=plan.chosen,
        held=tuple(_made(each.outcome) for each in results if isinstance(each.outcome, Emission)),
        failed={
            references[each.name]: (each.name, each.outcome)
            for each in results
            if isinstance(each.outcome, CompileError)
        },
        is_now=True,
    )


def _made(emission: Emission) -> Held:
    *artifacts, ir = (each.artifact for each in emission.made)
    return Held(
        file=ir.path,
        where=ir.path,
        content=ir.text.encode(),
        artifacts={each.path: each.text for each in artifacts},
    )
