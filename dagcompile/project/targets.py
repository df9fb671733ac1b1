"""The targets of a project, each with its options validated.

for chosen in chosen_targets(project, names=["airflow"]):
    chosen.target.emit(pipeline, chosen.options)
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from pydantic import ValidationError

from dagcompile.diagnostics import CompileError, Diagnostic, Label
from dagcompile.project.config import TABLE, Project, as_json
from dagcompile.project.places import Keys, place_of
from dagcompile.project.problems import refused, setting_problems
from dagcompile.target import Home, Options, Target, find_target, found_targets

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
"""The name of a distribution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A target and its options in this project."""

    target: Target
    options: Options


def chosen_targets(project: Project, *, names: Sequence[str] = ()) -> tuple[Chosen, ...]:
    """The targets `names`, or those of the project, or all that can be used; sorted by name.

    Raises:
        CompileError: with everything that is wrong: a target, or any target, is not there (DC502),
            one cannot be loaded (DC503), options are wrong (DC504).
    """
    listed = project.settings.targets
    if not names and listed is None:
        return _every_installed(project)
    problems: list[Diagnostic] = []
    under: Keys = () if names else (*TABLE, "targets")
    wanted = sorted(set(names or listed or ()))
    chosen = [_chosen(name, project, under, problems) for name in wanted]
    _check_tables(project, set(wanted), problems)
    if problems:
        raise CompileError(problems)
    return tuple(each for each in chosen if each is not None)


def left_out(project: Project, *, names: Sequence[str] = ()) -> tuple[Diagnostic, ...]:
    """Why targets are left out where every installed one is meant: they cannot be used."""
    if names or project.settings.targets is not None:
        return ()
    return tuple(replace(each, severity="warning") for each in found_targets().problems)


def options_of(project: Project, target: Target) -> Options:
    """The options of `target` in this project; where guards stand is the project's say, unless
    the target's own table has one.

    Raises:
        CompileError: they are wrong (DC504); every wrong one is told.
    """
    table = dict(project.settings.target.get(target.name, {}))
    if project.settings.guards is not None:
        table.setdefault("guards", project.settings.guards)
    try:
        options = target.options.model_validate_json(as_json(table))
    except ValidationError as error:
        problems = setting_problems(
            error,
            target.options,
            code="DC504",
            given=table,
            under=(*TABLE, "target", target.name),
            places=project.places,
        )
        raise CompileError(problems) from None
    return target.complete(options, home_of(project))


def home_of(project: Project) -> Home:
    """What artifacts may know of `project`, wherever a build is asked to write them."""
    said = project.distribution
    name, python = said.get("name"), said.get("requires-python")
    out = PurePath(os.path.normpath(project.settings.out))
    inside = not out.is_absolute() and out.parts[:1] != ("..",)
    return Home(
        name=name if isinstance(name, str) and _NAME.fullmatch(name) else None,
        requires_python=python if isinstance(python, str) else None,
        path=PurePath(os.path.relpath(".", out)).as_posix() if inside else None,
    )


def _every_installed(project: Project) -> tuple[Chosen, ...]:
    found = found_targets()
    targets = found.targets
    if not targets and found.problems:
        raise CompileError(found.problems)
    if not targets:
        fix = "install dagcompile itself, or the package that brings the target you want"
        raise refused("DC502", "there is no target: none is installed", fix=fix)
    problems: list[Diagnostic] = []
    chosen = [_with_options(target, project, problems) for target in targets]
    _check_tables(project, {target.name for target in targets}, problems)
    if problems:
        raise CompileError(problems)
    return tuple(each for each in chosen if each is not None)


def _check_tables(project: Project, known: set[str], problems: list[Diagnostic]) -> None:
    """Tables of options whose targets are not asked for are read too: a name may be mistyped."""
    for name in sorted(set(project.settings.target) - known):
        _chosen(name, project, (*TABLE, "target", name), problems)


def _chosen(name: str, project: Project, under: Keys, problems: list[Diagnostic]) -> Chosen | None:
    try:
        target = find_target(name)
    except CompileError as error:
        place = place_of(under, project.places)
        labels = (Label(place=place, text="named here"),) if place else ()
        problems.extend(replace(each, labels=labels) for each in error.diagnostics)
        return None
    return _with_options(target, project, problems)


def _with_options(target: Target, project: Project, problems: list[Diagnostic]) -> Chosen | None:
    try:
        return Chosen(target=target, options=options_of(project, target))
    except CompileError as error:
        problems.extend(error.diagnostics)
        return None
